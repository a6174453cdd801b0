"""Rewords a sentence that holds a placeholder, so that it speaks to everybody: "order [order number]" is "your order".

Only what redaction put in is touched, and only where the sentence says the same without it: an aside, a customer who is
spoken to by name, a number behind the thing that it numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from enquiry2article.text.keywords import BRACKETED

PLACEHOLDERS: Final[Mapping[str, str]] = {
    "email": "[email]",
    "link": "[link]",
    "password": "[password]",
    "card": "[card]",
    "iban": "[bank account]",
    "id number": "[id number]",
    "date of birth": "[date of birth]",
    "address": "[address]",
    "order": "[order number]",
    "ip": "[ip address]",
    "device": "[device address]",
    "phone": "[phone]",
    "number plate": "[number plate]",
    "handle": "[user name]",
    "health": "[health]",
    "name": "[name]",
    "term": "[withheld]",
}
"""What stands for each kind of personal value. Where two kinds overlap, the earlier one names both."""
PLACEHOLDER: Final = re.compile("|".join(map(re.escape, PLACEHOLDERS.values())))

_MARK = BRACKETED.pattern
_ASIDE = re.compile(rf"(?<!\s)\s*\((?:[^()]{{0,40}}\s)?(?:{_MARK})(?:\s[^()]{{0,40}})?\)")
_SPOKEN_TO_FIRST = re.compile(
    r"^(?:(?:\[name\]|\[user name\])[ ]?)+(?:,\s+|\s?[-–—]\s+|(?<=name\])\s*(?=[A-Z][a-z]))(?=\S)"
)
_SPOKEN_TO = re.compile(r",\s*(?:\[name\][ ]?)+(?=[,.!?;]|$)")
_NUMBERED = (
    "order|booking|ticket|invoice|reservation|case|policy|account|delivery|parcel|return|subscription|appointment|"
    "membership|contract|claim|repair|card|voucher"
)
_NUMBER = r"(?:\s(?:number|no\.?|nr\.?|id|code|ref(?:erence)?\.?))"
_THING = re.compile(
    rf"\b(?P<whose>(?:your|the|an?|this|that|each|every|any|our|their|of|new|old)\s)?"
    rf"(?P<thing>(?:{_NUMBERED})(?P<number>{_NUMBER})?)[\s:#]*(?:\((?:\[order number\])\)|\[order number\])",
    re.IGNORECASE,
)


def reword_placeholders(text: str) -> str:
    """Reword what redaction left in a sentence where nothing is lost by it; other placeholders stay as they are.

    >>> reword_placeholders("You can return order [order number] from the page Orders.")
    'You can return your order from the page Orders.'
    >>> reword_placeholders("Yes, [name], the tickets [order number] can be used on any day.")
    'Yes, the tickets [order number] can be used on any day.'
    """
    if "[" not in text:
        return text
    short = _ASIDE.sub("", text)
    short = _SPOKEN_TO.sub("", _SPOKEN_TO_FIRST.sub("", short))
    short = _THING.sub(_name_thing, short)
    return short[:1].upper() + short[1:] if text[:1].isupper() or text[:1] == "[" else short


def _name_thing(found: re.Match[str]) -> str:
    whose, thing = found["whose"] or "", found["thing"]
    # "Order [order number]" begins a sentence, "of order [order number]" goes on in one.
    mine = "" if whose and not whose.lower().startswith("of") else "your "
    return f"{whose}{mine}{thing[0].lower()}{thing[1:]}"
