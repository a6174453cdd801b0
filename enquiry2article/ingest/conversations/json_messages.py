"""Finds the records in a JSON document and the messages in a record.

Decides which list holds the enquiries, and which the messages of one enquiry: one under a well-known key, else the one
whose objects look most like messages, with a text and an author or a time. What the messages say and who wrote them is
left to `conversations`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Any

from enquiry2article.cleaning.field_names import normalise_name
from enquiry2article.ingest.conversations.authors import has_author
from enquiry2article.ingest.conversations.internal_notes import is_internal
from enquiry2article.ingest.conversations.json_shapes import find_reference, list_maps, list_values
from enquiry2article.ingest.fields.field_words import part_compound, split_field
from enquiry2article.ingest.fields.sides import load_words
from enquiry2article.ingest.fields.visibility import read_flag
from enquiry2article.ingest.values import Fields, dig, text_of
from enquiry2article.text.encoding import mend_surrogates

_MESSAGE_LISTS = tuple(
    """conversation_parts threads messages conversations posts events turns replies comments notes helpdesk_notes thread
    history transcript answers""".split()
)
"""Keys of a list of messages, the likeliest first."""
_LISTS_OF_TEXTS = ("replies", "messages", "turns", "answers")
"""Those of them that may hold plain strings."""
_HOLDERS = tuple("_embedded conversation_parts thread post_stream chat conversation ticket data".split())
"""Keys of an object that holds such a list, or the whole record."""
_ENVELOPES = ("chat", "conversation", "ticket", "issue", "case", "record", "fields", "attributes", "data", "payload")
_TEXTS = tuple(
    """stripped_text plain_body body_text text_body text body message content post_raw raw msg description_text
    description html_body body_html cooked stripped_html value notes note
    comment reply""".split()
)
"""Keys of a message's text, plain text without quotes first."""
_RANKS = {normalise_name(key): rank for rank, key in reversed(list(enumerate(_TEXTS)))}
_DEEPEST = 3
"""How many objects within each other are looked into for a list of messages, or for the text of one."""
_TIMES = frozenset("time date created datecreated timestamp sent at when ts dt on datum fecha".split())
"""Words of keys that say when."""
_THREADS = frozenset("conversation thread chat session ticket case dialog discussion topic request issue".split())
"""Words of a key that names the conversation of a message."""
_LIKELY = 4
"""What a list must score to be read as messages: see `_score_list`."""
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
    document = list_maps(document)
    if isinstance(document, list):
        return "", document
    if not isinstance(document, dict):
        return "", []
    plain = {key for key, inner in document.items() if isinstance(inner, (str, int)) and not isinstance(inner, bool)}
    if plain & _RECORD_KEYS and find_messages(document)[0]:
        return ".", [document]
    document = _join_lists(document)
    lists = _lists_of_objects(document)
    named = {path.rpartition(".")[2]: path for path in reversed(lists)}
    for key in _RECORD_LISTS:
        if key in named:
            found = lists[named[key]]
            spoken = [item for item in found if isinstance(item, dict) and has_author(item)]
            if key == "messages" and spoken and not _name_threads(spoken):
                break  # a conversation, not a list of enquiries
            return named[key], found
    if find_messages(document)[0]:
        return ".", [document]
    if lists:
        path = max(lists, key=lambda path: len(lists[path]))
        return path, lists[path]
    objects = [inner for inner in document.values() if isinstance(inner, dict)]
    return ".", objects if len(objects) >= 2 and len(objects) == len(document) else [document]


def _name_threads(messages: Sequence[Fields]) -> bool:
    """Return whether messages name the conversation that each is of, and these are several."""
    keys = {key for item in messages for key in item if says_thread(key)}
    named = ([text_of(item.get(key)) for item in messages] for key in sorted(keys))
    return any("" not in ids and 1 < len(set(ids)) < len(ids) for ids in named)


def _join_lists(document: Fields) -> Fields:
    """Put messages that a document lists beside its tickets, and that name the ticket, into the tickets.

    Tickets with messages of their own stay as they are. Trello lists what was done to cards so, and dumps of a
    database their tables.
    """
    lists = {
        key: [item for item in found if isinstance(item, dict)] for key, found in _lists_of_objects(document).items()
    }
    for key, records in lists.items():
        ids = {text_of(record.get("id")) for record in records} - {""}
        asking = any(message_text(record) or "subject" in record or "title" in record for record in records)
        if "." in key or len(ids) < len(records) or not asking or any(find_messages(record)[0] for record in records):
            continue
        for other, items in lists.items():
            spoken = [said for item in items if (said := _lift_text(item)) is not None] if other != key else []
            path = find_reference(spoken, ids) if spoken else ""
            if not path:
                continue
            inside: dict[str, list[Fields]] = {}
            for item in spoken:
                inside.setdefault(dict(list_values(item)).get(path, ""), []).append(item)
            joined = [{**record, "messages": inside.get(text_of(record.get("id")), [])} for record in records]
            return {**{name: value for name, value in document.items() if name != other}, key: joined}
    return document


