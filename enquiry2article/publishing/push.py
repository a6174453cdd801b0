"""Pushes drafts to a site, one after the other: what is new is created, what is ours and unchanged there is updated.

Whatever a person has done there stays: a post that was edited, published, scheduled or deleted is left alone.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from enquiry2article.domain.article import FinishedDraft, RemotePost
from enquiry2article.domain.protocols import PushTarget
from enquiry2article.publishing.client import RefusedError, SiteError, UnclearError
from enquiry2article.publishing.memory import Memory, Pushed, compute_content_digest, digest_draft

CREATE_TRIES = 3


class Outcome(enum.StrEnum):
    """What became of a draft; the words are those that a person is told."""

    CREATED = "created as a draft"
    UPDATED = "updated"
    SAME = "unchanged"
    EDITED = "edited there, left alone"
    PUBLIC = "published there, left alone"
    GONE = "deleted there, not created again"
    HELD = "scheduled or private there, left alone"
    TAKEN = "not pushed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class PushResult:
    """What became of one draft."""

    draft: FinishedDraft
    outcome: Outcome
    reason: str = ""


def push_drafts(
    drafts: Sequence[FinishedDraft],
    target: PushTarget,
    memory: Memory,
    *,
    dry_run: bool = False,
    tell: Callable[[PushResult], None] = lambda result: None,
) -> list[PushResult]:
    """Push drafts and give what became of each; `tell` hears it at once.

    Raises:
        PublishError: the site failed; what was done is remembered, and the message says how far it came.
    """
    results: list[PushResult] = []
    for draft in drafts:
        try:
            result = _push_draft(draft, target, memory, dry_run=dry_run)
        except RefusedError as error:
            result = PushResult(draft=draft, outcome=Outcome.REFUSED, reason=str(error))
        except (SiteError, UnclearError) as error:
            raise SiteError(
                f"{error} {len(results)} of {len(drafts)} drafts are done and remembered: run the same command again "
                "to finish."
            ) from None
        results.append(result)
        tell(result)
    return results


def _push_draft(draft: FinishedDraft, target: PushTarget, memory: Memory, *, dry_run: bool) -> PushResult:
    known = memory.posts.get(draft.key, Pushed(question_id=draft.question_id))
    if known.id:
        return _push_again(draft, known, target, memory, dry_run=dry_run)
    there = target.find(draft)
    if there and known.announced:
        _adopt(draft, known, there, memory, dry_run=dry_run)
        return PushResult(draft=draft, outcome=Outcome.CREATED)
    if there:
        where = f" at the address {there.slug}" if there.slug else ""
        reason = f"“{there.title}” is there already{where}: give one of the two another"
        return PushResult(draft=draft, outcome=Outcome.TAKEN, reason=reason)
    if not dry_run:
        _create(draft, known, target, memory)
    return PushResult(draft=draft, outcome=Outcome.CREATED)


def _adopt(draft: FinishedDraft, known: Pushed, there: RemotePost, memory: Memory, *, dry_run: bool = False) -> None:
    """Take a post for the one that was announced; if it does not look as it was sent, a person has changed it."""
    ours = compute_content_digest(there) == known.announced
    if not dry_run:
        fingerprint = there.fingerprint if ours else ""
        sent = digest_draft(draft) if ours and compute_content_digest(draft) == known.announced else ""
        memory.save(draft.key, replace(known, id=there.id, sent=sent, fingerprint=fingerprint, announced=""))


def _create(draft: FinishedDraft, known: Pushed, target: PushTarget, memory: Memory) -> None:
    announced = replace(known, announced=compute_content_digest(draft))
    memory.save(draft.key, announced)
    for attempt in range(1, CREATE_TRIES + 1):
        try:
            made = target.create(draft)
        except UnclearError:
            there = target.find(draft)
            if there:
                _adopt(draft, announced, there, memory)
                return
            if attempt == CREATE_TRIES:
                raise
        except RefusedError:
            memory.save(draft.key, known)
            raise
        else:
            done = replace(announced, id=made.id, sent=digest_draft(draft), fingerprint=made.fingerprint, announced="")
            memory.save(draft.key, done)
            return


def _push_again(
    draft: FinishedDraft, known: Pushed, target: PushTarget, memory: Memory, *, dry_run: bool
) -> PushResult:
    there = target.load(known.id)
    if there is None:
        return PushResult(draft=draft, outcome=Outcome.GONE)
    if not there.is_draft:
        return PushResult(draft=draft, outcome=Outcome.PUBLIC if there.public_url else Outcome.HELD)
    broken_off = bool(known.announced) and compute_content_digest(there) == known.announced
    if there.fingerprint != known.fingerprint and not broken_off:
        return PushResult(draft=draft, outcome=Outcome.EDITED)
    if known.sent == digest_draft(draft) and not known.announced:
        return PushResult(draft=draft, outcome=Outcome.SAME)
    if not dry_run:
        announced = replace(known, announced=compute_content_digest(draft))
        memory.save(draft.key, announced)
        try:
            made = target.update(there, draft)
        except RefusedError as error:
            memory.save(draft.key, known)
            if error.status == 409:  # somebody was quicker
                return PushResult(draft=draft, outcome=Outcome.EDITED)
            raise
        done = replace(announced, sent=digest_draft(draft), fingerprint=made.fingerprint, announced="")
        memory.save(draft.key, done)
    return PushResult(draft=draft, outcome=Outcome.UPDATED)
