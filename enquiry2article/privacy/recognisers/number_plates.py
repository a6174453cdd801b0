"""Finds the plates of vehicles, where the text speaks of a plate or of a vehicle.

Pure. Alone, a plate looks as a part number does, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from enquiry2article.privacy.recognisers.cues import JOINT
from enquiry2article.privacy.recognisers.spans import Atom, Span, count_digits, match_after
from enquiry2article.text.word_lists import fill_phrases, one_of, read_table
from enquiry2article.text.words import fold

_PLATE: Final = (
    one_of(r"""
        [A-Z]{2}\d{2}[ -]?[A-Z]{3} | [A-Z]\d{1,3}[ -]?[A-Z]{3} | [A-Z]{2}[ -]?\d{3}[ -]?[A-Z]{2} | \d-[A-Z]{3}-\d{3}
        [A-ZÄÖÜ]{1,3}[- ][A-ZÄÖÜ]{1,2}[- ]?\d{1,4}[EH]? | [A-Z]{1,2}[- ]\d{1,6}[ ]?[A-Z]{0,3} | \d{4}[ -]?[A-Z]{3}
        [A-Z]{1,2}-\d{4}-[A-Z]{1,2} | \d?[A-Z]{3}[ -]?\d{3,4} | [A-Z]{2,3}[ -]?[A-Z0-9]{4,5}
        [A-Z0-9]{1,3}-[A-Z0-9]{2,3}-[A-Z0-9]{1,3}
        [A-Z]{3}\d[A-Z]\d{2}
    """)
    + r"(?![\w-])"
)
_CUE: Final = re.compile(
    r"(?i)(?<![^\W_])" + fill_phrases("numbers", "<plate>") + rf"(?!\w)\.?{JOINT}(?P<value>(?-i:{_PLATE}))"
)
_CUE_WORDS: Final = tuple(fold(read_table("privacy/first_words.toml")["plate"]).split())


def find_plates(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find the plates of vehicles."""
    for match in match_after(_CUE, _CUE_WORDS, text, atoms):
        value = match["value"]
        if count_digits(value) >= 2 and sum(char.isalnum() for char in value) >= 5:
            yield Span(*match.span("value"), "number plate")
