"""Texts as vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]
"""Shape (n, d), each row of length 1, so that a dot product of two rows is their cosine."""

Labels: TypeAlias = NDArray[np.int64]
"""Shape (n,): the cluster of each row, or `ALONE`."""


@dataclass(frozen=True, slots=True)
class Replied:
    """What was replied to texts; entry i of both fields belongs to text i."""

    texts: Sequence[str]
    """"" where nothing was replied."""
    vectors: Vectors
    """Rows of length 1; zeros where nothing was replied."""

    @classmethod
    def nothing(cls, count: int) -> Replied:
        """Return what stands for no reply to any of `count` texts."""
        return cls([""] * count, np.zeros((count, 1), dtype=np.float32))

    def take(self, rows: Sequence[int]) -> Replied:
        """Return what was replied to some of the texts, in the order of `rows`."""
        return Replied([self.texts[row] for row in rows], self.vectors[np.array(rows, dtype=np.int64)])
