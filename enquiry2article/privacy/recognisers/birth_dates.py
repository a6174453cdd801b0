"""Finds days of birth; other days stay.

Pure.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from enquiry2article.privacy.cues import CLASSES, classify_word
from enquiry2article.privacy.recognisers.spans import Atom, Span
from enquiry2article.text.stop_words import MONTHS
from enquiry2article.text.word_lists import one_of

_MONTH: Final = rf"(?:{'|'.join(sorted(MONTHS | {'maj', 'augusti', 'marts'}))})"
_DAY: Final = one_of(rf"""
    \d{{1,2}}[./ -]{{1,2}}\d{{1,2}}[./ -]{{1,2}}\d{{2,4}} | \d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}
    \d{{1,2}}(?:st|nd|rd|th|er|º|\.)?,? (?:de |of )?{_MONTH}\.?,? (?:del? |of )?['’]?\d{{2,4}}
    \d{{1,2}}-{_MONTH}-\d{{2,4}} | {_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{2,4}}
""")
_BORN: Final = CLASSES.index("birth")
_DAYS: Final = re.compile(rf"(?i)(?<![\w./-]){_DAY}(?!\d)")
_SHORT: Final = re.compile(
    r"(?i)(?<!\w)(?:d\.?\s?o\.?\s?b|n[ée]e?s?(?:\(e\))?(?=\s(?:le|en|à)\s)|née?s?|né\(e\)|f?\.?\s?nac|geb|ur|rod)(?=[\s.:])"
)
"""Words for birth that are too short to be known without their signs: "né le", "d.o.b.", "nac."."""
_NEAR: Final = 90
"""Letters between the word that speaks of birth and the day."""
_APART: Final = re.compile(r"[.!?]\s+[^\W\d_]{2}|\n\n")


def find_births(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find the days near a word that speaks of birth, in one sentence with it."""
    if not any(map(str.isdigit, text)):
        return
    cues = [(start, end) for start, end, atom in atoms if _speaks_of_birth(atom)]
    cues = sorted({*cues, *(match.span() for match in _SHORT.finditer(text))})
    if not cues:
        return
    for match in _DAYS.finditer(text):
        place = bisect_left(cues, match.span())
        before = text[cues[place - 1][1] : match.start()].lstrip(".") if place else None
        after = text[match.end() : cues[place][0]] if place < len(cues) else None
        if any(gap is not None and len(gap) <= _NEAR and not _APART.search(gap) for gap in (before, after)):
            yield Span(*match.span(), "date of birth")


@functools.lru_cache(maxsize=50_000)
def _speaks_of_birth(atom: str) -> bool:
    return len(atom) > 2 and _BORN in classify_word(atom, "")
