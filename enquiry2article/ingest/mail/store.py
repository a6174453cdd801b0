"""Keeps the mails of a mailbox on the disk while they are joined to conversations, so that memory does not grow.

Which mails belong together is found from keys that they share: a mail has its own message id and those it refers to,
Gmail's number of the conversation or Outlook's. The answer does not depend on the order of the mails or of the files.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from enquiry2article.cleaning.mail_boilerplate import strip_reply_marks
from enquiry2article.ingest.mail.messages import Mail
from enquiry2article.ingest.temporary_store import explain_failures, open_temporary
from enquiry2article.text.encoding import mend_surrogates

MOST_MAILS = 500
"""Mails in one conversation; what is longer is cut, since it is no conversation and must not fill the memory."""
MOST_TEXT = 8 << 20
"""Characters in one conversation."""
LONGEST_PAUSE = 30 * 24 * 3600
"""Seconds after which a mail that only shares its subject and its people begins a conversation of its own."""
LEAST_SHARE = 0.1
"""Of the mails delivered to a mailbox for it to be the company's; a mailing list may put its own address there."""
NO_DATE = -(1 << 62)

_FIELDS = tuple(field.name for field in fields(Mail) if field.name != "text")
_READ_FIELDS = tuple((name, attrgetter(name)) for name in (*_FIELDS, "text"))
_LISTS = frozenset(("parents", "recipients", "labels"))
_FLAGS = frozenset(("sent", "spam", "automatic"))
_TABLES = f"""
CREATE TABLE mails (number INTEGER PRIMARY KEY, {", ".join(_FIELDS)}, text);
CREATE TABLE keys (key INTEGER, mail INTEGER);
CREATE TABLE places (thread INTEGER, at INTEGER, digest INTEGER, mail INTEGER);
CREATE TABLE tally (address TEXT, answered INTEGER, received INTEGER);
"""


