"""Reads spreadsheets as people keep them: the first sheet that has a header and rows below it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from enquiry2article.domain.enquiry import BadRow, Enquiry
from enquiry2article.domain.errors import UnknownFormat, shorten
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.domain.protocols import Reader
from enquiry2article.ingest.tables.packed import OLE, check_parts, describe_broken, describe_locked, open_seekable
from enquiry2article.ingest.tables.row_plan import WIDEST
from enquiry2article.ingest.tables.table import Table, describe_hidden, make_table, read_tables

_EXTENSIONS = frozenset({".xlsx", ".xlsm", ".xltx"})
_FIRST_PARTS = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/")
_BATCH = 200
_ERROR_CELLS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})


class XlsxReader(Reader):
    """Reads Excel workbooks of the kind that is a zip of XML."""

    title = "a spreadsheet (.xlsx)"
    generic = True
    is_table = True

    def recognise(self, file: ExportFile) -> str:
        """Return whether this is a workbook: a zip that is called so, or that shows a workbook's parts."""
        if file.head.startswith(b"PK\x03\x04"):
            # An archive may hold a workbook: what comes first in it tells whether it is one.
            own = file.head[30:].startswith(_FIRST_PARTS) and b"xl/workbook" in file.head
            return "it is an Excel workbook" if own or file.suffix in _EXTENSIONS else ""
        # To say what it is: in this shell there are only old workbooks and those with a password.
        return "by its name" if file.head.startswith(OLE) and file.suffix in (*_EXTENSIONS, ".xls") else ""

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Yield one enquiry for each row below the header of the first sheet that holds any, and of others like it.

        Raises:
            MissingColumn: there is no column for the customer's text, or none of a mapped name.
            NoSuchFile: the file cannot be opened.
            UnknownFormat: it is no workbook, or a damaged or encrypted one.
        """
        yield from read_tables(open_workbook, file, options)


def open_workbook(file: ExportFile) -> Iterator[Table]:
    """Yield the table of each sheet that holds one.

    Raises:
        NoSuchFile: the file cannot be opened.
        UnknownFormat: it is no workbook, or a damaged or encrypted one.
    """
    if file.head.startswith(OLE):
        raise UnknownFormat(describe_locked(file))
    with open_seekable(file) as stream:
        try:
            check_parts(file, stream, "xl/workbook.xml")
            book = _load(stream)
        except UnknownFormat:
            raise
        # openpyxl lets through whatever the zip, the XML or a cell makes fail: there is no list of it.
        except Exception as error:
            raise UnknownFormat(describe_broken(file, type(error).__name__)) from error
        try:
            seen = 0
            hidden = [sheet for sheet in book.worksheets if sheet.sheet_state != "visible"]
            shown = [sheet for sheet in book.worksheets if sheet not in hidden]
            notes = [describe_hidden([sheet.title for sheet in hidden])] if hidden and shown else []
            # Where all are hidden, nobody can have meant to leave them out.
            for sheet in shown or hidden:
                name = shorten(sheet.title) if seen else ""
                table = make_table(file.name, name, _take_rows(file, sheet), notes)
                if table is not None:
                    seen += 1
                    yield table
        finally:
            book.close()


def cell_text(value: object) -> str:
    """Write a cell as a person would have typed it: 20417.0 as "20417", dates in ISO form, errors as nothing."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    text = str(value)
    return "" if text in _ERROR_CELLS else text


def _load(stream: Any) -> Any:
    import openpyxl

    # Its warnings are about styles and validation, which nobody reads here.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)


def _take_rows(file: ExportFile, sheet: Any) -> Iterator[tuple[int, list[str]] | BadRow]:
    """Yield the rows of a sheet as text, with their numbers; at last why it breaks off, if it does."""
    # What a sheet says of its own size is often wrong, and a trap with it makes every row as wide as a sheet can be.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True)
    number = 0
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                batch = list(islice(rows, _BATCH))
        except Exception as error:
            reason = f"the sheet breaks off after row {number} ({type(error).__name__}): the rest is not read"
            yield BadRow(source=f"{file.name}:{number}", reason=reason)
            return
        if not batch:
            return
        for row in batch:
            number += 1
            if row:
                yield number, [cell_text(value) for value in row[:WIDEST]]
