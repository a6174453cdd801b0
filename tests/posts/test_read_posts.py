"""Existing posts: every case in `cases/posts`, which posts count, and the traps that strangers' files hold."""

from __future__ import annotations

import functools
import gzip
import json
import os
import subprocess
import sys
import threading
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from conftest import CASES_FOLDER
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enquiry2article.domain.errors import NoSuchFile, SettingsError
from enquiry2article.domain.post import FoundPost, Post, PostContext, PostProblem, ReadPosts, Withheld
from enquiry2article.posts.read import load_post_readers, read_posts, settle_addresses

CASES = CASES_FOLDER / "posts"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir())
FILES = sorted(path for path in CASES.rglob("*") if path.is_file() and path.parent != CASES)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
FEED = '<rss version="2.0"><channel><link>https://x.example/</link>{}</channel></rss>'
ITEM = "<item><title>{0}</title><link>https://x.example/{0}/</link><description>Words.</description></item>"


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(*places: Path, **options: Any) -> ReadPosts:
    return read_posts(places, now=NOW, **options)


def urls(*places: Path, **options: Any) -> list[str]:
    return [post.url for post in read(*places, **options).posts]


def reasons(found: ReadPosts) -> list[str]:
    return [problem.reason for problem in found.problems]


def show(found: ReadPosts) -> dict[str, Any]:
    """Make JSON of what was read, leaving out what is empty."""
    posts = []
    for post in found.posts:
        own = {name: getattr(post, name) for name in Post.__slots__}
        own["published"] = post.published.isoformat() if post.published else ""
        own["tags"] = list(post.tags)
        own["sections"] = [[section.heading, section.anchor, section.text] for section in post.sections]
        posts.append({name: value for name, value in own.items() if value})
    problems = [[problem.source, problem.reason] for problem in found.problems]
    withheld = {reason.name: count for reason, count in found.withheld.items()}
    return {"posts": posts, "problems": problems, "withheld": withheld, "guessed": found.guessed}


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(CASES)
    shown = show(read(Path(name)))
    expected = CASES / f"{name}.expected.json"
    if request.config.getoption("--renew-golden"):
        expected.write_text(json.dumps(shown, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert shown == json.loads(expected.read_text(encoding="utf-8"))


def test_every_expectation_has_its_case() -> None:
    assert {path.name.removesuffix(".expected.json") for path in CASES.glob("*.expected.json")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_withheld_is_never_given(name: str) -> None:
    """Every case names what must not come out by its title or its words."""
    said = repr(read(CASES / name).posts)
    for word in ("draft", "For members", "For guides", "Nobody sees", "For partners", "Noch nicht fertig", "Not out"):
        assert f"title='A {word}" not in said
        assert word not in said or word == "draft"


@pytest.mark.parametrize(
    ("place", "site"),
    [("hugo/content/help", "hugo"), ("eleventy/src/guides", "eleventy"), ("jekyll/lessons", "jekyll"), ("", "")],
)
def test_a_folder_of_a_site_has_the_addresses_of_the_site(place: str, site: str) -> None:
    if not site:
        found = read(CASES / "webflow-eleventy" / "cms" / "blog-posts" / "fristen.md")
        assert [post.url for post in found.posts] == ["https://steuer.example/blog-posts/fristen/"]
        return
    whole = {post.url for post in read(CASES / site).posts}
    part = {post.url for post in read(CASES / place).posts}
    assert part
    assert part < whole


def test_a_folder_beside_the_posts_of_a_site_is_none_of_it(tmp_path: Path) -> None:
    write(tmp_path / "hugo.toml", 'baseURL = "https://x.example/"\n')
    write(tmp_path / "content" / "a.md", "---\ntitle: A\n---\nText.\n")
    write(tmp_path / "drafts" / "b.md", "---\ntitle: B\n---\nText.\n")
    assert urls(tmp_path / "drafts") == ["/b/"]
    assert urls(tmp_path) == ["https://x.example/a/"]


def test_several_sites_below_one_folder(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path / name / "hugo.toml", f'baseURL = "https://{name}.example/"\n')
        write(tmp_path / name / "content" / "a.md", "---\ntitle: A\n---\nText.\n")
        write(tmp_path / name / "themes" / "x" / "README.md", "# Not a post\n")
    assert urls(tmp_path) == ["https://one.example/a/", "https://two.example/a/"]


# --- which posts count


def test_drafts_count_when_asked_for(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "---\ntitle: A\ndraft: true\n---\nText.\n")
    with pytest.raises(NoSuchFile, match=r"The only post in .* is a draft.*--include-drafts"):
        read(tmp_path)
    assert urls(tmp_path, include_drafts=True) == ["/a/"]
    write(tmp_path / "b.md", "---\ntitle: B\nstatus: private\n---\nText.\n")
    assert urls(tmp_path, include_drafts=True) == ["/a/"]
    with pytest.raises(NoSuchFile, match="1 drafts, 1 hidden"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("draft: true", Withheld.DRAFT),
        ("draft: yes", Withheld.DRAFT),
        ("published: false", Withheld.DRAFT),
        ("publish: off", Withheld.DRAFT),
        ("status: draft", Withheld.DRAFT),
        ("status: Pending", Withheld.DRAFT),
        ("date: 2026-11-23", Withheld.FUTURE),
        ("publishDate: 2027-01-01\ndate: 2026-01-01", Withheld.FUTURE),
        ("pubDate: 'Dec 24 2026'", Withheld.FUTURE),
        ("expiryDate: 2026-11-21", Withheld.EXPIRED),
        ("expires: 2026-11-22T00:00:00Z", Withheld.EXPIRED),
        ("status: hidden", Withheld.HIDDEN),
        ("unlisted: true", Withheld.HIDDEN),
        ("visibility: members", Withheld.HIDDEN),
        ("password: swordfish", Withheld.HIDDEN),
        ("robots: noindex, follow", Withheld.HIDDEN),
        ("robots: [noindex]", Withheld.HIDDEN),
        ("seo:\n  noindex: true", Withheld.HIDDEN),
        ("permalink: false", Withheld.HIDDEN),
        ("build:\n  render: never", Withheld.HIDDEN),
        ("params:\n  private: true", Withheld.HIDDEN),
        ("copy_of: q-1", Withheld.COPY),
        ("params:\n  copy_of: q-1", Withheld.COPY),
    ],
)
def test_what_keeps_a_post_from_readers(words: str, reason: Withheld, tmp_path: Path) -> None:
    write(tmp_path / "a.md", f"---\ntitle: A\n{words}\n---\nText.\n")
    write(tmp_path / "b.md", "---\ntitle: B\n---\nText.\n")
    found = read(tmp_path)
    assert [post.title for post in found.posts] == ["B"]
    assert found.withheld == {reason: 1}
    assert not found.problems


@pytest.mark.parametrize(
    "words",
    [
        "draft: false", "published: true", "published: 2026-01-01", "status: evergreen", "date: soon", "noindex: false",
        "date: 2026-11-22", "expiryDate: ''", "robots: index, follow", "visibility: public", "build:\n  list: local",
        "password: ''", "unlisted: 'no'", "published: null",
    ],
)  # fmt: skip
def test_what_does_not_keep_a_post_from_readers(words: str, tmp_path: Path) -> None:
    write(tmp_path / "a.md", f"---\ntitle: A\n{words}\n---\nText.\n")
    assert len(read(tmp_path).posts) == 1


def test_the_first_path_keeps_the_address(tmp_path: Path) -> None:
    for name in ("b", "a"):
        write(tmp_path / f"{name}.md", f"---\ntitle: {name}\nurl: https://x.example/same/\n---\nText.\n")
    write(tmp_path / "c.md", "---\ntitle: c\nurl: https://www.x.example/same\n---\nText.\n")
    found = read(tmp_path)
    assert [post.title for post in found.posts] == ["a"]
    assert [Path(problem.source).name for problem in found.problems] == ["b.md", "c.md"]
    assert all("the same address as" in reason for reason in reasons(found))


def test_a_sitemap_gives_way_and_completes(tmp_path: Path) -> None:
    entries = "".join(f"<url><loc>https://x.example/{name}/</loc></url>" for name in ("a", "only-here"))
    write(tmp_path / "sitemap.xml", f"<urlset>{entries}</urlset>")
    write(tmp_path / "a.md", "---\ntitle: A\n---\nText.\n")
    write(tmp_path / "b.md", "---\ntitle: B\n---\nText.\n")
    found = read(tmp_path)
    assert [(post.url, post.title) for post in found.posts] == [
        ("https://x.example/a/", "A"),
        ("https://x.example/b/", "B"),
        ("https://x.example/only-here/", "Only here"),
    ]
    assert not found.problems
    assert found.guessed == 1


def test_order_of_places_does_not_matter() -> None:
    places = [CASES / name for name in ("wordpress", "plain", "hugo", "rss")]
    assert read(*places) == replace(read(*reversed(places)))


# --- addresses from a template


@pytest.mark.parametrize(
    ("template", "url"),
    [
        ("https://x.example/help/{slug}", "https://x.example/help/late"),
        ("/{year}/{month}/{day}/{slug}/", "/2026/03/09/late/"),
        ("https://x.example/{path}.html", "https://x.example/deep/parcel.html"),
    ],
)
def test_url_template(template: str, url: str, tmp_path: Path) -> None:
    write(tmp_path / "deep" / "parcel.md", "---\ntitle: A\nslug: late\ndate: 2026-03-09\n---\nText.\n")
    assert urls(tmp_path, url_template=template) == [url]


def test_an_address_of_its_own_wins_over_the_template(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "---\ntitle: A\nurl: /own/\n---\nText.\n")
    assert urls(tmp_path, url_template="https://x.example/{slug}") == ["https://x.example/own/"]


def test_a_template_wins_over_the_rule_of_the_site() -> None:
    found = urls(CASES / "eleventy" / "src" / "blog" / "hunde.md", url_template="https://x.example/hilfe/{slug}")
    assert found == ["https://x.example/hilfe/hunde"]


def test_exports_without_addresses_take_the_template() -> None:
    assert urls(CASES / "webflow-csv", url_template="https://x.example/p/{slug}") == ["https://x.example/p/prune-roses"]
    assert "https://x.example/p/lock" in urls(CASES / "ghost", url_template="https://x.example/p/{slug}")


def test_a_post_without_what_the_template_asks_for_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "---\ntitle: A\n---\nText.\n")
    write(tmp_path / "b.md", "---\ntitle: B\ndate: 2026-01-01\n---\nText.\n")
    found = read(tmp_path, url_template="https://x.example/{year}/{slug}")
    assert len(found.posts) == 1
    assert reasons(found) == ["the --url-template asks for {year}, and it has none"]


@pytest.mark.parametrize("template", ["https://x.example/{slag}/", "https://x.example/", "https://x.example/{}"])
def test_a_template_that_cannot_be_filled_in(template: str, tmp_path: Path) -> None:
    write(tmp_path / "a.md", "---\ntitle: A\n---\nText.\n")
    with pytest.raises(SettingsError, match="--url-template"):
        read(tmp_path, url_template=template)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "data:text/html,x", "mailto:a@x.example", "file:///etc/passwd", "https://",
        "https://x.example/" + "a" * 3000, "http://[::1", "vbscript:x",
    ],
)  # fmt: skip
def test_no_address_but_of_the_web_comes_out(url: str, tmp_path: Path) -> None:
    write(tmp_path / "a.md", f"---\ntitle: A\nurl: {json.dumps(url)}\n---\nText.\n")
    write(tmp_path / "b.xml", FEED.format(f"<item><title>B</title><link>{url}</link></item>" + ITEM.format("good")))
    found = read(tmp_path)
    assert [post.url for post in found.posts] == ["https://x.example/good/"]
    assert len(found.problems) == 2


