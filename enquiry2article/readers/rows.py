"""Turns the rows of a table into enquiries: the one place that knows this for CSV, spreadsheets and flat JSON.

The readers bring a header and rows of text; what each column means for an enquiry is decided here once per file, from
its first rows, and each row is then read on its own. Which name stands for which field is left to `columns`, what is
the header to `headers`, who speaks to `authors`, what is internal to `internal_notes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from enquiry2article.columns import find_columns
from enquiry2article.dates import DateReader
from enquiry2article.errors import InputError
from enquiry2article.export_records import ReadOptions
from enquiry2article.readers.authors import tell_row_author
from enquiry2article.readers.internal_notes import is_hidden
from enquiry2article.readers.people import ADDRESS, name_people
from enquiry2article.records import Author, BadRow, Enquiry, Turn

SAMPLE = 200
"""How many rows decide what the columns mean."""

_FLAMINGO = re.compile(r"\s*\([^()]*(?:Security Alert|contactform7\.com)[^()]*\)\s*")
_DAMAGED_ID = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_TAG = re.compile(r"[a-z0-9_.:#/-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlan:
    """What the columns of one table mean."""

    header: tuple[str, ...]
    columns: Mapping[str, str]
    """Our field → the column's name, as `find_columns` gives it."""
    places: Mapping[str, int]
    """Our field → the column's place in a row."""
    dates: DateReader
    agents: tuple[str, ...] = ()
    """Who writes for the company, where the user has said it."""
    threaded: bool = False
    """Whether each row is one message, and its id that of a conversation."""


def plan_rows(file_name: str, header: Sequence[str], sample: Sequence[Sequence[str]], options: ReadOptions) -> RowPlan:
    """Decide from the first rows what the columns of a table mean. `header` comes from `headers`.

    Raises:
        MissingColumn: there is no column for the customer's text, or none of a mapped name.
    """
    clean = [[undo_guard(cell) for cell in row] for row in sample]
    mapping = {**options.columns, "id": options.thread_column} if options.thread_column else options.columns
    columns = find_columns(header, clean, mapping, file_name)
    places = {field: header.index(name) for field, name in columns.items()}
    dates = [row[places["date"]] for row in clean if places["date"] < len(row)] if "date" in places else []
    if options.thread_column and "kind" not in places and not options.agents:
        raise InputError(
            f"{file_name}: no column says who wrote a message. Name the people of the company with --agent, such as "
            '--agent "Mia Berg" --agent @shop.example.'
        )
    return RowPlan(
        header=tuple(header),
        columns=columns,
        places=places,
        dates=DateReader.learn(dates),
        agents=options.agents,
        threaded="kind" in places or bool(options.thread_column),
    )


def undo_guard(cell: str) -> str:
    """Take away what a program put before a cell that a spreadsheet could take for a formula.

    >>> undo_guard("'+49 is my prefix, do you ship?")
    '+49 is my prefix, do you ship?'
    """
    if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@"):
        return cell[1:]
    if cell.lstrip()[:1] == "(":
        found = _FLAMINGO.match(cell)
        if found:
            return cell[found.end() :]
    return cell


def split_tags(text: str) -> tuple[str, ...]:
    """Split a cell of tags at commas, semicolons or bars, or at spaces when every word has the look of a tag.

    >>> split_tags("Billing, late delivery"), split_tags("refund order_late"), split_tags("Late delivery")
    (('Billing', 'late delivery'), ('refund', 'order_late'), ('Late delivery',))
    """
    parts = re.split(r"[,;|\n]", text)
    if len(parts) == 1 and all(_TAG.fullmatch(word) for word in text.split()):
        parts = text.split()
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def read_rows(plan: RowPlan, rows: Iterable[tuple[str, Sequence[str]] | BadRow]) -> Iterator[Enquiry | BadRow]:
    """Turn rows, each with its source, into enquiries. Empty rows give nothing.

    In a table with one message a row, rows of the same id are parts of one conversation, wherever they stand.
    """
    for row in rows:
        item = row if isinstance(row, BadRow) else read_row(plan, row[1], row[0])
        if item is not None:
            yield item


