"""Learns of a column whether its cells are whole conversations, and who speaks in them for the company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from enquiry2article.domain.enquiry import Author
from enquiry2article.ingest.conversations.header_shapes import learn_header_shape
from enquiry2article.ingest.conversations.transcripts import (
    LONGEST,
    Entry,
    Talk,
    cut_entries,
    cut_shaped,
    flatten_cell,
    tell_label,
)

_FEWEST_WORDS: Final = 4
"""Words of a sentence that somebody says."""
_RECURRING: Final = 3
"""Cells in which a label stands that is somebody of the company."""
_MANY: Final = 0.15
"""Share of the cells from which on a label is somebody of the company, and below which it is a customer."""


def learn_talk(cells: Sequence[str], staff: Collection[str] = ()) -> Talk | None:
    """Say whether a column's cells are conversations, and who in them belongs to the company; None if they are not.

    `staff` are names that the table gives as those of the company's people.

    >>> talk = learn_talk([f"{who} > Are you open today?\\nDesk > Yes, until about six." for who in ("Al", "Bo", "Cy")])
    >>> sorted(talk.staff) if talk else None
    ['Desk']
    """
    filled = [flat for cell in cells if (flat := flatten_cell(cell[:LONGEST]).strip())]
    found = [_read_cell(flat) for flat in filled]
    headed = [
        bool(entries) and not cut_entries(flat, timed=True)[0] for flat, entries in zip(filled, found, strict=True)
    ]
    talk = _judge(found, headed, staff)
    lines = [flat for cell in cells if (flat := flatten_cell(cell[:LONGEST], bars=False).strip())]
    shape = learn_header_shape(lines)
    if shape is None:
        return talk
    parts = [cut_shaped(flat, shape) for flat in lines]
    shaped = [entries for _, entries in parts]
    if talk is not None and sum(map(len, shaped)) <= sum(map(len, found)):
        return talk
    judged = _judge(shaped, [bool(entries) and not before for before, entries in parts], staff)
    return replace(judged, shape=shape) if judged else talk


def _judge(found: Sequence[Sequence[Entry]], headed: Sequence[bool], staff: Collection[str]) -> Talk | None:
    """Judge by the entries of each cell; `headed` says of which cells the first one stands at the beginning."""
    talking = [entries for entries in found if entries]
    if not talking or len(talking) * 2 < len(found):
        return None
    rows = Counter(name for entries in talking for name in {entry.name for entry in entries if entry.name})
    timed = any(entry.when for entries in talking for entry in entries)
    least = max(_RECURRING, _MANY * len(talking))
    frequent = {name for name, count in rows.items() if count >= least and tell_label(name) != Author.CUSTOMER}
    if timed:
        several = sum(len({entry.name for entry in entries}) > 1 for entries in talking) * 2 >= len(talking)
        # A text of its own above a name with a date is a mail with another one quoted below it.
        journal = sum(headed) * 2 >= len(talking) and all(
            entry.when and (entry.name or entry.said) for entries in talking for entry in entries[:1]
        )
        marks = [entry for entries in talking for entry in entries if entry.role]
        marked = any(entry.internal for entry in marks) and not all(entry.internal for entry in marks)
        return Talk(_pick_staff(frequent, rows, talking, staff), marked) if several or journal else None
    # Without times, the fields of a form look alike: theirs are the same in every cell.
    by_role = 0
    by_people = 0
    for entries in talking:
        names = {entry.name for entry in entries}
        roles = {tell_label(entry.name) or tell_label(entry.role) for entry in entries}
        by_role += {Author.CUSTOMER, Author.AGENT} <= roles
        # Of a form's fields hardly one holds a sentence.
        telling = {entry.name for entry in entries if len(entry.said.split()) >= _FEWEST_WORDS}
        by_people += len(telling) > 1 and bool(names & frequent) and any(name not in frequent for name in names)
    rare = sum(count for name, count in rows.items() if name not in frequent)
    constant = len(frequent) > max(3, len(rows) // 2) or rare * 2 < len(talking)
    if by_role * 2 >= len(talking) or (by_people * 2 >= len(talking) and not constant):
        return Talk(_pick_staff(frequent, rows, talking, staff))
    return None


def _pick_staff(
    frequent: set[str], rows: Counter[str], talking: Sequence[Sequence[Entry]], staff: Collection[str]
) -> frozenset[str]:
    """Give the labels of the company's people: those that are known, and those that answer in several cells.

    Where all labels are frequent, those that never open are meant. Who never opens answers also where they are in two
    cells only, if all those who open these are in no other.
    """
    opening = Counter(entries[0].name for entries in talking)
    known = {name for name in rows if name in staff}
    if frequent and len(frequent) == len(rows):
        return frozenset(known | {name for name in frequent if opening[name] * 2 < rows[name]})
    beside: dict[str, list[bool]] = {}
    for entries in talking:
        alone = rows[entries[0].name] == 1
        for name in {entry.name for entry in entries}:
            beside.setdefault(name, []).append(alone and name != entries[0].name)
    answering = {name for name, count in rows.items() if count > 1 and all(beside[name])}
    return frozenset(known | frequent | {name for name in answering if tell_label(name) != Author.CUSTOMER})


def _read_cell(flat: str) -> Sequence[Entry]:
    _, entries = cut_entries(flat, timed=True)
    spoken = [entry for entry in entries if entry.name]
    if spoken:
        return spoken
    _, entries = cut_entries(flat, timed=False)
    return entries if len({entry.name for entry in entries}) > 1 else ()
