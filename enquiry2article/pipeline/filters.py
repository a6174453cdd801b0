"""Which enquiries a run is about: those that `--only`, `--tag`, `--status` and `--since` choose. Pure.

A workspace keeps of each enquiry keyed hashes of what it has in the columns that were asked for, so that a later run
can choose anew among enquiries whose export is no longer at hand, and nobody can read a value there.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from enquiry2article.cleaning.field_names import normalise_name
from enquiry2article.domain.enquiry import LEFT_OUT, Enquiry, RedactedEnquiry
from enquiry2article.domain.errors import InputError, SettingsError, shorten, suggest_name
from enquiry2article.domain.filters import Filters, join_values
from enquiry2article.trends.as_of import read_day

OWN_FIELDS = ("tags", "status", "channel", "rating")
"""Fields of an enquiry that can be chosen by in every format, beside the columns of the export."""

FILTERS = "filters"
"""The fact under which a workspace remembers the filters of its last run."""

_SEPARATORS = re.compile(r"[,;|\n]")
_SHOWN_COLUMNS = 30
_SHOWN_VALUES = 12
_MOST_VALUES = 30
"""Values of a column before none is shown: one of more may hold names or numbers of people."""
_FEWEST_OF_VALUE = 2
"""Enquiries that have a value before it is shown: what one alone has may be somebody's name."""


def read_filters(
    only: Sequence[str], tags: Sequence[str], statuses: Sequence[str], since: str, now: datetime
) -> Filters:
    """Parse what the user gave with --only, --tag, --status and --since.

    Raises:
        SettingsError: an --only is not COLUMN=VALUE, or --since is no day or has not come yet.
    """
    values: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    given = [item.partition("=") for item in only]
    for item, (column, equals, _) in zip(only, given, strict=True):
        if not equals or not column.strip():
            raise SettingsError(f'--only wants COLUMN=VALUE, such as --only brand=Acme, not "{shorten(item)}".')
    given += [("tags", "=", tag) for tag in tags] + [("status", "=", status) for status in statuses]
    for column, _, value in given:
        name = names.setdefault(_fold_column(column), column.strip())
        values.setdefault(name, []).append(" ".join(value.split()))
    return Filters(
        only={name: tuple(dict.fromkeys(of_one)) for name, of_one in values.items()},
        since=read_day(since, now) if since else None,
    )


def list_kept_columns(filters: Filters) -> tuple[str, ...]:
    """Return the columns whose cells the readers have to keep, as `normalise_name` has them, sorted."""
    return tuple(sorted({_fold_column(column) for column in filters.only}))


def list_own_fields(enquiries: Iterable[Enquiry]) -> list[str]:
    """Return those of `OWN_FIELDS` that any enquiry has a value of."""
    missing = list(OWN_FIELDS)
    for enquiry in enquiries:
        missing = [name for name in missing if not getattr(enquiry, name)]
        if not missing:
            break
    return [name for name in OWN_FIELDS if name not in missing]


def list_facets(enquiry: Enquiry) -> list[tuple[str, str]]:
    """Return what an enquiry can be chosen by: pairs of a column, as `normalise_name` has it, and a folded value.

    A cell of several values, such as "tent; bag", counts as a whole and by its parts. An empty one is the value "".
    """
    pairs = [("tags", tag) for tag in enquiry.tags] or [("tags", "")]
    pairs += [(name, getattr(enquiry, name)) for name in OWN_FIELDS if name != "tags"]
    for column, cell in enquiry.cells:
        pairs += [(column, part) for part in (cell, *_SEPARATORS.split(cell)) if part.strip() or part == cell]
    return sorted({(column, _fold_value(value)) for column, value in pairs})


def hash_facets(enquiry: Enquiry, key: bytes) -> tuple[str, ...]:
    """Return keyed hashes of the facets of an enquiry and of their columns alone, sorted."""
    found = list_facets(enquiry)
    return tuple(sorted({_hash(key, column) for column, _ in found} | {_hash(key, *pair) for pair in found}))


