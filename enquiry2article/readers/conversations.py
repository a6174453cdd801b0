"""Turns JSON records that hold their messages into enquiries.

Decides which message opens an enquiry, in which order the turns stand, and what the enquiry's other fields are. Who
speaks is left to `authors`, what is internal to `internal_notes`, where the messages are to `json_records`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from enquiry2article.columns import find_named, match_names, tell_kind
from enquiry2article.dates import DateReader
from enquiry2article.decoding import mend_surrogates
from enquiry2article.readers.authors import AuthorTeller
from enquiry2article.readers.internal_notes import is_internal, is_internal_record, says_whether_public
from enquiry2article.readers.json_records import find_messages, message_text, unwrap_record
from enquiry2article.readers.json_values import Fields, dig, first_text, flatten, label_of, text_of
from enquiry2article.readers.people import (
    find_author_address,
    find_author_id,
    find_author_name,
    find_customer_ids,
    find_customers,
    name_people,
    person_name,
)
from enquiry2article.readers.rows import clean_id, make_turns, split_tags
from enquiry2article.records import Author, Enquiry, Turn

_OPENINGS = tuple(
    """description_text description body text question enquiry inquiry message content comment issue request""".split()
)
"""Keys of a record under which its opening message stands, apart from the others."""
_TIMES = tuple("created_at createdAt created_datetime created timestamp time date sent_at sentAt ts".split())
_MARKUP = re.compile(r"<[^<>]*>|\s+")
_SAMPLE_DATES = 1000
_KNOWN_SHAPES = 1000
"""For so many sets of keys we remember what they mean: records that are all different would fill the memory."""


@dataclass(frozen=True, slots=True)
class _Message:
    author: Author | None
    """None while only the order of the authors can tell."""
    who: str
    """The author's id, address or name, or ""."""
    text: str
    at: datetime | None
    name: str = ""
    address: str = ""


class ConversationReader:
    """Reads records that hold their messages, with what the whole file says about keys, dates and people."""

    def __init__(
        self, sample: Sequence[Fields], users: Mapping[str, Fields], columns: Mapping[str, str], file_name: str
    ) -> None:
        """Learn from the first records what the keys mean and how dates are written.

        Raises:
            MissingColumn: the records or their messages lack a mapped key.
        """
        self._columns = _find_mapped(sample, columns, file_name)
        self._users = users
        self._authors = AuthorTeller(users, self._columns.get("kind", ""))
        dates = [text for record in sample for text in _sample_dates(record)]
        self._dates = DateReader.learn(dates[:_SAMPLE_DATES])
        self._known: dict[tuple[str, ...], Mapping[str, str]] = {}

    def read(self, record: Fields, source: str) -> Enquiry | None:
        """Turn one record into an enquiry, or None for a record that is an internal note itself."""
        record = unwrap_record(record)
        if is_internal_record(record):
            return None
        flat = flatten(record)
        names = self._match(tuple(flat))

        def value(field: str) -> str:
            return flat.get(self._columns[field] if field in self._columns else names.get(field, ""), "")

        def personal(field: str) -> str:
            # What is personal is redacted even where --map says that there is no such key.
            return flat.get(self._columns.get(field) or names.get(field, ""), "")

        received = self._dates.parse(value("date"))
        said = self._read_said(record, received, value("question") if "question" in self._columns else "")
        turns = _settle_authors(said)
        if not turns and value("answer"):
            turns = make_turns(value("question"), value("answer"), received, "", value("agent"))
        spoken = [message for message, turn in zip(said, turns, strict=False) if turn.author is Author.CUSTOMER]
        customer_names, addresses = _name_customer(record, [personal("name"), personal("email")], spoken)
        ids = [*addresses, *find_customer_ids(record), *customer_names]
        phones = [
            str(person[key]) for person in find_customers(record) for key in ("phone", "mobile") if person.get(key)
        ]
        return Enquiry(
            id=clean_id(value("id")),
            source=source,
            subject=mend_surrogates(
                value("subject") or text_of(dig(record, "source.subject")) or _channel_name(record)
            ),
            turns=turns,
            received=received or (turns[0].at if turns else None),
            customer=next(iter(ids), "").casefold(),
            customer_names=tuple(customer_names),
            personal=tuple(
                dict.fromkeys(text for text in (*addresses, *phones, personal("phone"), personal("personal")) if text)
            ),
            channel=value("channel"),
            status=value("status"),
            tags=_read_tags(record, value("tags")),
            rating=value("rating"),
            group=value("group"),
        )

    def _match(self, keys: tuple[str, ...]) -> Mapping[str, str]:
        if keys not in self._known:
            if len(self._known) > _KNOWN_SHAPES:
                self._known.clear()
            self._known[keys] = match_names(keys)
        return self._known[keys]

    def _read_said(self, record: Fields, received: datetime | None, mapped: str) -> list[_Message]:
        """Give the public messages of a record in order, the opening one once. `mapped` is its text by --map."""
        messages, key = find_messages(record)
        said = self._read_messages(messages, record, key)
        opening = self._read_opening(record, received, mapped)
        # Zendesk copies the first message into the description even when that message is a note.
        hidden = [message_text(item) for item in messages if isinstance(item, dict) and is_internal(item)]
        if opening is not None and not any(_are_alike(opening.text, text) for text in hidden):
            said = _put_opening(opening, said)
        if all(message.at is not None for message in said):
            said.sort(key=lambda message: message.at.timestamp() if message.at else 0.0)
        return said

    def _read_messages(self, messages: Sequence[Any], record: Fields, key: str) -> list[_Message]:
        """Read the public messages of the list that stands under `key`."""
        said = []
        objects = [{"text": item} if isinstance(item, str) else item for item in messages]
        objects = [item for item in objects if isinstance(item, dict)]
        types = {str(item.get("type", "")).casefold() for item in objects}
        for item in objects:
            text = message_text(item, self._columns.get("message", ""))
            if not text or is_internal(item, types):
                continue
            author, who = self._authors.tell(item, record, types), find_author_id(item)
            if key in ("notes", "helpdesk_notes") and not says_whether_public(item) and author is not Author.CUSTOMER:
                continue  # a note that does not say that it is public is taken for internal
            if author is None and key in ("replies", "answers") and not who:
                author = Author.AGENT
            if author is Author.SYSTEM:
                continue
            name = find_author_name(item) or text_of(self._users.get(who, {}).get("name"))
            said.append(_Message(author, who, text, self._time(item), mend_surrogates(name), find_author_address(item)))
        return said

    def _read_opening(self, record: Fields, received: datetime | None, mapped: str) -> _Message | None:
        """Give the message that a record holds apart from the list of messages, if any."""
        if mapped:
            return _Message(Author.CUSTOMER, "", mapped, received)
        source = record.get("source")
        if isinstance(source, dict) and text_of(source.get("body")):  # Intercom
            author = self._authors.tell(source, record) or Author.CUSTOMER
            if source.get("delivered_as") == "admin_initiated":
                author = Author.AGENT
            text, who, name = text_of(source["body"]), find_author_id(source), find_author_name(source)
            return _Message(author, who, text, received, name)
        text = first_text(record, _OPENINGS)
        return _Message(Author.CUSTOMER, "", mend_surrogates(text), received) if text else None

    def _time(self, message: Fields) -> datetime | None:
        return next((at for key in _TIMES if (at := self._dates.parse(text_of(message.get(key))))), None)


