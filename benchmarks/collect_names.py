"""Collects the given names and surnames that Faker (MIT) ships for 80 locales into the two lists of resources/privacy.

Faker is needed for this script only: `pip install faker`, then `python benchmarks/collect_names.py`.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from faker.providers import person

FOLDER = Path(__file__).resolve().parent.parent / "enquiry2article" / "resources" / "privacy"
GIVEN = re.compile(r"(?!.*(?:prefix|suffix|format|part|nick)).*(?:first|given).*name.*")
SURNAME = re.compile(r"(?!.*(?:prefix|suffix|format|part)).*(?:last|sur|family).*name.*")
NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
HEAD = (
    "# {what} of 80 locales as Faker has them (MIT, Copyright (c) 2012 Daniele Faraglia): see docs/dependencies.md.\n"
)


def list_values(pattern: re.Pattern[str]) -> Iterator[str]:
    """Give every value of the attributes whose names match, over all locales."""
    for found in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{found.name}").Provider
        for attribute in dir(provider):
            values: Any = getattr(provider, attribute)
            if pattern.fullmatch(attribute) and isinstance(values, Iterable) and not isinstance(values, str):
                yield from (value for value in values if isinstance(value, str))


def write_names(file: str, what: str, names: Iterable[str]) -> None:
    """Write names in small letters, one a line: those of two letters and more that are one word."""
    kept = sorted({name.lower() for name in names if NAME.fullmatch(name) and len(name) > 2})
    (FOLDER / file).write_text(HEAD.format(what=what) + "\n".join(kept) + "\n", encoding="utf-8")
    print(file, len(kept))


if __name__ == "__main__":
    write_names("given_names.txt", "Given names", list_values(GIVEN))
    write_names("surnames.txt", "Surnames", list_values(SURNAME))
