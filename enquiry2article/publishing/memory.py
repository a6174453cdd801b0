"""What the workspace remembers of the posts that were pushed to a site, so that no draft is pushed twice."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass

from enquiry2article.domain.article import FinishedDraft, RemotePost
from enquiry2article.storage.workspace import Workspace

_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """What is remembered of one draft. It is announced before anything is sent."""

    id: str = ""
    """Of the post; "" where it was announced and the answer never came."""
    question_id: str = ""
    sent: str = ""
    """The digest of the draft that was sent last."""
    fingerprint: str = ""
    """That of the post after it was sent; "" where a person has changed it since."""
    announced: str = ""
    """How what is being sent looks (`compute_content_digest`); "" where all is done."""
    told: str = ""
    """The public address that was told to the workspace."""


class Memory:
    """The posts that were pushed to one site, by the keys of their drafts. Everything is on the disk at once."""

    def __init__(self, workspace: Workspace, site: str) -> None:
        self._workspace = workspace
        self._fact = f"pushed to {site}"
        plain = json.loads(workspace.facts.load(self._fact) or "{}")
        self.posts = {key: Pushed(**known) for key, known in plain.items()}

    def save(self, key: str, known: Pushed) -> None:
        """Remember one draft."""
        self.posts[key] = known
        plain = {key: asdict(known) for key, known in sorted(self.posts.items())}
        with self._workspace.transaction():
            self._workspace.facts.save(self._fact, json.dumps(plain, ensure_ascii=False))


def digest_draft(draft: FinishedDraft) -> str:
    """Return what tells whether a draft has changed since it was sent."""
    parts = (draft.title, draft.slug, draft.html, draft.description, draft.tags, draft.categories, draft.canonical_url)
    return make_fingerprint(*parts)


def make_fingerprint(*parts: object) -> str:
    """Return a digest of values, in their order."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, default=str).encode("utf-8", "replace")).hexdigest()


def compute_content_digest(found: FinishedDraft | RemotePost) -> str:
    """Return a digest of title and words, which stay the same however a system stores them."""
    return make_fingerprint(_NO_LETTER.sub("", found.title), _NO_LETTER.sub("", found.text))
