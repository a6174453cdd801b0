"""Chooses the conversations whose replies make an article: those that are good texts and speak for the others.

How good an article a reply makes, cut to what holds for everybody, is weighed by a logistic regression over a few
measures, fitted by benchmarks/fit_exemplars.py on replies that readers graded
(tests/cases/exemplars). Exemplars are then chosen greedily to cover the conversations of a question (facility location;
Krause and Golovin 2014, https://doi.org/10.1017/CBO9781139177801.004), each weighted by that likelihood.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from enquiry2article.answers.conversations import DANGLING, Conversation, find_middle
from enquiry2article.answers.copy_editing import begins_leaning
from enquiry2article.answers.reply_sentences import ASKS_BACK, COURTEOUS, ONE_CASE
from enquiry2article.answers.yes_no import says_only
from enquiry2article.domain.answer import PERSONAL, Role
from enquiry2article.text.words import split_words

MOST_SENTENCES = 14
"""Sentences of an exemplar: what is longer is several articles, or a discussion."""

AGREEMENT = 0.4
"""What each doubling of the conversations that say alike adds to the log-odds that a reply can be published."""

HELPED = 0.5
"""What it adds to these log-odds that the customer was content, and takes away that he was not."""

CLEARLY_BETTER = 0.05
"""How much the expected grade of a reply must rise for its first sentence to be left out."""

SURELY_NO_REMARK = 0.7
"""How sure it must be that a sentence holds for everybody, for it to be no side remark."""

USUAL_WORDS = 40.0
"""Words of a reply of middling length; more are worth little more."""

_SPEAKER = re.compile(
    r"\b(?:I|me|my|mine|[Ii]ch|mir|mich|[Jj]e|[Jj]'|moi|[Yy]o|[Ii]o|[Ii]k|[Ee]u|minha?|meu)\b"
    r"(?! account| page| orders?)"
)
"""An agent who speaks of himself: an article is the company's."""


def measure_reply(conversation: Conversation, vectors: Mapping[str, NDArray[np.float32]]) -> dict[str, float]:
    """Measure a reply as a text: how much of it holds for everybody, whether it answers at once, what was cut from it.

    {} where nothing was kept, or more than `MOST_SENTENCES`.
    """
    kept = conversation.kept
    if not kept or len(kept) > MOST_SENTENCES:
        return {}
    left_out = conversation.left_out
    words = sum(len(split_words(sentence.text)) for sentence in kept)
    cut = sum(len(split_words(s.text)) for s in conversation.sentences if s.unfit in (ONE_CASE, PERSONAL, ASKS_BACK))
    first = kept[0]
    before = [s for s in conversation.sentences if (s.reply, s.number) < (first.reply, first.number)]
    cosines = [float(conversation.asked @ vectors[sentence.text]) for sentence in kept]
    holes = _count_holes(conversation)
    replied = conversation.replied
    return {
        "words": math.log1p(words / USUAL_WORDS),
        "brief": float(words < 10),
        "long": float(len(kept) > 8),
        "share kept": words / max(1, words + cut),
        "surely general": float(np.mean([sentence.general for sentence in kept])),
        "least general": min(sentence.general for sentence in kept),
        "first general": first.general,
        "first leans": float(begins_leaning(first.text)),
        "first conditional": float(first.role in (Role.CONDITION, Role.FALLBACK)),
        "first a step": float(first.role is Role.STEP),
        "first to the point": cosines[0],
        "to the point": max(cosines),
        "answers in the middle": 0.0 if replied is None else float(conversation.asked @ replied),
        "case before": float(any(s.unfit in (ONE_CASE, PERSONAL) for s in before)),
        "asks back": float(left_out.get(ASKS_BACK, 0) > 0),
        "holes": math.log1p(holes),
        "dangling": float(left_out.get(DANGLING, 0) > 0),
        "steps": float(sum(sentence.role is Role.STEP for sentence in kept) >= 3),
        "several turns": float(len({sentence.reply for sentence in kept}) > 1),
        **measure_texts([sentence.text for sentence in kept]),
    }  # fmt: skip


