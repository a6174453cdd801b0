"""Copies for other sites: a colleague's words, another title, a way back to the original, never the original's twin."""

import html
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import markdown
import pytest
from conftest import write_export

from enquiry2article.articles.copies import (
    COPIES,
    UNKNOWN_URL,
    choose_title,
    draft_copies,
    is_refused,
    retell_question,
)
from enquiry2article.articles.drafts import draft_articles
from enquiry2article.articles.template_writer import TemplateWriter
from enquiry2article.domain.answer import Answer, Disagreement, Lack, Role, Statement
from enquiry2article.domain.plugins import find_plugins, load_plugin
from enquiry2article.domain.question import Question, Variant
from enquiry2article.domain.settings import Author, HouseStyle, Settings, Site
from enquiry2article.posts.read import read_posts

PUBLISHERS = {name: load_plugin("publishers", name, found) for found in [find_plugins("publishers")] for name in found}

URL = "https://oakandash.example/blog/how-do-i-oil-a-table/"
SITE = Site(name="Oak & Ash", url_template="https://oakandash.example/blog/{slug}/")


def say(text, *wordings, role=Role.PLAIN):
    return Statement(text=text, sources=("T-1",), wordings=wordings, role=role)


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
        retold=(
            say("Old wax comes off with turpentine, and only bare wood takes the oil."),
            say("Work the oil in with the grain.", role=Role.STEP),
            say("Take the rest off with a cloth after 20 minutes.", role=Role.STEP),
            say("Let it dry until the next morning.", role=Role.STEP),
        ),
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
RETOLD = TABLE.answer.retold


def change_answer(**parts):
    return replace(TABLE, answer=replace(TABLE.answer, **parts))


def test_a_copy_is_a_colleagues_whole_reply_laid_out_like_an_article():
    draft = copy_of(TABLE)
    assert draft.body.splitlines()[:7] == [
        RETOLD[0].text,
        "",
        "## How do I do it, step by step?",
        "",
        "1. Work the oil in with the grain.",
        "2. Take the rest off with a cloth after 20 minutes.",
        "3. Let it dry until the next morning.",
    ]
    assert draft.front_matter["description"] == " ".join(told.text for told in RETOLD[:3])
    assert not any(statement.text in draft.body for statement in THREE)


def test_a_copy_repeats_at_most_half_of_its_sentences_as_the_house_spells():
    other = RETOLD[:2]
    again = tuple(say(f"{statement.text[:-1].upper()}!") for statement in THREE)
    assert retell_question(change_answer(retold=(*other, *again[:2]))) is not None
    assert retell_question(change_answer(retold=(*other, *again))) is None
    spelled = say("Rub lin seed oil into the wood along the grain.")
    style = HouseStyle(spelling={"lin seed": "linseed"})
    assert retell_question(change_answer(retold=(spelled,))) is not None
    assert retell_question(change_answer(retold=(spelled,)), style.dress) is None


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


def test_a_reply_of_the_refused_side_is_no_copy():
    retold = (*RETOLD, say("The courier is charged at £9."))
    assert copy_of(change_answer(retold=retold)) is not None
    assert copy_of(change_answer(retold=retold, disagreements=(SIDES,))) is None


def test_a_copy_has_another_title_where_customers_have_one():
    assert choose_title(TABLE) == "Which oil does an oak table want?"
    assert choose_title(replace(TABLE, variants=TABLE.variants[:1])) == TABLE.title
    spelled = HouseStyle(spelling={"oak table": "OakTable"})
    assert choose_title(TABLE, spelled.dress) == "Which oil does an OakTable want?"
    waxed = replace(TABLE, variants=(Variant(text="How do I wax a table?", count=2),))
    assert choose_title(waxed, HouseStyle(words={"wax": "oil"}).dress) == TABLE.title
    assert copy_of(TABLE).front_matter["title"] == "Which oil does an oak table want?"


@pytest.mark.parametrize(
    "question",
    [change_answer(retold=()), change_answer(lack=Lack.TERSE), change_answer(statements=(), lack=Lack.MISSING)],
    ids=["no other reply", "an outline", "no answer"],
)
def test_without_an_answer_in_other_words_there_is_no_copy(question):
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
    assert body.startswith("Old wax comes off with white spirit,")
    assert "2. Take the rest off with a rag after 20 minutes." in body


@pytest.mark.parametrize("site", PUBLISHERS)
def test_copies_go_into_a_folder_of_their_own(site):
    path = PUBLISHERS[site].path(copy_of(TABLE))
    assert path.is_relative_to(COPIES)
    assert "how-do-i-oil-a-table-copy" in path.as_posix()


def test_a_copy_is_no_post_to_send_a_customer_to(tmp_path):
    publisher = PUBLISHERS["markdown"]
    writer = TemplateWriter(settings=Settings(site=SITE))
    for draft in (*draft_articles([TABLE], writer, Settings(site=SITE)), copy_of(TABLE)):
        write_export(tmp_path / publisher.path(draft), publisher.render(draft))
    assert [post.question_id for post in read_posts([tmp_path], include_drafts=True, now=datetime.now(UTC)).posts] == [
        TABLE.id
    ]
