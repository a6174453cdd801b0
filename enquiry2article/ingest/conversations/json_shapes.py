"""Finds conversations in JSON by their shape, whatever the keys are called, and puts them where they are looked for.

Rewrites documents and records: objects by id become lists, messages that name their ticket in a list beside it go into
it, groups of messages become messages, and keys that nobody knows are renamed by what their values are like. What the
messages then say is left to `guessed_conversations`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from enquiry2article.ingest.values import Fields, first_text, text_of
from enquiry2article.text.dates import looks_like_date

_DEEPEST: Final = 4
_LABELS: Final = tuple("label field_label title name field question key".split())
_VALUES: Final = tuple("values value answer content text".split())
"""Keys of an object that is a label with its value."""
_SHORTEST_ID: Final = 8
"""Characters of an id that may be the only key of an object of things by their ids."""
_MOST_ITEMS: Final = 2_000
"""Messages of which we look at the keys."""
_MOST_WORDS: Final = 4
"""Words of a name or of a role; a text has as many in the middle."""
_MOST_ROLES: Final = 8
"""Different roles in a file."""
_FEWEST: Final = 3
"""Conversations that make a habit."""
_MOST_OF: Final = 0.7
"""Share of the conversations in which a habit must show."""


def list_maps(value: Any, deep: int = 0) -> Any:
    """Return a value in which each object that holds objects by their ids is the list of these.

    An item without an id of its own gets its key. What is nested deeper than six levels stays as it is.

    >>> list_maps({"chats": {"-Nx81": {"text": "Hi"}, "-Nx82": {"text": "Bye", "id": 7}}})
    {'chats': [{'text': 'Hi', 'id': '-Nx81'}, {'text': 'Bye', 'id': 7}]}
    """
    if deep > _DEEPEST + 2:
        return value
    if isinstance(value, list):
        return [list_maps(item, deep + 1) for item in value]
    if not isinstance(value, dict):
        return value
    inner = {key: list_maps(item, deep + 1) for key, item in value.items()}
    if deep and _holds_by_id(value):
        return [item if "id" in item else {**item, "id": key} for key, item in inner.items()]
    return inner


def _holds_by_id(value: Fields) -> bool:
    """Return whether an object's keys are ids: each has a digit, and all hold objects that share a key."""
    if not value or not all(isinstance(item, dict) and item for item in value.values()):
        return False
    if not all(any(sign.isdigit() for sign in key) for key in value):
        return False
    if len(value) == 1 and not (key := next(iter(value))).isdigit() and len(key) < _SHORTEST_ID:
        return False
    return bool(set.intersection(*(set(item) for item in value.values())))


def open_labelled(record: Fields) -> Fields:
    """Return a record with what it keeps in lists of labels and values under these labels as well.

    >>> open_labelled({"id": 1, "fields": [{"label": "Talk", "values": [{"value": "Hi"}]}]})["Talk"]
    'Hi'
    """
    opened = dict(record)
    for value in record.values():
        items = value if isinstance(value, list) and all(isinstance(item, dict) for item in value) else []
        labels = [first_text(item, _LABELS) for item in items]
        if "" in labels or len(set(labels)) < len(labels):
            continue
        for label, item in zip(labels, items, strict=True):
            held = next((item[key] for key in _VALUES if key in item), None)
            opened.setdefault(label, _read_value(held))
    return opened


def _read_value(value: Any, deep: int = 0) -> str:
    """Return the text of a value that may stand in an object or a list of such."""
    if isinstance(value, list) and deep <= _DEEPEST:
        return "\n".join(filter(None, (_read_value(item, deep + 1) for item in value)))
    if isinstance(value, dict) and deep <= _DEEPEST:
        return _read_value(next((value[key] for key in (*_VALUES, *_LABELS) if key in value), None), deep + 1)
    return text_of(value)


def list_values(record: Fields, deep: int = 0, above: str = "") -> Iterator[tuple[str, str]]:
    """Yield path and text of each plain value of an object, those of inner objects as well, but not of lists."""
    for key, value in record.items():
        path = f"{above}.{key}" if above else key
        if isinstance(value, dict) and deep < _DEEPEST:
            yield from list_values(value, deep + 1, path)
        elif text := text_of(value):
            yield path, text


def find_reference(items: Sequence[Fields], ids: set[str]) -> str:
    """Return the path of the values by which most items name one of some ids, or ""."""
    counted: Counter[str] = Counter()
    for item in items[:_MOST_ITEMS]:
        counted.update({path for path, text in list_values(item) if path != "id" and text in ids})
    path, count = max(counted.items(), key=lambda found: (found[1], found[0]), default=("", 0))
    return path if count > _MOST_OF * min(len(items), _MOST_ITEMS) else ""


