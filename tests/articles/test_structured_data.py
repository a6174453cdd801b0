"""What a page tells machines about itself is true to schema.org, and no text in it ever leaves its place."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from html.parser import HTMLParser
from typing import Any

import jinja2
import jsonschema  # type: ignore[import-untyped, unused-ignore]
import markdown
import pytest
from conftest import CASES_FOLDER
from hypothesis import example, given
from hypothesis import strategies as st

from enquiry2article.articles.structured_data import (
    BlogPosting,
    describe_blog_posting,
    describe_faq_page,
    describe_how_to,
    render_structured_data,
)

VOCABULARY = json.loads((CASES_FOLDER / "schema" / "schema_org.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(VOCABULARY)
TEMPLATES = jinja2.Environment()

OPENING, CLOSING = '<script type="application/ld+json">', "</script>"

HOSTILE = st.lists(
    st.one_of(
        st.text(max_size=8),  # lone surrogates and control characters are among them
        st.sampled_from(
            ["---", "{{", "}}", "{%", "%}", "{#", "{{<", "{", "}", "<script>", "</script>", "</SCRIPT >", "<!--", "-->",
             "]]>", "<![CDATA[", "'", '"', "\\", '\\"', "\\u007b", ":", ": ", "&lt;", "&", "\n", "\r\n", "\n\n", "\t",
             "\x00", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\u202e", "\u200f", "שלום", "مرحبا", "😀", "👩‍🔧",
             "\ud800", "\udfff", "\ud83d\ude00", "`", "```", "[a](b)", "$$", "<b>", "ß", "  "]
        ),
    ),
    max_size=10,
).map("".join)  # fmt: skip


class Page(HTMLParser):
    """What a browser makes of a page: the scripts it holds, its tags in order, and the text that is shown."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.scripts: list[str] = []
        self.shown = ""
        self.comments: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "script":
            assert attrs == [("type", "application/ld+json")]
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] == "script":
            self.scripts[-1] += data
        else:
            self.shown += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def read_block(block: str) -> dict[str, Any]:
    """Read a block back as a search engine does: the page as HTML, the script as JSON."""
    page = Page(f"<p>Before</p>{block}<p>After</p>")
    assert page.tags == ["p", "/p", "script", "/script", "p", "/p"]
    assert (page.shown, page.comments) == ("BeforeAfter", [])
    document = json.loads(page.scripts[0])
    assert isinstance(document, dict)
    return document


def check(*things: Mapping[str, object]) -> dict[str, Any]:
    """Render things, hold the block against the vocabulary, and give it back."""
    document = read_block(render_structured_data(things))
    problems = [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(document)]
    assert not problems, problems
    return document


def mend(text: str) -> str:
    """A text as JSON that others can read may carry it."""
    return "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in text)


def describe(**changes: Any) -> dict[str, object]:
    """A blog posting with everything in it, but for what the test changes."""
    everything: dict[str, Any] = {
        "title": "How do I return a tent?",
        "description": "Open your order and press Return.",
        "date": datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
        "modified": datetime(2026, 6, 1, 12, tzinfo=timezone(timedelta(hours=2))),
        "keywords": ["returns", "", " tents, large "],
        "url": "https://shop.example/blog/return-a-tent/",
        "image": "https://shop.example/tent.png",
        "author_name": "Ann Lee",
        "author_url": "https://shop.example/ann",
        "publisher_name": "Keswick Tents",
        "publisher_url": "https://shop.example",
        "language": "en-GB",
        "words": 120,
    }
    return describe_blog_posting(BlogPosting(**{**everything, **changes}))


EMPTY: dict[str, Any] = {
    "description": "",
    "modified": None,
    "keywords": [],
    "url": "",
    "image": "",
    "author_name": "",
    "author_url": "",
    "publisher_name": "",
    "publisher_url": "",
    "language": "",
    "words": 0,
}


def test_the_vocabulary_is_a_sound_schema_that_refuses_what_schema_org_lacks() -> None:
    jsonschema.Draft202012Validator.check_schema(VOCABULARY)
    good = check(describe())
    for spoilt in (
        {**good, "byline": "Ann"},
        {**good, "datePublished": "4 May 2026"},
        {**good, "author": {**good["author"], "wordCount": 3}},
        {**good, "@type": "BlogPost"},
        {**good, "wordCount": "120"},
        {name: value for name, value in good.items() if name != "headline"},
    ):
        assert not VALIDATOR.is_valid(spoilt)


