"""Reads CSV and its relatives as spreadsheets and helpdesks really write them, one row at a time.

The standard library's `csv` takes rows apart, but not files into rows: on one cell that is too large it loses its
place, and on a quote that is never closed it takes the rest of the file for one cell. So the file is cut into rows here
first. What the columns mean and how a row becomes an enquiry is left to `rows`.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, dropwhile, islice

from enquiry2article.domain.enquiry import BadRow, Enquiry
from enquiry2article.domain.errors import UnknownFormat, shorten
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.domain.protocols import Reader
from enquiry2article.ingest.conversations.transcripts import looks_like_chat
from enquiry2article.ingest.tables.headers import TITLE_ROWS, find_header, is_header, name_columns
from enquiry2article.ingest.tables.row_plan import SAMPLE, WIDEST, Line, Misfit, refuse_wide
from enquiry2article.ingest.tables.table import Table, read_tables
from enquiry2article.ingest.text_file import find_encoding, open_text, read_pieces
from enquiry2article.text.encoding import decode_head, looks_binary, mend_surrogates

LONGEST_CELL = 1 << 20
"""Characters. Nobody writes a mebibyte to a helpdesk by hand."""

_LONGEST_ROW = 4 << 20
"""Characters that are kept of a row. The rest is only counted."""
_DELIMITERS = (",", ";", "\t", "|")
_ONE_COLUMN = "\x1f"
"""The delimiter of a file with one column: a sign that does not occur in text."""
_SNIFF_ROWS = 60
_SNIFF_LENGTH = 1 << 18
"""Rows and characters from which the delimiter is guessed."""
_RESTARTS = 8
"""How often to start again after a quote that is never closed. Each costs one more pass over the file."""
_SEPARATOR_ROW = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
"""Excel's own first line, which names the delimiter."""
_OTHER_TEXT = re.compile(
    r"\s*(?:\{\s*(?:\"|\}|$)|\[\s*(?:\{|\]|\[|$)|<(?:\?xml|!doctype|html|rss|[a-z-]+>))|From \S+ ", re.IGNORECASE
)
"""How JSON, HTML, XML and mailboxes begin."""
_OTHER_EXTENSIONS = frozenset({".eml", ".md", ".html", ".htm", ".xml", ".py", ".log", ".toml", ".yaml", ".yml", ".ini"})
_EXTENSIONS = frozenset({".csv", ".tsv", ".tab", ".txt"})
_QUOTED = re.compile(r'[^"]*+(?:""[^"]*+)*+')
"""What stands inside quotes, up to the quote that closes them."""


