"""The editor's note tells where each sentence comes from and what is doubtful, and no reader ever sees it."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import markdown
import pytest
from conftest import invoke, load_questions, write_export

from enquiry2article.articles.drafts import draft_article
from enquiry2article.articles.template_writer import TemplateWriter
from enquiry2article.front_matter import parse_post
from enquiry2article.plugins import find_plugins, load_plugin
from enquiry2article.records import Answer, Disagreement, Lack, Question, Role, Statement
from enquiry2article.settings import DraftSettings, HouseStyle, Settings
from enquiry2article.source_keys import make_source_key

PUBLISHERS = {name: load_plugin("publishers", name, found) for found in [find_plugins("publishers")] for name in found}


def day(month, number, year=2026):
    return datetime(year, month, number, tzinfo=UTC)


SCALE = Statement(
    text="Scale and polish takes 40 minutes.", sources=("DENT-104", "DENT-112"), agents=2, newest=day(5, 2)
)
FEE = Statement(text="It costs 62 pounds.", sources=("DENT-131",), agents=1, newest=day(4, 9))
OLD_FEE = Statement(text="The fee is 55 pounds.", sources=("DENT-020", "DENT-033"), agents=1, newest=day(11, 3, 2024))
WATER = Statement(text="Drink water only for an hour.", sources=("DENT-112",), role=Role.WARNING)

HYGIENIST = Question(
    id="q-dental",
    title="How long does the hygienist need?",
    slug="how-long-does-the-hygienist-need",
    enquiry_ids=("DENT-104", "DENT-112", "DENT-131"),
    volume=3,
    customers=3,
    last_seen=day(5, 3),
    answer=Answer(statements=(SCALE, FEE, WATER), lack=Lack.NOTHING, replies=3, agents=2, confirmed=day(5, 2)),
)


def change_answer(**parts):
    return replace(HYGIENIST, answer=replace(HYGIENIST.answer, **parts))


def draft_of(question, newest=None, **settings):
    house = Settings(**settings)
    return draft_article(question, {}, TemplateWriter(settings=house), house, newest)


def note_of(question, newest=None, **settings):
    return draft_of(question, newest, **settings).front_matter["editor_note"]


def keys_of(statement):
    """The keys that stand for the conversations of a statement in a note."""
    return ", ".join(sorted(map(make_source_key, statement.sources)))


def test_each_sentence_is_told_with_its_conversations_their_number_and_their_date():
    note = note_of(HYGIENIST)
    assert note[0] == "Written from 3 conversations with 2 agents, the newest of 2026-05-02."
    assert note[1].startswith("2 of 3 sentences rest")
    assert note[2:] == [
        f"“Scale and polish takes 40 minutes.” ← {keys_of(SCALE)} (2 conversations, 2 agents, last 2026-05-02)",
        f"“It costs 62 pounds.” ← {keys_of(FEE)} (1 conversation, 1 agent, last 2026-04-09)",
        f"“Drink water only for an hour.” ← {keys_of(WATER)} (1 conversation)",
    ]


def test_of_many_conversations_some_are_named_and_the_others_counted():
    many = replace(SCALE, sources=tuple(f"DENT-{number}" for number in range(201, 216)))
    [line] = [line for line in note_of(change_answer(statements=(many,))) if "←" in line]
    assert re.findall(r"\be-\w{4}\b", line) == keys_of(many).split(", ")[:8]
    assert "and 7 more (15 conversations" in line


def test_an_export_that_names_no_agents_and_no_dates_is_no_reason_to_invent_them():
    note = note_of(change_answer(agents=0, confirmed=None, statements=(WATER, replace(WATER, sources=("A", "B")))))
    assert note[0] == "Written from 3 conversations with agents the export does not name."


def test_agents_who_disagree_are_quoted_with_both_sides():
    found = Disagreement(about="how much it costs", values=(FEE, OLD_FEE))
    [line] = [line for line in note_of(change_answer(disagreements=(found,))) if "DISAGREE" in line]
    assert line == (
        "AGENTS DISAGREE (how much it costs). Better supported, and proposed: “It costs 62 pounds.” "
        f"(1 conversation, last 2026-04-09: {keys_of(FEE)}). Others: “The fee is 55 pounds.” "
        f"(2 conversations, last 2024-11-03: {keys_of(OLD_FEE)}). Please decide."
    )


def test_what_has_changed_is_told_as_out_of_date_and_not_as_contested():
    found = Disagreement(about="how much it costs", values=(FEE, OLD_FEE), changed=True)
    [line] = [line for line in note_of(change_answer(disagreements=(found,))) if "how much it costs" in line]
    assert line.startswith(
        "OUT OF DATE in some replies (how much it costs). Newer, and proposed: “It costs 62 pounds.”"
    )
    assert f"Older: “The fee is 55 pounds.” (2 conversations, last 2024-11-03: {keys_of(OLD_FEE)})." in line
    assert "DISAGREE" not in line


def test_the_most_urgent_stands_first():
    found = Disagreement(about="how much it costs", values=(FEE, OLD_FEE))
    question = change_answer(
        lack=Lack.TERSE, disagreements=(found,), confirmed=day(5, 2, 2023), left_out={"about one case": 4}
    )
    note = note_of(question, newest=day(5, 3), style=HouseStyle(forbidden=("polish",)))
    starts = ["NEEDS", "AGENTS", "OLD", "Written", "2 of 3", "“Sca", "“It", "“Drink", "Left", "Words"]
    assert len(note) == len(starts)
    assert all(line.startswith(start) for line, start in zip(note, starts, strict=True))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(), "NEEDS AN ANSWER FROM YOU: no reply answers this question."),
        (
            Answer(statements=(WATER,), lack=Lack.TERSE, replies=1),
            "NEEDS AN ANSWER FROM YOU: what was replied is too little for an article.",
        ),
    ],
)
def test_a_missing_or_terse_answer_is_asked_for_first(answer, said):
    assert note_of(replace(HYGIENIST, answer=answer))[0] == said
    assert not [line for line in note_of(HYGIENIST) if "NEEDS" in line]


def test_an_answer_is_old_by_comparison_with_the_newest_enquiry_of_the_export():
    def tell_age(days, **settings):
        return [line for line in note_of(HYGIENIST, day(5, 2) + timedelta(days), **settings) if "OLD" in line]

    assert tell_age(364) == []
    assert tell_age(365) == [
        "OLD: nobody has answered like this since 2026-05-02. Check that it is still true.",
    ]
    assert tell_age(29, drafts=DraftSettings(stale_after_days=30)) == []
    assert tell_age(30, drafts=DraftSettings(stale_after_days=30)) != []
    assert not [line for line in note_of(HYGIENIST, None) if "OLD" in line]


def test_what_was_left_out_of_the_replies_is_counted_by_reason():
    note = note_of(change_answer(left_out={"about one case": 7, "a greeting": 12}))
    assert "Left out of the replies: 12 a greeting, 7 about one case." in note
    assert not [line for line in note_of(HYGIENIST) if "Left out" in line]


def test_a_title_that_search_results_would_cut_is_told():
    title = "How long does the hygienist need when I come for the first time?"
    assert f"The title has {len(title)} letters; search results show about 60." in note_of(
        replace(HYGIENIST, title=title)
    )
    assert not [line for line in note_of(replace(HYGIENIST, title="?" * 60)) if "title" in line]


def everything_to_hide(question, draft):
    """What must not be in front of readers: each line of the note, and each id of an enquiry."""
    return [*draft.front_matter["editor_note"], *question.enquiry_ids, "DENT-020", "DENT-033", "DISAGREE"]


@pytest.fixture(scope="module")
def doubtful():
    """A question whose note has a line of nearly every sort, and its draft."""
    found = Disagreement(about="how much it costs", values=(FEE, OLD_FEE))
    question = change_answer(disagreements=(found,), left_out={"about one case": 4}, confirmed=day(1, 1, 2020))
    return question, draft_of(question, day(5, 3), style=HouseStyle(forbidden=("polish",)))


@pytest.mark.parametrize("site", ["markdown", "hugo", "jekyll", "eleventy"])
def test_the_note_is_in_the_front_matter_and_in_no_published_body(doubtful, site):
    question, draft = doubtful
    words, body = parse_post(PUBLISHERS[site].render(draft), where="")
    assert words.get("params", words)["editor_note"] == draft.front_matter["editor_note"]
    published = unescape(markdown.markdown(body))
    assert "Scale and polish" in published
    assert not [hidden for hidden in everything_to_hide(question, draft) if hidden in published or hidden in body]


def test_the_page_for_pasting_shows_the_note_in_its_box_for_the_editor_only(doubtful):
    question, draft = doubtful
    page = PUBLISHERS["html"].render(draft)
    [aside] = re.findall(r"<aside.*?</aside>", page, re.DOTALL)
    shown = unescape(aside)
    assert all(line in shown for line in draft.front_matter["editor_note"])
    assert shown.count("<li>") == len(draft.front_matter["editor_note"])
    rest = unescape(page.replace(aside, ""))
    assert "Scale and polish" in rest
    assert not [hidden for hidden in everything_to_hide(question, draft) if hidden in rest]


REPLIES = {
    "DENT-301": "2026-03-02",
    "DENT-302": "2026-03-09",
    "DENT-303": "2026-04-11",
}


def write_replies(path, dates, extra=""):
    """An export in which every agent gives the same answer, on its own date."""
    rows = "".join(
        f"{id_},{date},{id_}@patients.example,whitening,How long does whitening last?,"
        '"Whitening lasts for one to two years if you do not smoke. Coffee and red wine make it shorter."\n'
        for id_, date in dates.items()
    )
    return write_export(path, f"id,date,customer,topic,question,answer\n{rows}{extra}")


def test_a_run_puts_the_note_beside_the_article_and_the_sources_into_the_question(tmp_path):
    export = write_replies(tmp_path / "surgery.csv", REPLIES)
    invoke("run", export, "-w", tmp_path / "workspace", "-o", tmp_path / "posts", "--group-by", "topic")
    [post] = (tmp_path / "posts").glob("*.md")
    words, _ = parse_post(post.read_text(encoding="utf-8"), where="")
    keys = sorted(map(make_source_key, REPLIES))
    assert words["sources"] == keys
    assert (
        "Written from 3 conversations with agents the export does not name, the newest of 2026-04-11."
        in (words["editor_note"])
    )
    assert [line for line in words["editor_note"] if f"← {', '.join(keys)} (3 conversations" in line]
    assert "DENT-" not in post.read_text(encoding="utf-8")
    listed = invoke("ledger", "-w", tmp_path / "workspace", "--format", "csv", "--key", keys[0]).stdout
    assert [row for row in REPLIES if row in listed] == [row for row in REPLIES if make_source_key(row) == keys[0]]
    assert load_questions(tmp_path / "workspace")[0]["answer"][0]["sources"] == list(REPLIES)


def test_an_answer_that_is_still_given_is_not_old(tmp_path):
    # The sentence that is taken is years old, and what it says was said again last week.
    long = "A refund takes 5 working days after we have scanned the parcel at the warehouse."
    rows = [
        ("L-1", "2022-01-10", f"{long} The money goes back to the card that paid."),
        ("L-2", "2022-01-11", f"{long} PayPal payments go back to PayPal."),
        ("L-3", "2022-01-12", f"{long} Vouchers are refunded as a voucher."),
        ("L-4", "2026-05-04", "A refund takes 5 working days after the scan."),
        ("L-5", "2026-05-05", "A refund takes 5 working days once the warehouse has scanned the parcel."),
    ]
    text = "".join(f'{id_},{date},money,How long does a refund take?,"{answer}"\n' for id_, date, answer in rows)
    export = write_export(tmp_path / "lamps.csv", "id,date,topic,question,answer\n" + text)
    invoke("run", export, "-w", tmp_path / "workspace", "-o", tmp_path / "posts", "--group-by", "topic")
    [post] = (tmp_path / "posts").glob("*.md")
    words, body = parse_post(post.read_text(encoding="utf-8"), where="")
    assert "after we have scanned the parcel" in body
    assert [line for line in words["editor_note"] if "last 2026-05-05" in line]
    assert not [line for line in words["editor_note"] if line.startswith("OLD")]
