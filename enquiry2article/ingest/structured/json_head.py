"""Sees from the beginning of a file what JSON it holds, though the beginning breaks off in the middle of a value.

Decides whether a file holds one document or one record a line, and what of the beginning can be understood. Whose
records they are is left to the readers that ask.
"""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from typing import Any

from enquiry2article.domain.export import ExportFile
from enquiry2article.ingest.values import Fields
from enquiry2article.text.encoding import decode_head, looks_binary

MOST_LINES = 20
"""Lines of which we look at for one record a line."""
_START = re.compile(r"\s*(?:\[\s*(?:[\[{\]]|$)|\{\s*(?:\"|\}|$))")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)
_CLOSERS = {"{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class JsonHead:
    """What the first bytes of a file show."""

    values: tuple[Any, ...] = ()
    """The document, cut short where the bytes end; or the whole records of the first lines. () for what is no JSON."""
    by_line: bool = False
    """Whether each line is a record."""
    is_cut: bool = False
    """Whether the document goes on behind what was seen: then the last of its records may lack anything."""


def read_head(file: ExportFile) -> JsonHead:
    """Return what the beginning of a file holds; an empty head for folders, for binary files, and for what is no
    JSON.
    """
    return JsonHead() if file.is_folder else _parse_head(file.head, file.suffix in (".jsonl", ".ndjson"))


def load_value(text: str) -> Any:
    """Return the value of a JSON text, or None where it is broken, nested too deep or holds an absurd number."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def is_by_line(lines: list[str], called_so: bool) -> bool:
    """Distinguish one record a line from one document: the first line is whole, and another object follows it.

    `called_so` says whether the file's name promises records by line.
    """
    filled = [line.strip() for line in lines if line.strip()]
    first, second = [*filled, "", ""][:2]
    if not first.startswith("{"):
        return False
    if (second.startswith("{") or called_so) and load_value(first) is not None:
        return True
    # A broken first line is a bad row of a file that is called so; a lone brace begins a document all the same.
    return called_so and len(first) > 1


@functools.lru_cache(maxsize=4)  # every reader asks about the same file
def _parse_head(head: bytes, called_so: bool) -> JsonHead:
    if not head or looks_binary(head):
        return JsonHead()
    text = decode_head(head)
    if not _START.match(text):
        return JsonHead()
    lines = text.splitlines()[:MOST_LINES]
    if is_by_line(lines, called_so):
        values = [load_value(line) for line in lines]
        whole: tuple[Fields, ...] = tuple(value for value in values if isinstance(value, dict))
        if whole:
            return JsonHead(whole, True)
    value = load_value(text)
    if value is not None:
        return JsonHead((value,))
    value = _load_cut(text)
    return JsonHead(() if value is None else (value,), is_cut=True)


def _load_cut(text: str) -> Any:
    """Return the value at the beginning of a text that may break off within it, without what is incomplete.

    >>> _load_cut('{"tickets": [{"id": 1, "text": "Hel')
    {'tickets': [{'id': 1}]}
    """
    stack: list[str] = []
    safe: tuple[int, str] = (0, "")
    end = 0
    for found in _TOKEN.finditer(text):
        if '"' in text[end : found.start()]:
            break  # a string without an end
        token, end = found[0], found.end()
        if token in "{[":
            stack.append(_CLOSERS[token])
            safe = end, "".join(reversed(stack))
        elif token in "}]":
            if not stack or stack.pop() != token:
                break
            safe = end, "".join(reversed(stack))
            if not stack:
                break
        elif token == ",":
            safe = found.start(), "".join(reversed(stack))
        if len(stack) > 200:
            break  # no export is nested so deep
    return load_value(text[: safe[0]] + safe[1])
