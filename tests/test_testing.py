"""Our own exchangeable parts keep what their protocols promise, and one that does not is told what is wrong with it."""

import re
from pathlib import Path

import numpy as np
import pytest
from conftest import CASES_FOLDER, ROOT, write_export

from enquiry2article.cli.reading import load_readers
from enquiry2article.domain.enquiry import Author, BadRow, Enquiry, Turn
from enquiry2article.domain.plugins import find_plugins, load_plugin
from enquiry2article.domain.post import FoundPost, Post
from enquiry2article.ingest.files import open_path
from enquiry2article.ingest.read import recognise
from enquiry2article.posts.files import read_head
from enquiry2article.testing import (
    TEXTS,
    FixedGrouper,
    HashEmbedder,
    check_embedder,
    check_grouper,
    check_name_finder,
    check_post_reader,
    check_publisher,
    check_reader,
    check_reply_exporter,
    check_writer,
)

EXPORTS = sorted(path for path in (CASES_FOLDER / "read").iterdir() if not path.name.endswith(".expected.jsonl"))
POSTS = ["atom", "ghost", "json-feed", "jekyll", "pages", "rss", "sitemap", "table", "wordpress", "zendesk"]
PAGE = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_our_readers(path):
    readers = load_readers()
    name, _ = recognise(open_path(path), readers)
    assert check_reader(readers[name], path)


@pytest.mark.parametrize("case", POSTS)
def test_our_readers_of_posts(case):
    known = find_plugins("post_readers")
    readers = [load_plugin("post_readers", name, known) for name in known]
    files = [path for path in sorted((CASES_FOLDER / "posts" / case).rglob("*")) if path.is_file()]
    own = [(path, reader) for path in files for reader in readers if reader.can_read(path, read_head(path))]
    path, reader = next((path, reader) for path, reader in own if path.stem not in ("404", "old", "README"))
    assert check_post_reader(reader, path)


@pytest.mark.parametrize(
    ("kind", "check"),
    [
        ("embedders", check_embedder),
        ("groupers", check_grouper),
        ("writers", check_writer),
        ("publishers", check_publisher),
        ("reply_exporters", check_reply_exporter),
    ],
)
def test_our_other_parts(kind, check):
    known = find_plugins(kind)
    for name in set(known) - {"sentence-transformers", "bertopic"}:  # what takes ten seconds to load
        check(load_plugin(kind, name, known))


class NotebookReader:
    """A reader in which a test puts one thing wrong."""

    title = "a notebook: one question a line"
    generic = False

    def __init__(self, **wrong):
        vars(self).update(wrong)

    def recognise(self, file):
        return "its name" if file.suffix == ".notebook" else ""

    def read(self, file, options):
        with file.open() as stream:
            for number, line in enumerate(stream.read().decode().splitlines(), start=1):
                turn = Turn(author=Author.CUSTOMER, text=line)
                yield Enquiry(id=str(number), source=f"{file.name}:{number}", turns=(turn,))


class FeedReader:
    title = "a list of posts"

    def __init__(self, **wrong):
        vars(self).update(wrong)

    def can_read(self, path, head):
        return path.suffix == ".list"

    def read(self, path, context):
        return [FoundPost(post=Post(url=url, title="A post", text="")) for url in path.read_text().split()]


class Finder:
    name = "capitals"

    def __init__(self, **wrong):
        vars(self).update(wrong)

    def find(self, text):
        return [found.span() for found in re.finditer(r"(?<=and )[A-Z]\w+ [A-Z]\w+", text)]


class BareExporter:
    name = title = endpoint = "bare"

    def __init__(self, **wrong):
        vars(self).update(wrong)

    def render(self, replies):
        return {f"{reply.shortcut}.txt": reply.body_text for reply in replies}


class BareWriter:
    def __init__(self, **wrong):
        vars(self).update(wrong)

    def write(self, question, others):
        return " ".join(statement.text for statement in question.answer.statements) or "Nobody has answered yet."


class BarePublisher:
    title = "bare files"

    def __init__(self, **wrong):
        vars(self).update(wrong)

    def render(self, draft):
        return draft.body

    def path(self, draft):
        return draft.path


def check_own_reader(folder, **wrong):
    return check_reader(NotebookReader(**wrong), write_export(folder / "a.notebook", "How do I pay?\nWhere?\n"))


def check_own_feed(folder, **wrong):
    return check_post_reader(FeedReader(**wrong), write_export(folder / "a.list", "/one/ /two/"))


def check_own_finder(folder, **wrong):
    return check_name_finder(Finder(**wrong), "Ask Jo and Mia Berg.", ["Mia Berg"])


