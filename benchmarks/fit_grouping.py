"""Fit how probable it is that two enquiries ask the same (`enquiry2article/same_question.py`) on labelled corpora.

    python benchmarks/fit_grouping.py            cross-validated figures, each corpus judged by a fit without it
    python benchmarks/fit_grouping.py --write    and write enquiry2article/resources/grouping/same_question.json

The corpora stand in `tests/cases/grouping` (one a file: id, text, label, reply), `tests/cases/examples` and
`tests/cases/year`; they are read, cleaned, redacted and embedded as `run` does it. Draws of 60 to 170 of their
enquiries, and the same without replies, are fitted too, so that a probability means the same in a small export. Last it
prints from which level a question is firm (`enquiry2article/firmness.py`). About twenty minutes; `--cache FOLDER` keeps
what was read.
"""

from __future__ import annotations

import argparse
import csv
import json
import pickle
import random
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import adjusted_rand_score

from enquiry2article.domain.cluster import ALONE, Detail
from enquiry2article.domain.vectors import Labels, Replied, Vectors
from enquiry2article.embedding.similarity import compare
from enquiry2article.questions.grouping.consensus import ConsensusGrouper
from enquiry2article.questions.grouping.firmness import rate_group
from enquiry2article.questions.grouping.same_question import Conversations, compute_probability, measure_pairs

CASES = Path(__file__).parent.parent / "tests" / "cases"
CORPORA, EXAMPLES, YEAR = CASES / "grouping", CASES / "examples", CASES / "year"
FITTED = Path(__file__).parent.parent / "enquiry2article" / "resources" / "grouping" / "same_question.json"

DRAWS = (60, 100, 170)
FEWEST_PAIRS = 300
"""Pairs of a draw from which it is fitted."""
ALL_PAIRS = ("surroundings", "asked_meaning")
ANSWERED_PAIRS = (*ALL_PAIRS, "asked_words", "replied_meaning", "replied_words")
FIRM_PURITY = 0.9
"""Share of the enquiries of firm questions that ask what most of theirs ask."""
FEWEST_FIRM = 10
"""Groups above a level from which it is one."""


@dataclass(frozen=True)
class Corpus:
    """Enquiries and which of them ask the same; entry i of each field is of text i."""

    name: str
    texts: Sequence[str]
    vectors: Vectors
    weights: Sequence[int]
    replied: Replied
    labels: Sequence[str]

    def draw(self, count: int, seed: str) -> Corpus:
        """Return a draw of the texts, the same for the same seed."""
        rows = sorted(random.Random(f"{self.name} {count} {seed}").sample(range(len(self.texts)), count))
        return replace(
            self,
            texts=[self.texts[row] for row in rows],
            vectors=self.vectors[rows],
            weights=[self.weights[row] for row in rows],
            replied=self.replied.take(rows),
            labels=[self.labels[row] for row in rows],
        )

    def forget_replies(self) -> Corpus:
        """Return the corpus as it would be if nobody had replied."""
        return replace(self, replied=Replied.nothing(len(self.texts)))


def list_corpora() -> Iterator[tuple[str, list[Path], dict[str, str]]]:
    """Give the name of each corpus, its exports, and the label of each enquiry that asks something by its id."""
    for path in sorted(CORPORA.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        export = Path(tempfile.mkdtemp()) / f"{path.stem}.csv"
        with export.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "question", "answer"])
            writer.writerows([row["id"], row["text"], row["reply"]] for row in rows)
        yield path.stem, [export], {row["id"]: row["label"] for row in rows}
    for name, export in (("shop", "helpdesk.csv"), ("software", "tickets.json"), ("workshop", "anfragen.csv")):
        truth = tomllib.loads((EXAMPLES / f"{name}.toml").read_text(encoding="utf-8"))
        label_of = {str(id_): question["key"] for question in truth["question"] for id_ in question["ids"]}
        once = {str(id_): f"once {id_}" for id_ in truth.get("alone", {}).get("ids", [])}
        yield name, [EXAMPLES.parent.parent.parent / "examples" / name / export], label_of | once
    with (YEAR / "truth.csv").open(encoding="utf-8", newline="") as file:
        labels = {row["key"]: row["label"] for row in csv.DictReader(file) if row["label"] != "noise"}
    once = {key: f"once {key}" if label == "alone" else label for key, label in labels.items()}
    yield "year", sorted((YEAR / "exports").glob("*.csv")), once


