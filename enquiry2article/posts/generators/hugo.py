"""How Hugo makes addresses: by section and name, by `slug` or `url`, by `permalinks`, by language.

Pure. Held against a real Hugo by `tests/posts/test_addresses.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from enquiry2article.articles.dialect import (
    Dialect,
)
from enquiry2article.domain.post import Site
from enquiry2article.posts.generators.generator import Generator
from enquiry2article.posts.generators.settings import (
    find_inside,
    lower_keys,
    make_rooted,
    read_settings,
    table_of,
    text_of,
)
from enquiry2article.posts.pages.metadata import find_word, is_off, is_on, tidy_language
from enquiry2article.posts.pages.paths import (
    NoAddressError,
    Page,
    fill_date,
    fill_tokens,
    make_path,
    strip_accents,
    tidy_base,
)

_TOKEN: Final = re.compile(r":([a-z_]+(?:\[[^\]]{0,20}\])?)")
_NEVER: Final = datetime(1, 1, 1, tzinfo=UTC)
"""The date of a page without one, which Hugo writes as year 1."""


def make_hugo_url(page: Page) -> str:
    """Return the address of one file of a Hugo site."""
    settings = page.site.settings
    _, within = page.find_folder()
    stem, _ = split_language(within.stem, settings)
    language = find_hugo_language(page) or settings["language"]
    prefix = language if language != settings["language"] or settings["language_folder"] else ""
    name = find_word(page.words, "slug")
    folders = list(within.parent.parts)
    if stem == "_index":
        stated = find_word(page.words, "url")
        return _finish_stated(page, stated, prefix) if stated else make_path(prefix, *_tidy_all(folders, settings))
    if stem == "index":
        stem = folders.pop() if folders else ""
    place = _Place(page, folders, stem)
    if stated := find_word(page.words, "url"):
        return _finish_stated(page, fill_tokens(stated, place.fill, _TOKEN), prefix)
    section = folders[0] if folders else ""
    if pattern := _find_pattern(settings.get("permalinks", {}), section):
        filled = re.sub("/{2,}", "/", fill_tokens(pattern, place.fill, _TOKEN))
        end = ".html" if _is_ugly(settings, section) else "/"
        return make_path(prefix, filled, end=end)
    leaf = _urlize(name, settings) if name else _tidy(stem, settings)
    ugly = _is_ugly(settings, section)
    return make_path(prefix, *_tidy_all(folders, settings), leaf, end=".html" if ugly and leaf else "/")


def find_hugo_language(page: Page) -> str:
    """Return the language that a file's name or folder says, or "" for that of the site."""
    folder, within = page.find_folder()
    settings = page.site.settings
    named = split_language(within.stem, settings)[1]
    return str(named or settings.get("folder_languages", {}).get(folder.as_posix(), ""))


def split_language(stem: str, settings: Mapping[str, Any]) -> tuple[str, str]:
    """Split the language off a file's name: ("parcels", "de") for parcels.de.md of a site that has German."""
    name, dot, ending = stem.rpartition(".")
    return (name, ending.lower()) if dot and ending.lower() in settings.get("languages", ()) else (stem, "")


