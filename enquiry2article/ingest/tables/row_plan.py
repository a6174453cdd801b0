"""Plans how the rows of a table are read: which column is which field, who wrote, what is hidden, how dates stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from enquiry2article.cleaning.field_names import find_words, normalise_name
from enquiry2article.domain.enquiry import BadRow
from enquiry2article.domain.errors import InputError, UnknownFormat, shorten
from enquiry2article.domain.export import LIKELY_ANSWER, ColumnChoice, ReadOptions
from enquiry2article.ingest.conversations.reply_chains import ReplyChains, find_reply_columns, read_chains
from enquiry2article.ingest.conversations.transcripts import Talk
from enquiry2article.ingest.fields.cells import undo_guard
from enquiry2article.ingest.fields.columns import Columns
from enquiry2article.ingest.fields.sides import holds_roles, names_author
from enquiry2article.ingest.fields.visibility import Flag, Visibility, judge, learn_flag
from enquiry2article.ingest.tables.column_choice import (
    PLAIN,
    Layout,
    Table,
    ask_in_doubt,
    choose_by_side,
    leave_repeated,
    show_cell,
)
from enquiry2article.ingest.tables.message_tables import Messages, find_messages, list_runs, list_threads
from enquiry2article.ingest.tables.talk_columns import find_talks
from enquiry2article.text.dates import DateReader, find_zone

_PERSONAL = frozenset("name email phone personal first_name last_name customer".split())
_SHOWN = frozenset("question answer subject conversation".split())
SAMPLE = 200
"""How many rows decide what the columns mean."""
WIDEST = 2_500
"""Columns. Exports have some hundreds at most, and each takes a third of a millisecond to be understood."""
_LONGEST_MARK = 8
"""Characters of a mark such as "internal" or "yes"."""
_OWN_WORDS = ("question", "answer", "message", "subject", "conversation")
"""Fields that hold texts, which are no marks whatever their columns are called."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A row that cannot be used, before it is known where its id stands."""

    source: str
    reason: str
    cells: Sequence[str] = ()
    """The cells that are surely in their columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlan:
    """What the columns of one table mean."""

    header: tuple[str, ...]
    columns: Mapping[str, str]
    """Our field → the column's name, as `choose_columns` gives it."""
    places: Mapping[str, int]
    """Our field → the column's place in a row."""
    dates: DateReader
    options: ReadOptions
    """What the user said about the reading."""
    messages: bool = False
    """Whether each row is one message."""
    threaded: bool = False
    """Whether a row's id is that of a conversation with other rows."""
    flags: tuple[tuple[int, Flag], ...] = ()
    """The places of columns that say who may see a row, and what they are like."""
    roles: str = ""
    """The column of kinds if it holds roles, of which one that nobody knows is a doubt, or ""."""
    writers: tuple[int, ...] = ()
    """The places of columns that name the author of a row: names, addresses, ids."""
    chains: ReplyChains | None = None
    """Which row answers which, where the table says it."""
    written: Messages | None = None
    """What tells who wrote a row where no column says it in words."""
    unread: Counter[str] = field(default_factory=Counter)
    """The shapes of dates that could not be read, and "" for each that could."""
    rounded: Counter[str] = field(default_factory=Counter)
    """Under "rounded" how many dates a spreadsheet has rounded."""
    picked: tuple[tuple[str, int], ...] = ()
    """The columns that the user chooses by, as `normalise_name` has them, with their places."""
    talks: Mapping[str, Talk] = field(default_factory=dict)
    """What is known of the columns of fields whose cells are whole conversations."""


def refuse_wide(file_name: str, columns: int) -> None:
    """Refuse a table of more columns than anybody looks through: each takes time to be understood.

    Raises:
        UnknownFormat: there are more than `WIDEST` columns.
    """
    if columns > WIDEST:
        raise UnknownFormat(
            f"{file_name} has {columns:,} columns, more than the {WIDEST:,} allowed. Leave out those that nobody needs."
        )


