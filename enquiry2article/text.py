"""Cuts and compares texts: sentences, words, stems, and which language a text is in.

Pure functions that decide nothing about enquiries. nltk is imported inside the functions that need it, because that
takes more than a second; nothing here needs nltk's data packages.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from enquiry2article.language_model import tell_chances, tell_likeliest
from enquiry2article.light_nltk import import_nltk, import_snowball
from enquiry2article.words import (
    ABBREVIATIONS,
    FUNCTION_WORDS,
    LANGUAGES,
    MONTHS,
    NUMBER_ABBREVIATIONS,
    SNOWBALL,
    STOP_WORDS,
)

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

__all__ = [
    "STOP_WORDS",
    "choose_language_among",
    "fold",
    "guess_language",
    "join_lines",
    "join_wrapped",
    "normalise",
    "split_sentences",
    "split_words",
    "stem",
]

_LIST_ITEM = re.compile(r"(?:[-*•·–—‣◦]|\(?\d{1,2}[.)]|\(?[a-z][)]|step \d{1,2}\b[.:)]?)\s+(?=\S)", re.IGNORECASE)
_MARKER_ONLY = re.compile(r"(?:[-*•·–—‣◦]|\(?\d{1,2}[.)]|\(?[a-z][)]|step \d{1,2}[.:)]?)", re.IGNORECASE)
_OPENING = re.compile(r"(?<![:;=-])\(")
_INNER_END = re.compile(r"[.!?…][\"'”’)\]]{0,3}\s")
_NUMBER_ABBREVIATION = re.compile(rf"(?:^|[\s(])(?:{'|'.join(sorted(NUMBER_ABBREVIATIONS))})\.$", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$")
_WORD = re.compile(r"\d+(?:[.,:/-]\d+)*[^\W\d_]*|[^\W\d_][^\W_]*(?:['’‑-][^\W_]+)*")
_ENDS_SENTENCE = (".", "!", "?", "…", ":", ";")
_WIDE_LINE = 60
"""Mail programs wrap at 65 to 78 characters, so a line of this length without a full stop goes on in the next."""
_LONGEST_PROSE = 20_000
"""A line longer than this is no prose, and is cut by the sure rules only: Punkt takes 15 s for a hostile mebibyte."""
_NEVER_LAST = ABBREVIATIONS | NUMBER_ABBREVIATIONS
_SURE_END = re.compile(
    r"(?:(?<![\w.])(?P<word>[^\W\d_]{3,40})\.|[?!]{1,9})[\"”’)\]]{0,2}(?=\s+[\"“‘'(]?[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ¿¡])"
)
_PLACEHOLDER = re.compile(r"\[[a-z ]{3,20}\]")
_CODE = re.compile(r"[\d@]|://|www\.", re.IGNORECASE)
"""What no word of a language holds."""
_EDGE = " \t\n.,;:!?…\"'“”„‘’`´()[]{}<>«»‹›¿¡*_~|-–—"


SURE_CHANCE = 0.7
"""Of 392 short enquiries in eight languages .80 get their language and one a wrong one; of 48 in other languages none
is taken for one of the eight (tests/cases/languages). By little words alone it was .55, four, and thirteen."""

LEAST_CHANCE = 0.3
"""Chance from which the little words of a text may decide."""


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
            joined[-1] = f"{joined[-1]} {piece}"
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
    """Tell whether Punkt cut at 'no. 5', or before a word in small letters after an abbreviation we do not know."""
    if following[:1].isdigit() and _NUMBER_ABBREVIATION.search(sentence[-12:]):
        return True
    if _ORDINAL.search(sentence[-6:]) and following.split(maxsplit=1)[0].strip(".,").casefold() in MONTHS:
        return True  # "am 3. Mai"
    return sentence.endswith((".", "…")) and not sentence.endswith("..") and following[:1] in ",;)"


def _is_aside(sentence: str, following: str) -> bool:
    """Tell whether the cut lies inside brackets: "(no soap! It clogs)". A sad smiley opens none."""
    opened = len(_OPENING.findall(sentence)) - sentence.count(")")
    return opened > 0 and following.count(")") > len(_OPENING.findall(following))


@functools.cache
def _tokenizer() -> PunktSentenceTokenizer:
    import_nltk()
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters)


def split_words(text: str) -> list[str]:
    """Cut a text into words and numbers, in their own case and order; "can't", "e-mail" and "4.2.1" stay whole.

    Curly apostrophes become straight, so that the words can be looked up.
    """
    return [word.replace("’", "'").replace("‑", "-") for word in _WORD.findall(text)]


def stem(word: str, language: str) -> str:
    """Cut a word to what its forms share, casefolded. A language that Snowball lacks leaves the word whole.

    >>> stem("Deliveries", "en") == stem("delivery", "en")
    True
    """
    return _stem(word.casefold(), language)


@functools.lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    name = SNOWBALL.get(language)
    return str(_stemmer(name).stem(word)) if name else word


@functools.cache
def _stemmer(name: str):  # type: ignore[no-untyped-def]  # nltk has no types
    return import_snowball()(name)


def normalise(text: str) -> str:
    """Bring a text to the form in which two texts that say the same letter by letter are equal.

    Case, spaces, kinds of quotes and the punctuation at both ends do not count; numbers and negations do.

    >>> normalise("  How do I  RESET it?! ")
    'how do i reset it'
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("‘", "'")
    flat = " ".join(folded.split())
    core = flat.rstrip(_EDGE)
    start = len(core) - len(core.lstrip(_EDGE))
    if start and core[start : start + 1].isdigit() and core[start - 1] == "-":
        start -= 1  # minus five is not five
    return core[start:]


