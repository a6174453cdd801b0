"""A TOML file of the user's, read section by section: each mistake is told with its place and what to write instead."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from enquiry2article.domain.errors import SettingsError, shorten, suggest_name
from enquiry2article.domain.settings import (
    MOST_DAYS,
    SETTINGS_FILE,
    Author,
    DraftSettings,
    HouseStyle,
    KeyNames,
    Privacy,
    QuestionSettings,
    Site,
)

SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    name: tuple(key.name for key in fields(kind))
    for name, kind in (
        ("site", Site),
        ("author", Author),
        ("style", HouseStyle),
        ("drafts", DraftSettings),
        ("questions", QuestionSettings),
        ("privacy", Privacy),
        ("keys", KeyNames),
    )
}
"""The sections of the file, with the keys of each."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a file, with no unknown keys in it. Each `take_…` gives the default where a key is missing."""

    file: str
    name: str
    values: Mapping[str, object]

    def refuse(self, key: str, what: str) -> SettingsError:
        """Make the error for one key: `what` says what is wrong and what to try."""
        return SettingsError(f"{self.file}, [{self.name}] {shorten(key)}: {what}")

    def take_text(self, key: str, default: str = "") -> str:
        """Return a text, without the spaces around it."""
        value = self.values.get(key, default)
        if not isinstance(value, str):
            raise self.refuse(key, f'a text in quotation marks belongs here, such as {key} = "…", not {_name(value)}.')
        return value.strip()

    def take_line(self, key: str, default: str = "") -> str:
        """Return a text that fits on one line."""
        return " ".join(self.take_text(key, default).split())

    def take_switch(self, key: str, default: bool) -> bool:
        """Return a yes or no."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.refuse(key, f"write true or false, without quotation marks, not {_name(value)}.")
        return value

    def take_days(self, key: str, default: int, least: int = 1) -> int:
        """Return a number of days."""
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse(
                key, f"a whole number without quotation marks belongs here, such as {default}, not {_name(value)}."
            )
        if not least <= value <= MOST_DAYS:
            raise self.refuse(key, f"the number of days is from {least} to {MOST_DAYS}; try {default}.")
        return value

    def take_choice(self, key: str, choices: Sequence[str]) -> str:
        """Return one of some words; the first is the default."""
        value = self.take_line(key, choices[0])
        return self.check_choice(key, value, choices)

    def check_choice(self, key: str, value: str, choices: Sequence[str]) -> str:
        """Return the choice that is meant, whatever its capitals."""
        for choice in choices:
            if choice.casefold() == value.casefold():
                return choice
        known = ", ".join(f'"{choice}"' for choice in choices)
        raise self.refuse(key, f'"{shorten(value)}" is not one of {known}.{suggest_key(value, choices)}')

    def take_list(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Return a list of texts, each once; capitals make no difference."""
        value = self.values.get(key, default)
        if not isinstance(value, (list, tuple)):
            raise self.refuse(key, f'a list belongs here, such as {key} = ["…", "…"], not {_name(value)}.')
        unique: dict[str, str] = {}
        for item in value:
            if not isinstance(item, str) or not item.strip():
                raise self.refuse(key, 'each entry of the list is a text in quotation marks, such as ["…", "…"].')
            line = " ".join(item.split())
            unique.setdefault(line.casefold(), line)
        return tuple(unique.values())

    def take_pairs(self, key: str) -> dict[str, str]:
        """Return a table of texts, in the order of the file."""
        value = self.values.get(key, {})
        if not isinstance(value, Mapping):
            raise self.refuse(
                key,
                f'this is a section [{self.name}.{key}] with lines like "this" = "that", not {_name(value)}.',
            )
        section = Section(self.file, f"{self.name}.{key}", value)
        pairs: list[tuple[str, str]] = []
        for wrong in value:
            phrase = " ".join(wrong.split())
            if wrong in SECTIONS[self.name] and ("_" in wrong or not isinstance(value[wrong], str)):
                # TOML counts whatever follows the line [style.words] among the words.
                raise section.refuse(wrong, f"this key belongs to [{self.name}]; move it up, above [{section.name}].")
            if not isinstance(value[wrong], str):
                raise section.refuse(
                    wrong,
                    f'both sides are texts in quotation marks, such as "{shorten(wrong)}" = "…", also with a dot.',
                )
            right = section.take_line(wrong)
            if not phrase:
                raise section.refuse('""', "there is no word to replace; write one, or take the line away.")
            if not right:
                raise section.refuse(
                    wrong, "say what to write instead; a word that must not appear at all belongs to [style] forbidden."
                )
            pairs.append((phrase, right))
        _check_pairs(section, pairs)
        return dict(pairs)

    def take_address(self, key: str) -> str:
        """Return the address of a page, or ""."""
        address = self.take_text(key)
        if address and not is_address(address):
            whole = f"https://{address}"
            hint = f'"{shorten(whole, 60)}"' if "." in address and is_address(whole) else '"https://example.com"'
            raise self.refuse(
                key, f'"{shorten(address)}" is not a whole web address with https:// in front; try {hint}.'
            )
        return address


