"""Replies for a helpdesk's own list: each product's request body as its documentation has it, and nothing that a post
says becomes HTML, a placeholder, a formula or a path.

The files are in tests/cases/replies/exports. Renew them, and read what changed, with:
python -m pytest tests/matching/test_saved_replies.py --renew-golden
"""

import csv
import html
import io
import json
import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser

import jinja2
import jsonschema
import markdown
import pytest
import yaml
from conftest import ROOT, read_folder
from hypothesis import given, settings
from hypothesis import strategies as st

from enquiry2article.domain.errors import PluginError
from enquiry2article.domain.plugins import find_plugins, load_plugin
from enquiry2article.domain.post import Post
from enquiry2article.matching.replies.extract import extract_summary, flatten
from enquiry2article.matching.replies.phrases import read_reply_phrases
from enquiry2article.matching.replies.saved_replies import (
    LONGEST_NAME,
    Voice,
    escape_markdown,
    greet,
    make_saved_reply,
    part_braces,
    write_markdown,
)

FOLDER = ROOT / "tests" / "cases" / "replies"
FOUND = find_plugins("reply_exporters")
EXPORTERS = {name: load_plugin("reply_exporters", name, FOUND) for name in FOUND}
HELPDESKS = [path.stem for path in sorted((FOLDER / "schemas").glob("*.json"))]

NAME_PLACES = {
    "zendesk": "{% if ticket.requester.first_name != blank %}{{ticket.requester.first_name}}{% else %}there{% endif %}",
    "freshdesk": "{{ticket.requester.firstname}}",
    "gorgias": "{{ticket.customer.firstname}}",
    "help-scout": "{%customer.firstName,fallback=there%}",
    "front": "{{recipient.first_name}}",
    "intercom": '<attribute key="first_name" default="there"/>',
    "chatwoot": "{{ contact.first_name || 'there' }}",
}
"""What stands for the customer's name, as each product's documentation has it."""

POSTS = {
    "en": Post(
        url="https://shop.example/blog/return-a-tent/?from=help&x=1",
        title="How do I return a tent?",
        text="Open *your order*, press `Return` & print the label. It is free for 28 days, 100% of the time.",
        language="en",
        tags=("Returns", "Camping & tents"),
    ),
    "de": Post(
        url="https://warm.example/heizkoerper/",
        title="Wie entlüfte ich einen Heizkörper?",
        text="Drehen Sie das Ventil mit dem Schlüssel auf. Warten Sie, bis Wasser kommt.",
        language="de",
    ),
    "fr": Post(
        url="https://ecole.example/annuler/",
        title="Comment annuler un cours ?",
        text="Ouvrez votre réservation et appuyez sur « Annuler ». C'est gratuit.",
        language="fr",
    ),
    "es": Post(
        url="/congelar/",
        title="¿Puedo congelar el pan?",
        text="Sí, durante tres meses, entero o en rebanadas.",
        language="es",
    ),
    "nl": Post(
        url="https://fiets.example/remmen/",
        title="Hoe stel ik mijn remmen af?",
        text="Draai de stelschroef een kwartslag naar links.",
        language="nl",
    ),
    "braces": Post(
        url="https://soft.example/templates/",
        title="What does {{client.name}} mean in {% if %}?",
        text="Type {{ client.name }} into the <b>template</b>, and [it] will be 50%filled in.",
        language="en",
    ),
}
NEXT = Post(
    url="https://shop.example/blog/refund/", title="When do I get my money back?", text="Soon, I hope.", language="en"
)


def save(post, gist="", next_post=None, site="", taken=()):
    voice = Voice(phrases=read_reply_phrases(post.language), language=post.language, site=site)
    return make_saved_reply(post.title, gist or extract_summary(post), post, next_post, voice, taken=taken)


def save_all():
    replies, taken = [], []
    for key, post in POSTS.items():
        gist = "Type {{ client.name }} into it, in 5% of cases." if key == "braces" else ""
        replies.append(save(post, gist, NEXT if key == "en" else None, taken=taken))
        taken.append(replies[-1].shortcut)
    return replies


REPLIES = save_all()


