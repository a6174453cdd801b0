"""What was found about posts: which questions they answer, which of them nobody asks about, which contradict.

Frozen values; `posts/coverage/cover` makes them.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from enquiry2article.domain.answer import Statement
from enquiry2article.domain.post import Post, PostSection

ANSWERS = 0.5
"""Score from which a post whose text is known answers a question, if only in part."""

ANSWERS_BY_TITLE = 0.3
"""The same where only the title is known: so little speaks for a post then that a lower score is as often right."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How likely a post is to answer what is asked."""

    about: float
    """Probability that it is about what is asked."""
    useful: float
    """Probability that, if it is, it answers it; 1 where only its title is known."""
    read: bool
    """Whether its text is known, so that more than its title speaks for it."""

    @property
    def score(self) -> float:
        """Probability that it answers what is asked."""
        return round(self.about * self.useful, 4)

    @property
    def answers(self) -> bool:
        """Whether the post is taken to answer what is asked, if only in part."""
        return self.score >= (ANSWERS if self.read else ANSWERS_BY_TITLE)


NO_MARK = Mark(about=0.0, useful=0.0, read=False)
"""That of a post that shares nothing with what is asked."""


class Verdict(enum.StrEnum):
    """Whether the posts answer a question."""

    ANSWERED = "answered"
    PARTLY = "partly"
    """A post answers the question, but lacks something that agents say."""
    OTHERWISE = "says otherwise"
    """A post answers it, and says something else than agents do now: an old price, an old rule."""
    BY_TITLE = "by its title"
    """The title or the address of a post asks it; its text is not known."""
    SAME_TOPIC = "same topic"
    """A post is about the same, and somebody who asks would find no answer there."""
    NOT_AT_ALL = "not at all"

    @property
    def leads(self) -> bool:
        """Whether somebody who asks may be led to the post."""
        return self in (Verdict.ANSWERED, Verdict.PARTLY, Verdict.BY_TITLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A sentence of a post and what agents say instead."""

    sentence: str
    """As it stands in the post, without marks."""
    statement: Statement
    """What agents say."""
    about: str
    """What the two differ about, for a person: "how many days"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionCoverage:
    """What the posts have about one question."""

    question_id: str
    verdict: Verdict
    post: Post | None = None
    """The post that answers the question or is about it; None where there is none or only an address."""
    section: PostSection | None = None
    """The part of the post that does, where it is not the post as a whole."""
    sure: bool = False
    """Whether nothing was guessed: the post was written for this question, or a person says that it answers it."""
    score: float = 0.0
    """0..1: how likely the post answers the question, and how much of the answer it says; 1 where it is sure."""
    missing: tuple[Statement, ...] = ()
    """What agents say and the post does not."""
    differs: tuple[Difference, ...] = ()
    also: tuple[Post, ...] = ()
    """Other posts that ask the question too, the best first."""
    elsewhere: tuple[Post, ...] = ()
    """Posts in another language that may be about the same. They answer nobody who asks in this one."""
    reason: str = ""
    """The verdict in a sentence, for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostUse:
    """Which questions lead to a post."""

    post: Post
    answers: tuple[str, ...] = ()
    """Ids of the questions that it answers, sorted."""
    partly: tuple[str, ...] = ()
    """Ids of those that it answers in part, sorted."""
    near: tuple[str, ...] = ()
    """Ids of further ones that are near to its title, to a heading or to what it says, or may be in another language,
    sorted."""
    differs: tuple[tuple[str, Difference], ...] = ()
    """What it says otherwise than agents do, each with the id of the question, sorted by it."""

    @property
    def is_asked(self) -> bool:
        """Whether any question leads to the post, or near it."""
        return bool(self.answers or self.partly or self.near)


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePosts:
    """Two posts that answer the same question."""

    first: Post
    second: Post
    question_ids: tuple[str, ...] = ()
    """The questions that both of them answer; () where nobody asks but the texts say the same."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostContradiction:
    """Two posts that say different things about one matter."""

    first: Post
    second: Post
    sentences: tuple[str, str]
    """What the first says, and what the second says."""
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What the posts and the questions have to do with each other."""

    questions: tuple[QuestionCoverage, ...] = ()
    """One for each question, in the order of the questions."""
    posts: tuple[PostUse, ...] = ()
    """One for each post, in the order of the posts."""
    same: tuple[SamePosts, ...] = ()
    contradictions: tuple[PostContradiction, ...] = ()
    by_question: Mapping[str, QuestionCoverage] = field(default_factory=dict, compare=False, repr=False)
    """The same as `questions`, by the question's id."""
    marks: Mapping[str, Mapping[str, Mark]] = field(default_factory=dict, compare=False, repr=False)
    """Post's address → question's id → how likely the post answers it."""

    @property
    def unasked(self) -> tuple[Post, ...]:
        """The posts that no question leads to."""
        return tuple(use.post for use in self.posts if not use.is_asked)
