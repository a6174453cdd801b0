"""How Pelican and MkDocs (with the blog of Material for MkDocs) make addresses.

Pure. Held against the real ones by `benchmarks/check_post_urls.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Final

from anyascii import anyascii

from enquiry2article.posts.pages.metadata import find_language, find_word, list_words
from enquiry2article.posts.pages.paths import NoAddressError, Page, fill_tokens, make_path, take_date

_TOKEN: Final = re.compile(r"\{([^{}]{1,60})\}")
_DATE_WORDS: Final = {"yyyy": "%Y", "yy": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "dd": "%d"}


def make_pelican_url(page: Page) -> str:
    """Give the address of one file of a Pelican site."""
    settings = page.site.settings
    _, path = page.find_folder()
    if stated := find_word(page.words, "url"):
        return stated if stated.startswith("/") else f"/{stated}"
    kind = "PAGE" if path.parts[0] in settings["page_paths"] else "ARTICLE"
    language = find_language(page.words)
    other = bool(language and settings["language"] and language != settings["language"])
    pattern = settings[f"{kind}_LANG_URL" if other else f"{kind}_URL"]
    if find_word(page.words, "status").lower() == "draft":
        pattern = f"drafts/{'pages/' if kind == 'PAGE' else ''}{{slug}}{'-{lang}' if other else ''}.html"
    place = _PelicanPlace(page, path, language)
    filled = fill_tokens(pattern, place.fill, _TOKEN)
    return f"/{filled.lstrip('/')}"


class _PelicanPlace:
    """Knows the values of the fields for one page."""

    def __init__(self, page: Page, path: PurePosixPath, language: str) -> None:
        self.page, self.path, self.language = page, path, language

    def fill(self, field: str) -> str | None:
        name, _, form = field.partition(":")
        if name == "slug":
            return make_pelican_slug(self.page, self.path)
        if name in ("lang", "language"):
            return self.language
        if name == "date":
            if self.page.date is None:
                raise NoAddressError("its address needs a date, and it has none")
            return self.page.date.strftime(form) if re.fullmatch(r"(?:%[-#]?[YmdyBbjHMS]|[-/._])*", form) else None
        if name == "category":
            category = find_word(self.page.words, "category") or self._folder_category()
            return pelican_slugify(category)
        if name in ("author", "tag"):
            found = list_words(self.page.words.get(name))
            return pelican_slugify(found[0]) if found else None
        if name in ("path_no_ext", "filename"):
            return self.path.with_suffix("").as_posix()
        return None

    def _folder_category(self) -> str:
        settings = self.page.site.settings
        if settings.get("folder_category", True) and len(self.path.parts) > 1:
            return self.path.parts[-2]
        return str(settings.get("category") or "misc")


def make_pelican_slug(page: Page, path: PurePosixPath) -> str:
    """Give the slug of a Pelican page: its own, else that of its title (or its file's name, if so set)."""
    if stated := find_word(page.words, "slug"):
        return stated
    if page.site.settings.get("slug_source") == "basename":
        return pelican_slugify(take_date(path.stem)[1])
    return pelican_slugify(page.title)


def pelican_slugify(text: str) -> str:
    """Do what Pelican does by default; it transliterates scripts other than Latin a little differently."""
    plain = unicodedata.normalize("NFKD", re.sub(r"<[^<>]*>", "", text))
    latin = "".join(f"{anyascii(sign)} " if "\u4e00" <= sign <= "\u9fff" else anyascii(sign) for sign in plain)
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", latin).strip()).lower()


def make_mkdocs_url(page: Page) -> str:
    """Give the address of one file of a MkDocs site."""
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
