"""What the stages of a run hand on to one another: frozen records, each the outcome of one stage."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from enquiry2article.answers.reply_sentences import Sentence
from enquiry2article.domain.article import Refusal, Step
from enquiry2article.domain.coverage import Coverage
from enquiry2article.domain.enquiry import LedgerRow, RedactedEnquiry
from enquiry2article.domain.protocols import Grouper
from enquiry2article.domain.question import Answered, Change, KnownQuestion, Question
from enquiry2article.domain.run import RunRecord
from enquiry2article.ingest.read import Ingested
from enquiry2article.pipeline.mine import Mining
from enquiry2article.pipeline.options import RunOptions, Tools
from enquiry2article.pipeline.prepare import Progress
from enquiry2article.pipeline.remember import Remembered
from enquiry2article.privacy.output_check import OutputCheck
from enquiry2article.questions.grouping.constraints import Constraints
from enquiry2article.questions.grouping.group import Grouping
from enquiry2article.questions.grouping.labels import GroupingOptions
from enquiry2article.storage.decisions_file import Decision
from enquiry2article.storage.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What all stages of one run share."""

    workspace: Workspace
    posts: Path
    """The folder of the drafts."""
    tools: Tools
    options: RunOptions
    progress: Progress
    decisions: Sequence[Decision]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStage:
    """What the exports hold, together with what the workspace knew."""

    ingested: Ingested
    remembered: Remembered
    enquiries: Sequence[RedactedEnquiry]
    """All that count for this run, noise among them."""
    asking: Sequence[RedactedEnquiry]
    """Those of them that ask something."""
    left_out: Collection[str]
    """The ids of those that the filters leave out."""
    min_customers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeaningStage:
    """The texts of a run as vectors, and what was replied."""

    known: Sequence[KnownQuestion]
    titles: Sequence[str]
    """Those of the known questions."""
    replies: Mapping[str, Sequence[Sentence]]
    said: Mapping[str, Sequence[str]]
    """Enquiry → what was replied that tells something about what was asked."""
    vectors: Mapping[str, NDArray[np.float32]]
    grouper: Grouper
    grouping_options: GroupingOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStage:
    """Enquiries as clusters with ids, as decisions want them."""

    mining: Mining
    grouping: Grouping
    ids: Sequence[str]
    constraints: Constraints
    known: Sequence[KnownQuestion]
    decided: Collection[str]
    """Questions about which a person has decided something."""
    last: Mapping[str, frozenset[str]]
    """The enquiries of each question of the run before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeStage:
    """Questions with their titles and answers, without anything personal."""

    questions: Sequence[Question]
    unsafe: Sequence[Refusal]
    """Refusals of drafts that have no title which may be shown."""
    check: OutputCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleStage:
    """Questions in their order, with what posts, decisions and time say of them, and what is recorded of the run."""

    questions: Sequence[Question]
    coverage: Coverage
    since: Mapping[str, Answered]
    changes: Sequence[Change]
    """What the data did to the questions of the run before, decisions apart."""
    ledger: Sequence[LedgerRow]
    record: RunRecord
    calibration: str
    looks_back: bool
    """Whether the run is about an earlier day than one before it: then it leaves the newest state alone."""
    first: bool
    """Whether no run was before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStage:
    """What is to be written into the folder of drafts and beside it."""

    questions: Sequence[Question]
    """With the paths of their drafts."""
    steps: Sequence[Step]
    refused: Sequence[Refusal]
    proposals: Mapping[Path, str]
    sections: Mapping[str, str]
    digests: Mapping[Path, str]
    notes: Mapping[Path, str]
