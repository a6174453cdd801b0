"""What a conversation is, whichever program kept it, and how it becomes an enquiry.

The readers bring what was said; here it is decided what opens an enquiry, in which order the turns stand, what never
leaves the readers, who speaks where only the order tells, and whom the enquiry is from. Where a program puts all that,
its own reader knows; what is a chat's protocol inside one message, `transcripts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from enquiry2article.domain.enquiry import Author, Enquiry, Turn
from enquiry2article.domain.export import ReadOptions
from enquiry2article.ingest.conversations.people import identify_by_name, name_people
from enquiry2article.ingest.conversations.transcripts import split_transcript
from enquiry2article.ingest.fields.cells import clean_id
from enquiry2article.ingest.values import Fields, flatten, label_of, plain_key, text_of
from enquiry2article.text.dates import DateReader
from enquiry2article.text.encoding import mend_surrogates

_MARKUP: Final = re.compile(r"<[^<>]*>|\s+")
_DATES: Final = DateReader()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message as its program keeps it."""

    text: str
    """Plain or HTML, as it was written."""
    author: Author | None = None
    """None where only the order of the authors can tell."""
    internal: bool = False
    """Whether customers must not see it. Such a message never becomes a turn."""
    who: str = ""
    """The author's id, address or name, or ""."""
    account: str = ""
    """The id of the author's account where the program gives one: it tells people of one name apart."""
    name: str = ""
    address: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What a program tells of somebody."""

    name: str = ""
    address: str = ""
    phone: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One conversation, or a part of one that has the same `thread` as the others."""

    id: str = ""
    thread: str = ""
    subject: str = ""
    received: datetime | None = None
    opening: Message | None = None
    """The message that the program keeps apart from the others, which may be among them as well."""
    messages: Sequence[Message] = ()
    customers: Sequence[Person] = ()
    """Whom it is from, the likeliest first."""
    personal: Sequence[str] = ()
    """Further personal values: addresses of people in copy, what a form asked for."""
    staff: Sequence[str] = ()
    """Names and ids of the company's people in it, for chats that are kept in one message."""
    channel: str = ""
    status: str = ""
    tags: Sequence[str] = ()
    rating: str = ""
    group: str = ""
    minutes: float | None = None
    """How long agents worked on it, where the program says so."""
    reported: bool = False
    """Whether somebody of the company may have opened it for a customer, on the telephone or at the counter."""


def read_time(value: Any) -> datetime | None:
    """Return the moment that a JSON value means: ISO 8601, or a number since 1970 in any unit."""
    return _DATES.parse(text_of(value))


def make_part(thread: str, message: Message, *, subject: str = "", **more: Any) -> Conversation | None:
    """Make of one message a part of its conversation; None for what customers must not see and for what nobody said.

    Only what the customer says brings the subject along: mails of the company alone ask nothing.
    """
    if message.internal or message.author is Author.SYSTEM:
        return None
    return Conversation(
        id=thread,
        thread=thread,
        subject=subject if message.author is Author.CUSTOMER else "",
        received=message.at,
        messages=[message],
        **more,
    )


def build_enquiry(found: Conversation, source: str, options: ReadOptions | None = None) -> Enquiry:
    """Make an enquiry of a conversation. `options` say which of its people are the company's.

    One in which nobody but the company speaks, or all is internal, asks nothing: it has no subject either, and so
    counts as empty.
    """
    said = _order_messages(found)
    if options is not None and options.agents:
        said = [_mark_agent(message, options) for message in said]
    if found.reported:
        said = _take_report(said)
    names, addresses, ids = _name_customer(found, said)
    said = _settle_authors(_open_transcripts(said, found, names))
    turns = tuple(
        Turn(author=message.author or Author.CUSTOMER, text=message.text, at=message.at, name=message.name)
        for message in said
        if message.author is not Author.SYSTEM
    )
    phones = [person.phone for person in found.customers if person.phone]
    silent = found.opening is None and not any(message.text.strip() for message in found.messages)
    asked = silent or any(turn.author is Author.CUSTOMER for turn in turns)
    return Enquiry(
        id=clean_id(found.id),
        thread=found.thread,
        source=source,
        subject=mend_surrogates(found.subject.strip()) if asked else "",
        turns=turns,
        received=found.received or (turns[0].at if turns else None),
        customer=(next(iter([*addresses, *ids]), "") or identify_by_name(names)).casefold(),
        customer_names=tuple(names),
        personal=tuple(dict.fromkeys(mend_surrogates(v) for v in (*addresses, *phones, *found.personal) if v)),
        channel=found.channel,
        status=found.status,
        tags=tuple(dict.fromkeys(mend_surrogates(tag.strip()) for tag in found.tags if tag.strip())),
        rating=found.rating,
        group=found.group,
        minutes=found.minutes,
    )


