"""Turns the rows of a table into enquiries: the one place that knows this for CSV, spreadsheets and flat JSON.

The readers bring a header and rows of text; what each column means for an enquiry is decided here once per file, from
its first rows, and each row is then read on its own. Which name stands for which field is left to
`ingest/fields/columns`, what is the header to `headers`, who speaks to `authors`, who may see it to
`ingest/fields/visibility`.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

from enquiry2article.cleaning.field_names import find_words
from enquiry2article.domain.enquiry import Author, BadRow, Enquiry, Turn
from enquiry2article.domain.errors import InputError, MissingColumn, UnknownFormat, shorten
from enquiry2article.domain.export import LIKELY_ANSWER, ColumnChoice, ReadOptions
from enquiry2article.ingest.conversations.authors import tell_row_author
from enquiry2article.ingest.conversations.people import ADDRESS, identify_by_name, name_people
from enquiry2article.ingest.conversations.reply_chains import ReplyChains, find_reply_columns, read_chains
from enquiry2article.ingest.conversations.transcripts import Talk
from enquiry2article.ingest.fields.cells import clean_id, split_tags, undo_guard
from enquiry2article.ingest.fields.columns import (
    NO_PRESET,
    Columns,
    Preset,
    choose_columns,
    normalise_name,
)
from enquiry2article.ingest.fields.durations import read_minutes
from enquiry2article.ingest.fields.sides import find_side_column, holds_roles, names_author, tell_role
from enquiry2article.ingest.fields.visibility import Flag, Visibility, judge, judge_role, learn_flag
from enquiry2article.ingest.tables.message_tables import Messages, find_messages, find_repeated, list_runs, list_threads
from enquiry2article.ingest.tables.talk_columns import find_talks, open_talks
from enquiry2article.text.dates import DateReader, find_zone, is_rounded, shape_of

_PERSONAL = frozenset("name email phone personal first_name last_name customer".split())
_SHOWN = frozenset("question answer subject conversation".split())
_MOST_RIVALS = 6
"""Columns among which a person is asked to choose."""
_MOST_SHOWN = 20
_LONGEST_SHOWN = 2_000
_USUAL_LENGTH = 60
"""Characters of the example that is shown of a column."""
SAMPLE = 200
"""How many rows decide what the columns mean."""
WIDEST = 2_500
"""Columns. Exports have some hundreds at most, and each takes a third of a millisecond to be understood."""
_LONGEST_MARK = 8
"""Characters of a mark such as "internal" or "yes"."""
_IN_BRACKETS = re.compile(r"\(([^()\s@]+@[^()\s@]+)\)")
"""An address behind a name, as some write it: "Kim Holt (kim@holt.test)"."""
_MENTIONS = re.compile(r"\A(?:@\w{1,40}[:,]?\s+)+")
"""Whom a tweet answers, at its beginning."""
_OWN_WORDS = ("question", "answer", "message", "subject", "conversation")
"""Fields that hold texts, which are no marks whatever their columns are called."""

NOTHING: Mapping[str, str] = {}

Amend: TypeAlias = Callable[[Callable[[str], str]], Mapping[str, str]]
"""Says what a row of a program's table means beyond its columns: from a function that gives the cell of a column by
its name, our fields with their values. "kind" is an author's word, "private" is "true" for an internal note."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A row that cannot be used, before it is known where its id stands."""

    source: str
    reason: str
    cells: Sequence[str] = ()
    """The cells that are surely in their columns."""


