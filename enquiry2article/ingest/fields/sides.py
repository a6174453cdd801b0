"""Decides from the name and the value of a field who wrote a message: the customer, somebody of the company, a machine.

Names are cut into words, of which `resources/fields/authors.toml` has a table: a word for a side ("customer",
"inbound", "staff") and a yes or no; a word for an author ("sender", "role") and a word for a side as the value; or a
staff id that is 0 for customers.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Final

from enquiry2article.ingest.fields.author_kinds import classify_author_word
from enquiry2article.ingest.fields.field_words import fold_word, part_compound, split_field

_YES: Final = frozenset({"true", "1", "1.0", "yes", "y", "t", "ja", "oui", "si", "sim", "tak"})
_NO: Final = frozenset({"false", "0", "0.0", "no", "n", "f", "nein", "non", "nao", "nie", "nee"})
_NOBODY: Final = frozenset({"", "0", "0.0", "null", "none", "nan", "-"})
_LETTERS: Final = {"c": "customer", "a": "agent"}
_MOST_WORDS: Final = 4
_PLACES: Final = frozenset({"support", "service", "team", "company", "helpdesk"})
"""Words for a side that are also parts of the address of a site."""
_LINK_WORDS: Final = frozenset({"href", "self", "url", "uri", "iri", "link", "id", "gid", "related"})
_LONGEST_LINK: Final = 500
"""Characters of a link that are looked at."""
_BARE: Final = frozenset({"inbound", "incoming", "outbound", "outgoing", "eingehend", "ausgehend", "agent", "staff"})
"""Names of one word that tell the side of a row by yes and no; "support: yes" is something else."""
_DIRECTIONS: Final = frozenset({"inbound", "incoming", "outbound", "outgoing", "eingehend", "ausgehend"})
_MOST_ROLES: Final = 8
"""Different roles in a file."""
_AGENT_WINS: Final = frozenset({"support", "service", "team", "agent"})
"""Words that make a side of "customer support" and "customer service team"."""


@functools.cache
def load_words() -> Mapping[str, frozenset[str]]:
    """Load the word table: class → folded words."""
    source = files("enquiry2article") / "resources" / "fields" / "authors.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))["words"]
    return {name: frozenset(fold_word(word) for word in words.split()) for name, words in table.items()}


@functools.cache
def _vocabulary() -> frozenset[str]:
    known = load_words()
    return frozenset[str]().union(*(known[name] for name in ("customer", "agent", "bot", "author", "kind", "identity")))


@functools.lru_cache(maxsize=8192)
def class_words(name: str) -> tuple[frozenset[str], ...]:
    """Return the classes of each word of a name; an unknown word has none."""
    words = [piece for word in split_field(name) for piece in part_compound(word, _vocabulary())]
    return tuple(frozenset(kind for kind, known in load_words().items() if word in known) for word in words)


@functools.lru_cache(maxsize=8192)
def read_side_flag(name: str, value: str) -> str:
    """Return who wrote a message by a field that is true or false, or "". The answer is the value of an `Author`.

    >>> read_side_flag("inbound", "False"), read_side_flag("is_agent", "true"), read_side_flag("agent_count", "1")
    ('agent', 'agent', '')
    """
    answer = fold_word(value.strip())
    if answer not in _YES and answer not in _NO:
        return ""
    words = class_words(name)
    if not words or not all(classes & {"customer", "agent", "bot", "author", "filler"} for classes in words):
        return ""
    side = _one_side(words)
    if not side or (side == "bot" and answer in _NO):
        return ""
    # "contact": 1 is an id; "inbound": 1 is none.
    if len(words) == 1 and answer[0].isdigit() and split_field(name)[0] not in _DIRECTIONS:
        return ""
    return side if answer in _YES else {"customer": "agent", "agent": "customer"}[side]


def _one_side(words: Sequence[frozenset[str]]) -> str:
    """Return the only side that a name speaks of, or "". "User" alone is an author, "from user" is a customer."""
    found = frozenset[str]().union(*words)
    if "bot" in found:
        return "bot"
    sides = {side for side in ("customer", "agent") for classes in words if side in classes}
    if sides == {"customer"} and all("author" in classes for classes in words if "customer" in classes):
        return "customer" if len(words) > 1 else ""
    return sides.pop() if len(sides) == 1 else ""


@functools.lru_cache(maxsize=1024)
def names_staff_id(name: str) -> bool:
    """Return whether a field of this name holds the id of whoever of the company wrote, 0 or nothing for a customer."""
    words = class_words(name)
    return len(words) > 1 and "identity" in words[-1] and all("agent" in classes for classes in words[:-1])


def read_staff_id(value: str) -> str:
    """Return who wrote by the value of a staff id."""
    return "customer" if is_nobody(value) else "agent"


def is_nobody(id_: str) -> bool:
    """Return whether the value of an id stands for nobody: empty, 0, "null"."""
    return id_.strip().casefold() in _NOBODY


@functools.lru_cache(maxsize=1024)
def names_role(name: str) -> bool:
    """Return whether a field of this name may hold a word for who wrote: "Commenter role", "senderType", "direction".

    >>> names_role("Commenter role"), names_role("createdBy"), names_role("customer type"), names_role("type")
    (True, True, False, False)
    """
    words = class_words(name)
    allowed = {"author", "kind", "filler"}
    if not words or not all(classes & allowed for classes in words):
        return False
    if len(words) == 1:
        return "author" in words[0] or split_field(name)[0] not in ("type", "kind", "class", "category", "account", "t")
    return any(classes & {"author", "kind"} for classes in words) and split_field(name)[0] != "to"


@functools.lru_cache(maxsize=8192)
def read_role(name: str, value: str) -> str:
    """Return who wrote a message by a word for a side in a field that names a role, or "".

    >>> read_role("sender", "Agent"), read_role("Commenter role", "Tier 2 support agent"), read_role("author", "Mia")
    ('agent', 'agent', '')
    """
    kind = classify_author_word(value)
    if kind:
        return kind
    folded = fold_word(value.strip())
    if len(folded) == 1:
        return _LETTERS.get(folded, "")
    words = class_words(value)
    roled = any("kind" in classes for classes in class_words(name))
    if not words or len(words) > _MOST_WORDS or (not roled and not all(words)):
        return ""
    sides = {side for side in ("customer", "agent", "bot") for classes in words if side in classes}
    if sides == {"customer", "agent"} and _AGENT_WINS & set(split_field(value)):
        return "agent"
    return sides.pop() if len(sides) == 1 else ""


def holds_roles(name: str, values: Iterable[str]) -> bool:
    """Return whether a field holds a word for each side, of which the customer's and another one's are known.

    Beside these, a word that nobody knows is no customer's. A field that may hold names as well holds no roles.

    >>> holds_roles("role", ["user", "tool", "assistant"]), holds_roles("author", ["user", "Mia", "assistant"])
    (True, False)
    """
    if not names_role(name) or not any("kind" in classes for classes in class_words(name)):
        return False
    words = {value.strip() for value in values} - {""}
    told = {read_role(name, word) for word in words}
    return len(words) <= _MOST_ROLES and "customer" in told and not told.isdisjoint({"agent", "bot"})


@functools.lru_cache(maxsize=4096)
def names_author(name: str) -> bool:
    """Return whether a field of this name says who wrote: by name, address, id, role, or as an object.

    >>> names_author("author_id"), names_author("by"), names_author("reply to"), names_author("user_name")
    (True, True, False, True)
    """
    words = class_words(name)
    if not words or not all(classes & {"author", "identity", "kind", "filler"} for classes in words):
        return False
    folded = split_field(name)
    return (
        any("author" in classes for classes in words) and "to" not in folded and folded[-1] not in ("created", "sent")
    )


def find_side(name: str, value: str) -> str:
    """Return who wrote a message by one field of it, or "" where that says nothing of the kind."""
    return read_side_flag(name, value) or (read_role(name, value) if names_role(name) else "")


def last_part(name: str) -> str:
    """Return what a column is called in its own table, where a report joins several: "MAIL.INCOMING" is "INCOMING"."""
    return name.rpartition(".")[2]


_LINK: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*://[^/\s]*/?)?(?P<path>[^\s?#]+)", re.IGNORECASE)


def part_link(value: str) -> tuple[str, str]:
    """Split a link or a prefixed id into what it names and the id, ("", "") for anything else.

    >>> part_link("https://api.x.test/v1/agents/7"), part_link("gid://app/Customer/9"), part_link("agent:12")
    (('agents', '7'), ('Customer', '9'), ('agent', '12'))
    >>> part_link("Mia Holt"), part_link("https://x.test/")
    (('', ''), ('', ''))
    """
    found = _LINK.fullmatch(value.strip()[:_LONGEST_LINK])
    parts = [part for part in re.split("[/:]", found["path"]) if part] if found else []
    return (parts[-2], parts[-1]) if len(parts) > 1 else ("", "")


def names_link(name: str) -> bool:
    """Return whether a field of this name holds a link to a thing, or its id: "href", "self", "author_url", "@id"."""
    return bool(_LINK_WORDS & set(split_field(name)[-1:]))


def _is_place(name: str) -> bool:
    return set(split_field(name)) <= _PLACES


def read_link(value: str) -> str:
    """Return which side a link or a prefixed id points to, or "".

    A link to a user is nobody's: in some programs these are customers, in others the company's people. Nor is one into
    a part of a site, such as "/support/7".

    >>> read_link("https://api.x.test/v1/agents/7"), read_link("gid://app/Customer/9"), read_link("/users/3")
    ('agent', 'customer', '')
    """
    named = part_link(value)[0]
    sides = set()
    for name in {named, named.removesuffix("s")} - {""}:
        words = class_words(name)
        if words and all(words) and not all("author" in classes for classes in words) and not _is_place(name):
            sides |= {side for side in ("customer", "agent", "bot") for classes in words if side in classes}
    return sides.pop() if len(sides) == 1 else ""


def find_side_column(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return the column that says which side wrote each row, or "": each filled cell tells it, and both sides occur.

    A column of roles (`holds_roles`) may have other words as well.

    >>> find_side_column(["id", "inbound"], [["1", "True"], ["2", "False"]])
    'inbound'
    """
    for name, place in sorted((name, place) for place, name in enumerate(header)):
        last = last_part(name)
        if len(class_words(last)) == 1 and not names_role(last) and split_field(last)[0] not in _BARE:
            continue
        values = {row[place].strip() for row in rows if place < len(row)}
        filled = values - {""}
        if names_staff_id(name) and "0" in filled and len(filled) > 1 and all(value.isdigit() for value in filled):
            return name
        # Who may see a message is another matter: "internal" is no side.
        told = {find_side(name, value) or find_side(last, value) for value in filled}
        if ({"customer", "agent"} <= told and "" not in told) or holds_roles(name, filled):
            return name
    return ""
