"""Reads spreadsheets as people keep them: the first sheet that has a header and rows below it."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Any

from enquiry2article.errors import MissingColumn, UnknownFormat
from enquiry2article.export_records import ExportFile, ReadOptions
from enquiry2article.protocols import Reader
from enquiry2article.readers.headers import name_columns, require_header
from enquiry2article.readers.rows import SAMPLE, RowPlan, plan_rows, read_rows
from enquiry2article.records import BadRow, Enquiry

_EXTENSIONS = frozenset({".xlsx", ".xlsm", ".xltx"})
_LARGEST = 2 << 30
"""Bytes after unpacking. A few kilobytes of zip can hold far more than any machine's memory."""
_BATCH = 200
_ERROR_CELLS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})


class XlsxReader(Reader):
    """Reads Excel workbooks of the kind that is a zip of XML."""

    title = "a spreadsheet (.xlsx)"
    generic = True

    def recognise(self, file: ExportFile) -> str:
        """Say whether this is a workbook: a zip that is called so, or that shows a workbook's parts."""
        packed = file.head.startswith(b"PK\x03\x04")
        found = packed and (file.suffix in _EXTENSIONS or b"xl/workbook" in file.head)
        return "it is an Excel workbook" if found else ""

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Give one enquiry for each row below the header of the first sheet that holds any.

        Raises:
            MissingColumn: there is no column for the customer's text, or none of a mapped name.
            NoSuchFile: the file cannot be opened.
            UnknownFormat: it is no workbook, or a damaged or encrypted one.
        """
        with file.open() as stream:
            place = ""
            try:
                _check_size(file, stream)
                for item in _read_workbook(file, stream, options):
                    place = item.source.rpartition(":")[2]
                    yield item
            except (MissingColumn, UnknownFormat):
                raise
            # openpyxl lets through whatever the zip, the XML or a cell makes fail: there is no list of it.
            except Exception as error:
                what = type(error).__name__
                if not place:
                    raise UnknownFormat(
                        f"{file.name}: not a workbook that can be read ({what}). Open it in a spreadsheet program and "
                        "save it again as .xlsx or .csv."
                    ) from error
                reason = f"the sheet breaks off after row {place} ({what}): the rest is not read"
                yield BadRow(source=f"{file.name}:{place}", reason=reason)


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


def _check_size(file: ExportFile, stream: Any) -> None:
    with zipfile.ZipFile(stream) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > _LARGEST:
        raise UnknownFormat(f"{file.name}: unpacks to {size >> 30} GiB, more than a workbook of enquiries can need.")
    stream.seek(0)


def _read_workbook(file: ExportFile, stream: Any, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
    import openpyxl

    # Its warnings are about styles and validation, which nobody reads here.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    try:
        problem: MissingColumn | None = None
        for sheet in book.worksheets:
            try:
                rows = _read_sheet(file, sheet, options)
                first = next(rows, None)
            except MissingColumn as error:
                problem = problem or error
                continue
            if first is not None:
                yield first
                yield from rows
                return
        if problem is not None:
            raise problem
    finally:
        book.close()


def _read_sheet(file: ExportFile, sheet: Any, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
    rows = _take_rows(sheet)
    header: list[str] = []
    for _, cells in rows:
        filled = sum(bool(cell.strip()) for cell in cells)
        # A title above the table fills one cell; a table of one column has that one only.
        if filled >= 2 or (filled == 1 and len(cells) == 1):
            header = name_columns(cells)
            break
    while header and header[-1].startswith("column ") and not cells[len(header) - 1].strip():
        header.pop()
    sample = list(islice(rows, SAMPLE))
    if not header or not sample:
        return
    below = [cells for _, cells in sample]
    require_header(header, below, options.columns, file.name)
    plan = plan_rows(file.name, header, below, options)
    yield from read_rows(plan, _fit_rows(file, plan, chain(sample, rows)))


def _fit_rows(
    file: ExportFile, plan: RowPlan, rows: Iterable[tuple[int, list[str]]]
) -> Iterator[tuple[str, Sequence[str]] | BadRow]:
    for number, cells in rows:
        source = f"{file.name}:{number}"
        width = len(plan.header)
        # Cells to the right of the header are notes beside the table.
        yield source, (cells[:width] if len(cells) >= width else cells + [""] * (width - len(cells)))


def _take_rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of a sheet as text, with their numbers."""
    rows = sheet.iter_rows(values_only=True)
    number = 0
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            batch = list(islice(rows, _BATCH))
        if not batch:
            return
        for row in batch:
            number += 1
            yield number, [cell_text(value) for value in row]
