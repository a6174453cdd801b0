"""Cutting, comparing and telling apart texts; and what is left of them without manners."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry2article.cleaning.courtesies import strip_courtesies
from enquiry2article.cleaning.question_sentences import extract_ask
from enquiry2article.text.language import guess_language
from enquiry2article.text.sentences import join_wrapped, split_sentences
from enquiry2article.text.stop_words import STOP_WORDS
from enquiry2article.text.words import normalise, split_words, stem


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Open it. Then press Reset.", ["Open it.", "Then press Reset."]),
        ("Use e.g. Chrome. Mr. Smith waits.", ["Use e.g. Chrome.", "Mr. Smith waits."]),
        ("It costs approx. 4.50 vs. 5.20 today. Good?", ["It costs approx. 4.50 vs. 5.20 today.", "Good?"]),
        ("Take part no. 5 now. Is that a no. Really.", ["Take part no. 5 now.", "Is that a no.", "Really."]),
        ("We open at 9 a.m. on Monday. Call then.", ["We open at 9 a.m. on Monday.", "Call then."]),
        ("Das geht z.B. am 3. Mai. Danke.", ["Das geht z.B. am 3. Mai.", "Danke."]),
        (
            "See https://a.example/b?c=d.e and plan.pdf. Thanks.",
            ["See https://a.example/b?c=d.e and plan.pdf.", "Thanks."],
        ),
        ("Go to Settings > Security. Done!", ["Go to Settings > Security.", "Done!"]),
        ("Do this:\n1. Open Settings\n2. Press Reset", ["Do this:", "1. Open Settings", "2. Press Reset"]),
        ("Bring\n- a tent\n- a mat", ["Bring", "- a tent", "- a mat"]),
        ("1. Open it. 2. Shut it.", ["1. Open it.", "2. Shut it."]),
        ("Hi Tom,\nopen it", ["Hi Tom,", "open it"]),
        ("  \n \n", []),
        ("Press OK. It opens.", ["Press OK.", "It opens."]),
    ],
)
def test_split_sentences(text, sentences):
    assert split_sentences(text) == sentences


def test_join_wrapped_joins_what_a_mail_program_broke():
    wide = "The boiler in the cellar has been losing its pressure for three weeks now"
    assert join_wrapped(f"{wide}\nAnd it drips.\nKettle\n- one") == [f"{wide} And it drips.", "Kettle", "- one"]


@given(st.text(max_size=300))
def test_split_sentences_loses_nothing(text):
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())


def test_split_words_keeps_words_whole():
    assert split_words("I can’t e-mail v4 4.2.1 – ok?") == ["I", "can't", "e-mail", "v4", "4.2.1", "ok"]


def test_stem_joins_forms_and_leaves_unknown_languages_whole():
    assert stem("Resetting", "en") == stem("reset", "en")
    assert stem("Rechnungen", "de") == stem("Rechnung", "de")
    assert stem("Faktury", "pl") == stem("fakturę", "pl")
    assert stem("Kvitoj", "eo") == "kvitoj"
    assert stem("Faktury", "") == "faktury"


def test_normalise_joins_spellings_but_keeps_numbers_and_negations():
    assert normalise(" How do I  RESET it?! ") == normalise("how do i reset it")
    assert normalise("I can’t") == normalise("i can't")
    assert normalise("It is not on") != normalise("It is on")
    assert normalise("-5 degrees") != normalise("5 degrees")
    assert normalise("size 8") != normalise("size 9")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("how do i reset my password", "en"),
        ("Wie setze ich das Passwort zurück?", "de"),
        ("Comment changer mon adresse ?", "fr"),
        ("¿Cómo cambio mi contraseña?", "es"),
        ("Hoe kan ik mijn wachtwoord wijzigen?", "nl"),
        ("Come posso cambiare la password?", "it"),
        ("Jak zmienić hasło do konta?", "pl"),
        ("Como posso mudar a minha senha?", "pt"),
        ("boiler 4000", ""),
        ("", ""),
    ],
)
def test_guess_language(text, language):
    assert guess_language(text) == language


def test_stop_words_name_no_subject():
    for words in STOP_WORDS.values():
        assert len(words) > 50
    assert not STOP_WORDS["en"] & {"password", "boiler", "invoice", "address"}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Hi Tom, open Settings", "Open Settings"),
        ("Hi [name], open Settings", "Open Settings"),
        (
            "Dear Sir or Madam,\n\nI hope you are well. Where is my parcel?\n\nMany thanks\nMarisol Okonkwo",
            "Where is my parcel?",
        ),
        ("Thanks for getting in touch. Open Settings.\n\nKind regards,\nEllie", "Open Settings."),
        ("Thank you for your message, please open Settings.", "Please open Settings."),
        (
            "Hallo Frau Müller, vielen Dank für Ihre Nachricht. Bitte drücken Sie Start.\n"
            "Mit freundlichen Grüßen\nJonas",
            "Bitte drücken Sie Start.",
        ),
        ("Bonjour, je voudrais changer mon adresse. Merci d'avance", "Je voudrais changer mon adresse."),
        ("Hola, ¿cómo cambio mi contraseña? Muchas gracias. Saludos", "¿cómo cambio mi contraseña?"),
        ("Dag, hoe wijzig ik mijn rekening? Alvast bedankt!", "Hoe wijzig ik mijn rekening?"),
        ("how do i reset my password thanks", "how do i reset my password"),
        ("Open it.\nHope this helps. Let me know if you have any questions. Have a lovely day!", "Open it."),
        ("Hi, my name is [name] and I can't log in.", "I can't log in."),
        ("Does it fit? [name]", "Does it fit?"),
        ("Thanks, Tobias", ""),
        ("Good morning!", ""),
        # what only looks like manners stays
        ("Best Buy will not take my card.", "Best Buy will not take my card."),
        ("Thank you for your message we have refunded it", "Thank you for your message we have refunded it"),
        ("Hi Boiler is broken", "Hi Boiler is broken"),
        ("If there is any water under it, call us at once.", "If there is any water under it, call us at once."),
        ("If you have any questions, page 4 lists the codes.", "If you have any questions, page 4 lists the codes."),
        ("Regards to the boiler: is it safe?", "Regards to the boiler: is it safe?"),
        ("1. Open Settings\n2. Press Reset", "1. Open Settings\n2. Press Reset"),
    ],
)
def test_strip_courtesies(text, left):
    assert strip_courtesies(text) == left


def test_strip_courtesies_keeps_what_follows_thanks():
    assert "still leaks" in strip_courtesies("Thanks for the reply, but it still leaks.")


LONG = (
    "We moved into the cottage in March and the previous owners left no papers at all. The kitchen is lovely and so is "
    "the garden. There is a grey box by the back door that hums at night. How do I switch it off? My husband thinks "
    "that it belongs to the solar panels on the barn."
)


def test_extract_ask_gives_a_short_text_whole():
    assert (
        extract_ask("Hi, I bought a kettle.\nHow do I descale it? Thanks!") == "I bought a kettle. How do I descale it?"
    )


def test_extract_ask_takes_the_question_and_what_it_points_at():
    ask = extract_ask(LONG)
    assert "How do I switch it off?" in ask
    assert "grey box" in ask
    assert "garden" not in ask


def test_extract_ask_gives_each_question_its_own_context():
    text = (
        "Is delivery to the northern islands of Scotland free for large orders? The weather was fine and we had a long "
        "walk. Our neighbour waters the roses. Then a grey box by the door began to hum. Can I switch it off?"
    )
    assert "grey box" in extract_ask(text)
    assert "roses" not in extract_ask(text)


@pytest.mark.parametrize(
    "asking",
    [
        "Wie kann ich den Kasten ausschalten?",
        "Comment puis-je l'éteindre ?",
        "¿Cómo puedo apagar la caja?",
        "Hoe kan ik de kast uitzetten?",
        "I want to switch off the grey box.",
    ],
)
def test_extract_ask_knows_five_languages(asking):
    filler = "The weather was fine on that day and the road was dry all the way home to us. " * 3
    assert asking in extract_ask(filler + asking + " " + filler)


@given(st.text(max_size=400))
@settings(max_examples=60)
def test_extract_ask_is_never_empty_for_a_text(text):
    assert bool(extract_ask(text)) == bool(text.strip()) or not text.strip().isprintable()


@pytest.mark.parametrize("piece", ["Thanks, ", "Hi A", "how do i it? ", "1. ", "e.g. ", "\n", "A ", "a. "])
def test_text_helpers_take_time_in_proportion(piece):
    text = piece * (200_000 // len(piece))
    began = time.perf_counter()
    extract_ask(text)
    split_sentences(text)
    assert time.perf_counter() - began < 5


def test_an_aside_in_brackets_is_not_torn_apart():
    text = "Sponge it with tent wash (no soap! It clogs the fabric), then rinse. Let it dry."
    assert split_sentences(text) == [
        "Sponge it with tent wash (no soap! It clogs the fabric), then rinse.",
        "Let it dry.",
    ]
    assert split_sentences("It broke :( What now? (Please help)") == ["It broke :( What now?", "(Please help)"]
