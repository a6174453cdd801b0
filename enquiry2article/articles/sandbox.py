"""The environment in which templates are filled: a template may come from a stranger, and is not a program.

Jinja's sandbox (https://jinja.palletsprojects.com/en/stable/sandbox/) keeps it from the inside of objects. It leaves a
template free to take all time and memory, so every loop, call, operator and filter is counted or measured here as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time, timedelta
from functools import wraps
from types import BuiltinMethodType, MethodType
from typing import Any, Final

import jinja2
from jinja2 import nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.utils import Cycler, Joiner, Namespace

MOST_STEPS: Final = 100_000
"""Rounds of loops and calls in one rendering; an article of ours takes a few hundred."""

MOST_TEXT: Final = 2_000_000
"""Characters of one value, and of one rendering; the longest of our articles has some 20,000."""

MOST_EXPONENT: Final = 100
"""Of a power, whose digits would take all memory."""

_COUNTED, _JOINED = "counted rounds", "joined parts"
"""Names of filters that no template can write: they hold a space."""

_REPEATING: Final = frozenset(
    ["batch", "center", "expandtabs", "indent", "join", "ljust", "replace", "rjust", "round", "slice", "tojson",
     "wordwrap", "zfill"]
)  # fmt: skip
"""Filters and methods that make as much as two of their values multiplied; all others make as much as their values."""

_WIDTH = re.compile(r"\d{6}|%[^a-z%]*\*|\{[^{}]*\{", re.IGNORECASE)
"""In a format, a width that is huge or comes from elsewhere: "%1000000d", "%*d", "{:{}}"."""

_PLAIN: Final = (str, int, float, dict, list, tuple, set, frozenset, date, time, timedelta)
_OF_JINJA: Final = (Macro, LoopContext, BlockReference, Cycler, Joiner, Namespace, jinja2.Undefined)
_FUNCTIONS: Final = (safe_range, dict, Cycler, Joiner, Namespace)


class TemplateSandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with an end to everything. One rendering at a time, by `fill`."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        self._steps = self._written = 0
        super().__init__(finalize=self._count_written, **options)
        self.filters.update({name: _limit(name, function) for name, function in self.filters.items()})
        self.filters[_COUNTED] = _count_rounds
        self.filters[_JOINED] = _join_parts

    def fill(self, template: jinja2.Template, values: Mapping[str, object]) -> str:
        """Fill a template.

        Raises:
            SecurityError: it does what it may not, takes too many steps, or makes too long a text.
        """
        self._steps = self._written = 0
        parts, length = [], 0
        for part in template.generate(values):
            parts.append(part)
            length += len(part)
            _refuse_length(length)
        return "".join(parts)

    def count_step(self) -> None:
        """Count one round of a loop, or one call.

        Raises:
            SecurityError: there were too many.
        """
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise SecurityError(f"the template takes more than {MOST_STEPS:,} steps")

    def _count_written(self, value: Any) -> Any:
        """Count what an expression writes, where the place in the template is still known."""
        self._written += _measure_size(value)
        _refuse_length(self._written)
        return value

    def is_safe_callable(self, obj: Any) -> bool:
        """Return whether a template may call this: what Jinja gives it, and the methods of plain values.

        Methods of other values might write or delete: those of a path do.
        """
        if isinstance(obj, (BuiltinMethodType, MethodType)):
            return isinstance(obj.__self__, (*_PLAIN, *_OF_JINJA)) and super().is_safe_callable(obj)
        return isinstance(obj, _OF_JINJA) or obj in _FUNCTIONS

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls, if it may be called and makes nothing huge."""
        self.count_step()
        name = getattr(obj, "__name__", type(obj).__name__)
        if not self.is_safe_callable(obj):
            raise SecurityError(f"{name} may not be called from a template")
        _refuse_large(name, [getattr(obj, "__self__", None), *args, *kwargs.values()])
        return _check(super().call(context, obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Work out an operator that can make something huge of something small."""
        numbers = isinstance(left, (int, float)) and isinstance(right, (int, float))
        if operator == "**" and (not numbers or max(abs(left), abs(right)) > MOST_EXPONENT):
            raise SecurityError(f"a power of more than {MOST_EXPONENT} is not worked out")
        if operator == "*" and not numbers:
            _refuse_large("join", [left, right])
        if operator == "%":
            _refuse_large("format", [left])
        return _check(super().call_binop(context, operator, left, right))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if len(source) > MOST_TEXT:
            raise jinja2.TemplateSyntaxError("the template is too long", 1, name, filename)
        tree = super()._parse(source, name, filename)
        for loop in list(tree.find_all(nodes.For)):
            loop.iter = _pass_through(_COUNTED, loop.iter)
        for parts in list(tree.find_all(nodes.Concat)):
            parts.nodes = [_pass_through(_JOINED, nodes.List(parts.nodes, lineno=parts.lineno))]
        tree.set_environment(self)
        return tree


def _pass_through(name: str, node: nodes.Node) -> nodes.Filter:
    assert isinstance(node, nodes.Expr)
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


@pass_context
def _count_rounds(context: Context, values: Iterable[Any]) -> Iterator[Any]:
    assert isinstance(context.environment, TemplateSandbox)
    for value in values:
        context.environment.count_step()
        yield value


@pass_context
def _join_parts(_context: Context, parts: list[Any]) -> str:
    return "".join(map(str, _check(parts)))


def _limit(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)  # which keeps Jinja's marks of what else it is to be handed
    def limited(*args: Any, **kwargs: Any) -> Any:
        _refuse_large(name, [*args, *kwargs.values()])
        return _check(function(*args, **kwargs))

    return limited


def _check(value: Any) -> Any:
    """Return a value back that is not too large to go on with."""
    _refuse_length(_measure_size(value))
    return value


def _refuse_large(name: str, values: list[Any]) -> None:
    """Refuse to do by the filter or method of this name what would make too much."""
    if name in ("format", "format_map") and any(isinstance(value, str) and _WIDTH.search(value) for value in values):
        raise SecurityError("a format may not say so wide a width")
    sizes = [abs(value) if isinstance(value, int) else _measure_size(value) for value in values]
    sizes.sort(reverse=True)
    _refuse_length(sizes[0] * max(1, sizes[1]) if name in _REPEATING and len(sizes) > 1 else 0)


def _measure_size(value: Any) -> int:
    """Estimate how many characters a value takes when it is written out, about; what is within it counts each time."""
    size, left = 0, [value]
    while left and size <= MOST_TEXT:
        part = left.pop()
        size += len(part) if isinstance(part, (str, range)) else 1
        if isinstance(part, int):
            size += part.bit_length() // 3
        elif isinstance(part, dict):
            left += [*part.keys(), *part.values()]
        elif isinstance(part, (list, tuple, set, frozenset)):
            left += part
    return size


def _refuse_length(length: int) -> None:
    if length > MOST_TEXT:
        raise SecurityError(f"the template makes more than {MOST_TEXT:,} characters")
