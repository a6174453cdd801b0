"""Ratings: what the words and numbers of a survey say of an answer, and that a liked answer is preferred."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from conftest import invoke, load_questions, write_export
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.answers.reply_sentences import find_repeated
from enquiry2article.cleaning.field_names import find_field
from enquiry2article.cleaning.ratings import read_rating
from enquiry2article.domain.enquiry import RedactedEnquiry, Reply


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
    assert find_field(column) == "rating"


LONG = "Unscrew the cap, rinse it under the tap and let it dry before you screw it back on."
OTHER = "Unscrew the cap, rinse it under the shower and let it dry before you screw it back on."


def member(id_, text, day, **more):
    at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=day)
    question = "How do I clean the cap of the flask?"
    return RedactedEnquiry(
        id=id_, source="x", text=question, ask=question, received=at, replies=(Reply(text=text, at=at),), **more
    )


@pytest.mark.parametrize(("ratings", "leading"), [(("Good", "Bad"), LONG), (("Bad", "Good"), OTHER)])
def test_the_answer_that_customers_rated_well_leads(tmp_path, ratings, leading):
    rows = "".join(
        f'{id_},2026-03-02,cap,How do I clean the cap of the flask?,"{text}",{rating}\n'
        for id_, text, rating in zip("abcd", (LONG, OTHER) * 2, ratings * 2, strict=True)
    )
    export = write_export(tmp_path / "flasks.csv", "id,date,topic,question,answer,satisfaction\n" + rows)
    invoke("run", export, "-w", tmp_path / "workspace", "-o", tmp_path / "posts", "--group-by", "topic")
    [question] = load_questions(tmp_path / "workspace")
    assert question["answer"][0]["text"] == leading


def test_an_answer_after_which_the_same_customer_asks_again_counts_less():
    asked_again = [
        member("a", LONG, 1, customer="c1"), member("b", LONG, 9, customer="c1"), member("c", OTHER, 10, customer="c2"),
    ]  # fmt: skip
    assert find_repeated(asked_again) == {"a"}
    assert find_repeated(replace(m, customer="") for m in asked_again) == frozenset()
    assert find_repeated([asked_again[0], member("b", LONG, 90, customer="c1")]) == frozenset()
