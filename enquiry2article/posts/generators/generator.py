"""What is known of one site generator: how its sites are recognised and how it makes addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from enquiry2article.domain.post import Site
from enquiry2article.posts.pages.paths import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """One site generator."""

    name: str
    recognise: Callable[[Path, set[str]], bool]
    """Say whether a folder with files of these names is a site of it."""
    load: Callable[[Path, set[str]], Site]
    """Read what a site's settings say about addresses."""
    make_url: Callable[[Page], str]
    """Return the address of one file; raises NoAddressError where it cannot be known."""
