"""What a run is asked for, and the exchangeable parts that it is done with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enquiry2article.domain.cluster import Detail
from enquiry2article.domain.export import ReadOptions
from enquiry2article.domain.filters import Filters
from enquiry2article.domain.post import Post
from enquiry2article.domain.protocols import (
    Embedder,
    Grouper,
    NameFinder,
    PageWriter,
    Publisher,
    Reader,
    Writer,
)
from enquiry2article.domain.question import KnownQuestion
from enquiry2article.domain.settings import Settings

if TYPE_CHECKING:
    from enquiry2article.matching.replies.reply import ReplyWriter

USUAL_PRECISION = 0.9
"""Share of links that should be right unless the user wants another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The exchangeable parts, put together in one place: the door."""

    readers: Mapping[str, Reader]
    embedder: Embedder
    grouper: Grouper
    writer: Writer
    pages: PageWriter
    """What writes copies for other sites and round-ups."""
    publisher: Publisher
    finder: NameFinder | None = None
    """The user's own finder of names, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchTools:
    """The exchangeable parts that later enquiries are matched with."""

    readers: Mapping[str, Reader]
    embedder: Embedder
    replies: ReplyWriter
    finder: NameFinder | None = None
    """The user's own finder of names, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchOptions:
    """What the user may decide about how later enquiries are matched."""

    reading: ReadOptions = field(default_factory=ReadOptions)
    precision: float = USUAL_PRECISION
    greet: bool = True
    """Whether customers are greeted by their names."""
    explain: bool = True
    """Whether matches tell their reasons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The exchangeable parts of a run, by the names that the user chooses them by."""

    site: str = ""
    """What the drafts are for, or "" to find it out from the folder that they are written into."""
    templates: Path | None = None
    """A folder with the user's own templates."""
    embedder: str = "minilm"
    grouping: str = "consensus"
    format_name: str = ""
    """The reader of all exports, or "" to let each file be recognised."""
    names: str = ""
    """What the user's own finder of names calls itself, or ""."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What the user may decide about a run.

    All of it tells one run from another (`pipeline/unchanged.hash_request`), but for `now`, `request` and `save_model`.
    """

    parts: Parts = field(default_factory=Parts)
    reading: ReadOptions = field(default_factory=ReadOptions)
    filters: Filters = field(default_factory=Filters)
    """Which enquiries the run is about; the others are set aside and remembered."""
    known: Sequence[KnownQuestion] = ()
    """Questions that the house knows already: what asks one of them is put there first."""
    min_volume: int = 3
    min_customers: int = 0
    """How many different customers make a recurring question; 0 for two, or as many as `min_volume` if that is less,
    and for one where the export does not tell customers apart."""
    detail: Detail = Detail.USUAL
    across_languages: bool = False
    """Whether enquiries in several languages may ask one question, which is then answered in that of most."""
    save_model: Path | None = None
    settings: Settings = field(default_factory=Settings)
    """What the house wishes for its drafts."""
    dialect: str = ""
    """How the publisher writes drafts, as it tells of itself."""
    existing: Sequence[Post] = ()
    """Posts that are public already: what one of them answers is not drafted again."""
    retain_days: int = 0
    """For how many days after it came an enquiry's text stays in the workspace; 0 for ever."""
    request: str = ""
    """A hash of everything that the run depends on (`pipeline/unchanged.hash_request`), or "" to let the next one do
    all again."""
    strict: bool = False
    """Stop before anything is written if a row or a file could not be read."""
    as_of: date | None = None
    """The day at whose end `now` is, if it was asked for: what came later is left out."""
    now: datetime

    @classmethod
    def from_cli(cls, params: Mapping[str, Any]) -> RunOptions:
        """Take the options by their names from the parameters of the command `run`.

        What they name has been read already: `settings`, `existing` and the like are what was found there. Other
        parameters are left out.
        """
        own = {option.name: params[option.name] for option in fields(cls) if option.name in params}
        own["parts"] = Parts(**{part.name: params[part.name] for part in fields(Parts)})
        own["detail"] = Detail(params["detail"])
        own["min_customers"] = params["min_customers"] or 0
        return cls(**own)
