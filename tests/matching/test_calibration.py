"""Calibration: what `--precision` promises is kept on enquiries that were never seen, and more costs links."""

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry2article.matching.calibration import FEWEST_TRIALS, USUAL, Calibration, CrossValidation, learn_calibration


def invent_trials(count, seed, *, firm_questions=30):
    """Trials of a company whose questions are more or less firm, and whose enquiries lie more or less near to them."""
    luck = np.random.default_rng(seed)
    firm = np.linspace(0.3, 1.0, firm_questions)
    question = luck.integers(0, firm_questions, count)
    near = luck.uniform(0.1, 0.95, count)
    lead = np.clip(near + luck.normal(0, 0.2, count), 0, 1)
    odds = 6 * near + 2 * lead + 5 * firm[question] - 6.5
    right = luck.uniform(size=count) < 1 / (1 + np.exp(-odds))
    signs = np.column_stack([near, lead, np.clip(near + 0.1, 0, 1)])
    hidden = np.column_stack([luck.uniform(0, 0.45, count), luck.uniform(0, 0.6, count), luck.uniform(0, 0.5, count)])
    names = [f"q{place}" for place in question.tolist()]
    return CrossValidation(
        signs=signs,
        firmness=firm[question],
        right=right,
        questions=names,
        hidden=hidden,
        firm={f"q{place}": float(value) for place, value in enumerate(firm)},
    )


@pytest.mark.parametrize("precision", [0.9, 0.95])
@pytest.mark.parametrize("seed", range(5))
def test_the_promised_share_of_links_is_right_among_enquiries_never_seen(precision, seed):
    learnt = learn_calibration(invent_trials(1500, seed))
    later = invent_trials(4000, seed + 100)
    linked = learnt.compute_right_probability(later.signs, later.questions) >= learnt.find_threshold(precision)
    assert linked.mean() > 0.2
    assert later.right[linked].mean() >= precision - 0.02


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 1000), st.floats(0.5, 0.99), st.floats(0.5, 0.99))
def test_more_precision_never_gives_more_links(seed, one, other):
    learnt = learn_calibration(invent_trials(300, seed))
    low, high = sorted((one, other))
    assert learnt.find_threshold(low) <= learnt.find_threshold(high)


def test_what_cannot_be_promised_gives_no_link():
    few = learn_calibration(invent_trials(60, 3))
    assert few.learnt
    assert few.find_threshold(0.999) > 1
    assert few.expect(few.find_threshold(0.999)) == (0.0, 0.0)


def test_enquiries_from_outside_are_told_from_those_on_record():
    learnt = learn_calibration(invent_trials(1000, 1))
    later = invent_trials(1000, 2)
    inside = learnt.compute_known_probability(later.signs[later.signs[:, 0] > 0.7])
    assert inside.mean() > 0.8
    assert learnt.compute_known_probability(later.hidden).mean() < 0.35


def test_a_firm_question_is_linked_more_readily():
    learnt = learn_calibration(invent_trials(1000, 1))
    signs = np.array([[0.6, 0.6, 0.7]] * 2)
    weak, firm = learnt.compute_right_probability(signs, ["q0", "q29"])
    assert weak < firm


def test_a_question_that_people_refuse_is_linked_less_and_one_that_they_confirm_more():
    learnt = learn_calibration(invent_trials(1000, 1))
    signs = np.array([[0.6, 0.6, 0.7]])
    refused, before, confirmed = (
        learnt.correct({"q5": verdict}).compute_right_probability(signs, ["q5"])[0] for verdict in (-2, 0, 2)
    )
    assert refused < before < confirmed
    assert (
        learnt.correct({"q5": -2}).compute_right_probability(signs, ["q6"])[0]
        == learnt.compute_right_probability(signs, ["q6"])[0]
    )


@pytest.mark.parametrize("count", [0, 1, FEWEST_TRIALS - 1])
def test_too_few_enquiries_teach_nothing(count):
    assert learn_calibration(invent_trials(count, 1)) is USUAL


def test_trials_that_all_went_well_teach_nothing():
    trials = invent_trials(200, 1)
    lucky = CrossValidation(
        trials.signs, trials.firmness, np.ones(200, dtype=bool), trials.questions, trials.hidden, trials.firm
    )
    assert learn_calibration(lucky) is USUAL


def test_what_was_learnt_survives_the_workspace():
    learnt = learn_calibration(invent_trials(500, 1))
    assert Calibration.from_json(learnt.to_json()) == learnt
    assert Calibration.from_json("") is USUAL


def test_learning_is_the_same_every_time():
    texts = {learn_calibration(invent_trials(500, 7)).to_json() for _ in range(3)}
    assert len({hashlib.sha256(text.encode()).hexdigest() for text in texts}) == 1
