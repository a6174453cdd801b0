"""Finds payment cards and bank accounts.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from enquiry2article.privacy.recognisers.national_ids import passes_luhn
from enquiry2article.privacy.recognisers.reference_numbers import follows_product_word
from enquiry2article.privacy.recognisers.spans import Atom, Span
from enquiry2article.text.word_lists import one_of

_CARD: Final = re.compile(r"(?<![\d.,-])(?<!\d )\d(?:[ -]?\d){12,18}(?![\d])")
_CARD_GROUPS: Final = re.compile(r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}|\d{4}([ -])\d{6}\2\d{5}")
_CARD_END: Final = re.compile(
    r"(?i)\b(?:card|karte|carte|tarjeta|kaart|visa|master ?card|amex|maestro)\b(?: number)?[\s,:(]{0,2}"
    r"(?:that |which )?"
    + one_of(r"""
        ending(?: in| with)? | ends? (?:in|with) | endet auf | finit par | terminada en | eindigend op
    """)
    + r"?[\s:(]{0,2}(?:[*x.•]{1,12}[ -]?)?(?P<value>\d{4})(?![\w-])"
)


def find_cards(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find numbers of payment cards, and their last four digits where they are called so."""
    for match in _CARD_END.finditer(text):
        yield Span(*match.span("value"), "card")
    for match in _CARD.finditer(text):
        # Four groups of four are meant as a card even when a digit is wrong.
        if _CARD_GROUPS.fullmatch(match[0]) or (_is_card(match[0]) and not follows_product_word(text, match.start())):
            yield Span(*match.span(), "card")


_CARD_NUMBERS: Final = re.compile(r"[2-6]\d{15}|3[47]\d{13}|3[068]\d{12}|4\d{12}|[56]\d{16,18}|4\d{18}")
"""What the networks give out: sixteen digits mostly, fifteen by American Express, fourteen by Diners."""


def _is_card(text: str) -> bool:
    digits = "".join(char for char in text if char.isdigit())
    return bool(_CARD_NUMBERS.fullmatch(digits)) and len(set(digits)) > 1 and passes_luhn(digits)


_SORT_CODE: Final = re.compile(r"(?i)\bsort ?code\W{0,5}(?:is )?(?P<value>\d{2}[ -]?\d{2}[ -]?\d{2})(?!\d)")
_IBAN: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}")
_IBAN_LENGTHS: Final = {
    entry[:2]: int(entry[2:])
    for entry in """
    AD24 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GI23 GR27 HR21 HU28 IE22 IS26 IT27
    LI21 LT20 LU20 LV21 MC27 MT31 NL18 NO15 PL28 PT25 RO24 SE24 SI19 SK24 SM27 TR26 UA29 AE23 SA24 IL23
    """.split()
}
"""Country → length of its account numbers, as the registry of IBANs tells."""


def find_ibans(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find bank accounts: IBANs and British sort codes."""
    for match in _SORT_CODE.finditer(text):
        yield Span(*match.span("value"), "iban")
    for match in _IBAN.finditer(text):
        length = _IBAN_LENGTHS.get(match[0][:2].upper())
        if not length:
            continue
        end = _walk(text, match.start(), length)
        if end and sum(char.isdigit() for char in text[match.start() : end]) >= 10:
            yield Span(match.start(), end, "iban")


def _walk(text: str, start: int, count: int) -> int:
    """Return the place after `count` letters and digits, single spaces among them, or 0 when no word ends there."""
    place = start
    while count and place < len(text):
        if text[place].isalnum():
            count -= 1
        elif text[place] not in " -":
            return 0
        place += 1
    return place if not count and not text[place : place + 1].isalnum() else 0
