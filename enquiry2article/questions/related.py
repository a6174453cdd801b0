"""Which questions are near each other, and which ones the same customers ask next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from enquiry2article.domain.cluster import Cluster
from enquiry2article.domain.question import Question
from enquiry2article.questions.language import find_question_language
from enquiry2article.questions.naming.tags import tag_questions

RELATED = 3

FEWEST_FOLLOWERS = 2
"""Customers who must have asked another question next."""

LEAST_RELATED = 0.7
"""Cosine below which another question is not worth pointing to."""

LEAST_NEAR = 0.35
"""Cosine below which what is said of another question tells nothing about this one."""


def relate_questions(questions: Sequence[Question], middles: NDArray[np.float32]) -> list[Question]:
    """Assign each question the ids of the nearest others in its language.

    Row i of `middles`, of length 1, belongs to question i. A question whose language is unsure may be near any.
    """
    ids = [question.id for question in questions]
    languages = [find_question_language(question) for question in questions]
    nearest = find_nearest_questions(ids, middles, RELATED, languages, least=LEAST_RELATED)
    return [
        replace(question, related=tuple(ids[j] for j in near))
        for question, near in zip(questions, nearest, strict=True)
    ]


def follow_questions(questions: Sequence[Question], asked: Iterable[tuple[str, datetime, str]]) -> list[Question]:
    """Assign each question the ids of those that the same customers ask next, most customers first.

    `asked` tells who asked when and which question: customer, moment, question's id. What one customer alone asked next
    is a coincidence.
    """
    of_customer: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for customer, moment, question_id in asked:
        if customer:
            of_customer[customer].append((moment, question_id))
    followers: dict[str, Counter[str]] = defaultdict(Counter)
    for own in of_customer.values():
        steps = {(before, after) for (_, before), (_, after) in pairwise(sorted(own)) if before != after}
        for before, after in steps:
            followers[before][after] += 1
    followed = []
    for question in questions:
        counts = followers[question.id]
        often = sorted((id_ for id_ in counts if counts[id_] >= FEWEST_FOLLOWERS), key=lambda id_: (-counts[id_], id_))
        followed.append(replace(question, next=tuple(often[:RELATED])))
    return followed


def find_nearest_questions(
    ids: Sequence[str],
    middles: NDArray[np.float32],
    count: int,
    languages: Sequence[str] = (),
    *,
    least: float = LEAST_NEAR,
) -> list[list[int]]:
    """Return the places of the nearest others of each question, nearest first, as far as they are near at all.

    Questions in two of the `languages`, where both are known, are not near.
    """
    alike = np.round(middles @ middles.T, 5)
    own = languages or [""] * len(ids)
    found = []
    for i in range(len(ids)):
        others = sorted(
            (j for j in range(len(ids)) if j != i and (own[i] == own[j] or "" in (own[i], own[j]))),
            key=lambda j: (-alike[i, j], ids[j]),
        )
        found.append([j for j in others[:count] if alike[i, j] >= least])
    return found


NEARBY = 8
"""Neighbouring questions whose replies are looked at for contradictions beside a question's own."""


def relate(questions: Sequence[Question], clusters: Sequence[Cluster]) -> list[Question]:
    """Return which questions are near each other, and which are asked after one another."""
    asked = [
        (member.customer, member.received, question.id)
        for question, cluster in zip(questions, clusters, strict=True)
        for member in cluster.members
        if member.received
    ]
    tagged = tag_questions(questions, clusters)
    return follow_questions(relate_questions(tagged, _list_middles(clusters)), asked)


def list_neighbours(
    ids: Sequence[str], clusters: Sequence[Cluster], answered: Sequence[NDArray[np.float32] | None]
) -> list[list[int]]:
    """Return for each cluster the places of those near to it, by what was asked and by what was answered."""
    middles = _list_middles(clusters)
    told = np.array([m if a is None else a for m, a in zip(middles, answered, strict=True)])
    return [
        sorted({*asked_near, *told_near})
        for asked_near, told_near in zip(
            find_nearest_questions(ids, middles, NEARBY), find_nearest_questions(ids, told, NEARBY), strict=True
        )
    ]


def _list_middles(clusters: Sequence[Cluster]) -> NDArray[np.float32]:
    return np.array([cluster.middle() for cluster in clusters], dtype=np.float32)
