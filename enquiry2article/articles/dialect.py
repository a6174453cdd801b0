"""How a site generator wants a post to be written, as data, and the publisher that writes drafts by it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, cast

from enquiry2article.articles.front_matter import DateText, render_post, render_yaml
from enquiry2article.articles.templating import escape_words
from enquiry2article.domain.article import Draft

LEAVE_OUT: Final = "-"
"""What a key is called that is not written."""

ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "date": ("date", "pubDate", "publishDate", "publishedAt", "published_at", "publishedDate", "datePublished",
             "f_post-date", "f_date"),
    "description": ("description", "summary", "excerpt", "abstract", "lede", "f_summary", "f_excerpt", "f_description",
                    "f_prev-text"),
    "tags": ("tags", "keywords", "topics", "f_tags"),
    "categories": ("categories", "category", "section", "f_category"),
    "image": ("image", "heroImage", "cover", "coverImage", "thumbnail", "featured_image", "f_image", "f_main-image"),
}  # fmt: skip
"""What sites call the words of a post."""


def _keep(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How the posts of one site look."""

    title: str
    """What a person is told it is for."""
    syntax: str = "yaml"
    """How front matter is written: "yaml", "toml", "plain" (Pelican's lines) or "module" (what an MDX file exports)."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Neutral key → the site's own, where they differ; a dot leads into a table, `LEAVE_OUT` drops the word."""
    table: str = ""
    """The table for keys that the generator does not know, or "" where they may stand beside the others."""
    known: frozenset[str] = frozenset()
    """The keys that need no table."""
    fixed: Mapping[str, object] = field(default_factory=dict)
    """Words that each post has, whatever it is about; they come first."""
    dates: tuple[str, ...] = ()
    """Further keys that get the date of the draft."""
    draft: Mapping[str, object] = field(default_factory=lambda: {"draft": True})
    """What keeps a draft from being public."""
    date_format: str = ""
    """As `strftime` has it, or "" for ISO 8601."""
    collections: tuple[str, ...] = ()
    """Tags that come first in each post because they make the generator's collections."""
    topics: bool = True
    """Whether the tags of a post are its topics."""
    spell_tag: Callable[[str], str] = _keep
    """Give a tag as the site spells it."""
    spell_category: Callable[[str], str] = lambda tag: ""
    """Give the category of the site that a tag is, or ""."""
    file: str = "{slug}.md"
    """The name of a file, with {slug}, {date}, {year}, {month}."""
    home: str = ""
    """Where posts lie in the site's folder."""
    aside: str = ""
    """The only folder of the site in which a draft is none of its pages, or "" where one may lie anywhere."""
    folder: str = ""
    """Where the drafts lie within the posts folder of a run."""
    escape: Callable[[str], str] = _keep
    """Escape what the generator would interpret in a body; braces, HTML and Markdown are escaped already."""
    escape_word: Callable[[str], str] = _keep
    """Escape what a generator or its themes would interpret in a title or a description."""
    heading: bool = False
    """Whether the title has to stand in the body too."""
    raw_html: bool = False
    """Whether HTML in a body reaches the page; then structured data can go there."""
    no_templates: str = ""
    """A key that keeps the generator from filling templates in a body, set where one is left in it."""


class DialectPublisher:
    """Writes drafts in a dialect."""

    def __init__(self, dialect: Dialect, placed: Mapping[str, Sequence[Path]] | None = None) -> None:
        self.dialect = dialect
        self.title = dialect.title
        self.placed = dict(placed or {})
        """Question id → the files with its article that are there, relative to the posts folder."""

    @property
    def public_lines(self) -> frozenset[str]:
        """Return the lines of front matter that stand in each post of the site already, and so are public."""
        return frozenset(render_yaml(self.dialect.fixed).split("\n")) if self.dialect.fixed else frozenset()

    @property
    def told(self) -> str:
        """Tell what decides about the drafts, for the hash of a run."""
        return ", ".join(f"{name}={_tell(getattr(self.dialect, name))}" for name in Dialect.__dataclass_fields__)

    def render(self, draft: Draft) -> str:
        """Return the whole file."""
        dialect = self.dialect
        body = dialect.escape(draft.body)
        if dialect.heading:
            body = f"# {dialect.escape(escape_words(str(draft.front_matter['title'])))}\n\n{body}"
        if dialect.raw_html and "structured_data" in draft.front_matter:
            body = f"{body.rstrip()}\n\n{draft.front_matter['structured_data']}\n"
        words = self.front_matter(draft)
        if dialect.no_templates and re.search(r"\{[{%#]", body):
            words[dialect.no_templates] = True
        return _WRITERS[dialect.syntax](words, body)

    def front_matter(self, draft: Draft) -> dict[str, object]:
        """Return the front matter in the words of the site, in the order in which it is written."""
        dialect = self.dialect
        words: dict[str, object] = dict(dialect.fixed)
        for key, value in self._list_neutral(draft):
            if (own := dialect.keys.get(key, key)) == LEAVE_OUT:
                continue
            known = not dialect.table or own in dialect.known or "." in own
            _put(words, own if known else f"{dialect.table}.{own}", value)
            if key == "tags":
                words.update(dialect.draft)
        words.update(dialect.draft)
        for key in dialect.dates:
            words.setdefault(key, self._write_date(cast(datetime, draft.front_matter["date"])))
        return words

    def _list_neutral(self, draft: Draft) -> Iterable[tuple[str, object]]:
        dialect, given = self.dialect, draft.front_matter
        tags = [str(tag) for tag in cast(list[str], given.get("tags", []))]
        category = next(filter(None, map(dialect.spell_category, tags)), "")
        for key, value in given.items():
            if key == "draft" or (key == "structured_data" and dialect.raw_html):
                continue
            if key == "tags":
                if category:
                    yield "categories", category if dialect.keys.get("categories") == "category" else [category]
                yield key, self._write_tags(tags)
            elif key == "date" and isinstance(value, datetime):
                yield key, self._write_date(value)
            else:
                yield key, dialect.escape_word(str(value)) if key in ("title", "description") else value

    def _write_tags(self, tags: Iterable[str]) -> object:
        dialect = self.dialect
        spelled = [*dialect.collections, *(map(dialect.spell_tag, tags) if dialect.topics else ())]
        return list(dict.fromkeys(spelled)) if dialect.topics else " ".join(spelled)

    def _write_date(self, date: datetime) -> object:
        if not self.dialect.date_format:
            return date
        return DateText(date.astimezone(UTC).strftime(self.dialect.date_format))

    def path(self, draft: Draft) -> Path:
        """Return where the file belongs, relative to the posts folder: where a person has put it, if they have."""
        given = draft.front_matter
        date = given.get("date")
        name = self.dialect.file.format(
            slug=given.get("slug", draft.path.stem),
            **{part: f"{date.astimezone(UTC):{form}}" if isinstance(date, datetime) else ""
               for part, form in (("date", "%Y-%m-%d"), ("year", "%Y"), ("month", "%m"))},
        )  # fmt: skip
        usual = Path(self.dialect.folder) / draft.path.parent / name
        placed = self.placed.get(str(given.get("question_id", "")), ())
        return placed[0] if placed and usual not in placed else usual


