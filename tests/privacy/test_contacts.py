"""What agents tell many customers of their own house is public; what they tell of other people never is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from enquiry2article.domain.enquiry import Author, Enquiry, Turn
from enquiry2article.privacy.redact import redact_enquiry
from enquiry2article.privacy.redactor import Redactor

PEOPLE = ["Ewa", "Li", "Oskar", "Noor", "Ravi"]


def redact_replies(replies: Sequence[str], asked: str = "How does it work?") -> list[str]:
    """Redact one reply to each of some customers, all learnt from together."""
    enquiries = [
        Enquiry(
            id=str(number),
            source=f"mails.csv:{number}",
            turns=(Turn(author=Author.CUSTOMER, text=asked), Turn(author=Author.AGENT, text=reply, name="Callum Reid")),
            customer=f"c{number}",
            customer_names=(PEOPLE[number],),
        )
        for number, reply in enumerate(replies)
    ]
    redactor = Redactor.learn(enquiries, b"k" * 32)
    return [redact_enquiry(enquiry, redactor).replies[0].text for enquiry in enquiries]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("14 Birch Lane", "Bring the lamp to our shop at 14 Birch Lane, it is open until six."),
        ("01632 960877", "Ring us on 01632 960877 before you come."),
        ("Schmiedgasse 8", "Sie finden unseren Laden in der Schmiedgasse 8, direkt am Brunnen."),
        ("desk@lampshop.example", "Send a picture to desk@lampshop.example and we look at it."),
    ],
)
def test_the_houses_own_contact_data_stays(value: str, sentence: str) -> None:
    assert all(value in reply for reply in redact_replies([sentence] * 5))


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("14 Birch Lane", "The parcel is with your neighbour at 14 Birch Lane."),
        ("01632 960877", "The caretaker has the key, his number is 01632 960877."),
    ],
)
def test_what_belongs_to_somebody_else_goes_however_often_it_comes(value: str, sentence: str) -> None:
    assert not any(value in reply for reply in redact_replies([sentence] * 5))


def test_what_one_customer_is_told_goes() -> None:
    told = redact_replies(["We sent it to 14 Birch Lane.", *["It takes three days."] * 4])
    assert "Birch" not in told[0]


def test_no_name_is_kept_because_a_number_stands_beside_it() -> None:
    told = redact_replies([f"Hi {name}, Under 16s pay £5.50. Callum" for name in PEOPLE])
    assert not any(name in reply for name, reply in zip(PEOPLE, told, strict=True))
    assert not any("Callum" in reply for reply in told)
