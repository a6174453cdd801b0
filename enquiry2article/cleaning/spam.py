"""Tells mail that wants to sell something from customers who ask.

Pure. One sign is never enough: a pitch and a subject of spam must meet.
"""

from __future__ import annotations

import re
from typing import Final

from enquiry2article.text.word_lists import Phrases

_SPAM_SUBJECTS: Final = tuple(
    Phrases("spam", rf"(?i)\b{subject}\b")
    for subject in (
        "<ranking>",
        "<links>",
        "<web_design>",
        "<easy_money>",
        "<loans>",
        "<vices>",
        "<windfalls>",
        "<trade>",
    )
)
_PITCH: Final = tuple(
    Phrases("spam", rf"(?i)\b{pitch}\b")
    for pitch in ("<seen_you>", "<we_offer>", "<you_lack>", "<invites>", "<presses>")
)
_SURE_SPAM: Final = Phrases("spam", r"(?is)<sure_subject>")
_SURE_PITCH: Final = Phrases("spam", r"(?i)<sure_pitch>")
_LINK: Final = re.compile(r"(?i)https?://|www\.")


def is_spam(text: str) -> bool:
    """Return whether a text sells, invests, ranks or promises, rather than asks."""
    if _SURE_SPAM().search(text) and _SURE_PITCH().search(text):
        return True
    pitches = sum(bool(cue().search(text)) for cue in _PITCH)
    if not pitches:  # nobody sells without a pitch, and most enquiries are spared the longer search
        return False
    subjects = sum(bool(cue().search(text)) for cue in _SPAM_SUBJECTS)
    links = len(_LINK.findall(text))
    if not subjects:
        return False
    return subjects + pitches + (links >= 3) >= 3 and (pitches >= 2 or subjects >= 2)
