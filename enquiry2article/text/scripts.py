"""Scripts of texts, and the languages that are written in them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Final

import regex

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
