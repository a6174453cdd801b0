"""Each kind of personal data with its near-misses: what looks like it and stays."""
# ruff: noqa: E501 - one case, one line

import random
import string

import pytest

from enquiry2article.domain.enquiry import Author, Enquiry, Turn
from enquiry2article.privacy.contacts import ContactCounts
from enquiry2article.privacy.detection import find_doubtful, redact_text
from enquiry2article.privacy.owners import OwnerCounts
from enquiry2article.privacy.recognisers.addresses import find_addresses
from enquiry2article.privacy.recognisers.birth_dates import find_births
from enquiry2article.privacy.recognisers.called_names import find_called_names, find_household_names
from enquiry2article.privacy.recognisers.coordinates import find_coordinates
from enquiry2article.privacy.recognisers.credentials import find_announced, find_keys, find_secrets
from enquiry2article.privacy.recognisers.cues import looks_made_up
from enquiry2article.privacy.recognisers.handles import find_accounts
from enquiry2article.privacy.recognisers.health import find_health
from enquiry2article.privacy.recognisers.known_names import build_lexicon
from enquiry2article.privacy.recognisers.name_patterns import stands_as_name
from enquiry2article.privacy.recognisers.names_in_context import find_placed_names
from enquiry2article.privacy.recognisers.national_ids import find_ids
from enquiry2article.privacy.recognisers.number_plates import find_plates
from enquiry2article.privacy.recognisers.payment import find_cards, find_ibans
from enquiry2article.privacy.recognisers.phones import find_phones
from enquiry2article.privacy.recognisers.reference_numbers import find_orders
from enquiry2article.privacy.recognisers.spans import cut_atoms
from enquiry2article.privacy.recognisers.spelled_out import find_spelled_mail, find_spoken_numbers
from enquiry2article.privacy.recognisers.web import find_emails, find_ips, is_personal_link
from enquiry2article.privacy.redact import redact_enquiry
from enquiry2article.privacy.redactor import Redactor
from enquiry2article.privacy.tagger import DOUBTFUL, LIKELY


def find(finder, text):
    return [text[span.start : span.end] for span in finder(text, cut_atoms(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to greta dot moss at barnfield dot example please", "greta dot moss at barnfield dot example"),
        ("an greta Punkt moos Klammeraffe feld Punkt example", "greta Punkt moos Klammeraffe feld Punkt example"),
        ("escriba a greta arroba campo punto example", "greta arroba campo punto example"),
        ("scriva a greta.m chiocciola campo punto example", "greta.m chiocciola campo punto example"),
        ("mailto greta(at)barnfield.example", "greta(at)barnfield.example"),
        ("greta [at] barnfield [dot] example", "greta [at] barnfield [dot] example"),
        ("na greta małpa pole kropka example", "greta małpa pole kropka example"),
    ],
)
def test_spelled_mail(text, found):
    assert find(find_spelled_mail, text) == [found]


@pytest.mark.parametrize(
    "text",
    ["Look at barnfield.example for more", "The router is at 192.168.1.1 as always", "Meet us at noon. Dot the i",
     "Point A at the wall"],
)  # fmt: skip
def test_what_is_no_spelled_mail(text):
    assert find(find_spelled_mail, text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ring oh seven seven, nine double two, four one", "oh seven seven, nine double two, four one"),
        ("unter null eins sieben, drei drei neun", "null eins sieben, drei drei neun"),
        ("au zéro six, trente-neuf, douze, zéro cinq", "zéro six, trente-neuf, douze, zéro cinq"),
        ("la caja abre con cero nueve seis dos", "cero nueve seis dos"),
        ("noll sju noll, ett sju fyra noll", "noll sju noll, ett sju fyra noll"),
    ],
)
def test_spoken_numbers(text, found):
    assert find(find_spoken_numbers, text) == [found]


