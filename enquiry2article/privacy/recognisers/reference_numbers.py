"""Finds the numbers of orders, invoices, customers, parcels: whatever a company could look a person up by.

Pure. It decides also which numbers belong to a product or a norm instead, and so stay: part numbers, error codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from enquiry2article.privacy.recognisers.spans import Atom, Span, match_after
from enquiry2article.text.word_lists import fill_phrases, one_of, read_table
from enquiry2article.text.words import fold

_INTRODUCED: Final = re.compile(
    r"(?i)(?<!\w)(?P<what>"
    + fill_phrases("numbers", "<looked_up>")
    + r"(?:\s"
    + fill_phrases("numbers", "<second_word>")
    + r")?)(?P<label>\s?-?"
    + fill_phrases("numbers", "<label>")
    + r")?(?![^\W\d_])(?:\s(?:number|no\.?|nr\.?|id|cliente?|kunde|customer))?\s{0,2}(?P<joint>"
    + r"(?:is|was|ist|lautet|est(?: le)?|es(?: el)?|era|het|:|=|-|–|\(|of|starting|ending|from|says|sagt|dit"
    r"|dice)?)[\s:]{0,3}\#?\s?(?P<value>"
    + one_of(r"""
        1Z(?:\s?(?-i:[0-9A-Z]){2,6}){3,6} | \d{2,5}(?:\s\d{3,5}){1,5}(?:\s\d{1,2})? | [A-Z]{1,3}(?:\s\d{2,4}){2,4}
        [A-Za-z]{0,6}[-/_.]?\d[A-Za-z0-9]{0,30}(?:[-/_.][A-Za-z0-9]{1,20}){0,5}
        (?:[A-Z]{1,5}[-/]){1,3}\d[A-Z0-9/-]{1,30}
    """)
    + r")(?![\w£€$%])"
)
_ORDER_WORDS: Final = tuple(fold(read_table("privacy/first_words.toml")["order"]).split())
_NUMBER_FIRST: Final = re.compile(
    r"(?i)\b(?:n[°º]|n\.\s?[°º]|num[ée]ro|n[úu]mero|nummer|number|no\.|nr\.)\s(?:de\s|van\s|of\s|der\s|di\s)?"
    r"(?:(?:my|the|la|le|votre|ma|el|su|mi)\s)?"
    + fill_phrases("numbers", "<behind_number>")
    + r"\s{0,2}(?:is|est|es|:|=)?\s{0,2}\#?(?P<value>[A-Za-z]{0,6}[-/]?\d[A-Za-z0-9/-]{2,30})(?!\w)"
)
_HASH: Final = re.compile(r"(?<![&/#])#\s?(?:[A-Za-z]{1,5}-?)?\d[\d-]{3,20}(?![\w])")
_CODED: Final = re.compile(
    r"(?<![\w/.#-])"
    + one_of(r"""
        JJ?D0?\d{16,20} | [A-Z]\d{13,20} | \d[A-Z]\d{10,13} | 3S[A-Z]{3,5}\d{8,11}
        [A-Z]{2}[A-Z\d]\w\d[A-Z]\d{8,12}[A-Z]
        \d{4}(?:\s\d{4}){3,4}\s\d{2} | \d{4}\s\d{4}\s\d{3,4} | \d{3}-\d{7}-\d{7} | [A-Za-z]{2,4}-\d{5,14}
        [A-Z]{2,4}\d{8,14} | [A-Z]{2,6}[-/](?:19|20)\d{2}[-/]\d{3,10} | 1Z[0-9A-Z]{16}
        [A-Z]{2}\d{9}[A-Z]{2} | (?:R|SO|PO|INV|ORD|TKT|CAS|REF)-?\d{5,12}
    """)
    + r"(?![\w-])"
)
_BARE: Final = re.compile(
    (
        r"(?<![\w.,:/#£€$+-])(?<![\d] )\d{8,20}(?![\w%€£$]|[.,:/-]\d| ?(?:€|£|\$|eur|euro|usd|gbp|mb|gb|kb"
        r"|bytes|steps|units|pieces|stück)\b)"
    ),
    re.IGNORECASE,
)
_NO_ORDER_BEFORE: Final = re.compile(
    r"(?i)\b"
    + fill_phrases("numbers", "<of_product>")
    + r"(?:\s?(?:number|numbers|no\.?|nr\.?|nummer|num|num[ée]ro|n°|code|id))?\s?[:#]?\s?"
    r"(?:is |ist |est |es )?$"
)
_STANDARD: Final = re.compile(
    r"(?i)^(?:iso|din|en|bs|rfc|cve|kb|usb|hdmi|ral|utf|sha|aes|win|ieee|ansi|astm|awg"
    r"|covid)[-/]?\d"
)


def find_orders(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find numbers that somebody could be looked up by."""
    for match in match_after(_INTRODUCED, _ORDER_WORDS, text, atoms):
        value, start = match["value"], match.start("value")
        digits = sum(char.isdigit() for char in value)
        labelled = bool(match["label"]) or match["what"].endswith("-") or "#" in text[match.end("what") : start]
        least = 3 if labelled else 4 if not value.isdigit() else 5
        if match["joint"] in {"of", "from", "starting", "ending"} and not labelled:
            continue
        if (
            digits >= least
            and not _STANDARD.match(value)
            and not re.fullmatch(r"(?:19|20)\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,4}\.\d{2}", value)
        ):
            # The sign goes with the number: "[order number]", not "#[order number]".
            sign = text[:start].rstrip()
            yield Span(len(sign) - 1 if sign.endswith("#") else start, match.end("value"), "order")
    for match in _NUMBER_FIRST.finditer(text):
        yield Span(*match.span("value"), "order")
    for pattern in (_HASH, _CODED, _BARE):
        for match in pattern.finditer(text):
            value = match[0]
            if follows_product_word(text, match.start()) or _STANDARD.match(value):
                continue
            if pattern is _BARE and (
                (value[0] == "0" and len(value) < 16) or len(value.rstrip("0")) < 4 or _is_day(value)
            ):
                continue  # a telephone number, a round figure, or a day written as one number
            if pattern is _HASH and sum(char.isdigit() for char in value) < 4:
                continue
            yield Span(*match.span(), "order")


def _is_day(digits: str) -> bool:
    return (
        len(digits) == 8 and digits[:2] in {"19", "20"} and "01" <= digits[4:6] <= "12" and "01" <= digits[6:] <= "31"
    )


def follows_product_word(text: str, start: int) -> bool:
    """Return whether what begins at `start` is the number of a part, an error or a norm, which belongs to nobody."""
    return bool(_NO_ORDER_BEFORE.search(text, max(0, start - 40), start))
