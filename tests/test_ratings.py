"""Ratings: what the words and numbers of a survey say of an answer, and that a liked answer is preferred."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.answers.compose import compose_answer
from enquiry2article.answers.reply_sentences import find_repeated, read_replies
from enquiry2article.columns import match_names
from enquiry2article.embedders.minilm_embedder import MinilmEmbedder
from enquiry2article.ratings import read_rating
from enquiry2article.records import Cluster, RedactedEnquiry, Reply


@pytest.mark.parametrize(
    "text",
    [
        "Good",
        "good with comment",
        "Extremely happy",
        "5",
        "4",
        "9",
        "103",
        "4/5",
        "8 of 10",
        "95 %",
        "👍",
        "⭐⭐⭐⭐⭐",
    ],
)
def test_a_content_customer(text):
    assert read_rating(text) is True


@pytest.mark.parametrize(
    "text", ["Bad", "Not Good", "Very Dissatisfied", "1", "2", "-103", "2/5", "3 von 10", "20%", "👎", "⭐"]
)
def test_a_customer_who_is_not_content(text):
    assert read_rating(text) is False


@pytest.mark.parametrize(
    "text", ["", "Offered", "unoffered", "Okay", "3", "0", "100", "7", "n/a", "£45 a night", "3/0"]
)
def test_ratings_that_say_nothing(text):
    assert read_rating(text) is None


@given(st.text(max_size=30))
def test_any_text_is_a_rating_or_none(text):
    assert read_rating(text) in (True, False, None)


@pytest.mark.parametrize(
    "column",
    ["Satisfaction Score", "Survey results", "satisfaction_rating.score", "conversation_rating.rating", "Bewertung"],
)
def test_helpdesks_columns_of_ratings_are_known(column):
    assert match_names(["id", "question", column])["rating"] == column


LONG = "Unscrew the cap, rinse it under the tap and let it dry before you screw it back on."
OTHER = "Put the whole cap into the freezer for a night and knock the ice out in the morning."


def answer_of(*members):
    vectors = np.array(MinilmEmbedder().embed(["How do I clean the cap of the flask?"] * len(members)))
    cluster = Cluster(members=members, similarities=(1.0,) * len(members), vectors=vectors)
    sentences = [s for member in members for s in read_replies(member)]
    texts = sorted({s.text for s in sentences})
    told = dict(zip(texts, MinilmEmbedder().embed(texts), strict=True))
    return compose_answer(cluster, sentences, frozenset(), frozenset(), told, vectors[0])


def member(id_, text, day, **more):
    at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=day)
    question = "How do I clean the cap of the flask?"
    return RedactedEnquiry(
        id=id_, source="x", text=question, ask=question, received=at, replies=(Reply(text=text, at=at),), **more
    )


def test_the_answer_that_customers_rated_well_leads():
    plain = [member("a", LONG, 1), member("b", OTHER, 2)]
    for liked, text in ((0, LONG), (1, OTHER)):
        rated = [replace(m, content=place == liked) for place, m in enumerate(plain)]
        assert answer_of(*rated).statements[0].text == text


def test_an_answer_after_which_the_same_customer_asks_again_counts_less():
    asked_again = [
        member("a", LONG, 1, customer="c1"), member("b", LONG, 9, customer="c1"), member("c", OTHER, 10, customer="c2"),
    ]  # fmt: skip
    assert find_repeated(asked_again) == {"a"}
    assert find_repeated(replace(m, customer="") for m in asked_again) == frozenset()
    assert find_repeated([asked_again[0], member("b", LONG, 90, customer="c1")]) == frozenset()
