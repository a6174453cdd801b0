"""The default grouper: a graph of the likest texts, by meaning and by words, cut into communities by Leiden's method.

Sources: Traag, Waltman and van Eck 2019, "From Louvain to Leiden" (https://arxiv.org/abs/1810.08473), in the
implementation of graspologic-native. `docs/grouping.md` says what was tried and measured.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from enquiry2article.keywords import tell_stems
from enquiry2article.records import ALONE, Labels, Vectors

COARSEST, FINEST = 0.7, 4.0
"""Bounds of the resolution of the cut, a number without unit: higher gives more and smaller clusters."""

RESOLUTION_TEXTS = 25
"""Texts for each step of resolution between the bounds: what asks the same must weigh more where there is little."""

MEAN_TEXTS = 50
"""With so many texts half of their mean is taken off; a mean of few texts is mostly what they ask."""

LEXICAL_SHARE = 0.5
"""How much shared words count beside shared meaning: the encoder overlooks the rare words that name the matter."""

LEAST_BELONGING = 0.4
"""Cosine to the middle of its cluster, after the corpus's own mean is taken off, below which a text is alone."""

FEWEST_NEIGHBOURS, USUAL_NEIGHBOURS = 3, 8

BLOCK_ROWS = 1024
"""Rows compared at a time, so that memory grows with n and not with its square."""

SEED = 1


class LeidenGrouper:
    """Groups by Leiden communities of a nearest-neighbour graph."""

    def group(self, texts: Sequence[str], vectors: Vectors, weights: Sequence[int]) -> Labels:
        """Give each row a cluster number from 0, or `ALONE`.

        The result depends on the order of the rows only through ties: hand them over in one fixed order.
        """
        import graspologic_native

        count = len(vectors)
        if count < 2:
            return np.zeros(count, dtype=np.int64)
        centred = take_off_mean(vectors, weights)
        neighbours, similarities = find_neighbours(centred, weigh_words(texts), min(neighbours_for(count), count - 1))
        edges = join_neighbours(neighbours, similarities)
        labels = np.full(count, ALONE, dtype=np.int64)
        if edges:
            _, partition = graspologic_native.leiden(
                edges=edges,
                starting_communities=None,
                resolution=float(np.clip(count / RESOLUTION_TEXTS, COARSEST, FINEST)),
                randomness=0.001,
                iterations=10,
                use_modularity=True,
                seed=SEED,
                trials=1,
            )
            for row, label in partition.items():
                labels[int(row)] = label
        return number_labels(part_strangers(labels, centred))


def neighbours_for(count: int) -> int:
    """Say how many neighbours each of `count` distinct texts is joined to.

    With a fixed number, ten times the enquiries fall into three times the groups; growing it with the square root of
    their number keeps the groups the same (measured from 200 to 13,000 questions). Very few texts have few neighbours,
    or everything would be joined to everything.
    """
    usual = min(USUAL_NEIGHBOURS, round(count / 6))
    return max(FEWEST_NEIGHBOURS, usual, round(math.sqrt(count) / 7))


def take_off_mean(vectors: Vectors, weights: Sequence[int]) -> Vectors:
    """Take the corpus's mean off each row and scale it to length 1 again.

    What all texts of one company share (its trade, its tone) says nothing about which of them ask the same.
    """
    mean = np.average(vectors, axis=0, weights=np.asarray(weights, dtype=np.float64))
    mean *= len(vectors) / (len(vectors) + MEAN_TEXTS)
    centred = vectors - mean.astype(np.float32)
    lengths = np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-6)
    return np.asarray(centred / lengths, dtype=np.float32)


