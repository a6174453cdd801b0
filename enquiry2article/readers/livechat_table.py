"""Reads LiveChat's report of chats, which has one row for each chat and no transcript.

Source: importers of such files in public code. The names of its dates tell their zone ("chat start date
Europe/London"), and how many columns there are depends on the chats.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from enquiry2article.columns import normalise_name
from enquiry2article.readers.product_table import Cell, ProductTable
from enquiry2article.readers.rows import Layout

_DATE = re.compile(r"chat (creation|start) date .+", re.IGNORECASE)
_BEFORE = re.compile(r"pre chat: *(.+)", re.IGNORECASE)
_TAG = re.compile(r"tag \d+", re.IGNORECASE)
_PERSON = re.compile(r"e-?mail|mail|name|phone|telefon", re.IGNORECASE)


class LivechatTable(ProductTable):
    """Reads LiveChat's report; what a customer wrote is in the fields of the form before the chat, if anywhere."""

    title = "LiveChat's report of chats (.csv)"
    product = "LiveChat"
    advice = (
        "LiveChat's report has no transcripts. The chats themselves come from its API (list_archives) as JSON; or have "
        "the transcripts of chats sent by mail and give the mailbox."
    )
    fingerprints = ("operator 1 nick", "conferenceId, rate")
    columns: ClassVar = {
        "id": "conferenceId, chat id",
        "answer": "",
        "kind": "",
        "subject": "",
        "email": "pre chat: E-mail:, visitor email",
        "name": "pre chat: Name:, visitor nick, visitor name",
        "agent": "operator 1 nick",
        "rating": "rate",
        "channel": "",
        "status": "",
        "personal": "visitor ip",
    }
    ignored = "last rate comment, chat start url, referrer, group name, operator 1 id, operator 2 nick, operator 2 id"

    def find_marks(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        """Give the columns that are LiveChat's; the zone in the name of its dates differs."""
        dates = [name for name in header if _DATE.fullmatch(name.strip())]
        return dates[:1] or super().find_marks(header, rows)

    def lay_out(self, header: Sequence[str]) -> Layout:
        """Find the dates, whose names tell a zone, and the questions of the form before the chat."""
        layout = super().lay_out(header)
        dates = sorted((name for name in header if _DATE.fullmatch(name.strip())), key=lambda name: "start" in name)
        asked = [
            name
            for name in header
            if (found := _BEFORE.fullmatch(name.strip())) and not _PERSON.search(normalise_name(found[1]))
        ]
        columns = dict(layout.preset.columns)
        columns["date"] = tuple(dates)
        columns["question"] = tuple(asked)
        columns["tags"] = tuple(name for name in header if _TAG.fullmatch(name.strip()))
        return replace(layout, preset=replace(layout.preset, columns=columns))

    def amend(self, cell: Cell) -> Mapping[str, str]:
        """Give a rating without the word that makes it a sentence: "rated good"."""
        return {"rating": cell("rate").removeprefix("rated ").replace("not rated", "")}
