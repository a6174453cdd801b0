"""Reads the messages that the app Intercom Export writes, one a row.

Source: https://www.prodsight.ai/help-sub/intercomexport-help-center/getting-started/what-does-the-intercom-conversation-export-contain
"""

from __future__ import annotations

from typing import ClassVar

from enquiry2article.readers.product_table import ProductTable
from enquiry2article.readers.rows import Layout


class IntercomTable(ProductTable):
    """Reads tables of Intercom's messages; notes are told by the message's type, and times are in UTC."""

    title = "Intercom's messages as a table (.csv)"
    product = "Intercom"
    advice = (
        "This export has only what opened each conversation. In Intercom Export choose the message entries "
        "(full transcripts) instead of the conversation entries, or give the conversations of Intercom's API as JSON."
    )
    fingerprints = ("message_author_type, conversation_id", "message_body, conversation_id, message_type")
    columns: ClassVar = {
        "id": "conversation_id",
        "kind": "message_author_type",
        "question": "message_body",
        "answer": "",
        "private": "message_type",
        "date": "message_created_at, conversation_created_at",
        "name": "message_author_name",
        "email": "message_author_email",
        "customer": "",
        "agent": "",
        "status": "conversation_state",
        "tags": "conversation_tags",
        "channel": "",
    }
    ignored = "app_name, message_author_companies"
    layout = Layout(messages=True)