def weigh_words(texts: Sequence[str]) -> sparse.csr_array:
    """Give a row of word weights, of length 1, for each text: stems that at least two texts use, without stop words.

    The weight of a stem is 1 + log((1 + n) / (1 + df)), whether a text uses it once or often (Manning, Raghavan and
    Schütze 2008, "Introduction to Information Retrieval", section 6.4).
    """
    stems = [tell_stems(text) for text in texts]
    frequency = Counter(word for own in stems for word in own)
    shared = sorted(word for word, count in frequency.items() if count > 1)
    column = {word: place for place, word in enumerate(shared)}
    idf = np.array([1 + np.log((1 + len(texts)) / (1 + frequency[word])) for word in shared], dtype=np.float32)
    columns = [sorted(column[word] for word in own if word in column) for own in stems]
    values = [idf[own] / max(float(np.linalg.norm(idf[own])), 1e-9) for own in columns]
    starts = np.cumsum([0, *(len(own) for own in columns)])
    places = np.array([place for own in columns for place in own], dtype=np.int64)
    data = np.concatenate(values) if values else np.zeros(0, dtype=np.float32)
    return sparse.csr_array((data, places, starts), shape=(len(texts), max(1, len(shared))))


def find_neighbours(
    vectors: Vectors, words: sparse.csr_array, count: int
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Give the `count` likest other rows of each row, likest first, and how alike they are: two arrays (n, count).

    Alike is the cosine of the vectors plus `LEXICAL_SHARE` times that of the words.
    """
    turned = words.T.tocsc()
    rows = len(vectors)
    neighbours = np.zeros((rows, count), dtype=np.int64)
    similarities = np.zeros((rows, count), dtype=np.float32)
    for start in range(0, rows, BLOCK_ROWS):
        block = vectors[start : start + BLOCK_ROWS] @ vectors.T
        block += LEXICAL_SHARE * (words[start : start + BLOCK_ROWS] @ turned).toarray()
        here = np.arange(len(block))
        block[here, start + here] = -2.0  # a row is not its own neighbour
        nearest = np.argpartition(-block, count - 1, axis=1)[:, :count]
        nearest.sort(axis=1)  # so that equal cosines keep the order of the rows
        values = np.take_along_axis(block, nearest, axis=1)
        order = np.argsort(-values, axis=1, kind="stable")
        neighbours[start : start + BLOCK_ROWS] = np.take_along_axis(nearest, order, axis=1)
        similarities[start : start + BLOCK_ROWS] = np.take_along_axis(values, order, axis=1)
    return neighbours, similarities


def join_neighbours(neighbours: NDArray[np.int64], similarities: NDArray[np.float32]) -> list[tuple[str, str, float]]:
    """Give each pair of neighbours once, in order, with how alike they are; pairs that are not alike are left out."""
    rows, count = neighbours.shape
    near = similarities.ravel() > 0
    left = np.repeat(np.arange(rows), count)[near]
    right = neighbours.ravel()[near]
    weight = similarities.ravel()[near].astype(np.float64)
    pairs = np.stack([np.minimum(left, right), np.maximum(left, right)], axis=1)
    pairs, first = np.unique(pairs, axis=0, return_index=True)
    # Six decimals: the last bits of a cosine may differ with the batch that a text was embedded in.
    strengths = np.round(weight[first], 6).tolist()
    return [(str(a), str(b), w) for (a, b), w in zip(pairs.tolist(), strengths, strict=True)]


def part_strangers(labels: Labels, vectors: Vectors) -> Labels:
    """Label `ALONE` each row that lies further from the middle of its cluster than `LEAST_BELONGING` allows."""
    parted = labels.copy()
    for label in np.unique(labels[labels != ALONE]):
        rows = np.flatnonzero(labels == label)
        middle = vectors[rows].mean(axis=0)
        middle /= max(float(np.linalg.norm(middle)), 1e-9)
        parted[rows[np.round(vectors[rows] @ middle, 5) < LEAST_BELONGING]] = ALONE
    return parted


def number_labels(labels: Labels) -> Labels:
    """Number the clusters 0, 1, 2 … in the order of their first rows; `ALONE` stays."""
    numbered = np.full(len(labels), ALONE, dtype=np.int64)
    found = labels != ALONE
    _, first, inverse = np.unique(labels[found], return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    numbered[found] = rank[inverse]
    return numbered
