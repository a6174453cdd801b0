"""Which questions are firm, so that nearly all their enquiries ask the same, and which are loose.

Pure. It rests on how probable it is that two enquiries of a question ask the same (`questions/grouping/same_question`),
and on how many speak for it: what a few share they may share by chance, and enquiries that got one canned reply are
held together by that reply, whatever they ask. `benchmarks/fit_grouping.py` fits the level and tells how pure firm
questions are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from enquiry2article.domain.cluster import ALONE, Cluster
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.embedding.similarity import compare
from enquiry2article.questions.grouping.labels import split_by_language
from enquiry2article.questions.grouping.same_question import Conversations, compute_probability, measure_pairs
from enquiry2article.text.canonical import canonicalise, hash_for_draw

FIRM: Final = 0.47
"""Firmness from which nine of ten enquiries of a question ask the same, on corpora that it was not fitted on; where all
ask about one narrow matter, fewer do."""

DOUBT: Final = 2
"""So many more enquiries are taken to be in a question by mistake, and to ask nothing that the others ask."""

MOST_COMPARED = 3000
"""Wordings that are compared each with each; of a larger export as many of each question."""


def measure_firmness(
    clusters: Sequence[Cluster],
    alone: Sequence[RedactedEnquiry],
    vectors: Mapping[str, NDArray[np.float32]],
    said: Mapping[str, Sequence[str]],
    *,
    across_languages: bool = False,
) -> list[float | None]:
    """Measure how firm questions are, 0..1, in their order; None for one that a single enquiry asks.

    The other arguments are those of `questions/grouping/group.group_enquiries`; `alone` are the enquiries that ask none
    of the questions.
    """
    units: dict[str, dict[int, list[RedactedEnquiry]]] = {}
    placed = [(place, e) for place, cluster in enumerate(clusters) for e in cluster.members]
    for place, enquiry in sorted([*placed, *((ALONE, e) for e in alone)], key=lambda pair: (pair[1].text, pair[1].id)):
        units.setdefault(canonicalise(enquiry.text), {}).setdefault(place, []).append(enquiry)
    if len(units) > MOST_COMPARED:
        units = _draw(units, MOST_COMPARED // max(1, len(clusters)))
    firsts = {next(iter(of_wording.values()))[0].text: of_wording for of_wording in units.values()}
    own = {text: [e for members in of_wording.values() for e in members] for text, of_wording in firsts.items()}
    replied = {text: [sentence for e in same for sentence in said.get(e.id, ())] for text, same in own.items()}
    rated: list[list[tuple[NDArray[np.float32], list[int], list[str]]]] = [[] for _ in clusters]
    weights_of = {text: len(same) for text, same in own.items()}
    for part in split_by_language(list(own), weights_of, vectors, replied, across_languages=across_languages):
        conversations = Conversations.learn(
            part.texts, part.rows, part.weights, part.replied, multilingual=across_languages
        )
        alike = compare(conversations.told, conversations.told)
        probable = compute_probability(conversations, measure_pairs(conversations, alike))
        for place in range(len(clusters)):
            rows = [row for row, text in enumerate(part.texts) if place in firsts[text]]
            weights = [len(firsts[part.texts[row]][place]) for row in rows]
            rated[place].append((probable[np.ix_(rows, rows)], weights, [part.replied.texts[row] for row in rows]))
    # A question in two languages that a person made is as firm as that part of it which most ask.
    return [rate_group(*max(parts, key=lambda part: sum(part[1]))) if parts else None for parts in rated]


def rate_group(probable: NDArray[np.float32], weights: Sequence[int], replies: Sequence[str]) -> float | None:
    """Compute how firm a group of wordings is, 0..1, of how probable it is that each two ask the same: shape (n, n).

    `weights` says how many enquiries each stands for, `replies` what was replied, "" for nothing. None for one enquiry.
    """
    own = np.asarray(weights, dtype=np.float64)
    count = own.sum()
    if count < 2:
        return None
    pairs = np.outer(own, own) * probable
    np.fill_diagonal(pairs, own * (own - 1))  # enquiries of one wording ask the same
    voices = sum(weight for weight, reply in zip(weights, replies, strict=True) if not reply) + len({*replies} - {""})
    return round(float(pairs.sum() / (count * (count - 1)) * voices / (voices + DOUBT)), 4)


def _draw(
    units: Mapping[str, Mapping[int, list[RedactedEnquiry]]], most: int
) -> dict[str, dict[int, list[RedactedEnquiry]]]:
    """Draw so many wordings of each question, and none of those that are alone."""
    counts: dict[int, int] = {ALONE: most}
    drawn: dict[str, dict[int, list[RedactedEnquiry]]] = {}
    for wording in sorted(units, key=hash_for_draw):
        for place, members in units[wording].items():
            counts[place] = counts.get(place, 0) + 1
            if counts[place] <= most:
                drawn.setdefault(wording, {})[place] = members
    return drawn
