"""What a cell holds, cleaned: ids, tags, and the guards that spreadsheets put before formulas."""

from __future__ import annotations

import re

from enquiry2article.text.mojibake import undo_cell_escapes

_FLAMINGO = re.compile(r"\s*\([^()]*(?:Security Alert|contactform7\.com)[^()]*\)\s*")
_DAMAGED_ID = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_TAG = re.compile(r"[a-z0-9_.:#/-]+")


def undo_guard(cell: str) -> str:
    """Take away what a program put before a cell that a spreadsheet could take for a formula, and undo its escapes.

    >>> undo_guard("'+49 is my prefix, do you ship?")
    '+49 is my prefix, do you ship?'
    """
    cell = undo_cell_escapes(cell)
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


def clean_id(value: str) -> str:
    """Return an id as it is, or "" for one that a spreadsheet has rounded ("1.23E+17"): it would join strangers."""
    return "" if _DAMAGED_ID.fullmatch(value) else value


FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def guard_cell(text: str) -> str:
    """Keep a spreadsheet from taking a cell of ours for a formula, by an apostrophe in front.

    >>> guard_cell("=1+1"), guard_cell("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
