"""VitePress: what its settings say about addresses, and how it makes them.

Held against the real one by `benchmarks/check_post_urls.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from enquiry2article.articles.dialect import (
    LEAVE_OUT,
    Dialect,
    escape_for_scripts,
    escape_vue,
)
from enquiry2article.domain.post import Site
from enquiry2article.posts.generators.generator import Generator
from enquiry2article.posts.generators.settings import find_block, find_inside, find_literal, make_rooted, read_script
from enquiry2article.posts.pages.metadata import tidy_language
from enquiry2article.posts.pages.paths import Page, make_path, tidy_base


def make_vitepress_url(page: Page) -> str:
    """Return the address of one file of a VitePress site."""
    _, path = page.find_folder()
    if path.stem == "index":
        return make_path(*path.parent.parts)
    return make_path(*path.parent.parts, path.stem, end="" if page.site.settings.get("clean_urls") else ".html")


def is_vitepress(folder: Path, names: set[str]) -> bool:
    return ".vitepress" in names and bool(read_script(folder / ".vitepress", ("config",)))


def load_vitepress(folder: Path, names: set[str]) -> Site:
    text = read_script(folder / ".vitepress", ("config",))
    host = tidy_base(find_literal(find_block(text, "sitemap") or "", "hostname"))
    base = make_rooted(find_literal(text, "base"))
    return Site(
        generator="vitepress",
        root=folder,
        folders=(find_inside(folder, find_literal(text, "srcDir") or "."),),
        base_url=host if base and host.endswith(base) else host + base,
        language=tidy_language(find_literal(text, "lang")),
        settings={
            "clean_urls": find_literal(text, "cleanUrls") == "true",
            "anchors": "vitepress",
            "titles_from_names": True,
        },
    )


_DIALECT: Final = Dialect(
    title="VitePress (it knows no drafts: move what is ready to where your pages are)",
    keys={"slug": LEAVE_OUT, "structured_data": LEAVE_OUT},
    date_format="%Y-%m-%d",
    home=".",
    aside=".vitepress/drafts",
    escape=escape_vue,
    escape_word=escape_for_scripts,
    heading=True,
)
VITEPRESS: Final = Generator(
    name="vitepress",
    recognise=is_vitepress,
    load=load_vitepress,
    make_url=make_vitepress_url,
    dialect=_DIALECT,
    aside=".vitepress/drafts",
)
