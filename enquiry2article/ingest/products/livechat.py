"""Reads LiveChat's archive as its API gives it, a chat with one of its threads at a time.

Layout: https://platform.text.com/docs/messaging/agent-chat-api/v3.6/data-structures. Who speaks is looked up in the
users of the chat; what agents whisper to each other has the visibility "agents", the recipients "agents" before
version 3.4.

Reads LiveChat's report of chats, which has one row for each chat and no transcript.

Source: importers of such files in public code. The names of its dates tell their zone ("chat start date
Europe/London"), and how many columns there are depends on the chats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, Final

from enquiry2article.cleaning.field_names import normalise_name
from enquiry2article.domain.enquiry import Author
from enquiry2article.ingest.conversations.conversation import Conversation, Message, Person, read_time
from enquiry2article.ingest.conversations.internal_notes import is_internal
from enquiry2article.ingest.conversations.people import person_name
from enquiry2article.ingest.structured.json_product import JsonProduct
from enquiry2article.ingest.structured.json_stream import Frame
from enquiry2article.ingest.tables.column_choice import Layout
from enquiry2article.ingest.tables.product_table import Cell, ProductTable
from enquiry2article.ingest.values import Fields, dig, is_true, label_of, list_objects, text_of

_USERS: Final = {"customer": Author.CUSTOMER, "agent": Author.AGENT}
_RATINGS: Final = {"1": "good", "0": "bad", "true": "good", "false": "bad"}
_FORMS: Final = frozenset({"filled_form", "form"})
_QUESTIONS: Final = frozenset({"question", "textarea"})
"""Fields of the form before a chat in which the visitor asks; in all others stand names and choices."""


class LiveChatReader(JsonProduct):
    """Reads LiveChat's archived chats."""

    title = "LiveChat: archive of its API (JSON)"
    mark = "its chats are LiveChat's: users of the type customer or agent, and threads of events"
    advice = (
        "LiveChat's reports hold no transcripts: take the chats with list_archives of its Agent Chat API, "
        "or send yourself the transcripts from the Archives page."
    )
    lists = ("chats", "chats_summary")

    def fits(self, record: Fields, frame: Fields) -> bool:
        """Recognise a chat by its users and its thread."""
        users = record.get("users")
        known = isinstance(users, list) and all(isinstance(user, dict) for user in users)
        return known and (isinstance(record.get("thread"), dict) or isinstance(record.get("threads"), list))

    def expand(self, record: Fields) -> list[Fields]:
        """Return a chat once for each of its threads: each is an enquiry of its own."""
        threads = record.get("threads")
        if not isinstance(threads, list):
            return [record]
        return [{**record, "thread": thread} for thread in threads if isinstance(thread, dict)] or [record]

    def translate(self, record: Fields, frame: Frame) -> Conversation | None:
        """Return what was said in a thread of a chat."""
        found = record.get("thread")
        thread: Fields = found if isinstance(found, dict) else {}
        users = {text_of(user.get("id")): user for user in list_objects(record.get("users"))}
        events = list_objects(thread.get("events"))
        tags = thread.get("tags")
        score = text_of(dig(thread, "properties.rating.score"))
        return Conversation(
            id=text_of(thread.get("id")) or text_of(record.get("id")),
            received=read_time(thread.get("created_at")),
            messages=[_read_event(event, users) for event in events],
            customers=[_read_person(user) for user in users.values() if user.get("type") == "customer"],
            personal=list(_read_forms(events)),
            staff=[person_name(user) for user in users.values() if user.get("type") == "agent"],
            channel="chat",
            status="" if thread.get("active") is None else "open" if is_true(thread.get("active")) else "closed",
            tags=[text_of(tag) or label_of(tag) for tag in tags] if isinstance(tags, list) else [],
            rating=_RATINGS.get(score, score),
        )


