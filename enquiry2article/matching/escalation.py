"""Tells which enquiries a person should answer without any prepared text: danger, grief, anger, the law, a farewell.

Pure. The patterns of `resources/matching/escalation.toml` decide, sentence by sentence, in English, German, French and
Spanish. What is asked in general is no sign: "How do I cancel my contract?" is for a post to answer, "I want to cancel
my contract" is for a person. How often somebody has written about the same, the caller counts.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

_LONGEST_TEXT: Final = 20_000
"""Characters: some seven pages. Whoever is in need says so before."""
_LONGEST_SENTENCE: Final = 1_000

_SHOUTED_WORDS: Final = 5
"""Words in capitals, with exclamation marks behind them, that make shouting."""


@functools.cache
def load_patterns() -> Mapping[str, Any]:
    """Load the lists of patterns by name, and under "parts" the pieces that they share."""
    source = files("enquiry2article") / "resources" / "matching" / "escalation.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _compile(*names: str, start: str = r"(?<![\w-])") -> re.Pattern[str]:
    """Make one pattern of lists that hold a pattern a line."""
    lists = load_patterns()
    joined = "|".join(line for name in names for line in lists[name].splitlines() if line) or "(?!)"
    for name, part in lists["parts"].items():
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


@functools.cache
def _list_signs() -> tuple[_Sign, ...]:
    """List the signs, the gravest first: it is the one that the person is told."""
    return (
        _Sign("may be dangerous", _compile("danger"), supposed=True),
        _Sign("speaks of an injury or an illness", _compile("injury")),
        _Sign("tells of a death", _compile("death"), _compile("death_stated"), supposed=True),
        _Sign("speaks of a lawyer or the law", _compile("law"), _compile("law_stated")),
        _Sign("speaks of fraud or theft", _compile("fraud"), _compile("fraud_stated")),
        _Sign("asks about personal data by law", _compile("data"), _compile("data_stated")),
        _Sign("makes a complaint", _compile("complaint")),
        _Sign("sounds upset", _compile("anger")),
        _Sign("wants to cancel", _compile("leaving"), _compile("leaving_stated")),
        _Sign("may be urgent", _compile("urgent"), _compile("urgent_stated")),
    )


@functools.cache
def _compile_asking() -> re.Pattern[str]:
    """Compile how a sentence begins that asks."""
    opens = r"^(?:[¿\s\"'(-]|(?:hi|hello|hey|hallo|bonjour|hola|dear|and|but|so|also|und|et|y|ok)[ ,:!]+){0,4}"
    return _compile("asks", start=opens)


@functools.cache
def _compile_supposing() -> re.Pattern[str]:
    return _compile("supposes")


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
    for sign in _list_signs():
        if any(_tells(sign, sentence) for sentence in small):
            return sign.reason
    return "sounds upset" if any(map(_is_shouted, sentences)) else ""


def _tells(sign: _Sign, sentence: str) -> bool:
    asks = sentence.endswith("?") or bool(_compile_asking().match(sentence))
    found = sign.told.search(sentence) or (None if asks else sign.stated.search(sentence))
    if not found or sign.supposed or not asks:
        return bool(found)
    return not _compile_supposing().search(sentence, 0, found.start())


def _is_shouted(sentence: str) -> bool:
    """Tell shouting from somebody whose keyboard only has capitals: it takes several exclamation marks as well."""
    shouted = [word for word in sentence.split() if len(word) > 1 and word.isupper()]
    return sentence.rstrip().endswith("!!") and len(shouted) >= _SHOUTED_WORDS
