"""Reads what DiscordChatExporter saves of a channel as CSV, one message a row.

Source: CsvMessageWriter.cs of https://github.com/Tyrrrz/DiscordChatExporter; a first column MessageID came later.
Nobody's role is told there, so only --agent says who speaks for the company.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from enquiry2article.export_records import ReadOptions
from enquiry2article.readers.product_table import Cell, ProductTable
from enquiry2article.readers.rows import Amend, Layout
from enquiry2article.readers.tables import Table

_TAIL = re.compile(r"#\d{1,4}$")
"""The number that Discord put behind names until 2023."""


class DiscordTable(ProductTable):
    """Reads a channel: a conversation ends where, after a reply, somebody else begins to ask."""

    title = "a Discord channel (DiscordChatExporter's .csv)"
    product = "Discord"
    advice = (
        "In DiscordChatExporter's CSV nobody's role is told: name the people of the company with --agent NAME, or "
        "export the channel as JSON, which tells roles and what is a reply to what."
    )
    fingerprints = ("AuthorID, Author, Date, Content",)
    columns: ClassVar = {
        "question": "Content",
        "name": "Author",
        "date": "Date",
        "customer": "AuthorID",
        "kind": "",
        "id": "",
        "answer": "",
        "email": "",
    }
    ignored = "Attachments, Reactions"
    layout = Layout(messages=True)

    def make_amend(self, table: Table, options: ReadOptions) -> Amend | None:
        """Say of each message who wrote it, and of which conversation of the channel it is."""
        channel = table.file_name.rpartition("/")[2].removesuffix(".csv")
        begun, answered, asking = 0, True, ""

        def amend(cell: Cell) -> Mapping[str, str]:
            nonlocal begun, answered, asking
            name = _TAIL.sub("", cell("Author"))
            agent = options.names_agent(name) or options.names_agent(cell("Author"))
            # Where nobody is known to answer, everybody else may be asking something of their own.
            open_ = answered or not options.agents
            if not begun or (not agent and open_ and name != asking):
                begun, answered, asking = begun + 1, False, "" if agent else name
            asking = asking or ("" if agent else name)
            answered = answered or agent
            return {"id": f"{channel}:{begun}", "name": name, "kind": "agent" if agent else "customer"}

        return amend
