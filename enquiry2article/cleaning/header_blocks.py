"""Finds blocks of header lines above a quoted mail: "From: …", "Sent: …", in any language, by their structure."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Final

from enquiry2article.cleaning.quote_headers import ADDRESS, LONGEST_HEADER, MOST_SMALL_WORDS, read_evidence
from enquiry2article.text.word_lists import read_table

_LABEL: Final = re.compile(r"^[\s>*_]{0,6}([^\W\d_][^:：\n|<@]{0,28}?)\s?[*_]{0,2}\s?[:：][*_]{0,2}\s*(.*)$")
_INNER_LABEL: Final = re.compile(
    r"(?:^|(?<=[\s>]))\*?([^\W\d_][^\s:：*@<]{0,20}(?: [^\W\d_][^\s:：*@<]{0,14})?)\s?\*?[:：]\*?(?=\s|$)"
)
_NAMED_ADDRESS: Final = re.compile(r"\S\s?[\"”'»]?\s?(?:<|\[mailto:)[^<>\s@]{1,80}@[^<>\s@]{2,100}[>\]]")
_FEWEST_LABELS: Final = 3
_BLOCK: Final = 10
"""Lines that a block of labels can have, with empty ones between them."""


@functools.cache
def _label_kinds() -> dict[str, str]:
    labels: dict[str, list[str]] = read_table("mail/quotes.toml")["labels"]
    kinds: dict[str, str] = {}
    for kind, words in labels.items():
        for word in words:
            kinds.setdefault(word, kind)
    return kinds


@functools.lru_cache(maxsize=512)
def list_labels(line: str) -> tuple[tuple[str, str], ...]:
    """Return the labels of a line with what stands behind each: one, or several where a header is on one line.

    Labels are in small letters. () for a line that begins with no label.
    """
    line = line[: 2 * LONGEST_HEADER]
    first = _LABEL.match(line)
    if not first:
        return ()
    marks = [
        mark for mark in _INNER_LABEL.finditer(line, first.start(2)) if _find_kind(mark[1]) or _is_capital(mark[1])
    ]
    ends = [*(mark.start() for mark in marks), len(line)]
    found = [(first[1].strip("* ").casefold(), line[first.start(2) : ends[0]].strip(" *"))]
    for mark, end in zip(marks, ends[1:], strict=True):
        label = mark[1] if _find_kind(mark[1]) else mark[1].split()[-1]
        found.append((label.casefold(), line[mark.end() : end].strip(" *")))
    return tuple(found)


def _is_capital(label: str) -> bool:
    return not label[:1].islower()


@functools.lru_cache(maxsize=1024)
def _find_kind(label: str) -> str:
    kinds = _label_kinds()
    folded = label.strip("* ").casefold()
    return kinds.get(folded) or kinds.get(folded.split()[-1] if " " in folded else "", "")


def is_label(line: str) -> bool:
    """Return whether a line begins with a label that mail headers have."""
    found = _LABEL.match(line[:80])
    return bool(found) and found is not None and found[1].strip("* ").casefold() in _label_kinds()


def count_block(lines: Sequence[str], place: int) -> int:
    """Return how many lines a block "From: ... Sent: ..." takes from a place on; 0 where none begins there."""
    head = lines[place][:80]
    if ":" not in head and "：" not in head:
        return 0
    first = _LABEL.match(head)
    if not first:
        return 0
    if not _find_kind(first[1]) and not (
        _looks_like_label(first[1]) and any("@" in line for line in lines[place : place + _BLOCK])
    ):
        return 0
    labels: list[tuple[str, str]] = []
    end = place
    for here in range(place, min(len(lines), place + _BLOCK)):
        line = lines[here]
        if not line:
            # Paragraphs of HTML leave an empty line between labels, but below the last one the mail begins.
            if here + 1 < len(lines) and is_label(lines[here + 1]) and len(labels) < 2 * _BLOCK:
                continue
            break
        found = list_labels(line)
        if not found or not (_find_kind(found[0][0]) or _looks_like_label(found[0][0])):
            goes_on = "@" in line or lines[here - 1].endswith((",", ";")) or _inner_labels(line)
            if not labels or not goes_on:
                break
            found = (("", line), *_inner_labels(line))
        labels += found
        end = here + 1
    return end - place if _is_header_block(labels) else 0


def _inner_labels(line: str) -> list[tuple[str, str]]:
    """Return the known labels within a line that begins with none, because the header is wrapped."""
    return [(mark[1].casefold(), "") for mark in _INNER_LABEL.finditer(line[:LONGEST_HEADER]) if _find_kind(mark[1])]


def _looks_like_label(label: str) -> bool:
    return len(label) <= 24 and len(label.split()) <= 3 and not any(map(str.isdigit, label))


def _is_header_block(labels: Sequence[tuple[str, str]]) -> bool:
    named = [label for label, _ in labels if label]
    if len(named) < _FEWEST_LABELS or len(set(named)) < _FEWEST_LABELS:
        return False  # "From: a" on ten lines is a list
    kinds = {kind for label in named if (kind := _find_kind(label))}
    values = [value[:200] for _, value in labels]
    address = any(map(ADDRESS.search, values))
    of_mail = bool(kinds & {"sent", "subject"})
    if "from" in kinds and kinds & {"to", "subject"}:
        # "From: Leeds, to: York, date: 3 May" asks for a journey.
        if kinds & {"sent", "date"}:
            return of_mail or address
        if "to" in kinds and "subject" in kinds:
            return address
    # In a language without data: a person with an address in brackets, and a moment that is a value of its own.
    return any(map(_NAMED_ADDRESS.search, values)) and any(map(_is_moment, values))


def _is_moment(value: str) -> bool:
    found = read_evidence(value)
    return found.date and found.time and not found.address and found.words <= MOST_SMALL_WORDS
