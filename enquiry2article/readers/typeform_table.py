"""Reads Typeform's responses: one column for each question, between the response's token and its dates.

Source: files in public code, such as pandas scripts that drop "#", "Start Date (UTC)", "Submit Date (UTC)", "Network
ID".
"""

from __future__ import annotations

from typing import ClassVar

from enquiry2article.readers.product_table import ProductTable


class TypeformTable(ProductTable):
    """Reads Typeform's responses: questions without answers."""

    title = "Typeform's responses (.csv, .xlsx)"
    product = "Typeform"
    advice = (
        "Typeform collects questions only: the replies are in the mailbox that they were written from. Save that as "
        ".mbox and give both, or the mailbox alone."
    )
    fingerprints = ("#, Submit Date (UTC)", "#, Network ID", "Response Type, Submit Date (UTC)")
    columns: ClassVar = {
        "id": "#",
        "date": "Submit Date (UTC), Stage Date (UTC), Start Date (UTC)",
        "status": "Response Type",
        "tags": "Tags",
        "answer": "",
        "kind": "",
        "customer": "",
        "channel": "",
    }
    ignored = "Network ID, Ending"
    form = True
