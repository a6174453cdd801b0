"""Takes the mail or text that a contact form made apart: the customer's message, and what else was filled in.

By structure: a block of fields "Label: value" at the beginning, of which one is long or labelled as a message and
others say who writes. A form may have been flattened to one line. Which labels mean a name or an address,
`cleaning/field_names` knows; `resources/mail/forms.toml` adds labels of more languages.

Pure.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from enquiry2article.cleaning.field_names import find_field, normalise_name
from enquiry2article.cleaning.header_blocks import count_block
from enquiry2article.text.word_lists import read_table

MESSAGE: Final = "message"
_MOST_LINES: Final = 2000
_LONGEST_LABEL: Final = 60
_MOST_LABEL_WORDS: Final = 8
_LONGEST_LINE: Final = 4000
_MOST_INTRO_LINES: Final = 4
_FIELD_LINE: Final = re.compile(r"^[\s*_•-]{0,6}([^\W\d_][^:：\n]{0,60}?)[\s*_]{0,4}[:：][\s*_]{0,4}(.*)$")
_RULE: Final = re.compile(r"^(?:-- ?|-{3,}|_{3,}|={3,})$")
_WHOLE_ADDRESS: Final = re.compile(r"<?[^\s@<>]{1,64}@[^\s@<>]{3,120}>?(?: ?\(?<?mailto:[^\s]{3,150})?")
_WHOLE_PHONE: Final = re.compile(r"\+?\(?\d[\d ()/.-]{5,20}\d")
_AGENT_STRING: Final = re.compile(r"Mozilla/\d|AppleWebKit|https?://\S+$")
_SENTENCE_END: Final = re.compile(r"[.?!。？！]['\")]?\s*$")
_INNER_COLON: Final = re.compile(r"(?<=[^\s:：\d/])\s?[:：](?=\s|$)")
_QUIET_WORD: Final = re.compile(r"[^\W\d_][^\s:]{0,20}|&|/")
_FEWEST_DIGITS: Final = 7
"""Of a telephone number."""
_FEWEST_FIELDS: Final = 3
_FEWEST_WORDS: Final = 5
"""Words of a value that can be a message without a label that says so."""
_SHORT_VALUE: Final = 8
"""Words that the value of a field below the message has at most."""
_WHO: Final = frozenset({"name", "first_name", "last_name", "email", "phone", "customer", "sender"})
_SENDER_LABELS: Final = frozenset("from von de van da od nadawca från fra absender expéditeur remitente".split())


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    label: str
    kind: str
    """A field of ours ("email", "name", "sender", ...), "message" for the customer's own words, or ""."""
    value: str


@dataclass(frozen=True, slots=True)
class Form:
    """What was filled into a form."""

    message: str
    fields: tuple[Field, ...]
    """All fields but the message."""

    def list_values(self, *kinds: str) -> list[str]:
        """Return the values of some kinds of fields, in the form's order, without empty ones."""
        return [field.value for field in self.fields if field.kind in kinds and field.value]


def read_form(text: str) -> Form | None:
    """Return what a form holds, or None for a text that is none. Markup must have been taken off.

    A text is a form if at least three fields stand at its beginning (two where one of them is labelled as a message),
    of which at least one says who writes, and if there is a message: the field labelled so, else the longest of at
    least five words, else what stands below the fields where two of them say who writes.
    """
    lines = [line.strip() for line in text[: _LONGEST_LINE * 50].split("\n", _MOST_LINES)[:_MOST_LINES]]
    fields, below = _read_lines(lines)
    found = _choose_message(fields, below)
    if found is None:
        flat = " ".join(line for line in lines[: _MOST_INTRO_LINES * 2] if line)
        found = _choose_message(_read_flat(flat), "") if len(lines) <= _MOST_INTRO_LINES * 2 else None
    return found


def strip_message_label(text: str) -> str:
    """Take the label off a text that is nothing but a labelled message: "Body: How do I ...".

    >>> strip_message_label("Nachricht:\\nWie wasche ich das Zelt?")
    'Wie wasche ich das Zelt?'
    """
    found = _FIELD_LINE.match(text.split("\n", 1)[0][:_LONGEST_LABEL])
    if found is None or _find_kind(found[1]) != MESSAGE or len(found[1].split()) > _SHORT_VALUE:
        return text
    rest = text[found.start(2) :].strip()
    return rest if len(rest.split()) > 1 else text


def _read_lines(lines: Sequence[str]) -> tuple[list[Field], str]:
    """Return the fields of a form that has a line or more for each, and the words below them that have no label."""
    fields: list[tuple[str, str, list[str]]] = []
    below: list[str] = []
    intro = 0
    for place, line in enumerate(lines):
        label, value = _split_label(line)
        in_message = bool(fields) and fields[-1][1] == MESSAGE and any(fields[-1][2])
        if label and in_message and not _ends_message(lines, place, label):
            label = ""
        if label and not fields and count_block(lines, place):
            return [], ""  # the header of a mail that is passed on
        if label:
            if below and any(below):
                fields[-1][2].extend(("", *below))  # what seemed to end the fields stood between two of them
            below = []
            fields.append((label, _find_kind(label), [value]))
        elif not fields:
            intro += bool(line)
            if intro > _MOST_INTRO_LINES or line.endswith(("?", "!")):
                return [], ""
        elif fields[-1][1] == MESSAGE:
            if _is_end(line):
                break
            fields[-1][2].append(line)
        elif line and not any(fields[-1][2]):
            fields[-1][2].append(line)  # the label has a line of its own
        elif line and lines[place - 1] and not fields[-1][2][0] and not below:
            fields[-1][2].append(line)  # and so has a value of several lines
        elif line and _is_end(line):
            break
        else:
            below.append(line)
    return [Field(label, kind, "\n".join(value).strip()) for label, kind, value in fields], "\n".join(below).strip()


