"""Reads Gorgias's tickets as its API gives them, with their messages, or messages alone.

Layout: https://developers.gorgias.com/reference/the-ticket-object and …/ticket-messages. The stripped text is a message
without what it quotes and without its signature.

Reads Gorgias' export of a view: one row for each ticket, without messages. Written from memory.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

from enquiry2article.domain.enquiry import Author
from enquiry2article.ingest.conversations.conversation import Conversation, Message, Person, make_part, read_time
from enquiry2article.ingest.conversations.internal_notes import is_internal
from enquiry2article.ingest.conversations.people import person_name
from enquiry2article.ingest.structured.json_product import JsonProduct
from enquiry2article.ingest.structured.json_stream import Frame
from enquiry2article.ingest.tables.product_table import ProductTable
from enquiry2article.ingest.values import (
    Fields,
    dig,
    first_text,
    is_true,
    label_of,
    list_objects,
    text_of,
)

_TEXTS: Final = ("stripped_text", "body_text", "stripped_html", "body_html")


class GorgiasReader(JsonProduct):
    """Reads Gorgias's tickets."""

    title = "Gorgias: tickets of its API (JSON)"
    mark = "its tickets are Gorgias's: their messages say “from_agent”"
    advice = (
        "Gorgias's statistics and views hold no messages: take the tickets with their messages from its API (Settings "
        "> REST API), or have them exported by its support."
    )
    lists = ("data", "tickets", "messages")

    def fits(self, record: Fields, frame: Fields) -> bool:
        """Recognise a ticket by its messages, and a message by "from_agent" and Gorgias's own word for its time."""
        if _is_message(record):
            return "ticket_id" in record or "created_datetime" in record
        messages = _list_messages(record)
        if messages:
            return all("from_agent" in message for message in messages[:3])
        return "created_datetime" in record and isinstance(record.get("via"), str) and "customer" in record

    def translate(self, record: Fields, frame: Frame) -> Conversation | None:
        """Return what a ticket holds, or one message of a ticket."""
        if _is_message(record):
            around = frame.fields if "customer" in frame.fields else {}
            return make_part(
                text_of(record.get("ticket_id")) or text_of(around.get("id")),
                _read_message(record),
                subject=text_of(record.get("subject")) or text_of(around.get("subject")),
                customers=[_read_person(around.get("customer"))],
                channel=text_of(record.get("channel")),
            )
        return Conversation(
            id=text_of(record.get("id")),
            subject=text_of(record.get("subject")),
            received=read_time(record.get("created_datetime")),
            messages=[_read_message(message) for message in _list_messages(record)],
            customers=[_read_person(record.get("customer")), _read_person(record.get("requester"))],
            staff=[person_name(user) for user in [record.get("assignee_user")] if isinstance(user, dict)],
            channel=text_of(record.get("channel")),
            status="spam" if is_true(record.get("spam")) else text_of(record.get("status")),
            tags=[label_of(tag) for tag in _list(record.get("tags"))],
            rating=text_of(dig(record, "satisfaction_survey.score")),
        )


def _is_message(record: Fields) -> bool:
    """Return whether a record is a message: a ticket says too who began it, by "from_agent", and names its customer."""
    return "from_agent" in record and "messages" not in record and "customer" not in record


def _list_messages(record: Fields) -> list[Fields]:
    return list_objects(record.get("messages"))


def _read_message(message: Fields) -> Message:
    found = message.get("sender")
    sender = found if isinstance(found, dict) else {}
    author = Author.AGENT if is_true(message.get("from_agent")) else Author.CUSTOMER
    if message.get("via") == "rule":
        author = Author.BOT
    elif dig(message, "source.type") == "system":
        author = Author.SYSTEM
    return Message(
        text=first_text(message, _TEXTS),
        author=author,
        internal=is_internal(message) or dig(message, "source.type") == "internal-note",
        who=text_of(sender.get("id")),
        name=person_name(sender),
        address=text_of(sender.get("email")) if author is Author.CUSTOMER else "",
        at=read_time(message.get("sent_datetime")) or read_time(message.get("created_datetime")),
    )


def _read_person(value: Any) -> Person:
    person: Fields = value if isinstance(value, dict) else {}
    return Person(name=person_name(person), address=text_of(person.get("email")), id=text_of(person.get("id")))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


class GorgiasTable(ProductTable):
    """Reads tables of Gorgias' tickets."""

    title = "Gorgias' tickets as a table (.csv)"
    product = "Gorgias"
    advice = (
        "Gorgias' CSV has no messages. Its API gives the tickets with their messages as JSON (/api/tickets and "
        "/api/messages); the mailbox behind Gorgias, saved as .mbox, has the replies too."
    )
    fingerprints = (
        "Initial channel, Last used integration type",
        "Number of customer messages, Number of agent messages",
        "Ticket ID, Initial channel, Customer email",
    )
    columns: ClassVar = {
        "id": "Ticket ID, Ticket number, ID",
        "question": "First message, Excerpt",
        "subject": "Subject, Ticket subject",
        "kind": "",
        "date": "Created at, Creation date, Created datetime, Created",
        "name": "Customer name, Customer",
        "email": "Customer email",
        "agent": "Assignee name, Assignee, Assigned agent",
        "status": "Status",
        "channel": "Initial channel, Channel",
        "tags": "Tags",
        "rating": "Survey score, Satisfaction score",
    }
    ignored = "Survey comment, Last used integration name, Last used integration address"