def fold(text: str) -> str:
    """Casefold a text and take the accents off: "José" and "jose" become one."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


@functools.lru_cache(maxsize=100_000)  # every stage asks, about the same texts
def guess_language(text: str) -> str:
    """Say in which language a text is written, as two letters, or "" when that is not sure.

    It is sure when the language model is, or when it and the text's little words say the same. A wrong language does
    more harm than none: it would keep a text away from those that ask the same. May give a language without word lists.

    >>> guess_language("Wie kann ich mein Passwort ändern?")
    'de'
    """
    plain = _strip_codes(text)
    best, chance = tell_likeliest(plain)
    if chance >= SURE_CHANCE or (chance >= LEAST_CHANCE and best == _guess_by_words(plain)):
        return best
    return ""


def choose_language_among(text: str, languages: Iterable[str]) -> str:
    """Say in which of a few languages a text is that must be in one of them, or "" when even so it is not sure."""
    own = {name: chance for name, chance in tell_chances(_strip_codes(text)).items() if name in set(languages)}
    best = max(own, key=lambda name: own[name], default="")
    return best if best and own[best] >= SURE_CHANCE * max(sum(own.values()), 0.0001) else ""


def _strip_codes(text: str) -> str:
    """Take out what is in no language: addresses, placeholders of personal values, order numbers."""
    # The first words tell as much as all of them, and cost the same for a hostile text.
    return " ".join(word for word in _PLACEHOLDER.sub(" ", text[:1000]).split() if not _CODE.search(word))


def _guess_by_words(text: str) -> str:
    """Say which language has most of a text's little words, or "" where two have as many."""
    words = [word.casefold() for word in split_words(text)]
    if not words:
        return ""
    scores = dict.fromkeys(LANGUAGES, 0)
    # Words that only one language has break ties such as Spanish against Portuguese.
    own = dict.fromkeys(LANGUAGES, 0)
    for word in words:
        speakers = _speakers().get(word, ())
        for name in speakers:
            scores[name] += 1
        if len(speakers) == 1 and FUNCTION_WORDS[speakers[0]]:
            own[speakers[0]] += 1
    ranked = sorted(LANGUAGES, key=lambda name: scores[name] + own[name], reverse=True)
    best, second = ranked[0], ranked[1]
    total = scores[best] + own[best]
    if total < 2 or scores[best] < 0.12 * len(words) or total == scores[second] + own[second]:
        return ""
    return best


def count_own_words(text: str, language: str) -> int:
    """Count the different little words of a text that none of our other languages has."""
    return len({word.casefold() for word in split_words(text)} & _own_words().get(language, frozenset()))


@functools.cache
def _speakers() -> dict[str, tuple[str, ...]]:
    """Give the languages that have each little word."""
    words = {word for name in LANGUAGES for word in STOP_WORDS[name]}
    return {word: tuple(name for name in LANGUAGES if word in STOP_WORDS[name]) for word in words}


@functools.cache
def _own_words() -> dict[str, frozenset[str]]:
    return {
        name: STOP_WORDS[name].difference(*(STOP_WORDS[other] for other in LANGUAGES if other != name))
        for name in LANGUAGES
        if FUNCTION_WORDS[name]
    }