def test_signs_in_addresses_are_written_as_browsers_send_them(tmp_path: Path) -> None:
    write(tmp_path / "a.md", '---\ntitle: A\nurl: "/a b/\\u202egrün<\'\\n>/"\n---\nText.\n')
    [url] = urls(tmp_path)
    assert url.isascii()
    assert not any(sign in url for sign in " <>\n")


def test_a_permalink_that_is_a_program_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path / "eleventy.config.js", "export default function () {}")
    write(tmp_path / "posts" / "posts.11tydata.js", "export default { permalink: (data) => `/p/${data.x}/` }")
    write(tmp_path / "posts" / "a.md", "---\ntitle: A\n---\nText.\n")
    write(tmp_path / "b.md", "---\ntitle: B\n---\nText.\n")
    found = read(tmp_path)
    assert [post.title for post in found.posts] == ["B"]
    assert "--url-template" in reasons(found)[0]
    assert "https://x.example/a" in urls(tmp_path, url_template="https://x.example/{slug}")


# --- nothing that can be read, and what is only half readable


def test_a_place_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile, match=r"no posts at .*gone"):
        read(tmp_path / "gone")


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoSuchFile, match=r"no posts in .*empty.*Markdown"):
        read(tmp_path / "empty")
    write(tmp_path / "full" / "a.md", "# A\n\nText.\n")
    found = read(tmp_path / "empty", tmp_path / "full")
    assert [(Path(p.source).name, p.reason) for p in found.problems] == [("empty", "it holds no posts")]


