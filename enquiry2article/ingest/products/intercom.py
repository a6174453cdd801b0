"""Reads Intercom's conversations as its API gives them.

Layout: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/conversation. The first
message stands in "source", called "conversation_message" before version 2, apart from the parts.

Reads the messages that the app Intercom Export writes, one a row.

Source: https://www.prodsight.ai/help-sub/intercomexport-help-center/getting-started/what-does-the-intercom-conversation-export-contain
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from enquiry2article.domain.enquiry import Author
from enquiry2article.ingest.conversations.conversation import Conversation, Message, Person, read_time
from enquiry2article.ingest.conversations.internal_notes import is_internal
from enquiry2article.ingest.conversations.people import person_name
from enquiry2article.ingest.structured.json_product import JsonProduct
from enquiry2article.ingest.structured.json_stream import Frame
from enquiry2article.ingest.tables.column_choice import Layout
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

_AUTHORS: Final = {
    "user": Author.CUSTOMER,
    "lead": Author.CUSTOMER,
    "contact": Author.CUSTOMER,
    "visitor": Author.CUSTOMER,
    "admin": Author.AGENT,
    "team": Author.AGENT,
    "bot": Author.BOT,
}
_BY_COMPANY: Final = {
    "admin_initiated": Author.AGENT,
    "operator_initiated": Author.BOT,
    "automated": Author.BOT,
    "campaigns_initiated": Author.BOT,
}
_NO_SPEECH: Final = ("conversation_", "fin_", "participant_", "language_detection", "custom_action", "attribute_")
"""How the types of parts begin that are events, though some carry a text: ratings, attributes, changes of people."""
_AI: Final = ("from_ai_agent", "is_ai_answer")


class IntercomReader(JsonProduct):
    """Reads Intercom's conversations with their parts."""

    title = "Intercom: conversations of its API (JSON)"
    mark = "its conversations are Intercom's: an opening in “source” and conversation_parts"
    advice = (
        "Intercom's list of conversations leaves out their parts: retrieve each conversation by its id, or have "
        "the data exported to Amazon S3 under Settings > Data > Imports & exports."
    )
    lists = ("conversations", "data")

    def fits(self, record: Fields, frame: Fields) -> bool:
        """Recognise a conversation by where its opening stands, with the author in it."""
        opening = _find_opening(record)
        told = "delivered_as" in opening or isinstance(opening.get("author"), dict)
        return told and ("body" in opening or "conversation_parts" in record or record.get("type") == "conversation")

    def translate(self, record: Fields, frame: Frame) -> Conversation | None:
        """Return what a conversation holds."""
        at = read_time(record.get("created_at"))
        parts = dig(record, "conversation_parts.conversation_parts")
        if not isinstance(parts, list):
            parts = record.get("conversation_parts")
        opening = _find_opening(record)
        rating = record.get("conversation_rating")
        return Conversation(
            id=text_of(record.get("id")),
            subject=first_text(opening, ("subject",)) or text_of(record.get("title")),
            received=at,
            opening=_read_opening(opening, at),
            messages=[_read_part(part) for part in _objects(parts)],
            customers=list(_list_customers(record, opening)),
            staff=[person_name(person) for person in _objects(record.get("teammates"), "admins")],
            channel=text_of(opening.get("type")),
            status=text_of(record.get("state")),
            tags=[label_of(tag) for tag in _objects(record.get("tags"), "tags")],
            rating=text_of(rating.get("rating")) if isinstance(rating, dict) else "",
        )


def _find_opening(record: Fields) -> Fields:
    found = record.get("source", record.get("conversation_message"))
    return found if isinstance(found, dict) else {}


def _read_opening(opening: Fields, at: Any) -> Message | None:
    if not text_of(opening.get("body")) or is_true(opening.get("redacted")):
        return None
    message = _read_part({"part_type": "comment", **opening})
    author = _BY_COMPANY.get(text_of(opening.get("delivered_as")), message.author)
    return Message(
        text=message.text,
        author=author,
        internal=message.internal,
        who=message.who,
        name=message.name,
        address=message.address,
        at=at,
    )


def _read_part(part: Fields) -> Message:
    found = part.get("author")
    person = found if isinstance(found, dict) else {}
    kind = text_of(part.get("part_type"))
    author = _AUTHORS.get(text_of(person.get("type")), Author.AGENT)
    if any(is_true(place.get(key)) for place in (part, person) for key in _AI):
        author = Author.BOT
    elif kind.startswith(_NO_SPEECH) or is_true(part.get("redacted")):
        author = Author.SYSTEM
    return Message(
        text=text_of(part.get("body")),
        author=author,
        # Of the kinds of notes there are several: "note", "note_and_reopen".
        internal="note" in kind or is_internal({**part, "type": ""}),
        who=text_of(person.get("id")),
        name=person_name(person),
        address=text_of(person.get("email")) if author is Author.CUSTOMER else "",
        at=read_time(part.get("created_at")),
    )


def _list_customers(record: Fields, opening: Fields) -> Iterator[Person]:
    """Yield whom a conversation is from; contacts that are only known by an id come last."""
    author = opening.get("author")
    people = [*_objects(record.get("contacts"), "contacts"), *_objects(record.get("customers"), "")]
    people += [person for key in ("user", "customer") if isinstance(person := record.get(key), dict)]
    if isinstance(author, dict) and _AUTHORS.get(text_of(author.get("type"))) is Author.CUSTOMER:
        people.append(author)
    for person in people:
        yield Person(
            name=person_name(person),
            address=text_of(person.get("email")),
            phone=text_of(person.get("phone")),
            id=text_of(person.get("id")),
        )


def _objects(value: Any, key: str = "") -> list[Fields]:
    """Return the objects of a list, or of the list that lies under a key of an object."""
    if isinstance(value, dict):
        value = value.get(key)
    return list_objects(value)


class IntercomTable(ProductTable):
    """Reads tables of Intercom's messages; notes are told by the message's type, and times are in UTC."""

    title = "Intercom's messages as a table (.csv)"
    product = "Intercom"
    advice = (
        "This export has only what opened each conversation. In Intercom Export choose the message entries "
        "(full transcripts) instead of the conversation entries, or give the conversations of Intercom's API as JSON."
    )
    fingerprints = ("message_author_type, conversation_id", "message_body, conversation_id, message_type")
    columns: ClassVar = {
        "id": "conversation_id",
        "kind": "message_author_type",
        "question": "message_body",
        "answer": "",
        "private": "message_type",
        "date": "message_created_at, conversation_created_at",
        "name": "message_author_name",
        "email": "message_author_email",
        "customer": "",
        "agent": "",
        "status": "conversation_state",
        "tags": "conversation_tags",
        "channel": "",
    }
    ignored = "app_name, message_author_companies"
    layout = Layout(messages=True)
