"""Plain text files, for every helpdesk that takes a pasted text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from enquiry2article.reply_exporters.request_bodies import name_files
from enquiry2article.saved_replies import SavedReply, write_text


class TextExporter:
    """A text file each, with a greeting that needs no name."""

    name = "text"
    title = "text files to copy from"
    endpoint = "Open a file, copy it, and put the customer's name into the greeting"

    def render(self, replies: Sequence[SavedReply]) -> Mapping[str, str]:
        """Give a file for each reply."""
        return {f"text/{name}.txt": write_text(reply) for name, reply in name_files(replies)}
