"""Finds the numbers that a state gives a person: of insurance, taxes, identity cards, passports.

Pure. A number counts where its form and its check digits leave little doubt, or where the text calls it so. The forms
and the check digits: https://en.wikipedia.org/wiki/National_identification_number, each country's own page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from enquiry2article.privacy.recognisers.cues import JOINT
from enquiry2article.privacy.recognisers.reference_numbers import follows_product_word
from enquiry2article.privacy.recognisers.spans import Atom, Span, count_digits, match_after
from enquiry2article.text.word_lists import fill_phrases, read_table
from enquiry2article.text.words import fold


def _bare(text: str) -> str:
    return "".join(char for char in text if char.isalnum()).upper()


def _sum_up(text: str, weights: Sequence[int]) -> int:
    return sum(int(char) * weight for char, weight in zip(text, weights, strict=False))


def passes_luhn(number: str) -> bool:
    """Return whether the digits of a number pass Luhn's test."""
    digits = [int(char) for char in number if char.isdigit()][::-1]
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _is_day(month: str, day: str) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _is_nir(text: str) -> bool:
    number = _bare(text).replace("2A", "19").replace("2B", "18")
    return number.isdigit() and 97 - int(number[:13]) % 97 == int(number[13:])


def _is_steuer_id(text: str) -> bool:
    number = _bare(text)
    if len(set(number[:10])) not in {8, 9}:
        return False
    product = 10
    for char in number[:10]:
        product = ((int(char) + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == int(number[10])


_DNI_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"


def _is_dni(text: str) -> bool:
    number = _bare(text)
    return (
        _DNI_LETTERS[int(str("XYZ".find(number[0])) + number[1:-1] if number[0] in "XYZ" else number[:-1]) % 23]
        == (number[-1])
    )


_ODD: Final = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
"""What a character in an odd place of a codice fiscale counts; digits count as the first ten letters do."""


def _is_codice_fiscale(text: str) -> bool:
    number = text.upper()
    places = [int(char) if char.isdigit() else ord(char) - 65 for char in number[:15]]
    return sum(_ODD[place] for place in places[::2]) + sum(places[1::2]) - (ord(number[15]) - 65) in range(0, 400, 26)


def _is_pesel(text: str) -> bool:
    # The month tells the century as well: 21 to 32 are those of the years from 2000 on.
    return (
        _is_day(str((int(text[2:4]) - 1) % 20 + 1), text[4:6])
        and _sum_up(text, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0
    )


def _is_personnummer(text: str) -> bool:
    number = _bare(text)[-10:]
    return _is_day(number[2:4], number[4:6]) and passes_luhn(number)


def _is_rijksregister(text: str) -> bool:
    number = _bare(text)
    return _is_day(number[2:4], number[4:6]) and any(
        97 - int(century + number[:9]) % 97 == int(number[9:]) for century in ("", "2")
    )


def _is_ahv(text: str) -> bool:
    return _sum_up(_bare(text), (1, 3) * 6 + (1,)) % 10 == 0


def _is_cpf(text: str) -> bool:
    number = _bare(text)
    return all(_sum_up(number, range(first, 1, -1)) * 10 % 11 % 10 == int(number[first - 1]) for first in (10, 11))


def _is_hetu(text: str) -> bool:
    number = text.upper()
    return "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(number[:6] + number[7:10]) % 31] == number[10]


def _is_svnr(text: str) -> bool:
    number = _bare(text)
    return _is_day(number[6:8], number[4:6]) and _sum_up(number, (3, 7, 9, 0, 5, 8, 4, 2, 1, 6)) % 11 == int(number[3])


_FORMS: Final[tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...]] = tuple(
    (re.compile(rf"(?<![\w.,/-])(?:{pattern})(?![\w/-]|[.,]\d)"), check)
    for pattern, check in (
        # United States: 078-05-1120, with the numbers that are never given out left out
        (r"(?!000|666|9\d\d)\d{3}-(?!00)\d\d-(?!0000)\d{4}", lambda text: True),
        # United Kingdom: QQ 12 34 56 C
        (
            r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?P<gap>[ -]?)\d\d(?P=gap)\d\d(?P=gap)\d\d"
            r"(?P=gap)"
            r"[A-D]",
            lambda text: True,
        ),
        # France: 1 85 05 78 006 084 36
        (
            r"[12]\s?\d\d\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d\d|2[AB])\s?\d{3}\s?\d{3}\s?\d\d",
            _is_nir,
        ),
        (r"[1-9]\d \d{3} \d{3} \d{3}", _is_steuer_id),
        (r"\d{8}[ -]?[A-HJ-NP-TV-Z]|[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z]", _is_dni),
        (r"(?i:[a-z]{6}\d\d[abcdehlmprst]\d\d[a-z]\d{3}[a-z])", _is_codice_fiscale),
        (r"\d{11}", _is_pesel),
        (r"(?:19|20)?\d{6}[-+]\d{4}", _is_personnummer),
        (r"\d\d\.\d\d\.\d\d-\d{3}\.\d\d", _is_rijksregister),
        (r"756\.\d{4}\.\d{4}\.\d\d", _is_ahv),
        (r"\d{3}\.\d{3}\.\d{3}-\d\d", _is_cpf),
        (r"[0-3]\d[01]\d{3}[-+A]\d{3}[0-9A-FHJ-NPR-Y]", _is_hetu),
        (r"\d{4} [0-3]\d[01]\d{3}", _is_svnr),
    )
)
_CUE: Final = re.compile(
    r"(?i)(?<![^\W_])" + fill_phrases("numbers", "<identity>") + rf"(?!\w)\.?{JOINT}(?:\(\w{{2,8}}\)[\s:]{{0,2}})?"
    r"(?P<value>(?:[A-Z]{1,3}[ -])?(?=[A-Za-z]{0,6}\d)[A-Za-z0-9]{1,20}"
    r"(?:[ ./-](?=[A-Z]{0,4}\d)[A-Za-z0-9]{1,12}){0,7}(?:[ -]?[A-Z]{1,2})?)(?![\w€£$%])"
)
_CUE_WORDS: Final = tuple(fold(read_table("privacy/first_words.toml")["identity"]).split())
_NO_ID: Final = re.compile(r"(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|\d+[.,]\d\d")


def find_ids(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find the numbers that states give to persons, by their check digits or by what the text calls them."""
    for pattern, check in _FORMS:
        for match in pattern.finditer(text):
            if check(match[0]) and not follows_product_word(text, match.start()):
                yield Span(*match.span(), "id number")
    for match in match_after(_CUE, _CUE_WORDS, text, atoms):
        value = match["value"]
        if count_digits(value) >= 5 and len(value) >= 6 and not _NO_ID.fullmatch(value):
            yield Span(*match.span("value"), "id number")
