"""Turns the rows of a table into enquiries: the one place that knows this for CSV, spreadsheets and flat JSON.

The readers bring a header and rows of text; what each column means for an enquiry is decided here once per file, from
its first rows, and each row is then read on its own. Which name stands for which field is left to
`ingest/fields/columns`, what is the header to `headers`, who speaks to `authors`, who may see it to
`ingest/fields/visibility`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from enquiry2article.cleaning.field_names import normalise_name
from enquiry2article.domain.enquiry import Author, BadRow, Enquiry, Turn
from enquiry2article.domain.errors import shorten
from enquiry2article.ingest.conversations.authors import find_row_author
from enquiry2article.ingest.conversations.people import ADDRESS, identify_by_name, name_people
from enquiry2article.ingest.fields.cells import clean_id, split_tags, undo_guard
from enquiry2article.ingest.fields.durations import read_minutes
from enquiry2article.ingest.fields.sides import read_role
from enquiry2article.ingest.fields.visibility import Visibility, judge, judge_role
from enquiry2article.ingest.tables.row_plan import Line, Misfit, RowPlan
from enquiry2article.ingest.tables.talk_columns import open_talks
from enquiry2article.text.dates import is_rounded, shape_of

_IN_BRACKETS = re.compile(r"\(([^()\s@]+@[^()\s@]+)\)")
"""An address behind a name, as some write it: "Kim Holt (kim@holt.test)"."""
_MENTIONS = re.compile(r"\A(?:@\w{1,40}[:,]?\s+)+")
"""Whom a tweet answers, at its beginning."""

NOTHING: Mapping[str, str] = {}

Amend: TypeAlias = Callable[[Callable[[str], str]], Mapping[str, str]]
"""Says what a row of a program's table means beyond its columns: from a function that gives the cell of a column by
its name, our fields with their values. "kind" is an author's word, "private" is "true" for an internal note."""


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
    _report_unread(plan)