def leave_out(enquiries: Iterable[RedactedEnquiry], filters: Filters, key: bytes) -> list[RedactedEnquiry]:
    """Return all enquiries; those that the filters do not choose are noise, with a reason that begins as `LEFT_OUT`.

    A date counts as the export writes it. What is noise anyway stays what it is. An enquiry read before its column was
    first asked for is left out too: nothing tells what it has there.
    """
    if not filters:
        return list(enquiries)
    wanted = [
        (column, _hash(key, _fold_column(column)), {_hash(key, _fold_column(column), _fold_value(v)) for v in values})
        for column, values in filters.only.items()
    ]

    def judge(enquiry: RedactedEnquiry) -> str:
        for column, there, values in wanted:
            if there not in enquiry.facets:
                return f"{shorten(column)} is not known of it"
            if values.isdisjoint(enquiry.facets):
                return f"{shorten(column)} is not {join_values(filters.only[column])}"
        if filters.since and enquiry.received is None:
            return "it has no date"
        if filters.since and enquiry.received and enquiry.received.date() < filters.since:
            return f"it came before {filters.since}"
        return ""

    judged = ((enquiry, "" if enquiry.noise else judge(enquiry)) for enquiry in enquiries)
    return [replace(enquiry, noise=LEFT_OUT + reason) if reason else enquiry for enquiry, reason in judged]


def find_unmatched(enquiries: Iterable[RedactedEnquiry], filters: Filters, key: bytes) -> list[tuple[str, str]]:
    """Return the pairs of a column and a value that no enquiry has, in the order of the filters."""
    there = {facet for enquiry in enquiries for facet in enquiry.facets}
    return [
        (column, value)
        for column, values in filters.only.items()
        for value in values
        if _hash(key, _fold_column(column), _fold_value(value)) not in there
    ]


def refuse_unknown_columns(filters: Filters, columns: Sequence[str]) -> None:
    """Refuse a filter by a column that no file has; `columns` are those there are, as the files write them.

    Raises:
        InputError: there is none of that name.
    """
    known = {_fold_column(name): name for name in columns}
    for column in filters.only:
        if _fold_column(column) not in known:
            raise InputError(
                f'The export has no column "{shorten(column)}" to choose by. There are: {_list_names(columns)}.'
                f"{suggest_name(column, known.values())} For all enquiries: --all."
            )


def explain_nothing(
    enquiries: Iterable[Enquiry], filters: Filters, columns: Sequence[str], mask: Callable[[str], str]
) -> InputError:
    """Return the error of filters that choose no enquiry: what was asked for, and what there is to choose by.

    `enquiries` are those of the files given now. A value is shown where several enquiries have it and `mask`, which
    takes out what is personal, leaves it as it is.
    """
    counts: dict[str, Counter[str]] = {}
    days = []
    for enquiry in enquiries:
        days += [enquiry.received.date()] if enquiry.received else []
        for column, value in list_facets(enquiry):
            counts.setdefault(column, Counter())[value] += 1
    told = []
    for column in filters.only:
        found = counts.get(_fold_column(column), Counter())
        shown = [value for value, count in sorted(found.items(), key=lambda i: (-i[1], i[0]))
                 if count >= _FEWEST_OF_VALUE and value and mask(value) == value]  # fmt: skip
        if shown and len(found) <= _MOST_VALUES:
            more = ", …" if len(shown) > _SHOWN_VALUES else ""
            values = ", ".join(f'"{shorten(value)}"' for value in shown[:_SHOWN_VALUES])
            told.append(f' "{shorten(column)}" has {values}{more}.')
    if filters.since:
        told.append(f" The newest is of {max(days)}." if days else " None of them has a date.")
    return InputError(
        f"No enquiry fits: {filters.describe()}.{''.join(told)} Columns to choose by: {_list_names(columns)}. "
        "For all enquiries: --all."
    )


def _list_names(columns: Sequence[str]) -> str:
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(_fold_column(column), column)
    names = list(by_name.values())
    more = f" and {len(names) - _SHOWN_COLUMNS} more" if len(names) > _SHOWN_COLUMNS else ""
    return (", ".join(f'"{shorten(name)}"' for name in names[:_SHOWN_COLUMNS]) or "none") + more


def _fold_column(name: str) -> str:
    folded = normalise_name(name)
    return "tags" if folded == "tag" else folded


def _fold_value(value: str) -> str:
    return " ".join(value.casefold().split())


def _hash(key: bytes, *parts: str) -> str:
    told = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(told, key=key[:64], digest_size=6).hexdigest()
