"""Reads the threads of HubSpot's inbox and help desk as its Conversations API gives them, message by message.

Layout: https://developers.hubspot.com/docs/api-reference/conversations-conversations-v3/guide. The first letter of an
actor's id tells what kind of actor it is: A an agent, B a bot, E an address, I an integration, S the system, V a
visitor.

Reads HubSpot's export of tickets. Its columns are the labels of the properties, which a house may rename.

Source: files in public code, and https://developers.hubspot.com/docs/api/crm/tickets for what the properties hold.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

from enquiry2article.domain.enquiry import Author
from enquiry2article.ingest.conversations.conversation import Conversation, Message, Person, make_part, read_time
from enquiry2article.ingest.conversations.internal_notes import is_internal
from enquiry2article.ingest.structured.json_product import JsonProduct
from enquiry2article.ingest.structured.json_stream import Frame
from enquiry2article.ingest.tables.product_table import ProductTable
from enquiry2article.ingest.values import Fields, dig, first_text, is_true, list_objects, text_of

_DIRECTIONS: Final = {"INCOMING": Author.CUSTOMER, "OUTGOING": Author.AGENT}


class HubspotReader(JsonProduct):
    """Reads HubSpot's messages, and threads that hold theirs."""

    title = "HubSpot: messages of inbox and help desk (JSON)"
    mark = "its messages are HubSpot's: each names its conversationsThreadId"
    advice = (
        "HubSpot's export of tickets holds no conversation: take the messages of each thread from its API "
        "(/conversations/v3/conversations/threads/ID/messages)."
    )
    lists = ("results", "messages", "threads")

    def fits(self, record: Fields, frame: Fields) -> bool:
        """Recognise a message by the thread it names."""
        messages = _list_messages(record)
        return all("conversationsThreadId" in message for message in messages[:3]) if messages else _is_message(record)

    def translate(self, record: Fields, frame: Frame) -> Conversation | None:
        """Return what a thread holds, or one message of a thread."""
        if _is_message(record):
            thread = text_of(record.get("conversationsThreadId"))
            return make_part(thread, _read_message(record), subject=text_of(record.get("subject")))
        messages = _list_messages(record)
        first = messages[0] if messages else {}
        return Conversation(
            id=first_text(record, ("id", "threadId")) or first_text(first, ("conversationsThreadId",)),
            subject=next((text for message in messages if (text := text_of(message.get("subject")))), ""),
            received=read_time(record.get("createdAt")),
            messages=[_read_message(message) for message in messages],
            customers=[Person(id=text_of(record.get("associatedContactId")))],
            status="spam" if is_true(record.get("spam")) else text_of(record.get("status")),
        )


def _is_message(record: Fields) -> bool:
    return "conversationsThreadId" in record


def _list_messages(record: Fields) -> list[Fields]:
    found: Any = record.get("messages")
    if isinstance(found, dict):
        found = found.get("results")
    return list_objects(found)


def _read_message(message: Fields) -> Message:
    senders = message.get("senders")
    found = senders[0] if isinstance(senders, list) and senders else {}
    sender: Fields = found if isinstance(found, dict) else {}
    who = text_of(sender.get("actorId")) or text_of(message.get("createdBy"))
    kind = text_of(message.get("type"))
    author = _DIRECTIONS.get(text_of(message.get("direction")), Author.SYSTEM)
    if kind == "WELCOME_MESSAGE" or who.startswith("B-"):
        author = Author.BOT
    elif kind != "MESSAGE":
        author = Author.SYSTEM
    address = text_of(dig(sender, "deliveryIdentifier.value"))
    return Message(
        text=first_text(message, ("text", "richText")),
        author=author,
        internal=kind == "COMMENT" or is_internal(message),
        who=who,
        name=text_of(sender.get("name")),
        address=address if author is Author.CUSTOMER and "@" in address else "",
        at=read_time(message.get("createdAt")),
    )


class HubspotTable(ProductTable):
    """Reads tables of HubSpot's tickets. "Resolution" there is a choice from a list, or what a house writes into it."""

    title = "HubSpot's tickets (.csv, .xlsx)"
    product = "HubSpot"
    advice = (
        "HubSpot's ticket export has no conversations: they come from its Conversations API only. The mail of the "
        "team's inbox, saved as .mbox or .eml, has the replies too."
    )
    fingerprints = (
        "Ticket name, Ticket status",
        "Ticket name, Pipeline",
        "Ticket name, Ticket description",
        "Record ID, Ticket name",
    )
    columns: ClassVar = {
        "id": "Ticket ID, Record ID, Record ID - Ticket",
        "question": "Ticket description",
        "subject": "Ticket name",
        "kind": "",
        "date": "Create date",
        "name": "Associated Contact, All associated contacts",
        "email": "All associated contact emails, Associated Contact Emails",
        "customer": "Associated Contact IDs",
        "agent": "Ticket owner",
        "status": "Ticket status",
        "channel": "Source",
        "tags": "Category",
    }
    ignored = "Pipeline, Associated Company (Primary), Associated Company"
