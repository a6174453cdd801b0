"""Fit the classifier of reply sentences, and tell how good it is on trades that it has not seen.

    python benchmarks/fit_sentences.py            # cross-validation over conversations, by language
    python benchmarks/fit_sentences.py --write    # ... and the weights, fitted on all, into the package

The labelled replies were written by hand for this purpose: tests/cases/sentences/*.jsonl, one conversation a line, each
sentence with one of the four classes of `answers.sentence_classes`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import scipy.sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from enquiry2article.answers.sentence_classes import CLASSES, GENERAL
from enquiry2article.embedders.minilm_embedder import MinilmEmbedder
from enquiry2article.hashed_features import BUCKETS, VECTOR_WEIGHT, hash_feature, list_features, pack_weights

ROOT = Path(__file__).resolve().parent.parent
LABELLED = ROOT / "tests" / "cases" / "sentences"
GRADED = ROOT / "tests" / "cases" / "exemplars" / "graded.jsonl"
MODEL = ROOT / "enquiry2article" / "resources" / "answers" / "sentence_model.json"
STRENGTH = {"words_only": 1.0, "with_vectors": 1.0}
"""C of scikit-learn's LogisticRegression."""
FOLDS = 5


def read_labelled():
    """Read the labelled replies, and of the graded ones those of whole exports, with the sentences readers struck.

    Each sentence but manners stands once more by itself: replies of one sentence are too few among the labelled ones.
    """
    labelled = [
        json.loads(line)
        for path in sorted(LABELLED.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    graded = [json.loads(line) for line in GRADED.read_text(encoding="utf-8").splitlines() if line.strip()]
    struck = [
        {"lang": "en", "reply": [[text, _name_struck(text) if place in item["bad"] else "general"]
                                 for place, text in enumerate(item["kept"])]}
        for item in graded if not item["id"].startswith("lab")
    ]  # fmt: skip
    whole = labelled + struck
    return whole + [
        {"lang": conversation["lang"], "reply": [[text, label]], "copy_of": place}
        for place, conversation in enumerate(whole)
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


def make_estimator(name):
    return LogisticRegression(C=STRENGTH[name], max_iter=500)


def tell_quality(name, matrix, labels, groups, languages):
    found = np.zeros((len(labels), len(CLASSES)))
    for seen, unseen in GroupKFold(FOLDS).split(matrix, labels, groups):
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
    options = parser.parse_args()
    conversations = read_labelled()
    texts = [text for conversation in conversations for text, _ in conversation["reply"]]
    labels = np.array([CLASSES.index(label) for c in conversations for _, label in c["reply"]])
    groups = np.array([c.get("copy_of", place) for place, c in enumerate(conversations) for _ in c["reply"]])
    languages = np.array([c["lang"] for c in conversations for _ in c["reply"]])
    embedder = MinilmEmbedder()
    vectors = np.asarray(embedder.embed(texts), dtype=np.float64)
    words = count_features(conversations)
    both = scipy.sparse.hstack([words, scipy.sparse.csr_matrix(VECTOR_WEIGHT * vectors)]).tocsr()
    stored = {"encoder": embedder.name, "classes": CLASSES}
    for name, matrix in (("words_only", words), ("with_vectors", both)):
        tell_quality(name, matrix, labels, groups, languages)
        if options.write:
            estimator = make_estimator(name).fit(matrix, labels)
            weights = estimator.coef_.T
            part = {
                "intercepts": [round(float(x), 6) for x in estimator.intercept_],
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
