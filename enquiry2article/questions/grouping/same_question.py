"""How probable it is that two enquiries ask the same, by what was asked and by what was replied.

A logistic regression on a few measures of likeness, fitted on pairs of labelled corpora (`benchmarks/fit_grouping.py`,
`docs/grouping.md`). Pairs that both have a reply have coefficients of their own: an agent who answered knew what was
asked. Being a probability, it means the same in an export of sixty rows and in one of thousands, so that a fixed level
says which enquiries recur.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from enquiry2article.domain.vectors import Replied, Vectors
from enquiry2article.embedding.similarity import (
    BLOCK_ROWS,
    WORD_SHARE,
    Likeness,
    Seen,
    compare,
    find_nearest,
)

REPLY_SHARE: Final = 0.7
"""How much the meaning of its reply counts beside that of the enquiry itself, where both are taken as one text."""

FEWEST_ANSWERED: Final = 3
"""Answered texts from which replies count: the mean that is taken off fewer is mostly what they answer."""

SMOOTHING: Final = 0.5
"""How much of a text's place is its neighbours' middle rather than its own words."""

Measures: TypeAlias = "Mapping[str, NDArray[np.float32]]"
"""Name of a measure → its value for each pair of texts, shape (n, n)."""


@dataclass(frozen=True, slots=True)
class Conversations:
    """Texts and what was replied to them, as measures learnt from them see both; row i of each field is text i."""

    asked: Seen
    replied: Seen
    """All zeros where nothing was replied."""
    told: Seen
    """Enquiry and reply as one text."""
    answered: NDArray[np.bool_]
    asked_likeness: Likeness
    """What was learnt from the texts, and, of the next, from the texts with their replies."""
    told_likeness: Likeness

    @classmethod
    def learn(
        cls,
        texts: Sequence[str],
        vectors: Vectors,
        weights: Sequence[int],
        replied: Replied,
        *,
        multilingual: bool = False,
    ) -> Conversations:
        """Learn the measures from texts, each of which stands for `weights[i]` equal ones.

        `multilingual` is of `embedding/similarity.Likeness.learn`.
        """
        asked_likeness = Likeness.learn(texts, vectors, weights, multilingual=multilingual)
        asked = asked_likeness.see(texts, vectors)
        answered = np.array([bool(text) for text in replied.texts], dtype=np.bool_)
        if answered.sum() < FEWEST_ANSWERED:
            nothing = Seen(meaning=np.zeros_like(asked.meaning[:, :1]), words=sparse.csr_array((len(texts), 1)))
            return cls(asked, nothing, asked, np.zeros(len(texts), dtype=np.bool_), asked_likeness, asked_likeness)
        told, mixed = add_replies(texts, vectors, replied)
        told_likeness = Likeness.learn(told, mixed, weights, multilingual=multilingual)
        places = np.flatnonzero(answered)
        own = [replied.texts[place] for place in places.tolist()]
        rows = replied.vectors[places]
        seen = Likeness.learn(own, rows, [1] * len(own), multilingual=multilingual).see(own, rows)
        spread = sparse.csr_array(
            (np.ones(len(places), dtype=np.float32), (places, np.arange(len(places)))), shape=(len(texts), len(places))
        )
        return cls(
            asked,
            Seen(meaning=np.asarray(spread @ seen.meaning), words=sparse.csr_array(spread @ seen.words)),
            told_likeness.see(told, mixed),
            answered,
            asked_likeness,
            told_likeness,
        )

    def __len__(self) -> int:
        return len(self.asked)

    def take(self, rows: NDArray[np.int64]) -> Conversations:
        """Return some of the texts, in the order of `rows`."""
        return Conversations(
            self.asked.take(rows), self.replied.take(rows), self.told.take(rows), self.answered[rows],
            self.asked_likeness, self.told_likeness,
        )  # fmt: skip


def add_replies(texts: Sequence[str], vectors: Vectors, replied: Replied) -> tuple[list[str], Vectors]:
    """Return each text with what was replied to it, and vectors of length 1 that stand for both."""
    told = [f"{text} \n {reply}" if reply else text for text, reply in zip(texts, replied.texts, strict=True)]
    mixed = vectors + REPLY_SHARE * replied.vectors
    lengths = np.maximum(np.linalg.norm(mixed, axis=1, keepdims=True), 1e-9)
    return told, np.asarray(mixed / lengths, dtype=np.float32)


def compute_probability(conversations: Conversations, measures: Measures) -> NDArray[np.float32]:
    """Return how probable it is that texts ask the same, shape (n, n), by the measures of their pairs."""
    models = load_models()
    logits = _apply(models["asked"], measures)
    if conversations.answered.any():
        both = np.outer(conversations.answered, conversations.answered)
        logits[both] = _apply(models["answered"], measures)[both]
    return _compute_probability(logits)


def _compute_probability(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn log odds, which are overwritten, into probabilities."""
    np.negative(logits, out=logits)
    np.exp(logits, out=logits)
    logits += 1
    return np.asarray(1 / logits, dtype=np.float32)


