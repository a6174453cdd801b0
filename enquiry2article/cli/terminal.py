"""What happens on the screen while a command works: progress on standard error, and errors as one sentence."""

from __future__ import annotations

import errno
import io
import os
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import click

from enquiry2article.domain.errors import EnquiryToArticleError, shorten

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What a system says when there is no more room."""

UNUSABLE = (errno.ENAMETOOLONG, errno.ELOOP, errno.ENOTDIR, errno.EISDIR, errno.EACCES, errno.EPERM, errno.EROFS)
"""What a system says of a path that cannot be used as it was asked for."""

QUIET_SECONDS = 2.0
"""Work that is done sooner shows no progress."""

WIDTH = 24


class TerminalProgress:
    """Draws one line of progress on standard error; silent when that is not a terminal or `quiet` was asked for."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._shown = sys.stderr.isatty() and not quiet
        self._start = time.monotonic()
        self._drawn = False

    def __call__(self, what: str, done: int, all_: int) -> None:
        if not self._shown or time.monotonic() - self._start < QUIET_SECONDS:
            return
        share = done / all_ if all_ else 1.0
        bar = "█" * int(share * WIDTH) + "·" * (WIDTH - int(share * WIDTH))
        count = f" {done:,} of {all_:,}" if all_ > 1 else ""
        click.echo(f"\r\033[K{what} {bar}{count}", err=True, nl=False)
        self._drawn = True

    def close(self) -> None:
        """Take the line away."""
        if self._drawn:
            click.echo("\r\033[K", err=True, nl=False)


class FriendlyGroup(click.Group):
    """The one place where an error becomes a sentence and an exit code. A bug keeps its trace: it is ours to mend."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
        except EnquiryToArticleError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            if error.errno in UNUSABLE and error.filename:
                raise click.ClickException(
                    f"{shorten(str(error.filename), 200)} cannot be used ({error.strerror}). Check the name, and whose "
                    "it is."
                ) from error
            if error.errno not in FULL:
                raise
            _silence()
            where = f" with {error.filename}" if error.filename else ", or what the output goes to,"
            raise click.ClickException(
                f"The disk{where} is full ({error.strerror}). Make room and try again; nothing is left half-written."
            ) from error
        return done

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; who gives a file in its place is told which command reads it."""
        if args and args[0] not in self.commands and os.path.exists(args[0]):  # noqa: PTH110 - never raises
            raise click.UsageError(f"{args[0]} is no command. To read it: enquiry2article run {args[0]}")
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they were written, which is the order of the work."""
        return list(self.commands)


def prepare_output() -> None:
    """Let every character be printed, whatever the system's encoding: a file or pipe gets UTF-8.

    Where the user has named an encoding (PYTHONIOENCODING), and on a terminal, a character that is not in it becomes a
    question mark.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        own = sys.stdout.isatty() or bool(os.environ.get("PYTHONIOENCODING"))
        sys.stdout.reconfigure(encoding=None if own else "utf-8", errors="replace")


def _silence() -> None:
    """Let nothing more be written to an output that takes no more: Python would try once again as it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def read_clock() -> datetime:
    """Return the time of the run; SOURCE_DATE_EPOCH stands in for it (https://reproducible-builds.org/specs/)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(fixed), UTC) if fixed.isdigit() else datetime.now(UTC)
