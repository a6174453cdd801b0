"""Reads Zoho Desk's tables: tickets, the threads of mails about them, and comments, joined by the ticket's id.

Source of the columns of Tickets, Threads and comments: Zoho's guide to migrating data,
https://help.zoho.com/portal/en/kb/desk/data-administration/import-export/articles/assisted-data-migration-guide; those
of the export of a single module (labels such as "Ticket Id") are from memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from enquiry2article.cleaning.field_names import normalise_name
from enquiry2article.domain.enquiry import BadRow, Enquiry
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.ingest.tables.column_choice import Layout
from enquiry2article.ingest.tables.product_table import Cell, ProductTable, is_yes
from enquiry2article.ingest.tables.table_files import glimpse_tables

_TICKET = "TicketExtId, Ticket Id, Ticket Reference Id"


@dataclass(slots=True)
class _Said:
    """What the threads have said already, ticket by ticket: a ticket's description is its first mail once more."""

    texts: set[bytes] = field(default_factory=set)
    """Hashes of a ticket's id and a text, so that they do not fill the memory."""

    def note(self, enquiry: Enquiry) -> None:
        self.texts.update(_sign(enquiry.thread, turn.text) for turn in enquiry.turns)

    def knows(self, thread: str, text: str) -> bool:
        return _sign(thread, text) in self.texts


def _sign(thread: str, text: str) -> bytes:
    words = "".join(sign for sign in text if sign.isalnum())
    return hashlib.blake2b(f"{thread}\x1f{words}".encode("utf-8", "replace"), digest_size=8).digest()


class _ZohoTickets(ProductTable):
    title = "tickets"
    product = "Zoho Desk"
    columns: ClassVar = {
        "id": _TICKET,
        "question": "Description",
        "subject": "Subject",
        "answer": "Resolution",
        "answered": "Closed Time, Ticket Closed Time, Modified Time",
        "kind": "",
        "date": "Created Time",
        "name": "Contact Name",
        "email": "Email, Contact Email",
        "phone": "Phone",
        "customer": "ContactExtId, Contact Id",
        "agent": "Ticket Owner, Assigned To",
        "status": "Status",
        "channel": "Channel",
        "tags": "Tags, Tag",
        "rating": "Happiness, Happiness Rating",
    }
    layout = Layout(threaded=True)


class _ZohoThreads(ProductTable):
    title = "threads and comments"
    product = "Zoho Desk"
    columns: ClassVar = {
        "id": _TICKET,
        "kind": "Direction",
        "question": "Content, Comment, Comment Content",
        "answer": "",
        "subject": "Subject",
        "private": "isPrivate, isPublic",
        "date": "SendDateTime, ReceivedTime, Created Time, CommentedTime, Commented Time",
        "email": "Sender Email, FromEmailAddress",
        "name": "",
        "customer": "",
        "agent": "",
        "status": "",
        "channel": "",
    }
    layout = Layout(messages=True)

    def amend(self, cell: Cell) -> Mapping[str, str]:
        """Record that a comment is among colleagues unless it is marked as public."""
        if cell("Direction"):
            return {}
        private = not is_yes(cell("isPublic"))
        return {"kind": "agent", "private": "true" if private else "false"}


class ZohoDeskTable(ProductTable):
    """Reads all tables of a Zoho Desk export together, those of threads first."""

    title = "Zoho Desk's tickets and threads (.csv)"
    product = "Zoho Desk"
    gathers = True
    advice = (
        "Zoho Desk's tickets have replies only where the field Resolution is filled. Give the table of threads of the "
        "same export too: Setup > Data Administration > Export, or the Data Backup's .zip as it is."
    )
    fingerprints = (
        "ThreadExtId, Direction",
        "TicketExtId, Direction",
        "TicketExtId, Content",
        "TicketExtId, Comment",
        "TicketExtId, Subject",
        "Ticket Id, Ticket Owner, Contact Name",
        "Ticket Id, Channel, Contact Name, Created Time",
        "Ticket Reference Id, Subject",
    )

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Yield the messages of the threads, then of each ticket what they have not said yet."""
        parts = file.parts if file.is_folder else (file,)
        said = _Said()
        for part in sorted(parts, key=lambda part: not _is_threads(part)):
            tickets = not _is_threads(part)
            for item in (_ZohoTickets() if tickets else _ZohoThreads()).read_file(part, options):
                if isinstance(item, Enquiry) and tickets:
                    yield _leave_out(item, said)
                else:
                    if isinstance(item, Enquiry):
                        said.note(item)
                    yield item


def _is_threads(file: ExportFile) -> bool:
    wanted = {"direction", "content", "comment", "commentcontent"}
    return any(wanted & _names(glimpse.header) for glimpse in glimpse_tables(file))


def _names(header: Sequence[str]) -> set[str]:
    return {normalise_name(name) for name in header}


def _leave_out(ticket: Enquiry, said: _Said) -> Enquiry:
    """Leave out of a ticket what a mail of its thread says too."""
    turns = tuple(turn for turn in ticket.turns if not said.knows(ticket.thread, turn.text))
    return replace(ticket, turns=turns)
