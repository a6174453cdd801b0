"""Weighs how good a title is for an answer: as a form, and by how near its meaning is to what it stands above.

A logistic regression over hashed words of the title, its cosines to the answer and its length, fitted by
benchmarks/fit_exemplars.py on titles that readers graded beside their articles (tests/cases/exemplars).
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import numpy as np

from enquiry2article.cleaning.question_sentences import begins_as_question
from enquiry2article.text.hashed_features import hash_feature, list_features, unpack_weights
from enquiry2article.text.language import guess_language
from enquiry2article.text.words import split_words

WORD_WEIGHT = 0.5
"""What a hashed word counts beside the measures."""

COSINE_WEIGHT = 4.0
"""What a cosine is multiplied by, for the same strength of regularisation as the other measures."""

_FIRST_PERSON = frozenset(
    "i i'm i've i'd my we we're we've our ich mein meine wir unser unsere je j'ai mon ma mes nous notre yo mi mis "
    "hemos nuestro io mio mia ho abbiamo eu meu minha nós ik mijn we onze mój moja mam".split()
)
"""How a story begins, or the description of somebody's own case."""

NO_COSINE = 0.45
"""What stands for the cosines of a title where no reply is known: about their middle."""


def measure_title(title: str, *, to_reply: float, to_first: float, to_asked: float) -> dict[str, float]:
    """Measure a title: its length, signs of a story or a scrap, and its cosines to what was replied and asked."""
    return {
        "to reply": COSINE_WEIGHT * to_reply,
        "to first sentence": COSINE_WEIGHT * to_first,
        "to what was asked": COSINE_WEIGHT * to_asked,
        **_measure_form(title),
    }


@functools.lru_cache(maxsize=50_000)
def _measure_form(title: str) -> Mapping[str, float]:
    words = split_words(title)
    asks = title[-1:] in "?؟;？"
    return {
        "very short": float(len(words) < 3),
        "short": float(len(words) == 3),
        "long": max(0.0, len(words) - 10) / 4,
        "asks": float(asks),
        "asks without a word that asks": float(asks and not begins_as_question(title, guess_language(title))),
        "first person": float(words[0].lower() in _FIRST_PERSON if words else 0),
        "commas": float(title.count(",") + title.count(";") + title.count(" - ")),
        "inner marks": float(sum(title[:-1].count(sign) for sign in ".!?:\"“(")),
        "digits": float(sum(any(map(str.isdigit, word)) for word in words)),
        "shouts": float(sum(len(word) > 3 and word.isupper() for word in words)),
    }  # fmt: skip


def weigh_title(title: str, measures: Mapping[str, float]) -> float:
    """Compute the expected grade of a title, 0..1: 1 an editor takes as it is, 0.5 after editing, 0 not at all."""
    model = _load_model()
    score = model["intercept"] + sum(model["measures"][name] * value for name, value in measures.items())
    score += WORD_WEIGHT * _weigh_words(title)
    return round(1 / (1 + math.exp(-score)), 4)


@functools.lru_cache(maxsize=50_000)  # one title is weighed above several answers
def _weigh_words(title: str) -> float:
    return float(_load_model()["words"][[hash_feature(feature) for feature in list_title_features(title)], 0].sum())


def list_title_features(title: str) -> list[str]:
    """List the features of a title's words."""
    return list_features([title])[0]


@functools.cache
def _load_model() -> Mapping[str, Any]:
    source = files("enquiry2article") / "resources" / "naming" / "title_model.json"
    stored = json.loads(source.read_text(encoding="utf-8"))
    words = unpack_weights(stored["words"], 1) if stored.get("words") else np.zeros((1, 1))
    return {**stored, "words": words}
