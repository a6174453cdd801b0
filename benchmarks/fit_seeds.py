"""Fit from which probability an enquiry is put under a question that the house knows (`enquiry2article/seeds.py`).

    python benchmarks/fit_seeds.py [--cache FILE]

The companies are the four examples, whose truth says what each question is about, whole and in draws of 30, 60 and 100
enquiries, and the six trades of `tests/cases/coverage`. Of each, eight questions are taken as known, several times
over, and four more whose enquiries are taken out: nobody asks those. Prints the level, and for each company, by the
level of the others, how much of what is put somewhere is right, and how much of what asks a known question is put
there; then the same without the four. Five minutes; `--cache` keeps what was read.
"""

from __future__ import annotations

import argparse
import pickle
import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from enquiry2article.questions.grouping import seeds

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"
EXPORTS = {"shop": "helpdesk.csv", "software": "tickets.json", "workshop": "anfragen.csv",
           "tradesman": "contact-form.csv"}  # fmt: skip
KNOWN, UNASKED = 8, 4
"""Questions that are taken as known: asked ones, and ones that nobody asks."""
TIMES = 10
DRAWS = (30, 60, 100)
RIGHT = 0.8
"""Share of what is put somewhere that is to be right."""


@dataclass(frozen=True)
class Company:
    """Enquiries, what each asks, and the titles of the questions; entry i of each list is of enquiry i."""

    name: str
    texts: Sequence[str]
    asks: Sequence[frozenset[str]]
    """Keys of the questions that it asks, also in second place."""
    main: Sequence[str]
    """The key of the question that it asks first, or ""."""
    said: Sequence[Sequence[str]]
    titles: Mapping[str, str]
    vectors: Mapping[str, NDArray[np.float32]]
    draw: str = "whole"

    def take(self, count: int, seed: str) -> Company:
        """Return a draw of the enquiries."""
        rows = sorted(random.Random(f"{self.name} {count} {seed}").sample(range(len(self.texts)), count))
        lists = {name: [getattr(self, name)[row] for row in rows] for name in ("texts", "asks", "main", "said")}
        return replace(self, draw=f"draws of {count}", **lists)


def read_example(name: str) -> Company:
    """Read an example as `run` does it."""
    from enquiry2article.answers.reply_sentences import list_said
    from enquiry2article.answers.vouched_words import read_vouched_replies
    from enquiry2article.cli.tools import make_tools
    from enquiry2article.domain.export import ReadOptions
    from enquiry2article.domain.settings import Settings
    from enquiry2article.ingest.read import read_exports
    from enquiry2article.pipeline.options import Parts
    from enquiry2article.pipeline.prepare import prepare_enquiries
    from enquiry2article.questions.grouping.reply_evidence import drop_uninformative

    tools = make_tools(Parts())
    read = read_exports([ROOT / "examples" / name / EXPORTS[name]], tools.readers, ReadOptions())
    enquiries = prepare_enquiries(read, b"fit", Settings().privacy, (), lambda what, done, of: None)
    truth = tomllib.loads((CASES / "examples" / f"{name}.toml").read_text(encoding="utf-8"))
    of_row = {}
    if "rows" in truth["question"][0]:  # an export without ids: its rows are known by their order in the file
        in_order = sorted(enquiries, key=lambda e: int(e.source.rsplit(":", 1)[1]))
        of_row = {number: e.id for number, e in enumerate(in_order, start=1)}
    main, also = {}, {}
    for question in truth["question"]:
        main |= {of_row.get(id_, str(id_)): question["key"] for id_ in question.get("ids", question.get("rows"))}
        for id_ in question.get("also", ()):
            also.setdefault(of_row.get(id_, str(id_)), set()).add(question["key"])
    asking = [e for e in enquiries if not e.noise]
    said = list_said(read_vouched_replies(asking, []))
    titles = {question["key"]: question["about"] for question in truth["question"]}
    vectors = embed([t for e in asking for t in (e.text, *said[e.id])] + list(titles.values()))
    said = drop_uninformative(said, {e.id: e.text for e in asking}, vectors)
    return Company(
        name,
        [e.text for e in asking],
        [frozenset({main.get(e.id, ""), *also.get(e.id, ())} - {""}) for e in asking],
        [main.get(e.id, "") for e in asking],
        [said[e.id] for e in asking],
        titles,
        vectors,
    )


