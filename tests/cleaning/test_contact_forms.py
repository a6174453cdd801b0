"""Contact forms: the customer's message is kept, who wrote goes to the enquiry's fields, and lists are no forms."""

import pytest

from enquiry2article.cleaning.clean import clean_enquiry
from enquiry2article.cleaning.contact_forms import read_form
from enquiry2article.domain.enquiry import Author, Enquiry, Turn


def clean(text, author=Author.CUSTOMER):
    return clean_enquiry(
        Enquiry(id="1", source="a.csv:1", subject="New message", turns=(Turn(author=author, text=text),))
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Neue Nachricht\n\nName: Ida Hölzl\nE-Mail: ida@lake.example\nBestellnummer: 4821077\nNachricht:\n"
            "Guten Tag,\n\nwie lüfte ich das Zelt?\n\nDatenschutz: ja\nIP: 203.0.113.9",
            "Guten Tag,\n\nwie lüfte ich das Zelt?",
        ),
        ("Name:\nIda\n\nEmail:\nida@lake.example\n\nBody:\nDo you ship to Malta?", "Do you ship to Malta?"),
        ("Imię: Ida\nE-mail: ida@lake.example\nTreść wiadomości: Jak wyprać namiot?", "Jak wyprać namiot?"),
        (
            "お名前: 森 葵\nメールアドレス: aoi@lake.example\n電話番号: 03-1234-5678\n"
            "お問い合わせ内容: テントの洗い方は？",
            "テントの洗い方は？",
        ),
        (
            "First name: Ida\nLast name: Hall\nEmail: ida@lake.example\nTent: Fjell 3\n"
            "What is it about: The zip of my tent is stuck since yesterday.\nNewsletter: no",
            "The zip of my tent is stuck since yesterday.",
        ),
        ("From: website\nName: Ann\nSubject: tap\n\nMy tap drips.", "My tap drips."),
        (
            "Name: Ida Hall Email: ida@lake.example Order number: 4821077 Message: How do I air the tent? "
            "I agree to the terms: Yes User agent: Mozilla/5.0 (X11)",
            "How do I air the tent?",
        ),
        ("Message: How do I air the tent?", "How do I air the tent?"),
        ("Nachricht:\nWie lüfte ich das Zelt?", "Wie lüfte ich das Zelt?"),
        (
            "Name: Ida\nEmail: ida@lake.example\nMessage: It stops.\nError: 403 is what it shows.\nWhat now?",
            "It stops.\nError: 403 is what it shows.\nWhat now?",
        ),
    ],
)
def test_the_message_of_a_form_is_kept(text, message):
    cleaned = clean(text)
    assert cleaned.turns[0].text == message
    assert clean_enquiry(cleaned) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "Model: Fjell 3\nSerial: 4821-33\nBought: 3 May 2026\nThe zip is stuck. What can I do?",
        "Server: mail.lake.example\nPort: 587\nUser: ida@lake.example\nWhich password goes with it?",
        "Hi,\nmy tent is torn.\nName: Ann\nOrder: 48213\nEmail: a@lake.example",
        "Monday: 10:00 to 18:00\nTuesday: 10:00 to 18:00\nAre you open on Sunday?",
        "Error: it does not start: what now?",
    ],
)
def test_lists_of_a_customer_are_no_forms(text):
    assert clean(text).turns[0].text == text


def test_what_an_agent_lists_is_no_form():
    text = "Name: Fjell Tents\nEmail: help@fjell.example\nMessage: Write to us at any time."
    assert clean(text, Author.AGENT).turns[0].text == text


def test_who_filled_the_form_in_is_known_to_redaction():
    cleaned = clean("Name: Ida Hall\nEmail: Ida@lake.example\nOrder: 4821077\nSubject: Zip\nMessage: The zip is stuck.")
    assert cleaned.customer == "ida@lake.example"
    assert cleaned.customer_names == ("Ida Hall",)
    assert set(cleaned.personal) == {"Ida@lake.example", "4821077"}
    assert cleaned.subject == "Zip"


def test_a_size_in_a_form_is_no_personal_value():
    assert "210 cm" not in clean("Name: Ida\nEmail: i@lake.example\nLength: 210 cm\nMessage: Does it fit?").personal


def test_the_header_of_a_mail_is_no_form():
    assert (
        read_form("From: Ida <ida@lake.example>\nSent: 3 May 2026 10:00\nTo: a@b.example\nSubject: Zip\n\nHi all")
        is None
    )
