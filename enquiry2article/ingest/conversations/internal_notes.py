"""Decides what is an internal note: nothing that this module calls internal leaves the readers.

For messages in JSON; what the name and the value of a field say, `ingest/fields/visibility` decides, for the rows of
tables as well. Who wrote a message is left to `authors`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from enquiry2article.ingest.fields.columns import is_internal_heading
from enquiry2article.ingest.fields.field_words import split_field
from enquiry2article.ingest.fields.visibility import (
    Flag,
    Form,
    Visibility,
    find_public_code,
    judge,
    learn_flag,
    names_note,
    read_flag,
)
from enquiry2article.ingest.values import Fields, first_text, text_of

_HOLDERS: Final = frozenset(
    "property properties attribute attributes meta metadata flags settings options custom field fields extra".split()
)
"""Words of keys whose objects say more about the message itself, and not about its author or its files."""
_DEEPEST: Final = 3
_MOST_MARKS: Final = 200
"""Fields of a message that are looked at."""

_NOTE_WORD: Final = re.compile(r"\bnotes?\b", re.IGNORECASE)
_MOST_NOTE_WORDS: Final = 8
"""Words of a label."""


@dataclass(frozen=True, slots=True)
class NoteTeller:
    """Tells internal notes, with what the first messages of a file say about its keys."""

    flags: Mapping[str, Flag | None] = field(default_factory=dict)
    """Key → what it says about who may see a message, None for one that says nothing of it. Other keys are judged by
    their names alone."""

    @classmethod
    def learn(cls, messages: Iterable[tuple[Fields, bool]]) -> NoteTeller:
        """Learn from messages what their keys say. With each comes whether it is known to be a customer's own."""
        values: dict[str, list[str]] = {}
        asked: dict[str, list[str]] = {}
        for message, own in messages:
            for name, value in list_marks(message):
                values.setdefault(name, []).append(value)
                if own:
                    asked.setdefault(name, []).append(value)
        codes = {name: find_public_code(texts) for name, texts in asked.items()}
        return cls(
            {
                name: learn_flag(name, texts, messages=True, public_code=codes.get(name, ""))
                for name, texts in values.items()
            }
        )

    def judge(
        self, message: Fields, *, text: str = "", asked: bool = False, expected: Collection[str] = ()
    ) -> tuple[bool, str]:
        """Return whether customers must not see a message, and the key by which that is a doubt, if it is one.

        `text` is what it says, which is no mark under whatever key; `asked` says that it is a customer's own, which
        needs no mark that it is public; `expected` are the keys of the other messages of its list.
        """
        doubtful, seen = "", set()
        for name, value in list_marks(message):
            flag = self.flags[name] if name in self.flags else learn_flag(name, [value], messages=True)
            seen.add(name)
            if flag is None or (asked and not value.strip()) or (text and value == text):
                continue
            verdict = judge(flag, value)
            if verdict is Visibility.INTERNAL:
                return True, ""
            doubtful = doubtful or (name if verdict is Visibility.UNCLEAR else "")
        if not doubtful and not asked:
            doubtful = next((name for name in expected if name not in seen and self._says_public(name)), "")
        return bool(doubtful), doubtful

    def _says_public(self, name: str) -> bool:
        flag = self.flags.get(name)
        return flag is not None and flag.says_public


_UNTAUGHT: Final = NoteTeller()


def list_marks(message: Fields, deep: int = 0) -> Iterator[tuple[str, str]]:
    """Yield name and value of each field of a message that may say who sees it, those of its properties as well."""
    for key, value in list(message.items())[:_MOST_MARKS]:
        flag = read_flag(key)
        if isinstance(value, dict):
            if flag is not None and flag.form is Form.SCOPE:
                # Jira restricts a comment to a role in this way: {"type": "role", "value": "Developers"}.
                told = [text_of(inner) for inner in value.values()]
                shown = any(judge(flag, text) is Visibility.PUBLIC for text in told)
                yield key, "public" if shown else "internal" if any(told) else ""
            elif deep < _DEEPEST and (flag is not None or _HOLDERS & set(split_field(key))):
                yield from _list_inner(key, value, deep)
        elif isinstance(value, list):
            if len(value) == 2 and isinstance(value[0], int) and isinstance(value[1], str):
                yield key.removesuffix("_id"), value[1]  # Odoo: [2, "Note"]
            elif deep < _DEEPEST and _HOLDERS & set(split_field(key)):
                for item in value[:_MOST_MARKS]:
                    if isinstance(item, dict):
                        yield from _list_inner("", item, deep)
        elif flag is not None or (isinstance(value, str) and names_note(value)):
            yield key, text_of(value)


def _list_inner(key: str, item: Fields, deep: int) -> Iterator[tuple[str, str]]:
    """Yield the marks within an object, which may be a name with its value: {"name": "Visibility", "value": "Team"}."""
    named = first_text(item, ("name", "key", "label", "title")) or key
    value: Any = item.get("value")
    if named and not isinstance(value, (dict, list)) and value is not None and read_flag(named):
        yield named, text_of(value)
    yield from list_marks({name: inner for name, inner in item.items() if name != "value" or not named}, deep + 1)
    if isinstance(value, dict):
        yield from list_marks(value, deep + 1)


def is_internal(message: Fields, types: Collection[str] = ()) -> bool:
    """Return whether a message is a note, a draft or a comment among colleagues.

    `types` are the types of all the messages of its record: beside "message", the type "comment" is internal.
    """
    return _UNTAUGHT.judge(message)[0] or is_comment_among(message, types)


def is_comment_among(message: Fields, types: Collection[str]) -> bool:
    """Return whether a message is a comment where the others of its record are called messages."""
    return text_of(message.get("type")).casefold() == "comment" and "message" in types


def is_internal_record(record: Fields) -> bool:
    """Return whether a whole record with messages is internal: by plain marks only, since its type is that of a
    ticket.
    """
    marks = ((read_flag(name), value) for name, value in list_marks(record))
    plain = (judge(flag, value) for flag, value in marks if flag and flag.form is not Form.KIND)
    return Visibility.INTERNAL in plain or text_of(record.get("type")) == "N"


def is_note_label(label: str) -> bool:
    """Return whether a label calls what follows a note among colleagues; "Note" alone may be a hint to a customer.

    >>> is_note_label("Internal note (Ana):"), is_note_label("Please note:")
    (True, False)
    """
    return len(label.split()) <= _MOST_NOTE_WORDS and is_internal_heading(_NOTE_WORD.sub(" ", label))
