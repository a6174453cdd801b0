"""Whatever customers and agents write, an article shows it as words: on every site, in every field, and unbroken."""

import csv
import itertools
import json
import re
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import markdown
import pytest
import yaml
from conftest import invoke, read_folder
from hypothesis import example, given, settings
from hypothesis import strategies as st

from enquiry2article.articles.copies import draft_copies
from enquiry2article.articles.drafts import describe_draft, draft_articles
from enquiry2article.articles.post_metadata import read_metadata
from enquiry2article.articles.round_ups import draft_round_ups
from enquiry2article.articles.template_writer import TemplateWriter
from enquiry2article.domain.answer import Answer, Lack, Role, Statement
from enquiry2article.domain.plugins import find_plugins, load_plugin
from enquiry2article.domain.question import Question, Variant
from enquiry2article.domain.settings import Author, DraftSettings, HouseStyle, Settings, Site
from enquiry2article.text.slugs import make_slug

PUBLISHERS = {name: load_plugin("publishers", name, found) for found in [find_plugins("publishers")] for name in found}
CONTROLS = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))

HARM = [
    "---", "\n---\n", "+++", "...", "{{", "}}", "{{ site.key }}", "{%", "%}", "{% raw %}", "{#", "{{< figure >}}",
    "{{% x %}}", "{: .c}", "<script>", "</script>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "<!--", "-->", "<![CDATA[", "]]>", "</li></ol>", "<b", "&lt;", "&#60;", "&amp;", "&", '"', "'", "“", "\\", "\\\\",
    ": ", "title: x", "#", "# ", "## ", "> ", "- ", "* ", "1. ", "2) ", "    ", "\t", "| a | b |", "|---|", "`", "```",
    "~~~", "**", "__", "_", "[", "]", "](", "[a](javascript:alert(1))", "![a](http://x)", "[a]: http://x", "[^1]",
    "[^1]: x", "(", ")", "<http://x>", "=", "===", "!!python/object:a", "&anchor", "*alias", "yes", "null", "0123",
    "2026-01-01", "\u202e", "\u200b", "\ufeff", "\u2028", "\x85", "\x00", "\x02", "\x1b[31m", "שלום", "مرحبا",
    "😀", "👩‍👩‍👧", "e\u0301", "ﷺ", "x" * 300, "%s", "{0}", "{title}", "$x$", ":smile:", "\r\n", "\n\n",
]  # fmt: skip
TEXT = st.lists(
    st.one_of(
        st.sampled_from(HARM),
        st.text(st.characters(exclude_categories=("Cs",)), max_size=8),
        st.sampled_from(["Open it", " and ", "wait.", "How?", " "]),
    ),
    min_size=1,
    max_size=5,
).map("".join)  # fmt: skip
TEXTS = st.lists(TEXT.filter(lambda text: flatten(text)), min_size=3, max_size=9)


WORST = [
    "</script><script>alert(1)</script>",
    "{{ a }} {% b %} {# c #}",
    "---\ntitle: x\n---",
    "<!-- ]]> [a](b)",
    "](x",
]
"""What is tried in every test, whatever else is."""


def flatten(text):
    """What is left of a text on a page: one line, without control characters."""
    return " ".join(text.translate(dict.fromkeys(map(ord, CONTROLS), " ")).split())


def fill(texts):
    """Three questions that hold these texts wherever a customer's or an agent's words can stand.

    Each points to the others, and the last one has no answer yet, so that an outline is written too.
    """
    text = itertools.cycle(texts)
    made = []
    for name in "abc":
        title = next(text)
        first = Statement(text=f"{next(text)} is all you need to know.", sources=("T-1",))
        statements = tuple(
            Statement(text=next(text), sources=("T-1",), role=role, wordings=(next(text),))
            for role in (Role.CONDITION, Role.CONDITION, *[Role.STEP] * 4, Role.WARNING, Role.FALLBACK)
        )
        made.append(
            Question(
                id=f"q-{name}",
                title=title,
                slug=make_slug(title, {question.slug for question in made}),
                enquiry_ids=("T-1",),
                volume=2,
                customers=2,
                keywords=(next(text),),
                variants=(Variant(text=next(text), count=2), Variant(text=f"{next(text)}?", count=1)),
                related=tuple(f"q-{other}" for other in "abc" if other != name),
                area="camping",
                last_seen=datetime(2026, 5, 4, tzinfo=UTC),
                answer=Answer(
                    statements=(first, *statements),
                    asked=(Statement(text=next(text), sources=("T-9",)),),
                    spare=tuple(Statement(text=next(text), sources=("T-9",)) for _ in range(3)),
                    retold=tuple(Statement(text=f"{next(text)} {n}", sources=("T-9",)) for n in range(3)),
                    handled=(Statement(text=next(text), sources=("T-9",)),),
                    lack=Lack.NOTHING,
                    replies=3,
                    left_out={"about one case": 2},
                ),
            )
        )
    return [*made[:2], replace(made[2], answer=Answer())]


