"""Questions inside other sentences become direct ones, where the grammar is sure, and are refused where it is not."""

import pytest

from enquiry2article.questions.naming.embedded_questions import ask_directly, strip_embedding
from enquiry2article.questions.naming.rewriting import rewrite_sentence


@pytest.mark.parametrize(
    ("clause", "question"),
    [
        # The auxiliary goes before the subject.
        ("where the spare key is", "where is the spare key"),
        ("what the small lever is for", "what is the small lever for"),
        ("when my parcel will leave", "when will my parcel leave"),
        ("if there is a family ticket", "is there a family ticket"),
        ("whether the strap can be repaired", "can the strap be repaired"),
        ("what the difference between the two plans is", "what is the difference between the two plans"),
        ("how much delivery costs are", "how much are delivery costs"),
        ("why it isn't charging", "why isn't it charging"),
        ("why I cannot sign in", "why can't I sign in"),
        ("whether my order has shipped", "has my order shipped"),
        ("if it's possible to pay later", "is it possible to pay later"),
        # Without one, a form of "do" does.
        ("how much postage costs", "how much does postage cost"),
        ("how long the lamp lasts", "how long does the lamp last"),
        ("how the returns work", "how do the returns work"),
        ("whether you deliver to Malta", "do you deliver to Malta"),
        ("whether I have to pay duty", "do I have to pay duty"),
        ("why you charged me twice", "why did you charge me twice"),
        ("if the stove comes with a bag", "does the stove come with a bag"),
        # What belongs to the asking word stays with it.
        ("which size I need", "which size do I need"),
        ("what colours the mat comes in", "what colours does the mat come in"),
        ("how many bags I can bring", "how many bags can I bring"),
        # What is direct already stays.
        ("where is my order", "where is my order"),
        ("what happens if I cancel", "what happens if I cancel"),
        ("what documents are needed", "what documents are needed"),
        ("how to descale it", "how to descale it"),
    ],
)
def test_embedded_clauses_become_direct_questions(clause, question):
    assert ask_directly(clause) == question


@pytest.mark.parametrize(
    "clause",
    [
        "how much the mat I bought is",  # a clause within the subject
        "what the pump needs is",
        "what size mat is best",
        "who handles complaints",
        "why nobody answers",
        "if you need anything else",
        "the spare key",
    ],
)
def test_what_is_unsure_is_refused(clause):
    assert ask_directly(clause) == ""


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Hi, could you tell me where the spare key is?", "Where is the spare key?"),
        ("I'd like to know how much postage costs.", "How much does postage cost?"),
        ("I was wondering, do you deliver to Malta?", "Do you deliver to Malta?"),
        ("Any idea why the lamp keeps flashing?", "Why does the lamp keep flashing?"),
        ("I don't know how to descale it", "How do I descale it?"),
    ],
)
def test_titles_of_wrapped_questions(text, title):
    assert rewrite_sentence(text) == (title,)


@pytest.mark.parametrize("text", ["Please explain what size mat is best.", "Could you tell me who handles complaints?"])
def test_a_wrapped_question_whose_grammar_is_unsure_gives_no_title(text):
    assert rewrite_sentence(text) == ()


def test_what_wraps_no_question_is_left():
    assert strip_embedding("Tell us about the stove") == "Tell us about the stove"
