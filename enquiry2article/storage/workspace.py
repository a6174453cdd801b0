"""The workspace: one folder that remembers, in `state.db` (SQLite), what was read, found and written.

It holds redacted text only. A run replaces its results in one transaction, so a run killed at any moment leaves those
of the run before. How it is opened: `storage/connection`; who may change it: `storage/lock`; what is kept against
damage: `storage/backup`.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from enquiry2article.domain.enquiry import (
    BadRow,
    HiddenValue,
    KnownEnquiry,
    LedgerRow,
    RedactedEnquiry,
    Status,
)
from enquiry2article.domain.errors import EnquiryToArticleError, WorkspaceError
from enquiry2article.domain.question import Answered, Identity, KnownQuestion, Question
from enquiry2article.domain.redaction import Removals, RemovalSample
from enquiry2article.domain.run import RunQuestion, RunRecord
from enquiry2article.storage.backup import keep_copy, shred_copies, shred_notes
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
from enquiry2article.storage.lock import WriterLock
from enquiry2article.storage.run_retention import find_alike, find_heirs
from enquiry2article.storage.schema import MIGRATIONS
from enquiry2article.storage.serialise import (
    drop_enquiries,
    enquiry_from_plain,
    enquiry_to_plain,
    question_from_plain,
    record_to_plain,
    strip_question,
)
from enquiry2article.storage.source_keys import make_source_key
from enquiry2article.text.canonical import tell_wording

DUE = "due"
"""The fact that tells what is to follow a change, by the values below; none where all is done."""

COPY = "copy"
WIPE = "wipe"

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)

UNIT_TOLERANCE = 0.01
"""How far the square of a vector's length may be from 1."""

SHARED = {
    "ledger": "position, enquiry_id, source, status, question_id, also, similarity, reason, '', replied, ''",
    "identities": "*",
    "drafts": "'', path, digest",
    "removals": "*",
    "bad_rows": "*",
    "runs": "*",
    "run_questions": "*",
    "holds": "*",
    "answered": "*",
}
"""What of each table can be shown to others, without the texts, whose they were, and where on this machine things lie.
Of the questions, `storage/serialise.strip_question` says it."""

LOOKED_BACK = "looked back"
"""The fact that says of which earlier day the results are, or "" where they are the newest."""

KNOWN_QUESTIONS = "known questions"
"""The fact that holds the known questions: pairs of an id and a title."""

SHARED_FACTS = ("calibration", LOOKED_BACK)