def _is_end(line: str) -> bool:
    """Return whether a line stands below the fields of a form: a rule, or what the form says about itself."""
    return bool(_RULE.match(line[:80])) or line[:40].casefold().startswith(tuple(read_table("mail/forms.toml")["end"]))


def _is_contact(value: str) -> bool:
    if _WHOLE_ADDRESS.fullmatch(value):
        return True
    return bool(_WHOLE_PHONE.fullmatch(value)) and sum(map(str.isdigit, value)) >= _FEWEST_DIGITS


def _ends_message(lines: Sequence[str], place: int, label: str) -> bool:
    """Return whether a line that begins with a label ends the message above it, and is no part of that."""
    if _find_kind(label):
        return True
    if place and lines[place - 1]:
        return False
    return all(not line or _split_label(line)[0] or _is_end(line) for line in lines[place : place + 12])


def _split_label(line: str) -> tuple[str, str]:
    """Return the label that a line begins with and what stands behind it, or ("", "")."""
    found = _FIELD_LINE.match(line[:_LONGEST_LINE])
    if found:
        label = found[1].strip()
        short = len(label.split()) <= _MOST_LABEL_WORDS and "@" not in label and not label.startswith(("http", "www"))
        return (label, line[found.start(2) :].strip()) if short and not re.search(r"[.!;] ", label) else ("", "")
    # Some forms write the label on a line of its own, with nothing behind it.
    if line and len(line) <= _LONGEST_LABEL and line[-1:].isalpha() and len(line.split()) <= 3 and _find_kind(line):
        return line, ""
    return "", ""


@functools.lru_cache(maxsize=2048)
def _find_kind(label: str) -> str:
    """Return what a label is over: a field of ours, "sender", "message", or "" where nobody knows."""
    folded = label.strip(" *").casefold()
    if normalise_name(folded) in _SENDER_LABELS:
        return "sender"
    more = read_table("mail/forms.toml")
    for kind in (MESSAGE, "name", "last_name"):
        if folded in more[kind]:
            return kind
    field = find_field(label)
    return MESSAGE if field in ("question", "answer") else field


def _choose_message(fields: Sequence[Field], below: str) -> Form | None:
    who = sum(field.kind in _WHO or _is_contact(field.value) for field in fields)
    labelled = [field for field in fields if field.kind == MESSAGE and field.value]
    if len(fields) < (2 if labelled else _FEWEST_FIELDS) or not who:
        return None
    chosen = labelled
    if not chosen and not (below and who > 1):
        long = [field for field in fields if _is_long(field)]
        chosen = [max(long, key=lambda field: len(field.value))] if long else []
    message = "\n\n".join(field.value for field in chosen) if chosen else below if who > 1 else ""
    if len(message.split()) < 2 and not re.search(r"[^\x00-\u02ff]{4}", message):
        return None
    return Form(message=message, fields=tuple(field for field in fields if field not in chosen))


def _is_long(field: Field) -> bool:
    return (
        field.kind not in _WHO
        and not _AGENT_STRING.search(field.value)
        and (len(field.value.split()) >= _FEWEST_WORDS or bool(re.search(r"[\u3040-\ud7a3]{8}", field.value)))
    )


def _read_flat(text: str) -> list[Field]:
    """Return the fields of a form that stands on one line: each label begins where the value before it ends."""
    marks: list[tuple[int, int, str]] = []
    end = 0
    for colon in _INNER_COLON.finditer(text[:_LONGEST_LINE]):
        start = _find_label_start(text, end, colon.start())
        if start < 0:
            continue
        label = text[start : colon.start()].strip(" *")
        if any(_find_kind(before) == MESSAGE for _, _, before in marks) and not _ends_flat_message(text, end, start):
            continue
        marks.append((start, colon.end(), label))
        end = colon.end()
    if not marks:
        return []
    stops = [*(start for start, _, _ in marks[1:]), len(text)]
    fields = [
        Field(label, _find_kind(label), text[begin:stop].strip(" *"))
        for (_, begin, label), stop in zip(marks, stops, strict=True)
    ]
    # On one line anything can look like a label, so the message must be called one.
    return fields if any(field.kind == MESSAGE for field in fields) and len(fields) >= _FEWEST_FIELDS else []


def _ends_flat_message(text: str, begin: int, start: int) -> bool:
    return bool(_SENTENCE_END.search(text[max(begin, start - 8) : start])) or len(text[begin:start].split()) <= 1


def _find_label_start(text: str, begin: int, end: int) -> int:
    """Return where the label that ends at a colon begins, or -1.

    It is the longest that is known and begins with a capital, else what goes on in small letters from a capital on.
    """
    offset = max(begin, end - _LONGEST_LABEL * 2)
    words = list(re.finditer(r"\S+", text[offset:end]))[-_MOST_LABEL_WORDS:]
    known = [word for word in words[-4:] if _find_kind(text[offset + word.start() : end].strip(" *"))]
    if known and not known[0][0][:1].islower():
        return offset + known[0].start()
    for word in reversed(words):
        if not _QUIET_WORD.fullmatch(word[0].strip("*?")):
            break
        if word[0][:1].isupper():
            return offset + word.start()
    return offset + known[0].start() if known else -1
