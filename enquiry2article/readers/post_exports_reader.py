"""Knows exports of posts, in which nobody asks anything, and says where they belong."""

from __future__ import annotations

from collections.abc import Iterator

from enquiry2article.errors import UnknownFormat
from enquiry2article.export_records import ExportFile, ReadOptions
from enquiry2article.protocols import Reader
from enquiry2article.readers.json_head import read_head
from enquiry2article.readers.wordpress_comments_reader import is_wordpress
from enquiry2article.readers.xml_records import find_root
from enquiry2article.records import BadRow, Enquiry

_ROOTS = {"rss": "a feed", "feed": "a feed", "rdf:rdf": "a feed", "urlset": "a sitemap", "sitemapindex": "a sitemap"}


class PostExportsReader(Reader):
    """Recognises what holds posts: an export of Ghost, a feed, a sitemap."""

    title = "posts (Ghost, feeds, sitemaps): recognised, and pointed to --posts"

    def recognise(self, file: ExportFile) -> str:
        """Say by what a file is known to hold posts."""
        what = _name_kind(file)
        return f"it is {what}" if what else ""

    def read(self, file: ExportFile, options: ReadOptions) -> Iterator[Enquiry | BadRow]:
        """Refuse, and say what to do.

        Raises:
            UnknownFormat: always.
        """
        raise UnknownFormat(
            f"{file.name} is {_name_kind(file) or 'an export of posts'} and holds posts, not enquiries. Posts that are "
            "there already go with --posts; enquiries come from a helpdesk, a mailbox, a form or comments."
        )


def _name_kind(file: ExportFile) -> str:
    document = next(iter(read_head(file).values), None)
    if isinstance(document, dict):
        places = document.get("db")
        first = places[0] if isinstance(places, list) and places else document
        if isinstance(first, dict) and isinstance(first.get("meta"), dict) and isinstance(first.get("data"), dict):
            return "an export of Ghost" if "posts" in first["data"] or "exported_on" in first["meta"] else ""
        return "a feed" if str(document.get("version", "")).startswith("https://jsonfeed.org/") else ""
    return "" if is_wordpress(file) else _ROOTS.get(find_root(file), "")