class MailStore:
    """Mails on the disk: `add` them all, `join` once, then go through the conversations."""

    def __init__(self) -> None:
        self._db = open_temporary()
        for table in _TABLES.split(";"):
            self._db.execute(table)
        self._insert = f"INSERT INTO mails VALUES ({', '.join('?' * (len(_FIELDS) + 2))})"
        self._roots = array("q")
        """For each mail the number of another one of its conversation, in the end of the first."""
        self._at = array("q")
        self._digests = array("q")
        self._own = array("q")
        """For each mail a hash that its copies share."""
        self._replies = bytearray()
        """For each mail whether its subject says that it is a reply and the subject may tell to what."""

    def __len__(self) -> int:
        return len(self._roots)

    def close(self) -> None:
        """Let the disk go."""
        self._db.close()

    def add(self, mail: Mail) -> None:
        """Take a mail."""
        number = len(self._roots)
        self._roots.append(number)
        self._at.append(int(mail.at.timestamp()) if mail.at else NO_DATE)
        self._digests.append(mail.digest)
        self._own.append(_hash("id", mail.key))
        subject = strip_reply_marks(mail.subject)
        told = subject and subject != mail.subject and mail.at and not mail.gmail_thread and not mail.automatic
        self._replies.append(bool(told))
        with explain_failures():
            self._db.execute(self._insert, (number, *_to_row(mail)))
            self._db.executemany("INSERT INTO keys VALUES (?, ?)", ((key, number) for key in _list_keys(mail)))

    def join(self) -> None:
        """Join the mails that share a key."""
        with explain_failures():
            last_key = last = -1
            for key, mail in self._db.execute("SELECT key, mail FROM keys ORDER BY key, mail"):
                if key == last_key:
                    self._unite(last, mail)
                last_key, last = key, mail
            self._db.execute("DELETE FROM keys")
            self._place()

    def join_by_subject(self, find_customer: Callable[[Mail], str]) -> None:
        """Join what is marked as a reply and refers to nothing to the last mail of the same customer and subject.

        `find_customer` gives the address of the one outside the company, or "".
        """
        # For each conversation the key of its first mail, 0 where there are different ones.
        first = array("q", self._own)
        for number, key in enumerate(self._own):
            root = self._find(number)
            if first[root] != key:
                first[root] = 0
        lonely = bytearray(
            is_reply and bool(first[self._find(number)]) for number, is_reply in enumerate(self._replies)
        )
        if not any(lonely):
            return
        with explain_failures():
            self._collect_subjects(find_customer, lonely)
            rows = self._db.execute("SELECT key, mail, lonely FROM subjects ORDER BY key, at, digest, mail")
            for _, group in groupby(rows, key=lambda row: row[0]):
                last = -1
                for _, mail, lonely in group:
                    if lonely and last >= 0 and self._at[mail] - self._at[last] <= LONGEST_PAUSE:
                        self._unite(last, mail)
                    last = mail
            self._place()

    def _collect_subjects(self, find_customer: Callable[[Mail], str], lonely: bytearray) -> None:
        """Note which mails have which subject and customer."""
        self._db.execute(
            "CREATE TABLE subjects (key INTEGER, at INTEGER, digest INTEGER, mail INTEGER, lonely INTEGER)"
        )
        for number, mail in self._light_mails():
            subject = strip_reply_marks(mail.subject)
            customer = find_customer(mail) if subject and mail.at and not mail.gmail_thread else ""
            if customer:
                key = _hash("about", subject.casefold(), customer)
                row = (key, self._at[number], self._digests[number], number, lonely[number])
                self._db.execute("INSERT INTO subjects VALUES (?, ?, ?, ?, ?)", row)

    @explain_failures()
    def sent_addresses(self) -> list[str]:
        """Return the addresses from which the mails in folders for sent mail come, by name."""
        return [
            row[0]
            for row in self._db.execute("SELECT DISTINCT address FROM mails WHERE sent AND address != '' ORDER BY 1")
        ]

    @explain_failures()
    def owners(self) -> list[str]:
        """Return the mailboxes that the mails were delivered to, the commonest first, without those seen now and
        then.
        """
        rows = self._db.execute(
            "SELECT owner, COUNT(DISTINCT digest) c FROM mails WHERE owner != '' GROUP BY owner ORDER BY c DESC, owner"
        ).fetchall()
        least = LEAST_SHARE * sum(count for _, count in rows)
        return [owner for owner, count in rows if count >= least]

    def count_conversations(self) -> int:
        """Return how many conversations there are."""
        return sum(number == root for number, root in enumerate(self._roots))

    @explain_failures()
    def likeliest_answerer(self) -> str:
        """Return the address that answers most conversations, else the one that most mails are addressed to, or ""."""
        self._db.executemany("INSERT INTO tally VALUES (?, ?, ?)", self._tally())
        rows = self._db.execute(
            "SELECT address, SUM(answered) a, SUM(received) r FROM tally GROUP BY address "
            "ORDER BY a DESC, r DESC, address DESC LIMIT 1"
        ).fetchall()
        # Somebody who answers one conversation may be anyone; whom the mail is addressed to decides then.
        if not rows or rows[0][1] == 0 or (rows[0][1] == 1 and self.count_conversations() > 1 and not rows[0][2]):
            rows = self._db.execute(
                "SELECT address, SUM(received) r FROM tally GROUP BY address HAVING r > 0 "
                "ORDER BY r DESC, address DESC LIMIT 1"
            ).fetchall()
        self._db.execute("DELETE FROM tally")
        return str(rows[0][0]) if rows else ""

    def _tally(self) -> Iterator[tuple[str, int, int]]:
        for mails in self.light_conversations():
            first = mails[0].address
            writers = {mail.address for mail in mails[1:] if mail.address and not mail.automatic and not mail.bulk}
            yield from ((address, 1, 0) for address in writers - {first})
            # A mail that lies in several files was sent once.
            once = {mail.key: mail for mail in mails}.values()
            yield from ((address, 0, 1) for mail in once for address in mail.recipients)

    def conversations(self) -> Iterator[list[Mail]]:
        """Return the mails of each conversation, oldest first, in the order in which they begin in the files."""
        return self._walk("text")

    def light_conversations(self) -> Iterator[list[Mail]]:
        """Return the conversations without the words of the mails."""
        return self._walk("''")

    def _walk(self, text: str) -> Iterator[list[Mail]]:
        with explain_failures():
            columns = ", ".join(f"m.{name}" for name in _FIELDS)
            rows = self._db.execute(
                f"SELECT p.thread, {columns}, {text} FROM places p CROSS JOIN mails m ON m.number = p.mail "
                "ORDER BY p.thread, p.at, p.digest, p.mail"
            )
            for _, group in groupby(rows, key=lambda row: row[0]):
                mails: list[Mail] = []
                size = 0
                for row in group:
                    if len(mails) >= MOST_MAILS or size > MOST_TEXT:
                        yield mails
                        mails, size = [], 0
                    mails.append(_to_mail(row[1:]))
                    size += len(row[-1])
                yield mails

    def _light_mails(self) -> Iterator[tuple[int, Mail]]:
        for row in self._db.execute(f"SELECT number, {', '.join(_FIELDS)}, '' FROM mails"):
            yield row[0], _to_mail(row[1:])

    def _find(self, number: int) -> int:
        roots = self._roots
        while roots[number] != number:
            roots[number] = roots[roots[number]]
            number = roots[number]
        return number

    def _unite(self, one: int, other: int) -> None:
        one, other = self._find(one), self._find(other)
        self._roots[max(one, other)] = min(one, other)

    def _place(self) -> None:
        """Write down which mail is in which conversation, in an order that can be read without sorting."""
        self._db.execute("DROP INDEX IF EXISTS in_order")
        self._db.execute("DELETE FROM places")
        rows = (
            (self._find(number), self._at[number], self._digests[number], number) for number in range(len(self._roots))
        )
        self._db.executemany("INSERT INTO places VALUES (?, ?, ?, ?)", rows)
        self._db.execute("CREATE INDEX in_order ON places (thread, at, digest, mail)")
        for number in range(len(self._roots)):
            self._roots[number] = self._find(number)


def _list_keys(mail: Mail) -> Iterable[int]:
    """Yield hashes of what a mail has in common with others of its conversation.

    Gmail begins a new conversation where the subject changes, though the mail refers to the old one: it is believed.
    """
    yield _hash("id", mail.key)
    if mail.gmail_thread:
        yield _hash("gmail", mail.gmail_thread)
        return
    for parent in mail.parents:
        yield _hash("id", parent)
    if mail.outlook_thread:
        yield _hash("outlook", mail.outlook_thread)


def _hash(*parts: str) -> int:
    text = mend_surrogates("\x1f".join(parts))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def _to_row(mail: Mail) -> Iterator[Any]:
    for name, read in _READ_FIELDS:
        value = read(mail)
        if name in _LISTS:
            yield "\x1f".join(value)
        else:
            yield value.isoformat() if name == "at" and value else value


def _to_mail(row: tuple[Any, ...]) -> Mail:
    values: dict[str, Any] = dict(zip((*_FIELDS, "text"), row, strict=True))
    for name in _LISTS:
        values[name] = tuple(values[name].split("\x1f")) if values[name] else ()
    for name in _FLAGS:
        values[name] = bool(values[name])
    if values["at"]:
        values["at"] = datetime.fromisoformat(values["at"])
    return Mail(**values)