class _Place:
    """Knows the values of the tokens for one page."""

    def __init__(self, page: Page, folders: list[str], stem: str) -> None:
        self.page, self.folders, self.stem = page, folders, stem

    def fill(self, name: str) -> str | None:
        settings = self.page.site.settings
        slug = find_word(self.page.words, "slug")
        plain, _, part = name.partition("[")
        if plain in ("sections", "sectionslugs"):
            known = settings.get("sections", ())
            places = ["/".join(self.folders[: depth + 1]) for depth in range(len(self.folders))]
            names = [f for f, place in zip(self.folders, places, strict=True) if place in known or "/" not in place]
            folders = _tidy_all(names, settings)
            return "/".join(_slice(folders, part.rstrip("]")) if part else folders)
        if plain in ("section", "sectionslug"):
            return _tidy(self.folders[0], settings) if self.folders else ""
        if plain in ("slugorfilename", "slugorcontentbasename", "slug"):
            other = self.page.title if plain == "slug" else self.stem
            return _urlize(slug, settings) if slug else _urlize_token(other, settings)
        if plain in ("filename", "contentbasename"):
            return _urlize_token(self.stem, settings)
        if plain == "title":
            return _urlize_token(self.page.title, settings)
        date = self.page.date or _NEVER
        if plain == "year":
            return str(date.year)
        if plain == "weekday":
            return date.strftime("%w")
        if plain == "yearday":
            return str(date.timetuple().tm_yday)
        found = fill_date(plain, date)
        return found if found is None or settings.get("keep_case") else found.lower()


def _is_ugly(settings: Mapping[str, Any], section: str) -> bool:
    ugly = settings.get("ugly")
    return is_on(ugly.get(section) if isinstance(ugly, Mapping) else ugly)


def _slice(parts: list[str], which: str) -> list[str]:
    try:
        if ":" in which:
            start, _, end = which.partition(":")
            return parts[(int(start) if start else 0) : (int(end) if end and end != "last" else len(parts))]
        return [parts[-1 if which == "last" else int(which)]] if parts else []
    except (ValueError, IndexError) as error:
        raise NoAddressError("the permalinks of its site name a section that is not there") from error


def _finish_stated(page: Page, stated: str, prefix: str) -> str:
    if not stated.startswith("/") and "://" not in stated:
        stated = f"/{prefix}/{stated}" if prefix else f"/{stated}"
    last = stated.rpartition("/")[2]
    return stated if not last or "." in last or "://" in stated else f"{stated}/"


def _find_pattern(permalinks: Mapping[str, Any], section: str) -> str:
    pages = permalinks.get("page")
    pattern = pages.get(section) if isinstance(pages, Mapping) else None
    pattern = pattern or permalinks.get(section)
    return pattern if isinstance(pattern, str) else ""


def _tidy_all(parts: list[str], settings: Mapping[str, Any]) -> list[str]:
    return [_tidy(part, settings) for part in parts]


def _tidy(part: str, settings: Mapping[str, Any]) -> str:
    """Make the part of an address that a file or folder gives: each blank is a hyphen, other signs are left out."""
    text = _settle_case(part, settings)
    return "".join("-" if sign.isspace() else sign for place, sign in enumerate(text) if _is_kept(text, place))


def _urlize(text: str, settings: Mapping[str, Any]) -> str:
    """Make the part of an address that a slug gives: blanks in a row are one hyphen, none beside another hyphen."""
    text = _settle_case(text, settings)
    kept: list[str] = []
    blank = False
    for place, sign in enumerate(text):
        if sign.isspace():
            blank = bool(kept) and kept[-1] != "-"
        elif _is_kept(text, place):
            if blank and sign != "-":
                kept.append("-")
            blank = False
            kept.append(sign)
    return "".join(kept)


def _urlize_token(text: str, settings: Mapping[str, Any]) -> str:
    """Make the part of an address that a title or a name gives in a pattern, where fewer signs are kept."""
    return _urlize(re.sub("[+/]|%20", " ", text), settings)


def _settle_case(text: str, settings: Mapping[str, Any]) -> str:
    text = strip_accents(text) if settings.get("remove_accents") else text
    return text.strip() if settings.get("keep_case") else text.strip().lower()


def _is_kept(text: str, place: int) -> bool:
    sign = text[place]
    if sign == "%":
        return bool(re.match(r"[0-9a-fA-F]{2}", text[place + 1 : place + 3]))
    kind = unicodedata.category(sign)
    return sign.isspace() or sign in "-._#+~@/\\" or kind[0] in "LM" or kind == "Nd"