def _find_mapped(sample: Sequence[Fields], columns: Mapping[str, str], file_name: str) -> dict[str, str]:
    """Give the keys that --map names, as the file writes them: "message" and "kind" in messages, others in records."""
    if not columns:
        return {}
    unwrapped = [unwrap_record(record) for record in sample]
    records = [flatten(record) for record in unwrapped]
    messages = [flatten(item) for record in unwrapped for item in find_messages(record)[0] if isinstance(item, dict)]
    mapped: dict[str, str] = {}
    for field, wanted in columns.items():
        places = messages if field in ("message", "kind") else records
        if not wanted or (field == "agent" and "@" in wanted):
            mapped[field] = ""
        elif field in ("message", "kind") and wanted.count(".") > 1:
            mapped[field] = wanted  # deeper than `flatten` looks
        else:
            keys = list(dict.fromkeys(key for flat in places for key in flat))
            mapped[field] = find_named(keys, field, wanted, file_name, called="key")
    return mapped


def _put_opening(opening: _Message, said: Sequence[_Message]) -> list[_Message]:
    """Put the opening message first unless the list has it, and leave out further copies of it."""
    copies = [message for message in said if _are_alike(message.text, opening.text)]
    if not copies:
        return [opening, *said]
    return [message for message in said if message is copies[0] or not _are_alike(message.text, opening.text)]


def _are_alike(one: str, other: str) -> bool:
    return _MARKUP.sub("", one) == _MARKUP.sub("", other)


def _settle_authors(said: Sequence[_Message]) -> tuple[Turn, ...]:
    """Decide about the messages whose author only the order can tell: the first is the customer, another an agent."""
    opener = next((message.who for message in said if message.author in (None, Author.CUSTOMER) and message.who), "")
    turns = []
    for message in said:
        author = message.author
        if author is None:
            author = Author.AGENT if message.who and message.who != opener else Author.CUSTOMER
        turns.append(Turn(author=author, text=message.text, at=message.at, name=message.name))
    return tuple(turns)


def _name_customer(record: Fields, columns: Sequence[str], spoken: Sequence[_Message]) -> tuple[list[str], list[str]]:
    """Give the customer's names and addresses, from the record, its columns for them, and the customer's messages."""
    people = find_customers(record)
    texts = [*map(person_name, people), *columns, *(text_of(person.get("email")) for person in people)]
    author = dig(record, "source.author")
    if isinstance(author, dict) and tell_kind(text_of(author.get("type"))) != "agent":
        texts += [person_name(author), text_of(author.get("email"))]
    for message in spoken:
        texts += [message.name, message.address]
    names, addresses = name_people([mend_surrogates(text) for text in texts])
    return names, list(dict.fromkeys(addresses))


def _read_tags(record: Fields, text: str) -> tuple[str, ...]:
    value = record.get("tags", record.get("labels"))
    if isinstance(value, dict):
        value = value.get("tags", value.get("data"))
    if isinstance(value, list):
        tags = [text_of(tag) or label_of(tag) for tag in value]
        return tuple(dict.fromkeys(mend_surrogates(tag.strip()) for tag in tags if tag.strip()))
    return split_tags(text)


def _channel_name(record: Fields) -> str:
    """Give the name of a chat's channel, which is all the subject that it has."""
    channel = record.get("channel")
    return text_of(channel.get("name")) if isinstance(channel, dict) and "messages" in record else ""


def _sample_dates(record: Fields) -> Iterator[str]:
    messages, _ = find_messages(record)
    for item in (record, *(message for message in messages if isinstance(message, dict))):
        yield from (text for key in _TIMES if (text := text_of(item.get(key))))
