"""The vectors of texts, by the hash of each text and the model that made it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from enquiry2article.storage.database import Database, hash_text

UNIT_TOLERANCE = 0.01
"""How far the square of a vector's length may be from 1."""


class VectorRepository:
    """The vectors of texts, by the hash of each text and the model that made it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection = database.connection

    def load(self, model: str, texts: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors that are kept for these texts. One that was damaged is not given, so it is made again."""
        by_hash = {hash_text(text): text for text in texts}
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

    def save(self, model: str, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep vectors by the text's hash; the text itself is not kept. A workspace opened to be read keeps none."""
        if not self._database.can_change:
            return
        with self._database.transaction():
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                [(model, hash_text(text), vector.astype("<f4").tobytes()) for text, vector in vectors.items()],
            )
