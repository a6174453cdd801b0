"""What is asked more often, told only where chance would hardly bring it about."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from enquiry2article.records import Question
from enquiry2article.trends import add_trends, tell_trend

NEWEST = datetime(2026, 12, 31, tzinfo=UTC)


def question(id_: str, ids: list[str]) -> Question:
    return Question(id=id_, title=id_, slug=id_, enquiry_ids=tuple(ids), volume=len(ids), customers=len(ids))


@pytest.mark.parametrize(
    ("own", "everything", "trend"),
    [
        ((9, 3, 0), (100, 300, 0), "rising"),
        ((20, 60, 0), (100, 300, 0), "steady"),
        ((40, 60, 0), (200, 300, 0), "steady"),
        ((1, 30, 0), (100, 300, 0), "falling"),
        ((0, 30, 0), (100, 300, 0), "gone"),
        ((0, 2, 0), (100, 300, 0), "steady"),
        ((0, 0, 9), (100, 300, 200), "gone"),
        ((6, 0, 0), (100, 300, 0), "new"),
        ((2, 0, 0), (100, 300, 0), "steady"),
        ((5, 0, 0), (100, 0, 0), "steady"),
        ((0, 0, 0), (0, 0, 0), "steady"),
        ((1100, 3000, 0), (10000, 30000, 0), "steady"),
    ],
)
def test_trends(own: tuple[int, int, int], everything: tuple[int, int, int], trend: str) -> None:
    assert tell_trend(own, everything) == trend


def test_a_month_with_more_of_everything_makes_nothing_rise() -> None:
    times = {f"{k}{n}": NEWEST - timedelta(days=n % 30) for k in "ab" for n in range(60)}
    times |= {f"{k}-{n}": NEWEST - timedelta(days=40 + n) for k in "ab" for n in range(40)}
    questions = [question(k, [id_ for id_ in times if id_.startswith(k)]) for k in "ab"]
    assert [q.trend for q in add_trends(questions, times)] == ["steady", "steady"]


def test_months_are_counted() -> None:
    times = {"1": datetime(2026, 3, 1, tzinfo=UTC), "2": datetime(2026, 3, 9, tzinfo=UTC), "3": NEWEST}
    (found,) = add_trends([question("q", ["1", "2", "3", "undated"])], times)
    assert found.months == (("2026-03", 2), ("2026-12", 1))


def test_chance_alone_is_seldom_told_as_a_change() -> None:
    draw = random.Random(5)
    told = 0
    for _ in range(400):
        recent = sum(draw.random() < 0.05 for _ in range(200))
        before = sum(draw.random() < 0.05 for _ in range(600))
        told += tell_trend((recent, before, 0), (200, 600, 0)) != "steady"
    assert told <= 0.05 * 400
