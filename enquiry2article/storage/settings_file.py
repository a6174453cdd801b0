"""Reads what a house wants its articles to be like from `enquiry2article.toml`, which a person writes and nobody else.

The file is optional, and so is every key in it. Here is decided what may stand there and what holds where nothing does;
how a spelling or a word is applied, `text/house_style` decides. Each mistake is told with the file, the key and a way
out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Final

from enquiry2article.domain.errors import SettingsError, shorten
from enquiry2article.domain.settings import (
    BOX_PLACEHOLDERS,
    DEFAULT_HELP,
    DEFAULT_RESOURCE_BOX,
    KINDS,
    SETTINGS_FILE,
    STRUCTURED_DATA,
    URL_PLACEHOLDERS,
    Author,
    DraftSettings,
    HouseStyle,
    KeyNames,
    Privacy,
    QuestionSettings,
    Settings,
    Site,
)
from enquiry2article.storage.toml_file import (
    SECTIONS,
    Section,
    explain_unknown_section,
    is_address,
    open_section,
    parse_toml,
    read_toml_text,
    suggest_key,
)


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings from a file, or from `enquiry2article.toml` in the current folder when none is named.

    Without that file everything has its default. The file is only ever read.

    Raises:
        SettingsError: the file that was named is missing, or what a file says cannot be meant.
    """
    file = path or Path(SETTINGS_FILE)
    if path is None and not file.exists():
        return Settings()
    return read_settings(parse_toml(file, read_toml_text(file)), str(file))


def read_settings(values: Mapping[str, object], file: str = SETTINGS_FILE) -> Settings:
    """Turn what a settings file holds into settings; `file` is its name for messages.

    Raises:
        SettingsError: there is a section, a key or a value that cannot be meant.
    """
    for name in values:
        if name not in SECTIONS:
            raise SettingsError(explain_unknown_section(file, name))
    parts = {name: open_section(file, name, values.get(name, {})) for name in SECTIONS}
    return Settings(
        site=_read_site(parts["site"]),
        author=_read_author(parts["author"]),
        style=_read_style(parts["style"]),
        drafts=_read_drafts(parts["drafts"]),
        questions=_read_questions(parts["questions"]),
        privacy=_read_privacy(parts["privacy"]),
        keys=_read_keys(parts["keys"]),
    )


def _read_site(section: Section) -> Site:
    url = section.take_address("url")
    if "?" in url or "#" in url:
        raise section.refuse("url", "the address of the blog ends before any ? or #; leave out that and what follows.")
    template = section.take_text("url_template")
    if template:
        _check_placeholders(section, "url_template", template, URL_PLACEHOLDERS)
        if "{slug}" not in template:
            example = f"{(url or 'https://example.com/blog').rstrip('/')}/{{slug}}/"
            raise section.refuse(
                "url_template", f'{{slug}} is missing, the place for each article\'s name; try "{example}".'
            )
        if not is_address(template.replace("{slug}", "slug")):
            raise section.refuse(
                "url_template",
                'this is not a whole web address with https:// in front; try "https://example.com/blog/{slug}/".',
            )
    elif url:
        template = f"{url.rstrip('/')}/{{slug}}/"
    return Site(
        name=section.take_line("name"), url=url, url_template=template, language=_read_language(section, "language")
    )


_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,6}", re.IGNORECASE | re.ASCII)


def _read_language(section: Section, key: str) -> str:
    code = section.take_line(key, "en")
    if not _LANGUAGE.fullmatch(code):
        better = code.replace("_", "-")
        hint = (
            f'try "{better}"' if _LANGUAGE.fullmatch(better) else 'write its short form, such as "en", "en-GB" or "de"'
        )
        raise section.refuse(key, f'"{shorten(code)}" is not the code of a language; {hint}.')
    first, *rest = code.split("-")
    return "-".join([first.lower(), *(_write_subtag(part) for part in rest)])


def _write_subtag(part: str) -> str:
    """Write a part of a language code as is usual: a script as "Latn", a country as "GB", anything else small."""
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) == 2 and part.isalpha() else part.lower()


def _read_author(section: Section) -> Author:
    return Author(name=section.take_line("name"), about=section.take_text("about"), url=section.take_address("url"))


def _read_style(section: Section) -> HouseStyle:
    box = section.take_text("resource_box", DEFAULT_RESOURCE_BOX)
    _check_placeholders(section, "resource_box", box, BOX_PLACEHOLDERS)
    return HouseStyle(
        sign_off=section.take_text("sign_off"),
        help=section.take_text("help", DEFAULT_HELP),
        resource_box=box,
        forbidden=section.take_list("forbidden", ()),
        spelling=section.take_pairs("spelling"),
        words=section.take_pairs("words"),
    )


def _read_privacy(section: Section) -> Privacy:
    return Privacy(
        keep=section.take_list("keep", ()),
        redact=section.take_list("redact", ()),
        names_with=section.take_line("names_with"),
        retain_days=section.take_days("retain_days", 0, least=0),
    )


def _read_keys(section: Section) -> KeyNames:
    names = {field.name: section.take_line(field.name) for field in fields(KeyNames)}
    for key, name in names.items():
        if name and name != "-" and not _KEY_NAME.fullmatch(name):
            raise section.refuse(
                key,
                f'"{shorten(name)}" is not the name of a key; letters, digits, - and _ make one, such as "summary".',
            )
    return KeyNames(**names)


def _read_drafts(section: Section) -> DraftSettings:
    usual = DraftSettings()
    wanted = section.take_list("structured_data", usual.structured_data)
    return DraftSettings(
        kind=section.take_choice("kind", KINDS),
        round_ups=section.take_switch("round_ups", usual.round_ups),
        syndication=section.take_switch("syndication", usual.syndication),
        structured_data=tuple(section.check_choice("structured_data", item, STRUCTURED_DATA) for item in wanted),
        stale_after_days=section.take_days("stale_after_days", usual.stale_after_days),
        image=section.take_switch("image", usual.image),
    )


def _read_questions(section: Section) -> QuestionSettings:
    said = "across_languages" in section.values
    return QuestionSettings(across_languages=section.take_switch("across_languages", False) if said else None)


_KEY_NAME: Final = re.compile(r"[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)?")
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


def _check_placeholders(section: Section, key: str, text: str, known: Sequence[str]) -> None:
    """Refuse whatever `str.format` could not fill in."""
    shown = ", ".join(f"{{{name}}}" for name in known)
    for name in _PLACEHOLDER.findall(text):
        if name not in known:
            hint = suggest_key(name, known)
            raise section.refuse(key, f"nothing stands for {{{shorten(name)}}} here; use only {shown}.{hint}")
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        raise section.refuse(key, f"there is a brace without its partner; braces stand only around a name: {shown}.")