Line: TypeAlias = "tuple[str, Sequence[str]] | Misfit | BadRow"
"""A row with its source, or why there is none."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlan:
    """What the columns of one table mean."""

    header: tuple[str, ...]
    columns: Mapping[str, str]
    """Our field → the column's name, as `find_columns` gives it."""
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
    mapping = {**options.columns, "id": options.thread_column} if options.thread_column else options.columns
    talks = find_talks(header, clean)

    def choose(mapped: Mapping[str, str], ignored: Collection[str] = ()) -> Columns:
        preset = replace(layout.preset, ignored=(*layout.preset.ignored, *ignored))
        return choose_columns(header, clean, mapped, file_name, preset, frozenset(talks))

    sided = {"kind", "answer", "conversation"}
    problem = written = None
    try:
        chosen = choose(mapping)
        known = layout.messages or bool(sided & (mapping.keys() | chosen.found.keys()))
    except MissingColumn as error:
        known, problem = layout.messages or bool(sided & mapping.keys()), error
    if not known and (side := find_side_column(header, clean)):
        mapping = {**mapping, "kind": side}
        chosen = choose(mapping)
    elif problem is not None:
        # What customers and agents say by turns looks like neither's words.
        written = None if known else find_messages(header, clean, (), (), options.names_agent)
        if written is None:
            raise problem
        chosen = _drop_kind(choose({**mapping, "kind": header[written.author]}))
    # What stands on every row of a conversation is none of its messages.
    repeated = find_repeated(header, clean) if layout is PLAIN and "question" not in mapping else {}
    if chosen.found.get("question") in repeated and written is None:
        if "kind" in chosen.found:
            chosen = choose(mapping, repeated)
        elif "conversation" not in chosen.found:
            names = [place for place, name in enumerate(header) if names_author(name) and name not in repeated]
            written = find_messages(header, clean, (), names, options.names_agent)
            if written is not None:
                chosen = _drop_kind(choose({**mapping, "kind": header[written.author]}, repeated))
    asked = _ask_user(chosen, header, clean, file_name, options)
    if asked:
        mapping = {**mapping, **asked}
        chosen = choose(mapping)
    columns = chosen.found
    _refuse_twice(mapping, file_name)
    place_of = {name: place for place, name in reversed(list(enumerate(header)))}
    places = {field: place_of[name] for field, name in columns.items()}
    if options.thread_column and "kind" not in places and not options.agents and not layout.messages:
        raise InputError(
            f"{file_name}: no column says who wrote a message. Name the people of the company with --agent, such as "
            '--agent "Mia Berg" --agent @shop.example.'
        )
    texts = {place for key, place in places.items() if key.partition(".")[0] in _OWN_WORDS}
    writers = tuple(place for place, name in enumerate(header) if names_author(name) and place not in texts)
    whole = layout.messages or bool({"answer", "conversation"} & columns.keys())
    chains = None if whole else _chain_rows(header, writers, clean, reread)
    messages = layout.messages or "kind" in places or bool(options.thread_column) or chains is not None
    if written is None and not messages and not whole and not chosen.joined and layout is PLAIN:
        written = find_messages(header, clean, texts, writers, options.names_agent)
    if (
        messages
        and chains is None
        and not layout.messages
        and not ("id" in mapping or _repeats(clean, places.get("id")))
    ):
        # Numbers of tickets look like the names of accounts.
        used = {place for key, place in places.items() if key != "name"} | set(writers)
        threads = [*list_threads(header, clean, texts), *list_runs(header, clean, texts)]
        threads = [place for place in threads if place not in used]
        if threads:  # rather than the id of each message
            places = {key: place for key, place in places.items() if place != threads[0]} | {"id": threads[0]}
    messages = messages or written is not None
    flags = _find_flags(header, clean, texts, messages)
    shown = [row for row in clean if not any(_hides(flag, row, place) for place, flag in flags)]
    _tell_choices(replace(chosen, repeated="") if messages else chosen, header, shown, options)
    if written is not None:
        options.tell(
            f'The rows were read as messages: "{shorten(header[written.author])}" tells who wrote them, and who writes '
            "in many conversations answers for the company. If that is wrong, name your people with --agent."
        )
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
        talks={field: talks[name] for field, name in columns.items() if name in talks},
    )


def _drop_kind(chosen: Columns) -> Columns:
    """Give a choice without the column of kinds, which only said that the rows are messages."""
    return replace(chosen, found={key: name for key, name in chosen.found.items() if key != "kind"})


def _repeats(rows: Sequence[Sequence[str]], place: int | None) -> bool:
    """Say whether a column has a value that comes again; without a column, no."""
    values = [row[place].strip() for row in rows if place is not None and place < len(row) and row[place].strip()]
    return len(set(values)) < len(values)


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
    column = options.ask(file_name, choice, [(header[place], _show(rows, place)) for place in places[:_MOST_RIVALS]])
    return {choice.field: column}


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


def _tell_choices(chosen: Columns, header: Sequence[str], rows: Sequence[Sequence[str]], options: ReadOptions) -> None:
    """Tell which columns were taken for what, with an example of each that holds words."""
    place_of = {name: place for place, name in reversed(list(enumerate(header)))}
    people = [place_of[column] for key, column in chosen.found.items() if key.partition(".")[0] in _PERSONAL]
    for choice in chosen.choices:
        shown = choice.field.partition(".")[0] in _SHOWN
        example = _show(rows, place_of[choice.column], people) if shown else ""
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


def _show(rows: Sequence[Sequence[str]], place: int, people: Sequence[int] = ()) -> str:
    """Give a cell of a column for a person to know it by, without the names that stand in its row."""
    filled = [row for row in rows if place < len(row) and row[place].strip()][:_MOST_SHOWN]
    if not filled:
        return ""
    row = min(filled, key=lambda row: abs(len(row[place]) - _USUAL_LENGTH))
    text = row[place].strip()[:_LONGEST_SHOWN]
    for person in people:
        for word in re.findall(r"\w{2,}", row[person]) if person < len(row) else ():
            text = re.sub(rf"\b{re.escape(word)}\b", "…", text, flags=re.IGNORECASE)
    return text


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
    """Give the column of kinds if it holds roles, or ""."""
    return column if column and holds_roles(column, (row[place] for row in sample if place < len(row))) else ""


