"""Features of a sentence for the fitted models, hashed into a fixed number of places, and the reading of their weights.

Words, pairs of words, word beginnings and endings, and a few signs (Weinberger et al. 2009, feature hashing,
https://arxiv.org/abs/0902.2206).
"""

from __future__ import annotations

import base64
import itertools
import re
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 18
"""Hashed features are counted in so many places."""

VECTOR_WEIGHT = 2.0
"""What a vector of length 1 is multiplied by beside features that are 0 or 1."""

_TOKEN = re.compile(r"\[[a-z ]{3,20}\]|[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[^\w\s]")
_WAY = re.compile(r"\w\s?[>→›]\s?\w")
_CAPITAL_INSIDE = re.compile(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Þ][a-zà-ÿ]")
_LONGEST = 60
"""Tokens of a sentence that are looked at."""


def list_features(reply: Sequence[str]) -> list[list[str]]:
    """List the features of each sentence of a reply, each feature once, in a fixed order."""
    return [_list_of_one(text, place, len(reply)) for place, text in enumerate(reply)]


def hash_feature(feature: str) -> int:
    """Return the bucket of a feature: the same on every machine."""
    return zlib.crc32(feature.encode()) % BUCKETS


def _list_of_one(text: str, place: int, count: int) -> list[str]:
    plain = text.replace("’", "'")
    tokens = ["0" if token.isdigit() else token.lower() for token in _TOKEN.findall(plain)[:_LONGEST]]
    words = [token for token in tokens if token[0].isalpha() or token[0] == "["]
    found = dict.fromkeys([f"word {token}" for token in tokens])
    found.update(dict.fromkeys(f"pair {left} {right}" for left, right in itertools.pairwise(tokens)))
    found.update(dict.fromkeys(f"begins {word[:5]}" for word in words if len(word) > 5))
    found.update(dict.fromkeys(f"ends {word[-3:]}" for word in words if len(word) > 4))
    found[f"first {words[0] if words else ''}"] = None
    found[f"two first {' '.join(words[:2])}"] = None
    found[f"last {tokens[-1] if tokens else ''}"] = None
    found[f"length {min(len(words) // 3, 8)}"] = None
    signs = {
        "digit": any(sign.isdigit() for sign in plain),
        "way": _WAY.search(plain) is not None,
        "capital inside": _CAPITAL_INSIDE.search(plain) is not None,
        "placeholder": any(word[0] == "[" for word in words),
        "opens the reply": place == 0,
        "ends the reply": place == count - 1,
        "last but one": place == count - 2,
        "alone": count == 1,
    }
    return [*found, *(name for name, holds in signs.items() if holds)]


def pack_weights(weights: NDArray[np.float64]) -> dict[str, Any]:
    """Pack weights as whole numbers of one byte and their scale, for a file of the package."""
    scale = float(np.abs(weights).max()) / 127
    small = np.round(weights / scale).astype(np.int8)
    data = base64.b85encode(zlib.compress(small.tobytes(), 9)).decode("ascii")
    return {"scale": round(scale, 8), "data": data}


def unpack_weights(packed: Mapping[str, Any], columns: int) -> NDArray[np.float32]:
    """Unpack what `pack_weights` gave: shape (n, columns)."""
    small = np.frombuffer(zlib.decompress(base64.b85decode(packed["data"])), dtype=np.int8)
    return small.reshape(-1, columns).astype(np.float32) * np.float32(packed["scale"])
