"""How Eleventy makes addresses: by place, or by a `permalink` in the small part of its template languages that can be
followed without running them.

Pure. Held against a real Eleventy by `benchmarks/check_post_urls.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

from anyascii import anyascii

from enquiry2article.articles.dialect import (
    LEAVE_OUT,
    Dialect,
)
from enquiry2article.domain.post import Site
from enquiry2article.posts.generators.generator import Generator
from enquiry2article.posts.generators.settings import (
    COMMENT,
    SCRIPTS,
    find_block,
    find_inside,
    find_literal,
    lower_keys,
    make_rooted,
    read_script,
    read_settings,
    read_text,
    table_of,
    text_of,
)
from enquiry2article.posts.pages.metadata import find_word, is_off, read_date, tidy_language
from enquiry2article.posts.pages.paths import (
    NoAddressError,
    Page,
    fill_tokens,
    make_path,
    slugify,
    tidy_base,
)

_TOKEN: Final = re.compile(r"\{\{-?([^{}]{1,200}?)-?\}\}")
_FILTER: Final = re.compile(r"""(\w+)\s*(?:[:(]\s*["']([^"']{0,60})["']\s*\)?)?""")
_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})-(.*)")


def make_eleventy_url(page: Page) -> str:
    """Return the address of one file of an Eleventy site."""
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


def is_eleventy(folder: Path, names: set[str]) -> bool:
    stems = (".eleventy", "eleventy.config")
    if any(f"{stem}{ending}" in names for stem in stems for ending in SCRIPTS):
        return True
    if "package.json" not in names:
        return False
    package = read_settings(folder / "package.json")
    return any("@11ty/eleventy" in table_of(package.get(key)) for key in ("dependencies", "devDependencies"))


def load_eleventy(folder: Path, names: set[str]) -> Site:
    text = read_script(folder, (".eleventy", "eleventy.config"))
    places = find_block(text, "dir") or ""
    # The theme of Webflow sites that were turned into Eleventy sites lies beside their posts, in `cms`.
    named = find_literal(places, "input") or ("cms" if (folder / "cms").is_dir() and "theme" in names else ".")
    source = find_inside(folder, named)
    output = find_literal(places, "output") or "_site"
    includes, data = find_literal(places, "includes") or "_includes", find_literal(places, "data") or "_data"
    anchors = "eleventy" if "IdAttributePlugin" in text else "markdown-it" if "markdown-it-anchor" in text else ""
    base, language = _find_site_data(source / data)
    return Site(
        generator="eleventy",
        root=folder,
        folders=(source,),
        base_url=base + make_rooted(find_literal(text, "pathPrefix")),
        language=language,
        settings={
            "anchors": anchors,
            "own_anchors": "markdown-it-attrs" in text,
            "skip": frozenset(Path(name).name for name in (output, includes, data, "_layouts")),
            "folder_data": True,
            "drafts": bool(re.search(r"addPreprocessor\(\s*[\"'`][^\"'`]*draft|\bdata\.draft\b", text)),
        },
    )


def _find_site_data(folder: Path) -> tuple[str, str]:
    """Return a site's address and language from its data files, where they say them in plain text."""
    base = language = ""
    try:
        files = sorted(path for path in folder.rglob("*") if path.suffix in (".json", *SCRIPTS))[:200]
    except OSError:
        return "", ""
    for path in files:
        if path.stem.split(".")[0] not in ("site", "metadata", "meta", "config", "eleventy"):
            continue
        if path.suffix == ".json":
            own = lower_keys(read_settings(path))
            said = [text_of(own.get(key)) for key in ("url", "domain", "baseurl", "siteurl")]
            spoken = text_of(own.get("language") or own.get("lang"))
        else:
            text = COMMENT.sub("", read_text(path))
            said = [find_literal(text, key) for key in ("url", "domain", "baseUrl", "siteUrl")]
            spoken = find_literal(text, "language") or find_literal(text, "lang")
        base = base or next(filter(None, map(tidy_base, said)), "")
        language = language or tidy_language(spoken)
    return base, language


def _settle(dialect: Dialect, site: Site) -> Dialect:
    """Where the site's own settings deal with drafts, only say that it is one."""
    if not site.settings.get("drafts"):
        return dialect
    return replace(
        dialect, draft={key: dialect.draft[key] for key in dialect.draft if key in ("draft", "published-on")}
    )


_DIALECT: Final = Dialect(
    title="Eleventy (put the folder where your posts are)",
    # Eleventy knows no drafts: what is not written and in no collection is not public.
    draft={"draft": True, "permalink": False, "eleventyExcludeFromCollections": True},
    collections=("posts",),
    raw_html=True,
)
WEBFLOW_DIALECT: Final = replace(
    _DIALECT,
    title="a Webflow site turned into an Eleventy site (put the folder at cms/blog)",
    keys={
        "slug": LEAVE_OUT,
        "description": "f_summary",
        "image": "f_image",
        "image_alt": "f_image-alt",
        "question_id": "f_question-id",
        "canonical_url": "f_canonical-url",
    },
    dates=("updated-on", "created-on", "f_date-published"),
    date_format="%Y-%m-%dT%H:%M:%S.000Z",
    draft={"published-on": "", **_DIALECT.draft},
    fixed={"layout": "[blog].html"},
    collections=("blog",),
    topics=False,
    home="cms/blog",
)
ELEVENTY: Final = Generator(
    name="eleventy",
    recognise=is_eleventy,
    load=load_eleventy,
    make_url=make_eleventy_url,
    dialect=_DIALECT,
    settle=_settle,
)
WEBFLOW: Final = replace(ELEVENTY, name="webflow-eleventy", dialect=WEBFLOW_DIALECT)
