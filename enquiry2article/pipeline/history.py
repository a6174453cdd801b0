"""What a workspace remembers of its past, gathered for one look: two runs side by side, or the life of one question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from enquiry2article.domain.errors import SettingsError, shorten
from enquiry2article.domain.question import Question
from enquiry2article.domain.run import RunQuestion, RunRecord
from enquiry2article.storage.decisions_file import Decision, apply_decisions, read_decisions
from enquiry2article.storage.workspace import LOOKED_BACK, Workspace
from enquiry2article.trends.run_history import (
    Difference,
    Event,
    choose_runs,
    compare_runs,
    find_run,
    follow_question,
    list_before,
    list_changes,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is different between two runs."""

    first: RunRecord
    last: RunRecord
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionHistory:
    """The life of one question."""

    id: str
    slug: str
    since: datetime
    """When a run first found it."""
    latest: Question | RunQuestion
    """As the last run found it, or, where it is no longer found, the last one that did."""
    found: bool
    """Whether the last run found it."""
    months: tuple[tuple[str, int], ...]
    """How often it was asked in each month, the earliest first; of one no longer found, as far as texts are kept."""
    runs: tuple[tuple[RunRecord, RunQuestion | None], ...]
    """Each recorded run since, and what it found of the question, in their order."""
    events: tuple[Event, ...]
    decisions: tuple[Decision, ...]
    """Those that stand and speak of it."""
    titles: Mapping[str, str]
    """Titles of the other questions that the events and decisions name, by id."""


def compare_recorded(workspace: Workspace, names: Sequence[str], as_of: str, now: datetime) -> Comparison:
    """Compare two recorded runs; which are meant, `trends/run_history.choose_runs` tells.

    Raises:
        SettingsError: a run is not there, or there are not two of them.
    """
    runs = workspace.runs.load_all()
    first, last = choose_runs(runs, names, as_of, now)
    before, after = workspace.runs.load_questions(first.number), workspace.runs.load_questions(last.number)
    fresh = {question.id for question in after} - {question.id for question in before}
    before_first = list_before(runs, first)
    earlier = {id_ for id_ in fresh if before_first & workspace.runs.load_recorded(id_).keys()}
    changes = list_changes(runs, first, last)
    titles = {id_: titles[-1] for id_, titles in workspace.runs.load_titles().items()}
    differences = compare_runs(before, after, changes, titles, earlier)
    return Comparison(first=first, last=last, differences=tuple(differences))


def recall_questions(workspace: Workspace, day: str, now: datetime) -> tuple[RunRecord, list[RunQuestion]]:
    """Return the last run on or before a day, and the questions as it found them.

    Raises:
        SettingsError: there was none.
    """
    run = find_run(day, workspace.runs.load_all(), now)
    return run, workspace.runs.load_questions(run.number)


def recall_question(workspace: Workspace, name: str) -> QuestionHistory:
    """Return the life of a question, which is named by its id, its slug or a title that it has or had.

    Raises:
        SettingsError: there is none of that name, or several.
    """
    decisions = read_decisions(workspace.folder)
    # What a run found that looked back is no news of any question: then the records tell.
    back = bool(workspace.facts.load(LOOKED_BACK))
    newest = [] if back else workspace.results.load_questions()
    current = {question.id: question for question in apply_decisions(newest, decisions)}
    identities = workspace.results.load_identities()
    titles = workspace.runs.load_titles()
    for id_, question in current.items():
        titles[id_] = [*titles.get(id_, ()), question.title]
    id_ = find_question(name, {id_: identity.slug for id_, identity in identities.items()}, titles)
    runs = workspace.runs.load_all()
    recorded = workspace.runs.load_recorded(id_)
    if id_ not in current and not recorded:
        raise SettingsError(f"Nothing is recorded of {id_}: no run has found it since runs are recorded.")
    steps = [run.number for run in runs if not run.looked_back]
    latest = current.get(id_) or recorded[max((n for n in steps if n in recorded), default=max(recorded))]
    identity = identities.get(id_)
    since = identity.since if identity else min(run.at for run in runs if run.number in recorded)
    months = (
        latest.months
        if isinstance(latest, Question)
        else _count_months(workspace, identity.enquiry_ids if identity else ())
    )
    return QuestionHistory(
        id=id_,
        slug=identity.slug if identity else latest.slug,
        since=since,
        latest=latest,
        found=id_ in current or (back and steps[-1] in recorded),
        months=tuple(months),
        runs=tuple((run, recorded.get(run.number)) for run in runs if run.number >= min(recorded, default=0)),
        events=tuple(follow_question(id_, runs, recorded)),
        decisions=tuple(decision for decision in decisions if id_ in (decision.question, decision.into)),
        titles={other: own[-1] for other, own in titles.items()},
    )


def find_question(name: str, slugs: Mapping[str, str], titles: Mapping[str, Sequence[str]]) -> str:
    """Find the id of a question by its id, its slug, or a title; capitals and outer spaces do not matter.

    Raises:
        SettingsError: there is none, and which is the nearest; or there are several, and which.
    """
    wanted = _fold(name)
    ids = {*slugs, *titles}
    if wanted in ids:
        return wanted
    found = sorted(id_ for id_ in ids if wanted in {_fold(slugs.get(id_, "")), *map(_fold, titles.get(id_, ()))} - {""})
    if len(found) == 1:
        return found[0]
    if found:
        raise SettingsError(f"{len(found)} questions were called so: {', '.join(found)}. Name one by its id.")
    names = {_fold(other): other for id_ in ids for other in (id_, slugs.get(id_, ""), *titles.get(id_, ())) if other}
    raise SettingsError(
        f'No question is or was called "{shorten(name, 80)}".{_suggest(wanted, names)} '
        "List them with: enquiry2article questions"
    )


def _suggest(wanted: str, names: Mapping[str, str]) -> str:
    """Return which name was probably meant: one that is written nearly so, else one that has most of its words."""
    near = get_close_matches(wanted, names, n=1)
    words = set(wanted.split())
    shared = max(((len(words & set(name.split())), name) for name in names), default=(0, ""))
    if not near and shared[0]:
        near = [shared[1]]
    return f' Did you mean "{names[near[0]]}"?' if near else ""


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _count_months(workspace: Workspace, enquiry_ids: Sequence[str] | frozenset[str]) -> list[tuple[str, int]]:
    received = workspace.enquiries.load_received(enquiry_ids).values()
    return sorted(Counter(at.strftime("%Y-%m") for at in received).items())
