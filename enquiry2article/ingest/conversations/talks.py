"""Learns of a column whether its cells are whole conversations, and who speaks in them for the company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from enquiry2article.domain.enquiry import Author
from enquiry2article.ingest.conversations.header_shapes import learn_header_shape
from enquiry2article.ingest.conversations.transcript_entries import Entry, cut_entries, cut_shaped
from enquiry2article.ingest.conversations.transcripts import LONGEST, Talk, classify_label, flatten_cell

_FEWEST_WORDS: Final = 4
"""Words of a sentence that somebody says."""
_RECURRING: Final = 3
"""Cells in which a label stands that is somebody of the company."""
_MANY: Final = 0.15
"""Share of the cells from which on a label is somebody of the company, and below which it is a customer."""


def learn_talk(cells: Sequence[str], staff: Collection[str] = ()) -> Talk | None:
    """Return whether a column's cells are conversations, and who in them belongs to the company; None if they are not.

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
    timed = any(entry.when for entries in talking for entry in entries)
    who = _list_speakers(talking)
    known = {name for name in who.rows if name in staff}
    talk = Talk(who.answering | known, customers_open=who.customers_open)
    if timed:
        several = sum(len({entry.name for entry in entries}) > 1 for entries in talking) * 2 >= len(talking)
        # A text of its own above a name with a date is a mail with another one quoted below it.
        journal = sum(headed) * 2 >= len(talking) and all(
            entry.when and (entry.name or entry.said) for entries in talking for entry in entries[:1]
        )
        marks = [entry for entries in talking for entry in entries if entry.role]
        marked = any(entry.internal for entry in marks) and not all(entry.internal for entry in marks)
        return replace(talk, marked=marked) if several or journal else None
    # Without times, the fields of a form look alike: theirs are the same in every cell.
    by_role = 0
    by_people = 0
    frequent = who.frequent | who.answering
    # Of comments, many are one only.
    begins = sum(headed) * 5 >= len(found) * 4
    for entries in talking:
        names = {entry.name for entry in entries}
        roles = {classify_label(entry.name) or classify_label(entry.role) for entry in entries}
        by_role += {Author.CUSTOMER, Author.AGENT} <= roles
        # Of a form's fields hardly one holds a sentence.
        telling = {entry.name for entry in entries if len(entry.said.split()) >= _FEWEST_WORDS}
        mixed = len(telling) > 1 and any(name not in frequent for name in names)
        by_people += (mixed or (names == telling and begins)) and bool(names & frequent)
    rare = sum(count for name, count in who.rows.items() if name not in frequent)
    constant = len(frequent) > max(3, len(who.rows) // 2) or rare * 2 < len(talking)
    constant = constant and not frequent & set(staff)
    if by_role * 2 >= len(talking) or (by_people * 2 >= len(talking) and not constant):
        return talk
    return None


@dataclass(frozen=True, slots=True)
class _Speakers:
    """Who speaks in the cells of a column."""

    rows: Counter[str]
    """In how many cells each name stands."""
    frequent: frozenset[str]
    """Names that stand in many cells."""
    answering: frozenset[str]
    """Those who answer, by what the column shows."""
    customers_open: bool


def _list_speakers(talking: Sequence[Sequence[Entry]]) -> _Speakers:
    """Return who answers: whoever is in many cells, or in a few beside people who are in one only and open them.

    Whoever is in many cells may be a customer who wrote often: then there is nobody else in them who is in one only,
    and they speak first or second as the other customers do. Where all labels are frequent, those that never open
    answer.
    """
    cells = [list(dict.fromkeys(entry.name for entry in entries if entry.name)) for entries in talking]
    cells = [names for names in cells if names]
    rows = Counter(name for names in cells for name in names)
    opening = Counter(names[0] for names in cells)
    least = max(_RECURRING, _MANY * len(talking))
    frequent = {name for name, count in rows.items() if count >= least and classify_label(name) != Author.CUSTOMER}
    rare = {name for name, count in rows.items() if count == 1 or classify_label(name) == Author.CUSTOMER}
    mixed = [names[0] in rare for names in cells if 0 < len(rare & set(names)) < len(names)]
    customers_open = sum(mixed) * 3 >= len(mixed) * 2
    answering = set()
    for name, count in rows.items():
        beside = [set(names) for names in cells if name in names and len(names) > 1]
        without = sum(not rare & names for names in beside)
        often = without * 2 < len(beside) or not beside or (mixed and opening[name] * 2 >= count) != customers_open
        seldom = name not in rare and beside and not without and opening[name] == (0 if customers_open else count)
        if often if name in frequent else seldom:
            answering.add(name)
    if frequent and len(frequent) == len(rows):
        answering = {name for name in frequent if opening[name] * 2 < rows[name]}
    return _Speakers(rows, frozenset(frequent), frozenset(answering), customers_open and not _is_canned(talking))


def _is_canned(talking: Sequence[Sequence[Entry]]) -> bool:
    """Return whether most conversations begin with the same words of different people, as those of the company do."""
    begun: dict[str, set[str]] = {}
    for entries in talking:
        begun.setdefault(" ".join(entries[0].said.casefold().split()), set()).add(entries[0].name)
    said, people = max(begun.items(), key=lambda found: len(found[1]))
    return len(said.split()) >= _FEWEST_WORDS and len(people) >= _RECURRING and len(people) * 2 >= len(talking)


def _read_cell(flat: str) -> Sequence[Entry]:
    _, entries = cut_entries(flat, timed=True)
    spoken = [entry for entry in entries if entry.name]
    if spoken:
        return spoken
    _, entries = cut_entries(flat, timed=False)
    return entries if len({entry.name for entry in entries}) > 1 else ()
