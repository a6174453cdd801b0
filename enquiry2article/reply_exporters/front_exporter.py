"""Front message templates.

Sources: https://dev.frontapp.com/reference/create-message-template (body), https://help.front.com/en/articles/2306
(variables).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from enquiry2article.reply_exporters.request_bodies import write_bodies
from enquiry2article.saved_replies import SavedReply, part_braces, write_html


class FrontExporter:
    """A message template each, without a subject, so that it fits a reply."""

    name = "front"
    title = "Front message templates"
    endpoint = "POST https://api2.frontapp.com/message_templates"

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Give a body for each template."""
        return write_bodies("front", replies, _make_front_body)


def _make_front_body(reply: SavedReply) -> Mapping[str, object]:
    text = write_html(reply, "{{recipient.first_name}}", guard=part_braces)
    return {"name": part_braces(reply.name), "body": text}
