"""What stands above the parts of an article, as questions, in the language of its question.

Languages that are not in the table get the English headings: a person can change a heading faster than a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

HEADINGS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "prepare": "What do I need?",
        "steps": "How do I do it, step by step?",
        "try": "What can I try, and in which order?",
        "rules": "What exactly applies?",
        "conditions": "What if my case is different?",
        "warnings": "What should I watch out for?",
        "fallback": "What if that does not help?",
        "asked": "What should I tell you when I write?",
        "variants": "How do other people ask this?",
        "next": "What do people ask next?",
        "related": "What else might I want to know?",
        "help": "Still stuck?",
        "more": "Where can I read the whole answer?",
    },
    "de": {
        "prepare": "Was brauche ich?",
        "steps": "Wie gehe ich Schritt für Schritt vor?",
        "try": "Was kann ich versuchen, und in welcher Reihenfolge?",
        "rules": "Was gilt genau?",
        "conditions": "Und wenn es bei mir anders ist?",
        "warnings": "Worauf muss ich achten?",
        "fallback": "Und wenn das nicht hilft?",
        "asked": "Was soll ich angeben, wenn ich schreibe?",
        "variants": "Wie fragen andere danach?",
        "next": "Was wird danach gefragt?",
        "related": "Was könnte ich noch wissen wollen?",
        "help": "Noch nicht weiter?",
        "more": "Wo steht die ganze Antwort?",
    },
    "fr": {
        "prepare": "De quoi ai-je besoin ?",
        "steps": "Comment faire, étape par étape ?",
        "try": "Que puis-je essayer, et dans quel ordre ?",
        "rules": "Qu'est-ce qui s'applique exactement ?",
        "conditions": "Et si mon cas est différent ?",
        "warnings": "À quoi faut-il faire attention ?",
        "fallback": "Et si cela ne suffit pas ?",
        "asked": "Que dois-je indiquer en vous écrivant ?",
        "variants": "Comment d'autres posent-ils cette question ?",
        "next": "Que demande-t-on ensuite ?",
        "related": "Que pourrais-je encore vouloir savoir ?",
        "help": "Toujours bloqué ?",
        "more": "Où lire la réponse complète ?",
    },
    "es": {
        "prepare": "¿Qué necesito?",
        "steps": "¿Cómo se hace, paso a paso?",
        "try": "¿Qué puedo probar, y en qué orden?",
        "rules": "¿Qué se aplica exactamente?",
        "conditions": "¿Y si mi caso es distinto?",
        "warnings": "¿A qué debo prestar atención?",
        "fallback": "¿Y si eso no ayuda?",
        "asked": "¿Qué debo indicar cuando escriba?",
        "variants": "¿Cómo lo preguntan otras personas?",
        "next": "¿Qué se pregunta después?",
        "related": "¿Qué más me puede interesar?",
        "help": "¿Sigue sin resolverse?",
        "more": "¿Dónde está la respuesta completa?",
    },
}


ROUND_UPS: Mapping[str, str] = {
    "en": "{area}: questions and answers",
    "de": "{area}: Fragen und Antworten",
    "fr": "{area} : questions et réponses",
    "es": "{area}: preguntas y respuestas",
}
"""The title of a page that gathers the questions of an area."""

HELP: Mapping[str, str] = {
    "de": "Schreiben Sie uns, was Sie schon versucht haben. Ein Mensch liest es und antwortet.",
    "fr": "Écrivez-nous ce que vous avez déjà essayé. Une personne vous lira et vous répondra.",
    "es": "Escríbanos qué ha probado ya. Lo leerá y le responderá una persona.",
}
"""What stands under "Still stuck?" where the house has not said it; the English words are the settings' own."""


def title_round_up(area: str, language: str) -> str:
    """Give the title of the page of an area, in a language or in English.

    >>> title_round_up("absage", "de")
    'Absage: Fragen und Antworten'
    """
    return ROUND_UPS.get(language.split("-")[0].lower(), ROUND_UPS["en"]).format(area=f"{area[:1].upper()}{area[1:]}")


def tell_headings(language: str) -> Mapping[str, str]:
    """Give the headings in a language ("de" or "de-AT"), or the English ones."""
    return HEADINGS.get(language.split("-")[0].lower(), HEADINGS["en"])
