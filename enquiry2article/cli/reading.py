"""How exports are to be read, as the user says on the command line or when asked."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from enquiry2article.domain.export import ColumnChoice, ReadOptions
    from enquiry2article.domain.protocols import Reader


def load_readers(format_name: str = "") -> dict[str, Reader]:
    """Return the readers of exports by name, all or the one that the user named.

    Raises:
        PluginError: there is none of that name.
    """
    from enquiry2article.domain.plugins import find_plugins, load_plugin

    found = find_plugins("readers")
    return {name: load_plugin("readers", name, found) for name in ([format_name] if format_name else found)}


def read_mapping(columns: Sequence[str]) -> dict[str, str]:
    """Read what the user gave with --map: field → column.

    Raises:
        SettingsError: a --map is not FIELD=COLUMN.
    """
    from enquiry2article.domain.errors import SettingsError, suggest_name
    from enquiry2article.ingest.fields.columns import FIELDS

    mapping: dict[str, str] = {}
    for item in columns:
        name, equals, column = item.partition("=")
        if not equals or not name.strip():
            raise SettingsError(f'--map wants FIELD=COLUMN, such as --map question=Details, not "{item}".')
        field = name.strip().lower()
        if field not in FIELDS:
            raise SettingsError(
                f'--map knows no field "{field}". Known: {", ".join(sorted(FIELDS))}.{suggest_name(field, FIELDS)}'
            )
        mapping[field] = column.strip()
    return mapping


def take_reading(options: dict[str, Any]) -> ReadOptions:
    """Take what `reading_options` added, and --group-by where there is one, out of a command's options.

    Raises:
        SettingsError: a --map is not FIELD=COLUMN.
    """
    from enquiry2article.domain.export import ReadOptions

    mapping = read_mapping(options.pop("columns", ()))
    if group_by := options.pop("group_by", ""):
        mapping["group"] = group_by
    agents = tuple(name.strip() for given in options.pop("agents", ()) for name in given.split(",") if name.strip())
    return ReadOptions(
        columns=mapping,
        agents=agents,
        thread_column=options.pop("thread_column", ""),
        bots=options.pop("bots", False),
        ask=None if options.pop("yes", False) or options.get("quiet") or not _may_ask() else ask_column,
    )


def _may_ask() -> bool:
    """Return whether somebody sits at a terminal who can be asked."""
    return not (sys.stdin is None or sys.stdin.closed) and sys.stdin.isatty() and sys.stderr.isatty()


def ask_column(file_name: str, choice: ColumnChoice, columns: Sequence[tuple[str, str]]) -> str:
    """Ask at the terminal which of some columns is a field, and give its name; a plain Enter takes the first."""
    from enquiry2article.domain.errors import shorten
    from enquiry2article.pipeline.prepare import show_example

    meant = {"question": "what customers wrote", "answer": "what was replied to them"}[choice.field]
    click.echo(f"{file_name}: which column holds {meant}?", err=True)
    for number, (name, example) in enumerate(columns, 1):
        click.echo(f"  {number}. {shorten(name)}: {show_example(example)}", err=True)
    number = click.prompt("Number", type=click.IntRange(1, len(columns)), default=1, err=True)
    return columns[number - 1][0]
