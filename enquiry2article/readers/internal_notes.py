"""Decides what is an internal note: nothing that this module calls internal leaves the readers.

For rows of tables and for messages in JSON alike. Who wrote a message is left to `authors`.
"""

from __future__ import annotations

import functools
from collections.abc import Collection

from enquiry2article.columns import normalise_name
from enquiry2article.readers.json_values import Fields, text_of

_TRUE = frozenset({"true", "1", "yes", "y", "ja", "wahr", "oui", "vrai", "si", "verdadero", "waar", "t"})
_HIDDEN = frozenset({"note", "notes", "internal", "internalnote", "private", "privatenote", "agents", "staff", "team"})
_PUBLIC_NAMES = frozenset("public ispublic jsdpublic offentlich".split())
_PRIVATE_NAMES = frozenset("private isprivate internal isinternal isnote intern privat isdraft draft".split())
_HIDING_KEYS = tuple(
    """public is_public isPublic jsdPublic private isPrivate is_private internal is_internal isInternal is_note isNote
    visibility type part_type message_type channel kind draft is_draft state""".split()
)
_KEYS_OF_A_RECORD = frozenset("type channel kind state message_type".split())
"""Keys that say something else about a whole record than about a message: a ticket of the type "note" is none."""
_LONGEST_MARK = 40
"""Characters of a mark that are looked at, so that what is remembered of them stays small."""
_KEYS_THAT_SAY_PUBLIC = tuple("public is_public isPublic private is_private isPrivate incoming".split())


@functools.lru_cache(maxsize=4096)
def is_hidden(name: str, value: str) -> bool:
    """Say whether a column or key of this name and value marks a note that customers must not see.

    >>> is_hidden("isPrivate", "True"), is_hidden("public", "false"), is_hidden("visibility", "all")
    (True, True, False)
    """
    key, word = normalise_name(name), normalise_name(value)
    if not word:
        return False
    if key in _PUBLIC_NAMES:
        return word not in _TRUE and word != "public"
    if key in _PRIVATE_NAMES:
        return word in _TRUE or word in _HIDDEN
    return word in _HIDDEN


def is_internal(message: Fields, types: Collection[str] = ()) -> bool:
    """Say whether a message is a note, a draft or a comment among colleagues.

    `types` are the types of all the messages of its record: beside "message", the type "comment" is internal.
    """
    kind = text_of(message.get("type"))
    return _has_hiding_key(message) or kind == "N" or (kind.casefold() == "comment" and "message" in types)


def is_internal_record(record: Fields) -> bool:
    """Say whether a whole record with messages is internal."""
    return _has_hiding_key(record, _KEYS_OF_A_RECORD) or text_of(record.get("type")) == "N"


def says_whether_public(message: Fields) -> bool:
    """Say whether a message has any key that tells public ones from internal ones."""
    return any(key in message for key in _KEYS_THAT_SAY_PUBLIC)


def _has_hiding_key(item: Fields, without: Collection[str] = ()) -> bool:
    for key in _HIDING_KEYS:
        value = item.get(key)
        if value is None or key in without:
            continue
        if isinstance(value, dict):
            if key == "visibility":
                return True  # Jira restricts a comment to a role in this way
        elif key == "state":
            if text_of(value).casefold() == "draft":
                return True
        elif is_hidden(key, text_of(value)[:_LONGEST_MARK]) and (key != "message_type" or isinstance(value, str)):
            return True
    return False
