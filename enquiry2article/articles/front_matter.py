"""Front matter of posts, read and written through python-frontmatter with its traps closed.

The library gives no metadata, silently, for a file that begins with a byte order mark; turns `slug: 0123` into 83,
`title: yes` into True and dates into dates; crashes on a key called `content`; and drops leading spaces of the body.
Here every value is read as the text that stands there (lists and tables stay lists and tables), and written so that
any YAML reader gets back the same text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import yaml
from frontmatter.default_handlers import YAMLHandler

_FENCE: Final = re.compile(r"^(?:-{3,}|\+{3})[ \t]*$", re.MULTILINE)
_LINE_OF_FRONT_MATTER: Final = re.compile(r"\s|[-#\[\]{}]|[\w.\"'-]+[ \t]*[:=]|$")
"""How a line of YAML or TOML begins, roughly; most lines of prose begin otherwise."""


class _Dumper(yaml.SafeDumper):
    """Writes lists indented, as site generators' own examples do, and never aliases."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: object) -> bool:
        return True


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # Quoted always: titles hold colons and question marks, and "yes", "0123" or "2026-01-01" must stay text.
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')


def _write_date(dumper: yaml.SafeDumper, date: datetime) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", date.isoformat())


_Dumper.add_representer(str, _write_text)
_Dumper.add_representer(datetime, _write_date)


class DateText(str):
    """A date that is written in a site's own way: bare where YAML reads it as a date, quoted otherwise."""

    __slots__ = ()


def _write_date_text(dumper: yaml.SafeDumper, text: DateText) -> yaml.ScalarNode:
    tag = dumper.resolve(yaml.ScalarNode, str(text), (True, False))  # type: ignore[no-untyped-call]
    if tag == "tag:yaml.org,2002:timestamp":
        return dumper.represent_scalar(tag, str(text))
    return _write_text(dumper, str(text))


_Dumper.add_representer(DateText, _write_date_text)


class _Key(str):
    """A key of the front matter, written bare."""

    __slots__ = ()


_Dumper.add_representer(_Key, lambda dumper, key: dumper.represent_scalar("tag:yaml.org,2002:str", str(key)))


def render_post(front_matter: Mapping[str, object], body: str) -> str:
    """Return the text of a post: YAML front matter between `---` lines, keys in the given order, then the body."""
    return f"---\n{render_yaml(front_matter)}\n---\n\n{body.strip()}\n"


def render_yaml(words: Mapping[str, object]) -> str:
    """Return the lines of YAML for some words, keys in the given order."""
    keyed: dict[str, object] = {_Key(key): value for key, value in words.items()}
    block: str = YAMLHandler().export(keyed, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)
    return block.strip()


def read_body(text: str) -> str:
    """Return what stands below the front matter of a person's file, be that YAML, TOML or neither because of a slip.

    Where the closing line is lost, the front matter ends at the first empty line. A text without any front matter is
    all body.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    opening = _FENCE.match(plain)
    if not opening:
        return plain
    rest = plain[opening.end() + 1 :]
    closing = next((fence for fence in _FENCE.finditer(rest) if fence[0][0] == opening[0][0]), None)
    # A rule in the body looks like a closing line, but has prose above it.
    if closing and all(map(_LINE_OF_FRONT_MATTER.match, rest[: closing.start()].split("\n"))):
        return rest[closing.end() :].lstrip("\n")
    return rest.partition("\n\n")[2]
