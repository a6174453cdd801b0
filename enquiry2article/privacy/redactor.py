"""What is known of the people of an export, and where texts speak of them: every recogniser asked, overlaps settled."""

from __future__ import annotations

import dataclasses
import hashlib
import secrets
from collections.abc import Iterable

from enquiry2article.cleaning.name_words import COMMON_NAMES, NOT_A_NAME
from enquiry2article.domain.enquiry import (
    Enquiry,
    HiddenValue,
)
from enquiry2article.domain.protocols import NameFinder
from enquiry2article.privacy.detection import (
    find_shaped,
    guess_spans,
    leave_own,
    match_terms,
    may_stay,
    resolve_overlaps,
)
from enquiry2article.privacy.hashed_values import hide_value
from enquiry2article.privacy.name_statistics import Learnt, learn_names, list_names
from enquiry2article.privacy.ner import ModelNames
from enquiry2article.privacy.recognisers.known_names import Lexicon, build_lexicon, split_name
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
from enquiry2article.text.words import fold


class Redactor:
    """What one set of exports tells of people: their names and other values, no texts. Immutable once built."""

    def __init__(
        self,
        learnt: Learnt | None = None,
        *,
        key: bytes = b"",
        keep: Iterable[str] = (),
        redact: Iterable[str] = (),
        finder: NameFinder | None = None,
    ) -> None:
        """Take what the conversations tell of people, and the key.

        `keep` are the house's own terms that stay though they look like names or numbers; what they touch of an
        address, a card, a bank account or a password goes all the same. `redact` are terms that never stay. `finder` is
        asked for names beside our own finders.
        """
        learnt = learnt or Learnt()
        known = build_lexicon(learnt.names, learnt.values, parts=False)
        single = frozenset(fold(name) for name in learnt.staff) - COMMON_NAMES - NOT_A_NAME
        self._everywhere = dataclasses.replace(known, capital=single - learnt.common)
        self._own = match_terms(learnt.own)
        self._common = learnt.common
        self.things = learnt.things | frozenset(learnt.own)
        self._plain = learnt.plain
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
        return cls(learn_names(enquiries), key=key, keep=keep, redact=redact, finder=finder)

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
        """Return the names and values of one conversation, those that its own greetings give away included."""
        names = [*list_names(enquiry)]
        for turn in enquiry.turns:
            names += (name for name in list_placed_names(turn.text) if not self._is_thing(name))
        return build_lexicon(list(dict.fromkeys(names)), enquiry.personal, parts=True, common=self._common)

    def hide_values(self, enquiry: Enquiry, found: Iterable[tuple[str, str]]) -> tuple[HiddenValue, ...]:
        """Return the hashes of what the export says of the people of an enquiry, and of what was found in it.

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
        """Return whether what stands as a name is the house's own word: "I signed in. Slotwell said no"."""
        return bool(self.things) and self.things.issuperset(fold(name).split())

    def _is_plain(self, word: str, text: str) -> bool:
        """Return whether what only looks like a name is a word that a dictionary has, or a place, and several use
        so.
        """
        if fold(word) not in self._plain:
            return False
        return any(is_word(word, code) for code in {guess_language(text), "en"}) or bool(find_places(word, MIXED))

    def hash_person(self, person: str, length: int = 16) -> str:
        """Return a code that tells people apart without naming them, or "" for nobody."""
        return hash_person(person, self._key, length)


def hash_person(person: str, key: bytes, length: int = 16) -> str:
    """Return a code of so many characters for what an export calls somebody, or "" for nobody."""
    folded = " ".join(fold(person).split())
    return (
        hashlib.blake2b(folded.encode("utf-8", "replace"), key=key[:64], digest_size=length // 2).hexdigest()
        if folded
        else ""
    )
