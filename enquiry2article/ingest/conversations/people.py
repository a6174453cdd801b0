"""Decides what the people in an export are called, and which addresses and ids they go by.

For the cells of tables and the objects of JSON alike. Whether somebody is a customer or an agent is left to `authors`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from email.utils import parseaddr
from typing import Any

from enquiry2article.ingest.fields.field_words import split_field
from enquiry2article.ingest.fields.sides import is_nobody, names_author, read_role
from enquiry2article.ingest.values import Fields, first_text, plain_key, text_of

_NO_NAMES = frozenset({"id", "uid", "key", "userid", "role", "type"})
ADDRESS = re.compile(r"(?<![^@\s,;<>\"'])[^@\s,;<>\"']+@[^@\s,;<>\"']+\.[^@\s,;<>\"']{2,}")
"""An e-mail address, wherever it stands in a cell."""
_GIVEN_NAME = re.compile(r"(?!.*[^\W\d_a-zA-ZÀ-ɏ])[^\W\d_]+\.?")
"""One word of Latin letters; other scripts write a whole name without a space."""
AUTHOR_KEYS = ("author", "sender", "createdBy", "created_by", "from", "user", "customer")
"""Keys of a message under which its author stands, as an object or by name."""

_CUSTOMER_KEYS = tuple(
    """requester customer primaryCustomer contact contacts visitor meta client end_user lead reporter caller
    partner person""".split()
)
_OPENER_KEYS = ("author", "creator", "createdBy", "created_by", "opened_by", "user")
"""Keys of a record for who began it, who is the customer where nobody else is said to be."""
_ADDRESS_KEYS = ("email", "emailaddress", "primaryemail", "mail", "address", "emails", "emailaddresses", "addresses")
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
    """Return the name in an object that describes a person, or ""."""
    keys = {plain_key(key): value for key, value in reversed(list(person.items()))}
    whole = first_text(keys, ("name", "fullname", "displayname", "displayvalue", "n"))
    if whole:
        return whole
    first, last = first_text(keys, ("first", "firstname")), first_text(keys, ("last", "lastname"))
    return f"{first} {last}".strip() or first_text(keys, ("nickname", "username"))


def person_address(person: Fields) -> str:
    """Return the e-mail address in an object that describes a person, or ""."""
    keys = {plain_key(key): value for key, value in reversed(list(person.items()))}
    return next((text for key in _ADDRESS_KEYS if (text := _find_address(keys.get(key)))), "")


def _find_address(value: Any) -> str:
    """Return the address that a value is, or the first in an object or a list of addresses."""
    if isinstance(value, (dict, list)):
        inner = value.values() if isinstance(value, dict) else value
        return next((text for one in inner if (text := _find_address(one))), "")
    return text if "@" in (text := text_of(value)) else ""


def identify_by_name(names: Iterable[str]) -> str:
    """Return the first name that tells somebody from others, or "": a given name alone is many people's.

    >>> identify_by_name(["Ada"]), identify_by_name(["Ada", "Ada Quint"]), identify_by_name(["ada_q7"])
    ('', 'Ada Quint', 'ada_q7')
    """
    return next((name for name in names if not _GIVEN_NAME.fullmatch(name.strip())), "")


def names_customer(key: str) -> bool:
    """Return whether a record has its customer under a key of this name."""
    return key in _CUSTOMER_KEYS


def find_customers(record: Fields) -> list[Fields]:
    """Return the objects of a record that describe its customer: whoever it says it is, else who began it."""
    for keys in (_CUSTOMER_KEYS, _OPENER_KEYS):
        places = [name for key in keys for name in (key, f"{key}_id")]
        found = [person for name in places if (person := _first_person(record.get(name)))]
        if found:
            return found
    return []


def find_customer_marks(record: Fields) -> tuple[set[str], set[str], set[str]]:
    """Return what identifies the customer of a record, folded: ids, addresses, names."""
    people = find_customers(record)
    addresses = {person_address(person) for person in people}
    addresses |= {text_of(record.get(f"{key}_email")) for key in ("requester", "customer", "contact")}
    ids = {text_of(person.get(key)) for person in people for key in ("id", "user_id")}
    ids |= {text_of(record.get(f"{key}_id")) for key in ("requester", "customer", "contact", "visitor")}
    names = {person_name(person) for person in people}
    return _fold(ids), _fold(addresses), _fold(names)


def _fold(texts: Iterable[str]) -> set[str]:
    return {text.casefold() for text in texts if text}


def find_customer_ids(record: Fields) -> list[str]:
    """Return what identifies the customer of a record, folded: addresses, then ids, those of objects first.

    >>> find_customer_ids({"person": {"id": 7, "name": "Ada Quint"}}), find_customer_ids({"personId": 8})
    (['7'], ['8'])
    """
    ids = [text_of(person.get(key)) for person in find_customers(record) for key in ("id", "user_id")]
    plain = {plain_key(key): text_of(value) for key, value in reversed(list(record.items()))}
    ids += [plain.get(plain_key(f"{key}_id"), "") for key in _CUSTOMER_KEYS]
    ids += [text for key in _CUSTOMER_KEYS if (text := plain.get(plain_key(key), "")).isdigit()]
    known = [id_.casefold() for id_ in ids if not is_nobody(id_)]
    return [*sorted(find_customer_marks(record)[1]), *dict.fromkeys(known)]


def list_author_keys(message: Fields) -> list[str]:
    """Return the keys of a message under which its author stands, the likeliest first."""
    known = [key for key in AUTHOR_KEYS if message.get(key)]
    return [*known, *(key for key, value in message.items() if value and key not in known and names_author(key))]


def find_authors(message: Fields) -> list[Fields]:
    """Return the objects of a message that describe its author."""
    return [person for key in list_author_keys(message) if isinstance(person := message[key], dict)]


def find_author_id(message: Fields) -> str:
    """Return the id of a message's author, else the address, else the name."""
    found = first_text(message, _ID_KEYS)
    for key in () if found else list_author_keys(message):
        value = message[key]
        if isinstance(value, dict):
            found = found or first_text(value, ("id", "email", "name", "n"))
        elif key not in AUTHOR_KEYS:
            found = found or (text_of(value[0]) if _is_pair(value) else text_of(value))
    return found or find_author_address(message) or find_author_name(message)


