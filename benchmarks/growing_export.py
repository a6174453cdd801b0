"""What the next month costs and what it moves: an export, then a tenth more of it, against the whole from scratch.

    python benchmarks/growing_export.py EXPORT.csv [--seed 1]

The rows are dealt by chance, with a seed. Start-up is the time of a run on eight rows and is taken off both. "Kept
together" is the share of the pairs under one question before that are under one question after; "kept" counts the pairs
that were apart and still are as well (the Rand index). Each run is the command, in a process of its own.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

PART = 11


def run(export: Path, folder: Path) -> float:
    """Run the command and give the seconds it took."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "enquiry2article", "run", str(export), "-w", str(folder / "w"), "--quiet"]
    subprocess.run([*command, "-o", str(folder / "d")], check=True)
    return time.perf_counter() - start


def load_places(folder: Path) -> dict[str, str]:
    """Give the question of each enquiry; one of its own for who is alone."""
    command = [sys.executable, "-m", "enquiry2article", "questions", "-w", str(folder / "w"), "--format", "jsonl"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    questions = [json.loads(line) for line in listed.splitlines()]
    return {id_: question["id"] for question in questions for id_ in question["enquiry_ids"]}


def count_pairs(places: Counter[object]) -> int:
    """Give how many pairs are in one place."""
    return sum(count * (count - 1) // 2 for count in places.values())


def compare(before: dict[str, str], after: dict[str, str], ids: list[str]) -> tuple[float, float]:
    """Give the share of pairs kept, together or apart, and of those kept together."""
    old = {id_: before.get(id_, f"alone {id_}") for id_ in ids}
    new = {id_: after.get(id_, f"alone {id_}") for id_ in ids}
    together = count_pairs(Counter(old.values()))
    later = count_pairs(Counter(new.values()))
    both = count_pairs(Counter((old[id_], new[id_]) for id_ in ids))
    every = len(ids) * (len(ids) - 1) // 2
    return (every - together - later + 2 * both) / every, both / max(together, 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with options.export.open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    random.Random(options.seed).shuffle(rows)
    cut = len(rows) - len(rows) // PART
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for title, part in (("few", rows[:8]), ("before", rows[:cut]), ("added", rows[cut:]), ("all", rows)):
            with (folder / f"{title}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([heading, *part])
        run(folder / "few.csv", folder / "warm")
        start_up = run(folder / "few.csv", folder / "few")
        whole = run(folder / "all.csv", folder / "whole") - start_up
        run(folder / "before.csv", folder / "grown")
        before = load_places(folder / "grown")
        added = run(folder / "added.csv", folder / "grown") - start_up
        kept, together = compare(before, load_places(folder / "grown"), [row[0] for row in rows[:cut]])
    print(f"{len(rows)} rows, {len(rows) - cut} of them added; start-up {start_up:.1f} s taken off")
    print(f"from scratch {whole:.1f} s, added {added:.1f} s: {whole / added:.1f} times as fast")
    print(f"pairs kept {kept:.4f}, kept together {together:.4f}")


if __name__ == "__main__":
    main()
