"""Answers: only whole sentences that agents wrote, for everybody, in an order that works, each with its sources."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from enquiry2article.answers.case_specific import is_general

from enquiry2article.answers.compose import compose_answer
from enquiry2article.answers.contradictions import find_contradictions
from enquiry2article.answers.copy_editing import finish_sentence
from enquiry2article.answers.reply_sentences import find_boilerplate, find_particulars, read_replies
from enquiry2article.embedders.minilm_embedder import MinilmEmbedder
from enquiry2article.records import Cluster, RedactedEnquiry, Reply, Role


def cluster_of(*replies):
    """A cluster whose members t1, t2 … each got one of the replies, a day apart."""
    members = tuple(
        RedactedEnquiry(
            id=f"t{n}",
            source="x",
            text="How?",
            ask="How?",
            replies=(Reply(text=text, agent=f"a{n % 2}", at=datetime(2026, 1, n, tzinfo=UTC)),) if text else (),
        )
        for n, text in enumerate(replies, start=1)
    )
    return Cluster(members=members, similarities=(1.0,) * len(members), vectors=np.ones((len(members), 1), np.float32))


def answer_of(*replies, others=(), title="", askers=None):
    cluster = cluster_of(*replies)
    called = title
    title = title or " ".join(replies) or "How?"
    clusters = (cluster, *(cluster_of(*other) for other in others))
    sentences = [[s for member in c.members for s in read_replies(member)] for c in clusters]
    texts = sorted({s.text for of_one in sentences for s in of_one})
    vectors = dict(zip(texts, MinilmEmbedder().embed(texts), strict=True)) if texts else {}
    asked = MinilmEmbedder().embed([title])[0]
    # Unless a test says otherwise, every enquiry asks exactly what the title asks.
    rows = np.array([asked] * len(cluster.members), dtype=np.float32)
    cluster = replace(cluster, vectors=rows if askers is None else MinilmEmbedder().embed(askers))
    particulars = find_particulars(sentences)
    disagreements = find_contradictions(sentences[0], sentences[1:], vectors)
    return compose_answer(
        cluster, sentences[0], find_boilerplate(sentences), particulars, vectors, asked, disagreements, called
    )


def texts_of(answer):
    return [statement.text for statement in answer.statements]


def test_courtesies_and_the_single_case_are_left_out():
    answer = answer_of(
        "Hi [name],\n\nthanks for getting in touch. I can see your parcel left Penrith on Tuesday. "
        "Delivery in the UK takes two to three working days. Sorry about the wait!\n\nBest wishes,\nEllie",
        "Hello, delivery within the UK takes 2 to 3 working days. I have sent you the tracking number.",
    )
    assert all("working days" in text for text in texts_of(answer))
    assert len(answer.statements) == 1
    assert answer.statements[0].sources == ("t1", "t2")


def test_every_sentence_is_one_that_an_agent_wrote():
    replies = [
        "Open Settings and choose Security. Press Reset password. The link in the mail works for 24 hours.",
        "Please go to Settings, choose Security and press Reset password.",
        "To reset it, open Settings > Security. Check your spam folder if no mail comes.",
    ]
    for statement in answer_of(*replies).statements:
        bare = statement.text.rstrip(".").lower()
        assert any(bare in reply.lower() for reply in replies)
        assert statement.sources


def test_steps_keep_the_order_of_their_reply_and_a_terse_reply_sums_them_up():
    answer = answer_of(
        "Clean the hole with alcohol. Let it dry for ten minutes. Press the patch on firmly. Wait 24 hours before use.",
        "Clean the spot with alcohol, let it dry, then press on the patch and wait for 24 hours.",
    )
    short, *steps = answer.statements
    assert short.text == "Clean the spot with alcohol, let it dry, then press on the patch and wait for 24 hours."
    assert short.role is Role.PLAIN
    assert [step.text.split()[0] for step in steps] == ["Clean", "Let", "Press", "Wait"]
    assert all(step.role is Role.STEP for step in steps)


def test_a_footer_of_all_replies_is_no_answer():
    footer = "We plant a tree for every order that you place with us."
    others = [(f"Gas cannot be posted, only collected. {footer}",), (f"Boots need wax twice a year. {footer}",)]
    answer = answer_of(f"Refunds take five working days to arrive. {footer}", others=others)
    assert texts_of(answer) == ["Refunds take five working days to arrive."]


def test_a_pleasantry_of_all_replies_is_no_answer_wherever_it_stands():
    nice = "We hope that you enjoy the evenings by the fire."
    others = [(f"{nice} Gas cannot be posted, only collected.",), (f"{nice} Boots need wax twice a year.",)]
    answer = answer_of(f"{nice} Refunds take five working days to arrive.", others=others)
    assert texts_of(answer) == ["Refunds take five working days to arrive."]


def test_what_all_agents_reply_is_the_answer_even_if_it_has_no_word_of_the_question():
    same = "Open your order and press Return, then print the label."
    assert texts_of(answer_of(*[same] * 5, title="How can my tent go back?")) == [same]
    assert (
        texts_of(answer_of(same, "Oak leaves fall late.", "Tea is at four o'clock.", title="Is the moon round?")) == []
    )


def test_an_answer_that_several_questions_share_stays():
    same = "Open Settings, choose Security and press Reset password."
    assert texts_of(answer_of(same, others=[(same,), (same,), (same,)])) == [same]


def test_agents_who_disagree_are_shown_and_not_blended():
    answer = answer_of(
        "Refunds take 5 working days after we have received the parcel.",
        "Refunds take 10 working days after we have received the parcel.",
        "A refund takes 5 working days once the parcel is here.",
    )
    [found] = answer.disagreements
    assert len(found.values) == 2
    assert {source for value in found.values for source in value.sources} == {"t1", "t2", "t3"}
    assert sum("10 working days" in value.text for value in found.values) == 1


def test_without_a_usable_reply_there_is_no_answer():
    for replies in ((), ("Done.",), ("",), ("Could you send me your order number?",)):
        answer = answer_of(*replies) if replies else answer_of("")
        assert answer.statements == ()


@pytest.mark.parametrize(
    "text",
    [
        "I have refunded the money to your card.",
        "Your parcel was handed to the courier.",
        "It should be with you by Friday evening.",
        "Could you tell me which model you have?",
        "Sorry for the trouble this has caused.",
        "The order [order number] is on its way.",
        "I'll check with the warehouse and come back to you.",
        "Ja, klar.",
    ],
)
def test_sentences_about_one_case(text):
    assert not is_general(text)


@pytest.mark.parametrize(
    "text",
    [
        "Refunds take five working days after we scan the parcel.",
        "If you have paid by card, the money goes back to the card.",
        "Your order can be changed until it is packed.",
        "We do not post gas canisters.",
        "Öffnen Sie Einstellungen und wählen Sie Sicherheit.",
    ],
)
def test_sentences_for_everybody(text):
    assert is_general(text)


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("then, press the button", "Press the button."),
        ("- open Settings", "Open Settings."),
        ("It works 😀", "It works."),
        ("first, open it", "Open it."),
        ("Is it?", "Is it?"),
    ],
)
def test_finish_sentence_changes_no_fact(text, finished):
    assert finish_sentence(text) == finished


def test_the_answer_belongs_to_the_title():
    """A cluster that holds a neighbouring question does not get that one's answer."""
    answer = answer_of(
        "Open the forgotten password page, enter your address, and follow the link in the mail that you get.",
        "Click unsubscribe at the foot of any newsletter and you will get no more of them.",
        "Enter your mail address on the password page and follow the link in the mail.",
        title="How do I unsubscribe from the newsletter?",
        askers=["I forgot my password", "please take me off the newsletter", "password reset mail missing"],
    )
    assert texts_of(answer) == ["Click unsubscribe at the foot of any newsletter and you will get no more of them."]


def test_when_no_reply_speaks_of_what_was_asked_there_is_no_answer():
    answer = answer_of(
        "Horizontal rain all week up here, and the kettle is always on.",
        title="Would I get the student discount?",
        askers=["do students get a discount"],
    )
    assert answer.statements == ()


RUSTS = (
    "No, the dishwasher takes the oil off and the iron pan rusts. Wash it by hand with a brush.",
    "No, the dishwasher takes the oil off and the iron pan rusts. Dry it at once.",
    "Please never put the iron pan in the dishwasher: it takes the oil off.",
)


def test_a_title_that_asks_for_yes_or_no_gets_it():
    [first, *_] = texts_of(answer_of(*RUSTS, title="Can the iron pan go in the dishwasher?"))
    assert first == "No, the dishwasher takes the oil off and the iron pan rusts."


def test_another_title_and_replies_that_disagree_get_neither_yes_nor_no():
    asked = answer_of(*RUSTS, title="How do I wash the iron pan?")
    torn = answer_of(
        *RUSTS, "Yes, a quick wash does the iron pan no harm.", title="Can the iron pan go in the dishwasher?"
    )
    for answer in (asked, torn):
        assert not any(text.startswith(("No,", "Yes,")) for text in texts_of(answer))
