"""What stands above a post's body, whatever the dialect: YAML, TOML, JSON, or the plain `Title:` lines of Pelican.

Every value comes back as the text that stands there, so that `slug: 0123` stays 0123 and `title: yes` stays yes; lists
and tables stay lists and tables. Keys are lower-case, because half of the generators do not care. What the words mean
for a post is left to `posts/pages/metadata`.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from enquiry2article.domain.errors import FrontMatterProblem

LONGEST_BLOCK: Final = 1 << 20
"""Characters of front matter. Some exports keep the whole text of a post there."""
_MOST_ALIASES: Final = 50
"""YAML can say "the same again"; a few lines of that are worth gigabytes."""
_DEEPEST: Final = 20
_MOST_VALUES: Final = 20_000

_FENCE: Final = re.compile(r"(-{3,}|\+{3}|;{3,})[ \t]*(yaml|yml|toml|json|js|javascript)?[ \t]*(?:\n|$)")
_KEY: Final = re.compile(r"""[ \t]*(?:#|["']?[\w.][\w .:@-]{0,60}["']?[ \t]*[:=](?:\s|$))""")
_JSON_START: Final = re.compile(r'\{\s*"')
_PLAIN_KEY: Final = re.compile(r"([A-Za-z][\w -]{0,40}?)[ \t]*:[ \t]*(.*)")
_EXPORTED: Final = re.compile(r"^export\s+const\s+metadata\s*(?::\s*\w+\s*)?=\s*\{", re.MULTILINE)
_EXPORTED_TEXT: Final = re.compile(r"""^[ \t]*["']?([\w-]+)["']?\s*:\s*(["'`])(.*?)(?<!\\)\2\s*,?\s*$""", re.MULTILINE)
_CLOSED_ONLY: Final = re.compile(r"^(-{3,}|;{3,})[ \t]*$", re.MULTILINE)


class TextLoader(yaml.SafeLoader):
    """Reads every scalar as text, knows no tags, and follows only so many aliases."""

    aliases = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            self.aliases += 1
            if self.aliases > _MOST_ALIASES:
                raise yaml.constructor.ConstructorError(None, None, "too many aliases", self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)


TextLoader.yaml_implicit_resolvers = {}


class TagBlindLoader(TextLoader):
    """The same for settings files, whose tags (`!ENV`, `!!python/name:`) are not followed but stand for nothing."""


TagBlindLoader.add_multi_constructor("", lambda loader, suffix, node: "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What stands above a body, and the body."""

    words: Mapping[str, Any]
    """Every scalar as text; keys in lower case; the table `params` opened into the rest."""
    body: str
    dialect: str = ""
    """"yaml", "toml", "json", "plain" (Pelican's lines) or ""."""


def read_metadata(text: str) -> Metadata:
    """Take a post apart into what stands above its body and the body. Without front matter all is body.

    Raises:
        FrontMatterProblem: there is front matter, and it cannot be read. The message names a line, not the text.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")
    opening = _FENCE.match(plain)
    if opening:
        return _read_fenced(plain, opening)
    if exported := _EXPORTED.search(plain, 0, 10_000):
        return _read_module(plain, exported.end() - 1)
    if _JSON_START.match(plain):
        return _read_json_object(plain)
    if found := _read_plain_lines(plain):
        return found
    closing = _CLOSED_ONLY.search(plain, 0, LONGEST_BLOCK)
    if closing and all(_KEY.match(line) for line in plain[: closing.start()].split("\n") if line.strip()):
        block, body = plain[: closing.start()], plain[closing.end() :]
        if closing[1][0] == ";":
            return _make(
                _load_json("{" + block + "}" if not block.lstrip().startswith("{") else block, 1), body, "json"
            )
        if "title" in (found_words := _load_yaml(block, 1)):
            return _make(found_words, body, "yaml")
    return Metadata(words={}, body=plain)


def _read_fenced(plain: str, opening: re.Match[str]) -> Metadata:
    mark, name = opening[1][0], (opening[2] or "").lower()
    closing = re.compile(rf"^(?:{re.escape(mark)}{{3,}}{'|[.]{3}' if mark == '-' else ''})[ \t]*$", re.MULTILINE)
    end = closing.search(plain, opening.end(), opening.end() + LONGEST_BLOCK)
    if end is None:
        if mark == "-" and not _KEY.match(plain, opening.end()):
            return Metadata(words={}, body=plain)  # a rule above prose
        if len(plain) - opening.end() > LONGEST_BLOCK:
            raise FrontMatterProblem("the front matter is longer than 1 MiB")
        raise FrontMatterProblem(f"the front matter has no closing {opening[1][:3]} line")
    block, body = plain[opening.end() : end.start()], plain[end.end() :]
    if name in ("js", "javascript"):
        raise FrontMatterProblem("the front matter is JavaScript, which is never run")
    if name == "toml" or mark == "+":
        return _make(_load_toml(block), body, "toml")
    if name == "json" or mark == ";":
        return _make(_load_json(block if block.lstrip().startswith("{") else "{" + block + "}", 2), body, "json")
    return _make(_load_yaml(block, 2), body, "yaml")


def _make(words: dict[str, Any], body: str, dialect: str) -> Metadata:
    params = words.get("params")
    opened = {**params, **words} if isinstance(params, dict) else words
    return Metadata(words=opened, body=body.lstrip("\n"), dialect=dialect)


def _load_yaml(block: str, first_line: int) -> dict[str, Any]:
    try:
        found = yaml.load(block, Loader=TextLoader)
    except RecursionError as error:
        raise FrontMatterProblem("the front matter is nested too deep") from error
    # PyYAML lets some of Python's own errors through, as for "\U99999999" or "2026-99-99" with a tag.
    except (yaml.YAMLError, ValueError, TypeError, AttributeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" (line {mark.line + first_line})" if mark else ""
        raise FrontMatterProblem(f"the front matter is not valid YAML{line}") from error
    return _require_table(found)


def _load_toml(block: str) -> dict[str, Any]:
    try:
        return _require_table(tomllib.loads(block))
    except RecursionError as error:
        raise FrontMatterProblem("the front matter is nested too deep") from error
    except ValueError as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f" (line {int(line[1]) + 1})" if line else ""
        raise FrontMatterProblem(f"the front matter is not valid TOML{where}") from error


def _load_json(block: str, first_line: int) -> dict[str, Any]:
    try:
        return _require_table(json.loads(block))
    except RecursionError as error:
        raise FrontMatterProblem("the front matter is nested too deep") from error
    except ValueError as error:
        line = f" (line {error.lineno + first_line - 1})" if isinstance(error, json.JSONDecodeError) else ""
        raise FrontMatterProblem(f"the front matter is not valid JSON{line}") from error


def _read_json_object(plain: str) -> Metadata:
    try:
        found, end = json.JSONDecoder().raw_decode(plain)
    except RecursionError as error:
        raise FrontMatterProblem("the front matter is nested too deep") from error
    except ValueError as error:
        line = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise FrontMatterProblem(f"the front matter is not valid JSON{line}") from error
    return _make(_require_table(found), plain[end:], "json")


def _read_module(plain: str, start: int) -> Metadata:
    """Read what an MDX page exports as its metadata: an object, with names of keys and quotes as in JavaScript.

    What is worked out there is never run, and left out.
    """
    try:
        found, end = json.JSONDecoder().raw_decode(plain, start)
    except (ValueError, RecursionError):
        end = plain.find("\n}", start) + 2
        end = end if end > 1 else len(plain)
        found = {name: text for name, _, text in _EXPORTED_TEXT.findall(plain[start:end])}
    if not isinstance(found, dict):
        raise FrontMatterProblem("the metadata of the page is not a list of keys and values")
    return _make(_require_table(found), plain[end:].lstrip(";"), "module")


def _read_plain_lines(plain: str) -> Metadata | None:
    """Read Pelican's `Title: …` lines, which end at the first empty line. Lines that are indented go on."""
    block, _, body = plain.partition("\n\n")
    words: dict[str, Any] = {}
    last = ""
    for line in block[:LONGEST_BLOCK].split("\n"):
        found = _PLAIN_KEY.match(line)
        if found:
            last = found[1].strip().lower()
            words.setdefault(last, found[2].strip())
        elif last and line.startswith("    "):
            words[last] = f"{words[last]} {line.strip()}".strip()
        elif line.strip():
            return None
    if "title" not in words:
        return None
    return Metadata(words=words, body=body.lstrip("\n"), dialect="plain")


def make_text(table: Any) -> dict[str, Any]:
    """Return a table with every scalar as text and its keys as they are, or {} for what is none or too much."""
    try:
        found = _to_text(table, 0, [_MOST_VALUES], lower=False)
    except FrontMatterProblem:
        return {}
    return found if isinstance(found, dict) else {}


def words_of_json(text: str) -> dict[str, Any]:
    """Return the words of a data file in JSON, or {} where it cannot be read."""
    try:
        return _load_json(text, 1)
    except FrontMatterProblem:
        return {}


def _require_table(found: Any) -> dict[str, Any]:
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise FrontMatterProblem("the front matter is not a list of keys and values")
    budget = [_MOST_VALUES]
    return {str(key).lower(): _to_text(value, 0, budget) for key, value in found.items()}


def _to_text(value: Any, depth: int, budget: list[int], *, lower: bool = True) -> Any:
    """Make text of every scalar. Aliases share what they point to, so that the whole must be counted on the way."""
    budget[0] -= 1
    if depth > _DEEPEST or budget[0] < 0:
        raise FrontMatterProblem("the front matter holds more than a post can need")
    if isinstance(value, dict):
        return {
            str(key).lower() if lower else str(key): _to_text(inner, depth + 1, budget, lower=lower)
            for key, inner in value.items()
        }
    if isinstance(value, list | tuple | set):
        return [_to_text(inner, depth + 1, budget, lower=lower) for inner in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    if isinstance(value, int) and abs(value) >= 10**40:
        return ""
    return value if isinstance(value, str) else value.isoformat() if hasattr(value, "isoformat") else str(value)
