"""Chooses the sentences on which replies agree most: the set that stands nearest to all of them at once.

Minimum Bayes risk over the replies themselves (Kumar and Byrne 2004, https://aclanthology.org/N04-1022/): each reply is
a sample of what the agents would answer, and the best answer is the one that resembles all samples most on average.
Resemblance is the longest common subsequence of words as an F measure (ROUGE-L; Lin 2004,
https://aclanthology.org/W04-1013/) and, at half weight, the pairs of neighbouring words in common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

PAIRS_WEIGHT = 0.5
"""How much pairs of neighbouring words count beside the longest common subsequence."""

MOST_CANDIDATES = 80
"""Sentences that are tried, those with most in common with the replies; more cost time and are hardly ever chosen."""

MOST_CHOSEN = 12

FIRST_SIGN = 0x4E00
"""Words are written as single signs from here on, so that a fast library can compare them: there are 20,992 before
the next block, and further words share signs, which only matters for texts of that many different words."""

SIGNS = 20_992


class Consensus:
    """Scores sets of sentences against replies; `tokens[i]` are the words of candidate i."""

    def __init__(
        self, tokens: Sequence[Sequence[str]], replies: Sequence[Sequence[str]], weights: Sequence[float]
    ) -> None:
        words = sorted({word for own in (*tokens, *replies) for word in own})
        sign = {word: chr(FIRST_SIGN + place % SIGNS) for place, word in enumerate(words)}
        self._texts = ["".join(sign[word] for word in own) for own in tokens]
        self._replies = ["".join(sign[word] for word in own) for own in replies]
        self._weights = np.asarray(weights, dtype=np.float64) / max(float(np.sum(weights)), 1e-9)
        self._lengths = np.array([max(1, len(reply)) for reply in self._replies], dtype=np.float64)
        pairs = sorted({pair for text in self._replies for pair in pairwise(text)})
        self._pair_place = {pair: place for place, pair in enumerate(pairs)}
        self._reply_pairs = np.array([self._count_pairs(reply) for reply in self._replies], dtype=np.int16)
        self._reply_pair_totals = np.array([max(0, len(reply) - 1) for reply in self._replies], dtype=np.float64)

    @property
    def most(self) -> float:
        """The score of what equals every reply."""
        return 1 + PAIRS_WEIGHT

    def _count_pairs(self, text: str) -> NDArray[np.int16]:
        counts = np.zeros(max(1, len(self._pair_place)), dtype=np.int16)
        for pair, count in Counter(pairwise(text)).items():
            if pair in self._pair_place:
                counts[self._pair_place[pair]] = count
        return counts

    def score(self, orders: Sequence[Sequence[int]]) -> NDArray[np.float64]:
        """Give how near each sequence of candidates is to the replies, 0..1.5."""
        from rapidfuzz.distance import LCSseq
        from rapidfuzz.process import cdist

        texts = ["".join(self._texts[i] for i in order) for order in orders]
        common = np.asarray(cdist(texts, self._replies, scorer=LCSseq.similarity, dtype=np.int32), dtype=np.float64)
        lengths = np.array([len(text) for text in texts], dtype=np.float64)
        # F of precision common / length and recall common / reply is the share of both lengths that is common.
        values = 2 * common / (lengths[:, None] + self._lengths)
        for row, text in enumerate(texts):
            shared = np.minimum(self._reply_pairs, self._count_pairs(text)).sum(axis=1)
            totals = np.maximum(self._reply_pair_totals + max(0, len(text) - 1), 1)
            values[row] += PAIRS_WEIGHT * 2 * shared / totals
        return np.round(values @ self._weights, 9)


def choose_sentences(
    consensus: Consensus,
    candidates: Sequence[int],
    starts: Sequence[Sequence[int]],
    is_sound: Callable[[Sequence[int]], bool],
) -> list[int]:
    """Give the order of candidates that stands nearest to the replies, by climbing from each of the starts.

    A step adds a sentence anywhere, puts one in another's place or leaves one out. `is_sound` says whether an order may
    be read at all: no sentence repeats the others, none points back to what is not there. [] when no start is sound.
    """
    alone = consensus.score([[i] for i in candidates])
    tried = [candidates[k] for k in np.argsort(-alone, kind="stable")[:MOST_CANDIDATES].tolist()]
    best: tuple[float, list[int]] = (-1.0, [])
    for start in [*starts, *([i] for i in tried[:3])]:
        order = list(start)
        if not order or not is_sound(order):
            continue
        value = float(consensus.score([order])[0])
        while True:
            moves = [move for move in _list_moves(order, tried) if is_sound(move)]
            if not moves:
                break
            values = consensus.score(moves)
            place = int(values.argmax())
            if values[place] <= value + 1e-6:
                break
            order, value = moves[place], float(values[place])
        if value > best[0] + 1e-9:
            best = (value, order)
    return best[1]


def _list_moves(order: list[int], tried: Sequence[int]) -> list[list[int]]:
    moves = []
    for i in tried:
        if i in order:
            continue
        if len(order) < MOST_CHOSEN:
            moves += [[*order[:place], i, *order[place:]] for place in range(len(order) + 1)]
        moves += [[*order[:place], i, *order[place + 1 :]] for place in range(len(order))]
    if len(order) > 1:
        moves += [[*order[:place], *order[place + 1 :]] for place in range(len(order))]
    return moves
