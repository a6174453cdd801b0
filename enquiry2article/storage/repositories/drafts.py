"""What was written into the folders of drafts, and since when questions are answered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from enquiry2article.domain.question import Answered
from enquiry2article.storage.database import Database


class DraftRepository:
    """What was written into the folders of drafts, and since when questions are answered."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection = database.connection

    def load_answered(self) -> dict[str, Answered]:
        """Return since when each question is known to be answered, by its id."""
        rows = self._connection.execute("SELECT question_id, url, since, dated FROM answered ORDER BY question_id")
        return {
            id_: Answered(url=url, since=datetime.fromisoformat(since), dated=bool(dated))
            for id_, url, since, dated in rows
        }

    def save_answered(self, answered: Mapping[str, Answered]) -> None:
        """Remember since when questions are answered, in the place of what the run before knew."""
        with self._database.transaction():
            self._connection.execute("DELETE FROM answered")
            self._connection.executemany(
                "INSERT INTO answered VALUES (?, ?, ?, ?)",
                [(id_, known.url, known.since.isoformat(), known.dated) for id_, known in sorted(answered.items())],
            )

    def load_digests(self, folder: Path) -> dict[Path, frozenset[str]]:
        """Return what we may have left in a posts folder: path within it → digests of our own texts.

        For a folder that is not known, as after a move to another machine, what was left at the same path of any folder
        counts: a file that has the digest is, to the letter, what we wrote, so no edit of a person can be lost.
        """
        rows = self._select("SELECT path, digest FROM drafts", folder)
        digests: dict[Path, set[str]] = {}
        for path, digest in rows:
            digests.setdefault(Path(path), set()).add(digest)
        return {path: frozenset(own) for path, own in digests.items()}

    def load_written(self, folder: Path) -> dict[Path, list[str]]:
        """Return the sentences that we last wrote into each draft of a posts folder: path within it → sentences."""
        rows = self._select("SELECT path, sentences FROM written", folder)
        return {Path(path): json.loads(sentences) for path, sentences in rows}

    def _select(self, select: str, folder: Path) -> list[tuple[str, str]]:
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
        with self._database.transaction():
            self._connection.executemany(
                "INSERT OR REPLACE INTO written VALUES (?, ?, ?)",
                [(str(folder.resolve()), path.as_posix(), json.dumps(list(own))) for path, own in sentences.items()],
            )

    def announce_digests(self, folder: Path, digests: Mapping[Path, str]) -> None:
        """Remember what is about to be written, beside what is there: a run killed in between leaves either."""
        with self._database.transaction():
            if not self._is_known(folder):
                self._adopt(folder)
            self._connection.executemany(
                "INSERT OR IGNORE INTO drafts VALUES (?, ?, ?)",
                [(str(folder.resolve()), path.as_posix(), digest) for path, digest in digests.items()],
            )

    def settle_digests(self, folder: Path, digests: Mapping[Path, str]) -> None:
        """Forget what was there before, now that everything announced has been written."""
        with self._database.transaction():
            self._connection.executemany(
                "DELETE FROM drafts WHERE folder = ? AND path = ? AND digest != ?",
                [(str(folder.resolve()), path.as_posix(), digest) for path, digest in digests.items()],
            )
