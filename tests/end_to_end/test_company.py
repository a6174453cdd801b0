"""Who has company in a group: what nobody else asks is no part of a question, however near it lies to one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.domain.cluster import ALONE, Detail
from enquiry2article.domain.vectors import Replied
from enquiry2article.embedding.minilm import MinilmEmbedder
from enquiry2article.embedding.similarity import NEAREST_MEMBERS, Likeness, find_least_cohesion, measure_cohesion
from enquiry2article.questions.grouping.consensus import ConsensusGrouper

# A library: three things that many ask, and five that one person asks.
ASKED = """
How do I renew the books I have borrowed?
Can I renew a book from home?
I would like to renew my books online.
Renewing a borrowed book, how does that work?
May I keep the book for longer and renew it?
Renew two books?
What is the fine for a book that is overdue?
How much do I owe for bringing a book back late?
Is there a fee for overdue books?
I am late with a book, what do I pay?
What does an overdue book cost a day?
How high is the late fee?
When is the library open on Saturday?
What are your opening hours?
Are you open on Sundays?
Until when are you open in the evening?
Opening times in the holidays?
When do you open in the morning?
""".strip().splitlines()
ONE_OFFS = [
    "Did a blue scarf turn up by the lockers?",
    "My uncle left us 40 crates of sheet music, would you take them?",
    "Who painted the mural in the stairwell?",
    "The radiator in the reading room knocks all night.",
    "Could the brass band rehearse in your courtyard in May?",
]


def see(texts):
    rows = MinilmEmbedder().embed(texts)
    return rows, Likeness.learn(texts, rows, [1] * len(texts)).see(texts, rows)


def test_what_nobody_else_asks_stays_alone():
    texts = sorted(ASKED + ONE_OFFS)
    rows = MinilmEmbedder().embed(texts)
    labels = ConsensusGrouper().group(
        texts, rows, [1] * len(texts), replied=Replied.nothing(len(texts)), detail=Detail.USUAL, min_volume=3
    )
    alone = {text for text, label in zip(texts, labels, strict=True) if label == ALONE}
    assert alone == set(ONE_OFFS)


def test_a_stranger_has_less_company_than_anybody_of_the_group():
    asked = ASKED[:6]
    _, seen = see([*asked, ONE_OFFS[3]])
    company = measure_cohesion(seen, np.zeros(7, dtype=np.int64), [1] * 7)
    assert company.argmin() == 6
    assert company[6] < find_least_cohesion(company, np.zeros(7, dtype=np.int64))


def test_who_stands_for_several_is_company_to_himself():
    asked = ASKED[:2]
    _, seen = see(asked)
    once, often = (measure_cohesion(seen, np.array([0, 1]), weights) for weights in ([1, 1], [1 + NEAREST_MEMBERS, 1]))
    assert once.tolist() == [0.0, 0.0]
    assert often[0] > 1
    assert often[1] == 0


def test_where_nothing_is_grouped_nobody_lacks_company():
    _, seen = see(ONE_OFFS)
    labels = np.full(len(ONE_OFFS), ALONE)
    company = measure_cohesion(seen, labels, [1] * len(ONE_OFFS))
    assert not company.any()
    assert (company >= find_least_cohesion(company, labels)).all()


@pytest.fixture(scope="module")
def seen_once():
    return see([*ASKED[:6], *ONE_OFFS[:2]])[1]


@given(order=st.permutations(range(8)))
def test_the_order_of_texts_changes_nobodys_company(seen_once, order):
    labels = np.array([0, 0, 0, 0, 1, 1, 1, ALONE])
    turned = measure_cohesion(seen_once.take(np.array(order)), labels[order], [1] * 8)
    assert turned.tolist() == measure_cohesion(seen_once, labels, [1] * 8)[order].tolist()