@dataclass(frozen=True, slots=True)
class Shape:
    """Where records keep their messages, and what holds text and author of one, by what the values are like."""

    path: str
    text: str
    author: str

    def rename(self, record: Fields) -> Fields:
        """Return a record with its messages under "messages", each with "text" and "author"."""
        items = _look(record, self.path)
        if not isinstance(items, list):
            return record
        plain = {key: value for key, value in record.items() if key != self.path}
        return {**plain, "messages": [self._rename_keys(item) for item in items if isinstance(item, dict)]}

    def _rename_keys(self, item: Fields) -> Fields:
        names = {self.text: "text", self.author: "author"}
        return {names.get(key, key): value for key, value in item.items()}


def learn_shape(records: Sequence[Fields]) -> Shape | None:
    """Return where records of which no key is known keep their messages, or None where they look to have none.

    Messages are objects in a list that most records have, each with a longer text and, under one key, the name or the
    role of whoever wrote it: of these, a few stand in several records.
    """
    lists: dict[str, list[list[Fields]]] = {}
    for record in records:
        for path, items in _walk(record):
            lists.setdefault(path, []).append(items)
    for path, found in sorted(lists.items(), key=lambda one: (-sum(map(len, one[1])), one[0])):
        if len(found) < max(1, _MOST_OF * len(records)):
            continue
        items = [item for items in found for item in items][:_MOST_ITEMS]
        keys = sorted({key for item in items for key in item})
        said = {key: [text for item in items if (text := text_of(item.get(key)))] for key in keys}
        full = {key: texts for key, texts in said.items() if len(texts) >= _MOST_OF * len(items)}
        lengths = {key: sum(len(text.split()) for text in texts) / len(texts) for key, texts in full.items()}
        text = max(lengths, key=lambda key: (lengths[key], key), default="")
        if not text or lengths[text] < _MOST_WORDS:
            continue
        authors = [key for key, texts in full.items() if key != text and _may_name(texts)]
        if authors:
            return Shape(path, text, min(authors, key=lambda key: (len(set(full[key])), key)))
    return None


def _may_name(texts: Sequence[str]) -> bool:
    """Return whether texts may be names or roles: short, of letters, several, of which some come again."""
    different = set(texts)
    plain = all(len(text.split()) <= _MOST_WORDS and any(map(str.isalpha, text)) for text in different)
    return plain and 1 < len(different) < len(texts) and not any(map(looks_like_date, sorted(different)[:_MOST_ROLES]))


def _walk(record: Fields, deep: int = 0, above: str = "") -> Iterator[tuple[str, list[Fields]]]:
    for key, value in record.items():
        path = f"{above}.{key}" if above else key
        if isinstance(value, list):
            items = [item for item in value if isinstance(item, dict)]
            if items:
                yield path, items
        elif isinstance(value, dict) and deep < _DEEPEST:
            yield from _walk(value, deep + 1, path)


def _look(record: Fields, path: str) -> Any:
    value: Any = record
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def find_roles(conversations: Sequence[Sequence[Fields]], keys: Sequence[str]) -> tuple[str, str]:
    """Return the first of some keys that holds a role by habit, and the role that begins: ("", "") for none.

    One value begins most conversations, and others than it occur in most; all in all they are few. So "de: cliente"
    and "de: escola" are roles whatever the words mean, and the names of people who ask are none.
    """
    several = [items for items in conversations if items]
    for key in keys if len(several) >= _FEWEST else ():
        values = [[text_of(item.get(key)) for item in items] for items in several]
        different = {value for found in values for value in found}
        if "" in different or not _may_name([value for found in values for value in found]):
            continue
        if not 1 < len(different) <= min(_MOST_ROLES, len(several)):
            continue
        first, count = Counter(found[0] for found in values).most_common(1)[0]
        answered = sum(bool(set(found) - {first}) for found in values)
        if min(count, answered) >= _MOST_OF * len(several):
            return key, first
    return "", ""


def set_roles(item: Fields, key: str, sides: Mapping[str, str]) -> Fields:
    """Return a message with the word for its side as "role" in the place of a value that nobody knows."""
    side = sides.get(text_of(item.get(key)), "")
    return {**{name: value for name, value in item.items() if name != key}, "role": side} if side else item
