"""Finds out whether the rows of a table are single messages where no column says in words who wrote them.

What tells is a column of ids that repeats, and who writes in many conversations and begins few: somebody of the
company, which `authors.find_staff` decides. Rows that name the row they answer are left to `reply_chains`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from enquiry2article.ingest.conversations.authors import FEWEST_CONVERSATIONS, find_staff
from enquiry2article.text.dates import looks_like_date
from enquiry2article.text.words import fold_accents

_THREAD: Final = re.compile(
    r"thread|conversation|discussion|chat|session|case|ticket|request|replyto|topic|dialog|room|parent|\bid\b"
)
"""Headings of a conversation's id."""
_LONGEST_TALK: Final = 8
"""Rows of a conversation, on average; a category has more."""
_LONGEST_NAME: Final = 5
"""Words."""
_FEWEST_WORDS: Final = 3
"""Words of a text, on average."""


@dataclass(frozen=True, slots=True)
class Messages:
    """What makes the rows of a table messages."""

    thread: int
    """The place of the column that tells which conversation a row is of."""
    author: int
    """The place of the column that says who wrote it."""
    staff: frozenset[str]
    """The company's people, as that column writes them, folded."""

    def is_staff(self, cells: Sequence[str]) -> bool:
        """Return whether somebody of the company wrote a row."""
        return self.author < len(cells) and _fold(cells[self.author]) in self.staff


def find_messages(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    texts: Collection[int],
    writers: Sequence[int],
    names_agent: Callable[[str], bool],
) -> Messages | None:
    """Find the columns that make rows messages, or None for a table of whole enquiries.

    `rows` are the first ones, `texts` the places of people's words, `writers` those of columns that name authors;
    `names_agent` says whether --agent names a person.
    """
    for thread in list_threads(header, rows, texts):
        judged = (_judge(rows, thread, author, names_agent) for author in writers if author != thread)
        if likely := [found for found in judged if found is not None]:
            # "Customer" and "Standard" part more conversations than the names of two agents, of whom one was away.
            return max(likely, key=lambda found: _count_turns(rows, found))
    # Under headings that nobody knows, only rows that stand together and always begin with another side are messages.
    for thread in list_runs(header, rows, texts):
        for author in range(len(header)):
            if author == thread or author in texts or not _names_people(rows, author):
                continue
            found = _judge(rows, thread, author, names_agent)
            threads = {row[thread].strip() for row in rows if thread < len(row)}
            if found is not None and _count_turns(rows, found) * 10 >= len(threads) * 7:
                return found
    return None


def find_repeated(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """Find texts that stand on every row of their conversation, beside a text that each row has of its own.

    A report that joins cases and messages has the case's description on each row. Gives for each such column the place
    of the column that tells the conversation.
    """
    found: dict[str, int] = {}
    for thread in list_threads(header, rows, ()):
        groups: dict[str, list[Sequence[str]]] = {}
        for row in rows:
            if len(row) == len(header) and row[thread].strip():
                groups.setdefault(row[thread].strip(), []).append(row)
        several = [group for group in groups.values() if len(group) > 1]
        if len(several) < FEWEST_CONVERSATIONS:
            continue
        texts = [place for place in range(len(header)) if _holds_text(several, place)]
        same = {place for place in texts if all(len({row[place] for row in group}) == 1 for group in several)}
        if any(all(len({row[place] for row in group}) > 1 for group in several) for place in texts):
            found |= {header[place]: thread for place in same if header[place] not in found}
    return found


def _holds_text(groups: Sequence[Sequence[Sequence[str]]], place: int) -> bool:
    """Return whether a column holds sentences, on average."""
    lengths = [len(row[place].split()) for group in groups for row in group]
    return sum(lengths) >= _FEWEST_WORDS * len(lengths)


def list_runs(header: Sequence[str], rows: Sequence[Sequence[str]], texts: Collection[int]) -> list[int]:
    """Return the places of columns whose equal values stand below each other, a few rows each."""
    found = []
    for place in range(len(header)):
        values = [row[place].strip() for row in rows if place < len(row)]
        runs = len([value for value, _ in groupby(values)])
        if place in texts or "" in values or runs != len(set(values)) or runs < FEWEST_CONVERSATIONS:
            continue
        if runs < len(values) <= _LONGEST_TALK * runs:
            found.append(place)
    return found


def _names_people(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Return whether a column may hold names or words for sides: a few words each, no dates, no mere figures."""
    values = {row[place].strip() for row in rows if place < len(row)}
    return all(
        any(map(str.isalpha, value)) and len(value.split()) <= _LONGEST_NAME and not looks_like_date(value)
        for value in values
    )


def _count_turns(rows: Sequence[Sequence[str]], found: Messages) -> int:
    """Count the conversations that a customer begins and in which somebody of the company answers."""
    talks: dict[str, list[bool]] = {}
    for row in rows:
        talks.setdefault(row[found.thread].strip() if found.thread < len(row) else "", []).append(found.is_staff(row))
    return sum(not talk[0] and any(talk) for talk in talks.values())


def list_threads(header: Sequence[str], rows: Sequence[Sequence[str]], texts: Collection[int]) -> list[int]:
    """Return the places of columns that may tell which conversation a row is of: called so, with values that repeat."""
    found = []
    for place, name in enumerate(header):
        ids = [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
        if place not in texts and _THREAD.search(fold_accents(name)) and 1 < len(set(ids)) < len(ids):
            found.append(place)
    return found


def _judge(
    rows: Sequence[Sequence[str]], thread: int, author: int, names_agent: Callable[[str], bool]
) -> Messages | None:
    """Return whether a column of authors parts the conversations into two sides."""
    talks: dict[str, list[str]] = {}
    for row in rows:
        if max(thread, author) < len(row) and row[thread].strip() and row[author].strip():
            talks.setdefault(row[thread].strip(), []).append(_fold(row[author]))
    several = [people for people in talks.values() if len(people) > 1]
    named = frozenset(who for people in talks.values() for who in people if names_agent(who))
    staff = named or find_staff(several)
    both = sum(bool(staff & set(people)) and not staff >= set(people) for people in several)
    return Messages(thread, author, staff) if staff and both * 2 >= len(several) else None


def _fold(person: str) -> str:
    return " ".join(person.casefold().split())
