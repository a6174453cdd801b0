"""Whether a question is asked less since a post answers it, relative to everything else that is asked.

Pure. As many days before the post as after it are compared, the day itself left out. What counts is how many different
customers ask, and how many ask something else in the same days: when fewer people write at all, no post has done it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from enquiry2article.domain.question import Answered, Effect, Outcome, Question, QuestionStatus
from enquiry2article.trends.arrivals import Arrivals
from enquiry2article.trends.statistics import Ratio, compare_rates

MOST_DAYS: Final = 180
"""Days on either side: further away other things have changed too."""
LEAST_DAYS: Final = 14
"""With fewer days after it nothing is said: a post has to be found first."""
RECENT_DAYS: Final = 90
"""So many days back it is counted who still asks, where nothing is known from before the post."""

LEAST_REST: Final = 1 / 3
"""What posts answer is left out of the rest, since it is asked less too, unless less than so much would be left."""

LONG_DAYS: Final = 60
"""After so many days it is not too early any more: there are too few who ask."""

STILL_RATIO: Final = 1 / 3
"""A question is still asked if it is surely more than this part of what it was."""
STILL_CUSTOMERS: Final = 5
"""Or, where nothing is known from before, if so many ask it."""


class _Calendar:
    """Who asked what on which day."""

    def __init__(self, arrivals: Arrivals, answered: Collection[str]) -> None:
        """`answered` are the enquiries of questions that a post answers: those posts change how often they come."""
        entries = sorted((arrival.day, arrival.who, id_) for id_, arrival in arrivals.items())
        self._days = [day for day, _, _ in entries]
        self._asked = [(who, id_) for _, who, id_ in entries]
        few = len(arrivals.keys() - answered) < LEAST_REST * len(arrivals)
        self._aside: Collection[str] = () if few else answered

    @property
    def ends(self) -> tuple[date, date]:
        """The first and the last day on which anybody asked."""
        return self._days[0], self._days[-1]

    def count(self, own: Collection[str], after: date, days: int) -> tuple[int, int]:
        """Count the customers of so many days after a day: those of its own enquiries, and those of the rest."""
        start, end = bisect_right(self._days, after), bisect_right(self._days, after + timedelta(days=days))
        asked = self._asked[start:end]
        aside = self._aside
        rest = {who for who, id_ in asked if id_ not in own and id_ not in aside}
        return len({who for who, id_ in asked if id_ in own}), len(rest)


def add_effects(questions: Iterable[Question], arrivals: Arrivals, answered: Mapping[str, Answered]) -> list[Question]:
    """Assign each question that is answered what became of it; `answered` tells since when, by its id.

    Where that is not told, or no enquiry has a date, there is no effect.
    """
    listed = list(questions)
    done = {id_ for question in listed if question.status is QuestionStatus.ANSWERED for id_ in question.enquiry_ids}
    calendar = _Calendar(arrivals, done) if arrivals else None
    told = []
    for question in listed:
        since = answered.get(question.id) if question.status is QuestionStatus.ANSWERED else None
        effect = _measure(frozenset(question.enquiry_ids), calendar, since) if calendar and since else None
        told.append(replace(question, effect=effect))
    return told


def _measure(own: Collection[str], calendar: _Calendar, answered: Answered) -> Effect:
    """Compare the days before a question was answered with those after."""
    first, last = calendar.ends
    day = answered.since.date()
    days_before, days_after = min((day - first).days, MOST_DAYS), min((last - day).days, MOST_DAYS)
    if days_after < LEAST_DAYS:
        days = max(days_after, 0)
        return Effect(since=answered.since, days=days, after=calendar.count(own, day, days)[0])
    if not answered.dated or days_before < LEAST_DAYS:
        days = min(days_after, RECENT_DAYS)
        after, _ = calendar.count(own, last - timedelta(days=days), days)
        outcome = Outcome.STILL if after >= STILL_CUSTOMERS else Outcome.UNSURE
        return Effect(since=answered.since, days=days, after=after, outcome=outcome)
    days = min(days_before, days_after)
    before, rest_before = calendar.count(own, day - timedelta(days=days + 1), days)
    after, rest_after = calendar.count(own, day, days)
    ratio = compare_rates((before, after), (rest_before, rest_after))
    return Effect(
        since=answered.since,
        days=days,
        before=before,
        after=after,
        ratio=None if ratio.value is None else round(ratio.value, 3),
        low=round(ratio.low, 3),
        high=None if ratio.high is None else round(ratio.high, 3),
        outcome=_judge(ratio),
    )


def _judge(ratio: Ratio) -> Outcome:
    if ratio.high is not None and ratio.high < 1:
        return Outcome.LESS
    return Outcome.STILL if ratio.low > STILL_RATIO else Outcome.UNSURE


def describe_effect(effect: Effect) -> str:
    """Describe in words what became of a question since it was answered.

    >>> from datetime import datetime
    >>> describe_effect(Effect(since=datetime(2026, 6, 10), days=90, before=15, after=14, outcome=Outcome.STILL))
    'still asked since the post of 2026-06-10: by 14 customers in the 90 days after it, 15 in the 90 before'
    """
    post = f"the post of {effect.since.date().isoformat()}"
    asked = f"by {_count_people(effect.after)} in the {effect.days} days after it"
    if effect.before is None:
        if effect.outcome is Outcome.STILL:
            return f"answered, and still asked: by {_count_people(effect.after)} in the last {effect.days} days"
        if effect.days < LEAST_DAYS:
            return f"too early to tell what {post} does"
        return f"answered, and asked by {_count_people(effect.after)} in the last {effect.days} days"
    compared = f"{asked}, {effect.before:,} in the {effect.days} before"
    if effect.outcome is Outcome.LESS:
        return f"asked less since {post}: {compared}"
    if effect.outcome is Outcome.STILL:
        return f"still asked since {post}: {compared}"
    why = "too early to tell" if effect.days < LONG_DAYS else "too few ask to tell"
    return f"{why} what {post} does: asked {compared}"


def _count_people(count: int) -> str:
    return "1 customer" if count == 1 else f"{count:,} customers"
