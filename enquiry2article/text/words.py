"""Words of texts: cut, counted, reduced to their stems, compared; and the scripts that they are written in."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

import regex

from enquiry2article.text.stop_words import (
    SNOWBALL,
)

SCRIPT_LANGUAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "Hiragana}\\p{Katakana": ("ja",), "Hangul": ("ko",), "Han": ("zh", "ja"), "Cyrillic": ("ru", "uk", "bg"),
    "Arabic": ("ar", "fa", "ur"), "Greek": ("el",), "Hebrew": ("he",), "Devanagari": ("hi",), "Thai": ("th",),
    "Bengali": ("bn",), "Tamil": ("ta",), "Telugu": ("te",), "Kannada": ("kn",), "Malayalam": ("ml",),
    "Gujarati": ("gu",), "Gurmukhi": ("pa",), "Sinhala": ("si",), "Georgian": ("ka",), "Armenian": ("hy",),
    "Khmer": ("km",), "Lao": ("lo",), "Myanmar": ("my",), "Ethiopic": ("am",),
}  # fmt: skip
"""Scripts other than Latin and the languages that people write to companies in them, the most spoken first."""

_SIGN_LETTERS: Final = 2
"""A sign that stands for a syllable or a word counts for so many letters."""

_BEYOND_LATIN: Final = "\u036f"

_WORD = re.compile(r"\d+(?:[.,:/-]\d+)*[^\W\d_]*|[^\W\d_][^\W_]*(?:['’‑-][^\W_]+)*")
_ANY_WORD = regex.compile(r"\d+(?:[.,:/-]\d+)*[\p{L}\p{M}]*|\p{L}[\p{L}\p{M}\p{N}]*(?:['’‑׳״-][\p{L}\p{M}\p{N}]+)*")
"""As `_WORD`, with the vowel signs and points of other scripts, which Python's `re` counts as no letters."""
_UNSPACED = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}ー々\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}][\p{M}\p{Han}\p{Hiragana}\p{Katakana}ー々"
    r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]*"
)
"""A run of letters in scripts that put no space between words."""
_ACCENT = re.compile(r"(?<![ИиУу])[\u0300-\u036f]|[\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
"""Accents of Latin, Greek and Cyrillic letters, Hebrew points, Arabic vowels and the hamza on another letter."""
_EDGE = " \t\n.,;:!?…\"'“”„‘’`´()[]{}<>«»‹›¿¡*_~|-–—"


def split_words(text: str) -> list[str]:
    """Cut a text into words and numbers, in their own case and order; "can't", "e-mail" and "4.2.1" stay whole.

    Curly apostrophes become straight, so that the words can be looked up. Chinese, Japanese, Thai and the like are cut
    by ICU's dictionaries (https://unicode-org.github.io/icu/userguide/boundaryanalysis/).

    >>> split_words("Where's the テント返品 form?")
    ["Where's", 'the', 'テント', '返品', 'form']
    """
    if text.isascii():
        return _WORD.findall(text)
    words = [word.replace("’", "'").replace("‑", "-") for word in _ANY_WORD.findall(text)]
    if not _UNSPACED.search(text):
        return words
    return [part for word in words for part in (_cut_unspaced(word) if _UNSPACED.search(word) else (word,))]


@functools.lru_cache(maxsize=20_000)
def _cut_unspaced(run: str) -> tuple[str, ...]:
    """Cut a run of letters where its script puts no space, and where the script changes."""
    from icu4py.breakers import WordBreaker

    return tuple(word for word in WordBreaker(run, "root") if any(char.isalnum() for char in word))


def count_words(text: str) -> int:
    """Count the words of a text: what stands between spaces, and in scripts without them what `split_words` finds."""
    if text.isascii() or not _UNSPACED.search(text):
        return len(text.split())
    return len(split_words(text))


def cut_words(text: str, most: int) -> str:
    """Return the first words of a text, all of them where there are no more than `most`; spaces become single ones."""
    if text.isascii() or not _UNSPACED.search(text):
        words = text.split()
        return " ".join(words[:most])
    kept, counted = [], 0
    for word in text.split():
        run = list(_break_words(word))
        if counted + sum(map(_is_word, run)) > most:
            for part in run:
                counted += _is_word(part)
                if counted > most:
                    break
                kept.append(part)
            break
        counted += sum(map(_is_word, run))
        kept += [*run, " "]
    return "".join(kept).strip()


def _break_words(text: str) -> Iterable[str]:
    from icu4py.breakers import WordBreaker

    return WordBreaker(text, "root")


def _is_word(part: str) -> bool:
    return any(char.isalnum() for char in part)


def stem(word: str, language: str) -> str:
    """Cut a word to what its forms share, casefolded. A language that Snowball lacks leaves the word whole.

    A word in another script than the language's is cut as its own script's most spoken language has it.

    >>> stem("Deliveries", "en") == stem("delivery", "en")
    True
    """
    return _stem(word.casefold(), language)


@functools.lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    if not word.isascii():
        own = find_script_languages(word)
        if own and language not in own:
            language = own[0]
    name = SNOWBALL.get(language)
    return str(_stemmer(name).stemWord(word)) if name else word


@functools.cache
def _stemmer(name: str):  # type: ignore[no-untyped-def]  # snowballstemmer has no types
    import snowballstemmer  # type: ignore[import-untyped]

    return snowballstemmer.stemmer(name)


def normalise(text: str) -> str:
    """Bring a text to the form in which two texts that say the same letter by letter are equal.

    Case, spaces, kinds of quotes and the punctuation at both ends do not count; numbers and negations do.

    >>> normalise("  How do I  RESET it?! ")
    'how do i reset it'
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("‘", "'")
    flat = " ".join(folded.split())
    core = flat.rstrip(_EDGE)
    start = len(core) - len(core.lstrip(_EDGE))
    if start and core[start : start + 1].isdigit() and core[start - 1] == "-":
        start -= 1  # minus five is not five
    return core[start:]


def fold(text: str) -> str:
    """Casefold a text and take the accents off: "José" and "jose" become one.

    What is a letter of its own stays: the Russian short i, Japanese voiced signs, vowel signs of Hindi and Thai.
    """
    if text.isascii():
        return text.lower()
    bare = _ACCENT.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFKC", bare).casefold()


def fold_accents(text: str) -> str:
    """Take case and every accent away: "Lösung" becomes "losung"; Korean syllables stay whole.

    Unlike `fold`, it takes away the marks of all scripts: names of fields and of months are compared so.
    """
    flat = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(sign for sign in flat if not unicodedata.combining(sign)))


@functools.lru_cache(maxsize=50_000)
def find_script_languages(text: str) -> tuple[str, ...]:
    """Find the languages of the script that most letters of a text are in; () for Latin letters, and for none.

    Japanese mixes Chinese characters with its own, so that a few of its own make a text Japanese.
    """
    if text.isascii() or max(text) <= _BEYOND_LATIN:
        return ()
    counts = {name: len(pattern.findall(text)) for name, pattern in _script_patterns().items()}
    kana, han = next(iter(SCRIPT_LANGUAGES)), "Han"
    if counts[kana]:
        counts[kana] += counts.pop(han)
    most = max(counts, key=lambda name: counts[name])
    weight = _SIGN_LETTERS if most in (kana, han) else 1
    others = sum(map(str.isalpha, text)) - counts[most]
    return SCRIPT_LANGUAGES[most] if weight * counts[most] > others else ()


@functools.cache
def _script_patterns() -> Mapping[str, regex.Pattern[str]]:
    return {name: regex.compile(rf"[\p{{{name}}}]") for name in SCRIPT_LANGUAGES}
