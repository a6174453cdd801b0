"""The nouns of reading posts that are there already: what a reader is told, what it finds, and what did not count.

Frozen values like those of `records`.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from enquiry2article.records import Post


class Withheld(enum.StrEnum):
    """Why a post is not for readers to find; the words are those that a person is told."""

    DRAFT = "drafts"
    FUTURE = "not yet public"
    EXPIRED = "expired"
    HIDDEN = "hidden"
    """Private, unlisted, for members, behind a password, or kept from search machines."""
    COPY = "copies for other sites"
    ROUND_UP = "round-ups of answers that have posts of their own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What a site's own settings say about the posts of a folder. Everything is empty where there are no settings."""

    generator: str = ""
    """What builds it: "hugo", "jekyll" …"""
    root: Path = field(default_factory=Path)
    """The folder of its settings."""
    folders: tuple[Path, ...] = ()
    """The folders in which its posts lie."""
    base_url: str = ""
    """The address of its first page, without a slash at the end; only its path where nothing names the host."""
    language: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What else decides about addresses, under names of ours (`sites`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostContext:
    """What a reader of posts is told besides the file."""

    place: Path
    """The folder that a post's path counts from where its site is not known."""
    site: Site = field(default_factory=Site)
    url_template: str = ""
    """How the user says addresses are made, or ""."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPost:
    """A post as its file tells it, before it is decided whether it counts."""

    post: Post
    withheld: Withheld | None = None
    """Why the file itself keeps it from readers, or None."""
    expires: datetime | None = None
    """When it ceases to be public."""
    guessed: bool = False
    """True where nothing says how its address is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostProblem:
    """A post or a file of posts that could not be read: a value, so that it cannot end the reading."""

    source: str
    reason: str
    """What is wrong, in one line that holds nothing of the post's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPosts:
    """The posts that count, and what became of the others."""

    posts: tuple[Post, ...]
    """By address, then by path."""
    problems: tuple[PostProblem, ...] = ()
    withheld: Mapping[Withheld, int] = field(default_factory=dict)
    """How many posts do not count, by the reason."""
    guessed: int = 0
    """Of how many posts the address is a guess, because nothing says how the site makes it."""
