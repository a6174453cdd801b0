"""What replies tell about enquiries: those that were given the same answer ask the same, those given others do not.

An agent who answered knew what was asked, even where the customer wrote "How do I check that?". So a reply counts
beside the enquiry's own words, and a group whose replies fall into bunches that say different things is parted.
`docs/grouping.md` says what that gains.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from enquiry2article.likeness import WORD_SHARE, Likeness, compare
from enquiry2article.records import ALONE, Labels, Vectors

REPLY_SHARE = 0.7
"""How much the meaning of its reply counts beside that of the enquiry itself."""

SAME_ANSWER = 0.65
"""Average likeness (`likeness.compare`) of two bunches of replies from which they are one answer."""

OTHER_ANSWER = 0.3
"""Average likeness of two bunches of replies below which they are two answers, however alike the enquiries are."""

SAME_AGENTS = 0.85
"""How much of two bunches the same agents may have written if they are one answer: who says both, as often, means two
things. Where an export does not tell who replied, bunches stand as they are."""

TOLD_APART = 0.9
"""Share of enquiries that are nearer to those of their own bunch than to those of another, from which two bunches of
replies are to two questions. Below it the enquiries are the same, and agents answered them in words of their own."""

LARGEST_PARTED = 1500
"""Answered texts of one group that are compared each with each; a larger group is left whole."""


def add_replies(
    texts: Sequence[str],
    rows: Vectors,
    said: Sequence[Sequence[str]],
    vectors: Mapping[str, NDArray[np.float32]],
) -> tuple[list[str], Vectors]:
    """Give the texts with what was replied to each, and vectors that stand for both.

    `said[i]` are the sentences of the replies to `texts[i]`, each with a vector in `vectors`; none leaves the row as it
    is. Rows have length 1.
    """
    whole = [" \n ".join([text, *dict.fromkeys(own)]) for text, own in zip(texts, said, strict=True)]
    mixed = rows.copy()
    for i, own in enumerate(said):
        if own:
            mixed[i] += REPLY_SHARE * _scale(np.mean([vectors[sentence] for sentence in own], axis=0))
    return whole, np.asarray(mixed / np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def part_by_answers(
    labels: Labels,
    rows: Vectors,
    said: Sequence[Sequence[str]],
    vectors: Mapping[str, NDArray[np.float32]],
    weights: Sequence[int],
    min_volume: int,
    agents: Sequence[Collection[str]] | None = None,
) -> Labels:
    """Part each group whose replies are several answers; a bunch of replies to fewer than `min_volume` is none.

    `agents` tells who replied; bunches that are by different agents may be one answer. Texts without
    a reply, or with one that is in no bunch, go to the bunch they are nearest to. Groups that are not
    parted keep their numbers; further bunches get new ones.
    """
    answered = np.array([bool(own) for own in said], dtype=bool)
    if not answered.any():
        return labels
    places = np.flatnonzero(answered)
    replies = [" ".join(dict.fromkeys(said[i])) for i in places.tolist()]
    meaning = np.array(
        [_scale(np.mean([vectors[s] for s in said[i]], axis=0)) for i in places.tolist()], dtype=np.float32
    )
    seen = Likeness.learn(replies, meaning, [1] * len(replies)).see(replies, meaning)
    heavy = np.asarray(weights, dtype=np.int64)
    parted = labels.copy()
    for label in np.unique(labels[labels != ALONE]).tolist():
        own = np.flatnonzero(labels[places] == label)
        if not 2 <= len(own) <= LARGEST_PARTED or heavy[places[own]].sum() < 2 * min_volume:
            continue
        alike = compare(seen.take(own), seen.take(own))
        bunches = _find_bunches(alike, heavy[places[own]], min_volume)
        if agents is not None:
            bunches = _join_same_asked(bunches, alike, rows[places[own]], [agents[i] for i in places[own].tolist()])
        if len(bunches) < 2:
            continue
        middles = np.array([_scale(rows[places[own[bunch]]].mean(axis=0)) for bunch in bunches], dtype=np.float32)
        names = [label, *range(int(parted.max()) + 1, int(parted.max()) + len(bunches))]
        members = np.flatnonzero(labels == label)
        parted[members] = np.array(names)[np.round(rows[members] @ middles.T, 5).argmax(axis=1)]
        nearest = np.stack([alike[:, bunch].mean(axis=1) for bunch in bunches], axis=1).round(5).argmax(axis=1)
        parted[places[own]] = np.array(names)[nearest]
        for name, bunch in zip(names, bunches, strict=True):
            parted[places[own[bunch]]] = name
    return parted


def _find_bunches(alike: NDArray[np.float32], weights: NDArray[np.int64], min_volume: int) -> list[NDArray[np.int64]]:
    """Join replies by average linkage down to `SAME_ANSWER`, and give the bunches that are large enough, in order."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    most = 1 + WORD_SHARE
    distances = np.round(np.clip(most - alike.astype(np.float64), 0, None), 6)
    np.fill_diagonal(distances, 0)
    tree = linkage(squareform((distances + distances.T) / 2, checks=False), method="average")
    found = fcluster(tree, most - SAME_ANSWER, "distance")
    bunches = [np.flatnonzero(found == name) for name in np.unique(found)]
    return sorted((b for b in bunches if weights[b].sum() >= min_volume), key=lambda b: int(b[0]))


def _join_same_asked(
    bunches: list[NDArray[np.int64]], alike: NDArray[np.float32], rows: Vectors, agents: Sequence[Collection[str]]
) -> list[NDArray[np.int64]]:
    """Join bunches of replies that are one answer in the words of several agents, the likest enquiries first.

    That may be where each bunch is by agents of its own, and the enquiries cannot be told apart.
    """
    joined = list(bunches)
    while True:
        pairs = [
            (_tell_apart(rows[a], rows[b]), i, j)
            for (i, a), (j, b) in combinations(enumerate(joined), 2)
            if alike[np.ix_(a, b)].mean() >= OTHER_ANSWER and _share_agents(a, b, agents) <= SAME_AGENTS
        ]
        apart, i, j = min(pairs, default=(1.0, 0, 0))
        if apart >= TOLD_APART:
            break
        joined[i] = np.sort(np.concatenate([joined[i], joined.pop(j)]))
    return sorted(joined, key=lambda bunch: int(bunch[0]))


def _share_agents(one: NDArray[np.int64], other: NDArray[np.int64], agents: Sequence[Collection[str]]) -> float:
    """Say how much of two bunches is by the same agents, 0..1; 1 where it is not known who wrote them."""
    counts = []
    for bunch in (one, other):
        own = Counter(agent for i in bunch.tolist() for agent in agents[i])
        counts.append({agent: count / own.total() for agent, count in own.items()})
    if not all(counts):
        return 1.0
    return sum(min(share, counts[1].get(agent, 0.0)) for agent, share in counts[0].items())


def _tell_apart(one: Vectors, other: Vectors) -> float:
    """Give the share of rows nearer to the others on their own side than to those across; both sides weigh alike."""
    shares = []
    for own, across in ((one, other), (other, one)):
        rest = own.sum(axis=0) - own
        rest /= np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-9)
        nearer = np.round((own * rest).sum(axis=1), 5) > np.round(own @ _scale(across.sum(axis=0)), 5)
        shares.append(float(nearer.mean()))
    return sum(shares) / len(shares)


def _scale(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)
