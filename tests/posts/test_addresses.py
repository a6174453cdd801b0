"""Addresses and anchors as the generators make them: a real Hugo builds its case; the others' results are written down.

`benchmarks/check_post_urls.py` holds all cases against all generators; what those gave for odd names stands here.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any

import pytest
from conftest import ROOT

from enquiry2article.domain.post import Site
from enquiry2article.posts.generators.docusaurus import make_docusaurus_url
from enquiry2article.posts.generators.eleventy import make_eleventy_url
from enquiry2article.posts.generators.hexo import make_hexo_url
from enquiry2article.posts.generators.hugo import make_hugo_url
from enquiry2article.posts.generators.jekyll import make_jekyll_url
from enquiry2article.posts.generators.mkdocs import make_mkdocs_url
from enquiry2article.posts.generators.pelican import make_pelican_url, pelican_slugify
from enquiry2article.posts.pages.anchors import AnchorMaker
from enquiry2article.posts.pages.paths import NoAddressError, Page, is_web_address, slugify, tidy_base
from enquiry2article.posts.pages.sections import read_html, read_markdown

DATE = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def check() -> ModuleType:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    import check_post_urls

    return check_post_urls


def test_a_real_hugo_has_each_post_at_its_address(check: ModuleType, tmp_path: Path) -> None:
    import shutil

    site = tmp_path / "hugo"
    shutil.copytree(check.SITES / "hugo", site)
    command = [sys.executable, "-m", "hugo", "--quiet", "--clock", "2026-11-22T00:00:00Z"]
    pages = check.build_site(site, command, "public")
    faults, claimed, anchors = check.check_site(site, pages)
    assert not faults
    assert len(claimed) == 8
    assert anchors == 6
    others = {place for place in pages if place not in claimed}
    assert {place for place in others if not place.endswith("index.html")} <= set()
    # Beside the posts Hugo builds its lists, and the two that we do not give although they are there.
    assert {place for place in others if place.count("/") == 2} == {
        "de/help/index.html", "help/copy/index.html", "help/unlisted/index.html",
    }  # fmt: skip


HUGO = {"language": "en", "languages": frozenset({"en", "de"}), "language_folder": False, "permalinks": {}}


def page(path: str, settings: dict[str, Any], words: dict[str, Any] | None = None, **rest: Any) -> Page:
    site = Site(settings=settings, root=Path("/s"), folders=(Path("/s"),))
    return Page(path=PurePosixPath(path), words=words or {}, site=site, **rest)


@pytest.mark.parametrize(
    ("path", "words", "url"),
    [
        ("posts/My Big Post.md", {}, "/posts/my-big-post/"),
        ("posts/Größe ändern.md", {}, "/posts/größe-ändern/"),
        ("posts/v1.2-notes.md", {}, "/posts/v1.2-notes/"),
        ("posts/a_b & c's+d#e.md", {}, "/posts/a_b--cs+d#e/"),
        ("posts/--dash--.md", {}, "/posts/--dash--/"),
        ("posts/a  b---c.md", {}, "/posts/a--b---c/"),
        ("posts/100%.md", {}, "/posts/100/"),
        ("posts/(paren) [br].md", {}, "/posts/paren-br/"),
        ("posts/x.md", {"slug": "My Slug's Näme! v1.2"}, "/posts/my-slugs-näme-v1.2/"),
        ("posts/x.md", {"slug": "a/b c"}, "/posts/a/b-c/"),
        ("posts/x.md", {"slug": "a -- b"}, "/posts/a--b/"),
        ("posts/x.md", {"slug": "C++ tips"}, "/posts/c++-tips/"),
        ("posts/bundle/index.md", {"slug": "other"}, "/posts/other/"),
        ("posts/_index.md", {}, "/posts/"),
        ("posts/x.de.md", {}, "/de/posts/x/"),
        ("posts/x.md", {"url": "help/late parcels"}, "/help/late parcels/"),
        ("posts/x.md", {"url": "/help/Late.html"}, "/help/Late.html"),
        ("posts/x.de.md", {"url": "hilfe/x"}, "/de/hilfe/x/"),
        ("posts/x.de.md", {"url": "/hilfe/x/"}, "/hilfe/x/"),
        ("about.md", {}, "/about/"),
    ],
)
def test_hugo(path: str, words: dict[str, Any], url: str) -> None:
    assert make_hugo_url(page(path, HUGO, words)) == url


@pytest.mark.parametrize(
    ("title", "part"),
    [("C++ tips", "c-tips"), ("Größe & Co. — what's \"it\"?", "größe-co.-whats-it"), (" -lead", "-lead"),
     ("5%20x", "5-x"), ("a/b c", "a-b-c"), ("50% off", "50-off"), ("#1 thing", "#1-thing")],
)  # fmt: skip
def test_hugo_titles_in_patterns(title: str, part: str) -> None:
    settings = {**HUGO, "permalinks": {"page": {"t": "/t/:title/"}}}
    assert make_hugo_url(page("t/x.md", settings, title=title)) == f"/t/{part}/"


@pytest.mark.parametrize(
    ("style", "url"),
    [
        ("", "/faq/help/2026/01/02/My-Post.html"),
        ("pretty", "/faq/help/2026/01/02/My-Post/"),
        ("ordinal", "/faq/help/2026/002/My-Post.html"),
        ("weekdate", "/faq/help/2026/W01/Fri/My-Post.html"),
        ("none", "/faq/help/My-Post.html"),
        ("/blog/:title", "/blog/My-Post"),
        ("/:short_year/:i_month/:i_day/:slug/", "/26/1/2/my-post/"),
        ("/:year_:month/:title.html", "/2026_01/My-Post.html"),
    ],
)
def test_jekyll_styles(style: str, url: str) -> None:
    own = page("faq/_posts/2026-01-02-My Post.md", {"permalink": style}, {"categories": "help"})
    assert make_jekyll_url(own) == url


@pytest.mark.parametrize(
    ("style", "url"), [("", "/sub/Page Two.html"), ("pretty", "/sub/Page Two/"), ("/x/:title/", "/sub/Page Two/")]
)
def test_jekyll_pages(style: str, url: str) -> None:
    assert make_jekyll_url(page("sub/Page Two.md", {"permalink": style})) == url


@pytest.mark.parametrize(
    ("path", "words", "url"),
    [
        ("blog/blog.md", {}, "/blog/"),
        ("blog/2026-01-02-dated.md", {}, "/blog/2026-01-02-dated/"),
        ("x/2026-01-02-dir/index.md", {}, "/x/2026-01-02-dir/"),
        ("x/a.md", {"permalink": "help/{{ page.fileSlug }}.html"}, "/help/a.html"),
        ("x/2026-01-02-a.md", {"permalink": "/{{ page.fileSlug }}/index.html"}, "/a/"),
        ("x/a.md", {"permalink": "/{{ mykey }}/{{ title | slug }}/", "mykey": "abc"}, "/abc/p5-what's/"),
        ("x/a.md", {"permalink": {"build": "/bb/"}}, "/bb/"),
    ],
)
def test_eleventy(path: str, words: dict[str, Any], url: str) -> None:
    assert make_eleventy_url(page(path, {}, words, title="P5 What's", date=DATE)) == url


@pytest.mark.parametrize(
    "permalink",
    ["{{ env.SECRET }}", "{% if x %}a{% endif %}", "{{ title | shell: 'x' }}", "/{{ page.date | date: '%c' }}"],
)
def test_eleventy_runs_no_template(permalink: str) -> None:
    with pytest.raises(NoAddressError, match="--url-template"):
        make_eleventy_url(page("a.md", {}, {"permalink": permalink}, title="A", date=DATE))


def test_filters_of_eleventy() -> None:
    assert slugify("P One, größe") == "p-one-groesse"
    assert slugify("Open Settings & code") == "open-settings-and-code"
    assert slugify("camelCase What's") == "camelcase-whats"


def test_slugs_of_pelican() -> None:
    assert pelican_slugify('Große Fragen, kleine\'s "Ding" & Co. v1.2?') == "grosse-fragen-kleines-ding-co-v12"
    assert pelican_slugify("日本語 テスト") == "ri-ben-yu-tesuto"


def test_a_date_that_is_asked_for_and_not_there() -> None:
    pelican = {"page_paths": (), "language": "en", "ARTICLE_URL": "{date:%Y}/{slug}/"}
    blog = {"posts": "blog/posts", "folder": "blog", "url": "{date}/{slug}", "date": "yyyy"}
    for make, own in (
        (make_hexo_url, page("_posts/a.md", {"permalink": ":year/:title/"})),
        (make_pelican_url, page("a.md", pelican, title="A")),
        (make_mkdocs_url, page("blog/posts/a.md", {"blog": blog}, title="A")),
        (make_jekyll_url, page("_posts/a.md", {})),
    ):
        with pytest.raises(NoAddressError, match="date"):
            make(own)


@pytest.mark.parametrize(
    ("path", "words", "url"),
    [
        ("docs/01-intro.md", {}, "/guides/intro"),
        ("docs/02-part/03-two.md", {}, "/guides/part/two"),
        ("docs/02-part/index.md", {}, "/guides/part/"),
        ("docs/03-same/same.md", {}, "/guides/same/same"),
        ("docs/part/part.md", {}, "/guides/part/"),
        ("docs/2026-01-02-note.md", {}, "/guides/2026-01-02-note"),
        ("docs/02-part/x.md", {"slug": "rel"}, "/guides/part/rel"),
        ("docs/02-part/x.md", {"slug": "/abs"}, "/guides/abs"),
        ("docs/02-part/x.md", {"id": "my-id"}, "/guides/part/my-id"),
        ("blog/sub/2026-01-06-insub.md", {}, "/blog/2026/01/06/sub/insub"),
        ("blog/2026/01/07/deep.md", {}, "/blog/2026/01/07/deep"),
        ("blog/2026-01-05-folder/index.md", {}, "/blog/2026/01/05/folder"),
        ("blog/x.md", {"slug": "/own/slug"}, "/blog/own/slug"),
    ],
)
def test_docusaurus(path: str, words: dict[str, Any], url: str) -> None:
    parts = {"docs": {"kind": "docs", "route": "guides"}, "blog": {"kind": "blog", "route": "blog"}}
    site = Site(settings={"parts": parts}, root=Path("/s"), folders=(Path("/s/docs"), Path("/s/blog")))
    assert make_docusaurus_url(Page(path=PurePosixPath(path), words=words, site=site)) == url


HEADINGS = """# One Two
## Open **Settings** & `code`
## [Link](https://x.example/a)
## Über Größe 100 % – wie?
## One Two
## Setext_under score
## 日本 x
## 1. First!
## What's "it"
"""
ANCHORS = {
    "hugo": "one-two open-settings--code link über-größe-100---wie one-two-1 setext_under-score 日本-x 1-first "
    "whats-it",
    "kramdown": "one-two open-settings--code link über-größe-100---wie one-two-1 setext_under-score 日本-x 1-first "
    "whats-it",
    "github": "one-two open-settings--code link über-größe-100---wie one-two-1 setext_under-score 日本-x 1-first "
    "whats-it",
    "vitepress": "one-two open-settings-code link uber-große-100-–-wie one-two-1 setext-under-score 日本-x _1-first "
    "what-s-it",
    "hexo": "One-Two Open-Settings-code Link Uber-Grose-100-–-wie One-Two-1 Setext-under-score 日本-x 1-First "
    "What’s-“it”",
    "python": "one-two open-settings-code link uber-groe-100-wie one-two_1 setext_under-score x 1-first whats-it",
    "eleventy": "one-two open-settings-and-code link ueber-groesse-100-wie one-two-2 setext-under-score x 1-first "
    "whats-it",
}


@pytest.mark.parametrize("style", ANCHORS)
def test_anchors_as_the_generators_made_them(style: str) -> None:
    sections = read_markdown(HEADINGS, anchors=style, title="Another").sections
    assert " ".join(section.anchor for section in sections) == ANCHORS[style]


def test_anchors_that_look_numbered_already() -> None:
    maker = AnchorMaker("github")
    assert [maker.make([text]) for text in ("a", "a-1", "a", "a")] == ["a", "a-1", "a-2", "a-3"]


def test_sections_of_markdown() -> None:
    text = """---not front matter---

