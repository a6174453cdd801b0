"""Cuts and compares texts: sentences, words, stems, and which language a text is in.

Pure functions that decide nothing about enquiries. Which signs are letters and which end a sentence in the world's
scripts is Unicode's knowledge (through `regex`); where a word ends in scripts that put no space there, ICU's
dictionaries say (through `icu4py`). nltk is imported inside the functions that need it, because that takes more than a
second; nothing here needs nltk's data packages.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

import regex

from enquiry2article.language_model import find_script_languages, tell_chances, tell_likeliest
from enquiry2article.light_nltk import import_nltk
from enquiry2article.words import (
    ABBREVIATIONS,
    LATIN_POOL,
    MONTHS,
    NUMBER_ABBREVIATIONS,
    OTHER_LETTERS,
    SNOWBALL,
    STOP_WORDS,
)

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

__all__ = [
    "SENTENCE_ENDS",
    "STOP_WORDS",
    "choose_language_among",
    "count_words",
    "cut_words",
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
_OPENING = re.compile(r"(?<![:;=-])\(|[（「『【]")
_CLOSING = re.compile(r"[)）」』】]")
_WIDE_ENDS = "[。！？｡]"
"""Ends of sentences after which no space is written."""
_CLOSERS = r"[\"'”’»)\]]"
_INNER_END = regex.compile(rf"[\p{{STerm}}…]{_CLOSERS}{{0,3}}\s|{_WIDE_ENDS}(?=\S)|(?<=\p{{Greek}});\s")
_NUMBER_ABBREVIATION = re.compile(rf"(?:^|[\s(])(?:{'|'.join(sorted(NUMBER_ABBREVIATIONS))})\.$", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$")
_WORD = re.compile(r"\d+(?:[.,:/-]\d+)*[^\W\d_]*|[^\W\d_][^\W_]*(?:['’‑-][^\W_]+)*")
_ANY_WORD = regex.compile(r"\d+(?:[.,:/-]\d+)*[\p{L}\p{M}]*|\p{L}[\p{L}\p{M}\p{N}]*(?:['’‑׳״-][\p{L}\p{M}\p{N}]+)*")
"""As `_WORD`, with the vowel signs and points of other scripts, which Python's `re` counts as no letters."""
_UNSPACED = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}ー々\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}][\p{M}\p{Han}\p{Hiragana}\p{Katakana}ー々"
    r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]*"
)
"""A run of letters in scripts that put no space between words."""
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
_ACCENT = re.compile(r"(?<![ИиУу])[\u0300-\u036f]|[\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
"""Accents of Latin, Greek and Cyrillic letters, Hebrew points, Arabic vowels and the hamza on another letter."""
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
    """Tell whether Punkt cut at 'no. 5', or before a word in small letters after an abbreviation we do not know."""
    if following[:1].isdigit() and _NUMBER_ABBREVIATION.search(sentence[-12:]):
        return True
    if _ORDINAL.search(sentence[-6:]) and following.split(maxsplit=1)[0].strip(".,").casefold() in MONTHS:
        return True  # "am 3. Mai"
    return sentence.endswith((".", "…")) and not sentence.endswith("..") and following[:1] in ",;)"


def _is_aside(sentence: str, following: str) -> bool:
    """Tell whether the cut lies inside brackets: "(no soap! It clogs)". A sad smiley opens none."""
    opened = len(_OPENING.findall(sentence)) - len(_CLOSING.findall(sentence))
    return opened > 0 and len(_CLOSING.findall(following)) > len(_OPENING.findall(following))


@functools.cache
def _tokenizer() -> PunktSentenceTokenizer:
    import_nltk()
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters)


def split_words(text: str) -> list[str]:
    """Cut a text into words and numbers, in their own case and order; "can't", "e-mail" and "4.2.1" stay whole.

    Curly apostrophes become straight, so that the words can be looked up. Chinese, Japanese, Thai and the like are cut
    by ICU's dictionaries (https://unicode-org.github.io/icu/userguide/boundaryanalysis/).

    >>> split_words("Where's the テント返品 form?")
    ["Where's", 'the', 'テント', '返品', 'form']
    """
    if text.isascii():
        return _WORD.findall(text)
    words = [word.replace("’", "'").replace("‑", "-") for word in _ANY_WORD.findall(text)]
    if not _UNSPACED.search(text):
        return words
    return [part for word in words for part in (_cut_unspaced(word) if _UNSPACED.search(word) else (word,))]