class DelimitedReader(Reader):
    """Reads tables whose cells are divided by commas, semicolons, tabs or bars."""

    title = "a table in text (.csv, .tsv)"
    generic = True
    is_table = True

    def recognise(self, file: ExportFile) -> str:
        """Return whether this is a table in text: by its beginning, and by its name where that leaves it open."""
        if file.is_folder or looks_binary(file.head):
            return ""
        text = decode_head(file.head)
        if not text.strip() or _OTHER_TEXT.match(text):
            return ""
        if file.suffix in _EXTENSIONS:
            return "by its name"
        first = next((line for line in text.splitlines() if line.strip()), "")
        divided = any(delimiter in first for delimiter in _DELIMITERS)
        return "its lines are divided as those of a table" if divided and file.suffix not in _OTHER_EXTENSIONS else ""

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Yield one enquiry for each row: the question as the customer's turn, the answer, if any, as the agent's.

        Raises:
            MissingColumn: there is no column for the customer's text, or none of a mapped name.
            NoSuchFile: the file cannot be opened.
        """
        yield from read_tables(open_delimited, file, options)


def open_delimited(file: ExportFile) -> Iterator[Table]:
    """Yield the one table of a file, or none where it holds nothing.

    Raises:
        NoSuchFile: the file cannot be opened.
        UnknownFormat: it is the protocol of a chat, or has more columns than any spreadsheet.
    """
    delimiter, skip = find_delimiter(file)
    records = _find_start(cut_file(file, delimiter, skip))
    top = list(islice(records, TITLE_ROWS))
    parsed = [_parse_or_none(record, delimiter) or [] for record in top]
    filled = [(at, cells) for at, cells in enumerate(parsed) if any(cell.strip() for cell in cells)]
    if looks_like_chat(record.text for record in top):
        raise UnknownFormat(
            f"{file.name} is the protocol of a chat and no table. Put each chat into one cell of a table, with a row "
            "of names above: id, conversation."
        )
    if filled:
        refuse_wide(file.name, len(filled[0][1]))
    if not filled or filled[0][0] != 0:
        if top and top[0].problem:
            problem = Misfit(f"{file.name}:{top[0].line}", f"the header cannot be read: {top[0].problem}")
            yield Table(file_name=file.name, header=(), sample=(), rows=iter((problem,)))
        return
    at = filled[find_title_end([cells for _, cells in filled])][0]
    names = parse_record(top[at].text, delimiter)
    below = list(islice(chain(top[at + 1 :], records), SAMPLE))
    rows = [cells for record in below if (cells := _parse_or_none(record, delimiter))]
    header = name_columns(_drop_empty_end(names, rows))
    yield Table(
        file_name=file.name,
        header=tuple(header),
        sample=tuple(cells[: len(header)] for cells in rows if len(cells) == len(names)),
        rows=_take_rows(file.name, header, chain(below, records), delimiter),
        notes=_describe_encoding(file),
    )


def _describe_encoding(file: ExportFile) -> tuple[str, ...]:
    """Record that the encoding is a guess, where it is one."""
    encoding, sure = find_encoding(file)
    if sure:
        return ()
    return (
        f"The file does not say in which encoding it is; it was read as {encoding.removeprefix('enquiry2article.')}. "
        "If letters look wrong, save it again as CSV UTF-8 (in Excel: Save As > CSV UTF-8).",
    )


def peek_delimited(file: ExportFile) -> tuple[Sequence[str], list[list[str]]]:
    """Return the header and some rows from the beginning of a file that is known already, without opening it."""
    text = decode_head(file.head)
    named = _SEPARATOR_ROW.fullmatch(text.partition("\n")[0].strip(" \r"))
    delimiter = named[1] if named else guess_delimiter(text)
    pieces = text.splitlines(keepends=True)[1 if named else 0 :]
    records = islice(cut_records(pieces, delimiter), _SNIFF_ROWS)
    rows = [cells for record in records if record.text.strip() and (cells := _parse_or_none(record, delimiter))]
    if not rows:
        return (), []
    place = find_title_end(rows)
    if len(rows[place]) > WIDEST:
        return (), []
    return name_columns(rows[place]), rows[place + 1 :]


def find_title_end(rows: Sequence[Sequence[str]]) -> int:
    """Return which of the first rows is the header: the first, unless it is a title and surely a header stands
    below.
    """
    if sum(bool(cell.strip()) for cell in rows[0]) >= 2:
        return find_header(rows) or 0
    below = range(1, min(len(rows), TITLE_ROWS))
    return next((place for place in below if is_header(rows[place])), 0)


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file before it is taken apart."""

    line: int
    """The line on which the row begins, from 1."""
    text: str
    """The row, without its line end; its beginning only, where it is longer than a row may be."""
    problem: str = ""
    cell_size: int = 0
    """For a row that is too long: about how many characters its last, unfinished cell has."""
    open_line: int = 0
    """The line on which a quote opens that is never closed, or 0."""


