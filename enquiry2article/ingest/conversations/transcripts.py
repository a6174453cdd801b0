"""Takes apart a conversation that a program keeps as one text: a chat's protocol, a journal of comments, a thread.

Nothing is known of the program. A line that begins with who speaks, when, or both begins what somebody said: "(10:01)
Ana: Hello", "Ana - 03/02/2026 10:00", "2026-02-03 10:31 - Ana (Comment)", "03.02.26;ana;Hello", "Customer: Hello".
Without a time a label only counts where words for roles, known people or its recurring tell it from a form's field.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from enquiry2article.domain.enquiry import Author
from enquiry2article.ingest.conversations.header_shapes import HeaderShape
from enquiry2article.ingest.conversations.internal_notes import is_note_label
from enquiry2article.ingest.fields.author_kinds import tell_kind
from enquiry2article.ingest.fields.columns import is_internal_heading
from enquiry2article.text.dates import DateReader

_DATE: Final = "|".join(
    (
        r"\d{1,4}[-/.]\s?\d{1,2}[-/.]\s?\d{1,4}",
        r"\d{1,2}[-/][^\W\d_]{3,4}[-/]\d{2,4}",
        r"\d{1,2}\.?\s[^\W\d_]{3,10}\.?,?\s\d{4}",
        r"[^\W\d_]{3,10}\.?\s\d{1,2},?\s\d{4}",
    )
)
_TIME: Final = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\b\.?)?"
_WHEN: Final = rf"(?:(?:{_DATE})(?:,?\s(?:at\s|um\s)?|T|,)?)?{_TIME}(?:\s?(?:UTC|GMT|Z|[A-Z]{{3,4}}))?|{_DATE}"
_NAME: Final = r"[^\s:;|()\[\]<>][^:;|()\[\]<>\n]{0,58}?"
_ROLE: Final = r"(?:\s?[(\[](?P<role>[^()\[\]\n]{1,40})[)\]])?"
_GAP: Final = r"[ \t]*(?:[-–—|,·]|\b(?:on|am|le|el|at)\b)?[ \t]*"
_TIMED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        # "(10:01:02) Ana: Hello", "[03.02.26, 10:01:02] Ana: Hello"
        rf"[(\[](?P<when>{_WHEN})[)\]]{_GAP}(?P<said>.*)$",
        # "2026-02-03 10:01;ana;Hello"
        rf"(?P<when>{_WHEN});(?P<name>[^;\n]{{1,60}});(?P<said>.*)$",
        # "03/02/2026, 10:01 - Ana (Agent): Hello"
        rf"(?P<when>{_WHEN})[ \t]*[-–—|,·][ \t]*(?P<name>{_NAME}){_ROLE}[ \t]?:(?=\s|$)(?P<said>.*)$",
        # "Ana (10:01): Hello", "Ana [10:01] Hello"
        rf"(?P<name>{_NAME})[ \t]?[(\[](?P<when>{_WHEN})[)\]][ \t]?:?(?P<said>.*)$",
        # "2026-02-03 10:31:00 - Ana Holt (Additional comments)"
        rf"(?P<when>{_WHEN})[ \t]*[-–—|,·][ \t]*(?P<name>{_NAME}){_ROLE}[ \t]*(?P<said>)$",
        # "Ana Holt (Support) - 03/02/2026 10:00", "Ana Holt, 3 Feb 2026 10:00 wrote:"
        rf"(?P<name>{_NAME}){_ROLE}(?:[ \t]+[^\W\d_A-Z]{{1,10}}){{0,2}}[ \t]*(?:[-–—|,·]|\bon\b|\bam\b)"
        rf"[ \t]*(?P<when>{_WHEN})(?:[ \t]\w{{1,12}})?[ \t]?:?(?P<said>)$",
    )
)
_HAS_DIGIT: Final = re.compile(r"\d{1,2}[:./-]\s?\d{1,2}|\d{4}")
_LABEL: Final = re.compile(
    rf"(?:{_TIME}[ \t]+)?[*_]{{0,3}}(?P<name>[^\W\d_][^:;|()\[\]<>\n!?]{{0,38}}?){_ROLE}[*_]{{0,3}}"
    r"[ \t]?:[*_]{0,3}(?=\s|$)(?P<said>.*)$"
)
_SPEAKER: Final = re.compile(rf"(?P<name>[^:\n]{{1,60}}?){_ROLE}\s?:(?:[ \t]+|$)(?P<said>.*)$")
_MOST_LABEL_WORDS: Final = 4
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
    r"visitante|cliente|bezoeker|klant|end[ -]?user|requester)\b[ #-]{0,3}\w{0,12}",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(r"<[bh]r\s*/?>|</(?:p|div|li|tr|dd|h[1-6]|blockquote)>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[a-zA-Z/][^<>]{0,500}>")
_BARS: Final = re.compile(r"(?<![ \t])[ \t]+(?:\|{1,2}|¦|•)[ \t]+(?=[^\s:|][^:|\n]{0,60}:\s)")
"""What divides messages that stand on one line."""
_FRAMED: Final = re.compile(r"([-=_~#─—])\1{1,30}[ \t]*(?P<inner>(?!\1)[^\s].{0,150}?)[ \t]*\1{2,30}$")
"""A heading between rules: "--- Customer, 3 March 2026 ---"."""
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
"""A part of a name or of an address by which somebody may be known."""
_CELLS: Final = re.compile(r"[,\t](?=\S)")
"""What divides the cells of a table, and stands in no name."""
_RULE: Final = re.compile(r"[ \t]*[-=_*~─—]{3,}[ \t]*$")
"""A line that only divides."""
_MARK: Final = re.compile(
    r"[*_#>\s]{0,4}(?:[(\[{][^()\[\]{}\n]{1,60}[)\]}]|(?:[^:\n!?|.]|\.(?!\s)){1,60}:|[^:\n]{0,30}\bnote\b[^:\n]{0,30}(?=\n))",
    re.IGNORECASE,
)
"""What may call what follows a note: words in brackets, in front of a colon or on a line of their own."""
_LONGEST_MARK: Final = 80
_LAST_RULE: Final = re.compile(r"\n[ \t]{0,8}([-=_*~#─—|/+])\1{1,80}\Z")
"""A line that divides what was said from the next header."""
_SIGNS: Final = str.maketrans(
    {"\u200e": "", "\u200f": "", "\u202a": "", "\u202c": "", "\u202f": " ", "\u00a0": " ", "\r": ""}
)
_FEWEST: Final = 2
"""Lines of a chat: a single one may be somebody's way to write a time."""
LONGEST: Final = 500_000
"""Characters; a longer text is no chat."""
_LONGEST_LABEL_LINE: Final = 4_000
"""Characters of a line that are looked at for its beginning."""
_DATES: Final = DateReader()