def _hides(flag: Flag, cells: Sequence[str], place: int) -> bool:
    """Say whether a row may be internal by one of its cells; such a row is shown to nobody as an example."""
    return place < len(cells) and judge(flag, undo_guard(cells[place]).strip()) in (
        Visibility.INTERNAL,
        Visibility.UNCLEAR,
    )


def _holds_notes(name: str, sample: Sequence[Sequence[str]], place: int) -> bool:
    """Say whether a column of whole enquiries holds what colleagues wrote, and does not say who may see the row."""
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


def read_rows(plan: RowPlan, rows: Iterable[Line], amend: Amend | None = None) -> Iterator[Enquiry | BadRow]:
    """Turn rows, each with its source, into enquiries. Empty rows give nothing.

    In a table with one message a row, rows of the same id are parts of one conversation, wherever they stand.
    """
    by_name = {normalise_name(name): place for place, name in reversed(list(enumerate(plan.header)))}
    for row in rows:
        if isinstance(row, BadRow):
            yield row
        elif isinstance(row, Misfit):
            yield BadRow(source=row.source, reason=row.reason, id=find_row_id(plan, row.cells))
        else:
            source, cells = row
            given = amend(_cell_finder(by_name, cells)) if amend else NOTHING
            item = read_row(plan, cells, source, given)
            if item is not None:
                yield item
    _tell_unread(plan)


def _tell_unread(plan: RowPlan) -> None:
    """Tell how many dates could not be read, with the commonest shape of them and no text."""
    lost = {shape: count for shape, count in plan.unread.items() if shape}
    if lost:
        shape = min(lost, key=lambda shape: (-lost[shape], shape))
        plan.options.tell(
            f"{sum(lost.values())} of {sum(plan.unread.values())} dates in the column "
            f'"{shorten(plan.columns["date"])}" '
            f"could not be read, such as {shape} (9 stands for a digit, a for a letter). Those enquiries count as "
            "undated: write the column as 2026-03-31 10:20."
        )
        plan.unread.clear()
    if rounded := plan.rounded["rounded"]:
        plan.options.tell(
            f'{rounded} dates in the column "{shorten(plan.columns["date"])}" were rounded by a spreadsheet program, '
            "such as 9.99E+99: they may be weeks off. Export the column as text."
        )


def _cell_finder(by_name: Mapping[str, int], cells: Sequence[str]) -> Callable[[str], str]:
    def cell_of(name: str) -> str:
        place = by_name.get(normalise_name(name), len(cells))
        return undo_guard(cells[place]).strip() if place < len(cells) else ""

    return cell_of


def read_row(plan: RowPlan, cells: Sequence[str], source: str, given: Mapping[str, str] = NOTHING) -> Enquiry | None:
    """Turn one row into an enquiry, or None for a row without any text and for an internal note.

    `given` are values of our fields that win over what stands in the columns.
    """
    if not any(cell.strip() for cell in cells):
        return None

    if plan.written is not None and "kind" not in given:
        given = {**given, "kind": "agent" if plan.written.is_staff(cells) else "customer"}

    def cell(field: str) -> str:
        if field in given:
            return given[field]
        place = plan.places.get(field)
        if place is None or place >= len(cells):
            return ""
        return undo_guard(cells[place]).replace("\r\n", "\n").strip()

    def keys(field: str) -> list[str]:
        return list(dict.fromkeys([*([field] if field in given else ()), *_keys_of(plan, field)]))

    def many(field: str) -> list[str]:
        return [text for key in keys(field) if (text := cell(key))]

    if given.get("private") == "true":
        return None
    at = plan.dates.parse(cell("date"))
    if dated := cell("date"):
        plan.unread["" if at else shape_of(dated)] += 1
        plan.rounded["rounded"] += is_rounded(dated)
    people = [_IN_BRACKETS.sub(r"<\1>", text) for text in many("name")]
    names, addresses = name_people(people, cell("first_name"), cell("last_name"))
    addresses += [address for text in many("email") for address in ADDRESS.findall(text) or [text]]
    signed = [text for place in plan.writers if place < len(cells) and (text := undo_guard(cells[place]).strip())]
    author = _tell_author(plan, cell("kind"), [*([*names, *addresses] or [cell("agent")]), *signed], given)
    asks = author is Author.CUSTOMER or not plan.messages
    role = cell("kind") if asks and plan.roles else ""
    if _is_internal(plan, cells, asked=asks, role="" if role and tell_role(plan.roles, role) else role):
        return None
    asked = "\n\n".join(many("question"))
    who = (addresses[0] if addresses else "") or cell("customer") or identify_by_name(names)
    if author is None:
        answered = plan.dates.parse(cell("answered"))
        both = (asked, cell("answer"), at, names[0] if names else "", cell("agent"), answered)
        talks = {key: cell(key) for key in keys("conversation")}
        staff = [*plan.options.agents, cell("agent")]
        turns = open_talks(make_turns(*both), talks, plan.talks, staff, [*names, *addresses, who], at)
    else:
        said = cell("message") or asked
        if plan.chains is not None:
            said = _MENTIONS.sub("", said)
            who = who or (signed[0] if signed else "")
        name = names[0] if names else cell("agent") if author is Author.AGENT else ""
        turns = (Turn(author=author, text=said, at=at, name=name),) if said else ()
        if author is not Author.CUSTOMER:
            # The names and addresses in this row may be the agent's.
            names, addresses, who = [], [], cell("customer") if "email" not in plan.places else ""
    if plan.chains is not None:
        id_ = plan.chains.find_root(cells)
    else:
        id_ = clean_id(cells[plan.written.thread].strip() if plan.written is not None else cell("id"))
    return Enquiry(
        id=id_,
        thread=id_ if plan.threaded else "",
        source=source,
        subject=cell("subject"),
        turns=turns,
        received=at,
        customer=who.casefold(),
        customer_names=tuple(names),
        personal=tuple(dict.fromkeys([*addresses, *many("phone"), *many("personal")])),
        channel=cell("channel"),
        status=cell("status"),
        tags=tuple(dict.fromkeys(tag for text in many("tags") for tag in split_tags(text))),
        rating=cell("rating"),
        group=cell("group"),
        minutes=read_minutes(cell("handling"), plan.columns.get("handling", "")),
        cells=tuple(
            (name, undo_guard(cells[place]).strip() if place < len(cells) else "") for name, place in plan.picked
        ),
    )


