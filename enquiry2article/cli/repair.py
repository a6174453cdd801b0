"""The command that brings a damaged workspace back."""

from __future__ import annotations

from pathlib import Path

import click

from enquiry2article.cli.options import workspace_option
from enquiry2article.cli.terminal import read_clock


@click.command()
@workspace_option
def repair(workspace: Path) -> None:
    """Go back to the last good state of a workspace that is damaged. Nothing is deleted."""
    from enquiry2article.storage.repair import repair_workspace

    done = repair_workspace(workspace, read_clock())
    if not done.damage:
        click.echo(f"The workspace {workspace} is whole; nothing was done.")
        return
    click.echo(f"Damaged: {done.damage}.")
    if done.set_aside:
        click.echo(f"The damaged files lie in {done.set_aside}; delete them when all is well.")
    if done.good:
        click.echo(
            f"Put back: the state of {done.good:%Y-%m-%d %H:%M}. What was read or matched since then is to be done "
            "again: run your exports once more; it costs only what is new. Your drafts and decisions are as they were."
        )
    else:
        click.echo(
            "There is no good state to put back, so the workspace begins anew: run all your exports once more, and "
            "have those forgotten again whom you had forgotten. Your decisions are kept. Drafts that are there count "
            "as yours and stay as they are: move them away to have them written anew."
        )


COMMANDS = (repair,)
