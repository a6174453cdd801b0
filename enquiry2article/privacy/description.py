"""Describes each word of a sentence for the tagger: its form, its lists, and what the words around it announce.

Pure. A description is a row of numbers with named columns; the names are kept with the fitted weights, so that weights
that were fitted to other columns are refused.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from enquiry2article.privacy.cues import CLASSES, classify_word
from enquiry2article.text.stop_words import ALL_STOP_WORDS, MONTHS
from enquiry2article.text.vocabulary import is_word, read_names
from enquiry2article.text.words import fold

Floats = npt.NDArray[np.float32]

WORD: Final = re.compile(r"[^\s()\[\]{}\"“”„«»<>]+")
_EDGE: Final = ",.;:!?…'’‘"
_LEFT: Final = "'’‘¿¡"
_SENTENCE_END: Final = frozenset(".!?…:")
_CURRENCY: Final = re.compile(
    r"[€£$¥%°]|(?i:^(?:eur|euros?|usd|gbp|chf|kr|sek|dkk|zł|pln|cm|mm|m|km|kg|g|mg|ml|l|cl|dl|gb|mb|tb|kw|kwh|w|v|"
    r"uhr|h|min|am|pm|px|hz|inch|zoll|m²|m2|mbit|std|stunden|hours?|days?|tage|jours?|días?|giorni|dagen|dni|dias|dagar)$)"
)
_TIME: Final = re.compile(r"\d{1,2}[:.h]\d{2}")
_DECIMAL: Final = re.compile(r"\d+[.,]\d{1,2}")
_VERSION: Final = re.compile(r"v?\d+(?:\.\d+){1,3}")
_AROUND: Final = (("before", -1, -1), ("before2", -2, -2), ("left", -6, -1), ("after", 1, 1), ("right", 1, 5))

SHAPES: Final = (
    "capital", "capitals", "small", "digit", "digits", "digits1", "digits2", "digits4", "digits6", "digits7", "mixed",
    "at", "underscore", "dot", "hyphen", "star", "slash", "plus", "zero", "short", "long", "single", "time", "decimal",
    "version", "unit", "month", "apostrophe", "slashes",
)  # fmt: skip
PLACES: Final = (
    "first", "last", "sentence", "comma before", "comma after", "bracket before", "bracket after", "quote before",
    "quote after", "colon before", "mark after", "stop after", "dash before", "shouted", "line",
)  # fmt: skip
LISTS: Final = ("given", "surname", "word", "english", "stop")
COLUMNS: Final = (
    *(f"{where}{name}" for where in ("", "before: ", "after: ") for name in (*SHAPES, *LISTS)),
    *PLACES,
    *(f"{name} {where}".strip() for where in ("", *(where for where, _, _ in _AROUND), "anywhere") for name in CLASSES),
    "odd before", "odd after", "odd left", "odd right",
    "article before name", "article before name, Portuguese", "article, noun before", "noun opens before",
    "noun between", "noun after", "quoted", "measured", "deed after", "thing's number",
)  # fmt: skip
"""The columns of a description; "odd" are words with a capital or a digit that no vocabulary has."""
_ARTICLE: Final = CLASSES.index("article")
_NUMBER: Final = CLASSES.index("number")
_THING: Final = CLASSES.index("thing")
_DEED: Final = CLASSES.index("deed")
_PERSONS: Final = [CLASSES.index(name) for name in ("greeting", "person", "called", "yours", "pronoun")]
_UNIT: Final = SHAPES.index("unit")
_QUOTES: Final = ("«»", "»«", "„“", "„”", "“”", "””", '""')
"""Pairs of marks of quotation, the opening one first."""
_QUOTED: Final = 100
"""Characters before and after a word among which such marks are looked for."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, without the marks around it: `text[start:end]`."""

    start: int
    end: int
    text: str


def cut_words(text: str) -> list[Word]:
    """Cut a text at its spaces and brackets, and take the marks of punctuation off each piece."""
    words = []
    for match in WORD.finditer(text):
        piece = match[0]
        bare = piece.rstrip(_EDGE)
        lead = len(bare) - len(bare.lstrip(_LEFT))
        if len(bare) > lead:
            words.append(Word(match.start() + lead, match.start() + len(bare), bare[lead:]))
    return words


_Described = tuple[tuple[float, ...], tuple[float, ...], bool]


