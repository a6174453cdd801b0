"""Brings the vectors of an encoder to the spread that everything here was fitted on.

Encoders differ in how alike any two texts are to them: a cosine of .8 may be all that two strangers share (E5), or mean
that they ask the same (MiniLM). What any two texts share is their middle, so enough of it is taken off.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from enquiry2article.domain.protocols import Embedder
from enquiry2article.domain.vectors import Vectors

STEPS = 21
"""Shares of the middle that are tried."""

USUAL_LIKENESS = 0.1
"""Mean cosine of enquiries to different companies, at most: .08 by the default embedder."""


class LevelledEmbedder:
    """Embeds with another embedder, strangers being no more alike to it than they are to the default one."""

    def __init__(self, embedder: Embedder, strangers: Sequence[str]) -> None:
        """`strangers` are texts of which no two ask the same."""
        self.name = f"{embedder.name}, levelled"
        self._embedder = embedder
        self._strangers = list(strangers)
        self._taken_off: NDArray[np.float64] | None = None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 for each text.

        Raises:
            ModelError: as the other embedder says.
        """
        if self._taken_off is None:
            rows = self._embedder.embed([*self._strangers, *texts])
            strangers, rows = rows[: len(self._strangers)], rows[len(self._strangers) :]
            middle = strangers.mean(axis=0)
            self._taken_off = np.float64(find_share(strangers, middle, USUAL_LIKENESS)) * middle
        else:
            rows = self._embedder.embed(texts)
        return _scale(rows - self._taken_off)


def compute_mean_likeness(rows: NDArray[np.float32]) -> float:
    """Return the average cosine of two different rows of length 1; 0 for fewer than two."""
    count = len(rows)
    together = float(np.square(rows.sum(axis=0, dtype=np.float64)).sum())
    return (together - count) / (count * (count - 1)) if count > 1 else 0.0


def level_likeness(rows: NDArray[np.float32], level: float) -> NDArray[np.float32]:
    """Take off as much of the rows' middle as makes them no more alike, on average, than `level`.

    An encoder that was taught one language finds that all texts in another are about the same: that they are in it.
    """
    middle = rows.mean(axis=0)
    return _scale(rows - np.float64(find_share(rows, middle, level)) * middle)


def find_share(rows: NDArray[np.float32], middle: NDArray[np.float32], level: float) -> float:
    """Find the least share of the middle without which rows are no more alike, on average, than `level`; at most 1."""
    shares = np.linspace(0.0, 1.0, STEPS).tolist()
    fit = (share for share in shares if compute_mean_likeness(_scale(rows - np.float64(share) * middle)) <= level)
    return float(next(fit, 1.0))


def _scale(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)
