"""The editor's note tells what to decide and where each sentence comes from, in a file that no site publishes."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import markdown
import pytest
from conftest import invoke, load_questions, write_export

from enquiry2article.articles.drafts import draft_article
from enquiry2article.articles.post_metadata import read_metadata
from enquiry2article.articles.template_writer import TemplateWriter
from enquiry2article.domain.answer import Answer, Disagreement, Lack, Role, Statement
from enquiry2article.domain.plugins import find_plugins, load_plugin
from enquiry2article.domain.question import Question
from enquiry2article.domain.settings import DraftSettings, HouseStyle, Settings
from enquiry2article.posts.pages.metadata import find_question_id
from enquiry2article.storage.source_keys import make_source_key

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
    return draft_of(question, newest, **settings).note


def decisions_of(question, newest=None, **settings):
    """The lines with which a note begins, below its title."""
    title, decisions, *_ = note_of(question, newest, **settings).split("\n\n")
    assert title == f"# {question.title}"
    return [line.removeprefix("- ") for line in decisions.splitlines()]


def part_of(note, heading):
    """The lines below a heading of a note, [] where it has none."""
    _, found, rest = note.partition(f"{heading}\n\n")
    return rest.split("\n\n#")[0].splitlines() if found else []


def keys_of(statement):
    """The keys that stand for the conversations of a statement in a note."""
    return ", ".join(sorted(map(make_source_key, statement.sources)))


def test_a_note_tells_decisions_then_sources_then_what_was_left_out():
    key = keys_of(SCALE).split(", ")[0]
    assert note_of(change_answer(left_out={"about one case": 7, "a greeting": 1})) == (
        "# How long does the hygienist need?\n\n"
        "- 2 of 3 sentences rest on one conversation only.\n\n"
        "## Sources\n\n"
        "Question q-dental. Written from 3 conversations with 2 agents, the newest of 2026-05-02. To see which "
        f"conversation a key stands for: `enquiry2article ledger --key {key}`\n\n"
        f"- “Scale and polish takes 40 minutes.” ← {keys_of(SCALE)} (2 conversations, 2 agents, last 2026-05-02)\n"
        f"- “It costs 62 pounds.” ← {keys_of(FEE)} (1 conversation, 1 agent, last 2026-04-09)\n"
        f"- “Drink water only for an hour.” ← {keys_of(WATER)} (1 conversation)\n\n"
        "## Left out of the replies\n\n"
        "- a greeting: 1 sentence\n"
        "- about one case: 7 sentences\n"
    )


def test_where_nothing_is_to_be_decided_the_note_says_so():
    assert decisions_of(change_answer(statements=(SCALE,))) == [
        "There is nothing to decide: each sentence rests on two conversations or more."
    ]


def test_of_many_conversations_some_are_named_and_the_others_counted():
    many = replace(SCALE, sources=tuple(f"DENT-{number}" for number in range(201, 216)))
    [line] = [line for line in note_of(change_answer(statements=(many,))).splitlines() if "←" in line]
    assert re.findall(r"\be-\w{4}\b", line) == keys_of(many).split(", ")[:8]
    assert "and 7 more (15 conversations" in line


def test_an_export_that_names_no_agents_and_no_dates_is_no_reason_to_invent_them():
    note = note_of(change_answer(agents=0, confirmed=None, statements=(WATER, replace(WATER, sources=("A", "B")))))
    assert "Written from 3 conversations with agents the export does not name. " in note


def test_agents_who_disagree_are_quoted_first_and_their_conversations_named_below():
    found = Disagreement(about="how much it costs", values=(FEE, OLD_FEE))
    question = change_answer(disagreements=(found,))
    assert decisions_of(question)[0] == (
        "Your agents disagree about how much it costs. Better supported, and proposed: “It costs 62 pounds.” "
        "(1 conversation, 1 agent, last 2026-04-09). Others say: “The fee is 55 pounds.” "
        "(2 conversations, 1 agent, last 2024-11-03)."
    )
    assert part_of(note_of(question), "### What replies differ about") == [
        "- how much it costs; the first is proposed",
        f"  - “It costs 62 pounds.” ← {keys_of(FEE)} (1 conversation, 1 agent, last 2026-04-09)",
        f"  - “The fee is 55 pounds.” ← {keys_of(OLD_FEE)} (2 conversations, 1 agent, last 2024-11-03)",
    ]


def test_what_has_changed_is_told_as_out_of_date_and_not_as_contested():
    found = Disagreement(about="how much it costs", values=(FEE, OLD_FEE), changed=True)
    line = decisions_of(change_answer(disagreements=(found,)))[0]
    assert line.startswith(
        "Some replies are out of date about how much it costs. Newer, and proposed: “It costs 62 pounds.”"
    )
    assert "Older: “The fee is 55 pounds.” (2 conversations" in line
    assert "disagree" not in line


def test_the_most_urgent_stands_first():
    changed = Disagreement(about="how long it takes", values=(SCALE, WATER), changed=True)
    contested = Disagreement(about="how much it costs", values=(FEE, OLD_FEE))
    question = change_answer(lack=Lack.TERSE, disagreements=(changed, contested), confirmed=day(5, 2, 2023))
    lines = decisions_of(question, newest=day(5, 3))
    starts = ["The answer is incomplete", "Your agents", "Some replies", "The answer may be out of date", "2 of 3"]
    assert len(lines) == len(starts)
    assert all(line.startswith(start) for line, start in zip(lines, starts, strict=True))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 9])
@pytest.mark.parametrize("lack", [Lack.NOTHING, Lack.TERSE])
def test_an_editor_reads_five_lines_at_most_and_all_differences_below(count, lack):
    found = tuple(Disagreement(about=f"matter {number}", values=(FEE, OLD_FEE)) for number in range(count))
    question = change_answer(lack=lack, disagreements=found, confirmed=day(5, 2, 2023))
    lines = decisions_of(question, newest=day(5, 3))
    told = [line for line in lines if line.startswith("Your agents")]
    rest = [int(number) for line in lines for number in re.findall(r"about (\d+) things more", line)]
    assert len(lines) <= 5
    assert lines[-1].startswith("2 of 3")
    assert len(told) + sum(rest) == count
    assert len(part_of(note_of(question), "### What replies differ about")) == 3 * count


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(), "The answer is missing: no reply answers this question."),
        (
            Answer(statements=(WATER,), lack=Lack.TERSE, replies=1),
            "The answer is incomplete: what was replied is too little for an article.",
        ),
    ],
)
def test_a_missing_or_terse_answer_is_asked_for_first(answer, said):
    assert decisions_of(replace(HYGIENIST, answer=answer))[0] == said
    assert "The answer is" not in note_of(HYGIENIST)


def test_an_answer_is_old_by_comparison_with_the_newest_enquiry_of_the_export():
    def tell_age(days, **settings):
        lines = decisions_of(HYGIENIST, day(5, 2) + timedelta(days), **settings)
        return [line for line in lines if "out of date" in line]

    assert tell_age(364) == []
    assert tell_age(365) == ["The answer may be out of date: nobody has answered like this since 2026-05-02."]
    assert tell_age(29, drafts=DraftSettings(stale_after_days=30)) == []
    assert tell_age(30, drafts=DraftSettings(stale_after_days=30)) != []
    assert "out of date" not in note_of(HYGIENIST, None)


def test_a_title_that_search_results_would_cut_is_told():
    title = "How long does the hygienist need when I come for the first time?"
    assert part_of(note_of(replace(HYGIENIST, title=title)), "## Form") == [
        f"- The title has {len(title)} letters; search results show about 60."
    ]
    assert "title" not in note_of(replace(HYGIENIST, title="?" * 60))


def test_customers_and_agents_words_are_words_in_the_note():
    bad = "# <script>alert(1)</script> **now** ![a](http://x.example/b.png) {{ site.key }}"
    said = Statement(text=bad, sources=("DENT-104",))
    found = Disagreement(about=bad, values=(said, FEE))
    question = replace(change_answer(statements=(said,), disagreements=(found,)), title=bad)
    page = markdown.markdown(note_of(question))
    assert not re.search(r"<(?:script|img|strong|em)\b|\{\{", page)
    assert page.count("alert(1)") == 6


# -- where it lies, and where not -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def doubtful():
    """A question whose note has a line of nearly every sort, and its draft."""
    found = Disagreement(about="how much it costs", values=(FEE, OLD_FEE))
    question = change_answer(disagreements=(found,), left_out={"about one case": 4}, confirmed=day(1, 1, 2020))
    return question, draft_of(question, day(5, 3), style=HouseStyle(forbidden=("polish",)))


@pytest.mark.parametrize("site", sorted(PUBLISHERS))
def test_nothing_of_the_note_and_no_conversation_is_in_a_draft(doubtful, site):
    _, draft = doubtful
    file = PUBLISHERS[site].render(draft)
    assert "Scale and polish" in file
    lines = [line.removeprefix("- ") for line in draft.note.splitlines() if line and not line.startswith("# ")]
    assert len(lines) > 8
    assert not [line for line in lines if line in file]
    assert not re.search(r"\be-[a-z2-7]{4}\b|DENT-|DISAGREE|55 pounds|<!--|<aside", file)


@pytest.mark.parametrize("site", sorted({*PUBLISHERS} - {"html"}))
def test_front_matter_is_for_the_site_only(doubtful, site):
    _, draft = doubtful
    words = read_metadata(PUBLISHERS[site].render(draft)).words
    allowed = {"title", "slug", "date", "description", "tags", "draft", "question_id"}
    own = {
        "layout",
        "published",
        "permalink",
        "params",
        "eleventyexcludefromcollections",
        "pubdate",
        "status",
        "summary",
    }
    webflow = {"f_question-id", "f_summary", "f_date-published", "created-on", "updated-on", "published-on"}
    assert {"title", "tags"} <= {*words} <= allowed | own | webflow
    assert find_question_id(words) == draft.question_id


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


@pytest.fixture
def surgery(tmp_path):
    """A run on the replies above: its folder."""
    run_on(tmp_path, REPLIES)
    return tmp_path


def run_on(folder, replies, *options):
    export = write_replies(folder / "surgery.csv", replies)
    return invoke("run", export, "-w", folder / "workspace", "-o", folder / "posts", "--group-by", "topic", *options)


def list_notes(folder):
    return {path.name for path in (folder / "workspace" / "notes").rglob("*.md")}


def test_a_run_puts_the_note_into_the_workspace_and_the_sources_into_the_question(surgery):
    [post] = (surgery / "posts").glob("*.md")
    note = (surgery / "workspace" / "notes" / post.name).read_text(encoding="utf-8")
    keys = sorted(map(make_source_key, REPLIES))
    assert "Written from 3 conversations with agents the export does not name, the newest of 2026-04-11." in note
    assert f"← {', '.join(keys)} (3 conversations" in note
    assert not re.search(r"DENT-|\be-[a-z2-7]{4}\b", post.read_text(encoding="utf-8"))
    assert "DENT-" not in note
    listed = invoke("ledger", "-w", surgery / "workspace", "--format", "csv", "--key", keys[0]).stdout
    assert [row for row in REPLIES if row in listed] == [row for row in REPLIES if make_source_key(row) == keys[0]]
    assert load_questions(surgery / "workspace")[0]["answer"][0]["sources"] == list(REPLIES)


def test_the_summary_names_the_folder_in_one_line_also_when_nothing_has_changed(tmp_path):
    first, again = run_on(tmp_path, REPLIES).output, run_on(tmp_path, REPLIES).output
    assert "Nothing has changed" in again
    for said in (first, again):
        assert sum(str(tmp_path / "workspace" / "notes") in line for line in said.splitlines()) == 1


def test_a_note_is_ours_and_written_anew_by_each_run(surgery):
    [note] = (surgery / "workspace" / "notes").iterdir()
    text = note.read_text(encoding="utf-8")
    note.unlink()
    run_on(surgery, REPLIES)  # the same export: there is something to do all the same
    assert note.read_text(encoding="utf-8") == text
    write_export(note, "scribbled\n")
    run_on(surgery, {**REPLIES, "DENT-304": "2026-04-12"})
    assert "Written from 4 conversations" in note.read_text(encoding="utf-8")


def test_the_note_of_an_edited_draft_goes_on_and_the_draft_stays(surgery):
    [post] = (surgery / "posts").glob("*.md")
    write_export(post, post.read_text(encoding="utf-8").replace("Whitening lasts", "Whitening usually lasts"))
    run_on(surgery, {**REPLIES, "DENT-304": "2026-04-12"})
    assert "usually lasts" in post.read_text(encoding="utf-8")
    assert "4 conversations" in (surgery / "workspace" / "notes" / post.name).read_text(encoding="utf-8")


def test_a_note_goes_with_its_draft(surgery):
    left = write_export(surgery / "workspace" / "notes" / "deep" / "long-gone.md", "# Long gone\n")
    [question] = load_questions(surgery / "workspace")
    assert len(list_notes(surgery)) == 2
    invoke("ignore", question["id"], "-w", surgery / "workspace")
    said = run_on(surgery, REPLIES).output
    assert not left.exists()
    assert list_notes(surgery) == set()
    assert "notes" not in said


def test_copies_and_round_ups_have_no_note(small_workspace):
    posts = {path.name for path in (small_workspace / "posts").glob("*.md") if not path.name.startswith("faq-")}
    assert list_notes(small_workspace) == posts


def test_a_forgotten_customer_takes_the_notes_along_until_the_next_run(surgery):
    four = {**REPLIES, "DENT-304": "2026-04-12"}
    run_on(surgery, four)
    said = invoke("forget", "DENT-302@patients.example", "-w", surgery / "workspace").output
    assert "1 notes" in said
    assert list_notes(surgery) == set()
    run_on(surgery, four)
    [note] = (surgery / "workspace" / "notes").iterdir()
    assert make_source_key("DENT-302") not in note.read_text(encoding="utf-8")


def test_an_answer_that_is_still_given_is_not_old(tmp_path):
    # The sentence that is taken is years old, and what it says was said again last week.
    long = "A refund takes 5 working days after we have scanned the parcel at the warehouse."
    rows = [
        ("L-1", "2022-01-10", f"{long} The money goes back to the card that paid."),
        ("L-2", "2022-01-11", f"{long} PayPal payments go back to PayPal."),
        ("L-3", "2022-01-12", f"{long} Vouchers are refunded as a voucher."),
        ("L-4", "2026-05-04", "A refund takes 5 working days after the scan."),
        ("L-5", "2026-05-05", "A refund takes 5 working days from the scan."),
    ]
    text = "".join(f'{id_},{date},money,How long does a refund take?,"{answer}"\n' for id_, date, answer in rows)
    export = write_export(tmp_path / "lamps.csv", "id,date,topic,question,answer\n" + text)
    invoke("run", export, "-w", tmp_path / "workspace", "-o", tmp_path / "posts", "--group-by", "topic")
    [post] = (tmp_path / "posts").glob("*.md")
    note = (tmp_path / "workspace" / "notes" / post.name).read_text(encoding="utf-8")
    assert "after we have scanned the parcel" in post.read_text(encoding="utf-8")
    assert "last 2026-05-05" in note
    assert "out of date" not in note
