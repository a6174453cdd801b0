"""How the grouping stage grows: seconds and peak memory, vectors given, for more and more synthetic enquiries.

    python benchmarks/grouping_scale.py [ROWS…]        (by default 12500 to 200000)

Each size runs in a process of its own. The enquiries are invented: 300 questions of uneven size, each with a direction
of its own in 384 dimensions and a few words. "per n log n" must not grow from line to line.
"""

from __future__ import annotations

import math
import resource
import subprocess
import sys
import time

import numpy as np

SIZES = (12_500, 25_000, 50_000, 100_000, 200_000)
QUESTIONS = 300


def invent(rows: int) -> tuple[list[str], np.ndarray]:
    """Give texts, no two equal, and their vectors of length 1."""
    random = np.random.default_rng(1)
    shares = 1 / np.arange(1, QUESTIONS + 1) ** 0.8
    question = random.choice(QUESTIONS, size=rows, p=shares / shares.sum())
    middles = random.standard_normal((QUESTIONS, 384), dtype=np.float32)
    vectors = middles[question] + 1.1 * random.standard_normal((rows, 384), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    own = random.integers(0, 20, size=(rows, 4))
    texts = [
        f"q{asked}w{first} q{asked}w{second} common{third} common{fourth} {row}"
        for row, (asked, (first, second, third, fourth)) in enumerate(zip(question, own, strict=True))
    ]
    return texts, vectors


def measure(rows: int) -> None:
    """Time one size and print a line of figures."""
    from enquiry2article.domain.cluster import Detail
    from enquiry2article.questions.grouping.consensus import ConsensusGrouper

    texts, vectors = invent(rows)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    start = time.perf_counter()
    labels = ConsensusGrouper().group(texts, vectors, [1] * rows, detail=Detail.USUAL, min_volume=3)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    found = len(set(labels[labels >= 0].tolist()))
    growth = 1e6 * seconds / (rows * math.log(rows))
    alone = float((labels < 0).mean())
    print(f"{rows:8} {seconds:9.2f} {growth:13.2f} {before:11.2f} {peak:9.2f} {found:8} {alone:8.3f}")


if __name__ == "__main__":
    if len(sys.argv) == 2:
        measure(int(sys.argv[1]))
    else:
        print("    rows   seconds  µs/(n log n)  GiB before  GiB peak   groups    alone", flush=True)
        for size in [int(argument) for argument in sys.argv[1:]] or SIZES:
            subprocess.run([sys.executable, __file__, str(size)], check=True)
