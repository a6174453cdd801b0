"""The body of a draft as HTML that any system may keep: from Markdown, and without what could run or load."""

from __future__ import annotations

import re

import markdown
import nh3

from enquiry2article.text.html import strip_markup

EXTENSIONS = ("sane_lists", "tables", "fenced_code")

SCHEMES = {"http", "https", "mailto", "tel"}
"""Of addresses that a link or an image may have; those without any are kept too."""

_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)


def render_html(body: str) -> str:
    """Return a body in Markdown, with whatever HTML a person put into it, as HTML without scripts, styles or comments.

    >>> render_html("Press **Return**. <script>alert(1)</script>")
    '<p>Press <strong>Return</strong>. </p>'
    """
    html = markdown.markdown(body, extensions=list(EXTENSIONS), output_format="html")
    return nh3.clean(html, url_schemes=SCHEMES, link_rel=None).strip()


def render_plain(html: str) -> str:
    """Return sanitised HTML as plain text that keeps its paragraphs and lists."""
    return strip_markup(html, quotes=True).strip()


def strip_comments(body: str) -> str:
    """Take the comments out of Markdown: they are for whoever edits it."""
    return _COMMENT.sub("", body).strip()


def guard_shortcodes(text: str) -> str:
    """Keep WordPress from taking words in square brackets for its shortcodes.

    >>> guard_shortcodes("Press [gallery]")
    'Press &#91;gallery]'
    """
    return text.replace("[", "&#91;")
