"""Reads channels and threads of Discord as DiscordChatExporter saves them, one file each.

Layout: DiscordChatExporter.Core/Exporting/JsonMessageWriter.cs of https://github.com/Tyrrrz/DiscordChatExporter. A
thread, or a post of a forum, is one conversation, and its name the question. In other channels replies tell what
belongs together.

Reads what DiscordChatExporter saves of a channel as CSV, one message a row.

Source: CsvMessageWriter.cs of https://github.com/Tyrrrz/DiscordChatExporter; a first column MessageID came later.
Nobody's role is told there, so only --agent says who speaks for the company.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar, Final

from enquiry2article.domain.enquiry import Author, BadRow, Enquiry
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.domain.protocols import Reader
from enquiry2article.ingest.conversations.authors import STAFF_ROLE
from enquiry2article.ingest.conversations.conversation import (
    Conversation,
    Message,
    Person,
    build_enquiry,
    make_part,
    read_time,
)
from enquiry2article.ingest.conversations.openers import drop_address, find_by_opener
from enquiry2article.ingest.structured.json_head import read_head
from enquiry2article.ingest.structured.json_stream import Placed, locate_at, read_records
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

_SPOKEN: Final = frozenset({"Default", "Reply", "0", "19", ""})
"""Types of messages that somebody wrote; the others tell of members, pins and calls."""
_MOST_KNOWN: Final = 500_000
"""Messages of a channel whose conversation is remembered; a reply to an older one begins its own."""


class DiscordReader(Reader):
    """Reads what DiscordChatExporter saves as JSON."""

    title = "Discord: a channel or thread of DiscordChatExporter (JSON)"
    advice = (
        "In this channel nobody answers: name the company's people with --agent, or export the channel of your support."
    )

    def recognise(self, file: ExportFile) -> str:
        """Recognise the file by the server and the channel before the messages."""
        document = next(iter(read_head(file).values), None)
        known = (
            isinstance(document, dict)
            and all(isinstance(document.get(key), dict) for key in ("guild", "channel"))
            # Other programs put a server and a channel before lists of another shape.
            and not any(isinstance(value, list) for key, value in document.items() if key != "messages")
        )
        return "it begins with the server and the channel, as DiscordChatExporter writes them" if known else ""

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Yield each message as a part of its conversation.

        Raises:
            NoSuchFile: the file cannot be opened.
        """
        channel = _Channel(options)
        for item in read_records(file, locate_at(("messages",))):
            if isinstance(item, BadRow):
                yield item
            elif "messages" not in item.record and (found := channel.translate(item)) is not None:
                yield build_enquiry(found, item.source)


class _Channel:
    """What has been seen of a channel: which conversation each message is of, and who began it."""

    def __init__(self, options: ReadOptions) -> None:
        self._options = options
        self._roots: dict[str, str] = {}
        self._openers: dict[str, str] = {}

    def translate(self, item: Placed) -> Conversation | None:
        """Return what a message adds to its conversation; None for what nobody wrote."""
        message, around = item.record, item.frame.fields
        found = message.get("author")
        author: Fields = found if isinstance(found, dict) else {}
        if text_of(message.get("type")) not in _SPOKEN or not text_of(message.get("content")):
            return None
        threaded = "Thread" in text_of(dig(around, "channel.type"))
        root = text_of(dig(around, "channel.id")) if threaded else self._find_root(message)
        who = text_of(author.get("id"))
        names = [text_of(author.get("name")), text_of(author.get("nickname"))]
        if not is_true(author.get("isBot")):
            self._openers.setdefault(root, who)
        elif not threaded and root == text_of(message.get("id")):
            return None  # a machine that nobody has asked
        side = self._find_author(author, [who, *names], self._openers.get(root, ""))
        asks = side is Author.CUSTOMER
        # Whoever is mentioned is named in the text as well.
        mentioned = [first_text(one, ("nickname", "name")) for one in list_objects(message.get("mentions"))]
        said = Message(
            text=drop_address(text_of(message.get("content")), mentioned),
            author=side,
            who=who,
            name=names[1] or names[0],
            at=read_time(message.get("timestamp")),
        )
        return make_part(
            root,
            said,
            subject=text_of(dig(around, "channel.name")) if threaded else "",
            customers=[
                *([Person(name=name, id=who) for name in names if name] if asks else []),
                *(Person(name=name) for name in mentioned),
            ],
            channel=text_of(dig(around, "channel.category" if threaded else "channel.name")),
        )

    def _find_root(self, message: Fields) -> str:
        id_, answered = text_of(message.get("id")), text_of(dig(message, "reference.messageId"))
        root = self._roots.get(answered, id_)
        if len(self._roots) >= _MOST_KNOWN:
            self._roots.clear()
            self._openers.clear()
        self._roots[id_] = root
        return root

    def _find_author(self, author: Fields, people: list[str], opener: str) -> Author:
        if is_true(author.get("isBot")):
            return Author.BOT
        side = find_by_opener(people, opener, self._options)
        staff = any(STAFF_ROLE.search(label_of(role)) for role in list_objects(author.get("roles")))
        return Author.AGENT if staff and not self._options.agents else side


_TAIL = re.compile(r"#\d{1,4}$")
"""The number that Discord put behind names until 2023."""


class DiscordTable(ProductTable):
    """Reads a channel: a conversation ends where, after a reply, somebody else begins to ask."""

    title = "a Discord channel (DiscordChatExporter's .csv)"
    product = "Discord"
    advice = (
        "In DiscordChatExporter's CSV nobody's role is told: name the people of the company with --agent NAME, or "
        "export the channel as JSON, which tells roles and what is a reply to what."
    )
    fingerprints = ("AuthorID, Author, Date, Content",)
    columns: ClassVar = {
        "question": "Content",
        "name": "Author",
        "date": "Date",
        "customer": "AuthorID",
        "kind": "",
        "id": "",
        "answer": "",
        "email": "",
    }
    ignored = "Attachments, Reactions"
    layout = Layout(messages=True)

    def make_amend(self, table: Table, options: ReadOptions) -> Amend | None:
        """Return for each message who wrote it, and of which conversation of the channel it is."""
        channel = table.file_name.rpartition("/")[2].removesuffix(".csv")
        begun, answered, asking = 0, True, ""

        def amend(cell: Cell) -> Mapping[str, str]:
            nonlocal begun, answered, asking
            name = _TAIL.sub("", cell("Author"))
            agent = options.names_agent(name) or options.names_agent(cell("Author"))
            # Where nobody is known to answer, everybody else may be asking something of their own.
            open_ = answered or not options.agents
            if not begun or (not agent and open_ and name != asking):
                begun, answered, asking = begun + 1, False, "" if agent else name
            asking = asking or ("" if agent else name)
            answered = answered or agent
            return {"id": f"{channel}:{begun}", "name": name, "kind": "agent" if agent else "customer"}

        return amend
