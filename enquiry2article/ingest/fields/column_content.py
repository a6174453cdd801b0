"""Measures what the cells of a table's columns are like: how long, how varied, whether they ask, whether they greet.

Nothing is decided here; `ingest/fields/column_model` weighs the measures.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log1p
from typing import Final

from enquiry2article.cleaning.field_names import find_words, list_forms, load_columns, rank_names
from enquiry2article.text.dates import looks_like_date
from enquiry2article.text.words import fold_accents

HEADED: Final = ("question", "answer", "comment", "subject", "name", "agent", "id", "date", "email", "phone")
"""Fields whose headings are a sign of the model."""
_WORDED: Final = (*HEADED, "to_customer", "note")
_OTHERS: Final = ("status", "channel", "tags", "rating", "customer", "personal", "handling", "private", "kind")
MOST_CELLS: Final = 40_000
"""Cells of a table that are measured; the wider it is, the fewer rows."""
_MOST_TEXTS: Final = 40
"""Cells of a column whose words are looked at."""
_MOST_ROWS: Final = 200
_FEWEST_ROWS: Final = 3
_BEGINNING: Final = 500
_END: Final = 160

_ASKS: Final = re.compile("[?？؟]")
_SENTENCE_END: Final = re.compile(r"[.!?…](?=\s|$)|[。！？]|\n")
_WIDE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_FIGURES: Final = re.compile(r"[\d\s.,:;%+/()$€£-]+")
_CODE: Final = re.compile(r"#?(?=\S*\d)[\w./#:-]{1,60}")
_ADDRESS: Final = re.compile(r"(?<![^@\s,;<>])[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]{2,}")
_ADDRESSED: Final = re.compile(r".{0,60}[(<]?[^@\s,;<>(]+@[^@\s,;<>)]+\.[^@\s,;<>)]{2,}[)>]?")
_PHONE: Final = re.compile(r"(?:\+|00?|\()[\d\s()./-]{6,20}\d|\d[\d]*(?:[\s/-]\d{2,}){2,}")
_LINK: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PERSON: Final = re.compile(r"(?:[^\W\d_]\.? ?|[^\W\d_][\w'’.-]*[, ]{0,2}){1,4}")
_STAMP: Final = re.compile(
    r"[\[(*\s]{0,3}(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[,T ]{0,2})?\d{1,2}:\d{2}|.{1,60}?\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
)
"""How a line begins that says when somebody wrote what follows."""
_MARKUP: Final = re.compile(r"<[^<>]{0,300}>")


@dataclass(frozen=True, slots=True)
class Measured:
    """A column's heading with what was measured of its cells."""

    name: str
    place: int
    filled: float
    """Share of the rows in which it is filled."""
    features: Mapping[str, float]
    texts: Sequence[str]
    """The cells that are filled, of the rows that were looked at."""


