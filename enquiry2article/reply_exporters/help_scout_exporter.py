"""Help Scout saved replies.

Source: https://developer.helpscout.com/mailbox-api/endpoints/mailboxes/saved_Replies/saved-replies-create: text is HTML
with line breaks, chatText is plain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from enquiry2article.reply_exporters.request_bodies import write_bodies
from enquiry2article.saved_replies import SavedReply, part_braces, tell_stand_in, write_html, write_text


class HelpScoutExporter:
    """A saved reply each, for mail and for chat."""

    name = "help-scout"
    title = "Help Scout saved replies"
    endpoint = "POST https://api.helpscout.net/v2/mailboxes/YOUR-INBOX/saved-replies"

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Give a body for each saved reply."""
        return write_bodies("help-scout", replies, _make_help_scout_body)


def _make_help_scout_body(reply: SavedReply) -> Mapping[str, object]:
    place = f"{{%customer.firstName,fallback={tell_stand_in(reply)}%}}"
    text = write_html(reply, place, stands_in=True, guard=part_braces)
    lines = text.removeprefix("<p>").removesuffix("</p>").replace("</p><p>", "<br /><br />").replace("<br>", "<br />")
    return {
        "name": part_braces(reply.name),
        "text": lines,
        "chatText": write_text(reply, place, stands_in=True, guard=part_braces),
    }