def _lift_text(item: Fields) -> Fields | None:
    """Return an object with its text at its top, from whatever inner object holds it; None where there is no text."""
    if message_text(item):
        return item
    inner = (value for value in item.values() if isinstance(value, dict))
    text = next((text for value in inner if (text := message_text(value))), "")
    return {**item, "text": text} if text else None


def open_groups(record: Fields) -> Fields:
    """Return a record whose messages stand in groups with their messages in one list.

    What a group says of all its messages, such as who wrote them, each message says itself.
    """
    if find_messages(record)[0]:
        return record
    for path, items in _walk_lists(record, "", 0):
        groups = [(item, *find_messages(item, deep=False)) for item in items if isinstance(item, dict)]
        classes = _path_classes(path)
        if "records" in classes or not any(said for _, said, _ in groups):
            continue
        opened = [
            {**{name: value for name, value in group.items() if name != key}, **message}
            for group, said, key in groups
            for message in said
            if isinstance(message, dict)
        ]
        return {**{name: value for name, value in record.items() if name != path}, "messages": opened}
    return record


def unwrap_record(record: Fields) -> Fields:
    """Lift a record out of an envelope such as {"event": …, "chat": {…}} or {"id": …, "fields": {…}}."""
    if find_messages(record, deep=False)[0]:
        return record
    for key, inner in record.items():
        wraps = key.casefold() in _ENVELOPES or len(record) == 1
        if wraps and isinstance(inner, dict) and find_messages(inner)[0]:
            return {**{name: value for name, value in record.items() if name != key}, **inner}
    return record


def find_messages(record: Fields, deep: bool = True) -> tuple[list[Any], str]:
    """Return the list of messages of a record and the key it stands under, or an empty list."""
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
    likely = list_likely(record) if deep else []
    return (likely[0][1], likely[0][0]) if likely else ([], "")


def find_replies(record: Fields, key: str) -> tuple[list[Fields], list[str]]:
    """Return what further lists say beside the one under `key`, and the paths of lists that are left unread.

    GLPI keeps the solution of a ticket apart from its follow-ups, Zoho Desk comments apart from mails.
    """
    answers: list[Fields] = []
    unread = []
    for path, items in list_likely(record):
        if path == key or key in (path.rpartition(".")[2], path.partition(".")[0]):
            continue
        spoken = [item for item in items if isinstance(item, dict) and message_text(item) and not is_internal(item)]
        # What is called notes, or internal, stays within the company.
        if not spoken or read_flag(path.rpartition(".")[2]) is not None:
            continue
        if set(split_field(path)) & _ANSWERS:
            answers += spoken
        else:
            unread.append(path)
    return answers, unread


_ANSWERS = frozenset("answer answers solution solutions reply replies comment comments followup followups".split())
"""Words of a key whose list is read beside another: the others may be logs of what became of a ticket."""


def find_unread(record: Fields) -> list[str]:
    """Return the keys of a record that are called like a list of messages and hold none that can be read.

    >>> find_unread({"id": 1, "article_ids": [7, 8], "tags": ["x"]})
    ['article_ids']
    """
    return [
        path
        for path, items in _walk_lists(record, "", 0)
        if any(isinstance(item, (dict, int)) for item in items) and _says_messages(path)
    ]


def list_likely(record: Fields) -> list[tuple[str, list[Any]]]:
    """Return the lists of a record that look like messages, the likeliest first, with their paths."""
    scored = [(_score_list(path, items), path, items) for path, items in _walk_lists(record, "", 0)]
    scored.sort(key=lambda found: (-found[0], found[1]))
    return [(path, items) for score, path, items in scored if score >= _LIKELY]


def _walk_lists(record: Fields, above: str, deep: int) -> Iterator[tuple[str, list[Any]]]:
    for key, inner in record.items():
        path = f"{above}.{key}" if above else key
        if isinstance(inner, list) and inner:
            yield path, inner
        elif isinstance(inner, dict) and deep < _DEEPEST:
            if "messages" in _key_classes(key) and message_text(inner) and _has_time(inner) and has_author(inner):
                yield path, [inner]  # a program that makes XML into JSON writes a list of one so
            else:
                yield from _walk_lists(inner, path, deep + 1)


@functools.lru_cache(maxsize=4096)
def _key_classes(key: str) -> frozenset[str]:
    """Return what a key speaks of: "messages", "others" (things that are no messages), "records"."""
    words = set(split_field(key))
    known = load_words()
    return frozenset(
        name
        for name, there in (
            ("messages", words & known["message"]),
            ("others", words & known["no_message"]),
            ("records", key.casefold() in _RECORD_LISTS and not words & known["message"]),
        )
        if there
    )