@functools.lru_cache(maxsize=20_000)
def _cut_unspaced(run: str) -> tuple[str, ...]:
    """Cut a run of letters where its script puts no space, and where the script changes."""
    from icu4py.breakers import WordBreaker

    return tuple(word for word in WordBreaker(run, "root") if any(char.isalnum() for char in word))


def count_words(text: str) -> int:
    """Count the words of a text: what stands between spaces, and in scripts without them what `split_words` finds."""
    if text.isascii() or not _UNSPACED.search(text):
        return len(text.split())
    return len(split_words(text))


def cut_words(text: str, most: int) -> str:
    """Give the first words of a text, all of them where there are no more than `most`; spaces become single ones."""
    if text.isascii() or not _UNSPACED.search(text):
        words = text.split()
        return " ".join(words[:most])
    kept, counted = [], 0
    for word in text.split():
        run = list(_break_words(word))
        if counted + sum(map(_is_word, run)) > most:
            for part in run:
                counted += _is_word(part)
                if counted > most:
                    break
                kept.append(part)
            break
        counted += sum(map(_is_word, run))
        kept += [*run, " "]
    return "".join(kept).strip()


def _break_words(text: str) -> Iterable[str]:
    from icu4py.breakers import WordBreaker

    return WordBreaker(text, "root")


def _is_word(part: str) -> bool:
    return any(char.isalnum() for char in part)


def stem(word: str, language: str) -> str:
    """Cut a word to what its forms share, casefolded. A language that Snowball lacks leaves the word whole.

    A word in another script than the language's is cut as its own script's most spoken language has it.

    >>> stem("Deliveries", "en") == stem("delivery", "en")
    True
    """
    return _stem(word.casefold(), language)


@functools.lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    if not word.isascii():
        own = find_script_languages(word)
        if own and language not in own:
            language = own[0]
    name = SNOWBALL.get(language)
    return str(_stemmer(name).stemWord(word)) if name else word


@functools.cache
def _stemmer(name: str):  # type: ignore[no-untyped-def]  # snowballstemmer has no types
    import snowballstemmer  # type: ignore[import-untyped]

    return snowballstemmer.stemmer(name)


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
    """Casefold a text and take the accents off: "José" and "jose" become one.

    What is a letter of its own stays: the Russian short i, Japanese voiced signs, vowel signs of Hindi and Thai.
    """
    if text.isascii():
        return text.lower()
    bare = _ACCENT.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFKC", bare).casefold()


@functools.lru_cache(maxsize=100_000)  # every stage asks, about the same texts
def guess_language(text: str) -> str:
    """Say in which language a text is written, as two letters, or "" when that is not sure.

    It is sure when the script has but one language, when the language model is sure, or when it and the text's little
    words say the same. A wrong language does more harm than none: it would keep a text away from those that ask the
    same. May give a language without word lists.

    >>> guess_language("Wie kann ich mein Passwort ändern?")
    'de'
    """
    plain = _strip_codes(text)
    script = find_script_languages(plain)
    if script:
        return _choose_sure(plain, script)
    best, chance = tell_likeliest(plain)
    if chance >= SURE_CHANCE or (chance >= LEAST_CHANCE and best == _guess_by_words(plain)):
        return best
    return ""


def choose_language_among(text: str, languages: Iterable[str]) -> str:
    """Say in which of a few languages a text is that must be in one of them, or "" when even so it is not sure."""
    plain, wanted = _strip_codes(text), tuple(languages)
    script = find_script_languages(plain)
    return _choose_sure(plain, tuple(name for name in script if name in wanted) if script else wanted)


def _choose_sure(plain: str, languages: tuple[str, ...]) -> str:
    if len(languages) == 1 and languages == find_script_languages(plain):
        return languages[0]
    own = {name: chance for name, chance in tell_chances(plain).items() if name in languages}
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
    scores = dict.fromkeys(LATIN_POOL, 0)
    # Words that only one language has break ties such as Spanish against Portuguese.
    own = dict.fromkeys(LATIN_POOL, 0)
    for word in words:
        speakers = _speakers().get(word, ())
        for name in speakers:
            scores[name] += 1
        if len(speakers) == 1:
            own[speakers[0]] += 1
    ranked = sorted(LATIN_POOL, key=lambda name: scores[name] + own[name], reverse=True)
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
    words = {word for name in LATIN_POOL for word in STOP_WORDS[name]}
    return {word: tuple(name for name in LATIN_POOL if word in STOP_WORDS[name]) for word in words}


@functools.cache
def _own_words() -> dict[str, frozenset[str]]:
    names = (*LATIN_POOL, *OTHER_LETTERS)
    return {
        name: STOP_WORDS[name].difference(*(STOP_WORDS[other] for other in names if other != name)) for name in names
    }
