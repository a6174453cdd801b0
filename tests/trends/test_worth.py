"""What an answer is worth: customers a month with an interval, and the work that they make."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.domain.question import Question, Worth
from enquiry2article.questions.ranking import rank_questions
from enquiry2article.trends.arrivals import Arrival
from enquiry2article.trends.worth import add_worth, describe_minutes, describe_time, describe_worth

NEWEST = datetime(2026, 12, 31, 12, tzinfo=UTC)


def question(id_: str, ids: list[str], **more: object) -> Question:
    values = {"volume": len(ids), "customers": len(ids), "replied": len(ids), **more}
    return Question(id=id_, title=id_, slug=id_, enquiry_ids=tuple(ids), **values)  # type: ignore[arg-type]


def arrivals(days: int, *, minutes: float | None = None) -> dict[str, Arrival]:
    """One enquiry a day, each of another customer."""
    return {f"e{day}": Arrival(at=NEWEST - timedelta(days=day), who=f"c{day}", minutes=minutes) for day in range(days)}


def worth_of(ids: list[str], known: dict[str, Arrival]) -> Worth:
    (found,) = add_worth([question("q", ids)], known)
    assert found.worth is not None
    return found.worth


def test_customers_a_month_are_those_of_the_last_three() -> None:
    known = arrivals(200)
    worth = worth_of([f"e{day}" for day in range(0, 200, 3)], known)
    assert worth.monthly == 10
    assert (worth.low, worth.high) == (pytest.approx(6.75, abs=0.01), pytest.approx(14.28, abs=0.01))  # 30 in 3 months


def test_a_short_export_looks_back_over_whole_months_only() -> None:
    assert worth_of(["e0", "e29", "e40"], arrivals(45)).monthly == 2
    assert worth_of(["e0", "e29", "e40"], arrivals(60)).monthly == 1.5
    assert add_worth([question("q", ["e0"])], arrivals(29))[0].worth is None


def test_who_asks_three_times_in_a_month_is_one_customer_and_in_two_months_two() -> None:
    known = arrivals(90)
    for day in (1, 2, 3, 40):
        known[f"same{day}"] = Arrival(at=NEWEST - timedelta(days=day), who="the same")
    assert worth_of(["same1", "same2", "same3"], known).monthly == round(1 / 3, 2)
    assert worth_of(["same1", "same2", "same3", "same40"], known).monthly == round(2 / 3, 2)


def test_nothing_dated_is_worth_nothing_known() -> None:
    assert add_worth([question("q", ["a"])], {})[0].worth is None
    assert worth_of(["nobody"], arrivals(90)).monthly == 0


def test_the_middle_time_is_told_from_three_on() -> None:
    known = arrivals(90)
    for day, minutes in enumerate((4.0, 6.0, 240.0)):
        known[f"e{day}"] = Arrival(at=known[f"e{day}"].at, who=f"c{day}", minutes=minutes)
    worth = worth_of(["e0", "e1", "e2", "e3"], known)
    assert (worth.minutes, worth.timed) == (6.0, 3)
    worth = worth_of(["e0", "e1", "e3"], known)
    assert (worth.minutes, worth.timed) == (None, 2)


@given(st.integers(0, 9999))
def test_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    shuffler = random.Random(seed)
    rows = list(arrivals(100, minutes=3.5).items())
    ids = [id_ for id_, _ in rows[::4]]
    before = worth_of(ids, dict(rows))
    shuffler.shuffle(rows)
    shuffler.shuffle(ids)
    assert worth_of(ids, dict(rows)) == before


@pytest.mark.parametrize(
    ("worth", "told"),
    [
        (Worth(monthly=12, low=8.1, high=17.2), "about 12 customers a month (8 to 18)"),
        (Worth(monthly=1.33, low=0.4, high=3.4), "about 1 customer a month (0 to 4)"),
        (Worth(monthly=0.33, low=0.0, high=1.9), "less than one customer a month (at most 2)"),
        (
            Worth(monthly=0.33, low=0.0, high=1.9, minutes=20, timed=3),
            "less than one customer a month (at most 2); about 20 minutes each",
        ),
        (
            Worth(monthly=12, low=8.1, high=17.2, minutes=6, timed=9),
            "about 12 customers a month (8 to 18); about 6 minutes each: 1 h 10 min a month",
        ),
        (
            Worth(monthly=1400, low=1350, high=1450, minutes=4, timed=99),
            "about 1,400 customers a month (1,350 to 1,450); about 4 minutes each: 93 h a month",
        ),
    ],
)
def test_it_is_told_in_words(worth: Worth, told: str) -> None:
    assert describe_worth(worth) == told


@given(st.floats(0.01, 1e6))
def test_any_time_is_told(minutes: float) -> None:
    told = describe_time(minutes)
    assert told
    assert "  " not in told
    assert "60 min" not in told
    assert describe_minutes(minutes)


def test_what_takes_longer_ranks_higher_where_the_time_is_known() -> None:
    quick = question("q-quick", ["a"] * 10, worth=Worth(monthly=3, low=1, high=6, minutes=2, timed=9))
    long = question("q-long", ["a"] * 9, worth=Worth(monthly=3, low=1, high=6, minutes=25, timed=9))
    untimed = question("q-untimed", ["a"] * 9)
    assert [q.id for q in rank_questions([quick, untimed, long])] == ["q-long", "q-untimed", "q-quick"]
    assert "about 25 minutes each: 1 h 20 min a month" in rank_questions([long])[0].reasons[-1]


def test_without_times_the_order_is_that_of_the_customers() -> None:
    many, few = question("q-many", ["a"] * 10), question("q-few", ["a"] * 4)
    worth = Worth(monthly=9, low=5, high=12)
    assert [q.id for q in rank_questions([few, many])] == ["q-many", "q-few"]
    (first, _) = rank_questions([question("q-few", ["a"] * 4, worth=worth), many])
    assert first.id == "q-many"
    assert all(0 <= q.score <= 1 for q in rank_questions([few, many]))