Said = tuple[Author, str, str, "datetime | None"]
"""Who, by what name, what, when."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody said, before it is known who that is."""

    name: str
    role: str
    when: str
    said: str

    @property
    def internal(self) -> bool:
        """Whether it is marked as a note among colleagues."""
        return bool(self.role) and is_internal_heading(self.role)

    @property
    def noted(self) -> bool:
        """Whether its name or the beginning of what was said calls it a note: "[Internal] He owes us money"."""
        label = _MARK.match(self.said)
        return is_note_label(self.name) or bool(label and is_note_label(label[0]))


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
    """Give what was said in a conversation that is kept as one text, or [] for a text that is none.

    `staff` and `customers` are names known from elsewhere, `talk` what the whole column says. `at` is the moment of the
    text; the lines follow it by the time that passed between them. `asked` says that the question stands elsewhere, so
    that whoever is not known to be a customer answers.

    >>> [(said[0].value, said[2]) for said in split_transcript("(9:58:01) Ana: Open?\\n(9:59:30) Zoe: Yes.", None)]
    [('customer', 'Open?'), ('agent', 'Yes.')]
    """
    # Most messages hold no such line at all.
    shape = talk.shape if talk else None
    if len(text) > LONGEST or not (shape or ":" in text or ";" in text or _HAS_DIGIT.search(text)):
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
    authors = _tell_speakers(spoken, [*known_staff, *served], known_customers, asked=asked, doubtful=doubtful)
    return [
        (authors[entry.name], entry.name, entry.said, moment)
        for entry, moment in zip(spoken, _tell_moments(spoken, at), strict=True)
        if entry.said and not entry.internal
    ]


