"""Docusaurus: what its settings say about addresses, and how it makes them.

Held against the real one by `benchmarks/check_post_urls.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import urljoin

from enquiry2article.articles.dialect import (
    LEAVE_OUT,
    Dialect,
    escape_for_scripts,
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
)
from enquiry2article.posts.pages.metadata import find_word, tidy_language
from enquiry2article.posts.pages.paths import Page, tidy_base

_BLOG_NAME: Final = re.compile(r"(?P<folder>.*)(?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(?P<text>.*)")
_VERSION: Final = re.compile(r"\d+[-_.]\d+")
_NUMBERED: Final = re.compile(r"\d+\s*[-_.]+\s*([^-_.\s].*)")


def make_docusaurus_url(page: Page) -> str:
    """Return the address of one file of a Docusaurus site."""
    settings = page.site.settings
    folder, within = page.find_folder()
    part: Mapping[str, Any] = settings["parts"].get(folder.as_posix(), {})
    base, kind = str(part.get("route", "")), part.get("kind", "pages")
    if kind == "blog":
        slug = find_word(page.words, "slug") or _blog_slug(within)
    elif kind == "docs":
        slug = _doc_slug(page, within)
    else:
        slug = within.with_suffix("").as_posix()
        slug = slug.removesuffix("index").rstrip("/") if slug.endswith(("/index",)) or slug == "index" else slug
    address = re.sub("/{2,}", "/", f"/{base}/{slug}")
    slash = settings.get("trailing_slash", "")
    if slash == "true":
        return address if address.endswith("/") else f"{address}/"
    return address.rstrip("/") or "/" if slash == "false" else address


def _blog_slug(within: PurePosixPath) -> str:
    plain = re.sub("(?:/index)?$", "", within.with_suffix("").as_posix(), count=1)
    found = _BLOG_NAME.fullmatch(plain)
    if not found:
        return plain
    return f"{found['date'].replace('-', '/')}/{found['folder']}{found['text']}"


def _doc_slug(page: Page, within: PurePosixPath) -> str:
    folders = [_drop_number(part) for part in within.parent.parts]
    place = "/" + "".join(f"{part}/" for part in folders)
    slug = find_word(page.words, "slug")
    if slug.startswith("/"):
        return slug
    stem = within.stem
    names = {"index", "readme", within.parent.name.lower()}
    if not slug and stem.lower() in names and (within.parent.parts or stem.lower() != ""):
        return place
    return urljoin(place, slug or find_word(page.words, "id") or _drop_number(stem))


def _drop_number(name: str) -> str:
    if _VERSION.match(name):
        return name
    found = _NUMBERED.fullmatch(name)
    return found[1] if found else name


def is_docusaurus(folder: Path, names: set[str]) -> bool:
    return any(f"docusaurus.config{ending}" in names for ending in SCRIPTS)


def load_docusaurus(folder: Path, names: set[str]) -> Site:
    text = read_script(folder, ("docusaurus.config",))
    parts: dict[str, dict[str, str]] = {}
    for kind in ("blog", "docs"):
        block = find_block(text, kind)
        if block != "false":
            place = find_literal(block or "", "path") or kind
            route = re.search(r"""routeBasePath["']?\s*:\s*(["'`])([^"'`\n]{0,200})\1""", block or "")
            parts[place.strip("./")] = {"kind": kind, "route": route[2] if route else kind}
    parts["src/pages"] = {"kind": "pages", "route": ""}
    base = tidy_base(find_literal(text, "url"))
    return Site(
        generator="docusaurus",
        root=folder,
        folders=tuple(find_inside(folder, name) for name in parts),
        base_url=base + make_rooted(find_literal(text, "baseUrl")),
        language=tidy_language(find_literal(text, "defaultLocale")),
        settings={
            "parts": parts,
            "trailing_slash": find_literal(text, "trailingSlash"),
            "anchors": "docusaurus",
            "underscored": frozenset(),
            "titles_from_names": True,
        },
    )


def _settle(dialect: Dialect, site: Site) -> Dialect:
    blog = next((place for place, part in site.settings["parts"].items() if part["kind"] == "blog"), "docs")
    return replace(dialect, home=blog)


_DIALECT: Final = Dialect(
    title="Docusaurus (put the folder at blog)",
    keys={"structured_data": LEAVE_OUT},
    date_format="%Y-%m-%d",
    file="{date}-{slug}.md",
    home="blog",
    escape=escape_mdx,
    escape_word=escape_for_scripts,
)
DOCUSAURUS: Final = Generator(
    name="docusaurus",
    recognise=is_docusaurus,
    load=load_docusaurus,
    make_url=make_docusaurus_url,
    dialect=_DIALECT,
    settle=_settle,
)
