"""The commands: each turns options into one call of the pipeline and prints what comes back.

Imports at the top are light on purpose: `--help` must answer at once, so what a command needs is imported inside it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from enquiry2article.cli import decisions as cli_decisions
from enquiry2article.cli import history as cli_history
from enquiry2article.cli import installation as cli_installation
from enquiry2article.cli import matching as cli_matching
from enquiry2article.cli import privacy as cli_privacy
from enquiry2article.cli import publishing as cli_publishing
from enquiry2article.cli import questions as cli_questions
from enquiry2article.cli import repair as cli_repair
from enquiry2article.cli.options import (
    NamedPath,
    as_of_option,
    embedder_option,
    exports_argument,
    filter_options,
    find_examples,
    format_option,
    known_options,
    option,
    privacy_options,
    quiet_option,
    reading_options,
    settings_option,
    templates_option,
    url_template_option,
    workspace_option,
)
from enquiry2article.cli.run_options import make_run_options
from enquiry2article.cli.terminal import FriendlyGroup, TerminalProgress, prepare_output
from enquiry2article.cli.tools import choose_publisher, make_tools

if TYPE_CHECKING:
    from enquiry2article.domain.run import RunReport


DEMO_EXPORT = "shop/helpdesk.csv"


@click.group(cls=FriendlyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="enquiry2article")
def cli() -> None:
    """Turn support enquiries into blog and FAQ articles, and later enquiries into links to them.

    Begin with `enquiry2article demo`, then try your own export: `enquiry2article run EXPORT.csv -o drafts`.
    Everything stays on this machine; only a feed or sitemap that you name by its address is fetched, and only
    `publish --url` sends anything.
    """


@cli.command()
@option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), default="enquiry2article-demo",
         show_default=True, help="A new folder for the demonstration.")  # fmt: skip
@quiet_option
@click.pass_context
def demo(ctx: click.Context, /, output: Path, quiet: bool) -> None:
    """Show the whole job on an example export of a shop."""
    from enquiry2article.articles.publishing import check_writable
    from enquiry2article.domain.errors import PublishError

    if output.exists() and any(output.iterdir()):
        raise PublishError(f"{output} is already there and not empty. Choose a new folder with -o.")
    source = find_examples() / DEMO_EXPORT
    check_writable(output)
    export = output / source.name
    export.write_bytes(source.read_bytes())
    ctx.invoke(run, exports=(export,), workspace=output / "workspace", posts=output / "drafts", yes=True, quiet=quiet)
    if not quiet:
        click.echo(f"\nThis was made from {export}. For your own: enquiry2article run YOUR_EXPORT.csv -o drafts")


@cli.command()
@exports_argument
@workspace_option
@option("-o", "--output", "posts", type=NamedPath(path_type=Path, file_okay=False), default="drafts",
         show_default=True, help="The folder for the drafts.")  # fmt: skip
@option("--for", "site", default="", metavar="SITE",
         help="What the front matter is for; usually found out from the site that -o lies in, else plain Markdown; "
              "`enquiry2article formats` lists them.")  # fmt: skip
@option("--posts", "existing", multiple=True, type=click.Path(path_type=Path),
        help="Your public posts: what one of them answers is not drafted again. Repeatable.")  # fmt: skip
@url_template_option
@reading_options
@format_option
@filter_options
@known_options
@option("--group-by", metavar="COLUMN", default="", help="Take the questions from this column instead of finding them.")
@option("--min-volume", type=click.IntRange(min=1), default=3, show_default=True,
         help="How many enquiries make a recurring question.")  # fmt: skip
@option("--min-customers", type=click.IntRange(min=1), default=None, metavar="N",
         help="How many different customers make one; usually 2 where the export tells them apart.")  # fmt: skip
@option("--detail", type=click.Choice(["less", "usual", "more"]), default="usual", show_default=True,
         help="Fewer and wider questions, or more and narrower ones.")  # fmt: skip
@option("--across-languages/--no-across-languages", default=None,
         help="Count a question in several languages once, in the language of most; wants a multilingual --embedder. "
         "Remembered.")  # fmt: skip
@option("--grouping", metavar="METHOD", default="consensus", show_default=True,
         help="How questions are found; bertopic is there for comparison.")  # fmt: skip
@option("--kind", type=click.Choice(["auto", "faq", "how-to", "troubleshooting", "policy", "tips"]), default=None,
         help="Write every draft as this kind of article; usually each question's own shape decides.")  # fmt: skip
@settings_option
@templates_option
@embedder_option
@option("--save-model", type=click.Path(path_type=Path, file_okay=False),
         help="Also write the BERTopic model into this folder.")  # fmt: skip
@privacy_options
@option("--retain-days", type=click.IntRange(min=0), default=None, metavar="DAYS",
        help="Keep no enquiry's text in the workspace for longer than this after it came.")  # fmt: skip
@as_of_option
@option("--strict", is_flag=True, help="Stop with exit code 1 if any row or file could not be read.")
@quiet_option
@option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.pass_context
def run(ctx: click.Context, /, **params: Any) -> None:
    """Read exports, find the recurring questions and draft an article for each."""
    _refuse_nonsense(ctx)
    report = _run(**params)
    _show_report(report, as_json=params["as_json"], quiet=params["quiet"])
    if report.failed_files or report.nothing_written or (params["strict"] and report.refused):
        ctx.exit(1)


def _refuse_nonsense(ctx: click.Context) -> None:
    """Refuse options of `run` that do not go together.

    Raises:
        click.UsageError: one of them would count for nothing, or the drafts would lie in the workspace.
    """
    given = ctx.params
    if given["group_by"]:
        for name, flag in (
            ("grouping", "--grouping"), ("detail", "--detail"), ("across_languages", "--across-languages")
        ):  # fmt: skip
            if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
                raise click.UsageError(f"--group-by and {flag} do not go together: the column says what is a question.")
    if given["url_template"] and not given["existing"]:
        raise click.UsageError("--url-template says where the posts of --posts live. Add --posts, or leave it out.")
    if both := {word.lower() for word in given["keep"]} & {word.lower() for word in given["redact"]}:
        raise click.UsageError(f'"{min(both)}" is given to --keep and to --redact. Leave one of them out.')
    workspace, posts = given["workspace"].resolve(), given["posts"].resolve()
    if posts.is_relative_to(workspace):
        raise click.UsageError("The drafts cannot lie in the workspace. Name another folder with -o, or with -w.")
    for export in given["exports"]:
        if export.is_dir() and workspace.is_relative_to(export.resolve()):
            raise click.UsageError(f"The workspace lies in {export}, which is to be read. Name another with -w.")


def _run(exports: Sequence[Path], workspace: Path, posts: Path, **params: Any) -> RunReport:
    """Do the run that the options ask for, or give the report of the last one if it was asked the same."""
    from enquiry2article.pipeline.unchanged import hash_request, load_unchanged
    from enquiry2article.storage.connection import NoWorkspace
    from enquiry2article.storage.workspace import Workspace

    options, finder = make_run_options(params, workspace)
    publisher = choose_publisher(options.parts.site, posts, options.settings)
    options = replace(options, dialect=getattr(publisher, "told", ""))
    if options.save_model is None:
        options = replace(options, request=hash_request(exports, workspace, posts, options))
    with suppress(NoWorkspace), Workspace.open(workspace) as state:
        if same := load_unchanged(state, posts, options.request):
            return same
    with Workspace.create(workspace) as state:  # first, since a second run is to be told before anything slow
        from enquiry2article.pipeline import run as pipeline

        tools = make_tools(options.parts, options.settings, finder, publisher)
        progress = TerminalProgress(quiet=params["quiet"])
        try:
            return pipeline.run(exports, state, posts, tools, options, progress)
        finally:
            progress.close()


def _show_report(report: RunReport, *, as_json: bool, quiet: bool) -> None:
    from enquiry2article.cli.output.listing import report_to_dict
    from enquiry2article.cli.output.summary import summarise_run

    if as_json:
        click.echo(json.dumps(report_to_dict(report), ensure_ascii=False, indent=1))
    elif not quiet:
        click.echo(summarise_run(report), nl=False)


for group in (
    cli_questions,
    cli_installation,
    cli_decisions,
    cli_history,
    cli_matching,
    cli_publishing,
    cli_privacy,
    cli_repair,
):
    for command in group.COMMANDS:
        cli.add_command(command)


def main() -> None:
    """Start the program; the entry point of the command `enquiry2article`."""
    prepare_output()
    cli()