@pytest.mark.parametrize(
    "text", ["It takes two or three days", "zwei bis drei Werktage", "One, two, go", "un par de días"]
)
def test_what_is_no_spoken_number(text):
    assert find(find_spoken_numbers, text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("parked at 51.60412, -0.72188 by the gate", ["51.60412, -0.72188"]),
        ("à 44.87213 N, 4.10988 E, merci", ["44.87213 N, 4.10988 E"]),
        ("use ///plain.copper.lantern to find it", ["///plain.copper.lantern"]),
        ("the code 8FHJ4M2X+7Q leads there", ["8FHJ4M2X+7Q"]),
        ("between 2.5, 3.5 and 4.25 mm", []),
        ("see www.mill.example/a.b.c", []),
        ("C++ and 4GB+2GB", []),
    ],
)
def test_coordinates(text, found):
    assert find(find_coordinates, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("because of your diabetes we changed it", ["diabetes"]),
        ("Wegen Ihrer Schwangerschaft verschieben wir den Termin.", ["Schwangerschaft"]),
        ("puisque votre fille a de l'asthme", ["asthme"]),
        ("Eftersom du är gravid", ["gravid"]),
        ("The syrup is suitable for diabetics and for your asthma.", []),
        ("Do not take it with diabetes.", []),
        ("Our hearing aid shop opens at nine", []),
        ("Für Allergiker geeignet", []),
    ],
)
def test_health(text, found):
    assert find(find_health, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I have your date of birth as 3rd of November 1968, right?", ["3rd of November 1968"]),
        ("La date de naissance sur la carte est le 12 février 1979.", ["12 février 1979"]),
        ("född 14 mars 2016", ["14 mars 2016"]),
        ("The offer of 3 May 2025 has ended.", []),
        ("You were born lucky. The sale ends 3 May 2025.", []),
    ],
)
def test_births(text, found):
    assert find(find_births, text) == found


@pytest.mark.parametrize(
    "text",
    ["Use @media and @import here", "install @angular/core first", "be there @ 5 pm", "at @2x and @60fps",
     "three @ £4 each", "the file my_report_final.csv", "set `max_upload_size` to 10", "call get_user()",
     "Which account do I use?\nquestion_id: 4\nimage_alt: a bank account"],
)  # fmt: skip
def test_what_is_no_account(text):
    assert find(find_accounts, text) == []