def looks_like_chat(lines: Iterable[str]) -> bool:
    """Say whether most of the first lines of a file begin with a moment and a speaker, as WhatsApp exports a chat.

    >>> looks_like_chat(["[03.02.26, 10:00:12] Ada: Open?", "[03.02.26, 10:01:02] Mira: Yes.", "until six"])
    True
    """
    filled = [line.translate(_SIGNS) for line in lines if line.strip()]
    # Lines that semicolons divide are rows of a table, though they may begin with a moment.
    entries = [_read_timed(line) if line.count(";") < _FEWEST else None for line in filled]
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


def cut_entries(text: str, *, timed: bool, labels: frozenset[str] | None = None) -> tuple[str, list[Entry]]:
    """Give what stands before the first entry, and the entries: with a time, or with a label only.

    `labels` are the labels that count, all if None.
    """
    before: list[str] = []
    entries: list[Entry] = []
    pieces = before
    for line in text.split("\n"):
        head = _read_timed(line) if timed else _read_label(line, labels)
        if head is None:
            if not _RULE.fullmatch(line):
                pieces.append(line)
            continue
        if entries:
            entries[-1] = _finish(entries[-1], pieces)
        entries.append(head)
        pieces = [head.said]
    if entries:
        entries[-1] = _finish(entries[-1], pieces)
    return "\n".join(before).strip(), entries


def cut_shaped(text: str, shape: HeaderShape) -> tuple[str, list[Entry]]:
    """Give what stands before the first entry, and the entries of a conversation whose headers were learnt.

    >>> cut_shaped("Ana > Open?\\nBo > Yes.\\nBo, private note > He owes us.", HeaderShape("\\0N >"))[1][1].said
    'Yes.'
    """
    heads = shape.find_heads(text)
    ends = [*(head.start for head in heads[1:]), len(text)]
    entries = []
    for head, end in zip(heads, ends, strict=False):
        said = _LAST_RULE.sub("", text[head.end : end].strip().removesuffix(shape.divider).rstrip()).strip()
        entry = Entry(head.name, head.role, head.when, said)
        if not entry.noted:
            entries.append(replace(entry, said=_drop_notes(said, shape)))
    return text[: heads[0].start].strip() if heads else "", entries


def _drop_notes(said: str, shape: HeaderShape) -> str:
    """Leave out a note that stands behind what was said, under a header that the learnt one does not fit."""
    for place in re.finditer(rf"\n|{re.escape(shape.divider)}" if shape.divider else r"\n", said):
        part = said[place.end() : place.end() + _LONGEST_MARK].lstrip()
        label = _MARK.match(part)
        ended = part.partition(shape.template[-1])
        if is_note_label(label[0] if label else "") or (ended[1] and is_note_label(ended[0])):
            return said[: place.start()].strip()
    return said


def _finish(entry: Entry, pieces: Sequence[str]) -> Entry:
    return Entry(entry.name, entry.role, entry.when, "\n".join(pieces).strip())