def cut_records(pieces: Iterable[str], delimiter: str, line: int = 1) -> Iterator[Record]:
    """Cut a file into its rows: a line end inside quotes is part of a cell.

    `pieces` are lines with their ends, or parts of a very long line; `line` is the number of the first. No more than a
    bounded part of a row is kept, and a quote that is never closed gives a last record with `open_line`.
    """
    opening = re.compile(re.escape(delimiter) + ' *"')
    start = line  # where the row begins
    parts: list[str] = []
    kept = size = 0  # characters of the row in `parts`, and of the whole row
    close_at = 0  # in a row that is too long: where the cell ends at which `parts` broke off
    open_line = 0  # where the last quote was opened
    in_quotes = pending = False
    for piece in pieces:
        place = 0
        if pending:
            # The last piece ended with a quote: the first sign of this one tells whether it was doubled.
            pending = False
            in_quotes = piece[0] == '"'
            place = int(in_quotes)
            close_at = close_at or (0 if in_quotes or kept < _LONGEST_ROW else size)
        elif not size and piece.lstrip(" ")[:1] == '"':
            in_quotes, open_line = True, line
            place = piece.index('"') + 1
        while '"' in piece:
            if in_quotes:
                at = _QUOTED.match(piece, place).end()  # type: ignore[union-attr]  # it matches anything
                if at == len(piece):
                    break
                if at + 1 == len(piece):
                    pending = True
                    break
                in_quotes, place = False, at + 1
                if not close_at and kept >= _LONGEST_ROW:
                    close_at = size + at
            else:
                found = opening.search(piece, place)
                if not found:
                    break
                in_quotes, place, open_line = True, found.end(), line
        size += len(piece)
        if kept < _LONGEST_ROW:
            parts.append(piece)
            kept += len(piece)
        ended = piece[-1] in "\r\n"
        line += ended
        if ended and not in_quotes:
            yield _make_record(start, parts, size, close_at)
            start, parts, kept, size, close_at = line, [], 0, 0, 0
    if size and in_quotes and not pending:
        yield Record(start, "", f"a quote opened on line {open_line} is never closed", 0, open_line)
    elif size:
        yield _make_record(start, parts, size, close_at)


def parse_record(text: str, delimiter: str) -> list[str]:
    """Take one row apart into its cells.

    Raises:
        csv.Error: it is not well formed.
    """
    if len(text) <= csv.field_size_limit():
        return next(csv.reader((text,), delimiter=delimiter, skipinitialspace=True), [])
    # The limit belongs to the whole process, and other libraries rely on it: put it back at once.
    before = csv.field_size_limit(len(text) + 1)
    try:
        return next(csv.reader((text,), delimiter=delimiter, skipinitialspace=True), [])
    finally:
        csv.field_size_limit(before)


def guess_delimiter(text: str) -> str:
    """Find the delimiter that gives the most rows as many cells as the header, from the beginning of a file.

    >>> guess_delimiter('Nr;Frage\\n1;"Wann, bitte; und wo?"\\n2;Ja, und?\\n')
    ';'
    """
    best, best_score = _ONE_COLUMN, 0.0
    for delimiter in _DELIMITERS:
        rows = [
            cells
            for record in islice(cut_records(text.splitlines(keepends=True), delimiter), _SNIFF_ROWS)
            if record.text.strip() and (cells := _parse_or_none(record, delimiter)) is not None
        ]
        lengths = [len(cells) for cells in rows[find_title_end(rows) if rows else 0 :]]
        if not lengths or lengths[0] < 2:
            continue
        alike = sum(length == lengths[0] for length in lengths) / len(lengths)
        most = Counter(lengths).most_common(1)[0][0]
        score = alike * min(lengths[0], 12) * (1.0 if most == lengths[0] else 0.5)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _make_record(line: int, parts: Sequence[str], size: int, close_at: int) -> Record:
    text = mend_surrogates("".join(parts))
    if size <= _LONGEST_ROW:
        return Record(line, text.rstrip("\r\n"))
    return Record(line, text, "too long", max((close_at or size) - len(text), 0))


def find_delimiter(file: ExportFile) -> tuple[str, int]:
    """Return the delimiter and how many lines to skip before the header."""
    with open_text(file) as stream:
        text = stream.read(_SNIFF_LENGTH).replace("\0", "")
    named = _SEPARATOR_ROW.fullmatch(text.partition("\n")[0].strip(" \r\ufeff"))
    if named:
        return named[1], 1
    return guess_delimiter(text), 0


