"""Finds the customer inside a mail that somebody else sent: a contact form, or a colleague who passes a mail on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from enquiry2article.cleaning import contact_forms as forms
from enquiry2article.cleaning.quotes import open_forward
from enquiry2article.ingest.conversations.people import ADDRESS, name_people
from enquiry2article.text.html import strip_markup
from enquiry2article.text.word_lists import one_of

_MOST_LINES: Final = 2000
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
    """Return whether an address is one from which machines send: noreply@, wordpress@."""
    return bool(_SENDERS.match(address))


def read_form(text: str) -> InnerMail | None:
    """Take a mail that a contact form made apart into its fields; None where it does not look like one.

    It looks like one where fields stand in front of an address and of a message; see `cleaning/contact_forms`.
    """
    form = forms.read_form("\n".join(_plain_lines(text)))
    if form is None:
        return None
    addresses = ADDRESS.findall(" ".join(form.list_values("email", "sender"))[:1000])
    if not addresses:
        return None
    first, last = (" ".join(form.list_values(key)) for key in ("first_name", "last_name"))
    names, _ = name_people(form.list_values("name", "sender"), first, last)
    return InnerMail(
        text=form.message,
        name=names[0] if names else "",
        address=addresses[0].casefold(),
        subject=" ".join(form.list_values("subject")).strip(),
        personal=tuple(form.list_values("phone", "personal")),
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
