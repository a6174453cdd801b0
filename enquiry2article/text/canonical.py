"""When two texts are one wording: the same words but for what never changes a question."""

from __future__ import annotations

import functools
import hashlib
import re
from typing import Final

from enquiry2article.text.words import normalise

_SHORT_FORMS: Final = (
    (re.compile(r"\bcan(?:no|')t\b"), "can not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\bshan't\b"), "shall not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"\b(what|where|when|who|how|why|that|there|here|it|he|she)'s\b"), r"\1 is"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"\bi'm\b"), "i am"),
    (re.compile(r"\bi'd\b"), "i would"),
)
_PUNCTUATION: Final = ".,;:!?¡¿()[]{}\"'«»„“”…–—*_"
"""What does not count at the ends of a word. Signs do: 5 % is not 5 °, and -5 is not 5."""
_EMPTY: Final = frozenset(["", "-"]) | frozenset(
    "a an the please pls plz kindly just actually really basically simply".split()
)


@functools.lru_cache(maxsize=100_000)  # every stage asks, about the same texts
def canonicalise(text: str) -> str:
    """Bring a text to the form in which two texts that put a question in nearly the same words are equal.

    Case, punctuation, articles, "please" and the like, and short against long forms ("can't", "cannot") do not count.
    Numbers, dates, negations and the order of the words do, so "Can I …" and "Can't I …" stay two.

    >>> canonicalise("Please, where's the invoice?") == canonicalise("where is invoice")
    True
    """
    plain = normalise(text)
    for short, long in _SHORT_FORMS:
        plain = short.sub(long, plain)
    words = [word for word in (word.strip(_PUNCTUATION) for word in plain.split()) if word not in _EMPTY]
    return " ".join(words) or plain


def hash_for_draw(text: str) -> bytes:
    """Return what decides whether a text is drawn: the same in every run, whatever else there is."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
