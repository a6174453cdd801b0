"""Copies for other sites: other words, another title, a way back to the original, and never the original's twin."""

import html
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import markdown
import pytest
from conftest import invoke, read_folder, write_export
from hypothesis import given
from hypothesis import strategies as st

from enquiry2article.articles.copies import choose_points, choose_title, is_refused
from enquiry2article.articles.drafts import COPIES, UNKNOWN_URL, draft_articles, draft_copies
from enquiry2article.articles.template_writer import TemplateWriter
from enquiry2article.front_matter import parse_post
from enquiry2article.plugins import find_plugins, load_plugin
from enquiry2article.posts import read_posts
from enquiry2article.records import Answer, Disagreement, Lack, Question, Statement, Variant
from enquiry2article.settings import Author, HouseStyle, Settings, Site
from enquiry2article.text import normalise

PUBLISHERS = {name: load_plugin("publishers", name, found) for found in [find_plugins("publishers")] for name in found}

URL = "https://oakandash.example/blog/how-do-i-oil-a-table/"
SITE = Site(name="Oak & Ash", url_template="https://oakandash.example/blog/{slug}/")


def say(text, *wordings):
    return Statement(text=text, sources=("T-1",), wordings=wordings)


TABLE = Question(
    id="q-tableb",
    title="How do I oil a table?",
    slug="how-do-i-oil-a-table",
    enquiry_ids=("T-1", "T-2"),
    volume=2,
    customers=2,
    variants=(
        Variant(text="how do I  oil a TABLE ?", count=3),
        Variant(text="Which oil does an oak table want?", count=2),
    ),
    answer=Answer(
        lack=Lack.NOTHING,
        statements=(
            say("Rub linseed oil into the wood along the grain.", "Work the oil in with the grain, not across it."),
            say("Wipe off what is left after 20 minutes.", "After 20 minutes take the rest off with a cloth."),
            say("Leave the table alone overnight.", "Let it dry until the next morning."),
        ),
        spare=(say("Old wax comes off with turpentine."), say("Then sand it.")),
    ),
)


def copy_of(question, **settings):
    """The draft of the copy, or None."""
    house = Settings(**{"site": SITE, **settings})
    writer = TemplateWriter(settings=house)
    return next(iter(draft_copies(draft_articles([question], writer, house), [question], writer, house)), None)


class Page(HTMLParser):
    """The links of a page, each as its attributes."""

    def __init__(self):
        super().__init__()
        self.links = []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.links.append(dict(attrs))


THREE = TABLE.answer.statements


def change_answer(**parts):
    return replace(TABLE, answer=Answer(**{"lack": Lack.NOTHING, "statements": TABLE.answer.statements, **parts}))


def test_a_copy_says_first_what_is_new_and_then_the_same_in_other_words_from_the_end():
    assert choose_points(TABLE.answer) == (
        "Old wax comes off with turpentine.",
        "Let it dry until the next morning.",
        "After 20 minutes take the rest off with a cloth.",
        "Work the oil in with the grain, not across it.",
    )


def test_sentences_that_lean_on_one_before_them_are_left_out():
    assert "Then sand it." not in choose_points(TABLE.answer)
    overnight = say("Leave the table alone overnight.", "It dries slowly.", "Drying takes a night.")
    points = choose_points(Answer(statements=(*THREE[:2], overnight)))
    assert "Drying takes a night." in points
    assert "It dries slowly." not in points


SENTENCES = [
    f"{verb} the {thing} {when}."
    for verb in ("Oil", "Sand", "Brush", "Wax")
    for thing in ("top", "legs")
    for when in ("twice", "before you go to bed")
]


@st.composite
def answers(draw):
    """Answers whose other wordings may well be sentences of the answer itself, in other capitals."""
    texts = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8, unique=True))
    other = st.sampled_from([*SENTENCES, *(text.upper() for text in texts), *(text[:-1] for text in texts)])
    statements = tuple(say(text, *draw(st.lists(other, max_size=3))) for text in texts)
    unused = [text for text in SENTENCES if text not in texts]
    return Answer(statements=statements, spare=tuple(say(text) for text in draw(st.permutations(unused))[:6]))


@given(answers())
def test_a_copy_repeats_at_most_half_of_the_original(answer):
    points = choose_points(answer)
    original = {normalise(statement.text) for statement in answer.statements}
    repeated = {normalise(point) for point in points} & original
    assert len(repeated) <= len(original) / 2
    assert len(points) == 0 or 3 <= len(points) <= 7
    assert len(set(points)) == len(points)


def test_a_copy_does_not_repeat_what_took_the_place_of_a_statement():
    texts = [statement.text for statement in THREE]
    for spare in (texts, [text.upper() for text in texts], [f"{text[:-1]}!" for text in texts]):
        points = choose_points(Answer(statements=THREE, spare=tuple(map(say, spare))))
        assert {normalise(point) for point in points}.isdisjoint(map(normalise, texts))
        assert len(points) == 3


