"""Takes apart a conversation that a program keeps as one text: a chat's protocol, a journal of comments, a thread.

Nothing is known of the program. A line that begins with who speaks, when, or both begins what somebody said: "(10:01)
Ana: Hello", "Ana - 03/02/2026 10:00", "2026-02-03 10:31 - Ana (Comment)", "03.02.26;ana;Hello", "Customer: Hello".
Without a time a label only counts where words for roles, known people or its recurring tell it from a form's field.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from enquiry2article.domain.enquiry import Author
from enquiry2article.ingest.conversations.header_shapes import HeaderShape
from enquiry2article.ingest.conversations.transcript_entries import (
    HAS_DIGIT,
    MOST_LABEL_WORDS,
    Entry,
    cut_entries,
    cut_shaped,
    fold_name,
    read_timed,
)
from enquiry2article.ingest.fields.author_kinds import classify_author_word
from enquiry2article.text.dates import DateReader

_SERVED: Final = re.compile(
    r"^[ \t]*(?:served by|agents?|operators?|bearbeitet von|agent traitant|atendido por)[ \t]*:[ \t]*(.{1,200})$",
    re.IGNORECASE | re.MULTILINE,
)
_VISITOR: Final = re.compile(
    r"(?:website |web |site )?(?:visitor|guest|customer|user|client|besucher(?:in)?|gast|kunde|kundin|visiteur|client|"
    r"visitante|cliente|bezoeker|klant|end[ -]?user|requester)\b[ #-]{0,3}\w{0,12}",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(r"<[bh]r\s*/?>|</(?:p|div|li|tr|dd|h[1-6]|blockquote)>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[a-zA-Z/][^<>]{0,500}>")
_BARS: Final = re.compile(r"(?<![ \t])[ \t]+(?:\|{1,2}|¦|•)[ \t]+(?=[^\s:|][^:|\n]{0,60}:\s)")
"""What divides messages that stand on one line."""
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
"""A part of a name or of an address by which somebody may be known."""
_CELLS: Final = re.compile(r"[,\t](?=\S)")
"""What divides the cells of a table, and stands in no name."""
_SIGNS: Final = str.maketrans(
    {"\u200e": "", "\u200f": "", "\u202a": "", "\u202c": "", "\u202f": " ", "\u00a0": " ", "\r": ""}
)
_FEWEST: Final = 2
"""Lines of a chat: a single one may be somebody's way to write a time."""
LONGEST: Final = 500_000
"""Characters; a longer text is no chat."""
_DATES: Final = DateReader()

Said = tuple[Author, str, str, "datetime | None"]
"""Who, by what name, what, when."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What is known of a column whose cells are conversations."""

    staff: frozenset[str]
    """Labels of the company's people, as they stand there: they speak in many cells."""
    marked: bool = False
    """Whether what is internal in it is marked: "(Work notes)" beside "(Additional comments)"."""
    shape: HeaderShape | None = None
    """How its headers are written, where they are none of those that are known here."""
    customers_open: bool = True
    """Whether customers speak first, as far as the column shows."""


def split_transcript(
    text: str,
    at: datetime | None,
    staff: Iterable[str] = (),
    customers: Iterable[str] = (),
    talk: Talk | None = None,
    *,
    asked: bool = False,
) -> list[Said]:
    """Return what was said in a conversation that is kept as one text, or [] for a text that is none.

    `staff` and `customers` are names known from elsewhere, `talk` what the whole column says. `at` is the moment of the
    text; the lines follow it by the time that passed between them. `asked` says that the question stands elsewhere, so
    that whoever is not known to be a customer answers.

    >>> [(said[0].value, said[2]) for said in split_transcript("(9:58:01) Ana: Open?\\n(9:59:30) Zoe: Yes.", None)]
    [('customer', 'Open?'), ('agent', 'Yes.')]
    """
    # Most messages hold no such line at all.
    shape = talk.shape if talk else None
    if len(text) > LONGEST or not (shape or ":" in text or ";" in text or HAS_DIGIT.search(text)):
        return []
    known_staff = [*staff, *(talk.staff if talk else ())]
    known_customers = list(customers)
    flat = flatten_cell(text, bars=shape is None)
    before, entries = cut_shaped(flat, shape) if shape else cut_entries(flat, timed=True)
    if not shape and not _is_conversation(entries, alone=talk is not None):
        before, entries = _cut_labels(flat, known_staff, known_customers, talk)
        if not entries:
            return []
    served = [name.strip() for found in _SERVED.finditer(before) for name in found[1].split(",")]
    spoken = [entry for entry in entries if entry.name]
    # Where others are known to answer, strangers are only told apart by who speaks first.
    doubtful = talk is not None and (bool(talk.staff) and not known_customers if asked else not talk.customers_open)
    authors = _find_speakers(spoken, [*known_staff, *served], known_customers, asked=asked, doubtful=doubtful)
    return [
        (authors[entry.name], entry.name, entry.said, moment)
        for entry, moment in zip(spoken, _estimate_moments(spoken, at), strict=True)
        if entry.said and not entry.internal
    ]


def looks_like_chat(lines: Iterable[str]) -> bool:
    """Return whether most of the first lines of a file begin with a moment and a speaker, as WhatsApp exports a chat.

    >>> looks_like_chat(["[03.02.26, 10:00:12] Ada: Open?", "[03.02.26, 10:01:02] Mira: Yes.", "until six"])
    True
    """
    filled = [line.translate(_SIGNS) for line in lines if line.strip()]
    # Lines that semicolons divide are rows of a table, though they may begin with a moment.
    entries = [read_timed(line) if line.count(";") < _FEWEST else None for line in filled]
    spoken = [entry for entry in entries if entry and entry.name and entry.said and not _CELLS.search(entry.name)]
    return len(spoken) >= _FEWEST and len(spoken) * 2 >= len(filled) and len({entry.name for entry in spoken}) > 1


