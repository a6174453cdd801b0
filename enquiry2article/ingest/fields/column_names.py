"""Finds columns by their names: as a program is known to call them, as headings are known, by hints in unknown ones."""

from __future__ import annotations

import difflib
import re
import statistics
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from enquiry2article.cleaning.field_names import (
    CUSTOMER_FIELDS,
    FIELD_ORDER,
    find_words,
    fold_heading,
    is_staff_heading,
    list_forms,
    normalise_name,
    rank_names,
)
from enquiry2article.domain.errors import MissingColumn
from enquiry2article.ingest.fields.author_kinds import has_author_kinds, has_author_words
from enquiry2article.ingest.fields.column_content import Measured
from enquiry2article.ingest.fields.durations import strip_unit

_NAMED = tuple(
    """kind id date customer first_name last_name email phone personal status channel tags rating handling
    private""".split()
)
"""Fields that are found by their headings, in this order, since the same words may stand for two of them."""
_HINTS = {
    "email": re.compile(r"e-?mail|courriel|correo"),
    "phone": re.compile(r"phone|telefon|telephon|mobil|handy|whatsapp|rufnummer"),
    "name": re.compile(
        r"\b(?:your|full|votre|ton|ihr|dein|tuo|suo|su|tu|uw|je|jouw|seu)\b(?: \w+)?[ -]"
        r"\w*(?:name|nom|nome|nombre|naam)\b|pre\W?nom|\bchiam[ai]\b|\bheissen sie\b|\bheisst du\b|\bllamas?\b|"
        r"\bappelle[sz]\b|\bheet (?:u|je)\b"
    ),
}
_BY_CONTENT = {"email": 0.9, "phone": 0.9, "date": 0.9, "id": 0.8}
"""Fields that are taken by what the cells hold where no heading is known, and how likely they must be."""
_LONG = 2.2
"""Logarithm of the words from which a column is no label, whatever its heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """What is known of the columns of one program's table, beside what their names say to everybody."""

    columns: Mapping[str, Sequence[str]]
    """Our field → the program's names for its column, the likeliest first; () where it has none at all."""
    ignored: Collection[str] = ()
    """Names of columns that are nobody's words, though they look like it."""
    joins_texts: bool = False
    """Whether several columns of people's own words are one text: the fields of a form."""


def match_names(header: Sequence[str]) -> Mapping[str, str]:
    """Find columns by their names alone, without looking at what is in them and without demanding any."""
    found: dict[str, str] = {}
    for name, field in _match_ranked(header, FIELD_ORDER, {}, (), set()):
        found.setdefault(field, name)
    for name in header:
        # A column called "comments" may hold either side; where nothing else is known, customers write there.
        if "question" not in found and not rank_names()["comment"].keys().isdisjoint(list_forms(name)):
            found["question"] = name
    return found


def find_named(header: Sequence[str], field: str, wanted: str, file_name: str, called: str = "column") -> str:
    """Return the column that --map names for a field: the very name, else one that differs in case, accents or signs.

    `called` is what the message calls a column.

    Raises:
        MissingColumn: there is none. The message names the field, what was found, and the nearest.
    """
    by_name = {name.strip().casefold(): name for name in reversed(header)}
    loose = {normalise_name(name): name for name in reversed(header)}
    name = by_name.get(wanted.strip().casefold()) or loose.get(normalise_name(wanted))
    if name:
        return name
    problem = f'no {called} is called "{wanted.strip()}", which --map gives for {field}'
    near = difflib.get_close_matches(normalise_name(wanted), list(loose), n=1)
    nearest = loose[near[0]] if near else ""
    raise MissingColumn(file_name, problem, header, nearest, field)


def hints_at_question(name: str) -> bool:
    """Return whether a name that we do not know may still be that of the customer's text: "How may we help?"."""
    return not find_words(name).isdisjoint({"question", "comment"})


def split_names(names: str) -> list[str]:
    """Split the value of a mapping that names several things: "a@x.test, @y.test"."""
    return [name.strip() for name in names.split(",") if name.strip()]


def match_preset(
    header: Sequence[str],
    columns: Mapping[str, Sequence[str]],
    mapping: Mapping[str, str],
    taken: Iterable[str],
    preset: Preset,
) -> Iterator[tuple[str, str]]:
    """Yield (column, field) for what the program is known to call its columns."""
    places: dict[str, list[str]] = {}
    for name in header:
        places.setdefault(normalise_name(name), []).append(name)
    used = set(taken)
    for field, known in preset.columns.items():
        if field in mapping:
            continue
        names = [name for wanted in known for name in places.get(normalise_name(wanted), ()) if name not in used]
        if field in WORDS_FIELDS:
            names.sort(key=lambda name: not any(cell.strip() for cell in columns[name]))
        for name in names if field in SEVERAL else names[:1]:
            used.add(name)
            yield name, field


