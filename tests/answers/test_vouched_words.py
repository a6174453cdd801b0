"""What only one conversation vouches for: a name, a number or a link in a sentence that others share, a rare word."""

from __future__ import annotations

import pytest

from enquiry2article.answers.vouched_words import read_vouched_replies
from enquiry2article.domain.answer import PERSONAL
from enquiry2article.domain.enquiry import RedactedEnquiry, Reply

TAIL = "Lay the rug flat for a day and it will lose its creases."


def read(*replies: str, asks: tuple[str, ...] = (), allowed: tuple[str, ...] = ()) -> list[tuple[str, bool]]:
    """Read replies, one to a customer each, and give each first sentence and whether it is held back."""
    enquiries = [
        RedactedEnquiry(
            id=f"t{n}",
            source="x",
            text=asks[n] if n < len(asks) else "How do I get the creases out of my rug?",
            ask="",
            customer=f"c{n}",
            replies=(Reply(text=f"{text} {TAIL}"),),
        )
        for n, text in enumerate(replies)
    ]
    found = read_vouched_replies(enquiries, allowed)
    return [(found[enquiry.id][0].text, found[enquiry.id][0].unfit == PERSONAL) for enquiry in enquiries]


NAMES = ("Ottoline Brackenbury", "Wulfric", "ROSAMUND ADDERLEY", "Grace Pemberwick", "jolanta wieczorkowska")


@pytest.mark.parametrize(
    ("frame", "left"),
    [
        ("{}, roll the rug out and put books on it.", "Roll the rug out and put books on it."),
        ("Roll the rug out and put books on it, {}.", "Roll the rug out and put books on it."),
    ],
)
def test_whom_a_shared_sentence_speaks_to_is_cut_off_however_they_are_written(frame: str, left: str) -> None:
    assert read(*(frame.format(name) for name in NAMES)) == [(left, False)] * len(NAMES)


@pytest.mark.parametrize(
    "fillers",
    [
        NAMES,
        ("KX-4471", "KX-9032", "KX-1180", "KX-7715"),
        ("https://rugs.example/r/aq81", "https://rugs.example/r/zz07", "https://rugs.example/r/m4k2"),
        ("Sunny", "Grace", "Mark", "Rose"),
    ],
    ids=["names", "numbers", "links", "names that are words"],
)
def test_what_varies_within_a_shared_sentence_keeps_it_out(fillers: tuple[str, ...]) -> None:
    found = read(*(f"We have put {filler} on the list for the next round of cleaning." for filler in fillers))
    assert [held for _, held in found] == [True] * len(fillers)


def test_a_word_that_one_conversation_uses_and_no_dictionary_knows_keeps_a_sentence_out() -> None:
    found = read(
        "Ask Thornquist at the desk for the long brush.",
        "Ask at the desk for the long brush.",
        "A long brush is to be had at the desk.",
    )
    assert [held for _, held in found] == [True, False, False]


def test_contractions_and_compounds_are_known_by_their_parts() -> None:
    found = read("The rug mustn't be soaked, and it shouldn't see sun-light.", "Keep it dry.", "Keep it from the sun.")
    assert [held for _, held in found] == [False] * 3


def test_terms_of_the_export_of_the_settings_and_of_posts_stay() -> None:
    asks = ("Is the Kelvaro rug washable?", "my Kelvaro is creased", "Kelvaro, can I vacuum it?")
    said = "The Kelvaro may be washed by hand in cold water."
    other = "Lukewarm water is fine as well."
    assert [held for _, held in read(said, other, other, asks=asks)] == [False] * 3
    assert [held for _, held in read(said, other, other)] == [True, False, False]
    assert [held for _, held in read(said, other, other, allowed=("How to wash the Kelvaro",))] == [False] * 3


@pytest.mark.parametrize(
    "words",
    [("Monday", "Tuesday"), ("hand", "machine"), ("24 hours", "48 hours"), ("28 days", "60 days")],
    ids=lambda words: words[0],
)
def test_what_agents_put_differently_is_no_variable(words: tuple[str, str]) -> None:
    found = read(*(f"You can have the rug washed by {word} at the earliest." for word in words))
    assert [held for _, held in found] == [False] * len(words)


def test_the_order_of_the_rows_changes_nothing() -> None:
    replies = [f"{name}, roll the rug out and put books on it." for name in NAMES]
    assert sorted(read(*replies)) == sorted(read(*reversed(replies)))


def test_a_surname_that_is_a_seldom_word_keeps_a_sentence_out_where_one_conversation_has_it() -> None:
    replies = ("Ask Greenwood at the desk for a second rug.", "Ask somebody at the desk for a second rug.")
    assert [unfit for _, unfit in read(*replies)] == [True, False]
    assert not any(unfit for _, unfit in read(*["Ask Greenwood at the desk for a second rug."] * 3))