def problem_of(path: Path, tmp_path: Path) -> str:
    """Read a bad place beside a good one and give the one line that is told about it."""
    good = write(tmp_path / "good" / "good.md", "# Good\n\nText.\n")
    found = read(path, good.parent)
    assert "Good" in [post.title for post in found.posts]
    assert len(found.problems) == 1, found.problems
    [problem] = found.problems
    assert "\n" not in problem.source + problem.reason
    assert len(problem.reason) < 400
    return problem.reason


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.md", b"", "it is empty"),
        ("a.md", b"\xef\xbb\xbf\n\n", "it is empty"),
        ("a.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 20, "it is no text"),
        ("a.md", "---\ntitle: SECRET: x\n---\n", "not valid YAML"),
        ("a.md", "---\n- SECRET\n---\n", "not a list of keys and values"),
        ("a.md", "---\ntitle: SECRET\n", "no closing --- line"),
        ("a.md", "+++\ntitle = SECRET\n+++\n", "not valid TOML"),
        ("a.md", '{\n"title": SECRET}\n', "not valid JSON"),
        ("a.md", "---js\n{ title: process.exit() }\n---\n", "never run"),
        ("a.md", "SECRET prose.\n", "neither a title"),
        ("a.md", "# " + "A" * (5 << 20), "longer than any article"),
        ("a.md", "---\ntitle: &a [x]\nb: [" + "*a, " * 99 + "]\n---\n", "not valid YAML"),
        ("a.md", "---\nx: " + "[" * 5000 + "\n---\n", "front matter"),
        ("a.xml", "<rss><channel><item>SECRET", "no posts|breaks off"),
        ("a.xml", FEED.format("<item><title>SECRET</title></item>"), "no address"),
        ("a.json", '{"version": "https://jsonfeed.org/version/1.1", "items": [SECRET', "not valid JSON"),
        ("a.json", '{"version": "https://jsonfeed.org/version/1.1", "x": ' + "[" * 100_000, "nested too deep"),
        ("a.csv", "url,title\nhttps://x.example/a/\n", "row has 1 fields"),
        ("a.csv", 'url,title\n"https://x.example/a/,SECRET\n', "never closed"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.bin", b"\0\1\2\3" * 500, "no format"),
        ("a.xml.gz", b"\x1f\x8b\x08broken", "gzip"),
    ],
)
def test_a_bad_file_is_one_line(name: str, content: str | bytes, reason: str, tmp_path: Path) -> None:
    import re

    said = problem_of(write(tmp_path / "bad" / name, content), tmp_path)
    assert re.search(reason, said)
    assert "SECRET" not in said


