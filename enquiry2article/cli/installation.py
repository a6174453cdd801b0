"""The commands about the installation: what can be read and written, and whether all is in order."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from enquiry2article.cli.options import (
    workspace_option,
)

if TYPE_CHECKING:
    pass


@click.command()
def formats() -> None:
    """List what can be read and what can be written."""
    from enquiry2article.domain.plugins import find_plugins, load_plugin

    for title, kind in (
        ("Exports that can be read:", "readers"),
        ("Posts that can be read, with --posts:", "post_readers"),
        ("Drafts that can be written, with run --for:", "publishers"),
        ("Import files that can be written, with publish --to:", "import_formats"),
        ("Systems that drafts can be pushed to, with publish --to NAME --url ADDRESS:", "push_targets"),
        ("Saved replies that can be written, with saved-replies --for:", "reply_exporters"),
    ):
        click.echo(title)
        found = find_plugins(kind)
        for name in found:
            click.echo(f"  {name:18} {load_plugin(kind, name, found).title}")


@click.command()
@workspace_option
def doctor(workspace: Path) -> None:
    """Show what is installed, which model is used and where personal data lies. Nothing is ever downloaded."""
    from enquiry2article.pipeline.doctor import check_installation

    healthy = True
    for good, line in check_installation(workspace):
        click.echo(f"{'ok  ' if good else 'BAD '} {line}")
        healthy = healthy and good
    if not healthy:
        sys.exit(1)


COMMANDS = (formats, doctor)
