"""Imports nltk without the large libraries that it looks for and that nothing of ours needs.

`import nltk` tries scikit-learn and SciPy's statistics, for its classifiers and Fisher's test, and goes on where they
are not installed. They take a second, which `match` and `--help` do not have.
"""

from __future__ import annotations

import sys

OPTIONAL = ("sklearn", "scipy.stats")
"""Looked for by nltk in `try … except ImportError`."""


def import_nltk() -> None:
    """Import nltk as if its optional companions were not installed; what is imported already stays as it is."""
    if "nltk" in sys.modules:
        return
    absent = [name for name in OPTIONAL if name not in sys.modules]
    for name in absent:
        # None makes an import fail (https://docs.python.org/3/reference/import.html#the-module-cache).
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        import nltk  # noqa: F401
    finally:
        for name in absent:
            if name in sys.modules and sys.modules[name] is None:
                del sys.modules[name]