def test_a_zip_is_to_be_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bad" / "export.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", " " * 50_000_000)
    assert "unpack it" in problem_of(path, tmp_path)


@pytest.mark.parametrize("inside", [b"<urlset>", b'{"version": "https://jsonfeed.org/version/1", "items": ['])
def test_a_gzip_bomb_is_left_alone(inside: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bad" / "bomb.gz"
    path.parent.mkdir()
    path.write_bytes(gzip.compress(inside) + gzip.compress(b" " * (1 << 20)) * 600)
    assert path.stat().st_size < 1 << 20
    assert "unpacks to more than" in problem_of(path, tmp_path)


def test_a_packed_sitemap_that_breaks_off(tmp_path: Path) -> None:
    entries = "".join(f"<url><loc>https://x.example/{i * 7919}/</loc></url>" for i in range(5000))
    data = gzip.compress(f"<urlset>{entries}</urlset>".encode())
    found = read(write(tmp_path / "sitemap.xml.gz", data[: len(data) // 2]))
    assert len(found.posts) > 100
    assert "gzip" in reasons(found)[0]


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        ) + "]>",
        '<!DOCTYPE rss [<!ENTITY i SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY i SYSTEM "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p; <!ENTITY i "SECRET">]>',
    ],
)  # fmt: skip
def test_entities_and_references_are_not_followed(doctype: str, tmp_path: Path) -> None:
    feed = FEED.format(ITEM.format("good") + ITEM.format("x").replace("Words.", "before &i; after"))
    found = read(write(tmp_path / "feed.xml", f'<?xml version="1.0"?>{doctype}{feed}'))
    assert {post.url for post in found.posts} == {"https://x.example/good/", "https://x.example/x/"}
    assert sum(len(post.text) for post in found.posts) < 200
    assert "root:" not in repr(found)
    assert "SECRET" not in repr(found)
    assert any("entities" in reason for reason in reasons(found))


def test_what_is_broken_in_a_feed_does_not_end_it(tmp_path: Path) -> None:
    items = ITEM.format("one") + "<item><title>bad &nbsp; \x08 <b></title>" + ITEM.format("two") + "</item>"
    found = read(write(tmp_path / "feed.xml", FEED.format(items + ITEM.format("three"))))
    assert {"https://x.example/one/", "https://x.example/three/"} <= {post.url for post in found.posts}
    assert found.problems


def test_names_of_entities_between_elements(tmp_path: Path) -> None:
    item = ITEM.format("one").replace("<link>", "&who; &#0; <link>")
    doctype = '<!DOCTYPE rss [<!ENTITY who "SECRET">]>'
    for text in (FEED.format(item), doctype + FEED.format(item), FEED.format(f"&who;{item}&who;")):
        found = read(write(tmp_path / "feed.xml", text))
        assert [post.title for post in found.posts] == ["one"]
        assert "SECRET" not in repr(found)


def test_a_feed_that_breaks_off_gives_no_half_post(tmp_path: Path) -> None:
    whole = FEED.format(ITEM.format("one") + ITEM.format("two"))
    for cut in (whole.rindex("<title>") + 9, whole.rindex("Words."), whole.rindex("Words.") + 3):
        found = read(write(tmp_path / "feed.xml", whole[:cut]))
        assert [post.title for post in found.posts] == ["one"]
        assert "breaks off" in reasons(found)[0]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("utf-8", "utf-8"), ("iso-8859-1", "iso-8859-1"), ("windows-1252", "cp1252"), ("utf-8", "cp1252"), ("", "utf-16"),
     ("shift_jis", "shift_jis"), ("hex", "utf-8"), ("nonsense", "utf-8"), ("koi8-r", "koi8-r")],
)  # fmt: skip
def test_encodings_of_feeds(declared: str, encoding: str, tmp_path: Path) -> None:
    word = {"shift_jis": "小包", "koi8-r": "посылка"}.get(encoding, "Päckchen")
    mark = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    feed = mark + FEED.format(ITEM.format("a").replace("Words.", word))
    [post] = read(write(tmp_path / "feed.xml", feed.encode(encoding))).posts
    assert post.text == word


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_documents(encoding: str, tmp_path: Path) -> None:
    text = "---\r\ntitle: Größe?\r\n---\r\n\r\nÄndern.\0\r\n\r\n## Übrigens\r\nJa.\r\n"
    [post] = read(write(tmp_path / "a.md", text.encode(encoding))).posts
    assert (post.title, post.text) == ("Größe?", "Ändern.\n\n## Übrigens\nJa.")
    assert post.sections[0].heading == "Übrigens"


