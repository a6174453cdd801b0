"""The commands about the past: which runs there were, what is different, one question's life; and moving it all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from enquiry2article.cli.options import as_of_option, option, workspace_option
from enquiry2article.cli.output.tables import write_csv, write_table
from enquiry2article.cli.terminal import read_clock

shape_option = option(
    "--format", "shape", type=click.Choice(["table", "jsonl", "csv"]), default="table", show_default=True
)


@click.command()
@workspace_option
@shape_option
def runs(workspace: Path, shape: str) -> None:
    """List the runs that are recorded: each one that found something else than the one before."""
    from enquiry2article.cli.output.history import RUN_COLUMNS, run_to_dict, run_to_row
    from enquiry2article.storage.workspace import Workspace

    with Workspace.open(workspace) as state:
        found = state.runs.load_all()
    if shape == "jsonl":
        _write_lines([run_to_dict(run) for run in found])
    elif not found and shape == "table":
        click.echo("No run has been recorded here yet. Each one is from now on.", err=True)
    else:
        (write_csv if shape == "csv" else write_table)(RUN_COLUMNS, [run_to_row(run) for run in found])


@click.command()
@workspace_option
@click.argument("runs", nargs=-1, metavar="[RUN] [RUN]")
@as_of_option
@shape_option
def diff(workspace: Path, runs: tuple[str, ...], as_of: str, shape: str) -> None:
    """Show what is different between two runs: new, gone, parted, joined, renamed, asked more or less, answered.

    RUN is a number of `enquiry2article runs`, or a day, which means the last run on or before it. With none, the last
    two are compared; with one, that one and the last.
    """
    from enquiry2article.cli.output.history import (
        DIFFERENCE_COLUMNS,
        describe_comparison,
        difference_to_dict,
        difference_to_row,
    )
    from enquiry2article.domain.errors import SettingsError
    from enquiry2article.pipeline.history import compare_recorded
    from enquiry2article.storage.workspace import Workspace

    if len(runs) > 2:
        raise SettingsError("Two runs are compared, not more. List them with: enquiry2article runs")
    with Workspace.open(workspace) as state:
        found = compare_recorded(state, runs, as_of, read_clock())
    if shape == "jsonl":
        _write_lines([difference_to_dict(difference) for difference in found.differences])
    elif shape == "csv":
        write_csv(DIFFERENCE_COLUMNS, [difference_to_row(difference) for difference in found.differences])
    else:
        for line in describe_comparison(found):
            click.echo(line)


@click.command()
@workspace_option
@click.argument("question")
@shape_option
def history(workspace: Path, question: str, shape: str) -> None:
    """Show the life of a question: month by month, run by run, what it was called, what you decided about it.

    QUESTION is its id, its slug, or a title that it has or had.
    """
    from enquiry2article.cli.output.history import SEEN_COLUMNS, describe_history, history_to_dict, seen_to_row
    from enquiry2article.pipeline.history import recall_question
    from enquiry2article.storage.workspace import Workspace

    with Workspace.open(workspace) as state:
        found = recall_question(state, question)
    rows = [seen_to_row(run, seen) for run, seen in found.runs]
    if shape == "jsonl":
        _write_lines([history_to_dict(found)])
    elif shape == "csv":
        write_csv(SEEN_COLUMNS, rows)
    else:
        for line in [*describe_history(found), "", "Run by run"]:
            click.echo(line)
        write_table(SEEN_COLUMNS, rows)


def show_questions_as_of(workspace: Path, day: str, shape: str, *, only_new: bool) -> None:
    """List the questions as the last run on or before a day found them: `questions --as-of`."""
    from dataclasses import asdict

    from enquiry2article.cli.output.history import RECORDED_COLUMNS, recorded_to_row
    from enquiry2article.domain.question import QuestionStatus
    from enquiry2article.pipeline.history import recall_questions
    from enquiry2article.storage.workspace import Workspace

    with Workspace.open(workspace) as state:
        run, found = recall_questions(state, day, read_clock())
    if only_new:
        found = [question for question in found if question.status is QuestionStatus.NEW]
    if shape == "jsonl":
        _write_lines([asdict(question) for question in found])
    elif shape == "csv":
        write_csv(RECORDED_COLUMNS, [recorded_to_row(question) for question in found])
    else:
        click.echo(f"As run {run.number} of {run.day} found them:", err=True)
        write_table(RECORDED_COLUMNS, [recorded_to_row(question) for question in found])


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@workspace_option
@option("--without-texts", is_flag=True,
        help="To show to others: no one's words, no hashes, no key; questions, counts, decisions.")  # fmt: skip
def export_(file: Path, workspace: Path, without_texts: bool) -> None:
    """Put the workspace into one file, to move it to another machine or to show it to others.

    FILE is a new file, such as enquiries.zip.
    """
    from enquiry2article.storage.archive import export_workspace
    from enquiry2article.storage.workspace import Workspace

    with Workspace.open(workspace) as state:
        manifest, left = export_workspace(state, file, texts=not without_texts, made=read_clock().date().isoformat())
    click.echo(f"{file} holds {_count_parts(manifest.counts)}.")
    if left:
        click.echo(f"Not taken along, as no part of a workspace: {', '.join(left)}.")
    if without_texts:
        click.echo(
            "No words of customers or agents are in it but the questions' titles and what you decided: read them."
        )
    else:
        click.echo(
            "It holds your customers' words, personal data taken out, and the key to what is hidden: keep it as you "
            "keep your mail. To show it to others: --without-texts. Your drafts are not in it: copy their folder too."
        )


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@workspace_option
def import_(file: Path, workspace: Path) -> None:
    """Make a workspace of a file that `export` wrote. One that is there already is never touched."""
    from enquiry2article.storage.archive import import_workspace

    manifest = import_workspace(file, workspace)
    click.echo(f"{workspace} now holds {_count_parts(manifest.counts)}, exported on {manifest.made}.")
    if manifest.texts:
        click.echo("Drafts that you copy along are known again, wherever you put them: name the folder with run -o.")
    else:
        click.echo(
            "It was exported without texts: run your exports again to have answers and drafts. Whom you had forgotten, "
            "it no longer knows: forget them again first."
        )


def _count_parts(counts: Mapping[str, int]) -> str:
    from enquiry2article.cli.output.summary import count_of

    return ", ".join(
        count_of(counts.get(name, 0), noun)
        for name, noun in (("questions", "question"), ("enquiries", "enquiry"), ("runs", "recorded run"))
    )


def _write_lines(records: list[dict[str, object]]) -> None:
    for record in records:
        click.echo(json.dumps(record, ensure_ascii=False))


COMMANDS = (runs, diff, history, export_, import_)
