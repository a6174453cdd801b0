"""The default grouper: many groupings of a sample, made one by how often they agree, then everything else placed.

It needs no number of groups, and ten times the texts give the same groups with ten times the members: the sample has
a fixed size, and how fine the groups are is read off the texts' own likeness (`estimate_sameness`).

Sources: Traag, Waltman and van Eck 2019, "From Louvain to Leiden" (https://arxiv.org/abs/1810.08473), in the
implementation of graspologic-native; Fred and Jain 2005, "Combining multiple clusterings using evidence accumulation"
(https://doi.org/10.1109/TPAMI.2005.113); Efraimidis and Spirakis 2006, "Weighted random sampling with a reservoir"
(https://doi.org/10.1016/j.ipl.2005.11.003). `docs/grouping.md` says what was tried and measured.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from enquiry2article.likeness import (
    LEAST_CLOSENESS,
    Known,
    Likeness,
    Seen,
    compare,
    find_least_company,
    find_nearest,
    find_places,
    measure_company,
)
from enquiry2article.records import ALONE, Detail, Labels, Vectors

SAMPLE_TEXTS = 3000
"""Distinct texts that are grouped by comparing each with each; the others are placed among them."""

NEIGHBOURS = (8, 16)
"""Neighbours a text is joined to, in small steps and in larger ones: groupings of both kinds are made."""

RESOLUTIONS = tuple(float(value) for value in np.geomspace(3, 30, 6))
"""Resolutions of the Leiden method: from groups that are surely too large to groups that are surely too small."""

CONSENSUS_SHARE = 0.6
"""How much the agreement of the groupings counts beside likeness itself when groups are joined."""

SMOOTHING = 0.5
"""How much of a text's place is its neighbours' middle rather than its own words."""

LEAST_JOIN = 0.12
"""Average likeness below which two groups have nothing to do with one another, at the usual detail."""

MEMBER_CLOSENESS = 0.2
"""Cosine to the middle of the others of its group below which a text leaves the group that it was put in."""

SETTLING_ROUNDS = 3

SETTLED_TEXTS = 3

FEWEST_SEEN = 6
"""Enquiries of a true sample that make a group, however many they stand for: fewer may have met by chance."""

LEAST_GAIN = 0.05
"""Share of what was left that a further sample must find a group for; below it the rest is truly asked once."""

DETAILS = {Detail.LESS: 2.5, Detail.USUAL: 1.0, Detail.MORE: 0.6}
"""By how much the share of pairs that ask the same is taken higher or lower: fewer and wider groups, or the reverse."""

SEED = 1


class ConsensusGrouper:
    """Groups by the agreement of many Leiden groupings."""

    def group(
        self, texts: Sequence[str], vectors: Vectors, weights: Sequence[int], *, detail: Detail, min_volume: int
    ) -> Labels:
        """Give each row a cluster number from 0, or `ALONE`.

        The result depends on the order of the rows only through ties: hand them over in one fixed order.
        """
        count = len(vectors)
        labels = np.full(count, ALONE, dtype=np.int64)
        if not count:
            return labels
        heavy = np.asarray(weights, dtype=np.int64)
        seen = Likeness.learn(texts, vectors, weights).see(texts, vectors)
        ranks = rank_for_sample(texts, weights)
        left = np.arange(count)
        placed = count
        least: float = min_volume if count <= SAMPLE_TEXTS else FEWEST_SEEN
        least_company = None
        # What a sample has no group for gets a sample of its own, so that rare questions of large exports are found.
        while len(left) and placed >= LEAST_GAIN * len(left):
            sample = np.sort(left[np.argsort(ranks[left], kind="stable")[:SAMPLE_TEXTS]])
            found = group_sample(seen.take(sample), DETAILS[detail])
            share = len(sample) / len(left)
            found = keep_large(found, heavy[sample], max(least, min_volume * share))
            found = leave_strangers(seen.take(sample), found, heavy[sample])
            company = measure_company(seen.take(sample), found, heavy[sample])
            if least_company is None:  # what is usual among what recurs most is usual
                least_company = find_least_company(company, found)
            found = np.where(company >= least_company, found, ALONE)
            known = found != ALONE
            if known.any():
                found[known] += labels.max() + 1
                labels[sample] = found
                asked = left[labels[left] == ALONE]
                places = find_places(seen.take(asked), Known.learn(seen.take(sample[known]), found[known]))
                near = (places.closeness >= LEAST_CLOSENESS) & (places.company >= least_company)
                labels[asked] = np.where(near, places.labels, ALONE)
            rest = left[labels[left] == ALONE] if len(sample) < len(left) else left[:0]
            placed = len(left) - len(rest)
            left = rest
            least = FEWEST_SEEN * math.sqrt(max(1.0, heavy.sum() / SAMPLE_TEXTS))
        return number_labels(labels)


def rank_for_sample(texts: Sequence[str], weights: Sequence[int]) -> NDArray[np.float64]:
    """Give each text its rank in the draw, lowest drawn first, by nothing but the text and its weight.

    The same text has the same luck in every run, and one that stands for many is drawn more readily: -log(u) / weight,
    which is the order of Efraimidis and Spirakis (2006).
    """
    luck = [int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") for text in texts]
    share = (np.array(luck, dtype=np.float64) + 1) / 2.0**64
    return np.asarray(-np.log(np.minimum(share, 1 - 1e-12)) / np.asarray(weights, dtype=np.float64))


def group_sample(seen: Seen, coarseness: float) -> Labels:
    """Give each text of a sample a group, all by comparing each with each: n² time and memory."""
    count = len(seen)
    if count == 1:
        return np.zeros(1, dtype=np.int64)
    alike = compare(seen, seen)
    smooth = smooth_likeness(alike, neighbours_for_smoothing(count))
    agreement = count_agreement(alike, find_groupings(alike))
    sameness = estimate_sameness(smooth) * coarseness
    joined = CONSENSUS_SHARE * agreement + (1 - CONSENSUS_SHARE) * smooth
    return settle(cut_tree(joined, sameness, LEAST_JOIN / coarseness), joined)


def neighbours_for_smoothing(count: int) -> int:
    """Say how many neighbours make a text's surroundings: with √n the share of strangers among them holds still.

    Fewer than 18 texts have hardly any: with three neighbours each, everything would be everything's surroundings.
    """
    return min(count // 6, max(3, round(0.3 * math.sqrt(count))))


def smooth_likeness(alike: NDArray[np.float32], neighbours: int) -> NDArray[np.float32]:
    """Give how alike the surroundings of texts are: cosines, shape (n, n).

    Each text is moved towards the middle of its neighbours, which takes out what is peculiar to one wording. Neither
    vectors nor words are needed for it: the dot products of moved texts follow from those of the texts.
    """
    count = len(alike)
    own = np.array(np.diagonal(alike))
    scale = np.sqrt(np.maximum(own, 1e-9))
    if not neighbours:
        return np.asarray(alike / scale[:, None] / scale, dtype=np.float32)
    others = alike.copy()
    np.fill_diagonal(others, -np.inf)
    near, _ = find_nearest(others, neighbours)
    around = sparse.csr_array(
        (np.full(near.size, 1 / neighbours, dtype=np.float32), near.ravel(), np.arange(count + 1) * neighbours),
        shape=(count, count),
    )
    # Both parts are scaled to length 1 before they are mixed; the length of a middle follows from `alike` too.
    crossed = around @ alike
    middles = (around @ crossed.T).T
    lengths = np.sqrt(np.maximum(np.diagonal(middles), 1e-9))
    moved = alike * ((1 - SMOOTHING) ** 2 / scale[:, None]) / scale
    crossed *= SMOOTHING * (1 - SMOOTHING) / lengths[:, None]
    crossed /= scale
    moved += crossed
    moved += crossed.T
    middles *= SMOOTHING**2 / lengths[:, None]
    middles /= lengths
    moved += middles
    scale = np.sqrt(np.maximum(np.diagonal(moved), 1e-9))
    moved /= scale[:, None]
    moved /= scale
    return np.asarray((moved + moved.T) / 2, dtype=np.float32)


def estimate_sameness(smooth: NDArray[np.float32]) -> float:
    """Estimate which share of all pairs of texts, a text with itself included, ask the same: between 1/n and 1.

    Pairs that ask the same lie far to the right of the many that do not, so the third moment of all cosines rises with
    their share, and it does not change when there are ten times the texts. The law was fitted on 37 labelled corpora
    of 85 to 3,079 texts, drawn evenly and unevenly from 8 to 77 questions; their shares follow it with a correlation of
    .89 and a spread of a third (docs/grouping.md).
    """
    count = len(smooth)
    cubes = float((smooth * smooth * smooth).sum(dtype=np.float64)) - count
    moment = max(cubes / (count * (count - 1)), 0.0)
    return float(np.clip(0.0295 * (moment / 0.016) ** 1.8, 1 / count, 1.0))


def find_groupings(alike: NDArray[np.float32]) -> list[Labels]:
    """Group the texts by the Leiden method at every number of neighbours and every resolution."""
    import graspologic_native

    count = len(alike)
    others = alike.copy()
    np.fill_diagonal(others, -np.inf)
    groupings = []
    most = [min(neighbours, max(3, count // 20), count - 1) for neighbours in NEIGHBOURS]
    near, values = find_nearest(others, max(most))
    for neighbours in most:
        edges = join_neighbours(near[:, :neighbours], values[:, :neighbours])
        for resolution in RESOLUTIONS:
            labels = np.arange(count, 2 * count)  # a text without an edge is a group of its own
            if edges:
                _, partition = graspologic_native.leiden(
                    edges=edges,
                    starting_communities=None,
                    resolution=resolution,
                    randomness=0.001,
                    iterations=10,
                    use_modularity=True,
                    seed=SEED,
                    trials=1,
                )
                for row, label in partition.items():
                    labels[int(row)] = label
            groupings.append(labels)
    return groupings


def join_neighbours(neighbours: NDArray[np.int64], similarities: NDArray[np.float32]) -> list[tuple[str, str, float]]:
    """Give each pair of neighbours once, in order, with how alike they are; pairs that are not alike are left out."""
    rows, count = neighbours.shape
    near = similarities.ravel() > 0
    left = np.repeat(np.arange(rows), count)[near]
    right = neighbours.ravel()[near]
    pairs = np.stack([np.minimum(left, right), np.maximum(left, right)], axis=1)
    pairs, first = np.unique(pairs, axis=0, return_index=True)
    strengths = np.round(similarities.ravel()[near][first].astype(np.float64), 6).tolist()
    return [(str(a), str(b), strength) for (a, b), strength in zip(pairs.tolist(), strengths, strict=True)]


def count_agreement(alike: NDArray[np.float32], groupings: Sequence[Labels]) -> NDArray[np.float32]:
    """Give the share of the groupings that put two texts together: shape (n, n)."""
    agreement = np.zeros_like(alike)
    for labels in groupings:
        order = np.argsort(labels, kind="stable")
        for rows in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
            agreement[np.ix_(rows, rows)] += 1
    agreement /= len(groupings)
    return agreement


def cut_tree(alike: NDArray[np.float32], sameness: float, least: float) -> Labels:
    """Join the likest groups, by the average of their pairs, until as large a share of pairs is together.

    Groups less alike than `least` are not joined, whatever the share.
    """
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    count = len(alike)
    distances = np.round(np.clip(1 - alike.astype(np.float64), 0, None), 6)
    np.fill_diagonal(distances, 0)
    tree = linkage(squareform(distances, checks=False), method="average")
    group_of: list[Labels] = [np.array([row]) for row in range(count)]
    labels = np.arange(count)
    pairs = count
    for left, right, distance, _ in tree:
        first, second = group_of[int(left)], group_of[int(right)]
        more = pairs + 2 * len(first) * len(second)
        # Nearest in proportion: twice as many is as far off as half as many.
        if pairs * more > (sameness * count**2) ** 2 or distance > 1 - least:
            break
        labels[second] = labels[first[0]]
        group_of.append(np.concatenate([first, second]))
        pairs = more
    return np.unique(labels, return_inverse=True)[1]


def settle(labels: Labels, alike: NDArray[np.float32]) -> Labels:
    """Move each text to the group it is most alike to on average, itself left out, a few times over.

    The tree cannot take a join back. Groups of fewer than `SETTLED_TEXTS` neither give texts away nor take any.
    """
    own = np.diagonal(alike)
    for _ in range(SETTLING_ROUNDS):
        count = int(labels.max()) + 1
        member = np.zeros((len(labels), count), dtype=np.float32)
        member[np.arange(len(labels)), labels] = 1
        sizes = member.sum(axis=0)
        means = (alike @ member - own[:, None] * member) / np.maximum(sizes - member, 1)
        means[:, sizes < SETTLED_TEXTS] = -1
        labels = np.where(sizes[labels] < SETTLED_TEXTS, labels, np.round(means, 5).argmax(axis=1))
        labels = np.unique(labels, return_inverse=True)[1]
    return labels


def keep_large(labels: Labels, weights: NDArray[np.int64], least: float) -> Labels:
    """Label `ALONE` the members of groups that weigh less than `least`."""
    heavy = np.bincount(labels, weights=weights)
    return np.where(heavy[labels] >= least, labels, ALONE)


def leave_strangers(seen: Seen, labels: Labels, weights: NDArray[np.int64]) -> Labels:
    """Label `ALONE` each text further from the middle of the others of its group than `MEMBER_CLOSENESS` allows.

    Of the others: in a group of three, a text's own share of the middle would make up for anything. A text that stands
    for several enquiries has itself among the others.
    """
    names, group = np.unique(labels, return_inverse=True)
    sums = np.zeros((len(names), seen.meaning.shape[1]), dtype=np.float32)
    np.add.at(sums, group, seen.meaning * weights[:, None].astype(np.float32))
    others = sums[group] - seen.meaning
    lengths = np.maximum(np.linalg.norm(others, axis=1), 1e-6)
    closeness = np.round(np.einsum("ij,ij->i", seen.meaning, others) / lengths, 5)
    return np.where(closeness >= MEMBER_CLOSENESS, labels, ALONE)


def number_labels(labels: Labels) -> Labels:
    """Number the clusters 0, 1, 2 … in the order of their first rows; `ALONE` stays."""
    numbered = np.full(len(labels), ALONE, dtype=np.int64)
    found = labels != ALONE
    _, first, inverse = np.unique(labels[found], return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    numbered[found] = rank[inverse]
    return numbered