def _is_conversation(entries: Sequence[Entry], *, alone: bool) -> bool:
    spoken = [entry for entry in entries if entry.name]
    if alone:
        return bool(spoken)
    return len(spoken) >= _FEWEST and len({entry.name for entry in spoken}) > 1


def flatten_cell(text: str, *, bars: bool = True) -> str:
    """Make lines of a text that may be HTML, or with `bars` hold several messages on one line."""
    flat = text.translate(_SIGNS)
    if "<" in flat:
        flat = _TAG.sub("", _BREAK.sub("\n", flat)).replace("&nbsp;", " ")
    return _BARS.sub("\n", flat) if bars and ("|" in flat or "¦" in flat or "•" in flat) else flat


def _cut_labels(
    text: str, staff: Sequence[str], customers: Sequence[str], talk: Talk | None
) -> tuple[str, list[Entry]]:
    """Return the entries of a conversation without times, or none where its labels are a form's fields."""
    if ":" not in text:
        return "", []
    _, all_ = cut_entries(text, timed=False)
    counted = Counter(fold_name(entry.name) for entry in all_)
    if len(counted) < _FEWEST:
        return "", []
    people = _fold_all([*staff, *customers])
    roles = {
        fold_name(entry.name): classify_label(entry.name) or classify_label(entry.role)
        or (Author.AGENT if fold_name(entry.name) in people else None)
        for entry in all_
    }  # fmt: skip
    known = {name for name, role in roles.items() if role}
    speakers = known | {name for name, count in counted.items() if count > 1}
    if talk is not None and known and len(speakers) < _FEWEST:
        speakers.add(fold_name(all_[0].name))
    told = {roles[name] for name in known}
    alternating = sum(count > 1 for count in counted.values()) > 1
    if not ({Author.CUSTOMER, Author.AGENT} <= told or alternating or (talk is not None and len(speakers) > 1)):
        return "", []
    before, entries = cut_entries(text, timed=False, labels=frozenset(speakers))
    if len(before.split()) >= MOST_LABEL_WORDS and len({entry.name for entry in entries}) > 1:
        first = next((entry for entry in entries if classify_label(entry.name) == Author.CUSTOMER), entries[0])
        entries = [Entry(first.name, first.role, "", before), *entries]
    return before, entries


def _estimate_moments(entries: Sequence[Entry], at: datetime | None) -> Iterator[datetime | None]:
    """Yield when each line was written: the moment that it tells, or one as long after `at` as it is after the
    first.
    """
    start: int | None = None
    for entry in entries:
        whole = _DATES.parse(entry.when) if entry.when else None
        clock = re.search(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([AaPp]))?", entry.when)
        if whole is not None:
            yield whole
        elif clock is None or at is None:
            yield None
        else:
            hour, minute, second, half = clock.groups()
            hours = int(hour) % 12 + (12 if half in "Pp" else 0) if half else int(hour)
            seconds = hours * 3600 + int(minute) * 60 + int(second or 0)
            start = seconds if start is None else start
            yield at + timedelta(seconds=(seconds - start) % 86400)


def classify_label(name: str) -> Author | None:
    """Return who a label such as "Visitor 12", "Agent" or "Support bot" stands for, or None for a name."""
    kind = classify_author_word(name)
    if kind == "bot" or fold_name(name).endswith((" bot", "-bot", "_bot")):
        return Author.BOT
    if kind == "agent":
        return Author.AGENT
    return Author.CUSTOMER if kind == "customer" or _VISITOR.fullmatch(name) else None


def _find_speakers(
    entries: Sequence[Entry], staff: Iterable[str], customers: Iterable[str], *, asked: bool, doubtful: bool = False
) -> dict[str, Author]:
    """Return who each name is: by what is known, by words such as "Visitor 12"; else the first to speak asks.

    `doubtful` says that who speaks first tells nothing: then whoever is not known is taken for a customer.
    """
    known_staff, known_customers = _fold_all(staff), _fold_all(customers)
    alike = {word for name in known_customers for word in _WORD.findall(name)} - known_staff
    authors: dict[str, Author] = {}
    for entry in entries:
        folded, role = fold_name(entry.name), classify_label(entry.name) or classify_label(entry.role)
        if role is Author.BOT:
            authors[entry.name] = Author.BOT
        elif folded in known_staff or role is Author.AGENT:
            authors[entry.name] = Author.AGENT
        elif folded in known_customers or role is Author.CUSTOMER or alike & set(_WORD.findall(folded)):
            authors[entry.name] = Author.CUSTOMER
    unknown = [name for name in Counter(entry.name for entry in entries) if name not in authors]
    # Beside somebody who is known to answer, a stranger may be the customer, who was told under another name.
    if Author.AGENT in authors.values() or (doubtful and Author.CUSTOMER not in authors.values()):
        return authors | dict.fromkeys(unknown, Author.CUSTOMER)
    if asked or Author.CUSTOMER in authors.values():
        return authors | dict.fromkeys(unknown, Author.AGENT)
    for name in unknown:
        asks = Author.CUSTOMER not in authors.values()
        authors[name] = Author.CUSTOMER if asks else Author.AGENT
    return authors


def _fold_all(names: Iterable[str]) -> set[str]:
    """Fold names, and their first parts: chats show "Zoe" for "Zoe Martens"."""
    folded = {fold_name(name) for name in names if name}
    return folded | {name.split()[0] for name in folded if name.split()}