def cut_file(file: ExportFile, delimiter: str, skip: int) -> Iterator[Record]:
    """Cut a file into rows, starting again below a quote that is never closed: the rows below it may be sound.

    Lines right below it that are no row belong to the text that the quote opened; its record tells of them.
    """
    fewest = 0
    for _ in range(_RESTARTS):
        again = 0
        with open_text(file) as stream:
            for record in cut_records(_drop_lines(read_pieces(stream), skip), delimiter, skip + 1):
                if record.open_line:
                    again = _find_text_end(file, delimiter, record.open_line, fewest)
                    if again > record.open_line:
                        told = f"{record.problem}, and lines {record.open_line + 1} to {again} are no rows"
                        record = replace(record, problem=told)
                elif not fewest:
                    fewest = len(_parse_or_none(record, delimiter) or ()) - 1
                yield record
        if not again:
            return
        skip = again


def _drop_lines(pieces: Iterator[str], count: int) -> Iterator[str]:
    """Return what stands below so many lines."""
    while count > 0 and (piece := next(pieces, "")):
        count -= piece[-1] in "\r\n"
    return pieces


def _find_text_end(file: ExportFile, delimiter: str, line: int, fewest: int) -> int:
    """Find the last of the lines below `line` that have fewer than `fewest` delimiters and no quote: they are no rows.

    Gives `line` where the next one may be a row.
    """
    with open_text(file) as stream:
        for piece in _drop_lines(read_pieces(stream), line):
            if piece.count(delimiter) >= fewest or '"' in piece:
                break
            line += piece[-1] in "\r\n"
    return line


def _find_start(records: Iterator[Record]) -> Iterator[Record]:
    """Leave out what is empty at the beginning."""
    return dropwhile(lambda record: not record.text.strip() and not record.problem, records)


def _take_rows(file_name: str, header: Sequence[str], records: Iterable[Record], delimiter: str) -> Iterator[Line]:
    """Take the rows apart, each with its source, and set aside those that do not fit the header."""
    width = len(header)
    for record in records:
        source = f"{file_name}:{record.line}"
        if record.problem == "too long":
            yield _describe_long(header, record, delimiter, source)
            continue
        if record.problem:
            yield Misfit(source, record.problem)
            continue
        try:
            cells = parse_record(record.text, delimiter)
        except csv.Error as error:
            yield Misfit(source, f"line {record.line} is not well formed: {error}")
            continue
        if len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            cells = cells[:width]  # a delimiter at the end of the line adds nothing
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != width:
            count = "1 field" if len(cells) == 1 else f"{len(cells)} fields"
            yield Misfit(source, f"row has {count}, the header has {width}", cells)
        elif len(record.text) > LONGEST_CELL and (place := _find_long(cells)) is not None:
            yield Misfit(source, _say_long(record.line, header, place, len(cells[place])), cells)
        else:
            yield source, cells


def _describe_long(header: Sequence[str], record: Record, delimiter: str, source: str) -> Misfit:
    """Return for a row that is too long which of its cells makes it so."""
    cells = _parse_or_none(Record(record.line, record.text), delimiter) or [record.text]
    place = _find_long(cells)
    if place is None:
        place = len(cells) - 1
    size = len(cells[place]) + (record.cell_size if place == len(cells) - 1 else 0)
    return Misfit(source, _say_long(record.line, header, place, size), cells[:place])


def _find_long(cells: Sequence[str]) -> int | None:
    """Return the place of the first cell that is too long."""
    return next((place for place, cell in enumerate(cells) if len(cell) > LONGEST_CELL), None)


def _say_long(line: int, header: Sequence[str], place: int, size: int) -> str:
    name = shorten(header[place]) if place < len(header) else f"column {place + 1}"
    return f'line {line}, column "{name}": the cell has {size / (1 << 20):.1f} MiB of text, more than the 1 MiB allowed'


def _parse_or_none(record: Record, delimiter: str) -> list[str] | None:
    if record.problem:
        return None
    try:
        return parse_record(record.text, delimiter)
    except csv.Error:
        return None


def _drop_empty_end(names: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Leave out empty names at the end of the header with nothing below them: delimiters too many, not columns."""
    places = (place for row in rows if len(row) == len(names) for place, cell in enumerate(row, 1) if cell)
    filled = max(places, default=0)
    width = len(names)
    while width > max(filled, 1) and not names[width - 1].strip():
        width -= 1
    return list(names[:width])
