"""Noun phrases and the articles before them, learnt from the texts of an export."""

from enquiry2article.questions.naming.determiners import Determiners
from enquiry2article.questions.naming.noun_phrases import list_noun_phrases
from enquiry2article.questions.naming.nouns import Nouns

TEXTS = [
    "A gift card is sent by mail. Use a gift card for the course.",
    "The gift card came late. Do you send a gift card to Norway?",
    "Can I use a gift card twice? I lost the gift card.",
    "You can send the gift card back in the box.",
]
NOUNS = Nouns.learn([("en", text) for text in TEXTS])


def test_a_phrase_is_a_noun_with_what_belongs_to_it():
    assert [*list_noun_phrases("My gift card, which came per gift card", NOUNS, "en")] == [("gift", "card")] * 2
    assert [*list_noun_phrases("It came late", NOUNS, "en")] == []


def test_an_article_is_set_only_where_others_set_one():
    determiners = Determiners.learn(TEXTS, NOUNS)
    assert determiners.supply("Can I use gift card?") == "Can I use a gift card?"
    for right in ("Can I use my gift card?", "Which gift card is it?", "Can I use gift cards?", "Can I use Gift Card?"):
        assert determiners.supply(right) == right
