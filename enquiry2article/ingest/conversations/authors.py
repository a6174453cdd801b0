"""Decides who speaks: the customer, an agent, a bot or the helpdesk itself.

Helpdesks say it in ten different ways. What they say is believed in a fixed order: flags of machines, flags of
direction, words for a role, ids, and only then the order of the authors, which `conversations` knows. What a person is
called is left to `people`, what is internal to `internal_notes`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from enquiry2article.cleaning.field_names import normalise_name
from enquiry2article.domain.enquiry import Author
from enquiry2article.ingest.conversations.people import (
    find_author_address,
    find_author_id,
    find_author_name,
    find_authors,
    find_customer_marks,
    list_author_keys,
)
from enquiry2article.ingest.fields.author_kinds import classify_author_word
from enquiry2article.ingest.fields.sides import (
    last_part,
    names_author,
    names_link,
    names_role,
    names_staff_id,
    read_link,
    read_role,
    read_side_flag,
    read_staff_id,
)
from enquiry2article.ingest.values import Fields, dig, is_true, label_of, text_of

_BOT_MARKS = tuple("from_ai_agent is_ai_answer is_auto_reply autoreply".split())
_KIND_KEYS = tuple("role author_type authorType sender_type senderType author_role authorRole direction".split())
_STAFF_KEYS = ("assignee", "responder", "submitter", "agent")
STAFF_ROLE = re.compile(r"support|team|staff|moderator|\bmod\b|admin|agent|helper", re.IGNORECASE)
_MESSAGE_TYPES = {"0": Author.CUSTOMER, "1": Author.AGENT, "2": Author.SYSTEM, "3": Author.SYSTEM}
"""Chatwoot's numbers."""
_NOT_WHOSE = frozenset({"reply", "in", "out", "m", "r", "s", "a", "v"})
"""Types of a message that say what it is, not whose, though some are words for an author elsewhere."""


_SLOT = re.compile(r"[\d@<>]")
_LONGEST_EVENT = 15
"""Words of a report."""
FEWEST_CONVERSATIONS = 3
"""Conversations in which somebody answers who is staff, whatever else is known of them."""


def find_row_author(column: str, value: str) -> Author:
    """Return who wrote a row, from the column that tells kinds. What it does not say is taken for the customer's.

    >>> find_row_author("Sender type", "Agent").value, find_row_author("incoming", "TRUE").value
    ('agent', 'customer')
    """
    if normalise_name(column) == "messagetype" and value.strip().isdigit():
        return _MESSAGE_TYPES.get(value.strip(), Author.SYSTEM)
    if names_staff_id(column):
        return Author(read_staff_id(value))
    told = (read_side_flag(name, value) or read_role(name, value) for name in (column, last_part(column)))
    return Author(next(filter(None, told), "customer"))


def has_author(message: Fields) -> bool:
    """Return whether an object has any key that names an author: a message of a conversation, not a record."""
    return any(names_author(key) or names_role(key) or read_side_flag(key, "true") for key in message)


def find_staff(conversations: Iterable[Sequence[str]]) -> frozenset[str]:
    """Find the people who answer in many conversations, from the authors of each in the order of the messages.

    Whoever begins most of the conversations that they are in is a customer, or stands for all customers.

    >>> sorted(find_staff([["u1", "mia"], ["u2", "mia", "u2"], ["u3", "mia"]]))
    ['mia']
    """
    begun: Counter[str] = Counter()
    joined: Counter[str] = Counter()
    for authors in conversations:
        told = [who for who in authors if who]
        begun.update(told[:1])
        joined.update(set(told))
    return frozenset(who for who, count in joined.items() if count >= FEWEST_CONVERSATIONS and 2 * begun[who] < count)


def find_machines(conversations: Iterable[Sequence[tuple[str, str]]]) -> frozenset[str]:
    """Find the authors that only report events, from author and text of each message of each conversation.

    All that such an author says are a few short sentences with slots for names and numbers ("Ticket 7 was moved to
    Billing"), again and again, and beside it nearly always two others speak: whoever asks and whoever answers. So
    somebody who answers all with one sentence is none.

    >>> talks = [[(f"u{n}", f"Is it {w}?"), ("log", f"Moved to desk {n}"), ("mia", w)] for n, w in enumerate("abc")]
    >>> sorted(find_machines(talks))
    ['log']
    """
    said: dict[str, Counter[str]] = {}
    joined: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    for messages in conversations:
        people = {who for who, _ in messages if who}
        joined.update(people)
        beside.update(people if len(people) >= FEWEST_CONVERSATIONS else ())
        for who, text in messages:
            said.setdefault(who, Counter())[_cut_slots(text)] += 1
    return frozenset(
        who
        for who, count in joined.items()
        if count >= FEWEST_CONVERSATIONS
        and beside[who] * 5 >= count * 4
        and len(said[who]) * FEWEST_CONVERSATIONS <= sum(said[who].values())
        and not any("?" in text or len(text.split()) > _LONGEST_EVENT for text in said[who])
    )


