"""Reads the articles of help centres as their interfaces give them: Zendesk, Intercom, Help Scout, Freshdesk.

They differ in the names of a few keys, so that one table of names reads them all, and also what WordPress's interface
gives and any list of objects with an address and a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from enquiry2article.domain.post import FoundPost, PostContext, PostProblem, Withheld
from enquiry2article.posts.pages.metadata import read_date
from enquiry2article.posts.pages.paths import is_web_address, make_path
from enquiry2article.posts.readers.items import Item, finish_item
from enquiry2article.posts.readers.json_documents import load_json, read_json_head, walk_objects, word, words

_MARK: Final = re.compile(
    r'"(?:html_url|publicUrl|seo_data|folder_id|label_names|rendered|hits|solution_articles)"\s*:'
    r'|"type"\s*:\s*"article"|"(?:url|link|permalink)"\s*:\s*"https?:'
)
_TITLE: Final = re.compile(r'"(?:title|name)"\s*:')
_OTHERS: Final = re.compile(
    r'"(?:requester_id|requester|conversation_parts|comments|subject|ticket|tickets|threads|exported_on|dependencies)"\s*:'
    r"|jsonfeed\.org"
)
"""Keys of enquiries, which are no articles, and of what other readers read."""
_LINKS: Final = ("html_url", "publicUrl", "public_url", "url", "link", "permalink")
_BODIES: Final = ("body", "text", "html", "content", "content_html", "answer", "description_text")
_SKIP: Final = frozenset("users authors author brands sections user links _links stats statistics".split())
_FRESHDESK: Final = frozenset({"folder_id", "seo_data", "description_text", "hits"})


class HelpCentreReader:
    """Reads articles of a help centre in JSON."""

    title = "articles of a help centre (.json of Zendesk, Intercom, Help Scout, Freshdesk)"

    def can_read(self, path: Path, head: bytes) -> bool:
        """Return whether this looks like articles, and not like enquiries, which have some of the same keys."""
        text = read_json_head(path, head)
        return bool(_MARK.search(text) and _TITLE.search(text) and not _OTHERS.search(text))

    def read(self, path: Path, context: PostContext) -> Iterator[FoundPost | PostProblem]:
        """Yield each article, translations too."""
        document = load_json(path)
        if isinstance(document, PostProblem):
            yield document
            return
        number = 0
        skipped: set[int] = set()
        for record in walk_objects(document, _SKIP):
            if id(record) in skipped or not _is_article(record):
                continue
            number += 1
            source = f"{path.as_posix()}:{number}"
            yield finish_item(_read_article(record, source), context)
            for inner in _list_translations(record, skipped):
                if word(inner, "url") != word(record, "url"):
                    yield finish_item(_read_article(inner, source), context)


def _is_article(record: dict[str, Any]) -> bool:
    if not word(record, "title", "name"):
        return False
    if word(record, *_BODIES) or (record.keys() & _FRESHDESK and word(record, "description")):
        return True
    return bool(word(record, "title")) and _find_link(record) != ""


def _find_link(record: dict[str, Any]) -> str:
    links = (word(record, key) for key in _LINKS)
    return next((link for link in links if is_web_address(link) and "/api/" not in link), "")


def _list_translations(record: dict[str, Any], skipped: set[int]) -> list[dict[str, Any]]:
    """Return the translations that Intercom puts into an article, each with its language."""
    table = record.get("translated_content")
    found = []
    for language, inner in table.items() if isinstance(table, dict) else ():
        if isinstance(inner, dict):
            skipped.add(id(inner))
            if _is_article(inner):
                found.append({"locale": language, "created_at": record.get("created_at"), **inner})
    return found


def _read_article(record: dict[str, Any], source: str) -> Item:
    freshdesk = bool(record.keys() & _FRESHDESK)
    own = word(record, "id")
    body = word(record, *_BODIES[:-1]) or (word(record, "description") if freshdesk else "")
    seo = record.get("seo_data")
    date = word(record, "published_at", "date_gmt", "created_at", "createdAt", "date")
    described = "" if freshdesk else word(record, "description", "excerpt", "summary")
    return Item(
        source=source,
        title=word(record, "title", "name"),
        link=_find_link(record),
        slug=word(record, "slug"),
        id=own,
        usual=make_path("support", "solutions", "articles", own, end="") if freshdesk and own else "",
        html=body or word(record, "description_text"),
        description=described or (word(seo, "meta_description") if isinstance(seo, dict) else ""),
        language=word(record, "locale", "default_locale", "language", "lang"),
        tags=words(record, "label_names", "tags", "keywords"),
        published=read_date(date),
        withheld=_find_withheld(record),
        question_id=word(record, "question_id"),
    )


def _find_withheld(record: dict[str, Any]) -> Withheld | None:
    state = word(record, "status", "state").lower()
    draft = state in ("draft", "notpublished", "unpublished", "pending") or record.get("draft") is True
    # Freshdesk counts: 1 is a draft, 2 is published.
    if draft or (record.keys() & _FRESHDESK and state == "1"):
        return Withheld.DRAFT
    if state in ("future", "scheduled"):
        return Withheld.FUTURE
    segments = record.get("user_segment_id") or record.get("user_segment_ids")
    visibility = word(record, "visibility").lower()
    if (
        segments
        or state in ("private", "archived", "trash")
        or visibility not in ("", "1", "public", "all", "everyone")
    ):
        return Withheld.HIDDEN
    return None
