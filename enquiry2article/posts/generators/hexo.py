"""Hexo: what its settings say about addresses, and how it makes them.

Held against the real one by `benchmarks/check_post_urls.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final

from enquiry2article.articles.dialect import (
    LEAVE_OUT,
    Dialect,
    escape_for_themes,
)
from enquiry2article.domain.post import Site
from enquiry2article.posts.generators.generator import Generator
from enquiry2article.posts.generators.settings import find_inside, read_settings, table_of, text_of
from enquiry2article.posts.pages.anchors import AnchorMaker
from enquiry2article.posts.pages.metadata import find_word, is_off, list_words, tidy_language
from enquiry2article.posts.pages.paths import NoAddressError, Page, fill_date, fill_tokens, make_path, tidy_base

_TOKEN: Final = re.compile(r":([a-z_]+)")
_SOME_DATE: Final = datetime(2000, 1, 1, tzinfo=UTC)


def make_hexo_url(page: Page) -> str:
    """Return the address of one file of a Hexo site."""
    _, path = page.find_folder()
    stated = find_word(page.words, "permalink")
    if path.parts[0] not in ("_posts", "_drafts"):
        if path.stem == "index":
            return make_path(*path.parent.parts)
        return make_path(*path.parent.parts, path.stem, end=".html")
    if stated:
        return stated if stated.startswith("/") else f"/{stated}"
    within = PurePosixPath(*path.parts[1:]).with_suffix("")
    pattern = str(page.site.settings.get("permalink") or ":year/:month/:day/:title/")
    filled = fill_tokens(pattern, lambda name: _fill_hexo(page, within, name), _TOKEN)
    return f"/{filled.lstrip('/')}"


def _fill_hexo(page: Page, within: PurePosixPath, name: str) -> str | None:
    if name == "title":
        return within.as_posix()
    if name == "name":
        return within.name
    if name == "post_title":
        return AnchorMaker("hexo").make([page.title]).lower()
    if name == "category":
        found = list_words(page.words.get("categories")) or list_words(page.words.get("category"))
        default = str(page.site.settings.get("category") or "uncategorized")
        return "/".join(AnchorMaker("hexo").make([text]) for text in found) or default
    if name == "id" and not find_word(page.words, "id"):
        return None
    value = fill_date(name, page.date)
    if value is not None:
        return value
    if fill_date(name, _SOME_DATE) is not None:
        raise NoAddressError("its address needs a date, and it has none")
    return find_word(page.words, name) or None


def is_hexo(folder: Path, names: set[str]) -> bool:
    if "_config.yml" not in names:
        return False
    own = read_settings(folder / "_config.yml")
    return "new_post_name" in own or "_posts" in _names(folder / text_of(own.get("source_dir") or "source"))


def _names(folder: Path) -> set[str]:
    try:
        return {entry.name for entry in folder.iterdir()}
    except OSError:
        return set()


def load_hexo(folder: Path, names: set[str]) -> Site:
    own = read_settings(folder / "_config.yml")
    languages = own.get("language")
    first = languages[0] if isinstance(languages, list) and languages else languages
    marked = table_of(own.get("marked"))
    return Site(
        generator="hexo",
        root=folder,
        folders=(find_inside(folder, text_of(own.get("source_dir")) or "source"),),
        base_url=tidy_base(text_of(own.get("url"))),
        language=tidy_language(text_of(first)),
        settings={
            "permalink": text_of(own.get("permalink")),
            "category": text_of(own.get("default_category")),
            "anchors": "" if is_off(marked.get("headerIds")) else "hexo",
            "own_anchors": False,
            "spaced_tags": False,
        },
    )


def _settle(dialect: Dialect, site: Site) -> Dialect:
    """Pages beside the posts know no drafts."""
    home = (site.folders[0] / "_posts").relative_to(site.root.resolve()).as_posix()
    return replace(dialect, home=home, aside=home)


_DIALECT: Final = Dialect(
    title="Hexo (put the folder at source/_posts)",
    keys={"slug": LEAVE_OUT},
    draft={"published": False, "draft": True},
    date_format="%Y-%m-%d %H:%M:%S",
    home="source/_posts",
    escape_word=escape_for_themes,
    raw_html=True,
    no_templates="disableNunjucks",
)
HEXO: Final = Generator(
    name="hexo", recognise=is_hexo, load=load_hexo, make_url=make_hexo_url, dialect=_DIALECT, settle=_settle
)
