"""The commands: each turns options into one call of the pipeline and prints what comes back.

Imports at the top are light on purpose: `--help` must answer at once, so what a command needs is imported inside it.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from enquiry2article.terminal import FriendlyGroup, TerminalProgress

if TYPE_CHECKING:
    from enquiry2article.pipeline import RunOptions, Tools
    from enquiry2article.records import Question
    from enquiry2article.report import RunReport
    from enquiry2article.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

DEFAULT_WORKSPACE = ".enquiry2article"
DEMO_EXPORT = "shop/helpdesk.csv"


def _option(*names: str, **settings: Any) -> Callable[[Command], Command]:
    return click.option(*names, **settings)


workspace_option = _option(
    "-w",
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    default=DEFAULT_WORKSPACE,
    show_default=True,
    help="The folder in which the tool remembers what it found.",
)
map_option = _option(
    "--map",
    "columns",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Say which column is which, when it is not found by itself: --map question=Details --map answer=Response. "
    "Fields: question, answer, subject, id, date, customer, name, email, phone, agent, status, rating, tags.",
)
format_option = _option("--format", "format_name", metavar="NAME", default="", help="Read the files as this format.")
settings_option = _option(
    "--settings",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Your house's settings, when they are not in enquiry2article.toml in this folder.",
)
templates_option = _option(
    "--templates",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A folder with your own article.md.j2 or reply.txt.j2.",
)
embedder_option = _option(
    "--embedder",
    default="minilm",
    show_default=True,
    metavar="NAME",
    help="What compares texts by meaning; sentence-transformers:FOLDER takes a model of your own.",
)
quiet_option = _option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")
exports_argument = click.argument("exports", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group(cls=FriendlyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="enquiry2article")
def cli() -> None:
    """Turn support enquiries into blog and FAQ articles, and later enquiries into links to them.

    Begin with `enquiry2article demo`, then try your own export: `enquiry2article run EXPORT.csv -o drafts`.
    Everything stays on this machine.
    """


@cli.command()
@_option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), default="enquiry2article-demo",
         show_default=True, help="A new folder for the demonstration.")  # fmt: skip
@quiet_option
def demo(output: Path, quiet: bool) -> None:
    """Show the whole job on an example export of a shop."""
    from enquiry2article.errors import PublishError
    from enquiry2article.publish import check_writable

    if output.exists() and any(output.iterdir()):
        raise PublishError(f"{output} is already there and not empty. Choose a new folder with -o.")
    source = find_examples() / DEMO_EXPORT
    check_writable(output)
    export = output / source.name
    export.write_bytes(source.read_bytes())
    report = _run([export], output / "workspace", output / "drafts", quiet=quiet)
    _show_report(report, as_json=False, quiet=quiet)
    if not quiet:
        click.echo(f"\nThis was made from {export}. For your own: enquiry2article run YOUR_EXPORT.csv -o drafts")


@cli.command()
@exports_argument
@workspace_option
@_option("-o", "--output", "posts", type=click.Path(path_type=Path, file_okay=False), default="drafts",
         show_default=True, help="The folder for the drafts.")  # fmt: skip
@_option("--for", "site", default="markdown", show_default=True, metavar="SITE",
         help="What the front matter is for; `enquiry2article formats` lists them.")  # fmt: skip
@map_option
@format_option
@_option(
    "--group-by", metavar="COLUMN", default="", help="Take the questions from this column instead of finding them."
)
@_option("--min-volume", type=click.IntRange(min=1), default=3, show_default=True,
         help="How many enquiries make a recurring question.")  # fmt: skip
@_option("--detail", type=click.Choice(["less", "usual", "more"]), default="usual", show_default=True,
         help="Fewer and wider questions, or more and narrower ones.")  # fmt: skip
@_option("--grouping", metavar="METHOD", default="consensus", show_default=True,
         help="How questions are found; bertopic is there for comparison.")  # fmt: skip
@_option("--kind", type=click.Choice(["auto", "faq", "how-to", "troubleshooting", "policy", "tips"]), default=None,
         help="Write every draft as this kind of article; usually each question's own shape decides.")  # fmt: skip
@settings_option
@templates_option
@embedder_option
@_option("--save-model", type=click.Path(path_type=Path, file_okay=False),
         help="Also write the BERTopic model into this folder.")  # fmt: skip
@_option("--strict", is_flag=True, help="Stop with exit code 1 if any row or file could not be read.")
@quiet_option
@_option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.pass_context
def run(ctx: click.Context, /, as_json: bool, **options: Any) -> None:
    """Read exports, find the recurring questions and draft an article for each."""
    report = _run(options.pop("exports"), options.pop("workspace"), options.pop("posts"), **options)
    _show_report(report, as_json=as_json, quiet=options["quiet"])
    if report.failed_files:
        ctx.exit(1)


@cli.command()
@workspace_option
@_option("--format", "shape", type=click.Choice(["table", "jsonl", "csv"]), default="table", show_default=True)
@_option("--new", "only_new", is_flag=True, help="Only those that no post answers and no one has decided about.")
@_option("--unanswered", is_flag=True, help="Only those that nobody has answered properly yet.")
def questions(workspace: Path, shape: str, only_new: bool, unanswered: bool) -> None:
    """List the recurring questions, most worth answering first."""
    from enquiry2article.decisions import apply_decisions, read_decisions
    from enquiry2article.listing import QUESTION_COLUMNS, question_to_dict, question_to_row
    from enquiry2article.records import Lack
    from enquiry2article.workspace import Workspace

    with Workspace.open(workspace) as state:
        found = apply_decisions(state.load_questions(), read_decisions(workspace))
    if only_new:
        found = [question for question in found if question.status == "new"]
    if unanswered:
        found = [q for q in found if q.answer.lack is not Lack.NOTHING and q.status == "new"]
    if shape == "jsonl":
        for question in found:
            click.echo(json.dumps(question_to_dict(question), ensure_ascii=False))
    elif shape == "csv":
        write_csv(QUESTION_COLUMNS, [question_to_row(question) for question in found])
    elif not found:
        click.echo("There are no such questions.", err=True)
    elif unanswered:
        write_table(
            ["", "id", "question", "asked", "what is missing", "in your customers' words"],
            [[str(q.rank), q.id, q.title, str(q.volume), q.answer.lack.value, _quote_customers(q)] for q in found],
        )
    else:
        write_table(["", "id", "question", "asked", "people"],
                     [[str(q.rank), q.id, q.title, str(q.volume), str(q.customers)] for q in found])  # fmt: skip


def _quote_customers(question: Question) -> str:
    return " / ".join(variant.text for variant in question.variants[:2])


@cli.command()
@workspace_option
@click.argument("question")
def ignore(workspace: Path, question: str) -> None:
    """Decide that a question is not for publishing: no draft is written for it any more."""
    _decide(workspace, "ignore", question)


@cli.command("answered-by")
@workspace_option
@click.argument("question")
@click.argument("url")
def answered_by(workspace: Path, question: str, url: str) -> None:
    """Say which public post answers a question, yours once it is published, or an older one."""
    _decide(workspace, "answered-by", question, url)


@cli.command()
@workspace_option
@click.argument("question")
def restore(workspace: Path, question: str) -> None:
    """Take back what was decided about a question."""
    _decide(workspace, "restore", question)


def _decide(workspace: Path, action: str, question: str, url: str = "") -> None:
    from enquiry2article.decisions import ACTIONS, Decision, add_decision, read_decisions
    from enquiry2article.errors import SettingsError, suggest_name
    from enquiry2article.workspace import Workspace

    with Workspace.open(workspace) as state:
        titles = {found.id: found.title for found in state.load_questions()}
    if question not in titles:
        raise SettingsError(
            f'There is no question "{question}" in {workspace}.{suggest_name(question, titles)} '
            "List them with: enquiry2article questions"
        )
    if action == "answered-by" and not url.startswith(("https://", "http://")):
        raise SettingsError(f'"{url}" is no address of a post: give it whole, beginning with https://.')
    read_decisions(workspace)  # a file that cannot be read is mended first, not added to
    add_decision(workspace, Decision(action=action, question=question, url=url))
    click.echo(f"Remembered: “{titles[question]}” is {ACTIONS[action]}.")


@cli.command()
@workspace_option
@_option("--format", "shape", type=click.Choice(["table", "csv"]), default="table", show_default=True)
@_option("--no-reply", is_flag=True, help="Only the enquiries that nobody ever answered.")
def ledger(workspace: Path, shape: str, no_reply: bool) -> None:
    """Say what became of every enquiry that was read."""
    from enquiry2article.listing import LEDGER_COLUMNS, ledger_to_row
    from enquiry2article.records import Status
    from enquiry2article.workspace import Workspace

    with Workspace.open(workspace) as state:
        found = state.load_ledger()
    if no_reply:
        found = [row for row in found if not row.replied and row.status in (Status.GROUPED, Status.ALONE)]
    rows = [ledger_to_row(row) for row in found]
    (write_csv if shape == "csv" else write_table)(LEDGER_COLUMNS, rows)


@cli.command()
@exports_argument
@workspace_option
@_option("--posts", multiple=True, type=click.Path(path_type=Path), help="A folder of posts, or one post. Repeatable.")
@_option("--url-template", default="", metavar="TEMPLATE", help="Where posts live: https://example.com/blog/{slug}/")
@_option("--include-drafts", is_flag=True, help="Let drafts count as posts.")
@_option("--no-greeting", is_flag=True, help="Do not greet by name in the replies.")
@map_option
@templates_option
@embedder_option
@_option("--format", "shape", type=click.Choice(["table", "csv", "jsonl"]), default="table", show_default=True)
@quiet_option
def match(exports: tuple[Path, ...], workspace: Path, shape: str, **options: Any) -> None:
    """Say which later enquiries a post already answers, with the reply to paste."""
    from enquiry2article import listing, pipeline
    from enquiry2article.errors import SettingsError
    from enquiry2article.reply import ReplyWriter
    from enquiry2article.workspace import Workspace

    if not options["posts"]:
        raise SettingsError("Say where the posts are: --posts FOLDER (and --include-drafts to count drafts as posts).")
    tools = make_tools(site="markdown", templates=options["templates"], embedder=options["embedder"])
    progress = TerminalProgress(quiet=options["quiet"])
    with Workspace.open(workspace) as state:
        try:
            matches = pipeline.match(
                exports,
                state,
                options["posts"],
                tools,
                ReplyWriter([options["templates"]] if options["templates"] else []),
                make_options(columns=options["columns"]),
                progress,
                url_template=options["url_template"],
                include_drafts=options["include_drafts"],
                greet=not options["no_greeting"],
            )
        finally:
            progress.close()
    if shape == "jsonl":
        for found in matches:
            click.echo(json.dumps(dict(zip(listing.MATCH_COLUMNS, listing.match_to_row(found), strict=True))))
    elif shape == "csv":
        write_csv(listing.MATCH_COLUMNS, [listing.match_to_row(found) for found in matches])
    else:
        write_table(listing.MATCH_COLUMNS[:-1], [listing.match_to_row(found)[:-1] for found in matches])
        ready = sum(bool(found.reply) for found in matches)
        if ready and not options["quiet"]:
            click.echo(f"{ready} of {len(matches)} have a reply to paste: see them with --format csv.", err=True)


@cli.command()
def formats() -> None:
    """List what can be read and what can be written."""
    from enquiry2article.plugins import find_plugins, load_plugin

    for title, kind in (("Can be read:", "readers"), ("Can be written, with --for:", "publishers")):
        click.echo(title)
        found = find_plugins(kind)
        for name in found:
            click.echo(f"  {name:12} {load_plugin(kind, name, found).title}")


@cli.command()
@workspace_option
def doctor(workspace: Path) -> None:
    """Say what is installed, which model is used and where personal data lies. Nothing is ever downloaded."""
    from enquiry2article.checkup import check_installation

    healthy = True
    for good, line in check_installation(workspace):
        click.echo(f"{'ok  ' if good else 'BAD '} {line}")
        healthy = healthy and good
    if not healthy:
        sys.exit(1)


def find_examples() -> Path:
    """Say where the bundled examples lie: inside the installed package, or beside it in a checkout."""
    from enquiry2article.templating import find_beside_package

    return find_beside_package("examples")


def make_tools(
    *,
    site: str,
    templates: Path | None,
    embedder: str,
    format_name: str = "",
    grouping: str = "consensus",
    settings: Settings | None = None,
) -> Tools:
    """Put the chosen parts together; the only place where they are.

    Raises:
        PluginError: there is no part of a given name.
    """
    from enquiry2article.pipeline import Tools
    from enquiry2article.plugins import find_plugins, load_plugin

    readers = find_plugins("readers")
    chosen = [format_name] if format_name else list(readers)
    writer = find_plugins("writers")["template"].load()([templates] if templates else [], settings)
    return Tools(
        readers={name: load_plugin("readers", name, readers) for name in chosen},
        embedder=load_plugin("embedders", embedder, find_plugins("embedders")),
        grouper=load_plugin("groupers", grouping, find_plugins("groupers")),
        writer=writer,
        pages=writer,
        publisher=load_plugin("publishers", site, find_plugins("publishers")),
    )


def make_options(*, columns: Sequence[str], group_by: str = "", **others: Any) -> RunOptions:
    """Turn what the user typed into what the pipeline wants.

    Raises:
        SettingsError: a --map is not FIELD=COLUMN.
    """
    from enquiry2article.columns import FIELDS
    from enquiry2article.errors import SettingsError, suggest_name
    from enquiry2article.pipeline import RunOptions

    mapping: dict[str, str] = {}
    for item in columns:
        name, equals, column = item.partition("=")
        if not equals or not name.strip():
            raise SettingsError(f'--map wants FIELD=COLUMN, such as --map question=Details, not "{item}".')
        field = name.strip().lower()
        if field not in FIELDS:
            raise SettingsError(
                f'--map knows no field "{field}". Known: {", ".join(sorted(FIELDS))}.{suggest_name(field, FIELDS)}'
            )
        mapping[field] = column.strip()
    if group_by:
        mapping["group"] = group_by
    return RunOptions(columns=mapping, now=read_clock(), **others)


def read_clock() -> datetime:
    """Give the time of the run; SOURCE_DATE_EPOCH stands in for it (https://reproducible-builds.org/specs/)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(fixed), UTC) if fixed.isdigit() else datetime.now(UTC)


def _run(
    exports: Sequence[Path],
    workspace: Path,
    posts: Path,
    *,
    columns: Sequence[str] = (),
    format_name: str = "",
    site: str = "markdown",
    templates: Path | None = None,
    settings: Path | None = None,
    kind: str | None = None,
    embedder: str = "minilm",
    group_by: str = "",
    min_volume: int = 3,
    detail: str = "usual",
    grouping: str = "consensus",
    save_model: Path | None = None,
    strict: bool = False,
    quiet: bool = False,
) -> RunReport:
    from enquiry2article import pipeline
    from enquiry2article.records import Detail
    from enquiry2article.settings import load_settings
    from enquiry2article.workspace import Workspace

    house = load_settings(settings)
    if kind:
        house = replace(house, drafts=replace(house.drafts, kind=kind))
    tools = make_tools(
        site=site, templates=templates, embedder=embedder, format_name=format_name, grouping=grouping, settings=house
    )
    options = make_options(
        settings=house,
        columns=columns,
        group_by=group_by,
        format_name=format_name,
        min_volume=min_volume,
        detail=Detail(detail),
        save_model=save_model,
        strict=strict,
    )
    progress = TerminalProgress(quiet=quiet)
    with Workspace.create(workspace) as state:
        try:
            return pipeline.run(exports, state, posts, tools, options, progress)
        finally:
            progress.close()


def _show_report(report: RunReport, *, as_json: bool, quiet: bool) -> None:
    from enquiry2article.listing import report_to_dict
    from enquiry2article.report import summarise_run

    if as_json:
        click.echo(json.dumps(report_to_dict(report), ensure_ascii=False, indent=1))
    elif not quiet:
        click.echo(summarise_run(report), nl=False)


def write_csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows as CSV; a cell that a spreadsheet would take for a formula gets an apostrophe in front."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell for cell in row])


def write_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under their headings, each column as wide as it needs to be."""
    widths = [max(len(row[i]) for row in [columns, *rows]) for i in range(len(columns))]
    for row in [columns, *rows]:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def main() -> None:
    """Start the program; the entry point of the command `enquiry2article`."""
    cli()
