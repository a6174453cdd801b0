"""Finds telephone numbers, international ones and those of one country.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from enquiry2article.privacy.recognisers.cues import JOINT
from enquiry2article.privacy.recognisers.reference_numbers import follows_product_word
from enquiry2article.privacy.recognisers.spans import Atom, Span, count_digits, match_after
from enquiry2article.text.word_lists import fill_phrases

_INTERNATIONAL: Final = re.compile(
    r"(?<![\w+])(?:\+|00)\s?[1-9]\d{0,2}\)?(?:[\s./–-]{0,2}\(\d{1,5}\))?"
    r"(?:[\s./–-]{0,2}\d{1,12}){1,7}(?!\d)"
)
_TRUNK: Final = re.compile(r"(?<![\w.,/+-])(?<!\d )\(?0[1-9]\d{0,4}\)?(?:[\s./-]{0,3}\d{2,9}){1,5}(?![\d])")
_AMERICAN: Final = re.compile(
    r"(?<![\w.,/+-])(?<!\d )(?:1[ .-])?(?:\([2-9]\d{2}\)[ .-]?"
    r"|[2-9]\d{2}[ .-])[2-9]\d{2}[ .-]\d{4}(?![\d-])"
)
_GROUPED: Final = re.compile(
    r"(?<![\w.,/+-])(?<!\d )[5-9]\d{2}[ .-](?:\d{3}[ .-]\d{3}|\d{2}[ .-]\d{2}[ .-]\d{2})(?!\d"
    r"|[ .,]\d)"
)
_BRACKETED: Final = re.compile(r"(?<![\w.,/+-])\(0?\d{2,4}\)\s?\d{3,5}(?:[ .-]?\d{3,5})?(?![\d-])")
_PAIRS: Final = re.compile(r"(?<![\w.,/+-])(?<!\d )\d{2}([ -])\d{2}\1\d{2}\1\d{2}(?![\w€£$%-]|[ .,:]\d)")
_CALL: Final = re.compile(
    r"(?i)\b"
    + fill_phrases("numbers", "<call>")
    + rf"(?!\w)\.?(?:\s?(?:bitte|please|auf|unter|au|al|sur|op|on|at|via)(?!\w))?{JOINT}(?:(?:on|at|auf|au|al)\s)?"
    r"(?P<value>\+?\(?\d[\d ()./–-]{4,22}\d)(?!\d)"
)
_CALL_FAR: Final = re.compile(
    r"(?i)(?<![^\W_])(?:tel|phon|fon|erreich|reach|anruf|ruf|call|ring|contact|kontakt|appel|rappel|joindre|téléphon"
    r"|llam|llám|móvil|celular)\w*"
    r"[^\n\d:;.!?]{0,40}[:,] ?(?P<value>\+?\(?\d[\d ()./–-]{4,22}\d)(?!\d)"
)
_CALL_WORDS: Final = (
    "tel", "phone", "mob", "cel", "get", "catch", "call", "ring", "reach", "whats", "text", "handy", "rufnummer",
    "movil", "portable", "gsm", "rappel", "anruf", "ruckruf", "fon", "festnetz", "landline", "sms", "tf", "tlf",
    "work", "home",
    "daytime", "evening", "office", "her", "his", "our", "their", "wife", "husband", "dial", "give", "jo",
    "fax", "contact", "my", "meine", "mon", "mi", "appelez", "joindre", "unter", "llam", "bel", "numer", "zadzwo",
)  # fmt: skip

_CALL_FAR_WORDS: Final = (
    "tel", "phon", "fon", "erreich", "reach", "anruf", "ruf", "call", "ring", "contact", "kontakt", "appel",
    "rappel", "joindre", "llam",
    "movil", "celular",
)  # fmt: skip
_DATE_LIKE: Final = re.compile(r"\(?\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})(?:\s.*)?", re.DOTALL)


def find_phones(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find telephone numbers, international ones and those of one country."""
    for match in _INTERNATIONAL.finditer(text):
        if 8 <= count_digits(match[0]) <= 17 and _is_possible(match[0]):
            yield Span(*match.span(), "phone")
    for match in _TRUNK.finditer(text):
        if (
            9 <= count_digits(match[0]) <= 13
            and not _DATE_LIKE.fullmatch(match[0])
            and not follows_product_word(text, match.start())
        ):
            yield Span(*match.span(), "phone")
    for pattern in (_AMERICAN, _GROUPED, _BRACKETED, _PAIRS):
        for match in pattern.finditer(text):
            if not match[0].endswith("000 000") and not follows_product_word(text, match.start()):
                yield Span(*match.span(), "phone")
    for match in (
        *match_after(_CALL, _CALL_WORDS, text, atoms),
        *match_after(_CALL_FAR, _CALL_FAR_WORDS, text, atoms),
    ):
        value = match["value"]
        if (
            6 <= count_digits(value) <= 15
            and not _DATE_LIKE.fullmatch(value)
            and not re.match(r"\d{1,2}\s?[-/.]\s?\d{1,2}$", value)
        ):
            yield Span(*match.span("value"), "phone")


def _is_possible(number: str) -> bool:
    """Ask phonenumbers whether a country has numbers of this length; "00" may begin something else altogether."""
    if number.startswith("+"):
        return True
    import phonenumbers

    try:
        return bool(phonenumbers.is_possible_number(phonenumbers.parse("+" + number[2:].replace("(0)", ""), None)))
    except phonenumbers.NumberParseException:
        return False
