"""Imports of nltk what is needed, without the large libraries and the many modules that nothing of ours needs.

`import nltk` tries scikit-learn and SciPy's statistics, for its classifiers and Fisher's test, and goes on where they
are not installed. They take a second, which `match` and `--help` do not have; the rest of nltk takes a sixth of one.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any

OPTIONAL = ("sklearn", "scipy.stats")
"""Looked for by nltk in `try … except ImportError`."""

PACKAGES = ("nltk", "nltk.stem")
"""Packages around the Snowball stemmers whose own `__init__` imports everything else."""


def import_nltk() -> None:
    """Import nltk as if its optional companions were not installed; what is imported already stays as it is."""
    if "nltk" in sys.modules:
        return
    # None makes an import fail (https://docs.python.org/3/reference/import.html#the-module-cache).
    with _standing_in(dict.fromkeys(OPTIONAL)):
        import nltk  # noqa: F401


def import_snowball() -> Any:  # nltk has no types
    """Give nltk's class of Snowball stemmers; of nltk nothing else is imported for it."""
    if "nltk" not in sys.modules:
        found = importlib.util.find_spec("nltk")
        root = Path(found.origin).parent if found and found.origin else Path()
        bare: dict[str, ModuleType | None] = {"nltk.corpus": ModuleType("nltk.corpus")}
        bare["nltk.corpus"].stopwords = None  # type: ignore[union-attr]  # for stemmers that leave stop words whole
        for name in PACKAGES:
            bare[name] = package = ModuleType(name)
            package.__path__ = [str(root.joinpath(*name.split(".")[1:]))]
        # Another nltk may need more of itself: then it is imported whole.
        with suppress(ImportError), _standing_in(bare):
            return importlib.import_module("nltk.stem.snowball").SnowballStemmer
    import_nltk()
    return importlib.import_module("nltk.stem.snowball").SnowballStemmer


@contextmanager
def _standing_in(modules: dict[str, ModuleType | None]) -> Iterator[None]:
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