def _read_event(event: Fields, users: Mapping[str, Fields]) -> Message:
    who, kind = text_of(event.get("author_id")), text_of(event.get("type"))
    user = users.get(who, {})
    author = _USERS.get(text_of(user.get("type")), Author.AGENT)
    text = text_of(event.get("text"))
    if kind in _FORMS:
        asked = [
            text_of(one.get("answer"))
            for one in list_objects(event.get("fields"))
            if text_of(one.get("type")) in _QUESTIONS
        ]
        text, author = "\n".join(asked), Author.CUSTOMER
    elif kind != "message":
        author = Author.SYSTEM
    elif _is_automatic(event):
        author = Author.BOT
    return Message(
        text=text,
        author=author,
        internal=is_internal({**event, "type": ""}) or text_of(event.get("recipients")) == "agents",
        who=who,
        name=person_name(user),
        at=read_time(event.get("created_at")),
    )


def _is_automatic(event: Fields) -> bool:
    """Return whether LiveChat itself greets: its own properties tell so."""
    properties = dig(event, "properties.lc2")
    return isinstance(properties, dict) and is_true(properties.get("welcome_message"))


def _read_forms(events: list[Fields]) -> Iterator[str]:
    """Yield what a visitor filled in besides questions: names, addresses, telephone numbers."""
    for event in events:
        if text_of(event.get("type")) in _FORMS and not is_internal({**event, "type": ""}):
            fields = [one for one in list_objects(event.get("fields")) if one.get("type") in ("name", "email", "phone")]
            yield from (text for one in fields if (text := text_of(one.get("answer"))))


def _read_person(user: Fields) -> Person:
    return Person(name=person_name(user), address=text_of(user.get("email")), id=text_of(user.get("id")))


_DATE = re.compile(r"chat (creation|start) date .+", re.IGNORECASE)
_BEFORE = re.compile(r"pre chat: *(.+)", re.IGNORECASE)
_TAG = re.compile(r"tag \d+", re.IGNORECASE)
_PERSON = re.compile(r"e-?mail|mail|name|phone|telefon", re.IGNORECASE)


class LivechatTable(ProductTable):
    """Reads LiveChat's report; what a customer wrote is in the fields of the form before the chat, if anywhere."""

    title = "LiveChat's report of chats (.csv)"
    product = "LiveChat"
    advice = (
        "LiveChat's report has no transcripts. The chats themselves come from its API (list_archives) as JSON; or have "
        "the transcripts of chats sent by mail and give the mailbox."
    )
    fingerprints = ("operator 1 nick", "conferenceId, rate")
    columns: ClassVar = {
        "id": "conferenceId, chat id",
        "answer": "",
        "kind": "",
        "subject": "",
        "email": "pre chat: E-mail:, visitor email",
        "name": "pre chat: Name:, visitor nick, visitor name",
        "agent": "operator 1 nick",
        "rating": "rate",
        "channel": "",
        "status": "",
        "personal": "visitor ip",
    }
    ignored = "last rate comment, chat start url, referrer, group name, operator 1 id, operator 2 nick, operator 2 id"

    def find_marks(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        """Return the columns that are LiveChat's; the zone in the name of its dates differs."""
        dates = [name for name in header if _DATE.fullmatch(name.strip())]
        return dates[:1] or super().find_marks(header, rows)

    def lay_out(self, header: Sequence[str]) -> Layout:
        """Find the dates, whose names tell a zone, and the questions of the form before the chat."""
        layout = super().lay_out(header)
        dates = sorted((name for name in header if _DATE.fullmatch(name.strip())), key=lambda name: "start" in name)
        asked = [
            name
            for name in header
            if (found := _BEFORE.fullmatch(name.strip())) and not _PERSON.search(normalise_name(found[1]))
        ]
        columns = dict(layout.preset.columns)
        columns["date"] = tuple(dates)
        columns["question"] = tuple(asked)
        columns["tags"] = tuple(name for name in header if _TAG.fullmatch(name.strip()))
        return replace(layout, preset=replace(layout.preset, columns=columns))

    def amend(self, cell: Cell) -> Mapping[str, str]:
        """Return a rating without the word that makes it a sentence: "rated good"."""
        return {"rating": cell("rate").removeprefix("rated ").replace("not rated", "")}
