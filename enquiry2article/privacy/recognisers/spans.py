"""Pieces of a text that hold a personal value, and what the finders of such values share.

Pure. A finder is handed a text and its atoms (runs of letters or of digits) and gives spans; what it looks for is its
own business. Here is decided which kinds there are, what stands in their place, and which of two that overlap wins.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from enquiry2article.text.placeholders import PLACEHOLDERS
from enquiry2article.text.words import fold

_RANK: Final = {kind: rank for rank, kind in enumerate(PLACEHOLDERS)}


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text that holds a personal value: `text[start:end]`."""

    start: int
    end: int
    kind: str
    """A key of `PLACEHOLDERS`."""
    score: float = 1.0
    """How likely it is personal; what recognisers of one kind find is sure."""


Atom = tuple[int, int, str]
"""Start, end and folded text of a run of letters or of digits."""
ATOM: Final = re.compile(r"[^\W\d_]+|\d+")

Finder = Callable[[str, Sequence[Atom]], Iterator[Span]]


def cut_atoms(text: str) -> list[Atom]:
    """Cut a text into its runs of letters and of digits, folded."""
    if text.isascii():  # then folding keeps every place, and one call does for all
        return [(*match.span(), match[0]) for match in ATOM.finditer(text.lower())]
    return [(*match.span(), fold(match[0])) for match in ATOM.finditer(text)]


def match_after(
    pattern: re.Pattern[str], first: tuple[str, ...], text: str, atoms: Sequence[Atom]
) -> Iterator[re.Match[str]]:
    """Match a pattern only where a word begins as one of `first` does: far cheaper than trying it at each place.

    A single letter among `first` means the letter alone, as in "D.O.B.".
    """
    heads = _take_heads(first)
    for start, _, atom in atoms:
        if atom[:2] in heads and (len(atom) == 1 or atom.startswith(first)) and (match := pattern.match(text, start)):
            yield match


@functools.cache
def _take_heads(first: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word[:2] for word in first)


def mark_all(pattern: re.Pattern[str], text: str, kind: str) -> Iterator[Span]:
    """Yield a span for each place where a pattern matches."""
    for match in pattern.finditer(text):
        yield Span(*match.span(), kind)


def count_digits(text: str) -> int:
    """Count the digits of a text."""
    return sum(char.isdigit() for char in text)


def join_spans(text: str, found: Iterable[Span]) -> list[Span]:
    """Sort spans by place and join those that overlap, and names that only a space parts."""
    joined: list[Span] = []
    for span in sorted((span for span in found if span.start < span.end), key=lambda span: (span.start, -span.end)):
        if joined and span.start < joined[-1].end:
            last = joined.pop()
            kind = min(last.kind, span.kind, key=_RANK.__getitem__)
            joined.append(Span(last.start, max(last.end, span.end), kind))
        elif joined and span.kind == joined[-1].kind == "name" and text[joined[-1].end : span.start] == " ":
            joined[-1] = Span(joined[-1].start, span.end, "name")
        else:
            joined.append(span)
    return joined


def touches(span: Span, blocked: Sequence[tuple[int, int]]) -> bool:
    """Return whether a span overlaps one of some sorted pieces of the text that do not overlap one another."""
    place = bisect_left(blocked, (span.end, 0)) - 1
    return place >= 0 and blocked[place][1] > span.start
