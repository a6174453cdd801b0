"""A question that recurs: its title, who asks it, and what time tells of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import datetime

from enquiry2article.domain.answer import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """From when on a question is answered."""

    url: str
    """The address of the post."""
    since: datetime
    dated: bool = True
    """Whether that is the day of the post. Else it had been answered by then, and nobody knows for how long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way in which customers put the question, and how many of them did."""

    text: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """The months of the year in which a question is asked more than its share."""

    months: tuple[int, ...]
    """1 is January; in the order in which they follow one another."""
    years: int
    """In how many years it was seen; 1 is no more than "so far"."""
    share: float
    """How many of the question's enquiries come in these months, 0..1."""


class QuestionStatus(enum.StrEnum):
    """Whether a question still wants an article."""

    NEW = "new"
    ANSWERED = "answered"
    """A public post answers it."""
    IGNORED = "ignored"
    """A person wants nothing published about it."""
    NOT_ASKED = "not asked"
    """The house knows it, and nobody asks it."""


class Trend(enum.StrEnum):
    """How a question's share of all enquiries has changed lately (`trends/trend`)."""

    STEADY = "steady"
    NEW = "new"
    RISING = "rising"
    FALLING = "falling"
    GONE = "gone"


class Fate(enum.StrEnum):
    """What the data did to a question."""

    PARTED = "parted"
    """Some of its enquiries are now asked under another."""
    JOINED = "joined"
    """It went on as another."""
    GONE = "gone"
    """It is no more."""


class Outcome(enum.StrEnum):
    """What became of a question after a post answered it."""

    LESS = "less"
    """It is surely asked less."""
    STILL = "still"
    """It is surely still asked."""
    UNSURE = "unsure"
    """Too early, or too few, to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How often a question was asked before and after the day from which a post answers it."""

    since: datetime
    """That day: the post's own date, or else the day on which it was first known to answer the question."""
    days: int
    """How many days on either side are counted, that day left out."""
    after: int
    """How many customers asked in the days after it."""
    before: int | None = None
    """How many asked in as many days before it; None where nothing is known of them."""
    ratio: float | None = None
    """What its share of all enquiries is after that day, in parts of what it was; None where it cannot be told."""
    low: float = 0.0
    high: float | None = None
    """The true ratio lies between `low` and `high` in at least 95 of 100 cases; None for no bound."""
    outcome: Outcome = Outcome.UNSURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What an answer can be worth: how many customers a month it spares asking, and the work that they make."""

    monthly: float
    """Different customers in 30 days, of late."""
    low: float
    high: float
    """The customers to be expected in a month lie between `low` and `high` in at least 95 of 100 cases."""
    minutes: float | None = None
    """The middle one of the times that agents worked on it, in minutes; None where too few are known."""
    timed: int = 0
    """For how many of its enquiries the export tells that time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that keeps coming back."""

    id: str
    title: str
    slug: str
    enquiry_ids: tuple[str, ...]
    """Nearest to its title and its answer first."""
    volume: int
    """How many enquiries ask it."""
    customers: int
    """How many different customers ask it; where the export does not tell them apart, each enquiry counts."""
    replied: int = 0
    """How many of the enquiries got a reply."""
    keywords: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()
    since: datetime | None = None
    """When a run first found it."""
    related: tuple[str, ...] = ()
    """Ids of the nearest other questions, nearest first."""
    next: tuple[str, ...] = ()
    """Ids of the questions that the same customers ask afterwards, most often asked first."""
    area: str = ""
    """The wider subject it belongs to, or ""."""
    tags: tuple[str, ...] = ()
    """What a reader would browse by: nouns that it shares with other questions."""
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    score: float = 0.0
    """How much it deserves an article, 0..1."""
    rank: int = 0
    """1 is most worth answering; 0 before ranking."""
    reasons: tuple[str, ...] = ()
    trend: Trend = Trend.STEADY
    months: tuple[tuple[str, int], ...] = ()
    """How often it was asked in each month, such as ("2026-03", 4), the earliest first."""
    season: Season | None = None
    """When in the year it is asked more, where that is sure."""
    effect: Effect | None = None
    """What became of it since a post answers it, where one does."""
    worth: Worth | None = None
    """None where there is less than a month of enquiries."""
    status: QuestionStatus = QuestionStatus.NEW
    post_url: str = ""
    found_title: str = ""
    """What it would be called if a person had not given it another title; "" where none has."""
    found_url: str = ""
    """Address of the post that was found to answer it when posts were last looked at, or "". A person's word wins."""
    answer: Answer = field(default_factory=Answer)
    draft: str = ""
    """Where the draft was written, relative to the folder the command ran in where possible, or ""."""
    known: bool = False
    """Whether the house knew it before it was asked: then its title is the house's own."""
    firmness: float | None = None
    """How firm its group is, 0..1 (`questions/grouping/firmness`); None where that was not measured, or one enquiry
    alone asks it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownQuestion:
    """A question that the house knows already: from a list, its FAQ page or its posts."""

    title: str
    id: str = ""
    """Of what was just read only where its post tells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a question keeps for ever, whatever is added to it."""

    slug: str
    since: datetime
    """The day of the run that first found it."""
    enquiry_ids: tuple[str, ...]
    """The enquiries it had last."""
    has_core: bool
    """Whether they begin with those nearest to its title and its answer; older versions left them in any order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What the data did to a question since the run before."""

    question: str
    what: Fate
    other: str = ""
    count: int = 0
    """How many enquiries that concerns."""
