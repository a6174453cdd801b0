"""Which question deserves an article first, and why."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import replace

from enquiry2article.domain.question import Question, Trend
from enquiry2article.trends.effects import describe_effect
from enquiry2article.trends.seasons import describe_season
from enquiry2article.trends.worth import describe_worth

CUSTOMERS_SHARE, ANSWERS_SHARE, RECENT_SHARE = 0.7, 0.2, 0.1
"""What the score is made of: how many people ask, whether there is an answer to publish, whether they still ask."""

MOST_WORK = 4.0
"""A question that takes longer to answer than the usual one counts for so many times its customers at the most; one
that takes less, for no less than that part of them. Without handling times in the export all count the same."""

RECENT_DAYS = 90

TRENDS = {
    Trend.NEW: "new in the last month",
    Trend.RISING: "asked more often in the last month",
    Trend.FALLING: "asked less often in the last month",
    Trend.GONE: "not asked in the last month",
}


def rank_questions(questions: Sequence[Question]) -> list[Question]:
    """Order the questions, most worth answering first, and give each its rank, score (0..1) and reasons.

    Days are counted back from the newest enquiry of all, not from today, so that an old export ranks as it did.
    """
    if not questions:
        return []
    usual = [q.worth.minutes for q in questions if q.worth and q.worth.minutes]
    weighed = {q.id: _weigh(q, statistics.median(usual) if usual else 0.0) for q in questions}
    most = max(weighed.values())
    newest = max((q.last_seen for q in questions if q.last_seen), default=None)
    scored = []
    for question in questions:
        share = question.replied / question.volume
        old = (newest - question.last_seen).days if newest and question.last_seen else 0
        score = (
            CUSTOMERS_SHARE * math.log1p(weighed[question.id]) / math.log1p(most)
            + ANSWERS_SHARE * share
            + RECENT_SHARE * max(0.0, 1 - old / RECENT_DAYS)
        )
        scored.append(replace(question, score=round(score, 4), reasons=_give_reasons(question, old)))
    scored.sort(key=lambda q: (-q.score, -q.customers, q.id))
    return [replace(question, rank=rank) for rank, question in enumerate(scored, start=1)]


def _weigh(question: Question, usual: float) -> float:
    """Return how many customers of the usual kind a question's customers are worth, by the work that they make."""
    minutes = question.worth.minutes if question.worth else None
    if minutes is None or not usual:
        return question.customers
    return question.customers * min(MOST_WORK, max(1 / MOST_WORK, minutes / usual))


def _give_reasons(question: Question, days_old: int) -> tuple[str, ...]:
    reasons = [_describe_customers(question)]
    if question.replied == 0:
        reasons.append("no person replied to it in this export")
    elif question.replied < question.volume:
        reasons.append(f"{question.replied} of {question.volume} got a reply")
    else:
        reasons.append("every one got a reply")
    if not question.post_url:
        reasons.append("no post answers it")
    if question.effect and question.post_url:
        reasons.append(describe_effect(question.effect))
    if question.trend in TRENDS:
        reasons.append(TRENDS[question.trend])
    if question.season:
        reasons.append(describe_season(question.season))
    if question.worth and question.trend is not Trend.GONE:
        reasons.append(describe_worth(question.worth))
    if days_old > RECENT_DAYS:
        reasons.append(f"not asked for {days_old} days")
    return tuple(reasons)


def _describe_customers(question: Question) -> str:
    people = "1 customer" if question.customers == 1 else f"{question.customers} customers"
    if question.first_seen and question.last_seen:
        days = (question.last_seen - question.first_seen).days + 1
        return f"{people} in {days} days" if days > 1 else f"{people} in one day"
    return people
