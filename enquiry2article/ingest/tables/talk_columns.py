"""Finds the columns of a table whose cells are whole conversations, and puts what was said in them into the rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from enquiry2article.cleaning.field_names import is_staff_heading
from enquiry2article.domain.enquiry import Author, Turn
from enquiry2article.ingest.conversations.talks import learn_talk
from enquiry2article.ingest.conversations.transcripts import Talk, split_transcript
from enquiry2article.ingest.fields.column_content import take_sample
from enquiry2article.ingest.fields.columns import is_internal_heading

_SHORTEST_TALK = 25
"""Characters of a conversation in one cell."""
_TALKS = 60
"""Cells that decide whether a column holds conversations."""


def find_talks(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Talk]:
    """Find the columns whose cells are whole conversations."""
    found = {}
    few = take_sample(rows, len(header))
    served = [place for place, name in enumerate(header) if is_staff_heading(name) and not is_internal_heading(name)]
    staff = {row[place].strip() for row in rows for place in served if place < len(row)}
    for place, name in enumerate(header):
        cells = [row[place] for row in few if place < len(row) and len(row[place]) > _SHORTEST_TALK]
        if not cells or (talk := learn_talk(cells[:_TALKS], staff)) is None:
            continue
        # A journal of work notes is for colleagues, unless it marks which of its entries are.
        if talk.marked or not is_internal_heading(name):
            found[name] = talk
    return found


def open_talks(
    turns: Sequence[Turn],
    texts: Mapping[str, str],
    talks: Mapping[str, Talk],
    staff: Collection[str],
    customers: Sequence[str],
    at: datetime | None,
) -> tuple[Turn, ...]:
    """Put in the place of each text that is a whole conversation what was said in it, and add the row's conversations.

    `texts` are the row's conversations by field, `at` is when the row was written. What a conversation repeats of the
    question or the answer counts once.
    """
    opened: list[Turn] = []
    for turn in turns:
        asks = turn.author is Author.CUSTOMER
        talk = talks.get("question" if asks else "answer")
        lines = split_transcript(turn.text, turn.at, staff, customers, talk, asked=not asks)
        opened += [Turn(author=a, text=said, at=when, name=name) for a, name, said, when in lines] or [turn]
    there = {" ".join(turn.text.split()) for turn in opened}
    for field, text in texts.items():
        lines = split_transcript(text, at, staff, customers, talks.get(field), asked=bool(opened))
        if text and not lines and not opened:
            lines = [(Author.CUSTOMER, "", text, at)]
        talked = [Turn(author=a, text=said, at=when, name=name) for a, name, said, when in lines]
        opened += _by_time([turn for turn in talked if " ".join(turn.text.split()) not in there])
    return tuple(opened)


def _by_time(turns: list[Turn]) -> list[Turn]:
    """Put what was said in its order: journals often have the newest entry first."""
    if all(turn.at is not None for turn in turns):
        turns.sort(key=lambda turn: turn.at.timestamp() if turn.at else 0.0)
    return turns
