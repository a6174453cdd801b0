"""What is known of one site generator: how its sites are recognised, how it makes addresses, how it wants its posts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from enquiry2article.articles.dialect import Dialect, DialectPublisher
from enquiry2article.domain.post import Site
from enquiry2article.posts.pages.paths import Page


def _keep(dialect: Dialect, site: Site) -> Dialect:
    return dialect


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
    dialect: Dialect | None = None
    """How a post is written, or None where posts are only read."""
    settle: Callable[[Dialect, Site], Dialect] = _keep
    """Adapt the dialect to what the settings of a site say about drafts."""
    aside: str = ""
    """The folder for drafts, from the site's own, where a site builds whatever lies among its posts."""

    def make_publisher(self) -> DialectPublisher:
        """Make the publisher that an entry point names."""
        assert self.dialect is not None
        return DialectPublisher(self.dialect)
