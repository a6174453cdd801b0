"""Reads Crisp's chats as its API gives them: messages that name their session, and conversations.

Layout: https://docs.crisp.chat/references/rest-api/v1/#get-messages-in-conversation. Times are milliseconds; what a
message holds is a text, or an object for files, buttons and events.
"""

from __future__ import annotations

from typing import Final

from enquiry2article.domain.enquiry import Author
from enquiry2article.ingest.conversations.conversation import Conversation, Message, Person, make_part, read_time
from enquiry2article.ingest.conversations.internal_notes import is_internal
from enquiry2article.ingest.structured.json_product import JsonProduct
from enquiry2article.ingest.structured.json_stream import Frame
from enquiry2article.ingest.values import Fields, dig, is_true, list_objects, text_of

_SIDES: Final = {"user": Author.CUSTOMER, "operator": Author.AGENT}


class CrispReader(JsonProduct):
    """Reads Crisp's messages and conversations."""

    title = "Crisp: messages and conversations of its API (JSON)"
    mark = "its messages are Crisp's: each names its session_id and is from a user or an operator"
    advice = (
        "Crisp's list of conversations holds no messages: take those of each conversation from its API "
        "(/website/ID/conversation/SESSION/messages)."
    )
    lists = ("data", "messages", "conversations")

    def fits(self, record: Fields, frame: Fields) -> bool:
        """Recognise a message or a conversation by its session."""
        if "session_id" not in record:
            return False
        return (
            text_of(record.get("from")) in _SIDES
            or "website_id" in record
            or bool(list_objects(record.get("messages")))
        )

    def translate(self, record: Fields, frame: Frame) -> Conversation | None:
        """Return what a conversation holds, or one message of one."""
        session = text_of(record.get("session_id"))
        if "from" in record:
            return make_part(session, _read_message(record), channel=text_of(record.get("origin")))
        found = record.get("meta")
        meta: Fields = found if isinstance(found, dict) else {}
        segments = meta.get("segments")
        return Conversation(
            id=session,
            thread=session,
            subject=text_of(record.get("topic")) or text_of(meta.get("subject")),
            received=read_time(record.get("created_at")),
            messages=[_read_message(message) for message in list_objects(record.get("messages"))],
            customers=[
                Person(
                    name=text_of(meta.get("nickname")),
                    address=text_of(meta.get("email")),
                    phone=text_of(meta.get("phone")),
                )
            ],
            personal=[text_of(meta.get("ip")), text_of(meta.get("address"))],
            status=text_of(record.get("state")),
            tags=[text_of(tag) for tag in segments] if isinstance(segments, list) else [],
        )


def _read_message(message: Fields) -> Message:
    kind = text_of(message.get("type"))
    author = _SIDES.get(text_of(message.get("from")), Author.SYSTEM)
    if author is Author.AGENT and (is_true(message.get("automated")) or dig(message, "user.type") == "bot"):
        author = Author.BOT
    if kind not in ("text", "note", ""):
        author = Author.SYSTEM
    return Message(
        text=text_of(message.get("content")),
        author=author,
        # A stealth message is kept from the visitor.
        internal=kind == "note" or is_true(message.get("stealth")) or is_internal(message),
        who=text_of(dig(message, "user.user_id")),
        name=text_of(dig(message, "user.nickname")),
        at=read_time(message.get("timestamp")),
    )
