"""The fitted models: right on sentences that they have not seen, and read without what fitted them."""

import json
import subprocess
import sys
import textwrap
from collections import Counter

import numpy as np
import pytest
from conftest import ROOT

from enquiry2article.answers.reply_sentences import LEAST_GENERAL
from enquiry2article.answers.sentence_classes import CLASSES, GENERAL, classify_sentences
from enquiry2article.embedding.minilm import MinilmEmbedder
from enquiry2article.questions.naming.title_form import measure_title, weigh_title
from enquiry2article.text.hashed_features import pack_weights, unpack_weights
from enquiry2article.text.words import normalise

CASES = ROOT / "tests" / "cases"
EMBEDDER = MinilmEmbedder()

UNSEEN = """
en
C Hi Jordan,
C thanks for writing to us.
G A membership can be paused for up to three months in a calendar year.
G To pause it, open Account and choose Pause membership.
1 I have paused yours from today.
C Kind regards, Priya

H Could you send us a photo of the label on the back?
1 I've asked the depot to look for your suitcase.
1 Your refund was sent this morning and should reach you by Friday.

G Library cards are free for everybody who lives in the county.
G Bring a proof of address that is not older than six months.
G Children under 14 need the signature of a parent.
C Have a lovely weekend!

1 I can see that your booking was cancelled by the hotel on Tuesday.
1 We have moved you to a room on the second floor.
H Please reply with your booking number so that we can look into it.
C Sorry for the trouble.

de
C Guten Tag Frau Berger,
C vielen Dank für Ihre Nachricht.
G Der Filter muss alle drei Monate gewechselt werden.
G Drehen Sie dazu den Deckel gegen den Uhrzeigersinn und ziehen Sie den Filter heraus.
C Mit freundlichen Grüßen

1 Ich habe Ihre Bestellung soeben storniert.
1 Der Betrag wurde gestern auf Ihr Konto überwiesen.
H Bitte senden Sie uns ein Foto des Schadens.
C Wir wünschen Ihnen einen schönen Tag!

G Kinder unter sechs Jahren fahren kostenlos mit.
G Hunde brauchen eine ermäßigte Fahrkarte.
H Wie lautet Ihre Kundennummer?

fr
C Bonjour Madame,
C merci pour votre message.
G Les livres peuvent être gardés pendant quatre semaines.
G Pour prolonger un prêt, ouvrez votre compte et cliquez sur Prolonger.
C Bien cordialement,

1 J'ai annulé votre commande ce matin.
1 Votre colis est arrivé hier au point relais.
H Pouvez-vous nous envoyer une photo du produit ?

G La livraison est gratuite à partir de 50 euros.
G Si vous payez par virement, la commande part dès que nous avons reçu le paiement.
C Bonne journée !

es
C Hola, María:
C gracias por tu mensaje.
G Las entradas se pueden cambiar hasta 24 horas antes de la función.
G Para cambiarlas, abre Mis entradas y pulsa Cambiar.
C Un saludo,

1 He cancelado tu reserva y te he devuelto el dinero.
1 Tu paquete salió ayer del almacén.
H ¿Nos puedes enviar el número de pedido?

G Los niños menores de tres años no pagan.
G Si pierdes la tarjeta, puedes bloquearla en la aplicación.
C ¡Que tengas un buen día!

it
C Buongiorno,
C grazie per averci scritto.
G Il biglietto è valido per 90 minuti dalla convalida.
G Per rinnovare l'abbonamento, aprire il sito e scegliere Rinnova.
C Cordiali saluti,

1 Ho annullato il suo ordine stamattina.
1 Il suo pacco è arrivato ieri in magazzino.
H Può inviarci una foto del difetto?

G La garanzia dura due anni dalla data di acquisto.
G Se il display resta spento, tenere premuto il tasto per dieci secondi.
C Buona giornata!
"""
"""Replies as agents write them, written for this test: each sentence with C for courtesy, G for general, 1 for one
case, H for handing over. A line of two letters begins a language, an empty one a reply."""

MEANT = dict(zip("G1HC", CLASSES, strict=True))


def read_unseen():
    """Read the replies: (language, sentences, their classes)."""
    language, found = "", []
    for block in UNSEEN.strip().split("\n\n"):
        lines = block.splitlines()
        if len(lines[0]) == 2:
            language, *lines = lines
        found.append((language, [line[2:] for line in lines], [MEANT[line[0]] for line in lines]))
    return found


def classify(reply, *, with_vectors):
    if not with_vectors:
        return classify_sentences(reply)
    return classify_sentences(reply, EMBEDDER.embed(reply), EMBEDDER.name)


