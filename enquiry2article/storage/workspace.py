"""The workspace: one folder that remembers, in `state.db` (SQLite), what was read, found and written.

It holds redacted text only. A run replaces its results in one transaction, so a run killed at any moment leaves those
of the run before. How it is opened: `storage/connection`; who may change it: `storage/lock`; what is kept against
damage: `storage/backup`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from enquiry2article.domain.enquiry import (
    LedgerRow,
    RedactedEnquiry,
)
from enquiry2article.domain.errors import EnquiryToArticleError, WorkspaceError
from enquiry2article.domain.question import Question
from enquiry2article.domain.run import RunQuestion, RunRecord
from enquiry2article.storage.backup import keep_copy, shred_copies
from enquiry2article.storage.connection import (
    FAILURES,
    DamagedWorkspace,
    NoWorkspace,
    connect_to_change,
    connect_to_read,
    describe_damage,
    explain_failure,
    keep_out_of_git,
)
from enquiry2article.storage.database import Database
from enquiry2article.storage.lock import WriterLock
from enquiry2article.storage.repositories.drafts import DraftRepository
from enquiry2article.storage.repositories.enquiries import EnquiryRepository
from enquiry2article.storage.repositories.facts import FactRepository
from enquiry2article.storage.repositories.grouping import GroupingRepository
from enquiry2article.storage.repositories.matches import MatchRepository
from enquiry2article.storage.repositories.redactions import RedactionRepository
from enquiry2article.storage.repositories.results import ResultRepository
from enquiry2article.storage.repositories.runs import RunRepository
from enquiry2article.storage.repositories.vectors import VectorRepository
from enquiry2article.storage.schema import MIGRATIONS
from enquiry2article.storage.serialise import (
    encode_record,
)

DUE = "due"
"""The fact that tells what is to follow a change, by the values below; none where all is done."""

COPY = "copy"
WIPE = "wipe"

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)

LOOKED_BACK = "looked back"
"""The fact that says of which earlier day the results are, or "" where they are the newest."""


class Workspace:
    """An open workspace. Use it in a `with` block.

    `Workspace.open` is for reading and waits for nobody: what is read is all of one moment. `Workspace.create` and
    `Workspace.open_to_change` are for everything that writes; they hold the `WriterLock` until they are closed. What it
    holds is read and written through one repository for each noun.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection, lock: WriterLock | None = None) -> None:
        self.folder = folder
        self._database = Database(folder, connection, lock)
        self.transaction = self._database.transaction
        self.close = self._database.close
        self.facts = FactRepository(self._database)
        self.vectors = VectorRepository(self._database)
        self.enquiries = EnquiryRepository(self._database)
        self.results = ResultRepository(self._database)
        self.runs = RunRepository(self._database)
        self.redactions = RedactionRepository(self._database)
        self.matches = MatchRepository(self._database)
        self.grouping = GroupingRepository(self._database)
        self.drafts = DraftRepository(self._database)

    @classmethod
    def create(cls, folder: Path) -> Workspace:
        """Open the workspace of a folder to change it, making it, readable by its owner only, where there is none.

        Raises:
            WorkspaceBusy: another program is changing it.
            DamagedWorkspace: it cannot be made sense of.
            WorkspaceError: the folder cannot be written, or holds a database of a newer version or none of ours.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise WorkspaceError(
                f"The workspace {folder} cannot be made ({error.strerror or error}). Choose another with -w."
            ) from error
        return cls._open_locked(folder, WriterLock.take(folder))

    @classmethod
    def open_to_change(cls, folder: Path) -> Workspace:
        """Open a workspace that is there to change it.

        Raises:
            WorkspaceBusy: another program is changing it.
            NoWorkspace: there is none.
            DamagedWorkspace: it cannot be made sense of.
            WorkspaceError: or it cannot be written.
        """
        cls.open(folder).close()
        return cls._open_locked(folder, WriterLock.take(folder))

    @classmethod
    def open(cls, folder: Path) -> Workspace:
        """Open a workspace that is there to read it, also while another program changes it.

        One of an older version is brought up to date first.

        Raises:
            NoWorkspace: there is none.
            DamagedWorkspace: it cannot be made sense of.
            WorkspaceError: it cannot be read, or is of another version and cannot be written.
        """
        connection, version = connect_to_read(folder)
        if 0 < version < len(MIGRATIONS):
            connection.close()
            try:
                cls._open_locked(folder, WriterLock.take(folder)).close()
            except DamagedWorkspace:
                raise
            except WorkspaceError as error:
                raise WorkspaceError(
                    f"The workspace {folder} is of an older enquiry2article and has to be brought up to date first, "
                    f"which is not possible now. {error}"
                ) from error
            connection, version = connect_to_read(folder)
        state = cls(folder, connection)
        if not version:
            state.close()
            raise NoWorkspace(
                f"There is nothing in the workspace {folder} yet. Begin with: enquiry2article run EXPORT -w {folder}"
            )
        try:
            due = state._is_due()
        except FAILURES as error:
            state.close()
            raise explain_failure(folder, error) from error
        if due:
            state.close()
            with suppress(WorkspaceError):  # another time: nothing that is read depends on it
                cls._open_locked(folder, WriterLock.take(folder)).close()
            state = cls(folder, connect_to_read(folder)[0])
        return state

    @classmethod
    def open_if_free(cls, folder: Path) -> Workspace:
        """Open a workspace to change it if nobody else does and it can be written, else to read it.

        For what is only kept so that it need not be made again.

        Raises:
            NoWorkspace: there is none.
            DamagedWorkspace: it cannot be made sense of.
            WorkspaceError: or it cannot be read.
        """
        try:
            return cls.open_to_change(folder)
        except DamagedWorkspace:
            raise
        except WorkspaceError:
            return cls.open(folder)

    @classmethod
    def _open_locked(cls, folder: Path, lock: WriterLock) -> Workspace:
        try:
            state = cls(folder, connect_to_change(folder), lock)
            keep_out_of_git(folder)
        except BaseException:
            lock.release()
            raise
        try:
            if state._is_due():
                state.keep_good_state()
        except BaseException as error:
            state.close()
            if isinstance(error, FAILURES):
                raise explain_failure(folder, error) from error
            raise
        return state

    @property
    def can_change(self) -> bool:
        """Whether it was opened to be changed."""
        return self._database.can_change

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection, for what concerns the tables of several nouns at once."""
        return self._database.connection

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it, and if something went wrong because it is damaged or its disk is full, say so.

        Raises:
            WorkspaceError: in the place of what SQLite said, or of whatever a damaged record led to.
        """
        try:
            if isinstance(error, sqlite3.Error):
                raise explain_failure(self.folder, error) from error
            expected = error is None or isinstance(error, EnquiryToArticleError) or not isinstance(error, Exception)
            if not expected and (damage := self.find_damage()):
                raise DamagedWorkspace(self.folder, damage) from error
        finally:
            self.close()

    def mark_due(self, *, wipe: bool = False) -> None:
        """Remember, inside a change, that `keep_good_state` is to follow, also if the program is killed before.

        `wipe` says that something was deleted that may stay nowhere.
        """
        if wipe or not self._is_due():
            self.facts.save(DUE, WIPE if wipe else COPY)

    def _is_due(self) -> str:
        return self.facts.load(DUE)

    def keep_good_state(self) -> None:
        """Overwrite what was deleted, if it must be, and keep a copy of the state as it is now: see `repair`.

        A disk without room for the copy is no failure: it is made another time.

        Raises:
            WorkspaceError: what was deleted cannot be overwritten.
        """
        due = self._is_due()
        if due == WIPE:
            shred_copies(self.folder)
            self._wipe()
        try:
            keep_copy(self._database.connection, self.folder)
        except (sqlite3.Error, OSError):
            return
        if due:
            with self.transaction():
                self._database.connection.execute("DELETE FROM facts WHERE name = ?", (DUE,))

    def _wipe(self) -> None:
        """Overwrite what was deleted, in the database and in its log."""
        self._database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._database.connection.execute("VACUUM")
        self._database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def find_damage(self) -> str:
        """Describe in a few words what is damaged, or give "": pages of the database, or a record that cannot be
        read.
        """
        try:
            found = str(self._database.connection.execute("PRAGMA quick_check(1)").fetchone()[0])
            if found != "ok":
                return " ".join(found.split())
            for load in (
                self.results.load_questions, self.results.load_ledger, self.results.load_identities,
                self.results.load_wordings, self.enquiries.load_all, self.enquiries.load_bad_rows,
                self.redactions.load_removals, self.redactions.load_hidden, self.redactions.load_forgotten,
                self.matches.load_handed, self.runs.load_all, self.runs.load_titles,
            ):  # fmt: skip
                load()
        except Exception as error:  # whatever a record that is no longer whole may lead to
            return describe_damage(error) or f"a record cannot be read: {type(error).__name__}"
        return ""

    def save_results(
        self,
        questions: Sequence[Question],
        ledger: Sequence[LedgerRow],
        enquiries: Iterable[RedactedEnquiry],
        calibration: str,
        run: RunRecord | None = None,
    ) -> None:
        """Replace the results of the run before, and record the run if it found anything else than the last one.

        `calibration` is what `matching.calibration.Calibration.to_json` gave. A run that looked back leaves the
        identities alone: what they hold is of a later day.
        """
        known = {enquiry.id: enquiry for enquiry in enquiries}
        with self.transaction():
            self.mark_due()
            self.facts.save("calibration", calibration)
            self._database.connection.execute("DELETE FROM ledger")
            self._database.connection.executemany(
                "INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        position,
                        row.enquiry_id,
                        row.source,
                        row.status.value,
                        row.question_id,
                        " ".join(row.also),
                        row.similarity,
                        row.reason,
                        known[row.enquiry_id].text if row.enquiry_id in known else "",
                        row.replied,
                        known[row.enquiry_id].customer if row.enquiry_id in known else "",
                    )
                    for position, row in enumerate(ledger)
                ],
            )
            self._database.connection.execute("DELETE FROM questions")
            self._database.connection.executemany(
                "INSERT INTO questions VALUES (?, ?, ?)",
                [(q.rank, q.id, encode_record(q)) for q in questions],
            )
            self._database.connection.executemany(
                "INSERT OR REPLACE INTO identities VALUES (?, ?, ?, ?, 1)",
                [
                    (q.id, q.slug, (q.since or LONG_AGO).isoformat(), json.dumps(q.enquiry_ids))
                    for q in ([] if run and run.looked_back else questions)
                ],
            )
            if run:
                self.facts.save(LOOKED_BACK, run.as_of if run.looked_back else "")
                self.runs.record(run, [RunQuestion.of(question) for question in questions])

    def load_last_members(self) -> dict[str, frozenset[str]]:
        """Return the enquiries of each question of the last run that did not look back, by the question's id."""
        last = max((run.number for run in self.runs.load_all() if not run.looked_back), default=0)
        if not last:
            return {question.id: frozenset(question.enquiry_ids) for question in self.results.load_questions()}
        rows = self._database.connection.execute("SELECT question_id FROM run_questions WHERE run = ?", (last,))
        identities = self.results.load_identities()
        return {id_: frozenset(identities[id_].enquiry_ids) for (id_,) in rows.fetchall() if id_ in identities}

    def count_parts(self) -> dict[str, int]:
        """Count what is in it, for the person who moves it."""
        tables = {"enquiries": "ledger", "questions": "questions", "runs": "runs", "texts": "enquiries"}
        return {
            what: int(self._database.connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])
            for what, table in tables.items()
        }