class Page(HTMLParser):
    """The tags of a body, and its words."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.words = [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):
        raise AssertionError(data)


def take_bodies(name, body):
    """The texts of a request body: its HTML ones, and its plain ones."""
    match name:
        case "zendesk":
            return [body["macro"]["actions"][0]["value"]], []
        case "freshdesk":
            return [body["content_html"]], []
        case "gorgias":
            words = body["actions"][0]["arguments"]
            return [words["body_html"]], [words["body_text"]]
        case "help-scout":
            return [body["text"]], [body["chatText"]]
        case "front" | "intercom":
            return [body["body"]], []
        case "chatwoot":
            return [], [body["content"]]
    raise AssertionError(name)


@pytest.mark.parametrize("name", EXPORTERS)
def test_files_are_as_they_were_read_last(name, request):
    files = EXPORTERS[name].render(REPLIES)
    golden = FOLDER / "exports"
    if request.config.getoption("--renew-golden"):
        shutil.rmtree(golden / name, ignore_errors=True)
        for path, text in files.items():
            (golden / path).parent.mkdir(parents=True, exist_ok=True)
            (golden / path).write_text(text, encoding="utf-8")
    then = {f"{name}/{path}": data.decode("utf-8") for path, data in read_folder(golden / name).items()}
    assert files == then


@pytest.mark.parametrize("name", EXPORTERS)
def test_an_exporter_says_what_it_is_for(name):
    exporter = EXPORTERS[name]
    assert exporter.name == name
    assert exporter.title
    assert exporter.endpoint
    assert exporter.render([]) is not None


def test_each_helpdesk_has_a_schema():
    assert set(HELPDESKS) | {"espanso", "textexpander", "text"} == set(EXPORTERS)


def check_bodies(name, replies):
    schema = json.loads((FOLDER / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    files = EXPORTERS[name].render(replies)
    assert len(files) == len(replies)
    for (path, text), reply in zip(files.items(), replies, strict=True):
        assert re.fullmatch(rf"{name}/[a-z0-9-]{{1,80}}\.json", path)
        body = json.loads(text)
        jsonschema.validate(body, schema)
        yield reply, *take_bodies(name, body), json.dumps(body, ensure_ascii=False)


@pytest.mark.parametrize("name", HELPDESKS)
def test_a_body_is_as_the_documentation_has_it(name):
    for reply, pages, texts, _ in check_bodies(name, REPLIES):
        place = NAME_PLACES[name]
        if reply.language != "en":
            place = place.replace("there", read_reply_phrases(reply.language)["stand_in"])
        for words in (*pages, *texts):
            assert words.count(place) == 1, words
            assert words.index(place) < 15


@pytest.mark.parametrize("name", HELPDESKS)
def test_an_unknown_name_leaves_a_greeting_that_reads_well(name):
    for reply, pages, texts, _ in check_bodies(name, REPLIES):
        for words in (*pages, *texts):
            place = re.search(r"<attribute[^>]*>|\{%[^%]*%\}\{\{.*?\{% endif %\}|\{[{%].*?[}%]\}", words)[0]
            stands_in = re.search(r"(?:default=\"|else %\}|fallback=|\|\| ')([^\"{%']*)", place)
            empty = words.replace(place, stands_in[1] if stands_in else "")
            first = Page(empty.replace("<br", "\n<br").replace("</p>", "\n")).words.splitlines()[0].strip()
            greetings = {
                "en": ["Hi there,", "Hello"], "de": ["Hallo und guten Tag,", "Guten Tag"],
                "fr": ["Bonjour à vous,", "Bonjour"], "es": ["Hola y buen día:", "Hola"], "nl": [""],
            }  # fmt: skip
            assert first in greetings[reply.language]


def find_places(words):
    """Whatever one of the products would fill in."""
    return re.findall(r"\{\{.*?\}\}|\{%.*?%\}|\{#|<attribute[^>]*>", words, re.DOTALL)


HARM = st.sampled_from(
    [
        "{{ 7*7 }}", "{{", "}}", "{{{", "{%", "%}", "{% raw %}", "{#", "#}", "{ {", "<script>alert(1)</script>", "<b>",
        "</p>", "<attribute key='x'/>", "&lt;", "&", '"', "'", "](javascript:x)", "**", "_", "`", "\\", "\\{\\{", "$|$",
        "%", "%clipboard", "%filltext:name=x%", "%%", "[[name]]", "=cmd", "+1", "@a", "\n", "\r\n", "\t", "\x00",
        "\x85", "\u2028", "\u202e", "\ud800", "::", ": ", "- ", "1. ", "# ", "!!python/object:a", "~", "|", "words",
        " and ", ".", "../", "/", "..", "CON", "😀", "x" * 200,
    ]
)  # fmt: skip
HOSTILE = st.lists(st.one_of(HARM, st.text(max_size=8)), min_size=1, max_size=10).map("".join)


@st.composite
def hostile_replies(draw):
    title, gist, following, url = (draw(HOSTILE) for _ in range(4))
    post = Post(url=f"https://x.example/{url}", title=title, text="", tags=(draw(HOSTILE), draw(HOSTILE)))
    phrases = read_reply_phrases(draw(st.sampled_from(["en", "de", "nl"])))
    after = replace(post, title=following)
    return make_saved_reply(title, gist, post, after, Voice(phrases=phrases, language="en")), gist


@pytest.mark.parametrize("name", HELPDESKS)
def test_a_post_stays_words(name):
    @settings(max_examples=60, deadline=None)
    @given(hostile_replies())
    def check(drawn):
        reply, gist = drawn
        if reply is None:
            return
        for _, pages, texts, whole in check_bodies(name, [reply, reply]):
            assert "::" not in json.loads(whole)["macro"]["title"] if name == "zendesk" else True
            for words in (*pages, *texts):
                own = find_places(NAME_PLACES[name])
                places = find_places(words if words in pages else words.replace("<attribute", ""))
                assert len(places) == len(own), words
                assert words.startswith(("<p>", greet(reply, "\0").partition("\0")[0], reply.phrases["greeting"]))
            for words in pages:
                page = Page(words)
                assert {tag for tag, _ in page.tags} <= {"p", "br", "a", "attribute"}
                for tag, attributes in page.tags:
                    assert attributes.keys() <= {"a": {"href"}, "attribute": {"key", "default"}}.get(tag, set())
                    assert attributes.get("href", "https://x.example/").startswith("https://x.example/")
                assert part_braces(flatten(gist, 2000)) in page.words

    check()


@settings(max_examples=100, deadline=None)
@given(hostile_replies())
def test_markdown_shows_the_words(drawn):
    reply, gist = drawn
    if reply is None:
        return
    page = Page(markdown.markdown(write_markdown(reply, guard=part_braces)))
    assert {tag for tag, _ in page.tags} <= {"p", "br", "a"}
    if "&" not in gist:  # this library takes an escaped entity for an entity, unlike CommonMark
        assert re.sub(r"[\W_]", "", flatten(gist, 2000)) in re.sub(r"[\W_]", "", page.words)


@settings(max_examples=100, deadline=None)
@given(hostile_replies())
def test_espanso_reads_its_file_and_sees_one_variable(drawn):
    reply, gist = drawn
    # espanso undoes escaped braces and cannot tell those of the text from ours.
    if reply is None or "\\{\\{" in flatten(gist, 2000) or "\\}\\}" in flatten(gist, 2000):
        return
    [text] = EXPORTERS["espanso"].render([reply, reply]).values()
    read = yaml.safe_load(text)
    assert [match["trigger"] for match in read["matches"]] == [f":{reply.shortcut}:", f":{reply.shortcut}-2:"]
    for match in read["matches"]:
        assert match["label"] == reply.name
        # What espanso's renderer does (VAR_REGEX and unescape_variable_inections of its source).
        assert re.findall(r"\{\{\s*((\w+)(\.(\w+))?)\s*\}\}", match["replace"]) == [
            ("customer.name", "customer", ".name", "name")
        ]
        assert "$|$" not in match["replace"]
        [form] = match["vars"]
        assert form["name"] == "customer"
        assert form["type"] == "form"
        assert re.findall(r"\[\[(\w+)\]\]", form["params"]["layout"]) == ["name"]
        expanded = match["replace"].replace("{{customer.name}}", "Petra").replace(r"\{\{", "{{").replace(r"\}\}", "}}")
        assert flatten(gist, 2000).replace(r"\{\{", "{{").replace(r"\}\}", "}}").replace("$|$", "$ | $") in expanded


def test_espanso_shows_two_braces():
    [text] = EXPORTERS["espanso"].render(REPLIES).values()
    braces = yaml.safe_load(text)["matches"][-1]["replace"]
    assert r"Type \{\{ client.name \}\} into it" in braces


@settings(max_examples=100, deadline=None)
@given(hostile_replies())
def test_textexpander_sees_one_macro(drawn):
    reply, gist = drawn
    if reply is None:
        return
    [text] = EXPORTERS["textexpander"].render([reply, reply]).values()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [row[0] for row in rows] == [f";{reply.shortcut};", f";{reply.shortcut}-2;"]
    for _, snippet, label in rows:
        assert not snippet.startswith(("=", "+", "-", "@"))
        assert not label.startswith(("=", "+", "-", "@"))
        macros = re.sub(r"%filltext:name=[^:%]+:default=[^:%]*%", "", snippet, count=1)
        assert macros != snippet
        assert "%" not in macros.replace("%%", "")
        assert flatten(gist, 2000) in macros.replace("%%", "%")


@settings(max_examples=60, deadline=None)
@given(st.lists(hostile_replies(), max_size=4))
def test_file_names_lead_nowhere_and_never_clash(drawn):
    replies = [reply for reply, _ in drawn if reply]
    replies += [replace(reply, shortcut="../../etc/passwd") for reply in replies]
    for name, exporter in EXPORTERS.items():
        files = exporter.render(replies)
        assert all(re.fullmatch(rf"{name}/[a-z0-9-]+\.(json|txt|yml|csv)", path) for path in files)
        assert len(files) == (1 if name in ("espanso", "textexpander") else len(replies))


def test_what_cannot_be_said_is_not_saved():
    post = POSTS["en"]
    assert save(replace(post, url="javascript:alert(1)"), "It is true.") is None
    assert save(replace(post, text="*Still to be written.*")) is None
    assert save(replace(post, title=""), "It is true.") is None


def test_a_reply_says_the_next_question_only_once_and_elsewhere():
    post = POSTS["en"]
    assert "money back" in save(post, next_post=NEXT).body_text
    assert post.title not in save(post, next_post=post).body_text.partition("Kind")[0].replace(post.title, "", 1)
    assert "often ask" not in save(post, next_post=replace(NEXT, url="data:x")).body_text


def test_the_body_alone_greets_nobody_by_name():
    reply = save(POSTS["de"])
    assert reply.body_text.startswith("Guten Tag,\n\nvielen Dank")
    assert reply.body_html.startswith("<p>Guten Tag,</p><p>vielen Dank")
    assert greet(reply, "{{n}}") == "Guten Tag {{n}}"
    assert (
        "<p>Guten Tag {{ticket.requester.firstname}}</p><p>Vielen Dank"
        in json.loads(EXPORTERS["freshdesk"].render([reply])["freshdesk/wie-entluefte-ich-einen-heizkoerper.json"])[
            "content_html"
        ]
    )


def test_the_house_s_own_address():
    reply = save(POSTS["es"], site="https://horno.example/blog")
    assert "https://horno.example/congelar/" in reply.body_text


def test_names_and_shortcuts_are_short_and_unlike():
    long = replace(POSTS["en"], title="How do I " + "very " * 60 + "carefully return a tent?")
    reply = save(long, "It is true.")
    assert LONGEST_NAME - 1 <= len(reply.name) <= LONGEST_NAME
    assert len(reply.shortcut) <= 40
    assert not reply.shortcut.endswith("-")
    assert save(long, "It is true.", taken=[reply.shortcut]).shortcut == f"{reply.shortcut}-2"
    assert save(POSTS["en"]).tags == ("returns", "camping-tents")


def test_a_folder_of_freshdesk_is_a_number():
    body = json.loads(next(iter(load_plugin("reply_exporters", "freshdesk:12", FOUND).render(REPLIES[:1]).values())))
    assert body["folder_id"] == 12
    with pytest.raises(PluginError, match="freshdesk:123"):
        load_plugin("reply_exporters", "freshdesk:Returns", FOUND)


@pytest.mark.parametrize("text", ["{{", "{{{{", "{%x%}", "{#", "a}}b", "{{{a}}}", "{", "}", "%}", "{ {", "%%}"])
def test_parted_braces_are_no_template(text):
    parted = part_braces(text)
    assert parted.replace(" ", "") == text.replace(" ", "")
    assert jinja2.Environment().from_string(parted.replace("#", "")).render() == parted.replace("#", "")
    assert part_braces(parted) == parted


@pytest.mark.parametrize(
    "text", ["1. May", "- a", "+ a", "# a", "*a* _b_ `c`", "[a](b)", "<b>", "&lt;", "a\\b", "= a", "> a"]
)
def test_escaped_markdown_is_words(text):
    shown = Page(markdown.markdown(escape_markdown(text), extensions=[])).words
    assert html.unescape(re.sub(r"\\(?=[&<>|~=)])", "", shown)) == html.unescape(text)
