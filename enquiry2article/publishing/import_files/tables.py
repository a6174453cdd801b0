"""Import files in CSV: Webflow's collections, and Shopify's blog by way of the app Matrixify.

Sources: https://help.webflow.com/hc/en-us/articles/33961227141523 (one item a row, rich text as HTML),
https://matrixify.app/documentation/blog-posts/.
"""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from enquiry2article.domain.article import FinishedDraft
from enquiry2article.ingest.fields.cells import guard_cell
from enquiry2article.text.slugs import make_slug

WEBFLOW_COLUMNS = ("Name", "Slug", "Post Body", "Post Summary", "Category", "Tags")
SHOPIFY_COLUMNS = (
    "Handle", "Command", "Title", "Body HTML", "Summary HTML", "Tags", "Published", "Blog: Handle",
    "Metafield: title_tag [string]", "Metafield: description_tag [string]",
)  # fmt: skip


class WebflowImport:
    """One row a draft; several tags are joined by semicolons, as Webflow wants references to other items."""

    title = "Webflow (CSV for a collection)"
    advice = "In Webflow: open the collection, Import, and choose to import the items as drafts."

    def render(self, drafts: Sequence[FinishedDraft], *, now: datetime) -> Mapping[str, str]:
        """Return the file."""
        rows = [
            [
                draft.title, draft.slug, draft.html, draft.description,
                make_slug(draft.categories[0]) if draft.categories else "",
                ";".join(make_slug(tag) for tag in draft.tags),
            ]
            for draft in drafts
        ]  # fmt: skip
        return {"webflow.csv": _write_rows(WEBFLOW_COLUMNS, rows)}


class ShopifyImport:
    """One row a draft, hidden; "NEW" never changes an article that is there."""

    title = "Shopify blog (CSV for Matrixify; shopify:BLOG names the blog, else news)"
    advice = "In Shopify: the app Matrixify, Import. Shopify itself imports no articles."

    def __init__(self, blog: str = "news") -> None:
        self._blog = make_slug(blog)

    def render(self, drafts: Sequence[FinishedDraft], *, now: datetime) -> Mapping[str, str]:
        """Return the file, whose name tells Matrixify what is in it."""
        rows = [
            [
                draft.slug, "NEW", draft.title, draft.html, f"<p>{html.escape(draft.description, quote=False)}</p>",
                ", ".join(tag.replace(",", " ") for tag in (*draft.categories, *draft.tags)), "FALSE", self._blog,
                draft.title, draft.description,
            ]
            for draft in drafts
        ]  # fmt: skip
        return {"shopify-blog-posts.csv": _write_rows(SHOPIFY_COLUMNS, rows)}


def _write_rows(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([guard_cell(cell) for cell in row] for row in rows)
    return file.getvalue()
