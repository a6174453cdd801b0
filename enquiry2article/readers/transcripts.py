"""Takes apart the protocol of a chat that a program keeps as one message or sends as a mail.

Decides what is such a protocol, who said which line, and when. Lines look like "(10:01:02) Ana: Hello" or
"[10:03] Visitor 8812: hello" and go on until the next of their kind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from enquiry2article.columns import tell_kind
from enquiry2article.records import Author

_STAMP: Final = r"(?:\d{4}[-/.]\d{2}[-/.]\d{2}[ T,]{1,2})?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([AaPp])\.?[Mm]\.?)?"
_LINE: Final = re.compile(rf"^[ \t]*(?:\({_STAMP}\)|\[{_STAMP}\])[ \t]*(.*)$", re.MULTILINE)
_SPEAKER: Final = re.compile(r"([^:\n]{1,60}?)\s?:(?:[ \t]+|$)(.*)", re.DOTALL)
_EVENT: Final = re.compile(
    r"\*{3}|(?:[^:]{1,60} )?(?:has )?(?:joined|left|ended|entered|started|closed)\b[^:]{0,60}$"
    r"|chat (?:started|ended)\b",
    re.IGNORECASE,
)
_SERVED: Final = re.compile(
    r"^[ \t]*(?:served by|agents?|operators?|bearbeitet von|agent traitant|atendido por)[ \t]*:[ \t]*(.{1,200})$",
    re.IGNORECASE | re.MULTILINE,
)
_VISITOR: Final = re.compile(
    r"(?:website |web |site )?(?:visitor|guest|customer|user|client|besucher(?:in)?|gast|kunde|kundin|visiteur|client|"
    r"visitante|cliente|bezoeker|klant)\b[ #-]{0,3}\w{0,12}",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(r"<br\s*/?>|</(?:p|div|li)>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[a-zA-Z/][^<>]{0,500}>")
_FEWEST: Final = 2
"""Lines of a chat: a single one may be somebody's way to write a time."""
_LONGEST: Final = 500_000
"""Characters; a longer text is no chat."""

Said = tuple[Author, str, str, "datetime | None"]
"""Who, by what name, what, when."""


def split_transcript(
    text: str, at: datetime | None, staff: Iterable[str] = (), customers: Iterable[str] = ()
) -> list[Said]:
    """Give what was said in a chat, or [] for a text that is none.

    `staff` and `customers` are names known from elsewhere. `at` is the moment the protocol has; the lines follow it by
    the time that passed between them.

    >>> [(said[0].value, said[2]) for said in split_transcript("(9:58:01) Ana: Open?\\n(9:59:30) Zoe: Yes.", None)]
    [('customer', 'Open?'), ('agent', 'Yes.')]
    """
    # Most messages hold no such line at all.
    if len(text) > _LONGEST or ":" not in text or not _LINE.search(flat := _flatten(text)):
        return []
    lines = list(_cut_lines(flat))
    spoken = [(name, said, seconds) for name, said, seconds in lines if name]
    if len(spoken) < _FEWEST or len({name for name, _, _ in spoken}) < 2:
        return []
    first = _LINE.search(flat)
    before = flat[: first.start()] if first else ""
    served = [name.strip() for found in _SERVED.finditer(before) for name in found[1].split(",")]
    authors = _tell_speakers([name for name, _, _ in spoken], [*staff, *served], customers)
    start = spoken[0][2]
    return [
        (authors[name], name, said, at + timedelta(seconds=(seconds - start) % 86400) if at else None)
        for name, said, seconds in spoken
        if said
    ]


def _flatten(text: str) -> str:
    """Make lines of a text that may be HTML."""
    if "<" not in text:
        return text
    return _TAG.sub("", _BREAK.sub("\n", text)).replace("&nbsp;", " ")


def _cut_lines(text: str) -> Iterator[tuple[str, str, int]]:
    """Give the name, the words and the second of the day of each line, with "" as the name of an event."""
    found = list(_LINE.finditer(text))
    for number, line in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        words = (line[9] + text[line.end() : end]).strip()
        hour, minute, second, half = next(line.group(i, i + 1, i + 2, i + 3) for i in (1, 5) if line[i])
        hours = int(hour) % 12 + (12 if half in "Pp" else 0) if half else int(hour)
        speaker = _SPEAKER.match(words)
        if speaker is None or _EVENT.match(words):
            yield "", words, 0
        else:
            yield speaker[1].strip(), speaker[2].strip(), hours * 3600 + int(minute) * 60 + int(second or 0)


def _tell_speakers(speakers: Sequence[str], staff: Iterable[str], customers: Iterable[str]) -> dict[str, Author]:
    """Say who each name is: by what is known, by words such as "Visitor 12"; else the first to speak asks."""
    known_staff, known_customers = _fold_all(staff), _fold_all(customers)
    authors: dict[str, Author] = {}
    for name in speakers:
        folded = _fold(name)
        kind = tell_kind(name)
        if kind == "bot" or folded.endswith((" bot", "-bot", "_bot")):
            authors[name] = Author.BOT
        elif folded in known_staff or kind == "agent":
            authors[name] = Author.AGENT
        elif folded in known_customers or kind == "customer" or _VISITOR.fullmatch(name):
            authors[name] = Author.CUSTOMER
    unknown = [name for name in Counter(speakers) if name not in authors]
    if Author.CUSTOMER in authors.values() and Author.AGENT not in authors.values():
        return authors | dict.fromkeys(unknown, Author.AGENT)
    if Author.AGENT in authors.values() and Author.CUSTOMER not in authors.values():
        return authors | dict.fromkeys(unknown, Author.CUSTOMER)
    for name in unknown:
        asks = Author.CUSTOMER not in authors.values()
        authors[name] = Author.CUSTOMER if asks else Author.AGENT
    return authors


def _fold_all(names: Iterable[str]) -> set[str]:
    """Fold names, and their first parts: chats show "Zoe" for "Zoe Martens"."""
    folded = {_fold(name) for name in names if name}
    return folded | {name.split()[0] for name in folded if name.split()}


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
