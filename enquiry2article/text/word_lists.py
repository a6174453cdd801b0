"""Loads words and phrases, which are data: the lists of a language stand under `resources/languages/<code>/`.

A list of words is a text file, one word or pattern a line. A table (TOML) holds several lists of phrases, each a
pattern a line. Lines that begin with "#" are comments. A language is added by adding a folder. What is read is kept,
and nothing is read before it is asked for.
"""

from __future__ import annotations

import functools
import re
import textwrap
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

_GOES_ON: Final = re.compile(r"(?<![ \t])[ \t]*\n[ \t]+")
_BETWEEN: Final = re.compile(r"(?<![ \t])[ \t]*\n| \| ")


def one_of(phrases: str) -> str:
    r"""Return a group that matches any of some phrases, which stand on lines of their own or with " | " between them.

    A line that is indented more than the first goes on with the phrase of the line above. A space in a phrase is meant.

    >>> one_of(r'''
    ...     kind regards | cheers
    ...     yours (?:sincerely
    ...         |faithfully)
    ... ''')
    '(?:kind regards|cheers|yours (?:sincerely|faithfully))'
    """
    lines = _GOES_ON.sub("", textwrap.dedent(phrases).strip("\n").rstrip())
    return f"(?:{'|'.join(_BETWEEN.split(lines))})"


RESOURCES: Final = Path(str(files("enquiry2article"))) / "resources"

UNSPACED: Final = frozenset({"ja", "ko", "th", "zh"})
"""Languages in which a word of a list may stand in the middle of other letters: no space, or an ending, beside it."""

SHARED: Final = "mul"
"""The folder of what belongs to no language or to many, named by the code of ISO 639-2 for multiple languages."""


@functools.cache
def list_languages(name: str) -> tuple[str, ...]:
    """List the languages that have a list, such as "stop_words.txt", as two letters in alphabetical order."""
    return tuple(
        sorted(path.parent.name for path in RESOURCES.glob(f"languages/*/{name}") if path.parent.name != SHARED)
    )


@functools.cache
def read_words(language: str, name: str) -> tuple[str, ...]:
    """Read a list of a language, in its order; () where it has none. Lines that begin with "#" are comments."""
    path = RESOURCES / "languages" / language / name
    return _split_lines(path.read_text(encoding="utf-8")) if path.is_file() else ()


def _split_lines(text: str) -> tuple[str, ...]:
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


@functools.cache
def read_list(name: str) -> tuple[str, ...]:
    """Read a list that belongs to no language, such as "privacy/common_names.txt" of the resources, in its order."""
    return _split_lines((RESOURCES / name).read_text(encoding="utf-8"))


@functools.cache
def read_table(name: str) -> Mapping[str, Any]:
    """Read a TOML file of the resources by its path within them, such as "mail/quotes.toml"."""
    return tomllib.loads((RESOURCES / name).read_text(encoding="utf-8"))


def read_texts(language: str, name: str) -> Mapping[str, Mapping[str, str]]:
    """Read a TOML file of a language that holds tables: table → key → text. {} where the language has none."""
    return _read_table_of(language, name)


def read_phrases(language: str, name: str) -> Mapping[str, str]:
    """Read a TOML file of a language that holds keys alone: key → text. {} where the language has none."""
    return _read_table_of(language, name)


def _read_table_of(language: str, name: str) -> Mapping[str, Any]:
    return read_table(f"languages/{language}/{name}") if (RESOURCES / "languages" / language / name).is_file() else {}


@functools.cache
def join_patterns(languages: tuple[str, ...], name: str) -> str:
    """Join the patterns of languages to one that matches whole words in any letter case; one that never does if none.

    In languages whose words stand without spaces between them, a pattern may match anywhere.
    """
    parts = []
    for language in languages:
        own = "|".join(read_words(language, name))
        if own:
            parts.append(f"(?:{own})" if language in UNSPACED else rf"\b(?:{own})(?!\w)")
    return f"(?i:{'|'.join(parts)})" if parts else r"(?!)"


@functools.cache
def compile_patterns(languages: tuple[str, ...], name: str) -> re.Pattern[str]:
    """Compile the patterns of languages, as `join_patterns` joins them."""
    return re.compile(join_patterns(languages, name))


_PART: Final = re.compile(r"(?<!\(\?P)<(?:([a-zäöüß_]+)|(\d))>")
"""What stands for a list of phrases or for words between: not the name of a group."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """A pattern with lists of phrases in it, compiled for a language when a text in it is first looked at.

    `<greeting>` stands for any phrase of the list of that name in `resources/languages/<code>/<table>.toml`, and for
    what never matches where there is no such list; `<3>` stands for up to three words. Phrases may hold both as well.

    >>> Phrases("courtesies", r"(?i)<thanks>\\b")("de").match("vielen Dank").group()
    'vielen Dank'
    """

    table: str
    pattern: str

    def __call__(self, language: str = "") -> re.Pattern[str]:
        """Compile the pattern for a language; for all together where it is "" or has no such table."""
        return _compile_phrases(self.table, self.pattern, language)


@functools.cache
def _compile_phrases(table: str, pattern: str, language: str) -> re.Pattern[str]:
    return re.compile(fill_phrases(table, pattern, language))


def fill_phrases(table: str, pattern: str, language: str = "") -> str:
    """Put the phrases of a language into a pattern that names them, as `Phrases` says."""

    def fill(part: re.Match[str]) -> str:
        if part[2]:
            return rf"(?:[\w'.-]+ ){{0,{part[2]}}}"
        return f"(?:{'|'.join(list_phrases(table, part[1], language)) or '(?!)'})"

    return _PART.sub(fill, pattern)


@functools.cache
def list_phrases(table: str, name: str, language: str = "") -> tuple[str, ...]:
    """List the phrases of a language, and those that belong to none; of all languages where it is "" or has no table.

    English comes first, then the others by their codes.
    """
    known = sorted(list_languages(f"{table}.toml"), key=lambda code: (code != "en", code))
    found = []
    for code in (*([language] if language in known else known), SHARED):
        for line in _split_lines(read_phrases(code, f"{table}.toml").get(name, "")):
            found.append(fill_phrases(table, line, code))
    return tuple(dict.fromkeys(found))
