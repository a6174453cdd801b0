"""What became of a question since a post answers it: less, still, or too early to tell."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.cli.output.listing import describe_lately, effect_to_row, question_to_dict
from enquiry2article.domain.question import Answered, Effect, Outcome, Question, QuestionStatus
from enquiry2article.trends.arrivals import Arrival
from enquiry2article.trends.effects import add_effects, describe_effect

POST = datetime(2026, 6, 10, 8, tzinfo=UTC)
URL = "https://shop.example/help/returns/"


def question(ids: list[str], status: QuestionStatus = QuestionStatus.ANSWERED) -> Question:
    return Question(
        id="q", title="How do I return a tent?", slug="q", enquiry_ids=tuple(ids), volume=len(ids), customers=len(ids),
        status=status, post_url=URL if status is QuestionStatus.ANSWERED else "",
    )  # fmt: skip


def rows(start: int, stop: int, step: float, name: str) -> dict[str, Arrival]:
    """Enquiries at even distances, in days from the post's day."""
    count = int((stop - start) / step)
    return {
        f"{name}{n}": Arrival(at=POST + timedelta(days=start + n * step), who=f"{name}-customer{n}")
        for n in range(count)
    }


def measure(own: dict[str, Arrival], others: dict[str, Arrival], answered: Answered | None = None) -> Effect:
    since = answered or Answered(url=URL, since=POST)
    (found,) = add_effects([question(list(own))], {**own, **others}, {"q": since})
    assert found.effect is not None
    return found.effect


OTHERS = rows(-100, 101, 0.25, "x")


def test_asked_less_since() -> None:
    effect = measure(rows(-100, 0, 4, "a") | rows(1, 101, 25, "b"), OTHERS)
    assert (effect.outcome, effect.days, effect.before, effect.after) == (Outcome.LESS, 100, 25, 4)
    assert effect.high is not None
    assert effect.low < (effect.ratio or 0) < effect.high < 1
    assert describe_effect(effect) == (
        "asked less since the post of 2026-06-10: by 4 customers in the 100 days after it, 25 in the 100 before"
    )


def test_still_asked() -> None:
    effect = measure(rows(-100, 0, 6, "a") | rows(1, 101, 6, "b"), OTHERS)
    assert effect.outcome is Outcome.STILL
    assert describe_effect(effect).startswith("still asked since the post of 2026-06-10: by 16 customers")


def test_fewer_enquiries_of_every_kind_are_no_success() -> None:
    others = rows(-100, 0, 0.2, "x") | rows(1, 101, 1, "y")
    effect = measure(rows(-100, 0, 4, "a") | rows(1, 101, 20, "b"), others)
    assert effect.ratio == pytest.approx(1.0, abs=0.1)
    assert effect.outcome is not Outcome.LESS


def test_what_other_posts_have_stopped_does_not_make_it_rise() -> None:
    own, other = rows(-100, 101, 6, "a"), rows(-100, 0, 0.5, "other")
    known, since = own | other | OTHERS, Answered(url=URL, since=POST)
    asked = [question(list(own)), replace(question(list(other)), id="q-other")]
    (found, _) = add_effects(asked, known, {"q": since, "q-other": since})
    assert found.effect is not None
    assert found.effect.ratio == pytest.approx(1.0, abs=0.1)


def test_too_few_and_too_early() -> None:
    assert measure(rows(-100, 0, 30, "a") | rows(1, 101, 40, "b"), OTHERS).outcome is Outcome.UNSURE
    early = measure(rows(-100, 10, 2, "a"), rows(-100, 10, 0.25, "x"))
    assert early.outcome is Outcome.UNSURE
    assert describe_effect(early) == "too early to tell what the post of 2026-06-10 does"


def test_a_post_of_tomorrow_has_done_nothing_yet() -> None:
    effect = measure(rows(-100, -1, 2, "a"), rows(-100, 0, 0.25, "x"))
    assert (effect.outcome, effect.days, effect.after) == (Outcome.UNSURE, 0, 0)


