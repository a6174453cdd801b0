"""The commands that show what a run found: the questions, and what became of every enquiry."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from enquiry2article.cli.history import show_questions_as_of
from enquiry2article.cli.options import (
    as_of_option,
    option,
    workspace_option,
)
from enquiry2article.cli.output.tables import write_csv, write_table

if TYPE_CHECKING:
    from enquiry2article.domain.question import Question


@click.command()
@workspace_option
@option("--format", "shape", type=click.Choice(["table", "jsonl", "csv"]), default="table", show_default=True)
@option("--new", "only_new", is_flag=True, help="Only those that no post answers and no one has decided about.")
@option("--unanswered", is_flag=True, help="Only those that nobody has answered properly yet.")
@option("--still-asked", is_flag=True, help="Only those that a post answers and that are asked all the same.")
@as_of_option
def questions(workspace: Path, shape: str, only_new: bool, unanswered: bool, still_asked: bool, as_of: str) -> None:
    """List the recurring questions, most worth answering first.

    The group of a question is firm where its enquiries very likely ask the same, else loose: look at those first. Known
    questions that nobody asks come last.
    """
    _refuse_nonsense(only_new=only_new, unanswered=unanswered, still_asked=still_asked, as_of=as_of)
    if as_of:
        show_questions_as_of(workspace, as_of, shape, only_new=only_new)
        return
    from enquiry2article.cli.output.listing import QUESTION_COLUMNS, question_to_dict, question_to_row

    found = _choose_questions(workspace, only_new=only_new, unanswered=unanswered, still_asked=still_asked)
    if shape == "jsonl":
        for question in found:
            click.echo(json.dumps(question_to_dict(question), ensure_ascii=False))
    elif shape == "csv":
        write_csv(QUESTION_COLUMNS, [question_to_row(question) for question in found])
    elif not found:
        click.echo("There are no such questions.", err=True)
    else:
        _show_table(found, unanswered=unanswered, still_asked=still_asked)


def _refuse_nonsense(*, only_new: bool, unanswered: bool, still_asked: bool, as_of: str) -> None:
    """Refuse options of `questions` that do not go together.

    Raises:
        click.UsageError: of such options two were given.
    """
    if still_asked and (only_new or unanswered):
        told = "--new" if only_new else "--unanswered"
        raise click.UsageError(f"{told} and --still-asked do not go together: a post answers what is still asked.")
    if as_of and (unanswered or still_asked):
        told = "--unanswered" if unanswered else "--still-asked"
        raise click.UsageError(f"{told} and --as-of do not go together: answers of earlier runs are not kept.")


def _choose_questions(workspace: Path, *, only_new: bool, unanswered: bool, still_asked: bool) -> Sequence[Question]:
    """Load the questions of the last run that were asked for, in their order; without a wish all that are known."""
    from enquiry2article.cli.output.listing import make_unasked
    from enquiry2article.domain.answer import Lack
    from enquiry2article.domain.question import Outcome, QuestionStatus
    from enquiry2article.pipeline.known_questions import list_unasked
    from enquiry2article.storage.decisions_file import apply_decisions, read_decisions
    from enquiry2article.storage.workspace import LOOKED_BACK, Workspace

    with Workspace.open(workspace) as state:
        decisions = read_decisions(workspace)
        found = apply_decisions(state.results.load_questions(), decisions)
        day = state.facts.load(LOOKED_BACK)
        known = state.facts.load_known_questions()
    if day:
        click.echo(f"As of {day}, which the last run was asked for. Run again without --as-of for today.", err=True)
    if not (only_new or unanswered or still_asked):
        found += map(make_unasked, list_unasked(known, {question.id for question in found}, decisions))
    if only_new:
        found = [question for question in found if question.status is QuestionStatus.NEW]
    if unanswered:
        found = [q for q in found if q.answer.lack is not Lack.NOTHING and q.status is QuestionStatus.NEW]
    if still_asked:
        answered = (q for q in found if q.status is QuestionStatus.ANSWERED)
        found = [q for q in answered if q.effect and q.effect.outcome is Outcome.STILL]
    return found


def _show_table(found: Sequence[Question], *, unanswered: bool, still_asked: bool) -> None:
    from enquiry2article.cli.output.listing import EFFECT_COLUMNS, describe_lately, effect_to_row, format_firmness
    from enquiry2article.cli.output.summary import STILL_ASKED_ADVICE

    if unanswered:
        write_table(
            ["", "id", "question", "asked", "what is missing", "in your customers' words"],
            [[str(q.rank), q.id, q.title, str(q.volume), q.answer.lack.value, _quote_customers(q)] for q in found],
        )
    elif still_asked:
        write_table(EFFECT_COLUMNS, [effect_to_row(question) for question in found])
        click.echo(f"\n{STILL_ASKED_ADVICE}", err=True)
    else:
        write_table(
            ["", "id", "question", "asked", "people", "group", "lately"],
            [
                [
                    str(q.rank or ""),
                    q.id,
                    q.title,
                    str(q.volume),
                    str(q.customers),
                    format_firmness(q),
                    describe_lately(q),
                ]
                for q in found
            ],
        )


def _quote_customers(question: Question) -> str:
    return " / ".join(variant.text for variant in question.variants[:2])


@click.command()
@workspace_option
@option("--format", "shape", type=click.Choice(["table", "csv"]), default="table", show_default=True)
@option("--no-reply", is_flag=True, help="Only the enquiries that nobody ever answered.")
@option("--key", "keys", multiple=True, metavar="KEY",
         help="Only the enquiries that this key in a draft's note stands for, such as e-7f3k. Repeatable.")  # fmt: skip
def ledger(workspace: Path, shape: str, no_reply: bool, keys: Sequence[str]) -> None:
    """List what became of every enquiry that was read."""
    from enquiry2article.cli.output.listing import LEDGER_COLUMNS, ledger_to_row
    from enquiry2article.domain.enquiry import Status
    from enquiry2article.storage.source_keys import make_source_key
    from enquiry2article.storage.workspace import Workspace

    with Workspace.open(workspace) as state:
        found = state.results.load_ledger()
    if no_reply:
        found = [row for row in found if not row.replied and row.status in (Status.GROUPED, Status.ALONE)]
    if keys:
        found = [row for row in found if make_source_key(row.enquiry_id) in keys]
        if not found:
            click.echo("No enquiry of this workspace has that key.", err=True)
    rows = [ledger_to_row(row) for row in found]
    (write_csv if shape == "csv" else write_table)(LEDGER_COLUMNS, rows)


COMMANDS = (questions, ledger)
