"""Tells questions from noise: empty forms, tests, thanks and greetings, and what `cleaning/spam` and
`cleaning/automatic_mail` know.

Pure. It decides in which order the reasons are tried, and when a text holds nothing but manners.
"""

from __future__ import annotations

import re
from typing import Final

from enquiry2article.cleaning.automatic_mail import is_auto_reply, is_bounce
from enquiry2article.cleaning.courtesies import holds_thanks, strip_courtesies
from enquiry2article.cleaning.question_sentences import has_trouble, is_asking
from enquiry2article.cleaning.spam import is_spam
from enquiry2article.domain.enquiry import Author, Enquiry, Noise
from enquiry2article.text.word_lists import Phrases

_NO_SUBJECT: Final = Phrases("mail", r"(?i)\W*<no_subject>\W*")
_TEST_BEGINS: Final = re.compile(
    r"(?i)^\W*(?:this is (?:just )?a |just a |only a )?test(?:ing|s)?\b.{0,80}\bignore\b", re.DOTALL
)
_MISTAKE: Final = re.compile(
    r"(?i)^\W*(?:sorry,? )?(?:(?:this|that|it) was |i )?(?:sent|pressed send|pocket|submitted)(?: (?:this"
    r"|that|it|my message))? (?:by (?:accident|mistake)|accidentally|in error)\b"
)
_TEST: Final = Phrases("mail", r"(?i)\W*<test>\W*")
_PRAISE: Final = Phrases("mail", r"(?i)\b<praise>\b")
_BUT: Final = Phrases("mail", r"(?i)\b<but>\b")
_READ: Final = 20_000
"""Characters of an enquiry that are looked at for noise: a newsletter gives itself away long before."""


def find_noise(enquiry: Enquiry) -> Noise:
    """Return why an enquiry is no question; in doubt it is one.

    The enquiry has been cleaned; what its reader says of it in `status` counts.
    """
    if enquiry.status.lower() in (Noise.INTERNAL, Noise.SPAM):
        return Noise(enquiry.status.lower())
    subject = "" if _NO_SUBJECT().fullmatch(enquiry.subject[:120]) else enquiry.subject
    body = "\n\n".join(_first_turns(enquiry))[:_READ]
    both = f"{subject}\n{body}".strip()
    if not any(char.isalnum() for char in both):
        # "Help" in the subject and nothing else is still nothing to answer.
        return Noise.EMPTY
    automatic = enquiry.status == "auto"
    if is_bounce(subject, body, automatic):
        return Noise.BOUNCE
    if is_auto_reply(subject, body, automatic):
        return Noise.AUTO_REPLY
    if _TEST().fullmatch(body[:500] or subject) and (not subject or _TEST().fullmatch(subject)):
        return Noise.TEST
    if _TEST_BEGINS.match(both[:300]) or (_MISTAKE.match(body) and len(body.split()) <= 12):
        return Noise.TEST
    if is_spam(both):
        return Noise.SPAM
    return _find_empty_manners(subject, body)


def _first_turns(enquiry: Enquiry) -> list[str]:
    texts: list[str] = []
    for turn in enquiry.turns:
        if turn.author is Author.CUSTOMER:
            texts.append(turn.text)
        elif turn.author is Author.AGENT and texts:
            break
    return texts


def _find_empty_manners(subject: str, body: str) -> Noise:
    text = f"{subject}\n{body}".strip()
    if len(text) > 600:
        return Noise.NONE
    core = f"{strip_courtesies(subject)} {strip_courtesies(body)}".strip()
    if not any(char.isalnum() for char in core):
        return Noise.THANKS if holds_thanks(text) else Noise.GREETING
    if "?" in text or is_asking(core) or has_trouble(core) or _BUT().search(core):
        return Noise.NONE
    if holds_thanks(text) and (_PRAISE().search(core) or (len(core.split()) <= 3 and not subject)):
        return Noise.THANKS if len(core.split()) <= 60 else Noise.NONE
    return Noise.NONE
