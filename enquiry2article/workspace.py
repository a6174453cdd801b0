"""The workspace: one folder that remembers, in `state.db` (SQLite), what was read, found and written.

It holds redacted text only. A run replaces its results in one transaction, so a run killed at any moment leaves those
of the run before.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from enquiry2article.errors import WorkspaceError
from enquiry2article.records import (
    BadRow,
    HiddenValue,
    Identity,
    KnownEnquiry,
    LedgerRow,
    Question,
    RedactedEnquiry,
    Status,
)
from enquiry2article.redactions import Removals, RemovalSample
from enquiry2article.stored_records import (
    drop_enquiries,
    enquiry_from_plain,
    enquiry_to_plain,
    question_from_plain,
    record_to_plain,
)
from enquiry2article.workspace_schema import MIGRATIONS

DATABASE = "state.db"

BUSY_SECONDS = 5.0

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


class Workspace:
    """An open workspace. Use it in a `with` block; `Workspace.open` for reading, `Workspace.create` for a run."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._connection = connection

    @classmethod
    def create(cls, folder: Path) -> Workspace:
        """Open the workspace of a folder, making it, readable by its owner only, where there is none.

        Raises:
            WorkspaceError: the folder cannot be written, or holds a database of a newer version or none at all.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise WorkspaceError(
                f"The workspace {folder} cannot be made ({error.strerror or error}). Choose another with -w."
            ) from error
        return cls._connect(folder)

    @classmethod
    def open(cls, folder: Path) -> Workspace:
        """Open a workspace that is there.

        Raises:
            WorkspaceError: there is none, or it cannot be read.
        """
        if not (folder / DATABASE).is_file():
            raise WorkspaceError(
                f"There is no workspace at {folder} yet. Begin with: enquiry2article run EXPORT -w {folder}"
            )
        return cls._connect(folder)

    @classmethod
    def _connect(cls, folder: Path) -> Workspace:
        path = folder / DATABASE
        connection = None
        try:
            path.touch(mode=0o600)
            connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            if version > len(MIGRATIONS):
                raise WorkspaceError(
                    f"The workspace {folder} was written by a newer enquiry2article. Update the program, "
                    "or choose another workspace with -w."
                )
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            for step in range(version, len(MIGRATIONS)):
                connection.executescript(
                    f"BEGIN IMMEDIATE; {MIGRATIONS[step]} PRAGMA user_version = {step + 1}; COMMIT;"
                )
        except (sqlite3.Error, OSError) as error:
            if connection is not None:
                connection.close()
            raise WorkspaceError(
                f"The workspace {folder} cannot be opened ({error}). Make sure the folder can be written and no other "
                "run is using it, or choose another with -w."
            ) from error
        except WorkspaceError:
            if connection is not None:
                connection.close()
            raise
        return cls(folder, connection)

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what happens inside one change that is there as a whole or not at all.

        Raises:
            WorkspaceError: the disk is full, or another run holds the workspace.
        """
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise WorkspaceError(f"The workspace {self.folder} cannot be written ({error}).") from error

    # -- facts ----------------------------------------------------------------------------------------------------

    def load_fact(self, name: str) -> str:
        """Give a remembered fact, or ""."""
        row = self._connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def save_fact(self, name: str, value: str) -> None:
        """Remember a fact."""
        self._connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def load_key(self) -> bytes:
        """Give the workspace's own secret, made on first use, for hashing what identifies a customer."""
        known = self.load_fact("key")
        if not known:
            known = secrets.token_hex(32)
            with self.transaction():
                self.save_fact("key", known)
        return bytes.fromhex(known)

    # -- vectors --------------------------------------------------------------------------------------------------

    def load_vectors(self, model: str, texts: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """Give the vectors that are kept for these texts."""
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
        return found

    def save_vectors(self, model: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors by the text's hash; the text itself is not kept."""
        with self.transaction():
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                [(model, _hash_text(text), vector.astype("<f4").tobytes()) for text, vector in vectors.items()],
            )

    # -- results --------------------------------------------------------------------------------------------------

    def load_identities(self) -> dict[str, Identity]:
        """Give what is kept of each question ever found, by its id."""
        rows = self._connection.execute("SELECT id, slug, since, enquiry_ids FROM identities ORDER BY id")
        return {
            id_: Identity(slug=slug, since=datetime.fromisoformat(since), enquiry_ids=frozenset(json.loads(ids)))
            for id_, slug, since, ids in rows
        }

    def save_results(
        self,
        questions: Sequence[Question],
        ledger: Sequence[LedgerRow],
        enquiries: Iterable[RedactedEnquiry],
        calibration: str,
    ) -> None:
        """Replace the results of the run before. `calibration` is what `calibration.Calibration.to_json` gave."""
        known = {enquiry.id: enquiry for enquiry in enquiries}
        with self.transaction():
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
                "INSERT OR REPLACE INTO identities VALUES (?, ?, ?, ?)",
                [
                    (q.id, q.slug, (q.since or LONG_AGO).isoformat(), json.dumps(sorted(q.enquiry_ids)))
                    for q in questions
                ],
            )

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

    def load_known_index(self) -> dict[str, list[KnownEnquiry]]:
        """Give the enquiries that are known, without their texts: key → those that have it, in order."""
        rows = self._connection.execute(f"SELECT {_KNOWN} FROM enquiries ORDER BY id")
        index: dict[str, list[KnownEnquiry]] = {}
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
            for file in files:
                ids = self._connection.execute("SELECT id FROM enquiries WHERE file = ?", (file,)).fetchall()
                gone = [row for row in ids if row[0] not in there]
                self._connection.executemany("DELETE FROM enquiries WHERE id = ?", gone)
                self._connection.execute("DELETE FROM bad_rows WHERE file = ?", (file,))
            self._connection.executemany(
                "INSERT OR REPLACE INTO bad_rows VALUES (?, ?, ?, ?)",
                [(row.id, row.source, row.reason, file) for row, file in bad],
            )

    def load_bad_rows(self) -> list[BadRow]:
        """Give everything that could not be read, in the order of its place."""
        rows = self._connection.execute("SELECT DISTINCT id, source, reason FROM bad_rows ORDER BY source, id")
        return [BadRow(id=id_, source=source, reason=reason) for id_, source, reason in rows]

    # -- what was taken out, and who is to be forgotten --------------------------------------------------------------

    def save_removals(self, removals: Removals) -> None:
        """Replace what the run before said about what was taken out."""
        with self.transaction():
            for table in ("removals", "removal_samples", "doubts"):
                self._connection.execute(f"DELETE FROM {table}")
            counts = [(file, kind, count) for (file, kind), count in removals.counts.items()]
            self._connection.executemany("INSERT INTO removals VALUES (?, ?, ?)", counts)
            self._connection.executemany(
                "INSERT INTO removal_samples (file, kind, sentence, customer) VALUES (?, ?, ?, ?)",
                [(sample.file, sample.kind, sample.sentence, sample.customer) for sample in removals.samples],
            )
            self._connection.executemany("INSERT INTO doubts VALUES (?, ?)", sorted(removals.doubts.items()))

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
        with self.transaction():
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
            hashes = [(_hash_text(text),) for text in sorted(texts - shared)]
            counts["vectors"] = self._connection.executemany("DELETE FROM vectors WHERE text_hash = ?", hashes).rowcount
            for table, what in (("matches", "matches"), ("vault", "hidden values"), ("removal_samples", "examples")):
                done = self._connection.execute(f"DELETE FROM {table} WHERE customer = ?", (customer,))
                counts[what] = done.rowcount
            counts["questions"] = self._forget_in_questions(ids)
        self._wipe()
        return {what: max(count, 0) for what, count in counts.items()}

    def count_traces(self, customer: str) -> int:
        """Count the rows that still tell of a customer, given by the hash: none after `forget_customer`."""
        tables = ("enquiries", "ledger", "matches", "vault", "removal_samples")
        rows = (
            self._connection.execute(f"SELECT COUNT(*) FROM {table} WHERE customer = ?", (customer,)).fetchone()[0]
            for table in tables
        )
        return sum(rows)

    def drop_texts(self, oldest: datetime, enquiry_ids: Collection[str]) -> None:
        """Delete the texts of these enquiries of the ledger, and all matches from before a day, with their vectors."""
        with self.transaction():
            ids = [(id_,) for id_ in sorted(enquiry_ids)]
            old = [
                text
                for id_ in ids
                for (text,) in self._connection.execute("SELECT text FROM ledger WHERE enquiry_id = ?", id_)
            ]
            self._connection.executemany("UPDATE ledger SET text = '', customer = '' WHERE enquiry_id = ?", ids)
            self._connection.executemany("UPDATE enquiries SET record = '', customer = '' WHERE id = ?", ids)
            self._connection.execute("DELETE FROM matches WHERE received != '' AND received < ?", (oldest.isoformat(),))
            self._connection.executemany(
                "DELETE FROM vectors WHERE text_hash = ?", [(_hash_text(text),) for text in old if text]
            )
        self._wipe()

    def _forget_in_questions(self, enquiry_ids: Collection[str]) -> int:
        """Take enquiries out of the questions and of what is remembered of them; give how many questions had any."""
        changed = 0
        for question in self.load_questions():
            if not set(enquiry_ids) & set(question.enquiry_ids):
                continue
            changed += 1
            record = json.dumps(record_to_plain(drop_enquiries(question, enquiry_ids)), ensure_ascii=False)
            self._connection.execute("UPDATE questions SET record = ? WHERE id = ?", (record, question.id))
        for id_, identity in self.load_identities().items():
            if identity.enquiry_ids & set(enquiry_ids):
                left = json.dumps(sorted(identity.enquiry_ids - set(enquiry_ids)))
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

    # -- drafts ---------------------------------------------------------------------------------------------------

    def load_digests(self, folder: Path) -> dict[Path, frozenset[str]]:
        """Give what we may have left in a posts folder: path within it → digests of our own texts."""
        rows = self._connection.execute("SELECT path, digest FROM drafts WHERE folder = ?", (str(folder.resolve()),))
        digests: dict[Path, set[str]] = {}
        for path, digest in rows:
            digests.setdefault(Path(path), set()).add(digest)
        return {path: frozenset(own) for path, own in digests.items()}

    def load_written(self, folder: Path) -> dict[Path, list[str]]:
        """Give the sentences that we last wrote into each draft of a posts folder: path within it → sentences."""
        rows = self._connection.execute(
            "SELECT path, sentences FROM written WHERE folder = ?", (str(folder.resolve()),)
        )
        return {Path(path): json.loads(sentences) for path, sentences in rows}

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
