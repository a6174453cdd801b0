"""VuePress: what its settings say about addresses, and how it makes them.

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
from enquiry2article.posts.generators.settings import find_literal, make_rooted, read_script
from enquiry2article.posts.pages.metadata import find_word, tidy_language
from enquiry2article.posts.pages.paths import Page, make_path


def make_vuepress_url(page: Page) -> str:
    """Return the address of one file of a VuePress site."""
    _, path = page.find_folder()
    if stated := find_word(page.words, "permalink"):
        return stated if stated.startswith("/") else f"/{stated}"
    if path.stem.lower() in ("index", "readme"):
        return make_path(*path.parent.parts)
    return make_path(*path.parent.parts, path.stem, end=".html")


def is_vuepress(folder: Path, names: set[str]) -> bool:
    return ".vuepress" in names and bool(read_script(folder / ".vuepress", ("config",)))


def load_vuepress(folder: Path, names: set[str]) -> Site:
    text = read_script(folder / ".vuepress", ("config",))
    return Site(
        generator="vuepress",
        root=folder,
        folders=(folder,),
        base_url=make_rooted(find_literal(text, "base")),
        language=tidy_language(find_literal(text, "lang")),
        settings={"anchors": "vitepress", "titles_from_names": True},
    )


_DIALECT: Final = Dialect(
    title="VuePress (it knows no drafts: move what is ready to where your pages are)",
    keys={"slug": LEAVE_OUT, "structured_data": LEAVE_OUT},
    date_format="%Y-%m-%d",
    home=".",
    aside=".vuepress/drafts",
    escape=escape_vue,
    escape_word=escape_for_scripts,
    heading=True,
)
VUEPRESS: Final = Generator(
    name="vuepress",
    recognise=is_vuepress,
    load=load_vuepress,
    make_url=make_vuepress_url,
    dialect=_DIALECT,
    aside=".vuepress/drafts",
)
