"""Reads the export of a WordPress site (WXR), which Squarespace and others write as well, entry by entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from enquiry2article.domain.post import FoundPost, PostContext, PostProblem, Withheld
from enquiry2article.posts.pages.metadata import read_date
from enquiry2article.posts.readers.feeds import Channel, join_link
from enquiry2article.posts.readers.items import Item, finish_item
from enquiry2article.posts.readers.xml_stream import name_of, stream_entries, text_of
from enquiry2article.text.encoding import decode_head

_MARK: Final = re.compile(r"wordpress\.org/export/|<wp:wxr_version", re.IGNORECASE)
_NOT_POSTS: Final = frozenset(
    """attachment nav_menu_item revision custom_css customize_changeset oembed_cache user_request wp_block wp_template
    wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face acf-field acf-field-group
    elementor_library shop_order shop_coupon wpcf7_contact_form mc4wp-form popup feedback""".split()
)
"""Kinds of entries that are no pages of their own. Others may be: plug-ins keep questions in kinds of their own."""
_STATES: Final = {
    "publish": None,
    "private": Withheld.HIDDEN,
    "trash": Withheld.HIDDEN,
    "inherit": Withheld.HIDDEN,
    "future": Withheld.FUTURE,
}
_SHORTCODE: Final = re.compile(
    r"\[/[a-z][\w-]{1,40}\]|\[[a-z][\w-]{1,40}\s+[\w-]+=[^\[\]]{0,500}\]|\[[a-z]+_[\w-]{1,40}\]"
)
_PARAGRAPH: Final = re.compile(r"<(?:p|div|h[1-6]|ul|ol)[\s>]", re.IGNORECASE)


class WordPressReader:
    """Reads WXR files."""

    title = "an export of WordPress (.xml)"

    def can_read(self, path: Path, head: bytes) -> bool:
        """Return whether this is such an export, by the marks at its beginning."""
        text = decode_head(head)
        return "<rss" in text and bool(_MARK.search(text))

    def read(self, path: Path, context: PostContext) -> Iterator[FoundPost | PostProblem]:
        """Yield each post and page of the export."""
        channel = Channel()
        for entry in stream_entries(path):
            if isinstance(entry, PostProblem):
                yield entry
            elif name_of(entry) == "item":
                item = _read_item(entry, f"{path.as_posix()}:{entry.sourceline}", channel)
                if item is not None:
                    yield finish_item(item, context)
            else:
                channel.learn(entry, name_of(entry))


def _read_item(element: Any, source: str, channel: Channel) -> Item | None:
    texts: dict[str, str] = {}
    tags: list[str] = []
    meta: dict[str, str] = {}
    language = ""
    for child in element:
        name = name_of(child)
        if name == "category":
            if child.get("domain") == "language":
                language = child.get("nicename") or ""
            elif child.get("domain") in ("category", "post_tag", None):
                tags.append(text_of(child))
        elif name == "wp:postmeta":
            pair = {name_of(inner): text_of(inner) for inner in child}
            meta[pair.get("wp:meta_key", "")] = pair.get("wp:meta_value", "")
        else:
            texts.setdefault(name, text_of(child))
    if texts.get("wp:post_type", "post") in _NOT_POSTS:
        return None
    hidden = texts.get("wp:post_password") or _is_kept_from_search(meta)
    state = _STATES.get(texts.get("wp:status", "publish"), Withheld.DRAFT)
    html = _SHORTCODE.sub("", texts.get("content:encoded", ""))
    if not _PARAGRAPH.search(html):
        html = html.replace("\r\n", "\n").replace("\n\n", "\n<p>")  # as the site itself does
    return Item(
        source=source,
        title=texts.get("title", ""),
        link=join_link(channel.link, texts.get("link", "")),
        slug=texts.get("wp:post_name", ""),
        id=texts.get("wp:post_id", ""),
        html=html,
        description=_describe(texts, meta),
        language=language or channel.language,
        tags=tuple(tag for tag in tags if tag.lower() != "uncategorized"),
        published=read_date(texts.get("wp:post_date_gmt", "")) or read_date(texts.get("wp:post_date", "")),
        withheld=state or (Withheld.HIDDEN if hidden else None),
        question_id=meta.get("question_id", ""),
    )


def _is_kept_from_search(meta: dict[str, str]) -> bool:
    return meta.get("_yoast_wpseo_meta-robots-noindex") == "1" or "noindex" in meta.get("rank_math_robots", "")


def _describe(texts: dict[str, str], meta: dict[str, str]) -> str:
    for key in ("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description"):
        if meta.get(key) and "%" not in meta[key]:
            return meta[key]
    return texts.get("excerpt:encoded", "")