@functools.lru_cache(maxsize=50_000)
def _describe_word(word: str, language: str) -> _Described:
    """Describe the form of a word and the lists it stands in; third, whether it is odd."""
    letters = [char for char in word if char.isalpha()]
    digits = sum(char.isdigit() for char in word)
    folded = fold(word)
    upper = sum(char.isupper() for char in letters)
    shapes = (
        word[:1].isupper(), upper > 1 and upper == len(letters), not upper and bool(letters), digits > 0,
        digits > 0 and not letters, digits == 1, digits == 2, digits in (3, 4), digits in (5, 6), digits > 6,
        digits > 0 and bool(letters), "@" in word, "_" in word, "." in word, "-" in word,
        any(c in "*#+!" for c in word),
        "/" in word, word.startswith("+"), word.startswith("0"), len(word) < 4, len(word) > 9, len(word) == 1,
        bool(_TIME.fullmatch(word)), bool(_DECIMAL.fullmatch(word)), bool(_VERSION.fullmatch(word)),
        bool(_CURRENCY.search(word)), folded in MONTHS, "'" in word or "’" in word, "://" in word or "///" in word,
    )  # fmt: skip
    small = word.lower()
    parts = [part for part in re.split(r"[-'’]", small) if part]
    listed = is_word(word, language) or (len(parts) > 1 and all(is_word(part, language) for part in parts))
    english = listed if language == "en" else is_word(word, "en")
    lists = (
        any(part in read_names("given_names.txt") for part in parts),
        any(part in read_names("surnames.txt") for part in parts),
        listed,
        english,
        folded in ALL_STOP_WORDS,
    )
    odd = (word[:1].isupper() or digits > 0) and not listed and not english
    return tuple(map(float, shapes)), tuple(map(float, lists)), odd


def describe_words(text: str, words: Sequence[Word], language: str) -> Floats:
    """Compute the description of each word of a sentence: an array of `len(words)` rows and `len(COLUMNS)` columns."""
    count = len(words)
    rows = np.zeros((count, len(COLUMNS)), dtype=np.float32)
    if not count:
        return rows
    own = [_describe_word(word.text, language) for word in words]
    letters = sum(map(str.isalpha, text))
    shouted = letters > 12 and sum(map(str.isupper, text)) > 0.7 * letters
    forms = np.array([[*shapes, *lists] for shapes, lists, _ in own], dtype=np.float32)
    width = forms.shape[1]
    rows[:, :width] = forms
    rows[1:, width : 2 * width] = forms[:-1]
    rows[:-1, 2 * width : 3 * width] = forms[1:]
    place = 3 * width
    rows[:, place : place + len(PLACES)] = [_describe_place(text, words, at, shouted=shouted) for at in range(count)]
    place += len(PLACES)
    cues = np.zeros((count, len(CLASSES)), dtype=np.float32)
    for at, word in enumerate(words):
        for index in classify_word(fold(word.text), language):
            cues[at, index] = 1
    size = len(CLASSES)
    rows[:, place : place + size] = cues
    for _, first, last in _AROUND:
        place += size
        for at in range(count):
            near = cues[max(0, at + first) : max(0, at + last + 1)]
            if near.size:
                rows[at, place : place + size] = near.max(axis=0)
    place += size
    rows[:, place : place + size] = cues.max(axis=0)
    place += size
    odd = np.array([float(is_odd) for _, _, is_odd in own], dtype=np.float32)
    rows[1:, place] = odd[:-1]
    rows[:-1, place + 1] = odd[1:]
    for at in range(count):
        rows[at, place + 2] = odd[max(0, at - 4) : at].sum() / 4
        rows[at, place + 3] = odd[at + 1 : at + 5].sum() / 4
    rows[:, place + 4 :] = _describe_phrases(text, words, own, cues, language)
    return rows


