"""The grouping stage alone on real exports: seconds and memory of `group_enquiries`, with the vectors made beforehand.

    python benchmarks/grouping_stage.py EXPORT…

The exports are read, cleaned, redacted and embedded as `run` does it; then a fresh process is handed the texts and the
vectors, so that what the encoder needs is not counted.
"""

from __future__ import annotations

import pickle
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def prepare(exports: list[Path], place: Path) -> None:
    """Leave the enquiries and their vectors in a file of our own making."""
    import numpy as np

    from enquiry2article.cli.tools import make_tools
    from enquiry2article.domain.export import ReadOptions
    from enquiry2article.domain.settings import Settings
    from enquiry2article.ingest.read import read_exports
    from enquiry2article.pipeline.options import Parts
    from enquiry2article.pipeline.prepare import prepare_enquiries

    tools = make_tools(Parts())
    read = read_exports(exports, tools.readers, ReadOptions())
    enquiries = prepare_enquiries(read, b"benchmark", Settings().privacy, (), lambda what, done, all_: None)
    texts = sorted({text for e in enquiries if not e.noise for text in (e.text, *e.asks)}, key=lambda t: (len(t), t))
    rows = [tools.embedder.embed(texts[start : start + 1024]) for start in range(0, len(texts), 1024)]
    vectors = dict(zip(texts, np.concatenate(rows), strict=True))
    place.write_bytes(pickle.dumps((enquiries, vectors)))


def measure(place: Path) -> None:
    """Time the stage and print a line of figures."""
    import graspologic_native  # noqa: F401  # what `run` has loaded by then
    import nltk  # noqa: F401
    import scipy.cluster.hierarchy  # noqa: F401

    from enquiry2article.questions.grouping.consensus import ConsensusGrouper
    from enquiry2article.questions.grouping.group import group_enquiries
    from enquiry2article.questions.grouping.labels import GroupingOptions

    enquiries, vectors = pickle.loads(place.read_bytes())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    start = time.perf_counter()
    grouping = group_enquiries(enquiries, vectors, ConsensusGrouper(), GroupingOptions(min_volume=3))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{len(enquiries)} enquiries: {seconds:.2f} s, {peak:.2f} GiB at most ({before:.2f} before), "
        f"{len(grouping.clusters)} questions, {len(grouping.alone)} alone, {len(grouping.also)} ask several things"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--prepared"]:
        measure(Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / "prepared.pickle"
            prepare([Path(argument) for argument in sys.argv[1:]], made)
            subprocess.run([sys.executable, __file__, "--prepared", str(made)], check=True)
