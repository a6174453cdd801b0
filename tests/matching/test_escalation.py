"""Who needs a person and no prepared text is seen; whoever only asks how something is done gets the post."""

import re
import time

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry2article.matching.escalation import find_escalation
from enquiry2article.text.word_lists import list_languages, list_phrases, read_phrases


def read_cases():
    """Every sentence of the case files, with the reason that is right for it."""
    for path in sorted((ROOT / "tests" / "cases" / "attention").glob("*.txt")):
        reason = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                reason = line.removeprefix("# ").replace("nothing", "")
            elif line:
                yield pytest.param(line, reason, id=f"{path.stem}: {line[:60]}")


CASES = list(read_cases())


@pytest.mark.parametrize(("sentence", "reason"), CASES)
def test_a_sentence_is_told_as_a_person_would(sentence, reason):
    assert find_escalation(sentence) == reason


@pytest.mark.parametrize(("sentence", "reason"), CASES)
def test_manners_around_it_change_nothing(sentence, reason):
    assert find_escalation(f"Hello,\n\n{sentence}\n\nThank you and kind regards") == reason


def test_the_cases_are_many():
    assert len(CASES) >= 200


def test_the_gravest_is_told():
    text = "This is the third time I am writing. My hob smells of gas! I want to cancel my contract."
    assert find_escalation(text) == "may be dangerous"


def test_curly_apostrophes_and_other_letters_for_one_are_the_same():
    assert find_escalation("I’d like to cancel my membership.") == "wants to cancel"
    assert find_escalation("Das ist eine Unversch\u0061\u0308mtheit, unversch\u0061\u0308mt!") == "sounds upset"


@pytest.mark.parametrize("text", ["", " \n\n ", "?", "!!!", "\x00", "¿" * 50])
def test_nothing_said_needs_nobody(text):
    assert find_escalation(text) == ""


WORDS = st.sampled_from(
    "i want to cancel my smell gas the third time writing please contract if how do zum dritten mal ? ! . ,".split(" ")
    + "\n ’ <b> {{ \u202e ÄÖ 0 '".split(" ")
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join)))
def test_whatever_is_written_gets_a_short_answer(text):
    reason = find_escalation(text)
    assert "\n" not in reason
    assert len(reason) < 50


@pytest.mark.parametrize(
    "piece",
    ["i want to ", "third ", "a " * 20, "please my our ", "no ", "is is ", "smell of ", "{", "ich möchte ", "?"],
)
def test_a_wall_of_words_takes_no_time(piece):
    start = time.perf_counter()
    find_escalation(piece * 50_000)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("language", list_languages("escalation.toml"))
def test_every_pattern_is_in_small_letters_and_every_part_that_it_names_is_there(language):
    told = "\n".join(read_phrases(language, "escalation.toml").values())
    assert told == told.lower()
    assert all(list_phrases("escalation", name, language) for name in re.findall(r"<([a-z_]+)>", told))


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Ich habe meine neue Police noch nicht erhalten, können Sie sie mir schicken.", ""),
        ("The thief ran away before the police came to the shop.", "speaks of fraud or theft"),
    ],
)
def test_a_word_that_says_something_else_in_another_language_is_no_sign(sentence, reason):
    assert find_escalation(sentence) == reason
