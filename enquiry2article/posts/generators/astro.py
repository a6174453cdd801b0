"""Astro: what its settings say about addresses, and how it makes them.

Held against the real one by `benchmarks/check_post_urls.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

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
    """Give the address of one file of an Astro site: a page's by its place, an entry's by its collection's route."""
    settings = page.site.settings
    folder, within = page.find_folder()
    end = _astro_end(settings)
    if folder.name == "pages":
        return make_path(*drop_index(within), end=end)
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
        },
    )


ASTRO: Final = Generator(name="astro", recognise=is_astro, load=load_astro, make_url=make_astro_url)
