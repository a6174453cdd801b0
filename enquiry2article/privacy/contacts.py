"""Tells the house's own contact data from other people's: what agents tell many customers is public.

Pure. Telephones, addresses, mail addresses, bank accounts and links are counted; nothing else becomes public by being
repeated. A telephone is counted by its last digits, however they are grouped and whether or not the country stands
before them; an address by a number and the word beside it ("Schmiedgasse 8", "8 rue du Pressoir", "79999 Burgwinkel"),
and all that many conversations write around it belongs to it. A value that stands in a customer's own words or
columns, or beside a word for another person ("your neighbour", "the caretaker"), is not the house's, however often it
comes.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from enquiry2article.domain.enquiry import Author, Enquiry
from enquiry2article.privacy.cues import CLASSES, classify_word
from enquiry2article.privacy.recognisers.payment import find_ibans
from enquiry2article.privacy.recognisers.spans import Atom, cut_atoms
from enquiry2article.privacy.recognisers.web import find_emails, find_links
from enquiry2article.text.words import fold

FEWEST: Final = 4
"""Conversations in whose replies a value stands that is the house's own."""
FEWEST_AROUND: Final = 3
"""Conversations that write a word beside the house's address from which it belongs to the address."""
MOST_OF_OTHERS: Final = 0.25
"""The share of them at most in which it stands beside a word for another person."""
_NUMBER: Final = re.compile(r"(?<![\w.,/-])\+?\(?\d(?:[ ()./–-]{0,3}\d){6,14}(?![\w-])")
"""A number of seven digits and more in any grouping: agents need not say that it is a telephone's."""
_LAST_DIGITS: Final = 8
"""Digits at a telephone's end by which it is known: before them stand the country and the zero of the region."""

_FINDERS: Final = (find_emails, find_links, find_ibans)
_PERSON: Final = CLASSES.index("person")
_YOURS: Final = CLASSES.index("yours")
_CONTACT: Final = frozenset(map(CLASSES.index, ("phone", "extension", "number", "account", "bank", "street", "home")))
_OWNED: Final = 3
"""Words behind a possessive among which that stands which somebody owns."""
_OURS: Final = CLASSES.index("ours")
_NEAR: Final = 8
"""Words before a value among which somebody is spoken of."""
_LONGEST: Final = 5_000

_GAP: Final = re.compile(r"[ \t\n\xa0,.'’/º°ª()–-]{0,4}")
"""What may stand between two words of an address."""
_STOP: Final = re.compile(r"(?:\w{4,}|\d+)[.]\s.*|.*\n\s*\n.*", re.DOTALL)
"""A word or number and a full stop that end a sentence, or an empty line; a shorter word is shortened: "St. Mary's"."""
_MOST_SMALL: Final = 3
"""Letters of a little word inside an address: "rue de la", "8 bis"."""
_BESIDE: Final = 4
"""Words between a house's number and a word of the street at most."""
_STREET: Final = frozenset(map(CLASSES.index, ("street", "home")))
_STEM: Final = 5
"""Letters by which a word of an address is known: in Polish it has endings."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A run of words in a text that may be an address."""

    keys: frozenset[Key]
    words: tuple[tuple[int, int, str], ...]
    """Start, end and stem of each word of the run."""
    start: int
    text: str


@dataclass
class ContactCounts:
    """Counts contact data over conversations."""

    told: Counter[Key] = field(default_factory=Counter)
    of_others: Counter[Key] = field(default_factory=Counter)
    by_customers: Counter[Key] = field(default_factory=Counter)
    spellings: dict[Key, set[str]] = field(default_factory=dict)
    around: dict[Key, Counter[str]] = field(default_factory=dict)
    """Words that stand in the same run as a key of an address."""
    runs: dict[str, frozenset[Key]] = field(default_factory=dict)
    """Runs of words as they are written, with the keys of addresses in them."""

    def add(self, enquiry: Enquiry) -> None:
        """Count the contact data of a conversation: each value once for the agents and once for the customer."""
        agents: dict[Key, bool] = {}
        customers: set[Key] = set()
        beside: dict[Key, set[str]] = {}
        for turn in enquiry.turns:
            text = turn.text[:_LONGEST]
            if turn.author is Author.AGENT:
                for key, value, others in _find_contacts(text):
                    agents[key] = agents.get(key, False) or others
                    self.spellings.setdefault(key, set()).add(value)
                for place in _find_places(text):
                    self.runs[place.text] = place.keys
                    # The run may begin with the word for the person: "neighbour at 14 Birch Lane".
                    ends = (place.start, place.start + place.words[-1][0])
                    others = any(_speaks_of_others(text, end) for end in ends)
                    for key in place.keys:
                        agents[key] = agents.get(key, False) or others
                        beside.setdefault(key, set()).update(stem for _, _, stem in place.words)
            elif turn.author is Author.CUSTOMER:
                customers |= {key for key, _, _ in _find_contacts(text)}
                customers |= {key for place in _find_places(text) for key in place.keys}
        self.told.update(list(agents))
        self.of_others.update(key for key, others in agents.items() if others)
        self.by_customers.update(customers)
        for key, stems in beside.items():
            self.around.setdefault(key, Counter()).update(stems)

    def list_own(self, personal: Iterable[str], names: Iterable[str] = ()) -> list[str]:
        """List the house's own values in every spelling. `personal` is what the export's columns tell of people.

        A word of `names`, folded names of people, is no part of an address.
        """
        others: set[Key] = set()
        for value in personal:
            others.add((_reduce(value),))
            others |= {key for key, _, _ in _find_contacts(value)}
            others |= {key for place in _find_places(value) for key in place.keys}
        own = {
            key
            for key, count in self.told.items()
            if count >= FEWEST
            and key not in others
            and self.of_others[key] <= count * MOST_OF_OTHERS
            and self.by_customers[key] <= count * MOST_OF_OTHERS
        }
        known = frozenset(name[:_STEM] for name in names)
        found = {text for key in own for text in self.spellings.get(key, ())}
        for text, keys in self.runs.items():
            for place in _find_places(text) if not own.isdisjoint(keys) else ():
                stems = {
                    stem
                    for key in keys & own
                    for stem, count in self.around[key].items()
                    if count >= FEWEST_AROUND and stem not in known
                }
                found |= set(_cut_own(place, stems.union(*(keys & own)), keys & own))
        return sorted(found)


