"""The default grouper: average linkage of how probable it is that two texts ask the same; a sample, then all others.

It needs no number of groups, and ten times the texts give the same groups with ten times the members: the sample has a
fixed size, and groups are joined down to one level of probability (`questions/grouping/same_question`). In a large
export without replies the agreement of many Leiden groupings and the moments of likeness take the place of the
probability.

Sources: Traag, Waltman and van Eck 2019, "From Louvain to Leiden" (https://arxiv.org/abs/1810.08473), in the
implementation of graspologic-native; Fred and Jain 2005, "Combining multiple clusterings using evidence accumulation"
(https://doi.org/10.1109/TPAMI.2005.113); Efraimidis and Spirakis 2006, "Weighted random sampling with a reservoir"
(https://doi.org/10.1016/j.ipl.2005.11.003). `docs/grouping.md` says what was tried and measured.
"""

from __future__ import annotations

import copy
import hashlib
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from enquiry2article.domain.cluster import ALONE, Detail
from enquiry2article.domain.vectors import Labels, Replied, Vectors
from enquiry2article.embedding.similarity import (
    LEAST_CLOSENESS,
    Known,
    compare,
    find_least_cohesion,
    find_nearest,
    find_places,
    measure_cohesion,
)
from enquiry2article.questions.grouping.same_question import Conversations, compute_probability, measure_pairs

SAMPLE_TEXTS = 3000
"""Distinct texts that are grouped by comparing each with each; the others are placed among them."""

NEIGHBOURS = (8, 16)
"""Neighbours a text is joined to, in small steps and in larger ones: groupings of both kinds are made."""

RESOLUTIONS = tuple(float(value) for value in np.geomspace(3, 30, 6))
"""Resolutions of the Leiden method: from groups that are surely too large to groups that are surely too small."""

NO_AGREEMENT, FULL_AGREEMENT = 170, 320
"""Texts up to which the probability decides alone, and from which the agreement of groupings does where nobody
replied. Groupings of few texts agree by chance, and replies tell more than their agreement."""

CONSENSUS_SHARE = 0.6
"""How much the agreement of the groupings counts beside likeness itself."""

LEVELS = {Detail.LESS: 0.15, Detail.USUAL: 0.22, Detail.MORE: 0.32}
"""Mean probability of asking the same down to which groups are joined: fewer and wider groups, or the reverse.

Chosen by hand with `NO_AGREEMENT` and `FULL_AGREEMENT`, all sets of docs/grouping.md in view; no script fits it."""

COARSENESS = {Detail.LESS: 2.5, Detail.USUAL: 1.0, Detail.MORE: 0.6}
"""By how much the estimated share of pairs that ask the same is taken higher or lower (`estimate_sameness`)."""

LEAST_JOIN = 0.12
"""Mean likeness below which two groups are not joined, whatever the share of pairs that are together."""

SETTLING_ROUNDS = 3

SETTLED_TEXTS = 3

FEWEST_SEEN = 6
"""Enquiries of a true sample that make a group, however many they stand for: fewer may have met by chance."""

LEAST_GAIN = 0.05
"""Share of what was left that a further sample must find a group for; below it the rest is truly asked once."""

SEED = 1


class ConsensusGrouper:
    """Groups by how probable it is that two texts ask the same, and by the agreement of many Leiden groupings."""

    multilingual = False
    """Whether vectors are of an encoder that was taught all languages (`embedding/similarity.Likeness.learn`)."""

    def read_all_languages(self) -> ConsensusGrouper:
        """Return the grouper for vectors of an encoder that was taught all languages."""
        grouper = copy.copy(self)
        grouper.multilingual = True
        return grouper

    def group(
        self,
        texts: Sequence[str],
        vectors: Vectors,
        weights: Sequence[int],
        *,
        replied: Replied,
        detail: Detail,
        min_volume: int,
    ) -> Labels:
        """Assign each row a cluster number from 0, or `ALONE`.

        The result depends on the order of the rows only through ties: hand them over in one fixed order.
        """
        count = len(vectors)
        labels = np.full(count, ALONE, dtype=np.int64)
        if not count:
            return labels
        heavy = np.asarray(weights, dtype=np.int64)
        conversations = Conversations.learn(texts, vectors, weights, replied, multilingual=self.multilingual)
        seen = conversations.told
        ranks = rank_for_sample(texts, weights)
        left = np.arange(count)
        placed = count
        least: float = min_volume if count <= SAMPLE_TEXTS else FEWEST_SEEN
        least_company = None
        # What a sample has no group for gets a sample of its own, so that rare questions of large exports are found.
        while len(left) and placed >= LEAST_GAIN * len(left):
            sample = np.sort(left[np.argsort(ranks[left], kind="stable")[:SAMPLE_TEXTS]])
            found = group_sample(conversations.take(sample), detail)
            share = len(sample) / len(left)
            found = keep_large(found, heavy[sample], max(least, min_volume * share))
            cohesion = measure_cohesion(seen.take(sample), found, heavy[sample])
            if least_company is None:  # what is usual among what recurs most is usual
                least_company = find_least_cohesion(cohesion, found)
            found = np.where(cohesion >= least_company, found, ALONE)
            known = found != ALONE
            if known.any():
                found[known] += labels.max() + 1
                labels[sample] = found
                asked = np.setdiff1d(left, sample)
                places = find_places(seen.take(asked), Known.learn(seen.take(sample[known]), found[known]))
                near = (places.closeness >= LEAST_CLOSENESS) & (places.cohesion >= least_company)
                labels[asked] = np.where(near, places.labels, ALONE)
            rest = left[labels[left] == ALONE] if len(sample) < len(left) else left[:0]
            placed = len(left) - len(rest)
            left = rest
            least = FEWEST_SEEN * math.sqrt(max(1.0, heavy.sum() / SAMPLE_TEXTS))
        return number_labels(labels)


