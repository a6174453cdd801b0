"""The past as rows, dictionaries and plain lines: runs, what is different between two, the life of a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from itertools import groupby
from typing import Any

from enquiry2article.cli.output.summary import count_of
from enquiry2article.domain.question import Question, QuestionStatus
from enquiry2article.domain.run import RunQuestion, RunRecord
from enquiry2article.pipeline.history import Comparison, QuestionHistory
from enquiry2article.storage.decisions_file import Decision
from enquiry2article.trends.effects import describe_effect
from enquiry2article.trends.run_history import DIFFERENCES, Difference, Event
from enquiry2article.trends.seasons import describe_season

RUN_COLUMNS = ["run", "date", "enquiries", "questions", "files"]
DIFFERENCE_COLUMNS = [
    "what",
    "question_id",
    "title",
    "before",
    "after",
    "count",
    "other_id",
    "other_title",
    "was",
    "url",
]
RECORDED_COLUMNS = ["rank", "id", "title", "volume", "customers", "trend", "status", "post_url"]
SEEN_COLUMNS = ["run", "date", "volume", "customers", "rank", "trend", "status", "title"]

MOST_SHOWN = 10
"""Differences of one sort that are told in words; rows hold all."""

WIDTH = 24
"""Signs of the longest bar."""


# -- runs -------------------------------------------------------------------------------------------------------------


def run_to_row(run: RunRecord) -> list[str]:
    """Return a run as the cells of `RUN_COLUMNS`."""
    files = ", ".join(run.files) + (f" and {run.more_files} more" if run.more_files else "")
    return [str(run.number), run.day + (" (looked back)" if run.looked_back else ""), str(run.enquiries),
            str(run.questions), files]  # fmt: skip


def run_to_dict(run: RunRecord) -> dict[str, Any]:
    """Return a run for other programs."""
    plain = asdict(run)
    return {
        "run": plain["number"],
        "at": run.at.isoformat(),
        "as_of": run.as_of or None,
        "looked_back": run.looked_back,
        "enquiries": run.enquiries,
        "by_status": plain["counts"],
        "came_later": run.later,
        "questions": run.questions,
        "files": plain["files"],
        "more_files": run.more_files,
        "changes": plain["changes"],
        "options": plain["options"],
    }


def recorded_to_row(question: RunQuestion) -> list[str]:
    """Return a question of an earlier run as the cells of `RECORDED_COLUMNS`."""
    return [str(getattr(question, name)) for name in RECORDED_COLUMNS]


# -- two runs ---------------------------------------------------------------------------------------------------------


def difference_to_row(difference: Difference) -> list[str]:
    """Return a difference as the cells of `DIFFERENCE_COLUMNS`."""
    plain = difference_to_dict(difference)
    return ["" if plain[name] is None else str(plain[name]) for name in DIFFERENCE_COLUMNS]


def difference_to_dict(difference: Difference) -> dict[str, Any]:
    """Return a difference for other programs; what does not belong to its sort is None."""
    counted = difference.what not in ("parted", "joined", "gone", "new", "back")
    return {
        "what": difference.what,
        "question_id": difference.question,
        "title": difference.title,
        "before": difference.before if counted or difference.before else None,
        "after": difference.after if counted or difference.after else None,
        "count": difference.count or None,
        "other_id": difference.other or None,
        "other_title": difference.other_title or None,
        "was": difference.was or None,
        "url": difference.url or None,
    }


def describe_comparison(comparison: Comparison) -> list[str]:
    """Describe in plain lines what is different."""
    first, last = comparison.first, comparison.last
    lines = [
        f"From run {first.number} ({first.day}) to run {last.number} ({last.day}): "
        f"{count_of(first.enquiries, 'enquiry')} then, {last.enquiries:,} now; "
        f"{count_of(first.questions, 'question')} then, {last.questions:,} now."
    ]
    for name in sorted({*first.options, *last.options}):
        then, now = first.options.get(name, ""), last.options.get(name, "")
        if then != now:
            lines.append(
                f"They were asked otherwise ({name}: {then or 'none'}, then {now or 'none'}), so they compare badly."
            )
    if not comparison.differences:
        lines.append("Nothing is different.")
    for what, group in groupby(comparison.differences, key=lambda difference: difference.what):
        found = list(group)
        lines += ["", f"{DIFFERENCES[what]} ({len(found)})"]
        lines += [f"  {_describe_difference(difference)}" for difference in found[:MOST_SHOWN]]
        if len(found) > MOST_SHOWN:
            lines.append(f"  … and {len(found) - MOST_SHOWN} more; all are listed with --format csv")
    return lines


def _describe_difference(difference: Difference) -> str:
    name = _name(difference.title, difference.question)
    other = _name(difference.other_title, difference.other)
    counted = f"{difference.before:,} → {difference.after:,}"
    match difference.what:
        case "new" | "back":
            source = f", {difference.count} of them from {other}" if difference.other else ""
            return f"{name}: {count_of(difference.after, 'enquiry')}{source}"
        case "parted":
            return f"{count_of(difference.count, 'enquiry')} of {name} now {_verb(difference.count)} {other}"
        case "joined":
            return f"{name} has become part of {other}"
        case "gone":
            return f"{name}: {count_of(difference.before, 'enquiry')} then"
        case "renamed":
            return f"“{difference.was}” is now called {name}"
        case "grew" | "shrank":
            return f"{name}: {counted} ({difference.after - difference.before:+,})"
        case _:
            return f"{name}: {difference.url}" if difference.url else name


def _verb(count: int) -> str:
    return "asks" if count == 1 else "ask"


def _name(title: str, id_: str) -> str:
    return f"“{title}” ({id_})"


# -- one question -----------------------------------------------------------------------------------------------------


def seen_to_row(run: RunRecord, question: RunQuestion | None) -> list[str]:
    """Return what a run found of a question as the cells of `SEEN_COLUMNS`; 0 where it did not find it."""
    if question is None:
        return [str(run.number), run.day, "0", "0", "", "", "", ""]
    return [str(run.number), run.day, str(question.volume), str(question.customers), str(question.rank),
            question.trend, question.status, question.title]  # fmt: skip


def history_to_dict(history: QuestionHistory) -> dict[str, Any]:
    """Return the life of a question for other programs."""
    latest = history.latest
    return {
        "id": history.id,
        "slug": history.slug,
        "title": latest.title,
        "found": history.found,
        "first_found": history.since.date().isoformat(),
        "volume": latest.volume,
        "customers": latest.customers,
        "trend": latest.trend,
        "status": latest.status,
        "post_url": latest.post_url or None,
        "months": dict(history.months),
        "runs": [
            {"run": run.number, "date": run.day, "found": seen is not None, **({} if seen is None else asdict(seen))}
            for run, seen in history.runs
        ],
        "events": [asdict(event) for event in history.events],
        "decisions": [_decision_to_dict(decision) for decision in history.decisions],
    }


def _decision_to_dict(decision: Decision) -> dict[str, Any]:
    told = {own.name: getattr(decision, own.name) for own in fields(decision)}
    return {name: value for name, value in told.items() if value}


def describe_history(history: QuestionHistory) -> list[str]:
    """Describe the life of a question in plain lines, but for the table of its runs (`seen_to_row`)."""
    latest = history.latest
    asked = f"asked {count_of(latest.volume, 'time')} by {count_of(latest.customers, 'customer')}"
    state = f"{asked}, {latest.trend}." if history.found else f"no longer found; when it last was, {asked}."
    lines = [_name(latest.title, history.id), f"First found on {history.since.date()}; {state}"]
    answers = {
        QuestionStatus.ANSWERED: f"Answered by {latest.post_url}.",
        QuestionStatus.IGNORED: "Not for publishing, you decided.",
    }
    lines.append(answers.get(latest.status, "No post answers it yet."))
    lines += _describe_time(latest) if isinstance(latest, Question) else []
    if history.months:
        lines += ["", "Month by month, when the enquiries came"]
        lines += _draw_months(history.months)
    if history.events:
        lines += ["", "What happened"]
        lines += [f"  {event.day}  {_describe_event(event, history)}" for event in history.events]
    if history.decisions:
        lines += ["", "What you decided"]
        lines += [f"  {_describe_decision(decision, history)}" for decision in history.decisions]
    return lines


def _describe_time(question: Question) -> list[str]:
    told = []
    if question.first_seen and question.last_seen:
        told.append(f"asked first on {question.first_seen.date()}, last on {question.last_seen.date()}")
    if question.season:
        told.append(describe_season(question.season))
    if question.effect and question.status is QuestionStatus.ANSWERED:
        told.append(describe_effect(question.effect))
    return [f"{text[0].upper()}{text[1:]}." for text in told]


def _draw_months(months: Sequence[tuple[str, int]]) -> Iterator[str]:
    most = max(count for _, count in months)
    counts = dict(months)
    for month in _list_months(months[0][0], months[-1][0]):
        count = counts.get(month, 0)
        yield f"  {month} {count:6,}  {'█' * round(WIDTH * count / most)}".rstrip()


def _list_months(first: str, last: str) -> Iterator[str]:
    year, month = map(int, first.split("-"))
    while (name := f"{year:04}-{month:02}") <= last:
        yield name
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _describe_event(event: Event, history: QuestionHistory) -> str:
    other = _name(history.titles.get(event.other, event.other), event.other)
    moved = count_of(event.count, "enquiry")
    match event.what:
        case "found":
            return f"found: “{event.text}”, {moved}"
        case "back":
            return f"found again: “{event.text}”, {moved}"
        case "gone":
            return "no longer found"
        case "renamed":
            return f"called “{event.text}” from now on"
        case "parted":
            return f"{moved} went to {other}"
        case "joined":
            return f"became part of {other}"
        case "came from":
            return f"{moved} came from {other}"
        case "took in":
            return f"took in {other}, {moved}"
        case "trend":
            return f"now {event.text}"
        case _:
            return f"now {event.text.replace('answered ', 'answered by ')}"


def _describe_decision(decision: Decision, history: QuestionHistory) -> str:
    """Describe whatever a decision holds beside the question itself."""
    told = _decision_to_dict(decision)
    said = [f"{told.pop('date', '')}  " if decision.date else "", told.pop("action")]
    for name, value in told.items():
        if value == history.id:
            continue
        shown = ", ".join(value) if isinstance(value, tuple) else str(value)
        title = history.titles.get(shown, "")
        said.append(f" {name} {_name(title, shown) if title else shown}")
    return "".join(said)
