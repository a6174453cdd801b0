"""An article and its draft, and what is done with the file of a draft."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


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
class FinishedDraft:
    """A draft as a person has left it, read from its file and ready to be handed to another system."""

    key: str
    """What it is known by from one publication to the next: the question's id, or its own address without one."""
    question_id: str
    """"" for a page of several questions and for what a person wrote without one."""
    title: str
    slug: str
    html: str
    """The body, without the title, sanitised: no scripts, no styles, no comments."""
    markdown: str
    text: str
    """The body as plain text."""
    date: datetime | None = None
    description: str = ""
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    language: str = ""
    canonical_url: str = ""
    """Where the original is, for a copy."""
    source: str = ""
    """The file, for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemotePost:
    """A post as another system keeps it."""

    id: str
    title: str
    slug: str
    text: str
    """Its body as plain text, as it is kept there."""
    is_draft: bool
    """False for what is public, scheduled, private or thrown away there: none of that is changed by this program."""
    public_url: str
    """Its address, or "" while readers cannot find it."""
    fingerprint: str
    """A digest of all that this program writes, as it is kept there: another one means that somebody changed it."""
    version: str = ""
    """What the system wants to be told with a change, so that it refuses one that crosses another; or ""."""
