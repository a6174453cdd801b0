"""Folders of Markdown with YAML front matter, in the words of each site generator.

Sources: https://gohugo.io/content-management/front-matter/, https://jekyllrb.com/docs/front-matter/,
https://www.11ty.dev/docs/data-frontmatter/.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from enquiry2article.articles.front_matter import render_post
from enquiry2article.domain.article import Draft


class MarkdownPublisher:
    """Plain Markdown with front matter that most systems, and people who paste, can use as it is."""

    title = "Markdown with front matter, for pasting into WordPress, Ghost, Webflow or any editor"

    def front_matter(self, draft: Draft) -> dict[str, object]:
        """Give the front matter in this site's words."""
        return dict(draft.front_matter)

    raw_html = False
    """Whether the site publishes HTML that stands in Markdown; then structured data can go there."""

    def render(self, draft: Draft) -> str:
        """Give the whole file."""
        words = self.front_matter(draft)
        if not self.raw_html or "structured_data" not in words:
            return render_post(words, draft.body)
        return render_post(words, f"{draft.body.rstrip()}\n\n{words.pop('structured_data')}\n")

    def path(self, draft: Draft) -> Path:
        """Say where the file belongs, relative to the posts folder."""
        return draft.path


HUGO_WORDS = ("title", "slug", "date", "description", "tags", "draft")
"""Keys that Hugo knows by itself; a theme reads the others as `.Params`."""


class HugoPublisher(MarkdownPublisher):
    """Hugo: `content/posts/<slug>.md`; keys of ours go under `params`."""

    title = "Hugo (put the folder at content/posts)"

    def front_matter(self, draft: Draft) -> dict[str, object]:
        words = {key: value for key, value in draft.front_matter.items() if key in HUGO_WORDS}
        words["params"] = {key: value for key, value in draft.front_matter.items() if key not in HUGO_WORDS}
        return words


class JekyllPublisher(MarkdownPublisher):
    """Jekyll: `_posts/YYYY-MM-DD-<slug>.md`, the slug from the file's name, `published: false` for a draft."""

    title = "Jekyll (put the folder at _posts)"
    raw_html = True

    def front_matter(self, draft: Draft) -> dict[str, object]:
        words = dict(draft.front_matter)
        date = _date_of(draft)
        return {
            "layout": "post",
            "title": words["title"],
            "date": f"{date:%Y-%m-%d %H:%M:%S %z}",
            "slug": words["slug"],
            "description": words["description"],
            "tags": words["tags"],
            "published": False,
            "draft": True,
            **{key: value for key, value in words.items() if key not in HUGO_WORDS},
        }

    def path(self, draft: Draft) -> Path:
        return draft.path.parent / f"{_date_of(draft):%Y-%m-%d}-{draft.front_matter['slug']}.md"


class EleventyPublisher(MarkdownPublisher):
    """Eleventy: any folder; `tags` make collections, so `posts` comes first."""

    title = "Eleventy (put the folder where your posts are)"
    raw_html = True

    def front_matter(self, draft: Draft) -> dict[str, object]:
        words = dict(draft.front_matter)
        words["tags"] = ["posts", *cast(list[str], words["tags"])]
        words["permalink"] = f"/{words['slug']}/"
        return words


def _date_of(draft: Draft) -> datetime:
    return cast(datetime, draft.front_matter["date"]).astimezone(UTC)
