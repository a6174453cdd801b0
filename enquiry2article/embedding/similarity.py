"""How alike two texts are: in meaning, by their vectors, and in words, by the stems they share.

One measure serves the finding of questions and the placing of later enquiries. It is learnt from a corpus: what all of
a company's mails share (its trade, its tone) says nothing about which of them ask the same, so the corpus's own mean is
taken off the vectors, and a word weighs the more the fewer texts use it. In a language that the encoder was not taught,
words count for more, with the pieces they are made of and what they go with (`embedding/subwords`). `docs/grouping.md`
says what each part gains.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from enquiry2article.domain.cluster import ALONE
from enquiry2article.domain.vectors import Labels, Vectors
from enquiry2article.embedding.subwords import Pieces, make_table
from enquiry2article.text.keywords import list_content_stems
from enquiry2article.text.language import Spoken
from enquiry2article.text.stop_words import OTHER_LETTERS

MEAN_TEXTS = 50
"""With so many texts half of their mean is taken off; a mean of few texts is mostly what they ask."""

WORD_SHARE = 0.3
"""How much shared words count beside shared meaning: the encoder overlooks the rare words that name the matter."""

TAUGHT = "en"
"""The language that the encoder was taught. In another one it tells less what a text says than that it is in it."""

OTHER_MEAN_TEXTS = 10
"""As `MEAN_TEXTS`, in another language: there even the mean of few texts is mostly the language."""

UNREAD_MEAN_TEXTS = 4
"""As `MEAN_TEXTS`, in letters that the encoder reads one by one: any two Arabic texts are much alike to it."""

OTHER_WORD_SHARE = 0.5
"""As `WORD_SHARE`, of words and their pieces in another language."""

LATENT_SHARE = 0.3
"""How much of the meaning of a text in another language is what its words go with in the corpus."""

UNREAD_LATENT_SHARE = 0.7
"""As `LATENT_SHARE`, in letters that the encoder reads one by one: there the words say more than it does."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Texts as a `Likeness` sees them; row i of both tables is text i."""

    meaning: Vectors
    """Vectors without the corpus's mean, of length 1; beside them, what the words of other languages go with."""
    words: sparse.csr_array
    """Weights of stems, and of pieces in other languages; each row of one length, or empty for a text without any that
    another text uses."""

    def __len__(self) -> int:
        return len(self.meaning)

    def take(self, rows: NDArray[np.int64]) -> Seen:
        """Return some of the texts, in the order of `rows`."""
        return Seen(meaning=self.meaning[rows], words=self.words[rows])


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a corpus taught about how alike two texts are."""

    means: Mapping[str, NDArray[np.float32]]
    """Language that the encoder was taught → the mean of its texts; that of `TAUGHT` is there, also where it is 0."""
    columns: Mapping[str, int]
    """Stem → its column."""
    rarity: NDArray[np.float32]
    """Weight of each column: 1 + log((1 + n) / (1 + df)) (Manning, Raghavan and Schütze 2008, "Introduction to
    Information Retrieval", section 6.4), whether a text uses the stem once or often."""
    spoken: Spoken
    others: Mapping[str, tuple[NDArray[np.float32], Pieces]]
    """Language that the encoder was not taught → the mean of its texts, and what they taught about its words."""

    @classmethod
    def learn(
        cls, texts: Sequence[str], vectors: Vectors, weights: Sequence[int], *, multilingual: bool = False
    ) -> Likeness:
        """Learn from a corpus; text i stands for `weights[i]` equal ones. Only stems that two texts use count.

        `multilingual` says that the encoder was taught all languages. Then their words stand in one table, so that
        names and numbers count between them too.
        """
        spoken = Spoken.learn(texts)
        rows_of = _part_rows(texts, spoken)
        heavy = np.asarray(weights, dtype=np.float64)
        rows_of_taught = {TAUGHT: rows_of.pop(TAUGHT, [])}
        if multilingual:
            rows_of_taught, rows_of = {**rows_of_taught, **rows_of}, {}
        own = [texts[row] for rows in rows_of_taught.values() for row in rows]
        frequency = Counter(stem for text in own for stem in list_content_stems(text))
        shared = sorted(stem for stem, count in frequency.items() if count > 1)
        rarity = [1 + np.log((1 + len(own)) / (1 + frequency[stem])) for stem in shared]
        return cls(
            means={
                language: _find_mean(vectors[rows], heavy[rows], MEAN_TEXTS)
                for language, rows in sorted(rows_of_taught.items())
            },
            columns={stem: column for column, stem in enumerate(shared)},
            rarity=np.array(rarity, dtype=np.float32),
            spoken=spoken,
            others={
                language: (
                    _find_mean(
                        vectors[rows],
                        heavy[rows],
                        UNREAD_MEAN_TEXTS if language in OTHER_LETTERS else OTHER_MEAN_TEXTS,
                    ),
                    Pieces.learn([texts[row] for row in rows]),
                )
                for language, rows in sorted(rows_of.items())
            },
        )

    def see(self, texts: Sequence[str], vectors: Vectors) -> Seen:
        """Look at texts of the corpus, or at others."""
        rows_of = _part_rows(texts, self.spoken)
        taught = sorted(row for language in self.means for row in rows_of.get(language, []))
        meaning = _scale_rows(vectors - self.means[TAUGHT])
        for language in self.means.keys() - {TAUGHT}:
            rows = rows_of.get(language, [])
            meaning[rows] = _scale_rows(vectors[rows] - self.means[language])
        own = [
            sorted(self.columns[stem] for stem in list_content_stems(texts[row]) if stem in self.columns)
            for row in taught
        ]
        words = make_table(own, self.rarity)
        if not self.others:
            return Seen(meaning=meaning, words=words)
        sides, tables, order = [], [words], list(taught)
        for language, (mean, pieces) in self.others.items():
            rows = rows_of.get(language, [])
            table = pieces.weigh([texts[row] for row in rows])
            side = np.zeros((len(texts), len(pieces.middle)), dtype=np.float32)
            share = UNREAD_LATENT_SHARE if language in OTHER_LETTERS else LATENT_SHARE
            share = share if len(pieces.middle) else 0.0
            meaning[rows] = np.float32(np.sqrt(1 - share)) * _scale_rows(vectors[rows] - mean)
            side[rows] = np.float32(np.sqrt(share)) * _scale_rows(table @ pieces.directions - pieces.middle)
            sides.append(side)
            tables.append(table * np.float32(np.sqrt(OTHER_WORD_SHARE / WORD_SHARE)))
            order += rows
        back = np.argsort(np.array(order, dtype=np.int64))
        return Seen(
            meaning=np.concatenate([meaning, *sides], axis=1),
            words=sparse.csr_array(sparse.block_diag(tables, format="csr"))[back],
        )


def _part_rows(texts: Sequence[str], spoken: Spoken) -> dict[str, list[int]]:
    """Return the places of the texts in each language; texts in a language that nobody knows count as `TAUGHT`."""
    rows_of: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        rows_of.setdefault(spoken.identify(text) or TAUGHT, []).append(row)
    return rows_of


def _find_mean(vectors: Vectors, weights: NDArray[np.float64], half: int) -> NDArray[np.float32]:
    """Return the mean of rows, the smaller the fewer they are: half of it for `half` rows."""
    if not len(vectors):
        return np.zeros(vectors.shape[1:], dtype=np.float32)
    mean = np.average(vectors, axis=0, weights=weights)
    return np.asarray(mean * (len(vectors) / (len(vectors) + half)), dtype=np.float32)


def _scale_rows(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return np.asarray(rows / lengths, dtype=np.float32)


def compare(left: Seen, right: Seen) -> NDArray[np.float32]:
    """Return how alike the texts are, shape (left, right): cosine of meaning and, by `WORD_SHARE`, that of words.

    The rows of words in other languages are longer, so that there they count by `OTHER_WORD_SHARE`.
    """
    alike = left.meaning @ right.meaning.T
    alike += WORD_SHARE * (left.words @ right.words.T.tocsc()).toarray()
    return np.asarray(alike, dtype=np.float32)


NEAREST = 10
"""How many of the likest known texts say where a text belongs."""

LEAST_CLOSENESS = 0.3
"""Cosine to the middle of its group below which a text belongs to none, the corpus's mean taken off."""

NEAREST_MEMBERS = 3
"""k in the mean similarity of a text to the k nearest members of its cluster: one may be like it by chance, and a
cluster has several ways of asking, so that the mean over all of it says less."""

LEAST_COHESION = 0.5
"""Least mean similarity to the nearest members, as a share of its median in the corpus: below it, the text asks what
nobody else asks. Measured so, since mails of a few pages are all less alike than questions of a line."""

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
    cohesion: NDArray[np.float32]
    """How alike the likest `NEAREST_MEMBERS` known texts of that group are, on average; fewer where fewer were near."""
    second: Labels
    """The group with the next most votes; the same as `labels` where all the votes are for one."""

    def take_signs(self) -> NDArray[np.float64]:
        """Return what speaks for each place as a table with the columns closeness, lead and nearest: shape (n, 3)."""
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
        return cls(seen=seen, names=names, group_of=group_of, middles=compute_middles(seen, group_of, len(names)))

    def __len__(self) -> int:
        return len(self.seen)


def find_places(texts: Seen, known: Known, hidden: Labels | None = None) -> Places:
    """Return for each text which group it belongs to: the rule of mining and of matching.

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
    cohesion = np.zeros(len(texts), dtype=np.float32)
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
        its = voters == best[:, None]
        its &= its.cumsum(axis=1) <= NEAREST_MEMBERS
        cohesion[start : start + BLOCK_ROWS] = (alike * its).sum(axis=1) / its.sum(axis=1)
        found[start : start + BLOCK_ROWS] = best
        closeness[start : start + BLOCK_ROWS] = np.einsum("ij,ij->i", block.meaning, middles[best])
    return Places(
        labels=names[found],
        closeness=np.round(closeness, 5),
        lead=np.round(lead, 5),
        nearest=np.round(nearest, 5),
        cohesion=np.round(cohesion, 5),
        second=names[second],
    )


def measure_cohesion(texts: Seen, labels: Labels, weights: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
    """Return how alike each text and the `NEAREST_MEMBERS` likest others of its group are, on average: shape (n,).

    A text that stands for several enquiries is among the others of itself. 0 for `ALONE`, and for who has no others.
    """
    cohesion = np.zeros(len(texts), dtype=np.float32)
    for label in np.unique(labels[labels != ALONE]).tolist():
        own = np.flatnonzero(labels == label)
        alike = compare(texts.take(own), texts.take(own))
        others = np.minimum(np.asarray(weights)[own] - 1, NEAREST_MEMBERS)
        itself = np.where(np.arange(NEAREST_MEMBERS) < others[:, None], np.diagonal(alike)[:, None], -np.inf)
        np.fill_diagonal(alike, -np.inf)
        likest = -np.sort(-np.concatenate([alike, itself], axis=1), axis=1)[:, :NEAREST_MEMBERS]
        there = np.isfinite(likest)
        cohesion[own] = np.where(there, likest, 0.0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    return np.round(cohesion, 5)


def find_least_cohesion(cohesion: NDArray[np.float32], labels: Labels) -> float:
    """Return the least mean similarity to the nearest members: `LEAST_COHESION` of the median; -1 for no group."""
    grouped = cohesion[labels != ALONE]
    return LEAST_COHESION * float(np.median(grouped)) if len(grouped) else -1.0


def compute_middles(texts: Seen, labels: Labels, count: int) -> Vectors:
    """Return the middle of each of the groups 0 … count - 1, scaled to length 1: shape (count, d)."""
    ones = np.ones(len(texts), dtype=np.float32)
    members = sparse.csr_array((ones, (labels, np.arange(len(texts)))), shape=(count, len(texts)))
    middles = members @ texts.meaning
    return np.asarray(middles / np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def find_nearest(alike: NDArray[np.float32], count: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the places of the `count` highest values of each row, highest first, and the values: two (n, count)
    arrays.

    Equal values keep the order of their columns. Six decimals: the last bits of a cosine may differ with the batch that
    a text was embedded in.
    """
    places = np.argpartition(-alike, count - 1, axis=1)[:, :count]
    places.sort(axis=1)
    values = np.round(np.take_along_axis(alike, places, axis=1), 6)
    order = np.argsort(-values, axis=1, kind="stable")
    return np.take_along_axis(places, order, axis=1), np.take_along_axis(values, order, axis=1)
