"""What customers of one question want done, or see going wrong, as the phrase that most of them share (English only).

For a title where no single customer put it well: "cancel the order", "cancelled my order" and "how to cancel an order"
share a verb and its object, and "How do I cancel my order?" is what all three ask. Only verbs from a list are taken, so
that the grammar of the question is sure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from enquiry2article.keywords import PLACEHOLDER
from enquiry2article.text import stem
from enquiry2article.words import ALL_STOP_WORDS

FEWEST_USERS: Final = 3
"""Texts that must share a phrase."""

LEAST_SHARE: Final = 0.2
"""Share of the texts that must share it."""

MOST_PHRASES: Final = 3

_VERBS: Final = (
    "accept activate add adjust apply arrange authorise authorize block book borrow bring buy calculate cancel "
    "change check choose claim clean close collect combine compare complete configure confirm connect contact "
    "convert copy customise customize deactivate delay delete delink deposit descale disable dispute dispose "
    "download drain edit enable exchange export extend file find fit fix freeze get give hire import increase "
    "insert install insure invite join link lower make measure mend merge move open order park pause pay postpone "
    "preorder prevent print process protect prove reach receive reclaim record recover recycle redeem reduce "
    "refer refund register remove rename renew rent repair replace report request reschedule reserve reset "
    "restart restore return reuse reverse save schedule select send share ship skip split stop store submit "
    "subscribe suspend swap switch sync test track trade transfer unblock unlink unlock unsubscribe update "
    "upgrade upload use verify view wash withdraw "
).split()
_LONG_VERBS: Final = (
    "set up|pick up|top up|sign up|turn on|turn off|switch on|switch off|send back|get rid of|put in|top-up|log into"
)
_OBJECT: Final = (
    r"(?P<det>(?:my|our|the|an?|your|this|that|these|some)\s+)?(?P<object>[a-z][a-z'-]+(?:\s+[a-z][a-z'-]+)?)"
)
_WANTED: Final = re.compile(rf"\b(?P<verb>{_LONG_VERBS}|{'|'.join(_VERBS)})\s+{_OBJECT}")
_FAILING: Final = re.compile(
    r"\b(?:my|our|the)\s+(?P<object>[a-z][a-z'-]+(?:\s+[a-z][a-z'-]+)?)\s+(?P<be>is|are|has|have)(?:\s+still)?(?:n't|\s+not)"
    r"(?:\s+yet|\s+been)?\s+(?P<done>[a-z]+(?:ing|ed|en))\b"
)
_NO_OBJECT: Final = frozenset(
    (
        "able back come due friend from get going help know like lot make money-back new one ones other please "
        "possible question reason sure thing things time today tomorrow want way work yesterday "
    ).split()
)


def share_phrases(texts: Sequence[str]) -> tuple[str, ...]:
    """Give questions made of the phrases that most texts share, the most shared first; () where too few share one."""
    users: Counter[tuple[str, ...]] = Counter()
    shapes: dict[tuple[str, ...], Counter[str]] = {}
    for text in texts:
        plain = PLACEHOLDER.sub(".", text).lower().replace("’", "'")
        found = {**_find_wanted(plain), **_find_failing(plain)}
        for key, shape in found.items():
            users[key] += 1
            shapes.setdefault(key, Counter())[shape] += 1
    least = max(FEWEST_USERS, LEAST_SHARE * len(texts))
    order = sorted((key for key in users if users[key] >= least), key=lambda key: (-users[key], -len(key), key))
    return tuple(_most_common(shapes[key]) for key in order[:MOST_PHRASES])


def _find_wanted(text: str) -> dict[tuple[str, ...], str]:
    found = {}
    for match in _WANTED.finditer(text):
        words = _tell_object(match["object"])
        if words:
            thing = " ".join(words)
            own = (match["det"] or "").strip()
            own = {"our": "my", "this": "the", "that": "the", "these": "the", "some": ""}.get(own, own)
            shape = f"How do I {match['verb']} {own} {thing}?".replace("  ", " ")
            found[match["verb"], *(stem(word, "en") for word in words)] = shape
    return found


def _find_failing(text: str) -> dict[tuple[str, ...], str]:
    found = {}
    for match in _FAILING.finditer(text):
        words = _tell_object(match["object"])
        if words:
            be, many = match["be"], words[-1].endswith("s") and not words[-1].endswith("ss")
            be = ("have" if many else "has") if be in ("has", "have") else ("are" if many else "is")
            shape = f"Why {be} my {' '.join(words)} not {match['done']}?"
            found["not", *(stem(word, "en") for word in words), match["done"]] = shape
    return found


def _tell_object(phrase: str) -> list[str]:
    """Give the words of a phrase up to the first that names nothing; [] where that is the first."""
    words: list[str] = []
    for word in phrase.split():
        if word in ALL_STOP_WORDS or word in _NO_OBJECT or len(word) < 3:
            break
        words.append(word)
    return words


def _most_common(shapes: Counter[str]) -> str:
    return min(shapes, key=lambda shape: (-shapes[shape], shape))
