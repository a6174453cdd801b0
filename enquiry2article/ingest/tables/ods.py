"""Reads the spreadsheets of LibreOffice and its relatives, one row at a time.

Source of the format: OpenDocument 1.3, part 3, chapters 9 and 19 (https://docs.oasis-open.org/office/OpenDocument/v1.3/).
A sheet says of a cell or row how often it is repeated, so that a few bytes can stand for a sheet full of text: what is
empty is skipped, and what is filled is repeated no more often than people do.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO, Any

from enquiry2article.domain.enquiry import BadRow, Enquiry
from enquiry2article.domain.errors import UnknownFormat, shorten
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.domain.protocols import Reader
from enquiry2article.ingest.tables.packed import check_parts, describe_broken, open_seekable
from enquiry2article.ingest.tables.row_plan import WIDEST
from enquiry2article.ingest.tables.table import Table, describe_hidden, make_table, read_tables

_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_SHEET, _ROW = f"{_TABLE}table", f"{_TABLE}table-row"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ASIDE = (f"{_OFFICE}annotation", f"{_TABLE}tracked-changes", f"{_TABLE}table")
"""What stands in a cell or a sheet and is none of its text: comments among colleagues, what was deleted, drawings."""
_MOST_REPEATS = 1_000
"""How often a filled row is repeated. LibreOffice writes equal rows that follow one another as one."""
_MOST_TEXT = 4 << 20
"""Characters of one row."""
_LONGEST_ROW = 64 << 20
"""Bytes of XML of one row, which has to be in memory as a whole."""


class OdsReader(Reader):
    """Reads OpenDocument spreadsheets."""

    title = "a LibreOffice spreadsheet (.ods)"
    generic = True
    is_table = True

    def recognise(self, file: ExportFile) -> str:
        """Return whether this is such a spreadsheet: it says so itself at its very beginning."""
        if not file.head.startswith(b"PK\x03\x04"):
            return ""
        own = file.head[30:38] == b"mimetype" and _MIMETYPE in file.head[:200]
        return "it is an OpenDocument spreadsheet" if own or file.suffix == ".ods" else ""

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Yield one enquiry for each row below the header of the first sheet that holds any, and of others like it.

        Raises:
            MissingColumn: there is no column for the customer's text, or none of a mapped name.
            NoSuchFile: the file cannot be opened.
            UnknownFormat: it is no spreadsheet, or a damaged or encrypted one.
        """
        yield from read_tables(open_ods, file, options)


def open_ods(file: ExportFile) -> Iterator[Table]:
    """Yield the table of each sheet that holds one.

    Raises:
        NoSuchFile: the file cannot be opened.
        UnknownFormat: it is no spreadsheet, or a damaged or encrypted one.
    """
    with open_seekable(file) as stream:
        try:
            check_parts(file, stream, "content.xml")
            archive = zipfile.ZipFile(stream)
            if _is_locked(archive):
                raise UnknownFormat(
                    f"{file.name}: has a password. Open it in a spreadsheet program and save it as .xlsx or CSV, "
                    "without a password."
                )
            content = archive.open("content.xml")
        except UnknownFormat:
            raise
        except Exception as error:  # whatever a damaged zip makes fail
            raise UnknownFormat(describe_broken(file, type(error).__name__)) from error
        with archive, content:
            seen = 0
            hidden: list[str] = []
            for name, rows in _split_sheets(file, content, hidden):
                notes = [describe_hidden(hidden)] if hidden else []
                table = make_table(file.name, shorten(name) if seen else "", rows, notes)
                if table is not None:
                    seen += 1
                    yield table


def _is_locked(archive: zipfile.ZipFile) -> bool:
    names = archive.namelist()
    if "encrypted-package" in names:
        return True
    if "META-INF/manifest.xml" not in names:
        return False
    with archive.open("META-INF/manifest.xml") as manifest:
        return b"encryption-data" in manifest.read(1 << 20)


def _split_sheets(
    file: ExportFile, content: IO[bytes], hidden: list[str]
) -> Iterator[tuple[str, Iterator[tuple[int, list[str]] | BadRow]]]:
    """Yield each sheet's name and its rows, which have to be gone through before the next sheet.

    The names of hidden sheets, which are left out, are added to `hidden`.
    """
    pending: list[tuple[str, tuple[int, list[str]] | BadRow]] = []
    events = _take_rows(file, content, hidden)

    def rows_of(sheet: str) -> Iterator[tuple[int, list[str]] | BadRow]:
        while True:
            item = pending.pop() if pending else next(events, None)
            if item is None:
                return
            if item[0] != sheet:
                pending.append(item)
                return
            yield item[1]

    while True:
        first = pending.pop() if pending else next(events, None)
        if first is None:
            return
        pending.append(first)
        rows = rows_of(first[0])
        # The key of a sheet is its number and its name, so that equal names stay apart.
        yield first[0].partition(" ")[2], rows
        for _ in rows:
            pass


