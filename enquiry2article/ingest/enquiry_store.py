"""Keeps what was read on the disk while it is read, so that memory does not grow with the exports.

It joins the parts of conversations that lie apart, gives every enquiry an id that does not depend on the order of the
rows, and hands the enquiries out in the order of their ids. The disk it uses is SQLite's temporary database: a file
without a name that is gone with the program, however that ends.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import msgspec

from enquiry2article.domain.enquiry import Author, Enquiry, Turn
from enquiry2article.ingest.temporary_store import explain_failures, open_temporary
from enquiry2article.text.encoding import mend_surrogates

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)

_TABLES = """
CREATE TABLE parts (thread TEXT, place INTEGER, file INTEGER, body TEXT);
CREATE TABLE enquiries (
    key TEXT, received TEXT, content TEXT, place INTEGER, own INTEGER, file INTEGER, replied INTEGER, bots INTEGER,
    body TEXT, follows INTEGER DEFAULT 0
);
"""
_IN_ORDER = "FROM enquiries ORDER BY key, follows != 0, received, content, place"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEnquiry:
    """An enquiry as it was read."""

    enquiry: Enquiry
    key: str
    """Its id before it was told from others of the same id."""
    content: str
    """A hash of what it says."""
    file: int
    """The number of the file that it begins in."""


class EnquiryStore:
    """Enquiries on the disk: `add` them all, `settle` once, then go through them as often as needed."""

    def __init__(self) -> None:
        self._db = open_temporary()
        with explain_failures():
            for table in _TABLES.split(";"):
                self._db.execute(table)
        self._place = 0
        self._count = 0

    def add(self, enquiry: Enquiry, file: int, scope: str) -> None:
        """Take an enquiry, or a part of one, that the file of this number holds.

        Parts with the same `thread` are joined if they have the same `scope`: what numbers the conversations.
        """
        self._place += 1
        body = _to_json(enquiry)
        with explain_failures():
            if enquiry.thread:
                thread = mend_surrogates(f"{scope}\x1f{enquiry.thread}")
                self._db.execute("INSERT INTO parts VALUES (?, ?, ?, ?)", (thread, self._place, file, body))
            else:
                self._keep(enquiry, self._place, file, body)

    def settle(self) -> dict[str, str]:
        """Join the parts and give each enquiry its id: the export's, or "e-" and a hash of what it says.

        Where several share an id, those that say different things get "~2", "~3" … by date; those that say the same are
        told in the answer: id → the id of the first. A conversation that two exports hold, once with more replies, is
        one: what either has is put together.
        """
        with explain_failures():
            self._join_parts()
            self._db.execute("CREATE INDEX in_order ON enquiries (key, follows != 0, received, content, place)")
            self._join_states()
            rows = self._db.execute(f"SELECT key, content, own, place, follows {_IN_ORDER}")
            again: dict[str, str] = {}
            for key, group in groupby(rows, key=lambda row: row[0]):
                first_with: dict[str, str] = {}
                id_at: dict[int, str] = {}
                for number, (_, content, has_own, place, follows) in enumerate(group, start=1):
                    id_at[place] = own = _number(key, number)
                    if follows:
                        again[own] = id_at[follows]
                    elif content in first_with and has_own:
                        again[own] = first_with[content]
                    first_with.setdefault(content, own)
                    self._count += 1
        return again

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Enquiry]:
        """Yield the enquiries in the order of their ids, each with its id."""
        with explain_failures():
            rows = self._db.execute(f"SELECT key, body {_IN_ORDER}")
            for key, group in groupby(rows, key=lambda row: row[0]):
                for number, (_, body) in enumerate(group, start=1):
                    yield replace(_from_json(body), id=_number(key, number))

    def list_read(self) -> Iterator[ReadEnquiry]:
        """Yield the enquiries in the same order, with where they come from."""
        with explain_failures():
            rows = self._db.execute(f"SELECT key, content, file, body {_IN_ORDER}")
            for key, group in groupby(rows, key=lambda row: row[0]):
                for number, (_, content, file, body) in enumerate(group, start=1):
                    enquiry = replace(_from_json(body), id=_number(key, number))
                    yield ReadEnquiry(enquiry=enquiry, key=key, content=content, file=file)

    def list_keys(self) -> Iterator[str]:
        """Yield what the enquiries are known by, before those of one key are told apart."""
        with explain_failures():
            for (key,) in self._db.execute("SELECT DISTINCT key FROM enquiries ORDER BY key"):
                yield key

    def count_files(self) -> dict[int, tuple[int, int, int]]:
        """Return for each file how many enquiries begin in it, how many have a reply, and how often bots replied."""
        with explain_failures():
            rows = self._db.execute("SELECT file, COUNT(*), SUM(replied), SUM(bots) FROM enquiries GROUP BY file")
            return {file: (count, replied, bots) for file, count, replied, bots in rows}

    def close(self) -> None:
        """Let the disk go."""
        self._db.close()

    def _keep(self, enquiry: Enquiry, place: int, file: int, body: str) -> None:
        key = mend_surrogates(enquiry.id) or f"e-{hash_content(enquiry)[:12]}"
        content = _hash_content(enquiry)
        received = (enquiry.received or LONG_AGO).astimezone(UTC).isoformat(timespec="microseconds")
        replied = any(turn.author is Author.AGENT for turn in enquiry.turns)
        row = (key, received, content, place, bool(enquiry.id), file, replied, count_replies_of_bots(enquiry), body)
        self._db.execute("INSERT INTO enquiries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)", row)

    def _join_parts(self) -> None:
        self._db.execute("CREATE INDEX by_thread ON parts (thread, place)")
        # A second connection cannot see the temporary database, so whole conversations are fetched one by one.
        last = ""
        while True:
            found = self._db.execute("SELECT MIN(thread) FROM parts WHERE thread > ?", (last,)).fetchone()[0]
            if found is None:
                break
            last = found
            rows = self._db.execute(
                "SELECT place, file, body FROM parts WHERE thread = ? ORDER BY place", (last,)
            ).fetchall()
            joined = join_parts([_from_json(body) for _, _, body in rows])
            self._keep(joined, rows[0][0], rows[0][1], _to_json(joined))
        self._db.execute("DROP TABLE parts")

    def _join_states(self) -> None:
        """Put together what several exports hold of one conversation: the same id, customer and first words."""
        shared = self._db.execute(
            "SELECT key FROM enquiries WHERE own GROUP BY key HAVING COUNT(DISTINCT content) > 1 ORDER BY key"
        ).fetchall()
        for (key,) in shared:
            rows = self._db.execute(
                "SELECT place, content, body FROM enquiries WHERE key = ? ORDER BY content, place", (key,)
            ).fetchall()
            states: dict[tuple[str, str], list[tuple[int, str, Enquiry]]] = {}
            for place, content, body in rows:
                enquiry = _from_json(body)
                if opening := find_opening_words(enquiry):
                    states.setdefault((enquiry.customer, opening), []).append((place, content, enquiry))
            for same in states.values():
                if len({content for _, content, _ in same}) > 1:
                    self._join_same(same)

    def _join_same(self, same: Sequence[tuple[int, str, Enquiry]]) -> None:
        fullest = max(same, key=lambda state: (len(state[2].turns), state[1]))
        joined = join_states(fullest[2], [enquiry for _, _, enquiry in same])
        replied = any(turn.author is Author.AGENT for turn in joined.turns)
        for place, content, _ in same:
            if place != fullest[0] and content != fullest[1]:
                self._db.execute("UPDATE enquiries SET follows = ? WHERE place = ?", (fullest[0], place))
        self._db.execute(
            "UPDATE enquiries SET content = ?, replied = ?, bots = ?, body = ? WHERE content = ? AND place IN "
            f"({', '.join(str(place) for place, _, _ in same)})",
            (_hash_content(joined), replied, count_replies_of_bots(joined), _to_json(joined), fullest[1]),
        )


def count_replies_of_bots(enquiry: Enquiry) -> int:
    """Count what bots wrote after the customer began."""
    authors = [turn.author for turn in enquiry.turns if turn.text.strip()]
    return authors[authors.index(Author.CUSTOMER) :].count(Author.BOT) if Author.CUSTOMER in authors else 0


def join_states(fullest: Enquiry, others: Sequence[Enquiry]) -> Enquiry:
    """Return the fullest state of a conversation with the turns that only other states have, in their order."""
    there = {(turn.author, _flatten(turn.text)) for turn in fullest.turns}
    more: dict[tuple[Author, str], Turn] = {}
    for other in others:
        for turn in other.turns:
            if (turn.author, _flatten(turn.text)) not in there:
                more.setdefault((turn.author, _flatten(turn.text)), turn)
    turns = [*fullest.turns, *more.values()]
    if all(turn.at is not None for turn in turns):
        turns.sort(key=lambda turn: turn.at or LONG_AGO)
    return replace(fullest, turns=tuple(turns))


def find_opening_words(enquiry: Enquiry) -> str:
    """Return the first words of a conversation, which stay as it goes on, or ""."""
    first = next((turn.text for turn in enquiry.turns if turn.author is Author.CUSTOMER), "")
    return _flatten(first or enquiry.subject)


def _flatten(text: str) -> str:
    return " ".join(text.split())


def join_parts(parts: Sequence[Enquiry]) -> Enquiry:
    """Make one enquiry of the parts of a conversation; the turns stand by time where all tell it, else as read.

    A turn that is there twice, word for word and at the same moment, counts once; so does the first turn of a part that
    begins as the first part does: joins of database tables repeat the question with each reply.
    """
    if all(part.received is not None for part in parts):
        parts = sorted(parts, key=_find_moment)
    opening = _open_as(parts[0]) if any(len(part.turns) > 1 for part in parts) else None
    rest = (part.turns[1:] if opening and _open_as(part) == opening else part.turns for part in parts[1:])
    said = enumerate(turn for turns in (parts[0].turns, *rest) for turn in turns)
    turns = list({(turn.author, turn.text, turn.at) if turn.at else n: turn for n, turn in said}.values())
    if all(turn.at is not None for turn in turns):
        turns.sort(key=lambda turn: turn.at or LONG_AGO)
    first = parts[0]
    return replace(
        first,
        id=next((part.id for part in parts if part.id), ""),
        thread="",
        turns=tuple(turns),
        subject=_first(part.subject for part in parts),
        customer=_first(part.customer for part in parts),
        customer_names=tuple(dict.fromkeys(name for part in parts for name in part.customer_names)),
        personal=tuple(dict.fromkeys(value for part in parts for value in part.personal)),
        channel=_first(part.channel for part in parts),
        status=_first(part.status for part in reversed(parts)),
        tags=tuple(dict.fromkeys(tag for part in parts for tag in part.tags)),
        rating=_first(part.rating for part in reversed(parts)),
        group=_first(part.group for part in parts),
        minutes=_agree(part.minutes for part in parts),
        cells=tuple(dict.fromkeys(cell for part in parts for cell in part.cells)),
    )


def _open_as(part: Enquiry) -> tuple[Author, str] | None:
    return (part.turns[0].author, _flatten(part.turns[0].text)) if part.turns else None


def hash_content(enquiry: Enquiry) -> str:
    """Return a hash of what an enquiry says and who says it when."""
    parts = [enquiry.customer, enquiry.subject, str(enquiry.received), *(f"{t.author}:{t.text}" for t in enquiry.turns)]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _hash_content(enquiry: Enquiry) -> str:
    said = hash_content(enquiry)
    # More work on the same conversation makes it another content, but never another enquiry.
    return said if enquiry.minutes is None else f"{said}:{enquiry.minutes}"


def _number(key: str, number: int) -> str:
    return key if number == 1 else f"{key}~{number}"


def _find_moment(part: Enquiry) -> datetime:
    return part.received or LONG_AGO


def _agree(values: Iterable[float | None]) -> float | None:
    """Return the one time that all parts tell; where they differ, nobody knows whether they add up."""
    told = {value for value in values if value is not None}
    return told.pop() if len(told) == 1 else None


def _first(values: Any) -> str:
    return next((value for value in values if value), "")


def _to_json(enquiry: Enquiry) -> str:
    return json.dumps(msgspec.to_builtins(enquiry))  # ASCII, since a lone half of a character is no UTF-8


def _from_json(body: str) -> Enquiry:
    return msgspec.convert(json.loads(body), Enquiry)
