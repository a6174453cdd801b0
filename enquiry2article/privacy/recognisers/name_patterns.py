"""What stands beside a name: greetings before it, closings above it, titles; and how a name is written.

Pure. Words and patterns as data, and one judgement: whether a word stands where a name would.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from enquiry2article.cleaning.name_words import NOT_A_NAME
from enquiry2article.text.stop_words import MONTHS
from enquiry2article.text.word_lists import fill_phrases, list_phrases, one_of
from enquiry2article.text.words import split_words

CAPITALS: Final = "A-ZÀ-ÖØ-ÞΑ-ΩА-ЯЁІЇЄҐ" + "".join(char for char in map(chr, range(0x100, 0x250)) if char.isupper())
"""Capital letters as a pattern's class has them: Štěpán and Łukasz begin with one too."""
CAP: Final = rf"[{CAPITALS}](?:[^\W\d_]|['’-](?=[^\W\d_])){{0,30}}"
PARTICLES: Final = "van|von|der|den|ter|ten|de|del|della|dos|das|la|da|di|le|el|bin|ibn|al|ben|af|av|Ó|Ní|Mac"
"""Small words inside surnames."""
FULL: Final = (
    rf"(?:[A-Z]\. ?){{0,2}}(?:(?:van|von|de|del|di|da|le|ter|el|al)(?:[ -](?:der|den|la|las|los))?[ -])?{CAP}"
    rf"(?:[ -](?:(?:{PARTICLES})[ -]){{0,2}}(?:[A-Z]\. ?)?{CAP}){{0,3}}"
)
RELATIVES: Final = list_phrases("names", "relative")
"""Words for people beside which their names stand: "my husband Tobias"."""
GREETS: Final = fill_phrases("names", "<greeting>")
TITLES: Final = fill_phrases("names", "<title>") + r"\.?"
SIGNS: Final = fill_phrases("names", "<sign_off>")
LONG_SIGNS: Final = fill_phrases("names", "<long_sign_off>")
"""Closings in words of one's own: the name stands on the line below."""
_SIGN_BEFORE: Final = re.compile(
    r"(?i)(?:(?<!\w)"
    + one_of(rf"""
        {GREETS} | {SIGNS} | {TITLES} | my name is | name: | this is | it's | i'm | i am
        hier ist(?: noch ?(?:ein)?mal| wieder)? | c'est(?: encore| à nouveau)? | ici | hier | otra vez | ihre?
        your | signed | unterschrieben | signé
        mein name ist | ich bin | ich heiße | je m'appelle | je suis | me llamo | soy | ik ben | mijn naam is
        spoke (?:to|with) | speak (?:to|with) | ask for | from | and | & | [-–—]
    """)
    + r"[\s,.!:;]{0,3}|^\s*|\n\s{0,3}|\[name\][ ,]{1,2})$"
)
_TITLE_BEFORE: Final = re.compile(rf"(?i)(?<![^\W_])(?:{TITLES}) ?$")
_CALLED: Final = re.compile(r"\s*(?:[.!?…]|\n|$)")
_OWNED: Final = re.compile(r"['’](?:s\b|(?!\w))")
_NAME_ENDS: Final = re.compile(r"[ .x]{0,4}(?:\n|$)")
_NAME_AFTER: Final = re.compile(
    r"(?i)\s?(?:x{1,4}\b|[,!:.]|$|\n|here\b|hier\b|from\b|aus\b|de\b|and [A-Z]|& [A-Z]|\[name\]|\()"
)


def stands_as_name(text: str, start: int, end: int) -> bool:
    """Return whether a word with a capital letter stands where a name would: after a greeting, under a mail."""
    before = text[max(0, start - 30) : start]
    if _NAME_ENDS.match(text, end) and before.rstrip().endswith((".", "?", "!", "…")):
        return True  # "... can it be stopped? Felicity"
    if _TITLE_BEFORE.search(before):
        return True
    if before.endswith(", ") and before[-3:-2].isalpha() and _CALLED.match(text, end):
        return True  # "Thanks for your patience, Grace."
    if before.endswith(" ") and before[-2:-1].islower() and _OWNED.match(text, end):
        return True  # "it is in Grace's name"
    return bool(_SIGN_BEFORE.search(before) and _NAME_AFTER.match(text, end))


@functools.lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """Return whether what stands where a name stands can be one."""
    words = split_words(text)
    if not words or len(words) > 6 or max(map(len, words)) < 2:
        return False
    words = [word for word in words if len(word) > 1]  # the A of "A. Solberg" is no article
    known = [word.casefold() in NOT_A_NAME or (word.casefold() in MONTHS and len(words) == 1) for word in words]
    # "Thanks, Customer Service" is nobody; "Hi Will Page" is somebody.
    return not all(known) and not known[0] and not any(char.isdigit() for char in text)
