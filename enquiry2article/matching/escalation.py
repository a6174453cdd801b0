"""Tells which enquiries a person should answer without any prepared text: danger, grief, anger, the law, a farewell.

Pure. The patterns of `resources/languages/<code>/escalation.toml` decide, sentence by sentence: those of the sentence's
language, or of all where it is unknown or has none. What is asked in general is no sign: "How do I cancel my contract?"
is for a post to answer, "I want to cancel my contract" is for a person. How often somebody has written about the same,
the caller counts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from enquiry2article.text.language import guess_language
from enquiry2article.text.word_lists import Phrases

_LONGEST_TEXT: Final = 20_000
"""Characters: some seven pages. Whoever is in need says so before."""
_LONGEST_SENTENCE: Final = 1_000

_SHOUTED_WORDS: Final = 5
"""Words in capitals, with exclamation marks behind them, that make shouting."""


def _find(*names: str, start: str = r"(?<![\w-])") -> Phrases:
    return Phrases("escalation", rf"{start}(?:{'|'.join(f'<{name}>' for name in names)})(?!\w)")


@dataclass(frozen=True, slots=True)
class _Sign:
    """Why a person should write, and how one sees it."""

    reason: str
    told: Phrases
    stated: Phrases | None = None
    """What counts only outside a question: "Do I need a lawyer to buy a flat?" threatens nobody."""
    supposed: bool = False
    """Whether a question that only supposes it counts too: "What do I do if I smell gas?"."""


_SIGNS: Final = (
    _Sign("may be dangerous", _find("danger"), supposed=True),
    _Sign("speaks of an injury or an illness", _find("injury")),
    _Sign("tells of a death", _find("death"), _find("death_stated"), supposed=True),
    _Sign("speaks of a lawyer or the law", _find("law"), _find("law_stated")),
    _Sign("speaks of fraud or theft", _find("fraud"), _find("fraud_stated")),
    _Sign("asks about personal data by law", _find("data"), _find("data_stated")),
    _Sign("makes a complaint", _find("complaint")),
    _Sign("sounds upset", _find("anger")),
    _Sign("wants to cancel", _find("leaving"), _find("leaving_stated")),
    _Sign("may be urgent", _find("urgent"), _find("urgent_stated")),
)
"""The gravest first: it is the one that the person is told."""

_ASKS: Final = _find(
    "asks", start=r"^(?:[¿\s\"'(-]|(?:hi|hello|hey|hallo|bonjour|hola|dear|and|but|so|also|und|et|y|ok)[ ,:!]+){0,4}"
)
"""How a sentence begins that asks."""
_SUPPOSES: Final = _find("supposes")


_END: Final = re.compile(r"(?<=[.?!…])[\s\"')\]]+|\n+")


def find_escalation(text: str) -> str:
    """Describe in a few words why a person should write to this customer without a prepared text, or "".

    >>> find_escalation("I want to cancel my membership.")
    'wants to cancel'
    >>> find_escalation("How do I cancel my membership?")
    ''
    """
    text = unicodedata.normalize("NFC", text[:_LONGEST_TEXT]).replace("’", "'").replace("‘", "'")
    sentences = [" ".join(part[:_LONGEST_SENTENCE].split()) for part in _END.split(text) if part.strip()]
    small = [(sentence.lower(), guess_language(sentence)) for sentence in sentences]
    for sign in _SIGNS:
        if any(_matches(sign, sentence, language) for sentence, language in small):
            return sign.reason
    return "sounds upset" if any(map(_is_shouted, sentences)) else ""


def _matches(sign: _Sign, sentence: str, language: str) -> bool:
    asks = sentence.endswith("?") or bool(_ASKS(language).match(sentence))
    found = sign.told(language).search(sentence)
    if not found and sign.stated and not asks:
        found = sign.stated(language).search(sentence)
    if not found or sign.supposed or not asks:
        return bool(found)
    return not _SUPPOSES(language).search(sentence, 0, found.start())


def _is_shouted(sentence: str) -> bool:
    """Recognise shouting from somebody whose keyboard only has capitals: it takes several exclamation marks as well."""
    shouted = [word for word in sentence.split() if len(word) > 1 and word.isupper()]
    return sentence.rstrip().endswith("!!") and len(shouted) >= _SHOUTED_WORDS
