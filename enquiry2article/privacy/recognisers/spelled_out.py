"""Finds addresses of mail and numbers that are written out in words: "lena dot k at mill dot example", "oh seven nine".

Pure. The words are those of all languages that have a table (`cues.py`): a mixture of two languages is none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence

from enquiry2article.privacy.cues import CUES, read_cues
from enquiry2article.privacy.recognisers.spans import Atom, Span
from enquiry2article.text.word_lists import list_languages

FEWEST_WORDS = 4
"""Words in a row, each a number, that are a number to dial or a code."""
FEWEST_TO_DIAL = 6
_LONGEST_ADDRESS = 120
_APART = re.compile(r"[\s,;-]{1,3}")


def find_spelled_mail(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find addresses of mail whose signs are written as words, or put in brackets."""
    at, address = _compile_address()
    place = 0
    for sign in at.finditer(text):
        start = max(place, sign.start() - _LONGEST_ADDRESS)
        for match in address.finditer(text, start, min(len(text), sign.end() + _LONGEST_ADDRESS)):
            if match.start() < sign.start() < match.end() and _is_spelled(match[0], sign[0]):
                yield Span(*match.span(), "email")
                place = match.end()


def _is_spelled(address: str, sign: str) -> bool:
    """Distinguish "lena at mill dot example" and "lena (at) mill.example" from "look at mill.example"."""
    return len(sign.strip()) > 3 or not sign.strip().isalpha() or "." not in address


@functools.cache
def _compile_address() -> tuple[re.Pattern[str], re.Pattern[str]]:
    at, dot = (
        "|".join(
            sorted({re.escape(word) for code in list_languages(CUES) for word in read_cues(code)[name]}, key=len)[::-1]
        )
        for name in ("at", "dot")
    )
    # The tables are folded, and the text is not.
    at = at.replace("malp", "ma[łl]p")
    spelled_at = rf"(?:\s{{1,2}}(?:{at})\s{{1,2}}|\s?[\[(<{{]\s?(?:{at}|@)\s?[\])>}}]\s?)"
    spelled_dot = rf"(?:\s{{1,2}}(?:{dot})\s{{1,2}}|\s?[\[(<{{]\s?(?:{dot}|\.)\s?[\])>}}]\s?|\.)"
    piece = r"[\w+-]{1,40}"
    domain = rf"{piece}(?:{spelled_dot}{piece}){{0,3}}{spelled_dot}[^\W\d_]{{2,24}}(?!\w)"
    address = rf"(?<![\w.+-]){piece}(?:{spelled_dot}{piece}){{0,4}}{spelled_at}{domain}"
    return re.compile(rf"(?i){spelled_at}"), re.compile(rf"(?i){address}")


@functools.cache
def _list_digit_words() -> Mapping[str, frozenset[str]]:
    """Return for each word that is a number the languages in which it is one."""
    told: dict[str, set[str]] = {}
    for code in list_languages(CUES):
        for word in read_cues(code)["digits"]:
            told.setdefault(word, set()).add(code)
    return {word: frozenset(codes) for word, codes in told.items()}


def _find_languages(word: str) -> frozenset[str]:
    listed = _list_digit_words()
    if word in listed:
        return listed[word]
    return frozenset().union(
        *(
            codes
            for item, codes in listed.items()
            if "*" in item
            and (word.startswith(item[:-1]) if item.endswith("*") else word.endswith(item[1:]))
            and len(word) > len(item)
        )
    )


_told = functools.lru_cache(maxsize=20_000)(_find_languages)


def find_spoken_numbers(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find numbers told in words: six and more are a telephone, four and five a code."""
    first = last = count = 0
    languages: frozenset[str] = frozenset()
    for start, end, atom in [*atoms, (len(text), len(text), "")]:
        here = _told(atom) if atom.isalpha() else frozenset()
        both = languages & here if count and _APART.fullmatch(text, last, start) else frozenset()
        if both:
            languages, last, count = both, end, count + 1
            continue
        if count >= FEWEST_WORDS:
            yield Span(first, last, "phone" if count >= FEWEST_TO_DIAL else "password")
        first, last, count, languages = start, end, int(bool(here)), here
