"""Finds the part of a text that asks: what is embedded, compared and shown.

Pure. It chooses among whole sentences and writes none of its own. Greetings and thanks are taken off by
`cleaning/courtesies`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Final

from enquiry2article.cleaning.courtesies import strip_courtesies
from enquiry2article.text.language import guess_language
from enquiry2article.text.sentences import SENTENCE_ENDS, join_wrapped, split_sentences
from enquiry2article.text.stop_words import ASKING_WORDS, LATIN_POOL, OTHER_LETTERS, give_stop_words
from enquiry2article.text.word_lists import compile_patterns, join_patterns, read_words
from enquiry2article.text.words import count_words, cut_words, split_words

SHORT_WORDS: Final = 25
"""A text of so many words is its own best summary."""
MOST_WORDS: Final = 60
_LONGEST_TEXT: Final = 40_000
"""Characters: some 15 pages, after which nobody asks what they did not ask before."""

_MOST_SENTENCES: Final = 200
"""Nobody asks after the first 200 sentences what they did not ask before."""
_MOST_CONTEXT: Final = 3
"""Sentences of an ask: the one that asks and those just before it."""

_FEWEST_OWN: Final = 2
"""Telling words an ask needs to stand by itself: "And when?" has none."""

QUESTION_MARK: Final = re.compile(r"""[?？؟՞፧](?:\s|$|["”’')!\]」』）])|[？؟]|(?<=[Ͱ-Ͽἀ-῿]);(?:\s|$)""")
"""What ends a question in any script; the Greek one looks like a semicolon."""


@dataclass(frozen=True, slots=True)
class _Asking:
    """How a language asks, or all of them where a text does not tell in which it is."""

    strong: re.Pattern[str]
    """What asks for something, the question mark among it."""
    weak: re.Pattern[str]
    """What says that something is wrong."""
    empty: re.Pattern[str]
    """Whole sentences that ask nothing by themselves."""
    joined: re.Pattern[str]
    """Where a sentence goes on to ask another thing."""
    points_back: re.Pattern[str]
    stop_words: frozenset[str]


@functools.cache
def _read_asking(language: str) -> _Asking:
    known = (language,) if language else (*LATIN_POOL, *sorted(OTHER_LETTERS))
    joining, further, asked = (
        join_patterns(known, name) for name in ("joining_words.txt", "further_words.txt", "joined_asks.txt")
    )
    return _Asking(
        strong=re.compile(f"{QUESTION_MARK.pattern}|{join_patterns(known, 'asking.txt')}"),
        weak=compile_patterns(known, "trouble.txt"),
        empty=re.compile(rf"(?i:(?:so |and |please |but )?){join_patterns(known, 'empty_asks.txt')}[\s?!.。？！؟]*"),
        joined=re.compile(rf"[,;]?\s+{joining}\s+(?:{further}\s+)?(?={asked})"),
        points_back=compile_patterns(known, "pointing.txt"),
        stop_words=give_stop_words(language),
    )


def _analyse_asking(text: str) -> _Asking:
    return _read_asking(guess_language(text))


_CLOSED: Final = (*SENTENCE_ENDS, ":", ";", ",", "、", "：")
_MARKER: Final = re.compile(r"^(?:[-*•·–—‣◦]|\d{1,2}[.)])\s+(?=\S)")
_COUNTED: Final = re.compile(
    r"""(?:^[1-9][.:] | (?:^|(?<=\s)) (?: \(?[1-9a-e]\)
      | (?i:first(?:ly)? | second(?:ly)? | third(?:ly)? | erstens | zweitens | drittens)(?=[\s,:])[,:]?
      )) \s+ (?=\S)""",
    re.VERBOSE,
)
"""What counts the things that a mail asks: "1)", "(b)", "2.", "Secondly,"."""


def extract_ask(text: str) -> str:
    """Return the part of a text that asks, on one line and in the text's own words.

    A short text is given whole but for its courtesies; of a long one the asking sentences, each with the sentence
    before it where "it" or "this" would be lost without, up to about 60 words. Never "" unless the text holds nothing.

    >>> extract_ask("Hi, I bought a kettle. How do I descale it? Thanks!")
    'I bought a kettle. How do I descale it?'
    """
    text = text[:_LONGEST_TEXT]
    core = strip_courtesies(text)
    if not any(char.isalnum() for char in core):
        core = text
    if count_words(core) <= SHORT_WORDS:
        return _flatten(core)
    sentences = [sentence for line in join_wrapped(core) for sentence in split_sentences(_close(_MARKER.sub("", line)))]
    chosen = _choose(sentences, _analyse_asking(core))
    return _cut(" ".join(sentences[place] for place in chosen))


def split_asks(text: str) -> tuple[str, ...]:
    """Cut a text that asks several things into these, each with what was said since the one before it.

    Several things stand in sentences of their own, are counted ("1) … 2) …", "first … second …"), or are joined by
    "and" before a word that asks. What only goes on with the last ask ("And how much is it?") begins no new one, and a
    bare "Can you help?" asks nothing. () when the text asks one thing or none.

    >>> split_asks("My tent leaks. Can I send it in for repair? Also, do you have a larger groundsheet in stock?")
    ('My tent leaks. Can I send it in for repair?', 'Also, do you have a larger groundsheet in stock?')
    >>> split_asks("How do I get the calendar onto my site, and can it take a deposit when they book?")
    ('How do I get the calendar onto my site', 'can it take a deposit when they book?')
    """
    core = strip_courtesies(text[:_LONGEST_TEXT])
    how = _analyse_asking(core)
    lines = [line for line in map(_close, join_wrapped(core)) if line]
    counted = [part for line in lines for part in _COUNTED.split(line) if part.strip()]
    several = len(_COUNTED.findall(" ".join(lines))) > 1
    asks: list[str] = []
    said: list[str] = []
    for item in counted:
        sentences = split_sentences(_MARKER.sub("", item.strip()))
        clauses = [clause for sentence in sentences for clause in _cut_clauses(sentence, how)][:_MOST_SENTENCES]
        for place, clause in enumerate(clauses, start=1):
            said.append(clause)
            ends = several and place == len(clauses) and item is not counted[0]
            if not (how.strong.search(clause) or ends) or how.empty.fullmatch(clause[:200]):
                continue
            whole = " ".join(said[-_MOST_CONTEXT:])
            leans = bool(len(said) == 1 and how.points_back.search(clause))
            if asks and len(_own_words(whole, how)) < _FEWEST_OWN + leans:
                asks[-1] = f"{asks[-1]} {whole}"
            else:
                asks.append(whole)
            said = []
    return tuple(_cut(ask) for ask in asks) if len(asks) > 1 else ()


def _cut_clauses(sentence: str, how: _Asking) -> list[str]:
    """Cut a sentence before each "and" that leads to another thing asked, if what stands before it says enough."""
    clauses: list[str] = []
    for part in how.joined.split(sentence):
        if clauses and min(len(_own_words(part, how)), len(_own_words(clauses[-1], how))) < _FEWEST_OWN:
            clauses[-1] = f"{clauses[-1]} {part}"
        else:
            clauses.append(part)
    return clauses


def is_asking(text: str) -> bool:
    """Return whether a text holds a question or a request, in its language, or in any where that is unknown."""
    return bool(_analyse_asking(text).strong.search(text))


def asks_nothing(text: str) -> bool:
    """Return whether a text only asks for help with what was said before it: "What can I do?"."""
    return bool(_analyse_asking(text).empty.fullmatch(text.strip()[:200]))


def has_trouble(text: str) -> bool:
    """Return whether a text says that something is wrong, in its language, or in any where that is unknown."""
    return bool(_analyse_asking(text).weak.search(text))


def _choose(sentences: list[str], how: _Asking) -> list[int]:
    """Return the places of the sentences that make the ask, in the order of the text."""
    places = range(min(len(sentences), _MOST_SENTENCES))
    lengths = {place: count_words(sentences[place]) for place in places}
    empty = {place for place in places if how.empty.fullmatch(sentences[place][:200])}
    strong = [place for place in places if how.strong.search(sentences[place]) and place not in empty]
    # A question mark says more than "I want" does.
    strong.sort(key=lambda place: (not QUESTION_MARK.search(sentences[place]), place))
    weak = [place for place in places if how.weak.search(sentences[place]) and place not in empty]
    chosen: set[int] = set()
    words = 0

    def add(place: int) -> bool:
        nonlocal words
        if place in chosen or (chosen and words + lengths[place] > MOST_WORDS):
            return False
        chosen.add(place)
        words += lengths[place]
        return True

    for place in strong:
        if add(place) and place and _needs_context(sentences[place], how):
            before = place - 1
            if before in empty and before:
                before -= 1
            add(before)
    if not strong or words < 8:
        for place in weak:
            add(place)
    said = sum(len(_own_words(sentences[place], how)) for place in chosen)
    if chosen and said < 5:  # "What would be the cause?": of what, the sentences before it say
        for place in (min(chosen) - 1, *weak, 0):
            if place >= 0 and place not in empty:
                add(place)
    if not chosen:
        for place in places:
            if place not in empty or len(empty) == len(places):
                add(place)
            if words >= SHORT_WORDS:
                break
    return sorted(chosen)


def _needs_context(sentence: str, how: _Asking) -> bool:
    """Return whether a sentence points back to something, and says little else."""
    return bool(how.points_back.search(sentence)) and len(_own_words(sentence, how)) <= 4


def _own_words(sentence: str, how: _Asking) -> list[str]:
    return [word for word in split_words(sentence[:600]) if word.casefold() not in how.stop_words]


def _close(line: str) -> str:
    """Put a full stop after a line that ends without one, such as a subject, so that two lines do not run together."""
    return line if not line or line.endswith(_CLOSED) else f"{line}."


def _flatten(text: str) -> str:
    lines = [_MARKER.sub("", line) for line in join_wrapped(text) if line]
    return " ".join([*map(_close, lines[:-1]), *lines[-1:]])


def _cut(text: str) -> str:
    # One sentence may run on a little; a wall of words may not.
    return cut_words(text, MOST_WORDS if count_words(text) > MOST_WORDS * 3 // 2 else MOST_WORDS * 3 // 2)[
        :2000
    ].strip()


def begins_as_question(text: str, language: str = "en") -> bool:
    """Return whether a text begins with a word that asks; in other languages than English also behind "Bis", "A", "В".

    Languages such as Turkish, Japanese and Hindi put the word that asks anywhere in a sentence, so that there it counts
    wherever it stands. Where the language is "" or has no list, the words of all count.
    """
    own = read_words(language, "asking_words.txt")
    if own and language not in (*LATIN_POOL, *ASK_FIRST):
        return bool(_read_asking(language).strong.search(text)) or any(
            word in own for word in map(str.lower, split_words(text))
        )
    words = text.lower().replace("¿", "").split(" ", 2)
    if language != "en" and words[0] in _list_leading(language):
        words = words[1:] or words
    return words[0].strip(",") in (own or ASKING_WORDS)


ASK_FIRST: Final = ("ar", "cs", "da", "el", "fi", "he", "hu", "no", "ro", "ru", "sv", "uk")
"""Languages beside the usual ones whose questions begin with the word that asks."""


@functools.cache
def _list_leading(language: str) -> frozenset[str]:
    known = (language,) if language in LATIN_POOL or language in ASK_FIRST else LATIN_POOL
    return frozenset(word for name in known for word in read_words(name, "leading_words.txt"))
