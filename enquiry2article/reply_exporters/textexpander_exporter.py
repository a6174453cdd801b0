"""Snippets for TextExpander as CSV: abbreviation, text, label.

Sources: https://textexpander.com/learn/using/snippets/advanced-snippet-elements (fill-ins),
https://textexpander.com/entry/why-do-percentage-signs-in-my-snippet-text-not-appear-when-it-is-expanded/ ("%%").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from enquiry2article.reply_exporters.request_bodies import name_files
from enquiry2article.saved_replies import SavedReply, tell_stand_in, write_text


class TextExpanderExporter:
    """One file of snippets: type ;shortcut; anywhere."""

    name = "textexpander"
    title = "TextExpander"
    endpoint = "Import the file on textexpander.com, under Import/Export"

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Give the file of snippets."""
        file = io.StringIO()
        rows = csv.writer(file, lineterminator="\n")
        for name, reply in name_files(replies):
            rows.writerow([f";{name};", _write(reply), _guard_cell(reply.name)])
        return {"textexpander/enquiry2article.csv": file.getvalue()}


def _write(reply: SavedReply) -> str:
    place = f"%filltext:name={reply.phrases['name_label'] or 'Name'}:default={tell_stand_in(reply)}%"
    return _guard_cell(write_text(reply, place, stands_in=True, guard=lambda text: text.replace("%", "%%")))


def _guard_cell(text: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
