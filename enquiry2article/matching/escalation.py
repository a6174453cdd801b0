"""Tells which enquiries a person should answer without any prepared text: danger, grief, anger, the law, a farewell.

Pure. The words of `matching/escalation_words` decide, sentence by sentence, in English, German, French and Spanish.
What is asked in general is no sign: "How do I cancel my contract?" is for a post to answer, "I want to cancel my
contract" is for a person. How often somebody has written about the same, the caller counts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from enquiry2article.matching import escalation_words as words

_LONGEST_TEXT: Final = 20_000
"""Characters: some seven pages. Whoever is in need says so before."""
_LONGEST_SENTENCE: Final = 1_000

_SHOUTED_WORDS: Final = 5
"""Words in capitals, with exclamation marks behind them, that make shouting."""


def _compile(*lists: str, start: str = r"(?<![\w-])") -> re.Pattern[str]:
    """Make one pattern of lists that hold a pattern a line."""
    lines = [line for text in lists for line in text.strip().splitlines() if line]
    joined = "|".join(lines) or "(?!)"
    for name, part in words.PARTS.items():
        joined = joined.replace(f"<{name}>", part)
    joined = re.sub(r"<(\d)>", r"(?:[\\w'.-]+ ){0,\1}", joined)
    return re.compile(rf"{start}(?:{joined})(?!\w)")


@dataclass(frozen=True, slots=True)
class _Sign:
    """Why a person should write, and how one sees it."""

    reason: str
    told: re.Pattern[str]
    stated: re.Pattern[str] = re.compile(r"(?!)")
    """What counts only outside a question: "Do I need a lawyer to buy a flat?" threatens nobody."""
    supposed: bool = False
    """Whether a question that only supposes it counts too: "What do I do if I smell gas?"."""


_SIGNS: Final = (
    _Sign("may be dangerous", _compile(words.DANGER), supposed=True),
    _Sign("speaks of an injury or an illness", _compile(words.INJURY)),
    _Sign("tells of a death", _compile(words.DEATH), _compile(words.DEATH_STATED), supposed=True),
    _Sign("speaks of a lawyer or the law", _compile(words.LAW), _compile(words.LAW_STATED)),
    _Sign("speaks of fraud or theft", _compile(words.FRAUD), _compile(words.FRAUD_STATED)),
    _Sign("asks about personal data by law", _compile(words.DATA), _compile(words.DATA_STATED)),
    _Sign("makes a complaint", _compile(words.COMPLAINT)),
    _Sign("sounds upset", _compile(words.ANGER)),
    _Sign("wants to cancel", _compile(words.LEAVING), _compile(words.LEAVING_STATED)),
    _Sign("may be urgent", _compile(words.URGENT), _compile(words.URGENT_STATED)),
)
"""The gravest first: it is the one that the person is told."""

_ASKS: Final = _compile(
    words.ASKS,
    start=r"^(?:[¿\s\"'(-]|(?:hi|hello|hey|hallo|bonjour|hola|dear|and|but|so|also|und|et|y|ok)[ ,:!]+){0,4}",
)
_SUPPOSES: Final = _compile(words.SUPPOSES)
_END: Final = re.compile(r"(?<=[.?!…])[\s\"')\]]+|\n+")


def tell_attention(text: str) -> str:
    """Say in a few words why a person should write to this customer without a prepared text, or "".

    >>> tell_attention("I want to cancel my membership.")
    'wants to cancel'
    >>> tell_attention("How do I cancel my membership?")
    ''
    """
    text = unicodedata.normalize("NFC", text[:_LONGEST_TEXT]).replace("’", "'").replace("‘", "'")
    sentences = [" ".join(part[:_LONGEST_SENTENCE].split()) for part in _END.split(text) if part.strip()]
    small = [sentence.lower() for sentence in sentences]
    for sign in _SIGNS:
        if any(_tells(sign, sentence) for sentence in small):
            return sign.reason
    return "sounds upset" if any(map(_is_shouted, sentences)) else ""


def _tells(sign: _Sign, sentence: str) -> bool:
    asks = sentence.endswith("?") or bool(_ASKS.match(sentence))
    found = sign.told.search(sentence) or (None if asks else sign.stated.search(sentence))
    if not found or sign.supposed or not asks:
        return bool(found)
    return not _SUPPOSES.search(sentence, 0, found.start())


def _is_shouted(sentence: str) -> bool:
    """Tell shouting from somebody whose keyboard only has capitals: it takes several exclamation marks as well."""
    shouted = [word for word in sentence.split() if len(word) > 1 and word.isupper()]
    return sentence.rstrip().endswith("!!") and len(shouted) >= _SHOUTED_WORDS
