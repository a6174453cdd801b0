"""Every pattern of the package takes time in proportion to the text, also on texts made to slow it down."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence, Set

import enquiry2article

SHORT, LONG = 500, 8_000
"""Characters of the texts that patterns are measured on."""
WORST_SECONDS_PER_MB = 20.0
"""What takes so long on the short text would take minutes on the long one, and is not tried on it."""
MOST_SECONDS_PER_MB = 1.0
"""Nearly all patterns that take time in proportion need less, and those that compare each place with each 2 to 40 at
8,000 characters. What needs more is compared with what it needs on the short text."""
MOST_GROWTH = 5.0
"""How much more time a character may take in the long text: 1 where time is in proportion, and 2 where other work
disturbs it; 16 where each place is compared with each."""
AT_BEGINNING = frozenset({"enquiry2article.ingest.conversations.transcript_entries._TIMED"})
"""Patterns that are only tried at the beginning of a line, in a loop over several."""
FILLERS = ("a", " ", "\n", "1", ".", "A a", "a@", "<", '"', "a, ", "- ", "http://a")


def list_patterns() -> dict[re.Pattern[str], str]:
    """Give each pattern that a module compiles as it is loaded, with its place."""
    found: dict[re.Pattern[str], str] = {}
    for info in pkgutil.walk_packages(enquiry2article.__path__, "enquiry2article."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for pattern in _find_patterns(value):
                if isinstance(pattern.pattern, str):
                    found.setdefault(pattern, f"{info.name}.{name}")
    return found


def _find_patterns(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 3 and isinstance(value, Mapping):
        for part in value.values():
            yield from _find_patterns(part, depth + 1)
    elif depth < 3 and isinstance(value, Sequence | Set) and not isinstance(value, str | bytes):
        for part in value:
            yield from _find_patterns(part, depth + 1)


def write_sample(parsed: Sequence[object]) -> Iterator[str]:
    """Give, item by item, a text that a pattern begins to match; choices take their first branch."""
    for operation, argument in parsed:  # type: ignore[misc]
        kind = str(operation)
        if kind == "LITERAL":
            yield chr(argument)
        elif kind == "NOT_LITERAL":
            yield "a" if argument != ord("a") else "b"
        elif kind == "ANY":
            yield "a"
        elif kind == "IN":
            yield _pick(argument)
        elif kind == "BRANCH":
            yield "".join(write_sample(argument[1][0]))
        elif kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            yield "".join(write_sample(argument[2])) * max(1, argument[0])
        elif kind in ("SUBPATTERN", "ATOMIC_GROUP"):
            yield "".join(write_sample(argument[-1] if kind == "SUBPATTERN" else argument))


def _pick(parts: Sequence[tuple[object, object]]) -> str:
    if str(parts[0][0]) == "NEGATE":
        return "a" if not any(str(kind) == "LITERAL" and value == ord("a") for kind, value in parts[1:]) else "z"
    kind, value = str(parts[0][0]), parts[0][1]
    if kind == "LITERAL":
        return chr(value)  # type: ignore[arg-type]
    if kind == "RANGE":
        return chr(value[0])  # type: ignore[index]
    return {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_NOT_SPACE": "a"}.get(str(value), "a")


def list_hostile(pattern: re.Pattern[str]) -> list[str]:
    """Give what is repeated to slow a pattern down: its own beginnings, and what is common to all."""
    parts = list(write_sample(re._parser.parse(pattern.pattern, pattern.flags)))  # type: ignore[attr-defined]
    own = {"".join(parts[:end]) for end in (1, 2, 3, len(parts) // 2, max(1, len(parts) - 1))}
    return sorted({text for text in own if 0 < len(text) < 200} | set(FILLERS))


def uses_search(place: str) -> bool:
    """Say whether a pattern is looked for anywhere in a text, not only at its beginning; unknown uses count as such."""
    if place in AT_BEGINNING:
        return False
    module, _, name = place.rpartition(".")
    source = inspect.getsource(sys.modules[module])
    uses = set(re.findall(rf"\b{re.escape(name)}\.(\w+)", source))
    return not uses or not uses <= {"match", "fullmatch"}


def measure(pattern: re.Pattern[str], text: str, anywhere: bool = True) -> float:
    start = time.process_time()
    if anywhere:
        for _ in pattern.finditer(text):
            pass
    else:
        pattern.match(text)
        pattern.fullmatch(text)
    return (time.process_time() - start) / (len(text) / 1_000_000)


def is_slow(pattern: re.Pattern[str], part: str, anywhere: bool = True) -> bool:
    """Say whether a character takes the longer the longer a text is that repeats a part.

    The best of three measures counts, which a busy machine changes least.
    """

    def measure_best(size: int, enough: float = 0.0) -> float:
        text = part * (size // len(part) + 1)
        best = measure(pattern, text, anywhere)
        for _ in range(2):
            if best > enough:
                best = min(best, measure(pattern, text, anywhere))
        return best

    if measure_best(SHORT, WORST_SECONDS_PER_MB) > WORST_SECONDS_PER_MB:
        return True
    seconds = measure_best(LONG, MOST_SECONDS_PER_MB)
    return seconds > MOST_SECONDS_PER_MB and seconds > MOST_GROWTH * measure_best(SHORT)


def test_every_pattern_is_linear() -> None:
    patterns = list_patterns()
    assert len(patterns) > 400
    slow = {}
    for pattern, place in patterns.items():
        anywhere = uses_search(place)
        own = [part for part in list_hostile(pattern) if is_slow(pattern, part, anywhere)]
        if own:
            slow[place] = own
    assert slow == {}


def test_a_quadratic_pattern_is_found() -> None:
    assert is_slow(re.compile(r"\w+@"), "a")
    assert is_slow(re.compile(r"\w+\s*\w+@"), "a")
    assert not is_slow(re.compile(r"\b\w+\b"), "a")
