"""Reads HubSpot's export of tickets. Its columns are the labels of the properties, which a house may rename.

Source: files in public code, and https://developers.hubspot.com/docs/api/crm/tickets for what the properties hold.
"""

from __future__ import annotations

from typing import ClassVar

from enquiry2article.readers.product_table import ProductTable


class HubspotTable(ProductTable):
    """Reads tables of HubSpot's tickets. "Resolution" there is a choice from a list, or what a house writes into it."""

    title = "HubSpot's tickets (.csv, .xlsx)"
    product = "HubSpot"
    advice = (
        "HubSpot's ticket export has no conversations: they come from its Conversations API only. The mail of the "
        "team's inbox, saved as .mbox or .eml, has the replies too."
    )
    fingerprints = (
        "Ticket name, Ticket status",
        "Ticket name, Pipeline",
        "Ticket name, Ticket description",
        "Record ID, Ticket name",
    )
    columns: ClassVar = {
        "id": "Ticket ID, Record ID, Record ID - Ticket",
        "question": "Ticket description",
        "subject": "Ticket name",
        "kind": "",
        "date": "Create date",
        "name": "Associated Contact, All associated contacts",
        "email": "All associated contact emails, Associated Contact Emails",
        "customer": "Associated Contact IDs",
        "agent": "Ticket owner",
        "status": "Ticket status",
        "channel": "Source",
        "tags": "Category",
    }
    ignored = "Pipeline, Associated Company (Primary), Associated Company"
