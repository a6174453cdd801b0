"""Later enquiries: the right link with a reply, or none; and no other customer's name in it."""

import csv
import io
import json
import shutil

import pytest
from conftest import SMALL_EXPORT, invoke, load_questions, write_export

from enquiry2article import Matcher

LATER = """id,customer_name,question
n1,Petra Quist,hello how can I return my tent?
n2,,Which day does the newsletter come?
n3,Ola Berg,Do you sell kayaks for children in Norway?
n4,,Thanks!
"""


RETURNS = (
    "You can return any tent within 28 days of delivery. Returns are free for 28 days, and a tent has to be unused. "
    "Refunds are paid to the card that was used for the order, usually within five days."
)


@pytest.fixture(scope="session")
def small_workspace(tmp_path_factory):
    """The small export, with replies on returns that are long enough for an article, its workspace and its posts."""
    folder = tmp_path_factory.mktemp("match")
    lines = SMALL_EXPORT
    for reply in (
        "Open your order, press Return and print the label. The label is free for 28 days.",
        "Open your order and press Return, then print the label. Returns are free for 28 days.",
    ):
        lines = lines.replace(reply, RETURNS)
    export = write_export(folder / "export.csv", lines)
    invoke("run", export, "-w", folder / "workspace", "-o", folder / "posts")
    return folder


def match(folder, *more):
    later = write_export(folder / "later.csv", LATER)
    said = invoke(
        "match", later, "-w", folder / "workspace", "--posts", folder / "posts", "--format", "csv", *more
    ).stdout
    return {row["enquiry_id"]: row for row in csv.DictReader(io.StringIO(said))}


def test_each_enquiry_gets_one_decision(small_workspace):
    rows = match(small_workspace, "--include-drafts", "--url-template", "https://shop.example/blog/{slug}/")
    assert list(rows) == ["n1", "n2", "n3", "n4"]
    by_id = {question["id"]: question for question in load_questions(small_workspace / "workspace")}
    for id_, word in (("n1", "return"), ("n2", "newsletter")):
        assert rows[id_]["decision"] == "link", rows[id_]
        assert word in by_id[rows[id_]["question_id"]]["title"]
        assert rows[id_]["post_url"].startswith("https://shop.example/blog/")
        assert rows[id_]["post_url"] in rows[id_]["reply"]
    assert rows["n3"]["decision"] != "link"
    assert rows["n4"]["decision"] == "none"
    assert rows["n3"]["reply"] == rows["n4"]["reply"] == ""


def test_a_reply_greets_its_own_customer_unless_told_not_to(small_workspace):
    assert match(small_workspace, "--include-drafts")["n1"]["reply"].startswith("Hi Petra,")
    assert match(small_workspace, "--include-drafts")["n2"]["reply"].startswith("Hello,")
    plain = match(small_workspace, "--include-drafts", "--no-greeting")["n1"]["reply"]
    assert "Petra" not in plain


def test_drafts_do_not_count_unless_told_to(small_workspace):
    later = write_export(small_workspace / "later.csv", LATER)
    places = ["-w", small_workspace / "workspace", "--posts", small_workspace / "posts"]
    assert "--include-drafts" in invoke("match", later, *places, exit_code=1).stderr


def test_without_posts_it_says_what_to_give(small_workspace):
    later = write_export(small_workspace / "later.csv", LATER)
    assert "--posts" in invoke("match", later, "-w", small_workspace / "workspace", exit_code=1).stderr


def test_nobody_is_sent_to_an_outline(tmp_path):
    export = write_export(tmp_path / "export.csv", "question\n" + "How do I return a tent?\n" * 3)
    invoke("run", export, "-w", tmp_path / "workspace", "-o", tmp_path / "posts")
    later = write_export(tmp_path / "later.csv", "question\nHow do I return a tent?\n")
    places = ["-w", tmp_path / "workspace", "--posts", tmp_path / "posts", "--include-drafts", "--format", "csv"]
    [row] = csv.DictReader(io.StringIO(invoke("match", later, *places).stdout))
    assert row["decision"] == "link"
    assert row["reply"] == ""


