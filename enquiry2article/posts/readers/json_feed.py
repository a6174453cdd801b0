"""Reads JSON Feed (jsonfeed.org, versions 1 and 1.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from enquiry2article.domain.post import FoundPost, PostContext, PostProblem
from enquiry2article.posts.pages.metadata import read_date
from enquiry2article.posts.readers.feeds import join_link
from enquiry2article.posts.readers.items import Item, finish_item
from enquiry2article.posts.readers.json_documents import list_of, load_json, read_json_head, word, words

_VERSION: Final = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org')


class JsonFeedReader:
    """Reads JSON Feed."""

    title = "a feed (JSON Feed)"

    def can_read(self, path: Path, head: bytes) -> bool:
        """Return whether this is a JSON Feed, by the version it names."""
        return bool(_VERSION.search(read_json_head(path, head)))

    def read(self, path: Path, context: PostContext) -> Iterator[FoundPost | PostProblem]:
        """Yield each item of the feed."""
        document = load_json(path)
        if isinstance(document, PostProblem) or not isinstance(document, dict):
            yield document if isinstance(document, PostProblem) else _no_feed(path)
            return
        home, language = word(document, "home_page_url"), word(document, "language")
        for number, record in enumerate(list_of(document.get("items")), start=1):
            own = word(record, "url") or (word(record, "id") if word(record, "id").startswith("http") else "")
            item = Item(
                source=f"{path.as_posix()}:{number}",
                title=word(record, "title"),
                link=join_link(home, own),
                id=word(record, "id"),
                html=word(record, "content_html"),
                text=word(record, "content_text"),
                description=word(record, "summary"),
                language=word(record, "language") or language,
                tags=words(record, "tags"),
                published=read_date(word(record, "date_published")),
            )
            yield finish_item(item, context)


def _no_feed(path: Path) -> PostProblem:
    return PostProblem(source=path.as_posix(), reason="it holds no feed")