def check_own_exporter(folder, **wrong):
    return check_reply_exporter(BareExporter(**wrong))


def check_own_writer(folder, **wrong):
    return check_writer(BareWriter(**wrong))


def check_own_publisher(folder, **wrong):
    return check_publisher(BarePublisher(**wrong))


def check_own_embedder(folder, **wrong):
    embedder = HashEmbedder()
    vars(embedder).update(wrong)
    return check_embedder(embedder)


def check_own_grouper(folder, **wrong):
    grouper = FixedGrouper({TEXTS[0]: 0, TEXTS[1]: 0})
    vars(grouper).update(wrong)
    return check_grouper(grouper)


OWN = [
    check_own_reader, check_own_feed, check_own_finder, check_own_exporter, check_own_writer, check_own_publisher,
    check_own_embedder, check_own_grouper,
]  # fmt: skip


@pytest.mark.parametrize("check", OWN)
def test_a_part_that_keeps_its_promises_passes(check, tmp_path):
    check(tmp_path)


def give_noise(texts):
    return np.random.default_rng().normal(size=(len(texts), 8)).astype(np.float32)


def give_alike(texts):
    return np.ones((len(texts), 1), dtype=np.float32)


def give_plain_lists(texts, *_args, **_options):
    return [0] * len(texts)


def give_broken_item(file, options):
    turn = Turn(author="customer", text="How?")
    return [Enquiry(id="1", source=f"{file.name}:1", turns=(turn,))]


@pytest.mark.parametrize(
    ("check", "wrong", "complaint"),
    [
        (check_own_reader, {"title": ""}, "NotebookReader has no title"),
        (check_own_reader, {"recognise": lambda file: ""}, "recognise does not know a.notebook"),
        (check_own_reader, {"recognise": lambda file: "all"}, "recognise takes a file with nothing for one"),
        (
            check_own_reader,
            {"recognise": lambda file: file.head.decode("ascii")},
            "UnicodeDecodeError .* for random bytes",
        ),
        (check_own_reader, {"read": lambda file, options: [BadRow(source="a:1", reason="?")]}, "No enquiry was read"),
        (check_own_reader, {"read": lambda file, options: ["?"]}, "'\\?', which is no Enquiry"),
        (check_own_reader, {"read": give_broken_item}, "a.notebook:1 has the author 'customer'"),
        (check_own_feed, {"can_read": lambda path, head: True}, "can_read takes a file with nothing"),
        (check_own_feed, {"read": lambda path, context: []}, "No post was found in a.list"),
        (check_own_finder, {"find": lambda text: []}, "find misses 'Mia Berg'"),
        (check_own_finder, {"find": lambda text: [(0, 99_999)]}, "for a text of 23 characters"),
        (check_own_exporter, {"endpoint": ""}, "BareExporter has no endpoint"),
        (check_own_exporter, {"render": lambda replies: {replies[0].name: "x"}}, "no safe place"),
        (check_own_exporter, {"render": lambda replies: {"a.txt": "x"}}, "No file holds the reply"),
        (check_own_writer, {"write": lambda question, others: "---\ntitle: x\n---\n"}, "front matter"),
        (check_own_writer, {"write": lambda question, others: f"# {question.title}\n\nx"}, "the title as a heading"),
        (check_own_publisher, {"render": lambda draft: ""}, "render leaves out 'return'"),
        (check_own_publisher, {"path": lambda draft: Path("/etc/x")}, "no safe place"),
        (check_own_publisher, {"path": lambda draft: Path("x.md")}, "Two drafts get one file"),
        (check_own_embedder, {"name": None}, "HashEmbedder has no name"),
        (check_own_embedder, {"embed": give_noise}, "has the length"),
        (check_own_embedder, {"embed": give_alike}, "every text the same row"),
        (check_own_grouper, {"group": give_plain_lists}, "gave list, which is no array"),
    ],
)
def test_a_part_that_breaks_a_promise_is_told_which(check, wrong, complaint, tmp_path):
    with pytest.raises(AssertionError, match=complaint):
        check(tmp_path, **wrong)


def test_the_example_of_the_page_works(tmp_path, monkeypatch):
    blocks = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    export = re.search(r"```text\n(.*?)```", PAGE, flags=re.DOTALL)[1]
    write_export(tmp_path / "tests" / "asked.notebook", export)
    monkeypatch.chdir(tmp_path)
    names = {}
    for block in blocks:
        exec(
            compile(block.replace("from notebook_reader import NotebookReader\n", ""), "docs/plugins.md", "exec"), names
        )
    tests = [value for name, value in names.items() if name.startswith("test_")]
    assert tests
    for test in tests:
        test()
