"""Posts that are there already: they are not drafted again, they are found, and what they lack is told."""

import json

import pytest
from conftest import invoke, load_questions, read_folder, write_export

EXPORT = """id,question,answer
a1,How long does a refund take?,A refund takes 5 working days after the parcel reaches us.
a2,When will I get my refund?,We refund within 5 working days of getting the parcel.
a3,How many days until I get the refund?,It takes 5 working days after we have the parcel back.
b1,How do I descale the kettle?,Fill the kettle with vinegar and water and boil it. Leave it for an hour and rinse it.
b2,My kettle is full of scale: how do I descale it?,Boil vinegar and water in the kettle and rinse it after an hour.
b3,How to descale a kettle?,Use vinegar and water. Boil the kettle and leave it for an hour. Then rinse it.
c1,Can I change the delivery address?,You can change the address under My orders until the parcel is packed.
c2,How do I change my delivery address?,Open My orders and change the address as long as the parcel is not packed.
c3,Can the delivery address be changed after ordering?,The address can be changed under My orders until we pack it.
"""
REFUND = """---
title: "How long does a refund take?"
date: 2025-01-05
---

A refund takes 5 working days after the parcel reaches us. We send a mail when it is on its way.
"""
BIKES = """---
title: "Which bike rack fits my car?"
date: 2025-01-05
---

The rack fits all cars with a tow bar.
"""


@pytest.fixture
def shop(tmp_path):
    write_export(tmp_path / "export.csv", EXPORT)
    write_export(tmp_path / "site" / "refund.md", REFUND)
    write_export(tmp_path / "site" / "bikes.md", BIKES)
    return tmp_path


def run(shop, *more):
    return invoke("run", shop / "export.csv", "-w", shop / "w", "-o", shop / "drafts", *more)


SITE = ["--url-template", "https://shop.example/blog/{slug}/"]


def test_what_a_post_answers_is_not_drafted_again(shop):
    said = run(shop, "--posts", shop / "site", *SITE).stdout
    titles = {question["title"]: question for question in load_questions(shop / "w")}
    refund = next(question for title, question in titles.items() if "refund" in title)
    assert (refund["status"], refund["post_url"]) == ("answered", "https://shop.example/blog/refund/")
    assert not any("refund" in name for name in read_folder(shop / "drafts"))
    assert any("kettle" in name for name in read_folder(shop / "drafts"))
    assert "1 question already" in said


def test_without_posts_everything_is_drafted(shop):
    run(shop)
    assert any("refund" in name for name in read_folder(shop / "drafts"))
    assert all(question["status"] == "new" for question in load_questions(shop / "w"))


def test_a_person_may_say_that_a_post_does_not_answer_it(shop):
    run(shop, "--posts", shop / "site", *SITE)
    refund = next(question for question in load_questions(shop / "w") if "refund" in question["title"])
    invoke("answered-by", refund["id"], "https://shop.example/help/", "-w", shop / "w")
    [again] = [question for question in load_questions(shop / "w") if question["id"] == refund["id"]]
    assert again["post_url"] == "https://shop.example/help/"


def test_the_posts_are_held_against_the_questions(shop):
    run(shop)
    said = invoke("coverage", "-w", shop / "w", "--posts", shop / "site", *SITE).stdout
    assert "https://shop.example/blog/refund/" in said
    assert "Nobody asks about: https://shop.example/blog/bikes/" in said
    rows = [
        json.loads(line)
        for line in invoke("coverage", "-w", shop / "w", "--posts", shop / "site", *SITE, "--format", "jsonl")
        .stdout.splitlines()
    ]  # fmt: skip
    verdicts = {row["title"]: row["verdict"] for row in rows if "verdict" in row}
    assert sorted(verdicts.values()) == ["answered", "not at all", "not at all"]


def test_a_post_with_an_old_number_is_told_of(shop):
    old = REFUND.replace("5 working days", "14 working days")
    write_export(shop / "site" / "refund.md", old)
    run(shop)
    said = invoke("coverage", "-w", shop / "w", "--posts", shop / "site", *SITE).stdout
    assert "how many days" in said


def test_a_later_enquiry_is_led_to_a_post_that_we_did_not_write(shop):
    run(shop)
    later = write_export(shop / "later.csv", "id,question\nn1,How many days does it take to get a refund?\n")
    places = ["-w", shop / "w", "--posts", shop / "site", *SITE, "--format", "jsonl"]
    [row] = [json.loads(line) for line in invoke("match", later, *places).stdout.splitlines()]
    assert row["post_url"] == "https://shop.example/blog/refund/"
    assert row["decision"] in ("link", "unsure")
    assert row["question_id"]


def test_posts_that_cannot_be_read_are_told_of_and_the_rest_goes_on(shop):
    write_export(shop / "site" / "broken.md", '---\ntitle: "never closed\ntags: [a\n---\n\nWords.\n')
    write_export(shop / "site" / "double.md", REFUND.replace("date:", "url: /blog/refund/\ndate:"))
    result = run(shop, "--posts", shop / "site", *SITE)
    assert "broken.md" in result.stderr
    assert "never closed" not in result.stderr
    assert (shop / "drafts").is_dir()


FAQ_LATER = "id,question\nn1,How many days does it take to get a refund?\n"


def test_a_post_that_says_otherwise_than_agents_is_not_linked(shop):
    """Asked the question of its title word for word, it is not given: its number is out of date."""
    write_export(shop / "site" / "refund.md", REFUND.replace("5 working days", "14 working days"))
    run(shop)
    later = write_export(shop / "later.csv", FAQ_LATER.replace("How many days does it take to get a refund?",
                                                               "How long does a refund take?"))  # fmt: skip
    places = ["-w", shop / "w", "--posts", shop / "site", *SITE, "--format", "jsonl", "--precision", "0.5"]
    [row] = [json.loads(line) for line in invoke("match", later, *places).stdout.splitlines()]
    assert row["decision"] != "link"


def test_a_post_that_a_sitemap_names_is_found_by_its_address(shop):
    run(shop)
    sitemap = write_export(
        shop / "sitemap.xml",
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        "<url><loc>https://shop.example/blog/how-long-does-a-refund-take</loc></url>"
        "<url><loc>https://shop.example/blog/which-bike-rack-fits-my-car</loc></url></urlset>",
    )
    later = write_export(shop / "later.csv", FAQ_LATER)
    places = ["-w", shop / "w", "--posts", sitemap, "--format", "jsonl"]
    [row] = [json.loads(line) for line in invoke("match", later, *places).stdout.splitlines()]
    assert row["post_url"] == "https://shop.example/blog/how-long-does-a-refund-take"
    said = invoke("coverage", "-w", shop / "w", "--posts", sitemap).stdout
    assert "by its title" in said


@pytest.mark.parametrize("body", ["", "Ask us, we are glad to help!"])
def test_a_post_that_says_nothing_counts_by_its_title(shop, body):
    run(shop)
    write_export(shop / "short" / "kettle.md", f'---\ntitle: "How do I descale the kettle?"\n---\n\n{body}\n')
    said = invoke("coverage", "-w", shop / "w", "--posts", shop / "short", *SITE, "--format", "jsonl").stdout
    rows = [row for row in map(json.loads, said.splitlines()) if "verdict" in row]
    assert [row["verdict"] for row in rows if "descale" in row["title"]] == ["by its title"]
