"""The command that hands finished drafts to a content system: as files to import, or over the network when asked."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from enquiry2article.cli.options import option, quiet_option, workspace_option
from enquiry2article.cli.terminal import read_clock

if TYPE_CHECKING:
    from enquiry2article.domain.article import FinishedDraft
    from enquiry2article.publishing.push import PushResult


@click.command()
@click.argument("drafts", nargs=-1, type=click.Path(path_type=Path))
@option("--to", "kind", required=True, metavar="SYSTEM",
         help="What they are for; `enquiry2article formats` lists the systems.")  # fmt: skip
@option("-o", "--output", type=click.Path(path_type=Path), default=None, metavar="PLACE",
        help="The folder, or the file where there is only one; usually a new folder SYSTEM-import.")  # fmt: skip
@option("--url", metavar="ADDRESS", default="",
        help="Push them to the site at this address instead, as drafts (wordpress, ghost, zendesk:SECTION). The "
             "password or key comes from the environment, the keyring, or is asked for.")  # fmt: skip
@option("--user", metavar="NAME", default="", envvar="ENQUIRY2ARTICLE_USER", help="Whose the password of --url is.")
@option("--dry-run", is_flag=True, help="With --url: say what would be done, and change nothing.")
@option("--status", "only_status", is_flag=True,
        help="With --url: push nothing, only learn which of the posts are public by now.")  # fmt: skip
@workspace_option
@quiet_option
def publish(drafts: tuple[Path, ...], kind: str, url: str, **options: Any) -> None:
    """Hand finished drafts to a content system, always as drafts. Without --url, nothing is sent."""
    if not drafts and not options["only_status"]:
        raise click.UsageError("Say which drafts: the folder that a run wrote, such as drafts.")
    if url:
        if options["output"]:
            raise click.UsageError("-o and --url do not go together: leave out one of them.")
        _push(drafts, kind, url, options["user"], options)
        return
    for name, flag in (("dry_run", "--dry-run"), ("only_status", "--status"), ("user", "--user")):
        if options[name] and (name != "user" or _is_given("user")):
            raise click.UsageError(f"{flag} is for pushing: add --url, the address of the site.")
    _write(drafts, kind, options["output"], quiet=options["quiet"])


def _is_given(name: str) -> bool:
    return click.get_current_context().get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE


def _write(places: tuple[Path, ...], kind: str, output: Path | None, *, quiet: bool) -> None:
    from enquiry2article.domain.plugins import find_plugins, load_plugin
    from enquiry2article.publishing.write_files import write_files

    format_ = load_plugin("import_formats", kind, find_plugins("import_formats"))
    drafts = _read(places, quiet=quiet)
    place = output or Path(f"{kind.partition(':')[0]}-import")
    written = write_files(format_.render(drafts, now=read_clock()), place)
    if not quiet:
        click.echo(f"{len(drafts)} drafts for {format_.title}: {written[0] if len(written) == 1 else place}")
        click.echo(format_.advice)


def _push(places: tuple[Path, ...], kind: str, url: str, user: str, options: Mapping[str, Any]) -> None:
    from enquiry2article.domain.plugins import find_plugins, load_plugin
    from enquiry2article.publishing.addresses import record_public_addresses
    from enquiry2article.publishing.client import check_address
    from enquiry2article.publishing.memory import Memory
    from enquiry2article.publishing.push import Outcome, push_drafts
    from enquiry2article.publishing.secrets import find_secret
    from enquiry2article.storage.workspace import Workspace

    workspace, dry_run, quiet = options["workspace"], options["dry_run"], options["quiet"]
    target = load_plugin("push_targets", kind, find_plugins("push_targets"))
    address = check_address(url)
    drafts = () if options["only_status"] else _read(places, quiet=quiet)
    if target.needs_user and not user:
        raise click.UsageError("Say whose the password is, with --user NAME.")
    with Workspace.open(workspace) if dry_run else Workspace.open_to_change(workspace) as state:
        ask = _ask_secret if sys.stdin.isatty() else None
        target.connect(address, user, find_secret(target.secret_name, target.variable, address, ask))
        memory = Memory(state, address)

        def tell(result: PushResult) -> None:
            if result.reason:
                click.echo(f"{result.draft.source}: {result.outcome.value}: {result.reason}.", err=True)
            elif result.outcome is not Outcome.SAME and not quiet:
                click.echo(f"{result.draft.title}: {result.outcome.value}")

        results = push_drafts(drafts, target, memory, dry_run=dry_run, tell=tell)
        told = {} if dry_run else record_public_addresses(target, memory, state, read_clock().date().isoformat())
    if not quiet:
        counts = Counter(result.outcome.value for result in results)
        done = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
        if results:
            click.echo(f"{address}{' (nothing was changed, a dry run)' if dry_run else ''}: {done}.")
        for question, public in told.items():
            click.echo(f"{question} is answered by {public}: later matches link to it.")
        if options["only_status"] and not told:
            click.echo("No post has become public since the last look.")


def _ask_secret(what: str) -> str:
    return str(click.prompt(what, hide_input=True, err=True))


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
