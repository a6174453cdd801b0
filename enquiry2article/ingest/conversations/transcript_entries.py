"""Cuts a conversation that is one text into its entries, by the lines with which each begins.

Headers that many programs write are known here; of others, `ingest/conversations/header_shapes` learns the shape.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from enquiry2article.ingest.conversations.header_shapes import HeaderShape
from enquiry2article.ingest.conversations.internal_notes import is_note_label
from enquiry2article.ingest.fields.columns import is_internal_heading

_DATE: Final = "|".join(
    (
        r"\d{1,4}[-/.]\s?\d{1,2}[-/.]\s?\d{1,4}",
        r"\d{1,2}[-/][^\W\d_]{3,4}[-/]\d{2,4}",
        r"\d{1,2}\.?\s[^\W\d_]{3,10}\.?,?\s\d{4}",
        r"[^\W\d_]{3,10}\.?\s\d{1,2},?\s\d{4}",
    )
)
_TIME: Final = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\b\.?)?"
_WHEN: Final = rf"(?:(?:{_DATE})(?:,?\s(?:at\s|um\s)?|T|,)?)?{_TIME}(?:\s?(?:UTC|GMT|Z|[A-Z]{{3,4}}))?|{_DATE}"
_NAME: Final = r"[^\s:;|()\[\]<>][^:;|()\[\]<>\n]{0,58}?"
_ROLE: Final = r"(?:\s?[(\[](?P<role>[^()\[\]\n]{1,40})[)\]])?"
_GAP: Final = r"[ \t]*(?:[-–—|,·]|\b(?:on|am|le|el|at)\b)?[ \t]*"
_TIMED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # "(10:01:02) Ana: Hello", "[03.02.26, 10:01:02] Ana: Hello"
        rf"[(\[](?P<when>{_WHEN})[)\]]{_GAP}(?P<said>.*)$",
        # "2026-02-03 10:01;ana;Hello"
        rf"(?P<when>{_WHEN});(?P<name>[^;\n]{{1,60}});(?P<said>.*)$",
        # "03/02/2026, 10:01 - Ana (Agent): Hello"
        rf"(?P<when>{_WHEN})[ \t]*[-–—|,·][ \t]*(?P<name>{_NAME}){_ROLE}[ \t]?:(?=\s|$)(?P<said>.*)$",
        # "Ana (10:01): Hello", "Ana [10:01] Hello"
        rf"(?P<name>{_NAME})[ \t]?[(\[](?P<when>{_WHEN})[)\]][ \t]?:?(?P<said>.*)$",
        # "2026-02-03 10:31:00 - Ana Holt (Additional comments)"
        rf"(?P<when>{_WHEN})[ \t]*[-–—|,·][ \t]*(?P<name>{_NAME}){_ROLE}[ \t]*(?P<said>)$",
        # "Ana Holt (Support) - 03/02/2026 10:00", "Ana Holt, 3 Feb 2026 10:00 wrote:"
        rf"(?P<name>{_NAME}){_ROLE}(?:[ \t]+[^\W\d_A-Z]{{1,10}}){{0,2}}[ \t]*(?:[-–—|,·]|\bon\b|\bam\b)"
        rf"[ \t]*(?P<when>{_WHEN})(?:[ \t]\w{{1,12}})?[ \t]?:?(?P<said>)$",
    )
)
HAS_DIGIT: Final = re.compile(r"\d{1,2}[:./-]\s?\d{1,2}|\d{4}")
_LABEL: Final = re.compile(
    rf"(?:{_TIME}[ \t]+)?[*_]{{0,3}}(?P<name>[^\W\d_][^:;|()\[\]<>\n!?]{{0,38}}?){_ROLE}[*_]{{0,3}}"
    r"[ \t]?:[*_]{0,3}(?=\s|$)(?P<said>.*)$"
)
_SPEAKER: Final = re.compile(rf"(?P<name>[^:\n]{{1,60}}?){_ROLE}\s?:(?:[ \t]+|$)(?P<said>.*)$")
MOST_LABEL_WORDS: Final = 4
_EVENT: Final = re.compile(
    r"\*{3}|(?:[^:]{1,60} )?(?:has )?(?:joined|left|ended|entered|started|closed)\b[^:]{0,60}$"
    r"|chat (?:started|ended)\b",
    re.IGNORECASE,
)
_FRAMED: Final = re.compile(r"([-=_~#─—])\1{1,30}[ \t]*(?P<inner>(?!\1)[^\s].{0,150}?)[ \t]*\1{2,30}$")
"""A heading between rules: "--- Customer, 3 March 2026 ---"."""
_RULE: Final = re.compile(r"[ \t]*[-=_*~─—]{3,}[ \t]*$")
"""A line that only divides."""
_MARK: Final = re.compile(
    r"[*_#>\s]{0,4}(?:[(\[{][^()\[\]{}\n]{1,60}[)\]}]|(?:[^:\n!?|.]|\.(?!\s)){1,60}:|[^:\n]{0,30}\bnote\b[^:\n]{0,30}(?=\n))",
    re.IGNORECASE,
)
"""What may call what follows a note: words in brackets, in front of a colon or on a line of their own."""
_LONGEST_MARK: Final = 80
_LAST_RULE: Final = re.compile(r"\n[ \t]{0,8}([-=_*~#─—|/+])\1{1,80}\Z")
"""A line that divides what was said from the next header."""
_LONGEST_LABEL_LINE: Final = 4_000
"""Characters of a line that are looked at for its beginning."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody said, before it is known who that is."""

    name: str
    role: str
    when: str
    said: str

    @property
    def internal(self) -> bool:
        """Whether it is marked as a note among colleagues."""
        return bool(self.role) and is_internal_heading(self.role)

    @property
    def noted(self) -> bool:
        """Whether its name or the beginning of what was said calls it a note: "[Internal] He owes us money"."""
        label = _MARK.match(self.said)
        return is_note_label(self.name) or bool(label and is_note_label(label[0]))