def pick_cells(record: Fields, options: ReadOptions) -> tuple[tuple[str, str], ...]:
    """Return what a record has under the keys that the user chooses by; an object counts by what it is called.

    A key that the record lacks has the value "" if other records of the file have it.
    """
    if not options.only:
        return ()
    labels = {key: label for key, value in record.items() if (label := label_of(value))}
    flat = {**flatten(record), **labels}
    options.notices.columns.update(dict.fromkeys(flat))
    found = {plain_key(key): text for key, text in flat.items()}
    return tuple((name, found.get(name, "")) for name in options.only)


def _order_messages(found: Conversation) -> list[Message]:
    """Return the public messages by time, the opening one once."""
    said = [
        replace(message, text=mend_surrogates(message.text.strip()), name=mend_surrogates(message.name))
        for message in found.messages
        if not message.internal and message.author is not Author.SYSTEM and message.text.strip()
    ]
    if found.opening is not None and not found.opening.internal:
        opening = replace(found.opening, text=mend_surrogates(found.opening.text.strip()))
        # Zendesk copies the first message into the description even when that message is a note.
        hidden = [message.text for message in found.messages if message.internal]
        if opening.text and not any(_are_alike(opening.text, text) for text in hidden):
            said = _put_opening(opening, said)
    if all(message.at is not None for message in said):
        said.sort(key=lambda message: message.at.timestamp() if message.at else 0.0)
    return said


def _put_opening(opening: Message, said: Sequence[Message]) -> list[Message]:
    """Put the opening message first unless the list has it, and leave out further copies of it."""
    copies = [message for message in said if _are_alike(message.text, opening.text)]
    if not copies:
        return [opening, *said]
    return [message for message in said if message is copies[0] or not _are_alike(message.text, opening.text)]


def _are_alike(one: str, other: str) -> bool:
    return one == other or _MARKUP.sub("", one) == _MARKUP.sub("", other)


def _mark_agent(message: Message, options: ReadOptions) -> Message:
    named = any(options.names_agent(person) for person in (message.name, message.address, message.who))
    return replace(message, author=Author.AGENT) if named and message.author is not Author.BOT else message


def _take_report(said: list[Message]) -> list[Message]:
    """Take what an agent wrote down first for what the customer asked, and never for a reply."""
    if not said or said[0].author is not Author.AGENT:
        return said
    return [replace(said[0], author=Author.CUSTOMER, name="", who="", account="", address=""), *said[1:]]


def _open_transcripts(said: Sequence[Message], found: Conversation, names: Sequence[str]) -> list[Message]:
    """Put in the place of each protocol of a chat what was said in it."""
    staff = [*found.staff, *(message.name for message in said if message.author is Author.AGENT)]
    opened: list[Message] = []
    for message in said:
        lines = split_transcript(message.text, message.at, staff, names)
        if lines:
            opened += [Message(text=text, author=author, name=name, at=at) for author, name, text, at in lines]
        else:
            opened.append(message)
    return opened


def _settle_authors(said: Iterable[Message]) -> list[Message]:
    """Decide about the messages whose author only the order can tell: the first is the customer, another an agent."""
    listed = list(said)
    opener = next((message.who for message in listed if message.author in (None, Author.CUSTOMER) and message.who), "")
    strangers = {message.who for message in listed if message.author is None and message.who}
    told = any(message.author is Author.AGENT for message in listed)
    if (
        len(strangers) == 1
        and not told
        and any(message.author is Author.CUSTOMER and not message.who for message in listed)
    ):
        opener = ""  # somebody asked, and another person answers
    return [
        message
        if message.author is not None
        else replace(message, author=Author.AGENT if message.who and message.who != opener else Author.CUSTOMER)
        for message in listed
    ]


def _name_customer(found: Conversation, said: Sequence[Message]) -> tuple[list[str], list[str], list[str]]:
    """Return the customer's names, addresses and ids, from the record and from the customer's messages."""
    own = [message for message in _settle_authors(said) if message.author is Author.CUSTOMER]
    texts = [text for person in found.customers for text in (person.name, person.address)]
    texts += [text for message in own for text in (message.name, message.address)]
    names, addresses = name_people([mend_surrogates(text) for text in dict.fromkeys(texts)])
    ids = [*(person.id for person in found.customers), *(message.account for message in own)]
    return names, list(dict.fromkeys(addresses)), [id_ for id_ in ids if id_]