def _report_unread(plan: RowPlan) -> None:
    """Describe how many dates could not be read, with the commonest shape of them and no text."""
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
    if not any(cell.strip() for cell in cells) or given.get("private") == "true":
        return None
    if plan.written is not None and "kind" not in given:
        given = {**given, "kind": "agent" if plan.written.is_staff(cells) else "customer"}
    row = _Row(plan, cells, given)
    at = _read_date(row)
    people = _name_people(row)
    signed = [text for place in plan.writers if place < len(cells) and (text := undo_guard(cells[place]).strip())]
    written_by = [*([*people.names, *people.addresses] or [row.cell("agent")]), *signed]
    author = _find_author(plan, row.cell("kind"), written_by, given)
    asks = author is Author.CUSTOMER or not plan.messages
    role = row.cell("kind") if asks and plan.roles else ""
    if _is_internal(plan, cells, asked=asks, role="" if role and read_role(plan.roles, role) else role):
        return None
    if author is None:
        turns = _make_talk(row, people, at)
    else:
        turns, people = _make_message(row, author, people, signed, at)
    id_ = _find_id(row)
    return Enquiry(
        id=id_,
        thread=id_ if plan.threaded else "",
        source=source,
        subject=row.cell("subject"),
        turns=turns,
        received=at,
        customer=people.who.casefold(),
        customer_names=tuple(people.names),
        personal=tuple(dict.fromkeys([*people.addresses, *row.many("phone"), *row.many("personal")])),
        channel=row.cell("channel"),
        status=row.cell("status"),
        tags=tuple(dict.fromkeys(tag for text in row.many("tags") for tag in split_tags(text))),
        rating=row.cell("rating"),
        group=row.cell("group"),
        minutes=read_minutes(row.cell("handling"), plan.columns.get("handling", "")),
        cells=tuple(
            (name, undo_guard(cells[place]).strip() if place < len(cells) else "") for name, place in plan.picked
        ),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One row, and how it is read."""

    plan: RowPlan
    cells: Sequence[str]
    given: Mapping[str, str]
    """Values of our fields that win over what stands in the columns."""

    def cell(self, field: str) -> str:
        """Return the value of a field, or ""."""
        if field in self.given:
            return self.given[field]
        place = self.plan.places.get(field)
        if place is None or place >= len(self.cells):
            return ""
        return undo_guard(self.cells[place]).replace("\r\n", "\n").strip()

    def keys(self, field: str) -> list[str]:
        """Return the keys of a field that may have several columns."""
        return list(dict.fromkeys([*([field] if field in self.given else ()), *_keys_of(self.plan, field)]))

    def many(self, field: str) -> list[str]:
        """Return the values of all columns of a field that are not empty."""
        return [text for key in self.keys(field) if (text := self.cell(key))]


@dataclass(frozen=True, slots=True)
class _People:
    """Who a row is about."""

    names: Sequence[str]
    addresses: Sequence[str]
    who: str
    """What tells this customer from others, or ""."""


def _read_date(row: _Row) -> datetime | None:
    """Read the date of a row, and count what could not be read or was rounded."""
    dated, plan = row.cell("date"), row.plan
    at = plan.dates.parse(dated)
    if dated:
        plan.unread["" if at else shape_of(dated)] += 1
        plan.rounded["rounded"] += is_rounded(dated)
    return at


def _name_people(row: _Row) -> _People:
    people = [_IN_BRACKETS.sub(r"<\1>", text) for text in row.many("name")]
    names, addresses = name_people(people, row.cell("first_name"), row.cell("last_name"))
    addresses += [address for text in row.many("email") for address in ADDRESS.findall(text) or [text]]
    who = (addresses[0] if addresses else "") or row.cell("customer") or identify_by_name(names)
    return _People(names, addresses, who)


def _make_talk(row: _Row, people: _People, at: datetime | None) -> tuple[Turn, ...]:
    """Make the turns of a row with a question and its answer, or with a whole conversation."""
    plan, agent = row.plan, row.cell("agent")
    both = make_turns(
        "\n\n".join(row.many("question")), row.cell("answer"), at, people.names[0] if people.names else "", agent,
        plan.dates.parse(row.cell("answered")),
    )  # fmt: skip
    talks = {key: row.cell(key) for key in row.keys("conversation")}
    known = [*people.names, *people.addresses, people.who]
    return tuple(open_talks(both, talks, plan.talks, [*plan.options.agents, agent], known, at))


def _make_message(
    row: _Row, author: Author, people: _People, signed: Sequence[str], at: datetime | None
) -> tuple[tuple[Turn, ...], _People]:
    """Make the one turn of a row that is a message, and say whose it is; `signed` are the authors that it names."""
    plan = row.plan
    said = row.cell("message") or "\n\n".join(row.many("question"))
    if plan.chains is not None:
        said = _MENTIONS.sub("", said)
        people = replace(people, who=people.who or (signed[0] if signed else ""))
    name = people.names[0] if people.names else row.cell("agent") if author is Author.AGENT else ""
    if author is not Author.CUSTOMER:
        # The names and addresses in this row may be the agent's.
        people = _People([], [], row.cell("customer") if "email" not in plan.places else "")
    return (Turn(author=author, text=said, at=at, name=name),) if said else (), people


def _find_id(row: _Row) -> str:
    plan = row.plan
    if plan.chains is not None:
        return plan.chains.find_root(row.cells)
    return clean_id(row.cells[plan.written.thread].strip() if plan.written is not None else row.cell("id"))


def _is_internal(plan: RowPlan, cells: Sequence[str], *, asked: bool, role: str) -> bool:
    """Return whether customers must not see a row, and count it if that is a doubt.

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
    """Return for each field the keys that its columns have: "email" → ("email", "email.2")."""
    found: dict[str, tuple[str, ...]] = {}
    for key in fields:
        field = key.partition(".")[0]
        found[field] = (*found.get(field, ()), key)
    return found


def _keys_of(plan: RowPlan, field: str) -> tuple[str, ...]:
    return _fields_with_columns(tuple(plan.places)).get(field, ())


def _find_author(plan: RowPlan, kind: str, people: Sequence[str], given: Mapping[str, str]) -> Author | None:
    """Return who wrote a row with one message; None for a row with a question and its answer."""
    if not plan.messages:
        return None
    named = [text for found in name_people([kind]) for text in found] if plan.options.agents and kind else []
    if any(plan.options.names_agent(person) for person in (kind, *named, *people)):
        return Author.AGENT
    if given.get("kind"):
        return Author(given["kind"])
    if "kind" in plan.places:
        return find_row_author(plan.columns["kind"], kind)
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
    """Return the id of a row with too few or too many cells, where it stands before anything can have shifted."""
    place = plan.places.get("id", len(cells))
    first_text = min(plan.places.get(key, len(cells)) for key in ("question", "answer", "subject", "conversation"))
    return clean_id(undo_guard(cells[place]).strip()) if place < min(len(cells), first_text) else ""
