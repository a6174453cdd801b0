"""Reads JSON of any helpdesk: a list of records, or one record a line, flat or with the messages inside.

It reads what no reader of one program takes for its own. How a file becomes records is left to `json_stream`, where a
document keeps them to `json_records`, records with messages to `guessed_conversations`, flat ones to `rows`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any, TypeAlias

from enquiry2article.domain.enquiry import BadRow, Enquiry
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.domain.protocols import Reader
from enquiry2article.ingest.conversations.guessed_conversations import ConversationReader
from enquiry2article.ingest.conversations.internal_notes import is_internal
from enquiry2article.ingest.conversations.json_messages import (
    find_messages,
    find_records,
    find_unread,
    open_groups,
    unwrap_record,
)
from enquiry2article.ingest.conversations.json_objects import (
    Resolver,
    is_single,
    lift_items,
    lift_opening,
    name_customer,
)
from enquiry2article.ingest.conversations.json_shapes import Shape, learn_shape, list_maps, open_labelled
from enquiry2article.ingest.structured.json_head import read_head
from enquiry2article.ingest.structured.json_stream import Frame, Placed, read_records
from enquiry2article.ingest.tables.row_plan import SAMPLE, plan_rows
from enquiry2article.ingest.tables.rows import read_rows
from enquiry2article.ingest.values import Fields, flatten

OpenRecords: TypeAlias = Callable[[], Iterator[Placed | BadRow]]
"""Gives the records of a file from its beginning, each time anew."""


class JsonReader(Reader):
    """Reads JSON, whole or line by line, of any helpdesk that keeps its messages in a list."""

    title = "JSON, whole or line by line (.json, .jsonl, .ndjson)"
    generic = True

    def recognise(self, file: ExportFile) -> str:
        """Return whether the file begins as JSON with objects does. The name does not matter."""
        return "it begins as JSON does" if read_head(file).values else ""

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Yield one enquiry for each record, with the public messages inside it as its turns.

        For records with messages, `options.columns` may name "message" and "kind": the keys of a message's text and of
        what says who wrote it. Keys inside objects are written with a dot.

        Raises:
            MissingColumn: flat records have nothing that could be the customer's text, or lack a mapped name.
            NoSuchFile: the file cannot be opened.
        """
        yield from read_any_json(file, options)


def read_any_json(file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
    """Read the records of a JSON file.

    Raises:
        MissingColumn, NoSuchFile: as `JsonReader.read` says.
    """
    yield from read_any_records(file.name, lambda: read_records(file, _locate, pages=False), options)


def read_any_records(name: str, open_file: OpenRecords, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
    """Decide from the first records of a file whether they hold messages or are rows of a table, and read them all so.

    Raises:
        MissingColumn, NoSuchFile: as `JsonReader.read` says.
    """

    def read_opened() -> Iterator[Placed | BadRow]:
        return _open_records(open_file())

    stream = read_opened()
    sample = list(islice(stream, SAMPLE))
    placed = [item for item in sample if isinstance(item, Placed)]
    objects = [item.record for item in placed]
    if not objects:
        yield from (item for item in sample if isinstance(item, BadRow))
        return
    if not any(find_messages(record)[0] for record in objects):
        shape = learn_shape(objects) if not options.columns else None
        if shape is not None:
            objects = [shape.rename(record) for record in objects]
            sample = [_rename(item, shape) for item in sample]
            stream = (_rename(item, shape) for item in stream)
    if not any(find_messages(record)[0] for record in objects):
        yield from _read_flat(name, read_opened, chain(sample, stream), objects, options)
        return
    conversations = ConversationReader(objects, placed[0].frame.users, options, name)
    for item in chain(sample, stream):
        if isinstance(item, BadRow):
            yield item
            continue
        enquiry = conversations.read(item.record, item.source)
        if enquiry is not None:
            yield enquiry


def _open_records(stream: Iterable[Placed | BadRow]) -> Iterator[Placed | BadRow]:
    """Yield the records with what they refer to inside them, and with their messages as objects in one list."""
    resolvers: dict[int, tuple[Frame, Resolver]] = {}
    for item in stream:
        if isinstance(item, BadRow):
            yield item
            continue
        if id(item.frame) not in resolvers:
            resolvers = {id(item.frame): (item.frame, Resolver(item.frame.included))}
        for number, record in enumerate(resolvers[id(item.frame)][1].open(item.record)):
            source = f"{item.source}#{number + 1}" if number else item.source
            yield replace(item, record=_open_record(record), source=source)


def _open_record(record: Fields) -> Fields:
    opened = open_groups(lift_items(list_maps(record), whole=False))
    return name_customer(lift_opening(unwrap_record(opened))) if find_messages(opened)[0] else opened


def holds_messages(record: Fields) -> bool:
    """Return whether a record has messages that can be read, whatever the program."""
    return bool(find_messages(_open_record(record))[0])


def _locate(document: Any) -> tuple[str, Sequence[Any]]:
    """Find the records of a document, as `find_records` does, with its messages lifted out of their wrappers."""
    return (".", [document]) if is_single(document) else find_records(lift_items(list_maps(document)))


def _rename(item: Placed | BadRow, shape: Shape) -> Placed | BadRow:
    return replace(item, record=shape.rename(item.record)) if isinstance(item, Placed) else item


def _read_flat(
    name: str,
    open_file: OpenRecords,
    records: Iterable[Placed | BadRow],
    sample: Sequence[Fields],
    options: ReadOptions,
) -> Iterator[Enquiry | BadRow]:
    """Read records without messages as the rows of a table."""
    flat = [flatten(open_labelled(record)) for record in sample]
    header = list(dict.fromkeys(key for record in flat for key in record))

    def reread() -> Iterator[tuple[str, Sequence[str]]]:
        for item in open_file():
            if isinstance(item, Placed):
                record = flatten(open_labelled(item.record))
                yield item.source, [record.get(key, "") for key in header]

    plan = plan_rows(name, header, [[record.get(key, "") for key in header] for record in flat], options, reread=reread)

    def rows() -> Iterator[tuple[str, Sequence[str]] | BadRow]:
        for item in records:
            if isinstance(item, BadRow):
                yield item
            elif not is_internal(open_labelled(item.record)):
                for path in find_unread(item.record):
                    options.notices.unread[path] += 1
                record = flatten(open_labelled(item.record))
                yield item.source, [record.get(key, "") for key in header]

    yield from read_rows(plan, rows())