HOUSE = Settings(
    site=Site(name="Camp", url_template="https://camp.example/blog/{slug}/"),
    author=Author(name="Ann Moss", about="Camps a lot.", url="https://camp.example/ann"),
    style=HouseStyle(sign_off="Sleep well!", resource_box="From {site}: [{title}]({url})"),
    drafts=DraftSettings(structured_data=("BlogPosting", "FAQPage", "HowTo")),
)
WRITER = TemplateWriter(settings=HOUSE)
ADDRESS = "https://camp.example/blog/slug/"
ALLOWED = {
    "a": {"href"},
    "link": {"rel", "href"},
    "meta": {"charset", "name", "content"},
    "script": {"type"},
}
"""The attributes that a tag of ours may have."""


def draft_all(questions):
    articles = draft_articles(questions, WRITER, HOUSE)
    round_ups = draft_round_ups([questions[0], questions[1], questions[0]], WRITER, HOUSE)
    return [*articles, *round_ups, *draft_copies(articles, questions, WRITER, HOUSE)]


class Page(HTMLParser):
    """The tags of a page with their attributes, and the words between them, also by the tag that they stand in."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.text, self.links, self.scripts, self.comments = [], "", [], [], []
        self.inside = defaultdict(str)
        self._open = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in ("a", "script", "title", "h1"):
            self._open.append((tag, len(self.text)))

    def handle_endtag(self, tag):
        if self._open and self._open[-1][0] == tag:
            words = self.text[self._open.pop()[1] :]
            self.inside[tag] += words
            if tag in ("a", "script"):
                (self.links if tag == "a" else self.scripts).append(words)

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.comments.append(data)


def show(body):
    """The words that a reader sees of a body in Markdown."""
    return " ".join(Page(markdown.markdown(body, **MARKDOWN)).text.split())


def make_plain(value):
    """A value of front matter as a reader of text sees it."""
    if isinstance(value, dict):
        return {key: make_plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [make_plain(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, datetime) else str(value)


OURS = {"p", "ul", "ol", "li", "h2", "a", "em", "strong", "hr"}
MARKDOWN = {"extensions": ["sane_lists", "tables", "footnotes", "fenced_code", "def_list"]}


@settings(max_examples=40, deadline=None)
@given(TEXTS)
@example(WORST)
def test_bodies_hold_no_markup_but_our_own(texts):
    for draft in draft_all(fill(texts)):
        assert not re.search(r"\{[{%#<:]|[}%]\}", draft.body)
        assert not set(draft.body) & set(CONTROLS) - {"\n"}
        page = Page(markdown.markdown(draft.body, **MARKDOWN))
        assert {tag for tag, _ in page.tags} <= OURS
        assert page.comments == []
        for tag, attributes in page.tags:
            assert attributes.keys() == ({"href"} if tag == "a" else set())
            assert re.fullmatch(r"https://camp\.example/blog/[a-z0-9-]+/", attributes.get("href", ADDRESS))


@settings(max_examples=40, deadline=None)
@given(TEXTS)
@example(WORST)
def test_bodies_show_every_word(texts):
    questions = fill(texts)
    for question, draft in zip(questions, draft_articles(questions, WRITER, HOUSE), strict=True):
        shown = show(draft.body)
        for variant in question.variants:
            assert flatten(variant.text) in shown
        for statement in question.answer.statements:
            if statement.role is not Role.STEP and not statement.text.rstrip().endswith(":"):
                assert flatten(statement.text) in shown


def check_links(texts):
    """Check that each question points to its answered neighbours, each with a whole link: the outline to two."""
    questions = fill(texts)
    by_id = {question.id: question for question in questions}
    for question, draft in zip(questions, draft_articles(questions, WRITER, HOUSE), strict=True):
        page = Page(markdown.markdown(draft.body, **MARKDOWN))
        related = [by_id[id_] for id_ in question.related if by_id[id_].answer.lack is Lack.NOTHING]
        assert page.links == [flatten(other.title) for other in related]
        addresses = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
        assert addresses == [ADDRESS.replace("slug", other.slug) for other in related]


@settings(max_examples=40, deadline=None)
@given(TEXTS)
@example(WORST)
def test_a_link_with_a_hostile_title_stays_one_link(texts):
    check_links(texts)


@pytest.mark.parametrize("title", ["Why does [error](500) appear?", "Is arr[0][1] a cell?", "What is [sic]: a sign?"])
def test_a_link_with_brackets_in_its_title_stays_one_link(title):
    check_links([title, "How do I print?", "How do I scan?"])


@pytest.mark.parametrize("site", ["markdown", "hugo", "jekyll", "eleventy"])
def test_front_matter_gives_back_the_same_values(site):
    publisher = PUBLISHERS[site]

    @settings(max_examples=8, deadline=None)
    @given(TEXTS)
    @example(WORST)
    def check(texts):
        for draft in draft_all(fill(texts)):
            text = publisher.render(draft)
            words = make_plain(publisher.front_matter(draft))
            found = read_metadata(text)
            read, body = found.words, found.body
            flat = {key.lower(): value for key, value in {**words, **words.pop("params", {})}.items()}
            assert flat.items() <= {key.lower(): value for key, value in read.items()}.items()
            block = text.split("\n---\n")[0].removeprefix("---\n")
            assert words.items() <= make_plain(yaml.safe_load(block)).items()
            # What a site gets below the article is ours; all else is the article as it was written.
            below = body.removeprefix(publisher.dialect.escape(draft.body).strip()).strip()
            assert below in ("", draft.front_matter.get("structured_data"))
            assert not re.search(r"\{[{%#]", body)

    check()


@settings(max_examples=40, deadline=None)
@given(TEXTS)
@example(WORST)
def test_structured_data_is_read_back_as_it_was_described(texts):
    questions = fill(texts)[:2]
    for question, draft in zip(questions, draft_articles(questions, WRITER, HOUSE), strict=True):
        words = draft.front_matter
        page = Page(words["structured_data"])
        assert [tag for tag, _ in page.tags] == ["script"]
        assert "\n" not in words["structured_data"]
        assert not re.search(r"\{[{%#]", words["structured_data"])
        things = json.loads(page.scripts[0])["@graph"]
        language = things[0]["inLanguage"]
        assert things == describe_draft(question, draft.body, words["description"], words["date"], language, HOUSE)


@settings(max_examples=15, deadline=None)
@given(TEXTS)
@example(WORST)
def test_a_page_for_pasting_is_whole(texts):
    for draft in draft_all(fill(texts)):
        page = Page(PUBLISHERS["html"].render(draft))
        counted = Counter(tag for tag, _ in page.tags)
        once = {"html", "head", "body", "title", "h1", "style"}
        assert all(counted[tag] == 1 for tag in once)
        assert set(counted) <= OURS | once | {"meta", "link", "script"}
        assert page.comments == []
        assert counted["script"] == ("structured_data" in draft.front_matter)
        for tag, attributes in page.tags:
            assert attributes.keys() <= ALLOWED.get(tag, set())
        for tag in ("title", "h1"):
            assert flatten(page.inside[tag]) == flatten(draft.front_matter["title"])
        [description] = [a["content"] for tag, a in page.tags if tag == "meta" and a.get("name") == "description"]
        assert flatten(description) == flatten(draft.front_matter["description"])


def test_a_wall_of_text_stays_in_the_front_matter_and_out_of_the_way():
    wall = "word --- " * 4000
    questions = [replace(question, title=f"{wall}?") for question in fill(["How?", "Wait.", "Go on."])]
    for draft in draft_articles(questions, WRITER, HOUSE):
        text = PUBLISHERS["markdown"].render(draft)
        assert read_metadata(text).words["title"] == f"{wall}?"
        assert len(draft.front_matter["slug"]) < 90


HOSTILE_IDS = [
    "KILN-{n}[x](y)",
    "<KILN.{n}@mail.example>",
    "--> KILN-{n} <!--",
    "{{{{ KILN-{n} }}}}",
    "- KILN-{n}: x",
    "# KILN{n}",
]


@pytest.mark.parametrize("site", sorted(PUBLISHERS))
def test_no_id_of_the_export_is_in_any_byte_of_a_draft(site, tmp_path):
    """The customers and agents quote the ids of their conversations, too."""
    rows = [["id", "topic", "question", "answer"]]
    for number, shape in enumerate(HOSTILE_IDS * 2, start=80417):
        id_ = shape.format(n=number)
        ask = f"How do I fire the kiln? </script> [{id_}] {{{{ x }}}} <!-- {id_} -->"
        answer = f"Open the vent before you fire the kiln. Heat it slowly. --- Case {id_} is closed."
        rows.append([id_, "kiln", ask, answer])
    with (tmp_path / "export.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    invoke(
        "run", tmp_path / "export.csv", "-w", tmp_path / "w", "-o", tmp_path / "p", "--group-by", "topic", "--for", site
    )
    files = read_folder(tmp_path / "p")
    assert any(b"Open the vent" in text for text in files.values())
    for name, text in files.items():
        assert not re.search(rb"KILN|804[123]\d|\be-[a-z2-7]{4}\b", name.encode() + text), name
    [note] = read_folder(tmp_path / "w" / "notes").values()
    assert b"Open the vent" in note
    assert b"KILN" not in note
