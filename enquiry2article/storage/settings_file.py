"""Reads what a house wants its articles to be like from `enquiry2article.toml`, which a person writes and nobody else.

The file is optional, and so is every key in it. Here is decided what may stand there and what holds where nothing does;
how a spelling or a word is applied, `text/house_style` decides. Each mistake is told with the file, the key and a way
out.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from enquiry2article.domain.errors import SettingsError, shorten, suggest_name
from enquiry2article.text.house_style import dress

SETTINGS_FILE: Final = "enquiry2article.toml"

KINDS: Final = ("auto", "faq", "how-to", "troubleshooting", "policy", "tips")
STRUCTURED_DATA: Final = ("BlogPosting", "FAQPage", "HowTo")
BOX_PLACEHOLDERS: Final = ("title", "url", "site")
URL_PLACEHOLDERS: Final = ("slug",)
MOST_DAYS: Final = 36_500

DEFAULT_HELP: Final = "Write to us and tell us what you have tried so far. A person will read it and answer."
DEFAULT_RESOURCE_BOX: Final = "This article first appeared here: {url}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The blog in which the articles appear."""

    name: str = ""
    """What the blog is called."""
    url: str = ""
    """Its address, "https://example.com/blog", or "" when it is not known yet."""
    url_template: str = ""
    """An article's address with {slug} in it; `load_settings` makes it from `url` when the file has none."""
    language: str = "en"
    """The language of the blog as BCP 47 has it: "en", "en-GB", "pt-BR"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who signs the articles; "" where nothing is said."""

    name: str = ""
    """A person, or the house."""
    about: str = ""
    """A sentence or two for the author box."""
    url: str = ""
    """The address of a page about the author."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseStyle:
    """How the house writes."""

    sign_off: str = ""
    """The last words of each article."""
    help: str = DEFAULT_HELP
    """What "Still stuck?" says."""
    resource_box: str = DEFAULT_RESOURCE_BOX
    """What stands under a copy on another site; {title}, {url} and {site} are filled in, and no others."""
    forbidden: tuple[str, ...] = ()
    """Words and phrases that must not appear."""
    spelling: Mapping[str, str] = field(default_factory=dict)
    """The right spelling of each name, by how it is written wrongly."""
    words: Mapping[str, str] = field(default_factory=dict)
    """The word that the house uses, by the word it does not."""

    def dress(self, text: str) -> str:
        """Put a text into the house's spelling and words, as `text/house_style` says."""
        return dress(text, spelling=self.spelling, words=self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSettings:
    """What is drafted."""

    kind: str = "auto"
    """One of `KINDS`; "auto" chooses for each question."""
    round_ups: bool = True
    """Whether articles that gather several questions are drafted too."""
    syndication: bool = True
    """Whether copies for other sites are made."""
    structured_data: tuple[str, ...] = ()
    """Which of `STRUCTURED_DATA` a page tells search engines, each once."""
    stale_after_days: int = 365
    """After how many days a person should look at an article again, from 1."""
    image: bool = False
    """Whether a draft has a place for a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What counts as personal here."""

    keep: tuple[str, ...] = ()
    """Names of products and other words of the house that are never taken out."""
    redact: tuple[str, ...] = ()
    """Words that are always taken out."""
    names_with: str = ""
    """A model of the user's that finds names beside our own finders, such as "spacy:en_core_web_sm", or ""."""
    retain_days: int = 0
    """For how many days after it came an enquiry's text stays in the workspace; 0 for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that `enquiry2article.toml` can say. `Settings()` is what holds without one."""

    site: Site = Site()
    author: Author = Author()
    style: HouseStyle = field(default_factory=HouseStyle)
    drafts: DraftSettings = DraftSettings()
    privacy: Privacy = Privacy()

    def list_public_words(self) -> list[str]:
        """Give everything that the house itself makes public through its settings."""
        style = self.style
        own = [self.site.name, self.site.url, self.author.name, self.author.about, self.author.url]
        own += [style.sign_off, style.help, style.resource_box, *style.spelling.values(), *style.words.values()]
        return [*own, *self.privacy.keep]


SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    name: tuple(key.name for key in fields(kind))
    for name, kind in (
        ("site", Site),
        ("author", Author),
        ("style", HouseStyle),
        ("drafts", DraftSettings),
        ("privacy", Privacy),
    )
}
"""The sections of the file, with the keys of each."""


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings from a file, or from `enquiry2article.toml` in the current folder when none is named.

    Without that file everything has its default. The file is only ever read.

    Raises:
        SettingsError: the file that was named is missing, or what a file says cannot be meant.
    """
    file = path or Path(SETTINGS_FILE)
    if path is None and not file.exists():
        return Settings()
    return read_settings(_parse_toml(file, _read_text(file)), str(file))


def read_settings(values: Mapping[str, object], file: str = SETTINGS_FILE) -> Settings:
    """Turn what a settings file holds into settings; `file` is its name for messages.

    Raises:
        SettingsError: there is a section, a key or a value that cannot be meant.
    """
    for name in values:
        if name not in SECTIONS:
            raise SettingsError(_explain_unknown_section(file, name))
    parts = {name: _open_section(file, name, values.get(name, {})) for name in SECTIONS}
    return Settings(
        site=_read_site(parts["site"]),
        author=_read_author(parts["author"]),
        style=_read_style(parts["style"]),
        drafts=_read_drafts(parts["drafts"]),
        privacy=_read_privacy(parts["privacy"]),
    )


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of a file, with no unknown keys in it. Each `take_…` gives the default where a key is missing."""

    file: str
    name: str
    values: Mapping[str, object]

    def refuse(self, key: str, what: str) -> SettingsError:
        """Make the error for one key: `what` says what is wrong and what to try."""
        return SettingsError(f"{self.file}, [{self.name}] {shorten(key)}: {what}")

    def take_text(self, key: str, default: str = "") -> str:
        """Give a text, without the spaces around it."""
        value = self.values.get(key, default)
        if not isinstance(value, str):
            raise self.refuse(key, f'a text in quotation marks belongs here, such as {key} = "…", not {_name(value)}.')
        return value.strip()

    def take_line(self, key: str, default: str = "") -> str:
        """Give a text that fits on one line."""
        return " ".join(self.take_text(key, default).split())

    def take_switch(self, key: str, default: bool) -> bool:
        """Give a yes or no."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.refuse(key, f"write true or false, without quotation marks, not {_name(value)}.")
        return value

    def take_days(self, key: str, default: int, least: int = 1) -> int:
        """Give a number of days."""
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse(
                key, f"a whole number without quotation marks belongs here, such as {default}, not {_name(value)}."
            )
        if not least <= value <= MOST_DAYS:
            raise self.refuse(key, f"the number of days is from {least} to {MOST_DAYS}; try {default}.")
        return value

    def take_choice(self, key: str, choices: Sequence[str]) -> str:
        """Give one of some words; the first is the default."""
        value = self.take_line(key, choices[0])
        return self.check_choice(key, value, choices)

    def check_choice(self, key: str, value: str, choices: Sequence[str]) -> str:
        """Give the choice that is meant, whatever its capitals."""
        for choice in choices:
            if choice.casefold() == value.casefold():
                return choice
        known = ", ".join(f'"{choice}"' for choice in choices)
        raise self.refuse(key, f'"{shorten(value)}" is not one of {known}.{_suggest(value, choices)}')

    def take_list(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Give a list of texts, each once; capitals make no difference."""
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
        """Give a table of texts, in the order of the file."""
        value = self.values.get(key, {})
        if not isinstance(value, Mapping):
            raise self.refuse(
                key,
                f'this is a section [{self.name}.{key}] with lines like "this" = "that", not {_name(value)}.',
            )
        section = _Section(self.file, f"{self.name}.{key}", value)
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
        """Give the address of a page, or ""."""
        address = self.take_text(key)
        if address and not _is_address(address):
            whole = f"https://{address}"
            hint = f'"{shorten(whole, 60)}"' if "." in address and _is_address(whole) else '"https://example.com"'
            raise self.refuse(
                key, f'"{shorten(address)}" is not a whole web address with https:// in front; try {hint}.'
            )
        return address


