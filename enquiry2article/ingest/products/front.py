"""Reads Front's messages as its API gives them, alone or in their conversations.

Layout: https://dev.frontapp.com/reference/messages-1 and …/conversations. Which conversation a message is of stands in
its links; comments are for colleagues only and are lists of their own.

Reads Front's export of messages, one a row.

Source of the columns: the list that Front's API takes for an export (https://dev.frontapp.com/reference/analytics).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar, Final

from enquiry2article.domain.enquiry import Author
from enquiry2article.ingest.conversations.conversation import Conversation, Message, Person, make_part, read_time
from enquiry2article.ingest.conversations.internal_notes import is_internal
from enquiry2article.ingest.conversations.people import ADDRESS, person_name
from enquiry2article.ingest.fields.author_kinds import classify_author_word
from enquiry2article.ingest.structured.json_product import JsonProduct
from enquiry2article.ingest.structured.json_stream import Frame
from enquiry2article.ingest.tables.column_choice import Layout
from enquiry2article.ingest.tables.product_table import Cell, ProductTable, is_yes
from enquiry2article.ingest.values import (
    Fields,
    dig,
    first_text,
    is_true,
    label_of,
    list_objects,
    text_of,
)

_CONVERSATION: Final = re.compile(r"/conversations/(cnv_\w+)")


class FrontReader(JsonProduct):
    """Reads Front's messages and conversations."""

    title = "Front: messages and conversations of its API (JSON)"
    mark = "its messages are Front's: they say “is_inbound” and whom they are from and to"
    advice = (
        "Front's analytics exports cut every message short: take the messages of each conversation from its API "
        "(/conversations/ID/messages)."
    )
    lists = ("_results", "conversations", "messages")

    def fits(self, record: Fields, frame: Fields) -> bool:
        """Recognise a message by its direction and its recipients, and a conversation by such messages or by its id."""
        messages = list_objects(record.get("messages"))
        if messages:
            return all("is_inbound" in message for message in messages[:3])
        message = "is_inbound" in record and ("recipients" in record or "_links" in record)
        return message or (text_of(record.get("id")).startswith("cnv_") and "_links" in record)

    def translate(self, record: Fields, frame: Frame) -> Conversation | None:
        """Return what a conversation holds, or one message of one."""
        if "is_inbound" in record:
            found = _CONVERSATION.search(text_of(dig(record, "_links.related.conversation")))
            thread = found[1] if found else text_of(frame.fields.get("id"))
            subject, channel = text_of(record.get("subject")), text_of(record.get("type"))
            return make_part(thread, _read_message(record), subject=subject, channel=channel)
        recipient = record.get("recipient")
        person: Fields = recipient if isinstance(recipient, dict) else {}
        messages = list_objects(record.get("messages"))
        return Conversation(
            id=text_of(record.get("id")),
            # A list of conversations holds none of their messages, but its parts belong to them.
            thread="" if messages else text_of(record.get("id")),
            subject=text_of(record.get("subject")),
            received=read_time(record.get("created_at")),
            messages=[_read_message(message) for message in messages],
            customers=[_read_recipient(person)] if person.get("role") in ("from", None) else [],
            staff=[person_name(user) for user in [record.get("assignee")] if isinstance(user, dict)],
            channel=next((kind for message in messages if (kind := text_of(message.get("type")))), ""),
            status=text_of(record.get("status")),
            tags=[label_of(tag) for tag in list_objects(record.get("tags"))],
        )


def _read_message(message: Fields) -> Message:
    inbound = is_true(message.get("is_inbound"))
    found = message.get("author")
    author: Fields = found if isinstance(found, dict) else {}
    recipients = [one for one in list_objects(message.get("recipients")) if one.get("role") == "from"]
    sender = _read_recipient(recipients[0]) if recipients else Person()
    draft = is_true(message.get("is_draft")) or bool(text_of(message.get("draft_mode")))
    return Message(
        text=first_text(message, ("text", "body")),
        author=Author.CUSTOMER if inbound else Author.AGENT,
        internal=draft or is_internal(message) or bool(text_of(message.get("error_type"))),
        who=sender.address if inbound else text_of(author.get("id")),
        name=sender.name if inbound else person_name(author),
        address=sender.address if inbound else "",
        at=read_time(message.get("created_at")),
    )


def _read_recipient(recipient: Fields) -> Person:
    handle = text_of(recipient.get("handle"))
    address = ADDRESS.search(handle)
    return Person(
        name=text_of(recipient.get("name")),
        address=address[0] if address else "",
        phone="" if address else handle,
    )


class FrontTable(ProductTable):
    """Reads tables of Front's messages, whose texts are cut previews; automatic replies are a machine's."""

    title = "Front's messages as a table (.csv)"
    product = "Front"
    advice = (
        "This export has no replies, and what it has of each message is a cut preview (the column Extract). Front's "
        "API gives whole messages as JSON; or take Analytics > Export > Messages for all directions to have the "
        "previews."
    )
    fingerprints = ("Segment ID, Extract, Direction", "Conversation ID, Direction, Extract")
    columns: ClassVar = {
        "id": "Conversation ID, Conversation API ID",
        "kind": "Direction",
        "question": "Extract",
        "subject": "Subject",
        "answer": "",
        "date": "Message date",
        "name": "Contact name",
        "email": "Contact handle",
        "agent": "Author",
        "customer": "",
        "status": "Ticket status name, Status",
        "channel": "Inbox",
        "tags": "Tags",
        "rating": "Survey rating",
    }
    ignored = "Segment, Account names, Survey comment"
    layout = Layout(messages=True)

    def amend(self, cell: Cell) -> Mapping[str, str]:
        """Record that an automatic reply is no person's, and that the contact does not write what goes out to them."""
        if is_yes(cell("Autoreply")):
            return {"kind": "bot", "name": "", "email": ""}
        return {} if classify_author_word(cell("Direction")) == "customer" else {"name": "", "email": ""}