def _path_classes(path: str) -> frozenset[str]:
    """Return what the keys of a path speak of, without the envelope of the record."""
    return frozenset[str]().union(*(_key_classes(key) for key in path.split(".") if key.casefold() not in _ENVELOPES))


def _says_messages(path: str) -> bool:
    classes = _path_classes(path)
    return "messages" in classes and "others" not in classes


def _score_list(path: str, items: Sequence[Any]) -> int:
    """Return how much a list looks like the messages of one conversation: by its key, and by what its objects have."""
    objects = [item for item in items if isinstance(item, dict)]
    spoken = [item for item in objects if message_text(item)]
    if not spoken:
        return 0
    classes = _path_classes(path)
    if "others" in classes or ("records" in classes and "messages" not in classes):
        return 0
    if any(find_messages(item, deep=False)[0] for item in objects):
        return 0  # a list of conversations
    score = 3 * ("messages" in classes) + 2 * any(map(has_author, spoken)) + 2 * any(map(_has_time, spoken))
    return score - ("messages" not in classes and any("subject" in item or "title" in item for item in spoken))


def _has_time(message: Fields) -> bool:
    return any(value and not isinstance(value, (dict, list)) and _says_when(key) for key, value in message.items())


@functools.lru_cache(maxsize=4096)
def _says_when(key: str) -> bool:
    return bool(_TIMES & set(split_field(key)))


@functools.lru_cache(maxsize=4096)
def says_thread(key: str) -> bool:
    """Return whether a key names the conversation that a message is of: "conversationId", "ticket_id"."""
    words = [piece for word in split_field(key) for piece in part_compound(word, _THREADS | {"id"})]
    return len(words) > 1 and words[-1] == "id" and words[-2] in _THREADS


@functools.lru_cache(maxsize=4096)
def says_creation(key: str) -> bool:
    """Return whether a key says when something was written, and not when it was changed or seen: "CreateTime", "dt"."""
    return _says_when(key) and not {
        "updated",
        "modified",
        "changed",
        "read",
        "seen",
        "deleted",
        "edited",
        "closed",
    } & set(split_field(key))


def message_text(message: Fields, key: str = "") -> str:
    """Return the text of a message: under `key`, or under the likeliest of its keys that has any.

    A key that says itself that its text is internal ("private_note") is never taken.
    """
    if key:
        return mend_surrogates(read_text(dig(message, key)))
    ranked = sorted((rank, name) for name in message if (rank := _rank_text(name)) is not None)
    return mend_surrogates(next((text for _, name in ranked if (text := read_text(message[name]))), ""))


def read_text(value: Any, deep: int = 0) -> str:
    """Return the text of a value: plain, in an object that holds it, or in a document of paragraphs such as Jira's."""
    if isinstance(value, dict) and deep < _DEEPEST:
        if isinstance(value.get("content"), list):
            return _read_document(value).strip()
        return next(
            (
                text
                for name in ("text", "plain", "body", "content", "value", "html")
                if (text := read_text(value.get(name), deep + 1))
            ),
            "",
        )
    if isinstance(value, list) and value and all(isinstance(item, dict) and "text" in item for item in value):
        return "\n".join(text_of(item["text"]) for item in value).strip()
    return text_of(value).strip() if isinstance(value, str) else ""


def _read_document(node: Fields, deep: int = 0) -> str:
    """Return the text of a node of a document, with an end of line behind each block.

    Format: https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
    """
    content = node.get("content")
    inner = (
        "".join(_read_document(item, deep + 1) for item in content if isinstance(item, dict))
        if isinstance(content, list) and deep < 40
        else ""
    )
    own = text_of(node.get("text")) or ("\n" if node.get("type") == "hardBreak" else "")
    return own + inner + ("\n" if node.get("type") in ("paragraph", "heading", "listItem", "codeBlock") else "")


@functools.lru_cache(maxsize=4096)
def _rank_text(key: str) -> int | None:
    """Return how likely a key holds the text of a message, 0 for the likeliest; None for one that does not."""
    rank = _RANKS.get(normalise_name(key))
    words = split_field(key)
    flag = read_flag(key)
    if flag is not None and set(words) - load_words()["message"]:
        return None
    if rank is None and words and words[-1] in load_words()["text"]:
        return len(_TEXTS)
    return rank


def _lists_of_objects(document: Fields) -> dict[str, list[Any]]:
    """Return the lists of objects in a document by their paths: its own, then those one level below."""
    places = {"": document} | {f"{key}.": inner for key in _HOLDERS if isinstance(inner := document.get(key), dict)}
    return {
        above + key: inner
        for above, place in places.items()
        for key, inner in place.items()
        if isinstance(inner, list) and any(isinstance(item, dict) for item in inner) and key not in _NOT_RECORDS
    }
