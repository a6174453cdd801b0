"""Cleaning, case by case in `cases/clean`, and telling questions from noise."""

import time
from dataclasses import replace

import pytest
from conftest import CASES_FOLDER
from hypothesis import example, given, settings
from hypothesis import strategies as st

from enquiry2article.cleaning.clean import clean_enquiry
from enquiry2article.cleaning.noise import find_noise
from enquiry2article.domain.enquiry import Author, Enquiry, Turn

CASES = sorted((CASES_FOLDER / "clean").glob("*.txt"))
AUTOMATIC = sorted((CASES_FOLDER / "clean" / "automatic").glob("*.txt"))


def enquire(text, subject="", status=""):
    return Enquiry(
        id="1", source="a.csv:1", subject=subject, status=status, turns=(Turn(author=Author.CUSTOMER, text=text),)
    )


def clean(text):
    return clean_enquiry(enquire(text)).turns[0].text


def answer(text):
    """An enquiry that was answered with this text, cleaned."""
    asked = enquire("How do I reset it?")
    return clean_enquiry(replace(asked, turns=(*asked.turns, Turn(author=Author.AGENT, text=text))))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_clean_case(path):
    given_text, expected = path.read_bytes().decode("utf-8").split("\n# output\n")
    assert clean(given_text) == expected.strip("\n")
    assert clean(expected.strip("\n")) == expected.strip("\n")
    assert answer(given_text).turns[1].text == expected.strip("\n")


@pytest.mark.parametrize("path", AUTOMATIC, ids=lambda path: path.stem)
def test_a_machine_answers_nothing_and_a_person_does(path):
    text = path.read_text(encoding="utf-8")
    cleaned = answer(text)
    assert cleaned.turns[1].author is (Author.SYSTEM if path.stem.startswith("machine") else Author.AGENT)
    assert cleaned.turns[1].text
    assert clean_enquiry(cleaned) == cleaned


def test_a_machine_that_answers_for_the_customer_does_not_thank():
    absent = "Thank you for your e-mail. I am out of the office until 4 May. In urgent cases call the front desk."
    asked = enquire("How do I reset it?")
    turns = (*asked.turns, Turn(author=Author.AGENT, text="Press it."), Turn(author=Author.CUSTOMER, text=absent))
    assert [turn.author.value for turn in clean_enquiry(replace(asked, turns=turns)).turns] == [
        "customer",
        "agent",
        "system",
    ]


def test_the_first_mail_is_never_the_systems():
    assert clean_enquiry(enquire("Your request has been received.")).turns[0].author is Author.CUSTOMER


def test_there_are_cases():
    assert len(CASES) > 120
    assert len(AUTOMATIC) > 20


@pytest.mark.parametrize(
    ("subject", "cleaned"),
    [
        ("Re: Fwd: AW: Broken tap", "Broken tap"),
        ("RE: [Ticket #48213] Broken tap", "Broken tap"),
        ("Broken tap [#1234567]", "Broken tap"),
        ("[EXTERNAL] Re[2]: Broken   tap", "Broken tap"),
        ("Reset my password", "Reset my password"),
        ("Part 10-4521B [blue]", "Part 10-4521B [blue]"),
        ("Re:", ""),
        ("[#4821] Broken tap", "Broken tap"),
        ("[Ticket: 4821] Re: Broken tap", "Broken tap"),
        ("Broken tap (Case 0004821)", "Broken tap"),
        ("Ref: ABC-4821 - Broken tap", "Broken tap"),
        ("Broken tap [Ref: ABC-4821]", "Broken tap"),
        ("[EXT] WG: SV: Broken tap", "Broken tap"),
        ("Request #4821: Broken tap", "Broken tap"),
        ("Case 4821 does not close", "Case 4821 does not close"),
        ("Ref: the tap of last week", "the tap of last week"),
    ],
)
def test_clean_subject(subject, cleaned):
    assert clean_enquiry(enquire("x", subject)).subject == cleaned


PIECES = st.sampled_from(
    ["Hello", "\n", "\n\n", "> ", "-- \n", "Thanks,\n", "Ann\n", "<p>", "</p>", "<li>", "&amp;", "&lt;b&gt;",
     "Sent from my iPhone\n",
     "On 3 May 2025, Ann wrote:\n", "From: a\nSent: b\nTo: c\n", "This e-mail is confidential.\n", "Re: ",
      "Ã©", "How? ", "<blockquote>", "<table><td>", "<pre>", "<div class='gmail_quote'>", "<div id='appendonsend'>",
     "<div class='gmail_signature'>", "## Reply above this line ##\n", "FYI\n", "CAUTION: external e-mail.\n",
     "---------- Forwarded message ---------\n", "How would you rate our support?\n", "Good\n", "Ltd 01632 960000\n",
     "Unsubscribe\n", "[cid:a.png]", "We have received your request.\n", "<a href='https://a.example/b'>", "</a>"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("".join)))
@settings(max_examples=300, deadline=None)
@example("A0 WROTE:\rFROM\rA:\r0\r> 0 0 0")
@example("Â\r0")
def test_clean_twice_equals_clean_once(text):
    once = clean_enquiry(enquire(text, text[:60]))
    assert clean_enquiry(once) == once


