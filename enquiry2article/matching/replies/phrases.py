"""What a reply says around the words of a post, in the language of that post.

In a language that is not in the table a reply says nothing of its own: a name, the post's words and the link are right
in every language, and an English letter around a Dutch answer is right in none. No phrase tells whether the reader is a
man or a woman.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PHRASES: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "greeting": "Hi",
        "stand_in": "there",
        "after_name": ",",
        "greeting_plain": "Hello,",
        "thanks": "Thank you for asking about this:",
        "link": "The whole answer is here:",
        "also": "You also asked about this:",
        "rest": "About the rest of what you asked, I will write to you myself.",
        "next": "People often ask next:",
        "help": "If that does not answer your question, just reply to this message, and I will look into it myself.",
        "closing": "Kind regards,",
        "name_label": "Name",
        "quote_open": "“",
        "quote_close": "”",
    },
    "de": {
        "greeting": "Hallo",
        "stand_in": "und guten Tag",
        "after_name": ",",
        "greeting_plain": "Guten Tag,",
        "thanks": "vielen Dank, dass Sie danach fragen:",
        "link": "Die ganze Antwort steht hier:",
        "also": "Sie fragen auch danach:",
        "rest": "Zu Ihrer weiteren Frage schreibe ich Ihnen selbst.",
        "next": "Als Nächstes wird oft gefragt:",
        "help": "Wenn das Ihre Frage nicht beantwortet, antworten Sie einfach auf diese Nachricht. "
        "Dann kümmere ich mich selbst darum.",
        "closing": "Freundliche Grüße",
        "name_label": "Name",
        "quote_open": "„",
        "quote_close": "“",
    },
    "fr": {
        "greeting": "Bonjour",
        "stand_in": "à vous",
        "after_name": ",",
        "greeting_plain": "Bonjour,",
        "thanks": "Merci de nous interroger à ce sujet :",
        "link": "La réponse complète se trouve ici :",
        "also": "Vous demandez aussi ceci :",
        "rest": "Pour le reste de votre message, je vous écrirai personnellement.",
        "next": "On nous demande souvent ensuite :",
        "help": "Si cela ne répond pas à votre question, répondez simplement à ce message : "
        "je m'en occuperai personnellement.",
        "closing": "Bien cordialement,",
        "name_label": "Nom",
        "quote_open": "« ",
        "quote_close": " »",
    },
    "es": {
        "greeting": "Hola",
        "stand_in": "y buen día",
        "after_name": ":",
        "greeting_plain": "Hola:",
        "thanks": "Gracias por preguntarnos sobre esto:",
        "link": "La respuesta completa está aquí:",
        "also": "También pregunta por esto:",
        "rest": "Sobre lo demás que pregunta le escribiré personalmente.",
        "next": "Después se suele preguntar:",
        "help": "Si esto no responde a su pregunta, conteste a este mensaje y me ocuparé personalmente.",
        "closing": "Un cordial saludo",
        "name_label": "Nombre",
        "quote_open": "«",
        "quote_close": "»",
    },
}

NO_PHRASES: Final[Mapping[str, str]] = dict.fromkeys(PHRASES["en"], "") | {
    "after_name": ",",
    "quote_open": "“",
    "quote_close": "”",
}
"""For every other language."""


def tell_phrases(language: str) -> Mapping[str, str]:
    """Give the phrases of a language ("de" or "de-AT"), or those that say nothing; English where it is not known."""
    return PHRASES.get(language.replace("_", "-").split("-")[0].lower() or "en", NO_PHRASES)