def read_corpus(name: str, exports: Sequence[Path], label_of: Mapping[str, str]) -> Corpus:
    """Read exports as `run` does it, and keep the enquiries that have a label."""
    from enquiry2article.answers.reply_sentences import list_said
    from enquiry2article.answers.vouched_words import read_vouched_replies
    from enquiry2article.cli.tools import make_tools
    from enquiry2article.domain.export import ReadOptions
    from enquiry2article.domain.settings import Settings
    from enquiry2article.ingest.read import read_exports
    from enquiry2article.pipeline.options import Parts
    from enquiry2article.pipeline.prepare import prepare_enquiries
    from enquiry2article.questions.grouping.reply_evidence import drop_uninformative, gather_replies
    from enquiry2article.text.canonical import canonicalise

    tools = make_tools(Parts())
    read = read_exports(list(exports), tools.readers, ReadOptions())
    enquiries = prepare_enquiries(read, b"fit", Settings().privacy, (), lambda what, done, of: None)
    asking = [e for e in enquiries if not e.noise and e.id in label_of]
    said = list_said(read_vouched_replies(asking, []))
    texts = sorted({text for e in asking for text in (e.text, *said[e.id])}, key=lambda text: (len(text), text))
    vectors = dict(zip(texts, tools.embedder.embed(texts), strict=True))
    said = drop_uninformative(said, {e.id: e.text for e in asking}, vectors)
    same: dict[str, list[str]] = {}
    text_of = {}
    for enquiry in sorted(asking, key=lambda e: (e.text, e.id)):
        same.setdefault(canonicalise(enquiry.text), []).append(enquiry.id)
        text_of.setdefault(canonicalise(enquiry.text), enquiry.text)
    wordings = sorted(same)
    own = [[sentence for id_ in same[wording] for sentence in said[id_]] for wording in wordings]
    rows_of = np.array([vectors[text_of[wording]] for wording in wordings], dtype=np.float32)
    return Corpus(
        name,
        [text_of[wording] for wording in wordings],
        rows_of,
        [len(same[wording]) for wording in wordings],
        gather_replies(own, vectors, rows_of.shape[1]),
        [label_of[same[wording][0]] for wording in wordings],
    )


def vary(corpus: Corpus) -> Iterator[Corpus]:
    """Give a corpus whole, in draws, and without its replies."""
    made = [corpus]
    for count in DRAWS:
        if len(corpus.texts) > 1.25 * count:
            made += [corpus.draw(count, seed) for seed in ("a", "b")]
    yield from made
    if any(corpus.replied.texts):
        yield from (one.forget_replies() for one in made[::3])


Table = tuple[NDArray[np.float32], NDArray[np.bool_]]


def tabulate(corpus: Corpus) -> dict[str, Table]:
    """Return the measures of the pairs of a corpus and whether they ask the same, by the model they are for."""
    conversations = Conversations.learn(corpus.texts, corpus.vectors, corpus.weights, corpus.replied)
    measures = measure_pairs(conversations, compare(conversations.told, conversations.told))
    left, right = np.triu_indices(len(corpus.texts), 1)
    labels = np.array(corpus.labels)
    same = labels[left] == labels[right]
    both = conversations.answered[left] & conversations.answered[right]
    made = {}
    for model, names, rows in (("asked", ALL_PAIRS, ~both), ("answered", ANSWERED_PAIRS, both)):
        if rows.sum() >= FEWEST_PAIRS and same[rows].any():
            table = np.stack([measures[name][left[rows], right[rows]] for name in names], axis=1)
            made[model] = (table.astype(np.float32), same[rows])
    return made


def fit(tables: Sequence[Table], names: Sequence[str]) -> dict[str, float]:
    """Fit one regression; each corpus, and each draw, weighs the same."""
    rows = np.concatenate([table for table, _ in tables])
    same = np.concatenate([own for _, own in tables])
    weights = np.concatenate([np.full(len(own), 1000 / len(own)) for _, own in tables])
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    model = LogisticRegression(max_iter=400).fit((rows - mean) / spread, same, sample_weight=weights)
    coefficients = model.coef_[0] / spread
    fitted = {"intercept": float(model.intercept_[0] - (coefficients * mean).sum())}
    return {
        key: round(value, 3)
        for key, value in (fitted | dict(zip(names, map(float, coefficients), strict=True))).items()
    }


def fit_models(tables: Sequence[Mapping[str, Table]]) -> dict[str, dict[str, float]]:
    """Fit the regression for all pairs and the one for pairs that were both answered."""
    return {
        model: fit([own[model] for own in tables if model in own], names)
        for model, names in (("asked", ALL_PAIRS), ("answered", ANSWERED_PAIRS))
    }


def group(corpus: Corpus) -> Labels:
    """Group a corpus as a run does it."""
    return ConsensusGrouper().group(
        corpus.texts, corpus.vectors, corpus.weights, replied=corpus.replied, detail=Detail.USUAL, min_volume=3
    )


Group = tuple[float, int, int]
"""How firm a group is, how many of its enquiries ask what most of them ask, and how many there are."""


def rate(corpus: Corpus, found: Labels) -> list[Group]:
    """Rate the groups that were found."""
    conversations = Conversations.learn(corpus.texts, corpus.vectors, corpus.weights, corpus.replied)
    measures = measure_pairs(conversations, compare(conversations.told, conversations.told))
    probable = compute_probability(conversations, measures)
    rated = []
    for label in np.unique(found[found != ALONE]):
        rows = np.flatnonzero(found == label)
        weights = [corpus.weights[row] for row in rows]
        asked: Counter[str] = Counter()
        for row in rows:
            asked[corpus.labels[row]] += corpus.weights[row]
        firm = rate_group(probable[np.ix_(rows, rows)], weights, [corpus.replied.texts[row] for row in rows])
        if firm is not None:
            rated.append((firm, max(asked.values()), sum(weights)))
    return rated


