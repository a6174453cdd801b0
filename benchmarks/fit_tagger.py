"""Fits the weights of `privacy/tagger.py` and says how well it does on sentences that it was not fitted to.

    python benchmarks/fit_tagger.py [--write]

Fitted to the filled templates of `planted_agents.py`, to mails of the half of `privacy_planted.py` that may be looked at, and
to the sentences written by hand; held out are, company by company, the sentences written by hand (five folds). Needs Faker.
"""
# ruff: noqa: E501 - one form of a value, one place in a line

from __future__ import annotations

import argparse
import json
import pickle
from collections import Counter
from pathlib import Path
from random import Random

import numpy as np
from planted_agents import Labelled, fill_templates, read_written
from privacy_planted import SEEDS, iterate_texts
from sklearn.linear_model import LogisticRegression

from enquiry2article.privacy.description import COLUMNS, cut_words
from enquiry2article.privacy.detection import find_patterns
from enquiry2article.privacy.ner import cut_sentences
from enquiry2article.privacy.tagger import KINDS, PATTERNS, Weights, describe_sentence
from enquiry2article.text.language import guess_language

OUT = Path(__file__).resolve().parent.parent / "enquiry2article" / "resources" / "privacy" / "tagger.json"
KIND_OF_MAIL = {
    "phone": "phone",
    "address": "address",
    "postcode": "address",
    "handle": "handle",
    "email": "handle",
    "password": "password",
    "key": "password",
}


def take_mails(limit: int) -> list[Labelled]:
    """Give sentences of the invented mails of the half that may be looked at."""
    taken = []
    for _, message in list(iterate_texts("seen", SEEDS["seen"]))[::7]:
        for start, end in cut_sentences(message.text):
            values = [
                (
                    max(p.start, start) - start,
                    min(p.end, end) - start,
                    "name" if p.kind.startswith("name") else KIND_OF_MAIL.get(p.kind, "id number"),
                )
                for p in message.planted
                if p.start < end and p.end > start
            ]
            taken.append(Labelled(message.text[start:end], tuple(values), "mail"))
    return taken[:limit]


def describe(sample: Labelled):
    """Give the words, the columns and the label of each word; -1 for words that count neither way."""
    words = cut_words(sample.text)
    rows = describe_sentence(sample.text, words, find_patterns(sample.text), guess_language(sample.text))
    labels = np.zeros(len(words), dtype=int)
    for at, word in enumerate(words):
        for start, end, kind in sample.values:
            if word.start < end and word.end > start:
                labels[at] = KINDS.index(kind)
        if any(word.start < end and word.end > start for start, end in sample.ignored):
            labels[at] = -1
    return words, rows, labels


def fit(samples, strength: float) -> Weights:
    """Fit the regression to described samples, each with a weight."""
    rows = np.vstack([rows for _, rows, _, _ in samples])
    labels = np.concatenate([labels for _, _, labels, _ in samples])
    counts = np.concatenate([np.full(len(labels), weight) for _, _, labels, weight in samples])
    known = labels >= 0
    rows, labels, counts = rows[known], labels[known], counts[known]
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    scale[scale < 0.01] = 1
    model = LogisticRegression(C=strength, max_iter=150).fit((rows - mean) / scale, labels, sample_weight=counts)
    return Weights(mean, scale, model.coef_, model.intercept_)


def judge(folds, thresholds=(0.3, 0.4, 0.5, 0.6, 0.7)):
    """Print how many values are found and how many public sentences stay, for each threshold."""
    for threshold in thresholds:
        found, planted, stay, public = Counter(), Counter(), 0, 0
        for sample, words, chances in folds:
            for start, end, kind in sample.values:
                inside = [
                    1 - chances[i, 0] >= threshold for i, w in enumerate(words) if w.start < end and w.end > start
                ]
                planted[kind] += 1
                found[kind] += np.mean(inside) >= 0.5
            if not sample.values:
                public += 1
                stay += not any(
                    1 - chances[i, 0] >= threshold
                    for i, w in enumerate(words)
                    if not any(w.start < end and w.end > start for start, end in sample.ignored)
                )
        print(
            threshold,
            "found",
            round(sum(found.values()) / sum(planted.values()), 3),
            "public stay",
            round(stay / public, 3),
            {k: f"{found[k]}/{planted[k]}" for k in planted},
        )


def judge_held_out(base, written, strength: float) -> None:
    """Print what is found of the sentences written by hand, company by company, and by templates and mails alone."""
    groups = sorted({sample.group for sample, *_ in written})
    folds = []
    for fold in range(5):
        out = set(groups[fold::5])
        weights = fit(
            base + [(words, rows, labels, 1.0) for s, words, rows, labels in written if s.group not in out],
            options.strength,
        )
        folds += [
            (s, words, weights.judge(rows)) for s, words, rows, labels in written if s.group in out and len(words)
        ]
    judge(folds)
    weights = fit(base, strength)
    print("fitted to templates and mails alone:")
    judge([(s, words, weights.judge(rows)) for s, words, rows, _ in written if len(words)])


def write_weights(weights: Weights) -> None:
    """Write the weights as the tagger reads them."""
    told = {"columns": [*COLUMNS, *PATTERNS], "kinds": list(KINDS)}
    for name in ("mean", "scale", "weights", "bias"):
        told[name] = np.round(getattr(weights, name).astype(float), 4).tolist()
    OUT.write_text(json.dumps(told) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", action="store_true", help="fit five times more, and judge what was held out")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--strength", type=float, default=0.003)
    parser.add_argument("--cache", default="")
    options = parser.parse_args()
    cache = Path(options.cache) if options.cache else None
    if cache and cache.exists():
        written, filled, mails = pickle.loads(cache.read_bytes())
    else:
        draw = Random(17)
        written = [(sample, *describe(sample)) for sample in read_written()]
        filled = [describe(sample) for sample in fill_templates(draw, options.rounds)]
        mails = [describe(sample) for sample in take_mails(2500)]
        if cache:
            cache.write_bytes(pickle.dumps((written, filled, mails)))
    base = [(*item, 0.5) for item in filled] + [(*item, 0.5) for item in mails]
    if options.folds:
        judge_held_out(base, written, options.strength)
    if options.write:
        write_weights(fit(base + [(*item[1:], 1.0) for item in written], options.strength))