def _cut_slots(text: str) -> str:
    """Return a text without what differs from event to event: numbers, mentions and words with a capital."""
    return " ".join(word for word in text.split() if word.islower() and not _SLOT.search(word)) or text


@dataclass(frozen=True, slots=True)
class AuthorTeller:
    """Tells who wrote a message, with what the whole file says about people."""

    users: Mapping[str, Fields]
    """The people whom the file lists apart from its records, by id."""
    kind_key: str = ""
    """The key that --map gives for `kind`. It wins over everything but the flags of machines."""
    staff: frozenset[str] = frozenset()
    """Ids, addresses or names of people who are staff by what the file shows of them: see `find_staff`."""

    def find_author(
        self, message: Fields, record: Fields, types: Collection[str] = (), staff_ids: Collection[str] = ()
    ) -> Author | None:
        """Return who wrote a message of a record, or None when only the order of the authors can tell.

        `types` are the types of all the messages of the record, `staff_ids` the keys among theirs that hold an id for
        messages of the company only.
        """
        people = find_authors(message)
        flags = [read_side_flag(key, text_of(value)) for place in (message, *people) for key, value in place.items()]
        if "bot" in flags or any(is_true(place.get(key)) for place in (message, *people) for key in _BOT_MARKS):
            return Author.BOT
        if message.get("via") == "rule":
            return Author.BOT
        if self.kind_key:
            kind = classify_author_word(text_of(dig(message, self.kind_key)))
            return Author(kind) if kind else None
        if any(classify_author_word(text_of(person.get("type"))) == "bot" for person in people):
            return Author.BOT
        side = next(filter(None, flags), "")
        if side:
            return Author(side)
        for key in staff_ids:
            return Author(read_staff_id(text_of(message.get(key))))
        number = text_of(message.get("message_type"))
        if number in _MESSAGE_TYPES:
            return _MESSAGE_TYPES[number]
        for kind in _read_kinds(message, types):
            if kind:
                return Author(kind)
        return self._find_by_id(message, record)

    def _find_by_id(self, message: Fields, record: Fields) -> Author | None:
        who, address, name = find_author_id(message), find_author_address(message), find_author_name(message)
        marks = {mark.casefold() for mark in (who, address, name) if mark}
        customers = find_customer_marks(record)
        if any(mark in known for known in customers for mark in marks):
            return Author.CUSTOMER
        user = self.users.get(who)
        if user is not None:
            kind = classify_author_word(text_of(user.get("role")) or text_of(user.get("type")))
            if kind:
                return Author(kind)
        staff = {text_of(record.get(f"{key}_id")) for key in _STAFF_KEYS}
        staff |= {text_of(dig(record, f"{key}.id")) for key in _STAFF_KEYS}
        if who and (who in staff or marks & self.staff):
            return Author.AGENT
        if any(_has_staff_role(person) for person in find_authors(message)):
            return Author.AGENT
        # Another name than the customer's may be the same person's; another address, or another id, is not.
        ids, addresses, names = customers
        other = (
            (address and addresses) or (who and ids and who not in (address, name)) or (name and names and not address)
        )
        return Author.AGENT if other and not _share_word(name, names) else None


def _share_word(name: str, names: Collection[str]) -> bool:
    """Return whether a name has a word in common with one of some names: "Ada" and "Ada Quint"."""
    words = set(name.casefold().split())
    return any(words & set(known.split()) for known in names)


def _has_staff_role(person: Fields) -> bool:
    roles = person.get("roles")
    return isinstance(roles, list) and any(STAFF_ROLE.search(text_of(role) or label_of(role)) for role in roles)


def _read_kinds(message: Fields, types: Collection[str]) -> Iterator[str]:
    """Yield what each word about the author of a message stands for, the plainest word first, "" for nothing."""
    for key in _KIND_KEYS:
        yield classify_author_word(text_of(message.get(key)))
    kind = text_of(message.get("type"))
    if kind.casefold() == "message" and "customer" in types:
        yield "agent"  # Help Scout: "customer" for the one, "message" for the other
    for key, value in message.items():
        if not isinstance(value, (dict, list)) and names_role(key):
            yield read_role(key, text_of(value))
    for key in list_author_keys(message):
        person = message[key]
        links = [inner for name, inner in person.items() if names_link(name)] if isinstance(person, dict) else [person]
        yield from (read_link(text_of(link)) for link in links)
        if isinstance(person, dict):
            # Help Scout and Chatwoot call the company's people users and the others customers or contacts.
            staff = key == "createdBy" or (key == "sender" and "message_type" in message)
            for name in ("type", "role", "kind", "t"):
                inner = person.get(name)
                word = text_of(inner.get("type", inner.get("name"))) if isinstance(inner, dict) else text_of(inner)
                yield "agent" if staff and word == "user" else read_role("role", word)
            yield from (read_role(name, text_of(inner)) for name, inner in person.items() if names_role(name))
    for key in ("type", "message_type", "kind"):
        word = text_of(message.get(key))
        yield classify_author_word(word) if normalise_name(word) not in _NOT_WHOSE else ""
    if "r" in types:  # else every message is an "M"
        yield {"M": "customer", "R": "agent"}.get(kind, "")