def plan_rows(
    file_name: str,
    header: Sequence[str],
    sample: Sequence[Sequence[str]],
    options: ReadOptions,
    layout: Layout = PLAIN,
    reread: Callable[[], Iterable[Line]] | None = None,
) -> RowPlan:
    """Decide from the first rows what the columns of a table mean. `header` comes from `headers`.

    `reread` goes through all the rows anew: it is asked where the first ones do not tell days from months.

    Raises:
        MissingColumn: there is no column for the customer's text, or none of a mapped name.
        UnknownFormat: there are more than `WIDEST` columns.
    """
    refuse_wide(file_name, len(header))
    options.notices.columns.update(dict.fromkeys(name for name in header if name.strip()))
    clean = [[undo_guard(cell) for cell in row] for row in sample]
    table = Table(file_name, header, clean, options, layout, find_talks(header, clean))
    mapping = {**options.columns, "id": options.thread_column} if options.thread_column else options.columns
    choice = ask_in_doubt(table, leave_repeated(table, choose_by_side(table, mapping)))
    _refuse_twice(choice.mapping, file_name)
    chosen, columns, written = choice.columns, choice.columns.found, choice.written
    place_of = {name: place for place, name in reversed(list(enumerate(header)))}
    places = {field: place_of[name] for field, name in columns.items()}
    _refuse_unsided(table, places)
    texts = {place for key, place in places.items() if key.partition(".")[0] in _OWN_WORDS}
    writers = tuple(place for place, name in enumerate(header) if names_author(name) and place not in texts)
    whole = layout.messages or bool({"answer", "conversation"} & columns.keys())
    chains = None if whole else _chain_rows(header, writers, clean, reread)
    messages = layout.messages or "kind" in places or bool(options.thread_column) or chains is not None
    if written is None and not messages and not whole and not chosen.joined and layout is PLAIN:
        written = find_messages(header, clean, texts, writers, options.names_agent)
    if messages and chains is None and not layout.messages and "id" not in choice.mapping:
        places = _place_thread(table, places, texts, writers)
    messages = messages or written is not None
    flags = _find_flags(header, clean, texts, messages)
    shown = [row for row in clean if not any(_hides(flag, row, place) for place, flag in flags)]
    _report_choices(replace(chosen, repeated="") if messages else chosen, header, shown, options)
    if written is not None:
        _report_writers(header[written.author], options)
    return RowPlan(
        header=tuple(header),
        columns=columns,
        places=places,
        dates=_learn_dates(columns, places, clean, reread),
        options=options,
        messages=messages,
        threaded=messages or layout.threaded or bool(chosen.joined),
        flags=flags,
        roles=_find_roles(columns.get("kind", ""), places.get("kind", 0), clean),
        writers=writers,
        chains=chains,
        written=written,
        picked=tuple((name, place) for place, name in enumerate(map(normalise_name, header)) if name in options.only),
        talks={field: table.talks[name] for field, name in columns.items() if name in table.talks},
    )


def _refuse_unsided(table: Table, fields: Collection[str]) -> None:
    """Refuse a table of messages by threads of which nothing says who wrote them.

    Raises:
        InputError: it is one.
    """
    options = table.options
    if options.thread_column and "kind" not in fields and not options.agents and not table.layout.messages:
        raise InputError(
            f"{table.file_name}: no column says who wrote a message. Name the people of the company with --agent, such "
            'as --agent "Mia Berg" --agent @shop.example.'
        )


def _place_thread(
    table: Table, places: Mapping[str, int], texts: Collection[int], writers: Collection[int]
) -> dict[str, int]:
    """Let the id be that of the conversation rather than that of each message, where a column has it."""
    if _repeats(table.rows, places.get("id")):
        return dict(places)
    # Numbers of tickets look like the names of accounts.
    used = {place for key, place in places.items() if key != "name"} | set(writers)
    threads = [*list_threads(table.header, table.rows, texts), *list_runs(table.header, table.rows, texts)]
    thread = next((place for place in threads if place not in used), None)
    if thread is None:
        return dict(places)
    return {key: place for key, place in places.items() if place != thread} | {"id": thread}


def _report_writers(column: str, options: ReadOptions) -> None:
    options.tell(
        f'The rows were read as messages: "{shorten(column)}" tells who wrote them, and who writes in many '
        "conversations answers for the company. If that is wrong, name your people with --agent."
    )


def _repeats(rows: Sequence[Sequence[str]], place: int | None) -> bool:
    """Return whether a column has a value that comes again; without a column, no."""
    values = [row[place].strip() for row in rows if place is not None and place < len(row) and row[place].strip()]
    return len(set(values)) < len(values)


