"""What each run found, and what is different between two of them. Pure; it holds titles and counts, nobody's words.

A workspace keeps a record of every run that found something else than the one before. So that a run a day for ten
years stays small, only the newest `KEPT_WHOLE` are kept one by one, and of those before them the last of each month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from enquiry2article.domain.enquiry import LATER, LedgerRow, Status, was_left_out
from enquiry2article.domain.errors import SettingsError
from enquiry2article.domain.question import Change, Fate, QuestionStatus
from enquiry2article.domain.run import RunQuestion, RunRecord
from enquiry2article.trends.as_of import read_day

MOST_FILES = 20
"""Files of a run that are kept by name; of the others the number is."""


def looks_back(runs: Iterable[RunRecord], as_of: date | None, now: datetime) -> bool:
    """Return whether a run that was asked for a day, at whose end `now` is, looks back behind one that was there."""
    return as_of is not None and any(run.at > now for run in runs if not run.looked_back)


def describe_run(
    ledger: Iterable[LedgerRow],
    changes: Iterable[Change],
    files: Sequence[str],
    options: Mapping[str, str],
    *,
    at: datetime,
    as_of: date | None,
    back: bool,
) -> RunRecord:
    """Put together what is kept of a run; of its questions see `RunQuestion.of`."""
    read = list(ledger)
    rows = [row for row in read if row.reason != LATER and not was_left_out(row)]
    counts = Counter(row.status.value for row in rows)
    return RunRecord(
        at=at,
        counts=dict(sorted(counts.items())),
        later=sum(row.reason == LATER for row in read),
        questions=len({row.question_id for row in rows if row.status is Status.GROUPED}),
        files=tuple(files[:MOST_FILES]),
        more_files=max(0, len(files) - MOST_FILES),
        changes=tuple(changes),
        options=options,
        as_of=as_of.isoformat() if as_of else "",
        looked_back=back,
    )


# -- which runs are meant ---------------------------------------------------------------------------------------------


def find_run(name: str, runs: Sequence[RunRecord], now: datetime) -> RunRecord:
    """Find a run by its number, or the last one on or before a day.

    Raises:
        SettingsError: there is none, or the name is neither a number nor a day.
    """
    if name.isdecimal():
        for run in runs:
            if run.number == int(name):
                return run
        raise SettingsError(f"There is no run {name}. List them with: enquiry2article runs")
    day = read_day(name, now).isoformat()
    before = [run for run in _in_time(runs) if run.day <= day]
    if not before:
        first = f" The first one was on {_in_time(runs)[0].day}." if runs else ""
        raise SettingsError(f"No run was made on or before {name}.{first} List them with: enquiry2article runs")
    return before[-1]


def choose_runs(
    runs: Sequence[RunRecord], names: Sequence[str], as_of: str, now: datetime
) -> tuple[RunRecord, RunRecord]:
    """Choose the two runs to compare, the older one first: those that are named, else the last two.

    One name alone is held against the last run. With `as_of`, the last one is that of this day.

    Raises:
        SettingsError: a run is not there, or there are not two of them.
    """
    steps = [run for run in _in_time(runs) if not run.looked_back]
    if not steps:
        raise SettingsError("No run has been recorded here yet. Each one is from now on: enquiry2article run EXPORT")
    newest = find_run(as_of, runs, now) if as_of else steps[-1]
    if names:
        chosen = [find_run(name, runs, now) for name in names]
        first, last = (chosen[0], newest) if len(chosen) == 1 else chosen
    else:
        earlier = [run for run in steps if _order(run) < _order(newest) and run.day <= newest.day]
        if not earlier:
            raise SettingsError(
                f"There is nothing to compare run {newest.number} of {newest.day} with: it is the first one. "
                "Run again with the next export."
            )
        first, last = earlier[-1], newest
    if first.number == last.number:
        raise SettingsError(
            f"Both are run {first.number} of {first.day}: name two. List them with: enquiry2article runs"
        )
    return (first, last) if _order(first) < _order(last) else (last, first)


def list_before(runs: Iterable[RunRecord], first: RunRecord) -> set[int]:
    """Return the numbers of the runs that show an earlier state."""
    return {run.number for run in runs if _order(run) < _order(first)}


def list_changes(runs: Sequence[RunRecord], first: RunRecord, last: RunRecord) -> list[Change]:
    """Return what the data did to questions after one run and up to another, in the order of time."""
    between = (run for run in _in_time(runs) if _order(first) < _order(run) <= _order(last))
    return [change for run in between for change in run.changes]


def _in_time(runs: Iterable[RunRecord]) -> list[RunRecord]:
    return sorted(runs, key=_order)


def _order(run: RunRecord) -> tuple[str, datetime, int]:
    return run.day, run.at, run.number


# -- what is different ------------------------------------------------------------------------------------------------

DIFFERENCES: Mapping[str, str] = {
    "new": "New",
    "back": "Asked again after a while",
    "parted": "Parted",
    "joined": "Joined",
    "gone": "No longer found",
    "renamed": "Renamed",
    "grew": "Asked more often",
    "shrank": "Asked less often",
    "answered": "Answered now",
    "ignored": "Ignored now",
    "open": "Open again",
}
"""What can have become of a question, in the order in which it is told, and its heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is different about one question."""

    what: str
    """One of `DIFFERENCES`."""
    question: str
    title: str
    before: int = 0
    """How many enquiries asked it then."""
    after: int = 0
    other: str = ""
    """The question that it parted into or was joined to; of a new one, that which it came from."""
    other_title: str = ""
    count: int = 0
    """How many enquiries went from one question to the other."""
    was: str = ""
    """Its title before."""
    url: str = ""
    """The post that answers it now."""


def compare_runs(
    before: Iterable[RunQuestion],
    after: Iterable[RunQuestion],
    changes: Sequence[Change],
    titles: Mapping[str, str],
    earlier: Collection[str],
) -> list[Difference]:
    """Return what became of the questions of one run by the time of another.

    `changes` are those of the runs between (`list_changes`), `titles` what questions of any run are called, by id, and
    `earlier` the ids of questions that were found before the first of the two runs.
    """
    then, now = {q.id: q for q in before}, {q.id: q for q in after}
    titles = {**titles, **{q.id: q.title for q in now.values()}}
    went = follow_joined(changes, now)
    parted = _add_up_parted(changes, then, now, went)
    differences = [
        Difference(what="parted", question=id_, title=titles.get(id_, id_), other=other, count=count,
                   other_title=titles.get(other, other))
        for (id_, other), count in parted.items()
    ]  # fmt: skip
    for id_ in sorted(then.keys() - now.keys()):
        other = went.get(id_, "")
        differences.append(
            Difference(what="joined" if other else "gone", question=id_, title=then[id_].title,
                       before=then[id_].volume, other=other, other_title=titles.get(other, other))
        )  # fmt: skip
    for id_ in sorted(now.keys() - then.keys()):
        source = max(((count, of) for (of, other), count in parted.items() if other == id_), default=(0, ""))
        differences.append(
            Difference(what="back" if id_ in earlier else "new", question=id_, title=now[id_].title,
                       after=now[id_].volume, other=source[1], other_title=titles.get(source[1], ""), count=source[0])
        )  # fmt: skip
    for id_ in sorted(then.keys() & now.keys()):
        differences += _compare_question(then[id_], now[id_])
    order = list(DIFFERENCES)
    return sorted(differences, key=lambda d: (order.index(d.what), -_measure_size(d), d.question, d.other))


def follow_joined(changes: Iterable[Change], now: Collection[str]) -> dict[str, str]:
    """Return under which question of now those go on that were joined to others: id → id of now."""
    joined = {change.question: change.other for change in changes if change.what is Fate.JOINED}
    ends = {}
    for id_ in joined:
        seen, end = {id_}, joined[id_]
        while end not in now and end in joined and end not in seen:
            seen.add(end)
            end = joined[end]
        if end in now and end != id_ and id_ not in now:
            ends[id_] = end
    return ends


def _add_up_parted(
    changes: Iterable[Change], then: Collection[str], now: Collection[str], went: Mapping[str, str]
) -> dict[tuple[str, str], int]:
    parted: dict[tuple[str, str], int] = {}
    for change in changes:
        other = went.get(change.other, change.other)
        if change.what is Fate.PARTED and change.question in then and other in now and other != change.question:
            pair = change.question, other
            parted[pair] = parted.get(pair, 0) + change.count
    return parted


def _compare_question(then: RunQuestion, now: RunQuestion) -> list[Difference]:
    def note(what: str, was: str = "", url: str = "") -> Difference:
        return Difference(
            what=what, question=now.id, title=now.title, before=then.volume, after=now.volume, was=was, url=url
        )

    found = []
    if now.title != then.title:
        found.append(note("renamed", was=then.title))
    if now.volume != then.volume:
        found.append(note("grew" if now.volume > then.volume else "shrank"))
    if now.status != then.status or now.post_url != then.post_url:
        found.append(note("open" if now.status is QuestionStatus.NEW else now.status.value, url=now.post_url))
    return found


def _measure_size(difference: Difference) -> int:
    return difference.count or abs(difference.after - difference.before)


# -- what became of one question --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a question, told by the run that found it."""

    run: int
    day: str
    what: str
    """"found", "renamed", "parted", "came from", "joined", "took in", "gone", "back", "trend" or "status"."""
    text: str = ""
    """The new title, trend or status."""
    other: str = ""
    """The id of the other question."""
    count: int = 0


