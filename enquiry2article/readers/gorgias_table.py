"""Reads Gorgias' export of a view: one row for each ticket, without messages. Written from memory."""

from __future__ import annotations

from typing import ClassVar

from enquiry2article.readers.product_table import ProductTable


class GorgiasTable(ProductTable):
    """Reads tables of Gorgias' tickets."""

    title = "Gorgias' tickets as a table (.csv)"
    product = "Gorgias"
    advice = (
        "Gorgias' CSV has no messages. Its API gives the tickets with their messages as JSON (/api/tickets and "
        "/api/messages); the mailbox behind Gorgias, saved as .mbox, has the replies too."
    )
    fingerprints = (
        "Initial channel, Last used integration type",
        "Number of customer messages, Number of agent messages",
        "Ticket ID, Initial channel, Customer email",
    )
    columns: ClassVar = {
        "id": "Ticket ID, Ticket number, ID",
        "question": "First message, Excerpt",
        "subject": "Subject, Ticket subject",
        "kind": "",
        "date": "Created at, Creation date, Created datetime, Created",
        "name": "Customer name, Customer",
        "email": "Customer email",
        "agent": "Assignee name, Assignee, Assigned agent",
        "status": "Status",
        "channel": "Initial channel, Channel",
        "tags": "Tags",
        "rating": "Survey score, Satisfaction score",
    }
    ignored = "Survey comment, Last used integration name, Last used integration address"