def open_section(file: str, name: str, values: object) -> Section:
    if not isinstance(values, Mapping):
        example = f"[{name}] on a line of its own and its keys below it"
        raise SettingsError(f"{file}, {name}: this is a section, not {_name(values)}; write {example}.")
    section = Section(file, name, values)
    known = SECTIONS[name]
    for key in values:
        if key not in known:
            hint = suggest_key(key, known) or _find_home(key) or f" Known are {', '.join(known)}."
            raise section.refuse(key, f"there is no such key in [{name}].{hint}")
    return section


def explain_unknown_section(file: str, name: str) -> str:
    """Return where a key or section that stands outside ours belongs."""
    hint = (
        suggest_key(name, SECTIONS)
        or _find_home(name)
        or f" Known are {', '.join(f'[{section}]' for section in SECTIONS)}."
    )
    return f'{file}: there is no section called "{shorten(name)}".{hint}'


def _find_home(key: str) -> str:
    """Return to which section a key belongs that stands in another one or in none."""
    homes = [name for name, keys in SECTIONS.items() if key.casefold() in keys]
    if not homes:
        return ""
    if key.casefold() in ("spelling", "words"):
        return f" Write its section as [style.{key.casefold()}]."
    return f" Put it below {' or '.join(f'[{name}]' for name in homes)}."


def suggest_key(name: str, known: Iterable[str]) -> str:
    """Return which known name was meant, even when it was written with capitals and spaces."""
    return suggest_name(name, known) or suggest_name("_".join(name.casefold().split()), known)


def _check_pairs(section: Section, pairs: Sequence[tuple[str, str]]) -> None:
    """Refuse a table that contradicts itself, since an article would change with each run."""
    by_form: dict[str, str] = {}
    for wrong, right in pairs:
        if by_form.setdefault(wrong.casefold(), right) != right:
            raise section.refuse(wrong, "this stands here twice, with two different words; keep one of the lines.")
    for wrong, right in pairs:
        if by_form.get(right.casefold(), right) != right:
            raise section.refuse(
                wrong,
                f'"{shorten(right)}" is itself replaced by another line; write the last word of the chain in both.',
            )


def _name(value: object) -> str:
    """Describe in plain words what kind of value stands there."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number" if isinstance(value, int) else "a number with a decimal point"
    if isinstance(value, (datetime.date, datetime.time)):
        return "a date or a time"
    if isinstance(value, str):
        return "a text"
    return "a section" if isinstance(value, Mapping) else "a list"


def read_toml_text(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise SettingsError(
            f"{file}: there is no such settings file.{_suggest_neighbour(file)} Check the name and the folder."
        ) from None
    except IsADirectoryError:
        raise SettingsError(
            f"{file}: this is a folder; name the settings file in it, such as {file / SETTINGS_FILE}."
        ) from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise SettingsError(f"{file}: the settings file cannot be opened ({reason}); check who may read it.") from error
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise SettingsError(
            f"{file}: the settings file is not saved as UTF-8; choose UTF-8 under Save As in your editor."
        )
    return text


def _suggest_neighbour(file: Path) -> str:
    """Name the settings file that was probably meant, out of those in the same folder."""
    try:
        return suggest_name(file.name, sorted(other.name for other in file.parent.iterdir() if other.suffix == ".toml"))
    except OSError:
        return ""


_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def parse_toml(file: Path, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error).splitlines()[0] if str(error) else ""
        place = _PLACE.search(message)
        lines = text.split("\n")
        row = int(place[1]) if place and place[1] else len(lines)
        column = int(place[2]) if place and place[2] else len(lines[-1]) + 1
        reason = _PLACE.sub("", message)
        hint = _explain_mistake(reason, lines[row - 1] if row <= len(lines) else "")
        reason = reason[:1].lower() + reason[1:]
        raise SettingsError(f"{file}, line {row}, column {column}: this cannot be read ({reason}); {hint}") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets in brackets in brackets
        raise SettingsError(
            f"{file}: a number is far too long, or there are far too many brackets; take them out."
        ) from error


def _explain_mistake(reason: str, line: str) -> str:
    """Return what to try for the mistakes that people make who write their first TOML file."""
    if re.search(r"[“”„‘’]", line) and '"' not in line:
        return 'use straight quotation marks ("), not curly ones.'
    if re.search(r"=\s*(?:True|False|TRUE|FALSE|[Yy]es|[Nn]o|[Oo]n|[Oo]ff)\s*(?:#|$)", line):
        return "write true or false in small letters."
    if "\\" in line:
        return "write / instead of \\, or put the text between single quotation marks."
    if re.search(r"overwrite|twice|already|mutate|redefine", reason, re.IGNORECASE):
        return "the same name stands there twice; keep one of them."
    if any(sign in reason for sign in ("Unterminated", "Expected '\"'", "character '\\n'")):
        return 'a quotation mark is missing at the end; a text of several lines stands between """ and """.'
    if line.lstrip().startswith("[") and "]" not in line:
        return "a section's name ends with ], such as [site]."
    return 'a line reads name = "text", and a name of several words stands in quotation marks too.'


_NO_ADDRESS_SIGN: Final = re.compile(r"[\s\x00-\x1f\x7f<>\"{}|\\^`]")


def is_address(text: str) -> bool:
    """Return whether a text is a whole address of the web that a link can lead to."""
    if _NO_ADDRESS_SIGN.search(text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