@pytest.fixture
def camp(small_workspace, tmp_path):
    """A copy of the small workspace and its posts, to decide in, with what commands need."""
    for name in ("workspace", "posts"):
        shutil.copytree(small_workspace / name, tmp_path / name)
    return tmp_path


def ask(folder, *rows, more=()):
    """Match enquiries given as (id, customer, day of March, text) and give what is printed as JSON, by id."""
    later = folder / "later-still.csv"
    with later.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "email", "date", "question"])
        writer.writerows((id_, f"{who}@mail.example", f"2026-03-{day:02}", text) for id_, who, day, text in rows)
    places = ["-w", folder / "workspace", "--posts", folder / "posts", "--include-drafts"]
    said = invoke("match", later, *places, "--format", "jsonl", "--quiet", *more).stdout
    return {row["enquiry_id"]: row for row in map(json.loads, said.splitlines())}


def test_a_decision_says_what_made_it(camp):
    row = ask(camp, ("a1", "petra", 1, "hello how can I return my tent?"))["a1"]
    assert row["decision"] == "link"
    assert "return" in row["words"]
    assert any("return" in wording.lower() for wording in row["wordings"])
    assert row["post_title"] in row["reason"]
    assert row["runner_up"] != row["post_title"]
    nothing = ask(camp, ("a2", "ola", 1, "Do you sell kayaks for children in Norway?"))["a2"]
    assert nothing["decision"] != "link"
    assert nothing["reason"]


def test_nobody_is_handed_the_same_link_twice(camp):
    first = ask(camp, ("b1", "petra", 1, "hello how can I return my tent?"))
    assert first["b1"]["reply"]
    again = ask(camp, ("b2", "petra", 9, "How do I return a tent please?"), ("b3", "ola", 9, "How do I return a tent?"))
    assert again["b2"]["decision"] == "link"
    assert again["b2"]["reply"] == ""
    assert again["b3"]["reply"]
    same = ask(camp, ("b1", "petra", 1, "hello how can I return my tent?"))
    assert same["b1"]["reply"] == first["b1"]["reply"]  # the same mail, matched once more


def test_two_mails_of_one_customer_in_one_export_get_one_link(camp):
    rows = ask(camp, ("c2", "petra", 9, "How do I return a tent?"), ("c1", "petra", 2, "how can I return my tent?"))
    assert [bool(rows[id_]["reply"]) for id_ in ("c1", "c2")] == [True, False]


def test_who_asks_for_the_third_time_is_answered_by_a_person(camp):
    rows = ask(camp, *((f"d{day}", "petra", day, "How do I return a tent?") for day in (1, 2, 3)))
    assert all("again" in row["attention"] or "before" in row["attention"] for row in rows.values())
    assert not any(row["reply"] for row in rows.values())


def test_who_is_upset_is_answered_by_a_person(camp):
    row = ask(camp, ("e1", "petra", 1, "How do I return a tent? This is a disgrace, my lawyer will write to you!"))[
        "e1"
    ]
    assert row["attention"]
    assert row["reply"] == ""


def test_a_mail_that_asks_two_things_gets_both_links(camp):
    text = "How do I return a tent? And also, which day does the newsletter come?"
    row = ask(camp, ("f1", "petra", 1, text))["f1"]
    titles = {row["post_title"], *(other["post_title"] for other in row["also"])}
    assert len(titles) == 2
    assert all(other["post_url"] in row["reply"] for other in (row, *row["also"]))


