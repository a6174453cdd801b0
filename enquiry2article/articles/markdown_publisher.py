"""Markdown with front matter in the neutral words."""

from __future__ import annotations

from enquiry2article.articles.dialect import Dialect, DialectPublisher

MARKDOWN = Dialect(title="Markdown with front matter, for pasting into WordPress, Ghost, Webflow or any editor")


class MarkdownPublisher(DialectPublisher):
    """Plain Markdown with front matter that most systems, and people who paste, can use as it is."""

    def __init__(self) -> None:
        super().__init__(MARKDOWN)
