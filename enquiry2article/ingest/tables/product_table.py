"""What the readers of one program's tables have in common: the columns by which it is known, and what they mean.

A program is known by names of columns that no other uses together, whatever their case and order. What its columns mean
is said for the fields where their names alone would mislead; the rest `ingest/fields/columns` finds as in any table,
and --map wins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import ClassVar

from enquiry2article.cleaning.field_names import normalise_name
from enquiry2article.domain.enquiry import BadRow, Enquiry
from enquiry2article.domain.errors import InputError, MissingColumn, shorten
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.domain.protocols import Reader
from enquiry2article.ingest.fields.column_names import Preset, split_names
from enquiry2article.ingest.tables.column_choice import Layout
from enquiry2article.ingest.tables.row_plan import plan_rows
from enquiry2article.ingest.tables.rows import Amend, read_rows
from enquiry2article.ingest.tables.table import Table, read_unnamed
from enquiry2article.ingest.tables.table_files import glimpse_tables, open_tables

Cell = Callable[[str], str]
"""Gives the cell of a row by the name of its column, "" where there is none."""


class ProductTable(Reader):
    """Reads the table that one program exports. A class for a program names its columns and says the rest if needed."""

    is_table = True
    product: ClassVar[str] = ""
    """What the program is called."""
    fingerprints: ClassVar[Sequence[str]] = ()
    """Names of columns, divided by commas; a table that has all of one entry is the program's."""
    columns: ClassVar[Mapping[str, str]] = {}
    """Our field → the program's names for its column, divided by commas; "" where it has none."""
    ignored: ClassVar[str] = ""
    """Names of columns that are nobody's words."""
    layout: ClassVar[Layout] = Layout()
    """Whether a row is a message. Its preset is made of `columns` and `ignored`."""
    form: ClassVar[bool] = False
    """Whether it is a form, whose columns of people's own words are one text."""

    def recognise(self, file: ExportFile) -> str:
        """Return by which columns the table is known to be this program's, or ""."""
        for glimpse in glimpse_tables(file):
            names = self.find_marks(glimpse.header, glimpse.rows)
            if names:
                shown = " and ".join(f'"{shorten(name)}"' for name in names[:3])
                return f"it has the {'column' if len(names) == 1 else 'columns'} {shown}"
        return ""

    def find_marks(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        """Return the columns by which a table is known to be this program's, as it writes them; [] for another's."""
        by_name = {normalise_name(name): name for name in reversed(header)}
        for fingerprint in self.fingerprints:
            wanted = [normalise_name(name) for name in split_names(fingerprint)]
            if all(name in by_name for name in wanted):
                return [by_name[name] for name in wanted]
        return []

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Yield the enquiries of every sheet that is the program's, or of the first one where none is.

        Raises:
            InputError: no customer's text is in it, or the file as a whole cannot be read.
        """
        for part in file.parts if file.is_folder else (file,):
            yield from self.read_file(part, options)

    def read_file(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Read one file of the program.

        Raises:
            InputError: no customer's text is in it, or the file as a whole cannot be read.
        """
        known = any(self.find_marks(glimpse.header, glimpse.rows) for glimpse in glimpse_tables(file))
        with closing(open_tables(file)) as tables:  # type: ignore[type-var]  # it is a generator
            for table in tables:
                if known and not self.find_marks(table.header, table.sample):
                    continue
                yield from self.read_table(table, options)
                if not known:
                    return

    def read_table(self, table: Table, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Read one table of the program.

        Raises:
            InputError: no customer's text is in it.
        """
        if not table.header:
            yield from read_unnamed(table)
            return
        try:
            layout = self.lay_out(table.header)
            plan = plan_rows(table.file_name, table.header, table.sample, options, layout, table.reread)
        except MissingColumn as error:
            if self.form or any(name.strip() for name in options.columns.values()):
                raise
            raise InputError(
                f"{table.file_name}: this table of {self.product} holds no text that a customer wrote. {self.advice}"
            ) from error
        for note in table.notes:
            options.tell(note)
        yield from read_rows(plan, table.rows, self.make_amend(table, options))

    def lay_out(self, header: Sequence[str]) -> Layout:
        """Return what the columns of a table mean."""
        columns = {field: tuple(split_names(names)) for field, names in self.columns.items()}
        preset = Preset(columns=columns, ignored=split_names(self.ignored), joins_texts=self.form)
        return Layout(preset=preset, messages=self.layout.messages, threaded=self.layout.threaded)

    def amend(self, cell: Cell) -> Mapping[str, str]:
        """Return the fields of a row that its columns alone do not tell, with their values."""
        return {}

    def make_amend(self, table: Table, options: ReadOptions) -> Amend | None:
        """Return what says of each row what its columns alone do not, without what the user has mapped; or None."""
        if type(self).amend is ProductTable.amend:
            return None
        mapped = {field for field, name in options.columns.items() if name.strip()}

        def amend_row(cell: Cell) -> Mapping[str, str]:
            return {field: value for field, value in self.amend(cell).items() if field not in mapped}

        return amend_row


def is_yes(value: str) -> bool:
    """Return whether a cell says yes.

    >>> is_yes("Yes"), is_yes("0")
    (True, False)
    """
    return normalise_name(value) in _YES


_YES = frozenset({"yes", "true", "1", "y", "t", "ja", "oui", "si", "x", "wahr"})