def test_windows_are_equal_and_leave_the_day_out() -> None:
    own = {f"o{hour}": Arrival(at=POST.replace(hour=hour), who=f"w{hour}") for hour in range(24)}
    own |= rows(-40, -39, 1, "before") | rows(40, 41, 1, "after")
    effect = measure(own, rows(-300, 41, 0.5, "x"))
    assert (effect.days, effect.before, effect.after) == (40, 1, 1)


def test_at_most_half_a_year_is_looked_at() -> None:
    effect = measure(rows(-400, 401, 5, "a"), rows(-400, 401, 0.5, "x"))
    assert effect.days == 180


def test_who_asks_again_and_again_is_one_customer() -> None:
    own = rows(-90, 0, 6, "a")
    own |= {f"again{day}": Arrival(at=POST + timedelta(days=day), who="the same") for day in range(1, 90)}
    assert measure(own, OTHERS).after == 1


def test_a_post_older_than_the_enquiries_has_no_before() -> None:
    old = Answered(url=URL, since=POST - timedelta(days=2000))
    effect = measure(rows(-50, 101, 5, "a"), OTHERS, old)
    assert (effect.outcome, effect.before, effect.ratio, effect.days) == (Outcome.STILL, None, None, 90)
    assert describe_effect(effect) == "answered, and still asked: by 17 customers in the last 90 days"
    assert measure(rows(-50, 101, 60, "a"), OTHERS, old).outcome is Outcome.UNSURE


def test_a_day_on_which_it_was_merely_noticed_is_not_compared() -> None:
    seen = Answered(url=URL, since=POST, dated=False)
    assert measure(rows(-100, 101, 5, "a"), OTHERS, seen).before is None


def test_what_nobody_answers_has_no_effect() -> None:
    known = rows(-10, 40, 1, "a")
    for asked, answered in ((question(list(known), QuestionStatus.NEW), {"q": Answered(url=URL, since=POST)}),
                            (question(list(known)), {})):  # fmt: skip
        assert add_effects([asked], known, answered)[0].effect is None
    assert add_effects([question(["a"])], {}, {"q": Answered(url=URL, since=POST)})[0].effect is None


def test_something_never_asked_before_has_no_ratio() -> None:
    effect = measure(rows(1, 101, 10, "b"), OTHERS)
    assert (effect.before, effect.ratio, effect.high, effect.outcome) == (0, None, None, Outcome.STILL)


@given(st.integers(0, 9999))
def test_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    shuffler = random.Random(seed)
    own, known = rows(-100, 101, 7, "a"), list((rows(-100, 101, 7, "a") | OTHERS).items())
    ids = list(own)
    since = {"q": Answered(url=URL, since=POST)}
    (before,) = add_effects([question(sorted(ids))], dict(known), since)
    shuffler.shuffle(known)
    shuffler.shuffle(ids)
    assert add_effects([question(ids)], dict(known), since)[0].effect == before.effect


@given(st.dictionaries(st.text(max_size=3), st.datetimes(timezones=st.just(UTC)), max_size=12), st.datetimes())
def test_any_dates_are_taken(moments: dict[str, datetime], since: datetime) -> None:
    known = {id_: Arrival(at=at, who=id_) for id_, at in moments.items()}
    (found,) = add_effects([question(list(known)[::2])], known, {"q": Answered(url=URL, since=since)})
    assert found.effect is None or (found.effect.days >= 0 and describe_effect(found.effect))


def test_it_is_listed() -> None:
    known = rows(-100, 0, 6, "a") | rows(1, 101, 6, "b")
    (found,) = add_effects([question(list(known))], known | OTHERS, {"q": Answered(url=URL, since=POST)})
    told = question_to_dict(found)["effect"]
    assert (told["outcome"], told["since"], told["before"], told["after"]) == ("still", "2026-06-10", 16, 16)
    assert describe_lately(found) == "answered, still asked"
    assert effect_to_row(found)[2:6] == ["2026-06-10", "100", "16", "16"]
    assert effect_to_row(question([])) == []
