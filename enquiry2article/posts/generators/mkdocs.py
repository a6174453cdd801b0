"""MkDocs, and the blog of Material for MkDocs: what its settings say about addresses, and how it makes them.

Held against the real one by `benchmarks/check_post_urls.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final

from enquiry2article.articles.dialect import (
    Dialect,
    escape_for_themes,
    escape_python_markdown,
)
from enquiry2article.domain.post import Site
from enquiry2article.posts.generators.generator import Generator
from enquiry2article.posts.generators.settings import find_inside, list_of, read_settings, table_of, text_of
from enquiry2article.posts.pages.metadata import find_word, is_off, list_words, tidy_language
from enquiry2article.posts.pages.paths import NoAddressError, Page, fill_tokens, make_path, tidy_base

_TOKEN: Final = re.compile(r"\{([^{}]{1,60})\}")
_DATE_WORDS: Final = {"yyyy": "%Y", "yy": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "dd": "%d"}


def make_mkdocs_url(page: Page) -> str:
    """Return the address of one file of a MkDocs site."""
    settings = page.site.settings
    _, path = page.find_folder()
    blog = settings.get("blog")
    if isinstance(blog, Mapping) and blog.get("posts") and path.is_relative_to(str(blog["posts"])):
        return _make_post_url(page, path, blog)
    folders = path.parent.parts
    if path.stem.lower() in ("index", "readme"):
        return make_path(*folders)
    return make_path(*folders, path.stem, end="/" if settings.get("directory_urls", True) else ".html")


def _make_post_url(page: Page, path: PurePosixPath, blog: Mapping[str, Any]) -> str:
    def fill(name: str) -> str | None:
        if name == "date":
            if page.date is None:
                raise NoAddressError("its address needs a date, and it has none")
            return _format_date(page.date, str(blog["date"]))
        if name == "slug":
            return find_word(page.words, "slug") or _material_slug(page.title)
        if name == "file":
            return path.stem
        if name == "categories":
            limit = int(blog.get("categories") or 1)
            return "/".join(_material_slug(name) for name in list_words(page.words.get("categories"))[:limit])
        return None

    filled = fill_tokens(str(blog["url"]), fill, _TOKEN)
    end = "/" if page.site.settings.get("directory_urls", True) else ".html"
    return make_path(str(blog["folder"]), re.sub("/{2,}", "/", filled), end=end)


def _format_date(date: datetime, pattern: str) -> str:
    return re.sub("yyyy|yy|MMMM|MMM|MM|dd", lambda match: date.strftime(_DATE_WORDS[match[0]]), pattern)


def _material_slug(text: str) -> str:
    plain = re.sub(r"[^\w\- ]", "", re.sub(r"<[^<>]*>", "", unicodedata.normalize("NFC", text))).strip()
    return plain.lower().replace(" ", "-")


def is_mkdocs(folder: Path, names: set[str]) -> bool:
    return bool(names & {"mkdocs.yml", "mkdocs.yaml"})


def load_mkdocs(folder: Path, names: set[str]) -> Site:
    own = read_settings(folder / ("mkdocs.yml" if "mkdocs.yml" in names else "mkdocs.yaml"))
    plugins: dict[str, Any] = {}
    listed = own.get("plugins")
    for entry in listed if isinstance(listed, list) else [listed]:
        plugins |= entry if isinstance(entry, dict) else {text_of(entry): {}}
    blog: dict[str, Any] = {}
    for name in ("blog", "material/blog"):
        if name in plugins:
            chosen = table_of(plugins[name])
            place = text_of(chosen.get("blog_dir") or "blog").strip("/").removeprefix(".")
            posts = text_of(chosen.get("post_dir") or "{blog}/posts").replace("{blog}", place).strip("/")
            blog = {
                "folder": place,
                "posts": posts,
                "url": text_of(chosen.get("post_url_format")) or "{date}/{slug}",
                "date": text_of(chosen.get("post_url_date_format")) or "yyyy/MM/dd",
                "categories": chosen.get("post_url_max_categories", 1),
            }
    extensions = own.get("markdown_extensions")
    names_used = [*table_of(extensions), *(text_of(name) for name in list_of(extensions))]
    return Site(
        generator="mkdocs",
        root=folder,
        folders=(find_inside(folder, text_of(own.get("docs_dir")) or "docs"),),
        base_url=tidy_base(text_of(own.get("site_url"))),
        language=tidy_language(text_of(table_of(own.get("theme")).get("language"))),
        settings={
            "directory_urls": not is_off(own.get("use_directory_urls")),
            "blog": blog,
            "anchors": "python",
            "own_anchors": "attr_list" in " ".join(names_used),
            "titles_from_names": True,
        },
    )


def _settle(dialect: Dialect, site: Site) -> Dialect:
    """Put posts where the blog has them; without a blog, MkDocs builds whatever lies in its folder."""
    docs = site.folders[0].relative_to(site.root.resolve()).as_posix()
    if blog := site.settings["blog"]:
        home = f"{docs}/{blog['posts']}"
        return replace(dialect, home=home, aside=home)
    return replace(dialect, home=docs, aside="drafts", heading=True)


_DIALECT: Final = Dialect(
    title="MkDocs with the blog of Material (put the folder at docs/blog/posts)",
    date_format="%Y-%m-%d",
    home="docs/blog/posts",
    escape=escape_python_markdown,
    escape_word=escape_for_themes,
    raw_html=True,
)
MKDOCS: Final = Generator(
    name="mkdocs",
    recognise=is_mkdocs,
    load=load_mkdocs,
    make_url=make_mkdocs_url,
    dialect=_DIALECT,
    settle=_settle,
    aside="drafts",
)
