"""Light editing: how a sentence begins and ends may change, what it says may not."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry2article.answers.copy_editing import begins_leaning, finish_sentence
from enquiry2article.text.keywords import list_content_stems
from enquiry2article.text.words import split_words

BODIES = """
the upper hinge takes 4.5 mm screws
Press the grey button for 3 seconds, then let go
The pool opens at 6:30 and closes at 21:00
open Studio > Rooms > Opening hours and untick the day
a second pair costs £14.50, a third £9
see https://kiln.example/firing?cone=6 for the curve
write to the desk at https://ferry.example/lost-property before 18:00
Wash wool at 30 °C (never tumble dry it), then lay it flat
we post to Norway, Iceland and the Isle of Man
the "Save" button is grey until a name is typed in
dogs under 8 kg travel in the cabin; larger ones do not
it had had 2 coats of oil, and that that was dry took 12 hours
Tuning a cello takes 10-15 minutes
the ratio is 3:1, by weight
Right-click the icon and choose Rename
Well water may be hard
Now and then oil the lock
No dogs are allowed in rooms 4 to 9
So-called long grain rice needs 18 minutes
is a passport needed for the day trip?
"""

WORDS = """
hinge kiln ferry invoice Norway 12 £4.50 6:30 wool oil stove cello dries opens button the a of with Rooms > 30 °C
https://a.example/b?c=1 e-mail can't after free twice 2026-03-01 no it (8 kg) "Save"
"""

LEADS = """
Well, | Ok, | OK. | Right, | Sure! | Yes, | Yes! | No, | Nope, | Ah, | Hm, | Alas, | Actually, | Basically, | So, | And,
But, | Of course, | Certainly, | Absolutely! | Exactly, | Good news: | If so, | Ja, | Nein, | Also, | Oui, | Bueno,
First, | Then, | Next, | Now, | Finally, | After that, | Once done, | Zuerst, | Danach, | Ensuite, | Luego,
In short: | How it works: | Here is how: | Here's how it works: | This is how it works: | Well, then, | No, no, | –
- - | Well, -
"""

ENDS = ["", ".", "!", "!!!", ",", ";", " :-)", " :)", ":)", " 😀", ". 😀", "! ;-)", " haha", ". (haha)", "  ", "…",
        " –", " -", " – .", " 🍞", " 🍞😀", " (😀)"]  # fmt: skip

bodies = st.sampled_from(BODIES.strip().splitlines())
leads = st.sampled_from(["", *(lead.strip() for line in LEADS.strip().splitlines() for lead in line.split("|"))])
ends = st.sampled_from(ENDS)


@st.composite
def word_salads(draw):
    """Words of many kinds one after the other, none twice running, behind a word that opens nothing."""
    words = draw(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=10))
    return " ".join(["Felt", *(word for before, word in zip(["", *words], words, strict=False) if word != before)])


def tell_content(text):
    """Every word that tells anything, as often as it stands there, every number and every address."""
    return (
        Counter(stem for word in split_words(text) for stem in list_content_stems(word)),
        Counter(re.findall(r"[£€$]?\d+(?:[.,:-]\d+)*", text)),
        Counter(re.findall(r"https?://[^\s,;!…]*[^\s.,;:!?…)]", text)),
    )


def join(lead, body, end):
    return f"{lead} {body}{end}" if lead else f"{body}{end}"


@settings(deadline=None)
@given(leads, st.one_of(bodies, word_salads()), ends)
def test_nothing_that_tells_anything_is_lost_or_added(lead, body, end):
    """Except for what opens the sentence, everything is there as often as it was, in the same order."""
    finished = finish_sentence(join(lead, body, end))
    assert tell_content(finished) == tell_content(body)
    assert list_content_stems(finished) == list_content_stems(body)


@settings(deadline=None)
@given(leads, st.one_of(bodies, word_salads()), ends)
def test_a_finished_sentence_is_left_alone(lead, body, end):
    finished = finish_sentence(join(lead, body, end))
    assert finish_sentence(finished) == finished


@settings(deadline=None)
@given(leads, st.one_of(bodies, word_salads()), ends)
def test_a_finished_sentence_begins_and_ends_as_one(lead, body, end):
    finished = finish_sentence(join(lead, body, end))
    assert not finished[0].islower()
    bare = finished.rstrip(")")
    assert bare[-1] in (".?:…" if bare == finished else ".?:…!")  # what is within brackets may exclaim
    assert "  " not in finished


@settings(deadline=None)
@given(st.text(max_size=150))
def test_any_text_can_be_finished(text):
    finished = finish_sentence(text)
    assert finished == finished.strip()
    assert finished == "" or finished[-1] in ".?:…"
    assert Counter(c for c in finished if c.isdigit()) <= Counter(c for c in text if c.isdigit())


@settings(deadline=None)
@given(bodies, st.data())
def test_a_word_typed_twice_is_said_once(body, data):
    words = body.split(" ")
    places = [
        i
        for i, word in enumerate(words)
        if re.fullmatch(r"[a-z]{2,}", word) and word not in {"that", "had", "in", "on", "up", "out", "off"}
    ]
    place = data.draw(st.sampled_from(places))
    doubled = " ".join([*words[: place + 1], *words[place:]])
    assert finish_sentence(doubled) == finish_sentence(body)


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("the the lid is loose", "The lid is loose."),
        ("The the lid is loose", "The lid is loose."),
        ("oil the lid, the the hinge and the lock", "Oil the lid, the hinge and the lock."),
        ("press it again again.", "Press it again."),
        # what is no slip
        ("It had had two coats", "It had had two coats."),
        ("We know that that lid is loose", "We know that that lid is loose."),
        ("Turn it left, left and right", "Turn it left, left and right."),
        ("Press 2 2 times", "Press 2 2 times."),
        ("Press F F to pay respects", "Press F F to pay respects."),
        ("The theatre opens at 7", "The theatre opens at 7."),
    ],
)
def test_doubled_words(text, finished):
    assert finish_sentence(text) == finished


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("Well, ok, oil the lock", "Oil the lock."),
        ("yes, dogs are welcome", "Dogs are welcome."),
        ("Of course! The hall is heated.", "The hall is heated."),
        ("then, oil the lock", "Oil the lock."),
        ("Finally: oil the lock", "Finally: oil the lock."),
        ("In short: well, oil the lock", "Oil the lock."),
        ("And, oil the lock", "Oil the lock."),
        ("You heard right: the hall is free", "The hall is free."),
        ("- oil the lock", "Oil the lock."),
        ("• Oil the lock", "Oil the lock."),
        ("- - oil the lock", "Oil the lock."),
        ("-- oil the lock", "Oil the lock."),
        ("Well, - oil the lock", "Oil the lock."),
        ("–", ""),
        # what only looks like an opening
        ("Then oil the lock", "Then oil the lock."),
        ("Now is the time to prune roses", "Now is the time to prune roses."),
        ("Right-click the icon", "Right-click the icon."),
        ("--help shows the options", "--help shows the options."),
        ("Sure grip gloves are in stock", "Sure grip gloves are in stock."),
        ("Well water may be hard", "Well water may be hard."),
        ("No dogs, please", "No dogs, please."),
        ("Ok", "Ok."),
        ("First,", "First."),
        ("Alas", "Alas."),
    ],
)
def test_openings(text, finished):
    assert finish_sentence(text) == finished


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("The hall is heated!", "The hall is heated."),
        ("The hall is heated!!!", "The hall is heated."),
        ("The hall is heated,", "The hall is heated."),
        ("Is the hall heated?", "Is the hall heated?"),
        ("Do it like this:", "Do it like this:"),
        ("And so on…", "And so on…"),
        ("The hall is heated :-)", "The hall is heated."),
        ("The hall is heated 😀😀", "The hall is heated."),
        ("The hall is heated , mostly .", "The hall is heated, mostly."),
        ("The  hall\n is heated", "The hall is heated."),
        ("oil the lock –", "Oil the lock."),
        ("oil the lock, -", "Oil the lock."),
        ("oil the lock—", "Oil the lock."),
        ("oil the lock – :-)", "Oil the lock."),
        ("Press Ctrl and -", "Press Ctrl and -."),
        ("The blood group is A-", "The blood group is A-."),
        ("The sizes (as follows:) are in cm", "The sizes (as follows:) are in cm."),
        ("The sizes (as you see :-) are in cm", "The sizes (as you see) are in cm."),
        ("The hall is heated (mostly ;))", "The hall is heated (mostly)."),
        ("The hall is heated (no joke haha)", "The hall is heated (no joke)."),
        ("ärgern hilft nicht", "Ärgern hilft nicht."),
        ("12 chairs fit in", "12 chairs fit in."),
        (":-)", ""),
        ("", ""),
    ],
)
def test_beginnings_and_ends(text, finished):
    assert finish_sentence(text) == finished


@pytest.mark.parametrize(
    "text",
    [
        "It is free.",
        "That’s free.",
        "Those are free.",
        "Then oil it.",
        "So oil it.",
        "No, oil it.",
        "Both are free.",
        "Also the smaller boat is free.",
        "After that, oil it.",
        "Once it is dry, oil the frame.",
        "Until then the hall is closed.",
        "In short: this is free.",
    ],
)
def test_sentences_that_lean_on_the_one_before(text):
    assert begins_leaning(text)


@pytest.mark.parametrize(
    "text",
    [
        "The boat is free.",
        "Thatch is dear.",
        "Once the paint is dry, oil the frame.",
        "Until noon the hall is closed.",
        "If you pay by card, wait for the slip.",
        "Italian flour is finer.",
        "Solar lamps charge by day.",
        "",
    ],
)
def test_sentences_that_stand_alone(text):
    assert not begins_leaning(text)


SAID_BY_SIGNS = [
    ("-18 degrees is cold enough for bread", "-18 degrees is cold enough for bread."),
    ("*100# shows what is left", "*100# shows what is left."),
    ("No. 12 hooks fit the rail", "No. 12 hooks fit the rail."),
    ("Select columns A:D.", "Select columns A:D."),
    ("Tap ☰ in the corner", "Tap ☰ in the corner."),
    ("Tap 🔍 at the top", "Tap 🔍 at the top."),
    ("Then tap the 🔒", "Then tap the 🔒."),
    ("Press 👍 below the photo", "Press 👍 below the photo."),
    ("Close the lock (🔒).", "Close the lock (🔒)."),
    ("🔒 means that only you see it", "🔒 means that only you see it."),
    ("Rooms with 🛁 cost more", "Rooms with 🛁 cost more."),
    ("Open Studio 👉 Rooms", "Open Studio 👉 Rooms."),
    ("Open Studio ➜ Rooms", "Open Studio ➜ Rooms."),
    ("We sail to Bora Bora in May", "We sail to Bora Bora in May."),
    ("Check in in the lobby", "Check in in the lobby."),
    ("Press ? to see the shortcuts", "Press ? to see the shortcuts."),
    ("Minnehaha Park opens at six", "Minnehaha Park opens at six."),
    ("https://kiln.example/firing has the curve", "https://kiln.example/firing has the curve."),
    ("iPad stands fold flat", "iPad stands fold flat."),
]


@pytest.mark.parametrize(("text", "finished"), SAID_BY_SIGNS)
def test_a_sign_that_says_something_is_no_slip(text, finished):
    assert finish_sentence(text) == finished


@pytest.mark.parametrize(
    ("text", "finished"),
    [
        ("🎉 The loaves are back", "The loaves are back."),
        ("📞 Call the desk before noon", "Call the desk before noon."),
        ("The loaves are baked at five 🍞", "The loaves are baked at five."),
        ("The loaves are baked at five 🍞🥐.", "The loaves are baked at five."),
        ("The loaves are baked at five. 🍞", "The loaves are baked at five."),
        ("It works 😀 and is free", "It works and is free."),
        ("It is free for families 👩‍👩‍👧", "It is free for families."),
        ("The winner🏆🎉🏆 gets a loaf", "The winner gets a loaf."),
        ("The hall (❤️) is free", "The hall is free."),
        ("Tap 🔍 😀", "Tap 🔍."),
    ],
)
def test_decoration_is_taken_off(text, finished):
    assert finish_sentence(text) == finished


@pytest.mark.parametrize(
    "text",
    [
        "Then, in short: oil the lock",
        "Now, if so, oil the lock",
        "the the the lid is loose",
        "Oil the lock !!",
        "Is it oiled ?!",
    ],
)
def test_openings_and_slips_one_upon_the_other(text):
    finished = finish_sentence(text)
    assert finish_sentence(finished) == finished
    assert not re.search(r"\s\.$|[?!]\.$", finished)