def test_sitemaps_in_a_loop_end(tmp_path: Path) -> None:
    for name, other in (("sitemap.xml", "b.xml"), ("b.xml", "sitemap.xml")):
        own = f"<sitemap><loc>https://x.example/{other}</loc></sitemap><sitemap><loc>https://x.example/{name}</loc></sitemap>"
        up = "<sitemap><loc>https://x.example/..</loc></sitemap><sitemap><loc>/etc/passwd</loc></sitemap>"
        write(tmp_path / name, f"<sitemapindex>{own}{up}</sitemapindex>")
    write(tmp_path / "c.xml", "<urlset><url><loc>https://x.example/c/</loc></url></urlset>")
    found = read(tmp_path)
    assert [post.url for post in found.posts] == ["https://x.example/c/"]
    assert all("do not lie beside it" in reason for reason in reasons(found))


def test_links_in_a_circle_and_hidden_files(tmp_path: Path) -> None:
    write(tmp_path / "a" / "one.md", "# One\n\nText.\n")
    write(tmp_path / ".git" / "two.md", "# Two\n\nText.\n")
    write(tmp_path / "node_modules" / "x" / "readme.md", "# Three\n\nText.\n")
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "gone.md").symlink_to(tmp_path / "nowhere.md")
    assert urls(tmp_path) == ["/one/"]


