"""A later enquiry and the post that answers it."""

from __future__ import annotations

from dataclasses import dataclass

from enquiry2article.domain.post import Post, PostSection


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What made a decision about an enquiry, and why not the runner-up."""

    wordings: tuple[str, ...] = ()
    """The likest ways in which the chosen question was asked before, the likest first."""
    words: tuple[str, ...] = ()
    """Telling words that the enquiry shares with it."""
    runner_up: str = ""
    """Title of the next question or post, or ""."""
    reason: str = ""
    """The decision in a sentence, for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A later enquiry, or one of the several things that it asks, and what to do about it."""

    enquiry_id: str
    decision: str
    """"link", "unsure" or "none"."""
    post: Post | None = None
    """The best post unless the decision is "none"."""
    section: PostSection | None = None
    """The part of the post that answers, where one plainly does."""
    question_id: str = ""
    """The question that is asked, whether or not a post answers it."""
    score: float = 0.0
    """Probability that a run would choose the same question, 0..1, learnt on the user's own enquiries."""
    margin: float = 0.0
    """How far the best is ahead of the next one, as a share of the likest wordings, 0..1."""
    evidence: Evidence = Evidence()
    also: tuple[Match, ...] = ()
    """What else the same mail asks; each without `also`."""
    attention: str = ""
    """Why a person should write to this customer without a prepared text, or ""."""
    reply: str = ""
