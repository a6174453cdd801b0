"""Zendesk macros.

Sources: https://developer.zendesk.com/api-reference/ticketing/business-rules/macros/ (body),
https://support.zendesk.com/hc/en-us/articles/4408883291290 (Liquid in the comment of a macro).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from enquiry2article.reply_exporters.request_bodies import write_bodies
from enquiry2article.saved_replies import SavedReply, part_braces, tell_stand_in, write_html


class ZendeskExporter:
    """A macro each: it fills in a public reply, and its tags, and neither sends nor closes anything."""

    name = "zendesk"
    title = "Zendesk macros"
    endpoint = "POST https://YOUR-NAME.zendesk.com/api/v2/macros"

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Give a body for each macro."""
        return write_bodies("zendesk", replies, _make_zendesk_body)


def _make_zendesk_body(reply: SavedReply) -> Mapping[str, object]:
    known = "{% if ticket.requester.first_name != blank %}{{ticket.requester.first_name}}"
    place = f"{known}{{% else %}}{tell_stand_in(reply)}{{% endif %}}"
    text = write_html(reply, place, stands_in=True, guard=part_braces)
    actions = [{"field": "comment_value_html", "value": text}, {"field": "comment_mode_is_public", "value": "true"}]
    if reply.tags:
        actions.append({"field": "current_tags", "value": " ".join(reply.tags)})
    # Two colons in a title make a folder.
    return {"macro": {"title": part_braces(reply.name).replace("::", ": :"), "active": True, "actions": actions}}
