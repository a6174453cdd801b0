"""Yes or no: whether a title asks for one, and which of them the replies begin with.

Pure. An article that answers "Can it go in the dishwasher?" with the reasons only leaves its reader to guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from enquiry2article.text.language import guess_language
from enquiry2article.text.word_lists import Phrases

FEWEST_SAYING: Final = 2
"""Conversations whose reply must begin with the word."""

MOST_AGAINST: Final = 0.1
"""Share of the replies that begin with either word which may begin with the other: "No, you needn't" and "Yes, leave it
out" say the same where one customer asks whether he must and the other whether he may not."""

_ASKS: Final = Phrases("yes_no", r"(?i)<asks>\b(?!n't)")
_DENIES: Final = Phrases("yes_no", r"(?i)\b<denies>\b")
_OPENING: Final = Phrases("yes_no", r"(?i)(?:sorry,? )?(?:(?P<yes><yes>)|(?P<no><no>))\b ?[,.!:–-]+\s*")


def asks_yes_or_no(title: str) -> bool:
    """Return whether a title asks for yes or no, and is no question turned round ("Can't I …?") or between two
    things.
    """
    language = guess_language(title)
    return title.endswith("?") and bool(_ASKS(language).match(title)) and not _DENIES(language).search(title)


def choose_word(openings: Iterable[tuple[str, str]]) -> int:
    """Return what replies begin with: 1 for yes, -1 for no, 0 where few do, or where they do not agree.

    `openings` gives the conversation and the first sentence of each reply.
    """
    signs = {conversation: sign for conversation, text in openings if (sign := find_sign(text))}
    counts = Counter(signs.values())
    [(sign, count)] = counts.most_common(1) or [(0, 0)]
    return sign if count >= FEWEST_SAYING and counts.total() - count <= MOST_AGAINST * counts.total() else 0


def find_sign(text: str) -> int:
    """Return what a sentence begins with: 1 for yes, -1 for no, 0 for neither."""
    found = _OPENING().match(text)
    return (1 if found["yes"] else -1) if found else 0


def says_only(text: str) -> bool:
    """Return whether a sentence is nothing but yes or no."""
    return _OPENING().fullmatch(text.strip()) is not None


def finish_word(text: str) -> str:
    """Write the yes or no that a sentence consists of as a sentence of an article.

    >>> finish_word("no!")
    'No.'
    """
    found = _OPENING().match(text.strip())
    return f"{(found['yes'] or found['no']).capitalize()}." if found else ""


def put_word_back(said: str, finished: str) -> str:
    """Begin a finished sentence with the word that it began with when it was said.

    >>> put_word_back("no, the pan rusts", "The pan rusts.")
    'No, the pan rusts.'
    """
    found = _OPENING().match(said)
    if not found or not finished or _OPENING().match(finished):
        return finished
    # What has a capital of its own keeps it: "No, Monday is our day off".
    place = said.find(finished[1:8])
    first = said[place - 1] if place > 0 and said[place - 1].lower() == finished[0].lower() else finished[0]
    return f"{(found['yes'] or found['no']).capitalize()}, {first}{finished[1:]}"
