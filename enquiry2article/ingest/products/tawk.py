"""Reads what tawk.to sends to webhooks: transcripts of chats, and tickets.

Layout: https://developer.tawk.to/webhooks. In a transcript "t" tells the sender: v the visitor, a an agent, s the
system.
"""

from __future__ import annotations

from typing import Any, Final

from enquiry2article.domain.enquiry import Author
from enquiry2article.ingest.conversations.conversation import Conversation, Message, Person, read_time
from enquiry2article.ingest.conversations.internal_notes import is_internal
from enquiry2article.ingest.structured.json_product import JsonProduct
from enquiry2article.ingest.structured.json_stream import Frame
from enquiry2article.ingest.values import Fields, dig, first_text, list_objects, text_of

_SENDERS: Final = {"v": Author.CUSTOMER, "a": Author.AGENT}


class TawkReader(JsonProduct):
    """Reads tawk.to's transcripts and tickets."""

    title = "tawk.to: transcripts and tickets of its webhooks (JSON)"
    mark = "its chats are tawk.to's: the senders of messages have a “t”"
    advice = (
        "tawk.to's reports hold no transcripts: add a webhook for “new chat transcript” under Administration > "
        "Settings > Webhooks and keep what it sends."
    )
    lists = ("chats", "data", "events")

    def fits(self, record: Fields, frame: Fields) -> bool:
        """Recognise a transcript by the senders of its messages, and an event by its name."""
        if text_of(record.get("event")) in ("chat:transcript_created", "ticket:create"):
            return True
        messages = _list_messages(record)
        return bool(messages) and all(isinstance(dig(message, "sender.t"), str) for message in messages[:3])

    def translate(self, record: Fields, frame: Frame) -> Conversation | None:
        """Return what a transcript or a ticket holds."""
        at = read_time(record.get("time"))
        if isinstance(ticket := record.get("ticket"), dict):
            opening = Message(text=text_of(ticket.get("message")), author=Author.CUSTOMER, at=at)
            return Conversation(
                id=first_text(ticket, ("humanId", "id")),
                subject=text_of(ticket.get("subject")),
                received=at,
                opening=opening,
                customers=[_read_person(record.get("requester"))],
                channel="ticket",
            )
        found = record.get("chat")
        chat: Fields = found if isinstance(found, dict) else record
        messages = [_read_message(message) for message in _list_messages(record)]
        return Conversation(
            id=first_text(chat, ("id", "chatId")),
            received=next((message.at for message in messages if message.at), at),
            messages=messages,
            customers=[_read_person(chat.get("visitor"))],
            channel="chat",
        )


def _list_messages(record: Fields) -> list[Fields]:
    found: Any = dig(record, "chat.messages") or record.get("messages")
    return list_objects(found)


def _read_message(message: Fields) -> Message:
    spoken = text_of(message.get("type")) in ("msg", "")
    sender = text_of(dig(message, "sender.t"))
    author = _SENDERS.get(sender, Author.SYSTEM) if spoken else Author.SYSTEM
    return Message(
        text=first_text(message, ("msg", "text")),
        author=author,
        internal=is_internal({**message, "type": ""}),
        who=text_of(dig(message, "sender.id")) or text_of(dig(message, "sender.n")) or sender,
        name=text_of(dig(message, "sender.n")),
        at=read_time(message.get("time")),
    )


def _read_person(value: Any) -> Person:
    person: Fields = value if isinstance(value, dict) else {}
    name = text_of(person.get("name"))
    # A visitor who gave no name is called "V" and a number.
    numbered = name[:1] == "V" and name[1:].isdigit()
    return Person(
        name="" if numbered else name, address=text_of(person.get("email")), phone=text_of(person.get("phone"))
    )
