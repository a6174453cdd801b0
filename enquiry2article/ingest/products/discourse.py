"""Reads topics of a Discourse forum as they stand at /t/ID.json.

Layout: https://docs.discourse.org/#tag/Topics/operation/getTopic. Types of posts: 1 regular, 2 moderator action, 3
small action, 4 whisper among staff. The plugin Solved adds "accepted_answer".

Reads the archive that Discourse makes of one user's posts.

Source: app/jobs/regular/export_user_archive.rb of https://github.com/discourse/discourse. It holds that user's posts
only, deleted ones too. The address of a post tells its topic and its number in it: /t/SLUG/TOPIC/NUMBER.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from enquiry2article.domain.enquiry import Author
from enquiry2article.domain.export import ReadOptions
from enquiry2article.ingest.conversations.conversation import Conversation, Message, Person, read_time
from enquiry2article.ingest.conversations.internal_notes import is_internal
from enquiry2article.ingest.structured.json_product import JsonProduct
from enquiry2article.ingest.structured.json_stream import Frame
from enquiry2article.ingest.tables.column_choice import Layout
from enquiry2article.ingest.tables.product_table import Cell, ProductTable
from enquiry2article.ingest.tables.rows import Amend
from enquiry2article.ingest.tables.table import Table
from enquiry2article.ingest.values import (
    Fields,
    dig,
    first_text,
    is_true,
    label_of,
    list_objects,
    text_of,
)

_STAFF: Final = ("staff", "moderator", "admin")
_MACHINES: Final = frozenset({"-1", "-2"})
"""The ids of "system" and of Discobot."""
_ADDRESSED: Final = re.compile(r"\A(\s*<p>)?\s*(?:(?:<a class=\"mention[^>]*>@[^<]*</a>|@[\w.-]+)[\s,:]*)+(?=[^\s<])")
"""The mentions with which a post begins: they say to whom it goes and nothing of what it says."""


class DiscourseReader(JsonProduct):
    """Reads Discourse's topics."""

    title = "Discourse: topics of a forum (JSON)"
    mark = "its topics are Discourse's: posts in a “post_stream”"
    advice = (
        "A user's archive of Discourse holds that user's posts only: save the topics themselves, whose addresses with "
        ".json at the end give them with all their posts."
    )
    lists = ("topics",)

    def fits(self, record: Fields, frame: Fields) -> bool:
        """Recognise a topic by its stream of posts."""
        return isinstance(dig(record, "post_stream.posts"), list)

    def translate(self, record: Fields, frame: Frame) -> Conversation | None:
        """Return what a topic holds. The staff and the accepted answer answer; without either, whoever did not ask."""
        found = dig(record, "post_stream.posts")
        posts = list_objects(found)
        posts.sort(key=_number)
        opener = text_of(posts[0].get("username")) if posts else ""
        told = any(_is_answer(post) for post in posts if text_of(post.get("username")) != opener)
        tags = record.get("tags")
        return Conversation(
            id=text_of(record.get("id")),
            subject=first_text(record, ("title", "fancy_title")),
            received=read_time(record.get("created_at")),
            messages=[_read_post(post, opener, told) for post in posts],
            customers=[_read_person(posts)],
            channel="forum",
            status="closed" if is_true(record.get("closed")) else "",
            tags=[text_of(tag) or label_of(tag) for tag in tags] if isinstance(tags, list) else [],
        )


def _number(post: Fields) -> int:
    number: Any = post.get("post_number")
    return number if isinstance(number, int) else 1 << 30


def _is_answer(post: Fields) -> bool:
    return is_true(post.get("accepted_answer")) or any(is_true(post.get(key)) for key in _STAFF)


def _read_post(post: Fields, opener: str, told: bool) -> Message:
    who = text_of(post.get("username"))
    author = Author.AGENT if who != opener and (not told or _is_answer(post)) else Author.CUSTOMER
    if text_of(post.get("post_type")) in ("2", "3") or text_of(post.get("action_code")):
        author = Author.SYSTEM
    elif text_of(post.get("user_id")) in _MACHINES:
        author = Author.BOT
    elif is_true(post.get("user_deleted")) or text_of(post.get("deleted_at")):
        author = Author.SYSTEM
    return Message(
        text=_ADDRESSED.sub(r"\1", first_text(post, ("cooked", "raw"))),
        author=author,
        internal=text_of(post.get("post_type")) == "4" or is_true(post.get("hidden")) or is_internal(post),
        who=who,
        name=text_of(post.get("name")) or who,
        at=read_time(post.get("created_at")),
    )


def _read_person(posts: Sequence[Fields]) -> Person:
    """Return who began a topic."""
    first: Fields = posts[0] if posts else {}
    return Person(name=first_text(first, ("name", "username")), id=text_of(first.get("username")))


_POST = re.compile(r"/t/(?:[^/]+/)?(\d+)(?:/(\d+))?/?(?:\?.*)?$")
_ARCHIVE = re.compile(r"user_archive-(.{1,200})-\d{6}-\d+", re.IGNORECASE)


class DiscourseTable(ProductTable):
    """Reads a user's archive: as questions, unless --agent names the user."""

    title = "Discourse's archive of a user's posts (.csv)"
    product = "Discourse"
    advice = (
        "Discourse's archive holds one user's posts only. For questions with answers give each topic as JSON (its "
        "address with .json at the end), or a Data Explorer table of posts with --group-by-thread topic_id and "
        "--agent NAME."
    )
    fingerprints = ("post_raw, post_cooked", "topic_title, post_raw")
    columns: ClassVar = {
        "question": "post_raw, post_cooked",
        "subject": "topic_title",
        "tags": "categories",
        "date": "created_at",
        "answer": "",
        "kind": "",
        "id": "url",
        "email": "",
        "status": "",
        "channel": "",
        "rating": "",
    }
    ignored = "post_cooked"
    layout = Layout(messages=True)

    def make_amend(self, table: Table, options: ReadOptions) -> Amend | None:
        """Return for each post which topic it is of, and who wrote it where the archive's name tells whose it is."""
        owner = _ARCHIVE.search(table.file_name)
        agent = owner is not None and options.names_agent(owner[1])

        def amend(cell: Cell) -> Mapping[str, str]:
            found = _POST.search(cell("url"))
            return {"id": found[1] if found else "", "kind": "agent" if agent else "customer"}

        return amend
