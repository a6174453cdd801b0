"""The runs that are recorded, each with its questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from enquiry2article.domain.question import Fate
from enquiry2article.domain.run import RunQuestion, RunRecord
from enquiry2article.storage.database import Database

KEPT_WHOLE = 100


class RunRepository:
    """The runs that are recorded, each with its questions."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection = database.connection

    def load_all(self) -> list[RunRecord]:
        """Return the runs that are recorded, in the order of their numbers."""
        rows = self._connection.execute("SELECT number, at, record FROM runs ORDER BY number")
        return [RunRecord.from_json(*row) for row in rows]

    def load_questions(self, number: int) -> list[RunQuestion]:
        """Return the questions as a run found them, most worth answering first."""
        rows = self._connection.execute("SELECT question_id, record FROM run_questions WHERE run = ?", (number,))
        return sorted((RunQuestion.from_json(*row) for row in rows), key=lambda question: (question.rank, question.id))

    def load_recorded(self, question_id: str) -> dict[int, RunQuestion]:
        """Return one question as each run found it: number of the run → question."""
        rows = self._connection.execute(
            "SELECT run, question_id, record FROM run_questions WHERE question_id = ? ORDER BY run", (question_id,)
        )
        return {run: RunQuestion.from_json(id_, record) for run, id_, record in rows}

    def load_titles(self) -> dict[str, list[str]]:
        """Return the titles that each question had in any run, the newest last: id of the question → titles."""
        titles: dict[str, list[str]] = {}
        for id_, record in self._connection.execute("SELECT question_id, record FROM run_questions ORDER BY run"):
            title = RunQuestion.from_json(id_, record).title
            titles[id_] = [*(other for other in titles.get(id_, ()) if other != title), title]
        return titles

    def record(self, run: RunRecord, questions: Sequence[RunQuestion]) -> None:
        runs = self.load_all()
        last = find_alike(run, runs)
        there = self.load_questions(last.number) if last else []
        if last and last.counts == run.counts and {q.id: q for q in there} == {q.id: q for q in questions}:
            return
        number = max((old.number for old in runs), default=0) + 1
        self._connection.execute("INSERT INTO runs VALUES (?, ?, ?)", (number, run.at.isoformat(), run.to_json()))
        self._connection.executemany(
            "INSERT INTO run_questions VALUES (?, ?, ?)", [(number, q.id, q.to_json()) for q in questions]
        )
        self._thin()

    def _thin(self) -> None:
        """Take out the runs that need no longer be kept one by one; what the data did is told by a later one."""
        runs = {run.number: run for run in self.load_all()}
        for number, heir in sorted(find_heirs(list(runs.values())).items(), reverse=True):
            changes = [change for change in runs[number].changes if change.what is not Fate.GONE]
            if changes:
                runs[heir] = replace(runs[heir], changes=(*changes, *runs[heir].changes))
                values = (runs[heir].to_json(), heir)
                self._connection.execute("UPDATE runs SET record = ? WHERE number = ?", values)
            self._connection.execute("DELETE FROM runs WHERE number = ?", (number,))
            self._connection.execute("DELETE FROM run_questions WHERE run = ?", (number,))


def find_alike(run: RunRecord, runs: Sequence[RunRecord]) -> RunRecord | None:
    """Return the last run of the same sort: one that did not look back, or one that looked back to the same day."""
    for old in reversed(runs):
        if old.looked_back == run.looked_back and (not run.looked_back or old.as_of == run.as_of):
            return old
    return None


def find_heirs(runs: Sequence[RunRecord]) -> dict[int, int]:
    """Return which runs need no longer be kept, by number, and which later one takes over what they say of changes."""
    heirs: dict[int, int] = {}
    last: dict[tuple[int, int, bool], int] = {}
    for run in reversed(runs[:-KEPT_WHOLE]):
        month = (run.at.year, run.at.month, run.looked_back)
        if month in last:
            heirs[run.number] = last[month]
        else:
            last[month] = run.number
    return heirs
