"""Pelican: what its settings say about addresses, and how it makes them.

Held against the real one by `benchmarks/check_post_urls.py`.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path, PurePosixPath
from typing import Final

from anyascii import anyascii

from enquiry2article.articles.dialect import (
    LEAVE_OUT,
    Dialect,
    escape_for_themes,
    escape_python_markdown,
)
from enquiry2article.domain.post import Site
from enquiry2article.posts.generators.generator import Generator
from enquiry2article.posts.generators.settings import find_inside, list_of, read_python, read_text, table_of, text_of
from enquiry2article.posts.pages.metadata import find_language, find_word, list_words, tidy_language
from enquiry2article.posts.pages.paths import (
    NoAddressError,
    Page,
    fill_tokens,
    take_date,
    tidy_base,
)

_TOKEN: Final = re.compile(r"\{([^{}]{1,60})\}")


def make_pelican_url(page: Page) -> str:
    """Return the address of one file of a Pelican site."""
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
    """Return the slug of a Pelican page: its own, else that of its title (or its file's name, if so set)."""
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


def is_pelican(folder: Path, names: set[str]) -> bool:
    return "pelicanconf.py" in names


def load_pelican(folder: Path, names: set[str]) -> Site:
    own = read_python(read_text(folder / "pelicanconf.py"))
    published = read_python(read_text(folder / "publishconf.py"))
    markdown = table_of(own.get("MARKDOWN"))
    extensions = [*table_of(markdown.get("extension_configs")), *list_of(markdown.get("extensions"))]
    usual = {
        "ARTICLE_URL": "{slug}.html",
        "ARTICLE_LANG_URL": "{slug}-{lang}.html",
        "PAGE_URL": "pages/{slug}.html",
        "PAGE_LANG_URL": "pages/{slug}-{lang}.html",
    }
    language = text_of(own.get("DEFAULT_LANG"))
    return Site(
        generator="pelican",
        root=folder,
        folders=(find_inside(folder, text_of(own.get("PATH")) or ("content" if "content" in names else ".")),),
        base_url=tidy_base(text_of(published.get("SITEURL")) or text_of(own.get("SITEURL"))),
        language=tidy_language(language),
        settings={
            **{key: text_of(own.get(key)) or value for key, value in usual.items()},
            "language": tidy_language(language) or "en",
            "page_paths": frozenset(text_of(name) for name in list_of(own.get("PAGE_PATHS")) or ("pages",)),
            "slug_source": text_of(own.get("SLUGIFY_SOURCE")) or "title",
            "category": text_of(own.get("DEFAULT_CATEGORY")) or "misc",
            "folder_category": own.get("USE_FOLDER_AS_CATEGORY", True) is not False,
            "skip": frozenset({"output", "theme", "themes"}),
            "anchors": "python" if any(text_of(name).endswith("toc") for name in extensions) else "",
        },
    )


_DIALECT: Final = Dialect(
    title="Pelican (put the folder at content)",
    syntax="plain",
    keys={"description": "summary", "categories": "category", "structured_data": LEAVE_OUT},
    draft={"status": "draft"},
    home="content",
    escape=escape_python_markdown,
    escape_word=escape_for_themes,
    raw_html=True,
)
PELICAN: Final = Generator(
    name="pelican", recognise=is_pelican, load=load_pelican, make_url=make_pelican_url, dialect=_DIALECT
)
