"""Yes or no: an article says it where the title asks for it and those who replied agree."""

import pytest

from enquiry2article.answers.yes_no import asks_yes_or_no, choose_word, find_sign, put_word_back


@pytest.mark.parametrize(
    ("title", "asks"),
    [
        ("Can the iron pan go in the dishwasher?", True),
        ("Do I need a permit?", True),
        ("Darf der Hund mit?", True),
        ("How do I dry it?", False),
        ("Can't I dry it in the sun?", False),
        ("Is it not for children?", False),
        ("Do you ship on Monday or on Tuesday?", False),
        ("Dishwasher: what do I need to know?", False),
        ("Candles: are they vegan?", False),
    ],
)
def test_titles_that_ask_for_yes_or_no(title: str, asks: bool) -> None:
    assert asks_yes_or_no(title) is asks


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("No, it rusts.", -1),
        ("Sorry, no: it rusts.", -1),
        ("Yes! It may.", 1),
        ("Nein, leider nicht.", -1),
        ("No problem, it may.", 0),
        ("Nobody does.", 0),
        ("It may.", 0),
    ],
)
def test_what_a_reply_begins_with(text: str, sign: int) -> None:
    assert find_sign(text) == sign


@pytest.mark.parametrize(
    ("openings", "word"),
    [
        (["No, it rusts.", "No, it does not.", "Wash it by hand."], -1),
        (["No, it rusts."], 0),
        (["No, it rusts.", "No, it does not.", "Yes, by hand."], 0),
        (["Yes, gladly."] * 10 + ["No, it rusts."], 1),
        ([], 0),
    ],
)
def test_few_who_say_it_or_who_disagree_say_nothing(openings: list[str], word: int) -> None:
    assert choose_word((str(place), text) for place, text in enumerate(openings)) == word


@pytest.mark.parametrize(
    ("said", "finished", "text"),
    [
        ("No, the pan rusts", "The pan rusts.", "No, the pan rusts."),
        ("no! Monday is our day off", "Monday is our day off.", "No, Monday is our day off."),
        ("Sorry, no - we are full", "We are full.", "No, we are full."),
        ("The pan rusts", "The pan rusts.", "The pan rusts."),
    ],
)
def test_the_word_is_put_before_the_sentence_as_it_was_said(said: str, finished: str, text: str) -> None:
    assert put_word_back(said, finished) == text