def _describe_phrases(
    text: str, words: Sequence[Word], own: Sequence[_Described], cues: Floats, language: str
) -> list[tuple[bool, ...]]:
    """Describe the phrase each word stands in: things stand behind an article and a noun, people beside what they do.

    "The Oskar shelf", "la lampe Oskar", "der Sessel Oskar", "Oskar called". Portuguese gives people an article too.
    """
    articles, numbers = cues[:, _ARTICLE] > 0, cues[:, _NUMBER] > 0
    stated = cues[:, _THING] > 0
    persons = [bool(row.any()) for row in cues[:, _PERSONS]]
    deeds = cues[:, _DEED] > 0
    names = [bool(lists[0] or lists[1]) and not lists[4] for _, lists, _ in own]
    nouns = [
        len(word.text) > 2 and word.text.isalpha() and not lists[4] and not (is_person or is_article or is_deed)
        for word, (_, lists, _), is_person, is_article, is_deed in zip(
            words, own, persons, articles, deeds, strict=True
        )
    ]
    capitals = [word.text[:1].isupper() for word in words]
    measured = any(shapes[_UNIT] for shapes, _, _ in own)
    opened = [_is_quoted(text, word) for word in words]
    told: list[tuple[bool, ...]] = []
    for at in range(len(words)):
        article = at > 0 and bool(articles[at - 1])
        noun = at > 0 and nouns[at - 1] and not (names[at - 1] and capitals[at - 1])
        earlier = at > 1 and bool(articles[at - 2])
        far = at > 2 and bool(articles[at - 3])
        follows = at + 1 < len(words) and nouns[at + 1] and not capitals[at + 1]
        told.append(
            (
                article and capitals[at] and language != "pt",
                article and capitals[at] and language == "pt",
                noun and earlier,
                noun and at == 1,
                far and at > 1 and nouns[at - 2] and capitals[at - 1],
                follows and (article or (earlier and capitals[at - 1])),
                opened[at],
                measured,
                bool(deeds[at + 1 : at + 3].any()),
                any(map(str.isdigit, words[at].text))
                and bool(stated[max(0, at - 5) : at].any() or numbers[max(0, at - 2) : at].any()),
            )
        )
    return told


def _is_quoted(text: str, word: Word) -> bool:
    """Return whether a word stands between marks of quotation."""
    before, after = text[max(0, word.start - _QUOTED) : word.start], text[word.end : word.end + _QUOTED]
    return any(
        before.rfind(left) > before.rfind(right) if left != right else before.count(left) % 2 == 1
        for left, right in _QUOTES
        if left in before and right in after
    )


def _describe_place(text: str, words: Sequence[Word], at: int, *, shouted: bool) -> tuple[float, ...]:
    word = words[at]
    before = text[words[at - 1].end if at else 0 : word.start]
    after = text[word.end : words[at + 1].start if at + 1 < len(words) else len(text)]
    return tuple(
        map(
            float,
            (
                at == 0,
                at == len(words) - 1,
                at == 0 or any(char in _SENTENCE_END for char in before),
                "," in before,
                "," in after,
                "(" in before or "[" in before,
                ")" in after or "]" in after,
                any(char in "\"“„«'‘" for char in before),
                any(char in "\"”“»'’" for char in after),
                ":" in before,
                "!" in after or "?" in after,
                "." in after,
                any(char in "–—-" for char in before),
                shouted,
                "\n" in before or "\n" in after,
            ),
        )
    )


def is_worth_asking(words: Sequence[Word], language: str) -> bool:
    """Return whether a sentence holds a word that may be personal: unknown, a number, a name, or about health."""
    names = read_names("given_names.txt")
    announced = -_NEXT - 1
    for at, word in enumerate(words):
        _, lists, odd = _describe_word(word.text, language)
        digits = sum(map(str.isdigit, word.text))
        if digits > 3 or (odd and not word.text.isdigit()) or "@" in word.text or "_" in word.text:
            return True
        if digits and at - announced <= _NEXT:
            return True
        small = word.text.lower()
        if small in names and small not in ALL_STOP_WORDS and (not lists[2] or word.text[:1].isupper()):
            return True
        if not lists[2] and not lists[3] and len(small) > 2 and small.isalpha():
            return True
        classes = classify_word(fold(small), language)
        if not classes.isdisjoint(_TELLING):
            return True
        if not classes.isdisjoint(_ANNOUNCING):
            announced = at
    return False


_TELLING: Final = frozenset(CLASSES.index(name) for name in ("health", "title"))
_ANNOUNCING: Final = frozenset(
    CLASSES.index(name) for name in ("phone", "extension", "secret", "street", "home", "number", "plate", "birth")
)
"""Classes beside which a number of one to three digits may be personal."""
_NEXT: Final = 2
"""Words behind such a one among which it stands."""
