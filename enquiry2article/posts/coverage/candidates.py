"""Which few texts, among very many, share enough telling words with a text to be worth a closer look.

Only words are compared, so nothing has to be embedded before it is known what may matter, and the work grows with what
texts share, not with the square of their number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

BLOCK_CELLS = 8_000_000
"""Cells of the table of a block: 32 MB."""

COMMON_SHARE, FEWEST_COMMON = 0.25, 50
"""A word of so many texts, by share and by number, tells nothing, and would make all texts neighbours."""


RARE_SHARE = 0.01
"""The same for a word that can make two texts a pair."""


def weigh_words(texts: Sequence[Mapping[str, float]]) -> tuple[sparse.csr_array, dict[str, int], NDArray[np.float32]]:
    """Return a table of the words of texts, a row for each, by rarity; the column of each word; and the rarities.

    Each text gives its stems with their weights in it. Rows have length 1, or are empty.
    """
    frequency = Counter(stem for text in texts for stem in text)
    most = max(FEWEST_COMMON, COMMON_SHARE * len(texts))
    columns = {stem: column for column, stem in enumerate(sorted(s for s, count in frequency.items() if count <= most))}
    rarity = np.array([1 + np.log((1 + len(texts)) / (1 + frequency[stem])) for stem in columns], dtype=np.float32)
    return make_table(texts, columns, rarity), columns, rarity


def make_table(
    texts: Iterable[Mapping[str, float]], columns: Mapping[str, int], rarity: NDArray[np.float32]
) -> sparse.csr_array:
    """Return such a table for texts in the words that are known."""
    values: list[float] = []
    places: list[int] = []
    ends = [0]
    for text in texts:
        own = sorted((columns[stem], weight) for stem, weight in text.items() if stem in columns)
        row = [weight * float(rarity[column]) for column, weight in own]
        length = sum(value * value for value in row) ** 0.5 or 1.0
        values += [value / length for value in row]
        places += [column for column, _ in own]
        ends.append(len(values))
    return sparse.csr_array(
        (np.array(values, dtype=np.float32), np.array(places, dtype=np.int64), np.array(ends, dtype=np.int64)),
        shape=(len(ends) - 1, len(columns)),
    )


def keep_rare(table: sparse.csr_array) -> sparse.csr_array:
    """Return a table without the words of many texts, for finding pairs: what copies share are rare words above all."""
    uses = np.bincount(table.indices, minlength=table.shape[1])
    return sparse.csr_array(table[:, np.flatnonzero(uses <= max(FEWEST_COMMON, RARE_SHARE * table.shape[0]))])


def find_likest(
    wanted: sparse.csr_array, offered: sparse.csr_array, count: int, least: float
) -> list[list[tuple[int, float]]]:
    """Return, for each wanted row, the `count` offered rows that share most with it and their cosine, the likest first.

    What is below `least` is left out. Equal ones keep the order of the rows.
    """
    found: list[list[tuple[int, float]]] = []
    turned = offered.T.tocsr()
    rows = max(1, BLOCK_CELLS // max(1, offered.shape[0]))
    for start in range(0, wanted.shape[0], rows):
        table = sparse.csr_array(wanted[start : start + rows] @ turned)
        for row in range(table.shape[0]):
            begin, end = table.indptr[row], table.indptr[row + 1]
            values = np.round(table.data[begin:end], 5)
            near = np.flatnonzero(values >= least)
            order = np.lexsort((table.indices[begin:end][near], -values[near]))[:count]
            chosen = near[order]
            found.append(list(zip(table.indices[begin:end][chosen].tolist(), values[chosen].tolist(), strict=True)))
    return found
