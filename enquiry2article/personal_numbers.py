"""Finds the numbers that a person bears: cards, bank accounts, days of birth, telephones.

Pure. Numbers that companies give (orders, customers) are `order_numbers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from enquiry2article.order_numbers import follows_product_word
from enquiry2article.patterns import one_of
from enquiry2article.personal_ids import passes_luhn
from enquiry2article.spans import Atom, Span, count_digits, match_after
from enquiry2article.value_cues import JOINT
from enquiry2article.words import MONTHS

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
    """Give the place after `count` letters and digits, single spaces among them, or 0 when no word ends there."""
    place = start
    while count and place < len(text):
        if text[place].isalnum():
            count -= 1
        elif text[place] not in " -":
            return 0
        place += 1
    return place if not count and not text[place : place + 1].isalnum() else 0


_MONTH: Final = rf"(?:{'|'.join(sorted(MONTHS))})"
_DAY: Final = one_of(rf"""
    \d{{1,2}}[./ -]{{1,2}}\d{{1,2}}[./ -]{{1,2}}\d{{2,4}} | \d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}
    \d{{1,2}}(?:st|nd|rd|th|er|\.)?,? (?:de |of )?{_MONTH}\.?,? (?:del? |of )?\d{{2,4}}
    \d{{1,2}}-{_MONTH}-\d{{2,4}} | {_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{2,4}}
""")
_BORN: Final = re.compile(
    r"(?i)(?<![^\W_])"
    + one_of(r"""
        (?:date of )?birth(?: ?da(?:y|te))? | d\.?o\.?b\.? | born(?: on| in)?
        geboren(?: am)? | geb\.? | geburtsdatum | geburtstag
        n[ée]e?(?:\(e\))?s? | date de naissance | naissance | anniversaire | nacid[oa]s? | nac[ií] | naci[óo]
        fecha de nacimiento
        (?:f\. ?)?nac\. | nacimiento | cumpleaños
        geboortedatum | nat[oa] | (?:data di )?nascita | data urodzenia | urodz\w+ | (?:data de )?nascimento
        nascid[oa]
    """)
    + rf"(?!\w)\.?{JOINT}(?:(?:am|on|le|el|il|op|em|w dniu|vom|dn\.)\s{{1,2}}(?:the\s)?)?(?P<value>{_DAY})(?!\d)"
)
_BORN_WORDS: Final = (
    "date", "birth", "d", "dob", "born", "geb", "ne", "naissance", "anniv", "nac", "fecha", "f", "cumple", "nat",
    "nasc", "data",
    "urodz",
)  # fmt: skip
_BORN_AFTER: Final = re.compile(
    rf"(?i)(?<![\w./-])(?P<value>{_DAY})\s(?:in [^\W\d_]+ )?(?:geboren|born|urodz\w+|geb\.)"
)


def find_births(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find days of birth; other days stay."""
    for match in match_after(_BORN, _BORN_WORDS, text, atoms):
        yield Span(*match.span("value"), "date of birth")
    if any(atom.startswith(("geb", "born", "urodz")) for _, _, atom in atoms):
        for match in _BORN_AFTER.finditer(text):
            yield Span(*match.span("value"), "date of birth")


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
    + one_of(r"""
        t[ée]l | tel(?:ephone|efon|éfono|efoon)? | téléphone | phone(?: number| no\.?)? | mobile(?: number| no\.?)?
        cell | call(?: me| us)?(?: back)?(?: on| at)? | ring(?: me| us)?(?: on| at)?
        (?:reach|get|catch|find) me (?:on|at)
        whats ?app | text(?: me)?(?: on| at) | handy(?:nummer)? | rufnummer | telefonnummer | mobil(?:nummer)?
        móvil | portable | gsm | fax | contact number | my number | meine nummer | mon numéro | mi número
        mijn nummer | appel\w*(?:-moi)?(?: au| sur)? | rappel\w*(?:-moi)?(?: au| sur)? | joi\w+ au | unter
        ll[áa]m\w* al | bel(?: mij)?(?: op)? | celular | telef\w+ | anruf\w* | rückruf\w* | fon | festnetz | mobiel
        cellulare
        landline | sms(?: to| an| au| al)? | contact(?: me)?(?: on| at)? | numer telefonu | zadzwoń | telefoon\w*
        tf | tlf
        (?:work|home|daytime|evening|office|cell|mobile) (?:phone|number|no\.?)
        (?:her|his|our|their|wife['’]s|husband['’]s) number
        dial | give me a (?:ring|call)
    """)
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
