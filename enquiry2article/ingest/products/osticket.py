"""Reads the entries of osTicket's threads, as phpMyAdmin and other programs take them out of its database as JSON.

Layout: the table ost_thread_entry (setup/inc/streams/core/install-mysql.sql of https://github.com/osTicket/osTicket): M
is a message, R a response, N a note. osTicket's own exports hold no messages.

Reads osTicket's export of a queue. The agent chooses its columns, and their names are in the agent's language.

Source: include/class.export.php and include/class.queue.php of https://github.com/osTicket/osTicket. Where the agent's
language has a decimal comma, semicolons divide the cells; what was written in a ticket's thread is never exported.
"""

from __future__ import annotations

from typing import ClassVar, Final

from enquiry2article.domain.enquiry import Author
from enquiry2article.ingest.conversations.conversation import Conversation, Message, make_part, read_time
from enquiry2article.ingest.conversations.internal_notes import is_internal
from enquiry2article.ingest.conversations.people import find_account
from enquiry2article.ingest.structured.json_product import JsonProduct
from enquiry2article.ingest.structured.json_stream import Frame
from enquiry2article.ingest.tables.product_table import ProductTable
from enquiry2article.ingest.values import Fields, first_text, text_of

_TYPES: Final = {"M": Author.CUSTOMER, "R": Author.AGENT}
_TICKETS: Final = ("number", "ticket_number", "ticket_id", "thread_id")
"""What tells a ticket from others, the likeliest first: queries that join the tickets have their numbers."""


class OsTicketReader(JsonProduct):
    """Reads osTicket's thread entries."""

    title = "osTicket: thread entries of its database (JSON)"
    mark = "its rows are osTicket's: thread entries of the types M, R and N with their posters"
    advice = (
        "osTicket exports tickets without their messages: have the table ost_thread_entry exported from its database "
        "as JSON, in phpMyAdmin under Export."
    )
    lists = ("data", "rows", "results")

    def fits(self, record: Fields, frame: Fields) -> bool:
        """Recognise an entry by its type, its poster and what it belongs to; phpMyAdmin wraps a table up."""
        if record.get("type") == "table":
            return text_of(record.get("name")).endswith("thread_entry")
        if record.get("type") in ("header", "database"):
            return "version" in record or "name" in record
        known = text_of(record.get("type")) in ("M", "R", "N") and "poster" in record
        return known and any(key in record for key in _TICKETS)

    def expand(self, record: Fields) -> list[Fields]:
        """Return the rows of a table that phpMyAdmin has wrapped up; it begins with two objects about itself."""
        if record.get("type") == "table" and isinstance(record.get("data"), list):
            rows = [row for row in record["data"] if isinstance(row, dict)]
            return rows if text_of(record.get("name")).endswith("thread_entry") else []
        return [record]

    def translate(self, record: Fields, frame: Frame) -> Conversation | None:
        """Return what an entry adds to its ticket."""
        if "poster" not in record:
            return None
        kind = text_of(record.get("type"))
        author = _TYPES.get(kind, Author.SYSTEM)
        ticket = first_text(record, _TICKETS)
        message = Message(
            text=first_text(record, ("body", "message")),
            author=author,
            internal=kind == "N" or is_internal(record),
            who=first_text(record, ("user_id", "staff_id")),
            account=find_account(record),
            name=text_of(record.get("poster")),
            at=read_time(record.get("created")),
        )
        subject, channel = first_text(record, ("subject", "title")), text_of(record.get("source"))
        return make_part(ticket, message, subject=subject, channel=channel)


class OsticketTable(ProductTable):
    """Reads tables of osTicket's tickets: the subject, and the first message where its form field was chosen."""

    title = "osTicket's tickets (.csv)"
    product = "osTicket"
    advice = (
        "osTicket's export has no messages, only their number (Thread Count). The mailbox that osTicket fetches from "
        "and sends through has them: save it as .mbox; or export the table thread_entry of its database."
    )
    fingerprints = (
        "Ticket Number, Date Created, Help Topic",
        "Ticket Number, Date Created, From Email",
        "Ticket Number, From Email, Current Status",
        "Ticket Number, SLA Due Date",
        "Ticketnummer, Hilfethema",
        "Ticket-Nummer, Hilfethema",
        "Numéro de ticket, Rubrique d'aide",
        "Numéro du ticket, Rubrique d'aide",
        "Número de ticket, Tema de ayuda",
        "Ticketnummer, Helponderwerp",
        "Numero ticket, Argomento di aiuto",
    )
    columns: ClassVar = {
        "id": (
            "Ticket Number, Ticketnummer, Ticket-Nummer, Numéro de ticket, Numéro du ticket, Número de ticket, "
            "Numero ticket"
        ),
        "question": (
            "Issue Details, Details, Problembeschreibung, Problemdetails, Détails du problème, Detalles del problema"
        ),
        "subject": "Subject, Issue Summary, Betreff, Sujet, Objet, Asunto, Onderwerp, Oggetto",
        "kind": "",
        "date": (
            "Date Created, Create Date, Erstelldatum, Erstellungsdatum, Erstellt am, Date de création, Fecha de "
            "creación, Aanmaakdatum, Data di creazione"
        ),
        "name": "From, Von, De, Van, Da, User",
        "email": "From Email, Von E-Mail, E-Mail des Absenders, Email expéditeur, Correo del remitente",
        "agent": "Agent Assigned, Assigned To, Zugewiesener Agent, Agent assigné",
        "status": "Current Status, Status, Aktueller Status, Statut actuel, Estado actual",
        "channel": "Source, Quelle, Fuente, Bron",
        "tags": "Help Topic, Hilfethema, Rubrique d'aide, Tema de ayuda, Helponderwerp, Argomento di aiuto",
    }
