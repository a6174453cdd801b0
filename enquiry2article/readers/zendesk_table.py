"""Reads Zendesk's tables of tickets: the account export as CSV, and a view's export.

Source of the columns of the account export: public files and their importers; those of a view follow its own columns
and the agent's language. How to switch exports on: https://support.zendesk.com/hc/en-us/articles/4408886165402
"""

from __future__ import annotations

from typing import ClassVar

from enquiry2article.readers.product_table import ProductTable


class ZendeskTable(ProductTable):
    """Reads Zendesk's ticket tables, in which the subject is all that a customer wrote."""

    title = "Zendesk's tickets as a table (.csv)"
    product = "Zendesk"
    advice = (
        "Zendesk's CSV has no replies. Export JSON instead: Admin Center > Account > Tools > Reports > Export, after "
        "Zendesk's support has switched exports on; give the .zip as it is."
    )
    fingerprints = (
        "Summation column",
        "Requester id, Satisfaction Score, Group stations",
        "Requester id, Requester email, Assignee stations",
        "Subject, Requester, Requested, Assignee",
        "Subject, Requester, Requested, Group",
    )
    columns: ClassVar = {
        "id": "Id, Ticket ID",
        "subject": "Subject",
        "kind": "",
        "date": "Created at, Requested, Requested at",
        "name": "Requester",
        "email": "Requester email",
        "customer": "Requester id",
        "agent": "Assignee",
        "status": "Status, Ticket status",
        "channel": "Via, Channel",
        "tags": "Tags",
        "rating": "Satisfaction Score, Satisfaction",
    }
    ignored = "Group stations, Assignee stations, Submitter, Organization"
