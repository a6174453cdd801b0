"""Finds names by what they are said of: households and firms behind a preposition, and what is "called" so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from enquiry2article.privacy.cues import CLASSES, classify_word, read_household_words
from enquiry2article.privacy.recognisers.name_patterns import (
    CAP,
    FULL,
    PARTICLES,
    is_name,
)
from enquiry2article.privacy.recognisers.spans import Atom, Span
from enquiry2article.text.language import guess_language
from enquiry2article.text.vocabulary import CAPITALISING, is_frequent, is_word, read_names
from enquiry2article.text.words import fold

_RUN_BEFORE: Final = re.compile(
    rf"(?<![\w@./'’-])(?P<name>{CAP}(?:[ -](?:(?:{PARTICLES}) ){{0,2}}{CAP}){{0,2}})['’]? $"
)
_RUN_AFTER: Final = re.compile(rf"(?:(?<=am)\.)? (?P<name>{FULL})(?![\w@/])")
_RUN_BEHIND_NAME: Final = re.compile(
    rf":? (?:(?:of|for|von|de|du|di|da|do|van|för|for|af)[ ](?:the[ ])?)?[\"“„«']?(?P<name>{FULL})(?![\w@/])"
)
_LONGEST_RUN: Final = 70
_OPENS_SENTENCE: Final = re.compile(r"(?:\A|[.!?:\n•*–—-])[\s\"“„«(]*\Z")
_ENDS_SENTENCE: Final = re.compile(r"[.!?\n]")
_OF_THINGS: Final = re.compile(r" of\b")


def find_household_names(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find names beside words for a family, and behind "under the name": "Winterbourne family", "au nom de Okonkwo".

    Of the words with a capital letter there one is rare. Beside a family in small letters and inside a sentence a
    usual surname does as well ("for the Baker family"); "Family Ticket", "the Pixel family of phones" name things.
    """
    words = read_household_words()
    for place, (start, end, atom) in enumerate(atoms):
        if atom in words["household"]:
            before = None if _OF_THINGS.match(text, end) else _RUN_BEFORE.search(text, start - _LONGEST_RUN, start)
            matches = [before, _RUN_AFTER.match(text, end)]
        elif atom in words["name"] and _follows_preposition(text, atoms, place, words["preposition"]):
            matches = [_RUN_BEHIND_NAME.match(text, end)]
        else:
            continue
        surname_does = atom in words["household"] and text[start].islower()
        for match in filter(None, matches):
            yield from _cut_household_name(match, surname_does=surname_does)


def _follows_preposition(text: str, atoms: Sequence[Atom], place: int, prepositions: frozenset[str]) -> bool:
    """Return whether a preposition stands one or two words before a word, in its sentence: "under the name"."""
    return any(
        atom in prepositions and not _ENDS_SENTENCE.search(text, end, atoms[place][0])
        for _, end, atom in atoms[max(0, place - 2) : place]
    )


def _cut_household_name(match: re.Match[str], *, surname_does: bool) -> Iterator[Span]:
    """Yield the part of a run of capital letters that is a name: "For Winterbourne" and "Dear Baker" lose a word."""
    pieces = list(re.finditer(r"[^\s-]+", match["name"]))
    while pieces and not is_name(pieces[0][0]):
        pieces.pop(0)
    while pieces and not is_name(pieces[-1][0].rstrip(".")):
        pieces.pop()
    if not pieces:
        return
    text, offset = match.string, match.start("name")
    start, end = offset + pieces[0].start(), offset + pieces[-1].end()
    language = guess_language(text[:1000]) or "en"
    opens = _OPENS_SENTENCE.search(text, max(0, start - 4), start)
    surnames = read_names("surnames.txt") if surname_does and not opens else frozenset()
    if any(_is_rare_family(piece[0], language) or piece[0].lower() in surnames for piece in pieces):
        yield Span(start, end - (text[end - 1] == "."), "name")


_CALLED_BEFORE: Final = frozenset(CLASSES.index(name) for name in ("greeting", "title", "person"))
_WORD: Final = re.compile(rf"(?<![\w@./'’-]){CAP}(?![\w@/])")
_CALLED_AFTER: Final = re.compile(r"\s?(?:[.!?…]|$|\n)")
_OPENS: Final = re.compile(
    r"(?:\s?[-–—,]\s|[ ](?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|napisał|escreveu|skrev):?)"
)


def find_called_names(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    """Find rare words where somebody is called or spoken of: words with a capital letter that no dictionary has.

    The places: behind a greeting, a title or a word for a person ("our fitter (Zbigniew)"), between a comma and the
    end of a sentence ("it is ready, Ingeborg."), and before a dash, a comma or "wrote" at its beginning.
    """
    language = ""
    for match in _WORD.finditer(text):
        start, end = match.span()
        before = text[max(0, start - 24) : start]
        ends = bool(_CALLED_AFTER.match(text, end))
        opens = (not before.strip() or before.rstrip()[-1:] in ".!?\n") and bool(_OPENS.match(text, end))
        called = ends and before.endswith(", ") and before[-3:-2].isalpha()
        if not called and not opens:
            last = _LAST_WORD.search(before)
            if not last:
                continue
        language = language or guess_language(text[:1000]) or "en"
        if not called and not opens:
            named = classify_word(fold(last[1]), language) if last else frozenset()
            if named.isdisjoint(_CALLED_BEFORE):
                continue
        if _is_rare(match[0], language):
            yield Span(start, end, "name")


_LAST_WORD: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]+)\.?(?:,? |,? ?\(| – )$")


def _is_rare(word: str, language: str) -> bool:
    """Return whether no dictionary has a word, or only lists of names have it."""
    if not is_name(word) or len(word) < 3 or word.isupper():
        return False
    return not any(is_word(part, code) for part in re.split(r"['’-]", word) if part for code in {language, "en"})


def _is_rare_family(word: str, language: str) -> bool:
    """Return whether a word is rare, or a dictionary's only as one that hardly anybody uses: "Winterbourne", a brook.

    Compounds count where nouns have small letters: "Hoogendijk".
    """
    if not is_name(word) or len(word) < 3 or word.isupper():
        return False
    if is_word(word, language, compounds=language in CAPITALISING):
        return language == "en" and not is_frequent(word)
    return not is_word(word, "en") or not is_frequent(word)
