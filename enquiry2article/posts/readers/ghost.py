"""Reads the export of a Ghost site, and what its content API gives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any, Final

from enquiry2article.domain.post import FoundPost, PostContext, PostProblem, Withheld
from enquiry2article.posts.pages.metadata import read_date
from enquiry2article.posts.pages.paths import make_path
from enquiry2article.posts.readers.items import Item, finish_item
from enquiry2article.posts.readers.json_documents import (
    list_of,
    load_json,
    read_json_head,
    walk_objects,
    word,
    words,
)

_EXPORT: Final = re.compile(r'"(?:exported_on|posts_meta|posts_tags|mobiledoc|lexical|feature_image)"\s*:')
_MARK_OF_SITE: Final = "__GHOST_URL__"
_STATES: Final = {"published": None, "scheduled": Withheld.FUTURE, "sent": Withheld.HIDDEN}


class GhostReader:
    """Reads Ghost's JSON."""

    title = "an export of Ghost (.json)"

    def can_read(self, path: Path, head: bytes) -> bool:
        """Return whether this is such an export, by keys that only Ghost has."""
        text = read_json_head(path, head)
        return bool(_EXPORT.search(text)) and ('"posts"' in text or '"db"' in text or '"data"' in text)

    def read(self, path: Path, context: PostContext) -> Iterator[FoundPost | PostProblem]:
        """Yield each post and page of the export."""
        document = load_json(path)
        if isinstance(document, PostProblem):
            yield document
            return
        tables = _find_tables(document)
        if tables is None:
            yield PostProblem(source=path.as_posix(), reason="it holds no posts")
            return
        meta = {word(row, "post_id"): row for row in list_of(tables.get("posts_meta"))}
        names = {word(row, "id"): word(row, "name") for row in list_of(tables.get("tags"))}
        filed: dict[str, list[str]] = {}
        for row in list_of(tables.get("posts_tags")):
            filed.setdefault(word(row, "post_id"), []).append(names.get(word(row, "tag_id"), ""))
        settings = {word(row, "key"): word(row, "value") for row in list_of(tables.get("settings"))}
        language = settings.get("locale") or settings.get("lang", "")
        for number, record in enumerate(list_of(tables.get("posts")), start=1):
            own = word(record, "id")
            source = f"{path.as_posix()}:{number}"
            yield finish_item(_read_post(record, source, meta.get(own, {}), filed.get(own, []), language), context)


def _find_tables(document: Any) -> Mapping[str, Any] | None:
    for own in walk_objects(document, frozenset({"posts"}), most=1000):
        if isinstance(own.get("posts"), list):
            return own
    return None


def _read_post(record: dict[str, Any], source: str, meta: Mapping[str, Any], tags: list[str], language: str) -> Item:
    slug = word(record, "slug")
    hidden = word(record, "visibility") not in ("", "public") or meta.get("email_only") in (1, True)
    # What the API gives holds no state: it gives published posts only.
    state = _STATES.get(word(record, "status") or "published", Withheld.DRAFT)
    link = word(record, "url")
    html = word(record, "html").replace(_MARK_OF_SITE, "")
    return Item(
        source=source,
        title=word(record, "title"),
        link="" if _MARK_OF_SITE in link else link,
        slug=slug,
        id=word(record, "id"),
        usual=make_path(slug) if slug else "",
        html=html or _render_lexical(word(record, "lexical")) or _render_mobiledoc(word(record, "mobiledoc")),
        text=word(record, "plaintext"),
        description=word(record, "custom_excerpt") or word(meta, "meta_description") or word(record, "excerpt"),
        language=word(record, "locale") or language,
        tags=(*filter(None, tags), *words(record, "tags")),
        published=read_date(word(record, "published_at")),
        withheld=state or (Withheld.HIDDEN if hidden else None),
        question_id=word(record, "question_id"),
    )


def _render_lexical(text: str) -> str:
    """Make HTML of the words of a Lexical document, block by block."""
    try:
        document = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return ""
    blocks = []
    for own in walk_objects(document, frozenset({"children"}), most=10):
        for block in list_of(own.get("children")):
            said = "".join(word(inner, "text") + " " for inner in walk_objects(block, frozenset()) if "text" in inner)
            tag = str(block.get("tag")) if re.fullmatch("h[1-6]", str(block.get("tag"))) else "p"
            blocks.append(f"<{tag}>{escape(said.strip())}</{tag}>" if said.strip() else word(block, "html"))
    return "".join(blocks)


def _render_mobiledoc(text: str) -> str:
    """Make HTML of the words of a Mobiledoc document: [1, "h2", [[0, [], 0, "words"], …]] and its like."""
    try:
        document = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return ""
    blocks = []
    sections = document.get("sections") if isinstance(document, dict) else None
    for section in sections if isinstance(sections, list) else ():
        if isinstance(section, list) and len(section) > 2 and isinstance(section[2], list):
            said = " ".join(mark[3] for mark in section[2] if _is_mark(mark))
            tag = section[1] if isinstance(section[1], str) and re.fullmatch("h[1-6]|p", section[1]) else "p"
            blocks.append(f"<{tag}>{escape(said)}</{tag}>")
    return "".join(blocks)


def _is_mark(mark: Any) -> bool:
    return isinstance(mark, list) and len(mark) == 4 and isinstance(mark[3], str)
