"""Words of a language that stand beside personal data, by what they announce: greetings, telephones, secrets, streets.

Pure. The words are data (`resources/languages/<code>/privacy.toml`): one table of classes for each language. A text
whose language has no table is read with the words of all.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Final

from enquiry2article.text.word_lists import list_languages, read_phrases, read_table

CUES: Final = "privacy.toml"
"""The table of a language."""

CLASSES: Final = (
    "greeting", "title", "person", "called", "yours", "ours", "phone", "extension", "secret", "number", "account",
    "birth", "plate", "bank", "general", "street", "home", "where", "delivery", "dot", "at", "digits", "health",
    "pronoun", "article", "thing", "deed",
)  # fmt: skip
"""What a word may announce, in the order of the columns of a description."""


@functools.cache
def read_household_words() -> Mapping[str, frozenset[str]]:
    """Read the folded words of all languages beside which a family's name stands.

    `household`: words for a family; `preposition` and `name`: the two ends of "under the name", "im Namen von".
    """
    return {name: frozenset(words.split()) for name, words in read_table("privacy/household_words.toml").items()}


@functools.cache
def read_cues(language: str) -> Mapping[str, frozenset[str]]:
    """Read the folded words of each class for a language; those of all languages for one without a table."""
    known = list_languages(CUES)
    if language not in known:
        return {name: frozenset().union(*(read_cues(code)[name] for code in known)) for name in CLASSES}
    table = read_phrases(language, CUES)
    return {name: frozenset(table.get(name, "").split()) for name in CLASSES}


@functools.lru_cache(maxsize=100_000)
def classify_word(word: str, language: str) -> frozenset[int]:
    """Return the places in `CLASSES` of what a folded word announces in a language, or nothing.

    A listed word with a star matches by its beginning ("vingt-*") or by its end ("*allergie").
    """
    return frozenset(place for place, name in enumerate(CLASSES) if _has(word, read_cues(language)[name]))


def _has(word: str, listed: frozenset[str]) -> bool:
    return word in listed or any(
        word.startswith(item[:-1]) if item.endswith("*") else word.endswith(item[1:])
        for item in _pick_open(listed)
        if len(word) > len(item)
    )


@functools.lru_cache(maxsize=1_000)
def _pick_open(listed: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(item for item in listed if "*" in item))