def measure_texts(texts: Sequence[str]) -> dict[str, float]:
    """Measure the kept sentences by their words alone: an agent who speaks of himself, questions, code."""
    return {
        "speaks as one person": float(np.mean([_SPEAKER.search(text) is not None for text in texts])),
        "asks": float(any("?" in text for text in texts)),
        "code": float(np.mean([_looks_like_code(text) for text in texts])),
    }


def weigh_reply(measures: Mapping[str, float]) -> float:
    """Compute the expected grade of a reply as an article: 1 is published as it is, 0 never; 0 for no measures."""
    if not measures:
        return 0.0
    model = _load_model()
    score = model["intercept"] + sum(model.get(name, 0.0) * value for name, value in measures.items())
    return round(1 / (1 + math.exp(-score)), 4)


def trim_reply(conversation: Conversation, vectors: Mapping[str, NDArray[np.float32]]) -> Conversation:
    """Leave out the first sentences of a cut reply where it makes a clearly better article without: side remarks.

    Only what may not hold for everybody is one, and a mere "Yes.", on which the title decides (`yes_no`). Nothing is
    left out before a sentence that points back to it, or a step.
    """
    best, worth = conversation, weigh_reply(measure_reply(conversation, vectors))
    for start, first in enumerate(conversation.kept[:-1], start=1):
        rest = conversation.kept[start:]
        if rest[0].role in (Role.STEP, Role.ITEM) or not (first.general < SURELY_NO_REMARK or says_only(first.text)):
            break
        if not begins_leaning(rest[0].text):
            trimmed = replace(conversation, kept=rest, replied=find_middle(rest, vectors))
            after = weigh_reply(measure_reply(trimmed, vectors))
            if after >= worth + CLEARLY_BETTER or says_only(first.text):
                best, worth = trimmed, after
    return best


def weigh_agreed(worth: float, agreeing: int, helped: bool | None = None) -> float:
    """Raise the worth of a reply, 0..1, by the conversations that say alike, and by whether it helped its customer.

    A doubling adds `AGREEMENT` log-odds; a customer's word adds `HELPED`, or takes as much away. Readers who graded
    replies knew neither, so that neither is fitted.
    """
    if not 0 < worth < 1:
        return worth
    customer = 0.0 if helped is None else HELPED if helped else -HELPED
    odds = worth / (1 - worth) * math.exp(AGREEMENT * math.log2(1 + agreeing) + customer)
    return round(odds / (1 + odds), 4)


@functools.cache
def _load_model() -> Mapping[str, float]:
    source = files("enquiry2article") / "resources" / "answers" / "exemplar_model.json"
    weights: Mapping[str, float] = json.loads(source.read_text(encoding="utf-8"))
    return weights


def choose_exemplars(
    likeness: NDArray[np.float64], worth: Sequence[float], *, most: int, least_gain: float
) -> list[int]:
    """Choose the rows of `likeness` that cover all rows best, the best first: at most `most`.

    A row is covered as much as its likeness to the exemplar that is likest to it, weighted by that one's `worth`. A
    further exemplar must cover `least_gain` rows more. Rows of no worth are never chosen.
    """
    weighted = likeness * np.asarray(worth, dtype=np.float64)[None, :]
    covered = np.zeros(len(worth))
    chosen: list[int] = []
    while len(chosen) < most:
        gains = np.round(np.maximum(weighted - covered[:, None], 0.0).sum(axis=0), 5)
        gains[chosen] = 0.0
        best = int(gains.argmax()) if len(gains) else -1
        if best < 0 or gains[best] <= (least_gain if chosen else 0.0):
            break
        chosen.append(best)
        covered = np.maximum(covered, weighted[:, best])
    return chosen


def _count_holes(conversation: Conversation) -> int:
    """Count the places between kept sentences at which something other than manners was cut."""
    places = {(s.reply, s.number) for s in conversation.kept}
    inside = False
    holes, open_hole = 0, False
    for sentence in conversation.sentences:
        if (sentence.reply, sentence.number) in places:
            holes += open_hole and inside
            inside, open_hole = True, False
        elif sentence.unfit != COURTEOUS:
            open_hole = True
    return holes


def _looks_like_code(text: str) -> bool:
    """Return whether a sentence is mostly signs and digits: code, an error text, an address."""
    letters = sum(sign.isalpha() or sign.isspace() for sign in text)
    return letters < 0.8 * len(text) or "://" in text.split(" ", 1)[0]
