"""Chatwoot canned responses.

Sources: https://developers.chatwoot.com/api-reference/canned-responses (body; the short code is unique in an account),
https://www.chatwoot.com/docs/user-guide/features/template-variables/ (variables and what stands in for them).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from enquiry2article.reply_exporters.request_bodies import write_bodies
from enquiry2article.saved_replies import SavedReply, part_braces, tell_stand_in, write_markdown


class ChatwootExporter:
    """A canned response each, in Markdown."""

    name = "chatwoot"
    title = "Chatwoot canned responses"
    endpoint = "POST https://app.chatwoot.com/api/v1/accounts/YOUR-ACCOUNT/canned_responses"

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Give a body for each response."""
        return write_bodies("chatwoot", replies, _make_chatwoot_body)


def _make_chatwoot_body(reply: SavedReply) -> Mapping[str, object]:
    place = f"{{{{ contact.first_name || '{tell_stand_in(reply)}' }}}}"
    return {
        "short_code": reply.shortcut,
        "content": write_markdown(reply, place, stands_in=True, guard=part_braces),
    }
