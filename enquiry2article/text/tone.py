"""Tells what must never be quoted, whoever wrote it: rude, sarcastic, defensive or dismissive words.

Phrases only (`resources/languages/<code>/tone.toml`), chosen so that a plain sentence is not lost: "read the label" is
advice, "read the manual first" is not. Those of all languages count: a sentence may mix two.
"""

from __future__ import annotations

from enquiry2article.text.word_lists import Phrases

_CURT = Phrases("tone", r"(?i)\b<curt>")


def is_curt(text: str) -> bool:
    """Return whether a sentence is rude, sarcastic, defensive or dismissive.

    >>> is_curt("As I already told you, it is on the website.")
    True
    >>> is_curt("Read the label inside the jacket before you wash it.")
    False
    """
    return bool(_CURT().search(text.replace("’", "'").strip()))
