"""Takes off what mail programs, forms and helpdesks put around a customer's words.

Cleaning decides about form only, and in which order the parts come off: markup, quoted mails, disclaimers, signatures,
subject marks. What is personal, `redact` decides; greetings and thanks stay, because redaction reads names off them.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Final

from enquiry2article.characters import repair_characters
from enquiry2article.markup import strip_markup
from enquiry2article.patterns import one_of
from enquiry2article.quoted_mail import strip_marks, strip_quotes
from enquiry2article.records import Enquiry
from enquiry2article.signatures import strip_disclaimers, strip_signature
from enquiry2article.text import join_lines

_ROUNDS: Final = 8
"""Cleaning repeats until nothing changes, so that cleaning twice equals cleaning once; mails need one or two rounds."""
_SPACES: Final = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_SUBJECT_MARKS: Final = re.compile(
    r"^(?i:\s*"
    + one_of(r"""
        (?:re|fw|fwd|aw|wg|tr|rv|sv|vs|antw|antwort|rif|odp|enc|doorst|vb|ynt|ref)
            \s?(?:\[\d{1,3}\]|\(\d{1,3}\))?\s?[:：]
        [\[(]\s?(?:\w{1,20}[\s-])?
            (?:ticket|case|request|anfrage|vorgang|incident|support|ref|id|issue|conversation)?
            [\s:#.-]{0,4}(?:no|nr|id)?[.:#\s]{0,3}[a-z]{0,5}-?\d{3,12}\s?[\])]
        [\[(](?:ext|external|extern|spam\??|suspected spam)[\])]
        (?:ticket|case|request)\s?(?:\#|no\.?|id)?\s?\#?\d{3,12}\s?[:–|-]\s
        \#\d{4,12}\s?[:–|-]\s
    """)
    + r")+\s*"
)
_SUBJECT_END: Final = re.compile(
    r"(?i)\s*[\[(]\s?(?:\w{1,20} )?(?:ticket|case|request|anfrage|ref|id|incident)?[\s:#.-]{0,4}(?:no|nr"
    r"|id)?[.:#\s]{0,3}\d{4,12}\s?[\])]\s*$"
)
_LONGEST_SUBJECT: Final = 1000


def clean_enquiry(enquiry: Enquiry) -> Enquiry:
    """Clean the subject and every turn of an enquiry. Cleaning twice equals cleaning once.

    A turn that would be left with nothing (all of it is quoted, say) keeps its words.
    """
    turns = tuple(dataclasses.replace(turn, text=_clean_text(turn.text)) for turn in enquiry.turns)
    return dataclasses.replace(enquiry, subject=_clean_subject(enquiry.subject), turns=turns)


def _clean_text(text: str) -> str:
    for _ in range(_ROUNDS):
        cleaned = _clean_once(text)
        if cleaned == text:
            break
        text = cleaned
    return text


def _clean_once(text: str) -> str:
    repaired = repair_characters(text)
    lines = _tidy_lines(strip_markup(repaired, quotes=False))
    if not _says_something(lines):
        lines = _tidy_lines(strip_markup(repaired, quotes=True))
    for strip in (strip_marks, strip_quotes, strip_disclaimers, strip_signature):
        left = strip(lines)
        # Better a text with a quotation in it than an enquiry that says nothing.
        if _says_something(left):
            lines = left
    return join_lines(lines)


def _says_something(lines: list[str]) -> bool:
    return any(char.isalnum() for line in lines for char in line)


def _tidy_lines(text: str) -> list[str]:
    return [_SPACES.sub(" ", line).strip() for line in repair_characters(text).split("\n")]


def _clean_subject(subject: str) -> str:
    flat = " ".join(_tidy_lines(strip_markup(repair_characters(subject[: _LONGEST_SUBJECT * 4]), quotes=True))).strip()[
        :_LONGEST_SUBJECT
    ]
    for _ in range(_ROUNDS):
        # `search` from a bounded end: the pattern begins with spaces, and a thousand of them must not cost a million.
        shorter = _SUBJECT_MARKS.sub("", flat, count=1).strip()
        if match := _SUBJECT_END.search(shorter, max(0, len(shorter) - 60)):
            shorter = shorter[: match.start()].strip()
        shorter = " ".join(shorter.split())
        if shorter == flat:
            break
        flat = shorter
    return flat
