"""Decides what the first row of a table is: names of columns, or already data because the header is missing.

What a column of some name holds is left to `ingest/fields/columns`, which row of a sheet comes first to the readers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from enquiry2article.cleaning.field_names import normalise_name
from enquiry2article.domain.errors import MissingColumn
from enquiry2article.ingest.conversations.people import ADDRESS
from enquiry2article.ingest.fields.column_names import hints_at_question, match_names

_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SHAPE = re.compile(r"(\d+)|[^\W\d_]+")
_LONGEST_NAME = 80
_SENTENCE = re.compile(r"\S+(?:\s+\S+){3,}\s*[.?!…]")


TITLE_ROWS = 20
"""How many of the first filled rows may be titles, dates and notes above a table."""


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which of the first rows, none of them empty, is the header; None where none is.

    A title above a table fills one cell. More can stand there, so that a row of names that we know wins over one above
    it of which we know none.

    >>> find_header([["Tickets"], ["Exported on", "2026-03-02"], ["Ticket ID", "Description"], ["1", "Open today?"]])
    2
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    narrow = all(count < 2 for count in filled)
    first = next((place for place, count in enumerate(filled) if narrow or count >= 2), None)
    if first is None or narrow:
        return first
    if match_names(rows[first]):
        return _find_lower(rows, filled, first)
    return next((place for place in range(first + 1, len(rows)) if is_header(rows[place], filled[first])), first)


def _find_lower(rows: Sequence[Sequence[str]], filled: Sequence[int], first: int) -> int:
    """Return the second of two rows of names: "Customer | | Ticket" stands for groups of the columns named below it."""
    below = first + 1
    if below >= len(rows) or filled[below] < filled[first] or not is_header(rows[below], filled[first]):
        return first
    return below


def is_header(row: Sequence[str], least: int = 2) -> bool:
    """Return whether a row is surely one of names: at least two are known, and half of all."""
    names = [cell for cell in row if cell.strip()]
    if len(names) < max(least, 2) or len(set(names)) < len(names) or max(map(len, names)) > _LONGEST_NAME:
        return False
    known = len(set(match_names(names).values()))
    return known >= 2 and known * 2 >= len(names)


def name_columns(cells: Sequence[str]) -> list[str]:
    """Return every column a name of its own: "column 3" for an empty one, "Message (2)" for the second of a name."""
    names: list[str] = []
    seen: set[str] = set()
    copies: dict[str, int] = {}
    for place, cell in enumerate(cells, 1):
        plain = " ".join(cell.split()) or f"column {place}"
        name, copy = plain, copies.get(plain, 2)
        while name in seen:
            name, copy = f"{plain} ({copy})", copy + 1
        # The next of the same name goes on from here: a header of 20,000 equal names is no more than that many steps.
        copies[plain] = copy
        seen.add(name)
        names.append(name)
    return names


def require_header(
    header: Sequence[str], rows: Sequence[Sequence[str]], mapping: Mapping[str, str], file_name: str
) -> None:
    """Refuse a table whose first row is data: its first enquiry would be lost and its words taken for names.

    One name that we know or that --map gives makes it a header, whatever else stands there.

    Raises:
        MissingColumn: the first row is data. The message does not repeat it.
    """
    columns = {name: [row[at] for row in rows if at < len(row)] for at, name in enumerate(header)}
    wanted = {normalise_name(name) for name in mapping.values() if name.strip()}
    known = {*match_names(header).values(), *(name for name in header if normalise_name(name) in wanted)}
    if any(not _is_repeated(name, columns[name]) for name in known) or _is_counting(header):
        return
    if any(_is_data(name, cells) for name, cells in columns.items()):
        problem = (
            "the first row is data, not names of columns: put a row of names above it, such as id, question, answer"
        )
        raise MissingColumn(file_name, problem, ())


def _is_data(name: str, cells: Sequence[str]) -> bool:
    """Return whether what stands at the top of a column is of one kind with what stands below."""
    below = [cell.strip() for cell in cells if cell.strip()]
    if not below:
        return False
    if ADDRESS.fullmatch(name) or _LINK.fullmatch(name) or _is_repeated(name, below):
        return True
    if any(sign.isdigit() for sign in name) and sum(_shape(cell) == _shape(name) for cell in below) * 2 >= len(below):
        return True
    asking = sum("?" in cell for cell in below) * 2 >= len(below)
    return asking and bool(_SENTENCE.fullmatch(name)) and not hints_at_question(name)


def _shape(text: str) -> str:
    """Reduce a value to its build: "T-1001" and "X-7" are both "a-0"."""
    return _SHAPE.sub(lambda found: "0" if found[1] else "a", text.strip())


def _is_repeated(name: str, cells: Sequence[str]) -> bool:
    """Return whether a value stands below itself again and again, as a choice does: "question" among ticket types."""
    count = sum(cell.strip() == name for cell in cells)
    return count >= 2 and count * 10 >= len(cells)


def _is_counting(header: Sequence[str]) -> bool:
    """Return whether the columns are numbered 0, 1, 2 …: the names that programs give to columns without any."""
    return any(list(header) == [str(number) for number in range(start, start + len(header))] for start in (0, 1))
