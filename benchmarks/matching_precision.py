"""Is what `--precision` promises kept? Enquiries of an export are left out, matched, and then mined with the others.

    python benchmarks/matching_precision.py EXPORT.csv [--share 0.1] [--times 3]

A link is right if the question it leads to is the one that mining gives the enquiry when it is included. The export
is a CSV with the columns id and question.
"""

from __future__ import annotations

import argparse
import csv
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PRECISIONS = (0.9, 0.95, 0.98)


def call(*parts: object) -> str:
    """Run the program and give what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "enquiry2article", *map(str, parts)], check=True, capture_output=True, text=True
    ).stdout


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    """Write an export."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["id", "question"])
        writer.writeheader()
        writer.writerows(rows)
    return path


def try_once(rows: list[dict[str, str]], share: float, seed: int, folder: Path) -> dict[float, tuple[int, int, int]]:
    """Give for each precision how many links were right, how many there were, and how many enquiries were tried."""
    shuffled = random.Random(seed).sample(rows, len(rows))
    later, earlier = shuffled[: round(share * len(rows))], shuffled[round(share * len(rows)) :]
    old, new = write(folder / "old.csv", earlier), write(folder / "new.csv", later)
    call("run", old, "-w", folder / "w", "-o", folder / "p", "--quiet")
    places = ["-w", folder / "w", "--posts", folder / "p", "--include-drafts", "--format", "csv", "--quiet"]
    matched = {precision: call("match", new, *places, "--precision", precision) for precision in PRECISIONS}
    shutil.copytree(folder / "w", folder / "w2")
    call("run", old, new, "-w", folder / "w2", "-o", folder / "p2", "--quiet")
    ledger = csv.DictReader(call("ledger", "-w", folder / "w2", "--format", "csv").splitlines())
    asked = {row["enquiry_id"]: {row["question_id"], *row["also"].split()} for row in ledger}
    found = {}
    for precision, text in matched.items():
        links = [row for row in csv.DictReader(text.splitlines()) if row["decision"] == "link"]
        right = sum(row["question_id"] in asked.get(row["enquiry_id"], ()) for row in links)
        found[precision] = (right, len(links), len(later))
    return found


def main() -> None:
    """Try several times and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export", type=Path)
    parser.add_argument("--share", type=float, default=0.1)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    with options.export.open(newline="", encoding="utf-8") as file:
        rows = [{"id": f"r{n}", "question": row["question"]} for n, row in enumerate(csv.DictReader(file))]
    totals = {precision: [0, 0, 0] for precision in PRECISIONS}
    for seed in range(options.times):
        with tempfile.TemporaryDirectory() as folder:
            for precision, counts in try_once(rows, options.share, seed, Path(folder)).items():
                totals[precision] = [a + b for a, b in zip(totals[precision], counts, strict=True)]
    for precision, (right, links, tried) in totals.items():
        share = f"{right / links:.3f}" if links else "no links"
        print(f"asked {precision:.2f}: right {share} of {links} links, {links / tried:.2f} of {tried} enquiries linked")


if __name__ == "__main__":
    main()
