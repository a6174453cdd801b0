"""Cells that a spreadsheet would take for a formula."""

from __future__ import annotations

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def guard_cell(text: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula, by an apostrophe in front.

    >>> guard_cell("=1+1"), guard_cell("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
