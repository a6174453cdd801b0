"""Finds places on the map: degrees, three words (https://what3words.com), plus codes (https://plus.codes).

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from enquiry2article.privacy.recognisers.spans import Atom, Span, mark_all

_DEGREE = r"[+-]?\d{1,3}[.,]\d{3,8}\s?°?(?:\s?[NSEWOnsewo](?!\w))?"
_MINUTES = r"\d{1,3}\s?°\s?\d{1,2}(?:[.,]\d{1,4})?\s?['’′](?:\s?\d{1,2}(?:[.,]\d{1,4})?\s?(?:[\"”″]|''))?\s?[NSEWO]?"
_DEGREES = re.compile(rf"(?<![\w.,]){_DEGREE}[,;]?\s{{1,2}}{_DEGREE}(?![\w])|(?<!\w){_MINUTES}[,;]?\s{{0,2}}{_MINUTES}")
_WORDS = r"[^\W\d_]{2,30}\.[^\W\d_]{2,30}\.[^\W\d_]{2,30}"
_THREE_WORDS = re.compile(
    rf"///{_WORDS}|(?i:(?<=what3words )|(?<=what3words: )|(?<=w3w )|(?<=w3w: )|(?<=w3w\.co/)){_WORDS}"
)
_PLUS_CODE = re.compile(r"(?<![\w+])[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?![\w+])")


def find_coordinates(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find places on the map. Ranges of measures have other units and fewer decimals."""
    if "." in text or "," in text or "°" in text:
        yield from mark_all(_DEGREES, text, "address")
    if "." in text:
        yield from mark_all(_THREE_WORDS, text, "address")
    if "+" in text:
        yield from mark_all(_PLUS_CODE, text, "address")