def test_a_copy_says_nothing_twice_and_compares_as_the_house_spells():
    again = say("OLD WAX comes off with turpentine!")
    assert choose_points(replace(TABLE.answer, spare=(*TABLE.answer.spare, again))) == choose_points(TABLE.answer)
    spare = say("Rub lin seed oil into the wood along the grain.")
    style = HouseStyle(spelling={"lin seed": "linseed"})
    assert choose_points(replace(TABLE.answer, spare=(spare,))) != choose_points(TABLE.answer)
    assert spare.text.replace("lin seed", "linseed") not in choose_points(
        replace(TABLE.answer, spare=(spare,)), style.dress
    )


def test_a_copy_does_not_say_what_the_original_refuses():
    refused = say("Wait for 20 hours before you wipe it.", "Give the oil 20 hours.")
    found = Disagreement(about="how long", values=(THREE[1], refused))
    first, second, third = THREE
    third = say(third.text, *refused.wordings)
    answer = Answer(statements=(first, second, third), spare=(refused, *TABLE.answer.spare), disagreements=(found,))
    assert not {refused.text, *refused.wordings} & set(choose_points(answer))


SIDES = Disagreement(
    about="what is paid",
    values=(
        say("The courier is free for a repair within two years.", "Within two years the courier is free."),
        say("You pay £9 for the courier of a repair.", "The courier is charged at £9, on top of the repair."),
    ),
)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("you pay £9 for the courier of a repair", True),
        ("The £9 for our courier are due at the door.", True),
        ("A courier who comes twice costs 9 pounds each time.", True),
        ("The courier is on top.", True),
        ("The courier is free for a repair within two years.", False),
        ("Any repair is free within two years.", False),
        ("A new strap is £9.", False),
        ("Two straps cost £14.", False),
        ("Pack the watch into two bags.", False),
        ("", False),
    ],
)
def test_what_is_refused_is_found_in_other_words_too(text, refused):
    assert is_refused(text, [SIDES]) is refused


def test_a_sentence_that_tells_of_the_change_is_not_refused():
    days = Disagreement(
        about="how many days", values=(say("Returns: 30 days."), say("Returns: 14 days.")), changed=True
    )
    assert is_refused("You have 14 days for returns.", [days])
    assert not is_refused("Since May you have 30 days for returns and no longer 14 days.", [days])
    assert not is_refused("Repairs take 14 days.", [days])


def test_what_agents_also_put_in_the_refused_words_is_left_out():
    spare = say("Courier: nine pounds.", *SIDES.values[1].wordings)
    answer = replace(TABLE.answer, spare=(spare,), disagreements=(SIDES,))
    assert choose_points(answer) == choose_points(replace(answer, spare=()))


def test_a_copy_has_another_title():
    assert choose_title(TABLE) == "Which oil does an oak table want?"
    alone = choose_title(replace(TABLE, variants=TABLE.variants[:1]))
    assert normalise(alone) != normalise(TABLE.title)
    assert alone.startswith("How do I oil a table")
    spelled = HouseStyle(spelling={"oak table": "OakTable"})
    assert choose_title(TABLE, spelled.dress) == "Which oil does an OakTable want?"
    waxed = replace(TABLE, variants=(Variant(text="How do I wax a table?", count=2),))
    assert choose_title(waxed, HouseStyle(words={"wax": "oil"}).dress) == alone
    assert copy_of(TABLE).front_matter["title"] == "Which oil does an oak table want?"


@pytest.mark.parametrize(
    "question",
    [
        change_answer(spare=TABLE.answer.spare[:1], statements=(THREE[0], say(THREE[1].text))),
        change_answer(statements=(), lack=Lack.MISSING),
        change_answer(spare=TABLE.answer.spare[:1], statements=tuple(say(s.text, s.text.upper()) for s in THREE)),
    ],
    ids=["two other wordings are too few", "no answer", "only other capitals"],
)
def test_where_there_are_too_few_other_words_there_is_no_copy(question):
    assert copy_of(question) is None


def test_the_resource_box_tells_title_site_and_address_of_the_original():
    box = '"{title}" first appeared on {site}: {url}'
    body = copy_of(TABLE, style=HouseStyle(resource_box=box), author=Author(name="Mae Wood", about="Joiner.")).body
    assert f'"How do I oil a table?" first appeared on Oak & Ash: <{URL}>' in body
    assert body.endswith("**Mae Wood**: Joiner.\n")


@pytest.mark.parametrize(
    ("box", "link"),
    [
        ("First published here: {url}", f'<a href="{URL}">{URL}</a>'),
        ("First published on [{site}]({url}).", f'<a href="{URL}">Oak &amp; Ash</a>.'),
        ("More: [{title}]({url})", f'<a href="{URL}">How do I oil a table?</a>'),
        ("More on [{site}]({url}?from=copy).", f'<a href="{URL}?from=copy">Oak &amp; Ash</a>.'),
        ("More: {url}?from=copy.", f'<a href="{URL}?from=copy">{URL}?from=copy</a>.'),
        ("More ({url}#top), or ring us", f'More (<a href="{URL}#top">{URL}#top</a>), or ring us'),
        ("More: <{url}>!", f'More: <a href="{URL}">{URL}</a>!'),
        ('<a href="{url}?from=copy">{site}</a>', f'<a href="{URL}?from=copy">Oak &amp; Ash</a>'),
        ('[Here]({url} "{site}")', f'<a href="{URL}" title="Oak &amp; Ash">Here</a>'),
        ("https://t.example/?to={url}, thanks", f">https://t.example/?to={URL}</a>, thanks"),
        ("[![Logo](https://oak.example/l.png)]({url})", f'<a href="{URL}"><img alt="Logo"'),
    ],
)
def test_the_resource_box_links_to_the_original(box, link):
    assert link in markdown.markdown(copy_of(TABLE, style=HouseStyle(resource_box=box)).body)


