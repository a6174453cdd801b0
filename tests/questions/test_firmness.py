"""Firm questions are those whose enquiries probably ask the same, and that enough enquiries speak for."""

import numpy as np
import pytest

from enquiry2article.questions.grouping.firmness import FIRM, rate_group


def probable(count, value):
    return np.full((count, count), value, dtype=np.float32)


@pytest.mark.parametrize(
    ("count", "value", "replies", "firm"),
    [
        (10, 0.8, [""] * 10, True),
        (10, 0.3, [""] * 10, False),
        (10, 0.8, ["Please create a ticket."] * 10, False),  # held together by what all are sent
        (2, 0.8, [""] * 2, False),
    ],
)
def test_a_group_is_firm_by_probability_and_by_how_many_speak_for_it(count, value, replies, firm):
    assert (rate_group(probable(count, value), [1] * count, replies) >= FIRM) == firm


def test_enquiries_of_one_wording_ask_the_same():
    assert rate_group(probable(1, 0.0), [8], [""]) == 0.8
    assert rate_group(probable(1, 1.0), [1], [""]) is None