# The title {#top}

Before.

<!-- ## hidden -->
## First *one* {#own}
Text with {{< shortcode "x" >}} and {% include x %} in it.

```
# a comment in code
```

Second
------
- ## in a list

> ## in a quote

## Last
{: #last-one .note}
End.
"""
    body = read_markdown(text, anchors="kramdown", title="The title")
    assert [(section.heading, section.anchor) for section in body.sections] == [
        ("First one", "own"),
        ("Second", "second"),
        ("Last", "last-one"),
    ]
    assert "shortcode" not in body.text
    assert "include" not in body.text
    assert "hidden" not in body.text
    assert body.sections[2].text == "End."


def test_sections_of_html() -> None:
    html = """<body><nav><h2>Menu</h2></nav><main><h1>The title</h1><p>One<br>two &amp; three</p>
    <section id="a"><h2>From the <em>section</em></h2><p>Text</p></section>
    <h2><a name="b"></a>From a name</h2><h3 id="c"><a href="#c">Linked</a></h3><div hidden>not this</div>
    <h2>None <a class="anchor" href="#d" aria-hidden="true">#</a></h2><script>let x = "<h2>no</h2>"</script></main>"""
    body = read_html(html, title="The title").body
    assert [(section.heading, section.anchor) for section in body.sections] == [
        ("From the section", "a"),
        ("From a name", "b"),
        ("Linked", "c"),
        ("None", "d"),
    ]
    assert body.text.startswith("The title\n\nOne\ntwo & three")
    assert "Menu" not in body.text
    assert "not this" not in body.text


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://x.example/a?b#c", True),
        ("http://[::1]/a", True),
        ("https://müller.example/", True),
        ("https://user:word@x.example/", False),
        ("https://", False),
        ("http://[::1", False),
        ("https://a b/", False),
        ("ftp://x.example/", False),
        ("javascript:alert(1)", False),
    ],
)
def test_addresses_of_the_web(address: str, is_one: bool) -> None:
    assert is_web_address(address) is is_one


def test_bases() -> None:
    assert tidy_base(" https://x.example/shop/ ") == "https://x.example/shop"
    assert tidy_base("//x.example/") == "https://x.example"
    assert tidy_base("http://localhost:1313/") == ""
    assert tidy_base("/shop/") == ""
