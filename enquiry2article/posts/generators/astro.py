"""Astro: what its settings say about addresses, and how it makes them.

Held against the real one by `benchmarks/check_post_urls.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, Final

from enquiry2article.articles.dialect import (
    ALIASES,
    LEAVE_OUT,
    Dialect,
    escape_mdx,
)
from enquiry2article.domain.post import Site
from enquiry2article.posts.generators.generator import Generator
from enquiry2article.posts.generators.settings import (
    SCRIPTS,
    find_block,
    find_inside,
    find_literal,
    make_rooted,
    read_script,
    read_text,
)
from enquiry2article.posts.pages.anchors import AnchorMaker
from enquiry2article.posts.pages.metadata import find_word
from enquiry2article.posts.pages.paths import NoAddressError, Page, drop_index, make_path, tidy_base


def make_astro_url(page: Page) -> str:
    """Return the address of one file of an Astro site: a page's by its place, an entry's by its collection's route."""
    settings = page.site.settings
    folder, within = page.find_folder()
    end = _astro_end(settings)
    if folder.name == "pages":
        return make_path(*drop_index(within), end=end)
    if folder.name == "drafts":  # a draft is told where it will be
        within = PurePosixPath(next(iter(settings["routes"]), ""), within)
    collection, parts = within.parts[0], PurePosixPath(*within.parts[1:])
    if collection not in settings["routes"]:
        raise NoAddressError(
            "no page of its site shows the address of its collection; say how addresses are made with --url-template"
        )
    if stated := find_word(page.words, "slug"):
        return make_path(settings["routes"][collection], stated, end=end)
    slugs = [AnchorMaker("github").make([part]) for part in parts.with_suffix("").parts]
    if slugs and slugs[-1] == "index":
        slugs.pop()
    return make_path(settings["routes"][collection], *slugs, end=end)


def _astro_end(settings: Mapping[str, Any]) -> str:
    if settings.get("format") == "file":
        return ".html"
    return "" if settings.get("trailing_slash") == "never" else "/"


def is_astro(folder: Path, names: set[str]) -> bool:
    return any(f"astro.config{ending}" in names for ending in SCRIPTS)


def load_astro(folder: Path, names: set[str]) -> Site:
    text = read_script(folder, ("astro.config",))
    source = find_inside(folder, find_literal(text, "srcDir") or "src")
    base = tidy_base(find_literal(text, "site"))
    content = read_script(source, ("content.config", "content/config"))
    routes = {"docs": ""} if "@astrojs/starlight" in text else {}
    try:
        pages = sorted((source / "pages").rglob("[[]*[]].astro"))[:500]
    except OSError:
        pages = []
    for page in pages:
        asked = re.findall(r"""getCollection\(\s*["'`]([\w-]{1,60})["'`]""", read_text(page))
        for collection in asked[:1]:
            routes.setdefault(collection, page.parent.relative_to(source / "pages").as_posix().removeprefix("."))
    return Site(
        generator="astro",
        root=folder,
        folders=(source / "content", source / "pages"),
        base_url=base + make_rooted(find_literal(text, "base")),
        settings={
            "routes": routes,
            "format": find_literal(find_block(text, "build") or "", "format"),
            "trailing_slash": find_literal(text, "trailingSlash"),
            "anchors": "github",
            "own_anchors": False,
            "schema": content,
            "drafts": "@astrojs/starlight" in text or ("draft" in content and _filters_drafts(source)),
        },
    )


def _filters_drafts(source: Path) -> bool:
    """Return whether the code of a site leaves out drafts; its schema alone does nothing about them."""
    code = (path for path in source.rglob("*") if path.suffix in (".astro", *SCRIPTS) and "content" not in path.stem)
    return any(re.search(r"\bdraft\b", read_text(path)) for path in islice(code, 500))


def _settle(dialect: Dialect, site: Site) -> Dialect:
    """Return each post what the schema asks for, and keep drafts out of the collection where nothing else does."""
    collection = next(iter(site.settings["routes"]), "blog")
    home = f"{site.folders[0].relative_to(site.root.resolve()).as_posix()}/{collection}"
    aside = home if site.settings["drafts"] else ASIDE
    schema = read_schema(site.settings["schema"], collection)
    if not schema:
        return replace(dialect, home=home, aside=aside)
    keys = dict(dialect.keys)
    for neutral, names in ALIASES.items():
        if own := next((name for name in names if name in schema), ""):
            keys[neutral] = LEAVE_OUT if "image(" in schema[own] else own  # a picture has to be there
    given = {keys.get(neutral, neutral) for neutral in ("title", "date", "description", "tags", "draft")}
    missing = {key: type_ for key, type_ in schema.items() if not _OPTIONAL.search(type_) and key not in given}
    return replace(
        dialect,
        home=home,
        aside=aside,
        keys=keys,
        dates=tuple(key for key, type_ in missing.items() if "date(" in type_),
        fixed={key: _make_value(type_) for key, type_ in missing.items() if "date(" not in type_},
    )


def read_schema(text: str, collection: str) -> dict[str, str]:
    """Return the keys of a collection's schema with what Zod says about each, or {} where it is not written out.

    >>> read_schema("const blog = defineCollection({ schema: z.object({ title: z.string() }) })", "blog")
    {'title': 'z.string()'}
    """
    start = re.search(rf"\b{re.escape(collection)}\b\s*[=:]\s*defineCollection\b", text)
    found = re.compile(r"z\s*\.object\(\s*\{").search(text, start.end() if start else 0)
    if not found:
        return {}
    schema: dict[str, str] = {}
    depth, part = 0, ""
    for sign in text[found.end() :]:
        depth += {**dict.fromkeys("([{", 1), **dict.fromkeys(")]}", -1)}.get(sign, 0)
        if depth < 0 or (sign == "," and depth == 0):
            key, colon, type_ = part.partition(":")
            if colon:
                schema[key.strip().strip("\"'")] = type_.strip()
            part = ""
            if depth < 0:
                break
        else:
            part += sign
    return schema


def _make_value(type_: str) -> object:
    """Return a value that a type of Zod takes."""
    if choice := re.search(r"""z\s*\.enum\(\s*\[\s*["'`]([^"'`]*)""", type_):
        return choice[1]
    for name, value in (("z.array(", []), ("z.boolean(", False), ("z.number(", 0), ("z.object(", {})):
        if type_.startswith(name):
            return value
    return ""


ASIDE: Final = "src/drafts"
_OPTIONAL: Final = re.compile(r"\.(?:optional|nullish|default)\(")
_DIALECT: Final = Dialect(
    title="Astro (put the folder at src/content/blog)",
    keys={"slug": LEAVE_OUT, "date": "pubDate", "image": LEAVE_OUT, "structured_data": LEAVE_OUT},
    date_format="%Y-%m-%d",
    home="src/content/blog",
    escape=escape_mdx,
)
ASTRO: Final = Generator(
    name="astro",
    recognise=is_astro,
    load=load_astro,
    make_url=make_astro_url,
    dialect=_DIALECT,
    settle=_settle,
    aside=ASIDE,
)
