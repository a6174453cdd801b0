"""Chooses the columns of a table: by their cells and headings, by who wrote each row, and as the user says in doubt."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from enquiry2article.domain.errors import MissingColumn
from enquiry2article.domain.export import ReadOptions
from enquiry2article.ingest.conversations.transcripts import Talk
from enquiry2article.ingest.fields.column_names import Preset
from enquiry2article.ingest.fields.columns import NO_PRESET, Columns, choose_columns
from enquiry2article.ingest.fields.sides import find_side_column, names_author
from enquiry2article.ingest.tables.message_tables import Messages, find_messages, find_repeated

_MOST_RIVALS = 6
"""Columns among which a person is asked to choose."""
_MOST_SHOWN = 20
_LONGEST_SHOWN = 2_000
_USUAL_LENGTH = 60
"""Characters of the example that is shown of a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a program lays its table out."""

    preset: Preset = NO_PRESET
    messages: bool = False
    """Whether each row is one message, whatever its columns say."""
    threaded: bool = False
    """Whether rows with the same id are parts of one conversation."""


PLAIN = Layout()
"""The layout of a table of which nobody knows the program."""


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of a table, and what is known of it before its columns are."""

    file_name: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    options: ReadOptions
    layout: Layout
    talks: Mapping[str, Talk]
    """The columns whose cells are whole conversations."""

    def choose(self, mapping: Mapping[str, str], ignored: Collection[str] = ()) -> Columns:
        """Choose the columns of the fields, but for what `mapping` says and without those that are `ignored`.

        Raises:
            MissingColumn: no column holds the customer's text.
        """
        preset = replace(self.layout.preset, ignored=(*self.layout.preset.ignored, *ignored))
        return choose_columns(self.header, self.rows, mapping, self.file_name, preset, frozenset(self.talks))

    def find_messages(self, authors: Sequence[int] = ()) -> Messages | None:
        """Find out who wrote each row where no column says it; `authors` are places of columns that may name them."""
        return find_messages(self.header, self.rows, (), authors, self.options.names_agent)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the columns of a table were taken for."""

    columns: Columns
    mapping: Mapping[str, str]
    """Field → column, as the user said or a column of sides shows."""
    written: Messages | None = None
    """What tells who wrote a row, where that is how the rows are read."""


def choose_by_side(table: Table, mapping: Mapping[str, str]) -> Choice:
    """Choose the columns, and find out who wrote a row where each is one message.

    Raises:
        MissingColumn: no column holds the customer's text.
    """
    sided = {"kind", "answer", "conversation"}
    problem = None
    try:
        chosen = table.choose(mapping)
        known = table.layout.messages or bool(sided & (mapping.keys() | chosen.found.keys()))
    except MissingColumn as error:
        known, problem = table.layout.messages or bool(sided & mapping.keys()), error
    if not known and (side := find_side_column(table.header, table.rows)):
        mapping = {**mapping, "kind": side}
        return Choice(table.choose(mapping), mapping)
    if problem is None:
        return Choice(chosen, mapping)
    # What customers and agents say by turns looks like neither's words.
    written = None if known else table.find_messages()
    if written is None:
        raise problem
    return Choice(_drop_kind(table.choose({**mapping, "kind": table.header[written.author]})), mapping, written)


def leave_repeated(table: Table, choice: Choice) -> Choice:
    """Choose anew without columns that are the same on every row of a conversation: they are none of its messages."""
    header, mapping, found = table.header, choice.mapping, choice.columns.found
    repeated = find_repeated(header, table.rows) if table.layout is PLAIN and "question" not in mapping else {}
    if found.get("question") not in repeated or choice.written is not None:
        return choice
    if "kind" in found:
        return Choice(table.choose(mapping, repeated), mapping)
    if "conversation" in found:
        return choice
    names = [place for place, name in enumerate(header) if names_author(name) and name not in repeated]
    written = table.find_messages(names)
    if written is None:
        return choice
    return Choice(_drop_kind(table.choose({**mapping, "kind": header[written.author]}, repeated)), mapping, written)


def ask_in_doubt(table: Table, choice: Choice) -> Choice:
    """Choose anew as the user says, where a choice is in doubt and somebody can be asked."""
    asked = _ask_user(choice.columns, table.header, table.rows, table.file_name, table.options)
    if not asked:
        return choice
    mapping = {**choice.mapping, **asked}
    return Choice(table.choose(mapping), mapping, choice.written)


def _drop_kind(chosen: Columns) -> Columns:
    """Return a choice without the column of kinds, which only said that the rows are messages."""
    return replace(chosen, found={key: name for key, name in chosen.found.items() if key != "kind"})


def _ask_user(
    chosen: Columns, header: Sequence[str], rows: Sequence[Sequence[str]], file_name: str, options: ReadOptions
) -> dict[str, str]:
    """Ask the user about the first choice that is in doubt, where somebody can be asked: field → column."""
    doubtful = [choice for choice in chosen.choices if choice.in_doubt and choice.field in ("question", "answer")]
    if options.ask is None or not doubtful:
        return {}
    choice = doubtful[0]
    places = [place for place, name in enumerate(header) if name == choice.column or name in choice.rivals]
    places.sort(key=lambda place: header[place] != choice.column)
    column = options.ask(
        file_name, choice, [(header[place], show_cell(rows, place)) for place in places[:_MOST_RIVALS]]
    )
    return {choice.field: column}


def show_cell(rows: Sequence[Sequence[str]], place: int, people: Sequence[int] = ()) -> str:
    """Return a cell of a column for a person to know it by, without the names that stand in its row."""
    filled = [row for row in rows if place < len(row) and row[place].strip()][:_MOST_SHOWN]
    if not filled:
        return ""
    row = min(filled, key=lambda row: abs(len(row[place]) - _USUAL_LENGTH))
    text = row[place].strip()[:_LONGEST_SHOWN]
    for person in people:
        for word in re.findall(r"\w{2,}", row[person]) if person < len(row) else ():
            text = re.sub(rf"\b{re.escape(word)}\b", "…", text, flags=re.IGNORECASE)
    return text
