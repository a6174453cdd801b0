"""Groups and their replies: enquiries that were given other answers ask something else, however alike they sound."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry2article import same_answer
from enquiry2article.embedders.minilm_embedder import MinilmEmbedder
from enquiry2article.records import ALONE
from enquiry2article.same_answer import add_replies, part_by_answers
from enquiry2article.text import split_sentences

# A heating engineer: all write much the same, and three need air let out, three a new pump.
AIR = [
    ("The radiator upstairs stays cold", "Let the air out with the radiator key. Top the water up to 1.5 bar."),
    ("My radiator upstairs is not warm", "Air is trapped in it: bleed it with a radiator key, then top up the water."),
    ("The radiator stays cold upstairs", "Bleed the radiator with its key until water comes. Fill up to 1.5 bar."),
]
PUMP = [
    ("The radiator upstairs is cold", "The pump is worn out. A new circulation pump costs £180 with fitting."),
    ("Radiators upstairs are cold", "That is the worn circulation pump. We fit a new pump for £180."),
    ("Why is the radiator upstairs cold?", "The circulation pump has to be replaced; a new one is £180, fitted."),
]
# A choir: another matter, with one answer.
CHOIR = [
    ("When does the choir rehearse?", "The choir rehearses every Tuesday evening in the old school."),
    ("Which evening is choir practice?", "Choir practice is every Tuesday evening in the old school."),
    ("What day do you sing?", "We sing on Tuesday evenings, in the old school by the church."),
]


@pytest.fixture(scope="module")
def part():
    """`part_by_answers` on pairs of enquiry and reply ("" for none); each text is embedded once."""
    known = {}
    embedder = MinilmEmbedder()

    def part(pairs, labels, *, min_volume=3, weights=None):
        said = [split_sentences(reply) for _, reply in pairs]
        texts = sorted({text for text, _ in pairs} | {s for own in said for s in own})
        new = [text for text in texts if text not in known]
        known.update(zip(new, embedder.embed(new), strict=True) if new else ())
        rows = np.array([known[text] for text, _ in pairs], dtype=np.float32)
        given_labels = np.array(labels, dtype=np.int64)
        parted = part_by_answers(given_labels, rows, said, known, weights or [1] * len(pairs), min_volume)
        assert given_labels.tolist() == list(labels)  # what was given is left as it was
        return parted.tolist()

    return part


def test_two_answers_part_a_group(part):
    assert part(AIR + PUMP, [0] * 6) == [0, 0, 0, 1, 1, 1]


def test_one_answer_in_other_words_keeps_a_group_whole(part):
    for pairs in (AIR, PUMP, CHOIR):
        assert part(pairs * 2, [4] * 6, min_volume=2) == [4] * 6


def test_without_replies_nothing_is_parted(part):
    pairs = [(text, "") for text, _ in AIR + PUMP]
    assert part(pairs, [0, 0, 0, 7, 7, ALONE]) == [0, 0, 0, 7, 7, ALONE]


def test_nothing_at_all_is_no_error(part):
    assert part([], []) == []
    assert part(AIR[:1], [0]) == [0]
    assert part([("The radiator upstairs stays cold", "")], [ALONE]) == [ALONE]


def test_groups_with_one_answer_keep_their_numbers_and_new_ones_follow(part):
    assert part(CHOIR + AIR + PUMP, [9] * 3 + [2] * 6) == [9, 9, 9, 2, 2, 2, 10, 10, 10]


def test_two_groups_are_never_joined(part):
    """Whoever was given the same answer may still stand in two groups: joining is not this step's work."""
    assert part(CHOIR * 2, [0, 0, 0, 1, 1, 1]) == [0, 0, 0, 1, 1, 1]


def test_what_is_alone_stays_alone(part):
    assert part([*AIR, *PUMP, AIR[0], PUMP[0]], [0] * 6 + [ALONE] * 2)[6:] == [ALONE, ALONE]
    assert part(AIR + PUMP, [ALONE] * 6) == [ALONE] * 6


def test_a_bunch_of_too_few_is_none(part):
    assert part(AIR + PUMP[:2], [0] * 5) == [0] * 5
    assert part(AIR + PUMP, [0] * 6, min_volume=4) == [0] * 6
    assert part(AIR + PUMP[:2], [0] * 5, min_volume=2) == [0, 0, 0, 1, 1]


