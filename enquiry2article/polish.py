"""Light editing of a sentence that cannot change a fact: how it begins and ends, words said twice, order words.

No word that says something is added or exchanged, so that each sentence is still found in the reply it came from.
"""

from __future__ import annotations

import re

from enquiry2article.roles import ORDER_WORDS

SMILEYS = re.compile(
    r"(?:^|\s+)[:;]-?[)(DPp](?=\W|$)|(?<=\w)[:;]-?\)(?=\s|$)"
    r"|\s*[\U0001F300-\U0001FAFF\u2639\u263A\u2764\u2728]\uFE0F?|(?:^|\s+)\(?(?:ha){2,}\)?(?=\W|$)"
)
_TWICE = re.compile(r"\b([^\W\d_]{2,})((?:\s+\1\b)+)", re.IGNORECASE)
_MEANT_TWICE = frozenset("in on up out off that had her so very really bye".split())
_OPENING = re.compile(
    r"^(?:(?:well|ok(?:ay)?|right|sure|yes|yep|yeah|no|nope|ah|oh|ha|hm+|alas|actually|basically|so|and|but|indeed"
    r"|if (?:so|you do|that's you|yes)|of course|certainly|absolutely|exactly|quite right|good news|gladly"
    r"|ja|nein|also|oui|non|sí|bueno)"
    r"[,:!.–-]\s+(?!\d))+(?=\S)",
    re.IGNORECASE,
)
_ANNOUNCEMENT = re.compile(
    r"^(?:this is how it works|here(?:'s| is) how(?: it works)?|how it works|in short)\s*:\s+", re.I
)
_SPACE_BEFORE = re.compile(r"(?<=\w)\s+([,.;:](?=\s|$)|[!?]+$)")
_BULLET = re.compile(r"^[-–•*]\s+")
_OWN_CASE = re.compile(r"^(?:\w+://|www\.|\S*[a-z][A-Z]|\S+[./@]\w)")
"""What begins with a small letter on purpose: an address, a name like "iPad"."""


LEANING_WORDS = frozenset(
    "it its it's they them that that's this these those then and but or so also otherwise alas yes no not only "
    "he she his her which who there both neither same instead however".split()
)
"""Words at the beginning of a sentence that point back to the one before it."""


ROUNDS = 4
"""What one round lays bare, the next one sees."""

CONNECTORS = frozenset({"then", "so", "otherwise", "instead", "also", "neither", "either", "same", "but", "however"})

TIME_WORDS = frozenset({"after", "before", "once", "when", "if", "until"})
"""Words that point back only with one of the others: "after that", "once it is dry"."""


def _say_once(found: re.Match[str]) -> str:
    """Keep one of two equal words, unless the second has a capital too ("Bora Bora") or both may be meant."""
    again = found[2].split()
    meant = found[1].lower() in _MEANT_TWICE or any(not word.islower() for word in again)
    return found[0] if meant else found[1]


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
    text = _BULLET.sub("", " ".join(text.split()))
    for _ in range(ROUNDS):
        before = text
        text = _SPACE_BEFORE.sub(r"\1", _TWICE.sub(_say_once, SMILEYS.sub("", text)).strip())
        text = _OPENING.sub("", _ANNOUNCEMENT.sub("", text))
        start = ORDER_WORDS.match(text)
        if start and start.end() < len(text) and start[0].rstrip().endswith(","):
            text = text[start.end() :]
        if text == before:
            break
    if not text:
        return ""
    if not _OWN_CASE.match(text):
        text = text[0].upper() + text[1:]
    # One exclamation is warm in a mail and loud in an article.
    text = re.sub(r"\?!+$", "?", text)
    text = re.sub(r"!+$", ".", text)
    return text if text[-1] in ".?:…" else f"{text.rstrip(',;')}."
