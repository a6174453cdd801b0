"""Tells what machines write, from people who write about such mail: delivery failures, automatic replies, surveys.

Pure. In doubt a person wrote it.
"""

from __future__ import annotations

import re
from typing import Final

from enquiry2article.cleaning.courtesies import strip_courtesies
from enquiry2article.cleaning.question_sentences import has_trouble, is_asking
from enquiry2article.cleaning.surveys import asks_for_rating, is_survey_line, strip_survey
from enquiry2article.text.sentences import split_sentences
from enquiry2article.text.word_lists import Phrases

_LONGEST_AUTOMATIC: Final = 3000
"""Characters of a message that a machine can have written; what is longer says something."""
_AUTO_SUBJECT: Final = Phrases("mail", r"(?i)^\W{0,5}<automatic_subject>")
_AUTO_CUES: Final = tuple(
    Phrases("mail", rf"(?i)\b{cue}")
    for cue in (
        "<absent>",
        "<absent_until>",
        "<absent_from_mail>",
        "<absent_if_urgent>",
        "<made_by_machine>",
        "<absent_thanks>.{0,80}<absent_after_thanks>",
    )
)
_BOUNCE_SUBJECT: Final = Phrases("mail", r"(?i)^\W{0,3}<bounce_subject>")
_BOUNCE_CUES: Final = Phrases("mail", r"(?i)<bounce>")


def is_bounce(subject: str, body: str, automatic: bool) -> bool:
    """Return whether a mail server wrote that a mail could not be delivered."""
    told, cue = bool(_BOUNCE_SUBJECT().search(subject)), bool(_BOUNCE_CUES().search(body))
    # "I get 'undeliverable' when I write to you" is a question about bounces, not a bounce.
    return (told and cue and not _asks_personally(body)) or (automatic and (told or cue))


def _asks_personally(body: str) -> bool:
    return "?" in body and is_asking(body)


def is_auto_reply(subject: str, body: str, automatic: bool) -> bool:
    """Return whether a mail program answered in its owner's absence, which it says at the beginning."""
    body = body[:_LONGEST_AUTOMATIC]
    asks = _asks_personally(body)
    if automatic and not asks:
        return True
    told = bool(_AUTO_SUBJECT().search(subject))
    if not automatic and asks:
        return False
    cues = sum(bool(cue().search(body)) for cue in _AUTO_CUES)
    if automatic:
        return told or cues >= 1
    if has_trouble(_AUTO_SUBJECT().sub("", subject)):
        return False
    return (told and cues >= 1) or (cues >= 2 and len(body) < 1500 and not has_trouble(body[:200]))


_RECEIVED: Final = Phrases("mail", r"(?i)<received>")
"""That something arrived, and nothing about it."""
_ACKNOWLEDGES: Final = Phrases("mail", r"(?i)<acknowledges>")
"""What is said beside it: when somebody will write, and how the ticket is found again."""
_PLAIN_LINE: Final = re.compile(r"^\W*(?:https?://\S{1,300}|[#\[(]?[\w-]{0,10}\d{2,12}[\])]?)?\W*$")
_MOST_OTHER_WORDS: Final = 7
"""Words of a sentence that may be left when what a machine says is taken out of it."""
_MOST_NAME_WORDS: Final = 5


def is_automatic_turn(text: str) -> bool:
    """Return whether a message within a conversation is only what a machine writes: it answers nothing.

    An acknowledgement ("We have received your request"), a survey, a reply in somebody's absence. One sentence that is
    none of this, and a person wrote it. The message has been cleaned.

    >>> is_automatic_turn("Your request (4821) has been received and is being reviewed by our support staff.")
    True
    >>> is_automatic_turn("We have received your request. Press Reset for ten seconds.")
    False
    """
    if len(text) > _LONGEST_AUTOMATIC:
        return False
    absent = sum(bool(cue().search(text)) for cue in _AUTO_CUES) >= 2
    received, rating = bool(_RECEIVED().search(text)), asks_for_rating(text)
    if not (absent or received or rating):
        return False
    if rating:
        # Below "Here is a reminder of what your ticket was about" stand the customer's own words.
        left = strip_survey(text.split("\n"))
        if not strip_courtesies("\n".join(left)):
            return True
    sentences = [sentence for line in text.split("\n") for sentence in split_sentences(line)]
    others = [sentence for sentence in sentences if not _is_machines(sentence, absent=absent, rating=rating)]
    # The company's name below, without a verb, says nothing more.
    return not others or (
        len(others) == 1
        and others[0] == sentences[-1]
        and len(others[0].split()) <= _MOST_NAME_WORDS
        and not others[0].endswith((".", "?"))
    )


def _is_machines(sentence: str, *, absent: bool, rating: bool) -> bool:
    if _PLAIN_LINE.match(sentence) or not strip_courtesies(sentence):
        return True
    if rating and is_survey_line(sentence):
        return True
    if absent and any(cue().search(sentence) for cue in _AUTO_CUES):
        return True
    rest = _ACKNOWLEDGES().sub(" ", _RECEIVED().sub(" ", sentence))
    return rest != sentence and len(rest.split()) <= _MOST_OTHER_WORDS
