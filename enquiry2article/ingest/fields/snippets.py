"""Finds columns that hold only the beginnings of what another column holds whole: previews, extracts, teasers."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Final

_TAG: Final = re.compile(r"<[a-zA-Z/!][^<>]{0,500}>")
_FEWEST: Final = 3
"""Rows that make a habit."""
_SHORTEST: Final = 10
"""Letters of a beginning; fewer may be the same by chance."""
_LONGEST: Final = 2_000
"""Characters of a cell that are compared."""
_KEY: Final = 6
"""Letters by which the columns are found that may go on."""
_MOST_OF: Final = 0.9
"""Share of the rows in which one column must begin the other."""


def find_snippets(columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return for each column of cut texts the column that holds them whole. `columns` are the cells by heading.

    Case, signs and HTML do not count. A column that is nowhere shorter than the other is a copy, and no snippet.

    >>> find_snippets({"Peek": ["Can I pay by c"] * 3, "All": ["<p>Can I pay by card?</p>"] * 3})
    {'Peek': 'All'}
    """
    cut = {
        name: [_keep_letters(cell) for cell in cells]
        for name, cells in columns.items()
        if sum(len(cell.strip()) >= _SHORTEST for cell in cells) >= _FEWEST
    }

    @functools.cache
    def list_alike(row: int) -> dict[str, list[str]]:
        alike: dict[str, list[str]] = {}
        for name, cells in cut.items():
            if row < len(cells):
                alike.setdefault(cells[row][:_KEY], []).append(name)
        return alike

    found = {}
    for name, cells in cut.items():
        longest = max(range(len(cells)), key=lambda row: len(cells[row]))
        if len(cells[longest]) < _SHORTEST:
            continue
        alike = list_alike(longest)[cells[longest][:_KEY]]
        wholes = [other for other in alike if other != name and _begins(cells, cut[other])]
        if wholes:
            found[name] = max(wholes, key=lambda other: sum(map(len, cut[other])))
    return found


def _begins(cut: Sequence[str], whole: Sequence[str]) -> bool:
    pairs = [(short, long) for short, long in zip(cut, whole, strict=False) if short]
    fits = sum(long.startswith(short) for short, long in pairs)
    shorter = sum(len(short) < len(long) for short, long in pairs)
    return fits >= max(_FEWEST, _MOST_OF * len(pairs)) and shorter * 3 >= len(pairs)


def _keep_letters(cell: str) -> str:
    return "".join(sign for sign in _TAG.sub("", cell[:_LONGEST]).casefold() if sign.isalnum())
