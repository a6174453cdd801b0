"""Zendesk Guide over its Help Center API, with an API token and the address of an agent.

Source: https://developer.zendesk.com/api-reference/help_center/help-center-api/articles/. The text of an article is
changed through its translation; an article has no address of its own choosing, so its title tells whether it is there.
"""

from __future__ import annotations

import base64
from typing import Any

from enquiry2article.domain.article import FinishedDraft, RemotePost
from enquiry2article.domain.errors import PluginError, shorten
from enquiry2article.publishing.body_html import render_plain
from enquiry2article.publishing.client import Client, RefusedError, SiteError
from enquiry2article.publishing.import_files.help_centres import find_zendesk_locale, make_zendesk_body
from enquiry2article.publishing.memory import make_fingerprint

BASE = "/api/v2/help_center"


class ZendeskTarget:
    """Articles in one section, which everybody may read once they are published."""

    title = "Zendesk Guide (zendesk:SECTION; its API, with an API token and --user)"
    secret_name = "API token"
    variable = "ENQUIRY2ARTICLE_ZENDESK_TOKEN"
    needs_user = True

    def __init__(self, section: str = "") -> None:
        self._section = section

    def connect(self, address: str, user: str, secret: str) -> None:
        """Remember where it is, and learn its languages and who may edit.

        Raises:
            PluginError: the section is no number.
        """
        if not (self._section.isascii() and self._section.isdigit()):
            raise PluginError(
                f'"{shorten(self._section)}" is not the number of a section of Zendesk Guide: it stands in the address '
                "of the section, and is given as in --to zendesk:360001."
            )
        token = base64.b64encode(f"{user}/token:{secret}".encode()).decode()
        headers = {"Authorization": f"Basic {token}"}
        self._client = Client(address=address, sign=lambda: headers, secrets=(secret, token))
        languages = self._client.ask("GET", f"{BASE}/locales.json")
        groups = self._client.ask("GET", "/api/v2/guide/permission_groups.json")
        if not languages or not groups or not groups.get("permission_groups"):
            raise SiteError(f"{address} does not answer as Zendesk Guide does. Check --url, and that Guide is on.")
        self._locales = [str(name).lower() for name in languages["locales"]]
        self._usual = str(languages["default_locale"]).lower()
        found = groups["permission_groups"]
        self._group = int(next((group for group in found if group.get("built_in")), found[0])["id"])

    def _tell_locale(self, draft: FinishedDraft) -> str:
        own = find_zendesk_locale(draft)
        return own if draft.language and own in self._locales else self._usual

    def _articles(self, draft: FinishedDraft) -> str:
        return f"{BASE}/{self._tell_locale(draft)}/sections/{self._section}/articles.json"

    def find(self, draft: FinishedDraft) -> RemotePost | None:
        """Return the article of the section that has the draft's title; drafts are looked at too."""
        page = 1
        while True:
            found = self._client.ask("GET", self._articles(draft), per_page="100", page=str(page))
            if found is None:
                raise SiteError(f"There is no section {self._section}. Its number stands in its address.")
            for article in found["articles"]:
                if article["title"] == draft.title:
                    return _read(article)
            if not found.get("next_page"):
                return None
            page += 1

    def load(self, id_: str) -> RemotePost | None:
        """Return an article, or None."""
        found = self._client.ask("GET", f"{BASE}/articles/{id_}.json")
        return _read(found["article"]) if found else None

    def create(self, draft: FinishedDraft) -> RemotePost:
        """Make a new draft; nobody is notified."""
        body = make_zendesk_body(draft, self._tell_locale(draft), self._group)
        found = self._client.ask("POST", self._articles(draft), body)
        if found is None:
            raise SiteError(f"There is no section {self._section}. Its number stands in its address.")
        return _read(found["article"])

    def update(self, post: RemotePost, draft: FinishedDraft) -> RemotePost:
        """Change a draft; its state is not touched."""
        locale = self._tell_locale(draft)
        words = {"translation": {"title": draft.title, "body": draft.html}}
        labels = {"article": {"label_names": list(dict.fromkeys((*draft.categories, *draft.tags)))}}
        self._client.ask("PUT", f"{BASE}/articles/{post.id}/translations/{locale}.json", words)
        self._client.ask("PUT", f"{BASE}/{locale}/articles/{post.id}.json", labels)
        found = self.load(post.id)
        if found is None:
            raise RefusedError("the article is no longer there", 404)
        return found


def _read(found: Any) -> RemotePost:
    labels = sorted(found.get("label_names") or [])
    return RemotePost(
        id=str(found["id"]),
        title=found["title"],
        slug="",
        text=render_plain(found.get("body") or ""),
        is_draft=bool(found["draft"]),
        public_url="" if found["draft"] else found["html_url"],
        fingerprint=make_fingerprint(found["title"], found.get("body"), labels),
    )