def match_known(
    header: Sequence[str],
    columns: Mapping[str, Sequence[str]],
    closed: Collection[str],
    taken: Iterable[str],
    weighed: Mapping[str, tuple[Measured, Mapping[str, float]]],
) -> Iterator[tuple[str, str]]:
    """Return (column, field) for the fields that headings tell; what holds long texts is no label."""
    writing = {
        name
        for name, (column, odds) in weighed.items()
        if column.features.get("text")
        and column.features["length"] >= _LONG
        and odds["question"] + odds["answer"] + odds["note"] >= SURE
    }
    free = [name for name in header if name not in writing]
    return _match_ranked(free, _NAMED, columns, closed, set(taken))


def _match_ranked(
    header: Sequence[str],
    fields: Sequence[str],
    columns: Mapping[str, Sequence[str]],
    closed: Collection[str],
    taken: Collection[str],
) -> Iterator[tuple[str, str]]:
    """Yield (column, field), the best column of each field first. A column serves one field only.

    `closed` are fields that need no column any more.
    """
    free = dict.fromkeys(name for name in header if name and name not in taken)
    called: dict[str, list[str]] = {}
    for name in free:
        for form in dict.fromkeys(list_forms(name)):
            called.setdefault(form, []).append(name)
    without_unit: dict[str, list[str]] = {}
    for name in free if "handling" in fields and "handling" not in closed else ():
        without_unit.setdefault(normalise_name(strip_unit(name)), []).append(name)
    for field in fields:
        if field in closed:
            continue
        known = without_unit if field == "handling" else called
        # By rank, and those of one rank as they stand in the table.
        ranks = rank_names()[field]
        forms = sorted(known.keys() & ranks.keys(), key=ranks.__getitem__)
        names = [name for form in forms for name in known[form] if name in free]
        names = list(dict.fromkeys(names))
        if field == "kind" and columns:
            names = [name for name in names if has_author_kinds(name, columns[name])]
            names = names or [name for name in free if has_author_words(name, columns[name])]
        elif field == "kind":
            names = []
        if field == "email" and columns:
            # "Reply to" may be an address, and the number of the message that is answered.
            names = [name for name in names if not any(columns[name]) or not all(map(_is_number, columns[name]))]
        if field in CUSTOMER_FIELDS:
            names = [name for name in names if not is_staff_heading(name)]
        for name in names if field in SEVERAL else names[:1]:
            del free[name]
            yield name, field


def find_by_hint(
    header: Sequence[str],
    columns: Mapping[str, Sequence[str]],
    closed: Collection[str],
    found: dict[str, str],
    taken: set[str],
) -> None:
    """Take columns such as "What is your e-mail address?", so that redaction knows the values."""
    for field, hint in _HINTS.items():
        if field in found or field in closed:
            continue
        for name in header:
            if name in taken or not hint.search(fold_heading(name)) or is_staff_heading(name):
                continue
            cells = [cell for cell in columns[name] if cell.strip()]
            if cells and statistics.median(len(cell) for cell in cells) <= 60:
                found[field] = name
                taken.add(name)
                break


def find_by_content(
    weighed: Mapping[str, tuple[Measured, Mapping[str, float]]],
    closed: Collection[str],
    found: dict[str, str],
    taken: set[str],
    aside: Collection[str],
    sure: dict[str, float],
) -> None:
    """Take columns of addresses, telephone numbers, dates and ids whose headings nobody knows."""
    for field, least in _BY_CONTENT.items():
        if field in found or field in closed:
            continue
        for name, (column, odds) in weighed.items():
            if name in taken or name in aside or odds[field] < least or is_staff_heading(name):
                continue
            words = find_words(name)
            if field == "id" and ("id" not in words or words & {"name", "agent", "email", "phone"}):
                continue
            if field == "date" and "id" in words and "date" not in words:
                continue  # numbers that are made of the day: "2026-03-17"
            if field in ("email", "phone") and column.features["repeats"] > 0.6:
                continue  # a few values again and again are the company's own
            found[field], sure[field] = name, odds[field]
            taken.add(name)
            break


def _is_number(cell: str) -> bool:
    return not cell.strip() or cell.strip().isdigit()


SEVERAL = frozenset("email phone personal name tags private conversation".split())
"""Fields of which an export may have more than one column."""
WORDS_FIELDS = frozenset("question answer subject message".split())
"""Fields that hold what somebody wrote."""
SURE = 0.8
"""From here on nobody has to be asked."""