def test_a_blog_posting_says_everything_that_google_recommends() -> None:
    assert check(describe()) == {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": "How do I return a tent?",
        "description": "Open your order and press Return.",
        "datePublished": "2026-05-04T09:30:00+00:00",
        "dateModified": "2026-06-01T12:00:00+02:00",
        "keywords": ["returns", "tents, large"],
        "url": "https://shop.example/blog/return-a-tent/",
        "mainEntityOfPage": "https://shop.example/blog/return-a-tent/",
        "image": "https://shop.example/tent.png",
        "author": {"@type": "Person", "name": "Ann Lee", "url": "https://shop.example/ann"},
        "publisher": {"@type": "Organization", "name": "Keswick Tents", "url": "https://shop.example"},
        "inLanguage": "en-GB",
        "wordCount": 120,
    }


def test_what_is_empty_is_left_out() -> None:
    assert check(describe(**EMPTY)) == {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": "How do I return a tent?",
        "datePublished": "2026-05-04T09:30:00+00:00",
    }
    blank = {name: " \n" if value == "" else value for name, value in EMPTY.items()}
    assert describe(**{**blank, "keywords": ["", " "], "words": -1}) == describe(**EMPTY)


@pytest.mark.parametrize("name", EMPTY)
def test_each_property_is_left_out_alone(name: str) -> None:
    thing = check(describe(**{name: EMPTY[name]}))
    assert "" not in json.loads(json.dumps(thing)).values()
    assert len(json.dumps(thing)) < len(json.dumps(check(describe())))


def test_an_author_without_address_is_still_named() -> None:
    thing = describe(author_url="", publisher_url="")
    assert thing["author"] == {"@type": "Person", "name": "Ann Lee"}
    assert thing["publisher"] == {"@type": "Organization", "name": "Keswick Tents"}


def test_a_company_that_writes_itself_is_no_person() -> None:
    thing = check(describe(author_name="Keswick Tents "))
    assert thing["author"]["@type"] == "Organization"


def test_dates_always_say_their_zone() -> None:
    thing = check(describe(date=datetime(2026, 5, 4, 9, 30, 1, 999)))
    assert thing["datePublished"] == "2026-05-04T09:30:01+00:00"


def test_an_unknown_date_is_not_claimed() -> None:
    assert "datePublished" not in check(describe(date=datetime(1, 1, 1, tzinfo=UTC)))


def test_questions_carry_their_answers() -> None:
    thing = check(describe_faq_page([("May I return it?", " Yes. "), ("", "No question."), ("No answer?", "\n")]))
    assert thing["mainEntity"] == [
        {"@type": "Question", "name": "May I return it?", "acceptedAnswer": {"@type": "Answer", "text": "Yes."}}
    ]


def test_steps_are_counted_in_their_order() -> None:
    thing = check(
        describe_how_to(
            title="Return a tent",
            description="Free for 28 days.",
            steps=["Open your order.", " ", "Print the label."],
            supplies=["Paper", ""],
            tools=["Printer"],
        )
    )
    assert thing["step"] == [
        {"@type": "HowToStep", "position": 1, "text": "Open your order."},
        {"@type": "HowToStep", "position": 2, "text": "Print the label."},
    ]
    assert (thing["name"], thing["description"]) == ("Return a tent", "Free for 28 days.")
    assert thing["supply"] == [{"@type": "HowToSupply", "name": "Paper"}]
    assert thing["tool"] == [{"@type": "HowToTool", "name": "Printer"}]


def test_supplies_and_tools_may_be_missing() -> None:
    thing = check(describe_how_to(title="Return", description="", steps=["Print the label."]))
    assert set(thing) == {"@context", "@type", "name", "step"}


@pytest.mark.parametrize(
    "things",
    [[], [{}], [describe_faq_page([])], [describe_faq_page([("Why?", "")])],
     [describe_how_to(title="Return", description="Free", steps=[" "], tools=["Printer"])]],
)  # fmt: skip
def test_nothing_to_say_gives_no_block(things: Sequence[Mapping[str, object]]) -> None:
    assert render_structured_data(things) == ""


