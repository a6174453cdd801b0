"""Request bodies as files of JSON, one for each reply: `curl --data @file` sends one as it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from enquiry2article.saved_replies import SavedReply
from enquiry2article.slugs import make_slug


def write_bodies(
    folder: str, replies: Sequence[SavedReply], make_body: Callable[[SavedReply], Mapping[str, object]]
) -> dict[str, str]:
    """Give a file for each reply, named by its shortcut."""
    return {
        f"{folder}/{name}.json": json.dumps(make_body(reply), ensure_ascii=False, indent=2) + "\n"
        for name, reply in name_files(replies)
    }


def name_files(replies: Sequence[SavedReply]) -> Iterator[tuple[str, SavedReply]]:
    """Give each reply with a file's name of its own, without the ending; nothing in it can lead elsewhere."""
    taken: set[str] = set()
    for reply in replies:
        name = make_slug(reply.shortcut, taken)
        taken.add(name)
        yield name, reply
