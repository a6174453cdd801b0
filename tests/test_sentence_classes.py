"""The fitted model of reply sentences: right on replies that it has not seen, and loaded without what fitted it."""

import subprocess
import sys
import textwrap
from collections import Counter

import numpy as np
import pytest

from enquiry2article.answers.sentence_classes import CLASSES, GENERAL, classify_sentences
from enquiry2article.embedders.minilm_embedder import MinilmEmbedder

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
"""Replies as agents write them, written for this test: each sentence with C for courtesy, G for general, 1 for one case,
H for handing over. A line of two letters begins a language, an empty one a reply."""

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
    embedder = MinilmEmbedder()
    return classify_sentences(reply, embedder.embed(reply), embedder.name)


@pytest.mark.parametrize("with_vectors", [False, True])
def test_four_of_five_unseen_sentences_are_told_apart_in_each_language(with_vectors):
    right, all_ = Counter(), Counter()
    general = []
    for language, reply, meant in read_unseen():
        found = classify(reply, with_vectors=with_vectors)
        for sentence, row, class_ in zip(reply, found, meant, strict=True):
            told = CLASSES[int(row.argmax())]
            if told != class_: print(language, sentence, class_, row)
            right[language] += told == class_
            all_[language] += 1
            if row[GENERAL] >= 0.5:
                general.append(class_ == "general")
    print(right, all_)
    assert all_.total() >= 60
    assert right.total() >= 0.8 * all_.total()
    assert min(right[language] / all_[language] for language in all_) >= 0.7
    assert sum(general) >= 0.8 * len(general)
