"""Fit the classifier of reply sentences, and tell how good it is on trades that it has not seen.

    python benchmarks/fit_sentences.py            # cross-validation over the authors of the replies, by language
    python benchmarks/fit_sentences.py --write    # ... and the weights, fitted on all, into the package

The labelled replies were written by hand for this purpose: tests/cases/sentences/*.jsonl, one conversation a line, each
sentence with one of the four classes of `answers.sentence_classes`. Those with a `group` are replies to one question,
where agents say the same to several customers: they teach what it means that a sentence recurs.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np
import scipy.optimize
import scipy.sparse
import scipy.special
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from enquiry2article.answers.sentence_classes import CLASSES, GENERAL, count_doublings
from enquiry2article.embedding.minilm import MinilmEmbedder
from enquiry2article.text.hashed_features import BUCKETS, VECTOR_WEIGHT, hash_feature, list_features, pack_weights
from enquiry2article.text.words import normalise

ROOT = Path(__file__).resolve().parent.parent
LABELLED = ROOT / "tests" / "cases" / "sentences"
GRADED = ROOT / "tests" / "cases" / "exemplars" / "graded.jsonl"
MODEL = ROOT / "enquiry2article" / "resources" / "answers" / "sentence_model.json"
STRENGTH = {"words_only": 0.3, "with_vectors": 0.3}
"""C of scikit-learn's LogisticRegression."""
FOLDS = 5
"""Files are held out together: replies of one author are alike."""
PENALTY = 0.5
"""Of the squared weights of recurrence."""


