"""Takes off what mail programs, forms and helpdesks put around a customer's words.

Cleaning decides about form only, and in which order the parts come off: markup, quoted mails, disclaimers, signatures,
subject marks. What is personal, `redact` decides; greetings and thanks stay, because redaction reads names off them.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Final

from enquiry2article.cleaning.automatic_mail import is_automatic_turn
from enquiry2article.cleaning.contact_forms import Field, read_form, strip_message_label
from enquiry2article.cleaning.courtesies import strip_courtesies
from enquiry2article.cleaning.mail_boilerplate import strip_banners, strip_marks
from enquiry2article.cleaning.quotes import open_forward, strip_quotes
from enquiry2article.cleaning.signatures import strip_disclaimers, strip_signature
from enquiry2article.cleaning.surveys import strip_survey
from enquiry2article.domain.enquiry import Author, Enquiry, Turn
from enquiry2article.text.html import strip_markup
from enquiry2article.text.mojibake import repair_characters, undo_line_escapes
from enquiry2article.text.sentences import join_lines
from enquiry2article.text.word_lists import Phrases, one_of

_ROUNDS: Final = 40
"""Cleaning repeats until nothing changes, so that cleaning twice equals cleaning once; mails need one or two rounds."""
_ROUNDS_OF_LONG: Final = 5
_LONG: Final = 50_000
"""Characters from which a text gets fewer rounds, so that a hostile one takes seconds and not minutes."""
_SPACES: Final = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_SUBJECT_MARKS: Final = re.compile(
    r"^(?i:\s*"
    + one_of(r"""
        (?:ref|ticket|case|request|anfrage|vorgang|incident)\.?\s?(?:no\.?|nr\.?
            |id)?\s?[:\#]{1,2}\s?\#?[a-z]{1,6}-?\d{2,12}
            \s?[:–|-]?\s
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
    r"(?i)(?<!\s)\s*[\[(]\s?(?:\w{1,20} )?(?:ticket|case|request|anfrage|ref|id|incident)?[\s:#.-]{0,4}(?:no|nr"
    r"|id)?[.:#\s]{0,3}\d{4,12}\s?[\])]\s*$"
    r"|(?<!\s)\s*[\[(]\s?(?:ticket|case|request|anfrage|vorgang|ref|id|incident)[\s:#.-]{1,4}[a-z]{1,6}-?\d{2,12}\s?[\])]\s*$"
)
_NUMBER_VALUE: Final = re.compile(r"#?[^\W\d_]{0,5}[ -]?(?:\d[ ./-]?){5,24}")
"""A value that is a number of at least five digits: an order, an account, an address of the network."""
_LETTER: Final = re.compile(r"[^\W_]")
_LONGEST_SUBJECT: Final = 1000
_POINTS_BELOW: Final = Phrases(
    "mail", r"(?im)^\W{0,4}(?:(?:hi|hello|hallo)\b[^\n]{0,20}, )?<points_below>[\s.!?:,-]{0,6}$"
)
"""What says that the mail below is the matter."""
_LONGEST_COVER: Final = 600
"""Characters of what can stand above a mail that is only passed on."""
_MOST_PASSED_ON: Final = 12
"""How often a mail can have been passed on."""


def clean_enquiry(enquiry: Enquiry) -> Enquiry:
    """Clean the subject and every turn of an enquiry. Cleaning twice equals cleaning once.

    A turn that would be left with nothing (all of it is quoted, say) keeps its words. What only a machine can have
    written in an agent's name, or in a customer's after the first mail, becomes the system's: it answers nothing. Of a
    form that a customer filled in the message stays; names, addresses and numbers go to the enquiry's own fields.
    """
    turns: list[Turn] = []
    subject, *texts = undo_line_escapes([enquiry.subject, *(turn.text for turn in enquiry.turns)])
    for turn, text in zip(enquiry.turns, texts, strict=True):
        cleaned = dataclasses.replace(turn, text=_clean_text(text))
        if turn.author is Author.CUSTOMER:
            cleaned, enquiry, subject = _open_form(cleaned, enquiry, subject)
        machine = turn.author is Author.AGENT or (
            turn.author is Author.CUSTOMER and any(before.author is Author.CUSTOMER for before in turns)
        )
        if machine and is_automatic_turn(cleaned.text):
            cleaned = dataclasses.replace(cleaned, author=Author.SYSTEM)
        turns.append(cleaned)
    subject = _clean_subject(subject)
    return dataclasses.replace(enquiry, subject=subject, turns=tuple(turns if subject else _pass_over_greetings(turns)))


