"""The command that hands finished drafts to a content system: as files to import, or over the network when asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from enquiry2article.cli.options import option, quiet_option
from enquiry2article.cli.terminal import read_clock

if TYPE_CHECKING:
    from enquiry2article.domain.article import FinishedDraft


@click.command()
@click.argument("drafts", nargs=-1, required=True, type=click.Path(path_type=Path))
@option("--to", "kind", required=True, metavar="SYSTEM",
         help="What they are for; `enquiry2article formats` lists the systems.")  # fmt: skip
@option("-o", "--output", type=click.Path(path_type=Path), default=None, metavar="PLACE",
        help="The folder, or the file where there is only one; usually a new folder SYSTEM-import.")  # fmt: skip
@quiet_option
def publish(drafts: tuple[Path, ...], kind: str, output: Path | None, quiet: bool) -> None:
    """Hand finished drafts to a content system, always as drafts. Without --url, nothing is sent."""
    from enquiry2article.domain.plugins import find_plugins, load_plugin
    from enquiry2article.publishing.write_files import write_files

    format_ = load_plugin("import_formats", kind, find_plugins("import_formats"))
    read = _read(drafts, quiet=quiet)
    place = output or Path(f"{kind.partition(':')[0]}-import")
    written = write_files(format_.render(read, now=read_clock()), place)
    if not quiet:
        click.echo(f"{len(read)} drafts for {format_.title}: {written[0] if len(written) == 1 else place}")
        click.echo(format_.advice)


def _read(places: tuple[Path, ...], *, quiet: bool) -> tuple[FinishedDraft, ...]:
    """Read drafts, and say what is wrong with some.

    Raises:
        PublishError: there is none.
    """
    from enquiry2article.domain.errors import PublishError
    from enquiry2article.publishing.read_drafts import read_drafts

    read = read_drafts(places)
    for problem in read.problems:
        click.echo(problem, err=True)
    if read.copies and not quiet:
        click.echo(f"Left out: {read.copies} copies for other sites. To publish those, name their folder.", err=True)
    if not read.drafts:
        raise PublishError(f"There is no draft in {places[0]}. Give the folder of drafts that a run wrote.")
    return read.drafts


COMMANDS = (publish,)
