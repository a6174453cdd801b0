"""Finds what is said of somebody's health: "your diabetes", "since your hip operation", not "suitable for diabetics".

Pure. The word for the condition goes, and the sentence is no longer about anybody. Words are data (`cues.py`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Final

from enquiry2article.privacy.cues import CLASSES, classify_word
from enquiry2article.privacy.recognisers.spans import Atom, Span
from enquiry2article.text.language import guess_language

_HEALTH: Final = CLASSES.index("health")
_ABOUT: Final = frozenset(map(CLASSES.index, ("yours", "pronoun", "person")))
_BEFORE: Final = 9
"""Words before the condition among which somebody is spoken of."""
_SENTENCE: Final = re.compile(r"[.!?\n]")


def find_health(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find conditions that are said of a person spoken to or of."""
    if not any(_may_tell(atom) for _, _, atom in atoms):
        return
    language = guess_language(text)
    person = -1
    for at, (start, end, atom) in enumerate(atoms):
        if at and _SENTENCE.search(text, atoms[at - 1][1], start):
            person = -1
        classes = classify_word(atom, language)
        if _HEALTH in classes and person >= 0 and at - person <= _BEFORE and not _is_general(text, start):
            yield Span(start, end, "health")
        if not classes.isdisjoint(_ABOUT):
            person = at


@functools.cache
def _compile_general() -> re.Pattern[str]:
    """Read what tells that a sentence is about a product and whoever it suits."""
    told = files("enquiry2article").joinpath("resources", "privacy", "general_use.txt").read_text(encoding="utf-8")
    lines = (line for line in told.splitlines() if line and not line.startswith("#"))
    return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(lines)})(?!\w)")


def _is_general(text: str, place: int) -> bool:
    begin = max((text.rfind(mark, 0, place) for mark in ".!?\n"), default=-1) + 1
    ends = [end for mark in ".!?\n" if (end := text.find(mark, place)) >= 0]
    return bool(_compile_general().search(text, begin, min(ends, default=len(text))))


@functools.lru_cache(maxsize=50_000)
def _may_tell(atom: str) -> bool:
    return atom.isalpha() and _HEALTH in classify_word(atom, "")
