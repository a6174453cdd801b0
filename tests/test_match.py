"""Later enquiries: the right link with a reply, or none; and no other customer's name in it."""

import csv
import io

from conftest import invoke, load_questions, write_export

LATER = """id,customer_name,question
n1,Petra Quist,hello how can I return my tent?
n2,,Which day does the newsletter come?
n3,Ola Berg,Do you sell kayaks for children in Norway?
n4,,Thanks!
"""


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
