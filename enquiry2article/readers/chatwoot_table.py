"""Reads Chatwoot's messages as its database gives them, one a row: the product itself exports reports only.

Source: the columns of `messages` as in app/views/api/v1/models/_message.json.jbuilder of
https://github.com/chatwoot/chatwoot; message_type is 0 for incoming, 1 for outgoing, 2 for activity, 3 for a template.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from enquiry2article.columns import normalise_name
from enquiry2article.readers.product_table import Cell, ProductTable
from enquiry2article.readers.rows import Layout


class ChatwootTable(ProductTable):
    """Reads tables of Chatwoot's messages; those marked private are notes."""

    title = "Chatwoot's messages as a table (.csv)"
    product = "Chatwoot"
    advice = (
        "This table has no messages that went out. Chatwoot's reports hold none at all: export the table `messages` "
        "with conversation_id, content, message_type, private and created_at, or give its API's messages as JSON."
    )
    fingerprints = (
        "content, message_type, conversation_id, private",
        "content, message_type, conversation_id, inbox_id",
    )
    columns: ClassVar = {
        "id": "conversation_id",
        "kind": "message_type",
        "question": "content",
        "answer": "",
        "private": "private",
        "date": "created_at",
        "name": "sender_name",
        "email": "sender_email",
        "customer": "",
        "agent": "",
        "status": "",
        "channel": "inbox_name",
    }
    layout = Layout(messages=True)

    def amend(self, cell: Cell) -> Mapping[str, str]:
        """Say what a word for the type means, and that an agent bot is no person."""
        word = normalise_name(cell("message_type"))
        given = {"kind": _KINDS[word]} if word in _KINDS else {}
        if normalise_name(cell("sender_type")) in ("agentbot", "captainassistant"):
            given["kind"] = "bot"
        return given


_KINDS = {"incoming": "customer", "outgoing": "agent", "activity": "system", "template": "system"}
