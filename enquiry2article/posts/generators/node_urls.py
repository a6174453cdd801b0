"""How Hexo, Docusaurus, VitePress, VuePress, Astro and Gatsby make addresses.

Pure. Held against the real ones by `benchmarks/check_post_urls.py`, but for VuePress and Gatsby.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import urljoin

from enquiry2article.posts.pages.anchors import AnchorMaker
from enquiry2article.posts.pages.metadata import find_word, list_words
from enquiry2article.posts.pages.paths import NoAddressError, Page, fill_date, fill_tokens, make_path

_TOKEN: Final = re.compile(r":([a-z_]+)")
_BLOG_NAME: Final = re.compile(r"(?P<folder>.*)(?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(?P<text>.*)")
_VERSION: Final = re.compile(r"\d+[-_.]\d+")
_SOME_DATE: Final = datetime(2000, 1, 1, tzinfo=UTC)
_NUMBERED: Final = re.compile(r"\d+\s*[-_.]+\s*([^-_.\s].*)")


def make_hexo_url(page: Page) -> str:
    """Give the address of one file of a Hexo site."""
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


def make_docusaurus_url(page: Page) -> str:
    """Give the address of one file of a Docusaurus site."""
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


def make_vitepress_url(page: Page) -> str:
    """Give the address of one file of a VitePress site."""
    _, path = page.find_folder()
    if path.stem == "index":
        return make_path(*path.parent.parts)
    return make_path(*path.parent.parts, path.stem, end="" if page.site.settings.get("clean_urls") else ".html")


def make_vuepress_url(page: Page) -> str:
    """Give the address of one file of a VuePress site."""
    _, path = page.find_folder()
    if stated := find_word(page.words, "permalink"):
        return stated if stated.startswith("/") else f"/{stated}"
    if path.stem.lower() in ("index", "readme"):
        return make_path(*path.parent.parts)
    return make_path(*path.parent.parts, path.stem, end=".html")


def make_astro_url(page: Page) -> str:
    """Give the address of one file of an Astro site: a page's by its place, an entry's by its collection's route."""
    settings = page.site.settings
    folder, within = page.find_folder()
    end = _astro_end(settings)
    if folder.name == "pages":
        return make_path(*_drop_index(within), end=end)
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


def _drop_index(path: PurePosixPath) -> tuple[str, ...]:
    return path.parent.parts if path.stem == "index" else path.with_suffix("").parts


def make_gatsby_url(page: Page) -> str:
    """Give the address of one file of a Gatsby site as its starters make it: by place. A site may do otherwise."""
    _, within = page.find_folder()
    if stated := find_word(page.words, "slug", "path"):
        return stated if stated.startswith("/") else make_path(stated)
    return make_path(*_drop_index(within))
