"""A table as every kind of file gives it: a header, its first rows, and all of its rows one at a time.

Which bytes make a row is left to the readers of the kinds of files, what a row means to `rows`. Here is what they
share: where in a sheet the table begins, and which of several tables of one file are read.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, islice

from enquiry2article.cleaning.field_names import normalise_name
from enquiry2article.domain.enquiry import BadRow, Enquiry
from enquiry2article.domain.errors import MissingColumn, shorten
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.ingest.tables.headers import TITLE_ROWS, find_header, name_columns, require_header
from enquiry2article.ingest.tables.row_plan import SAMPLE, Line, Misfit, RowPlan, plan_rows
from enquiry2article.ingest.tables.rows import read_rows

_SHOWN_SHEETS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a file. Its rows can be gone through once, and before those of the next table of the file."""

    file_name: str
    header: tuple[str, ...]
    """The names of the columns, each different; () where they cannot be read, which `rows` then says."""
    sample: tuple[Sequence[str], ...]
    """The first rows, as wide as the header."""
    rows: Iterator[Line]
    """All rows, those of the sample too."""
    reread: Callable[[], Iterator[Line]] | None = None
    """Opens the rows anew."""
    notes: tuple[str, ...] = ()
    """What a person should know of how the table was read."""


Opener = Callable[[ExportFile], Iterator[Table]]


def open_again(opener: Opener, file: ExportFile) -> Iterator[Table]:
    """Yield the tables of a file, each able to open itself anew."""
    for number, table in enumerate(opener(file)):
        yield replace(table, reread=functools.partial(_reopen, opener, file, number))


def _reopen(opener: Opener, file: ExportFile, number: int) -> Iterator[Line]:
    tables = opener(file)
    try:
        for table in islice(tables, number, number + 1):
            yield from table.rows
    finally:
        if hasattr(tables, "close"):
            tables.close()


def make_table(
    file_name: str, sheet: str, rows: Iterator[tuple[int, list[str]] | BadRow], notes: Sequence[str] = ()
) -> Table | None:
    """Make a table of a sheet's rows, each with its number; None for a sheet without a header and rows below it.

    `sheet` is the sheet's name where the file has an earlier one, so that sources tell them apart, else "".
    """
    first: list[tuple[int, list[str]]] = []
    broken: list[BadRow] = []
    for row in rows:
        if isinstance(row, BadRow):
            broken.append(row)
            break
        if any(cell.strip() for cell in row[1]):
            first.append(row)
        if len(first) >= TITLE_ROWS:
            break
    place = find_header([cells for _, cells in first])
    if place is None:
        return None
    names = first[place][1]
    width = len(names)
    while width and not names[width - 1].strip():
        width -= 1
    header = tuple(name_columns(names[:width]))
    where = f"{file_name}/{sheet}" if sheet else file_name

    def fit(row: tuple[int, list[str]] | BadRow) -> Line:
        if isinstance(row, BadRow):
            return row
        # Cells to the right of the header are notes beside the table.
        cells = row[1][:width]
        return f"{where}:{row[0]}", cells + [""] * (width - len(cells))

    body = map(fit, chain(first[place + 1 :], broken, () if broken else rows))
    sample = list(islice(body, SAMPLE))
    below = tuple(row[1] for row in sample if isinstance(row, tuple))
    if not below:
        return None
    return Table(file_name=file_name, header=header, sample=below, rows=chain(sample, body), notes=tuple(notes))


def describe_hidden(names: Sequence[str]) -> str:
    """Return which sheets were left out because they are hidden."""
    shown = ", ".join(f'"{shorten(name)}"' for name in names[:_SHOWN_SHEETS])
    more = f" and {len(names) - _SHOWN_SHEETS} more" if len(names) > _SHOWN_SHEETS else ""
    sheets = "A hidden sheet was" if len(names) == 1 else f"{len(names)} hidden sheets were"
    return f"{sheets} left out ({shown}{more}): show it in the spreadsheet program if it is to be read."


def plan_table(table: Table, options: ReadOptions) -> RowPlan:
    """Decide what the columns of a table mean of which nobody knows the program.

    Raises:
        MissingColumn: its first row is data, or there is no column for the customer's text, or none of a mapped name.
    """
    require_header(table.header, table.sample, options.columns, table.file_name)
    return plan_rows(table.file_name, table.header, table.sample, options, reread=table.reread)


def read_tables(opener: Opener, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
    """Read the first table of a file that holds enquiries, and those after it that have the same columns.

    Raises:
        MissingColumn: no table has a column for the customer's text, or one of a mapped name.
    """
    wanted: set[str] = set()
    problem: MissingColumn | None = None
    with closing(open_again(opener, file)) as tables:  # type: ignore[type-var]  # it is a generator
        for table in tables:
            if not table.header:
                yield from read_unnamed(table)
                return
            if wanted and not wanted <= _normal_names(table.header):
                continue
            try:
                plan = plan_table(table, options)
            except MissingColumn as error:
                problem = problem or error
                continue
            for note in table.notes:
                options.tell(note)
            fields = ("question", "conversation", "answer", "message", "kind", "id")
            wanted = wanted or _normal_names(plan.columns[field] for field in fields if field in plan.columns)
            yield from read_rows(plan, table.rows)
    if problem is not None and not wanted:
        raise problem


def read_unnamed(table: Table) -> Iterator[BadRow]:
    """Return why a table's header cannot be read."""
    for row in table.rows:
        if isinstance(row, Misfit):
            yield BadRow(source=row.source, reason=row.reason)


def _normal_names(names: Iterable[str]) -> set[str]:
    return {normalise_name(name) for name in names}
