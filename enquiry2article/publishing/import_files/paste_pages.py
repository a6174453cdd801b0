"""A page from which drafts are pasted: each as rich text, HTML, Markdown or plain text, and nothing in it loads."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Mapping, Sequence
from datetime import datetime

from enquiry2article.domain.article import FinishedDraft

_STYLE = """
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
article { border: 1px solid #bbb; border-radius: .4rem; padding: 0 1rem 1rem; margin: 0 0 2rem; }
button { font: inherit; margin: 0 .4rem .4rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; }
dt { font-weight: 600; } dd { margin: 0; } textarea { display: none; }
"""

_SCRIPT = """
const status = document.querySelector("[role=status]");
document.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (!button) return;
  const draft = button.closest("article");
  const wanted = button.dataset.copy;
  const text = wanted === "title" ? draft.querySelector("h2").textContent
    : draft.querySelector(`textarea[data-kind=${wanted}]`).value;
  const take = copied => {
    copied.clipboardData.setData("text/plain", text);
    if (wanted === "html") copied.clipboardData.setData("text/html", text);
    copied.preventDefault();
  };
  document.addEventListener("copy", take, { once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", take);
  status.textContent = done ? `Copied: ${button.textContent}` : "Not copied: select the text instead.";
});
"""

_BUTTONS = (
    ("title", "Copy title"),
    ("html", "Copy as HTML"),
    ("markdown", "Copy as Markdown"),
    ("text", "Copy as plain text"),
)


class PastePages:
    """A page of all drafts with buttons to copy, and each draft as files of HTML, Markdown and plain text."""

    title = "a page to paste from, into any editor, and each draft as HTML, Markdown and plain text"
    advice = "Open index.html in a browser and press a button below a draft."

    def render(self, drafts: Sequence[FinishedDraft], *, now: datetime) -> Mapping[str, str]:
        """Return the page and the files."""
        files = {"index.html": _render_page(drafts)}
        for draft in drafts:
            files[f"drafts/{draft.slug}.html"] = f"{draft.html}\n"
            files[f"drafts/{draft.slug}.md"] = f"{draft.markdown}\n"
            files[f"drafts/{draft.slug}.txt"] = f"{draft.text}\n"
        return files


class _OnePage(PastePages):
    """The page alone, for an editor that takes only what is pasted."""

    def render(self, drafts: Sequence[FinishedDraft], *, now: datetime) -> Mapping[str, str]:
        return {"index.html": _render_page(drafts)}


class MediumPage(_OnePage):
    """Medium gives out no keys to its API any more."""

    title = "Medium (a page to paste from)"
    advice = "Open index.html, copy a draft as HTML and paste it into a new story: it stays a draft until you publish."


class SubstackPage(_OnePage):
    """Substack has no public API."""

    title = "Substack (a page to paste from)"
    advice = "Open index.html, copy a draft as HTML and paste it into a new post: it stays a draft until you publish."


class WixPage(_OnePage):
    """Wix imports no files of posts."""

    title = "Wix Blog (a page to paste from)"
    advice = "Open index.html, copy a draft as HTML and paste it into a new post: it stays a draft until you publish."


def _render_page(drafts: Sequence[FinishedDraft]) -> str:
    policy = (
        f"default-src 'none'; style-src '{_hash(_STYLE)}'; script-src '{_hash(_SCRIPT)}'; base-uri 'none'; "
        "form-action 'none'"
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width">
<title>Drafts to paste</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>Drafts to paste</h1>
<p role="status">{len(drafts)} drafts. Nothing on this page is public or sent anywhere.</p>
{"".join(map(_render_draft, drafts))}<script>{_SCRIPT}</script>
</body>
</html>
"""


def _render_draft(draft: FinishedDraft) -> str:
    told = {
        "Address": draft.slug,
        "Description": draft.description,
        "Categories": ", ".join(draft.categories),
        "Tags": ", ".join(draft.tags),
        "Original": draft.canonical_url,
    }
    facts = "".join(f"<dt>{name}</dt><dd>{html.escape(value)}</dd>" for name, value in told.items() if value)
    buttons = "".join(f'<button type="button" data-copy="{kind}">{label}</button>' for kind, label in _BUTTONS)
    kept = {"html": draft.html, "markdown": draft.markdown, "text": draft.text}
    # A browser drops the first line end in a textarea.
    texts = "".join(
        f'<textarea data-kind="{kind}" readonly>\n{html.escape(text)}</textarea>' for kind, text in kept.items()
    )
    language = f' lang="{html.escape(draft.language)}"' if draft.language else ""
    return (
        f"<article{language}>\n<h2>{html.escape(draft.title)}</h2>\n<dl>{facts}</dl>\n<p>{buttons}</p>\n"
        f"<div>\n{draft.html}\n</div>\n{texts}\n</article>\n"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
