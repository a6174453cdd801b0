"""The text a support person may paste when a post answers an enquiry. Nothing here sends anything."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from pathlib import Path

from enquiry2article.records import Match
from enquiry2article.templating import open_templates, render_template
from enquiry2article.text import split_sentences

MOST_WORDS = 45


class ReplyWriter:
    """Writes replies from the template `reply.txt.j2`; `folders` are looked into before our own."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self._environment = open_templates(folders)

    def write(self, match: Match, *, name: str = "") -> str:
        """Give the reply for a matched enquiry, greeting its customer by `name` if given.

        Gives "" without a link, and for a post that has no answer yet: nobody is sent to an outline.

        Raises:
            TemplateProblem: the template cannot be used.
        """
        if match.decision != "link" or match.post is None:
            return ""
        gist = take_gist(match.post.text)
        if not gist:
            return ""
        values = {"name": name, "gist": gist, "post": match.post}
        return render_template(self._environment, "reply.txt.j2", values)


def take_gist(body: str) -> str:
    """Give the first sentence or two of a post, as plain text; "" where it begins with anything but a paragraph.

    The outline of an article that still has to be written begins with a note in italics, so it has no gist.
    """
    blocks = [block for block in re.split(r"\n\s*\n", body.strip()) if not block.startswith("#")]
    block = blocks[0] if blocks else ""
    if block.startswith("1. "):  # a procedure: its first step says how it begins
        block = block.split("\n", 1)[0].removeprefix("1. ")
    if block.startswith(("*", "-", ">", "<", "|")):
        return ""
    plain = re.sub(r"\\([^\w\s])", r"\1", html.unescape(" ".join(block.split())))
    gist: list[str] = []
    for sentence in split_sentences(plain)[:2]:
        if gist and sum(len(s.split()) for s in gist) + len(sentence.split()) > MOST_WORDS:
            break
        gist.append(sentence)
    return " ".join(gist)