def _read_timed(line: str) -> Entry | None:
    bare = line.strip()[:_LONGEST_LABEL_LINE]
    if not bare or not _HAS_DIGIT.search(bare[:110]):
        return None
    if framed := _FRAMED.match(bare):
        return _read_timed(framed["inner"])
    for number, pattern in enumerate(_TIMED):
        found = pattern.match(bare)
        if found is None:
            continue
        parts = found.groupdict()
        said = line.strip()[found.start("said") :] if parts["said"] else ""
        if number == 0:
            speaker = None if _EVENT.match(said) else _SPEAKER.match(said)
            if speaker is None:
                return Entry("", "", parts["when"], said)
            return Entry(
                speaker["name"].strip(" \t*_"), speaker["role"] or "", parts["when"], said[speaker.start("said") :]
            )
        name = parts["name"].strip(" \t*_")
        if not any(sign.isalpha() for sign in name) or _EVENT.match(name):
            return None
        return Entry(name, parts.get("role") or "", parts["when"], said)
    return None


def _read_label(line: str, labels: frozenset[str] | None) -> Entry | None:
    found = _LABEL.match(line.strip()[:_LONGEST_LABEL_LINE]) if ":" in line[:60] else None
    if found is None:
        return None
    name = found["name"].strip()
    if len(name.split()) > _MOST_LABEL_WORDS or (labels is not None and _fold(name) not in labels):
        return None
    return Entry(name, found["role"] or "", "", line.strip()[found.start("said") :])


def _cut_labels(
    text: str, staff: Sequence[str], customers: Sequence[str], talk: Talk | None
) -> tuple[str, list[Entry]]:
    """Give the entries of a conversation without times, or none where its labels are a form's fields."""
    if ":" not in text:
        return "", []
    _, all_ = cut_entries(text, timed=False)
    counted = Counter(_fold(entry.name) for entry in all_)
    if len(counted) < _FEWEST:
        return "", []
    people = _fold_all([*staff, *customers])
    roles = {
        _fold(entry.name): tell_label(entry.name) or tell_label(entry.role)
        or (Author.AGENT if _fold(entry.name) in people else None)
        for entry in all_
    }  # fmt: skip
    known = {name for name, role in roles.items() if role}
    speakers = known | {name for name, count in counted.items() if count > 1}
    if talk is not None and known and len(speakers) < _FEWEST:
        speakers.add(_fold(all_[0].name))
    told = {roles[name] for name in known}
    alternating = sum(count > 1 for count in counted.values()) > 1
    if not ({Author.CUSTOMER, Author.AGENT} <= told or alternating or (talk is not None and len(speakers) > 1)):
        return "", []
    before, entries = cut_entries(text, timed=False, labels=frozenset(speakers))
    if len(before.split()) >= _MOST_LABEL_WORDS and len({entry.name for entry in entries}) > 1:
        first = next((entry for entry in entries if tell_label(entry.name) == Author.CUSTOMER), entries[0])
        entries = [Entry(first.name, first.role, "", before), *entries]
    return before, entries


def _tell_moments(entries: Sequence[Entry], at: datetime | None) -> Iterator[datetime | None]:
    """Give when each line was written: the moment that it tells, or one as long after `at` as it is after the first."""
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


def tell_label(name: str) -> Author | None:
    """Say who a label such as "Visitor 12", "Agent" or "Support bot" stands for, or None for a name."""
    kind = tell_kind(name)
    if kind == "bot" or _fold(name).endswith((" bot", "-bot", "_bot")):
        return Author.BOT
    if kind == "agent":
        return Author.AGENT
    return Author.CUSTOMER if kind == "customer" or _VISITOR.fullmatch(name) else None


def _tell_speakers(
    entries: Sequence[Entry], staff: Iterable[str], customers: Iterable[str], *, asked: bool, doubtful: bool = False
) -> dict[str, Author]:
    """Say who each name is: by what is known, by words such as "Visitor 12"; else the first to speak asks.

    `doubtful` says that who speaks first tells nothing: then whoever is not known is taken for a customer.
    """
    known_staff, known_customers = _fold_all(staff), _fold_all(customers)
    alike = {word for name in known_customers for word in _WORD.findall(name)} - known_staff
    authors: dict[str, Author] = {}
    for entry in entries:
        folded, role = _fold(entry.name), tell_label(entry.name) or tell_label(entry.role)
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
    folded = {_fold(name) for name in names if name}
    return folded | {name.split()[0] for name in folded if name.split()}


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
