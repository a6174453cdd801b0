"""Ghost's import file: JSON that mirrors its database, bodies in Lexical.

Source: https://docs.ghost.org/migration/custom. The ids only join the parts of the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from enquiry2article.domain.article import FinishedDraft
from enquiry2article.publishing.import_files.lexical import render_lexical
from enquiry2article.text.slugs import make_slug

VERSION = "6.0.0"
LONGEST_EXCERPT = 300
"""Letters of `custom_excerpt`; Ghost refuses a longer one."""


class GhostImport:
    """One file with every draft and its tags; categories are tags too, and come first."""

    title = "Ghost (import file)"
    advice = "In Ghost: Settings, Import/Export, Universal import. The posts come as drafts."

    def render(self, drafts: Sequence[FinishedDraft], *, now: datetime) -> Mapping[str, str]:
        """Return the file."""
        names = dict.fromkeys(name for draft in drafts for name in list_topics(draft))
        ids = {name: f"t{number}" for number, name in enumerate(names, start=1)}
        data = {
            "posts": [_make_post(draft, str(place), now) for place, draft in enumerate(drafts, start=1)],
            "posts_meta": [
                {"post_id": str(place), "meta_description": draft.description[:500]}
                for place, draft in enumerate(drafts, start=1)
                if draft.description
            ],
            "tags": [{"id": id_, "name": name, "slug": make_slug(name)} for name, id_ in ids.items()],
            "posts_tags": [
                {"post_id": str(place), "tag_id": ids[name], "sort_order": order}
                for place, draft in enumerate(drafts, start=1)
                for order, name in enumerate(list_topics(draft))
            ],
        }
        whole = {"db": [{"meta": {"exported_on": int(now.timestamp() * 1000), "version": VERSION}, "data": data}]}
        return {"ghost.json": json.dumps(whole, ensure_ascii=False, indent=1) + "\n"}


def list_topics(draft: FinishedDraft) -> list[str]:
    """Return what a draft is filed under; Ghost takes the first for the main one."""
    return list(dict.fromkeys([*draft.categories, *draft.tags]))


def _make_post(draft: FinishedDraft, id_: str, now: datetime) -> Mapping[str, object]:
    date = f"{(draft.date or now).astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
    return {
        "id": id_,
        "title": draft.title[:255],
        "slug": draft.slug,
        "lexical": render_lexical(draft.html),
        "status": "draft",
        "type": "post",
        "visibility": "public",
        "created_at": date,
        "updated_at": date,
        "custom_excerpt": cut_excerpt(draft.description),
        "canonical_url": draft.canonical_url or None,
    }


def cut_excerpt(text: str) -> str | None:
    """Cut a description at a word where Ghost would refuse it; None where there is none."""
    if len(text) > LONGEST_EXCERPT:
        text = text[: LONGEST_EXCERPT - 1].rpartition(" ")[0] + "…"
    return text or None
