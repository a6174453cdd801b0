"""Reads Chatwoot's messages and conversations as its API gives them.

Layout: https://developers.chatwoot.com/api-reference/messages/get-messages and the views of its source
(https://github.com/chatwoot/chatwoot, app/views/api/v1). Types of messages: 0 incoming, 1 outgoing, 2 activity,
3 template.

Reads Chatwoot's messages as its database gives them, one a row: the product itself exports reports only.

Source: the columns of `messages` as in app/views/api/v1/models/_message.json.jbuilder of
https://github.com/chatwoot/chatwoot; message_type is 0 for incoming, 1 for outgoing, 2 for activity, 3 for a template.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from enquiry2article.cleaning.field_names import normalise_name
from enquiry2article.domain.enquiry import Author
from enquiry2article.ingest.conversations.conversation import Conversation, Message, Person, make_part, read_time
from enquiry2article.ingest.conversations.internal_notes import is_internal
from enquiry2article.ingest.conversations.people import person_name
from enquiry2article.ingest.structured.json_product import JsonProduct
from enquiry2article.ingest.structured.json_stream import Frame
from enquiry2article.ingest.tables.column_choice import Layout
from enquiry2article.ingest.tables.product_table import Cell, ProductTable
from enquiry2article.ingest.values import Fields, dig, is_true, list_objects, text_of

_TYPES: Final = {
    "0": Author.CUSTOMER,
    "incoming": Author.CUSTOMER,
    "1": Author.AGENT,
    "outgoing": Author.AGENT,
}
_BOTS: Final = frozenset({"agent_bot", "AgentBot", "captain_assistant", "Captain::Assistant"})
_SURVEY: Final = "input_csat"


class ChatwootReader(JsonProduct):
    """Reads Chatwoot's messages and conversations."""

    title = "Chatwoot: messages and conversations of its API (JSON)"
    mark = "its messages are Chatwoot's: they have a message_type and are private or not"
    advice = (
        "Chatwoot's reports hold no messages: take those of each conversation from its API "
        "(/api/v1/accounts/ID/conversations/ID/messages)."
    )
    lists = ("payload", "data.payload", "messages", "conversations")

    def fits(self, record: Fields, frame: Fields) -> bool:
        """Recognise a message by its type and its privacy, and a conversation by such messages."""
        messages = list_objects(record.get("messages"))
        return all(_is_message(message) for message in messages[:3]) if messages else _is_message(record)

    def translate(self, record: Fields, frame: Frame) -> Conversation | None:
        """Return what a conversation holds, or one message of one."""
        if _is_message(record):
            message = _read_message(record)
            id_ = text_of(record.get("conversation_id")) or text_of(frame.fields.get("id"))
            people = [_read_person(dig(frame.fields, "meta.contact"))]
            people += [_read_person(record.get("sender"))] if message.author is Author.CUSTOMER else []
            rating = _read_rating([record])
            if rating and not message.internal:
                return Conversation(id=id_, thread=id_, received=message.at, customers=people, rating=rating)
            return make_part(id_, message, customers=people)
        messages = list_objects(record.get("messages"))
        asker = _read_person(dig(record, "meta.sender"))
        labels = record.get("labels")
        return Conversation(
            id=text_of(record.get("id")),
            subject=text_of(dig(record, "additional_attributes.mail_subject")),
            received=read_time(record.get("created_at")),
            messages=[_read_message(message) for message in messages],
            customers=[asker],
            channel=text_of(dig(record, "meta.channel")).removeprefix("Channel::"),
            status=text_of(record.get("status")),
            tags=[text_of(label) for label in labels] if isinstance(labels, list) else [],
            rating=_read_rating(messages),
        )


def _is_message(record: Fields) -> bool:
    return (
        "message_type" in record and "private" in record and ("content_type" in record or "conversation_id" in record)
    )


def _read_message(message: Fields) -> Message:
    found = message.get("sender")
    sender: Fields = found if isinstance(found, dict) else {}
    author = _TYPES.get(text_of(message.get("message_type")), Author.SYSTEM)
    if author is Author.AGENT and {text_of(sender.get("type")), text_of(message.get("sender_type"))} & _BOTS:
        author = Author.BOT
    if message.get("content_type") == _SURVEY or is_true(dig(message, "content_attributes.deleted")):
        author = Author.SYSTEM
    return Message(
        text=text_of(message.get("content")),
        author=author,
        internal=is_internal({**message, "message_type": ""}),
        who=text_of(sender.get("id")),
        name=person_name(sender),
        address=text_of(sender.get("email")) if author is Author.CUSTOMER else "",
        at=read_time(message.get("created_at")),
    )


def _read_rating(messages: list[Fields]) -> str:
    """Return what the customer answered to the survey, a number up to 5."""
    path = "content_attributes.submitted_values.csat_survey_response.rating"
    return next((text for message in reversed(messages) if (text := text_of(dig(message, path)))), "")


def _read_person(value: Any) -> Person:
    person: Fields = value if isinstance(value, dict) else {}
    return Person(
        name=person_name(person),
        address=text_of(person.get("email")),
        phone=text_of(person.get("phone_number")),
        id=text_of(person.get("id")),
    )


class ChatwootTable(ProductTable):
    """Reads tables of Chatwoot's messages; those marked private are notes."""

    title = "Chatwoot's messages as a table (.csv)"
    product = "Chatwoot"
    advice = (
        "This table has no messages that went out. Chatwoot's reports hold none at all: export the table `messages` "
        "with conversation_id, content, message_type, private and created_at, or give its API's messages as JSON."
    )
    fingerprints = (
        "content, message_type, conversation_id, private",
        "content, message_type, conversation_id, inbox_id",
    )
    columns: ClassVar = {
        "id": "conversation_id",
        "kind": "message_type",
        "question": "content",
        "answer": "",
        "private": "private",
        "date": "created_at",
        "name": "sender_name",
        "email": "sender_email",
        "customer": "",
        "agent": "",
        "status": "",
        "channel": "inbox_name",
    }
    layout = Layout(messages=True)

    def amend(self, cell: Cell) -> Mapping[str, str]:
        """Return what a word for the type means, and that an agent bot is no person."""
        word = normalise_name(cell("message_type"))
        given = {"kind": _KINDS[word]} if word in _KINDS else {}
        if normalise_name(cell("sender_type")) in ("agentbot", "captainassistant"):
            given["kind"] = "bot"
        return given


_KINDS = {"incoming": "customer", "outgoing": "agent", "activity": "system", "template": "system"}
