"""Matching many enquiries to many posts: enquiries a second and memory, vectors given.

    python benchmarks/matching_scale.py [ENQUIRIES POSTS]        (by default 100000 and 5000)

Everything is invented: each post answers a question with a direction of its own in 384 dimensions, a few words, and ten
wordings; half of the enquiries ask one of them. What the encoder needs comes on top, about 1.5 ms an enquiry.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter

import numpy as np

WORDINGS = 10
BATCH = 5_000


def main(enquiries: int, posts: int) -> None:
    """Time it and print a line of figures."""
    from enquiry2article.domain.enquiry import RedactedEnquiry
    from enquiry2article.domain.post import Post
    from enquiry2article.matching.calibration import USUAL
    from enquiry2article.matching.index import MatchIndex, Target

    random = np.random.default_rng(1)
    middles = random.standard_normal((posts, 384), dtype=np.float32)

    def ask(question: int, number: int) -> tuple[str, np.ndarray]:
        words = random.integers(0, 12, 3)
        vector = middles[question] + 0.8 * random.standard_normal(384, dtype=np.float32)
        text = " ".join(f"q{question}w{word}" for word in words) + f" common{number % 50} {number}"
        return text, vector / np.linalg.norm(vector)

    vectors: dict[str, np.ndarray] = {}
    targets = []
    for question in range(posts):
        own = dict(ask(question, question * WORDINGS + number) for number in range(WORDINGS))
        vectors |= own
        post = Post(url=f"/{question}/", title=f"Question {question}", text="", language="en")
        targets.append(Target(title=post.title, wordings=tuple(own), question_id=f"q-{question}", posts=(post,)))
    start = time.perf_counter()
    index = MatchIndex(targets, vectors, USUAL, 0.9)
    opened = time.perf_counter() - start
    seconds, right = 0.0, 0
    decisions: Counter[str] = Counter()
    for first in range(0, enquiries, BATCH):
        asked = [int(question) for question in random.integers(0, 2 * posts, min(BATCH, enquiries - first))]
        batch = []
        for place, question in enumerate(asked):
            if question < posts:
                text, vector = ask(question, 10**7 + first + place)
            else:
                text, vector = f"nothing{first + place}", random.standard_normal(384, dtype=np.float32)
                vector /= np.linalg.norm(vector)
            vectors[text] = vector
            batch.append(RedactedEnquiry(id=str(first + place), source="x", text=text, ask=text))
        start = time.perf_counter()
        found = index.match(batch, vectors, explain=False)
        seconds += time.perf_counter() - start
        decisions.update(match.decision for match in found)
        right += sum(m.question_id == f"q-{q}" for m, q in zip(found, asked, strict=True) if m.decision == "link")
        for enquiry in batch:
            del vectors[enquiry.text]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{enquiries} enquiries, {posts} posts with {WORDINGS} wordings each: opened in {opened:.1f} s, matched in "
          f"{seconds:.1f} s ({enquiries / seconds:.0f} a second), {peak:.2f} GiB at most; {dict(decisions)}, "
          f"{right} of the links right")  # fmt: skip


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]) if len(sys.argv) > 1 else (100_000, 5_000))