class Workspace:
    """An open workspace. Use it in a `with` block.

    `Workspace.open` is for reading and waits for nobody: what is read is all of one moment. `Workspace.create` and
    `Workspace.open_to_change` are for everything that writes; they hold the `WriterLock` until they are closed.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection, lock: WriterLock | None = None) -> None:
        self.folder = folder
        self._connection = connection
        self._lock = lock

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
        return self._lock is not None

    def close(self) -> None:
        """Close it and let others change it."""
        try:
            self._connection.close()
        finally:
            if self._lock is not None:
                self._lock.release()
                self._lock = None

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

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what happens inside one change that is there as a whole or not at all, also inside a larger one.

        Raises:
            WorkspaceError: the disk is full, another program is in the way, or it was opened to be read.
        """
        if not self.can_change:
            raise WorkspaceError(f"The workspace {self.folder} was opened to be read, and cannot be changed so.")
        if self._is_changing():
            yield
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._is_changing():  # on a full disk SQLite may have gone back already
                    self._connection.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise explain_failure(self.folder, error) from error

    def _is_changing(self) -> bool:
        return self._connection.in_transaction

    # -- safety ---------------------------------------------------------------------------------------------------

    def mark_due(self, *, wipe: bool = False) -> None:
        """Remember, inside a change, that `keep_good_state` is to follow, also if the program is killed before.

        `wipe` says that something was deleted that may stay nowhere.
        """
        if wipe or not self._is_due():
            self.save_fact(DUE, WIPE if wipe else COPY)

    def _is_due(self) -> str:
        return self.load_fact(DUE)

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
            keep_copy(self._connection, self.folder)
        except (sqlite3.Error, OSError):
            return
        if due:
            with self.transaction():
                self._connection.execute("DELETE FROM facts WHERE name = ?", (DUE,))

    def find_damage(self) -> str:
        """Say in a few words what is damaged, or give "": pages of the database, or a record that cannot be read."""
        try:
            found = str(self._connection.execute("PRAGMA quick_check(1)").fetchone()[0])
            if found != "ok":
                return " ".join(found.split())
            for load in (
                self.load_questions, self.load_ledger, self.load_identities, self.load_known, self.load_bad_rows,
                self.load_removals, self.load_vault, self.load_forgotten, self.load_wordings, self.load_handed,
                self.load_runs, self.load_titles,
            ):  # fmt: skip
                load()
        except Exception as error:  # whatever a record that is no longer whole may lead to
            return describe_damage(error) or f"a record cannot be read: {type(error).__name__}"
        return ""

    # -- facts ----------------------------------------------------------------------------------------------------

    def load_fact(self, name: str) -> str:
        """Give a remembered fact, or ""."""
        row = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def save_fact(self, name: str, value: str) -> None:
        """Remember a fact."""
        self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def load_known_questions(self) -> tuple[KnownQuestion, ...]:
        """Give the questions that the house knows."""
        plain = json.loads(self.load_fact(KNOWN_QUESTIONS) or "[]")
        return tuple(KnownQuestion(id=id_, title=title) for id_, title in plain)

    def save_known_questions(self, known: Iterable[KnownQuestion]) -> None:
        """Remember the questions that the house knows, in place of the last ones."""
        plain = [[question.id, question.title] for question in known]
        self.save_fact(KNOWN_QUESTIONS, json.dumps(plain) if plain else "")

    def load_key(self) -> bytes:
        """Give the workspace's own secret, made on first use, for hashing what identifies a customer."""
        known = self.load_fact("key")
        if not known:
            known = secrets.token_hex(32)
            if self.can_change:  # else nothing was ever hashed with it
                with self.transaction():
                    self.save_fact("key", known)
        return bytes.fromhex(known)

    # -- vectors --------------------------------------------------------------------------------------------------

    def load_vectors(self, model: str, texts: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """Give the vectors that are kept for these texts. One that was damaged is not given, so it is made again."""
        by_hash = {_hash_text(text): text for text in texts}
        found = {}
        hashes = list(by_hash)
        for start in range(0, len(hashes), 500):
            part = hashes[start : start + 500]
            marks = ",".join("?" * len(part))
            rows = self._connection.execute(
                f"SELECT text_hash, vector FROM vectors WHERE model = ? AND text_hash IN ({marks})",
                (model, *part),
            )
            for text_hash, blob in rows:
                found[by_hash[text_hash]] = np.frombuffer(blob, dtype="<f4").astype(np.float32)
        return {text: vector for text, vector in found.items() if abs(float(vector @ vector) - 1) < UNIT_TOLERANCE}

    def save_vectors(self, model: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors by the text's hash; the text itself is not kept. A workspace opened to be read keeps none."""
        if not self.can_change:
            return
        with self.transaction():
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                [(model, _hash_text(text), vector.astype("<f4").tobytes()) for text, vector in vectors.items()],
            )

    # -- results --------------------------------------------------------------------------------------------------

    def load_identities(self) -> dict[str, Identity]:
        """Give what is kept of each question ever found, by its id."""
        rows = self._connection.execute("SELECT id, slug, since, enquiry_ids, has_core FROM identities ORDER BY id")
        return {
            id_: Identity(
                slug=slug,
                since=datetime.fromisoformat(since),
                enquiry_ids=tuple(json.loads(ids)),
                has_core=bool(has_core),
            )
            for id_, slug, since, ids, has_core in rows
        }

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
            self.save_fact("calibration", calibration)
            self._connection.execute("DELETE FROM ledger")
            self._connection.executemany(
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
            self._connection.execute("DELETE FROM questions")
            self._connection.executemany(
                "INSERT INTO questions VALUES (?, ?, ?)",
                [(q.rank, q.id, json.dumps(record_to_plain(q), ensure_ascii=False)) for q in questions],
            )
            self._connection.executemany(
                "INSERT OR REPLACE INTO identities VALUES (?, ?, ?, ?, 1)",
                [
                    (q.id, q.slug, (q.since or LONG_AGO).isoformat(), json.dumps(q.enquiry_ids))
                    for q in ([] if run and run.looked_back else questions)
                ],
            )
            if run:
                self.save_fact(LOOKED_BACK, run.as_of if run.looked_back else "")
                self._record_run(run, [RunQuestion.of(question) for question in questions])

    def load_questions(self) -> list[Question]:
        """Give the questions of the last run, most worth answering first."""
        rows = self._connection.execute("SELECT record FROM questions ORDER BY position")
        return [question_from_plain(json.loads(record)) for (record,) in rows]

    def load_ledger(self) -> list[LedgerRow]:
        """Give what became of every enquiry of the last run."""
        rows = self._connection.execute(
            "SELECT enquiry_id, source, status, question_id, also, similarity, reason, replied FROM ledger "
            "ORDER BY position"
        )
        return [
            LedgerRow(
                enquiry_id=enquiry_id,
                source=source,
                status=Status(status),
                question_id=question_id,
                also=tuple(also.split()),
                similarity=similarity,
                reason=reason,
                replied=bool(replied),
            )
            for enquiry_id, source, status, question_id, also, similarity, reason, replied in rows
        ]

    def load_wordings(self) -> dict[str, list[str]]:
        """Give the distinct texts behind each question: question id → texts."""
        rows = self._connection.execute(
            "SELECT DISTINCT question_id, text FROM ledger WHERE question_id != '' AND text != '' ORDER BY 1, 2"
        )
        wordings: dict[str, list[str]] = {}
        for question_id, text in rows:
            wordings.setdefault(question_id, []).append(text)
        return wordings

    # -- the vault ------------------------------------------------------------------------------------------------

    def load_vault(self) -> list[HiddenValue]:
        """Give the hashes of all personal values ever met, in their order."""
        rows = self._connection.execute("SELECT DISTINCT hash, kind, atoms FROM vault ORDER BY hash, kind")
        return [HiddenValue(hash=hash_, kind=kind, atoms=atoms) for hash_, kind, atoms in rows]

    def save_vault(self, enquiries: Iterable[RedactedEnquiry], words: Iterable[HiddenValue] = ()) -> None:
        """Remember the hidden values of enquiries; `words` have turned out to be words and are taken out."""
        common = {(word.hash,) for word in words}
        rows = [
            (value.hash, enquiry.customer, value.kind, value.atoms) for enquiry in enquiries for value in enquiry.hidden
        ]
        with self.transaction():
            self._connection.executemany("INSERT OR IGNORE INTO vault VALUES (?, ?, ?, ?)", rows)
            self._connection.executemany("DELETE FROM vault WHERE hash = ?", sorted(common))

    # -- enquiries ------------------------------------------------------------------------------------------------

    def load_known_index(self, keys: Iterable[str]) -> dict[str, list[KnownEnquiry]]:
        """Give the enquiries that are known by these keys, without their texts: key → those that have it, in order."""
        wanted = sorted(set(keys))
        index: dict[str, list[KnownEnquiry]] = {}
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            marks = ",".join("?" * len(part))
            rows = self._connection.execute(f"SELECT {_KNOWN} FROM enquiries WHERE key IN ({marks}) ORDER BY id", part)
            for row in rows:
                known = _read_known(row)
                index.setdefault(known.key, []).append(known)
        return index

    def load_known(self) -> list[KnownEnquiry]:
        """Give all enquiries that are known, in the order of their ids."""
        rows = self._connection.execute(f"SELECT {_KNOWN}, record FROM enquiries ORDER BY id")
        return [
            replace(_read_known(row), enquiry=enquiry_from_plain(json.loads(row[-1])) if row[-1] else None)
            for row in rows
        ]

    def save_known(
        self,
        rows: Iterable[KnownEnquiry],
        changed: Collection[str],
        files: Collection[str],
        bad: Iterable[tuple[BadRow, str]],
    ) -> None:
        """Remember what these files hold now, in the place of what they held before.

        Only of the `changed` the records are written. `bad` gives each bad row with the hash of its file.
        """
        with self.transaction():
            there = set()
            for known in rows:
                there.add(known.id)
                values = (
                    known.key, known.content, known.opening, known.customer, known.file, known.source,
                    known.replied, known.twin,
                )  # fmt: skip
                if known.id in changed and known.enquiry is not None:
                    record = json.dumps(enquiry_to_plain(known.enquiry), ensure_ascii=False)
                    self._connection.execute(
                        "INSERT OR REPLACE INTO enquiries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        (known.id, *values, record),
                    )
                else:
                    self._connection.execute(
                        "UPDATE enquiries SET key = ?, content = ?, opening = ?, customer = ?, file = ?, source = ?, "
                        "replied = ?, twin = ? WHERE id = ?",
                        (*values, known.id),
                    )
                    self._save_facets(known.id, known.facets)
            for file in files:
                ids = self._connection.execute("SELECT id FROM enquiries WHERE file = ?", (file,)).fetchall()
                gone = [row for row in ids if row[0] not in there]
                self._connection.executemany("DELETE FROM enquiries WHERE id = ?", gone)
                self._connection.execute("DELETE FROM bad_rows WHERE file = ?", (file,))
            self._connection.executemany(
                "INSERT OR REPLACE INTO bad_rows VALUES (?, ?, ?, ?)",
                [(row.id, row.source, row.reason, file) for row, file in bad],
            )

    def _save_facets(self, id_: str, facets: Sequence[str]) -> None:
        """Put what an enquiry can be chosen by into its record: it changes without any change of what was said."""
        found = self._connection.execute("SELECT record FROM enquiries WHERE id = ?", (id_,)).fetchone()
        record = json.loads(found[0]) if found and found[0] else None
        if record is not None and record.get("facets", []) != list(facets):
            record["facets"] = facets
            self._connection.execute(
                "UPDATE enquiries SET record = ? WHERE id = ?", (json.dumps(record, ensure_ascii=False), id_)
            )

    def load_bad_rows(self) -> list[BadRow]:
        """Give everything that could not be read, in the order of its place."""
        rows = self._connection.execute("SELECT DISTINCT id, source, reason FROM bad_rows ORDER BY source, id")
        return [BadRow(id=id_, source=source, reason=reason) for id_, source, reason in rows]

    # -- what was taken out, and who is to be forgotten --------------------------------------------------------------

    def save_removals(self, removals: Removals) -> None:
        """Replace what the run before said about what was taken out; the doubts stay: see `save_doubts`."""
        with self.transaction():
            for table in ("removals", "removal_samples"):
                self._connection.execute(f"DELETE FROM {table}")
            counts = [(file, kind, count) for (file, kind), count in removals.counts.items()]
            self._connection.executemany("INSERT INTO removals VALUES (?, ?, ?)", counts)
            self._connection.executemany(
                "INSERT INTO removal_samples (file, kind, sentence, customer) VALUES (?, ?, ?, ?)",
                [(sample.file, sample.kind, sample.sentence, sample.customer) for sample in removals.samples],
            )

    def save_doubts(self, doubts: Mapping[str, int]) -> None:
        """Replace the words that may be no names: word → how many customers wrote it."""
        with self.transaction():
            self._connection.execute("DELETE FROM doubts")
            self._connection.executemany("INSERT INTO doubts VALUES (?, ?)", sorted(doubts.items()))

    def load_removals(self) -> Removals:
        """Give what the last run took out."""
        counts = self._connection.execute("SELECT file, kind, count FROM removals ORDER BY file, kind")
        samples = self._connection.execute(
            "SELECT file, kind, sentence, customer FROM removal_samples ORDER BY position"
        )
        doubts = self._connection.execute("SELECT word, customers FROM doubts ORDER BY customers DESC, word")
        return Removals(
            counts={(file, kind): count for file, kind, count in counts},
            samples=tuple(RemovalSample(*row) for row in samples),
            doubts=dict(doubts.fetchall()),
        )

    def load_forgotten(self) -> frozenset[str]:
        """Give the hashes of the customers who are to be forgotten."""
        return frozenset(row[0] for row in self._connection.execute("SELECT customer FROM forgotten"))

    def forget_customer(self, customer: str) -> dict[str, int]:
        """Delete what is kept of a customer, and keep it deleted when the export is read again.

        `customer` is the hash of what the export calls them.

        Gives how many pieces of each kind were deleted. The disk space is overwritten.
        """
        counts: dict[str, int] = {}
        shred_copies(self.folder)
        with self.transaction():
            self.mark_due(wipe=True)
            self._connection.execute("INSERT OR IGNORE INTO forgotten VALUES (?)", (customer,))
            rows = self._connection.execute(
                "SELECT enquiry_id, text FROM ledger WHERE customer = ? UNION "
                "SELECT enquiry_id, text FROM matches WHERE customer = ?",
                (customer, customer),
            ).fetchall()
            ids = {id_ for id_, _ in rows}
            counts["enquiries"] = len(ids)
            texts = {text for _, text in rows if text}
            self._connection.execute("DELETE FROM enquiries WHERE customer = ?", (customer,))
            self._connection.execute(
                "UPDATE ledger SET text = '', customer = '', status = 'noise', question_id = '', also = '', "
                "similarity = NULL, reason = 'forgotten on request' WHERE customer = ?",
                (customer,),
            )
            shared = {
                text
                for text in texts
                if self._connection.execute("SELECT 1 FROM ledger WHERE text = ? LIMIT 1", (text,)).fetchone()
            }
            counts["vectors"] = self._drop_hashes(texts - shared)
            self._connection.executemany("DELETE FROM holds WHERE enquiry_id = ?", [(id_,) for id_ in sorted(ids)])
            for table, what in (("matches", "matches"), ("vault", "hidden values"), ("removal_samples", "examples")):
                done = self._connection.execute(f"DELETE FROM {table} WHERE customer = ?", (customer,))
                counts[what] = done.rowcount
            questions = self._forget_in_questions(ids)
            counts["questions"] = len(questions)
            counts["notes"] = shred_notes(self.folder, {*questions, *map(make_source_key, ids)})
        self.keep_good_state()
        return {what: max(count, 0) for what, count in counts.items()}

    def _drop_hashes(self, texts: Collection[str]) -> int:
        """Delete what is kept by the hash of a text or of its wording; give how many vectors that were."""
        wordings = sorted({(_hash_text(tell_wording(text)),) for text in texts})
        self._connection.executemany("DELETE FROM mined WHERE wording = ?", wordings)
        hashes = [(_hash_text(text),) for text in sorted(texts)]
        return self._connection.executemany("DELETE FROM vectors WHERE text_hash = ?", hashes).rowcount

    def count_traces(self, customer: str) -> int:
        """Count the rows that still tell of a customer, given by the hash: none after `forget_customer`."""
        tables = ("enquiries", "ledger", "matches", "vault", "removal_samples")
        rows = (
            self._connection.execute(f"SELECT COUNT(*) FROM {table} WHERE customer = ?", (customer,)).fetchone()[0]
            for table in tables
        )
        return sum(rows)

    def drop_texts(self, oldest: datetime, enquiry_ids: Collection[str]) -> None:
        """Delete the texts of these enquiries of the ledger, and all matches from before a day, with their vectors.

        `keep_good_state` overwrites them.
        """
        before = self._connection.total_changes
        with self.transaction():
            ids = [(id_,) for id_ in sorted(enquiry_ids)]
            old = [
                text
                for id_ in ids
                for (text,) in self._connection.execute("SELECT text FROM ledger WHERE enquiry_id = ?", id_)
            ]
            for table, text, id_ in (("ledger", "text", "enquiry_id"), ("enquiries", "record", "id")):
                self._connection.executemany(
                    f"UPDATE {table} SET {text} = '', customer = '' WHERE {id_} = ? AND {text} || customer != ''", ids
                )
            self._connection.execute("DELETE FROM matches WHERE received != '' AND received < ?", (oldest.isoformat(),))
            self._drop_hashes({text for text in old if text})
            self.mark_due(wipe=self._connection.total_changes > before)

    def _forget_in_questions(self, enquiry_ids: Collection[str]) -> list[str]:
        """Take enquiries out of the questions and of what is remembered of them; give the questions that had any."""
        changed = []
        for question in self.load_questions():
            if not set(enquiry_ids) & set(question.enquiry_ids):
                continue
            changed.append(question.id)
            record = json.dumps(record_to_plain(drop_enquiries(question, enquiry_ids)), ensure_ascii=False)
            self._connection.execute("UPDATE questions SET record = ? WHERE id = ?", (record, question.id))
        for id_, identity in self.load_identities().items():
            if set(identity.enquiry_ids) & set(enquiry_ids):
                left = json.dumps([other for other in identity.enquiry_ids if other not in enquiry_ids])
                self._connection.execute("UPDATE identities SET enquiry_ids = ? WHERE id = ?", (left, id_))
        return changed

    def _wipe(self) -> None:
        """Overwrite what was deleted, in the database and in its log."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.execute("VACUUM")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # -- matches --------------------------------------------------------------------------------------------------

    def load_matched(self, enquiry_id: str) -> tuple[str, str] | None:
        """Give the question and the address that an enquiry was last matched to, or None for one never matched."""
        row = self._connection.execute(
            "SELECT question_id, url FROM matches WHERE enquiry_id = ?", (enquiry_id,)
        ).fetchone()
        return (str(row[0]), str(row[1])) if row else None

    def load_matched_texts(self, enquiry_ids: Iterable[str]) -> dict[str, str]:
        """Give the redacted texts of enquiries that were matched, by their id."""
        rows = (
            self._connection.execute("SELECT enquiry_id, text FROM matches WHERE enquiry_id = ?", (id_,)).fetchone()
            for id_ in enquiry_ids
        )
        return {row[0]: row[1] for row in rows if row}

    def load_askers(self) -> list[tuple[str, str, str]]:
        """Give who asked what, in the runs and in the matches: customer, question and enquiry."""
        rows = self._connection.execute(
            "SELECT customer, question_id, enquiry_id FROM ledger WHERE customer != '' AND question_id != '' UNION "
            "SELECT customer, question_id, enquiry_id FROM matches WHERE customer != '' AND question_id != '' "
            "ORDER BY 1, 2, 3"
        )
        return [(str(customer), str(question), str(enquiry)) for customer, question, enquiry in rows]

    def load_handed(self) -> dict[str, dict[str, str]]:
        """Give the links that customers were handed: customer → address → the enquiry that it was for first."""
        rows = self._connection.execute(
            "SELECT customer, url, enquiry_id FROM matches WHERE customer != '' AND decision = 'link' "
            "ORDER BY received DESC, enquiry_id DESC"
        )
        handed: dict[str, dict[str, str]] = {}
        for customer, url, enquiry_id in rows:
            handed.setdefault(customer, {})[url] = enquiry_id
        return handed

    def save_matches(self, matches: Iterable[tuple[str, str, str, str, str, str, str]]) -> None:
        """Remember what enquiries were matched to: id, customer, address, question, decision, text, when received."""
        with self.transaction():
            self._connection.executemany("INSERT OR REPLACE INTO matches VALUES (?, ?, ?, ?, ?, ?, ?)", matches)

    # -- moving ---------------------------------------------------------------------------------------------------

    def copy_to(self, path: Path) -> None:
        """Write all of it, as it is at this moment, into a new database; others may read and write meanwhile.

        Raises:
            WorkspaceError: the disk is full, or a run holds the workspace for too long.
        """
        try:
            with closing(sqlite3.connect(path)) as target:
                self._connection.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")
                target.execute("DELETE FROM facts WHERE name = 'last run'")  # elsewhere, a run is done whole
                target.commit()
        except sqlite3.Error as error:
            raise WorkspaceError(f"The workspace {self.folder} cannot be copied ({error}).") from error

    def share_to(self, path: Path) -> None:
        """Write into a new database what can be shown to others: questions, identities, counts, no texts, no keys.

        What is not named here stays behind, and so does whatever is added later. Of questions the titles go along.

        Raises:
            WorkspaceError: the disk is full, or a run holds the workspace for too long.
        """
        try:
            with closing(sqlite3.connect(path)) as target:
                target.executescript("".join(MIGRATIONS) + f"PRAGMA user_version = {len(MIGRATIONS)};")
                self._fill_shared(target)
                target.commit()
        except sqlite3.Error as error:
            raise WorkspaceError(f"The workspace {self.folder} cannot be copied ({error}).") from error

    def _fill_shared(self, target: sqlite3.Connection) -> None:
        for table, columns in SHARED.items():
            rows = self._connection.execute(f"SELECT {columns} FROM {table}")
            marks = ",".join("?" * len(rows.description))
            target.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows)
        target.executemany("INSERT INTO facts VALUES (?, ?)", [(fact, self.load_fact(fact)) for fact in SHARED_FACTS])
        target.executemany(
            "INSERT INTO questions VALUES (?, ?, ?)",
            [
                (q.rank, q.id, json.dumps(record_to_plain(strip_question(q)), ensure_ascii=False))
                for q in self.load_questions()
            ],
        )

    def count_parts(self) -> dict[str, int]:
        """Count what is in it, for the person who moves it."""
        tables = {"enquiries": "ledger", "questions": "questions", "runs": "runs", "texts": "enquiries"}
        return {
            what: int(self._connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])
            for what, table in tables.items()
        }

    # -- runs -----------------------------------------------------------------------------------------------------

    def load_runs(self) -> list[RunRecord]:
        """Give the runs that are recorded, in the order of their numbers."""
        rows = self._connection.execute("SELECT number, at, record FROM runs ORDER BY number")
        return [RunRecord.from_json(*row) for row in rows]

    def load_run_questions(self, number: int) -> list[RunQuestion]:
        """Give the questions as a run found them, most worth answering first."""
        rows = self._connection.execute("SELECT question_id, record FROM run_questions WHERE run = ?", (number,))
        return sorted((RunQuestion.from_json(*row) for row in rows), key=lambda question: (question.rank, question.id))

    def load_recorded(self, question_id: str) -> dict[int, RunQuestion]:
        """Give one question as each run found it: number of the run → question."""
        rows = self._connection.execute(
            "SELECT run, question_id, record FROM run_questions WHERE question_id = ? ORDER BY run", (question_id,)
        )
        return {run: RunQuestion.from_json(id_, record) for run, id_, record in rows}

    def load_titles(self) -> dict[str, list[str]]:
        """Give the titles that each question had in any run, the newest last: id of the question → titles."""
        titles: dict[str, list[str]] = {}
        for id_, record in self._connection.execute("SELECT question_id, record FROM run_questions ORDER BY run"):
            title = RunQuestion.from_json(id_, record).title
            titles[id_] = [*(other for other in titles.get(id_, ()) if other != title), title]
        return titles

    def load_last_members(self) -> dict[str, frozenset[str]]:
        """Give the enquiries of each question of the last run that did not look back, by the question's id."""
        last = max((run.number for run in self.load_runs() if not run.looked_back), default=0)
        if not last:
            return {question.id: frozenset(question.enquiry_ids) for question in self.load_questions()}
        rows = self._connection.execute("SELECT question_id FROM run_questions WHERE run = ?", (last,))
        identities = self.load_identities()
        return {id_: frozenset(identities[id_].enquiry_ids) for (id_,) in rows.fetchall() if id_ in identities}

    def load_received(self, enquiry_ids: Iterable[str]) -> dict[str, datetime]:
        """Give when these enquiries came, as far as they are kept and their export says it."""
        found = {}
        for id_ in sorted(enquiry_ids):
            row = self._connection.execute("SELECT record FROM enquiries WHERE id = ?", (id_,)).fetchone()
            enquiry = enquiry_from_plain(json.loads(row[0])) if row and row[0] else None
            if enquiry and enquiry.received:
                found[id_] = enquiry.received
        return found

    def _record_run(self, run: RunRecord, questions: Sequence[RunQuestion]) -> None:
        runs = self.load_runs()
        last = find_alike(run, runs)
        there = self.load_run_questions(last.number) if last else []
        if last and last.counts == run.counts and {q.id: q for q in there} == {q.id: q for q in questions}:
            return
        number = max((old.number for old in runs), default=0) + 1
        self._connection.execute("INSERT INTO runs VALUES (?, ?, ?)", (number, run.at.isoformat(), run.to_json()))
        self._connection.executemany(
            "INSERT INTO run_questions VALUES (?, ?, ?)", [(number, q.id, q.to_json()) for q in questions]
        )
        self._thin_runs()

    def _thin_runs(self) -> None:
        """Take out the runs that need no longer be kept one by one; what the data did is told by a later one."""
        runs = {run.number: run for run in self.load_runs()}
        for number, heir in sorted(find_heirs(list(runs.values())).items(), reverse=True):
            changes = [change for change in runs[number].changes if change.what != "gone"]
            if changes:
                runs[heir] = replace(runs[heir], changes=(*changes, *runs[heir].changes))
                values = (runs[heir].to_json(), heir)
                self._connection.execute("UPDATE runs SET record = ? WHERE number = ?", values)
            self._connection.execute("DELETE FROM runs WHERE number = ?", (number,))
            self._connection.execute("DELETE FROM run_questions WHERE run = ?", (number,))

    # -- what belongs together ------------------------------------------------------------------------------------

    def load_mined(self, wordings: Iterable[str]) -> dict[str, int]:
        """Give where the last mining put each of these wordings that it saw."""
        labels = dict(self._connection.execute("SELECT wording, label FROM mined").fetchall())
        hashes = {wording: _hash_text(wording) for wording in wordings}
        return {wording: labels[hash_] for wording, hash_ in hashes.items() if hash_ in labels}

    def save_mined(self, labels: Mapping[str, int]) -> None:
        """Replace what was remembered of the last mining; the wordings themselves are not kept."""
        with self.transaction():
            self._connection.execute("DELETE FROM mined")
            self._connection.executemany(
                "INSERT OR REPLACE INTO mined VALUES (?, ?)",
                [(_hash_text(wording), label) for wording, label in labels.items()],
            )

    def load_holds(self) -> dict[str, dict[str, tuple[str, str]]]:
        """Give what each decision holds together: its sign → enquiry → the question it is held in, and was in."""
        holds: dict[str, dict[str, tuple[str, str]]] = {}
        rows = self._connection.execute("SELECT decision, enquiry_id, question_id, came_from FROM holds ORDER BY 1, 2")
        for decision, enquiry_id, question_id, came_from in rows:
            holds.setdefault(decision, {})[enquiry_id] = (question_id, came_from)
        return holds

    def save_holds(self, holds: Mapping[str, Mapping[str, tuple[str, str]]]) -> None:
        """Replace what decisions hold together."""
        with self.transaction():
            self._connection.execute("DELETE FROM holds")
            self._connection.executemany(
                "INSERT INTO holds VALUES (?, ?, ?, ?)",
                [(sign, id_, *places) for sign, held in holds.items() for id_, places in held.items()],
            )

    # -- since when questions are answered -------------------------------------------------------------------------

    def load_answered(self) -> dict[str, Answered]:
        """Give since when each question is known to be answered, by its id."""
        rows = self._connection.execute("SELECT question_id, url, since, dated FROM answered ORDER BY question_id")
        return {
            id_: Answered(url=url, since=datetime.fromisoformat(since), dated=bool(dated))
            for id_, url, since, dated in rows
        }

    def save_answered(self, answered: Mapping[str, Answered]) -> None:
        """Remember since when questions are answered, in the place of what the run before knew."""
        with self.transaction():
            self._connection.execute("DELETE FROM answered")
            self._connection.executemany(
                "INSERT INTO answered VALUES (?, ?, ?, ?)",
                [(id_, known.url, known.since.isoformat(), known.dated) for id_, known in sorted(answered.items())],
            )

    # -- drafts ---------------------------------------------------------------------------------------------------

    def load_digests(self, folder: Path) -> dict[Path, frozenset[str]]:
        """Give what we may have left in a posts folder: path within it → digests of our own texts.

        For a folder that is not known, as after a move to another machine, what was left at the same path of any folder
        counts: a file that has the digest is, to the letter, what we wrote, so no edit of a person can be lost.
        """
        rows = self._select_drafts("SELECT path, digest FROM drafts", folder)
        digests: dict[Path, set[str]] = {}
        for path, digest in rows:
            digests.setdefault(Path(path), set()).add(digest)
        return {path: frozenset(own) for path, own in digests.items()}

    def load_written(self, folder: Path) -> dict[Path, list[str]]:
        """Give the sentences that we last wrote into each draft of a posts folder: path within it → sentences."""
        rows = self._select_drafts("SELECT path, sentences FROM written", folder)
        return {Path(path): json.loads(sentences) for path, sentences in rows}

    def _select_drafts(self, select: str, folder: Path) -> list[tuple[str, str]]:
        if self._is_known(folder):
            return self._connection.execute(f"{select} WHERE folder = ?", (str(folder.resolve()),)).fetchall()
        return self._connection.execute(f"{select} ORDER BY folder, path").fetchall()

    def _is_known(self, folder: Path) -> bool:
        own = (str(folder.resolve()),)
        return self._connection.execute("SELECT 1 FROM drafts WHERE folder = ? LIMIT 1", own).fetchone() is not None

    def _adopt(self, folder: Path) -> None:
        """Take over for a folder that is not known what holds for the others, also for drafts not written just now."""
        for table, what in (("drafts", "digest"), ("written", "sentences")):
            self._connection.execute(
                f"INSERT OR REPLACE INTO {table} SELECT ?, path, {what} FROM {table} WHERE folder != ? ORDER BY folder",
                (str(folder.resolve()), str(folder.resolve())),
            )

    def save_written(self, folder: Path, sentences: Mapping[Path, Sequence[str]]) -> None:
        """Remember the sentences that were written into drafts."""
        with self.transaction():
            self._connection.executemany(
                "INSERT OR REPLACE INTO written VALUES (?, ?, ?)",
                [(str(folder.resolve()), path.as_posix(), json.dumps(list(own))) for path, own in sentences.items()],
            )

    def announce_digests(self, folder: Path, digests: Mapping[Path, str]) -> None:
        """Remember what is about to be written, beside what is there: a run killed in between leaves either."""
        with self.transaction():
            if not self._is_known(folder):
                self._adopt(folder)
            self._connection.executemany(
                "INSERT OR IGNORE INTO drafts VALUES (?, ?, ?)",
                [(str(folder.resolve()), path.as_posix(), digest) for path, digest in digests.items()],
            )

    def settle_digests(self, folder: Path, digests: Mapping[Path, str]) -> None:
        """Forget what was there before, now that everything announced has been written."""
        with self.transaction():
            self._connection.executemany(
                "DELETE FROM drafts WHERE folder = ? AND path = ? AND digest != ?",
                [(str(folder.resolve()), path.as_posix(), digest) for path, digest in digests.items()],
            )


_KNOWN = "id, key, content, opening, customer, file, source, replied, twin"


def _read_known(row: Sequence[Any]) -> KnownEnquiry:
    id_, key, content, opening, customer, file, source, replied, twin = row[:9]
    return KnownEnquiry(
        id=id_, key=key, content=content, opening=opening, customer=customer, file=file, source=source,
        replied=bool(replied), twin=twin,
    )  # fmt: skip


def _hash_text(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
