"""How likely a text is in each language, by the pieces of words that each language likes.

py3langid, in the languages that people write to companies in. Unlike word lists it knows a language by "Akku lädt
nicht", and it knows that Danish is none of those whose words we have.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import regex

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MODEL_LANGUAGES: Final = (
    "en de fr es nl it pl pt sv da no fi cs sk tr hu ro hr sl ca et lv lt ru uk bg el ar fa ur he zh ja ko hi vi id"
).split()
"""What a text can be in. The model knows 140; rare ones would take short texts away from their large neighbours."""

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


def tell_chances(text: str) -> Mapping[str, float]:
    """Give the chance of each language, likeliest first; together they make 1. {} for a text without letters.

    How far above the others a language must be to be taken for the text's is the caller's affair.
    """
    if not any(char.isalpha() for char in text):
        return {}
    # Four decimals: the last bits differ between processors.
    return {name: round(chance, 4) for name, chance in _identifier().rank(text)}


def tell_likeliest(text: str) -> tuple[str, float]:
    """Give the first of `tell_chances` and its chance, or ("", 0.0): much faster than all of them."""
    if not any(char.isalpha() for char in text):
        return "", 0.0
    name, chance = _identifier().classify(text)
    return name, round(chance, 4)


@functools.cache
def _identifier() -> LanguageIdentifier:
    """Load the model: half a second, so only once a text's language is asked for."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(MODEL_LANGUAGES)
    return identifier