def _take_rows(
    file: ExportFile, content: IO[bytes], hidden: list[str]
) -> Iterator[tuple[str, tuple[int, list[str]] | BadRow]]:
    """Yield the rows of all sheets as text, each with its sheet and its number; at last why they break off."""
    from lxml import etree

    sheet = ""
    sheets = number = inside = aside = begin = 0
    unseen: set[str] = set()
    skipped = False
    events = etree.iterparse(
        content, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for event, element in events:
            if event == "start":
                if element.tag == _SHEET and not inside and not aside:
                    sheets += 1
                    sheet, number = f"{sheets} {element.get(f'{_TABLE}name', '')}", 0
                    skipped = element.get(f"{_TABLE}style-name") in unseen
                    if skipped:
                        hidden.append(element.get(f"{_TABLE}name", ""))
                elif element.tag == f"{_TABLE}tracked-changes":
                    aside += 1
                elif element.tag == _ROW:
                    begin = begin if inside else content.tell()
                    inside += 1
                if inside and content.tell() - begin > _LONGEST_ROW:
                    raise ValueError("the row is too long")
                continue
            if element.tag == f"{_TABLE}tracked-changes":
                aside -= 1
            if element.tag == f"{_STYLE}table-properties" and element.get(f"{_TABLE}display") == "false":
                unseen.add(element.getparent().get(f"{_STYLE}name", ""))
            if element.tag == _ROW:
                inside -= 1
                if not inside and not aside and not skipped:
                    for row in _repeat_row(file, element, number):
                        yield sheet, row
                    number += _count(element, "number-rows-repeated")
            if not inside or aside:
                # What has been read is let go; else the tree grows with the file.
                _let_go(element)
    except Exception as error:  # of the XML, and whatever a damaged zip makes fail
        reason = f"the sheet breaks off after row {number} ({type(error).__name__}): the rest is not read"
        yield sheet, BadRow(source=f"{file.name}:{number}", reason=reason)


def _let_go(element: Any) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _repeat_row(file: ExportFile, element: Any, number: int) -> Iterator[tuple[int, list[str]] | BadRow]:
    cells = _read_cells(element)
    if not any(cells):
        return
    times = _count(element, "number-rows-repeated")
    for again in range(min(times, _MOST_REPEATS)):
        yield number + 1 + again, cells
    if times > _MOST_REPEATS:
        where = number + 1 + _MOST_REPEATS
        reason = f"rows {where} to {number + times} repeat row {number + 1}, more often than people do: not read"
        yield BadRow(source=f"{file.name}:{where}", reason=reason)


def _read_cells(row: Any) -> list[str]:
    """Return the texts of a row's cells up to the last filled one."""
    cells: list[str] = []
    gap = size = 0
    for element in row:
        if element.tag not in _CELLS:
            continue
        times = min(_count(element, "number-columns-repeated"), WIDEST)
        text = _read_cell(element) if element.tag == _CELLS[0] else ""
        if not text:
            gap += times
            continue
        size += len(text) * times
        if len(cells) + gap + times > WIDEST or size > _MOST_TEXT:
            break
        cells += [""] * gap + [text] * times
        gap = 0
    return cells


def _read_cell(cell: Any) -> str:
    """Return a cell's value as a person would have typed it."""
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind == "float":
        value = cell.get(f"{_OFFICE}value", "")
        return value.removesuffix(".0") if isinstance(value, str) else ""
    if kind == "date":
        return str(cell.get(f"{_OFFICE}date-value", ""))
    paragraphs = [_read_text(part) for part in cell if part.tag == f"{_TEXT}p"]
    text = "\n".join(paragraphs)
    return "" if text.startswith(("#", "Err:")) and cell.get(f"{_TABLE}formula") else text


def _read_text(element: Any) -> str:
    """Return the text of a paragraph, in which runs of spaces, tabs and line ends are elements."""
    parts = [element.text or ""]
    for part in element:
        if part.tag == f"{_TEXT}s":
            parts.append(" " * min(_count(part, "c", _TEXT), 1_000))
        elif part.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif part.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif part.tag not in _ASIDE and isinstance(part.tag, str):
            parts.append(_read_text(part))
        parts.append(part.tail or "")
    return "".join(parts)


def _count(element: Any, name: str, space: str = _TABLE) -> int:
    """Return how often something is repeated: 1 where it does not say, or says nonsense."""
    value = element.get(f"{space}{name}", "1")
    return min(int(value), 1 << 21) if value.isascii() and value.isdigit() and len(value) < 10 else 1
