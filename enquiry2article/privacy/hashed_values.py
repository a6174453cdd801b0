"""Recognises personal values that were met before, without keeping them: it holds keyed hashes of them only.

Pure. A value is reduced to its folded runs of letters and digits, so that "+49 30 555-0123" and "+49 (30) 555 0123" are
one. A text is looked through for every run of that length (a keyed BLAKE2b of eight bytes: among a million values and a
million runs of a text a false alarm has a probability below one in ten million).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from enquiry2article.domain.enquiry import HiddenValue
from enquiry2article.privacy.recognisers.spans import Span, cut_atoms
from enquiry2article.text.words import fold

SHORTEST_NUMBER: Final = 5
"""Digits. Fewer tell nobody: "24" is an hour, a price or a house number."""

SHORTEST_NAME: Final = 4
"""Letters of a single name; shorter ones are words as often as not."""

MOST_ATOMS: Final = 12
"""Runs of letters and digits in a value; a longer one is found by its beginning."""


def hide_value(value: str, kind: str, key: bytes) -> HiddenValue | None:
    """Return the keyed hash of a value, or None for one that is too short to tell anybody by."""
    atoms = [atom for _, _, atom in cut_atoms(value)][:MOST_ATOMS]
    letters = max((len(atom) for atom in atoms if atom.isalpha()), default=0)
    digits = sum(len(atom) for atom in atoms if atom.isdigit())
    if len(atoms) == 1 and letters < SHORTEST_NAME and digits < SHORTEST_NUMBER:
        return None
    if letters < SHORTEST_NAME and digits < SHORTEST_NUMBER and kind != "name":
        return None
    return HiddenValue(hash=_hash(atoms, key), kind=kind, atoms=len(atoms)) if atoms else None


@dataclass(frozen=True, slots=True)
class HashedValues:
    """Hashes of values, made once for any number of texts."""

    key: bytes
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Hash → kind."""
    lengths: Collection[int] = ()
    """How many atoms the values have, longest first."""
    allowed: frozenset[str] = frozenset()
    """Folded single words that are no names here, whatever somebody is called."""

    @classmethod
    def of(cls, values: Iterable[HiddenValue], key: bytes, allowed: Iterable[str] = ()) -> HashedValues:
        """Make one of hidden values; `allowed` are words that people of other names use as words."""
        known = {value.hash: (value.kind, value.atoms) for value in values}
        return cls(
            key=key,
            kinds={hash_: kind for hash_, (kind, _) in known.items()},
            lengths=sorted({atoms for _, atoms in known.values()}, reverse=True),
            allowed=frozenset(fold(word) for word in allowed),
        )

    def find(self, text: str) -> Iterator[Span]:
        """Yield each place where a value stands that was hidden before. A single name counts with a capital only."""
        if not self.kinds:
            return
        atoms = cut_atoms(text)
        for first in range(len(atoms)):
            for length in self.lengths:
                run = atoms[first : first + length]
                if len(run) < length:
                    continue
                if length == 1 and (run[0][2] in self.allowed or not _may_stand_alone(text, run[0])):
                    continue
                kind = self.kinds.get(_hash([atom for _, _, atom in run], self.key))
                if kind:
                    yield Span(run[0][0], run[-1][1], kind)
                    break


def _may_stand_alone(text: str, atom: tuple[int, int, str]) -> bool:
    start, end, folded = atom
    if folded.isdigit():
        return len(folded) >= SHORTEST_NUMBER
    return len(folded) >= SHORTEST_NAME and text[start:end][:1].isupper()


def _hash(atoms: Iterable[str], key: bytes) -> str:
    return hashlib.blake2b("\x1f".join(atoms).encode("utf-8", "replace"), key=key[:64], digest_size=8).hexdigest()
