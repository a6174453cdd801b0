"""Cuts and compares texts: sentences, words, stems, and which language a text is in.

Pure functions that decide nothing about enquiries. Which signs are letters and which end a sentence in the world's
scripts is Unicode's knowledge (through `regex`); where a word ends in scripts that put no space there, ICU's
dictionaries say (through `icu4py`). nltk is imported inside the functions that need it, because that takes more than a
second; nothing here needs nltk's data packages.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import regex

from enquiry2article.text.nltk_loader import import_nltk
from enquiry2article.text.stop_words import (
    ABBREVIATIONS,
    MONTHS,
    NUMBER_ABBREVIATIONS,
)

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer


_LIST_ITEM = re.compile(r"(?:[-*•·–—‣◦]|\(?\d{1,2}[.)]|\(?[a-z][)]|step \d{1,2}\b[.:)]?)\s+(?=\S)", re.IGNORECASE)
_MARKER_ONLY = re.compile(r"(?:[-*•·–—‣◦]|\(?\d{1,2}[.)]|\(?[a-z][)]|step \d{1,2}[.:)]?)", re.IGNORECASE)
_OPENING = re.compile(r"(?<![:;=-])\(|[（「『【]")
_CLOSING = re.compile(r"[)）」』】]")
_WIDE_ENDS = "[。！？｡]"
"""Ends of sentences after which no space is written."""
_CLOSERS = r"[\"'”’»)\]]"
_INNER_END = regex.compile(rf"[\p{{STerm}}…]{_CLOSERS}{{0,3}}\s|{_WIDE_ENDS}(?=\S)|(?<=\p{{Greek}});\s")
_NUMBER_ABBREVIATION = re.compile(rf"(?:^|[\s(])(?:{'|'.join(sorted(NUMBER_ABBREVIATIONS))})\.$", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$")
SENTENCE_ENDS = tuple(".!?…。！？｡؟۔।॥")
"""Signs that end a sentence in the scripts we know words of."""
_WIDE = tuple("。！？｡")
_ENDS_SENTENCE = (*SENTENCE_ENDS, ":", ";", "：", "；")
_WIDE_LINE = 60
"""Mail programs wrap at 65 to 78 characters, so a line of this length without a full stop goes on in the next."""
_LONGEST_PROSE = 20_000
"""A line longer than this is no prose, and is cut by the sure rules only: Punkt takes 15 s for a hostile mebibyte."""
_NEVER_LAST = ABBREVIATIONS | NUMBER_ABBREVIATIONS
_SURE_END = regex.compile(
    r"(?:(?<![\w.])(?P<word>[^\W\d_]{3,40})\.|[?!]{1,9}|(?<=\p{Greek});|[\p{STerm}--[.?!。！？｡]]{1,9})[\"”’»)\]]{0,2}"
    r"(?=\s+[\"“‘'«(]?[\p{Lu}\p{Lo}¿¡])"
    rf"|{_WIDE_ENDS}{{1,9}}+(?![”’」』）】)])(?=\s*\S)",  # 「…。」と goes on
    regex.V1,
)
"""Letters without capitals, as Arabic and Japanese have them, may begin any sentence."""


def join_wrapped(text: str) -> list[str]:
    """Undo the line wrapping of mail programs: one string per paragraph line or list item, "" for an empty line.

    >>> join_wrapped("To do this:\\n1. Open Settings\\n2. Press Reset")
    ['To do this:', '1. Open Settings', '2. Press Reset']
    """
    lines: list[list[str]] = []
    last = ""
    for raw in text.splitlines():
        line = " ".join(raw.split())
        if line and last and _goes_on(last, line):
            lines[-1].append(line)
        else:
            lines.append([line])
        last = line
    return [" ".join(parts) for parts in lines]


def _goes_on(last: str, line: str) -> bool:
    if last.endswith(_ENDS_SENTENCE) or _LIST_ITEM.match(line):
        return False
    if last.endswith(",") and len(last) < 30:
        return False  # "Kind regards," and "Hi Tom," end a line by habit
    return len(last) >= _WIDE_LINE or (len(last) >= 30 and line[:1].islower())


def join_lines(lines: Iterable[str]) -> str:
    """Join lines, with one empty line at most between two and none around them."""
    joined: list[str] = []
    for line in lines:
        if line or (joined and joined[-1]):
            joined.append(line)
    return "\n".join(joined).strip()


def split_sentences(text: str) -> list[str]:
    """Cut a text into its sentences, list items among them, each without spaces around it.

    A list item keeps its marker. Abbreviations, numbers, times, addresses and menu paths are never cut.

    >>> split_sentences("Do this:\\n1. Open Settings, e.g. from the menu. Wait.\\n2. Press Reset")
    ['Do this:', '1. Open Settings, e.g. from the menu.', 'Wait.', '2. Press Reset']
    """
    return [sentence for line in join_wrapped(text) if line for sentence in _split_line(line)]


@functools.lru_cache(maxsize=512)  # each stage of one enquiry asks for the same lines
def _split_once(line: str) -> tuple[str, ...]:
    marker = _LIST_ITEM.match(line)
    start = marker.end() if marker else 0
    pieces: list[str] = []
    for piece in _cut_at_sure_ends(line[start:]):
        # Punkt takes 50 microseconds per full stop, so it sees only the doubtful ones, and nothing that is no prose.
        doubtful = _INNER_END.search(piece) and len(line) <= _LONGEST_PROSE
        pieces += [str(part) for part in _tokenizer().tokenize(piece)] if doubtful else [piece]
    if marker and pieces:
        pieces[0] = line[:start] + pieces[0]
    joined: list[str] = []
    for piece in pieces:
        if joined and (
            _MARKER_ONLY.fullmatch(joined[-1]) or _is_cut_short(joined[-1], piece) or _is_aside(joined[-1], piece)
        ):
            joined[-1] += piece if joined[-1].endswith(_WIDE) else f" {piece}"
        else:
            joined.append(piece)
    return tuple(joined)


def _split_line(line: str) -> tuple[str, ...]:
    return _split_once(line) if _INNER_END.search(line) else (line,)


def _cut_at_sure_ends(line: str) -> list[str]:
    """Cut where anybody would: after ? and !, and after a long enough word that is no abbreviation."""
    pieces, start = [], 0
    for match in _SURE_END.finditer(line):
        word = match["word"]
        if word and word.casefold() in _NEVER_LAST:
            continue
        pieces.append(line[start : match.end()].strip())
        start = match.end()
    pieces.append(line[start:].strip())
    return [piece for piece in pieces if piece]


def _is_cut_short(sentence: str, following: str) -> bool:
    """Return whether Punkt cut at 'no. 5', or before a word in small letters after an abbreviation we do not know."""
    if following[:1].isdigit() and _NUMBER_ABBREVIATION.search(sentence[-12:]):
        return True
    if _ORDINAL.search(sentence[-6:]) and following.split(maxsplit=1)[0].strip(".,").casefold() in MONTHS:
        return True  # "am 3. Mai"
    return sentence.endswith((".", "…")) and not sentence.endswith("..") and following[:1] in ",;)"


def _is_aside(sentence: str, following: str) -> bool:
    """Return whether the cut lies inside brackets: "(no soap! It clogs)". A sad smiley opens none."""
    opened = len(_OPENING.findall(sentence)) - len(_CLOSING.findall(sentence))
    return opened > 0 and len(_CLOSING.findall(following)) > len(_OPENING.findall(following))


@functools.cache
def _tokenizer() -> PunktSentenceTokenizer:
    import_nltk()
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters)
