"""Fit how likely a post is to answer what is asked, and tell how good it is on companies that it has not seen.

    python benchmarks/fit_post_marks.py [--workspaces FOLDER]

Posts: tests/cases/coverage and tests/cases/existing_posts, written by hand. The questions on record are the labelled
ones of the six trades, and what a run finds in the four examples (kept in FOLDER/<company>, made there where they are
not). Prints the weights of `posts/coverage/post_marks`, and for each post left out with its company how sure it was of
the right question.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from enquiry2article.answers.sentence_classes import GENERAL, classify_sentences
from enquiry2article.cli.reading import load_readers
from enquiry2article.domain.export import ReadOptions
from enquiry2article.domain.post import Post, PostSection
from enquiry2article.embedding.minilm import MinilmEmbedder
from enquiry2article.ingest.read import read_exports
from enquiry2article.posts.coverage.parts import same_page
from enquiry2article.posts.coverage.post_marks import LEAST_ABOUT, PASSAGE, PostMarker, list_headings, list_sentences
from enquiry2article.posts.read import read_posts
from enquiry2article.storage.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"
POSTS = CASES / "existing_posts"
NOW = datetime(2026, 11, 30, tzinfo=UTC)
STRENGTH = {"about": 0.3, "useful": 2.0}
"""C of scikit-learn's LogisticRegression, on signs of deviation 1."""
ANSWERS = {"full", "short", "title", "section", "against"}


def make_post(entry):
    """Make a post of a labelled one; its sections are what stands below headings of two signs."""
    text = entry.get("text", "").strip()
    blocks = text.split("\n## ")
    sections = tuple(
        PostSection(heading=block.split("\n", 1)[0], anchor="", text=block.split("\n", 1)[-1]) for block in blocks[1:]
    )
    return Post(url=entry.get("url", ""), title=entry["title"], text=text, sections=sections)


def read_trades():
    """Read the trades: name, wordings and answers by question, posts with what they are to each question."""
    more = tomllib.loads((POSTS / "trades.toml").read_text(encoding="utf-8"))["post"]
    for path in sorted((CASES / "coverage").glob("*.toml")):
        trade = tomllib.loads(path.read_text(encoding="utf-8"))
        kinds = defaultdict(dict)
        for question in trade["question"]:
            if question["label"] in ("answered", "partly", "differs"):
                kind = "against" if question["label"] == "differs" else "section" if "section" in question else "full"
                for url in filter(None, (question.get("post"), question.get("twin"))):
                    kinds[url][question["id"]] = kind
            if "only_title" in question:
                kinds[question["only_title"]][question["id"]] = "other"
        posts = [(make_post(entry), kinds[entry["url"]]) for entry in trade["post"] if "language" not in entry]
        posts += [
            (make_post(entry), {entry["question"]: entry["kind"]}) for entry in more if entry["trade"] == path.stem
        ]
        wordings = {q["id"]: [*q["wordings"], q["title"]] for q in trade["question"]}
        answers = {q["id"]: [line.split(" | ")[1] for line in q["answer"]] for q in trade["question"]}
        yield path.stem, wordings, answers, posts


def read_companies(folder):
    """Read the examples, with the questions that a run finds in them and the posts of their companies.

    A question that a run finds is the labelled one that most of its enquiries are labelled with. Where it holds three
    or more enquiries of the question that a post is about, and more of another, it is neither.
    """
    truth = json.loads((POSTS / "companies" / "truth.json").read_text(encoding="utf-8"))
    for company in sorted({entry["company"] for entry in truth}):
        workspace = folder / company
        export = next((ROOT / "examples" / company).glob("*.*"))
        if not workspace.exists():
            command = [sys.executable, "-m", "enquiry2article", "run", export, "-w", workspace, "--quiet"]
            subprocess.run([*map(str, command), "-o", str(folder / f"{company}-posts")], check=True)
        with Workspace.open(workspace) as state:
            questions, wordings = state.results.load_questions(), state.results.load_wordings()
        label = read_labels(company, export)
        held = {q.id: Counter(label.get(id_, "") for id_ in q.enquiry_ids) for q in questions}
        posts = []
        for post in read_posts([POSTS / "companies" / company], now=NOW).posts:
            entry = next((e for e in truth if same_page(e["url"], post.url) or e["title"] == post.title), None)
            kinds = {}
            for id_, counts in held.items() if entry else ():
                most = counts.most_common(1)[0][0]
                if most == entry["question"]:
                    kinds[id_] = entry["kind"]
                elif counts[entry["question"]] >= 3:
                    kinds[id_] = "unclear"
            posts.append((post, kinds))
        answers = {q.id: [statement.text for statement in q.answer.statements] for q in questions}
        yield company, {q.id: wordings.get(q.id, [q.title]) for q in questions}, answers, posts


def read_labels(company, export):
    """Read which enquiry asks which labelled question; rows without an id are known by their place in the file."""
    labelled = tomllib.loads((CASES / "examples" / f"{company}.toml").read_text(encoding="utf-8"))
    found = {str(id_): question["key"] for question in labelled["question"] for id_ in question.get("ids", ())}
    enquiries = read_exports([export], load_readers(), ReadOptions()).enquiries if not found else ()
    in_order = sorted(enquiries, key=lambda enquiry: int(enquiry.source.rsplit(":", 1)[1]))
    rows = {row: question["key"] for question in labelled["question"] for row in question.get("rows", ())}
    return found | {enquiry.id: rows.get(row, "") for row, enquiry in enumerate(in_order, start=1)}


