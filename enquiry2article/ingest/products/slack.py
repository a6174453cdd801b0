"""Reads the export of a Slack workspace: a zip or folder with a folder for each channel and a file for each day.

Layout: https://slack.com/help/articles/220556107-How-to-read-Slack-data-exports and
https://api.slack.com/events/message. The replies of a thread lie in the files of later days: a thread is told by its
channel and the time of its first message.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from enquiry2article.domain.enquiry import Author, BadRow, Enquiry
from enquiry2article.domain.errors import InputError
from enquiry2article.domain.export import ExportFile, ReadOptions
from enquiry2article.domain.protocols import Reader
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
from enquiry2article.ingest.values import Fields, dig, is_true, text_of

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}\.json")
_PEOPLE: Final = frozenset({"users.json", "org_users.json"})
_PRIVATE: Final = ("dms.json", "mpims.json")
"""Lists of talks between single people, which are nobody's enquiries."""
_MOMENT: Final = re.compile(r"\d{9,11}\.\d{4,7}")
_SPOKEN: Final = frozenset({"", "thread_broadcast", "file_share", "me_message"})
"""Subtypes of messages that somebody wrote; the others tell of joins, topics and deletions."""
_MARK: Final = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_MOST_KNOWN: Final = 500_000


class SlackReader(Reader):
    """Reads Slack's exports."""

    title = "Slack: export of a workspace (zip or folder)"
    gathers = True
    advice = (
        "In these channels nobody answers in threads: name the company's people with --agent, or give the folder of "
        "the channel in which your support works."
    )

    def recognise(self, file: ExportFile) -> str:
        """Recognise a folder or archive by its people and days, and the file of a day by its messages."""
        try:
            parts = file.parts
        except InputError:
            return ""  # a damaged archive, which is told when it is read
        if parts:
            names = {part.short_name for part in parts}
            days = any(_DAY.fullmatch(name) for name in names)
            return "it holds people and days as Slack writes them" if days and names & _PEOPLE else ""
        seen = next(iter(read_head(file).values), None)
        items = seen if isinstance(seen, list) else []
        messages = [item for item in items if isinstance(item, dict) and "ts" in item and "type" in item]
        known = bool(messages) and len(messages) == len(items)
        if not _DAY.fullmatch(file.short_name):
            # A day that was given another name, or a channel from the programming interface.
            known = known and all(_MOMENT.fullmatch(text_of(m["ts"])) and m["type"] == "message" for m in messages)
        return "it is a day of a channel as Slack writes it" if known else ""

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Yield each message as a part of its thread.

        Raises:
            NoSuchFile: a file cannot be opened.
        """
        parts = list(_list_parts(file))
        workspace = _Workspace(options)
        for part in parts:
            if part.short_name in _PEOPLE or part.short_name in _PRIVATE:
                yield from workspace.learn(part)
        days = [part for part in parts if part is file or _DAY.fullmatch(part.short_name)]
        for day in sorted(days, key=lambda part: (_name_channel(part), part.short_name)):
            channel = _name_channel(day)
            if channel in workspace.private:
                continue
            for item in read_records(day, locate_at(())):
                if isinstance(item, BadRow):
                    yield item
                elif (found := workspace.translate(item, channel)) is not None:
                    yield build_enquiry(found, item.source)


def _list_parts(file: ExportFile) -> Iterator[ExportFile]:
    """Yield the files in an export, or in several that are read together."""
    if not file.parts:
        yield file
    for part in file.parts:
        yield from _list_parts(part)


def _name_channel(day: ExportFile) -> str:
    """Return the folder that a day lies in, or "" for a day alone."""
    return day.name.rpartition("/")[0].rpartition("/")[2]


@dataclass(slots=True)
class _Workspace:
    """What is known of a workspace: its people, and who began each thread."""

    options: ReadOptions
    people: dict[str, Fields] = field(default_factory=dict)
    private: set[str] = field(default_factory=set)
    openers: dict[str, str] = field(default_factory=dict)

    def learn(self, part: ExportFile) -> Iterator[BadRow]:
        """Take in the people of the workspace, or the talks that are private."""
        for item in read_records(part, locate_at(())):
            if isinstance(item, BadRow):
                yield item
            elif part.short_name in _PEOPLE:
                self.people[text_of(item.record.get("id"))] = item.record
            else:
                self.private |= {text_of(item.record.get("id")), text_of(item.record.get("name"))} - {""}

    def translate(self, item: Placed, channel: str) -> Conversation | None:
        """Return what a message adds to its thread; None for what nobody wrote."""
        message = item.record
        subtype = text_of(message.get("subtype"))
        machine = subtype == "bot_message" or bool(text_of(message.get("bot_id")))
        ts = text_of(message.get("ts"))
        if text_of(message.get("type")) != "message" or not ts or is_true(message.get("hidden")):
            return None
        if subtype not in _SPOKEN and not machine:
            return None
        if machine and not text_of(message.get("thread_ts")):
            return None  # a machine that nobody answered
        who = text_of(message.get("user"))
        person = self.people.get(who, {})
        names = _name_person(person, message)
        root = text_of(message.get("thread_ts")) or ts
        thread = f"{channel}/{root}"
        opener = self._find_opener(thread, ts == root, who, text_of(message.get("parent_user_id")), machine)
        address = text_of(dig(person, "profile.email"))
        side = find_by_opener([who, *names, address], opener, self.options)
        if machine or is_true(person.get("is_bot")) or who == "USLACKBOT":
            side = Author.BOT
        text, mentioned = _read_text(text_of(message.get("text")), self.people)
        text = drop_address(text, mentioned)
        said = Message(text=text, author=side, who=who, name=next(iter(names), ""), at=read_time(ts))
        asker = [Person(name=name, address=address, id=who) for name in names] if side is Author.CUSTOMER else []
        return make_part(
            thread,
            said,
            customers=[*asker, *(Person(name=name) for name in mentioned)],
            personal=[address],
            channel=channel,
        )

    def _find_opener(self, thread: str, begins: bool, who: str, told: str, machine: bool) -> str:
        """Return who began a thread: the export says so in each reply, or the first message did."""
        if begins and not machine:
            if len(self.openers) >= _MOST_KNOWN:
                self.openers.clear()
            self.openers[thread] = who
        return told or self.openers.get(thread, "")


def _name_person(person: Fields, message: Fields) -> list[str]:
    """Return the names that somebody goes by, the one that is shown first."""
    profile: Any = message.get("user_profile")
    places = [person.get("profile"), person, profile]
    keys = ("real_name", "display_name", "name")
    names = [text_of(place.get(key)) for place in places if isinstance(place, dict) for key in keys]
    return list(dict.fromkeys(name for name in names if name))


def _read_text(text: str, people: Mapping[str, Fields]) -> tuple[str, list[str]]:
    """Return a text as people see it, and the names in it.

    >>> _read_text("<@U1>: see <https://x.test|the page> &amp; <#C1|help>", {"U1": {"real_name": "Ana"}})
    ('@Ana: see the page (https://x.test) & #help', ['Ana'])
    """
    mentioned: list[str] = []

    def show(mark: re.Match[str]) -> str:
        sign, value, label = mark[1], mark[2], mark[3] or ""
        if sign == "@":
            names = _name_person(people.get(value, {}), {})
            mentioned.extend(names or ([label] if label else []))
            return f"@{names[0] if names else label or 'somebody'}"
        if sign == "#":
            return f"#{label}" if label else "a channel"
        if sign == "!":
            return label if label.startswith("@") else f"@{label or value.partition('^')[0]}"
        address = value.removeprefix("mailto:").removeprefix("tel:")
        return address if not label or label in (address, value) else f"{label} ({address})"

    return html.unescape(_MARK.sub(show, text)), list(dict.fromkeys(mentioned))
