"""How well questions are found in each language, with replies and without: ARI and purity on labelled exports.

    python benchmarks/grouping_by_language.py [--embedder NAME] [EXPORT…]

The exports are those of `fit_grouping.py`, and a Spanish one on which nothing was fitted. They are read, cleaned,
redacted, embedded and grouped as `run` does it; "without" forgets their replies. An enquiry left alone counts as a
group of its own; what has no label is left out. Last comes `tests/cases/languages/three_languages.csv`, in which the
same is asked in three languages: each counted by itself, and together as by `--across-languages`. About five minutes
on two idle cores; names of exports, as they stand in the table, choose some of them.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from fit_grouping import list_corpora
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from enquiry2article.answers.reply_sentences import list_said
from enquiry2article.answers.vouched_words import read_vouched_replies
from enquiry2article.cli.tools import make_tools
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.domain.export import ReadOptions
from enquiry2article.domain.protocols import Embedder
from enquiry2article.domain.settings import Settings
from enquiry2article.ingest.read import read_exports
from enquiry2article.pipeline.options import Parts
from enquiry2article.pipeline.prepare import prepare_enquiries
from enquiry2article.questions.grouping.background import BackgroundGrouper
from enquiry2article.questions.grouping.consensus import ConsensusGrouper
from enquiry2article.questions.grouping.group import group_enquiries
from enquiry2article.questions.grouping.labels import GroupingOptions
from enquiry2article.questions.grouping.reply_evidence import drop_uninformative
from enquiry2article.text.language import Spoken

CASES = Path(__file__).parent.parent / "tests" / "cases" / "languages"


def read_labels(path: Path, key: str) -> dict[str, str]:
    """Read a table of labels; what has none is asked once."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row[key] or f"once {row['id']}" for row in csv.DictReader(file)}


def measure(
    enquiries: Sequence[RedactedEnquiry],
    label_of: Mapping[str, str],
    vectors: Mapping[str, NDArray[np.float32]],
    said: Mapping[str, Sequence[str]],
    embedder: Embedder,
    *,
    across_languages: bool = False,
) -> str:
    """Group enquiries, and tell ARI, the purity of the groups and how many there are."""
    grouper = BackgroundGrouper(
        ConsensusGrouper().read_all_languages() if across_languages else ConsensusGrouper(),
        lambda texts: dict(zip(texts, embedder.embed(texts), strict=True)),
        embedder.name,
    )
    options = GroupingOptions(min_volume=3, across_languages=across_languages)
    found = group_enquiries(enquiries, vectors, grouper, options, said=said).clusters
    group_of = {member.id: str(at) for at, cluster in enumerate(found) for member in cluster.members}
    ari = adjusted_rand_score(
        [label_of[e.id] for e in enquiries], [group_of.get(e.id, f"alone {e.id}") for e in enquiries]
    )
    most = [Counter(label_of[member.id] for member in cluster.members).most_common(1)[0][1] for cluster in found]
    return f"{ari:.2f}, {sum(most) / max(1, len(group_of)):.2f} ({len(found)})"


def main() -> None:
    """Print a row of the table for each export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--embedder", default="minilm")
    parser.add_argument("exports", nargs="*")
    asked = parser.parse_args()
    tools = make_tools(Parts(embedder=asked.embedder))
    three = "three languages"
    corpora = [
        *list_corpora(),
        ("driving school", [CASES / "spanish.csv"], read_labels(CASES / "spanish.labels.csv", "question")),
        (three, [CASES / "three_languages.csv"], read_labels(CASES / "three_languages.csv", "asks")),
    ]
    print("| export | language | enquiries | replied | with replies: ARI, pure (questions) | without |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, exports, label_of in corpora:
        if asked.exports and name not in asked.exports:
            continue
        read = read_exports(exports, tools.readers, ReadOptions())
        prepared = prepare_enquiries(read, b"benchmark", Settings().privacy, (), lambda what, done, of: None)
        enquiries = [e for e in prepared if not e.noise and e.id in label_of]
        said = list_said(read_vouched_replies(enquiries, []))
        texts = {text for e in enquiries for text in (e.text, *e.asks, *said[e.id])}
        ordered = sorted(texts, key=lambda text: (len(text), text))
        vectors = dict(zip(ordered, tools.embedder.embed(ordered), strict=True))
        told = drop_uninformative(said, {e.id: e.text for e in enquiries}, vectors)
        spoken = Spoken.learn([e.text for e in enquiries])
        share = sum(bool(told[e.id]) for e in enquiries) / len(enquiries)
        for across in (False, True) if name == three else (False,):
            figures = [
                measure(enquiries, label_of, vectors, replies, tools.embedder, across_languages=across)
                for replies in ((told, {}) if share else ({},))
            ]
            languages = " ".join([spoken.usual, *sorted(spoken.languages - {spoken.usual, ""})])
            shown = figures if share else ["", *figures]
            name_of_row = f"{name}, together" if across else name
            print(f"| {name_of_row} | {languages} | {len(enquiries)} | {share:.0%} | {' | '.join(shown)} |", flush=True)


if __name__ == "__main__":
    main()
