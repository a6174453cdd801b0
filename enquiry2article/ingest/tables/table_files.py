"""Opens a table in whatever kind of file it is: the export of one program comes as CSV, Excel or OpenDocument alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from weakref import WeakKeyDictionary

from enquiry2article.domain.errors import EnquiryToArticleError
from enquiry2article.domain.export import ExportFile
from enquiry2article.ingest.tables.delimited import DelimitedReader, open_delimited, peek_delimited
from enquiry2article.ingest.tables.ods import OdsReader, open_ods
from enquiry2article.ingest.tables.packed import OLE
from enquiry2article.ingest.tables.parquet import ParquetReader, open_parquet
from enquiry2article.ingest.tables.table import Opener, Table, open_again
from enquiry2article.ingest.tables.xlsx import XlsxReader, open_workbook

_KINDS: tuple[tuple[DelimitedReader | XlsxReader | OdsReader | ParquetReader, Opener], ...] = (
    (XlsxReader(), open_workbook),
    (OdsReader(), open_ods),
    (ParquetReader(), open_parquet),
    (DelimitedReader(), open_delimited),
)
_MOST_SHEETS = 8
"""How many sheets are looked at to find out whose export it is."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """The header of a table and some of its first rows."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]


_seen: WeakKeyDictionary[ExportFile, tuple[Glimpse, ...]] = WeakKeyDictionary()
"""What was found in files that are still known: every reader of a program asks for the same."""


def find_opener(file: ExportFile) -> Opener | None:
    """Return how a file is opened as a table, or None where it is none."""
    return next((opener for reader, opener in _KINDS if reader.recognise(file)), None)


def open_tables(file: ExportFile) -> Iterator[Table]:
    """Return the tables of a file; one that is of no known kind is taken for text.

    Raises:
        InputError: the file as a whole cannot be read.
    """
    return open_again(find_opener(file) or open_delimited, file)


def glimpse_tables(file: ExportFile) -> tuple[Glimpse, ...]:
    """Return what the tables of a file begin with, () where it is no table. Never raises."""
    if file not in _seen:
        _seen[file] = ()
        # What is damaged is told when it is read.
        with suppress(EnquiryToArticleError, OSError):
            _seen[file] = _look(file)
    return _seen[file]


def _look(file: ExportFile) -> tuple[Glimpse, ...]:
    opener = find_opener(file)
    if opener is None or file.head.startswith(OLE):
        return ()
    if opener is open_delimited:
        header, rows = peek_delimited(file)
        return (Glimpse(header, rows),)
    return tuple(Glimpse(table.header, table.sample) for table in islice(opener(file), _MOST_SHEETS))
