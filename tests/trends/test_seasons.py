"""When in the year a question is asked more: told where it is sure, and "every year" only of more years than one."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.domain.question import Question, Season
from enquiry2article.trends.seasons import add_seasons, describe_season, find_season

JANUARY = 12 * 2024
USUAL = 100
"""Enquiries of all kinds in a month."""


def year(low: int, **months: int) -> list[int]:
    names = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    return [months.get(name, low) for name in names]


def find(own: list[int], everything: list[int] | None = None, first: int = JANUARY) -> Season | None:
    everything = everything or [USUAL] * len(own)
    return find_season(
        {first + place: count for place, count in enumerate(own)},
        {first + place: count for place, count in enumerate(everything)},
    )


def test_a_season_of_two_years_comes_every_year() -> None:
    season = find(year(1, nov=9, dec=9) * 2)
    assert season == Season(months=(11, 12), years=2, share=round(36 / 56, 3))
    assert season
    assert describe_season(season) == "asked mostly in November and December, every year"


def test_a_season_goes_on_over_the_turn_of_the_year() -> None:
    season = find(year(1, nov=8, dec=8, jan=8, feb=8) * 2)
    assert season
    assert season.months == (11, 12, 1, 2)
    assert describe_season(season).startswith("asked mostly in November to February")


def test_one_year_tells_of_so_far() -> None:
    season = find(year(1, jun=14))
    assert season == Season(months=(6,), years=1, share=0.56)
    assert season
    assert "every year" not in describe_season(season)


def test_one_year_cannot_tell_a_season_at_its_end_from_something_new() -> None:
    assert find(year(1, nov=12, dec=12)) is None
    assert find(year(1, jan=12, feb=12)) is None


def test_what_came_once_and_not_again_is_no_season() -> None:
    assert find(year(2, jun=20) + year(2)) is None


def test_what_grows_or_comes_up_or_ends_has_no_season() -> None:
    assert find([2 * month for month in range(24)]) is None
    assert find([0] * 10 + [15] * 14) is None
    assert find([15] * 9 + [0] * 15) is None


def test_a_summer_with_more_of_everything_makes_no_season() -> None:
    busy = year(USUAL, jun=500, jul=500)
    assert find(year(4, jun=20, jul=20) * 2, busy * 2) is None


def test_few_enquiries_tell_nothing() -> None:
    assert find(year(0, jun=2) * 2) is None


def test_months_without_any_enquiry_are_passed_over() -> None:
    own, everything = year(1, jun=14) * 2, [USUAL] * 24
    for closed in (7, 19):  # every August the shop is shut
        own[closed] = everything[closed] = 0
    season = find(own, everything)
    assert season
    assert season.months == (6,)
    assert season.years == 2


def test_an_export_that_begins_and_ends_in_the_middle_of_a_month() -> None:
    own, everything = [0, *year(1, jun=14), *year(1, jun=14), 0], [10, *[USUAL] * 24, 3]
    season = find(own, everything, first=JANUARY - 1)
    assert season
    assert (season.months, season.years) == ((6,), 2)
    # The second June has only begun: it does not speak against the first.
    season = find(year(1, jun=14) + year(1)[:5] + [0], [USUAL] * 17 + [5])
    assert season
    assert (season.months, season.years) == ((6,), 1)


def question(ids: list[str]) -> Question:
    return Question(id="q", title="q", slug="q", enquiry_ids=tuple(ids), volume=len(ids), customers=len(ids))


def spread(days: int) -> dict[str, datetime]:
    start = datetime(2025, 7, 1, tzinfo=UTC)
    told = {f"all{n}-{day}": start + timedelta(days=day) for day in range(days) for n in range(4)}
    own = {f"own-{day}-{n}": start + timedelta(days=day) for day in range(days) for n in range(1)}
    december = {id_: at for id_, at in own.items() if at.month == 12 or at.day == 1}
    return told | december


def test_less_than_a_year_has_no_seasons() -> None:
    for days, there in ((340, False), (362, True)):
        received = spread(days)
        (found,) = add_seasons([question([id_ for id_ in received if id_.startswith("own")])], received)
        assert (found.season is not None) is there


@given(st.integers(0, 9999))
def test_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    shuffler = random.Random(seed)
    received = spread(365)
    ids = [id_ for id_ in received if id_.startswith("own")]
    (found,) = add_seasons([question(ids)], received)
    rows = list(received.items())
    shuffler.shuffle(rows)
    shuffler.shuffle(ids)
    (again,) = add_seasons([question(ids)], dict(rows))
    assert again.season == found.season
    assert found.season is not None


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 30)), min_size=1, max_size=40))
def test_any_counts_are_taken(months: list[tuple[int, int]]) -> None:
    own = {JANUARY + place: few for place, (few, more) in enumerate(months)}
    everything = {JANUARY + place: few + more for place, (few, more) in enumerate(months)}
    season = find_season(own, everything)
    assert season is None or (1 <= len(season.months) <= 4 and 0 < season.share <= 1)


def test_no_dates_and_one_day() -> None:
    assert add_seasons([question(["a"])], {})[0].season is None
    assert add_seasons([question(["a"])], {"a": datetime(2026, 1, 1, tzinfo=UTC)})[0].season is None


def _draw(draw: random.Random, mean: float) -> int:
    count, chance, limit = 0, draw.random(), math.exp(-mean)
    while chance > limit:
        count, chance = count + 1, chance * draw.random()
    return count


@pytest.mark.parametrize(("mean", "months"), [(2.0, 12), (10.0, 12), (2.0, 24), (10.0, 24), (10.0, 36)])
def test_chance_alone_seldom_makes_a_season(mean: float, months: int) -> None:
    draw = random.Random(11)
    found = 0
    for _ in range(200):
        own = [_draw(draw, mean) for _ in range(months)]
        found += find(own, [count + _draw(draw, USUAL) for count in own]) is not None
    assert found <= 0.05 * 200
