"""How Jekyll makes addresses: of posts, of pages, and of the entries of collections.

Pure. Held against a real Jekyll by `benchmarks/check_post_urls.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path, PurePosixPath
from typing import Any, Final
from zoneinfo import ZoneInfo

from enquiry2article.articles.dialect import (
    Dialect,
    escape_kramdown,
)
from enquiry2article.domain.post import Site
from enquiry2article.posts.generators.generator import Generator
from enquiry2article.posts.generators.settings import (
    find_inside,
    make_rooted,
    read_settings,
    table_of,
    text_of,
)
from enquiry2article.posts.pages.metadata import find_word, is_off, is_on, list_words, read_date, tidy_language
from enquiry2article.posts.pages.paths import (
    NoAddressError,
    Page,
    fill_date,
    fill_tokens,
    take_date,
    tidy_base,
)

_TOKEN: Final = re.compile(r":([a-z_]+)")
_STYLES: Final = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}


def make_jekyll_url(page: Page) -> str:
    """Return the address of one file of a Jekyll site."""
    settings = page.site.settings
    _, path = page.find_folder()
    style = str(settings.get("permalink") or "date")
    kind, within = classify_file(path, settings)
    stated = find_word(page.words, "permalink")
    if kind in ("posts", "drafts"):
        template = stated or _STYLES.get(style, style)
    elif kind == "pages":
        template = stated or _end_like(("/:path/" if path.stem == "index" else "/:path/:basename"), style)
        if not stated and path.stem == "index":
            template = "/:path/"
    else:
        own = settings.get("collections", {}).get(kind)
        pattern = own.get("permalink") if isinstance(own, Mapping) else None
        template = stated or (str(pattern) if pattern else _end_like("/:collection/:path", style))
    place = _Place(page, path, kind, within)
    filled = fill_tokens(template, place.fill, _TOKEN)
    return re.sub("/{2,}", "/", f"/{filled}".replace("..", "/").replace("./", ""))


def classify_file(path: PurePosixPath, settings: Mapping[str, Any]) -> tuple[str, PurePosixPath]:
    """Return what a file is: "posts", "drafts", "pages" or the name of a collection, and its place within that."""
    parts = path.parts
    for place, part in enumerate(parts[:-1]):
        if part in ("_posts", "_drafts"):
            return part[1:], PurePosixPath(*parts[place + 1 :])
    root = str(settings.get("collections_dir") or "").strip("/")
    inside = parts[1:] if root and parts[0] == root else parts
    if len(inside) > 1 and inside[0].startswith("_") and inside[0][1:] in settings.get("collections", {}):
        return inside[0][1:], PurePosixPath(*inside[1:])
    return "pages", path


def find_jekyll_date(page_path: PurePosixPath, date: datetime | None, settings: Mapping[str, Any]) -> datetime | None:
    """Return a post's date as its address has it: its own, else that of its file's name, in the site's time zone."""
    found = date or read_date(_pad(take_date(page_path.stem)[0]))
    zone: tzinfo = UTC
    try:
        zone = ZoneInfo(str(settings["timezone"])) if settings.get("timezone") else UTC
    except (ValueError, OSError, KeyError):
        zone = UTC
    # A date without a zone was taken as UTC, and is meant in the site's own.
    return found.astimezone(zone) if found and found.tzinfo is not UTC else found


def _pad(date: str) -> str:
    return "-".join(part.zfill(2) for part in date.split("-")) if date else ""


def _end_like(template: str, style: str) -> str:
    if style == "pretty" or (style not in _STYLES and style.endswith("/")):
        return f"{template}/"
    if style in _STYLES or style.endswith(":output_ext"):
        return f"{template}:output_ext"
    return template


def slugify(text: str, *, pretty: bool, cased: bool) -> str:
    """Do what Jekyll's own filter does; `pretty` keeps more signs."""
    kept = r"[^\w._~!$&'()+,;=@]+" if pretty else r"[^\w]+"
    slug = re.sub(kept, "-", text.replace("_", "_" if pretty else "-"))
    slug = re.sub(r"^-|-$", "", slug)
    return slug if cased else slug.lower()


