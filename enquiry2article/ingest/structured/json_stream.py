"""Reads the records of a JSON file of any size: of a document, or one a line, or what is left of a broken file.

Decides how a file becomes records without holding it in memory. Which list of a document holds the records is left to
the caller or to `json_records`; what the records mean, to those that ask.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from enquiry2article.domain.enquiry import BadRow
from enquiry2article.domain.export import ExportFile
from enquiry2article.ingest.conversations.json_objects import Reference, index_included
from enquiry2article.ingest.structured.json_head import MOST_LINES, is_by_line, load_value
from enquiry2article.ingest.structured.json_window import LONGEST_RECORD, BrokenJson, JsonWindow
from enquiry2article.ingest.text_file import PIECE, open_text, read_pieces
from enquiry2article.ingest.values import Fields, dig

_LONGEST_DOCUMENT = 8 << 20
"""Characters of a document that is read whole: in memory it takes ten times as much."""
_DEEPEST = 3
"""How many objects within each other are looked into for lists of records."""
_MOST_OBJECTS = 200_000
"""Objects of one list beside the records that are kept in memory."""
_BESIDE = ("users", "agents", "included")
"""Lists beside the records to which these refer."""
_SKELETON = 3
"""How many items of each list show what a large document is made of."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the records of a document."""

    fields: Fields = field(default_factory=dict)
    """The document without the list of its records."""
    users: Mapping[str, Fields] = field(default_factory=dict)
    """The people whom the document lists beside its records, by id."""
    included: Mapping[Reference, Fields] = field(default_factory=dict)
    """Other objects that it lists beside them, to which they refer by type and id."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A record and where it stood."""

    source: str
    record: Fields
    frame: Frame = Frame()


Locate = Callable[[Any], "tuple[str, Sequence[Any]]"]
"""Gives the path of the list of records in a document, and the records; the path is "." where the document is one."""


def read_records(file: ExportFile, locate: Locate, *, pages: bool = True) -> Iterator[Placed | BadRow]:
    """Yield each record of a file, and a `BadRow` for each that cannot be read.

    `pages` says whether a line of a file with one value a line may hold a list of records.

    Of a document that breaks off or is damaged, the whole records before that place are given, then one `BadRow`.

    Raises:
        NoSuchFile: the file cannot be opened.
    """
    with open_text(file) as stream:
        lines: list[str] = []
        while len(lines) < MOST_LINES and (room := _LONGEST_DOCUMENT - sum(map(len, lines))) > 0:
            lines.append(stream.readline(room))
        if is_by_line(lines, file.suffix in (".jsonl", ".ndjson")):
            yield from _read_lines(file, lines, stream, locate if pages else locate_at(()))
            return
        text = "".join(lines)
        text += stream.read(max(0, _LONGEST_DOCUMENT - len(text)))
        if len(text) < _LONGEST_DOCUMENT:
            document = load_value(text.replace("\0", ""))
            if document is not None:
                yield from _place(document, file.name, locate)
                return
    if _is_sequence(file):
        yield from _read_sequence(file, locate if pages else locate_at(()))
    else:
        yield from _stream_document(file, locate)


def build_frame(fields: Fields, document: Any) -> Frame:
    """Put together what stands around records, from the lists that a document has beside them."""
    lists = {key: _list_objects(document, key) for key in _BESIDE}
    agents = [{"role": "agent", **person} for person in lists["agents"]]
    users = {str(person["id"]): person for person in (*lists["users"], *agents) if "id" in person}
    return Frame(fields, users, index_included(lists["included"]))


def _list_objects(document: Any, key: str) -> list[Fields]:
    found = document.get(key) if isinstance(document, dict) else None
    return [item for item in found[:_MOST_OBJECTS] if isinstance(item, dict)] if isinstance(found, list) else []


def _place(document: Any, name: str, locate: Locate) -> Iterator[Placed]:
    """Yield the records of a document that is in memory."""
    path, records = locate(document)
    frame = build_frame(_without(document, path), document)
    for number, item in enumerate(records, 1):
        if record := _to_record(item):
            yield Placed(f"{name}#{number}", record, frame)


def _to_record(item: Any) -> Fields:
    """Return an item of the list of records as a record; a list there is the messages of one."""
    return item if isinstance(item, dict) else {"messages": item} if isinstance(item, list) else {}


def _without(document: Any, path: str) -> Fields:
    """Return a document without the list at `path`, so that nothing holds on to all its records."""
    if not isinstance(document, dict) or path == ".":
        return {}
    key, _, rest = path.partition(".")
    plain = {name: value for name, value in document.items() if name != key}
    return {**plain, key: _without(document[key], rest)} if rest and key in document else plain


# --- one record a line


def _read_lines(
    file: ExportFile, first: Sequence[str], stream: io.TextIOWrapper, locate: Locate
) -> Iterator[Placed | BadRow]:
    """Read one record or one page of records a line, and a bad row for each line that is none."""
    parts: list[str] = []
    size, number = 0, 1
    for piece in chain(first, read_pieces(stream), ("\n",)):
        size += len(piece)
        if size <= LONGEST_RECORD:
            parts.append(piece)
        if piece[-1:] not in ("\r", "\n"):
            continue
        line = "".join(parts).strip()
        if size > LONGEST_RECORD:
            reason = f"line {number} is longer than {LONGEST_RECORD >> 20} MiB"
            yield BadRow(source=f"{file.name}:{number}", reason=reason)
        elif line:
            yield from _place_line(line, file.name, number, locate)
        parts, size, number = [], 0, number + 1


