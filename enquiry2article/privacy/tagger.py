"""Finds what looks personal by how a sentence is put: a small network's view of each word, and its description.

The network is Rampart (National Design Studio, CC BY 4.0; see docs/privacy.md), a BERT of six layers fine-tuned to find
personal data; what its fifth layer makes of a word is joined to the word's description and weighed by a logistic
regression that `benchmarks/fit_tagger.py` fits (`resources/privacy/tagger.json`). It is asked about one sentence after
the other, because a sentence is what may be published, and only about sentences that hold something to ask about.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import Any, Final

import numpy as np

from enquiry2article.privacy.description import COLUMNS, Floats, Word, cut_words, describe_words, is_worth_asking
from enquiry2article.privacy.recognisers.spans import Span
from enquiry2article.text import guess_language

KINDS: Final = ("", "name", "address", "phone", "password", "id number", "handle", "health")
"""What a word may be; the first is nothing personal."""
PATTERNS: Final = ("name", "address", "phone", "password", "order", "id number", "handle", "number plate")
"""Kinds of which a recogniser's finding is told to the tagger."""
MOST_TOKENS: Final = 254
_CACHED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Tagged:
    """A word of a text and how likely it belongs to something personal."""

    start: int
    end: int
    score: float
    kind: str
    """The likeliest kind of personal data, a key of `PLACEHOLDERS`."""


@dataclass(frozen=True)
class Weights:
    """A fitted logistic regression: `classes × columns`, on values that were brought to mean 0 and deviation 1."""

    mean: Floats
    scale: Floats
    weights: Floats
    bias: Floats

    def judge(self, rows: Floats) -> Floats:
        """Compute the probability of each kind for each row."""
        values = ((rows - self.mean) / self.scale) @ self.weights.T + self.bias
        values = np.exp(values - values.max(axis=1, keepdims=True))
        return np.asarray(values / values.sum(axis=1, keepdims=True), dtype=np.float32)


@functools.cache
def load_weights() -> Weights:
    """Read the fitted weights. Raises ValueError where they were fitted to other columns."""
    told = json.loads(files("enquiry2article").joinpath("resources", "privacy", "tagger.json").read_text("utf-8"))
    if told["columns"] != [*COLUMNS, *PATTERNS] or told["kinds"] != list(KINDS):
        raise ValueError("resources/privacy/tagger.json was fitted to other columns: run benchmarks/fit_tagger.py")
    return Weights(*(np.array(told[name], dtype=np.float32) for name in ("mean", "scale", "weights", "bias")))


@functools.cache
def _open_network() -> tuple[Any, Any]:
    import onnxruntime
    from tokenizers import Tokenizer

    folder = files("enquiry2article").joinpath("resources", "privacy", "rampart")
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    with as_file(folder.joinpath("layers.onnx")) as model, as_file(folder.joinpath("tokenizer.json")) as vocabulary:
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(vocabulary))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)
    return session, tokenizer


def read_words(text: str, words: Sequence[Word]) -> Floats:
    """Compute what the network makes of each word: the mean over its pieces, 384 columns; zeros past its length."""
    session, tokenizer = _open_network()
    encoding = tokenizer.encode(text)
    tokens = np.array([encoding.ids], dtype=np.int64)
    told = session.run(
        None, {"input_ids": tokens, "attention_mask": np.ones_like(tokens), "token_type_ids": np.zeros_like(tokens)}
    )[0][0]
    rows = np.zeros((len(words), told.shape[1]), dtype=np.float32)
    place = 0
    for at, word in enumerate(words):
        while place < len(encoding.offsets) and encoding.offsets[place][1] <= word.start:
            place += 1
        last = place
        while last < len(encoding.offsets) and encoding.offsets[last][0] < word.end and encoding.offsets[last][1]:
            last += 1
        if last > place:
            rows[at] = told[place:last].mean(axis=0)
    return rows


def describe_sentence(text: str, words: Sequence[Word], found: Sequence[Span], language: str) -> Floats:
    """Compute all columns for each word of a sentence: description, what recognisers found, and the network's view."""
    patterns = np.zeros((len(words), len(PATTERNS)), dtype=np.float32)
    for at, word in enumerate(words):
        for span in found:
            if span.start < word.end and span.end > word.start and span.kind in PATTERNS:
                patterns[at, PATTERNS.index(span.kind)] = 1
    return np.hstack([describe_words(text, words, language), patterns, read_words(text, words)])


def tag_sentence(text: str, found: Sequence[Span] = ()) -> tuple[Tagged, ...]:
    """Return how likely each word of a sentence is personal, and what. `found` is what recognisers found in it."""
    return _tag(text, tuple(span for span in found if span.kind in PATTERNS))


@functools.lru_cache(maxsize=_CACHED)
def _tag(text: str, found: tuple[Span, ...]) -> tuple[Tagged, ...]:
    words = cut_words(text)
    if not words:
        return ()
    language = guess_language(text)
    if not found and not is_worth_asking(words, language):
        return ()
    chances = load_weights().judge(describe_sentence(text, words, found, language))
    best = chances[:, 1:].argmax(axis=1) + 1
    return tuple(
        Tagged(word.start, word.end, float(1 - chances[at, 0]), KINDS[best[at]]) for at, word in enumerate(words)
    )
