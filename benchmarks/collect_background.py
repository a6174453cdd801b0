"""Collect the enquiries of other companies that stand beside those of a small export (`enquiry2article/background.py`).

    python benchmarks/collect_background.py

From the labelled replies of tests/cases/sentences, which were written for this project: at most `MOST` a language, one
of each trade before a second one of any, with the sentences of their replies that are no manners.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LABELLED = ROOT / "tests" / "cases" / "sentences"
BACKGROUND = ROOT / "enquiry2article" / "resources" / "grouping" / "background.json"
MOST = 55
LONGEST = 400
"""Letters of an enquiry that may stand there: it is embedded in every run of a small export."""


def main() -> None:
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


if __name__ == "__main__":
    main()