def test_settings_of_a_site_may_be_anything(tmp_path: Path) -> None:
    write(tmp_path / "content" / "a.md", "# A\n\nText.\n")
    hostile = [
        ("hugo.toml", 'baseURL = 3\ncontentDir = "../../.."\npermalinks = []\nlanguages = "x"\n'),
        ("hugo.toml", "\xff\xfe broken [[["),
        ("_config.yml", "collections: [a, {b: c}]\ndefaults: x\ntimezone: ../../etc/passwd\nsource: /\n"),
        ("mkdocs.yml", "plugins: !!python/object/apply:os.system [exit 1]\ndocs_dir: content\n"),
        ("pelicanconf.py", "raise SystemExit\nPATH = 'content'\nARTICLE_URL = '{nothing}'\n"),
        ("pelicanconf.py", "PATH = [1]\n" + "(" * 3000),
        ("eleventy.config.js", "dir: { input: '..', output: " + "{" * 30_000),
        ("docusaurus.config.js", "blog: {" + "{" * 30_000),
        ("package.json", '{"dependencies": ["@11ty/eleventy"]}'),
        ("astro.config.mjs", ""),
    ]
    for name, content in hostile:
        path = write(tmp_path / name, content)
        try:
            found = read(tmp_path)
        except NoSuchFile:
            path.unlink()
            continue
        assert all(isinstance(post, Post) for post in found.posts)
        assert all(Path(post.path).resolve().is_relative_to(tmp_path.resolve()) for post in found.posts), name
        path.unlink()


def test_a_strange_reader_takes_part(tmp_path: Path) -> None:
    class Own:
        title = "own"

        def can_read(self, path: Path, head: bytes) -> bool:
            return path.suffix == ".own"

        def read(self, path: Path, context: PostContext):  # type: ignore[no-untyped-def]
            yield FoundPost(post=Post(url="https://x.example/own/", title="Own", text="Text."))
            yield PostProblem(source=str(path), reason="the rest is missing")
            raise PermissionError(13, "Permission denied")

    found = read(write(tmp_path / "a.own", "x"), readers={"own": Own(), **load_post_readers()})
    assert [post.title for post in found.posts] == ["Own"]
    assert reasons(found) == ["it cannot be read (Permission denied)", "the rest is missing"]


def test_posts_of_one_address_are_settled_whatever_their_order() -> None:
    posts = [Post(url=u, title=t, text=x, path=p) for u, t, x, p in [("/a/", "1", "x", "b"), ("/a", "2", "x", "a")]]
    assert settle_addresses(posts)[0] == settle_addresses(posts[::-1])[0]


def test_the_question_that_a_post_answers_is_read_back(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "---\ntitle: A\nquestion_id: q-1\n---\nText.\n")
    write(tmp_path / "b.md", "---\ntitle: B\nparams:\n  question_id: q-2\n---\nText.\n")
    assert [post.question_id for post in read(tmp_path).posts] == ["q-1", "q-2"]


# --- size and time


