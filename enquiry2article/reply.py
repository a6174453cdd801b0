"""The text a support person may paste when a post answers an enquiry. Nothing here sends anything."""

from __future__ import annotations

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
        """Give the reply for a matched enquiry, greeting its customer by `name` if given. Without a link, "".

        Raises:
            TemplateProblem: the template cannot be used.
        """
        if match.decision != "link" or match.post is None:
            return ""
        values = {"name": name, "gist": take_gist(match.post.text), "post": match.post}
        return render_template(self._environment, "reply.txt.j2", values)


def take_gist(body: str) -> str:
    """Give the first sentence or two of a post's first paragraph, as plain text."""
    for block in re.split(r"\n\s*\n", body.strip()):
        if block.startswith(("#", "*", "-", ">", "<", "|")):
            continue
        plain = re.sub(r"\\([^\w\s])", r"\1", " ".join(block.split()))
        plain = plain.replace("&lt;", "<").replace("&#123;", "{").replace("&#125;", "}").replace("&amp;", "&")
        gist: list[str] = []
        for sentence in split_sentences(plain):
            if gist and sum(len(s.split()) for s in gist) + len(sentence.split()) > MOST_WORDS:
                break
            gist.append(sentence)
            if len(gist) == 2:
                break
        return " ".join(gist)
    return ""
