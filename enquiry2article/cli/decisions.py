"""The commands with which a person decides: about questions, and about what later enquiries were matched to."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from enquiry2article.cli.options import workspace_option
from enquiry2article.cli.terminal import read_clock

if TYPE_CHECKING:
    from enquiry2article.domain.question import Question
    from enquiry2article.storage.decisions_file import Decision

MOST_SHOWN = 12
"""Enquiries of a part that are shown."""

SHOWN_LENGTH = 100


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
    """Record which public post answers a question, yours once it is published, or an older one."""
    _decide(workspace, "answered-by", question, url=url)


@click.command()
@workspace_option
@click.argument("question")
def restore(workspace: Path, question: str) -> None:
    """Take back what was decided about a question."""
    _decide(workspace, "restore", question)


@click.command()
@workspace_option
@click.argument("question")
@click.argument("title")
def rename(workspace: Path, question: str, title: str) -> None:
    """Return a question another title. Its address stays as it is."""
    from enquiry2article.domain.errors import SettingsError

    title = " ".join(title.split())
    if not title:
        raise SettingsError('Say what the question is to be called, such as "How do I return a tent?".')
    _decide(workspace, "rename", question, title=title)


@click.command()
@workspace_option
@click.argument("question")
@click.argument("into")
def merge(workspace: Path, question: str, into: str) -> None:
    """Join two questions: QUESTION goes on as INTO, with all who asked either."""
    from enquiry2article.domain.errors import SettingsError

    if question == into:
        raise SettingsError(f"{question} is one with itself already. Name two questions.")
    _decide(workspace, "merge", question, into=into)


@click.command()
@workspace_option
@click.argument("question")
@click.argument("enquiries", nargs=-1)
def split(workspace: Path, question: str, enquiries: tuple[str, ...]) -> None:
    """Split a question: some of its enquiries are another question. Without ENQUIRIES, suggest which."""
    from enquiry2article.domain.errors import SettingsError
    from enquiry2article.storage.workspace import Workspace

    known = _load_known(workspace, [question])
    own = known[question].enquiry_ids
    if not enquiries:
        _suggest_split(workspace, question, own)
        return
    strangers = [id_ for id_ in enquiries if id_ not in own]
    if strangers:
        raise SettingsError(f'"{strangers[0]}" is no enquiry of {question}. List them with: enquiry2article ledger')
    if len(set(enquiries)) == len(own):
        raise SettingsError(f"These are all enquiries of {question}: leave some, or give it another name with rename.")
    decision = _remember(workspace, "split", question, enquiries=tuple(dict.fromkeys(enquiries)))
    from enquiry2article.questions.grouping.constraints import make_split_id

    with Workspace.open(workspace) as state:
        new = make_split_id(decision, state.results.load_identities())
    _say(f"{len(decision.enquiries)} enquiries of “{known[question].title}” are a question of their own, {new}")


@click.command()
@workspace_option
@click.argument("question")
def pin(workspace: Path, question: str) -> None:
    """Keep a question with the enquiries that it has now, whatever later runs make of them."""
    _decide(workspace, "pin", question)


@click.command()
@workspace_option
@click.argument("enquiry")
@click.argument("question")
def move(workspace: Path, enquiry: str, question: str) -> None:
    """Put an enquiry under another QUESTION, or under none with the word "alone"."""
    from enquiry2article.domain.enquiry import Status
    from enquiry2article.domain.errors import SettingsError
    from enquiry2article.storage.decisions_file import ALONE
    from enquiry2article.storage.workspace import Workspace

    titles = {} if question == ALONE else {question: _load_known(workspace, [question])[question].title}
    with Workspace.open(workspace) as state:
        asked = {row.enquiry_id for row in state.results.load_ledger() if row.status in (Status.GROUPED, Status.ALONE)}
    if enquiry not in asked:
        raise SettingsError(
            f'There is no enquiry "{enquiry}" that asks something. List them with: enquiry2article ledger'
        )
    _remember(workspace, "move", question, enquiry=enquiry)
    _say(f"enquiry {enquiry} " + (f"asks “{titles[question]}”" if titles else "belongs to no question"))


@click.command()
@workspace_option
@click.argument("about", metavar="[QUESTION]", default="")
def undo(workspace: Path, about: str) -> None:
    """Take back the last decision, or the last one about a question or an enquiry."""
    from enquiry2article.domain.errors import SettingsError
    from enquiry2article.storage.decisions_file import Decision, add_decision, find_last, read_decisions
    from enquiry2article.storage.workspace import Workspace

    with Workspace.open(workspace):
        standing = read_decisions(workspace)
    place = find_last(standing, about)
    if place is None:
        raise SettingsError(f"Nothing was decided{f' about {about}' if about else ''} that could be taken back.")
    last = standing[place]
    add_decision(workspace, Decision(action="undo", question=about, date=_format_today()))
    said = " ".join(filter(None, [last.action, last.enquiry, last.question, last.into, last.url, last.title]))
    click.echo(f"Taken back: {said}. It no longer counts from the next run on.")


def _decide(workspace: Path, action: str, question: str, *, url: str = "", into: str = "", title: str = "") -> None:
    from enquiry2article.domain.errors import SettingsError
    from enquiry2article.storage.decisions_file import REGROUPING

    known = _load_known(workspace, [question, into] if into else [question])
    if action == "answered-by" and not url.startswith(("https://", "http://")):
        raise SettingsError(f'"{url}" is no address of a post: give it whole, beginning with https://.')
    _remember(workspace, action, question, url=url, into=into, title=title)
    said = {
        "rename": f"is called “{title}”",
        "merge": f"is one with “{known[into].title if into else ''}”",
        "pin": f"keeps its {len(known[question].enquiry_ids)} enquiries",
        "ignore": "is not for publishing",
        "answered-by": "is answered by a post that is already public",
        "restore": "is as if nothing had been decided",
    }
    _say(f"“{known[question].title}” {said[action]}", at_once=action not in REGROUPING)


def _say(what: str, *, at_once: bool = False) -> None:
    click.echo(f"Remembered: {what}.")
    if not at_once:
        click.echo("The next run of your exports puts it into effect; to take it back: enquiry2article undo")


def _remember(workspace: Path, action: str, question: str, **told: Any) -> Decision:
    from enquiry2article.storage.decisions_file import Decision, add_decision, read_decisions

    read_decisions(workspace)  # a file that cannot be read is mended first, not added to
    decision = Decision(action=action, question=question, date=_format_today(), **told)
    add_decision(workspace, decision)
    return decision


def _format_today() -> str:
    return read_clock().date().isoformat()


def _load_known(workspace: Path, wanted: Sequence[str]) -> dict[str, Question]:
    """Return the questions of the last run by their ids, the wanted ones among them."""
    from enquiry2article.domain.errors import SettingsError, suggest_name
    from enquiry2article.storage.workspace import Workspace

    with Workspace.open(workspace) as state:
        known = {question.id: question for question in state.results.load_questions()}
    for question in wanted:
        if question not in known:
            asked = question.strip(" ?!.").casefold()
            called = next((q.id for q in known.values() if q.title.strip(" ?!.").casefold() == asked), "")
            if called:
                raise SettingsError(f'Name the question by its id: {called} is "{question}".')
            raise SettingsError(
                f'There is no question "{question}" in {workspace}.{suggest_name(question, known)} '
                "List them with: enquiry2article questions"
            )
    return known


def _suggest_split(workspace: Path, question: str, enquiry_ids: Sequence[str]) -> None:
    """Show the two parts into which the enquiries of a question fall most easily."""
    from enquiry2article.domain.settings import Settings
    from enquiry2article.pipeline.mine import find_encoder_name
    from enquiry2article.pipeline.prepare import open_output_check
    from enquiry2article.questions.grouping.constraints import suggest_parts
    from enquiry2article.storage.workspace import Workspace

    with Workspace.open(workspace) as state:
        texts = {k.id: k.enquiry.text for k in state.enquiries.load_all() if k.enquiry and k.id in set(enquiry_ids)}
        vectors = state.vectors.load(find_encoder_name(state), texts.values())
        check = open_output_check(state, Settings())
        parts = suggest_parts({id_: text for id_, text in texts.items() if text in vectors}, vectors)
    for number, part in enumerate(parts, start=1):
        click.echo(f"Part {number}, {len(part)} enquiries:")
        for id_ in part[:MOST_SHOWN]:
            click.echo(f"  {id_}: {_shorten(check.mask(' '.join(texts[id_].split())))}")
        if len(part) > MOST_SHOWN:
            click.echo(f"  … and {len(part) - MOST_SHOWN} more")
    if len(parts) > 1:
        click.echo("To make the smaller part a question of its own:")
        click.echo(f"enquiry2article split {question} {' '.join(map(shlex.quote, parts[-1]))}")
    else:
        click.echo("There is nothing in it to part.")


def _shorten(text: str) -> str:
    return text if len(text) <= SHOWN_LENGTH else f"{text[: SHOWN_LENGTH - 1]}…"


@click.command()
@workspace_option
@click.argument("enquiry")
def confirm(workspace: Path, enquiry: str) -> None:
    """Record that an enquiry was matched rightly: later ones like it are linked more readily."""
    _judge(workspace, "confirm", enquiry)


@click.command()
@workspace_option
@click.argument("enquiry")
def refuse(workspace: Path, enquiry: str) -> None:
    """Record that an enquiry was matched wrongly: links to that question are given with more care."""
    _judge(workspace, "refuse", enquiry)


def _judge(workspace: Path, action: str, enquiry: str) -> None:
    from enquiry2article.domain.errors import SettingsError
    from enquiry2article.storage.decisions_file import VERDICTS, Decision, add_decision, read_decisions
    from enquiry2article.storage.workspace import Workspace

    with Workspace.open(workspace) as state:
        matched = state.matches.load_matched(enquiry)
    if matched is None or not matched[0]:
        raise SettingsError(
            f'No match of an enquiry "{enquiry}" is remembered in {workspace}. The ids stand in the first column of: '
            "enquiry2article match … --format csv"
        )
    read_decisions(workspace)  # a file that cannot be read is mended first, not added to
    judged = Decision(action=action, question=matched[0], url=matched[1], enquiry=enquiry, date=_format_today())
    add_decision(workspace, judged)
    click.echo(f"Remembered: {matched[1] or matched[0]} is {VERDICTS[action]} to enquiry {enquiry}.")


COMMANDS = (merge, split, rename, pin, move, ignore, answered_by, restore, undo, confirm, refuse)
