"""Opens JSON of strangers: whole documents, or one record a line, of a bounded size."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from enquiry2article.domain.post import PostProblem
from enquiry2article.posts.files import TooLargeError, open_unpacked
from enquiry2article.text.encoding import decode, decode_head, looks_binary, mend_surrogates

LARGEST: Final = 256 << 20
"""Bytes. A JSON document is read whole."""
_START: Final = re.compile(r"\s*[{\[]")


def read_json_head(path: Path, head: bytes) -> str:
    """Return the beginning of a file if it is that of JSON, else ""."""
    if looks_binary(head):
        return ""
    text = decode_head(head)
    return text if _START.match(text) else ""


def load_json(path: Path) -> Any | PostProblem:
    """Return the document in a file, or the list of its lines' records, or why it cannot be read."""
    source = path.as_posix()
    try:
        with open_unpacked(path) as stream:
            data = stream.read(LARGEST + 1)
    except TooLargeError as error:
        return PostProblem(source=source, reason=f"it {error}, which is more than can be read")
    except (EOFError, zlib.error) as error:
        return PostProblem(source=source, reason=f"its packing (gzip) is broken ({type(error).__name__})")
    if len(data) > LARGEST:
        return PostProblem(source=source, reason=f"it is larger than can be read ({LARGEST >> 20} MiB)")
    text = decode(data)
    try:
        return json.loads(text)
    except RecursionError:
        return PostProblem(source=source, reason="it is nested too deep")
    except ValueError as error:
        lines = _load_lines(text)
        if lines:
            return lines
        line = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        return PostProblem(source=source, reason=f"it is not valid JSON{line}")


def _load_lines(text: str) -> list[Any]:
    """Return the records of a file with one record a line, or [] where a line is none."""
    found = []
    for line in text.splitlines():
        if line.strip():
            try:
                found.append(json.loads(line))
            except (ValueError, RecursionError):
                return []
    return found


def word(record: Any, *keys: str) -> str:
    """Return the text under the first of the keys that has any; {"rendered": …} counts as its text."""
    for key in keys:
        value = record.get(key) if isinstance(record, dict) else None
        if isinstance(value, dict):
            value = value.get("rendered")
        if isinstance(value, bool):
            continue
        if isinstance(value, int | float) and abs(value) < 1e16:
            return str(int(value))
        if isinstance(value, str) and value.strip():
            return mend_surrogates(value.strip())
    return ""


def words(record: Any, *keys: str) -> tuple[str, ...]:
    """Return the texts of the lists under the keys; of objects their names."""
    found = []
    for key in keys:
        value = record.get(key)
        for inner in value if isinstance(value, list) else [value]:
            text = word(inner, "name", "label", "title") if isinstance(inner, dict) else inner
            if isinstance(text, str) and text.strip():
                found.append(mend_surrogates(text.strip()))
    return tuple(found)


def list_of(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list."""
    return [inner for inner in value if isinstance(inner, dict)] if isinstance(value, list) else []


def walk_objects(document: Any, skip: frozenset[str], most: int = 2_000_000) -> Iterator[dict[str, Any]]:
    """Yield each object of a document before those within it, in its order, however deep it is nested."""
    waiting = [document]
    while waiting and most:
        most -= 1
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting += [
                inner for key, inner in reversed(value.items()) if key not in skip and not isinstance(inner, str)
            ]
        elif isinstance(value, list):
            waiting += reversed(value)