def read_row(plan: RowPlan, cells: Sequence[str], source: str) -> Enquiry | None:
    """Turn one row into an enquiry, or None for a row without any text and for an internal note."""
    if not any(cell.strip() for cell in cells):
        return None

    def cell(field: str) -> str:
        place = plan.places.get(field)
        if place is None or place >= len(cells):
            return ""
        return undo_guard(cells[place]).replace("\r\n", "\n").strip()

    def many(field: str) -> list[str]:
        return [cell(key) for key in plan.places if key.partition(".")[0] == field and cell(key)]

    if is_hidden(plan.columns.get("private", "private"), cell("private")):
        return None
    at = plan.dates.parse(cell("date"))
    names, addresses = name_people(many("name"), cell("first_name"), cell("last_name"))
    addresses += [address for text in many("email") for address in ADDRESS.findall(text) or [text]]
    author = _tell_author(plan, cell("kind"), [*names, *addresses, cell("agent")])
    who = (addresses[0] if addresses else "") or cell("customer") or (names[0] if names else "")
    if author is None:
        turns = make_turns(cell("question"), cell("answer"), at, names[0] if names else "", cell("agent"))
    else:
        said = cell("message") or cell("question")
        name = names[0] if names else cell("agent") if author is Author.AGENT else ""
        turns = (Turn(author=author, text=said, at=at, name=name),) if said else ()
        if author is not Author.CUSTOMER:
            # The names and addresses in this row may be the agent's.
            names, addresses, who = [], [], cell("customer") if "email" not in plan.places else ""
    id_ = clean_id(cell("id"))
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
        tags=split_tags(cell("tags")),
        rating=cell("rating"),
        group=cell("group"),
    )


def _tell_author(plan: RowPlan, kind: str, people: Sequence[str]) -> Author | None:
    """Say who wrote a row with one message; None for a row with a question and its answer."""
    if not plan.threaded:
        return None
    if any(is_one_of(person, plan.agents) for person in (kind, *people) if person):
        return Author.AGENT
    return tell_row_author(plan.columns["kind"], kind) if "kind" in plan.places else Author.CUSTOMER


def is_one_of(person: str, agents: Sequence[str]) -> bool:
    """Say whether a name or address is one of those that --agent gives; "@shop.test" there means the whole domain.

    >>> is_one_of("Mia Berg", ["mia berg"]), is_one_of("mia@shop.test", ["@shop.test"]), is_one_of("Mia", ["Mia Berg"])
    (True, True, False)
    """
    folded = " ".join(person.casefold().split())
    return any(
        folded.endswith(agent) if agent.startswith("@") else folded == agent
        for agent in (" ".join(agent.casefold().split()) for agent in agents)
    )


def make_turns(question: str, answer: str, at: datetime | None, name: str, agent: str) -> tuple[Turn, ...]:
    """Make the turns of an export that has one text of the customer and one answer, of which either may be empty."""
    turns = []
    if question:
        turns.append(Turn(author=Author.CUSTOMER, text=question, at=at, name=name))
    if answer:
        turns.append(Turn(author=Author.AGENT, text=answer, name=agent))
    return tuple(turns)


def clean_id(value: str) -> str:
    """Give an id as it is, or "" for one that a spreadsheet has rounded ("1.23E+17"): it would join strangers."""
    return "" if _DAMAGED_ID.fullmatch(value) else value


def find_row_id(plan: RowPlan, cells: Sequence[str]) -> str:
    """Give the id of a row with too few or too many cells, where it stands before anything can have shifted."""
    place = plan.places.get("id", len(cells))
    first_text = min(plan.places.get(field, len(cells)) for field in ("question", "answer", "subject"))
    return clean_id(undo_guard(cells[place]).strip()) if place < min(len(cells), first_text) else ""
