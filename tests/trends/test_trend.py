"""What is asked more often, told only where chance would hardly bring it about."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from enquiry2article.domain.question import Question
from enquiry2article.trends.trend import add_trends, find_trend

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
    assert find_trend(own, everything) == trend


ALIKE = (60, 60, 60, 60, 60, 0)


@pytest.mark.parametrize(
    ("own", "trend"),
    [
        ((17, 13, 9, 5, 4, 0), "rising"),  # against the four months together, 17 are not sure enough
        ((9, 9, 9, 5, 4, 0), "steady"),  # it rose, and has not for two months
        ((17, 4, 5, 9, 13, 0), "rising"),  # at once, after it had fallen
        ((3, 5, 9, 13, 17, 0), "falling"),
        ((0, 1, 2, 3, 5, 9), "gone"),
        ((2, 1, 1, 1, 0, 0), "steady"),
    ],
)
def test_what_changes_little_by_little_is_told(own: tuple[int, ...], trend: str) -> None:
    assert find_trend(own, ALIKE) == trend


def test_a_climb_that_all_enquiries_make_is_none() -> None:
    assert find_trend((17, 13, 9, 5, 4, 0), (170, 130, 90, 50, 40, 0)) == "steady"


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
        own = [sum(draw.random() < 0.05 for _ in range(200)) for _ in range(5)]
        told += find_trend((*own, 0), (200, 200, 200, 200, 200, 0)) != "steady"
    assert told <= 0.05 * 400


def test_what_few_asked_long_ago_is_not_told_to_have_stopped() -> None:
    assert find_trend((0, 0, 3), (100, 300, 2000)) == "steady"
    assert find_trend((0, 0, 40), (100, 300, 2000)) == "gone"


def ask_daily(first: int, last: int, every: int = 1) -> list[datetime]:
    return [NEWEST - timedelta(days=day) for day in range(last, first + 1, every)]


@pytest.mark.parametrize(
    ("asked", "trend"),
    [
        (ask_daily(240, 62, every=9), "gone"),  # twenty in half a year, and none for two months
        (ask_daily(240, 62, every=60), "steady"),  # so few that two months without any are nothing
        (ask_daily(240, 20, every=9), "steady"),
    ],
)
def test_who_stops_asking_is_told_as_soon_as_chance_would_hardly_do_it(asked: list[datetime], trend: str) -> None:
    received = {f"o{day}-{n}": NEWEST - timedelta(days=day) for day in range(300) for n in range(5)}
    received |= {f"q{n}": at for n, at in enumerate(asked)}
    [told] = add_trends([question("q", [id_ for id_ in received if id_.startswith("q")])], received)
    assert told.trend == trend


def test_one_day_and_no_dates_tell_nothing() -> None:
    times = {str(n): NEWEST for n in range(50)}
    (found,) = add_trends([question("q", [str(n) for n in range(10)])], times)
    assert (found.trend, found.months) == ("steady", (("2026-12", 10),))
    assert add_trends([question("q", ["1"])], {})[0].trend == "steady"


def test_an_export_that_begins_a_few_days_before_the_last_month_makes_nothing_new() -> None:
    times = {str(n): NEWEST - timedelta(days=n % 33) for n in range(330)}
    own = [id_ for id_, at in times.items() if at > NEWEST - timedelta(days=20)][:6]
    assert add_trends([question("q", own)], times)[0].trend == "steady"


def test_months_without_any_enquiry_make_nothing_rise() -> None:
    times = {f"{k}{n}": NEWEST - timedelta(days=n % 25) for k in "ab" for n in range(40)}
    times |= {f"{k}-{n}": NEWEST - timedelta(days=100 + n % 20) for k in "ab" for n in range(40)}
    questions = [question(k, [id_ for id_ in times if id_.startswith(k)]) for k in "ab"]
    assert [q.trend for q in add_trends(questions, times)] == ["steady", "steady"]


def test_the_order_of_the_rows_changes_nothing() -> None:
    times = {str(n): NEWEST - timedelta(days=n % 150) for n in range(400)}
    asked = question("q", [str(n) for n in range(0, 400, 3) if n % 150 < 25])
    turned = dict(reversed(times.items()))
    assert add_trends([asked], times) == add_trends([asked], turned)