def find_firm(rated: Mapping[str, Sequence[Group]]) -> float:
    """Return the lowest level from which groups are pure enough; each corpus weighs the same. 1.0 where none is."""
    table = np.array([
        (firm, most / share, size / share)
        for own in rated.values()
        for share in [sum(size for _, _, size in own)]
        for firm, most, size in own
    ])  # fmt: skip
    for level in np.arange(0.1, 1.0, 0.01):
        firm = table[table[:, 0] >= level]
        if len(firm) >= FEWEST_FIRM and firm[:, 1].sum() >= FIRM_PURITY * firm[:, 2].sum():
            return round(float(level), 2)
    return 1.0


def print_firm(rated: Mapping[str, Sequence[Group]]) -> None:
    """Print from which level a group is firm, and how pure firm and loose ones are, each corpus by that of the others.

    `rated` gives the groups of each corpus, rated by the regression that was fitted without it.
    """
    print(f"firm from {find_firm(rated)}\n{'corpus':18} {'firm':>14} {'pure':>5} {'loose':>6} {'pure':>5}")
    sums = np.zeros(4)
    for name, own in rated.items():
        level = find_firm({other: groups for other, groups in rated.items() if other != name})
        table = np.array(own)
        firm = table[:, 0] >= level
        counts = np.array([table[firm, 2].sum(), table[firm, 1].sum(), table[~firm, 2].sum(), table[~firm, 1].sum()])
        sums += counts
        print(f"{name:18} {int(firm.sum()):4} of {len(own):4}  {_show_pure(counts)}")
    print(f"{'all':18} {sums[0] / (sums[0] + sums[2]):14.1%} {_show_pure(sums)}")


def _show_pure(counts: NDArray[np.float64]) -> str:
    pure = (f"{own / size:.2f}" if size else "-" for size, own in (counts[:2], counts[2:]))
    return "{:>6} {:>12}".format(*pure)


def judge(corpus: Corpus, found: Labels) -> tuple[float, float, float, float]:
    """Return ARI, purity, and the shares left alone of what is asked once and of what is asked three times or more."""
    labels = np.array(corpus.labels)
    own = np.where(found == ALONE, -1 - np.arange(len(found)), found)
    often = Counter(corpus.labels)
    once = np.array([often[label] == 1 for label in corpus.labels])
    recurs = np.array([often[label] >= 3 for label in corpus.labels])
    grouped = [Counter(labels[found == group]).most_common(1)[0][1] for group in np.unique(found[found != ALONE])]
    return (
        adjusted_rand_score(labels, own),
        sum(grouped) / max(1, int((found != ALONE).sum())),
        float((found[once] == ALONE).mean()) if once.any() else float("nan"),
        float((found[recurs] == ALONE).mean()) if recurs.any() else float("nan"),
    )


def main() -> None:
    """Read, fit without each corpus in turn, print, and write the fit of all."""
    from enquiry2article.questions.grouping import same_question

    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--write", action="store_true")
    arguments.add_argument("--cache", type=Path)
    options = arguments.parse_args()
    corpora = []
    for name, exports, label_of in list_corpora():
        kept = options.cache / f"{name}.pickle" if options.cache else None
        corpus = pickle.loads(kept.read_bytes()) if kept and kept.exists() else read_corpus(name, exports, label_of)
        if kept:
            kept.write_bytes(pickle.dumps(corpus))
        corpora.append(corpus)
    tables = {corpus.name: [tabulate(one) for one in vary(corpus)] for corpus in corpora}
    whole = fit_models([table for own in tables.values() for table in own])
    print(json.dumps(whole, indent=2))
    rated: dict[str, list[Group]] = {}
    print(f"{'corpus':18} {'whole: ARI pure once often':>28} {'draws of 60 to 170':>24}")
    for corpus in corpora:
        models = fit_models([table for name, own in tables.items() if name != corpus.name for table in own])
        same_question.load_models = lambda models=models: models  # type: ignore[assignment]
        figures = []
        for one in vary(corpus):
            found = group(one)
            rated.setdefault(corpus.name, []).extend(rate(one, found))
            if any(one.replied.texts) == any(corpus.replied.texts):
                figures.append(judge(one, found))
        draws = np.nanmean(np.array(figures[1:]), axis=0) if len(figures) > 1 else np.full(4, np.nan)
        print(
            f"{corpus.name:18} "
            + "  ".join(f"{v:5.2f}" for v in figures[0])
            + "   |  "
            + "  ".join(f"{v:5.2f}" for v in draws)
        )
    print_firm(rated)
    if options.write:
        FITTED.write_text(json.dumps(whole, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