def follow_question(id_: str, runs: Sequence[RunRecord], seen: Mapping[int, RunQuestion]) -> list[Event]:
    """Describe what happened to a question from run to run; `seen` is what it was in each, by the run's number."""
    events: list[Event] = []
    before: RunQuestion | None = None
    there = False
    for run in _in_time(run for run in runs if not run.looked_back):
        own = seen.get(run.number)

        def note(what: str, text: str = "", other: str = "", count: int = 0, run: RunRecord = run) -> Event:
            return Event(run=run.number, day=run.day, what=what, text=text, other=other, count=count)

        if own and not there:
            events.append(note("back" if before else "found", own.title, count=own.volume))
        for change in run.changes:
            if change.question == id_ and change.what in (Fate.PARTED, Fate.JOINED):
                events.append(note(change.what, other=change.other, count=change.count))
            elif change.other == id_:
                what = "came from" if change.what is Fate.PARTED else "took in"
                events.append(note(what, other=change.question, count=change.count))
        if there and not own and not any(c.question == id_ and c.what is Fate.JOINED for c in run.changes):
            events.append(note("gone"))
        if own and before:
            if own.title != before.title:
                events.append(note("renamed", own.title))
            if own.trend != before.trend:
                events.append(note("trend", own.trend))
            if (own.status, own.post_url) != (before.status, before.post_url):
                events.append(note("status", " ".join(filter(None, (own.status, own.post_url)))))
        there = own is not None
        before = own or before
    return events
