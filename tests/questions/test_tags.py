"""Tags are nouns by which a reader would browse; nouns are told by where they stand."""

from dataclasses import replace

import numpy as np
import pytest

from enquiry2article.domain.answer import Answer, Lack, Statement
from enquiry2article.domain.cluster import Cluster
from enquiry2article.domain.enquiry import RedactedEnquiry, Reply
from enquiry2article.domain.question import Question
from enquiry2article.questions.naming.nouns import Nouns
from enquiry2article.questions.naming.tags import tag_questions


def learn(language, *texts):
    return Nouns.learn([(language, text) for text in texts])


@pytest.mark.parametrize(
    ("language", "texts", "nouns", "others"),
    [
        (
            "en",
            ["I want to book the court. We book it. Can I book a racket?", "My racket broke. The racket, your court.",
             "The court is booked today. I told you today. A new racket, a new court, new balls.", "The first court."],
            ["court", "racket", "rackets"],
            ["book", "today", "new", "told", "first", "elephant"],
        ),
        (
            "de",
            ["Wann ist der Platz frei? Ich will spielen.", "Ein freier Platz, dann spielen wir. Der Platz ist frei.",
             "Wir spielen auf dem Platz. Ist der Platz frei?"],
            ["Platz"],
            ["spielen", "frei"],
        ),
        (
            "fr",
            ["Je veux payer la facture. Où est ma facture ?", "L'abonnement et la facture jointe. Il faut payer.",
             "Je dois payer l'abonnement. Votre abonnement est prêt."],
            ["facture", "abonnement", "factures"],
            ["payer", "jointe"],
        ),
        (
            "es",
            ["Quiero pagar la factura nueva.", "No puedo pagar mi factura.", "Puedo pagar una factura con tarjeta."],
            ["factura"],
            ["pagar", "nueva"],
        ),
        ("pl", ["Chcę anulować moją rezerwację.", "Nie mogę anulować rezerwacji.", "Do rezerwacji i dla rezerwacji."],
         ["rezerwacji"], ["anulować"]),
        ("ja", ["返品したいです。" * 5], [], ["返品"]),
    ],
)  # fmt: skip
def test_a_noun_is_told_by_where_it_stands(language, texts, nouns, others):
    known = learn(language, *texts)
    assert [word for word in (*nouns, *others) if known.has(word, language)] == nouns


TEXTS = {
    "How do I book a court?": (
        "You can book a court for today on the page of the club.",
        ["I want to book a court.", "Can I book the court today?", "We told you that we book a court."],
    ),
    "Where can I rent a racket?": (
        "A racket is at the counter, and the court is beside it.",
        ["Can I rent a racket?", "I want to rent the racket.", "We need a racket for the court today."],
    ),
    "What does a guest card cost?": (
        "A guest card costs 8 pounds, and a racket is free with it.",
        ["I need a guest card.", "My guest card and a racket, please.", "A guest card for today?"],
    ),
    "How do I pay for a guest card?": (
        "The guest card is paid on the page.",
        ["I want to pay for a guest card.", "Can I pay the guest card?", "Where do I pay?"],
    ),
}


def make(area="club"):
    questions, clusters = [], []
    for n, (title, (answer, texts)) in enumerate(TEXTS.items()):
        members = tuple(
            RedactedEnquiry(id=f"C-{n}{m}", source="", text=text, ask=text, replies=(Reply(text=answer),))
            for m, text in enumerate(texts)
        )
        vectors = np.ones((len(members), 1), dtype=np.float32)
        clusters.append(Cluster(members=members, similarities=(1.0,) * len(members), vectors=vectors))
        questions.append(
            Question(
                id=f"q-{n}", title=title, slug=f"s{n}", enquiry_ids=tuple(m.id for m in members), volume=3,
                customers=3, area=area, keywords=("book", "told"),
                answer=Answer(statements=(Statement(text=answer, sources=("C-1",)),), lack=Lack.NOTHING),
            )
        )  # fmt: skip
    return questions, clusters


def test_tags_are_nouns_of_the_title_or_answer_that_its_customers_use_more_than_others():
    tagged = tag_questions(*make())
    assert [question.tags for question in tagged] == [("court",), ("racket",), ("guest card",), ("guest card",)]


def test_two_words_are_a_phrase_only_where_the_second_is_a_noun():
    nouns = learn("en", "I lost my gift card. A gift card? My parcel came. The parcel came. It came. They came.")
    assert nouns.has_pair("gift", "card", "en")
    assert not nouns.has_pair("parcel", "came", "en")


def test_the_order_of_the_questions_changes_no_tag():
    questions, clusters = make()
    turned = tag_questions(questions[::-1], clusters[::-1])
    assert turned[::-1] == tag_questions(questions, clusters)


def test_an_area_is_named_by_the_noun_that_most_of_its_questions_share_or_has_no_name():
    questions, clusters = make()
    parted = [replace(question, area="cost" if n > 1 else "book") for n, question in enumerate(questions)]
    assert [question.area for question in tag_questions(parted, clusters)] == ["", "", "guest card", "guest card"]
    assert tag_questions([replace(questions[0], area="")], clusters[:1])[0].area == ""


def test_without_any_question_there_is_nothing_to_tag():
    assert tag_questions([], []) == []