@pytest.mark.parametrize(
    ("finder", "text", "found"),
    [
        (
            find_cards,
            "my card 4111 1111 1111 1112 was charged twice",
            "4111 1111 1111 1112",
        ),  # meant as one, if mistyped
        (find_cards, "charged to 378282246310005 twice", "378282246310005"),
        (find_cards, "die Visa endet auf 4242", "4242"),
        (find_cards, "order 4111111111111112 is late", ""),  # fails Luhn's test
        (find_cards, "model 5105105105105100", ""),
        (find_cards, "the card costs 1234 in all", ""),
        (find_ibans, "pay to DE89 3704 0044 0532 0130 00 please", "DE89 3704 0044 0532 0130 00"),
        (find_ibans, "gb29nwbk60161331926819", "gb29nwbk60161331926819"),
        (find_ibans, "the sort code is 20-00-00", "20-00-00"),
        (find_ibans, "part DE12 3456 is missing", ""),
        (find_ibans, "DE89 3704 0044 0532 0130 0 has a digit too few", ""),
        (find_ibans, "XX89 3704 0044 0532 0130 00", ""),  # no country
        (find_phones, "ring 020 7946 0991", "020 7946 0991"),
        (find_phones, "0049 30 5550123", "0049 30 5550123"),
        (find_phones, "mon numéro : 06 12 34 56 78", "06 12 34 56 78"),
        (find_phones, "it is (415) 555-0132", "(415) 555-0132"),
        (find_phones, "it came on 03.04.2025", ""),
        (find_phones, "more than 1 000 000 of them", ""),
        (find_phones, "model 0612 345 678", ""),
        (find_phones, "version 10.2.3.4 from 2019 to 2025", ""),
        (find_plates, "my car AB12 CDE is outside", "AB12 CDE"),
        (find_plates, "Kennzeichen M-AB 1234", "M-AB 1234"),
        (find_plates, "la matrícula es 1234 BCD", "1234 BCD"),
        (find_plates, "part AB12 CDE is missing", ""),
        (find_plates, "the car is a BMW X5", ""),
        (find_ids, "my NI number is QQ123456C", "QQ123456C"),
        (find_ids, "meine Steuer-ID 86095742719", "86095742719"),
        (find_ids, "DNI 12345678Z", "12345678Z"),
        (find_ids, "PESEL 44051401359", "44051401359"),
        (find_ids, "o CPF 529.982.247-25", "529.982.247-25"),
        (find_ids, "codice fiscale RSSMRA85T10A562S", "RSSMRA85T10A562S"),
        (find_ids, "lote 12345678A, pieza 3", ""),  # the letter is not the one that belongs to the number
        (find_ids, "529.982.247-26 units", ""),
        (find_ids, "version 44051401350", ""),
        (find_secrets, "my password is hunter2 and it fails", "hunter2"),
        (find_secrets, "Passwort: Eisvogel-93", "Eisvogel-93"),
        (find_secrets, "the PIN is 4711", "4711"),
        (find_secrets, "the password is wrong", ""),
        (find_secrets, "mi contraseña no funciona", ""),
        (find_secrets, "the password must be 12 characters long", ""),
        (find_keys, "the token is q7Yt3mKx9Zp2Rw5v", "q7Yt3mKx9Zp2Rw5v"),
        (find_keys, "use a8F3k2LmQ9xT7vB4nC6zR1yW please", "a8F3k2LmQ9xT7vB4nC6zR1yW"),
        (find_keys, "the key is under the mat 1", ""),
        (find_keys, "see how-to-reset-the-password-in-2024", ""),
        (find_announced, "Fürs Schloss gilt Kranich77x ab heute.", "Kranich77x"),
        (find_announced, "Das Regal Kranich77x ist neu.", ""),
        (find_announced, "use the voucher code SUMMER24", ""),
        (find_orders, "order 1234567 is late", "1234567"),
        (find_orders, "Bestellung Nr. A-77120", "A-77120"),
        (find_orders, "invoice INV-2025-0042", "INV-2025-0042"),
        (find_orders, "we ordered 2 tents in order to camp in 2025", ""),
        (find_orders, "model 12345678", ""),
        (find_orders, "it costs 12000000 euros", ""),
        (find_orders, "error 10060 under ISO-27001", ""),
        (find_called_names, "Our fitter (Zbigniew) rang twice", "Zbigniew"),
        (find_called_names, "It is ready, Ingeborg.", "Ingeborg"),
        (find_called_names, "It is ready, Tomorrow.", ""),
        (find_called_names, "the Billund shelf", ""),
        (find_household_names, "for the Winterbourne family", "Winterbourne"),
        (find_household_names, "la réservation au nom de Okonkwo", "Okonkwo"),
        (find_household_names, "the Family Ticket is cheaper", ""),
        (find_household_names, "the Pixel family of phones", ""),
        (find_addresses, "I live at 12 Larkspur Rise, London SW1A 1AA", "12 Larkspur Rise, London SW1A 1AA"),
        (find_addresses, "Lindenstraße 12, 10969 Berlin", "Lindenstraße 12, 10969 Berlin"),
        (find_addresses, "14 rue des Lilas, 75011 Paris", "14 rue des Lilas, 75011 Paris"),
        (find_addresses, "12 tents arrived in 24 hours", ""),
        (find_addresses, "the street light in aisle 12", ""),
        (find_placed_names, "My name is Odalys Brandt.", "Odalys Brandt"),
        (find_placed_names, "It fits.\nKind regards,\nOttokar Winter", "Ottokar Winter"),
        (find_placed_names, "my name is spelt wrong", ""),
        (find_placed_names, "Dear Customer Service, thanks for your help", ""),
        (find_emails, "write to greta.moss+tent@barnfield.example.", "greta.moss+tent@barnfield.example"),
        (find_emails, "@barnfield and a@b", ""),
        (find_ips, "my address is 203.0.113.77", "203.0.113.77"),
        (find_ips, "version 1.2.3.4567", ""),
    ],
)
def test_values_and_near_misses(finder, text, found):
    spans = find(finder, text)
    assert max(spans, key=len, default="") == found
    assert all(span in found for span in spans)


