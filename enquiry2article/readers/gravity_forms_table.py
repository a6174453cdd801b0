"""Reads the entries of Gravity Forms (Forms > Import/Export > Export Entries).

Source: `add_default_export_fields` in export.php of Gravity Forms: the labels of the fields, then those of the entry. A
name or an address is several columns there: "Name (First)".
"""

from __future__ import annotations

from typing import ClassVar

from enquiry2article.readers.product_table import ProductTable


class GravityFormsTable(ProductTable):
    """Reads Gravity Forms' entries: questions without answers."""

    title = "entries of Gravity Forms (.csv)"
    product = "Gravity Forms"
    advice = (
        "Gravity Forms collects questions only: the replies are in the mailbox that gets its notifications. Save that "
        "as .mbox and give both, or the mailbox alone."
    )
    fingerprints = (
        "Entry Id, Entry Date, Source Url",
        "Entry Id, Created By (User Id)",
        "Entry Id, Entry Date, Transaction Id, User IP",
    )
    columns: ClassVar = {
        "id": "Entry Id",
        "date": "Entry Date",
        "personal": "User IP",
        "answer": "",
        "kind": "",
        "customer": "",
        "status": "",
        "channel": "",
    }
    ignored = "Source Url, User Agent, Created By (User Id), Payment Status, Payment Date, Date Updated, Post Id"
    form = True
