"""What a machine writes within a conversation answers nothing, in whatever language; what it adds to a mail goes."""

import pytest

from enquiry2article.cleaning.automatic_mail import is_automatic_turn
from enquiry2article.cleaning.mail_boilerplate import strip_banners, strip_marks


@pytest.mark.parametrize(
    "text",
    [
        "Your request 4821 was received. One of our agents will usually reply within a day.",
        "Ihre Anfrage (4821) ist bei uns eingegangen.",
        "Votre demande (4821) a bien été reçue.",
        "Su solicitud (4821) ha sido recibida.",
        "A sua mensagem foi recebida.",
    ],
)
def test_an_acknowledgement_answers_nothing(text):
    assert is_automatic_turn(text)


def test_an_acknowledgement_with_an_answer_answers():
    assert not is_automatic_turn("Votre demande a bien été reçue. Appuyez dix secondes sur le bouton rouge.")


def test_a_warning_above_a_mail_and_the_footer_below_it_go():
    warned = ["This message originated from outside the company. Do not click links.", "", "My tent leaks."]
    assert [line for line in strip_banners(warned) if line] == ["My tent leaks."]
    assert strip_marks(["My tent leaks.", "If you no longer wish to receive these emails, click here."]) == [
        "My tent leaks."
    ]