def take_sample(rows: Sequence[Sequence[str]], width: int) -> Sequence[Sequence[str]]:
    """Return as many of the rows as may be looked at in a table of this width."""
    return rows[: max(_FEWEST_ROWS, min(_MOST_ROWS, MOST_CELLS // max(width, 1)))]


def measure_columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Measured]:
    """Measure each column of a table, alone and beside the others. `rows` are some of its first rows."""
    sample = take_sample(rows, len(header))
    alone = [_measure(name, place, sample) for place, name in enumerate(header)]
    return _compare(alone, sample)


def _measure(name: str, place: int, rows: Sequence[Sequence[str]]) -> Measured:
    cells = [row[place].strip() for row in rows if place < len(row)]
    texts = [cell for cell in cells if cell]
    features = dict(_read_heading(name))
    if texts:
        features |= _measure_all(texts) | _measure_words(texts[:_MOST_TEXTS])
        # What makes a text one of two: a sign of one field may be worth more in a text than in a label.
        for sign in ("asks", "asking", "replying", "noting", "greeting", "sign_off", "repeats"):
            features[f"text_{sign}"] = features["text"] * features[sign]
    features["empty"] = float(not texts)
    features["filled"] = len(texts) / len(cells) if cells else 0.0
    return Measured(name, place, features["filled"], features, texts)


@functools.lru_cache(maxsize=4096)
def _read_heading(name: str) -> Mapping[str, float]:
    forms = set(list_forms(name))
    ranks = rank_names()
    found = {f"is_{field}": 1.0 for field in HEADED if not forms.isdisjoint(ranks[field])}
    found |= {f"has_{field}": 1.0 for field in find_words(name) if field in _WORDED}
    if any(not forms.isdisjoint(ranks[field]) for field in _OTHERS):
        found["is_other"] = 1.0
    if not found:
        found["unknown"] = 1.0
    return found


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values)


def _measure_all(texts: Sequence[str]) -> dict[str, float]:
    distinct = len(set(texts)) / len(texts)
    several = (len(texts) - 1) / (len(texts) + 3)  # of few cells nothing can be said
    words = [_count_words(text) for text in texts]
    letters = sum(sign.isalpha() for text in texts for sign in text[:_BEGINNING])
    signs = sum(min(len(text), _BEGINNING) for text in texts)
    mean = sum(min(count, 80) for count in words) / len(words)
    text = float(mean >= 4 and letters >= 0.55 * signs)
    figures = _share([bool(_FIGURES.fullmatch(cell)) for cell in texts])
    short = _share([count <= 6 and len(cell) <= 60 for count, cell in zip(words, texts, strict=True)])
    return {
        "repeats": (1 - distinct) * several,
        "choice": float(len(texts) >= 5 and len(set(texts)) <= max(2, len(texts) // 8)),
        "length": log1p(mean),
        "text": text,
        "label": short * (1 - figures),
        "figures": figures,
        "code": _share([bool(_CODE.fullmatch(cell)) for cell in texts]),
    }


def _count_words(text: str) -> int:
    flat = text[:2_000]
    wide = len(_WIDE.findall(flat))
    return len(flat.split()) + wide // 2


@functools.cache
def _load_cues() -> Mapping[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Return kind of cue → words and pairs of words, and what stands anywhere in scripts without spaces."""
    found = {}
    for kind, cues in load_columns()["cues"].items():
        folded = [fold_accents(cue) for cue in cues]
        wide = tuple(cue for cue in folded if _WIDE.search(cue))
        found[kind] = (frozenset(cue for cue in folded if cue not in wide), wide)
    return found


def _measure_words(texts: Sequence[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for text in texts:
        for sign, value in _measure_text(text).items():
            found[sign] = found.get(sign, 0.0) + value
    return {sign: value / len(texts) for sign, value in found.items()}


@functools.lru_cache(maxsize=4096)
def _measure_text(text: str) -> Mapping[str, float]:
    flat = _MARKUP.sub(" ", text[:3_000]) if "<" in text else text[:3_000]
    begin = fold_accents(flat[:_BEGINNING])
    tokens = _tokenise(begin)
    end = _tokenise(fold_accents(flat[-_END:]))
    found = {
        "asks": float(bool(_ASKS.search(flat))),
        "ends_asking": float(bool(_ASKS.search(flat.rstrip()[-2:]))),
        "sentences": min(len(_SENTENCE_END.findall(flat[:_BEGINNING])), 6) / 6,
        "date": float(looks_like_date(text)),
        "address": float(len(text) < 120 and bool(_ADDRESSED.fullmatch(text))),
        "phone": float(len(text) < 30 and bool(_PHONE.fullmatch(text)) and not looks_like_date(text)),
        "link": float(bool(_LINK.fullmatch(text))),
        "person": float(len(text) <= 40 and bool(_PERSON.fullmatch(text)) and _is_capitalised(text)),
        "stamp": float(bool(_STAMP.match(flat)) and len(flat) > 40),
    }
    for kind, (words, wide) in _load_cues().items():
        if kind in ("greeting", "sign_off"):
            part = _first(tokens) if kind == "greeting" else end
            near = begin[:20] if kind == "greeting" else fold_accents(flat[-_END:])
            found[kind] = float(not words.isdisjoint(part) or any(word in near for word in wide))
        else:
            count = sum(token in words for token in tokens) + sum(word in begin for word in wide) * 2
            found[kind] = min(count * 8 / (len(tokens) / 2 + 8), 2.0) / 2
    return found


def _tokenise(text: str) -> list[str]:
    """Return the words, and each pair of neighbours joined by "_"."""
    words = _WORD.findall(text)
    return [*words, *(f"{one}_{other}" for one, other in pairwise(words))]


def _first(tokens: Sequence[str]) -> set[str]:
    half = (len(tokens) + 1) // 2
    return {*tokens[: min(3, half)], *tokens[half : half + 2]}


def _is_capitalised(text: str) -> bool:
    words = [word for word in re.split(r"[\s,]+", text) if word]
    return all(not word[0].isalpha() or word[0].isupper() or not word[0].islower() or len(word) < 4 for word in words)


def _compare(columns: Sequence[Measured], rows: Sequence[Sequence[str]]) -> list[Measured]:
    """Add to each column's measures what it is beside the others."""
    writing = [column for column in columns if column.features.get("text")]
    longest = max(writing, key=lambda column: column.features["length"], default=None)
    asks = sorted((column.features["asks"] for column in writing), reverse=True)
    repeats = sorted((column.features["repeats"] for column in writing), reverse=True)
    most = longest.features["length"] if longest else 1.0
    compared = []
    for column in columns:
        more: dict[str, float] = {}
        mine = column.features
        if mine.get("text"):
            more["alone"] = float(len(writing) == 1)
            more["shorter"] = mine["length"] / most
            more["first_text"] = float(column is writing[0])
            if len(writing) > 1:
                more["asks_more"] = mine["asks"] - (asks[1] if mine["asks"] == asks[0] else asks[0])
                more["repeats_more"] = mine["repeats"] - (repeats[1] if mine["repeats"] == repeats[0] else repeats[0])
                more["behind_text"] = float(any(other.place < column.place for other in writing))
        elif mine.get("label") and longest is not None:
            more["no_text"] = 0.0
            more["of_text"] = _share_words(column, writing, rows)
        elif mine.get("label"):
            more["no_text"] = 1.0
        compared.append(
            Measured(column.name, column.place, column.filled, {**mine, **more}, column.texts) if more else column
        )
    return compared


def _share_words(column: Measured, writing: Sequence[Measured], rows: Sequence[Sequence[str]]) -> float:
    """Return the share of rows in which a label has a word of the row's own texts: a title has, a person hardly ever.

    Whoever signs a text has a word in it too. But a name begins with a capital there, and nobody else writes it.
    """
    places = [other.place for other in writing][:4]
    few = rows[:_MOST_TEXTS]
    said = ["\n".join(row[place][:1_500] for place in places if place < len(row)) for row in few]
    folded = [fold_accents(text) for text in said]
    labels = [row[column.place].strip() if column.place < len(row) else "" for row in few]
    hits = count = 0
    for number, label in enumerate(labels):
        words = [word[:5] for word in _WORD.findall(fold_accents(label)) if len(word) >= 4]
        wide = [label[place : place + 2] for place in range(len(label) - 1)] if _WIDE.search(label) else []
        if words or wide:
            count += 1
            others = [text for text, other in zip(folded, labels, strict=True) if other and other != label]
            hits += any(pair in said[number] for pair in wide) or any(
                word in folded[number] and (word in said[number] or any(word in text for text in others))
                for word in words
            )
    return hits / count if count else 0.0