def list_rows(name, wordings, answers, posts, embed):
    """List for each post and question the signs, and what the one is to the other."""
    texts = {text for own in (*wordings.values(), *answers.values()) for text in own}
    texts |= {text for post, _ in posts for text in (*list_headings(post), *list_sentences(post))}
    vectors = embed(texts)
    marker = PostMarker(wordings, answers, vectors, MinilmEmbedder().name)
    rows = []
    for post, kinds in posts:
        for shown in dict.fromkeys([post, replace(post, text="", sections=(), description="")]):
            signs = marker._look(shown)
            if signs is None:
                continue
            own = [(place,) for place in range(len(marker.ids))]
            listed = signs.list_signs(signs.headings.max(axis=0), signs.text, signs.said, own)
            general = classify_sentences(signs.sentences, list(signs.rows), MinilmEmbedder().name)[:, GENERAL]
            for place, id_ in enumerate(marker.ids):
                known, row = listed[place]
                useful = []
                if signs.text is not None:
                    passage = np.argsort(-signs.text[:, place])[:PASSAGE]
                    useful = [float(general[passage].mean()), *([row[6]] if known == "answer" else [])]
                rows.append((name, post.title, known, row, useful, kinds.get(id_, ""), shown is post, id_))
    return rows


def fit(rows, label, signs, strength, weigh):
    """Fit one regression; returns the weights, the constant last."""
    table, labels = np.array([signs(row) for row in rows]), np.array([label(row) for row in rows])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=strength))
    model.fit(table, labels, logisticregression__sample_weight=np.array([weigh(row) for row in rows]))
    slopes = model[1].coef_[0] / model[0].scale_
    return np.round([*slopes, model[1].intercept_[0] - slopes @ model[0].mean_], 2)


def fit_all(rows):
    """Fit every regression of `posts/coverage/post_marks`; of a post whose text is known, its title alone counts for
    half."""
    clear = [row for row in rows if row[5] != "unclear"]
    lengths = {"title": 3, "text": 6, "answer": 9}
    weights = {}
    for known, length in lengths.items():
        use = [
            row for row in clear
            if len(row[3]) >= length
            and (row[6] or row[5] not in ("section", "other"))
            and (known != "title" or row[5] != "other")
        ]  # fmt: skip
        weights["about", known] = fit(
            use, lambda row: bool(row[5]), lambda row, length=length: row[3][:length], STRENGTH["about"],
            lambda row: 1.0 if row[6] else 0.5,
        )  # fmt: skip
    for known, length in {"text": 1, "answer": 2}.items():
        use = [row for row in clear if row[5] and len(row[4]) >= length]
        weights["useful", known] = fit(
            use, lambda row: row[5] in ANSWERS, lambda row, length=length: row[4][:length], STRENGTH["useful"],
            lambda row: 1.0,
        )  # fmt: skip
    return weights


def tell(weights, row):
    """Return the two probabilities of a row."""
    about = 1 / (1 + np.exp(-(weights["about", row[2]] @ [*row[3], 1])))
    if row[2] == "title" or about < LEAST_ABOUT:
        return about, 1.0 if row[2] == "title" else 0.0
    return about, 1 / (1 + np.exp(-(weights["useful", row[2]] @ [*row[4], 1])))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--workspaces", type=Path)
    folder = parser.parse_args().workspaces or Path(tempfile.mkdtemp())
    embedder, known = MinilmEmbedder(), {}

    def embed(texts):
        new = sorted({text for text in texts if text.strip()} - known.keys(), key=lambda text: (len(text), text))
        known.update(zip(new, embedder.embed(new), strict=True) if new else ())
        return {text: known[text] for text in texts if text in known}

    rows = [row for company in (*read_trades(), *read_companies(folder)) for row in list_rows(*company, embed)]
    for name, weights in fit_all(rows).items():
        print(*name, tuple(weights.tolist()))
    found = defaultdict(list)
    for name in sorted({row[0] for row in rows}):
        weights = fit_all([row for row in rows if row[0] != name])
        for row in rows:
            if row[0] == name and row[6]:
                found[name, row[1]].append((*tell(weights, row), row[5] or "-", row[7]))
    for (name, title), marks in found.items():
        best = sorted(marks, reverse=True)[:2]
        right = sorted((mark for mark in marks if mark[2] not in ("-", "unclear")), reverse=True)[:1]
        print(f"{name[:9]:9s} {title[:34]:34s}", *(f"{k:7s} {a:.2f} x {u:.2f} = {a * u:.2f};" for a, u, k, _ in right),
              "most:", *(f"{k} {a:.2f} x {u:.2f};" for a, u, k, _ in best))  # fmt: skip
    for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        told = [mark for marks in found.values() for mark in marks if mark[0] * mark[1] >= least]
        wanted = sum(mark[2] in ANSWERS for marks in found.values() for mark in marks)
        right = sum(mark[2] in ANSWERS for mark in told)
        print(f"score {least}: {right} of {len(told)} right, of {wanted} that answer")


if __name__ == "__main__":
    main()
