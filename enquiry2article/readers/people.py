"""Decides what the people in an export are called, and which addresses and ids they go by.

For the cells of tables and the objects of JSON alike. Whether somebody is a customer or an agent is left to `authors`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any

from enquiry2article.columns import tell_kind
from enquiry2article.readers.json_values import Fields, dig, first_text, text_of

ADDRESS = re.compile(r"[^@\s,;<>\"']+@[^@\s,;<>\"']+\.[^@\s,;<>\"']{2,}")
"""An e-mail address, wherever it stands in a cell."""
AUTHOR_KEYS = ("author", "sender", "createdBy", "created_by", "from", "user", "customer")
"""Keys of a message under which its author stands, as an object or by name."""

_CUSTOMER_KEYS = tuple("requester customer primaryCustomer contact contacts visitor meta client end_user lead".split())
_ID_KEYS = ("author_id", "authorId", "sender_id", "senderId", "user_id", "userId", "from_id")
_NAME_KEYS = ("author_name", "authorName", "sender_name", "senderName", "username", "user_name")


def name_people(texts: Sequence[str], first: str = "", last: str = "") -> tuple[list[str], list[str]]:
    """Take apart what the columns for names hold: names, and addresses that stand in their place or beside them.

    >>> name_people(["Ana P <ana@x.test>"], "Fay", "K")
    (['Fay K', 'Ana P'], ['ana@x.test'])
    """
    names, addresses = [], []
    if first and not last and texts and not any(first in text or "@" in text for text in texts):
        last, texts = texts[0], texts[1:]  # "Prénom" and "Nom"
    for text in (f"{first} {last}".strip(), *texts):
        if "@" in text:
            found = ADDRESS.findall(text)
            addresses += found
            # Most cells hold the address alone, and to take a header apart takes long.
            text = "" if found == [text] else parseaddr(text)[0] if found else text
        if text and "@" not in text and text not in names:
            names.append(text)
    return names, addresses


def person_name(person: Fields) -> str:
    """Give the name in an object that describes a person, or ""."""
    whole = first_text(person, ("name", "full_name", "display_name", "displayName", "n"))
    if whole:
        return whole
    first = first_text(person, ("first", "first_name", "firstName"))
    last = first_text(person, ("last", "last_name", "lastName"))
    return f"{first} {last}".strip() or first_text(person, ("nickname", "username"))


def find_customers(record: Fields) -> list[Fields]:
    """Give the objects of a record that describe its customer."""
    return [person for key in _CUSTOMER_KEYS if (person := _first_person(record.get(key)))]


def find_customer_ids(record: Fields) -> list[str]:
    """Give what identifies the customer of a record: addresses, then ids."""
    people = find_customers(record)
    addresses = [text_of(person.get("email")).casefold() for person in people]
    ids = [text_of(person.get(key)) for person in people for key in ("id", "user_id")]
    ids += [text_of(record.get(f"{key}_id")) for key in ("requester", "customer", "contact", "visitor")]
    addresses += [text_of(record.get(f"{key}_email")).casefold() for key in ("requester", "customer", "contact")]
    return [value for value in dict.fromkeys(addresses + ids) if value]


def find_authors(message: Fields) -> list[Fields]:
    """Give the objects of a message that describe its author."""
    return [person for key in AUTHOR_KEYS if isinstance(person := message.get(key), dict)]


def find_author_id(message: Fields) -> str:
    """Give the id of a message's author, else the address, else the name."""
    found = first_text(message, _ID_KEYS)
    for person in () if found else find_authors(message):
        found = found or first_text(person, ("id", "email", "name", "n"))
    return found or find_author_address(message) or find_author_name(message)


def find_author_address(message: Fields) -> str:
    """Give the e-mail address of a message's author, or ""."""
    values = [dig(message, f"{key}.email") for key in AUTHOR_KEYS]
    values += [message.get(key) for key in ("from_email", "email", "from")]
    found = ADDRESS.search(next((text for value in values if "@" in (text := text_of(value))), ""))
    return found[0] if found else ""


def find_author_name(message: Fields) -> str:
    """Give the name of a message's author, or ""."""
    found = first_text(message, _NAME_KEYS)
    if found:
        return found
    for key in AUTHOR_KEYS:
        person = message.get(key)
        if isinstance(person, dict) and person_name(person):
            return person_name(person)
        if isinstance(person, str) and person and not tell_kind(person):
            return next(iter(name_people([person])[0]), "")
    return ""


def _first_person(value: Any) -> Fields:
    """Give the object that describes a person: the value, or the first of a list of them ("contacts.contacts")."""
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, dict) else {}
