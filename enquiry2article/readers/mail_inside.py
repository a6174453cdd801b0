"""Finds the customer inside a mail that somebody else sent: a contact form, or a colleague who passes a mail on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from enquiry2article.columns import match_names, normalise_name
from enquiry2article.markup import strip_markup
from enquiry2article.patterns import one_of
from enquiry2article.quoted_mail import open_forward
from enquiry2article.readers.people import ADDRESS, name_people

_MOST_LINES: Final = 2000
_LONGEST_LABEL: Final = 40
_FIELD_LINE: Final = re.compile(r"^[\s*_•-]{0,6}([^:\n]{1,60}?)[\s*_]{0,4}:[\s*_]{0,4}(.*)$")
_SENDER_LABELS: Final = frozenset("from von de van da od nadawca från fra absender expéditeur remitente".split())
_FORM_END: Final = re.compile(
    r"(?i)^(?:-- ?|-{3,}|_{3,}|={3,})$|^"
    + one_of(r"""
        this (?:e-?mail|message) was sent from | sent from \(ip | diese (?:e-?mail|nachricht) wurde (?:über|von)
        cet e-?mail a été envoyé | este (?:correo|mensaje) (?:se ha enviado|ha sido enviado|fue enviado)
        deze e-?mail is verzonden | (?:date|time|page url|user agent|remote ip): | powered by
    """)
)
_WORDS_FIELDS: Final = ("question", "message", "answer")
_CUSTOMER_FIELDS: Final = ("name", "first_name", "last_name", "email", "phone", "personal", "customer", "subject")
_FORWARD_SUBJECT: Final = re.compile(r"(?i)^\s*(?:fwd?|wg|tr|rv|doorst|vs|vb|enc|pd|i)\s*:\s*")
_FORWARD_FROM: Final = re.compile(
    r"(?i)^[\s>*_]{0,6}"
    + one_of("from | von | de | van | da | od | nadawca | från | fra")
    + r"\s?\*?\s?:\*?\s*(\S.{0,300})$"
)
_FORWARD_ABOUT: Final = re.compile(
    r"(?i)^[\s>*_]{0,6}"
    + one_of("subject | betreff | objet | asunto | onderwerp | oggetto | temat | assunto | ämne | emne | předmět")
    + r"\s?\*?\s?:\*?\s*(\S.{0,300})$"
)
_SENDERS: Final = re.compile(
    one_of(r"""
        (?:no|do[-_.]?not|never|nicht|kein|ne[-_.]?pas)[-_.]?(?:reply|respond\w*|answer|antwort\w*|r[eé]pon\w*)
        wordpress | www(?:-data)? | apache | nobody | mailer | nginx | httpd
        notif\w* | web-?(?:form|master|site|mail|server|shop)\w* | (?:kontakt|contact|anfrage)-?form\w*
        form(?:s|ular|ulaire|ulario|-?submissions?)? | system | server | root | squarespace | wix\w*
    """)
    + r"(?:[+.-].*)?@"
)
"""What stands before the "@" where a machine sends and nobody reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InnerMail:
    """What a customer wrote, taken out of another mail."""

    text: str
    name: str = ""
    address: str = ""
    subject: str = ""
    personal: tuple[str, ...] = ()
    """Telephone numbers and the like that the form asked for."""


def is_machine(address: str) -> bool:
    """Say whether an address is one from which machines send: noreply@, wordpress@."""
    return bool(_SENDERS.match(address))


def read_form(text: str) -> InnerMail | None:
    """Take a mail that a contact form made apart into its fields; None where it does not look like one.

    It looks like one where labels that we know from exports stand in front of an address and of a text.
    """
    lines = _plain_lines(text)
    values: dict[str, list[str]] = {}
    field = ""
    for line in lines:
        label, value = _split_label(line)
        if label:
            field = "" if field and label in values and label not in _WORDS_FIELDS else label
            if field:
                values.setdefault(field, []).append(value)
        elif field in _WORDS_FIELDS:
            if _FORM_END.match(line):
                field = ""
            else:
                values[field].append(line)
        elif field and line and not any(values[field]):
            values[field].append(line)  # the label has a line of its own
    said = next((words for key in _WORDS_FIELDS if (words := "\n".join(values.get(key, [])).strip())), "")
    addresses = ADDRESS.findall(" ".join(values.get("email", []) + values.get("sender", []))[:1000])
    if not said or not addresses:
        return None
    first, last = (" ".join(values.get(key, [])).strip() for key in ("first_name", "last_name"))
    names, _ = name_people([name for name in values.get("name", []) + values.get("sender", []) if name], first, last)
    return InnerMail(
        text=said,
        name=names[0] if names else "",
        address=addresses[0].casefold(),
        subject=" ".join(values.get("subject", [])).strip(),
        personal=tuple(value for key in ("phone", "personal") for value in values.get(key, []) if value),
    )


def read_forwarded(text: str, subject: str) -> InnerMail | None:
    """Take the mail out of one that passes it on, with who wrote it; None where it passes none on.

    What the colleague wrote above it is left out: that was meant for the company alone.
    """
    lines = _plain_lines(text)
    passed_on = bool(_FORWARD_SUBJECT.match(subject))
    said = "\n".join(open_forward(lines, whatever=passed_on)).strip()
    if not said:
        return None
    sender = _find_value(lines, _FORWARD_FROM)
    names, addresses = name_people([re.sub(r"\[?mailto:([^\]\s]+)\]?", r"<\1>", sender)])
    return InnerMail(
        text=said,
        name=names[0] if names else "",
        address=addresses[0].casefold() if addresses else "",
        subject=_find_value(lines, _FORWARD_ABOUT),
    )


def _find_value(lines: list[str], label: re.Pattern[str]) -> str:
    return next((found[1].strip(" *") for line in lines if (found := label.match(line))), "")


def _plain_lines(text: str) -> list[str]:
    plain = strip_markup(text, quotes=False) if "<" in text and ">" in text else text
    return [line.strip() for line in plain.split("\n", _MOST_LINES)[:_MOST_LINES]]


def _split_label(line: str) -> tuple[str, str]:
    """Give the field that a line begins and what stands behind the label, or ("", "")."""
    found = _FIELD_LINE.match(line[:1000])
    if found:
        field = _find_field(found[1])
        return (field, line[found.start(2) :].strip()) if field else ("", "")
    # Some forms write the label on a line of its own, with nothing behind it.
    if line and len(line) <= _LONGEST_LABEL and line[-1:].isalpha():
        return _find_field(line), ""
    return "", ""


def _find_field(label: str) -> str:
    if normalise_name(label) in _SENDER_LABELS:
        return "sender"
    known = match_names([label])
    return next((field for field in (*_CUSTOMER_FIELDS, *_WORDS_FIELDS) if field in known), "")