def _is_internal(plan: RowPlan, cells: Sequence[str], *, asked: bool, role: str) -> bool:
    """Say whether customers must not see a row, and count it if that is a doubt.

    `asked` says that it is a customer's own, which needs no mark that it is public; `role` is what the column of roles
    calls its author where that is no side, or "".
    """
    told = [
        (flag.name, judge(flag, value))
        for place, flag in plan.flags
        if place < len(cells) and ((value := undo_guard(cells[place]).strip()) or not asked)
    ]
    if role:
        told.append((plan.roles, judge_role(role)))
    if any(verdict is Visibility.INTERNAL for _, verdict in told):
        return True
    doubtful = next((name for name, verdict in told if verdict is Visibility.UNCLEAR), "")
    if doubtful:
        plan.options.notices.doubtful[doubtful] += 1
    return bool(doubtful)


@functools.lru_cache(maxsize=64)
def _fields_with_columns(fields: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Give for each field the keys that its columns have: "email" → ("email", "email.2")."""
    found: dict[str, tuple[str, ...]] = {}
    for key in fields:
        field = key.partition(".")[0]
        found[field] = (*found.get(field, ()), key)
    return found


def _keys_of(plan: RowPlan, field: str) -> tuple[str, ...]:
    return _fields_with_columns(tuple(plan.places)).get(field, ())


def _tell_author(plan: RowPlan, kind: str, people: Sequence[str], given: Mapping[str, str]) -> Author | None:
    """Say who wrote a row with one message; None for a row with a question and its answer."""
    if not plan.messages:
        return None
    named = [text for found in name_people([kind]) for text in found] if plan.options.agents and kind else []
    if any(plan.options.names_agent(person) for person in (kind, *named, *people)):
        return Author.AGENT
    if given.get("kind"):
        return Author(given["kind"])
    if "kind" in plan.places:
        return tell_row_author(plan.columns["kind"], kind)
    staff = plan.chains.staff if plan.chains is not None and not plan.options.agents else ()
    return Author.AGENT if any(person.casefold() in staff for person in people) else Author.CUSTOMER


def make_turns(
    question: str, answer: str, at: datetime | None, name: str, agent: str, answered: datetime | None = None
) -> tuple[Turn, ...]:
    """Make the turns of an export that has one text of the customer and one answer, of which either may be empty."""
    turns = []
    if question:
        turns.append(Turn(author=Author.CUSTOMER, text=question, at=at, name=name))
    if answer:
        turns.append(Turn(author=Author.AGENT, text=answer, at=answered, name=agent))
    return tuple(turns)


def find_row_id(plan: RowPlan, cells: Sequence[str]) -> str:
    """Give the id of a row with too few or too many cells, where it stands before anything can have shifted."""
    place = plan.places.get("id", len(cells))
    first_text = min(plan.places.get(key, len(cells)) for key in ("question", "answer", "subject", "conversation"))
    return clean_id(undo_guard(cells[place]).strip()) if place < min(len(cells), first_text) else ""
