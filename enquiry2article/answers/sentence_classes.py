"""Classifies a sentence of a reply: does it hold for everybody, handle one case, hand over, or is it manners?

A multinomial logistic regression over hashed words, pairs of words, word beginnings and endings, and, where the encoder
is the one it was fitted with, the sentence's vector. Fitted by benchmarks/fit_sentences.py on the labelled replies of
tests/cases/sentences; its weights lie in `resources/answers/sentence_model.json`.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from enquiry2article.text.hashed_features import VECTOR_WEIGHT, hash_feature, list_features, unpack_weights

CLASSES = ("general", "case", "handover", "courtesy")
"""What holds for everybody; what handles or tells of one customer's case; what asks the customer for something or sends
him elsewhere; greetings, thanks, sign-offs. The column of each in an array of probabilities is its place here."""

GENERAL, CASE, HANDOVER, COURTESY = range(len(CLASSES))


MOST_DOUBLINGS = 3.0
"""Doublings of the conversations that hold a sentence, from which more say no more: more were not seen in fitting."""


SHIFT_ROUNDS = 60
"""Rounds of estimating shares of classes; they settle after a few dozen."""

FITTED_SENTENCES = 100.0
"""Sentences of the fit that count beside those of an export, so that a small one shifts little."""


def classify_sentences(
    reply: Sequence[str],
    vectors: Sequence[NDArray[np.float32]] | None = None,
    model_name: str = "",
    counts: Sequence[int] | None = None,
) -> NDArray[np.float64]:
    """Compute the probabilities of the `CLASSES` for each sentence of one reply, in its order: shape (n, 4).

    `vectors` are the sentences' vectors by the encoder `model_name`. Without them, or with those of another encoder
    than the model was fitted with, the words alone decide. `counts` tells in how many conversations each stands: what
    several customers were told word for word is seldom about one.
    """
    if not reply:
        return np.zeros((0, len(CLASSES)))
    model = _load_model()
    use_vectors = vectors is not None and model_name == model["encoder"]
    part = model["with_vectors" if use_vectors else "words_only"]
    scores = np.tile(part["intercepts"], (len(reply), 1))
    for place, features in enumerate(list_features(reply)):
        scores[place] += part["words"][[hash_feature(feature) for feature in features]].sum(axis=0)
    if use_vectors and vectors is not None:
        scores += VECTOR_WEIGHT * np.asarray(vectors, dtype=np.float64) @ part["vector"]
    if counts is not None:
        scores += count_doublings(counts)[:, None] * part["recurrence"]
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    # Rounded, so that the order in which a library sums cannot be seen.
    return np.asarray(np.round(raised / raised.sum(axis=1, keepdims=True), 4), dtype=np.float64)


def count_doublings(counts: Sequence[int]) -> NDArray[np.float64]:
    """Return how often one conversation has to be doubled to make so many, at most `MOST_DOUBLINGS`."""
    return np.minimum(np.log2(np.maximum(np.asarray(counts, dtype=np.float64), 1.0)), MOST_DOUBLINGS)


def estimate_shift(classes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Estimate how many times more frequent each class is in an export than among the sentences of the fit: shape (4,).

    `classes` are the probabilities of all its sentences, shape (n, 4). Where most of what agents say handles cases, a
    sentence that might be of either kind is likelier of that one. All ones where more holds for everybody than in the
    fit: that makes no sentence surer. Saerens, Latinne and Decaestecker 2002, "Adjusting the outputs of a classifier
    to new a priori probabilities" (https://doi.org/10.1162/089976602753284446), with `FITTED_SENTENCES` of the fit
    beside those of the export.
    """
    usual = _load_model()["shares"]
    shares = usual.copy()
    for _ in range(SHIFT_ROUNDS):
        found = shift_classes(classes, shares / usual)
        shares = (found.sum(axis=0) + FITTED_SENTENCES * usual) / (len(classes) + FITTED_SENTENCES)
    if shares[GENERAL] >= usual[GENERAL]:
        return np.ones(len(CLASSES))
    return np.asarray(np.round(shares / usual, 3), dtype=np.float64)


def shift_classes(classes: NDArray[np.float64], shift: NDArray[np.float64]) -> NDArray[np.float64]:
    """Compute the probabilities of the classes, shape (n, 4), where each is `shift` times as frequent as in the fit."""
    weighed = classes * shift
    return np.asarray(weighed / weighed.sum(axis=1, keepdims=True), dtype=np.float64)


@functools.cache
def _load_model() -> Mapping[str, Any]:
    source = files("enquiry2article") / "resources" / "answers" / "sentence_model.json"
    stored = json.loads(source.read_text(encoding="utf-8"))
    parts = {name: _unpack_part(stored[name]) for name in ("words_only", "with_vectors")}
    return {"encoder": stored["encoder"], "shares": np.array(stored["shares"], dtype=np.float64), **parts}


def _unpack_part(part: Mapping[str, Any]) -> dict[str, Any]:
    weights = {name: unpack_weights(part[name], len(CLASSES)) for name in ("words", "vector") if name in part}
    return {**weights, **{name: np.array(part[name], dtype=np.float64) for name in ("intercepts", "recurrence")}}