def cut_entries(text: str, *, timed: bool, labels: frozenset[str] | None = None) -> tuple[str, list[Entry]]:
    """Return what stands before the first entry, and the entries: with a time, or with a label only.

    `labels` are the labels that count, all if None.
    """
    before: list[str] = []
    entries: list[Entry] = []
    pieces = before
    for line in text.split("\n"):
        head = read_timed(line) if timed else _read_label(line, labels)
        if head is None:
            if not _RULE.fullmatch(line):
                pieces.append(line)
            continue
        if entries:
            entries[-1] = _finish(entries[-1], pieces)
        entries.append(head)
        pieces = [head.said]
    if entries:
        entries[-1] = _finish(entries[-1], pieces)
    return "\n".join(before).strip(), entries


def cut_shaped(text: str, shape: HeaderShape) -> tuple[str, list[Entry]]:
    """Return what stands before the first entry, and the entries of a conversation whose headers were learnt.

    >>> cut_shaped("Ana > Open?\\nBo > Yes.\\nBo, private note > He owes us.", HeaderShape("\\0N >"))[1][1].said
    'Yes.'
    """
    heads = shape.find_heads(text)
    ends = [*(head.start for head in heads[1:]), len(text)]
    entries = []
    for head, end in zip(heads, ends, strict=False):
        said = _LAST_RULE.sub("", text[head.end : end].strip().removesuffix(shape.divider).rstrip()).strip()
        entry = Entry(head.name, head.role, head.when, said)
        if not entry.noted:
            entries.append(replace(entry, said=_drop_notes(said, shape)))
    return text[: heads[0].start].strip() if heads else "", entries


def _drop_notes(said: str, shape: HeaderShape) -> str:
    """Leave out a note that stands behind what was said, under a header that the learnt one does not fit."""
    for place in re.finditer(rf"\n|{re.escape(shape.divider)}" if shape.divider else r"\n", said):
        part = said[place.end() : place.end() + _LONGEST_MARK].lstrip()
        label = _MARK.match(part)
        ended = part.partition(shape.template[-1])
        if is_note_label(label[0] if label else "") or (ended[1] and is_note_label(ended[0])):
            return said[: place.start()].strip()
    return said


def _finish(entry: Entry, pieces: Sequence[str]) -> Entry:
    return Entry(entry.name, entry.role, entry.when, "\n".join(pieces).strip())


def read_timed(line: str) -> Entry | None:
    """Read a line that begins an entry with a moment, or give None."""
    bare = line.strip()[:_LONGEST_LABEL_LINE]
    if not bare or not HAS_DIGIT.search(bare[:110]):
        return None
    if framed := _FRAMED.match(bare):
        return read_timed(framed["inner"])
    for number, pattern in enumerate(_TIMED):
        found = pattern.match(bare)
        if found is None:
            continue
        parts = found.groupdict()
        said = line.strip()[found.start("said") :] if parts["said"] else ""
        if number == 0:
            speaker = None if _EVENT.match(said) else _SPEAKER.match(said)
            if speaker is None:
                return Entry("", "", parts["when"], said)
            return Entry(
                speaker["name"].strip(" \t*_"), speaker["role"] or "", parts["when"], said[speaker.start("said") :]
            )
        name = parts["name"].strip(" \t*_")
        if not any(sign.isalpha() for sign in name) or _EVENT.match(name):
            return None
        return Entry(name, parts.get("role") or "", parts["when"], said)
    return None


def _read_label(line: str, labels: frozenset[str] | None) -> Entry | None:
    found = _LABEL.match(line.strip()[:_LONGEST_LABEL_LINE]) if ":" in line[:60] else None
    if found is None:
        return None
    name = found["name"].strip()
    if len(name.split()) > MOST_LABEL_WORDS or (labels is not None and fold_name(name) not in labels):
        return None
    return Entry(name, found["role"] or "", "", line.strip()[found.start("said") :])


def fold_name(name: str) -> str:
    """Fold a name or label, so that it can be compared."""
    return " ".join(name.casefold().split())
