"""Makes the address part of a title: ASCII words, whatever script the title is in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from anyascii import anyascii

LONGEST_SLUG = 75

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "æ": "ae", "Æ": "Ae"})
"""Letters that lose their meaning when only their dots are taken off."""


def make_slug(title: str, taken: Collection[str] = ()) -> str:
    """Return the address part of a title: ASCII words joined by hyphens, cut at a word, unlike any of `taken`.

    A word that is too long for any address, as in scripts without spaces, is cut itself; a title without any word gives
    "question".

    >>> make_slug("Как вернуть деньги?"), make_slug("Größe ändern?")
    ('kak-vernut-dengi', 'groesse-aendern')
    """
    # Some keyboards and file systems write ä as a and two dots, which the table would not know.
    plain = anyascii(unicodedata.normalize("NFC", title).translate(_UMLAUTS))
    words = re.findall(r"[a-z0-9]+", plain.lower().replace("'", ""))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > LONGEST_SLUG:
            if len(word) > LONGEST_SLUG:
                slug = longer[:LONGEST_SLUG].rstrip("-")
            break
        slug = longer
    slug = slug or "question"
    number = 2
    unique = slug
    while unique in taken:
        unique = f"{slug}-{number}"
        number += 1
    return unique
