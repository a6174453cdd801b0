"""Ghost over its Admin API, with the key of a custom integration (Settings, Integrations).

Source: https://docs.ghost.org/admin-api. The key is an id and a secret; each request is signed with a token of its own
that holds for five minutes. `updated_at` is sent back with a change, and Ghost refuses one that crosses another.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from typing import Any

from enquiry2article.domain.article import FinishedDraft, RemotePost
from enquiry2article.domain.errors import PluginError
from enquiry2article.publishing.body_html import render_plain
from enquiry2article.publishing.client import Client, RefusedError, SiteError
from enquiry2article.publishing.import_files.ghost import cut_excerpt, list_topics
from enquiry2article.publishing.import_files.lexical import render_lexical
from enquiry2article.publishing.memory import make_fingerprint

POSTS = "/ghost/api/admin/posts"
_KEY = re.compile(r"([0-9a-f]{24}):([0-9a-f]{64})")
SECONDS = 300


class GhostTarget:
    """Posts of a Ghost site; tags that are missing are created."""

    title = "Ghost (its Admin API, with the key of an integration)"
    secret_name = "Admin API key"
    variable = "ENQUIRY2ARTICLE_GHOST_KEY"
    needs_user = False

    def __init__(self, argument: str = "") -> None:
        if argument:
            raise PluginError(f'"ghost:{argument}": nothing is chosen behind the name. Write --to ghost.')

    def connect(self, address: str, user: str, secret: str) -> None:
        """Remember where it is, and make sure that the key opens it."""
        key = _KEY.fullmatch(secret)
        if not key:
            raise SiteError("This is no Admin API key of Ghost: it is an id of 24 signs, a colon and 64 signs.")
        self._client = Client(address=address, sign=lambda: make_token(key[1], key[2]), secrets=(secret, key[2]))
        found = self._client.ask("GET", f"{POSTS}/", limit="1", fields="id")
        if not isinstance(found, dict) or "posts" not in found:
            raise SiteError(f"{address} does not answer as Ghost does. Check --url.")

    def find(self, draft: FinishedDraft) -> RemotePost | None:
        """Return the post that has the draft's address, whatever its state."""
        return self._load(f"{POSTS}/slug/{draft.slug}/")

    def load(self, id_: str) -> RemotePost | None:
        """Return a post, or None."""
        return self._load(f"{POSTS}/{id_}/")

    def _load(self, path: str) -> RemotePost | None:
        found = self._client.ask("GET", path, formats="html,lexical", include="tags")
        return _read(found["posts"][0]) if found else None

    def create(self, draft: FinishedDraft) -> RemotePost:
        """Make a new draft."""
        return self._write("POST", f"{POSTS}/", {**_make_body(draft), "status": "draft"})

    def update(self, post: RemotePost, draft: FinishedDraft) -> RemotePost:
        """Change a draft; its state is not touched."""
        return self._write("PUT", f"{POSTS}/{post.id}/", {**_make_body(draft), "updated_at": post.version})

    def _write(self, method: str, path: str, body: dict[str, Any]) -> RemotePost:
        found = self._client.ask(method, path, {"posts": [body]}, formats="html,lexical")
        if found is None:
            raise RefusedError("the post is no longer there", 404)
        return _read(found["posts"][0])


def _make_body(draft: FinishedDraft) -> dict[str, Any]:
    return {
        "title": draft.title[:255],
        "slug": draft.slug,
        "lexical": render_lexical(draft.html),
        "custom_excerpt": cut_excerpt(draft.description),
        "meta_description": draft.description[:500] or None,
        "canonical_url": draft.canonical_url or None,
        "tags": [{"name": name} for name in list_topics(draft)],
    }


def make_token(id_: str, secret: str) -> Mapping[str, str]:
    """Return the headers of a request: a token as https://docs.ghost.org/admin-api#token-authentication has it."""
    now = int(time.time())
    head = {"alg": "HS256", "typ": "JWT", "kid": id_}
    said = {"iat": now, "exp": now + SECONDS, "aud": "/admin/"}
    words = ".".join(_encode(json.dumps(part).encode()) for part in (head, said))
    signature = _encode(hmac.digest(bytes.fromhex(secret), words.encode(), hashlib.sha256))
    return {"Authorization": f"Ghost {words}.{signature}", "Accept-Version": "v5.0"}


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _read(found: Any) -> RemotePost:
    tags = [tag["name"] for tag in found.get("tags") or []]
    parts = (found["title"], found["slug"], found.get("lexical"), found.get("custom_excerpt"), tags)
    return RemotePost(
        id=str(found["id"]),
        title=found["title"],
        slug=found["slug"],
        text=render_plain(found.get("html") or ""),
        is_draft=found["status"] == "draft",
        public_url=found.get("url", "") if found["status"] == "published" else "",
        fingerprint=make_fingerprint(*parts),
        version=found.get("updated_at", ""),
    )
