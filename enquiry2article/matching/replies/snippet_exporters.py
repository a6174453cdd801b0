"""Saved replies for programs that type them: Espanso, TextExpander, and plain text files.

Snippets for espanso, which works in every program and asks for the customer's name in a small window.

Sources: https://espanso.org/docs/matches/basics/, https://espanso.org/docs/matches/forms/; how two braces are written
otherwise: `espanso-render/src/renderer/util.rs` in https://github.com/espanso/espanso.

Plain text files, for every helpdesk that takes a pasted text.

Snippets for TextExpander as CSV: abbreviation, text, label.

Sources: https://textexpander.com/learn/using/snippets/advanced-snippet-elements (fill-ins),
https://textexpander.com/entry/why-do-percentage-signs-in-my-snippet-text-not-appear-when-it-is-expanded/ ("%%").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from enquiry2article.ingest.fields.cells import guard_cell
from enquiry2article.matching.replies.helpdesk_exporters import name_files
from enquiry2article.matching.replies.saved_replies import SavedReply, find_stand_in, write_text


class EspansoExporter:
    """One file of matches: type :shortcut: anywhere."""

    name = "espanso"
    title = "espanso, a text expander (free, for Windows, macOS and Linux)"
    endpoint = "Put the file into the folder match that `espanso path` shows"

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Return the file of matches."""
        matches = [_make_match(name, reply) for name, reply in name_files(replies)]
        text = yaml.dump({"matches": matches}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
        return {"espanso/enquiry2article.yml": text}


def _make_match(name: str, reply: SavedReply) -> dict[str, Any]:
    asked = f"{reply.phrases['name_label'] or 'Name'}: [[name]]"
    fields = {"name": {"default": find_stand_in(reply)}}
    return {
        # The colon at the end keeps one trigger from being the beginning of another.
        "trigger": f":{name}:",
        "label": reply.name,
        "replace": write_text(reply, "{{customer.name}}", stands_in=True, guard=_escape),
        "vars": [{"name": "customer", "type": "form", "params": {"layout": asked, "fields": fields}}],
    }


def _escape(text: str) -> str:
    """Keep espanso from seeing a variable or its sign for the cursor, which it knows no other way to write."""
    return text.replace("{{", r"\{\{").replace("}}", r"\}\}").replace("$|$", "$ | $")


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as they read."""


def _write_string(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _write_string)


class TextExporter:
    """A text file each, with a greeting that needs no name."""

    name = "text"
    title = "text files to copy from"
    endpoint = "Open a file, copy it, and put the customer's name into the greeting"

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Return a file for each reply."""
        return {f"text/{name}.txt": write_text(reply) for name, reply in name_files(replies)}


class TextExpanderExporter:
    """One file of snippets: type ;shortcut; anywhere."""

    name = "textexpander"
    title = "TextExpander"
    endpoint = "Import the file on textexpander.com, under Import/Export"

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Return the file of snippets."""
        file = io.StringIO()
        rows = csv.writer(file, lineterminator="\n")
        for name, reply in name_files(replies):
            rows.writerow([f";{name};", _write(reply), guard_cell(reply.name)])
        return {"textexpander/enquiry2article.csv": file.getvalue()}


def _write(reply: SavedReply) -> str:
    place = f"%filltext:name={reply.phrases['name_label'] or 'Name'}:default={find_stand_in(reply)}%"
    return guard_cell(write_text(reply, place, stands_in=True, guard=lambda text: text.replace("%", "%%")))
