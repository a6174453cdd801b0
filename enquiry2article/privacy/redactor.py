"""What is known of the people of an export, and where texts speak of them: every recogniser asked, overlaps settled."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from enquiry2article.cleaning.name_words import COMMON_NAMES, NOT_A_NAME
from enquiry2article.domain.enquiry import (
    Author,
    Enquiry,
    HiddenValue,
)
from enquiry2article.domain.protocols import NameFinder
from enquiry2article.privacy.contacts import ContactCounts
from enquiry2article.privacy.detection import (
    find_shaped,
    guess_spans,
    leave_own,
    match_terms,
    may_stay,
    resolve_overlaps,
)
from enquiry2article.privacy.hashed_values import hide_value
from enquiry2article.privacy.ner import ModelNames
from enquiry2article.privacy.owners import OwnerCounts
from enquiry2article.privacy.recognisers.known_names import Lexicon, build_lexicon, split_name
from enquiry2article.privacy.recognisers.name_patterns import CAPITALS
from enquiry2article.privacy.recognisers.names_in_context import (
    list_placed_names,
)
from enquiry2article.privacy.recognisers.spans import (
    Span,
    cut_atoms,
    mark_all,
)
from enquiry2article.privacy.tagger import (
    MIXED,
)
from enquiry2article.text.language import guess_language
from enquiry2article.text.vocabulary import find_places, is_word
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


class Redactor:
    """What one set of exports tells of people: their names and other values, no texts. Immutable once built."""

    def __init__(
        self,
        names: Iterable[str] = (),
        values: Iterable[str] = (),
        *,
        staff: Iterable[str] = (),
        common: Iterable[str] = (),
        key: bytes = b"",
        keep: Iterable[str] = (),
        redact: Iterable[str] = (),
        things: Iterable[str] = (),
        plain: Iterable[str] = (),
        own: Iterable[str] = (),
        finder: NameFinder | None = None,
    ) -> None:
        """Take names and values of all conversations, single names known to everybody, everyday words, and the key.

        `keep` are the house's own terms that stay though they look like names or numbers; what they touch of an
        address, a card, a bank account or a password goes all the same. `redact` are terms that never stay. `things`
        are words that stand too often elsewhere to be a person's name where they once stand as one. `plain` are words
        that nobody bears and several use as words or places: what only looks like a name is none. `own` is the house's
        contact data as it stands in the texts, which is public. `finder` is asked for names beside our own finders.
        """
        known = build_lexicon(names, values, parts=False)
        single = frozenset(fold(name) for name in staff) - COMMON_NAMES - NOT_A_NAME
        self._everywhere = dataclasses.replace(known, capital=single - frozenset(common))
        self._own = match_terms(own)
        self._common = frozenset(common)
        self.things = frozenset(things) | frozenset(own)
        self._plain = frozenset(plain)
        self._kept = match_terms(keep)
        self._withheld = match_terms(redact)
        self._key = (key or secrets.token_bytes(32))[:64]
        self._model = ModelNames(finder) if finder else None

    @classmethod
    def learn(
        cls,
        enquiries: Iterable[Enquiry],
        key: bytes = b"",
        *,
        keep: Iterable[str] = (),
        redact: Iterable[str] = (),
        finder: NameFinder | None = None,
    ) -> Redactor:
        """Collect the names and values of all enquiries; texts are read for which names are everyday words, not kept.

        `key` hashes customers: the same key gives the same codes. Without one each redactor draws its own, and codes
        of two runs cannot be compared. `keep` and `redact` are the house's terms, and `finder` a finder of names, as
        `Redactor` takes them.
        """
        names: set[str] = set()
        values: set[str] = set()
        small: Counter[str] = Counter()
        met: Counter[str] = Counter()
        staff: set[str] = set()
        borne: Counter[str] = Counter()
        written: Counter[str] = Counter()
        placed_words: Counter[str] = Counter()
        contacts = ContactCounts()
        greeted: Counter[tuple[str, str]] = Counter()
        titles: Counter[str] = Counter()
        owners = OwnerCounts()
        for enquiry in enquiries:
            own = set(list_names(enquiry))
            names |= own
            values.update(enquiry.personal)
            contacts.add(enquiry)
            placed = [name for turn in enquiry.turns for name in list_placed_names(turn.text[:5000])]
            # "Dear Becky" in one mail gives away whom another means by "Becky said".
            met.update({fold(name.split()[0]) for name in placed})
            placed_words.update({word for name in placed for word in fold(name).split()})
            greeted.update({(first, second) for first, second, *_ in (fold(n).split() for n in placed if " " in n)})
            written.update({fold(word) for turn in enquiry.turns for word in _CAPITAL_WORD.findall(turn.text[:5000])})
            borne.update({part for name in own for part in split_name(name)})
            staff.update(
                part for turn in enquiry.turns if turn.author is Author.AGENT for part in split_name(turn.name)
            )
            for turn in enquiry.turns:
                owners.add(turn.text[:5000])
            titles[fold(enquiry.subject.strip())] += 1
            said = {word for turn in enquiry.turns for word in _SMALL_WORD.findall(turn.text[:5000])}
            small.update(said - {part for name in (*own, *placed) for part in split_name(name)})
        parts = {part for name in names for part in split_name(name)}
        # A part of somebody's name that three others write in small letters is a word of the trade: "takeaway"; but not
        # where more people bear it, for some of them write themselves so.
        common = {part for part in parts if small[part] >= max(3, borne[part])}
        staff |= {name for name, count in met.items() if count >= 2 and len(name) > 2}
        staff = {name for name in staff if small[name] < 3}
        houses = _list_houses(greeted, small, borne)
        housed: Counter[str] = Counter()
        for house in houses:
            housed[house[0]] += greeted[house]
        things = {
            word
            for word, count in written.items()
            if count >= _OFTEN
            and not borne[word]
            and placed_words[word] <= count * _AT_TIMES
            and placed_words[word] - housed[word] <= count * _SELDOM
        }
        things |= {second for first, second in houses if first in things}
        staff = (staff - things) | owners.list_people(written, things)
        plain = {word for counts in (small, titles) for word, count in counts.items() if count >= _PLAIN_USERS}
        plain |= {word for word, count in written.items() if count >= _PLAIN_USERS and find_places(word, MIXED)}
        return cls(
            names,
            values,
            things=things,
            plain={word for word in plain if not borne[word] and not placed_words[word]},
            own=contacts.list_own(values, {*parts, *met}),
            staff=staff,
            common=common,
            key=key,
            keep=keep,
            redact=redact,
            finder=finder,
        )

    def find(self, text: str, lexicon: Lexicon) -> list[Span]:
        """Find the personal values of a text; `lexicon` knows the names of its conversation."""
        if not text:
            return []
        atoms = cut_atoms(text)
        found = [*lexicon.find(text, atoms), *self._everywhere.find(text, atoms), *find_shaped(text, atoms)]
        guessed = guess_spans(text, atoms, found)
        if self._model:
            guessed += self._model.find(text)
        found += (
            span
            for span in guessed
            if not self._is_thing(text[span.start : span.end])
            and not (span.score < 1 and span.kind == "name" and self._is_plain(text[span.start : span.end], text))
        )
        if self._withheld:
            found += mark_all(self._withheld, text, "term")
        if self._own and found:
            own = [match.span() for match in self._own.finditer(text)]
            found = [piece for span in found for piece in leave_own(text, span, own)]
        if self._kept and found:
            kept = [match.span() for match in self._kept.finditer(text)]
            found = [span for span in found if not may_stay(span, kept)]
        return resolve_overlaps(text, found)

    def build_lexicon(self, enquiry: Enquiry) -> Lexicon:
        """Give the names and values of one conversation, those that its own greetings give away included."""
        names = [*list_names(enquiry)]
        for turn in enquiry.turns:
            names += (name for name in list_placed_names(turn.text) if not self._is_thing(name))
        return build_lexicon(list(dict.fromkeys(names)), enquiry.personal, parts=True, common=self._common)

    def hide_values(self, enquiry: Enquiry, found: Iterable[tuple[str, str]]) -> tuple[HiddenValue, ...]:
        """Give the hashes of what the export says of the people of an enquiry, and of what was found in it.

        Of a name its parts count as well, where they are names rather than words.
        """
        names = dict.fromkeys([*list_names(enquiry), *(value for kind, value in found if kind == "name")])
        parts = [part for name in names for part in split_name(name)]
        ordinary = self._common | COMMON_NAMES | NOT_A_NAME
        single = {part for part in parts if fold(part) not in ordinary}
        known = [("name", value) for value in (*names, *single) if " " in value.strip() or value in single]
        known += [("email" if "@" in value else "address", value) for value in enquiry.personal]
        known += [(kind, value) for kind, value in found if kind not in ("name", "link")]
        values = (hide_value(value, kind, self._key) for kind, value in sorted(set(known)))
        return tuple({value.hash: value for value in values if value}.values())

    def _is_thing(self, name: str) -> bool:
        """Tell whether what stands as a name is the house's own word: "I signed in. Slotwell said no"."""
        return bool(self.things) and self.things.issuperset(fold(name).split())

    def _is_plain(self, word: str, text: str) -> bool:
        """Tell whether what only looks like a name is a word that a dictionary has, or a place, and several use so."""
        if fold(word) not in self._plain:
            return False
        return any(is_word(word, code) for code in {guess_language(text), "en"}) or bool(find_places(word, MIXED))

    def hash_person(self, person: str, length: int = 16) -> str:
        """Give a code that tells people apart without naming them, or "" for nobody."""
        return hash_person(person, self._key, length)


def hash_person(person: str, key: bytes, length: int = 16) -> str:
    """Give a code of so many characters for what an export calls somebody, or "" for nobody."""
    folded = " ".join(fold(person).split())
    return (
        hashlib.blake2b(folded.encode("utf-8", "replace"), key=key[:64], digest_size=length // 2).hexdigest()
        if folded
        else ""
    )


def _list_houses(
    placed: Collection[tuple[str, str]], small: Mapping[str, int], borne: Mapping[str, int]
) -> set[tuple[str, str]]:
    """Give the pairs of words that stand as names and end in a word of the trade, in any ending: "Harbour Ferries"."""
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
