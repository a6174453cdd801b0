"""What an article says beside its sentences, in the language of its question: headings, and the words of outlines.

The texts are data: `resources/languages/<code>/headings.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from enquiry2article.text.word_lists import list_languages, read_texts

_FILE: Final = "headings.toml"
_USUAL: Final = "en"


def choose_headings(*languages: str) -> str:
    """Choose the first of some languages ("de" or "de-AT") that has headings; English where none has.

    The languages are those of a question and of the site, for example: its readers know that one.
    """
    known = list_languages(_FILE)
    return next((code for code in (_shorten(language) for language in languages) if code in known), _USUAL)


def read_headings(language: str) -> Mapping[str, str]:
    """Read the headings in a language ("de" or "de-AT"), or the English ones."""
    return read_texts(choose_headings(language), _FILE)["headings"]


def read_help(language: str) -> str:
    """Read what stands under "Still stuck?" where the house has not said it; "" in English: settings say that."""
    return _read_texts(language).get("help", "")


def title_round_up(area: str, language: str) -> str:
    """Return the title of the page that gathers the questions of an area, in a language or in English.

    >>> title_round_up("absage", "de")
    'Absage: Fragen und Antworten'
    """
    return _read_texts(language)["round_up"].format(area=f"{area[:1].upper()}{area[1:]}")


def read_no_subject(language: str) -> str:
    """Read the title of a question whose customers share no word that may be shown."""
    return _read_texts(language)["no_subject"]


def read_outline_words(language: str) -> Mapping[str, str]:
    """Read what an article that still has to be written says of itself: its first line, and headings for an editor."""
    return read_texts(choose_headings(language), _FILE)["outline"]


def read_plain_description(language: str, *, steps: bool) -> str:
    """Read what search engines show where no sentence of an answer, with or without steps, can stand alone."""
    return _read_texts(language)["steps_description" if steps else "answer_description"]


def _read_texts(language: str) -> Mapping[str, str]:
    return read_texts(choose_headings(language), _FILE)["texts"]


def _shorten(language: str) -> str:
    return language.split("-")[0].lower()