class _Place:
    """Knows the values of the tokens for one page."""

    def __init__(self, page: Page, path: PurePosixPath, kind: str, within: PurePosixPath) -> None:
        self.page, self.path, self.kind, self.within = page, path, kind, within
        self.date = find_jekyll_date(path, page.date, page.site.settings)

    def fill(self, name: str) -> str | None:
        for known in (name, name.removesuffix("_")):
            value = self._find(known)
            if value is not None:
                return value + name[len(known) :]
        return None

    def _find(self, name: str) -> str | None:
        words = self.page.words
        dated = self.kind in ("posts", "drafts")
        base = take_date(self.path.stem)[1] if dated else self.path.stem
        slug = find_word(words, "slug")
        if name == "output_ext":
            return ".html"
        if name == "title":
            return slugify(slug or base, pretty=True, cased=True)
        if name == "slug":
            return slugify(slug or base, pretty=False, cased=False)
        if name == "name":
            return slugify(base, pretty=False, cased=False)
        if name == "basename":
            return self.path.stem
        if name == "path":
            if self.kind == "pages":
                parent = self.path.parent.as_posix()
                return "" if parent == "." else parent
            return self.within.with_suffix("").as_posix()
        if name == "collection":
            return self.kind
        if name in ("categories", "slugified_categories"):
            found = list(dict.fromkeys(self._categories()))
            if name == "categories":
                return "/".join(category.lower() for category in found)
            return "/".join(slugify(category, pretty=False, cased=False) for category in found)
        if name in _DATE_NAMES and self.date is None:
            raise NoAddressError("its address needs a date, and it has none")
        return fill_date(name, self.date)

    def _categories(self) -> list[str]:
        parts = self.path.parts
        place = next((n for n, part in enumerate(parts) if part in ("_posts", "_drafts")), 0)
        own = self.page.words.get("categories")
        single = self.page.words.get("category")
        listed = own.split() if isinstance(own, str) else list_words(own)
        return [*parts[:place], *listed, *list_words(single if not isinstance(single, str) else [single])]


_DATE_NAMES: Final = frozenset(
    "year month day hour minute second i_day i_month short_month long_month short_year w_year week w_day short_day "
    "long_day y_day".split()
)


def is_jekyll(folder: Path, names: set[str]) -> bool:
    return "_config.yml" in names


def load_jekyll(folder: Path, names: set[str]) -> Site:
    own = read_settings(folder / "_config.yml")
    collections = own.get("collections")
    if isinstance(collections, list):
        collections = {text_of(name): {} for name in collections}
    shown = {
        text_of(name): table for name, table in table_of(collections).items()
        if isinstance(table, dict) and is_on(table.get("output"))
    }  # fmt: skip
    source = find_inside(folder, text_of(own.get("source")) or ".")
    posts = table_of(table_of(collections).get("posts")).get("permalink")
    base = tidy_base(text_of(own.get("url")))
    kramdown = table_of(own.get("kramdown"))
    automatic = not is_off(kramdown.get("auto_ids")) and text_of(own.get("markdown") or "kramdown") == "kramdown"
    return Site(
        generator="jekyll",
        root=folder,
        folders=(source,),
        base_url=base + make_rooted(text_of(own.get("baseurl"))),
        language=tidy_language(text_of(own.get("lang") or own.get("locale"))),
        settings={
            "permalink": text_of(posts or own.get("permalink")),
            "collections": shown,
            "collections_dir": text_of(own.get("collections_dir")),
            "timezone": text_of(own.get("timezone")),
            "defaults": _jekyll_defaults(own.get("defaults")),
            "skip": frozenset({"_site", "vendor", "Gemfile", text_of(own.get("destination")).strip("./")} - {""}),
            "underscored": frozenset({"_posts", "_drafts", *(f"_{name}" for name in shown)}),
            "anchors": "kramdown" if automatic else "",
            "spaced_tags": True,
            "needs_front_matter": True,
        },
    )


def _jekyll_defaults(value: Any) -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """Return the front matter that files get by their place: (folder, kind, words)."""
    found = []
    for entry in value if isinstance(value, list) else ():
        scope, values = table_of(table_of(entry).get("scope")), table_of(table_of(entry).get("values"))
        words = {str(key).lower(): text_of(inner) for key, inner in values.items() if isinstance(inner, str)}
        found.append((text_of(scope.get("path")).strip("/"), text_of(scope.get("type")), words))
    return tuple(found)


_DIALECT: Final = Dialect(
    title="Jekyll (put the folder at _posts)",
    fixed={"layout": "post"},
    draft={"published": False, "draft": True},
    date_format="%Y-%m-%d %H:%M:%S +0000",
    file="{date}-{slug}.md",
    home="_posts",
    escape=escape_kramdown,
    raw_html=True,
)
JEKYLL: Final = Generator(
    name="jekyll", recognise=is_jekyll, load=load_jekyll, make_url=make_jekyll_url, dialect=_DIALECT
)
