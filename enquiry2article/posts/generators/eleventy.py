"""How Eleventy makes addresses: by place, or by a `permalink` in the small part of its template languages that can be
followed without running them.

Pure. Held against a real Eleventy by `benchmarks/check_post_urls.py`.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any, Final

from anyascii import anyascii

from enquiry2article.posts.pages.metadata import find_word, is_off, read_date
from enquiry2article.posts.pages.paths import NoAddressError, Page, fill_tokens, make_path, slugify

_TOKEN: Final = re.compile(r"\{\{-?([^{}]{1,200}?)-?\}\}")
_FILTER: Final = re.compile(r"""(\w+)\s*(?:[:(]\s*["']([^"']{0,60})["']\s*\)?)?""")
_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})-(.*)")
_PATTERN: Final = {"%Y": "%Y", "%m": "%m", "%d": "%d", "%y": "%y", "%B": "%B", "%b": "%b", "%j": "%j"}


def make_eleventy_url(page: Page) -> str:
    """Give the address of one file of an Eleventy site."""
    _, path = page.find_folder()
    permalink: Any = page.words.get("permalink")
    if isinstance(permalink, dict):
        permalink = permalink.get("build")
    if isinstance(permalink, str) and permalink.strip() and not is_off(permalink):
        filled = fill_tokens(permalink.strip(), _Place(page, path).fill, _TOKEN)
        if "{%" in filled or "${" in filled or "=>" in filled:
            raise NoAddressError(
                "its permalink is worked out by a program, which is never run; "
                "say how addresses are made with --url-template"
            )
        filled = re.sub("/{2,}", "/", filled)
        return re.sub(r"(^|/)index(?:\.html)?$", r"\1", filled if filled.startswith("/") else f"/{filled}")
    stem = path.name.split(".", 1)[0] if path.suffix in (".njk", ".liquid", ".webc") else path.stem
    parts = list(path.parent.parts)
    # blog/blog.md is the page of the folder, as blog/index.md is.
    if stem == "index" or (parts and parts[-1] == stem):
        return make_path(*parts)
    return make_path(*parts, stem)


class _Place:
    """Knows the values that a permalink may ask for."""

    def __init__(self, page: Page, path: PurePosixPath) -> None:
        self.page, self.path = page, path

    def fill(self, expression: str) -> str | None:
        name, *filters = (part.strip() for part in expression.split("|"))
        value = self._find(name)
        for filter_ in filters:
            found = _FILTER.fullmatch(filter_)
            if value is None or not found:
                return None
            value = self._apply(name, value, found[1], found[2] or "")
        return value

    def _find(self, name: str) -> str | None:
        bare = name.replace("data.", "", 1).replace("page.data.", "", 1)
        if bare == "page.fileSlug":
            stem = self.path.stem
            if stem == "index":
                stem = self.path.parent.name
            return _drop_date(stem)
        if bare == "page.filePathStem":
            return "/" + (self.path.parent / _drop_date(self.path.stem)).as_posix().removeprefix("./")
        if bare == "page.date" or bare == "date":
            return self.page.date.isoformat() if self.page.date else None
        found = re.fullmatch(r"""([\w-]+)(?:\.([\w-]+)|\[\s*["']([\w-]+)["']\s*\])?""", bare)
        if not found or found[1] == "page":
            return None
        key = found[1].lower() + (f".{(found[2] or found[3]).lower()}" if found[2] or found[3] else "")
        return find_word(self.page.words, key) or (self.page.title if key == "title" else None) or None

    def _apply(self, name: str, value: str, filter_: str, argument: str) -> str | None:
        if filter_ == "slugify":
            return slugify(value)
        if filter_ == "slug":
            return _slug(value)
        if filter_ in ("downcase", "lower"):
            return value.lower()
        if filter_ in ("safe", "string", "trim", "strip", "url"):
            return value.strip()
        if filter_ == "date" and (date := read_date(value)):
            if re.sub(r"%[YmdyBbj]|[-/. ]", "", argument):
                return None
            return date.strftime(argument)
        return None


def _drop_date(stem: str) -> str:
    found = _DATE.match(stem)
    return found[4] if found else stem


def _slug(text: str) -> str:
    """Do what the older filter `slug` does, which keeps some signs."""
    latin = "".join(anyascii(sign) if ord(sign) < 0x530 else sign for sign in text.replace("&", " and "))
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s$*+~.()'\"!\-:@]+", "", latin).strip()).lower()
