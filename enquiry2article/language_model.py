"""How likely a text is in each language, by the pieces of words that each language likes.

py3langid, in the languages that people write to companies in. Unlike word lists it knows a language by "Akku lädt
nicht", and it knows that Danish is none of those whose words we have.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

MODEL_LANGUAGES: Final = (
    "en de fr es nl it pl pt sv da no fi cs sk tr hu ro hr sl ca et lv lt ru uk bg el ar he zh ja ko hi vi id"
).split()
"""What a text can be in. The model knows 140; rare ones would take short texts away from their large neighbours."""


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
