"""A small export in any language: what most of it asks is found, and what else is asked is not among it."""

import numpy as np
import pytest

from enquiry2article.domain.cluster import ALONE, Detail
from enquiry2article.embedding.minilm import MinilmEmbedder
from enquiry2article.questions.grouping.background import MODEL, BackgroundGrouper, find_vectors, load_background
from enquiry2article.questions.grouping.consensus import ConsensusGrouper
from enquiry2article.questions.grouping.reply_evidence import gather_replies

FRENCH = [
    ("Puis-je rendre un livre dans une autre bibliothèque ?", "Oui, toutes les annexes acceptent les retours."),
    ("Je suis loin de la médiathèque centrale, où déposer mes emprunts ?",
     "Déposez-les dans n'importe quelle annexe, ou dans la boîte de retour dehors."),
    ("Faut-il ramener les DVD là où on les a pris ?", "Non, une annexe ou la boîte de retour conviennent aussi."),
    ("Est-il possible de restituer les documents le dimanche ?",
     "La boîte de retour devant l'entrée est ouverte jour et nuit, et chaque annexe en a une."),
    ("où est-ce que je rapporte les romans empruntés au centre", "Dans toutes les annexes, par la boîte de retour."),
    ("Louez-vous la salle de conférence à des associations ?", "Oui, contre une caution, du lundi au jeudi."),
]  # fmt: skip
GERMAN = [
    ("Wie lange im Voraus muss ich den Kurs absagen?", "Abmelden können Sie sich bis zwei Tage vor Beginn im Portal."),
    ("Mein Kind ist krank, kann ich die Schwimmstunde noch stornieren?",
     "Bis zwei Tage vorher geht das Abmelden im Portal, später verfällt die Stunde."),
    ("Was passiert, wenn wir nicht kommen können?",
     "Wer sich zwei Tage vor Beginn im Portal abmeldet, bekommt die Stunde gutgeschrieben."),
    ("Kriege ich das Geld zurück, wenn ich den Termin verschiebe?",
     "Die Stunde wird gutgeschrieben, wenn Sie sich bis zwei Tage vorher im Portal abmelden."),
    ("Bieten Sie auch Gutscheine zum Verschenken an?", "Ja, an der Kasse und im Webshop, ab 20 Euro."),
]  # fmt: skip


@pytest.fixture(scope="module")
def group():
    embedder = MinilmEmbedder()

    def embed(texts):
        return dict(zip(texts, embedder.embed(texts), strict=True))

    def find(export, min_volume=3):
        vectors = embed([text for pair in export for text in pair])
        asked = [text for text, _ in export]
        rows = np.array([vectors[text] for text in asked])
        replied = gather_replies([[reply] for _, reply in export], vectors, rows.shape[1])
        grouper = BackgroundGrouper(ConsensusGrouper(), embed, "another model")
        return grouper.group(asked, rows, [1] * len(asked), replied=replied, detail=Detail.USUAL, min_volume=min_volume)

    return find


@pytest.mark.parametrize("export", [FRENCH, GERMAN], ids=["French", "German"])
def test_what_most_of_a_few_enquiries_ask_is_found(group, export):
    labels = group(export).tolist()
    assert labels.count(0) >= len(export) - 2
    assert labels[-1] == ALONE


def test_enquiries_of_other_companies_are_in_no_group(group):
    assert len(group(FRENCH)) == len(FRENCH)
    assert group(FRENCH[:1]).tolist() == [ALONE]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "nl", "pl", "pt"])
def test_there_are_enquiries_of_other_companies_in_a_language(language):
    others = load_background(language)
    assert len({other.text for other in others}) >= 30
    assert all(other.reply for other in others)


def test_the_package_has_what_the_default_embedder_makes_of_them():
    languages = ["ar", "cs", "de", "en", "ja", "zh"]
    texts = {text for code in languages for other in load_background(code) for text in (other.text, *other.reply)}
    found = find_vectors(MinilmEmbedder.name, texts)
    assert found.keys() == texts
    some = sorted(texts)[::20]
    assert np.allclose(MinilmEmbedder().embed(some), [found[text] for text in some], atol=1e-5)
    assert MinilmEmbedder.name == MODEL
    assert find_vectors("another model", texts) == {}