@given(st.lists(PIECES, max_size=25).map("".join))
@settings(max_examples=100, deadline=None)
def test_clean_never_leaves_nothing(text):
    if "Hello" in text or "How" in text:
        assert any(char.isalnum() for char in clean(text))


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<p>",
        "<!--",
        "<script>",
        "&amp;",
        "> ",
        "\n",
        "On 1 wrote:\n",
        "From: a\n",
        "Thanks,\n",
        " ",
        "Ã©",
        "</div>",
        "<div>",
        "<table><td>",
        "<a href='https://a.example/b'>x",
        "FYI\n---------- Forwarded message ---------\nFrom: a\nSent: b\nTo: c\n\n",
        "CAUTION: external e-mail.\n\n",
        "How would you rate our support?\n",
        "We have received your request. ",
        "Ltd 01632 960000\n",
    ],
)
def test_clean_takes_time_in_proportion(piece):
    text = piece * (200_000 // len(piece))
    began = time.process_time()
    clean(text)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("subject", "text", "reason"),
    [
        ("", "", "empty"),
        ("(no subject)", " \n", "empty"),
        ("Out of office", "I am on annual leave and will be back on 12 May. In urgent cases call the office.",
         "auto-reply"),
        ("Abwesenheitsnotiz", "Ich bin ab dem 12. Mai wieder erreichbar und derzeit nicht im Büro.", "auto-reply"),
        ("Réponse automatique : devis", "Je suis absent du bureau. En cas d'urgence, appelez le standard.",
         "auto-reply"),
        ("Respuesta automática", "Estoy fuera de la oficina. Para asuntos urgentes escriba a mi equipo.", "auto-reply"),
        ("Undelivered Mail Returned to Sender",
         "This is the mail system at host mx.example. Your message could not be delivered.", "delivery failure"),
        ("", "Thanks!", "thanks"),
        ("Thank you", "That worked perfectly, thank you so much. You are brilliant!", "thanks"),
        ("", "hello?", "greeting"),
        ("Hi", "Hi there", "greeting"),
        ("test", "This is a test", "test"),
        ("", "testing the form, please ignore", "test"),
        ("SEO",
         "I came across your website. We offer SEO packages and can get you on the first page of Google. Interested?",
         "spam"),
        ("Guest post", "I'd love to contribute an article with one do-follow link to your blog.", "spam"),
        ("", "You are pre-approved for a £50,000 loan. Apply now, no obligation.", "spam"),
    ],
)  # fmt: skip
def test_find_noise_names(subject, text, reason):
    assert find_noise(enquire(text, subject)) == reason


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("", "How do I set up an out of office reply?"),
        (
            "Automatic reply is not working",
            "My automatic reply does not work any more. I am away from the office next week.",
        ),
        ("Mail delivery failed", "I get 'message could not be delivered' when I write to my team, why?"),
        ("How do I return the tent?", "Thanks in advance"),
        ("", "Thanks, but it still leaks"),
        ("", "How do I unsubscribe from your newsletter?"),
        ("", "I came across your website. Do you offer finance at a low interest rate?"),
        ("SEO report", "Where do I see the backlinks of my site in the SEO report?"),
        ("", "Can I take the test again?"),
        ("Test kit", "How long does the test take?"),
        ("Refund", ""),
        ("", "boiler broken"),
        ("", "Do you accept bitcoin? I want to invest in a new boiler."),
    ],
)
def test_find_noise_leaves_questions_alone(subject, text):
    assert find_noise(enquire(text, subject)) == ""


def test_find_noise_trusts_automatic_headers_but_not_against_a_question():
    assert find_noise(enquire("I have left the company.", "Re: your order", status="auto")) == "auto-reply"
    assert find_noise(enquire("How do I reset my password?", "Form", status="auto")) == ""


@given(st.text(max_size=200), st.text(max_size=60), st.sampled_from(["", "auto"]))
@settings(max_examples=60)
def test_find_noise_never_raises(text, subject, status):
    assert isinstance(find_noise(enquire(text, subject, status)), str)


def test_a_chat_that_begins_with_a_greeting_asks_what_comes_after_it():
    said = [
        (Author.CUSTOMER, "Hi"),
        (Author.AGENT, "Hello Odile, Bram here. How can I help?"),
        (Author.CUSTOMER, "Which glaze do I take for a garden pot?"),
        (Author.AGENT, "Take a stoneware glaze and fire it at 1,240 degrees."),
    ]
    turns = tuple(Turn(author=author, text=text) for author, text in said)
    cleaned = clean_enquiry(Enquiry(id="1", source="chats.csv:2", turns=turns))
    assert [turn.author for turn in cleaned.turns] == [Author.SYSTEM, Author.SYSTEM, Author.CUSTOMER, Author.AGENT]
    assert clean_enquiry(cleaned) == cleaned
    only = clean_enquiry(Enquiry(id="2", source="chats.csv:6", turns=turns[:2]))
    assert [turn.author for turn in only.turns] == [Author.CUSTOMER, Author.AGENT]
    under_a_subject = clean_enquiry(Enquiry(id="3", source="mails.csv:2", subject="Glaze for a pot", turns=turns))
    assert under_a_subject.turns[0].author is Author.CUSTOMER