def test_texts_that_stand_for_several_enquiries_count_as_many(part):
    assert part(AIR + PUMP[:1], [0] * 4, weights=[1, 1, 1, 3]) == [0, 0, 0, 1]
    assert part(AIR + PUMP[:1], [0] * 4, weights=[1, 1, 1, 2]) == [0] * 4


def test_who_got_no_reply_goes_to_the_answer_that_fits(part):
    cold, choir = ("Our radiator upstairs is icy", ""), ("Which day is rehearsal?", "")
    assert part([*AIR, cold, *CHOIR, choir], [0] * 8) == [0, 0, 0, 0, 1, 1, 1, 1]


def test_who_got_a_reply_of_his_own_goes_to_the_likest_answer(part):
    other = ("The radiator is cold", "Bleed it with the radiator key from the drawer, please, and ring if it drips.")
    assert part([*PUMP, other, *AIR], [0] * 7) == [0, 0, 0, 1, 1, 1, 1]


def test_a_reply_that_says_a_thing_twice_says_it_once(part):
    twice = [(text, f"{reply} {reply}") for text, reply in AIR]
    assert part(twice + PUMP, [0] * 6) == part(AIR + PUMP, [0] * 6)


def test_a_very_large_group_is_left_whole(part, monkeypatch):
    monkeypatch.setattr(same_answer, "LARGEST_PARTED", 5)
    assert part(AIR + PUMP, [0] * 6) == [0] * 6
    assert part(AIR + PUMP[:2], [0] * 5, min_volume=2) == [0, 0, 0, 1, 1]


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_the_order_of_the_rows_does_not_matter(part, data):
    """The same enquiries stand together; only the numbers of the groups may differ."""
    told = [(pair, 0) for pair in AIR + PUMP] + [(pair, 3) for pair in CHOIR] + [(("Is the pump free?", ""), 0)]
    shuffled = data.draw(st.permutations(told))

    def groups_of(rows):
        labels = part([pair for pair, _ in rows], [label for _, label in rows])
        return {
            frozenset(pair for (pair, _), own in zip(rows, labels, strict=True) if own == label) for label in labels
        }

    assert groups_of(shuffled) == groups_of(told)
    assert {frozenset(CHOIR)} < groups_of(told)
    assert len(groups_of(told)) == 3


def unit(*values):
    row = np.array(values, dtype=np.float32)
    return row / np.linalg.norm(row)


def test_add_replies_puts_what_was_said_beside_the_enquiry():
    rows = np.array([unit(1, 0), unit(1, 0)])
    vectors = {"Bleed it.": unit(0, 1)}
    whole, mixed = add_replies(["It is cold", "It is icy"], rows, [["Bleed it.", "Bleed it."], []], vectors)
    assert whole == ["It is cold \n Bleed it.", "It is icy"]
    assert np.allclose(np.linalg.norm(mixed, axis=1), 1)
    assert 0 < mixed[0, 1] < mixed[0, 0] < 1  # the enquiry's own words weigh more
    assert mixed[1].tolist() == [1, 0]
    assert rows.tolist() == [[1, 0], [1, 0]]  # what was given is left as it was


def test_the_same_answer_brings_enquiries_together_and_another_one_parts_them():
    rows = np.array([unit(1, 0.3, 0), unit(1, -0.3, 0), unit(1, -0.3, 0)])
    vectors = {"Bleed it.": unit(0, 1, 0), "Buy a pump.": unit(0, 0, 1)}
    _, mixed = add_replies(["a", "b", "c"], rows, [["Bleed it."], ["Bleed it."], ["Buy a pump."]], vectors)
    assert mixed[0] @ mixed[1] > rows[0] @ rows[1]
    assert mixed[0] @ mixed[2] < rows[0] @ rows[2]
    assert mixed[1] @ mixed[2] < rows[1] @ rows[2]


def test_add_replies_of_nothing():
    whole, mixed = add_replies([], np.zeros((0, 4), dtype=np.float32), [], {})
    assert (whole, mixed.shape) == ([], (0, 4))