def _refuse_twice(mapping: Mapping[str, str], file_name: str) -> None:
    """Refuse a --map that makes one column the question and its own answer.

    Raises:
        InputError: it does.
    """
    fields: dict[str, list[str]] = {}
    for field_, column in mapping.items():
        if field_ in ("question", "answer", "conversation", "message") and column.strip():
            fields.setdefault(normalise_name(column), []).append(field_)
    for twice in fields.values():
        if len(twice) > 1:
            raise InputError(
                f"{file_name}: --map gives one column for {' and for '.join(twice)}. What was asked and what was "
                "answered stand in two columns: name each."
            )


def _report_choices(
    chosen: Columns, header: Sequence[str], rows: Sequence[Sequence[str]], options: ReadOptions
) -> None:
    """Describe which columns were taken for what, with an example of each that holds words."""
    place_of = {name: place for place, name in reversed(list(enumerate(header)))}
    people = [place_of[column] for key, column in chosen.found.items() if key.partition(".")[0] in _PERSONAL]
    for choice in chosen.choices:
        shown = choice.field.partition(".")[0] in _SHOWN
        example = show_cell(rows, place_of[choice.column], people) if shown else ""
        options.tell(replace(choice, example=example))
    if chosen.likely_answer:
        options.tell(ColumnChoice(field=LIKELY_ANSWER, column=chosen.likely_answer, sure=0.0))
    if chosen.joined:
        options.tell(f'Rows with the same "{shorten(chosen.joined)}" were read as one enquiry.')
    if chosen.repeated:
        name = shorten(chosen.repeated)
        options.tell(
            f'The column "{name}" repeats while the questions differ, so it was taken for no id and each row for an '
            f'enquiry. If rows with the same value are one conversation, add --group-by-thread "{name}".'
        )


def _chain_rows(
    header: Sequence[str],
    writers: Sequence[int],
    sample: Sequence[Sequence[str]],
    reread: Callable[[], Iterable[Line]] | None,
) -> ReplyChains | None:
    """Find out from all rows which answers which, where the table has a column that says it."""
    found = find_reply_columns(header)
    if found is None:
        return None
    rows = (line[1] for line in reread() if isinstance(line, tuple)) if reread else iter(sample)
    return read_chains(found, writers[0] if writers else None, rows)


def _find_flags(
    header: Sequence[str], sample: Sequence[Sequence[str]], texts: Collection[int], messages: bool
) -> tuple[tuple[int, Flag], ...]:
    """Find the columns that say who may see a row; `texts` are the places of people's own words."""
    found = (
        (place, learn_flag(name, (row[place] for row in sample if place < len(row)), messages=messages))
        for place, name in enumerate(header)
        if place not in texts and (messages or not _holds_notes(name, sample, place))
    )
    return tuple((place, flag) for place, flag in found if flag is not None)


def _find_roles(column: str, place: int, sample: Sequence[Sequence[str]]) -> str:
    """Return the column of kinds if it holds roles, or ""."""
    return column if column and holds_roles(column, (row[place] for row in sample if place < len(row))) else ""


def _hides(flag: Flag, cells: Sequence[str], place: int) -> bool:
    """Return whether a row may be internal by one of its cells; such a row is shown to nobody as an example."""
    return place < len(cells) and judge(flag, undo_guard(cells[place]).strip()) in (
        Visibility.INTERNAL,
        Visibility.UNCLEAR,
    )


def _holds_notes(name: str, sample: Sequence[Sequence[str]], place: int) -> bool:
    """Return whether a column of whole enquiries holds what colleagues wrote, and does not say who may see the row."""
    last = name.split()[-1] if name.split() else ""
    written = not find_words(last).isdisjoint({"answer", "comment"})
    return written and any(len(row[place].strip()) > _LONGEST_MARK for row in sample if place < len(row))


def _learn_dates(
    columns: Mapping[str, str],
    places: Mapping[str, int],
    sample: Sequence[Sequence[str]],
    reread: Callable[[], Iterable[Line]] | None,
) -> DateReader:
    """Learn from the whole column, as far as needed, what its dates mean, and from its name in which zone they are."""
    place = places.get("date")
    if place is None:
        return DateReader()
    values = [row[place] for row in sample if place < len(row)]

    def rest() -> Iterator[str]:
        for line in reread() if reread and len(sample) >= SAMPLE else ():
            if isinstance(line, tuple) and place < len(line[1]):
                yield line[1][place]

    return DateReader.learn(values, rest(), zone=find_zone(columns["date"]))


Line: TypeAlias = "tuple[str, Sequence[str]] | Misfit | BadRow"
"""A row with its source, or why there is none."""
