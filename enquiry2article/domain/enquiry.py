"""What a customer wrote, with the conversation that followed, and what became of each row that was read."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

LATER = "came after the day asked for"
"""Why an enquiry is in no question of a run that was asked for an earlier day."""

LEFT_OUT = "left out: "
"""How the reason of an enquiry begins that the filters do not choose; what follows is the user's own filter."""


def was_left_out(row: RedactedEnquiry | LedgerRow) -> bool:
    """Return whether the filters left an enquiry out."""
    return (row.noise if isinstance(row, RedactedEnquiry) else row.reason).startswith(LEFT_OUT)


class Noise(enum.StrEnum):
    """Why an enquiry is no question, as its own words tell; filters and the day asked for give reasons of their own."""

    NONE = ""
    """It is a question."""
    INTERNAL = "internal"
    EMPTY = "empty"
    BOUNCE = "delivery failure"
    AUTO_REPLY = "auto-reply"
    TEST = "test"
    SPAM = "spam"
    THANKS = "thanks"
    GREETING = "greeting"


class Author(enum.StrEnum):
    """Who wrote a turn of a conversation."""

    CUSTOMER = "customer"
    AGENT = "agent"
    BOT = "bot"
    SYSTEM = "system"


class Status(enum.StrEnum):
    """What became of an enquiry; the words are those of the ledger."""

    GROUPED = "grouped"
    ALONE = "alone"
    DUPLICATE = "duplicate"
    NOISE = "noise"
    SET_ASIDE = "set-aside"
    """It could not be read, or the user chose others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message of a conversation. Internal notes never become turns: the readers leave them out."""

    author: Author
    text: str
    at: datetime | None = None
    name: str = ""
    """The writer's name as the export gives it, or ""."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """One conversation that a customer began, as an export tells it."""

    id: str
    """The export's own id, or "" until ingest gives one."""
    source: str
    """File and place, such as "helpdesk.csv:42"."""
    subject: str = ""
    turns: tuple[Turn, ...] = ()
    """Oldest first. May be empty: some forms are sent empty."""
    received: datetime | None = None
    customer: str = ""
    """What tells one customer from another (address, number or name), or "" when the export does not say."""
    customer_names: tuple[str, ...] = ()
    """The customer's names as the export's own columns or headers carry them."""
    personal: tuple[str, ...] = ()
    """Other personal values that the export's columns or headers carry: addresses, telephone numbers."""
    channel: str = ""
    status: str = ""
    tags: tuple[str, ...] = ()
    rating: str = ""
    """How the customer rated the answer, in the helpdesk's own word or number, or ""."""
    group: str = ""
    """The group that the export itself gives, when the user asked for it with --group-by."""
    thread: str = ""
    """What the parts of a conversation have in common where a reader gives them apart, or "" for a whole one."""
    minutes: float | None = None
    """How long agents worked on it, in minutes, where the export says so; never how long the customer waited."""
    cells: tuple[tuple[str, str], ...] = ()
    """What it has in the columns that the user chooses by: pairs of `ingest/fields/columns.normalise_name` of the
    column and the cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A piece of an export that could not be read: a value, not an exception, so that it cannot end the reading."""

    source: str
    reason: str
    """What is wrong, naming line and column but never the text."""
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One public answer that a person of the company gave, cleaned and redacted."""

    text: str
    agent: str = ""
    """A short code that tells agents apart without naming them."""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenValue:
    """A personal value as it may be kept: nobody can read it, and it is recognised where it stands again."""

    hash: str
    """A keyed hash of its runs of letters and digits."""
    kind: str
    atoms: int
    """How many such runs it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedEnquiry:
    """An enquiry without personal data. Stages after `redact` accept nothing else, which the type checker proves."""

    id: str
    source: str
    text: str
    """The subject where it adds something, then what the customer wrote until the first reply, without courtesies.
    It is what is embedded and compared: a question is understood by the story around it."""
    ask: str
    """The part of `text` that asks: what titles and wordings are taken from."""
    asks: tuple[str, ...] = ()
    """What is asked one by one, each with its context, where the text asks several things; otherwise ()."""
    replies: tuple[Reply, ...] = ()
    later: tuple[str, ...] = ()
    """What the customer wrote after the first reply."""
    customer: str = ""
    """A keyed hash of the customer, or ""."""
    received: datetime | None = None
    tags: tuple[str, ...] = ()
    content: bool | None = None
    """Whether the customer rated the answer well, or None where nothing tells."""
    minutes: float | None = None
    """How long agents worked on it, or None where nothing tells."""
    group: str = ""
    noise: str = ""
    """Why this is not a question (spam, auto-reply, empty, thanks), or ""."""
    found: Mapping[str, int] = field(default_factory=dict)
    """How many values of each kind were taken out."""
    facets: tuple[str, ...] = ()
    """Keyed hashes of what it can be chosen by: see `pipeline/filters`."""
    hidden: tuple[HiddenValue, ...] = ()
    """Every personal value that the export gives for this enquiry or that was taken out of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEnquiry:
    """An enquiry that this workspace knows, from this run's exports or from earlier ones."""

    id: str
    key: str
    """Its id before it was told from others of the same id."""
    content: str
    """A hash of what it said in the export."""
    opening: str
    """A keyed hash of how it begins, which stays as the conversation goes on."""
    customer: str
    """A keyed hash of whose it is, or ""."""
    file: str
    """A hash of the file that it was last read from."""
    source: str
    replied: bool
    twin: str = ""
    """The id of the one that the same export holds before it, word for word, or ""."""
    facets: tuple[str, ...] = ()
    """Those of the enquiry as it was just read: see `RedactedEnquiry`."""
    enquiry: RedactedEnquiry | None = None
    """None for one that is no longer kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """What became of one row of the inputs."""

    enquiry_id: str
    source: str
    status: Status
    question_id: str = ""
    also: tuple[str, ...] = ()
    similarity: float | None = None
    """Cosine, 0..1, between the enquiry and the middle of its question; None where there is none."""
    reason: str = ""
    replied: bool = False
    """Whether somebody of the company ever answered."""
