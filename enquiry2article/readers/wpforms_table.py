"""Reads the entries of WPForms (WPForms > Entries > Export All).

Source: the export's list of additional fields in WPForms' own code: the labels of the fields, then "Entry ID",
"Entry Date", "Entry Notes" and the like. Gravity Forms uses some of these names too, and "Source Url" besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from enquiry2article.columns import normalise_name
from enquiry2article.readers.product_table import ProductTable

_OTHERS = frozenset({"sourceurl", "createdbyuserid", "transactionid"})


class WpformsTable(ProductTable):
    """Reads WPForms' entries: questions without answers. Its "Entry Notes" are a team's own."""

    title = "entries of WPForms (.csv, .xlsx)"
    product = "WPForms"
    advice = (
        "WPForms collects questions only: the replies are in the mailbox that gets its notifications. Save that as "
        ".mbox and give both, or the mailbox alone."
    )
    fingerprints = ("Entry ID, Unique Generated User ID", "Entry ID, Entry Notes", "Entry ID, Entry Date")
    columns: ClassVar = {
        "id": "Entry ID",
        "date": "Entry Date, Entry Date GMT",
        "personal": "User IP, Geolocation Details",
        "answer": "",
        "kind": "",
        "customer": "",
        "status": "",
        "channel": "",
    }
    ignored = "Entry Notes, Viewed, Starred, Type, User Agent, Unique Generated User ID, Payment Gateway Information"
    form = True

    def find_marks(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        """Give the columns that are WPForms', where none is another program's."""
        if any(normalise_name(name) in _OTHERS for name in header):
            return []
        return super().find_marks(header, rows)
