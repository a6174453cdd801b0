"""Reads the settings files of sites: YAML, TOML, JSON, and what stands as plain text in those that are programs.

A program (JavaScript, Python) is never run: texts, numbers and flags that are written out in it are taken, and the
rest is as if it were not set. Whatever cannot be read is as if it were not there.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import yaml

from enquiry2article.articles.post_metadata import TagBlindLoader, make_text
from enquiry2article.posts.pages.paths import quote_address
from enquiry2article.text.encoding import decode

SCRIPTS: Final = (".js", ".mjs", ".cjs", ".ts", ".mts", ".cts")
COMMENT: Final = re.compile(r"/\*.*?\*/|^[ \t]*//[^\n]*", re.DOTALL | re.MULTILINE)
_LARGEST: Final = 1 << 20
"""Bytes of a settings file."""


def read_settings(path: Path) -> dict[str, Any]:
    """Return what stands in a YAML, TOML or JSON file, every scalar as text, or {} where that cannot be read."""
    text = read_text(path)
    try:
        if path.suffix == ".toml":
            found: Any = tomllib.loads(text)
        elif path.suffix == ".json":
            found = json.loads(text)
        else:
            found = yaml.load(text, Loader=TagBlindLoader)
    except (ValueError, TypeError, AttributeError, RecursionError, yaml.YAMLError):
        return {}
    return make_text(found)


def read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return decode(file.read(_LARGEST))
    except (OSError, ValueError):
        return ""


def read_script(folder: Path, names: Iterable[str]) -> str:
    """Return the text of the first script of the names that is there, without its comments."""
    for name in names:
        for ending in SCRIPTS:
            if text := read_text(folder / f"{name}{ending}"):
                return COMMENT.sub("", text)
    return ""


def read_script_file(path: Path) -> str:
    """Return the text of a file, without its comments where it is a script."""
    text = read_text(path)
    return COMMENT.sub("", text) if path.suffix in SCRIPTS else text


def find_literal(text: str, key: str) -> str:
    """Return the text or the flag that a script gives to a key, or "" where it is worked out.

    >>> find_literal('export default { url: "https://x.example", cleanUrls: true }', "cleanUrls")
    'true'
    """
    found = re.search(
        rf"""(?<![\w.]){re.escape(key)}["']?\s*[:=]\s*(?:(["'`])([^"'`\n]{{0,300}})\1|(true|false)\b)""", text
    )
    if not found:
        return ""
    value = found[2] if found[2] is not None else found[3]
    return "" if "${" in value else value


def find_block(text: str, key: str) -> str | None:
    """Return what stands in the braces after a key, or None; "false" where the key is switched off."""
    found = re.search(rf"""(?<![\w.]){re.escape(key)}["']?\s*:\s*(?:(\{{)|(false)\b)""", text)
    if not found:
        return None
    if found[2]:
        return "false"
    depth = 0
    for place in range(found.end() - 1, min(len(text), found.end() + 20_000)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return text[found.end() : place]
    return None


def read_python(text: str) -> dict[str, Any]:
    """Return the plain values that a Python file assigns at its top level. It is parsed, never run."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            try:
                value = ast.literal_eval(node.value)
            except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                continue
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found[target.id] = value
    return found


def text_of(value: Any) -> str:
    return value.strip() if isinstance(value, str) else "" if value is None else str(value)


def lower_keys(value: Any, depth: int = 0) -> Any:
    if isinstance(value, dict) and depth < 10:
        return {str(key).lower(): lower_keys(inner, depth + 1) for key, inner in value.items()}
    return value


def table_of(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def find_inside(root: Path, name: str) -> Path:
    """Return a folder of a site by its name in the settings; one outside the site is the site's own folder."""
    try:
        place = (root / name).resolve()
    except (OSError, ValueError, RuntimeError):
        return root
    return place if place.is_relative_to(root.resolve()) else root


def make_rooted(path: str) -> str:
    path = path.strip().strip("/")
    return quote_address(f"/{path}") if path else ""


def list_of(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []
