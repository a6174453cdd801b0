"""What the readers of programs that give JSON have in common: how a file is recognised and gone through.

Each of them knows one program: by what its records are known, where they lie, and what they mean.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import Any, ClassVar

from enquiry2article.domain.enquiry import BadRow, Enquiry
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.domain.protocols import Reader
from enquiry2article.ingest.conversations.conversation import Conversation, build_enquiry, pick_cells
from enquiry2article.ingest.conversations.guessed_conversations import find_mapped
from enquiry2article.ingest.fields.cells import split_tags
from enquiry2article.ingest.structured.json_head import read_head
from enquiry2article.ingest.structured.json_reader import holds_messages, read_any_json
from enquiry2article.ingest.structured.json_stream import Frame, Placed, locate_at, read_records
from enquiry2article.ingest.tables.row_plan import SAMPLE
from enquiry2article.ingest.values import Fields, flatten

_PLAIN_FIELDS = ("id", "subject", "channel", "status", "rating", "group")
_MAPPED = frozenset({*_PLAIN_FIELDS, "tags"})
"""Fields for which the user may name keys. Where others are named, we read a program wrongly: as any JSON, then."""


class JsonProduct(Reader):
    """Reads what one program gives as JSON, whole or by line."""

    mark: ClassVar[str]
    """By what its records are known, for a person: "its tickets are Zendesk's: …"."""
    lists: ClassVar[Sequence[str]] = ()
    """The paths at which a document may hold the records; else it is a list of them, or a single one."""

    @abstractmethod
    def fits(self, record: Fields, frame: Fields) -> bool:
        """Return whether a record, maybe cut short, is of this program. `frame` is what stands around it."""

    @abstractmethod
    def translate(self, record: Fields, frame: Frame) -> Conversation | None:
        """Return what a record holds; None for one that is no conversation, such as an event."""

    def expand(self, record: Fields) -> Sequence[Fields]:
        """Return the records that a record holds, where the program wraps them up."""
        return (record,)

    def recognise(self, file: ExportFile) -> str:
        """Return by what the file is known to be of this program. All the first records must be."""
        head = read_head(file)
        seen = [(record, frame) for value in head.values for record, frame in self._look(value)]
        seen = seen[:-1] if head.is_cut and len(seen) > 1 else seen
        return self.mark if seen and all(self.fits(record, frame) for record, frame in seen) else ""

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Yield the conversation in each record.

        `options.columns` may name keys for what stands beside the messages, such as the group.

        Raises:
            MissingColumn: the records lack a mapped key.
            NoSuchFile: the file cannot be opened.
        """
        if set(options.columns) - _MAPPED:
            yield from read_any_json(file, options)
            return
        stream = read_records(file, self._locate)
        sample = list(islice(stream, SAMPLE))
        records = [item.record for item in sample if isinstance(item, Placed)]
        if self._misses_messages(item for item in sample if isinstance(item, Placed)):
            yield from read_any_json(file, options)
            return
        mapped = find_mapped(records, options.columns, file.name) if records and options.columns else {}
        for item in chain(sample, stream):
            if isinstance(item, BadRow):
                yield item
                continue
            for record in self.expand(item.record):
                found = self.translate(record, item.frame)
                if found is not None:
                    enquiry = build_enquiry(_apply(found, record, mapped), item.source, options)
                    yield replace(enquiry, cells=pick_cells(record, options))

    def _misses_messages(self, placed: Iterable[Placed]) -> bool:
        """Return whether records hold messages, of which we find none: the program must have changed what it writes."""
        there = False
        for item in placed:
            for record in self.expand(item.record):
                found = self.translate(record, item.frame)
                if found is not None and any(message.text for message in found.messages):
                    return False
                there = there or (found is not None and holds_messages(record))
        return there

    def _locate(self, document: Any) -> tuple[str, Sequence[Any]]:
        """Find the records of a document; one that is a record itself may hold lists of the same names."""
        if isinstance(document, dict) and self.fits(document, {}):
            return ".", [document]
        return locate_at(self.lists)(document)

    def _look(self, value: Any) -> Iterator[tuple[Fields, Fields]]:
        """Yield the records of a document of which only the beginning may be there, with what is around them."""
        path, records = self._locate(value)
        around = value if isinstance(value, dict) and path != "." else {}
        for record in records:
            if isinstance(record, dict):
                yield from ((inner, around) for inner in self.expand(record))


def _apply(found: Conversation, record: Fields, mapped: dict[str, str]) -> Conversation:
    """Put in what --map names instead of what we know of the program."""
    if not mapped:
        return found
    flat = flatten(record)
    values = {name: flat.get(mapped[name], "") for name in _PLAIN_FIELDS if name in mapped}
    if "tags" in mapped:
        return replace(found, **values, tags=split_tags(flat.get(mapped["tags"], "")))  # type: ignore[arg-type]
    return replace(found, **values)  # type: ignore[arg-type]