def find_account(message: Fields) -> str:
    """Return the id of the account that a message was written from, which tells people of one name apart, or ""."""
    ids = [text_of(message.get(key)) for key in _ID_KEYS]
    ids += [text_of(person.get(key)) for person in find_authors(message) for key in ("id", "user_id")]
    ids += [text_of(message[key]) for key in list_author_keys(message) if split_field(key)[-1] == "id"]
    return next((id_ for id_ in ids if not is_nobody(id_)), "")


def find_author_address(message: Fields) -> str:
    """Return the e-mail address of a message's author, or ""."""
    values = [person_address(person) for person in find_authors(message)]
    values += [text_of(message.get(key)) for key in ("from_email", "email", *list_author_keys(message))]
    found = ADDRESS.search(next((text for text in values if "@" in text), ""))
    return found[0] if found else ""


def find_author_name(message: Fields) -> str:
    """Return the name of a message's author, or ""."""
    found = first_text(message, _NAME_KEYS)
    if found:
        return found
    for key in list_author_keys(message):
        person = message[key]
        if isinstance(person, dict) and person_name(person):
            return person_name(person)
        if _is_pair(person):
            return text_of(person[1])
        if split_field(key)[-1] in _NO_NAMES:
            continue
        if isinstance(person, str) and not read_role(key, person) and not person.strip().isdigit():
            found = next(iter(name_people([person])[0]), "")
            if found:
                return found
    return text_of(message.get("name"))


def _is_pair(value: Any) -> bool:
    """Return whether a value is an id with a name, as Odoo gives it: [7, "Mira Holt"]."""
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], int) and isinstance(value[1], str)


def _first_person(value: Any) -> Fields:
    """Return the object that describes a person: the value, or the first of a list of them ("contacts.contacts")."""
    if _is_pair(value):
        return {"id": value[0], "name": value[1]}
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, dict) else {}
