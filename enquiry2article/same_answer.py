"""What replies tell about enquiries: those that were given the same answer ask the same, those given others do not.

An agent who answered knew what was asked, even where the customer wrote "How do I check that?". So a reply counts
beside the enquiry's own words; groups that were given one answer are joined where their enquiries are alike too, and a
group whose replies fall into bunches that say different things is parted. `docs/grouping.md` says what that gains.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from enquiry2article.keywords import strip_placeholders
from enquiry2article.likeness import WORD_SHARE, Likeness, Seen, compare
from enquiry2article.records import ALONE, Labels, Vectors
from enquiry2article.text import normalise

REPLY_SHARE = 0.7
"""How much the meaning of its reply counts beside that of the enquiry itself."""

SAME_ANSWER = 0.65
"""Average likeness (`likeness.compare`) of two bunches of replies from which they are one answer."""

OTHER_ANSWER = 0.25
"""Average likeness of two bunches of replies below which they are two answers, however alike the enquiries are."""

SAME_AGENTS = 0.85
"""How much of two bunches the same agents may have written if they are one answer: who says both, as often, means two
things. Where an export does not tell who replied, bunches stand as they are."""

TOLD_APART = 0.9
"""Share of enquiries that are nearer to those of their own bunch than to those of another, from which two bunches of
replies are to two questions. Below it the enquiries are the same, and agents answered them in words of their own."""

ONE_QUESTION = 0.75
"""As `TOLD_APART`, of two groups that were found each by itself: below it they are one all the same."""

FEWEST_TOLD = 6
"""Replies of a group from which it can be said whether its enquiries are nearer to it than to another."""

FEWEST_SHARED = 4
"""Replies in which a sentence stands that may say nothing about the question."""

LEAST_INFORMATIVE = 0.1
"""How much more alike the enquiries that a sentence answers are than any two of the export, in mean cosine."""

_NUMBERS = re.compile(r"(?<!\w)\w*\d\w*+(?:[ .,:/-]\w*\d\w*)*")

LARGEST_PARTED = 1500
"""Answered texts of one group that are compared each with each; a larger group is left whole."""


def drop_uninformative(
    said: Mapping[str, Sequence[str]], asked: Mapping[str, str], vectors: Mapping[str, NDArray[np.float32]]
) -> dict[str, list[str]]:
    """Return what was replied to each enquiry, by its id, without sentences that say nothing about the question.

    Such a sentence ("Thank you for writing to us. Your ticket number is 4711.", a hand-over to another department)
    stands in `FEWEST_SHARED` replies or more, and the enquiries it was sent to are no more alike than any two: the mean
    cosine of their pairs exceeds that of all answered enquiries by less than `LEAST_INFORMATIVE`. A reply of nothing
    else stays as it is. `asked` gives the text of each enquiry, and `vectors` a vector of length 1 for it; numbers and
    placeholders of a sentence do not count.
    """
    sent: dict[str, list[str]] = {}
    for id_, own in said.items():
        for shape in {_tell_shape(sentence) for sentence in own}:
            sent.setdefault(shape, []).append(id_)
    answered = [id_ for id_, own in said.items() if own]
    usual = _measure_alikeness([vectors[asked[id_]] for id_ in answered])
    empty = {
        shape
        for shape, ids in sent.items()
        if len(ids) >= FEWEST_SHARED
        and _measure_alikeness([vectors[asked[id_]] for id_ in ids]) < usual + LEAST_INFORMATIVE
    }
    return {
        id_: [sentence for sentence in own if _tell_shape(sentence) not in empty] or list(own)
        for id_, own in said.items()
    }


def _tell_shape(sentence: str) -> str:
    """Return a sentence in small letters without its numbers and placeholders."""
    return _NUMBERS.sub("0", normalise(strip_placeholders(sentence)))


def _measure_alikeness(rows: Sequence[NDArray[np.float32]]) -> float:
    """Return the mean cosine of the pairs of some vectors of length 1, or 0 for fewer than two."""
    count = len(rows)
    if count < 2:
        return 0.0
    total: NDArray[np.float64] = np.asarray(rows, dtype=np.float64).sum(axis=0)
    return round((float(np.dot(total, total)) - count) / (count * (count - 1)), 6)


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


@dataclass(frozen=True, slots=True)
class Replies:
    """The replies to those texts that have any, as a measure learnt from them sees them."""

    places: NDArray[np.int64]
    """Which text each reply is to."""
    seen: Seen

    @classmethod
    def read(cls, said: Sequence[Sequence[str]], vectors: Mapping[str, NDArray[np.float32]]) -> Replies | None:
        """Read what was replied to each text, in sentences with a vector each; None where nobody replied."""
        places = np.array([i for i, own in enumerate(said) if own], dtype=np.int64)
        if not len(places):
            return None
        texts = [" ".join(dict.fromkeys(said[i])) for i in places.tolist()]
        meaning = [_scale(np.mean([vectors[sentence] for sentence in said[i]], axis=0)) for i in places.tolist()]
        rows = np.array(meaning, dtype=np.float32)
        return cls(places, Likeness.learn(texts, rows, [1] * len(texts)).see(texts, rows))

    def compare(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float32]:
        """Say how alike replies are, shape (one, other)."""
        return compare(self.seen.take(one), self.seen.take(other))

    def compare_groups(self, group_of: Labels, names: Labels) -> NDArray[np.float32]:
        """Say how alike the replies of groups are on average, shape (g, g): that is the likeness of their means."""
        own = np.flatnonzero(np.isin(group_of, names))
        rows = np.searchsorted(names, group_of[own])
        shares = (1 / np.bincount(rows, minlength=len(names)))[rows].astype(np.float32)
        share_of = sparse.csr_array((shares, (rows, own)), shape=(len(names), len(group_of)))
        means = Seen(meaning=share_of @ self.seen.meaning, words=sparse.csr_array(share_of @ self.seen.words))
        return np.round(compare(means, means), 5)


def join_by_answers(labels: Labels, rows: Vectors, replies: Replies) -> Labels:
    """Join groups that were given much the same answer and whose enquiries cannot be told apart, the likest first.

    A question that is asked often is asked in several ways, and each may look like a question of its own. Groups with
    fewer than `FEWEST_TOLD` replies stand as they are. A group that joins another takes the lower number.
    """
    joined = labels.copy()
    kept_apart: dict[tuple[int, int, int], float] = {}
    while True:
        own = joined[replies.places]
        names, counts = np.unique(own[own != ALONE], return_counts=True)
        names = names[counts >= FEWEST_TOLD]
        alike = replies.compare_groups(own, names)
        pairs = []
        for i, j in zip(*np.nonzero(np.triu(alike >= OTHER_ANSWER, 1)), strict=True):
            one, other = replies.places[own == names[i]], replies.places[own == names[j]]
            key = (int(names[i]), int(names[j]), len(one) + len(other))
            if key not in kept_apart:
                kept_apart[key] = _tell_apart(rows[one], rows[other])
            pairs.append((kept_apart[key], *key[:2]))
        apart, first, second = min(pairs, default=(1.0, ALONE, ALONE))
        if apart >= ONE_QUESTION:
            return joined
        joined[joined == second] = first


def part_by_answers(
    labels: Labels,
    rows: Vectors,
    replies: Replies,
    weights: Sequence[int],
    min_volume: int,
    agents: Sequence[Collection[str]] | None = None,
) -> Labels:
    """Part each group whose replies are several answers; a bunch of replies to fewer than `min_volume` is none.

    `agents` tells who replied; bunches that are by different agents may be one answer. Texts without
    a reply, or with one that is in no bunch, go to the bunch they are nearest to. Groups that are not
    parted keep their numbers; further bunches get new ones.
    """
    places = replies.places
    heavy = np.asarray(weights, dtype=np.int64)
    parted = labels.copy()
    for label in np.unique(labels[labels != ALONE]).tolist():
        own = np.flatnonzero(labels[places] == label)
        if not 2 <= len(own) <= LARGEST_PARTED or heavy[places[own]].sum() < 2 * min_volume:
            continue
        alike = replies.compare(own, own)
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
