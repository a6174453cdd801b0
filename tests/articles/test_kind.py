"""Who asks how to do something wants it done, whatever the reason; who tells of what fails wants it mended."""

import time

import pytest

from enquiry2article.articles.kind import Case, classify_case

WISHES = """
How do I cancel a piano lesson?
Can I get a refund for a torn ticket?
How do I return boots that don’t fit?
How do I claim for lost luggage?
Where do I report a broken street lamp?
How can I change my booking if the ferry is late?
How do I charge people who don't show up?
Tell me how I can stop my subscription
I’d like to cancel my lesson
I don't know how to bleed a radiator
I don't want the newsletter any more, how do I get off it?
I can't come on Tuesday, how do I cancel?
How late can I cancel?
How do I get my money back?
How do I stop the deliveries I don't need?
How do I avoid a late fee?
How do I book a repair?
Wie kann ich kündigen, wenn ich nicht mehr komme?
Ich möchte den Kurs nicht mehr, kann ich kündigen?
Wie buche ich eine Reparatur?
Comment annuler un cours si je ne peux pas venir ?
Puis-je rendre un billet perdu ?
¿Cómo cancelo una clase si no puedo ir?
Hoe zeg ik een les af als ik niet kan komen?
""".strip().splitlines()
TROUBLES = """
Why can't I log in?
Why can I not log in?
My parcel is late
What can I do when the oven fails?
The app keeps crashing: what can I do?
Calendar not syncing anymore: what can I do?
What else can I try, it still doesn’t start?
Since Monday the reminders no longer arrive
What does error E24 mean?
How do I fix a leaking tap?
How can I get the printer to work again?
How do I best get rid of error E24?
How do I stop the pump from leaking?
Wenn ich die App öffne, kann ich mich nicht anmelden
Wie repariere ich die Pumpe?
Comment réparer une chaudière en panne ?
Comment ça se fait que le four ne chauffe pas ?
¿Por qué no puedo entrar?
¿Cómo arreglo el grifo?
Waarom werkt de lamp niet?
""".strip().splitlines()
BOTH = """
I can't log in. How do I get back into my account?
How do I reset the lock? It doesn't react.
My zip is broken, how do I return the coat?
I want to log in but it does not work
""".strip().splitlines()


@pytest.mark.parametrize(
    ("text", "case"),
    [
        *((text, Case.WISH) for text in WISHES),
        *((text, Case.TROUBLE) for text in TROUBLES),
        *((text, Case.BOTH) for text in BOTH),
        *((text, Case.NEITHER) for text in ["", "Gas by post?", "Do you wrap gifts?", "I can't find where to cancel"]),
    ],
)
def test_trouble_is_told_from_a_wish(text, case):
    assert classify_case(text) is case


@pytest.mark.parametrize("piece", ["how do I ", "get a ", "I want to ", "brauche ", "ne ", "just ", "can't ", "? "])
def test_hostile_texts_take_no_longer(piece):
    start = time.perf_counter()
    classify_case("How do I " + piece * (100_000 // len(piece)))
    assert time.perf_counter() - start < 5