def read_labelled():
    """Read the labelled replies, and of the graded ones those of whole exports, with the sentences readers struck.

    Each sentence but manners stands once more by itself: replies of one sentence are too few among the labelled ones.
    """
    labelled = [
        {"source": path.stem, **json.loads(line)}
        for path in sorted(LABELLED.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    graded = [json.loads(line) for line in GRADED.read_text(encoding="utf-8").splitlines() if line.strip()]
    struck = [
        {"source": "graded", "lang": "en", "reply": [[text, _name_struck(text) if place in item["bad"] else "general"]
                                 for place, text in enumerate(item["kept"])]}
        for item in graded if not item["id"].startswith("lab")
    ]  # fmt: skip
    whole = labelled + struck
    return whole + [
        {"source": conversation["source"], "lang": conversation["lang"], "reply": [[text, label]]}
        for conversation in whole
        for text, label in conversation["reply"]
        if label != "courtesy" and len(conversation["reply"]) > 1
    ]


def _name_struck(text):
    return "handover" if text.rstrip().endswith("?") else "case"


def count_features(conversations):
    rows, places = [], []
    for conversation in conversations:
        for features in list_features([text for text, _ in conversation["reply"]]):
            found = [hash_feature(feature) for feature in features]
            rows += [len(places)] * len(found)
            places.append(found)
    columns = [place for found in places for place in found]
    shape = (len(places), BUCKETS)
    return scipy.sparse.csr_matrix((np.ones(len(columns)), (rows, columns)), shape=shape)


def count_recurring(conversations):
    """Count for each sentence in how many replies to the same question it stands; 0 where that is not known."""
    users = Counter(
        (c["group"], normalise(text))
        for c in conversations if "group" in c
        for text in {text for text, _ in c["reply"]}
    )  # fmt: skip
    return [users[c.get("group"), normalise(text)] for c in conversations for text, _ in c["reply"]]


def fit_recurrence(found, labels, counts):
    """Fit what a doubling of the replies that hold a sentence adds to the log-odds of each class against `GENERAL`.

    `found` are the probabilities of each sentence by its words, from a fit without any such question.
    """
    logs, doublings = np.log(np.clip(found, 1e-4, 1)), count_doublings(counts)[:, None]

    def weigh(weights):
        scores = logs + doublings * np.insert(weights, GENERAL, 0.0)
        return scipy.special.log_softmax(scores, axis=1)

    def lose(weights):
        return -weigh(weights)[np.arange(len(labels)), labels].sum() + PENALTY * np.square(weights).sum()

    weights = scipy.optimize.minimize(lose, np.zeros(len(CLASSES) - 1)).x
    return np.insert(weights, GENERAL, 0.0), np.exp(weigh(weights))


def measure_recurrence(found, labels, questions, counts):
    """Print what recurrence adds, each question judged by a fit without it, and return the weights fitted on all."""
    told = np.zeros_like(found)
    for seen, unseen in GroupKFold(9).split(found, labels, questions):
        weights, _ = fit_recurrence(found[seen], labels[seen], counts[seen])
        scores = np.log(np.clip(found[unseen], 1e-4, 1)) + count_doublings(counts[unseen])[:, None] * weights
        told[unseen] = scipy.special.softmax(scores, axis=1)
    for name, own in (("by its words", found), ("with recurrence", told)):
        sure, truly = own[:, GENERAL] >= 0.5, labels == GENERAL
        print(f"  {name}: {(own.argmax(axis=1) == labels).mean():.3f} of {len(labels)} sentences right;"
              f" general at 0.5: precision {truly[sure].mean():.3f}  recall {sure[truly].mean():.3f}")  # fmt: skip
    weights, _ = fit_recurrence(found, labels, counts)
    return weights


def make_estimator(name):
    return LogisticRegression(C=STRENGTH[name], max_iter=500)


def print_quality(name, matrix, labels, sources, languages):
    found = np.zeros((len(labels), len(CLASSES)))
    for seen, unseen in GroupKFold(FOLDS).split(matrix, labels, sources):
        found[unseen] = make_estimator(name).fit(matrix[seen], labels[seen]).predict_proba(matrix[unseen])
    chosen = found.argmax(axis=1)
    print(f"\n{name}: {(chosen == labels).mean():.3f} of {len(labels)} sentences right")
    for place, class_ in enumerate(CLASSES):
        taken, own = chosen == place, labels == place
        print(f"  {class_:9} precision {own[taken].mean():.3f}  recall {taken[own].mean():.3f}")
    for least in (0.5, 0.6, 0.7, 0.8):
        sure = found[:, GENERAL] >= least
        own = labels == GENERAL
        print(f"  general at {least}: precision {own[sure].mean():.3f}  recall {sure[own].mean():.3f}")
    print("  right by language:", {
        language: round(float((chosen == labels)[languages == language].mean()), 3)
        for language in sorted(set(languages.tolist()))
    })  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--quick", action="store_true", help="do not cross-validate")
    options = parser.parse_args()
    conversations = read_labelled()
    texts = [text for conversation in conversations for text, _ in conversation["reply"]]
    labels = np.array([CLASSES.index(label) for c in conversations for _, label in c["reply"]])
    sources = np.array([c["source"] for c in conversations for _ in c["reply"]])
    questions = np.array([c.get("group", "") for c in conversations for _ in c["reply"]])
    counts = np.array(count_recurring(conversations))
    languages = np.array([c["lang"] for c in conversations for _ in c["reply"]])
    embedder = MinilmEmbedder()
    vectors = np.asarray(embedder.embed(texts), dtype=np.float64)
    words = count_features(conversations)
    both = scipy.sparse.hstack([words, scipy.sparse.csr_matrix(VECTOR_WEIGHT * vectors)]).tocsr()
    shares = np.bincount(labels, minlength=len(CLASSES)) / len(labels)
    stored = {"encoder": embedder.name, "classes": CLASSES, "shares": np.round(shares, 4).tolist()}
    for name, matrix in (("words_only", words), ("with_vectors", both)):
        if not options.quick:
            print_quality(name, matrix, labels, sources, languages)
        known, others = counts > 0, sources != "recurring"
        found = make_estimator(name).fit(matrix[others], labels[others]).predict_proba(matrix[known])
        recurrence = measure_recurrence(found, labels[known], questions[known], counts[known])
        print("  a doubling adds", dict(zip(CLASSES, np.round(recurrence, 3).tolist(), strict=True)))
        if options.write:
            estimator = make_estimator(name).fit(matrix, labels)
            weights = estimator.coef_.T
            part = {
                "intercepts": [round(float(x), 6) for x in estimator.intercept_],
                "recurrence": [round(float(x), 3) for x in recurrence],
                "words": pack_weights(weights[:BUCKETS]),
            }
            if name == "with_vectors":
                part["vector"] = pack_weights(weights[BUCKETS:])
            stored[name] = part
    if options.write:
        MODEL.parent.mkdir(exist_ok=True)
        MODEL.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