def test_a_question_that_no_post_answers_gets_no_link_but_says_which_it_is(camp):
    newsletter = next(q for q in load_questions(camp / "workspace") if "newsletter" in q["title"])
    (camp / "posts" / f"{newsletter['draft'].rsplit('/', 1)[-1]}").unlink()
    row = ask(camp, ("g1", "petra", 1, "Which day does the newsletter come?"))["g1"]
    assert (row["decision"], row["question_id"], row["post_url"]) == ("none", newsletter["id"], None)
    assert newsletter["title"] in row["reason"]


def test_a_post_that_a_person_has_named_is_linked(camp):
    newsletter = next(q for q in load_questions(camp / "workspace") if "newsletter" in q["title"])
    url = "https://shop.example/help/newsletter/"
    invoke("answered-by", newsletter["id"], url, "-w", camp / "workspace")
    row = ask(camp, ("h1", "petra", 1, "Which day does the newsletter come?"))["h1"]
    assert (row["decision"], row["post_url"]) == ("link", url)


def test_what_a_person_refuses_is_linked_less_readily_and_what_they_confirm_more(camp):
    text = "hello how can I return my tent?"
    before = ask(camp, ("i1", "petra", 1, text))["i1"]["score"]
    invoke("refuse", "i1", "-w", camp / "workspace")
    refused = ask(camp, ("i1", "petra", 1, text))["i1"]["score"]
    invoke("confirm", "i1", "-w", camp / "workspace")
    confirmed = ask(camp, ("i1", "petra", 1, text))["i1"]["score"]
    assert refused < before < confirmed
    assert "i9" in invoke("confirm", "i9", "-w", camp / "workspace", exit_code=1).stderr


def test_more_precision_is_asked_for_and_what_cannot_be_promised_is_not(camp):
    text = ("j1", "petra", 1, "hello how can I return my tent?")
    assert ask(camp, text, more=["--precision", "0.6"])["j1"]["decision"] == "link"
    sure = ask(camp, text, more=["--precision", "0.999"])["j1"]
    assert sure["decision"] == "unsure"
    assert sure["reply"] == ""


def test_each_reply_may_be_a_file_of_its_own(camp):
    rows = ask(
        camp, ("../k 1", "petra", 1, "how can I return my tent?"), ("k2", "ola", 1, "Do you sell kayaks?"),
        more=["--replies", camp / "replies"],
    )  # fmt: skip
    [file] = (camp / "replies").iterdir()
    assert file.read_text(encoding="utf-8") == rows["../k 1"]["reply"]
    assert "k-1" in file.name


def test_a_post_in_another_language_is_not_linked(camp):
    german = "Guten Tag, wie kann ich mein Zelt zurückgeben? Ich habe es vor einer Woche bei Ihnen gekauft."
    assert ask(camp, ("l1", "petra", 1, german))["l1"]["decision"] != "link"


def test_matching_from_python_gives_what_the_command_gives(camp):
    text = "hello how can I return my tent?"
    row = ask(camp, ("m1", "petra", 1, text))["m1"]
    with Matcher.open(camp / "workspace", [camp / "posts"], include_drafts=True) as matcher:
        found = matcher.match(text)
        assert (found.decision, found.score, found.question_id) == (row["decision"], row["score"], row["question_id"])
        assert found.post.url == row["post_url"]
        assert matcher.match("Thanks!").decision == "none"
        one, other = matcher.match_many([text, "Do you sell kayaks for children in Norway?"])
        assert (one.decision, other.decision == "link") == ("link", False)


def test_saved_replies_are_ready_for_a_helpdesk(camp):
    places = ["-w", camp / "workspace", "--posts", camp / "posts", "--include-drafts"]
    shop = ["--url-template", "https://shop.example/blog/{slug}/"]
    said = invoke("saved-replies", *places, *shop, "--for", "zendesk", "-o", camp / "macros").stdout
    bodies = [json.loads(file.read_text(encoding="utf-8")) for file in sorted((camp / "macros").rglob("*.json"))]
    assert bodies
    assert said.startswith(f"{len(bodies)} saved replies for Zendesk")
    assert all("shop.example/blog/" in json.dumps(body) for body in bodies)
