"""WordPress's own export format (WXR 1.2), which Squarespace, WordPress.com and others import as well.

Source: https://github.com/WordPress/WordPress/blob/master/wp-admin/includes/export.php. A date of zeros in
`wp:post_date_gmt` is WordPress's word for "the day on which it is published".
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from enquiry2article.domain.article import FinishedDraft
from enquiry2article.publishing.body_html import guard_shortcodes
from enquiry2article.text.slugs import make_slug

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_DATE = "0000-00-00 00:00:00"
FIRST_ID = 900_001
"""Numbers of posts in the file; the importer gives its own where one is taken."""
AUTHOR = "enquiry2article"

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Drafts</title>
<link>https://example.com</link>
<description></description>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://example.com</wp:base_site_url>
<wp:base_blog_url>https://example.com</wp:base_blog_url>
"""


class WordPressImport:
    """One file with every draft, its tags and its categories."""

    title = "WordPress (import file, WXR)"
    advice = "In WordPress: Tools, Import, WordPress. Choose an author of yours there."

    def render(self, drafts: Sequence[FinishedDraft], *, now: datetime) -> Mapping[str, str]:
        """Return the file."""
        terms = [
            *_render_terms("category", [name for draft in drafts for name in draft.categories]),
            *_render_terms("tag", [name for draft in drafts for name in draft.tags]),
        ]
        items = [_render_item(draft, FIRST_ID + place, now) for place, draft in enumerate(drafts)]
        author = f"<wp:author><wp:author_login>{_quote(AUTHOR)}</wp:author_login></wp:author>\n"
        return {"wordpress.xml": f"{_HEAD}{author}{''.join(terms)}{''.join(items)}</channel>\n</rss>\n"}


class SquarespaceImport(WordPressImport):
    """The same file: Squarespace has no import format of its own for posts."""

    title = "Squarespace (import file of WordPress's kind)"
    advice = "In Squarespace: Settings, Import & Export Content, Import, WordPress. The posts come as drafts."


def _render_terms(kind: str, names: Sequence[str]) -> list[str]:
    slug = "category_nicename" if kind == "category" else "tag_slug"
    name = "cat_name" if kind == "category" else "tag_name"
    return [
        f"<wp:{kind}><wp:{slug}>{_quote(make_slug(term))}</wp:{slug}><wp:{name}>{_quote(term)}</wp:{name}></wp:{kind}>\n"
        for term in dict.fromkeys(names)
    ]


def _render_item(draft: FinishedDraft, number: int, now: datetime) -> str:
    date = f"{(draft.date or now).astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    meta = {"question_id": draft.question_id, "canonical_url": draft.canonical_url}
    filed = [("category", name) for name in draft.categories] + [("post_tag", name) for name in draft.tags]
    lines = [
        f"<title>{_quote(html.escape(draft.title, quote=False))}</title>",
        f"<dc:creator>{_quote(AUTHOR)}</dc:creator>",
        f'<guid isPermaLink="false">enquiry2article:{html.escape(_clean(draft.key))}</guid>',
        "<description></description>",
        f"<content:encoded>{_quote(guard_shortcodes(draft.html))}</content:encoded>",
        f"<excerpt:encoded>{_quote(html.escape(draft.description, quote=False))}</excerpt:encoded>",
        f"<wp:post_id>{number}</wp:post_id>",
        f"<wp:post_date>{date}</wp:post_date>",
        f"<wp:post_date_gmt>{_NO_DATE}</wp:post_date_gmt>",
        "<wp:comment_status>closed</wp:comment_status>",
        "<wp:ping_status>closed</wp:ping_status>",
        f"<wp:post_name>{_quote(draft.slug)}</wp:post_name>",
        "<wp:status>draft</wp:status>",
        "<wp:post_parent>0</wp:post_parent>",
        "<wp:menu_order>0</wp:menu_order>",
        "<wp:post_type>post</wp:post_type>",
        "<wp:post_password></wp:post_password>",
        "<wp:is_sticky>0</wp:is_sticky>",
        *(
            f'<category domain="{domain}" nicename="{make_slug(name)}">{_quote(name)}</category>'
            for domain, name in filed
        ),
        *(
            f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{_quote(value)}</wp:meta_value></wp:postmeta>"
            for key, value in meta.items()
            if value
        ),
    ]
    return "<item>\n" + "\n".join(lines) + "\n</item>\n"


def _quote(text: str) -> str:
    """Return a text as character data, in which nothing is markup."""
    return "<![CDATA[" + _clean(text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
