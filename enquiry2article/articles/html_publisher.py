"""Drafts as pages: open one in a browser, select all, and paste it into WordPress, Ghost, Webflow or a mail."""

from __future__ import annotations

import re
from pathlib import Path

from enquiry2article.articles.templating import open_templates, render_template
from enquiry2article.domain.article import Draft

_OPENING = re.compile(r"\{(?=[{%#])")
"""What editors that take templates would read as the beginning of one."""


class HtmlPublisher:
    """One HTML page a draft, with nothing in it that loads from elsewhere."""

    title = "pages to open in a browser and paste into any visual editor"

    def render(self, draft: Draft) -> str:
        """Return the whole page.

        Raises:
            TemplateProblem: the page's template is damaged.
        """
        import markdown

        body = markdown.markdown(draft.body, extensions=["sane_lists"], output_format="html")
        page = render_template(open_templates(), "page.html.j2", {**draft.front_matter, "body": body})
        return _OPENING.sub("&#123;", page)

    def path(self, draft: Draft) -> Path:
        """Return where the file belongs, relative to the posts folder."""
        return draft.path.with_suffix(".html")