def _open_section(file: str, name: str, values: object) -> _Section:
    if not isinstance(values, Mapping):
        example = f"[{name}] on a line of its own and its keys below it"
        raise SettingsError(f"{file}, {name}: this is a section, not {_name(values)}; write {example}.")
    section = _Section(file, name, values)
    known = SECTIONS[name]
    for key in values:
        if key not in known:
            hint = _suggest(key, known) or _tell_home(key) or f" Known are {', '.join(known)}."
            raise section.refuse(key, f"there is no such key in [{name}].{hint}")
    return section


def _explain_unknown_section(file: str, name: str) -> str:
    """Say where a key or section that stands outside ours belongs."""
    hint = (
        _suggest(name, SECTIONS)
        or _tell_home(name)
        or f" Known are {', '.join(f'[{section}]' for section in SECTIONS)}."
    )
    return f'{file}: there is no section called "{shorten(name)}".{hint}'


def _tell_home(key: str) -> str:
    """Say to which section a key belongs that stands in another one or in none."""
    homes = [name for name, keys in SECTIONS.items() if key.casefold() in keys]
    if not homes:
        return ""
    if key.casefold() in ("spelling", "words"):
        return f" Write its section as [style.{key.casefold()}]."
    return f" Put it below {' or '.join(f'[{name}]' for name in homes)}."


