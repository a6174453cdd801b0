"""Reads JSON of any helpdesk: a list of records, or one record a line, flat or with the messages inside.

Decides how a file becomes records: a whole document, one record a line, or what is left of a broken one. Where a
document keeps its records is left to `json_records`, records with messages to `conversations`, flat ones to `rows`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from enquiry2article.decoding import decode, decode_head, looks_binary
from enquiry2article.export_records import ExportFile, ReadOptions
from enquiry2article.protocols import Reader
from enquiry2article.readers.conversations import ConversationReader
from enquiry2article.readers.internal_notes import is_internal
from enquiry2article.readers.json_records import find_messages, find_records, find_users, salvage_records
from enquiry2article.readers.json_values import Fields, flatten
from enquiry2article.readers.rows import SAMPLE, plan_rows, read_rows
from enquiry2article.readers.text_file import open_text, read_pieces
from enquiry2article.records import BadRow, Enquiry

_LONGEST_LINE = 16 << 20
"""Characters."""
_FIRST_LINES = 20
"""Among so many lines there must be two with text to tell NDJSON from a document."""
_START = re.compile(r"\s*(?:\[\s*(?:\{|\]|$)|\{\s*(?:\"|\}|$))")


class JsonReader(Reader):
    """Reads JSON, whole or line by line, of any helpdesk that keeps its messages in a list."""

    title = "JSON, whole or line by line (.json, .jsonl, .ndjson)"
    generic = True

    def recognise(self, file: ExportFile) -> str:
        """Say whether the file begins as JSON with objects does. The name does not matter."""
        head = file.head
        found = not looks_binary(head) and bool(head) and bool(_START.match(decode_head(head)))
        return "it begins as JSON does" if found else ""

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Give one enquiry for each record, with the public messages inside it as its turns.

        For records with messages, `options.columns` may name "message" and "kind": the keys of a message's text and of
        what says who wrote it. Keys inside objects are written with a dot.

        Raises:
            MissingColumn: flat records have nothing that could be the customer's text, or lack a mapped name.
            NoSuchFile: the file cannot be opened.
        """
        if _is_line_by_line(file):
            yield from _read_records(file, _read_lines(file), {}, options)
            return
        with file.open() as stream:
            text = decode(stream.read())
        records, users, problem = _parse_document(file, text)
        yield from _read_records(file, chain(records, problem), users, options)


def _is_line_by_line(file: ExportFile) -> bool:
    """Tell one record a line from one document: the first line is whole, and another object follows it."""
    with open_text(file) as stream:
        lines = (line for line in (stream.readline(_LONGEST_LINE) for _ in range(_FIRST_LINES)) if line.strip())
        first, second = next(lines, "").strip(), next(lines, "").strip()
    if not first.startswith("{"):
        return False
    whole = _load(first) is not None
    if whole and second.startswith("{"):
        return True
    # A broken first line is a bad row of a file that is called so; a lone brace begins a document all the same.
    return file.suffix in (".jsonl", ".ndjson") and len(first) > 1


def _read_lines(file: ExportFile) -> Iterator[tuple[str, Fields] | BadRow]:
    """Read one record a line, and a bad row for each line that is none."""
    parts: list[str] = []
    size, number = 0, 1
    with open_text(file) as stream:
        for piece in chain(read_pieces(stream), ("\n",)):
            size += len(piece)
            if size <= _LONGEST_LINE:
                parts.append(piece)
            if piece[-1] not in "\r\n":
                continue
            source, line = f"{file.name}:{number}", "".join(parts).strip()
            if size > _LONGEST_LINE:
                yield BadRow(source=source, reason=f"line {number} is longer than {_LONGEST_LINE >> 20} MiB")
            elif line:
                record = _load(line)
                if isinstance(record, dict):
                    yield source, record
                else:
                    why = "is not valid JSON" if record is None else "holds no JSON object"
                    yield BadRow(source=source, reason=f"line {number} {why}")
            parts, size, number = [], 0, number + 1


def _load(text: str) -> Any:
    """Give the value of a JSON text, or None where it is broken, nested too deep or holds an absurd number."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _parse_document(
    file: ExportFile, text: str
) -> tuple[Iterable[tuple[str, Fields]], Mapping[str, Fields], tuple[BadRow, ...]]:
    """Give the records of one document, its users by id, and what could not be read."""
    document = _load(text)
    if document is not None:
        numbered = enumerate(find_records(document), 1)
        records = [(f"{file.name}#{number}", record) for number, record in numbered if isinstance(record, dict)]
        return records, find_users(document), ()
    found, place = salvage_records(text)
    line = text.count("\n", 0, place) + 1
    column = place - (text.rfind("\n", 0, place) + 1) + 1
    where = f"line {line}, column {column}"
    reason = f"the JSON is broken after {len(found)} whole records, at {where}: the rest is not read"
    bad = BadRow(source=f"{file.name}#{len(found) + 1}", reason=reason)
    return [(f"{file.name}#{number}", record) for number, record in enumerate(found, 1)], {}, (bad,)


def _read_records(
    file: ExportFile,
    records: Iterable[tuple[str, Fields] | BadRow],
    users: Mapping[str, Fields],
    options: ReadOptions,
) -> Iterator[Enquiry | BadRow]:
    """Decide from the first records whether they hold messages or are rows of a table, and read them all so."""
    stream = iter(records)
    sample = list(islice(stream, SAMPLE))
    objects = [item[1] for item in sample if not isinstance(item, BadRow)]
    if not objects:
        yield from (item for item in sample if isinstance(item, BadRow))
        return
    if not any(find_messages(record)[0] for record in objects):
        yield from _read_flat(file, chain(sample, stream), objects, options)
        return
    conversations = ConversationReader(objects, users, options.columns, file.name)
    for item in chain(sample, stream):
        if isinstance(item, BadRow):
            yield item
            continue
        enquiry = conversations.read(item[1], item[0])
        if enquiry is not None:
            yield enquiry


def _read_flat(
    file: ExportFile,
    records: Iterable[tuple[str, Fields] | BadRow],
    sample: Sequence[Fields],
    options: ReadOptions,
) -> Iterator[Enquiry | BadRow]:
    """Read records without messages as the rows of a table."""
    flat = [flatten(record) for record in sample]
    header = list(dict.fromkeys(key for record in flat for key in record))
    plan = plan_rows(file.name, header, [[record.get(key, "") for key in header] for record in flat], options)

    def rows() -> Iterator[tuple[str, Sequence[str]] | BadRow]:
        for item in records:
            if isinstance(item, BadRow):
                yield item
            elif not is_internal(item[1]):
                record = flatten(item[1])
                yield item[0], [record.get(key, "") for key in header]

    yield from read_rows(plan, rows())
