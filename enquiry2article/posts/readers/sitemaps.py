"""Reads sitemaps: addresses without texts. Of an index, the sitemaps that lie beside it; nothing is ever downloaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from enquiry2article.domain.errors import shorten
from enquiry2article.domain.post import FoundPost, PostContext, PostProblem
from enquiry2article.posts.pages.metadata import read_date
from enquiry2article.posts.pages.paths import is_web_address, read_address
from enquiry2article.posts.readers.items import Item, finish_item
from enquiry2article.posts.readers.xml_stream import name_of, stream_entries, text_of
from enquiry2article.text.encoding import decode_head

_START: Final = re.compile(r"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", re.IGNORECASE)
_MOST_FILES: Final = 1_000
_NOT_PAGES: Final = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|xml|gz|css|js)$|/(?:tag|tags|category|categories|author|page)/",
    re.IGNORECASE,
)


class SitemapReader:
    """Reads sitemaps and their indexes, packed or not."""

    title = "a sitemap (sitemap.xml, also .gz)"

    def can_read(self, path: Path, head: bytes) -> bool:
        """Return whether this is a sitemap, by the name of its first element."""
        text = decode_head(head)
        first = re.search(r"<[A-Za-z]", text)
        return bool(first and _START.match(text, first.start()))

    def read(self, path: Path, context: PostContext) -> Iterator[FoundPost | PostProblem]:
        """Yield a post for each address that may be one, with a title made of the address."""
        waiting = [path]
        seen = {path.resolve()}
        missing: list[str] = []
        while waiting:
            own = waiting.pop(0)
            for entry in stream_entries(own):
                if isinstance(entry, PostProblem):
                    yield entry
                    continue
                place = next((text_of(child) for child in entry if name_of(child).endswith("loc")), "")
                if name_of(entry).endswith("sitemap"):
                    child = _find_beside(own, place)
                    if child is None:
                        missing.append(place)
                    elif child.resolve() not in seen and len(seen) < _MOST_FILES:
                        seen.add(child.resolve())
                        waiting.append(child)
                elif name_of(entry).endswith("url") and _may_be_post(place):
                    yield finish_item(_read_url(entry, f"{own.as_posix()}:{entry.sourceline}", place), context)
        if missing:
            name = shorten(PurePosixPath(urlsplit(missing[0]).path).name or "one")
            more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
            reason = f"it names sitemaps that do not lie beside it: {name}{more}. Put them into the same folder"
            yield PostProblem(source=path.as_posix(), reason=reason)


def _find_beside(path: Path, address: str) -> Path | None:
    """Return the file of a sitemap that an index names by its address, in the folder of the index."""
    try:
        name = unquote(PurePosixPath(urlsplit(address).path).name)
    except ValueError:
        return None
    if not name or name != Path(name).name or name in (".", "..") or "\0" in name or "\\" in name:
        return None
    try:
        folder = {entry.name: entry for entry in path.parent.iterdir() if entry.is_file()}
    except OSError:
        return None
    return folder.get(name) or folder.get(name.removesuffix(".gz")) or folder.get(f"{name}.gz")


def _may_be_post(address: str) -> bool:
    return is_web_address(address) and len(urlsplit(address).path) > 1 and not _NOT_PAGES.search(urlsplit(address).path)


def _read_url(element: Any, source: str, address: str) -> Item:
    language = date = title = ""
    for child in element.iter():
        name = name_of(child)
        if name.endswith("lastmod"):
            date = text_of(child)
        elif name_of(child).endswith("news:title") or name_of(child) == "title":
            title = text_of(child)
        elif child.get("hreflang") and child.get("href") == address and child.get("hreflang") != "x-default":
            language = str(child.get("hreflang"))
    moment = read_date(date)
    return Item(
        source=source,
        title=title or read_address(address) or address,
        link=address,
        language=language,
        published=moment,
    )
