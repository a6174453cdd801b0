"""Reads the ticket lists of Freshdesk and its sister Freshservice, as CSV or Excel.

Source of the columns: importers of such files in public code; their case varies. What the list lacks:
https://support.freshdesk.com/support/solutions/articles/237880-list-all-tickets-with-conversations-using-api
"""

from __future__ import annotations

from typing import ClassVar

from enquiry2article.readers.product_table import ProductTable


class FreshdeskTable(ProductTable):
    """Reads ticket lists with the customer's first message, where "Description" was ticked, and without replies."""

    title = "Freshdesk's or Freshservice's ticket list (.csv, .xlsx)"
    product = "Freshdesk"
    advice = (
        "Freshdesk's ticket list has no replies, even with every field ticked. Take the account export instead: "
        "Admin > Account > Account Details > Export data; give the .zip as it is."
    )
    fingerprints = (
        "Ticket ID, Customer interactions",
        "Ticket ID, Agent interactions",
        "First response time (in hrs)",
        "Ticket ID, Resolution status, First response status",
        "Ticket ID, Created time, Source, Agent",
        "Ticket Id, Requester Email, Impact",
    )
    columns: ClassVar = {
        "id": "Ticket ID",
        "question": "Description",
        "subject": "Subject",
        "kind": "",
        "date": "Created time",
        "name": "Full name, Requester Name, Contact name",
        "email": "Email, Requester Email, Contact email",
        "phone": "Work phone, Mobile phone, Requester phone",
        "customer": "Contact ID",
        "agent": "Agent",
        "status": "Status",
        "channel": "Source",
        "tags": "Tags",
        "rating": "Survey results",
    }
    ignored = "Resolution status, First response status, Company name, Product"
