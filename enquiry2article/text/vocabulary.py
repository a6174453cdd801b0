"""Tells whether a word belongs to the general vocabulary of a language: a dictionary's word, and nobody's name.

The dictionaries of inflected forms are simplemma's (MIT, 54 languages), read on first use: 0.1 s for English, 0.9 s for
German, 3 s for Polish. They write proper nouns with a capital letter, which is what sets names apart; German writes
every noun so, and there the lists of names decide.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Final

from enquiry2article.text.word_lists import read_words

CAPITALISING: Final = frozenset({"de", "lb"})
"""Languages that write every noun with a capital letter."""
_SMALL_NAMES: Final = frozenset({"tr"})
"""Languages whose dictionary writes names in small letters too."""
COMPOUNDING: Final = frozenset({"de", "nl", "da", "sv", "nb", "nn", "is", "fi", "hu", "et", "lb"})
"""Languages that write compound words in one, of which dictionaries have a part only."""
_JOINTS: Final = ("", "s", "n", "en", "es", "er", "e")
"""Letters between the two words of a compound."""
_SHORTEST_PIECE: Final = 4
_CACHED: Final = 100_000


@functools.lru_cache(maxsize=_CACHED)
def is_word(word: str, language: str, *, compounds: bool = True) -> bool:
    """Return whether a dictionary of a language has a word, in any inflected form, as something else than a name.

    `language` is an ISO 639-1 code. Case is not told apart: "RETURN" is "return". Compounds count by their two parts
    ("Lieferadresse") unless told otherwise. Words with a digit and words of languages without a dictionary
    (`has_vocabulary`) are none. A name that is an ordinary word as well ("Rose", "Mark") counts as one.

    >>> is_word("warranties", "en"), is_word("Marisol", "en")
    (True, False)
    """
    if not word.isalpha() and not word.replace("'", "").replace("’", "").isalpha():
        return False
    if not has_vocabulary(language):
        return False
    return _is_listed(word, language) or (compounds and language in COMPOUNDING and _is_compound(word, language))


def has_vocabulary(language: str) -> bool:
    """Return whether there is a dictionary of a language, given by its ISO 639-1 code."""
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    return language in SUPPORTED_LANGUAGES


@functools.cache
def read_names(file: str) -> frozenset[str]:
    """Read a list of names of `resources/privacy`, in small letters: "given_names.txt" or "surnames.txt"."""
    text = files("enquiry2article").joinpath("resources", "privacy", file).read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


@functools.cache
def _read_frequent_words() -> frozenset[str]:
    """Read the words that the tagger's network has a sign of their own for: the most frequent of English texts."""
    told = json.loads(
        files("enquiry2article").joinpath("resources", "privacy", "rampart", "tokenizer.json").read_text("utf-8")
    )
    return frozenset(told["model"]["vocab"])


def is_frequent(word: str) -> bool:
    """Return whether a word is among the 20,000 or so most frequent words and names of English texts, in any case.

    A dictionary knows more words than people use: "winterbourne" is a brook, and nearly always somebody's name.

    >>> is_frequent("Caravan"), is_frequent("Winterbourne")
    (True, False)
    """
    return word.lower() in _read_frequent_words()


_PLACE_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LONGEST_PLACE: Final = 4
"""Words of a place's name that are looked at: "United States of America"."""


@functools.cache
def _read_places(language: str) -> frozenset[str]:
    return frozenset(place.casefold() for place in read_words(language, "places.txt"))


def find_places(text: str, languages: Iterable[str]) -> list[tuple[int, int]]:
    """Find the countries, parts of the world and large towns that a text names in some languages, by their places.

    Names that people bear are among the countries, not among the towns. Source: `benchmarks/make_places.py`.

    >>> find_places("Do you ship to New Zealand?", ["en"])
    [(15, 26)]
    """
    known = frozenset().union(*map(_read_places, languages))
    words = [match.span() for match in _PLACE_WORD.finditer(text)]
    found: list[tuple[int, int]] = []
    for at, (start, _) in enumerate(words):
        if found and start < found[-1][1]:
            continue
        for _, end in reversed(words[at : at + _LONGEST_PLACE]):
            if " ".join(text[start:end].casefold().replace("’", "'").split()) in known:
                found.append((start, end))
                break
    return found


def _is_listed(word: str, language: str) -> bool:
    small = word.lower()
    if _find_lemma(small, language):
        return language not in _SMALL_NAMES or small not in read_names("given_names.txt")
    if language not in CAPITALISING:
        return False
    noun = small.capitalize()
    if not _find_lemma(noun, language):
        return False
    if small not in read_names("given_names.txt") and small not in read_names("surnames.txt"):
        return True
    # "Kunde" is a surname somewhere, but no name has the plural "Kunden"; "Müllern" has Müller.
    return not small.endswith("er") and any(_find_lemma(noun + end, language) == noun for end in ("n", "en"))


def _is_compound(word: str, language: str) -> bool:
    small = word.lower()
    if small in read_names("given_names.txt") or small in read_names("surnames.txt"):
        return False  # "Friedhelm"
    for cut in range(_SHORTEST_PIECE, len(small) - _SHORTEST_PIECE + 1):
        head, tail = small[:cut], small[cut:]
        if _is_listed(tail, language) and any(
            head.endswith(joint) and len(head) - len(joint) > 2 and _is_listed(head.removesuffix(joint), language)
            for joint in _JOINTS
        ):
            return True
    return False


def _find_lemma(word: str, language: str) -> str | None:
    from simplemma.strategies import LOW_MEMORY_DICTIONARY_FACTORY

    return LOW_MEMORY_DICTIONARY_FACTORY.get_dictionary(language).get(word)
