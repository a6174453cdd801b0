"""Reads Parquet, the tables of data teams, in batches. It needs pyarrow, which is an optional extra.

Source of the format: https://parquet.apache.org/docs/file-format/.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from enquiry2article.domain.enquiry import BadRow, Enquiry
from enquiry2article.domain.errors import InputError, UnknownFormat
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.domain.protocols import Reader
from enquiry2article.ingest.tables.packed import open_seekable
from enquiry2article.ingest.tables.row_plan import WIDEST
from enquiry2article.ingest.tables.table import Table, make_table, read_tables
from enquiry2article.ingest.tables.xlsx import cell_text
from enquiry2article.text.encoding import decode

_MAGIC = b"PAR1"
_BATCH = 128
_MOST_STRUCTURE = 16 << 20
"""Bytes of what a file says about itself."""


class ParquetReader(Reader):
    """Reads Parquet files."""

    title = "a Parquet file (.parquet), with the extra `parquet`"
    generic = True
    is_table = True

    def recognise(self, file: ExportFile) -> str:
        """Return whether the file begins as Parquet does."""
        return "it begins as Parquet files do" if file.head.startswith(_MAGIC) else ""

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Yield one enquiry for each row.

        Raises:
            InputError: pyarrow is not installed.
            MissingColumn: there is no column for the customer's text, or none of a mapped name.
            NoSuchFile: the file cannot be opened.
            UnknownFormat: the file is damaged.
        """
        yield from read_tables(open_parquet, file, options)


def open_parquet(file: ExportFile) -> Iterator[Table]:
    """Yield the one table of a file.

    Raises:
        InputError: pyarrow is not installed.
        NoSuchFile: the file cannot be opened.
        UnknownFormat: the file is damaged.
    """
    with open_seekable(file) as stream:
        parquet = _import_parquet(file)
        try:
            source = parquet.ParquetFile(
                stream,
                pre_buffer=False,
                thrift_string_size_limit=_MOST_STRUCTURE,
                thrift_container_size_limit=_MOST_STRUCTURE // 16,
            )
            names = list(source.schema_arrow.names)[:WIDEST]
        # pyarrow has errors of its own, and lets those of Python through.
        except Exception as error:
            raise UnknownFormat(
                f"{file.name}: the Parquet file is damaged ({type(error).__name__}). Export it again, or as CSV."
            ) from error
        table = make_table(file.name, "", _take_rows(file, source, names))
        if table is not None:
            yield table


def _import_parquet(file: ExportFile) -> Any:
    try:
        return importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise InputError(
            f"{file.name}: to read Parquet, install the extra with: pip install 'enquiry2article[parquet]'. Or export "
            "the table as CSV."
        ) from error


def _take_rows(file: ExportFile, source: Any, names: list[str]) -> Iterator[tuple[int, list[str]] | BadRow]:
    """Yield the header as the first row, then the rows as text, counted from 1 below it."""
    yield 0, names
    number = 0
    try:
        for batch in source.iter_batches(batch_size=_BATCH, columns=None):
            columns = [batch.column(place).to_pylist() for place in range(len(names))]
            for cells in zip(*columns, strict=True):
                number += 1
                yield number, [value_text(cell) for cell in cells]
    except Exception as error:
        reason = f"the table breaks off after row {number} ({type(error).__name__}): the rest is not read"
        yield BadRow(source=f"{file.name}:{number}", reason=reason)


def value_text(value: Any) -> str:
    """Write a value as text: lists of words with commas between them, what is nested as JSON.

    >>> value_text(["refund", "late"]), value_text({"by": "Kim"})
    ('refund, late', '{"by": "Kim"}')
    """
    if isinstance(value, bytes):
        return decode(value)
    if isinstance(value, list) and not any(isinstance(part, (list, dict, tuple)) for part in value):
        return ", ".join(value_text(part) for part in value)
    if isinstance(value, (list, dict, tuple)):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return cell_text(value)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else value_text(value)
