"""Limits what is looked at of one message: its beginning, once its markup is off.

Pure. Nobody writes a question of five pages; what is that long is a pasted log, a page that was dragged into a mail, or
made to keep a program busy. Every later stage takes time by the length of a message, so that a limit here limits all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from enquiry2article.domain.enquiry import Enquiry
from enquiry2article.text.html import strip_markup
from enquiry2article.text.mojibake import repair_characters

LONGEST_MESSAGE: Final = 16_000
"""Characters of a message that are read: about 2,700 English words."""
_LONGEST_RAW: Final = 2_000_000
"""Characters of which the markup is taken off: a page of 16,000 characters with its styles and pictures is shorter."""
_LAST_BREAK: Final = 2_000
"""Characters before the limit among which a line or a word may end."""


def cut_long_messages(enquiry: Enquiry) -> tuple[Enquiry, int]:
    """Return an enquiry whose messages have at most `LONGEST_MESSAGE` characters, and how many were cut.

    A message that is longer with its markup alone is whole, and no longer has that markup.
    """
    if all(len(turn.text) <= LONGEST_MESSAGE for turn in enquiry.turns):
        return enquiry, 0
    texts = [_take_beginning(turn.text) for turn in enquiry.turns]
    turns = tuple(replace(turn, text=text) for turn, (text, _) in zip(enquiry.turns, texts, strict=True))
    return replace(enquiry, turns=turns), sum(cut for _, cut in texts)


def _take_beginning(text: str) -> tuple[str, bool]:
    """Return the beginning of a message that ends where a line or a word does, and whether anything was left out."""
    if len(text) <= LONGEST_MESSAGE:
        return text, False
    cut = len(text) > _LONGEST_RAW
    if "<" in text or "&lt;" in text:
        repaired = repair_characters(text[:_LONGEST_RAW])
        plain = strip_markup(repaired, quotes=False)
        text = plain if any(map(str.isalnum, plain)) else strip_markup(repaired, quotes=True)
    if len(text) <= LONGEST_MESSAGE:
        return text, cut
    end = max(text.rfind("\n", LONGEST_MESSAGE - _LAST_BREAK, LONGEST_MESSAGE), 0) or text.rfind(
        " ", LONGEST_MESSAGE - _LAST_BREAK, LONGEST_MESSAGE
    )
    return text[: end if end > 0 else LONGEST_MESSAGE].rstrip(), True


def describe_cut(count: int) -> str:
    """Return the sentence that tells how many messages were cut."""
    first, of = ("message is", "it") if count == 1 else ("messages are", "them")
    return f"{count:,} {first} longer than {LONGEST_MESSAGE:,} characters: only the beginning of {of} is read."
