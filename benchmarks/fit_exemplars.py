"""Fit which cut reply may lead an article, and which title may stand above it; tell how good both models are.

    python benchmarks/fit_exemplars.py            # cross-validation over replies
    python benchmarks/fit_exemplars.py --write    # ... and the weights, fitted on all, into the package

tests/cases/exemplars/graded.jsonl holds replies as `answers.conversations` cut them, of exports and labelled replies
that were written for this purpose, each graded by a reader as the body of an article (P, E, R, X; whether its first
sentence answers by itself), and the titles made of its question (2 good as it is, 1 after editing, 0 bad).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import scipy.sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from enquiry2article.answers.exemplars import measure_texts
from enquiry2article.embedding.minilm import MinilmEmbedder
from enquiry2article.questions.naming.title_form import WORD_WEIGHT, list_title_features, measure_title
from enquiry2article.text.hashed_features import BUCKETS, hash_feature, pack_weights

ROOT = Path(__file__).resolve().parent.parent
GRADED = ROOT / "tests" / "cases" / "exemplars" / "graded.jsonl"
RESOURCES = ROOT / "enquiry2article" / "resources"
FOLDS = 10
TITLE_STRENGTH = 0.3
WORTH = {"P": 1.0, "E": 0.6, "R": 0.1, "X": 0.0}
"""What a grade counts, from 0 to 1."""
NOT_AT_ONCE = 0.35
"""What a reply counts whose first sentence does not answer by itself."""


def fit_expected(matrix, values, strength):
    """Fit the expected value, 0..1, of what is graded: each row counts as good with its value, as bad with the rest."""
    twice = scipy.sparse.vstack([matrix, matrix]).tocsr()
    target = np.repeat([True, False], len(values))
    estimator = LogisticRegression(C=strength, max_iter=2000)
    return estimator.fit(twice, target, sample_weight=np.concatenate([values, 1 - values]))


def predict_unseen(matrix, values, groups, strength):
    found = np.zeros(len(values))
    for seen, unseen in GroupKFold(FOLDS).split(matrix, values, groups):
        found[unseen] = fit_expected(matrix[seen], values[seen], strength).predict_proba(matrix[unseen])[:, 1]
    return found


def fit_replies(graded, write):
    own = [{**item["measures"], **measure_texts(item["kept"])} for item in graded]
    names = sorted({name for measures in own for name in measures} - {"helped"})
    matrix = scipy.sparse.csr_matrix([[measures.get(name, 0.0) for name in names] for measures in own])
    first = np.array([item["first"] == 1 for item in graded])
    grades = np.array([item["grade"] for item in graded])
    worth = np.array([WORTH[grade] for grade in grades]) * np.where(first, 1.0, NOT_AT_ONCE)
    found = predict_unseen(matrix, worth, np.arange(len(graded)), 1.0)
    published, edited = (grades == "P") & first, np.isin(grades, ["P", "E"])
    print(
        f"replies: {len(graded)} graded, {published.mean():.3f} published as they are and answer at once,"
        f" {edited.mean():.3f} published after editing, {np.mean(grades == 'X'):.3f} never; area under the curve"
        f" {roc_auc_score(published, found):.3f} for the first, {roc_auc_score(edited, found):.3f} for the second"
    )
    for least in (0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8):
        taken = found >= least
        shares = (published[taken].mean(), edited[taken].mean(), np.mean(grades[taken] == "X"), taken.mean())
        print("  at {}: as they are {:.3f}, after editing {:.3f}, never {:.3f}; {:.3f} of all".format(least, *shares))
    model = fit_expected(matrix, worth, 1.0)
    weights = {name: round(float(weight), 4) for name, weight in zip(names, model.coef_[0], strict=True)}
    print(weights)
    if write:
        stored = {"intercept": round(float(model.intercept_[0]), 4), **weights}
        (RESOURCES / "answers" / "exemplar_model.json").write_text(
            json.dumps(stored, indent=1) + "\n", encoding="utf-8"
        )


def fit_titles(graded, write):
    rows = [(item, title, grade) for item in graded for title, grade in item["titles"]]
    texts = sorted(
        {text for item in graded for text in (item["question"], *item["kept"], *(t for t, _ in item["titles"]))}
    )
    vectors = dict(zip(texts, np.asarray(MinilmEmbedder().embed(texts)), strict=True))
    measures = []
    for item, title, _ in rows:
        mean = np.mean([vectors[text] for text in item["kept"]], axis=0)
        mean /= np.linalg.norm(mean)
        measures.append(
            measure_title(
                title,
                to_reply=float(vectors[title] @ mean),
                to_first=float(vectors[title] @ vectors[item["kept"][0]]),
                to_asked=float(vectors[title] @ vectors[item["question"]]),
            )
        )
    names = sorted(measures[0])
    dense = np.array([[own[name] for name in names] for own in measures])
    places = [[hash_feature(feature) for feature in list_title_features(title)] for _, title, _ in rows]
    index = [row for row, own in enumerate(places) for _ in own]
    words = scipy.sparse.csr_matrix(
        (np.full(len(index), WORD_WEIGHT), (index, [place for own in places for place in own])),
        shape=(len(rows), BUCKETS),
    )
    matrix = scipy.sparse.hstack([words, scipy.sparse.csr_matrix(dense)]).tocsr()
    groups = np.array([place for place, item in enumerate(graded) for _ in item["titles"]])
    grades = np.array([grade for *_, grade in rows])
    found = predict_unseen(matrix, grades / 2, groups, TITLE_STRENGTH)
    print(f"\ntitles: {len(rows)}; area under the curve for 'good as it is' {roc_auc_score(grades == 2, found):.3f},"
          f" for 'good after editing' {roc_auc_score(grades >= 1, found):.3f}")  # fmt: skip
    for least in (0.2, 0.3, 0.4, 0.5, 0.6):
        taken = found >= least
        print(
            f"  at {least}: of {taken.sum()} {np.mean(grades[taken] == 2):.3f} as they are,"
            f" {np.mean(grades[taken] == 0):.3f} bad"
        )
    model = fit_expected(matrix, grades / 2, TITLE_STRENGTH)
    weights = model.coef_[0]
    print({name: round(float(w), 3) for name, w in zip(names, weights[BUCKETS:], strict=True)})
    if write:
        stored = {
            "intercept": round(float(model.intercept_[0]), 4),
            "measures": {name: round(float(w), 4) for name, w in zip(names, weights[BUCKETS:], strict=True)},
            "words": pack_weights(weights[:BUCKETS]),
        }
        (RESOURCES / "naming" / "title_model.json").write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    graded = [json.loads(line) for line in GRADED.read_text(encoding="utf-8").splitlines() if line.strip()]
    fit_replies(graded, options.write)
    fit_titles(graded, options.write)


if __name__ == "__main__":
    main()
