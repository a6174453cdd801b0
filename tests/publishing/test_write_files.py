"""Drafts as content systems import them: always drafts, complete, and with nothing in them that could run."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from conftest import invoke
from lxml import etree

from enquiry2article.posts.read import read_posts
from enquiry2article.publishing.body_html import render_html
from enquiry2article.publishing.import_files.lexical import render_lexical

NOW = datetime(2026, 6, 1, tzinfo=UTC)

DRAFT = """---
title: "Can I return a tent & <b>pegs</b>?"
slug: "return-a-tent"
date: 2026-05-04T08:00:00+00:00
description: "Yes: open your order & press Return."
tags:
  - "returns"
  - "Tents"
categories:
  - "Help"
draft: true
question_id: "q-abc234"
---

Open your order and press **Return**. <!-- ask Mia -->

<script>alert(1)</script>

## What ]]> does [gallery] cost?

1. Print the [label](https://shop.example/label?a=1&b=2).
2. <img src=x onerror=alert(2)> Bring it to us.
"""
FORMULA = '---\ntitle: "=1+1"\nslug: "sum"\nquestion_id: "q-def345"\n---\n\nTwo.\n'
COPY = '---\ntitle: "Tents?"\nslug: "tents-copy"\ncopy_of: "q-abc234"\n---\n\nA copy.\n'


@pytest.fixture
def drafts(tmp_path):
    folder = tmp_path / "drafts"
    (folder / "copies-for-other-sites").mkdir(parents=True)
    (folder / "return-a-tent.md").write_text(DRAFT, encoding="utf-8")
    (folder / "sum.md").write_text(FORMULA, encoding="utf-8")
    (folder / "README.md").write_text("Not a draft.\n", encoding="utf-8")
    (folder / "copies-for-other-sites" / "tents.md").write_text(COPY, encoding="utf-8")
    return folder


def publish(drafts, kind, output):
    return invoke("publish", drafts, "--to", kind, "-o", output)


def test_a_wordpress_file_holds_drafts_that_we_read_back(drafts, tmp_path):
    file = tmp_path / "wp.xml"
    done = publish(drafts, "wordpress", file)
    assert "Left out: 1 copies" in done.stderr
    assert "README.md: no title" in done.stderr
    names = {"wp": "http://wordpress.org/export/1.2/", "content": "http://purl.org/rss/1.0/modules/content/"}
    tree = etree.parse(file)
    assert tree.xpath("//wp:status/text()", namespaces=names) == ["draft", "draft"]
    item = tree.xpath("//item")[0]
    body = item.findtext("content:encoded", namespaces=names)
    assert "<strong>Return</strong>" in body
    assert "]]&gt; does &#91;gallery]" in body
    assert not re.search("script|onerror|Mia", body)
    assert [(c.get("domain"), c.text) for c in item.findall("category")] == [
        ("category", "Help"),
        ("post_tag", "returns"),
        ("post_tag", "Tents"),
    ]
    read = read_posts([file], include_drafts=True, url_template="https://shop.example/{slug}/", now=NOW)
    post = next(post for post in read.posts if post.question_id)
    assert (post.question_id, post.title, post.description) == (
        "q-abc234",
        "Can I return a tent & <b>pegs</b>?",
        "Yes: open your order & press Return.",
    )


def test_a_ghost_file_joins_posts_and_tags(drafts, tmp_path):
    publish(drafts, "ghost", tmp_path / "ghost.json")
    data = json.loads((tmp_path / "ghost.json").read_text(encoding="utf-8"))["db"][0]["data"]
    assert [post["status"] for post in data["posts"]] == ["draft", "draft"]
    names = {tag["id"]: tag["name"] for tag in data["tags"]}
    assert [names[pair["tag_id"]] for pair in data["posts_tags"]] == ["Help", "returns", "Tents"]
    assert data["posts_meta"] == [{"post_id": "1", "meta_description": "Yes: open your order & press Return."}]


def test_lexical_keeps_every_word_and_what_it_looks_like():
    html = render_html("A **b** [c](https://d.example)\n\n- e\n    - f\n\n> g\n\n| h |\n|---|\n| i |\n\n![j](k.png)\n")
    blocks = json.loads(render_lexical(html))["root"]["children"]
    assert [block["type"] for block in blocks] == ["paragraph", "list", "extended-quote", "html", "image"]
    words = blocks[0]["children"]
    assert [(w["type"], w.get("format"), w.get("text", w.get("url"))) for w in words] == [
        ("extended-text", 0, "A "),
        ("extended-text", 1, "b"),
        ("extended-text", 0, " "),
        ("link", "", "https://d.example"),
    ]
    assert blocks[1]["children"][1]["children"][0]["type"] == "list"
    assert "<td>i</td>" in blocks[3]["html"]


def read_rows(file):
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))


def test_tables_are_safe_in_a_spreadsheet_and_hide_the_articles(drafts, tmp_path):
    publish(drafts, "webflow", tmp_path / "items.csv")
    rows = read_rows(tmp_path / "items.csv")
    assert [row["Name"] for row in rows] == ["Can I return a tent & <b>pegs</b>?", "'=1+1"]
    assert rows[0]["Tags"] == "returns;tents"
    publish(drafts, "shopify:help", tmp_path / "shop")
    rows = read_rows(tmp_path / "shop" / "shopify-blog-posts.csv")
    assert {(row["Published"], row["Command"], row["Blog: Handle"]) for row in rows} == {("FALSE", "NEW", "help")}


@pytest.mark.parametrize(
    ("kind", "path", "state"),
    [
        ("zendesk:12", "/api/v2/help_center/en-us/sections/12/articles", ("article", {"draft": True})),
        ("intercom:7", "/articles", ("state", "draft")),
        ("help-scout:5c", "/v1/articles", ("status", "notpublished")),
        ("freshdesk:3", "/api/v2/solutions/folders/3/articles", ("status", 1)),
    ],
)
def test_request_bodies_make_drafts_where_they_belong(drafts, tmp_path, kind, path, state):
    publish(drafts, kind, tmp_path)
    request = json.loads((tmp_path / "return-a-tent.json").read_text(encoding="utf-8"))
    assert (request["method"], request["path"]) == ("POST", path)
    found = request["body"][state[0]]
    assert found["draft"] is True if isinstance(state[1], dict) else found == state[1]


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.texts, self._kind = [], {}, None

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._kind = dict(attrs).get("data-kind") if tag == "textarea" else None

    def handle_data(self, data):
        if self._kind:
            self.texts.setdefault(self._kind, data.lstrip("\n"))
            self._kind = None


def test_the_page_to_paste_from_loads_and_runs_nothing_of_a_draft(drafts, tmp_path):
    publish(drafts, "page", tmp_path)
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    policy = next(a["content"] for _, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert "Mia" not in text
    assert page.texts["html"].startswith("<p>Open your order and press <strong>Return</strong>.")
    assert page.texts["markdown"].startswith("Open your order and press **Return**.")
    assert page.texts["text"].startswith("Open your order and press Return.")
    assert (tmp_path / "drafts" / "return-a-tent.txt").is_file()


def test_copies_are_taken_where_their_folder_is_named(drafts, tmp_path):
    publish(drafts / "copies-for-other-sites", "medium", tmp_path)
    assert "A copy." in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_two_drafts_of_one_question_are_told_and_a_folder_without_any_ends_in_a_sentence(drafts, tmp_path):
    (drafts / "zz.md").write_text(DRAFT.replace('slug: "return-a-tent"', 'slug: "other"'), encoding="utf-8")
    done = publish(drafts, "webflow", tmp_path / "a")
    assert "zz.md: it is a draft of the same question" in done.stderr
    (tmp_path / "empty").mkdir()
    done = invoke("publish", tmp_path / "empty", "--to", "webflow", exit_code=1)
    assert "There is no draft in" in done.stderr
