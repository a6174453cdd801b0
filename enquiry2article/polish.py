"""Light editing of a sentence that cannot change a fact: how it begins and ends, words said twice, order words.

No word that says something is added or exchanged, so that each sentence is still found in the reply it came from.
"""

from __future__ import annotations

import re

from enquiry2article.roles import ORDER_WORDS

SMILEYS = re.compile(
    r"\s*[:;]-?[)(DPp](?=\W|$)|\s*[\U0001F300-\U0001FAFF\u2600-\u27BF]\uFE0F?|\s*\(?(?:ha){2,}\)?(?=\W|$)"
)
_TWICE = re.compile(r"\b(?!that\b|had\b)([^\W\d_]{2,})\s+\1\b(?=\s|[.,;!?]|$)", re.IGNORECASE)
_OPENING = re.compile(
    r"^(?:(?:well|ok(?:ay)?|right|sure|yes|yep|yeah|no|nope|ah|oh|ha|hm+|alas|actually|basically|so|and|but|indeed"
    r"|if (?:so|you do|that's you|yes)|of course|certainly|absolutely|exactly|quite right|good news|gladly"
    r"|ja|nein|also|oui|non|sí|bueno)"
    r"[,:!.–-]\s+)+(?=\S)",
    re.IGNORECASE,
)
_ANNOUNCEMENT = re.compile(
    r"^(?:this is how it works|here(?:'s| is) how(?: it works)?|how it works|in short)\s*:\s+", re.I
)
_SPACE_BEFORE = re.compile(r"\s+([,.;:!?])(?=\s|$)")


LEANING_WORDS = frozenset(
    "it its it's they them that that's this these those then and but or so also otherwise alas yes no not only "
    "he she his her which who there both neither same instead however".split()
)
"""Words at the beginning of a sentence that point back to the one before it."""


CONNECTORS = frozenset({"then", "so", "otherwise", "instead", "also", "neither", "either", "same", "but", "however"})

TIME_WORDS = frozenset({"after", "before", "once", "when", "if", "until"})
"""Words that point back only with one of the others: "after that", "once it is dry"."""


def begins_leaning(text: str) -> bool:
    """Say whether a sentence begins with a word that points back to the one before it."""
    words = _ANNOUNCEMENT.sub("", text.replace("’", "'")).lower().split()
    if not words:
        return False
    first = words[0].strip(",.")
    follows = first in TIME_WORDS and len(words) > 1 and words[1].strip(",.") in LEANING_WORDS
    return first in LEANING_WORDS or follows


def begins_with_connector(text: str) -> bool:
    """Say whether a sentence goes on from something that was said, whatever stands before it."""
    words = text.lower().split()
    return bool(words) and words[0].strip(",.") in CONNECTORS


def finish_sentence(text: str) -> str:
    """Begin with a capital and end with a full stop, without smileys, doubled words, or "then," and "well," in front.

    >>> finish_sentence("then, press the the button :-)")
    'Press the button.'
    """
    text = SMILEYS.sub("", " ".join(text.split())).strip(" -–•*")
    text = _SPACE_BEFORE.sub(r"\1", _TWICE.sub(r"\1", text))
    text = _OPENING.sub("", _ANNOUNCEMENT.sub("", text))
    start = ORDER_WORDS.match(text)
    if start and start.end() < len(text) and start[0].rstrip().endswith(","):
        text = text[start.end() :]
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    # One exclamation is warm in a mail and loud in an article.
    text = re.sub(r"!+$", ".", text)
    return text if text[-1] in ".?:…" else f"{text.rstrip(',;')}."
