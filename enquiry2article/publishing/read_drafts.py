"""Reads the drafts that a run wrote and a person edited, in whatever dialect their front matter is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from enquiry2article.articles.copies import COPIES
from enquiry2article.articles.post_metadata import Metadata, read_metadata
from enquiry2article.domain.article import FinishedDraft
from enquiry2article.domain.errors import FrontMatterProblem, NoSuchFile
from enquiry2article.posts.pages.metadata import find_date, find_language, find_word, list_words
from enquiry2article.publishing.body_html import render_html, render_plain, strip_comments
from enquiry2article.text.slugs import make_slug

SUFFIXES: Final = frozenset({".md", ".markdown", ".mdx"})
LARGEST: Final = 4 << 20
"""Bytes of a draft."""

_COLLECTIONS: Final = frozenset({"posts", "post", "all", "blog"})
"""Tags of Eleventy that say where a post is listed, not what it is about."""
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d-")
_RAW: Final = re.compile(r"\{%-? ?(?:end)?raw ?-?%\}\n?")
"""What keeps Liquid and Nunjucks from reading a text; here it would be read by people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDrafts:
    """The drafts that were read, and what became of the other files."""

    drafts: tuple[FinishedDraft, ...]
    """By file."""
    problems: tuple[str, ...] = ()
    """One line for each file that cannot be used."""
    copies: int = 0
    """Copies for other sites that were left out."""


def read_drafts(places: Sequence[Path]) -> ReadDrafts:
    """Read drafts from files and folders.

    Copies for other sites are left out unless their folder or they themselves are named: on the site of the original
    they would compete with it.

    Raises:
        NoSuchFile: a place is not there.
    """
    drafts: dict[str, FinishedDraft] = {}
    slugs: dict[str, str] = {}
    problems: list[str] = []
    copies = 0
    for file, named in _list_files(places):
        try:
            draft, is_copy = _read_draft(file)
        except (FrontMatterProblem, OSError, UnicodeDecodeError) as error:
            problems.append(f"{file}: {_explain(error)}.")
            continue
        if is_copy and not named:
            copies += 1
        elif draft.key in drafts:
            problems.append(f"{file}: it is a draft of the same question as {drafts[draft.key].source}; left out.")
        elif draft.slug in slugs:
            problems.append(f"{file}: it has the same address as {slugs[draft.slug]} ({draft.slug}); left out.")
        else:
            drafts[draft.key] = draft
            slugs[draft.slug] = draft.source
    return ReadDrafts(drafts=tuple(drafts.values()), problems=tuple(problems), copies=copies)


def _list_files(places: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Yield each file once, and whether copies are wanted there."""
    seen = set()
    for place in places:
        if not place.exists():
            raise NoSuchFile(f"{place} is not there. Give the folder of drafts that a run wrote, or a draft in it.")
        found = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in found:
            inner = file.relative_to(place).parts
            if file in seen or not file.is_file() or any(part.startswith(".") for part in inner):
                continue
            if file.suffix.lower() in SUFFIXES or place.is_file():
                seen.add(file)
                yield file, place.is_file() or place.name == COPIES


def _explain(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"it cannot be read ({error.strerror or error})"
    return "it is not in UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)


def _read_draft(file: Path) -> tuple[FinishedDraft, bool]:
    if file.stat().st_size > LARGEST:
        raise FrontMatterProblem(f"it is larger than {LARGEST >> 20} MiB")
    found = read_metadata(file.read_bytes().decode("utf-8-sig"))
    words = found.words
    title = find_word(words, "title", "f_title", "name")
    if not title:
        raise FrontMatterProblem("no title stands above it, so it is no draft")
    slug = find_word(words, "slug", "f_slug") or _DAY.sub("", file.parent.name if file.stem == "index" else file.stem)
    question_id = find_word(words, "question_id", "question-id", "f_question-id")
    copy_of = find_word(words, "copy_of")
    body = _clean_body(found)
    html = render_html(body)
    draft = FinishedDraft(
        key=question_id or slug,
        question_id=question_id,
        title=" ".join(title.split()),
        slug=make_slug(slug),
        html=html,
        markdown=body,
        text=render_plain(html),
        date=find_date(words),
        description=" ".join(find_word(words, "description", "summary", "excerpt", "f_description").split()),
        tags=_list_topics(words.get("tags") or words.get("f_tags") or words.get("tag")),
        categories=_list_topics(words.get("categories") or words.get("category") or words.get("f_category")),
        language=find_language(words),
        canonical_url=find_word(words, "canonical_url", "canonicalurl", "canonical"),
        source=file.as_posix(),
    )
    return draft, bool(copy_of)


def _clean_body(found: Metadata) -> str:
    return strip_comments(_RAW.sub("", found.body))


def _list_topics(value: object) -> tuple[str, ...]:
    return tuple(text for text in list_words(value) if text.lower() not in _COLLECTIONS)
