"""How likely a text is in each language, by the pieces of words that each language likes.

py3langid, in the languages that people write to companies in. Unlike word lists it knows a language by "Akku lädt
nicht", and it knows that Danish is none of those whose words we have.
"""

from __future__ import annotations

import functools
import hashlib
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
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
    """Open the model, once a text's language is asked for: a half second the first time, and then a fiftieth of it."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    unpacked = _find_unpacked(MODEL_DIR / MODEL_FILE)
    try:
        parts = _open_unpacked(unpacked)
    except (OSError, ValueError, EOFError):
        pass  # there is none yet, or it is damaged
    else:
        return LanguageIdentifier(
            parts["ptc"],
            parts["pc"],
            parts["classes"].tolist(),
            parts["nextmove"].data,
            parts["output"].tolist(),
            norm_probs=True,
            tk_row=parts["row"].tolist(),
        )
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(MODEL_LANGUAGES)
    _keep_unpacked(unpacked, identifier)
    return identifier


_PARTS: Final = ("ptc", "pc", "classes", "nextmove", "output", "row")
"""Arrays of the unpacked model, each in a file of its own that is mapped into memory instead of read."""


def _find_unpacked(model: Path) -> Path:
    """Give the folder in the user's cache for this state of the model: 47 MB, which take half a second to unpack."""
    from platformdirs import user_cache_path

    status = model.stat()
    state = f"{model.resolve()}|{status.st_size}|{status.st_mtime_ns}|{sys.byteorder}|{' '.join(MODEL_LANGUAGES)}"
    return user_cache_path("enquiry2article") / f"languages-{hashlib.sha256(state.encode()).hexdigest()[:32]}"


def _open_unpacked(folder: Path) -> dict[str, np.ndarray[Any, Any]]:
    """Open the arrays of the unpacked model. Raises OSError or ValueError where one is missing or cut short."""
    return {part: np.load(folder / f"{part}.npy", mmap_mode="r", allow_pickle=False) for part in _PARTS}


def _keep_unpacked(folder: Path, identifier: LanguageIdentifier) -> None:
    """Write the arrays of the model for the next time; a cache that cannot be written only means unpacking again."""
    values = (
        identifier.nb_ptc,
        identifier.nb_pc,
        identifier.nb_classes,
        identifier.tk_nextmove,
        identifier.tk_output,
        identifier.tk_row,
    )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as place:
            made = Path(place) / folder.name
            made.mkdir()
            for part, value in zip(_PARTS, values, strict=True):
                np.save(made / f"{part}.npy", np.asarray(value))
            made.rename(folder)
    except OSError:
        pass
