"""Finds the records in a JSON document and the messages in a record.

Decides by keys alone: which list holds the enquiries, which the messages of one enquiry, which the people. What the
messages say and who wrote them is left to `conversations`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from enquiry2article.decoding import mend_surrogates
from enquiry2article.readers.authors import has_author
from enquiry2article.readers.json_values import Fields, dig, text_of

_MESSAGE_LISTS = tuple(
    """conversation_parts threads messages conversations posts events turns replies comments notes helpdesk_notes thread
    history transcript answers""".split()
)
"""Keys of a list of messages, the likeliest first."""
_LISTS_OF_TEXTS = ("replies", "messages", "turns", "answers")
"""Those of them that may hold plain strings."""
_HOLDERS = tuple("_embedded conversation_parts thread post_stream chat conversation ticket data".split())
"""Keys of an object that holds such a list, or the whole record."""
_ENVELOPES = ("chat", "conversation", "ticket", "data", "payload")
_TEXTS = tuple(
    """stripped_text plain_body body_text text_body text body message content post_raw raw msg description_text
    description html_body body_html cooked stripped_html value""".split()
)
"""Keys of a message's text, plain text without quotes first."""
_RECORD_LISTS = tuple(
    """tickets conversations enquiries inquiries issues chats requests cases threads data results records items entries
    rows submissions responses messages""".split()
)
"""Keys of a list of enquiries, the likeliest first."""
_NOT_RECORDS = frozenset("users agents organizations groups brands tags errors meta links".split())
_RECORD_KEYS = frozenset("id subject title description description_text session_id conversation_id".split())
"""Keys whose plain values make an object with messages one enquiry."""


def find_records(document: Any) -> tuple[str, Sequence[Any]]:
    """Find the list of records and its path: the document itself, the list under a telling key, or the longest list.

    The path is "." where the whole document is one record, or holds its records by their ids.
    """
    if isinstance(document, list):
        return "", document
    if not isinstance(document, dict):
        return "", []
    plain = {key for key, inner in document.items() if isinstance(inner, (str, int)) and not isinstance(inner, bool)}
    if plain & _RECORD_KEYS and find_messages(document)[0]:
        return ".", [document]
    lists = _lists_of_objects(document)
    named = {path.rpartition(".")[2]: path for path in reversed(lists)}
    for key in _RECORD_LISTS:
        if key in named:
            found = lists[named[key]]
            if key == "messages" and any(has_author(item) for item in found if isinstance(item, dict)):
                break  # a conversation, not a list of enquiries
            return named[key], found
    if find_messages(document)[0]:
        return ".", [document]
    if lists:
        path = max(lists, key=lambda path: len(lists[path]))
        return path, lists[path]
    objects = [inner for inner in document.values() if isinstance(inner, dict)]
    return ".", objects if len(objects) >= 2 and len(objects) == len(document) else [document]


def unwrap_record(record: Fields) -> Fields:
    """Lift a record out of an envelope such as {"event": …, "chat": {…}}."""
    if find_messages(record, deep=False)[0]:
        return record
    for key in _ENVELOPES:
        inner = record.get(key)
        if isinstance(inner, dict) and find_messages(inner)[0]:
            return {**{name: value for name, value in record.items() if name != key}, **inner}
    return record


def find_messages(record: Fields, deep: bool = True) -> tuple[list[Any], str]:
    """Give the list of messages of a record and the key it stands under, or an empty list."""
    for key in _MESSAGE_LISTS:
        inner = record.get(key)
        if isinstance(inner, dict):
            names = (name for name in (key, "messages", "events", "data") if isinstance(inner.get(name), list))
            inner = inner.get(next(names, ""))
        if not isinstance(inner, list):
            continue
        if any(isinstance(item, dict) and message_text(item) for item in inner):
            return inner, key
        if key in _LISTS_OF_TEXTS and any(isinstance(item, str) for item in inner):
            return inner, key
    for key in _HOLDERS if deep else ():
        inner = record.get(key)
        if isinstance(inner, dict):
            found = find_messages(inner, deep=False)
            if found[0]:
                return found
    return [], ""


def message_text(message: Fields, key: str = "") -> str:
    """Give the text of a message: under `key`, or under the first of the known keys that has any."""
    keys = (key,) if key else _TEXTS
    return mend_surrogates(next((text for name in keys if (text := text_of(dig(message, name)).strip())), ""))


def _lists_of_objects(document: Fields) -> dict[str, list[Any]]:
    """Give the lists of objects in a document by their paths: its own, then those one level below."""
    places = {"": document} | {f"{key}.": inner for key in _HOLDERS if isinstance(inner := document.get(key), dict)}
    return {
        above + key: inner
        for above, place in places.items()
        for key, inner in place.items()
        if isinstance(inner, list) and any(isinstance(item, dict) for item in inner) and key not in _NOT_RECORDS
    }