def is_hugo(folder: Path, names: set[str]) -> bool:
    if any(f"hugo.{ending}" in names for ending in ("toml", "yaml", "yml", "json")):
        return True
    if (folder / "config" / "_default").is_dir():
        return True
    for ending in ("toml", "yaml", "yml", "json"):
        if f"config.{ending}" in names:
            own = lower_keys(read_settings(folder / f"config.{ending}"))
            return "baseurl" in own or "languagecode" in own
    return False


def load_hugo(folder: Path, names: set[str]) -> Site:
    own: dict[str, Any] = {}
    for name in ("config", "hugo"):
        for ending in ("json", "yml", "yaml", "toml"):
            own |= lower_keys(read_settings(folder / f"{name}.{ending}"))
    default = folder / "config" / "_default"
    if default.is_dir():
        for path in sorted(default.iterdir()):
            if path.suffix in (".toml", ".yaml", ".yml", ".json"):
                found = lower_keys(read_settings(path))
                own |= found if path.stem in ("hugo", "config") else {path.stem.lower(): found}
    languages = {
        name: table for name, table in table_of(own.get("languages")).items()
        if isinstance(table, dict) and not is_on(table.get("disabled"))
    }  # fmt: skip
    first = min(languages, key=lambda name: (_weight(languages[name]), name)) if languages else "en"
    language = text_of(own.get("defaultcontentlanguage")).lower() or (first if len(languages) == 1 else "en")
    content = text_of(own.get("contentdir")) or "content"
    folders = {find_inside(folder, content): ""}
    for name, table in languages.items():
        if table.get("contentdir"):
            folders[find_inside(folder, text_of(table["contentdir"]))] = name
    base = text_of(own.get("baseurl"))
    goldmark = table_of(table_of(table_of(own.get("markup")).get("goldmark")).get("parser"))
    permalinks = table_of(own.get("permalinks"))
    named = text_of(table_of(languages.get(language)).get("languagecode") or own.get("languagecode"))
    return Site(
        generator="hugo",
        root=folder,
        folders=tuple(folders),
        base_url=tidy_base(base) or (make_rooted(base) if base.startswith("/") else ""),
        language=tidy_language(named or (language if languages or "defaultcontentlanguage" in own else "")),
        settings={
            "language": language,
            "languages": frozenset(languages),
            "language_folder": is_on(own.get("defaultcontentlanguageinsubdir")),
            "folder_languages": {
                path.relative_to(folder.resolve()).as_posix(): name for path, name in folders.items() if name
            },
            "permalinks": permalinks,
            "sections": _find_sections(folders) if ":sections" in str(permalinks) else frozenset(),
            "ugly": own.get("uglyurls", ""),
            "keep_case": is_on(own.get("disablepathtolower")),
            "remove_accents": is_on(own.get("removepathaccents")),
            "anchors": "" if is_off(goldmark.get("autoheadingid")) else "hugo",
        },
    )


def _weight(table: Mapping[str, Any]) -> int:
    weight = text_of(table.get("weight"))
    return int(weight) if weight.isdecimal() and len(weight) < 10 else 1_000_000


def _find_sections(folders: Iterable[Path]) -> frozenset[str]:
    found = set()
    for folder in folders:
        found |= {path.parent.relative_to(folder).as_posix() for path in sorted(folder.rglob("_index*.*"))[:10_000]}
    return frozenset(found)


_DIALECT: Final = Dialect(
    title="Hugo (put the folder at content/posts)",
    # Keys that Hugo knows by itself; a theme reads the others as `.Params`.
    known=frozenset({"title", "slug", "date", "description", "tags", "categories", "draft"}),
    table="params",
    home="content/posts",
)
HUGO: Final = Generator(name="hugo", recognise=is_hugo, load=load_hugo, make_url=make_hugo_url, dialect=_DIALECT)
HUGO_TOML: Final = replace(HUGO, dialect=replace(_DIALECT, title=f"{_DIALECT.title}, with TOML", syntax="toml"))
