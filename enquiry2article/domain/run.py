"""What one run read, found and wrote."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path

import msgspec

from enquiry2article.domain.article import Action, Refusal
from enquiry2article.domain.enquiry import LATER, LEFT_OUT, BadRow, LedgerRow, Status, was_left_out
from enquiry2article.domain.export import ColumnChoice
from enquiry2article.domain.filters import Filters
from enquiry2article.domain.question import Change, Question, QuestionStatus, Trend


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What a file was taken for and what came out of it."""

    name: str
    format: str = ""
    """The reader's name, or "" where none could read it."""
    reason: str = ""
    """By what the format was recognised, or ""."""
    enquiries: int = 0
    replied: int = 0
    bots: int = 0
    """Replies of bots that were left out."""
    bad: int = 0
    problem: str = ""
    """Why the file as a whole could not be read, or ""."""
    advice: str = ""
    """What to export instead where no enquiry has a reply, or ""."""
    remarks: tuple[str, ...] = ()
    """Sentences about what the reader noticed, such as messages left out because of a doubt."""
    strangers: tuple[str, ...] = ()
    """Names of files in it that are in no format that can be read."""
    columns: tuple[ColumnChoice, ...] = ()
    """Which columns of a table were taken for what."""
    likely_answer: str = ""
    """A column that was not taken for the replies and may hold them, or ""."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunQuestion:
    """A question as one run found it."""

    id: str
    title: str
    slug: str
    volume: int
    customers: int
    status: QuestionStatus
    trend: Trend
    post_url: str
    rank: int

    @classmethod
    def of(cls, question: Question) -> RunQuestion:
        """Take from a question what is kept of it."""
        return cls(**{own.name: getattr(question, own.name) for own in fields(cls)})

    def to_json(self) -> str:
        """Return it as text that `from_json` reads; the id is kept beside it."""
        return json.dumps({k: v for k, v in asdict(self).items() if k != "id"}, ensure_ascii=False)

    @classmethod
    def from_json(cls, id_: str, text: str) -> RunQuestion:
        """Read what `to_json` gave."""
        return msgspec.convert({"id": id_, **json.loads(text)}, cls)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """One run: when it was, what it read, and what the data did to the questions of the run before."""

    number: int = 0
    """0 until it is kept."""
    at: datetime
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many enquiries ended in each state of the ledger."""
    later: int = 0
    """How many were known that came after the day that was asked for; they are in no count."""
    questions: int = 0
    files: tuple[str, ...] = ()
    more_files: int = 0
    changes: tuple[Change, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    """What the user asked for that makes other questions of the same enquiries."""
    as_of: str = ""
    """The day that was asked for, or ""."""
    looked_back: bool = False
    """Whether that day lay before a run that was there already: then it is no step from one month to the next."""

    @property
    def enquiries(self) -> int:
        """How many enquiries had come."""
        return sum(self.counts.values())

    @property
    def day(self) -> str:
        """The day whose state it shows."""
        return self.as_of or self.at.date().isoformat()

    def to_json(self) -> str:
        """Return it as text that `from_json` reads; number and time are kept beside it."""
        plain = {name: value for name, value in asdict(self).items() if value and name not in ("number", "at")}
        return json.dumps(plain, ensure_ascii=False)

    @classmethod
    def from_json(cls, number: int, at: str, text: str) -> RunRecord:
        """Read what `to_json` gave."""
        return msgspec.convert({"number": number, "at": at, **json.loads(text)}, cls)


TOO_FEW_CUSTOMERS = "too few customers ask this"
"""Why an enquiry is in no question although enough enquiries ask the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """Everything that is worth saying about one run."""

    workspace: Path
    posts: Path
    files: tuple[FileReport, ...]
    ledger: tuple[LedgerRow, ...]
    questions: tuple[Question, ...]
    bad: tuple[BadRow, ...]
    found: Mapping[str, int]
    """Personal values taken out, by kind."""
    actions: Mapping[Action, int]
    kept: tuple[Path, ...]
    """Drafts that a person has edited and that were therefore left alone."""
    min_volume: int
    min_customers: int = 1
    filters: Filters = field(default_factory=Filters)
    known: int = 0
    """How many questions the house knew already, and how many of them nobody asks."""
    unasked: int = 0
    unmatched: tuple[tuple[str, str], ...] = ()
    """Columns and values of the filters that no enquiry has."""
    warnings: tuple[str, ...] = ()
    """What speaks against the export as a source of articles, a sentence each."""
    written: Mapping[str, int] = field(default_factory=dict)
    """How many drafts there are by what they are: "article", "outline", "page" of an area, "copy"; refused ones not."""
    first: bool = False
    """Whether no run was before it: nothing can be compared with an earlier one then."""
    notes: tuple[Path, ...] = ()
    """The notes on drafts, within their folder of the workspace."""
    proposed: int = 0
    """Drafts that a person has edited and for which the replies now say something else."""
    sections: int = 0
    """Posts that answer a question in part, for which a section is proposed."""
    changes: tuple[Change, ...] = ()
    """What the data did to the questions of the run before."""
    unknown: tuple[str, ...] = ()
    """Questions that `decisions.toml` speaks of and that were never found."""
    unchanged: bool = False
    """Whether the run found everything as it had left it, and did nothing."""
    languages: Mapping[str, int] = field(default_factory=dict)
    """Languages of enquiries that are not supported well, by their English names → how many enquiries are in each."""
    refused: tuple[Refusal, ...] = ()
    """Drafts that were not written because something personal was left in them."""
    held_back: int = 0
    """Sentences of replies that stand in no draft because of a word for which one conversation alone vouches."""

    @property
    def failed_files(self) -> int:
        """How many files could not be read at all."""
        return sum(bool(file.problem) for file in self.files)

    @property
    def nothing_written(self) -> bool:
        """Whether there was something to write and all of it was refused."""
        return bool(self.refused) and not any(
            self.actions.get(action) for action in Action if action is not Action.REFUSE
        )

    @property
    def later(self) -> int:
        """How many enquiries came after the day that was asked for."""
        return sum(row.reason == LATER for row in self.ledger)

    @property
    def left_out(self) -> Mapping[str, int]:
        """How many enquiries the filters left out, by the reason; the commonest first."""
        reasons = Counter(row.reason.removeprefix(LEFT_OUT) for row in self.ledger if was_left_out(row))
        return {reason: reasons[reason] for reason in sorted(reasons, key=lambda name: (-reasons[name], name))}

    @property
    def recurring(self) -> float | None:
        """The share, 0..1, of the enquiries that ask something which ask a recurring question; None where none asks."""
        grouped, alone = (sum(row.status is s for row in self.ledger) for s in (Status.GROUPED, Status.ALONE))
        return grouped / (grouped + alone) if grouped + alone else None

    def counts(self) -> dict[str, int]:
        """Return how many enquiries ended in each state of the ledger; the sum is the number of rows read."""
        counted = Counter(row.status.value for row in self.ledger)
        return {status.value: counted.get(status.value, 0) for status in Status}
