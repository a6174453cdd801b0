"""Reads what the contact forms of Contact Form 7 have collected in Flamingo or CFDB7.

Source: includes/csv.php of https://github.com/rocklobster-in/flamingo: the columns are the field names of the newest
message and a translated "Date" at the end; dangerous cells begin with a sentence that `rows` takes away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from enquiry2article.export_records import ExportFile
from enquiry2article.readers.product_table import ProductTable
from enquiry2article.readers.rows import Layout
from enquiry2article.readers.table_files import glimpse_tables

_FILE = re.compile(r".*flamingo-inbound.*", re.IGNORECASE)


class FlamingoTable(ProductTable):
    """Reads Flamingo's inbound messages and CFDB7's entries: questions without answers."""

    title = "contact forms of Contact Form 7 (Flamingo, CFDB7)"
    product = "Contact Form 7"
    advice = (
        "Contact Form 7 collects questions only: the replies are in the mailbox that the form writes to. Save that as "
        ".mbox and give both, or the mailbox alone."
    )
    fingerprints = ("your-message", "cfdb7_status")
    columns: ClassVar = {
        "question": "your-message, your-question, your-comment, message, textarea-1",
        "name": "your-name, your-firstname, your-lastname",
        "email": "your-email",
        "subject": "your-subject",
        "phone": "your-tel, your-phone, tel-1",
        "date": "Date, Datum, Fecha, Data, Submitted on, form_date",
        "answer": "",
        "kind": "",
    }
    ignored = "cfdb7_status"
    form = True

    def recognise(self, file: ExportFile) -> str:
        """Say by which columns, or by which name, the file is known."""
        if _FILE.fullmatch(file.short_name) and any(len(glimpse.header) > 1 for glimpse in glimpse_tables(file)):
            return "it is called as Flamingo calls its exports"
        return super().recognise(file)

    def find_marks(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        """Give the columns by which the table is known, as it writes them."""
        # "Your message" may be anybody's question; the field of Contact Form 7 is written with its sign.
        return [name for name in header if name.strip() in self.fingerprints][:1]

    def lay_out(self, header: Sequence[str]) -> Layout:
        """Take the last column for the date, in whatever language it is called so."""
        layout = super().lay_out(header)
        columns = dict(layout.preset.columns)
        columns["date"] = (*columns["date"], *header[-1:])
        return replace(layout, preset=replace(layout.preset, columns=columns))
