"""Rows as CSV, and as a table on the terminal."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence

import click

from enquiry2article.ingest.fields.cells import guard_cell


def write_csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows as CSV; a cell that a spreadsheet would take for a formula gets an apostrophe in front."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guard_cell(cell) for cell in row])


def write_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under their headings, each column as wide as it needs to be."""
    widths = [max(len(row[i]) for row in [columns, *rows]) for i in range(len(columns))]
    for row in [columns, *rows]:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
