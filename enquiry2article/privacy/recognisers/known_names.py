"""Finds the values that are known beforehand: names from the export's columns and greetings, addresses, telephones.

Pure. It decides how a name may be written ("Okonkwo, Marisol", "M. Okonkwo"), and which of its parts are everyday words
that count only where a name stands.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from enquiry2article.cleaning.name_words import COMMON_NAMES, COMPANY_WORDS, GIVEN_NAMES, NOT_A_NAME
from enquiry2article.privacy.recognisers.name_patterns import stands_as_name
from enquiry2article.privacy.recognisers.spans import ATOM, Atom, Span, count_digits
from enquiry2article.text.stop_words import ALL_STOP_WORDS, MONTHS
from enquiry2article.text.words import fold

Row = tuple[str, ...]

_GAP: Final = re.compile(r"[ \t\xa0'’.,_-]{0,3}|\s")
_JOINS: Final = frozenset("/@")
"""What makes a word part of an address or a path."""
_TRANSCRIBED: Final = (
    str.maketrans({"ø": "o", "æ": "ae", "å": "a", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "œ": "oe"}),
    str.maketrans(
        {"ø": "oe", "æ": "ae", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ł": "l", "đ": "dj", "ð": "dh"}
    ),
)
"""How letters that are more than a letter with an accent are written without them: "Bjørn" as Bjorn, as Bjoern."""
_DAY_BEFORE: Final = re.compile(r"\d(?:st|nd|rd|th|\.)? $")
_DAY_AFTER: Final = re.compile(r"\.? \d")
_FREE_MAIL: Final = frozenset(
    """
    gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk live.com live.co.uk msn.com yahoo.com
    yahoo.co.uk yahoo.de yahoo.fr icloud.com me.com mac.com aol.com gmx.de gmx.net gmx.at web.de t-online.de
    freenet.de mail.com mail.ru proton.me protonmail.com orange.fr free.fr laposte.net wanadoo.fr sfr.fr
    ziggo.nl kpnmail.nl xs4all.nl libero.it wp.pl onet.pl o2.pl interia.pl sapo.pt btinternet.com sky.com
    talktalk.net virginmedia.com comcast.net att.net verizon.net fastmail.com zoho.com telefonica.net
    """.split()
)


@dataclass(frozen=True)
class Lexicon:
    """Known values as rows of folded atoms: a few lookups for each word find them all, however many they are."""

    rows: Mapping[Row, str]
    """Row → kind."""
    lengths: Mapping[str, tuple[int, ...]]
    """First atom → lengths of the rows that begin with it, longest first."""
    parts: frozenset[str] = frozenset()
    """Single parts of names, looked for only in the conversation they belong to."""
    common: frozenset[str] = frozenset()
    """Those of the parts that are everyday words as well."""
    capital: frozenset[str] = frozenset()
    """Single names that are looked for everywhere, but only with a capital letter."""

    def find(self, text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
        place = 0
        while place < len(atoms):
            start, end, atom = atoms[place]
            length, kind = self._match_row(text, atoms, place) if atom in self.lengths else (0, "")
            if length:
                yield Span(start, atoms[place + length - 1][1], kind)
                place += length
                continue
            if (
                atom in self.capital
                and text[start].isupper()
                and not _is_month(text, start, end, atom)
                and self._stands_alone(text, start, end)
            ) or self._is_part(text, start, end, atom):
                yield Span(start, self._take_surname(text, atoms, place), "name")
            place += 1

    def _match_row(self, text: str, atoms: Sequence[Atom], place: int) -> tuple[int, str]:
        for length in self.lengths[atoms[place][2]]:
            found = atoms[place : place + length]
            row = tuple(atom for _, _, atom in found)
            kind = self.rows.get(row, "") if len(row) == length else ""
            if not kind:
                continue
            # Letters and digits that touch are one word: "tom2" is not "tom" and "2".
            start, end = found[0][0], found[-1][1]
            if (start and text[start - 1].isalnum()) or text[end : end + 1].isalnum():
                continue
            if not all(_GAP.fullmatch(text, left[1], right[0]) for left, right in itertools.pairwise(found)):
                continue
            if kind == "name":
                if len(row) > 1 and len(row[-1]) == 1 and "." in text[found[-2][1] : found[-1][0]]:
                    continue  # "Thanks, Marisol. A technician comes."
                capital = all(text[first].isupper() for first, _, _ in found)
                everyday = COMMON_NAMES.issuperset(row) and not self.parts
                initials = any(len(atom) == 1 for atom in row) and sum(len(atom) > 1 for atom in row) < 2
                if self.parts and initials and text[end : end + 1] == "." and len(row[0]) > 1:
                    capital = text[start].isupper()  # "Marisol v." where the surname is "van Dijk"
                if not capital and (everyday or initials):
                    continue  # in a stranger's mail "will page" is two words, and "tom h" is in anybody's
            return length, kind
        return 0, ""

    @staticmethod
    def _take_surname(text: str, atoms: Sequence[Atom], place: int) -> int:
        """Return the end of a name, with the surname when one seems to follow: "Zainab Page, 3 Elm Street"."""
        end = atoms[place][1]
        if place + 1 < len(atoms):
            start, after, atom = atoms[place + 1]
            follows = text[after : after + 1]
            if (
                text[end:start] == " "
                and text[start].isupper()
                and atom not in NOT_A_NAME
                and follows in {"", ",", ".", "\n"}
            ):
                return after
        return end

    @staticmethod
    def _stands_alone(text: str, start: int, end: int) -> bool:
        return not (text[start - 1 : start] in _JOINS if start else False) and text[end : end + 1] not in _JOINS

    def _is_part(self, text: str, start: int, end: int, atom: str) -> bool:
        if atom not in self.parts:
            # Of somebody called Marisol: "Marisols Bestellung".
            atom = atom[:-1] if len(atom) > 3 and atom.endswith("s") else ""
            if atom not in self.parts or atom in COMMON_NAMES or atom in self.common:
                return False
        if (
            not self._stands_alone(text, start, end)
            or text[start - 1 : start].isalnum()
            or text[end : end + 1].isalnum()
        ):
            return False
        if atom not in COMMON_NAMES and atom not in self.common:
            return True
        if not text[start].isupper():
            return False
        if (
            atom in ALL_STOP_WORDS
            and atom not in MONTHS
            and text[start - 1 : start] == " "
            and text[start - 2].islower()
        ):
            return True  # a little word has no capital letter inside a sentence, unless it is Bo or Ai
        return stands_as_name(text, start, end)


def _is_month(text: str, start: int, end: int, atom: str) -> bool:
    """Return whether a name that is a month's as well stands beside a day: "6th Jan", "Jan 6"."""
    return atom in MONTHS and bool(_DAY_BEFORE.search(text, max(0, start - 6), start) or _DAY_AFTER.match(text, end))


