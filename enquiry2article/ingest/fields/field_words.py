"""Cuts the names of fields, and values that are like names, into words: "isVisibleForCustomer", "private_notes".

Words that are written as one ("kundensichtbar", "isprivate") are parted where a vocabulary knows all of the pieces.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Set as AbstractSet
from typing import Final

from enquiry2article.text.words import fold_accents

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD: Final = re.compile(r"[^\W\d_]+|\d+|[✓✔☑✅✗✘☐❌]")
_OTHER_LETTERS: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_LONGEST: Final = 120
"""Characters of a name that are looked at."""
_LONGEST_COMPOUND: Final = 40
"""Letters of a word that may be parted."""
_SHORTEST_PIECE: Final = 3
"""Letters of a piece that is not the first: "et" at the end of "internet" is no word there."""
_ID: Final = "id"


def fold_word(word: str) -> str:
    """Take case and accents away.

    >>> fold_word("Öffentlich"), fold_word("wyłącznie")
    ('offentlich', 'wylacznie')
    """
    return fold_accents(word.casefold().translate(_OTHER_LETTERS))


def split_field(name: str) -> list[str]:
    """Cut a name into its words, folded.

    >>> split_field("jsdPublic"), split_field("comment.is-public"), split_field("Nota interna (sí/no)")
    (['jsd', 'public'], ['comment', 'is', 'public'], ['nota', 'interna', 'si', 'no'])
    """
    return [fold_word(word) for word in _WORD.findall(_HUMP.sub(" ", name[:_LONGEST]))]


def part_compound(word: str, vocabulary: AbstractSet[str]) -> list[str]:
    """Split a word that is made of words of a vocabulary, into as few as possible; else give it as it is.

    >>> known = frozenset({"internal", "intern", "note", "et"})
    >>> part_compound("internalnote", known), part_compound("internet", known)
    (['internal', 'note'], ['internet'])
    """
    return [word] if word in vocabulary or len(word) > _LONGEST_COMPOUND else list(_part(word, frozenset(vocabulary)))


@functools.lru_cache(maxsize=4096)
def _part(word: str, vocabulary: frozenset[str]) -> tuple[str, ...]:
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 20), end):
            before, piece = best[start], word[start:end]
            short = piece.isascii() and len(piece) < _SHORTEST_PIECE and (start > 0 or len(piece) < 2) and piece != _ID
            if before is None or piece not in vocabulary or short:
                continue
            if best[end] is None or len(before) + 1 < len(best[end] or ()):
                best[end] = (*before, piece)
    return best[-1] or (word,)
