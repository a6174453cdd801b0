"""Gorgias macros.

Sources: https://developers.gorgias.com/reference/the-macro-object (body), https://docs.gorgias.com/macros/macro-variables
(a variable without a value leaves a blank, so the greeting has to read well without the name).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from enquiry2article.reply_exporters.request_bodies import write_bodies
from enquiry2article.saved_replies import SavedReply, part_braces, write_html, write_text

NAME = "{{ticket.customer.firstname}}"


class GorgiasExporter:
    """A macro each: it fills in a reply, and its tags."""

    name = "gorgias"
    title = "Gorgias macros"
    endpoint = "POST https://YOUR-NAME.gorgias.com/api/macros"

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Give a body for each macro."""
        return write_bodies("gorgias", replies, _make_gorgias_body)


def _make_gorgias_body(reply: SavedReply) -> Mapping[str, object]:
    words = {
        "body_text": write_text(reply, NAME, guard=part_braces),
        "body_html": write_html(reply, NAME, guard=part_braces),
    }
    actions = [{"type": "user", "title": "Reply", "name": "setResponseText", "arguments": words}]
    if reply.tags:
        tags = {"tags": ", ".join(reply.tags)}
        actions.append({"type": "user", "title": "Add tags", "name": "addTags", "arguments": tags})
    language = {"language": reply.language} if reply.language else {}
    return {"name": part_braces(reply.name), **language, "actions": actions}
