"""Joins messages that name the message they answer, as tweets and mails do, into conversations.

Decides which column says what a row answers, and which message began the conversation of each. Who speaks is left to
`authors`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from enquiry2article.ingest.conversations.authors import find_staff
from enquiry2article.ingest.fields.field_words import split_field

_ANSWERING: Final = frozenset({"reply", "replied", "replying", "response", "responding", "answer", "parent"})
_LONGEST_CHAIN: Final = 10_000


@dataclass(frozen=True, slots=True)
class ReplyColumns:
    """The places of the columns that chain messages."""

    own: int
    """The message's own id."""
    answered: int
    """The id of the message that it answers, empty for one that begins a conversation."""


@dataclass(frozen=True, slots=True)
class ReplyChains:
    """Which message of a table answers which, and who answers in many conversations."""

    columns: ReplyColumns
    parents: Mapping[str, str]
    """Id → the id of the message that it answers."""
    staff: frozenset[str]
    """Authors who answer in many conversations."""

    def find_root(self, cells: Sequence[str]) -> str:
        """Return the id of the message that began the conversation of a row, "" for a row without an id.

        Messages that answer each other in a circle have the id that comes first in their order as texts.
        """
        id_ = clean_number(_cell(cells, self.columns.own))
        seen = {id_}
        while id_ in self.parents and len(seen) < _LONGEST_CHAIN:
            id_ = self.parents[id_]
            if id_ in seen:
                return min(seen)
            seen.add(id_)
        return id_


def find_reply_columns(header: Sequence[str]) -> ReplyColumns | None:
    """Find by their names the columns of a message's id and of the id that it answers; None where one is missing.

    >>> find_reply_columns(["tweet_id", "text", "in_response_to_tweet_id"])
    ReplyColumns(own=0, answered=2)
    """
    words = [split_field(name) for name in header]
    for place, name in enumerate(words):
        if not _ANSWERING & set(name) or not ({"to", "parent"} & set(name)) or name[-1] not in ("id", "to", "parent"):
            continue
        subject = [word for word in name if word not in _ANSWERING and word not in ("in", "to", "id", "status")]
        for wanted in ([*subject, "id"], ["message", "id"], ["id"]):
            own = next((at for at, other in enumerate(words) if other == wanted and at != place), None)
            if own is not None:
                return ReplyColumns(own, place)
    return None


def read_chains(columns: ReplyColumns, writer: int | None, rows: Iterable[Sequence[str]]) -> ReplyChains | None:
    """Go through all rows of a table for which message answers which; None where hardly any row answers another.

    `writer` is the place of the author's id or name, if there is one.
    """
    parents: dict[str, str] = {}
    authors: dict[str, str] = {}
    own: set[str] = set()
    for cells in rows:
        id_, answered = (clean_number(_cell(cells, place)) for place in (columns.own, columns.answered))
        own.add(id_)
        if id_ and answered and id_ != answered:
            parents[id_] = answered
        if id_ and writer is not None:
            authors[id_] = _cell(cells, writer).casefold()
    # What no row has for its own id is no message: Salesforce calls the ticket of a comment its parent.
    if own.isdisjoint(parents.values()):
        return None
    chains = ReplyChains(columns, parents, frozenset())
    threads: dict[str, list[str]] = {}
    for id_ in sorted(authors):
        row = [""] * (max(columns.own, columns.answered) + 1)
        row[columns.own] = id_
        root = chains.find_root(row)
        threads.setdefault(root, [authors.get(root, "")]).append(authors[id_])
    return ReplyChains(columns, parents, find_staff(threads.values()))


def clean_number(id_: str) -> str:
    """Return an id without the zero behind a point that a program puts to numbers: "12.0" is 12."""
    return id_.removesuffix(".0")


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""
