"""A real Hugo builds the drafts: the right pages at the right addresses, and in them only what is for readers."""

import csv
import io
import re
import subprocess
import sys
from html import unescape

import pytest
from conftest import invoke, load_questions, write_export

from enquiry2article.articles.post_metadata import read_metadata

CANOE = [
    (
        "How can I mend a hole in my canoe?",
        "You can mend a small hole at home with a patch in one afternoon. Clean the spot with alcohol. "
        "Let it dry for ten minutes. Press the patch on firmly. Wait 24 hours before you paddle. "
        "Never dry it with a flame.",
    ),
    (
        "hole in the hull {{ .Site.Title }} <script>alert(1)</script> how to patch?",
        "Clean the hole with alcohol. Let it dry for ten minutes. "
        "Press the patch on firmly with {{< both >}} thumbs. Wait 24 hours before you paddle.",
    ),
    (
        "Can I patch the hull myself?",
        "A patch from our shop will do. Keep the boat out of the sun while it dries. Never dry it with a flame.",
    ),
    (
        "patching a canoe?",
        "Old varnish comes off with 120 paper. Two patches hold better than one large patch.",
    ),
]
GERMAN = [
    (
        "Wie lange darf ich das Boot mieten?",
        "Sie können ein Boot bis zu drei Tage mieten. Die Kaution ist 50 Euro und Sie bekommen sie zurück.",
    )
] * 3
LIGHTS = [("Do I need lights on the river at night?", "")] * 3

LAYOUTS = {
    "layouts/single.html": "<title>{{ .Title }}</title><h1>{{ .Title }}</h1><main>{{ .Content }}</main>",
    "layouts/list.html": "<ul>{{ range .Pages }}<li><a href='{{ .RelPermalink }}'>{{ .Title }}</a></li>{{ end }}</ul>",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A small site whose posts are the drafts of a run, one of which a person has edited before the replies changed."""
    site = tmp_path_factory.mktemp("site")
    write_export(site / "hugo.toml", 'baseURL = "https://river.example/"\ntitle = "River"\ndisableKinds = ["rss"]\n')
    for name, text in LAYOUTS.items():
        write_export(site / name, text)
    house = write_export(site / "house.toml", '[site]\nurl_template = "https://river.example/posts/{slug}/"\n')
    options = ["--group-by", "topic", "-w", site / "workspace", "-o", site / "content" / "posts"]
    options += ["--for", "hugo", "--settings", house]
    topics = {"canoe": CANOE, "rent": GERMAN, "lights": LIGHTS}
    rows = [(topic, *pair) for topic, own in topics.items() for pair in own]
    invoke("run", write_rows(site / "mails.csv", rows), *options)
    [rent] = (site / "content" / "posts").glob("wie-lange*.md")
    rent.write_text(rent.read_text(encoding="utf-8").replace("bis zu drei", "bis zu vier"), encoding="utf-8")
    rows += [("rent", GERMAN[0][0], f"{GERMAN[0][1]} Ein Hund fährt kostenlos mit.")] * 5
    invoke("run", write_rows(site / "mails.csv", rows), *options)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "hugo",
            "--source",
            site,
            "--buildDrafts",
            "--buildFuture",
            "--cacheDir",
            site / "cache",
        ],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return site


def write_rows(path, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "date", "customer", "agent", "topic", "question", "answer"])
    for number, row in enumerate(rows, start=501):
        writer.writerow([f"RIVER-{number}", f"2026-05-{number % 28 + 1:02}", f"c{number}@x.example", "Jo Reed", *row])
    return write_export(path, text.getvalue())


def read_page(site, slug):
    """The page whose address ends so; a * stands for the rest of it."""
    [page] = (site / "public" / "posts").glob(f"{slug}/index.html")
    return page.read_text(encoding="utf-8")


def test_each_draft_is_a_page_with_its_title_under_its_slug(site):
    drafts = {
        path.stem: read_metadata(path.read_text(encoding="utf-8")).words
        for path in (site / "content" / "posts").glob("*.md")
    }
    assert len(drafts) == len(load_questions(site / "workspace")) == 3
    listed = unescape((site / "public" / "posts" / "index.html").read_text(encoding="utf-8"))
    for slug, words in drafts.items():
        assert words["slug"] == slug
        page = unescape(read_page(site, slug))
        assert f"<h1>{words['title']}</h1>" in page
        assert f"<a href='/posts/{slug}/'>{words['title']}</a>" in listed


def test_steps_are_a_numbered_list(site):
    pages = [page.read_text(encoding="utf-8") for page in (site / "public" / "posts").glob("*/index.html")]
    [steps] = re.findall(r"<ol>(.*?)</ol>", "".join(pages), re.DOTALL)
    assert [item.split()[0] for item in re.findall(r"<li>(.*?)</li>", steps, re.DOTALL)] == [
        "Clean",
        "Let",
        "Press",
        "Wait",
    ]


def test_headings_are_in_the_language_of_the_article(site):
    page = read_page(site, "wie-lange*")
    assert "<h2" in page
    assert "Noch nicht weiter?" in page
    assert "Still stuck?" not in page


def test_what_customers_and_agents_write_is_words_to_hugo(site):
    pages = "".join(path.read_text(encoding="utf-8") for path in (site / "public").rglob("*.html"))
    assert not re.search(r"<(?:script|b)\b", pages)
    assert "Press the patch on firmly with {{< both >}} thumbs." in unescape(pages)


def test_pages_hold_no_note_and_no_source(site):
    pages = {path: unescape(path.read_text(encoding="utf-8")) for path in (site / "public").rglob("*.html")}
    assert len(pages) > 4
    for path, page in pages.items():
        assert not re.search(r"RIVER-\d|Jo Reed|\be-[a-z2-7]{4}\b|←|<!--", page), path


def test_nothing_of_the_notes_is_published(site):
    notes = sorted((site / "workspace" / "notes").glob("*.md"))
    drafts = sorted((site / "content" / "posts").glob("*.md"))
    assert [note.name for note in notes] == [draft.name for draft in drafts]
    # The title alone stands in both.
    lines = {line for note in notes for line in note.read_text(encoding="utf-8").splitlines()[1:] if line}
    assert len(lines) > 12
    said = {unescape(line.removeprefix("- ").removeprefix("## ").replace("\\", "")) for line in lines} - {"Sources"}
    published = [path for path in (site / "public").rglob("*") if path.is_file()]
    for path in published:
        text = unescape(path.read_text(encoding="utf-8"))
        assert not [line for line in said if line in text], path


def test_nothing_else_is_published(site):
    published = [path for path in (site / "public").rglob("*") if path.is_file() and path.suffix != ".html"]
    assert not [path for path in published if "RIVER-" in path.read_text(encoding="utf-8")]
    assert not [path for path in (site / "content").rglob("*") if path.is_file() and path.suffix != ".md"]