@pytest.mark.parametrize(
    ("names", "text", "found"),
    [
        (["Marisol Okonkwo"], "OKONKWO, Marisol rang", "OKONKWO, Marisol"),
        (["Marisol Okonkwo"], "the login mokonkwo is hers", "mokonkwo"),
        (["Jörg Müller"], "Joerg Mueller", "Joerg Mueller"),
        (["Mark Page"], "the next page has a mark", ""),
        (["Ann Vance"], "my advance payment", ""),
        (["Support"], "the support team", ""),
    ],
)
def test_known_names(names, text, found):
    spans = [text[span.start : span.end] for span in build_lexicon(names, parts=True).find(text, cut_atoms(text))]
    assert max(spans, key=len, default="") == found


@pytest.mark.parametrize(
    ("value", "said"),
    [("hunter2", True), ("Eisvogel-93", True), ("pAssWord", True), ("64-bit", False), ("12mm", False), ("v2.1", False),
     ("sunflower", False), ("Sunflower", False), ("10.5", False)],
)  # fmt: skip
def test_what_looks_made_up(value, said):
    assert looks_made_up(value) is said


@pytest.mark.parametrize(
    ("text", "word", "said"),
    [
        ("Thanks,\nFelicity", "Felicity", True),
        ("Thanks for your patience, Grace.", "Grace", True),
        ("it is in Grace's name", "Grace", True),
        ("we had a Grace period", "Grace", False),
        ("May I ask why?", "May", False),
    ],
)
def test_where_a_name_stands(text, word, said):
    start = text.index(word)
    assert stands_as_name(text, start, start + len(word)) is said


def test_owners_are_people_where_several_like_them_own_the_same():
    counts = OwnerCounts()
    for name in ("Marisol", "Ottokar", "Ingeborg", "Philippa"):
        counts.add(f"We have moved {name}'s course to the hall on Monday.")
        counts.add(f"{name}'s invoice was paid.")
    counts.add("The Billund shelf is new. We have moved the shop's entrance to the hall.")
    people = counts.list_people({}, ())
    assert {"marisol", "ingeborg"} <= people
    assert people.isdisjoint({"shop", "billund"})


def make_account(draw):
    """An account name of any of the shapes that networks allow."""
    letters, digits = string.ascii_lowercase, string.digits
    word = "".join(draw.choice(letters) for _ in range(draw.randint(3, 9)))
    number = "".join(draw.choice(digits) for _ in range(draw.randint(2, 7)))
    name = draw.choice(
        [f"{draw.randint(10, 99)}{draw.choice(letters)}{number}00", f"_{word}_{draw.choice(letters)}", f"{number[:2]}{word}",
         f"{number[:2]}ab{number}_{word}", f"{word}.{number}", f"{word}-{word[::-1]}", f"{word.upper()}_{number}", f"{word}{number}",
         word.title() + word[::-1].title()]
    )  # fmt: skip
    plain = f"{word}{draw.randint(10, 999)}"
    return draw.choice(
        [
            f"@{name}",
            f"@{name}",
            f"@{plain}@town.example",
            f"u/{plain}",
            f"{word}#{draw.randint(1000, 9999)}",
            f"{word}_{number}x",
        ]
    )


