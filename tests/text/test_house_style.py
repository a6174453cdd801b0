"""The house's spelling and words get into a text, and nothing else in it changes."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.text.house_style import dress, find_forbidden

SPELLING = {
    "gore": "GORE-TEX",
    "gore tex": "GORE-TEX",
    "goretex": "GORE-TEX",
    "hill top": "Hilltop",
    "hilltop tent classic": "Hilltop Tent Classic",
    "über grill": "ÜberGrill",
    "c++ builder": "C++Builder",
}
WORDS = {
    "utilise": "use",
    "prior to": "before",
    "prior": "earlier",
    "client": "customer",
    "tent": "shelter",
    "log": "log in",
    "FAQ": "common questions",
    "Kunde": "Gast",
    "I": "we",
    "tablet": "iPad",
    "the box doesn't": "it does not",
}

SIGNS = "` `` ``` 's ’t - / @ . www. https:// ]( ) é \u0301 İ ß 4.50 12 -3".split()
PIECES = st.sampled_from(
    [*SPELLING, *SPELLING.values(), *WORDS, *WORDS.values(), *SIGNS, "Utilise", "PRIOR", "[order number]", " ", "\n"]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=15).map("".join))


@pytest.mark.parametrize(
    ("text", "dressed"),
    [
        ("Wash gore tex at 30 °C.", "Wash GORE-TEX at 30 °C."),
        ("GORE TEX, Goretex and Gore  Tex", "GORE-TEX, GORE-TEX and GORE-TEX"),
        ("It is gore\ntex.", "It is GORE-TEX."),
        ("gore\n\ntex", "GORE-TEX\n\ntex"),
        ("Goretex's lining, a goretex-lined coat, (goretex)", "GORE-TEX's lining, a GORE-TEX-lined coat, (GORE-TEX)"),
        ("Our Über Grill, our über grill", "Our ÜberGrill, our ÜberGrill"),
        ("Open C++ Builder.", "Open C++Builder."),
    ],
)
def test_products_are_spelled_right(text, dressed):
    assert dress(text, spelling=SPELLING, words={}) == dressed


@pytest.mark.parametrize(
    "text",
    [
        "Gorevale, foregore and goretexx",
        "See https://shop.example/gore-tex/goretex?q=gore+tex.",
        "See www.goretex.example or goretex.example/gore or shop.example/hill%20top/goretex",
        "Write to goretex@gore.example or mailto:gore@tex.example",
        "Press `Gore tex` and ``hill `top` goretex``",
        "```\ngoretex\n\nhill top\n```",
        "[size chart](goretex)",
        "Open /care/goretex or C:\\care\\goretex",
        "Get goretex.pdf and care.goretex",
        "Ask @goretex, look for #goretex",
        "gore\u0301 is another word",
    ],
)
def test_what_is_no_word_of_the_text_stays(text):
    assert dress(text, spelling=SPELLING, words={}) == text


def test_a_lone_backtick_protects_nothing():
    assert dress("5` of goretex", spelling=SPELLING, words={}) == "5` of GORE-TEX"
    assert dress("a ` b\n\ngoretex ` c", spelling=SPELLING, words={}) == "a ` b\n\nGORE-TEX ` c"


def test_right_spellings_stay_right():
    text = "GORE-TEX, Gore-Tex and the Hilltop Tent Classic"
    assert dress(text, spelling=SPELLING, words={}) == "GORE-TEX, GORE-TEX and the Hilltop Tent Classic"


def test_the_longest_phrase_wins_and_nothing_is_replaced_twice():
    table = {"box": "case", "box lid": "cover", "cover": "COVER", "case": "CASE"}
    assert dress("the box lid of the box", spelling=table, words={}) == "the cover of the case"


@pytest.mark.parametrize(
    ("text", "dressed"),
    [
        ("Utilise it prior to washing.", "Use it before washing."),
        ("UTILISE it. Prior to that: utilise", "USE it. Before that: use"),
        ("the client's order", "the customer's order"),
        ("Log now. Then log in. LOG!", "Log in now. Then log in. LOG IN!"),
        ("read our FAQ", "read our common questions"),
        ("FAQ for you. FAQ", "Common questions for you. Common questions"),
        ("der Kunde, DER KUNDE", "der Gast, DER GAST"),
        ("I know. When I go, I walk.", "We know. When we go, we walk."),
        ("Tablet or tablet", "iPad or iPad"),
        ("The box doesn’t fit", "It does not fit"),
        ("re-utilise, client-side, clients, client’ll", "re-utilise, client-side, clients, client’ll"),
        ("log4, e.log, a_log", "log4, e.log, a_log"),
    ],
)
def test_words_of_the_house(text, dressed):
    assert dress(text, spelling={}, words=WORDS) == dressed


def test_a_phrase_with_a_number_is_not_found_inside_another_number():
    table = {"5 kg": "five kilograms", "page 2": "the second page"}
    assert dress("2.5 kg, -5 kg, 1,5 kg, 5 kg", spelling={}, words=table) == "2.5 kg, -5 kg, 1,5 kg, five kilograms"
    assert dress("page 2.5, page 2:1, page 2.", spelling={}, words=table) == "page 2.5, page 2:1, the second page."


def test_both_tables_at_once_leave_the_names_of_products_alone():
    text = "Utilise the hill top tent or the hilltop tent classic."
    assert dress(text, spelling=SPELLING, words=WORDS) == "Use the Hilltop shelter or the Hilltop Tent Classic."


def test_what_was_redacted_stays_marked():
    assert (
        dress("Your [order number] and order", spelling={}, words={"order": "parcel"})
        == "Your [order number] and parcel"
    )


def test_empty_tables_and_blank_phrases_change_nothing():
    assert dress("any text", spelling={}, words={}) == "any text"
    assert dress("any  text", spelling={" ": "x"}, words={"": "y"}) == "any  text"
    assert dress("Any text", spelling={"text": ""}, words={"any": ""}) == "Any text"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The CHEAPEST and the cheap", ("cheap",)),
        ("Free of charge, and cheap", ("cheap", "free", "free of charge")),
        ("A no-brainer; free  of\ncharge.", ("no-brainer", "free", "free of charge")),
        ("It can't, it can’t", ()),
        ("It can.", ("can",)),
        ("See https://rival.example", ("rival",)),
        ("Press `cheap`", ("cheap",)),
        ("Freedom, cheaply, rivals", ()),
        ("", ()),
    ],
)
def test_find_forbidden(text, found):
    assert find_forbidden(text, ["cheap", "no-brainer", "free", "free of charge", "can", "rival", " "]) == found


def test_nothing_is_forbidden_by_an_empty_list():
    assert find_forbidden("anything", []) == ()


@given(TEXTS)
def test_dressing_twice_is_dressing_once(text):
    once = dress(text, spelling=SPELLING, words={})
    assert dress(once, spelling=SPELLING, words={}) == once


@given(TEXTS)
def test_numbers_never_change(text):
    dressed = dress(text, spelling=SPELLING, words=WORDS)
    assert re.findall(r"\d+", dressed) == re.findall(r"\d+", text)


@given(st.lists(st.sampled_from([*SPELLING, *WORDS, "and", "4.50"]), max_size=8), st.integers(0, 8))
def test_addresses_never_change(words, place):
    for address in ("https://gore.example/client/tent?log=utilise", "client@gore.example", "`Log > Client`"):
        text = " ".join([*words[:place], address, *words[place:]])
        assert address in dress(text, spelling=SPELLING, words=WORDS)


@given(TEXTS, st.dictionaries(st.text(max_size=6), st.text(max_size=6), max_size=4), st.lists(st.text(max_size=6)))
def test_no_text_and_no_table_crashes(text, table, forbidden):
    dress(text, spelling=table, words=table)
    assert set(find_forbidden(text, forbidden)) <= set(forbidden)


@given(TEXTS)
def test_a_text_without_any_of_the_words_stays(text):
    assert dress(text, spelling={"qqq zz": "x"}, words={"zzqq": "y"}) == text


@pytest.mark.parametrize("piece", ["`", "a.", "a@", "gore ", " ", "/", "](", "www.", "[", "``` ", "-a", "'"])
def test_hostile_texts_take_no_longer(piece):
    start = time.perf_counter()
    dress("client gore " + piece * (100_000 // len(piece)), spelling=SPELLING, words=WORDS)
    assert time.perf_counter() - start < 5
