"""WordPress over its REST API, with an application password (Users, Profile, Application Passwords).

Source: https://developer.wordpress.org/rest-api/reference/posts/. `?rest_route=` works whatever the site's permalinks.
"""

from __future__ import annotations

import base64
import html
from typing import Any

from enquiry2article.domain.article import FinishedDraft, RemotePost
from enquiry2article.domain.errors import PluginError
from enquiry2article.publishing.body_html import guard_shortcodes, render_plain
from enquiry2article.publishing.client import Client, RefusedError, SiteError
from enquiry2article.publishing.memory import make_fingerprint

POSTS = "/?rest_route=/wp/v2/posts"


class WordPressTarget:
    """Posts of a blog; tags and categories that are missing are created."""

    title = "WordPress (its REST API, with an application password and --user)"
    secret_name = "application password"
    variable = "ENQUIRY2ARTICLE_WORDPRESS_PASSWORD"
    needs_user = True

    def __init__(self, argument: str = "") -> None:
        if argument:
            raise PluginError(f'"wordpress:{argument}": nothing is chosen behind the name. Write --to wordpress.')
        self._terms: dict[tuple[str, str], int] = {}

    def connect(self, address: str, user: str, secret: str) -> None:
        """Remember where it is, and make sure that the user may write posts there."""
        token = base64.b64encode(f"{user}:{secret}".encode()).decode()
        headers = {"Authorization": f"Basic {token}"}
        self._client = Client(address=address, sign=lambda: headers, secrets=(secret, token))
        me = self._client.ask("GET", "/?rest_route=/wp/v2/users/me", context="edit")
        if not isinstance(me, dict) or "id" not in me:
            raise SiteError(f"{address} does not answer as WordPress does. Check --url, and that its REST API is on.")
        if not me.get("capabilities", {}).get("edit_posts"):
            raise SiteError(f'The user "{user}" may not write posts at {address}. Choose one who may with --user.')

    def find(self, draft: FinishedDraft) -> RemotePost | None:
        """Return the post that has the draft's address, whatever its state."""
        found = self._client.ask("GET", POSTS, slug=draft.slug, status="any", context="edit")
        return _read(found[0]) if found else None

    def load(self, id_: str) -> RemotePost | None:
        """Return a post; None for one that was deleted or thrown away."""
        found = self._client.ask("GET", f"{POSTS}/{id_}", context="edit")
        return _read(found) if found and found.get("status") != "trash" else None

    def create(self, draft: FinishedDraft) -> RemotePost:
        """Make a new draft."""
        return self._write(POSTS, {**self._make_body(draft), "status": "draft"})

    def update(self, post: RemotePost, draft: FinishedDraft) -> RemotePost:
        """Change a draft; its state is not touched."""
        return self._write(f"{POSTS}/{post.id}", self._make_body(draft), method="PUT")

    def _write(self, path: str, body: dict[str, Any], method: str = "POST") -> RemotePost:
        found = self._client.ask(method, path, body, context="edit")
        if found is None:
            raise RefusedError("the post is no longer there", 404)
        return _read(found)

    def _make_body(self, draft: FinishedDraft) -> dict[str, Any]:
        body: dict[str, Any] = {
            "title": html.escape(draft.title, quote=False),
            "slug": draft.slug,
            "content": guard_shortcodes(draft.html),
            "excerpt": html.escape(draft.description, quote=False),
            "tags": [self._find_term("tags", name) for name in draft.tags],
        }
        if draft.categories:
            body["categories"] = [self._find_term("categories", name) for name in draft.categories]
        return body

    def _find_term(self, kind: str, name: str) -> int:
        """Return the number of a tag or category of this name, which is made where there is none."""
        if (kind, name) not in self._terms:
            path = f"/?rest_route=/wp/v2/{kind}"
            found = self._client.ask("GET", path, search=name, per_page="100") or []
            number = next((t["id"] for t in found if html.unescape(t["name"]).casefold() == name.casefold()), 0)
            self._terms[kind, name] = number or self._create_term(path, name)
        return self._terms[kind, name]

    def _create_term(self, path: str, name: str) -> int:
        try:
            made = self._client.ask("POST", path, {"name": name})
        except RefusedError as error:
            said = error.said if isinstance(error.said, dict) else {}
            if said.get("code") != "term_exists":  # as one with "&", which the search does not find
                raise
            return int(said["data"]["term_id"])
        if not made:
            raise SiteError("This WordPress has no tags or categories for posts.")
        return int(made["id"])


def _read(found: Any) -> RemotePost:
    title, content, excerpt = (found[part]["raw"] for part in ("title", "content", "excerpt"))
    filed = sorted(found.get("tags", [])), sorted(found.get("categories", []))
    return RemotePost(
        id=str(found["id"]),
        title=html.unescape(title),
        slug=found["slug"],
        text=render_plain(content),
        is_draft=found["status"] == "draft",
        public_url=found["link"] if found["status"] == "publish" else "",
        fingerprint=make_fingerprint(title, content, excerpt, found["slug"], *filed),
    )
