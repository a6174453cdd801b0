"""The words of a text and the pieces they are made of, for languages whose meaning the encoder does not know.

"Gutscheincode", "Geschenkgutschein" and "gutschien" share most of their pieces; no list of endings or compounds is
needed, so one way serves every language. What goes together in a company's texts (a flat tyre and a tube) is learnt
from these texts alone, by latent semantic analysis.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import regex
from numpy.typing import NDArray
from scipy import sparse

from enquiry2article.text.keywords import is_sign, strip_placeholders
from enquiry2article.text.language import guess_language
from enquiry2article.text.stop_words import give_stop_words
from enquiry2article.text.words import fold, split_words

PIECE_LETTERS = 4
"""Three, five, or several lengths at once are as good, within the noise; stems of the language add nothing to them."""

PIECE_SIGNS = 2
"""As `PIECE_LETTERS`, of Chinese characters, kana and Hangul, each of which says as much as several letters."""

MOST_COMMON = 0.5
"""Share of the texts above which a piece tells nothing: a little word of a language whose list we lack."""

LATENT_DIRECTIONS = 80

LATENT_TEXTS = 1500
"""Texts that the directions are learnt from: n² memory. Of more, every so many-th."""

FEWEST_LATENT_TEXTS = 6
"""Fewer texts have no directions but their own words."""

_SIGNS = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "aa"})


def fold_spelling(word: str) -> str:
    """Bring a word to the form in which those who type no accents would write it: "Räder" and "Raeder" are one.

    >>> fold_spelling("Räder") == fold_spelling("raeder")
    True
    """
    return fold(word.lower().translate(_UMLAUTS))


@functools.lru_cache(maxsize=20_000)  # grouping, cross-validation and matching ask for the same texts in turn
def list_subwords(text: str) -> tuple[str, ...]:
    """Return the telling words of a text and their pieces, each once, in their order; pieces begin with "#"."""
    little = _fold_stop_words(guess_language(text))
    words = (fold_spelling(word) for word in split_words(strip_placeholders(text)))
    found: dict[str, None] = {}
    for word in words:
        if (len(word) > 1 or is_sign(word)) and word not in little:
            found.setdefault(word)
            length = PIECE_SIGNS if _SIGNS.search(word) else PIECE_LETTERS
            for start in range(len(word) - length + 1):
                found.setdefault(f"#{word[start : start + length]}")
    return tuple(found)


@functools.cache
def _fold_stop_words(language: str) -> frozenset[str]:
    return frozenset(fold_spelling(word) for word in give_stop_words(language))


@dataclass(frozen=True, slots=True)
class Pieces:
    """What texts of one language taught about its words."""

    columns: Mapping[str, int]
    """Piece → its column."""
    rarity: NDArray[np.float32]
    """Weight of each column."""
    directions: NDArray[np.float32]
    """What goes together: shape (columns, k), k being 0 where the texts are too few."""
    middle: NDArray[np.float32]
    """Mean of the texts in these directions: shape (k,)."""

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Pieces:
        """Learn from texts. Only pieces that two texts have, and not most, count."""
        frequency = Counter(piece for text in texts for piece in list_subwords(text))
        most = max(3.0, MOST_COMMON * len(texts))
        shared = sorted(piece for piece, count in frequency.items() if 1 < count <= most)
        rarity = [1 + np.log((1 + len(texts)) / (1 + frequency[piece])) for piece in shared]
        plain = cls(
            columns={piece: column for column, piece in enumerate(shared)},
            rarity=np.array(rarity, dtype=np.float32),
            directions=np.zeros((max(1, len(shared)), 0), dtype=np.float32),
            middle=np.zeros(0, dtype=np.float32),
        )
        if len(texts) < FEWEST_LATENT_TEXTS or not shared:
            return plain
        table = plain.weigh(texts)
        chosen = np.unique(np.linspace(0, len(texts) - 1, min(len(texts), LATENT_TEXTS)).round().astype(np.int64))
        directions = find_directions(table[chosen])
        middle = np.asarray((table @ directions).mean(axis=0), dtype=np.float32)
        return cls(columns=plain.columns, rarity=plain.rarity, directions=directions, middle=middle)

    def weigh(self, texts: Sequence[str]) -> sparse.csr_array:
        """Return the weights of each text's pieces; rows of length 1, or empty for a text without a known piece."""
        own = [sorted(self.columns[piece] for piece in list_subwords(text) if piece in self.columns) for text in texts]
        return make_table(own, self.rarity)


def make_table(own: Sequence[Sequence[int]], rarity: NDArray[np.float32]) -> sparse.csr_array:
    """Make a table of weights from the columns that each row has; rows have length 1, or are empty."""
    values = [rarity[row] / max(float(np.linalg.norm(rarity[row])), 1e-9) for row in own]
    return sparse.csr_array(
        (
            np.concatenate([*values, np.zeros(0, dtype=np.float32)]),
            np.array([column for row in own for column in row], dtype=np.int64),
            np.cumsum([0, *(len(row) for row in own)]),
        ),
        shape=(len(own), max(1, len(rarity))),
    )


def find_directions(table: sparse.csr_array) -> NDArray[np.float32]:
    """Return the directions in which the rows differ most: shape (columns, up to `LATENT_DIRECTIONS`).

    Latent semantic analysis (Deerwester and others 1990), by the eigenvectors of the rows' products, which are small.
    """
    values, vectors = np.linalg.eigh((table @ table.T).toarray().astype(np.float64))
    kept = np.flatnonzero(values > 1e-6 * max(float(values[-1]), 1e-9))[-LATENT_DIRECTIONS:]
    return np.asarray(table.T @ (vectors[:, kept] / np.sqrt(values[kept])), dtype=np.float32)
