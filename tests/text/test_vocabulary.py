"""What counts as a word of a language, and what does not."""

import pytest

from enquiry2article.text.vocabulary import has_vocabulary, is_word, read_names

WORDS = {
    "en": "warranties RETURN Settings refunded parcel",
    "de": "Rechnung Versandetikett Lieferadresse zurückgesetzt Kunde rechnung",
    "fr": "facture livraison cliquez",
    "es": "factura devolución reembolso",
    "it": "fattura spedizione rimborso",
    "nl": "bestelling factuur verzendlabel",
    "pt": "fatura encomenda reembolso",
    "tr": "fatura şifre",
    "ru": "пароль заказ",
}
NAMES = {
    "en": "Percival Barnaby Marisol Ottilie Harcastle xanthe",
    "de": "Friedhelm Ottilie Ostermeier Casimir Schmidt",
    "fr": "Loïc Guénolé",
    "es": "Nerea Iñaki",
}


@pytest.mark.parametrize(("language", "words"), WORDS.items())
def test_ordinary_words_are_words(language, words):
    assert [word for word in words.split() if not is_word(word, language)] == []


@pytest.mark.parametrize(("language", "words"), NAMES.items())
def test_names_are_none(language, words):
    assert [word for word in words.split() if is_word(word, language)] == []


def test_a_name_that_is_a_word_as_well_is_a_word():
    assert is_word("Rose", "en")
    assert "rose" in read_names("given_names.txt")


@pytest.mark.parametrize("word", ["", "24", "b2b", "@", "a.b"])
def test_what_is_no_word(word):
    assert not is_word(word, "en")


def test_languages_without_a_dictionary():
    assert not has_vocabulary("ja")
    assert not is_word("返品", "ja")
