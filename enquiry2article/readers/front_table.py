"""Reads Front's export of messages, one a row.

Source of the columns: the list that Front's API takes for an export (https://dev.frontapp.com/reference/analytics).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from enquiry2article.columns import tell_kind
from enquiry2article.readers.product_table import Cell, ProductTable, is_yes
from enquiry2article.readers.rows import Layout


class FrontTable(ProductTable):
    """Reads tables of Front's messages, whose texts are cut previews; automatic replies are a machine's."""

    title = "Front's messages as a table (.csv)"
    product = "Front"
    advice = (
        "This export has no replies, and what it has of each message is a cut preview (the column Extract). Front's "
        "API gives whole messages as JSON; or take Analytics > Export > Messages for all directions to have the "
        "previews."
    )
    fingerprints = ("Segment ID, Extract, Direction", "Conversation ID, Direction, Extract")
    columns: ClassVar = {
        "id": "Conversation ID, Conversation API ID",
        "kind": "Direction",
        "question": "Extract",
        "subject": "Subject",
        "answer": "",
        "date": "Message date",
        "name": "Contact name",
        "email": "Contact handle",
        "agent": "Author",
        "customer": "",
        "status": "Ticket status name, Status",
        "channel": "Inbox",
        "tags": "Tags",
        "rating": "Survey rating",
    }
    ignored = "Segment, Account names, Survey comment"
    layout = Layout(messages=True)

    def amend(self, cell: Cell) -> Mapping[str, str]:
        """Say that an automatic reply is no person's, and that the contact does not write what goes out to them."""
        if is_yes(cell("Autoreply")):
            return {"kind": "bot", "name": "", "email": ""}
        return {} if tell_kind(cell("Direction")) == "customer" else {"name": "", "email": ""}
