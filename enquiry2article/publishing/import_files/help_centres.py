"""Request bodies for help centres, one file of JSON a draft, with the method and path to send it to.

Sources: https://developer.zendesk.com/api-reference/help_center/help-center-api/articles/,
https://developers.intercom.com/docs/references/rest-api/api.intercom.io/articles/createarticle,
https://developer.helpscout.com/docs-api/articles/create/, https://developers.freshdesk.com/api/#solution_article.

Where an article belongs is a number that only the account knows: it is given with the name, as in "zendesk:360001", or
put in by whoever sends it.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime

from enquiry2article.domain.article import FinishedDraft
from enquiry2article.domain.errors import PluginError, shorten


class _Bodies(ABC):
    """What the help centres have in common."""

    name = ""
    place = ""
    """What the number is of."""
    advice = "Send each body with your own key, as with curl --data; nothing was sent."

    def __init__(self, place: str = "") -> None:
        """Take where the articles belong.

        Raises:
            PluginError: it is no id.
        """
        if place and not (place.isascii() and place.isalnum()):
            raise PluginError(f'"{shorten(place)}" is not the id of a {self.place}; try {self.name}:123.')
        self._place = place

    def render(self, drafts: Sequence[FinishedDraft], *, now: datetime) -> Mapping[str, str]:
        """Return a request for each draft."""
        return {
            f"{draft.slug}.json": json.dumps(self._make_request(draft), ensure_ascii=False, indent=2) + "\n"
            for draft in drafts
        }

    def _make_request(self, draft: FinishedDraft) -> Mapping[str, object]:
        return {"method": "POST", "path": self._make_path(draft), "body": self._make_body(draft)}

    @abstractmethod
    def _make_path(self, draft: FinishedDraft) -> str: ...

    @abstractmethod
    def _make_body(self, draft: FinishedDraft) -> Mapping[str, object]: ...


class ZendeskBodies(_Bodies):
    """Articles of Zendesk Guide, as drafts that everybody may read once they are published."""

    name = "zendesk"
    title = "Zendesk Guide (request bodies; zendesk:SECTION puts them into the section with that number)"
    place = "Zendesk section"

    def _make_path(self, draft: FinishedDraft) -> str:
        locale = find_zendesk_locale(draft)
        return f"/api/v2/help_center/{locale}/sections/{self._place or 'YOUR-SECTION'}/articles"

    def _make_body(self, draft: FinishedDraft) -> Mapping[str, object]:
        return make_zendesk_body(draft, find_zendesk_locale(draft), None)


def find_zendesk_locale(draft: FinishedDraft) -> str:
    """Return a draft's language as Zendesk writes it; English as most help centres have it."""
    language = draft.language.lower()
    return "en-us" if language in ("", "en") else language


def make_zendesk_body(draft: FinishedDraft, locale: str, permission_group: int | None) -> dict[str, object]:
    """Return the body that creates an article as a draft. Who may edit it is a number that only the account knows."""
    article: dict[str, object] = {
        "title": draft.title,
        "body": draft.html,
        "locale": locale,
        "draft": True,
        "label_names": list(dict.fromkeys((*draft.categories, *draft.tags))),
        "user_segment_id": None,
    }
    if permission_group is not None:
        article["permission_group_id"] = permission_group
    return {"article": article, "notify_subscribers": False}


class IntercomBodies(_Bodies):
    """Articles of Intercom's help centre, as drafts."""

    name = "intercom"
    title = "Intercom articles (request bodies; intercom:AUTHOR names the teammate)"
    place = "teammate of Intercom"

    def _make_path(self, draft: FinishedDraft) -> str:
        return "/articles"

    def _make_body(self, draft: FinishedDraft) -> Mapping[str, object]:
        author = int(self._place) if self._place.isdigit() else "YOUR-TEAMMATE"
        return {
            "title": draft.title[:255], "description": draft.description[:255], "body": draft.html,
            "author_id": author, "state": "draft",
        }  # fmt: skip


class HelpScoutBodies(_Bodies):
    """Articles of Help Scout Docs, not published."""

    name = "help-scout"
    title = "Help Scout Docs (request bodies; help-scout:COLLECTION names the collection)"
    place = "collection of Help Scout Docs"

    def _make_path(self, draft: FinishedDraft) -> str:
        return "/v1/articles"

    def _make_body(self, draft: FinishedDraft) -> Mapping[str, object]:
        return {
            "collectionId": self._place or "YOUR-COLLECTION", "name": draft.title, "slug": draft.slug,
            "text": draft.html, "status": "notpublished",
            "keywords": list(dict.fromkeys((*draft.categories, *draft.tags))),
        }  # fmt: skip


PERMANENT, DRAFT = 1, 1
"""Freshdesk's numbers for an article's type and state."""


class FreshdeskBodies(_Bodies):
    """Articles of Freshdesk Solutions, as drafts."""

    name = "freshdesk"
    title = "Freshdesk Solutions (request bodies; freshdesk:FOLDER puts them into the folder with that number)"
    place = "Freshdesk folder"

    def _make_path(self, draft: FinishedDraft) -> str:
        return f"/api/v2/solutions/folders/{self._place or 'YOUR-FOLDER'}/articles"

    def _make_body(self, draft: FinishedDraft) -> Mapping[str, object]:
        tags = list(dict.fromkeys(tag[:32] for tag in (*draft.categories, *draft.tags)))
        return {
            "title": draft.title, "description": draft.html, "type": PERMANENT, "status": DRAFT, "tags": tags,
            "seo_data": {"meta_title": draft.title, "meta_description": draft.description},
        }  # fmt: skip