def test_a_thousand_account_names_go():
    draw = random.Random(5)
    frames = [
        "I see that {} reported it.",
        "Hi {}, thanks for the note.",
        "We told {} on Monday.",
        "Your account is {} now.",
    ]
    leaked = []
    for _ in range(1000):
        account = make_account(draw)
        text = draw.choice(frames).format(account)
        if not any(span == account for span in find(find_accounts, text)):
            leaked.append(text)
    assert leaked == []


def test_links_for_one_person():
    assert is_personal_link("https://login.barn.example/new?k=Zx81-ppQ4")
    assert is_personal_link("https://barn.example/neu/77fa-Qe10z")
    assert not is_personal_link("https://barn.example/help/reset-password-2024")


AGENTS_SAY = [
    ("Good news Ottokar! The part is back in stock.", "Ottokar"),
    ("Thanks Philippa.", "Philippa"),
    ("Your kettle is ready, Ingeborg.", "Ingeborg"),
    ("Dear Corbinian Ashdown jr., we have moved it.", "Ashdown"),
    ("Our fitter (Zbigniew) rang twice.", "Zbigniew"),
    ("Merhaba Gülsüm, kargonuz yolda.", "Gülsüm"),
    ("Unser Hausmeister Ottokar hat den Schlüssel.", "Ottokar"),
    ("La chaudière est prête, Guénolé, vous pouvez passer.", "Guénolé"),
    ("The keypad at the side door takes 7714, then push.", "7714"),
    ("Das Startpasswort lautet Eisvogel-93.", "Eisvogel-93"),
]
PUBLIC = [
    "The Ottilie shelf is 80 cm wide and costs 149 €.",
    "Open Settings, choose Security and press Reset password; the link works for 24 hours.",
    "We are open from 9 am to 5:30 pm, except on Boxing Day.",
    "Das Regal Oskar kostet 149,00 € und ist 35 cm tief.",
    "Version 3.8.0 fixes error VN-77.",
    "Le sirop convient aux diabétiques.",
]


@pytest.mark.parametrize(("text", "value"), AGENTS_SAY)
def test_what_nothing_introduces_goes(text, value):
    assert value not in redact_text(text)


@pytest.mark.parametrize("text", PUBLIC)
def test_public_facts_stay(text):
    assert redact_text(text) == text
    assert find_doubtful(text) == []


def test_doubtful_spans_are_between_the_two_marks_and_not_taken_out():
    text = "The receipt for Elderflower is on the desk with the Marlow papers and Kvisten."
    for span in find_doubtful(text):
        assert DOUBTFUL <= span.score < LIKELY
        assert text[span.start : span.end] in redact_text(text)


def talk(number, reply, question="How do I reach you?"):
    turns = (Turn(author=Author.CUSTOMER, text=question), Turn(author=Author.AGENT, text=reply))
    return Enquiry(id=str(number), source=f"a.csv:{number}", turns=turns, customer=f"c{number}")


def test_the_house_s_own_contact_data_stays():
    own = "You can call us on 0800 555 0143 or write to help@barnfield.example any day."
    talks = [talk(number, own) for number in range(5)]
    redactor = Redactor.learn(talks, b"k")
    assert redact_enquiry(talks[0], redactor).replies[0].text == own


def test_a_neighbour_s_telephone_told_to_many_goes():
    told = "Your neighbour has the parcel, ring him on 07700 900123 please."
    talks = [talk(number, told) for number in range(6)]
    redacted = redact_enquiry(talks[0], Redactor.learn(talks, b"k"))
    assert "900123" not in redacted.replies[0].text


def test_what_a_customer_calls_theirs_is_not_the_house_s():
    counts = ContactCounts()
    for number in range(6):
        counts.add(talk(number, "We will call 0800 555 0143 then.", "My number is 0800 555 0143."))
    assert counts.list_own(()) == []
