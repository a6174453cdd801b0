"""Tells the house's own contact data from other people's: what agents tell many customers word for word is public.

Pure. Telephones, addresses, mail addresses, bank accounts and links are counted; nothing else becomes public by being
repeated. A value that stands in a customer's own words or columns, or beside a word for another person ("your
neighbour", "the caretaker"), is not the house's, however often it comes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from enquiry2article.privacy.cues import CLASSES, classify_word
from enquiry2article.privacy.recognisers.addresses import find_addresses
from enquiry2article.privacy.recognisers.payment import find_ibans
from enquiry2article.privacy.recognisers.phones import find_phones
from enquiry2article.privacy.recognisers.spans import Atom, Span, cut_atoms, mark_all
from enquiry2article.privacy.recognisers.web import find_emails, find_links
from enquiry2article.records import Author, Enquiry
from enquiry2article.text import fold

FEWEST: Final = 4
"""Conversations in whose replies a value stands that is the house's own."""
MOST_OF_OTHERS: Final = 0.25
"""The share of them at most in which it stands beside a word for another person."""
_NUMBER: Final = re.compile(r"(?<![\w.,/-])\+?\(?\d(?:[ ()./–-]{0,2}\d){6,14}(?![\w-])")
"""A number of seven digits and more in any grouping: agents need not say that it is a telephone's."""


def _find_numbers(text: str, atoms: Sequence[Atom]) -> Iterator[Span]:
    yield from mark_all(_NUMBER, text, "phone")


_FINDERS: Final = (find_emails, find_links, find_ibans, find_phones, find_addresses, _find_numbers)
_PERSON: Final = CLASSES.index("person")
_YOURS: Final = CLASSES.index("yours")
_CONTACT: Final = frozenset(map(CLASSES.index, ("phone", "extension", "number", "account", "bank", "street", "home")))
_OWNED: Final = 3
"""Words behind a possessive among which that stands which somebody owns."""
_OURS: Final = CLASSES.index("ours")
_NEAR: Final = 8
"""Words before a value among which somebody is spoken of."""
_LONGEST: Final = 5_000


@dataclass
class ContactCounts:
    """Counts contact data over conversations."""

    told: Counter[str] = field(default_factory=Counter)
    of_others: Counter[str] = field(default_factory=Counter)
    by_customers: Counter[str] = field(default_factory=Counter)
    spellings: dict[str, set[str]] = field(default_factory=dict)

    def add(self, enquiry: Enquiry) -> None:
        """Count the contact data of a conversation: each value once for the agents and once for the customer."""
        agents: dict[str, bool] = {}
        customers: set[str] = set()
        for turn in enquiry.turns:
            if turn.author is Author.AGENT:
                for value, text, others in _find_contacts(turn.text[:_LONGEST]):
                    agents[value] = agents.get(value, False) or others
                    self.spellings.setdefault(value, set()).add(text)
            elif turn.author is Author.CUSTOMER:
                customers |= {value for value, _, _ in _find_contacts(turn.text[:_LONGEST])}
        self.told.update(list(agents))
        self.of_others.update(value for value, others in agents.items() if others)
        self.by_customers.update(customers)

    def list_own(self, personal: Iterable[str]) -> list[str]:
        """List the house's own values in every spelling. `personal` is what the export's columns tell of people."""
        others = {_reduce(value) for value in personal}
        return sorted(
            text
            for value, count in self.told.items()
            if count >= FEWEST
            and value not in others
            and self.of_others[value] <= count * MOST_OF_OTHERS
            and self.by_customers[value] <= count * MOST_OF_OTHERS
            for text in self.spellings[value]
        )


def _find_contacts(text: str) -> Iterator[tuple[str, str, bool]]:
    """Find contact data: each reduced, as written, and whether it stands beside a word for somebody else."""
    if not any(char.isdigit() or char == "@" for char in text) and "://" not in text:
        return
    atoms = cut_atoms(text)
    for find in _FINDERS:
        for span in find(text, atoms):
            value = text[span.start : span.end]
            yield _reduce(value), value, _speaks_of_others(text, span)


def _speaks_of_others(text: str, span: Span) -> bool:
    """Return whether a value stands beside a word for another person, or is called somebody's: "your new number"."""
    before = cut_atoms(text[max(0, span.start - 80) : span.start])[-_NEAR:]
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
