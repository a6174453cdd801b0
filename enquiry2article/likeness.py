"""How alike two texts are: in meaning, by their vectors, and in words, by the stems they share.

One measure serves the finding of questions and the placing of later enquiries. It is learnt from a corpus: what all of
a company's mails share (its trade, its tone) says nothing about which of them ask the same, so the corpus's own mean is
taken off the vectors, and a word weighs the more the fewer texts use it. `docs/grouping.md` says what each part gains.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from enquiry2article.keywords import tell_stems
from enquiry2article.records import ALONE, Labels, Vectors

MEAN_TEXTS = 50
"""With so many texts half of their mean is taken off; a mean of few texts is mostly what they ask."""

WORD_SHARE = 0.3
"""How much shared words count beside shared meaning: the encoder overlooks the rare words that name the matter."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Texts as a `Likeness` sees them; row i of both tables is text i."""

    meaning: Vectors
    """Vectors without the corpus's mean."""
    words: sparse.csr_array
    """Weights of stems; rows of length 1, or empty for a text without a stem that another text uses."""

    def __len__(self) -> int:
        return len(self.meaning)

    def take(self, rows: NDArray[np.int64]) -> Seen:
        """Give some of the texts, in the order of `rows`."""
        return Seen(meaning=self.meaning[rows], words=self.words[rows])


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a corpus taught about how alike two texts are."""

    mean: NDArray[np.float32]
    columns: Mapping[str, int]
    """Stem → its column."""
    rarity: NDArray[np.float32]
    """Weight of each column: 1 + log((1 + n) / (1 + df)) (Manning, Raghavan and Schütze 2008, "Introduction to
    Information Retrieval", section 6.4), whether a text uses the stem once or often."""

    @classmethod
    def learn(cls, texts: Sequence[str], vectors: Vectors, weights: Sequence[int]) -> Likeness:
        """Learn from a corpus; text i stands for `weights[i]` equal ones. Only stems that two texts use count."""
        mean = np.average(vectors, axis=0, weights=np.asarray(weights, dtype=np.float64)) if len(vectors) else 0.0
        mean = np.asarray(mean * (len(vectors) / (len(vectors) + MEAN_TEXTS)), dtype=np.float32)
        frequency = Counter(stem for text in texts for stem in tell_stems(text))
        shared = sorted(stem for stem, count in frequency.items() if count > 1)
        rarity = [1 + np.log((1 + len(texts)) / (1 + frequency[stem])) for stem in shared]
        columns = {stem: column for column, stem in enumerate(shared)}
        return cls(mean=mean, columns=columns, rarity=np.array(rarity, dtype=np.float32))

    def see(self, texts: Sequence[str], vectors: Vectors) -> Seen:
        """Look at texts of the corpus, or at others."""
        meaning = vectors - self.mean
        lengths = np.maximum(np.linalg.norm(meaning, axis=1, keepdims=True), 1e-6)
        own = [sorted(self.columns[stem] for stem in tell_stems(text) if stem in self.columns) for text in texts]
        values = [self.rarity[row] / max(float(np.linalg.norm(self.rarity[row])), 1e-9) for row in own]
        table = sparse.csr_array(
            (
                np.concatenate([*values, np.zeros(0, dtype=np.float32)]),
                np.array([column for row in own for column in row], dtype=np.int64),
                np.cumsum([0, *(len(row) for row in own)]),
            ),
            shape=(len(texts), max(1, len(self.columns))),
        )
        return Seen(meaning=np.asarray(meaning / lengths, dtype=np.float32), words=table)


def compare(left: Seen, right: Seen) -> NDArray[np.float32]:
    """Give how alike the texts are, shape (left, right): cosine of meaning and, by `WORD_SHARE`, that of words."""
    alike = left.meaning @ right.meaning.T
    alike += WORD_SHARE * (left.words @ right.words.T.tocsc()).toarray()
    return np.asarray(alike, dtype=np.float32)


NEAREST = 10
"""How many of the likest known texts say where a text belongs."""

LEAST_CLOSENESS = 0.3
"""Cosine to the middle of its group below which a text belongs to none, the corpus's mean taken off."""

BLOCK_ROWS = 1024
"""Texts compared at a time, so that memory grows with their number and not with its square."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where texts belong; entry i of each is text i."""

    labels: Labels
    """The group that most of the likest known texts are of, whether or not the text is close enough to it."""
    closeness: NDArray[np.float32]
    """Cosine to the middle of that group."""
    lead: NDArray[np.float32]
    """Its share of the votes less that of the next group: 1 when all the likest known texts are of one group."""
    nearest: NDArray[np.float32]
    """How alike the likest known text is, whatever group it is of."""
    second: Labels
    """The group with the next most votes; the same as `labels` where all the votes are for one."""

    def take_signs(self) -> NDArray[np.float64]:
        """Give what speaks for each place as a table with the columns closeness, lead and nearest: shape (n, 3)."""
        return np.stack([self.closeness, self.lead, self.nearest], axis=1).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Known:
    """Texts whose groups are known, made once for any number of questions about others."""

    seen: Seen
    names: Labels
    """The label of each group, in order: shape (g,)."""
    group_of: Labels
    """Which of the groups each text is of: shape (n,)."""
    middles: Vectors
    """The middle of each group: shape (g, d)."""

    @classmethod
    def learn(cls, seen: Seen, labels: Labels) -> Known:
        """Learn from texts and the label of each; there is at least one, and none is `ALONE`."""
        names, group_of = np.unique(labels, return_inverse=True)
        return cls(seen=seen, names=names, group_of=group_of, middles=tell_middles(seen, group_of, len(names)))

    def __len__(self) -> int:
        return len(self.seen)


def find_places(texts: Seen, known: Known, hidden: Labels | None = None) -> Places:
    """Say for each text which group it belongs to: the rule of mining and of matching.

    The `NEAREST` likest known texts vote, each with how alike it is. `hidden` gives for each text the label of a group
    that is taken not to be there, or `ALONE`; the known texts must be of two groups then.
    """
    names, member_of, middles = known.names, known.group_of, known.middles
    own = None
    if hidden is not None:
        own = np.where(np.isin(hidden, names), np.searchsorted(names, hidden), ALONE)
    count = min(NEAREST, len(known))
    found = np.zeros(len(texts), dtype=np.int64)
    closeness = np.zeros(len(texts), dtype=np.float32)
    lead = np.zeros(len(texts), dtype=np.float32)
    nearest = np.zeros(len(texts), dtype=np.float32)
    second = np.zeros(len(texts), dtype=np.int64)
    for start in range(0, len(texts), BLOCK_ROWS):
        block = texts.take(np.arange(start, min(start + BLOCK_ROWS, len(texts))))
        table = compare(block, known.seen)
        if own is not None:
            table[member_of == own[start : start + BLOCK_ROWS, None]] = -1.0
        near, alike = find_nearest(table, count)
        voters = member_of[near]
        votes = np.maximum(alike, 0.0)
        scores = np.stack([(votes * (voters == voters[:, [i]])).sum(axis=1) for i in range(count)], axis=1)
        here = np.arange(len(block))
        best = voters[here, np.round(scores, 5).argmax(axis=1)]  # a tie goes to the likest
        behind = np.where(voters == best[:, None], 0.0, scores)
        others = behind.max(axis=1)
        lead[start : start + BLOCK_ROWS] = (scores.max(axis=1) - others) / np.maximum(votes.sum(axis=1), 1e-9)
        second[start : start + BLOCK_ROWS] = np.where(
            others > 0, voters[here, np.round(behind, 5).argmax(axis=1)], best
        )
        nearest[start : start + BLOCK_ROWS] = alike[:, 0]
        found[start : start + BLOCK_ROWS] = best
        closeness[start : start + BLOCK_ROWS] = np.einsum("ij,ij->i", block.meaning, middles[best])
    return Places(
        labels=names[found],
        closeness=np.round(closeness, 5),
        lead=np.round(lead, 5),
        nearest=np.round(nearest, 5),
        second=names[second],
    )


def tell_middles(texts: Seen, labels: Labels, count: int) -> Vectors:
    """Give the middle of each of the groups 0 … count - 1, scaled to length 1: shape (count, d)."""
    ones = np.ones(len(texts), dtype=np.float32)
    members = sparse.csr_array((ones, (labels, np.arange(len(texts)))), shape=(count, len(texts)))
    middles = members @ texts.meaning
    return np.asarray(middles / np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def find_nearest(alike: NDArray[np.float32], count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Give the places of the `count` highest values of each row, highest first, and the values: two (n, count) arrays.

    Equal values keep the order of their columns. Six decimals: the last bits of a cosine may differ with the batch that
    a text was embedded in.
    """
    places = np.argpartition(-alike, count - 1, axis=1)[:, :count]
    places.sort(axis=1)
    values = np.round(np.take_along_axis(alike, places, axis=1), 6)
    order = np.argsort(-values, axis=1, kind="stable")
    return np.take_along_axis(places, order, axis=1), np.take_along_axis(values, order, axis=1)
