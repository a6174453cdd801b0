"""Texts to vectors, each distinct text once, in an order that does not depend on the order of the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from enquiry2article.domain.protocols import Embedder
from enquiry2article.domain.vectors import Vectors

CHUNK = 1024
"""Texts between two reports of progress (and two savings of what was done)."""


class VectorStore(Protocol):
    """Where vectors are kept between runs."""

    def load(self, model: str, texts: Iterable[str]) -> Mapping[str, NDArray[np.float32]]: ...

    def save(self, model: str, vectors: Mapping[str, NDArray[np.float32]]) -> None: ...


def embed_texts(
    texts: Iterable[str], embedder: Embedder, store: VectorStore, progress: Callable[[int, int], None]
) -> dict[str, NDArray[np.float32]]:
    """Return a vector of length 1 for each distinct text, from the store where it has one.

    `progress(done, all)` is called as the work goes on. What is finished is saved at once, so a run that was stopped
    does not start from nothing.

    Raises:
        ValueError: the embedder gave the wrong number of rows, or rows that are not of length 1.
    """
    wanted = sorted(set(texts))
    known = dict(store.load(embedder.name, wanted))
    # Sorted by length, so that a batch holds texts of one length and the order of the rows cannot be seen.
    missing = sorted((text for text in wanted if text not in known), key=lambda text: (len(text), text))
    for start in range(0, len(missing), CHUNK):
        chunk = missing[start : start + CHUNK]
        vectors = check_vectors(embedder, embedder.embed(chunk), len(chunk))
        fresh = dict(zip(chunk, vectors, strict=True))
        store.save(embedder.name, fresh)
        known.update(fresh)
        progress(min(start + CHUNK, len(missing)), len(missing))
    return known


def check_vectors(embedder: Embedder, vectors: Vectors, expected: int) -> Vectors:
    """Make sure that a plug-in gave what it promised: `expected` rows of length 1."""
    if vectors.ndim != 2 or len(vectors) != expected:
        raise ValueError(f"The embedder {embedder.name} gave an array of shape {vectors.shape} for {expected} texts.")
    lengths = np.linalg.norm(vectors, axis=1)
    if expected and not np.allclose(lengths, 1.0, atol=1e-3):
        raise ValueError(
            f"The embedder {embedder.name} gave rows of lengths {lengths.min():.3f} to {lengths.max():.3f}."
        )
    return vectors
