"""Reads the archive that Discourse makes of one user's posts.

Source: app/jobs/regular/export_user_archive.rb of https://github.com/discourse/discourse. It holds that user's posts
only, deleted ones too. The address of a post tells its topic and its number in it: /t/SLUG/TOPIC/NUMBER.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from enquiry2article.export_records import ReadOptions
from enquiry2article.readers.product_table import Cell, ProductTable
from enquiry2article.readers.rows import Amend, Layout
from enquiry2article.readers.tables import Table

_POST = re.compile(r"/t/(?:[^/]+/)?(\d+)(?:/(\d+))?/?(?:\?.*)?$")
_ARCHIVE = re.compile(r"user_archive-(.{1,200})-\d{6}-\d+", re.IGNORECASE)


class DiscourseTable(ProductTable):
    """Reads a user's archive: as questions, unless --agent names the user."""

    title = "Discourse's archive of a user's posts (.csv)"
    product = "Discourse"
    advice = (
        "Discourse's archive holds one user's posts only. For questions with answers give each topic as JSON (its "
        "address with .json at the end), or a Data Explorer table of posts with --group-by-thread topic_id and "
        "--agent NAME."
    )
    fingerprints = ("post_raw, post_cooked", "topic_title, post_raw")
    columns: ClassVar = {
        "question": "post_raw, post_cooked",
        "subject": "topic_title",
        "tags": "categories",
        "date": "created_at",
        "answer": "",
        "kind": "",
        "id": "url",
        "email": "",
        "status": "",
        "channel": "",
        "rating": "",
    }
    ignored = "post_cooked"
    layout = Layout(messages=True)

    def make_amend(self, table: Table, options: ReadOptions) -> Amend | None:
        """Say of each post which topic it is of, and who wrote it where the archive's name tells whose it is."""
        owner = _ARCHIVE.search(table.file_name)
        agent = owner is not None and options.names_agent(owner[1])

        def amend(cell: Cell) -> Mapping[str, str]:
            found = _POST.search(cell("url"))
            return {"id": found[1] if found else "", "kind": "agent" if agent else "customer"}

        return amend
