"""Groups and their replies: enquiries that were given other answers ask something else, however alike they sound."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry2article import same_answer
from enquiry2article.embedders.minilm_embedder import MinilmEmbedder
from enquiry2article.records import ALONE
from enquiry2article.same_answer import (
    FEWEST_TOLD,
    Replies,
    add_replies,
    drop_uninformative,
    join_by_answers,
    part_by_answers,
)
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


# A swimming pool: one question asked in two ways, which get one answer, and another matter of the same pool.
LANES = [
    ("When can I swim lengths?", "Two lanes are kept free from 7 to 9 and from 17 to 19 on weekdays."),
    ("Lanes for swimming lengths, at what time?", "On weekdays two lanes are kept from 7 to 9 and from 17 to 19."),
    ("I want to swim lengths before work, is that possible?", "Yes, two lanes are free from 7 to 9 on weekdays."),
    ("Are there lanes in the evening?", "Two lanes are kept from 17 to 19 on weekdays, and from 7 to 9."),
    ("When do you keep lanes free?", "Lanes are kept free on weekdays from 7 to 9 and from 17 to 19."),
    ("Swimming lengths after work, when?", "From 17 to 19 on weekdays we keep two lanes for lengths."),
]
LESSONS = [
    (
        "How do I sign my daughter up for lessons?",
        "Lessons for children are booked for a term at the desk, £64 for ten.",
    ),
    ("Is there a place in the children's course?", "Children's lessons are £64 for ten and are booked at the desk."),
    ("My son is five, can he learn to swim with you?", "Yes, lessons for children are booked at the desk for a term."),
    ("Swimming lessons for kids?", "Book children's lessons at the desk: ten of them cost £64."),
    ("What do lessons for a child cost?", "Ten lessons for a child are £64, booked at the desk for a term."),
    ("Can my children have lessons on Saturday?", "Lessons for children are on Saturdays too; book them at the desk."),
]


@pytest.fixture(scope="module")
def join():
    """`join_by_answers` on pairs of enquiry and reply; each text is embedded once."""
    known = {}
    embedder = MinilmEmbedder()

    def join(pairs, labels):
        said = [split_sentences(reply) for _, reply in pairs]
        texts = sorted({text for text, _ in pairs} | {s for own in said for s in own})
        new = [text for text in texts if text not in known]
        known.update(zip(new, embedder.embed(new), strict=True) if new else ())
        rows = np.array([known[text] for text, _ in pairs], dtype=np.float32)
        replies = Replies.read(said, known)
        return join_by_answers(np.array(labels, dtype=np.int64), rows, replies).tolist() if replies else labels

    return join


def test_groups_of_one_question_and_one_answer_are_joined(join):
    """The two halves were asked by turns: nothing tells them apart."""
    assert join(LANES * 2 + LESSONS, [0, 1] * 6 + [2] * 6) == [0] * 12 + [2] * 6


def test_groups_of_two_questions_are_not_joined(join):
    assert join(LANES + LESSONS, [3] * 6 + [5] * 6) == [3] * 6 + [5] * 6


def test_questions_that_sound_alike_are_not_joined_where_the_answers_differ(join):
    """The same texts, half of them answered with something else altogether."""
    otherwise = [(text, reply) for (text, _), (_, reply) in zip(LANES, CHOIR * 2, strict=True)]
    assert join(LANES + otherwise + LESSONS, [0] * 6 + [1] * 6 + [2] * 6) == [0] * 6 + [1] * 6 + [2] * 6


def test_few_replies_join_nothing(join):
    few = FEWEST_TOLD - 1
    assert join(LANES[:few] * 2, [0] * few + [1] * few) == [0] * few + [1] * few


def test_nothing_is_joined_without_replies_or_without_groups(join):
    assert join([(text, "") for text, _ in LANES * 2], [0, 1] * 6) == [0, 1] * 6
    assert join(LANES, [ALONE] * 6) == [ALONE] * 6
    assert join([], []) == []


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
        replies = Replies.read(said, known)
        if not replies:
            return given_labels.tolist()
        parted = part_by_answers(given_labels, rows, replies, weights or [1] * len(pairs), min_volume)
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


def test_parting_never_joins(part):
    """Whoever was given the same answer may still stand in two groups: joining is the step before."""
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


OPENING = "Thank you for writing to us, your ticket number is {}."
HANDED_ON = "I have passed this on to the colleagues who will write to you."


def drop(*pairs: tuple[str, list[str]]) -> list[list[str]]:
    asked = {f"t{n}": text for n, (text, _) in enumerate(pairs)}
    vectors = dict(zip(asked.values(), MinilmEmbedder().embed(list(asked.values())), strict=True))
    kept = drop_uninformative({f"t{n}": said for n, (_, said) in enumerate(pairs)}, asked, vectors)
    return [kept[f"t{n}"] for n in range(len(pairs))]


def test_what_is_replied_to_whatever_was_asked_says_nothing_about_the_question():
    pairs = [
        (ask, [OPENING.format(n * 317), *split_sentences(said)]) for n, (ask, said) in enumerate([*LANES, *LESSONS])
    ]
    assert drop(*pairs) == [said[1:] for _, said in pairs]


def test_one_answer_to_one_question_is_kept_and_so_is_a_reply_of_nothing_else():
    same = "Two lanes are kept free on weekdays."
    pairs = [(ask, [same, HANDED_ON]) for ask, _ in LANES] + [(ask, [HANDED_ON]) for ask, _ in LESSONS]
    assert drop(*pairs) == [[same]] * len(LANES) + [[HANDED_ON]] * len(LESSONS)


def test_without_replies_nothing_is_dropped():
    assert drop() == []
    assert drop(("When do you open?", [])) == [[]]
