"""The real generators build sites with our drafts in them.

Hugo and MkDocs run with the other tests; the rest is marked `slow` and needs
`tests/sites/install.sh`. Drafts are not public; turned on, they are, at the address that was predicted, and of the
editor's note nothing is in any file of the site.
"""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from starters import STARTERS, Starter, build, find_command, lay_out

from enquiry2article.articles.publishing import plan_publication, write_steps
from enquiry2article.articles.templating import escape_words
from enquiry2article.domain.article import Draft
from enquiry2article.posts.read import read_posts
from enquiry2article.posts.site_publisher import follow_site, guess_site

FAST = ("hugo", "hugo-toml", "mkdocs")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
HOSTILE = [
    "{{ .Site.Title }} and {{ 7*7 }} and {{< figure src=x >}} and {% include x %} and {# no #}",
    "<script>alert(1)</script> and <b>bold</b> and <!-- note --> and { props.x } and ${x}",
    "--- and +++ and ``` and ~~~",
    ":::tip",
    "!!! danger",
    "??? note",
    "import your contacts first",
    "export const x = 1",
    "[TOC]",
    "Settings | Security | Password costs $$5$$",
]
NOTE = "NOTE-OF-THE-EDITOR e-k3x7 agents disagree"


def make_draft(number: int, title: str) -> Draft:
    """Make a draft whose every word is a stranger's."""
    slug = f"late-parcels-{number}"
    body = "\n\n".join(escape_words(text) for text in HOSTILE) + "\n\n## What else\n\n1. Open it.\n2. Close it.\n"
    return Draft(
        question_id=f"q-abc{number}de",
        path=Path(f"{slug}.md"),
        front_matter={
            "title": title,
            "slug": slug,
            "date": datetime(2026, 3, 9 + number, 8, 30, tzinfo=UTC),
            "description": f'Parcels number {number}: "late", it\'s said.',
            "tags": ["lost parcels", "refunds"],
            "draft": True,
            "question_id": f"q-abc{number}de",
        },
        body=body,
        note=NOTE,
    )


DRAFTS = [
    make_draft(1, "Where is my parcel: late?"),
    make_draft(2, "How do I fill {{ name }} in {% raw %}?"),
    make_draft(3, "- [x] #5 'yes' & <script>alert(1)</script>"),
]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in FAST else pytest.mark.slow) for name in STARTERS]
)
def test_drafts_are_public_only_when_a_person_turns_them_on(name: str, tmp_path: Path) -> None:
    starter = STARTERS[name]
    if find_command(starter) is None:
        pytest.skip(f"{name} is not installed")
    site = tmp_path / "site"
    lay_out(starter, site)
    root = site / "docs" if name == "vitepress" else site
    publisher = follow_site(_load(guess_site(root)), guess_site(root), root, {})
    steps = plan_publication(DRAFTS, publisher, {}, {})
    write_steps(steps, publisher, root)
    files = [root / publisher.path(draft) for draft in DRAFTS]
    assert all(file.is_relative_to(site / starter.posts) for file in files), files

    pages = build(starter, site)
    public = {place: text for place, text in pages.items() if not place.startswith("drafts/")}  # Pelican's own
    assert not [place for place, text in public.items() if "late-parcels" in place + text or "Parcels number" in text]

    before = {post.question_id: post.url for post in read_posts([site], include_drafts=True, now=NOW).posts}
    assert {draft.question_id for draft in DRAFTS} <= before.keys()
    for file in files:
        _turn_on(file, starter)
    after = {post.question_id: post for post in read_posts([site], now=NOW).posts if post.question_id}
    assert after.keys() == {draft.question_id for draft in DRAFTS}
    if name != "pelican":  # whose drafts have an address of their own
        assert {id_: post.url for id_, post in after.items()} == {id_: before[id_] for id_ in after}
    pages = build(starter, site)
    for draft in DRAFTS:
        page = _find_page(urlsplit(after[draft.question_id].url).path, pages)
        assert page, (after[draft.question_id].url, [place for place in pages if place.endswith(".html")])
        _check_page(page, draft, starter)
    assert not [place for place, text in pages.items() if "NOTE-OF" in text or "e-k3x7" in text]


def _load(name: str):
    from enquiry2article.cli.tools import load_publisher

    return load_publisher(name)


def _turn_on(file: Path, starter: Starter) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in starter.turn_on.items():
        assert old in text, (old, text[:600])
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")
    if starter.move[0]:
        target = Path(file.as_posix().replace(*starter.move))
        target.parent.mkdir(parents=True, exist_ok=True)
        file.rename(target)


def _find_page(path: str, pages: dict[str, str]) -> str:
    path = unquote(path).lstrip("/")
    return next((pages[p] for p in (path, f"{path}index.html", f"{path}.html", f"{path}/index.html") if p in pages), "")


def _check_page(page: str, draft: Draft, starter: Starter) -> None:
    words = draft.front_matter
    shown = _plain(page)
    assert _squeeze(str(words["title"])) in _squeeze(shown), shown[:800]
    if "date" in starter.shows:
        date = words["date"]
        assert any(f"{date:{form}}" in page for form in ("%Y-%m-%d", "%B %d, %Y", "%d %B %Y")) or (
            f"{date:%B} {date.day}, {date.year}" in page
        )
    if "tags" in starter.shows:
        assert re.search("(?i)lost[- ]parcels", page)
    if "description" in starter.shows:
        assert _squeeze(str(words["description"])) in _squeeze(html.unescape(html.unescape(page)))
    for text in HOSTILE:
        assert _squeeze(text) in _squeeze(shown), (text, shown)
    page = re.sub(r"(?s)<script[^>]*ld.json.*?</script>", "", page)
    # In a title and between the quotation marks of an attribute an element is text to a browser.
    page = re.sub(r"""(?s)<title>.*?</title>|="[^"]*"|='[^']*'""", "", page)
    assert "<script>alert" not in page
    assert "<b>bold" not in page
    assert re.search(r"<ol\b", page)


def _plain(page: str) -> str:
    """Return the words of a page as a reader sees them."""
    page = re.sub(r"(?s)<(script|style|head)\b.*?</\1>", " ", page)
    return html.unescape(re.sub(r"(?s)<!--.*?-->|</?[A-Za-z][^<>]*>", "", page))


def _squeeze(text: str) -> str:
    """Return letters, digits and signs that matter; themes set quotation marks and dashes in their own way."""
    text = re.sub(r"[“”‘’'\"–—…\s.\-]", "", text)
    return re.sub(r"&(?:amp;)?lt;", "<", text)
