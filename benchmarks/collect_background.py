"""Collect the enquiries of other companies that stand beside those of a small export (`enquiry2article/background.py`).

    python benchmarks/collect_background.py
    python benchmarks/collect_background.py --vectors    # only what the enquiries that are there mean

From the labelled replies of tests/cases/sentences, which were written for this project: at most `MOST` a language, one
of each trade before a second one of any, with the sentences of their replies that are no manners. What they mean to the
default embedder is written beside them.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from enquiry2article.embedding.minilm import MinilmEmbedder
from enquiry2article.questions.grouping.background import VECTOR_FILE, VECTOR_ROW, digest_text

ROOT = Path(__file__).resolve().parent.parent
LABELLED = ROOT / "tests" / "cases" / "sentences"
BACKGROUND = ROOT / "enquiry2article" / "resources" / "grouping" / "background.json"
MOST = 55
LONGEST = 400
"""Letters of an enquiry that may stand there: another embedder reads it in every run of a small export."""


def main() -> None:
    if "--vectors" not in sys.argv:
        collect()
    write_vectors()


def collect() -> None:
    """Write the enquiries."""
    of_trade = defaultdict(lambda: defaultdict(list))
    for path in sorted(LABELLED.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            own = json.loads(line)
            reply = [text for text, label in own["reply"] if label != "courtesy"]
            if reply and 5 <= len(own["question"]) <= LONGEST and len(" ".join(reply)) <= LONGEST:
                rank = hashlib.blake2b(own["question"].encode(), digest_size=8).hexdigest()
                of_trade[own["lang"]][own["trade"].lower()].append((rank, own["question"], reply))
    made = {}
    for language, trades in sorted(of_trade.items()):
        ranked = [(place, *one) for own in trades.values() for place, one in enumerate(sorted(own))]
        made[language] = [[text, reply] for *_, text, reply in sorted(ranked)[:MOST]]
        print(language, len(made[language]))
    lines = ",\n".join(
        f' "{language}": [\n' + ",\n".join("  " + json.dumps(one, ensure_ascii=False) for one in own) + "\n ]"
        for language, own in made.items()
    )
    BACKGROUND.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


def write_vectors() -> None:
    """Write what the default embedder makes of the enquiries and the sentences of their replies."""
    made = json.loads(BACKGROUND.read_text(encoding="utf-8"))
    texts = {text for own in made.values() for asked, reply in own for text in (asked, *reply)}
    wanted = sorted(texts, key=digest_text)
    table = np.zeros(len(wanted), dtype=VECTOR_ROW)
    table["text"] = [digest_text(text) for text in wanted]
    table["vector"] = MinilmEmbedder().embed(wanted)
    np.save(VECTOR_FILE, table)


if __name__ == "__main__":
    main()