MEASURE = """
import resource, sys
from datetime import datetime, UTC
from pathlib import Path
from enquiry2article.posts.read import load_post_readers
from enquiry2article import FoundPost, PostContext
path = Path(sys.argv[1])
reader = load_post_readers()["feed"]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = sum(isinstance(item, FoundPost) for item in reader.read(path, PostContext(place=path.parent)))
print(count, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="resource is of Unix")
def test_a_large_feed_is_read_piece_by_piece(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    text = "Words of no great interest. " * 110
    with path.open("w") as file:
        file.write("<rss><channel><link>https://x.example/</link>")
        for number in range(9_000):
            file.write(f"<item><title>{number}</title><link>https://x.example/{number}/</link>")
            file.write(f"<description><![CDATA[{text}]]></description></item>\n")
        file.write("</channel></rss>")
    assert path.stat().st_size > 25 << 20
    done = subprocess.run([sys.executable, "-c", MEASURE, path], capture_output=True, text=True, check=True)
    count, mebibytes = map(int, done.stdout.split())
    assert count == 9_000
    assert mebibytes < 20


def test_nothing_heavy_is_loaded_until_it_is_needed() -> None:
    script = "import sys, enquiry2article.posts.read as p; p.load_post_readers(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"lxml", "lxml.etree", "markdown_it", "torch", "bertopic", "nltk", "openpyxl"} & set(done.stdout.split())


# --- whatever happens to a file


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_files_are_posts_or_problems(data: st.DataObject, tmp_path: Path) -> None:
    path = data.draw(st.sampled_from(FILES))
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = min(len(content), start + data.draw(st.integers(0, 60)))
        piece = content[start:end]
        target = data.draw(st.integers(0, len(content)))
        del content[start:end]
        odd = [b"", bytes(reversed(piece)), b"\0", b'"', b"\xff\xfe", bytes(piece) * 2, b"<", b"{{", b"---\n", b"&#0;"]
        content[target:target] = data.draw(st.sampled_from(odd))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content))) :]
    name = data.draw(st.sampled_from([path.name, path.name, "a.md", "a.xml", "a.json", "a.csv", "a"]))
    damaged = write(tmp_path / name, bytes(content))
    try:
        found = read_posts([damaged], now=NOW, include_drafts=data.draw(st.booleans()))
    except NoSuchFile:
        return
    finally:
        os.unlink(damaged)  # noqa: PTH108
    for post in found.posts:
        assert post.title.strip()
        assert post.url
        assert post.url.isprintable()
        assert post.url.startswith(("/", "http://", "https://"))
    for problem in found.problems:
        assert "\n" not in problem.reason


@settings(max_examples=60, deadline=None)
@given(
    data=st.binary(max_size=300),
    start=st.sampled_from([b"---\n", b"+++\n", b"{", b"<rss>", b"<feed>", b"<urlset>", b""]),
)
def test_any_bytes_are_survived(data: bytes, start: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    path = write(folder / "a.md", start + data)
    for reader in load_post_readers().values():
        reader.can_read(path, start + data)
        for item in reader.read(path, PostContext(place=folder)):
            assert isinstance(item, FoundPost | PostProblem)


@pytest.fixture
def site(tmp_path):
    """A site on this machine that serves a folder."""
    folder = tmp_path / "served"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(SimpleHTTPRequestHandler, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_sitemap_that_is_named_by_its_address_is_fetched(site, capfd):
    folder, address = site
    (folder / "sitemap.xml").write_text(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        "<url><loc>https://shop.example/blog/late-parcels/</loc></url></urlset>"
    )
    [post] = read_posts([Path(f"{address}/sitemap.xml")], now=NOW).posts
    assert (post.url, post.title) == ("https://shop.example/blog/late-parcels/", "Late parcels")
    assert post.path.startswith(f"{address}/sitemap.xml")
    with pytest.raises(NoSuchFile, match="cannot be fetched"):
        read_posts([Path(f"{address}/feed.xml")], now=NOW)


def test_what_is_no_address_of_the_web_is_not_fetched():
    for place in ("ftp://shop.example/sitemap.xml", "file:///etc/hostname"):
        with pytest.raises(NoSuchFile):
            read_posts([Path(place)], now=NOW)


def test_a_sitemap_may_give_the_title_of_a_page(tmp_path):
    (tmp_path / "sitemap.xml").write_text(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/'
        'sitemap-news/0.9"><url><loc>https://shop.example/blog/12345-late</loc><news:news><news:title>Where is my '
        "late parcel?</news:title></news:news></url></urlset>"
    )
    [post] = read_posts([tmp_path / "sitemap.xml"], now=NOW).posts
    assert post.title == "Where is my late parcel?"
