"""The commands with which a person decides: about questions, and about what later enquiries were matched to."""

from __future__ import annotations

from pathlib import Path

import click

from enquiry2article.command_line import workspace_option


@click.command()
@workspace_option
@click.argument("question")
def ignore(workspace: Path, question: str) -> None:
    """Decide that a question is not for publishing: no draft is written for it any more."""
    _decide(workspace, "ignore", question)


@click.command("answered-by")
@workspace_option
@click.argument("question")
@click.argument("url")
def answered_by(workspace: Path, question: str, url: str) -> None:
    """Say which public post answers a question, yours once it is published, or an older one."""
    _decide(workspace, "answered-by", question, url)


@click.command()
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


@click.command()
@workspace_option
@click.argument("enquiry")
def confirm(workspace: Path, enquiry: str) -> None:
    """Say that an enquiry was matched rightly: later ones like it are linked more readily."""
    _judge(workspace, "confirm", enquiry)


@click.command()
@workspace_option
@click.argument("enquiry")
def refuse(workspace: Path, enquiry: str) -> None:
    """Say that an enquiry was matched wrongly: links to that question are given with more care."""
    _judge(workspace, "refuse", enquiry)


def _judge(workspace: Path, action: str, enquiry: str) -> None:
    from enquiry2article.decisions import VERDICTS, Decision, add_decision, read_decisions
    from enquiry2article.errors import SettingsError
    from enquiry2article.workspace import Workspace

    with Workspace.open(workspace) as state:
        matched = state.load_matched(enquiry)
    if matched is None or not matched[0]:
        raise SettingsError(
            f'No match of an enquiry "{enquiry}" is remembered in {workspace}. The ids stand in the first column of: '
            "enquiry2article match … --format csv"
        )
    read_decisions(workspace)  # a file that cannot be read is mended first, not added to
    add_decision(workspace, Decision(action=action, question=matched[0], url=matched[1], enquiry=enquiry))
    click.echo(f"Remembered: {matched[1] or matched[0]} is {VERDICTS[action]} to enquiry {enquiry}.")


COMMANDS = (ignore, answered_by, restore, confirm, refuse)