def read_trade(path: Path) -> Company:
    """Read a trade: questions with their titles and three wordings each, without replies."""
    questions = tomllib.loads(path.read_text(encoding="utf-8"))["question"]
    asked = [(text, question["id"]) for question in questions for text in question["wordings"]]
    titles = {question["id"]: question["title"] for question in questions}
    texts, keys = [text for text, _ in asked], [key for _, key in asked]
    vectors = embed([*texts, *titles.values()])
    return Company(
        path.stem, texts, [frozenset({key}) for key in keys], keys, [()] * len(texts), titles, vectors, "trades"
    )


def embed(texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
    """Embed texts as `run` does it."""
    from enquiry2article.embedding.minilm import MinilmEmbedder

    distinct = sorted(set(texts), key=lambda text: (len(text), text))
    return dict(zip(distinct, MinilmEmbedder().embed(distinct), strict=True))


@dataclass(frozen=True)
class Trial:
    """One company with some of its questions known; row i is of text i, column j of title j."""

    company: str
    draw: str
    unasked: int
    probable: NDArray[np.float32]
    right: NDArray[np.bool_]
    """Whether it asks that, also in second place."""
    main: NDArray[np.bool_]
    """Whether it asks that first."""

    def count(self, level: float) -> NDArray[np.int64]:
        """Count what is put somewhere, what of it is right, what of that asks it first, and what asks a title first."""
        best = (np.arange(len(self.probable)), self.probable.argmax(axis=1))
        put = self.probable[best] >= level
        counts = put.sum(), self.right[best][put].sum(), self.main[best][put].sum(), self.main.any(axis=1).sum()
        return np.array(counts, dtype=np.int64)


def try_company(company: Company, unasked: int) -> Iterator[Trial]:
    """Take questions as known, `TIMES` over."""
    for time in range(TIMES):
        draw = random.Random(f"{company.name} {company.draw} {time}")
        keys = draw.sample(sorted(company.titles), KNOWN + unasked)
        hidden = set(keys[KNOWN:])
        rows = {text: row for row, text in enumerate(company.texts) if not company.asks[row] & hidden}
        weights = {text: company.texts.count(text) for text in rows}
        replied = {text: company.said[row] for text, row in rows.items()}
        probable = seeds.measure_titles(weights, company.vectors, replied, [company.titles[key] for key in keys])
        right = np.array([[key in company.asks[row] for key in keys] for row in rows.values()])
        main = np.array([[key == company.main[row] for key in keys] for row in rows.values()])
        yield Trial(company.name, company.draw, unasked, probable, right, main)


def find_level(trials: Sequence[Trial]) -> float:
    """Return the lowest level from which enough of what is put somewhere is right."""
    for level in np.arange(0.1, 1.0, 0.01):
        put, right, *_ = sum(trial.count(level) for trial in trials)
        if right >= RIGHT * put:
            return round(float(level), 2)
    return 1.0


def main() -> None:
    """Read, find the level without each company in turn, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path)
    cache = parser.parse_args().cache
    if cache and cache.exists():
        companies = pickle.loads(cache.read_bytes())
    else:
        companies = [read_example(name) for name in EXPORTS]
        companies += [read_trade(path) for path in sorted((CASES / "coverage").glob("*.toml"))]
        if cache:
            cache.write_bytes(pickle.dumps(companies))
    drawn = [
        company.take(size, seed)
        for company in companies
        for size in DRAWS
        for seed in "ab"
        if company.draw == "whole" and len(company.texts) > 1.3 * size
    ]
    trials = [trial for own in (*companies, *drawn) for unasked in (UNASKED, 0) for trial in try_company(own, unasked)]
    fitted = [trial for trial in trials if trial.unasked]
    print(f"level {find_level(fitted)}\n{'company':10} {'':13} {'level':>5} {'right':>6} {'found':>6}   all asked")
    for name, draw in dict.fromkeys((trial.company, trial.draw) for trial in trials):
        level = find_level([trial for trial in fitted if trial.company != name])
        shown = []
        for unasked in (UNASKED, 0):
            own = [t for t in trials if (t.company, t.draw, t.unasked) == (name, draw, unasked)]
            put, right, found, there = sum(trial.count(level) for trial in own)
            shown += [f"{right / max(1, put):6.2f} {found / max(1, there):6.2f}"]
        print(f"{name:10} {draw:13} {level:5.2f} {'  '.join(shown)}")


if __name__ == "__main__":
    main()
