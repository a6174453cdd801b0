"""Takes plain values out of JSON objects.

Decides how a JSON value becomes text and how one looks inside an object. What a key means is left to the modules that
ask.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from enquiry2article.cleaning.field_names import normalise_name
from enquiry2article.text.encoding import mend_surrogates

Fields: TypeAlias = dict[str, Any]
"""A JSON object."""


def text_of(value: Any) -> str:
    """Return a plain value as text, and nothing for objects, lists, None.

    >>> text_of(20417.0), text_of(True), text_of({"id": 1})
    ('20417', 'true', '')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if isinstance(value, int):
        # Python refuses to print integers of thousands of digits; no id or date is one.
        return str(value) if abs(value) < 10**40 else ""
    return ""


def first_text(item: Fields, keys: Iterable[str]) -> str:
    """Return the text under the first of the keys that has any, or ""."""
    return next((text for key in keys if (text := text_of(item.get(key)))), "")


@functools.lru_cache(maxsize=4096)
def plain_key(key: str) -> str:
    """Reduce a key to what counts in comparing, as `ingest/fields/columns.normalise_name` does."""
    return normalise_name(key)


def is_true(value: Any) -> bool:
    """Return whether a flag is set, in any of the ways in which helpdesks write it."""
    return text_of(value).casefold() in ("true", "1", "yes", "y")


def list_objects(value: Any) -> list[Fields]:
    """Return the objects of a list; anything else has none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def dig(item: Fields, path: str) -> Any:
    """Follow "author.type" into the objects of a record. A key that itself has the dot wins.

    >>> dig({"author": {"type": "user"}}, "author.type")
    'user'
    """
    if path in item:
        return item[path]
    value: Any = item
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def flatten(record: Fields) -> dict[str, str]:
    """Make one level of text out of a record.

    >>> flatten({"id": 7, "requester": {"email": "a@x.test"}, "tags": ["late", {"name": "parcel"}]})
    {'id': '7', 'requester.email': 'a@x.test', 'tags': 'late; parcel'}
    """
    flat: dict[str, str] = {}
    for key, value in record.items():
        while isinstance(value, dict) and len(value) == 1 and isinstance(inner := next(iter(value.values())), dict):
            key, value = f"{key}.{next(iter(value))}", inner  # a wrapper: {"from": {"emailAddress": {…}}}
        if isinstance(value, dict):
            flat.update((f"{key}.{name}", _flat_text(inner)) for name, inner in value.items())
        else:
            flat[key] = _flat_text(value)
    return flat


def label_of(value: Any) -> str:
    """Return what an object such as {"id": 3, "name": "Billing"} is called, or ""."""
    return first_text(value, ("name", "tag", "label", "title")) if isinstance(value, dict) else ""


def _flat_text(value: Any) -> str:
    return mend_surrogates(_join(value) if isinstance(value, list) else text_of(value))


def _join(values: Sequence[Any]) -> str:
    return "; ".join(text for value in values if (text := text_of(value) or label_of(value)))