def test_several_things_share_one_block() -> None:
    faq, how_to = describe_faq_page([("A?", "B.")]), describe_how_to(title="C", description="", steps=["D."])
    document = check(describe(), faq, {}, how_to)
    assert set(document) == {"@context", "@graph"}
    assert [thing["@type"] for thing in document["@graph"]] == ["BlogPosting", "FAQPage", "HowTo"]
    assert check(faq, {}) == check(faq), "one thing that says something stands alone"


def test_the_same_things_give_the_same_bytes() -> None:
    thing = describe()
    turned = dict(reversed(thing.items()))
    turned["author"] = dict(reversed(thing["author"].items()))  # type: ignore[attr-defined]
    assert render_structured_data([turned]) == render_structured_data([thing])


def test_things_are_left_as_they_were() -> None:
    thing: dict[str, object] = {"@type": "Thing", "name": "a\ud800", "image": ["<b>"]}
    render_structured_data([thing])
    assert thing == {"@type": "Thing", "name": "a\ud800", "image": ["<b>"]}


def check_is_inert(block: str) -> None:
    """Hold a block against everything that will read the file it stands in."""
    assert block.isascii()
    assert block.isprintable(), "one line without any control character"
    inside = block.removeprefix(OPENING).removesuffix(CLOSING)
    assert len(inside) == len(block) - len(OPENING) - len(CLOSING)
    assert not re.search(r"[<>&\x7f]", inside)
    assert not re.search(r"\{[{%#]|[}%#]\}", inside), "no delimiter of Liquid, Nunjucks, Jinja or Go"
    assert inside.count("{") == inside.count('"@type"') + ('"@graph"' in inside), "JSON's own braces and no others"
    assert TEMPLATES.from_string(block).render() == block
    shown = markdown.markdown(f"Before.\n\n{block}\n\nAfter *all*.")
    assert shown == f"<p>Before.</p>\n{block}\n\n<p>After <em>all</em>.</p>"


@given(HOSTILE)
@example("</script><script>alert(1)</script>")
@example("<!--<script>")
@example("{{ site.secret }}{% raw %}{# note #}")
@example("a\\")
@example("\x7f\x00\u2028")
@example('\\"}} , "@type": "x')
@example("\ud83d\ude00 \ud800")
def test_any_text_comes_back_as_it_was(text: str) -> None:
    thing = {"@type": "Thing", "name": text, "sameAs": [text, {"@type": "Thing", "x": (text,)}], "y": {"@type": text}}
    block = render_structured_data([thing])
    check_is_inert(block)
    whole = mend(text)
    assert read_block(block) == {
        "@context": "https://schema.org",
        "@type": "Thing",
        "name": whole,
        "sameAs": [whole, {"@type": "Thing", "x": [whole]}],
        "y": {"@type": whole},
    }
    assert not re.search("[\ud800-\udfff]", whole.encode().decode())


@given(HOSTILE, HOSTILE, st.lists(HOSTILE, max_size=3))
@example("{{", "%}", ["{%", "}}"])
def test_no_text_leaves_its_place(title: str, text: str, more: list[str]) -> None:
    things = [
        describe(title=f"T{title}", description=text, keywords=more, author_name=title, publisher_name=text),
        describe_faq_page([(title, text), *((text, other) for other in more)]),
        describe_how_to(title=f"T{title}", description=text, steps=more, supplies=more, tools=[text]),
    ]
    check(*things)
    check_is_inert(render_structured_data(things))
    for thing in filter(None, things):
        assert check(thing).get("headline", mend(f"T{title}".strip())) == mend(f"T{title}".strip())
        check_is_inert(render_structured_data([thing]))


@given(HOSTILE, HOSTILE)
@example("\ud800", "</script>")
def test_keys_are_as_harmless_as_values(key: str, text: str) -> None:
    block = render_structured_data([{"@type": "Thing", f"k{key}": text}])
    assert read_block(block)[f"k{mend(key)}"] == mend(text)
    check_is_inert(block)


def test_numbers_that_json_lacks_are_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        render_structured_data([{"@type": "Thing", "position": float("nan")}])