def _suggest(name: str, known: Iterable[str]) -> str:
    """Say which known name was meant, even when it was written with capitals and spaces."""
    return suggest_name(name, known) or suggest_name("_".join(name.casefold().split()), known)


def _read_site(section: _Section) -> Site:
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
        if not _is_address(template.replace("{slug}", "slug")):
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


def _read_language(section: _Section, key: str) -> str:
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


def _read_author(section: _Section) -> Author:
    return Author(name=section.take_line("name"), about=section.take_text("about"), url=section.take_address("url"))


def _read_style(section: _Section) -> HouseStyle:
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


def _read_privacy(section: _Section) -> Privacy:
    return Privacy(
        keep=section.take_list("keep", ()),
        redact=section.take_list("redact", ()),
        names_with=section.take_line("names_with"),
        retain_days=section.take_days("retain_days", 0, least=0),
    )


def _read_drafts(section: _Section) -> DraftSettings:
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


def _check_pairs(section: _Section, pairs: Sequence[tuple[str, str]]) -> None:
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


_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


def _check_placeholders(section: _Section, key: str, text: str, known: Sequence[str]) -> None:
    """Refuse whatever `str.format` could not fill in."""
    shown = ", ".join(f"{{{name}}}" for name in known)
    for name in _PLACEHOLDER.findall(text):
        if name not in known:
            hint = _suggest(name, known)
            raise section.refuse(key, f"nothing stands for {{{shorten(name)}}} here; use only {shown}.{hint}")
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        raise section.refuse(key, f"there is a brace without its partner; braces stand only around a name: {shown}.")


_NO_ADDRESS_SIGN: Final = re.compile(r"[\s\x00-\x1f\x7f<>\"{}|\\^`]")


def _is_address(text: str) -> bool:
    """Tell whether a text is a whole address of the web that a link can lead to."""
    if _NO_ADDRESS_SIGN.search(text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _name(value: object) -> str:
    """Say in plain words what kind of value stands there."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (int, float)):
        return "a number" if isinstance(value, int) else "a number with a decimal point"
    if isinstance(value, (datetime.date, datetime.time)):
        return "a date or a time"
    if isinstance(value, str):
        return "a text"
    return "a section" if isinstance(value, Mapping) else "a list"


def _read_text(file: Path) -> str:
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


def _parse_toml(file: Path, text: str) -> dict[str, object]:
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
    """Say what to try for the mistakes that people make who write their first TOML file."""
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
