"""Knows exports of posts, in which nobody asks anything, and says where they belong.

Reads the comments under the posts of a WordPress site from its export (WXR).

Layout: https://github.com/WordPress/WordPress/blob/master/wp-admin/includes/export.php. A comment that answers none
begins an enquiry, those below it belong to it. The posts themselves ask nothing: `--posts` is for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from enquiry2article.domain.enquiry import Author, BadRow, Enquiry
from enquiry2article.domain.errors import UnknownFormat
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.domain.protocols import Reader
from enquiry2article.ingest.conversations.conversation import Conversation, Message, Person, build_enquiry, read_time
from enquiry2article.ingest.structured.json_head import read_head
from enquiry2article.ingest.structured.xml_records import find_root, name_of, read_elements, text_in, to_fields
from enquiry2article.ingest.values import Fields, text_of

_ROOTS = {"rss": "a feed", "feed": "a feed", "rdf:rdf": "a feed", "urlset": "a sitemap", "sitemapindex": "a sitemap"}

_HAS_COMMENTS: Final = b"<comment "
"""What no feed of posts has: who said what about an item, as trackers of issues export it."""


class PostExportsReader(Reader):
    """Recognises what holds posts: an export of Ghost, a feed, a sitemap."""

    title = "posts (Ghost, feeds, sitemaps): recognised, and pointed to --posts"

    def recognise(self, file: ExportFile) -> str:
        """Return by what a file is known to hold posts."""
        what = _name_kind(file)
        return f"it is {what}" if what else ""

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Refuse, and say what to do.

        Raises:
            UnknownFormat: always.
        """
        raise UnknownFormat(
            f"{file.name} is {_name_kind(file) or 'an export of posts'} and holds posts, not enquiries. Posts that are "
            "there already go with --posts; enquiries come from a helpdesk, a mailbox, a form or comments."
        )


def _name_kind(file: ExportFile) -> str:
    document = next(iter(read_head(file).values), None)
    if isinstance(document, dict):
        places = document.get("db")
        first = places[0] if isinstance(places, list) and places else document
        if isinstance(first, dict) and isinstance(first.get("meta"), dict) and isinstance(first.get("data"), dict):
            return "an export of Ghost" if "posts" in first["data"] or "exported_on" in first["meta"] else ""
        return "a feed" if str(document.get("version", "")).startswith("https://jsonfeed.org/") else ""
    if is_wordpress(file) or _HAS_COMMENTS in file.head:
        return ""
    return _ROOTS.get(find_root(file), "")


_MARKS: Final = (b"wordpress.org/export/", b"<wp:wxr_version")
_SPOKEN: Final = frozenset({"", "comment"})
"""Types of comments that somebody wrote; others are links from elsewhere, reviews, and notes of shops about orders."""
_DEEPEST: Final = 100
"""How many comments may stand below each other."""


def is_wordpress(file: ExportFile) -> bool:
    """Return whether a file is the export of a WordPress site."""
    return find_root(file) == "rss" and any(mark in file.head for mark in _MARKS)


class WordPressCommentsReader(Reader):
    """Reads the comments of a WordPress site."""

    title = "WordPress: comments in the export of a site (WXR, .xml)"
    advice = (
        "Nobody of the company answers a comment here: export again under Tools > Export > All content, or name your "
        "people with --agent."
    )

    def recognise(self, file: ExportFile) -> str:
        """Recognise the export by the marks at its beginning."""
        return "it begins as the export of a WordPress site" if is_wordpress(file) else ""

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Yield each thread of approved comments.

        Raises:
            UnknownFormat: there is no comment in the export.
            NoSuchFile: the file cannot be opened.
        """
        staff = _Staff()
        found = False
        for element in read_elements(file, ("item", "wp:author")):
            if isinstance(element, BadRow):
                yield element
            elif name_of(element) == "wp:author":
                staff.learn(to_fields(element))
            else:
                for thread in _read_item(element, staff):
                    found = True
                    yield build_enquiry(thread, f"{file.name}:{element.sourceline}", options)
        if not found:
            raise UnknownFormat(
                f"{file.name} holds posts and no comments under them, so there is no enquiry in it. "
                "Posts that are there already go with --posts."
            )


@dataclass(slots=True)
class _Staff:
    """Who writes for the site."""

    names: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)

    def learn(self, author: Fields) -> None:
        """Take in an author of the site."""
        shown = [text_of(author.get(f"wp:author_{key}")) for key in ("login", "display_name")]
        self.names |= {name.casefold() for name in shown} - {""}
        self.addresses |= {text_of(author.get("wp:author_email")).casefold()} - {""}

    def wrote(self, comment: Fields) -> bool:
        """Return whether one of them wrote a comment: who is logged in does, whoever else commands the address."""
        number = text_of(comment.get("wp:comment_user_id"))
        if text_of(comment.get("wp:comment_author_email")).casefold() in self.addresses:
            return True
        # Readers may have accounts too; where the export names its authors, an account alone is not enough.
        known = text_of(comment.get("wp:comment_author")).casefold() in self.names
        return number not in ("", "0") and (known or not self.names)


def _read_item(element: Any, staff: _Staff) -> Iterator[Conversation]:
    """Yield the threads of comments under a post."""
    title, comments = "", []
    for child in element:
        name = name_of(child)
        if name == "title":
            title = text_in(child)
        elif name == "wp:comment":
            comments.append(to_fields(child))
    shown = [
        comment
        for comment in comments
        if text_of(comment.get("wp:comment_approved")) == "1"
        and text_of(comment.get("wp:comment_type")) in _SPOKEN
        and text_of(comment.get("wp:comment_content"))
    ]
    parents = {text_of(comment.get("wp:comment_id")): text_of(comment.get("wp:comment_parent")) for comment in shown}
    threads: dict[str, list[Fields]] = {}
    for comment in shown:
        threads.setdefault(_find_root(text_of(comment.get("wp:comment_id")), parents), []).append(comment)
    for root, said in threads.items():
        yield _translate(root, said, title, staff)


def _find_root(id_: str, parents: dict[str, str]) -> str:
    """Return the comment that began a thread; an answer to one that is not shown begins its own."""
    for _ in range(_DEEPEST):
        above = parents.get(id_, "")
        if above not in parents:
            break
        id_ = above
    return id_


def _translate(root: str, said: Sequence[Fields], title: str, staff: _Staff) -> Conversation:
    messages, people = [], []
    for comment in said:
        ours = staff.wrote(comment)
        name, address = text_of(comment.get("wp:comment_author")), text_of(comment.get("wp:comment_author_email"))
        messages.append(
            Message(
                text=text_of(comment.get("wp:comment_content")),
                author=Author.AGENT if ours else Author.CUSTOMER,
                who=address or name,
                name=name,
                address="" if ours else address,
                at=read_time(comment.get("wp:comment_date_gmt")) or read_time(comment.get("wp:comment_date")),
            )
        )
        if not ours:
            people.append(Person(name=name, address=address))
    hidden = [text_of(comment.get(f"wp:comment_author_{key}")) for comment in said for key in ("ip", "url")]
    # The title of the post is no part of what is asked, but tells what the comment is about.
    return Conversation(
        id=root, messages=messages, customers=people, personal=hidden, channel="comment", tags=[title] if title else []
    )
