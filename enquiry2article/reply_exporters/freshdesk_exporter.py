"""Freshdesk canned responses.

Source: https://developers.freshdesk.com/api/#canned-responses. A response belongs to a folder, whose number only the
account knows: say "freshdesk:NUMBER", or choose the folder when you send it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from enquiry2article.errors import PluginError, shorten
from enquiry2article.reply_exporters.request_bodies import write_bodies
from enquiry2article.saved_replies import SavedReply, part_braces, write_html

FOR_ALL_AGENTS = 0


class FreshdeskExporter:
    """A canned response each, for all agents."""

    name = "freshdesk"
    title = "Freshdesk canned responses (freshdesk:FOLDER puts them into the folder with that number)"
    endpoint = "POST https://YOUR-NAME.freshdesk.com/api/v2/canned_responses"

    def __init__(self, folder: str = "") -> None:
        """Take the number of the folder.

        Raises:
            PluginError: it is no number.
        """
        if folder and not (folder.isascii() and folder.isdigit()):
            raise PluginError(f'"{shorten(folder)}" is not the number of a Freshdesk folder; try freshdesk:123.')
        self._folder = {"folder_id": int(folder)} if folder else {}

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Give a body for each response."""
        return write_bodies("freshdesk", replies, self._make_body)

    def _make_body(self, reply: SavedReply) -> Mapping[str, object]:
        text = write_html(reply, "{{ticket.requester.firstname}}", guard=part_braces)
        return {
            "title": part_braces(reply.name),
            "content_html": text,
            "visibility": FOR_ALL_AGENTS,
            **self._folder,
        }
