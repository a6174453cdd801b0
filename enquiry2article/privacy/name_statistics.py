"""What all conversations tell of names: who is named, which words only look like names, and what is the house's own.

No text is kept, only names, values and counts of words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Final

from enquiry2article.domain.enquiry import Author, Enquiry
from enquiry2article.privacy.contacts import ContactCounts
from enquiry2article.privacy.owners import OwnerCounts
from enquiry2article.privacy.recognisers.known_names import split_name
from enquiry2article.privacy.recognisers.name_patterns import CAPITALS
from enquiry2article.privacy.recognisers.names_in_context import list_placed_names
from enquiry2article.privacy.tagger import MIXED
from enquiry2article.text.vocabulary import find_places
from enquiry2article.text.words import fold, stem

_CAPITAL_WORD: Final = re.compile(rf"(?<![\w@./-])[{CAPITALS}][^\W\d_]{{2,29}}")
_OFTEN: Final = 8
_SELDOM: Final = 0.15
"""A word with a capital letter that this many conversations have, and that stands as a name in this share of them at
most, is a product or the house itself: agents' names stand under their mails."""
_AT_TIMES: Final = 0.5
"""The same share where the word stands before one of the trade nearly whenever it does: "Dear Harbour Ferries," """
_PLAIN_USERS: Final = 3
"""Conversations that write a word in small letters, or as their subject, or a place's name, from which it is one."""
_TRADE_USERS: Final = 2
"""Conversations that write a word in small letters from which it is one of the trade."""
_SMALL_WORD: Final = re.compile(r"(?<![\w@./-])[a-zß-öø-ÿ]{3,30}(?![\w@/]|[.-]\w)")
_READ: Final = 5000
"""Characters of a message that are read for words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What conversations tell of people."""

    names: Collection[str] = ()
    values: Collection[str] = ()
    """Addresses, numbers and the like that the export has of people in columns of their own."""
    staff: Collection[str] = ()
    """Single names known to everybody."""
    common: frozenset[str] = frozenset()
    """Parts of names that are everyday words here."""
    things: frozenset[str] = frozenset()
    """Words that stand too often elsewhere to be a person's name where they once stand as one."""
    plain: frozenset[str] = frozenset()
    """Words that nobody bears and several use as words or places: what only looks like a name is none."""
    own: Collection[str] = ()
    """The house's contact data as it stands in the texts, which is public."""


def learn_names(enquiries: Iterable[Enquiry]) -> Learnt:
    """Collect the names and values of all enquiries, and which of the words in their texts are none."""
    counts = _NameCounts()
    for enquiry in enquiries:
        counts.add(enquiry)
    return counts.settle()


@dataclass(slots=True)
class _NameCounts:
    """In how many conversations each word stands as what."""

    names: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    agents: set[str] = field(default_factory=set)
    """Parts of the names of those who answer."""
    small: Counter[str] = field(default_factory=Counter)
    """Written in small letters, by somebody who does not bear it."""
    met: Counter[str] = field(default_factory=Counter)
    """The first word of what stands where a name stands."""
    placed: Counter[str] = field(default_factory=Counter)
    """Any word of it."""
    greeted: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Its first two words."""
    borne: Counter[str] = field(default_factory=Counter)
    """Part of the name of a person in it."""
    written: Counter[str] = field(default_factory=Counter)
    """Written with a capital letter."""
    titles: Counter[str] = field(default_factory=Counter)
    """The whole subject."""
    contacts: ContactCounts = field(default_factory=ContactCounts)
    owners: OwnerCounts = field(default_factory=OwnerCounts)

    def add(self, enquiry: Enquiry) -> None:
        """Count the words of a conversation."""
        texts = [turn.text[:_READ] for turn in enquiry.turns]
        own = set(list_names(enquiry))
        self.names |= own
        self.values.update(enquiry.personal)
        self.contacts.add(enquiry)
        placed = [name for text in texts for name in list_placed_names(text)]
        folded = [fold(name).split() for name in placed]
        # "Dear Becky" in one mail gives away whom another means by "Becky said".
        self.met.update({fold(name.split()[0]) for name in placed})
        self.placed.update({word for words in folded for word in words})
        self.greeted.update({(first, second) for first, second, *_ in (fold(n).split() for n in placed if " " in n)})
        self.written.update({fold(word) for text in texts for word in _CAPITAL_WORD.findall(text)})
        self.borne.update({part for name in own for part in split_name(name)})
        self.agents.update(
            part for turn in enquiry.turns if turn.author is Author.AGENT for part in split_name(turn.name)
        )
        for text in texts:
            self.owners.add(text)
        self.titles[fold(enquiry.subject.strip())] += 1
        said = {word for text in texts for word in _SMALL_WORD.findall(text)}
        self.small.update(said - {part for name in (*own, *placed) for part in split_name(name)})

    def settle(self) -> Learnt:
        """Return what was learnt from all conversations."""
        parts = {part for name in self.names for part in split_name(name)}
        things = self._list_things()
        staff = self.agents | {name for name, count in self.met.items() if count >= 2 and len(name) > 2}
        staff = {name for name in staff if self.small[name] < 3}
        return Learnt(
            names=self.names,
            values=self.values,
            staff=(staff - things) | self.owners.list_people(self.written, things),
            # A part of somebody's name that three others write in small letters is a word of the trade: "takeaway"; but
            # not where more people bear it, for some of them write themselves so.
            common=frozenset(part for part in parts if self.small[part] >= max(3, self.borne[part])),
            things=frozenset(things),
            plain=frozenset(self._list_plain()),
            own=self.contacts.list_own(self.values, {*parts, *self.met}),
        )

    def _list_things(self) -> Set[str]:
        """List the words that are the house's or a product's, though they may stand where a name stands."""
        houses = _list_houses(self.greeted, self.small, self.borne)
        housed: Counter[str] = Counter()
        for house in houses:
            housed[house[0]] += self.greeted[house]
        things = {
            word
            for word, count in self.written.items()
            if count >= _OFTEN
            and not self.borne[word]
            and self.placed[word] <= count * _AT_TIMES
            and self.placed[word] - housed[word] <= count * _SELDOM
        }
        return things | {second for first, second in houses if first in things}

    def _list_plain(self) -> Set[str]:
        """List the words and places that several use and nobody bears."""
        plain = {
            word for counts in (self.small, self.titles) for word, count in counts.items() if count >= _PLAIN_USERS
        }
        plain |= {word for word, count in self.written.items() if count >= _PLAIN_USERS and find_places(word, MIXED)}
        return {word for word in plain if not self.borne[word] and not self.placed[word]}


def _list_houses(
    placed: Collection[tuple[str, str]], small: Mapping[str, int], borne: Mapping[str, int]
) -> set[tuple[str, str]]:
    """Return the pairs of words that stand as names and end in a word of the trade, in any ending: "Harbour
    Ferries".
    """
    begins = {second[:4] for _, second in placed}
    trade = {stem(word, "en") for word, users in small.items() if users >= _TRADE_USERS and word[:4] in begins}
    return {(first, second) for first, second in placed if not borne.get(second) and stem(second, "en") in trade}


def list_names(enquiry: Enquiry) -> Iterator[str]:
    yield from enquiry.customer_names
    if len(enquiry.customer_names) == 2 and len(enquiry.customer_names[0].split()) == 1:
        yield " ".join(enquiry.customer_names)  # given name and surname in columns of their own
    for turn in enquiry.turns:
        if turn.name and turn.author in (Author.CUSTOMER, Author.AGENT):
            yield turn.name
