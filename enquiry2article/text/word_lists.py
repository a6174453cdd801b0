"""Writes a long pattern as what it is: a list of phrases, one beside another.

Pure. It decides nothing: which phrases count, the modules decide whose patterns they are.

Reads the words of a language, which are data: one word or pattern a line under `resources/languages/<code>/`.

A language is added by adding a folder. What is read is kept, and nothing is read before it is asked for.
"""

from __future__ import annotations

import functools
import re
import textwrap
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Final

_GOES_ON: Final = re.compile(r"(?<![ \t])[ \t]*\n[ \t]+")
_BETWEEN: Final = re.compile(r"(?<![ \t])[ \t]*\n| \| ")


def one_of(phrases: str) -> str:
    r"""Give a group that matches any of some phrases, which stand on lines of their own or with " | " between them.

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


_FOLDER: Final = Path(str(files("enquiry2article"))) / "resources" / "languages"

UNSPACED: Final = frozenset({"ja", "ko", "th", "zh"})
"""Languages in which a word of a list may stand in the middle of other letters: no space, or an ending, beside it."""


@functools.cache
def list_languages(name: str) -> tuple[str, ...]:
    """List the languages that have a list, such as "stop_words.txt", as two letters in alphabetical order."""
    return tuple(sorted(path.parent.name for path in _FOLDER.glob(f"*/{name}")))


@functools.cache
def read_words(language: str, name: str) -> tuple[str, ...]:
    """Read a list of a language, in its order; () where it has none. Lines that begin with "#" are comments."""
    path = _FOLDER / language / name
    if not path.is_file():
        return ()
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


@functools.cache
def read_texts(language: str, name: str) -> Mapping[str, Mapping[str, str]]:
    """Read a TOML file of a language: table → key → text. {} where the language has none."""
    path = _FOLDER / language / name
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


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