def _place_line(line: str, name: str, number: int, locate: Locate) -> Iterator[Placed | BadRow]:
    source = f"{name}:{number}"
    record = load_value(line.replace("\0", ""))
    if not isinstance(record, dict):
        why = "is not valid JSON" if record is None else "holds no JSON object"
        yield BadRow(source=source, reason=f"line {number} {why}")
        return
    yield from _place_one(record, source, locate)


def _place_one(record: Fields, source: str, locate: Locate) -> Iterator[Placed]:
    """Yield a record, or the records of a page of them."""
    path, _ = locate(record)
    if path == ".":
        yield Placed(source, record)
    else:
        yield from _place(record, source, locate)


# --- a document that is too large for the memory, or broken


def _is_sequence(file: ExportFile) -> bool:
    """Return whether one object follows another, as jq writes them, over several lines each."""
    with open_text(file) as stream:
        window = JsonWindow(stream)
        try:
            return window.look() == "{" and isinstance(window.take(PIECE), dict) and window.look() == "{"
        except BrokenJson:
            return False


def _read_sequence(file: ExportFile, locate: Locate) -> Iterator[Placed | BadRow]:
    """Read one object after another."""
    number = 0
    with open_text(file) as stream:
        window = JsonWindow(stream)
        try:
            while window.look():
                value = window.take()
                number += 1
                if isinstance(value, dict):
                    yield from _place_one(value, f"{file.name}#{number}", locate)
            return
        except BrokenJson:
            where = window.describe_place()
    yield _make_broken_row(file, number, where)


def _make_broken_row(file: ExportFile, number: int, where: str) -> BadRow:
    reason = f"the JSON is broken after {number} whole records, at {where}: the rest is not read"
    return BadRow(source=f"{file.name}#{number + 1}", reason=reason)


def _stream_document(file: ExportFile, locate: Locate) -> Iterator[Placed | BadRow]:
    """Find out what a document is made of, then go through the list of its records."""
    skeleton, lists = _learn_skeleton(file)
    path, _ = locate(skeleton)
    if path == ".":
        reason = "the JSON holds a single record, which is cut off or larger than can be read"
        yield BadRow(source=f"{file.name}#1", reason=reason)
        return
    frame = build_frame(_without(skeleton, path), lists)
    number = 0
    with open_text(file) as stream:
        window = JsonWindow(stream)
        try:
            for found, item in _walk(window, ""):
                if found == path and not isinstance(item, _Member):
                    number += 1
                    if record := _to_record(item):
                        yield Placed(f"{file.name}#{number}", record, frame)
            if not window.look():
                return
        except BrokenJson:
            pass
        where = window.describe_place()
    yield _make_broken_row(file, number, where)


def _learn_skeleton(file: ExportFile) -> tuple[Any, dict[str, list[Any]]]:
    """Return a document with only the first items of each list, and whole the lists to which its records refer."""
    skeleton: Any = None
    lists: dict[str, list[Any]] = {key: [] for key in _BESIDE}
    with open_text(file) as stream:
        window = JsonWindow(stream)
        is_list = window.look() == "["
        try:
            for path, item in islice(_walk(window, ""), _SKELETON if is_list else None):
                if is_list:
                    skeleton = [*(skeleton or []), item]
                    continue
                skeleton = skeleton or {}
                _graft(skeleton, path, item)
                if path in lists and isinstance(item, dict) and len(lists[path]) < _MOST_OBJECTS:
                    lists[path].append(item)
        except BrokenJson:
            pass
    return skeleton if skeleton is not None else ([] if is_list else {}), lists


def _graft(skeleton: Fields, path: str, item: Any) -> None:
    """Put what was found at a path of a document into its skeleton; "a[]" is an item of the list "a"."""
    *above, last = path.split(".")
    place = skeleton
    for name in above:
        place = place.setdefault(name, {})
        if not isinstance(place, dict):
            return
    if isinstance(item, _Member):
        place[last] = item.value
    else:
        items = place.setdefault(last, [])
        if isinstance(items, list) and len(items) < _SKELETON:
            items.append(item)


@dataclass(frozen=True, slots=True)
class _Member:
    """A value that is no item of a list."""

    value: Any


def _walk(window: JsonWindow, path: str) -> Iterator[tuple[str, Any]]:
    """Yield each item of the lists of a document with the list's path, and each other value as a `_Member`."""
    if window.look() == "[":
        window.skip("[")
        if window.look() == "]":
            window.skip("]")
            return
        while True:
            yield path, window.take()
            if window.look() == "]":
                window.skip("]")
                return
            window.skip(",")
    window.skip("{")
    if window.look() == "}":
        window.skip("}")
        return
    while True:
        key = window.take()
        if not isinstance(key, str):
            raise BrokenJson
        window.skip(":")
        inner = f"{path}.{key}" if path else key
        if window.look() == "[":
            yield inner, _Member([])
            yield from _walk(window, inner)
        elif window.look() == "{" and path.count(".") < _DEEPEST:
            yield inner, _Member({})
            yield from _walk(window, inner)
        else:
            yield inner, _Member(window.take())
        if window.look() == "}":
            window.skip("}")
            return
        window.skip(",")


def locate_at(paths: Sequence[str]) -> Locate:
    """Look for the records at some paths of a document: a list of them, or the document itself as the only one."""

    def locate(document: Any) -> tuple[str, Sequence[Any]]:
        if isinstance(document, list):
            return "", document
        for path in paths:
            found = dig(document, path) if isinstance(document, dict) else None
            if isinstance(found, list):
                return path, found
        return ".", [document]

    return locate
