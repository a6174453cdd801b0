"""The nouns of reading posts that are there already: what a reader is told, what it finds, and what did not count.

Frozen values.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any


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
    """What else decides about addresses, under names of ours (`posts/generators/detect`)."""


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
