"""What the replies to a question say, sentence by sentence."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

PERSONAL = "may hold personal data"


class Role(enum.StrEnum):
    """What a sentence does in an answer."""

    PLAIN = "plain"
    STEP = "step"
    """One of several things to do in order."""
    ITEM = "item"
    """One item of a list that is nothing to do."""
    CONDITION = "condition"
    """What holds only if, when or for something."""
    WARNING = "warning"
    FALLBACK = "fallback"
    """What to do if the rest does not help."""
    PREPARE = "prepare"
    """What to have at hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence or step of an answer, with the enquiries in whose replies it was found."""

    text: str
    sources: tuple[str, ...]
    role: Role = Role.PLAIN
    agents: int = 0
    """How many different agents said it, as far as the export tells them apart."""
    newest: datetime | None = None
    """When it was last said."""
    wordings: tuple[str, ...] = ()
    """Other sentences of agents that say the same, those most often said first."""
    section: int = 0
    """In which section of the article it stands; 0 is what stands under the title."""
    exemplar: str = ""
    """The enquiry whose reply it was taken from as a part of the whole, or "" where others add it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Replies that contradict each other: for the editor to decide, never blended."""

    about: str
    values: tuple[Statement, ...]
    """The proposed one first: the newer where things changed, else the better supported."""
    since: datetime | None = None
    """When the proposed side was first held, where that is known."""
    changed: bool = False
    """True where the sides follow one another in time: the older is out of date rather than contested."""


class Lack(enum.StrEnum):
    """What keeps an answer from being one."""

    NOTHING = ""
    MISSING = "missing"
    """No reply answers the question."""
    TERSE = "terse"
    """What was replied is too little for an article."""
    CASE = "case"
    """Agents only handle each customer's own case, so that there is nothing to tell everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the replies say, sentence by sentence. Empty when nobody answered properly."""

    statements: tuple[Statement, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    headings: tuple[str, ...] = ()
    """The heading of each section; that of the first is "", since the title stands above it."""
    asked: tuple[Statement, ...] = ()
    """What agents asked back before they could answer: what a customer should have at hand."""
    handled: tuple[Statement, ...] = ()
    """What several agents did for their customers, where nothing holds for everybody: a rule to write down."""
    lack: Lack = Lack.MISSING
    retold: tuple[Statement, ...] = ()
    """The same answer in the words of another whole reply, in its order: for a copy on another site."""
    spare: tuple[Statement, ...] = ()
    """What the replies also say and the answer does not: offered to the editor."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """How many sentences of replies were left out, by the reason."""
    replies: int = 0
    """How many replies it rests on."""
    agents: int = 0
    confirmed: datetime | None = None
    """The newest reply behind it."""
