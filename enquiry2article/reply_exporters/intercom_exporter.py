"""Intercom macros.

Source: https://developers.intercom.com/docs/references/preview/rest-api/api.intercom.io/macros/createmacro (API version
"Preview"): body is HTML, in which the name's place is a tag of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from enquiry2article.reply_exporters.request_bodies import write_bodies
from enquiry2article.saved_replies import SavedReply, part_braces, tell_stand_in, write_html


class IntercomExporter:
    """A macro each."""

    name = "intercom"
    title = "Intercom macros"
    endpoint = "POST https://api.intercom.io/macros, with the header Intercom-Version: Preview"

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Give a body for each macro."""
        return write_bodies("intercom", replies, _make_intercom_body)


def _make_intercom_body(reply: SavedReply) -> Mapping[str, object]:
    place = f'<attribute key="first_name" default="{tell_stand_in(reply)}"/>'
    return {
        "name": part_braces(reply.name),
        "body": write_html(reply, place, stands_in=True, guard=part_braces),
    }