def test_the_sentences_of_this_test_are_in_no_file_that_the_model_was_fitted_on():
    fitted = {
        normalise(text)
        for path in (CASES / "sentences").glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
        for text, _ in json.loads(line)["reply"]
    }
    assert len(fitted) > 1000
    # Everybody greets alike.
    ours = {normalise(text) for _, reply, meant in read_unseen() for text, told in zip(reply, meant, strict=True)
            if told != "courtesy"}  # fmt: skip
    assert not ours & fitted


@pytest.mark.parametrize("with_vectors", [False, True])
def test_four_of_five_unseen_sentences_are_told_apart_and_most_in_each_language(with_vectors):
    right, all_ = Counter(), Counter()
    kept = []
    for language, reply, meant in read_unseen():
        for row, class_ in zip(classify(reply, with_vectors=with_vectors), meant, strict=True):
            right[language] += CLASSES[int(row.argmax())] == class_
            all_[language] += 1
            if row[GENERAL] >= LEAST_GENERAL:
                kept.append(class_ == "general")
    assert all_.total() >= 60
    assert right.total() >= 0.8 * all_.total()
    assert min(right[language] / all_[language] for language in all_) >= 0.7
    assert len(kept) >= 15
    assert sum(kept) >= 0.85 * len(kept)


REPLY = [
    "Thanks for getting in touch.",
    "A membership can be paused for up to three months in a calendar year.",
    "I have paused yours from today.",
    "Could you send us a photo of the label on the back?",
    "The fee for a lost card is five pounds.",
    "Best wishes, Priya",
]


def test_every_row_is_a_distribution_over_the_classes_and_no_sentence_gives_none():
    rows = classify_sentences(REPLY)
    assert rows.shape == (6, len(CLASSES))
    assert np.allclose(rows.sum(axis=1), 1, atol=0.001)
    assert classify_sentences([]).shape == (0, len(CLASSES))
    assert (classify_sentences(["", "😀", "?"]) >= 0).all()


def test_the_neighbours_of_a_sentence_do_not_matter_but_its_place_at_either_end_does():
    rows = dict(zip(REPLY, classify_sentences(REPLY).tolist(), strict=True))
    first, *inner, before, last = REPLY
    turned = [first, *reversed(inner), before, last]
    again = dict(zip(turned, classify_sentences(turned).tolist(), strict=True))
    assert again == rows
    other = classify_sentences(["Hello!", *inner, "Bye!", "Jo"])
    assert other[1:-2].tolist() == [rows[text] for text in inner]


def test_vectors_of_another_encoder_are_not_used():
    vectors = EMBEDDER.embed(REPLY)
    assert (classify_sentences(REPLY, vectors, "another") == classify_sentences(REPLY)).all()
    assert (classify_sentences(REPLY, vectors, EMBEDDER.name) != classify_sentences(REPLY)).any()


def test_the_fitted_models_are_read_without_what_fitted_them():
    code = """
        import sys
        from enquiry2article.answers.exemplars import weigh_reply
        from enquiry2article.answers.sentence_classes import classify_sentences
        from enquiry2article.questions.naming.title_form import measure_title, weigh_title
        assert classify_sentences(["Refunds take five working days."]).shape == (1, 4)
        assert 0 < weigh_reply({"words": 1.0}) < 1
        title = "How do I return a tent?"
        assert 0 < weigh_title(title, measure_title(title, to_reply=0.5, to_first=0.5, to_asked=0.5)) < 1
        assert not {"sklearn", "torch", "pandas", "bertopic"} & {name.partition(".")[0] for name in sys.modules}
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True)


def test_packed_weights_are_the_same_within_a_step_of_their_scale():
    weights = np.random.default_rng(0).normal(size=(50, 4))
    packed = pack_weights(weights)
    assert np.abs(unpack_weights(json.loads(json.dumps(packed)), 4) - weights).max() <= packed["scale"]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("How do I cancel my order?", "I ordered on Monday, then my sister called, and now"),
        ("How do I change my address?", "as I said before: still nothing, and I am tired of it"),
        ("Where can I find my invoice?", "my invoice 48213 from 3 May 2025, see below"),
        ("Wie kann ich mein Konto löschen?", "Ich habe am Montag geschrieben und nun"),
    ],
)
def test_a_general_question_is_a_better_title_than_a_story_or_a_scrap(better, worse):
    told = {"to_reply": 0.5, "to_first": 0.5, "to_asked": 0.7}
    assert weigh_title(better, measure_title(better, **told)) > weigh_title(worse, measure_title(worse, **told))
