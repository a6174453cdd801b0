"""Finds what looks personal by how a sentence is put: a small network's view of each word, and its description.

The network is Rampart (National Design Studio, CC BY 4.0; see docs/privacy.md), a BERT of six layers fine-tuned to find
personal data; what its fifth layer makes of a word is joined to the word's description and weighed by a logistic
regression that `benchmarks/fit_tagger.py` fits (`resources/privacy/tagger.json`). It is asked about one sentence after
the other, because a sentence is what may be published, and only about sentences that hold something to ask about.
"""

from __future__ import annotations

import functools
import itertools
import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from typing import Any, Final

import numpy as np

from enquiry2article.domain.offline import import_onnxruntime
from enquiry2article.privacy.cues import CLASSES, classify_word
from enquiry2article.privacy.description import (
    COLUMNS,
    Floats,
    Word,
    cut_words,
    describe_words,
    is_worth_asking,
)
from enquiry2article.privacy.ner import cut_sentences
from enquiry2article.privacy.recognisers.reference_numbers import follows_product_word
from enquiry2article.privacy.recognisers.spans import ATOM, Span, touches
from enquiry2article.text.language import guess_language
from enquiry2article.text.placeholders import PLACEHOLDER
from enquiry2article.text.vocabulary import find_places, is_word, read_names
from enquiry2article.text.words import fold

KINDS: Final = ("", "name", "address", "phone", "password", "id number", "handle", "health")
"""What a word may be; the first is nothing personal."""
PATTERNS: Final = ("name", "address", "phone", "password", "order", "id number", "handle", "number plate")
"""Kinds of which a recogniser's finding is told to the tagger."""
LIKELY: Final = 0.65
"""From here on a word is taken out."""
DOUBTFUL: Final = 0.55
"""From here on its sentence is doubtful."""
GIVEN_STAYS: Final = 0.35
"""Below, a given name that nothing introduces is a product's or a book's: "the Oskar shelf"."""
PLACED_STAYS: Final = 0.15
"""Below, what stands as a name is one of a thing: "the book Mrs Winter's Night"."""
MOST_TOKENS: Final = 254
_CACHED: Final = 20_000
_GAP: Final = re.compile(r"[ ,.'’–-]{1,2}")
"""What may stand between two words of one value."""
_GAPS: Final = {"name": re.compile(r"[ '’-]")}
"""The same for a kind of which one value follows the other: "Anna, Bertil and Clara"."""
_PUBLIC_NUMBER: Final = re.compile(
    r"\d{1,2}[:.h]\d{2}(?::\d{2})?h?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|(?:19|20)\d\d|M\d{1,2}(?:x\d+)?|\d+[.,]\d{1,2}"
    r"|97[89][-\d]{10,15}|v?\d+(?:\.\d+){1,3}|\d{1,3}/\d{2}|R\d\d|\d{1,3}(?:\.|st|nd|rd|th|er|º)"
)
"""Times, days, years, screws, prices, ISBNs, versions, tyres, ordinals."""
_MEASURE_AFTER: Final = re.compile(
    r"(?i)\s?(?:[x×%€£$°²³]|(?:eur|euros?|usd|gbp|chf|kr|z[łl]|cm|mm|km|m|kg|g|mg|ml|dl|cl|l|[kmgt]b|k?wh?|v|k|hz|uhr|h|min|sec"
    r"|px|pcs|stück|items?|units?|pieces|pages|seiten)(?!\w))"
)
_MEASURE_BEFORE: Final = re.compile(r"[x×€£$±]\s?$")
_NUMBERS: Final = frozenset({"id number", "password"})
MOST_DIGITS_OF_A_MODEL: Final = 6
_NEAR: Final = 80
_ANNOUNCING: Final = frozenset(
    CLASSES.index(name)
    for name in (
        "number",
        "secret",
        "plate",
        "bank",
        "birth",
        "account",
        "phone",
        "extension",
        "yours",
        "pronoun",
        "delivery",
    )
)
_BANK: Final = re.compile(r"(?:BIC|SWIFT)\W{0,3}$")
"""The code of a bank says nothing of its customer."""
_VARIABLE: Final = re.compile(r".?(?:\[\[|\{\{|\{%) ?[\w.]+ ?(?:\]\]|\}\}|%\})", re.DOTALL)
"""What a template fills in: "[[first_name]]"."""
SURE_WORD: Final = 0.9
"""From here on a word of a dictionary is taken for a name: "Mrs Winter", "Thanks, Grace"."""
_FEW: Final = 24
_REPEATED: Final = 6
"""A text of more words than these of which less than a sixth differ says the same over and over."""
_MARKUP: Final = re.compile(r"[{}]\s?[\"']|</?\w+[ >]|\w\(\)|\w = \w|;$")
"""Structured data and programs: their numbers and names are those of a machine."""


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
    from tokenizers import Tokenizer

    onnxruntime = import_onnxruntime()
    folder = files("enquiry2article").joinpath("resources", "privacy", "rampart")
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1  # twice as fast as two: a sentence is too short to be shared
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
    return _tag(text, tuple((span.start, span.end, span.kind) for span in found if span.kind in PATTERNS))


@functools.lru_cache(maxsize=_CACHED)
def _tag(text: str, told: tuple[tuple[int, int, str], ...]) -> tuple[Tagged, ...]:
    words = cut_words(text)
    if not words or _only_repeats(words):
        return ()
    language = guess_language(text)
    if not told and not is_worth_asking(words, language):
        return ()
    found = [Span(start, end, kind) for start, end, kind in told]
    chances = load_weights().judge(describe_sentence(text, words, found, language))
    best = chances[:, 1:].argmax(axis=1) + 1
    return tuple(
        Tagged(word.start, word.end, float(1 - chances[at, 0]), KINDS[best[at]]) for at, word in enumerate(words)
    )


