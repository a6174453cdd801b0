"""Reads Help Scout's table of conversations, which has what they are about and nothing that was written.

Written from memory: the columns differ from report to report (https://docs.helpscout.com/article/46-reporting).
"""

from __future__ import annotations

from typing import ClassVar

from enquiry2article.readers.product_table import ProductTable


class HelpScoutTable(ProductTable):
    """Reads tables of Help Scout's conversations; a preview, where there is one, is cut."""

    title = "Help Scout's conversations as a table (.csv, .xlsx)"
    product = "Help Scout"
    advice = (
        "Help Scout's reports have no messages. Its Mailbox API gives the conversations with their threads as JSON; "
        "or forward a mailbox's mail to a program that saves it as .mbox or .eml."
    )
    fingerprints = (
        "Conversation Number, Customer Email, Subject",
        "Conversation #, Customer, Subject",
        "Number, Mailbox, Customer, Subject",
        "Number, Inbox, Customer, Subject",
        "Conversation ID, Mailbox, Customer Email, Subject",
        "Conversation ID, Inbox, Customer Email, Subject",
    )
    columns: ClassVar = {
        "id": "Conversation Number, Conversation #, Number, Conversation ID",
        "question": "Preview, Message",
        "subject": "Subject",
        "kind": "",
        "date": "Created At, Created, Created Date",
        "name": "Customer, Customer Name",
        "email": "Customer Email",
        "agent": "Assigned To, Assignee, User",
        "status": "Status",
        "channel": "Channel, Type",
        "tags": "Tags",
        "rating": "Rating, Happiness Rating",
    }
    ignored = "Comments, Rating Comments, Mailbox, Inbox"
