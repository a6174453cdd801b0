"""Chooses what a copy of an article for another site says: the same facts in other words, and what was left over.

Two pages with the same sentences compete with each other in search, so a copy never repeats more than half of its
original's sentences; where the replies hold no other words for it, there is no copy.
"""

from __future__ import annotations

from enquiry2article.polish import begins_leaning
from enquiry2article.records import Answer, Question
from enquiry2article.text import normalise

MOST_POINTS = 7

FEWEST_POINTS = 3
"""A copy with less in it is not worth a visit."""


def choose_title(question: Question) -> str:
    """Give the copy's title: the customers' own words where they put it differently."""
    for variant in question.variants:
        if normalise(variant.text) != normalise(question.title) and variant.text.endswith("?"):
            return variant.text
    return f"{question.title.rstrip('?')}: a short answer"


def choose_points(answer: Answer) -> tuple[str, ...]:
    """Give what the copy says, or () where it would repeat its original.

    First what the replies also say and the article does not need, since that is new; then statements that other agents
    put in other words, in those words and in the reverse order.
    """
    original = {normalise(statement.text) for statement in answer.statements}
    other = [
        next((w for w in statement.wordings if normalise(w) not in original and not begins_leaning(w)), "")
        for statement in reversed(answer.statements)
    ]
    spare = [statement.text for statement in answer.spare if not begins_leaning(statement.text)]
    points = tuple(dict.fromkeys(point for point in (*spare[: MOST_POINTS - 2], *other) if point))[:MOST_POINTS]
    return points if len(points) >= FEWEST_POINTS else ()