def _only_repeats(words: Sequence[Word]) -> bool:
    """Return whether a text is a few words again and again: no sentence, and of each word the network says another."""
    return len(words) > _FEW and len({word.text for word in words}) * _REPEATED < len(words)


def tag_text(text: str, found: Sequence[Span]) -> list[Tagged]:
    """Return how likely each word of a text is personal, sentence by sentence, in its order.

    `found` is what recognisers found in it, sorted and without overlaps. Sentences that are not worth asking about, and
    structured data, give no words.
    """
    tagged: list[Tagged] = []
    place = 0
    for start, end in cut_sentences(text):
        sentence = text[start:end]
        while place < len(found) and found[place].end <= start:
            place += 1
        inside = [span for span in found[place : place + MOST_TOKENS] if span.start < end]
        if not _MARKUP.search(sentence):
            told = [replace(span, start=max(0, span.start - start), end=span.end - start) for span in inside]
            tagged += (
                replace(word, start=start + word.start, end=start + word.end) for word in tag_sentence(sentence, told)
            )
    return tagged


def find_tagged(
    text: str, tagged: Sequence[Tagged], found: Sequence[Span], least: float = LIKELY, most: float = 1.01
) -> Iterator[Span]:
    """Find words that look personal; neighbours of one kind are one span.

    `found` is what recognisers found in the text, sorted; it and placeholders are passed over. A span's score is that
    of its likeliest word: from `least` on and below `most`.
    """
    taken = [(span.start, span.end) for span in found]
    if "[" in text:
        taken = sorted({*taken, *(match.span() for match in PLACEHOLDER.finditer(text))})
    last: Span | None = None
    for word in tagged:
        if not least <= word.score < most:
            continue
        span = Span(word.start, word.end, word.kind, word.score)
        if touches(span, taken) or _is_left_to_others(text, span):
            continue
        gap = _GAPS.get(span.kind, _GAP)
        if last and span.kind == last.kind and gap.fullmatch(text, last.end, span.start):
            last = Span(last.start, span.end, last.kind, max(last.score, span.score))
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _is_announced(text: str, span: Span) -> bool:
    """Return whether words near a number speak of somebody's number at all, or it is too long for a model's name.

    "Is a DCD796 heavy?" names a drill, "your case DCD796" a case.
    """
    if sum(map(str.isdigit, text[span.start : span.end])) > MOST_DIGITS_OF_A_MODEL:
        return True
    near = ATOM.findall(text, max(0, span.start - _NEAR), span.end + _NEAR)
    return any(not classify_word(fold(word), "").isdisjoint(_ANNOUNCING) for word in near)


MIXED: Final = ("en", "de", "fr", "es")
"""Languages of which a text may hold words whatever its own; the dictionaries of others take seconds to open."""


def _is_left_to_others(text: str, span: Span) -> bool:
    """Return whether a recogniser of one kind knows better, or a word is public by its form or what stands beside it.

    Signs of the net, numbers of parts, measures, times and days; and for names words of a dictionary.
    """
    word = text[span.start : span.end]
    if not any(map(str.isalnum, word)) or word.startswith("@") or "://" in word or word.startswith("www."):
        return True
    if _BANK.search(text, max(0, span.start - 10), span.start) or _VARIABLE.match(text, max(0, span.start - 3)):
        return True
    if any(map(str.isdigit, word)):
        return (
            bool(_PUBLIC_NUMBER.fullmatch(word))
            or bool(_MEASURE_AFTER.match(text, span.end))
            or bool(_MEASURE_BEFORE.search(text, max(0, span.start - 4), span.start))
            or follows_product_word(text, span.start)
            or (span.kind in _NUMBERS and not _is_announced(text, span))
        )
    if span.kind != "name":
        return len(word) == 1
    if _is_place(text, span):
        return True
    if word.islower():
        known = any(is_word(word, code) for code in {guess_language(text), *MIXED})
        return known and word not in read_names("given_names.txt")
    return span.score < SURE_WORD and is_word(word, guess_language(text))


def _is_place(text: str, span: Span) -> bool:
    """Return whether a word is a country's or a large town's name that nobody bears, and stands beside no other
    name.
    """
    if fold(text[span.start : span.end]) in read_names("given_names.txt"):
        return False
    near = (max(0, span.start - _NEAR), span.end + _NEAR)
    for start, end in find_places(text[slice(*near)], {guess_language(text), *MIXED}):
        start, end = near[0] + start, near[0] + end
        if start <= span.start and span.end <= end:
            before, after = _BESIDE_BEFORE.search(text, near[0], start), _BESIDE_AFTER.match(text, end)
            return not any(word and _may_be_name(word[1], text) for word in (before, after))
    return False


_BESIDE_BEFORE: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]+|\[name\])[ -]$")
_BESIDE_AFTER: Final = re.compile(r"[ -]([^\W\d_]+|\[name\])")


def _may_be_name(word: str, text: str) -> bool:
    """Return whether a word beside another that may be a surname can be somebody's name: "Anna Holland"."""
    if not word[0].isupper():
        return word[0] == "["
    return fold(word) in read_names("given_names.txt") or not any(
        is_word(word, code) for code in {guess_language(text), "en"}
    )


def score_span(tagged: Sequence[Tagged], span: Span) -> float:
    """Compute how likely a span of a text is personal: the score of its likeliest word, 1 where none was asked."""
    place = bisect_left(tagged, span.start, key=lambda word: word.end)
    inside = itertools.takewhile(lambda word: word.start < span.end, tagged[place : place + MOST_TOKENS])
    return max((word.score for word in inside if word.end > span.start), default=1.0)
