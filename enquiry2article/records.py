"""The nouns: frozen values that the stages hand to one another, without any reading or writing of their own.

    export files ─ingest→ Enquiry ─clean→ Enquiry ─redact→ RedactedEnquiry ─embed→ Vectors ─group→ Cluster
        ─name→ Question ─rank→ Question ─answer→ Question with its Answer ─draft→ Draft ─publish→ Post
    later exports ─(the same first four)→ RedactedEnquiry + Vectors + Post ─match→ Match ─reply→ str

One word for one thing: an *enquiry* is what a customer wrote, with the whole conversation that followed; a *cluster* is
enquiries that ask the same; a *question* is a cluster with a name; a *draft* is an article not yet public; a *post* is
one that is.
"""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]
"""Shape (n, d), each row of length 1, so that a dot product of two rows is their cosine."""

Labels: TypeAlias = NDArray[np.int64]
"""Shape (n,): the cluster of each row, or `ALONE`."""

ALONE = -1
"""The label of a row that belongs to no cluster. It is never renumbered."""


@dataclass(frozen=True, slots=True)
class Replied:
    """What was replied to texts; entry i of both fields belongs to text i."""

    texts: Sequence[str]
    """"" where nothing was replied."""
    vectors: Vectors
    """Rows of length 1; zeros where nothing was replied."""

    @classmethod
    def nothing(cls, count: int) -> Replied:
        """Return what stands for no reply to any of `count` texts."""
        return cls([""] * count, np.zeros((count, 1), dtype=np.float32))

    def take(self, rows: Sequence[int]) -> Replied:
        """Give what was replied to some of the texts, in the order of `rows`."""
        return Replied([self.texts[row] for row in rows], self.vectors[np.array(rows, dtype=np.int64)])


class Author(enum.StrEnum):
    """Who wrote a turn of a conversation."""

    CUSTOMER = "customer"
    AGENT = "agent"
    BOT = "bot"
    SYSTEM = "system"


class Detail(enum.StrEnum):
    """How finely questions are told apart."""

    LESS = "less"
    USUAL = "usual"
    MORE = "more"


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
    """What it has in the columns that the user chooses by: pairs of `columns.normalise_name` of the column and the
    cell."""


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
    """Keyed hashes of what it can be chosen by: see `filters`."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Enquiries that ask the same."""

    members: tuple[RedactedEnquiry, ...]
    """Closest to the middle first, so `members[0]` speaks for all."""
    similarities: tuple[float, ...]
    """Cosine of each member to the middle, in the order of `members`, clipped to 0..1."""
    vectors: Vectors = field(compare=False, repr=False)
    """Row i belongs to `members[i]`."""

    @classmethod
    def gather(cls, members: Sequence[RedactedEnquiry], vectors: Mapping[str, NDArray[np.float32]]) -> Cluster:
        """Make a cluster of enquiries, the vector of whose `text` is in `vectors`."""
        rows = np.array([vectors[member.text] for member in members], dtype=np.float32)
        middle = rows.mean(axis=0)
        middle /= max(float(np.linalg.norm(middle)), 1e-9)
        # Five decimals: beyond them a cosine tells about the batch rather than about the text.
        similarities = np.round(np.clip(rows @ middle, 0.0, 1.0), 5)
        order = sorted(range(len(members)), key=lambda i: (-similarities[i], members[i].text, members[i].id))
        return cls(
            members=tuple(members[i] for i in order),
            similarities=tuple(float(similarities[i]) for i in order),
            vectors=rows[order],
        )

    def sign(self) -> str:
        """Give a hash that depends on the members' ids only, for breaking ties and for making a new question's id."""
        return hashlib.sha256("\n".join(sorted(member.id for member in self.members)).encode()).hexdigest()

    def middle(self) -> Vectors:
        """Give the mean of the members' vectors, scaled to length 1: shape (d,)."""
        mean = self.vectors.mean(axis=0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)


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


class Kind(enum.StrEnum):
    """What sort of article a question gets; the words are those of `--kind` and of the settings."""

    FAQ = "faq"
    """A direct answer and a little more."""
    HOW_TO = "how-to"
    """Steps in their order."""
    TROUBLESHOOTING = "troubleshooting"
    """What to try when something is wrong, and what to do if it does not help."""
    POLICY = "policy"
    """What holds: prices, times, conditions."""
    TIPS = "tips"
    """A numbered list of things worth knowing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of an article: paragraphs, or a list."""

    heading: str = ""
    """A question, or "" for what goes on from the part before it."""
    paragraphs: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    """Things to do, in their order."""
    points: tuple[str, ...] = ()
    """Things to know, in the order in which they were told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The answer to a question as it is laid out: plain words, before any markup."""

    kind: Kind
    short: str
    """The short answer: one or two sentences, or "" where nobody has answered yet."""
    sections: tuple[Section, ...] = ()


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
    trend: str = "steady"
    """"new", "rising", "falling", "gone" or "steady": its share of all enquiries lately (`trends`)."""
    months: tuple[tuple[str, int], ...] = ()
    """How often it was asked in each month, such as ("2026-03", 4), the earliest first."""
    season: Season | None = None
    """When in the year it is asked more, where that is sure."""
    effect: Effect | None = None
    """What became of it since a post answers it, where one does."""
    worth: Worth | None = None
    """None where there is less than a month of enquiries."""
    status: str = "new"
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
    """How firm its group is, 0..1 (`firmness`); None where that was not measured, or one enquiry alone asks it."""


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
    what: str
    """"parted": some of its enquiries are now asked under `other`; "joined": it went on as `other`; "gone": no more."""
    other: str = ""
    count: int = 0
    """How many enquiries that concerns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article that is not public yet."""

    question_id: str
    path: Path
    """Relative to the posts folder."""
    front_matter: Mapping[str, object]
    """What the site needs, in neutral words."""
    body: str
    """Markdown."""
    note: str = ""
    """What its editor should know, Markdown, never part of the draft's file; "" for a copy and a page of an area."""


class Action(enum.StrEnum):
    """What publishing does about one draft."""

    CREATE = "create"
    UPDATE = "update"
    SAME = "same"
    KEEP = "keep"
    """A person has edited the file, or it is somebody else's: it stays as it is."""
    REFUSE = "refuse"
    """It still holds something personal, so it is not written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A decision about one draft, made before anything is written."""

    action: Action
    draft: Draft
    text: str
    """The whole file as it would be written."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A draft that is not written because something personal is left in it."""

    question_id: str
    title: str
    """Without what is personal in it."""
    found: Mapping[str, int]
    """Kind of personal data → how often."""
    place: str
    """Where the first of it stands, such as "line 3 of its text, word 5"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostSection:
    """A part of a post under a heading of its own."""

    heading: str
    anchor: str
    """What a link to it ends in, without the "#"; "" where the site gives it no address."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """An article that readers can already find, or a draft that counts as one."""

    url: str
    title: str
    text: str
    """Plain text or Markdown; "" where only title and address are known."""
    sections: tuple[PostSection, ...] = ()
    description: str = ""
    language: str = ""
    """As the post says it ("de", "pt-BR"), or ""."""
    tags: tuple[str, ...] = ()
    published: datetime | None = None
    question_id: str = ""
    path: str = ""
    """The file it was read from, with its place in it, or ""."""


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
