"""Learns on the user's own enquiries how sure a match is: what `--precision` means.

Two things can be wrong with a link. The enquiry may ask something that no question on record asks: what that looks like
is learnt by hiding whole questions (`CrossValidation.hidden`). Or it asks one of them, and not the one that was found:
what that looks like is learnt by hiding enquiries, mining the rest again and comparing (`CrossValidation.right`). Some
questions are stable and some fall apart when a few enquiries are missing, so how stable each is counts as well.

Logistic regression on few signs (Platt 1999, "Probabilistic outputs for support vector machines"), and a threshold
read off the held-out enquiries themselves. `docs/matching.md` says what was tried and measured.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec
import numpy as np
from numpy.typing import NDArray

FEWEST_TRIALS = 40
"""Trials below which nothing is learnt: chance would do the talking."""

LEAST_KNOWN = 0.3
"""Probability of asking something on record from which an enquiry is taken to do so."""

STRENGTH = 10.0
"""Inverse strength of the regularisation of both regressions."""

PRIOR_PRECISION = 0.85
"""Precision of the pseudo-observations that smooth the share of right links."""

VERDICT_WEIGHT = 0.7
"""What one word of a person adds to the odds of a question's links, or takes off: it doubles or halves them."""


@dataclass(frozen=True, slots=True)
class CrossValidation:
    """What came of placing enquiries whose question was known."""

    signs: NDArray[np.float64]
    """Of each held-out enquiry what `likeness.Places.take_signs` gives: shape (n, 3)."""
    firmness: NDArray[np.float64]
    """How much of the question that each was placed under other minings find too, 0..1: shape (n,)."""
    right: NDArray[np.bool_]
    """Whether mining puts it there too when it is included."""
    questions: Sequence[str]
    """A name for the question that each was placed under."""
    hidden: NDArray[np.float64]
    """Signs of enquiries whose own question was hidden, so that every place was wrong: shape (m, 3)."""
    firm: Mapping[str, float]
    """How firm each question of the whole export is, by its id."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was learnt. Weights are for closeness, lead and nearest, then, last, the constant."""

    known: tuple[float, ...]
    """Weights of the odds that an enquiry asks something on record."""
    right: tuple[float, ...]
    """Weights of the odds that its place is the right one; before the constant, that of the question's firmness."""
    firm: Mapping[str, float] = field(default_factory=dict)
    """Question → how firm it is, 0..1."""
    usual: float = 0.8
    """How firm a question is that was not tried."""
    verdicts: Mapping[str, int] = field(default_factory=dict)
    """Question → how many more links a person found right than wrong."""
    trials: tuple[tuple[float, bool, str], ...] = ()
    """Probability, outcome and question of each held-out enquiry that seemed to ask something on record, highest
    probability first."""
    learnt: bool = False
    """False where there were too few enquiries: then these are the weights of other companies' exports."""

    def compute_known_probability(self, signs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability that each enquiry asks something on record: shape (n,)."""
        return _to_probability(_weigh_odds(np.asarray(self.known), signs))

    def compute_right_probability(self, signs: NDArray[np.float64], questions: Sequence[str]) -> NDArray[np.float64]:
        """Return the probability that each enquiry was placed under the right question, if it asks one on record."""
        firmness = np.array([self.firm.get(question, self.usual) for question in questions], dtype=np.float64)
        told = np.array([self.verdicts.get(question, 0) for question in questions], dtype=np.float64)
        odds = _weigh_odds(np.asarray(self.right), np.column_stack([signs, firmness]))
        return _to_probability(odds + VERDICT_WEIGHT * told)

    def find_threshold(self, precision: float) -> float:
        """Return the probability from which links keep the precision; above 1 where no link does.

        So many of the held-out enquiries from there on were right, with some luck taken off (`PRIOR_PRECISION`).
        Without trials the precision itself is the threshold.
        """
        if not self.trials:
            return precision
        right, seen, best = 0, set[str](), 1.1
        for place, (probability, outcome, question) in enumerate(self.trials, start=1):
            right += outcome
            seen.add(question)
            equal = place < len(self.trials) and self.trials[place][0] == probability
            if not equal and _estimate_safe_share(right, place, len(seen)) >= precision:
                best = probability
        return best

    def expect(self, mark: float) -> tuple[float, float]:
        """Return the precision from a mark on, and the share of the trials that reach it; (0, 0) without trials."""
        reached = [outcome for probability, outcome, _ in self.trials if probability >= mark]
        if not reached:
            return 0.0, 0.0
        return sum(reached) / len(reached), len(reached) / len(self.trials)

    def correct(self, verdicts: Mapping[str, int]) -> Calibration:
        """Return it with what a person has said of links: question → how many more were right than wrong."""
        return replace(self, verdicts=dict(verdicts))

    def to_json(self) -> str:
        """Return it as text that `from_json` reads."""
        return json.dumps(
            {
                "known": self.known,
                "right": self.right,
                "firm": self.firm,
                "usual": self.usual,
                "trials": self.trials,
                "learnt": self.learnt,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Calibration:
        """Read what `to_json` gave; "" gives `USUAL`."""
        return msgspec.convert(json.loads(text), cls) if text else USUAL


USUAL = Calibration(known=(4.9, 1.6, 4.8, -7.6), right=(5.5, 2.5, -1.5, 2.7, -4.0))
"""What holds roughly in every export, for one that is too small to learn from."""


def learn_calibration(validation: CrossValidation) -> Calibration:
    """Learn from trials; `USUAL` where it has fewer than `FEWEST_TRIALS` trials or no wrong or no hidden one."""
    right, count = validation.right, len(validation.right)
    if count < FEWEST_TRIALS or len(validation.hidden) < FEWEST_TRIALS or right.all() or not right.any():
        return USUAL
    from sklearn.linear_model import LogisticRegression  # takes a second, which small exports need not spend

    inside = validation.signs[right]
    known = LogisticRegression(C=STRENGTH).fit(
        np.vstack([inside, validation.hidden]),
        np.repeat([True, False], [len(inside), len(validation.hidden)]),
        # An enquiry from outside is as likely as one from inside, however many of each were tried.
        sample_weight=np.repeat(
            [count / len(inside), count / len(validation.hidden)], [len(inside), len(validation.hidden)]
        ),
    )
    table = np.column_stack([validation.signs, validation.firmness])
    judge = LogisticRegression(C=STRENGTH).fit(table, right)
    found = Calibration(
        known=_take_weights(known.coef_, known.intercept_),
        right=_take_weights(judge.coef_, judge.intercept_),
        firm=dict(validation.firm),
        usual=round(float(validation.firmness.mean()), 4),
        learnt=True,
    )
    inside_ = found.compute_known_probability(validation.signs) >= LEAST_KNOWN
    probability = np.round(_to_probability(_weigh_odds(np.asarray(found.right), table)), 6)
    order = np.lexsort((right, -probability))
    trials = tuple(
        (float(probability[i]), bool(right[i]), validation.questions[i]) for i in order.tolist() if inside_[i]
    )
    return replace(found, trials=trials)


def _estimate_safe_share(right: int, count: int, questions: int) -> float:
    """Return the share of right links that is not too high by luck, from their number and that of their questions.

    Links of one question are right or wrong together, so the luck is that of questions and not of links. One question
    more of the usual size, right by no more than `PRIOR_PRECISION`, is added.
    """
    extra = count / questions
    return (right + PRIOR_PRECISION * extra) / (count + extra)


def _weigh_odds(weights: NDArray[np.float64], table: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(table @ weights[:-1] + weights[-1], dtype=np.float64)


def _to_probability(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float64)


def _take_weights(slopes: NDArray[np.float64], constant: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(round(float(value), 6) for value in (*slopes[0], constant[0]))
