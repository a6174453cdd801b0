"""Decides who speaks: the customer, an agent, a bot or the helpdesk itself.

Helpdesks say it in ten different ways. What they say is believed in a fixed order: flags of machines, flags of
direction, words for a role, ids, and only then the order of the authors, which `conversations` knows. What a person is
called is left to `people`, what is internal to `internal_notes`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from enquiry2article.columns import normalise_name, tell_kind
from enquiry2article.readers.json_values import Fields, dig, is_true, label_of, text_of
from enquiry2article.readers.people import (
    AUTHOR_KEYS,
    find_author_address,
    find_author_id,
    find_authors,
    find_customer_ids,
)
from enquiry2article.records import Author

_BOT_FLAGS = tuple("isBot is_bot bot automated from_ai_agent is_ai_answer autoreply is_auto_reply".split())
_CUSTOMER_FLAGS = tuple("incoming is_inbound isInbound inbound from_customer is_customer by_customer".split())
_AGENT_FLAGS = tuple("from_agent fromAgent is_agent isAgent outgoing staff moderator by_staff is_staff".split())
_KIND_KEYS = tuple("role author_type authorType sender_type senderType author_role authorRole direction".split())
_AUTHOR_MARKS = (*_KIND_KEYS, *_CUSTOMER_FLAGS, *_AGENT_FLAGS, "author", "sender", "author_id")
_STAFF_KEYS = ("assignee", "responder", "submitter", "agent")
STAFF_ROLE = re.compile(r"support|team|staff|moderator|\bmod\b|admin|agent|helper", re.IGNORECASE)
_MESSAGE_TYPES = {"0": Author.CUSTOMER, "1": Author.AGENT, "2": Author.SYSTEM, "3": Author.SYSTEM}
"""Chatwoot's numbers."""
_NOT_WHOSE = frozenset({"reply", "in", "out", "m", "r", "s", "a", "v"})
"""Types of a message that say what it is, not whose, though some are words for an author elsewhere."""


def tell_row_author(column: str, value: str) -> Author:
    """Say who wrote a row, from the column that tells kinds. What it does not say is taken for the customer's.

    >>> tell_row_author("Sender type", "Agent").value, tell_row_author("incoming", "TRUE").value
    ('agent', 'customer')
    """
    key, word = normalise_name(column), normalise_name(value)
    if word in ("true", "false"):
        return Author.CUSTOMER if (word == "true") == (key in ("incoming", "isinbound")) else Author.AGENT
    if key == "messagetype" and word.isdigit():
        return _MESSAGE_TYPES.get(word, Author.SYSTEM)
    return Author(tell_kind(value) or "customer")


def has_author(message: Fields) -> bool:
    """Say whether an object has any key that names an author: a message of a conversation, not a record."""
    return any(key in message for key in _AUTHOR_MARKS)


@dataclass(frozen=True, slots=True)
class AuthorTeller:
    """Tells who wrote a message, with what the whole file says about people."""

    users: Mapping[str, Fields]
    """The people whom the file lists apart from its records, by id."""
    kind_key: str = ""
    """The key that --map gives for `kind`. It wins over everything but the flags of machines."""

    def tell(self, message: Fields, record: Fields, types: Collection[str] = ()) -> Author | None:
        """Say who wrote a message of a record, or None when only the order of the authors can tell.

        `types` are the types of all the messages of the record.
        """
        people = find_authors(message)
        if any(is_true(place.get(key)) for place in (message, *people) for key in _BOT_FLAGS):
            return Author.BOT
        if message.get("via") == "rule":
            return Author.BOT
        if self.kind_key:
            kind = tell_kind(text_of(dig(message, self.kind_key)))
            return Author(kind) if kind else None
        if any(tell_kind(text_of(person.get("type"))) == "bot" for person in people):
            return Author.BOT
        for key in (*_CUSTOMER_FLAGS, *_AGENT_FLAGS):
            if message.get(key) is not None and not isinstance(message[key], (dict, list)):
                return Author.CUSTOMER if is_true(message[key]) == (key in _CUSTOMER_FLAGS) else Author.AGENT
        number = text_of(message.get("message_type"))
        if number in _MESSAGE_TYPES:
            return _MESSAGE_TYPES[number]
        for kind in _read_kinds(message, types):
            if kind:
                return Author(kind)
        return self._tell_by_id(message, record)

    def _tell_by_id(self, message: Fields, record: Fields) -> Author | None:
        who, address = find_author_id(message), find_author_address(message).casefold()
        customers = find_customer_ids(record)
        if (who and who in customers) or (address and address in customers):
            return Author.CUSTOMER
        user = self.users.get(who)
        if user is not None:
            kind = tell_kind(text_of(user.get("role")) or text_of(user.get("type")))
            if kind:
                return Author(kind)
        staff = {text_of(record.get(f"{key}_id")) for key in _STAFF_KEYS}
        staff |= {text_of(dig(record, f"{key}.id")) for key in _STAFF_KEYS}
        if who and who in staff:
            return Author.AGENT
        if any(_has_staff_role(person) for person in find_authors(message)):
            return Author.AGENT
        return Author.AGENT if customers and who else None


def _has_staff_role(person: Fields) -> bool:
    roles = person.get("roles")
    return isinstance(roles, list) and any(STAFF_ROLE.search(text_of(role) or label_of(role)) for role in roles)


def _read_kinds(message: Fields, types: Collection[str]) -> Iterator[str]:
    """Give what each word about the author of a message stands for, the plainest word first, "" for nothing."""
    for key in _KIND_KEYS:
        yield tell_kind(text_of(message.get(key)))
    kind = text_of(message.get("type"))
    if kind.casefold() == "message" and "customer" in types:
        yield "agent"  # Help Scout: "customer" for the one, "message" for the other
    for key in AUTHOR_KEYS:
        person = message.get(key)
        if isinstance(person, dict):
            # Help Scout and Chatwoot call the company's people users and the others customers or contacts.
            staff = key == "createdBy" or (key == "sender" and "message_type" in message)
            for name in ("type", "role", "kind", "t"):
                word = text_of(person.get(name))
                yield "agent" if staff and word == "user" else tell_kind(word)
        else:
            yield tell_kind(text_of(person))
    for key in ("type", "message_type", "kind"):
        word = text_of(message.get(key))
        yield tell_kind(word) if normalise_name(word) not in _NOT_WHOSE else ""
    yield {"M": "customer", "R": "agent"}.get(kind, "")