def _tell(value: object) -> str:
    if isinstance(value, frozenset):
        value = sorted(value)  # whose order differs from process to process
    return getattr(value, "told", getattr(value, "__qualname__", "")) if callable(value) else repr(value)


def _put(words: dict[str, object], key: str, value: object) -> None:
    *tables, last = key.split(".")
    inner: dict[str, Any] = words
    for table in tables:
        inner = inner.setdefault(table, {})
    inner[last] = value


def write_toml(words: Mapping[str, object], body: str) -> str:
    """Return a post with TOML front matter."""
    plain = [f"{_key(key)} = {_toml(value)}" for key, value in words.items() if not isinstance(value, dict)]
    for name, table in words.items():
        if isinstance(table, dict):
            plain += [f"[{_key(name)}]", *(f"  {_key(key)} = {_toml(value)}" for key, value in table.items())]
    return "+++\n" + "\n".join(plain) + f"\n+++\n\n{body.strip()}\n"


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key)


def _toml(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(str(key))} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, DateText) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return str(value)
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    return json.dumps("" if value is None else str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def write_plain(words: Mapping[str, object], body: str) -> str:
    """Return a post with Pelican's lines; a list is divided by commas, and so no entry may hold one."""
    lines = []
    for key, value in words.items():
        if isinstance(value, list | tuple):
            value = ", ".join(str(entry).replace(",", " ") for entry in value)
        text = value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else str(value)
        lines.append(f"{key.capitalize()}: {' '.join(text.split())}")
    return "\n".join(lines) + f"\n\n{body.strip()}\n"


def write_module(words: Mapping[str, object], body: str) -> str:
    """Return an MDX page that exports its metadata, as Next.js reads it."""
    told = json.dumps(words, indent=2, ensure_ascii=False, default=lambda value: value.isoformat())
    return f"export const metadata = {told}\n\n{body.strip()}\n"


_WRITERS: Final[Mapping[str, Callable[[Mapping[str, object], str], str]]] = {
    "yaml": render_post,
    "toml": write_toml,
    "plain": write_plain,
    "module": write_module,
}


def escape_for_themes(text: str) -> str:
    """Escape words that themes print as HTML; quotation marks are curled, since filters resolve entities within tags.

    >>> escape_for_themes('Is <b> "bold"?')
    'Is &lt;b&gt; “bold”?'
    """
    return html.escape(re.sub(r'(?<!\S)"', "“", text).replace('"', "”"), quote=False)


def escape_for_scripts(text: str) -> str:
    """Keep words that are put into a script from ending it."""
    return text.replace("</", "< /")


_MODULE_LINE: Final = re.compile(r"^(?:i(?=mport\b)|e(?=xport\b))", re.MULTILINE)
_BRACES: Final = re.compile(r"(?:&#123;){2,}")
_PYTHON_SIGNS: Final = re.compile(r"^(!!!|\?\?\?)|^\[(?=TOC\])", re.MULTILINE)
_KRAMDOWN_SIGNS: Final = re.compile(r"(?<!\\)\||\$(?=\$)|(?<=\$)\$")


def escape_mdx(body: str) -> str:
    """Escape the lines that MDX would take for a program: "export your data first"."""
    return _MODULE_LINE.sub(lambda found: f"&#{ord(found[0])};", body)


def escape_vue(body: str) -> str:
    """Keep Vue from filling in what stands between double braces; an entity does not, since Markdown resolves it."""
    return _BRACES.sub(r"<span v-pre>\g<0></span>", body)


def escape_python_markdown(body: str) -> str:
    """Escape the blocks of Python-Markdown's extensions."""
    return _PYTHON_SIGNS.sub(lambda found: f"&#{ord(found[0][0])};{found[0][1:]}", body)


def escape_kramdown(body: str) -> str:
    """Escape the bars that make a table of a line, and the signs around formulas."""
    return _KRAMDOWN_SIGNS.sub(lambda found: f"&#{ord(found[0])};", body)
