"""Makes the address part of a title: ASCII words, whatever script the title is in."""

from __future__ import annotations

import re
from collections.abc import Collection

from anyascii import anyascii

LONGEST_SLUG = 75

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "æ": "ae", "Æ": "Ae"})
"""Letters that lose their meaning when only their dots are taken off."""


def make_slug(title: str, taken: Collection[str] = ()) -> str:
    """Give the address part of a title: ASCII words joined by hyphens, cut at a word, unlike any of `taken`.

    >>> make_slug("Как вернуть деньги?"), make_slug("Größe ändern?")
    ('kak-vernut-dengi', 'groesse-aendern')
    """
    plain = anyascii(title.translate(_UMLAUTS))
    words = re.findall(r"[a-z0-9]+", plain.lower().replace("'", ""))
    slug = ""
    for word in words:
        if len(slug) + 1 + len(word) > LONGEST_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word
    slug = slug or "question"
    number = 2
    unique = slug
    while unique in taken:
        unique = f"{slug}-{number}"
        number += 1
    return unique
