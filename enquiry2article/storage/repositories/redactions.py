"""What was taken out of texts: hashes of the values, counts, doubts, and who is to be forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from enquiry2article.domain.enquiry import (
    HiddenValue,
    RedactedEnquiry,
)
from enquiry2article.domain.redaction import Removals, RemovalSample
from enquiry2article.storage.database import Database


class RedactionRepository:
    """What was taken out of texts: hashes of the values, counts, doubts, and who is to be forgotten."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection = database.connection

    def load_hidden(self) -> list[HiddenValue]:
        """Return the hashes of all personal values ever met, in their order."""
        rows = self._connection.execute("SELECT DISTINCT hash, kind, atoms FROM vault ORDER BY hash, kind")
        return [HiddenValue(hash=hash_, kind=kind, atoms=atoms) for hash_, kind, atoms in rows]

    def save_hidden(self, enquiries: Iterable[RedactedEnquiry], words: Iterable[HiddenValue] = ()) -> None:
        """Remember the hidden values of enquiries; `words` have turned out to be words and are taken out."""
        common = {(word.hash,) for word in words}
        rows = [
            (value.hash, enquiry.customer, value.kind, value.atoms) for enquiry in enquiries for value in enquiry.hidden
        ]
        with self._database.transaction():
            self._connection.executemany("INSERT OR IGNORE INTO vault VALUES (?, ?, ?, ?)", rows)
            self._connection.executemany("DELETE FROM vault WHERE hash = ?", sorted(common))

    def save_removals(self, removals: Removals) -> None:
        """Replace what the run before said about what was taken out; the doubts stay: see `save_doubts`."""
        with self._database.transaction():
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
        with self._database.transaction():
            self._connection.execute("DELETE FROM doubts")
            self._connection.executemany("INSERT INTO doubts VALUES (?, ?)", sorted(doubts.items()))

    def load_removals(self) -> Removals:
        """Return what the last run took out."""
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
        """Return the hashes of the customers who are to be forgotten."""
        return frozenset(row[0] for row in self._connection.execute("SELECT customer FROM forgotten"))
