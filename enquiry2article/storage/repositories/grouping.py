"""Where the last mining put each wording, and what decisions keep together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from enquiry2article.storage.database import Database, hash_text


class GroupingRepository:
    """Where the last mining put each wording, and what decisions keep together."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection = database.connection

    def load_mined(self, wordings: Iterable[str]) -> dict[str, int]:
        """Return where the last mining put each of these wordings that it saw."""
        labels = dict(self._connection.execute("SELECT wording, label FROM mined").fetchall())
        hashes = {wording: hash_text(wording) for wording in wordings}
        return {wording: labels[hash_] for wording, hash_ in hashes.items() if hash_ in labels}

    def save_mined(self, labels: Mapping[str, int]) -> None:
        """Replace what was remembered of the last mining; the wordings themselves are not kept."""
        with self._database.transaction():
            self._connection.execute("DELETE FROM mined")
            self._connection.executemany(
                "INSERT OR REPLACE INTO mined VALUES (?, ?)",
                [(hash_text(wording), label) for wording, label in labels.items()],
            )

    def load_constraints(self) -> dict[str, dict[str, tuple[str, str]]]:
        """Return what each decision holds together: its sign → enquiry → the question it is held in, and was in."""
        constraints: dict[str, dict[str, tuple[str, str]]] = {}
        rows = self._connection.execute("SELECT decision, enquiry_id, question_id, came_from FROM holds ORDER BY 1, 2")
        for decision, enquiry_id, question_id, came_from in rows:
            constraints.setdefault(decision, {})[enquiry_id] = (question_id, came_from)
        return constraints

    def save_constraints(self, constraints: Mapping[str, Mapping[str, tuple[str, str]]]) -> None:
        """Replace what decisions hold together."""
        with self._database.transaction():
            self._connection.execute("DELETE FROM holds")
            self._connection.executemany(
                "INSERT INTO holds VALUES (?, ?, ?, ?)",
                [(sign, id_, *places) for sign, held in constraints.items() for id_, places in held.items()],
            )
