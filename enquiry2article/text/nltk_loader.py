"""Imports nltk without the large libraries that nothing of ours needs.

`import nltk` tries scikit-learn and SciPy's statistics, for its classifiers and Fisher's test, and goes on where they
are not installed. They take a second, which `match` and `--help` do not have; the rest of nltk takes a sixth of one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

OPTIONAL = ("sklearn", "scipy.stats")
"""Looked for by nltk in `try … except ImportError`."""


def import_nltk() -> None:
    """Import nltk as if its optional companions were not installed; what is imported already stays as it is."""
    if "nltk" in sys.modules:
        return
    # None makes an import fail (https://docs.python.org/3/reference/import.html#the-module-cache).
    with _standing_in(dict.fromkeys(OPTIONAL)):
        import nltk  # noqa: F401


@contextmanager
def _standing_in(modules: dict[str, None]) -> Iterator[None]:
    """Let modules that are not imported yet seem to be these, and leave none of them behind."""
    absent = [name for name in modules if name not in sys.modules]
    for name in absent:
        sys.modules[name] = modules[name]  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in absent:
            if sys.modules.get(name) is modules[name]:
                sys.modules.pop(name, None)