def _cut_own(place: Place, stems: frozenset[str] | set[str], own: frozenset[Key]) -> Iterator[str]:
    """Cut out of a run the words of some stems that stand together and hold a key of the house's own address."""
    pieces: list[list[tuple[int, int, str]]] = [[]]
    for word in place.words:
        little = len(word[2]) <= _MOST_SMALL and place.text[word[0] : word[1]].islower()
        if word[2] in stems or (pieces[-1] and little):
            pieces[-1].append(word)
        elif pieces[-1]:
            pieces.append([])
    for piece in pieces:
        while piece and piece[-1][2] not in stems:
            piece.pop()
        held = {stem for _, _, stem in piece}
        if any(held.issuperset(key) for key in own):
            yield place.text[piece[0][0] : piece[-1][1]]


def _find_contacts(text: str) -> Iterator[tuple[Key, str, bool]]:
    """Find contact data: each reduced, as written, and whether it stands beside a word for somebody else."""
    if not any(char.isdigit() or char == "@" for char in text) and "://" not in text:
        return
    atoms = cut_atoms(text)
    for find in _FINDERS:
        for span in find(text, atoms):
            value = text[span.start : span.end]
            yield (_reduce(value),), value, _speaks_of_others(text, span.start)
    for match in _NUMBER.finditer(text):
        digits = "".join(filter(str.isdigit, match[0]))
        yield ("phone", digits.lstrip("0")[-_LAST_DIGITS:]), match[0], _speaks_of_others(text, match.start())


def _find_places(text: str) -> Iterator[Place]:
    """Find runs of capitalised words, numbers, little words and words of streets that hold a number beside a word."""
    if not any(map(str.isdigit, text)):
        return
    run: list[Atom] = []
    atoms = cut_atoms(text)
    for atom in atoms:
        if not run or not _follows(text, run[-1], atom) or not _is_of_place(text, atom):
            if place := _make_place(text, run):
                yield place
            run = []
        if _is_of_place(text, atom) and (run or _may_begin(text, atom)):
            run.append(atom)
    if place := _make_place(text, run):
        yield place


def _follows(text: str, left: Atom, right: Atom) -> bool:
    gap = text[left[1] : right[0]]
    return bool(_GAP.fullmatch(gap)) and not _STOP.fullmatch(text[left[0] : left[1]] + gap)


def _may_begin(text: str, atom: Atom) -> bool:
    start, _, folded = atom
    return text[start].isupper() or folded.isdigit() or _names_street(folded)


def _is_of_place(text: str, atom: Atom) -> bool:
    start, _, folded = atom
    return text[start].isupper() or folded.isdigit() or len(folded) <= _MOST_SMALL or _names_street(folded)


@functools.lru_cache(maxsize=20_000)
def _names_street(folded: str) -> bool:
    return not classify_word(folded, "").isdisjoint(_STREET)


def _make_place(text: str, run: Sequence[Atom]) -> Place | None:
    """Make a run of words an address, or None where no number stands beside a word with a capital letter."""
    if len(run) < 2:
        return None
    words = tuple((start, end, folded[:_STEM] if folded.isalpha() else folded) for start, end, folded in run)
    proper = [text[start].isupper() and end - start > _MOST_SMALL for start, end, _ in run]
    keys: set[Key] = set()
    for at, (_, _, stem) in enumerate(words):
        if not stem.isdigit() or len(stem) > 5:
            continue
        for near in (range(at - 1, max(-1, at - 1 - _BESIDE), -1), range(at + 1, min(len(words), at + 1 + _BESIDE))):
            beside = next((words[place][2] for place in near if proper[place]), "")
            if beside:
                keys.add((beside, stem))
    if not keys:
        return None
    first = words[0][0]
    moved = tuple((start - first, end - first, stem) for start, end, stem in words)
    return Place(frozenset(keys), moved, first, text[first : words[-1][1]])


def _speaks_of_others(text: str, start: int) -> bool:
    """Return whether a value stands beside a word for another person, or is called somebody's: "your new number"."""
    before = cut_atoms(text[max(0, start - 80) : start])[-_NEAR:]
    classes = [classify_word(atom, "") for _, _, atom in before]
    if any(_OURS in found for found in classes):
        return False
    owned = any(
        _YOURS in found and not _CONTACT.isdisjoint(frozenset().union(*classes[place + 1 : place + 1 + _OWNED]))
        for place, found in enumerate(classes)
    )
    return owned or any(_PERSON in found for found in classes)


def _reduce(value: str) -> str:
    return "".join(char for char in fold(value) if char.isalnum())
