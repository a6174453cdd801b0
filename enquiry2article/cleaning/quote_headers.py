"""Finds the header that a mail program puts over the mail that is answered, by its structure in any language.

Two shapes are known. An attribution is one line, or one that is wrapped into up to four, which names a moment and a
person ("On 12 March 2026 at 09:41, Anna <anna@post.example> wrote:"). A block is a few lines "Label: value", or the
same on one line, of which one holds a person and another a moment ("From: ... Sent: ... To: ..."). The words in
`resources/mail/quotes.toml` decide only where structure does not: a header without an address, a line without a colon.

Pure. All patterns are bounded and look at a few hundred characters at most, so time grows with the number of lines.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from enquiry2article.text.word_lists import read_table

LONGEST_HEADER: Final = 400
"""Characters."""
_SHORTEST_HEADER: Final = 6
_MOST_LINES: Final = 4
ADDRESS: Final = re.compile(
    r"[<(\[]{0,3}\s?(?:mailto:\s?)?[^\s<>()\[\]:;,@\"]{1,80}@[^\s<>()\[\]:;,@\"]{2,100}(?:\s?[>)\]]){0,3}"
    r"|[<\[(]{1,2}email(?:\s|\u00a0)protected[>\])]{1,2}"
)
_DATE: Final = re.compile(
    r"(?<![\d.])(?:\d{4}([./-])\s?\d{1,2}\1\s?\d{1,2}|\d{1,2}([./-])\s?\d{1,2}\2\s?(?:\d{4}|\d{2}))(?!\d)\.?"
    r"|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]"
    r"|(?<![\d:])\d{1,2}(?![\d:])[^\d\n]{1,25}(?<!\d)(?:19|20|25)\d\d(?!\d)"
    r"|(?<!\d)(?:19|20|25)\d\d(?!\d)[^\d\n]{1,25}(?<!\d)\d{1,2}(?![\d:])\.?"
)
"""A day with its year, in figures or with the month's name in any script."""
_DAY: Final = re.compile(r"(?<![\d:])\d{1,2}\.? [^\W\d_]{3,12}\b|\b[^\W\d_]{3,12}\.? \d{1,2}(?![\d:])")
"""A day without its year: "12 Mar"."""
_TIME: Final = re.compile(r"(?<![\d:])[0-2]?\d\s?(?:[:.hH]|uur)\s?[0-5]\d(?:[:.][0-5]\d)?(?!\d)")
_AROUND: Final = " \t\"'“”„«»()[]<>*_,;:：.、，-"
"""What can stand around a word."""
_WORD: Final = re.compile(r"(?:[jJ]['’]ai|[^\W\d_]+)")
_FOREIGN_DIGIT: Final = re.compile(r"(?![0-9])\d")
_COLON: Final = re.compile(r"[:：][\s*_]{0,4}$")
_DASHED: Final = re.compile(r"^[\s>*]{0,6}[-_=─‐—]{2,80}\s?(.{2,300}?)\s?[-_=─‐—]{2,80}$")
_STAMPED: Final = re.compile(r"^[\s>]{0,4}\S.{1,60}? -{3}\s?\d[^-]{4,30}:\d\d[^-]{0,6}-{3}")
"""Lotus Notes: name, dashes, moment, dashes, and the first words of the mail."""
_ENDS_SENTENCE: Final = re.compile(r"[!?。！？]$|(?<=[^\W\d_]{5})\.$")
_SENTENCE_BREAK: Final = re.compile(r"(?<=[^\W\d_]{4})[.!?] [^\W\d_]")
_MARKED: Final = re.compile(r"^(?:>|\|>|\| (?!.*\|))")
_MOST_WORDS: Final = 24
MOST_SMALL_WORDS: Final = 6
"""Words in small letters beside name, moment and address in a header that has no verb that we know."""
_FEW_SMALL_WORDS: Final = 3
_LONGEST_NAMED: Final = 100


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What a text holds of a header."""

    date: bool
    day: bool
    """Whether there is at least a day and a month."""
    time: bool
    address: bool
    named: bool
    """Whether something like a name, or nothing but the moment, stands before the address."""
    verb: bool
    verb_ends: bool
    """Whether the verb is the last word, or the last but an auxiliary."""
    speaks: bool
    """Whether somebody speaks of themselves."""
    colon: bool
    words: int
    small: int
    """Words in small letters that belong to neither moment nor address."""
    capital: bool
    """Whether there is a word beside the moment that can be a name."""


@functools.cache
def _verbs() -> frozenset[str]:
    return frozenset(read_table("mail/quotes.toml")["wrote"])


@functools.cache
def _unspaced_verbs() -> tuple[str, ...]:
    return tuple(read_table("mail/quotes.toml")["wrote_unspaced"])


@functools.cache
def _first_person() -> frozenset[str]:
    return frozenset(read_table("mail/quotes.toml")["first_person"])


@functools.cache
def _titles() -> dict[str, str]:
    words = read_table("mail/quotes.toml")
    return {word: kind for kind in ("original", "forwarded") for word in words[kind]}


def is_marked(line: str) -> bool:
    """Return whether a line bears the mark of a quotation: ">", "|>" or a single bar."""
    return bool(_MARKED.match(line[:300]))


def is_marked_soon(lines: Sequence[str], place: int) -> bool:
    """Return whether the first words at or shortly below a place bear the mark of a quotation."""
    return is_marked(next((after for after in lines[place : place + 3] if after), ""))


def find_mail_title(line: str) -> str:
    """Return "original" or "forwarded" for a line that names the mail below it so, or "".

    Such a line stands between dashes ("-----Original Message-----") or, for what is passed on, ends in a colon.
    """
    if not _SHORTEST_HEADER <= len(line) <= LONGEST_HEADER:
        return ""
    if dashed := _DASHED.match(line):
        kind = _titles().get(dashed[1].strip(" :*").casefold(), "")
        return "forwarded" if not kind and dashed[1].casefold().startswith("forwarded by ") else kind
    if line[0] in "->" and line.lstrip("->_ ").casefold() in _titles():
        return _titles()[line.lstrip("->_ ").casefold()]
    if _COLON.search(line[-8:]):
        return "forwarded" if _titles().get(line.strip(" :：*>").casefold()) == "forwarded" else ""
    return ""


def is_dashed_title(line: str) -> bool:
    """Return whether a line is words between dashes, which over a header belong to it in whatever language."""
    return _SHORTEST_HEADER <= len(line) <= LONGEST_HEADER and bool(_DASHED.match(line))


def is_moment_only(line: str) -> bool:
    """Return whether a line names a moment and little else: "Message du 12/03/26 09:41"."""
    if len(line) > 60 or line.endswith((".", "?", "!")):
        return False
    found = read_evidence(line)
    return found.date and found.time and found.small <= _FEW_SMALL_WORDS


def count_attribution(lines: Sequence[str], place: int) -> int:
    """Return how many lines "On ... wrote:" takes from a place on, wherever it is wrapped; 0 for none."""
    first = lines[place]
    if len(first) < _SHORTEST_HEADER or len(first) > LONGEST_HEADER:
        return 0
    if _STAMPED.match(first[:140]) and read_evidence(first[:140]).date:
        return 1
    if dashed := _DASHED.match(first):
        return int(_is_dashed_attribution(dashed[1]))
    if not _may_begin(lines, place):
        return 0
    header = ""
    end = place
    for count in range(1, _MOST_LINES + 1):
        # Polymail puts an empty line within the brackets.
        if header and header.count("<") > header.count(">"):
            while end < min(len(lines), place + 8) and not lines[end]:
                end += 1
        if end >= len(lines) or not lines[end] or (header and _ENDS_SENTENCE.search(header[-40:])):
            return 0
        header = f"{header} {lines[end]}".strip()
        end += 1
        if len(header) > LONGEST_HEADER:
            return 0
        if not _may_end(header) or header.count("<") > header.count(">"):
            continue
        alone = (place == 0 or not lines[place - 1]) and (
            end >= len(lines) or not lines[end] or header.endswith((">", "]"))
        )
        if _is_attribution(header, marked=is_marked_soon(lines, end), alone=alone):
            return end - place if _adds_to(first, lines[place + 1 : end]) else 0
        del count
    return 0


def _may_begin(lines: Sequence[str], place: int) -> bool:
    """Return whether a header can begin here: its first line has a figure, an address or a verb."""
    first = lines[place]
    if any(map(str.isdigit, first[:200])) or "@" in first or "<" in first:
        return True
    near = " ".join(lines[place : place + 2])
    return bool(_COLON.search(first[-8:]) and is_marked_soon(lines, place + 1)) or "@" in near[:LONGEST_HEADER]


def _may_end(header: str) -> bool:
    end = header[-12:]
    if ":" in end or "：" in end or end.endswith((">", ")", "]")):
        return True
    return not end.endswith((".", ",", "?", "!", "<")) and read_evidence(header).verb


def _adds_to(first: str, rest: Sequence[str]) -> bool:
    """Return whether the header needs its first line, which else is the end of what was said above it."""
    if not rest:
        return True
    whole, without = read_evidence(" ".join((first, *rest))), read_evidence(" ".join(rest))
    gained = (
        (whole.date, whole.time, whole.address, whole.capital)
        > (without.date, without.time, without.address, without.capital)
        or (whole.day and not without.day)
        or (whole.named and not without.named)
        or (whole.verb and not without.verb)
    )
    return gained and not _ENDS_SENTENCE.search(first[-40:])


def _is_dashed_attribution(text: str) -> bool:
    """Return whether what stands between dashes attributes: "---- On 12 March 2026 Anna wrote ----"."""
    found = read_evidence(text)
    if found.address:
        return found.date or found.verb
    if found.verb and not found.speaks:
        return (found.date and found.time) or (found.verb_ends and found.words <= MOST_SMALL_WORDS)
    return False


def _is_attribution(header: str, *, marked: bool, alone: bool) -> bool:
    """Return whether a text attributes what follows it to somebody.

    `marked` says whether that bears marks, `alone` whether the text is a paragraph.
    """
    found = read_evidence(header)
    if found.words > _MOST_WORDS or _SENTENCE_BREAK.search(header):
        return False
    if found.address:
        return _is_with_address(header, found, marked=marked, alone=alone)
    if found.speaks or not found.capital:
        return False
    if found.verb:
        if found.date and found.time:
            return found.small <= 8 and (
                found.colon or ((found.colon or found.verb_ends) and marked) or (alone and found.small <= 4)
            )
        if found.date or found.day:
            return (found.colon or found.verb_ends) and (found.small <= 4 or marked)
        # Name and verb alone introduce whatever somebody cites, so marks must follow.
        return marked and found.colon and found.verb_ends and len(header) <= _LONGEST_NAMED
    return marked and found.colon and found.date and found.time and found.small <= MOST_SMALL_WORDS


def _is_with_address(header: str, found: _Evidence, *, marked: bool, alone: bool) -> bool:
    moment = (found.date or found.day) and found.time
    if found.verb and (found.date or found.day or found.time or found.named):
        return found.colon or found.verb_ends or (moment and found.named and alone)
    if not found.named or found.speaks:
        return False
    if found.colon or header.endswith("]:"):
        if moment and found.date:
            return found.small <= 2 * MOST_SMALL_WORDS
        return (found.date or marked) and found.small <= (MOST_SMALL_WORDS if marked else _FEW_SMALL_WORDS)
    bare = found.date and found.small == 0 and header[:1].isdigit() and header.endswith((">", "]"))
    return bare or (moment and found.date and marked and found.small <= MOST_SMALL_WORDS)


@functools.lru_cache(maxsize=256)
def read_evidence(text: str) -> _Evidence:
    """Return what a text of a few hundred characters at most holds of a header."""
    plain = text
    if not text.isascii() and _FOREIGN_DIGIT.search(text):
        plain = _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)
    address = ADDRESS.search(plain) if "@" in plain or "protected" in plain else None
    rest, dates = _DATE.subn(" ‡ ", ADDRESS.sub(" † ", plain) if address else plain)
    rest, times = _TIME.subn(" ‡ ", rest)
    spoken = [word.casefold().replace("’", "'") for word in _WORD.findall(rest)]
    verbs = [place for place, word in enumerate(spoken) if word in _verbs()]
    unspaced = [verb for verb in _unspaced_verbs() if verb in rest] if not rest.isascii() else []
    words = [word for word in rest.split() if any(map(str.isalpha, word))]
    other = [word for word in words if word.strip(_AROUND).casefold() not in _verbs()]
    return _Evidence(
        date=bool(dates),
        day=bool(dates) or bool(_DAY.search(rest)),
        time=bool(times),
        address=address is not None,
        named=address is not None and _is_named(rest.partition("†")[0]),
        verb=bool(verbs) or bool(unspaced),
        verb_ends=bool(verbs and verbs[-1] >= len(spoken) - 2 and rest.rstrip(_AROUND)[-1:] not in "†‡")
        or any(verb in rest[-12:] for verb in unspaced),
        speaks=not _first_person().isdisjoint(spoken),
        colon=bool(_COLON.search(rest[-8:])),
        words=len(words),
        small=sum(word.strip(_AROUND)[:1].islower() for word in other),
        capital=any(map(_may_be_name, other[1:] or other)),
    )


def _is_named(before: str) -> bool:
    """Return whether a name, a moment or nothing stands before an address."""
    bare = before.rstrip(" \"'“”„«»(<[,;:、，*")
    if not bare or bare.endswith("‡") or before.rstrip(" (<[").endswith(('"', "”", "'", "»")):
        return True
    return _may_be_name(bare.split()[-1])


def _may_be_name(word: str) -> bool:
    letter = next((sign for sign in word if sign.isalpha()), "")
    return bool(letter) and not letter.islower()
