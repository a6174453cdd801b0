"""What mail programs and helpdesks put around the words, one rule at a time; whole mails are in `cases/clean`."""

import pytest

from enquiry2article.cleaning.header_blocks import count_block, is_label, list_labels
from enquiry2article.cleaning.signatures import strip_disclaimers, strip_signature
from enquiry2article.cleaning.surveys import strip_survey


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["How do I pay?", "Best regards", "Ann", "Sales Manager, Acme Ltd", "T: 020 7946 0991"], 3),
        (["How do I pay?", "--", "Ann", "Acme"], 1),
        (["How do I pay?", "Thanks", "Ann"], 3),
        (["It works.", "Best regards are printed on the card"], 2),
    ],
)
def test_a_signature_goes_and_the_name_stays(lines, kept):
    assert strip_signature(lines) == lines[:kept]


def test_a_disclaimer_goes_to_the_end_of_its_paragraph():
    legal = "This e-mail is confidential and intended only for the addressee. If you are not, please delete it."
    assert "".join(strip_disclaimers(["Pay here.", legal, "It is long.", "", "Bye"])) == "Pay here.Bye"
    assert strip_disclaimers(["Is my order confidential?"])[0] == "Is my order confidential?"


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["Open Settings.", "How would you rate our support?", "Great | Okay | Not good"], 1),
        (["How do I rate a product?", "Thanks"], 2),
    ],
)
def test_a_survey_goes(lines, kept):
    assert strip_survey(lines) == lines[:kept]


def test_a_block_of_mail_headers():
    assert list_labels("From: Ann") == (("from", "Ann"),)
    assert is_label("Subject: a tent")
    assert not is_label("Note: a tent")
    assert count_block(["From: Ann", "Sent: Monday", "To: Bo", "Subject: a tent", "", "Hi"], 0) == 4
    assert count_block(["From: Ann", "hello"], 0) == 0
