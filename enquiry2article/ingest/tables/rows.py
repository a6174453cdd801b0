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
from datetime import datetime
from typing import TypeAlias

from enquiry2article.cleaning.field_names import normalise_name
from enquiry2article.domain.enquiry import Author, BadRow, Enquiry, Turn
from enquiry2article.domain.errors import shorten
from enquiry2article.ingest.conversations.authors import tell_row_author
from enquiry2article.ingest.conversations.people import ADDRESS, identify_by_name, name_people
from enquiry2article.ingest.fields.cells import clean_id, split_tags, undo_guard
from enquiry2article.ingest.fields.durations import read_minutes
from enquiry2article.ingest.fields.sides import tell_role
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