@pytest.mark.parametrize(
    "title",
    [
        "What is [sic] for?",
        "Is [a](b) a link?",
        "What does the ] key do?",
        "Is [ the same as ](https://rival.example/)?",
        "Where is \\] printed, and \\\\[?",
        "What is {url} or {site}?",
    ],
)
def test_the_link_of_a_resource_box_stays_one_link_whatever_the_title(title):
    for box in ("More: [{title}]({url})", "More: [{title}]({url}) on {site}"):
        draft = copy_of(replace(TABLE, title=title), style=HouseStyle(resource_box=box))
        page = html.unescape(markdown.markdown(draft.body))
        assert f'More: <a href="{URL}">{title}</a>' in page


def test_a_title_never_leaves_the_quotation_marks_of_a_resource_box():
    title = 'What is "a" onclick="x" for?'
    for box in ('<a href="{url}" title="{title}">More</a>', '[More]({url} "{title}")'):
        draft = copy_of(replace(TABLE, title=title), style=HouseStyle(resource_box=box))
        page = Page()
        page.feed(markdown.markdown(draft.body))
        assert page.links == [{"href": URL, "title": title}]


def test_a_copy_names_its_original_for_search_engines():
    assert copy_of(TABLE).front_matter["canonical_url"] == URL
    assert f'<link rel="canonical" href="{URL}">' in PUBLISHERS["html"].render(copy_of(TABLE))


def test_where_nobody_has_said_where_posts_live_a_person_puts_the_address_in():
    draft = copy_of(TABLE, site=Site())
    assert "canonical_url" not in draft.front_matter
    assert UNKNOWN_URL in draft.body


def test_the_house_spelling_is_in_the_copy_too():
    body = copy_of(TABLE, style=HouseStyle(words={"turpentine": "white spirit", "cloth": "rag"})).body
    assert body.startswith("Old wax comes off with white spirit.")
    assert "- After 20 minutes take the rest off with a rag." in body


@pytest.mark.parametrize("site", PUBLISHERS)
def test_copies_go_into_a_folder_of_their_own(site):
    path = PUBLISHERS[site].path(copy_of(TABLE))
    assert path.parent == Path(COPIES)
    assert "how-do-i-oil-a-table-copy" in path.name


ROWS = """id,topic,question,answer
1,oil,How do I oil a table?,"Rub linseed oil into the oak along the grain. Wipe off what is left after 20 minutes. Leave the table alone overnight."
2,oil,which oil for an oak table,"Any linseed oil does. Work it in with the grain, and take the rest off after 20 minutes. Oily rags can catch fire by themselves, so dry them flat outside."
3,oil,Can I oil my table myself?,"Of course. Sand rough places with 240 paper first. Put linseed oil on with a cloth, along the grain. Children can help with it."
4,oil,how often does a table want oil,"Once or twice a year is enough for a table that is used every day. Water that no longer beads on the wood shows that it is time."
"""  # noqa: E501


def test_a_run_writes_copies_unless_the_settings_forbid_it(tmp_path):
    export = write_export(tmp_path / "joiner.csv", ROWS)
    settings = write_export(tmp_path / "house.toml", "[drafts]\nsyndication = false\n")
    options = ["run", export, "--group-by", "topic", "-w", tmp_path / "workspace", "--quiet"]
    invoke(*options, "-o", tmp_path / "with")
    invoke(*options, "-o", tmp_path / "without", "--settings", settings)
    [article] = read_folder(tmp_path / "without")
    with_copy = read_folder(tmp_path / "with")
    [copy] = set(with_copy) - {article}
    assert copy == f"{COPIES}/{article.removesuffix('.md')}-copy.md"
    words, body = parse_post(with_copy[copy].decode(), where=copy)
    original, text = parse_post(with_copy[article].decode(), where=article)
    assert words["draft"] == "true"
    assert words["copy_of"] == original["question_id"]
    points = [line.removeprefix("- ") for line in body.splitlines() if line.startswith("- ")]
    assert len(points) >= 2
    assert not [point for point in points if point in text]


def test_a_copy_is_no_post_to_send_a_customer_to(tmp_path):
    publisher = PUBLISHERS["markdown"]
    writer = TemplateWriter(settings=Settings(site=SITE))
    for draft in (*draft_articles([TABLE], writer, Settings(site=SITE)), copy_of(TABLE)):
        write_export(tmp_path / publisher.path(draft), publisher.render(draft))
    assert [post.question_id for post in read_posts([tmp_path], include_drafts=True, now=datetime.now(UTC)).posts] == [
        TABLE.id
    ]
