"""Measures the seconds per MB that each pattern takes on texts made to slow it down, the slowest first.

    python benchmarks/pattern_speed.py [--top 15]

The texts repeat a pattern's own beginnings, and what is common to all (`tests/contracts/test_linear_time.py`, which
fails on a pattern that compares each place of a text with each).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "contracts"))

from test_linear_time import LONG, list_hostile, list_patterns, measure, uses_search


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--top", type=int, default=15, help="how many patterns are shown")
    top = parser.parse_args().top
    rows = []
    patterns = list_patterns()
    for pattern, place in patterns.items():
        anywhere = uses_search(place)
        texts = {part: part * (LONG // len(part) + 1) for part in list_hostile(pattern)}
        seconds, part = max(
            (min(measure(pattern, text, anywhere) for _ in range(3)), part) for part, text in texts.items()
        )
        rows.append((seconds, place.removeprefix("enquiry2article."), part))
    rows.sort(reverse=True)
    print(f"{len(patterns)} patterns, texts of {LONG:,} characters\n")
    print("| seconds per MB | pattern | slowest on repeated |\n| ---: | --- | --- |")
    for seconds, place, part in rows[:top]:
        print(f"| {seconds:.2f} | `{place}` | `{part[:40]!r}` |")


if __name__ == "__main__":
    main()