def measure_pairs(conversations: Conversations, alike: NDArray[np.float32]) -> Measures:
    """Return the measures that the regressions know, by name; `alike` is `compare` of `told` with itself.

    `surroundings`: how alike the texts' neighbourhoods are (`smooth_likeness`); `asked_meaning`, `asked_words`,
    `replied_meaning`, `replied_words`: cosines of what was asked and of what was replied.
    """
    asked, replied = conversations.asked, conversations.replied
    measures = {
        "surroundings": smooth_likeness(alike, neighbours_for_smoothing(len(alike))),
        "asked_meaning": asked.meaning @ asked.meaning.T,
    }
    if conversations.answered.any():
        measures |= {
            "asked_words": _multiply(asked.words),
            "replied_meaning": replied.meaning @ replied.meaning.T,
            "replied_words": _multiply(replied.words),
        }
    return measures


def compare_with_titles(
    conversations: Conversations, titles: Sequence[str], vectors: Vectors, sample: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Return how probable it is that conversations ask what titles say, shape (n, k), by what was asked.

    `vectors` are those of the titles, from which nothing is learnt. `sample` are the rows of the conversations, in
    order, that count as neighbours: all, or in a large export as many as can be compared with each other.
    """
    near = conversations.told.take(sample)
    own = np.full(len(conversations), -1, dtype=np.int64)
    own[sample] = np.arange(len(sample))
    told = conversations.told_likeness.see(titles, vectors)
    moved = move_to_neighbours(told, near, np.full(len(titles), -1, dtype=np.int64))
    asked = conversations.asked_likeness.see(titles, vectors)
    blocks = []
    for start in range(0, len(conversations), BLOCK_ROWS):
        rows = np.arange(start, min(start + BLOCK_ROWS, len(conversations)))
        measures = {
            "surroundings": compare(move_to_neighbours(conversations.told.take(rows), near, own[rows]), moved),
            "asked_meaning": conversations.asked.meaning[rows] @ asked.meaning.T,
        }
        blocks.append(_compute_probability(_apply(load_models()["asked"], measures)))
    return np.concatenate(blocks)


def _multiply(words: sparse.csr_array) -> NDArray[np.float32]:
    return np.asarray((words @ words.T.tocsc()).toarray(), dtype=np.float32)


def _apply(model: Mapping[str, float], measures: Measures) -> NDArray[np.float32]:
    logits = np.full_like(measures["surroundings"], model["intercept"])
    for name, weight in model.items():
        if name != "intercept":
            logits += np.float32(weight) * measures[name]
    return logits


@functools.cache
def load_models() -> Mapping[str, Mapping[str, float]]:
    """Return the coefficients: "asked" for all pairs, "answered" for pairs that both have a reply."""
    text = files("enquiry2article").joinpath("resources/grouping/same_question.json").read_text(encoding="utf-8")
    models: Mapping[str, Mapping[str, float]] = json.loads(text)
    return models


def neighbours_for_smoothing(count: int) -> int:
    """Return how many neighbours make a text's surroundings: with √n the share of others among them holds still.

    Fewer than 18 texts have hardly any: with three neighbours each, everything would be everything's surroundings.
    """
    return min(count // 6, max(3, round(0.3 * math.sqrt(count))))


def smooth_likeness(alike: NDArray[np.float32], neighbours: int) -> NDArray[np.float32]:
    """Return how alike the surroundings of texts are: cosines, shape (n, n).

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


def move_to_neighbours(texts: Seen, others: Seen, own: NDArray[np.int64]) -> Seen:
    """Move each text towards the middle of its neighbours among others, so that `compare` gives `smooth_likeness`.

    `own[i]` is the place of text i itself among the others, or -1.
    """
    neighbours = neighbours_for_smoothing(len(others))
    if not neighbours:
        return _scale_seen(texts, 1.0)
    alike = compare(texts, others)
    there = np.flatnonzero(own >= 0)
    alike[there, own[there]] = -np.inf
    near, _ = find_nearest(alike, neighbours)
    around = sparse.csr_array(
        (np.full(near.size, 1 / neighbours, dtype=np.float32), near.ravel(), np.arange(len(texts) + 1) * neighbours),
        shape=(len(texts), len(others)),
    )
    middles = Seen(meaning=np.asarray(around @ others.meaning), words=sparse.csr_array(around @ others.words))
    still, pulled = _scale_seen(texts, 1 - SMOOTHING), _scale_seen(middles, SMOOTHING)
    return _scale_seen(Seen(meaning=still.meaning + pulled.meaning, words=still.words + pulled.words), 1.0)


def _scale_seen(texts: Seen, length: float) -> Seen:
    """Scale texts so that each is `length` squared alike to itself."""
    squares = np.square(texts.meaning).sum(axis=1) + WORD_SHARE * np.asarray(texts.words.power(2).sum(axis=1)).ravel()
    factors = np.asarray(length / np.sqrt(np.maximum(squares, 1e-9)), dtype=np.float32)
    words = sparse.csr_array(sparse.diags_array(factors) @ texts.words)
    return Seen(meaning=texts.meaning * factors[:, None], words=words)