def build_lexicon(
    names: Iterable[str], values: Iterable[str] = (), *, parts: bool, common: frozenset[str] = frozenset()
) -> Lexicon:
    """Take names and other values; `parts` lets single parts of the names count as well, for their own conversation."""
    rows: dict[Row, str] = {}
    single: set[str] = set()
    proper: set[str] = set()
    for atoms in _spell_names(names):
        for row in _vary_name(atoms):
            if len(row) > 1:
                rows.setdefault(row, "name")
        if parts:
            own = {atom for atom in atoms if len(atom) > 1}
            if COMPANY_WORDS.isdisjoint(own):
                single |= own
                for row in _join_name(atoms):
                    if len(row) > 1 or (len(row[0]) > 1 and row[0] not in own):
                        rows.setdefault(row, "name")
            else:
                proper |= own - COMPANY_WORDS
    for value in values:
        _, sign, domain = value.partition("@")
        if sign and parts and domain.casefold() not in _FREE_MAIL:
            # A customer's own site names the customer; the town's mail provider does not.
            row = tuple(fold(match[0]) for match in ATOM.finditer(domain))
            rows.setdefault(row, "link")
            rows.setdefault(("www", *row), "link")
        atoms = tuple(fold(match[0]) for match in ATOM.finditer(value))
        kind = _kind_of(value, atoms, strict=not parts)
        if kind:
            rows[atoms] = kind
    lengths: dict[str, set[int]] = {}
    for row in filter(None, rows):
        lengths.setdefault(row[0], set()).add(len(row))
    ordered = {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
    return Lexicon(rows, ordered, frozenset(single), common, frozenset(proper - COMMON_NAMES - NOT_A_NAME - common))


def _spell_names(names: Iterable[str]) -> Iterator[Row]:
    for name in names:
        small = name.lower()
        for spelling in dict.fromkeys((name, *(small.translate(table) for table in _TRANSCRIBED))):
            atoms = split_name(spelling)
            if atoms:
                yield atoms


def _join_name(atoms: Row) -> Iterator[Row]:
    """Yield a name's parts of several words, and how logins and files join it: mokonkwo, marisolokonkwo, ORourke."""
    for cut in range(1, len(atoms)):
        yield atoms[cut:]  # van der Meer
        yield (atoms[0][0], *atoms[cut:])
        yield (*atoms[:cut], atoms[cut][0])
        yield (*atoms[:cut], f"{atoms[cut]}s")  # Jean-Lucs Paket
        for given, surname in ((atoms[:cut], atoms[cut:]), (atoms[cut:], atoms[:cut])):
            last = "".join(surname)
            for joined in (given[0][0] + last, "".join(given) + last, "".join(given) + last[0], last):
                if len(joined) > 3 and joined not in COMMON_NAMES and joined not in NOT_A_NAME:
                    yield (joined,)


def split_name(name: str) -> Row:
    """Cut a name from a column into folded atoms; () when it names nobody ("Support", an address)."""
    if "@" in name or len(name) > 80:
        return ()
    surname, comma, given = name.partition(",")
    if comma and given.strip() and "," not in given and COMPANY_WORDS.isdisjoint(fold(given).split()):
        name = f"{given} {surname}"
    cut = re.sub(r"\(.*?\)|\b(?i:mr|mrs|ms|miss|dr|prof|herr|frau|mme)\b\.?", " ", name)
    atoms = tuple(fold(match[0]) for match in ATOM.finditer(cut) if not match[0].isdigit())
    nobody = all(atom in NOT_A_NAME for atom in atoms) and (len(atoms) == 1 or not ALL_STOP_WORDS.issuperset(atoms))
    if not atoms or len(atoms) > 6 or nobody:  # "Bo van der Meer" is made of little words only
        return ()
    return atoms if any(len(atom) > 1 for atom in atoms) else ()


def _vary_name(atoms: Row) -> Iterator[Row]:
    yield atoms
    if len(atoms) < 2:
        return
    yield (*atoms[1:], atoms[0])  # Okonkwo, Marisol
    yield (atoms[-1], *atoms[:-1])
    yield from ((*atoms[cut:], *atoms[:cut]) for cut in range(2, len(atoms) - 1))  # von Arnsberg, Anne-Marie
    yield (atoms[0], atoms[-1])
    initials = tuple(atom[0] for atom in atoms[:-1])
    yield (initials[0], atoms[-1])
    yield (*initials, atoms[-1])
    yield (initials[0], *atoms[1:])
    yield (atoms[0], atoms[1][0])
    yield (*atoms[:-1], atoms[-1][0])  # Marisol O.
    yield (atoms[0], atoms[-1][0])


def _kind_of(value: str, atoms: Row, *, strict: bool) -> str:
    """Return what a value of a personal column is, or "" when it is too short to look for."""
    digits = count_digits(value)
    if "@" in value:
        return "email"
    if digits >= 6 and not any(char.isalpha() for char in value):
        return "phone"
    if len(atoms) >= 2 and digits and len(value) >= 6:
        return "address"
    # A town alone ("Leeds") says nothing of a person and much of the question.
    return "address" if len(atoms) >= 3 and not strict else ""


SURE_GIVEN_NAMES: Final = frozenset(map(fold, GIVEN_NAMES)) - COMMON_NAMES - NOT_A_NAME
