"""Which later enquiries were matched to what."""

from __future__ import annotations

from collections.abc import Iterable

from enquiry2article.storage.database import Database


class MatchRepository:
    """Which later enquiries were matched to what."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection = database.connection

    def load_matched(self, enquiry_id: str) -> tuple[str, str] | None:
        """Return the question and the address that an enquiry was last matched to, or None for one never matched."""
        row = self._connection.execute(
            "SELECT question_id, url FROM matches WHERE enquiry_id = ?", (enquiry_id,)
        ).fetchone()
        return (str(row[0]), str(row[1])) if row else None

    def load_texts(self, enquiry_ids: Iterable[str]) -> dict[str, str]:
        """Return the redacted texts of enquiries that were matched, by their id."""
        rows = (
            self._connection.execute("SELECT enquiry_id, text FROM matches WHERE enquiry_id = ?", (id_,)).fetchone()
            for id_ in enquiry_ids
        )
        return {row[0]: row[1] for row in rows if row}

    def load_askers(self) -> list[tuple[str, str, str]]:
        """Return who asked what, in the runs and in the matches: customer, question and enquiry."""
        rows = self._connection.execute(
            "SELECT customer, question_id, enquiry_id FROM ledger WHERE customer != '' AND question_id != '' UNION "
            "SELECT customer, question_id, enquiry_id FROM matches WHERE customer != '' AND question_id != '' "
            "ORDER BY 1, 2, 3"
        )
        return [(str(customer), str(question), str(enquiry)) for customer, question, enquiry in rows]

    def load_handed(self) -> dict[str, dict[str, str]]:
        """Return the links that customers were handed: customer → address → the enquiry that it was for first."""
        rows = self._connection.execute(
            "SELECT customer, url, enquiry_id FROM matches WHERE customer != '' AND decision = 'link' "
            "ORDER BY received DESC, enquiry_id DESC"
        )
        handed: dict[str, dict[str, str]] = {}
        for customer, url, enquiry_id in rows:
            handed.setdefault(customer, {})[url] = enquiry_id
        return handed

    def save(self, matches: Iterable[tuple[str, str, str, str, str, str, str]]) -> None:
        """Remember what enquiries were matched to: id, customer, address, question, decision, text, when received."""
        with self._database.transaction():
            self._connection.executemany("INSERT OR REPLACE INTO matches VALUES (?, ?, ?, ?, ?, ?, ?)", matches)
