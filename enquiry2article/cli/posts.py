"""The options and words about sites and posts that several commands share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from enquiry2article.cli.terminal import read_clock

if TYPE_CHECKING:
    from enquiry2article.domain.post import Post


def read_chosen_posts(options: Mapping[str, Any], *, quiet: bool = False) -> Sequence[Post]:
    """Read the posts that a command was given, and say what is wrong with some and which do not count."""
    return read_and_report_posts(
        options["posts"],
        url_template=options["url_template"],
        include_drafts=options.get("include_drafts", False),
        quiet=quiet,
    )


def read_and_report_posts(
    places: Sequence[Path],
    *,
    url_template: str = "",
    include_drafts: bool = False,
    now: datetime | None = None,
    quiet: bool = False,
) -> Sequence[Post]:
    """Read posts, and say on standard error what is wrong with some and which do not count, by `now` or the clock."""
    from enquiry2article.posts.read import read_posts

    read = read_posts(places, url_template=url_template, include_drafts=include_drafts, now=now or read_clock())
    for problem in read.problems[:MOST_PROBLEMS]:
        click.echo(f"{problem.source}: {problem.reason}.", err=True)
    if len(read.problems) > MOST_PROBLEMS:
        click.echo(f"… and {len(read.problems) - MOST_PROBLEMS} more posts that cannot be used.", err=True)
    if not quiet:
        if read.withheld:
            told = ", ".join(f"{count} {reason.value}" for reason, count in read.withheld.items())
            click.echo(f"Not linked: {told}.", err=True)
        if read.guessed:
            click.echo(
                f"The address of {read.guessed} of {len(read.posts)} posts is a guess: give --url-template, such as "
                "https://example.com/blog/{slug}/",
                err=True,
            )
    return read.posts


MOST_PROBLEMS = 20
"""Posts that cannot be used that are told one by one."""
