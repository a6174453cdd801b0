"""What a customer's rating of an answer says, in the words and numbers of the helpdesks that ask for one."""

from __future__ import annotations

import re
import unicodedata

_GOOD = frozenset(
    "good great excellent awesome amazing happy satisfied positive thumbsup solved helpful yes true gut sehrgut "
    "zufrieden sehrzufrieden bon bien bueno satisfait satisfecho veryhappy extremelyhappy verysatisfied "
    "extremelysatisfied goodwithcomment 👍 😀 🙂 😊 🤩".split()
)
_BAD = frozenset(
    "bad poor terrible notgood unhappy unsatisfied dissatisfied negative thumbsdown unsolved unhelpful no false "
    "schlecht unzufrieden sehrunzufrieden mauvais malo insatisfait insatisfecho veryunhappy extremelyunhappy "
    "verydissatisfied extremelydissatisfied badwithcomment 👎 😞 😠 🙁 😡".split()
)
_OF = re.compile(r"(-?\d{1,3}(?:[.,]\d+)?)\s*(?:(/|of|von|sur|de)\s*(\d{1,3})|(%))?", re.IGNORECASE)
_STARS = re.compile(r"[★⭐]")

_FEELING_HIGH, _FEELING_LOW = 0.75, 0.45
"""Shares of a scale from which a customer was content, and up to which not: 4 of 5, 2 of 5; 3 of 5 says nothing."""


def read_rating(text: str) -> bool | None:
    """Return whether a rating is good (True) or bad (False); None where it is neither or cannot be understood.

    A number without a scale is out of 5 up to 5, out of 10 up to 10, out of 100 above. 100 is neutral and 101 to 103
    are good where a helpdesk counts from -103 to 103
    (https://developers.freshdesk.com/api/#view_all_satisfaction_ratings).

    >>> read_rating("Good"), read_rating("2/5"), read_rating("Offered")
    (True, False, None)
    """
    signs = unicodedata.normalize("NFKC", text).casefold()
    flat = "".join(sign for sign in signs if sign.isalnum() or unicodedata.category(sign) == "So")
    if flat in _GOOD or flat in _BAD:
        return flat in _GOOD
    if stars := len(_STARS.findall(text)):
        return _read_word(stars / 5)
    found = _OF.fullmatch(text.strip())
    if not found:
        return None
    number = float(found[1].replace(",", "."))
    if found[4]:
        return _read_word(number / 100)
    if found[3]:
        return _read_word(number / float(found[3])) if 0 <= number <= float(found[3]) > 0 else None
    if number <= -100 or 100 < number <= 103:
        return number > 0
    if number <= 0 or number == 100:
        return None
    return _read_word(number / next((scale for scale in (5, 10) if number <= scale), 100))


def _read_word(share: float) -> bool | None:
    return True if share >= _FEELING_HIGH else False if share <= _FEELING_LOW else None
