"""Reads feeds, RSS and Atom, and the backup of a Blogger blog, which is one. Entries are read one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from enquiry2article.domain.post import FoundPost, PostContext, PostProblem, Withheld
from enquiry2article.posts.pages.metadata import read_date
from enquiry2article.posts.pages.paths import is_web_address
from enquiry2article.posts.readers.items import Item, finish_item
from enquiry2article.posts.readers.xml_stream import language_of, markup_of, name_of, stream_entries, text_of
from enquiry2article.text.encoding import decode_head

_START: Final = re.compile(r"<(?:rss|rdf:RDF|(?:\w+:)?feed)[\s>]", re.IGNORECASE)
_WORDPRESS: Final = re.compile(r"wordpress\.org/export/|<wp:wxr_version", re.IGNORECASE)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_KIND: Final = "http://schemas.google.com/g/2005#kind"


class FeedReader:
    """Reads RSS (all versions) and Atom."""

    title = "a feed (RSS, Atom)"

    def can_read(self, path: Path, head: bytes) -> bool:
        """Return whether this is a feed, by the name of its first element."""
        text = decode_head(head)
        first = re.search(r"<[A-Za-z]", text)
        return bool(first and _START.match(text, first.start()) and not _WORDPRESS.search(text))

    def read(self, path: Path, context: PostContext) -> Iterator[FoundPost | PostProblem]:
        """Yield each entry of the feed. A feed often holds only the newest posts."""
        channel = Channel()
        for entry in stream_entries(path):
            if isinstance(entry, PostProblem):
                yield entry
                continue
            name = name_of(entry)
            source = f"{path.as_posix()}:{entry.sourceline}"
            if name == "item":
                yield finish_item(_read_item(entry, source, channel), context)
            elif name == "entry":
                item = _read_entry(entry, source, channel)
                if item is not None:
                    yield finish_item(item, context)
            else:
                channel.learn(entry, name)


@dataclass(slots=True)
class Channel:
    """What a feed says of all its entries."""

    link: str = ""
    language: str = ""

    def learn(self, element: Any, name: str) -> None:
        """Take in one of the elements beside the entries."""
        if name == "link":
            alternate = element.get("rel", "alternate") == "alternate"
            link = text_of(element) or (element.get("href") or "" if alternate else "")
            self.link = self.link or link
        elif name in ("language", "dc:language"):
            self.language = self.language or text_of(element)


def join_link(base: str, link: str) -> str:
    """Return the whole address of a link that may be one within the site."""
    link = link.strip()
    if not link or _SCHEME.match(link) or not is_web_address(base):
        return link
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def _read_item(element: Any, source: str, channel: Channel) -> Item:
    texts: dict[str, str] = {}
    tags: list[str] = []
    link = ""
    for child in element:
        name = name_of(child)
        if name in ("category", "dc:subject"):
            tags.append(text_of(child))
        elif name == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            link = link or str(child.get("href"))
        elif name == "guid" and child.get("ispermalink", child.get("isPermaLink", "true")).lower() == "false":
            continue
        else:
            texts.setdefault(name, markup_of(child) if name in ("content:encoded", "description") else text_of(child))
    guid = texts.get("guid", "")
    link = texts.get("feedburner:origlink") or texts.get("link") or link or (guid if is_web_address(guid) else "")
    link = link or str(element.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about") or "")
    body = texts.get("content:encoded") or texts.get("description", "")
    date = texts.get("pubdate") or texts.get("dc:date") or texts.get("published", "")
    return Item(
        source=source,
        title=texts.get("title", ""),
        link=join_link(channel.link, link),
        html=body,
        description=texts.get("description", "") if texts.get("content:encoded") else "",
        language=texts.get("dc:language") or language_of(element) or channel.language,
        tags=tuple(tags),
        published=read_date(date),
    )


def _read_entry(element: Any, source: str, channel: Channel) -> Item | None:
    texts: dict[str, str] = {}
    tags: list[str] = []
    links: dict[str, str] = {}
    body = ""
    draft = False
    for child in element:
        name = name_of(child)
        if name == "category":
            if child.get("scheme") == _KIND and not str(child.get("term")).endswith(("#post", "#page")):
                return None  # a comment, a setting or a template of a Blogger blog
            if child.get("scheme") != _KIND:
                tags.append(str(child.get("label") or child.get("term") or ""))
        elif name == "link":
            links.setdefault(str(child.get("rel") or "alternate"), str(child.get("href") or ""))
        elif name == "content":
            body = markup_of(child)
        elif name == "app:control":
            draft = any(name_of(inner) == "app:draft" and text_of(inner) == "yes" for inner in child)
        else:
            texts.setdefault(name, markup_of(child) if name == "summary" else text_of(child))
    own = texts.get("id", "")
    link = texts.get("feedburner:origlink") or links.get("alternate") or (own if is_web_address(own) else "")
    return Item(
        source=source,
        title=texts.get("title", ""),
        link=join_link(channel.link, link),
        html=body or texts.get("summary", ""),
        description=texts.get("summary", "") if body else "",
        language=language_of(element) or channel.language,
        tags=tuple(tags),
        published=read_date(texts.get("published") or texts.get("updated") or texts.get("issued", "")),
        withheld=Withheld.DRAFT if draft else None,
    )