def rank_for_sample(texts: Sequence[str], weights: Sequence[int]) -> NDArray[np.float64]:
    """Assign each text its rank in the draw, lowest drawn first, by nothing but the text and its weight.

    The same text has the same luck in every run, and one that stands for many is drawn more readily: -log(u) / weight,
    which is the order of Efraimidis and Spirakis (2006).
    """
    luck = [int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") for text in texts]
    share = (np.array(luck, dtype=np.float64) + 1) / 2.0**64
    return np.asarray(-np.log(np.minimum(share, 1 - 1e-12)) / np.asarray(weights, dtype=np.float64))


def group_sample(conversations: Conversations, detail: Detail) -> Labels:
    """Assign each text of a sample a group, all by comparing each with each: n² time and memory."""
    count = len(conversations)
    if count == 1:
        return np.zeros(1, dtype=np.int64)
    alike = compare(conversations.told, conversations.told)
    measures = measure_pairs(conversations, alike)
    together = compute_probability(conversations, measures)
    grown = float(np.clip((count - NO_AGREEMENT) / (FULL_AGREEMENT - NO_AGREEMENT), 0, 1))
    share = grown * float(np.mean(~conversations.answered))
    if not share:
        return settle(cut_at_level(link_groups(together), LEVELS[detail]), together)
    smooth = measures["surroundings"]
    sameness = min(1.0, estimate_sameness(smooth) * COARSENESS[detail])
    if share < 1:
        likely = np.bincount(cut_at_level(link_groups(together), LEVELS[detail])).astype(np.float64)
        sameness = sameness**share * (float(np.square(likely).sum()) / count**2) ** (1 - share)
    joined = CONSENSUS_SHARE * count_agreement(alike, find_groupings(alike)) + (1 - CONSENSUS_SHARE) * smooth
    together = np.asarray((1 - share) * together + share * joined, dtype=np.float32)
    return settle(cut_at_share(link_groups(together), sameness), together)


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
    """Return each pair of neighbours once, in order, with how alike they are; pairs that are not alike are left out."""
    rows, count = neighbours.shape
    near = similarities.ravel() > 0
    left = np.repeat(np.arange(rows), count)[near]
    right = neighbours.ravel()[near]
    pairs = np.stack([np.minimum(left, right), np.maximum(left, right)], axis=1)
    pairs, first = np.unique(pairs, axis=0, return_index=True)
    strengths = np.round(similarities.ravel()[near][first].astype(np.float64), 6).tolist()
    return [(str(a), str(b), strength) for (a, b), strength in zip(pairs.tolist(), strengths, strict=True)]


def count_agreement(alike: NDArray[np.float32], groupings: Sequence[Labels]) -> NDArray[np.float32]:
    """Return the share of the groupings that put two texts together: shape (n, n)."""
    agreement = np.zeros_like(alike)
    for labels in groupings:
        order = np.argsort(labels, kind="stable")
        for rows in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
            agreement[np.ix_(rows, rows)] += 1
    agreement /= len(groupings)
    return agreement


def link_groups(alike: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the tree of average linkage (`scipy.cluster.hierarchy.linkage`) of texts, by how alike they are."""
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    distances = np.round(np.clip(1 - alike.astype(np.float64), 0, None), 6)
    np.fill_diagonal(distances, 0)
    return np.asarray(linkage(squareform((distances + distances.T) / 2, checks=False), method="average"))


def cut_at_level(tree: NDArray[np.float64], level: float) -> Labels:
    """Return the groups whose pairs are at least `level` alike on average, numbered from 0."""
    from scipy.cluster.hierarchy import fcluster

    return np.asarray(fcluster(tree, 1 - level, "distance"), dtype=np.int64) - 1


def cut_at_share(tree: NDArray[np.float64], sameness: float) -> Labels:
    """Return the groups at which the share of pairs that are together is nearest to `sameness`, numbered from 0."""
    from scipy.cluster.hierarchy import cut_tree

    count = len(tree) + 1
    sizes = [1] * count
    pairs = count
    for left, right, distance, size in tree:
        more = pairs + 2 * sizes[int(left)] * sizes[int(right)]
        # Nearest in proportion: twice as many is as far off as half as many.
        if pairs * more > (sameness * count**2) ** 2 or distance > 1 - LEAST_JOIN:
            break
        sizes.append(int(size))
        pairs = more
    return np.asarray(cut_tree(tree, n_clusters=[2 * count - len(sizes)]), dtype=np.int64)[:, 0]


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


def number_labels(labels: Labels) -> Labels:
    """Renumber the clusters 0, 1, 2 … in the order of their first rows; `ALONE` stays."""
    numbered = np.full(len(labels), ALONE, dtype=np.int64)
    found = labels != ALONE
    _, first, inverse = np.unique(labels[found], return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    numbered[found] = rank[inverse]
    return numbered