def _pass_over_greetings(turns: list[Turn]) -> list[Turn]:
    """Count a customer's greeting and the agent's answer to it as the system's, where the question comes after them.

    A chat often begins with "Hi" and "How can I help?". Where the customer only greets, nothing is changed.
    """
    own = [place for place, turn in enumerate(turns) if turn.author is Author.CUSTOMER]
    says = (place for place in own if any(map(str.isalnum, strip_courtesies(turns[place].text))))
    start = next(says, 0)
    if not own or start <= own[0]:
        return turns
    return [dataclasses.replace(turn, author=Author.SYSTEM) for turn in turns[:start]] + turns[start:]


def _open_form(turn: Turn, enquiry: Enquiry, subject: str) -> tuple[Turn, Enquiry, str]:
    """Keep of a form what the customer wrote into it; who wrote goes to where the enquiry holds that.

    Every other value is handed to redaction as personal, so that a number from the form is found in the replies too.
    """
    form = read_form(turn.text)
    if form is None:
        text = strip_message_label(turn.text)
        return (turn if text == turn.text else dataclasses.replace(turn, text=text)), enquiry, subject
    names = [*form.list_values("name"), " ".join(form.list_values("first_name", "last_name"))]
    others = [field.value for field in form.fields if _is_personal(field)]
    email = next(iter(form.list_values("email")), "").casefold()
    enquiry = dataclasses.replace(
        enquiry,
        customer=enquiry.customer or email,
        customer_names=tuple(dict.fromkeys([*enquiry.customer_names, *filter(None, names)])),
        personal=tuple(dict.fromkeys([*enquiry.personal, *others])),
    )
    asked = next(iter(form.list_values("subject")), "")
    return dataclasses.replace(turn, text=_clean_text(form.message)), enquiry, asked or subject


def _is_personal(field: Field) -> bool:
    """Return whether a value of a form can tell who filled it in: an address, a number, and no plain word."""
    if field.kind in ("email", "phone", "personal", "customer", "id", "sender"):
        return bool(field.value)
    return field.kind not in ("name", "first_name", "last_name", "subject", "date") and bool(
        _NUMBER_VALUE.fullmatch(field.value)
    )


def _clean_text(text: str) -> str:
    first = text
    for _ in range(_ROUNDS if len(text) < _LONG else _ROUNDS_OF_LONG):
        cleaned = _clean_once(text)
        if cleaned == text:
            return text
        text = cleaned
    # A thousand closings below one another are no mail; but what is cleaned again must stay as it is.
    return join_lines(_tidy_lines(strip_markup(repair_characters(first), quotes=True)))


def _clean_once(text: str) -> str:
    repaired = repair_characters(text)
    lines = _tidy_lines(strip_markup(repaired, quotes=False))
    if not _says_something(lines):
        lines = _tidy_lines(strip_markup(repaired, quotes=True))
    for strip in (strip_banners, strip_marks, _strip_quotes, strip_disclaimers, _strip_survey, strip_signature):
        left = strip(lines)
        # Better a text with a quotation in it than an enquiry that says nothing.
        if _says_something(left):
            lines = left
    return join_lines(lines)


def _strip_quotes(lines: list[str]) -> list[str]:
    """Take off quoted mails; where nothing else is said, the mail that is passed on is what is said."""
    left = strip_quotes(lines)
    for _ in range(_MOST_PASSED_ON):
        if len(left) == len(lines) or not _says_little(left):
            return left
        opened = open_forward(
            lines, whatever=not _says_something(left) or bool(_POINTS_BELOW().search("\n".join(left)))
        )
        if not _says_something(opened):
            return left
        lines, left = opened, strip_quotes(opened)
    return []


def _strip_survey(lines: list[str]) -> list[str]:
    """Take off a survey below an answer; one that is all of a message stays, so that it is known for what it is."""
    left = strip_survey(lines)
    return left if left is lines or any(map(_LETTER.search, strip_courtesies(join_lines(left)))) else lines


def _says_little(lines: list[str]) -> bool:
    """Return whether a mail holds nothing but manners, a signature and "see below"."""
    if sum(map(len, lines)) > _LONGEST_COVER:
        return False
    said = join_lines(strip_signature(strip_disclaimers(lines)))
    return not any(char.isalnum() for char in strip_courtesies(_POINTS_BELOW().sub("", said)))


def _says_something(lines: list[str]) -> bool:
    return any(map(_LETTER.search, lines))


def _tidy_lines(text: str) -> list[str]:
    return [_SPACES.sub(" ", line).strip() for line in repair_characters(text).split("\n")]


def _clean_subject(subject: str) -> str:
    lines = _tidy_lines(strip_markup(repair_characters(subject[: _LONGEST_SUBJECT * 4]), quotes=True))
    flat = repair_characters(" ".join(lines)).strip()[:_LONGEST_SUBJECT]  # a letter may be mangled across a line end
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
