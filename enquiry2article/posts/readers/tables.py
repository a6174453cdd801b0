"""Reads tables of posts: Webflow's and Shopify's exports, lists of a crawler, or any table of addresses and titles."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Final

from enquiry2article.domain.post import FoundPost, PostContext, PostProblem, Withheld
from enquiry2article.ingest.files import open_path
from enquiry2article.ingest.tables.delimited import cut_file, find_delimiter, guess_delimiter, parse_record
from enquiry2article.posts.pages.metadata import read_date
from enquiry2article.posts.pages.paths import is_web_address, make_path
from enquiry2article.posts.readers.items import Item, finish_item
from enquiry2article.text.encoding import decode_head, looks_binary

_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "link": (
        "url", "address", "link", "permalink", "page url", "loc", "html_url", "public url", "publicurl", "article url",
        "canonical url", "top pages", "adresse",
    ),
    "title": ("title", "title 1", "name", "page title", "post title", "article title", "headline", "h1-1", "titel"),
    "slug": ("slug", "handle"),
    "body": (
        "body", "content", "post body", "body html", "body content", "article body", "text", "html", "answer",
        "rich text", "post content", "inhalt",
    ),
    "description": (
        "description", "meta description 1", "meta description", "summary", "post summary", "excerpt",
        "seo description", "summary html", "beschreibung",
    ),
    "tags": ("tags", "keywords", "category", "categories", "labels"),
    "language": ("language", "locale", "lang", "sprache"),
    "published": ("published on", "published at", "publish date", "published_at", "date published", "date", "datum"),
    "question": ("question_id", "question id"),
    "blog": ("blog: handle",),
}  # fmt: skip
_WEBFLOW: Final = frozenset({"collection id", "item id", "locale id"})
_EXTENSIONS: Final = frozenset({".csv", ".tsv", ".tab", ".txt"})
_NO: Final = frozenset({"false", "no", "0", "n"})
_YES: Final = frozenset({"true", "yes", "1", "y"})


class TableReader:
    """Reads tables of posts in text."""

    title = "a table (.csv) of addresses and titles, or an export of Webflow"

    def can_read(self, path: Path, head: bytes) -> bool:
        """Return whether this is such a table, by the names of its columns or by an address in its first row."""
        if looks_binary(head) or path.suffix.lower() not in _EXTENSIONS:
            return False
        text = decode_head(head)
        delimiter = guess_delimiter(text[:8192])
        first = next((line for line in text.splitlines() if line.strip()), "")
        try:
            return _learn_columns(parse_record(first, delimiter)) is not None
        except csv.Error:
            return False

    def read(self, path: Path, context: PostContext) -> Iterator[FoundPost | PostProblem]:
        """Yield a post for each row."""
        source = path.as_posix()
        delimiter, skip = find_delimiter(open_path(path))
        rows = _read_rows(path, delimiter, skip)
        first = next(rows, None)
        columns = _learn_columns(first[1]) if first and not isinstance(first[1], str) else None
        if first is None or isinstance(first[1], str) or columns is None:
            yield PostProblem(source=source, reason="its first row names no columns for addresses and titles")
            return
        header = [name.strip().lower() for name in first[1]]
        headless = any(is_web_address(cell.strip()) for cell in first[1])
        sample = list(islice(rows, 50))
        if "body" not in columns and not headless and (place := _find_html(header, columns, sample)) is not None:
            columns["body"] = place
        for line, cells in chain([first] if headless else [], sample, rows):
            if isinstance(cells, str):
                yield PostProblem(source=f"{source}:{line}", reason=cells)
            elif len(cells) < len(header) and not headless:
                reason = f"row has {len(cells)} fields, the header has {len(header)}"
                yield PostProblem(source=f"{source}:{line}", reason=reason)
            else:
                yield finish_item(_read_row(cells, columns, header, f"{source}:{line}"), context)


def _read_rows(path: Path, delimiter: str, skip: int) -> Iterator[tuple[int, Sequence[str] | str]]:
    """Yield each row with its line, or what is wrong with it."""
    for record in cut_file(open_path(path), delimiter, skip):
        if record.problem:
            yield record.line, record.problem
            continue
        try:
            cells = parse_record(record.text, delimiter)
        except csv.Error as error:
            yield record.line, f"the row is not well formed: {error}"
            continue
        if any(cell.strip() for cell in cells):
            yield record.line, cells


def _learn_columns(names: Sequence[str]) -> dict[str, int] | None:
    """Return the place of each column that is known, or None where the table holds no posts."""
    header = [name.strip().strip("\ufeff").lower() for name in names]
    columns: dict[str, int] = {}
    for field, known in _NAMES.items():
        place = next((header.index(name) for name in known if name in header), None)
        if place is not None:
            columns[field] = place
    webflow = bool(_WEBFLOW & set(header)) and "slug" in columns
    if webflow:
        columns.setdefault("title", 0)
    if "title" in columns and ("link" in columns or ("slug" in columns and (webflow or "blog" in columns))):
        return columns
    link = next((place for place, cell in enumerate(names) if is_web_address(cell.strip())), None)
    if link is None or len(names) < 2:
        return None
    title = next((place for place, cell in enumerate(names) if place != link and cell.strip()), None)
    return None if title is None else {"link": link, "title": title}


def _find_html(
    header: Sequence[str], columns: Mapping[str, int], sample: Sequence[tuple[int, Sequence[str] | str]]
) -> int | None:
    """Return the column that holds the bodies where its name does not tell: the one with most HTML."""
    sizes = [0] * len(header)
    for _, cells in sample:
        for place, cell in enumerate(cells if not isinstance(cells, str) else ()):
            if place < len(sizes) and "</" in cell:
                sizes[place] += len(cell)
    taken = set(columns.values())
    best = max((place for place in range(len(sizes)) if place not in taken), key=lambda p: sizes[p], default=None)
    return best if best is not None and sizes[best] else None


def _read_row(cells: Sequence[str], columns: Mapping[str, int], header: Sequence[str], source: str) -> Item:
    def cell(field: str) -> str:
        place = columns.get(field)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    named = dict(zip(header, cells, strict=False))
    slug, blog = cell("slug"), cell("blog")
    usual = make_path("blogs", blog, slug, end="") if blog else make_path(slug)
    divider = ";" if ";" in cell("tags") else ","
    return Item(
        source=source,
        title=cell("title"),
        link=cell("link"),
        slug=slug,
        usual=usual if slug else "",
        html=cell("body"),
        description=cell("description"),
        language=cell("language"),
        tags=tuple(tag.strip() for tag in cell("tags").split(divider) if tag.strip()),
        published=read_date(cell("published")),
        withheld=_find_withheld(named),
        question_id=cell("question"),
    )


def _find_withheld(named: Mapping[str, str]) -> Withheld | None:
    """Return why a row is no post that readers find, in the words of Webflow, Shopify and crawlers."""
    said = {name: text.strip().lower() for name, text in named.items()}
    unpublished = bool(_WEBFLOW & said.keys()) and "published on" in said and not said["published on"]
    if unpublished or said.get("draft") in _YES or said.get("published") in _NO:
        return Withheld.DRAFT
    if said.get("status") in ("draft", "pending", "unpublished") or said.get("is_published") in _NO:
        return Withheld.DRAFT
    code = said.get("status code", "200")
    hidden = said.get("archived") in _YES or said.get("indexability", "").startswith("non")
    kind = said.get("content type", "text/html")
    if hidden or code not in ("200", "") or "html" not in kind or said.get("status") in ("private", "archived"):
        return Withheld.HIDDEN
    return None
