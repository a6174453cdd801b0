"""What was replied counts beside what was asked, but for sentences that are sent whatever was asked."""

import numpy as np

from enquiry2article.domain.vectors import Replied
from enquiry2article.embedding.minilm import MinilmEmbedder
from enquiry2article.questions.grouping.reply_evidence import drop_uninformative, gather_replies
from enquiry2article.questions.grouping.same_question import add_replies
from enquiry2article.text.sentences import split_sentences

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


def unit(*values):
    row = np.array(values, dtype=np.float32)
    return row / np.linalg.norm(row)


def test_replies_are_gathered_into_one_text_and_one_vector():
    vectors = {"Bleed it.": unit(0, 1), "Top it up.": unit(1, 0)}
    replied = gather_replies([["Bleed it.", "Top it up.", "Bleed it."], []], vectors, 2)
    assert list(replied.texts) == ["Bleed it. \n Top it up.", ""]
    assert np.allclose(np.linalg.norm(replied.vectors, axis=1), [1, 0])
    assert 0 < replied.vectors[0, 0] < replied.vectors[0, 1]  # what is said twice counts twice


def test_add_replies_puts_what_was_said_beside_the_enquiry():
    rows = np.array([unit(1, 0), unit(1, 0)])
    replied = Replied(["Bleed it.", ""], np.array([unit(0, 1), [0, 0]], dtype=np.float32))
    told, mixed = add_replies(["It is cold", "It is icy"], rows, replied)
    assert told == ["It is cold \n Bleed it.", "It is icy"]
    assert np.allclose(np.linalg.norm(mixed, axis=1), 1)
    assert 0 < mixed[0, 1] < mixed[0, 0] < 1  # the enquiry's own words weigh more
    assert mixed[1].tolist() == [1, 0]
    assert rows.tolist() == [[1, 0], [1, 0]]  # what was given is left as it was


def test_add_replies_of_nothing():
    nothing = np.zeros((0, 4), dtype=np.float32)
    told, mixed = add_replies([], nothing, Replied([], nothing))
    assert (told, mixed.shape) == ([], (0, 4))


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
