"""The main job from export to drafts, as a user would judge it."""

import csv
import io
import json
import random
import re
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner
from conftest import EXPORTS, SMALL_EXPORT, invoke, load_questions, read_folder, write_export

from enquiry2article.articles import publishing as publish
from enquiry2article.articles.post_metadata import read_metadata
from enquiry2article.cli.main import cli
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.pipeline.run import choose_min_customers


def read_ledger(workspace):
    return list(csv.DictReader(io.StringIO(invoke("ledger", "-w", workspace, "--format", "csv").stdout)))


def outputs(folder):
    return (
        read_folder(folder / "posts"),
        invoke("questions", "-w", folder / "workspace", "--format", "jsonl").stdout.replace(str(folder), ""),
        invoke("ledger", "-w", folder / "workspace", "--format", "csv").stdout,
    )


LEAST_DRAFTED = 0.6
"""Share of the questions of which an article or an outline can be made: others are cases, or too little is known."""


def test_ten_drafts_and_more(example):
    _, folder, summary = example
    assert summary["drafts"]["create"] >= 10
    written = read_folder(folder / "posts")
    assert len(written) == summary["drafts"]["create"]
    articles = [text for text in written.values() if b"\nquestion_id:" in text]
    questions = load_questions(folder / "workspace")
    drafted = [question for question in questions if question["draft"]]
    assert len(articles) == len(drafted) >= LEAST_DRAFTED * len(questions)
    assert all(question["article"] != "case" for question in drafted)
    # What nobody answered is drafted in any case; without a draft is only what was replied to without an answer.
    assert all(q["needs"] in ("case", "missing", "terse") for q in questions if not q["draft"])


def test_every_row_is_in_the_ledger(example):
    _, folder, summary = example
    rows = read_ledger(folder / "workspace")
    assert len(rows) == sum(summary["enquiries"].values()) == summary["files"][0]["enquiries"]
    assert len({row["enquiry_id"] for row in rows}) == len(rows)
    known = {question["id"] for question in load_questions(folder / "workspace")}
    assert {row["question_id"] for row in rows} - {""} == known


def test_draft_has_a_question_for_a_title_and_front_matter_that_names_it(example):
    _, folder, _ = example
    by_id = {question["id"]: question for question in load_questions(folder / "workspace")}
    for path in (folder / "posts").glob("*.md"):
        found = read_metadata(path.read_text(encoding="utf-8"))
        words, body = found.words, found.body
        if "questions" in words:  # a round-up
            continue
        question = by_id[words["question_id"]]
        assert words["title"] == question["title"]
        assert words["draft"] == "true"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT.+", words["date"])
        assert path.name == f"{words['slug']}.md"
        outline = question["article"] == "outline"
        assert (len(words["description"]) == 0) is outline
        assert len(words["description"]) <= 160
        assert body.strip()


def test_every_sentence_of_an_answer_names_replies_that_hold_it(example):
    name, folder, _ = example
    questions = load_questions(folder / "workspace")
    # What a neighbouring question's replies say newly takes the place of what is out of date.
    everyone = {id_ for question in questions for id_ in question["enquiry_ids"]}
    for question in questions:
        for statement in question["answer"]:
            assert statement["sources"]
            assert set(statement["sources"]) <= everyone
        if name == "tradesman":
            assert question["answer"] == []


def test_without_replies_the_drafts_are_outlines_and_the_summary_says_so(tmp_path):
    result = invoke("run", EXPORTS["tradesman"], "-w", tmp_path / "workspace", "-o", tmp_path / "posts")
    assert "holds no replies" in result.stdout
    for text in read_folder(tmp_path / "posts").values():
        assert b"still has to be written" in text


def test_titles_are_questions_or_plain_headings_and_all_different(example):
    _, folder, _ = example
    titles = [question["title"] for question in load_questions(folder / "workspace")]
    assert len({title.casefold() for title in titles}) == len(titles)
    assert not any(": what" in title or title.endswith((".", "!", ",")) for title in titles)
    assert 3 * sum(title.endswith("?") for title in titles) >= len(titles)


def test_running_twice_writes_nothing_anew(example):
    name, folder, _ = example
    before, times = outputs(folder), {p: p.stat().st_mtime_ns for p in (folder / "posts").iterdir()}
    invoke("run", EXPORTS[name], "-w", folder / "workspace", "-o", folder / "posts")
    assert outputs(folder) == before
    assert {p: p.stat().st_mtime_ns for p in (folder / "posts").iterdir()} == times


def test_an_unchanged_run_counts_its_drafts_as_a_full_one_does(tmp_path):
    """Only what there is is counted, whichever way the run went."""
    export = tmp_path / "export.csv"
    export.write_text(SMALL_EXPORT, encoding="utf-8")
    places = ("-w", tmp_path / "w", "-o", tmp_path / "p", "--json")
    first, again = (json.loads(invoke("run", export, *places).stdout)["drafts"] for _ in range(2))
    assert again == {"same": first["create"]}


def test_another_workspace_and_shuffled_rows_give_the_same_bytes(example, tmp_path):
    name, folder, _ = example
    shuffle = random.Random(1).shuffle
    export = tmp_path / EXPORTS[name].name
    if export.suffix == ".json":
        document = json.loads(EXPORTS[name].read_text(encoding="utf-8"))
        shuffle(document["tickets"])
        export.write_text(json.dumps(document), encoding="utf-8")
    else:
        with EXPORTS[name].open(encoding="utf-8-sig", newline="") as file:
            delimiter = ";" if ";" in file.readline() else ","
            file.seek(0)
            header, *rows = list(csv.reader(file, delimiter=delimiter))
        shuffle(rows)
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows([header, *rows])
        write_export(export, text.getvalue())
    invoke("run", export, "-w", tmp_path / "workspace", "-o", tmp_path / "posts")
    assert outputs(tmp_path) == outputs(folder)


def test_edited_draft_is_never_touched(tmp_path):
    export = write_export(tmp_path / "export.csv", SMALL_EXPORT)
    options = ["-w", tmp_path / "workspace", "-o", tmp_path / "posts"]
    invoke("run", export, *options)
    first, second = sorted((tmp_path / "posts").glob("*.md"))
    first.write_text(first.read_text(encoding="utf-8") + "\nMy own words.\n", encoding="utf-8")
    before = first.read_bytes(), second.read_bytes()
    more = SMALL_EXPORT + "".join(
        f"{n},2026-06-0{n - 8},k{n}@shop.example,how do I return a tent please,"
        '"Open your order, press Return and print the label. You have 60 days."\n'
        f"{n + 20},2026-06-0{n - 8},l{n}@shop.example,When is the newsletter sent?,Every second Monday now.\n"
        for n in (9, 10, 11)
    )
    write_export(export, more)
    result = invoke("run", export, *options)
    assert first.read_bytes() == before[0]
    assert second.read_bytes() != before[1]
    assert f"{first.name} was edited by you" in result.stdout


def test_a_run_killed_while_it_wrote_is_finished_by_the_next(tmp_path, monkeypatch):
    export = write_export(tmp_path / "export.csv", SMALL_EXPORT)
    options = ["-w", tmp_path / "workspace", "-o", tmp_path / "posts"]
    invoke("run", export, *options)
    write_export(
        export, SMALL_EXPORT.replace("press Return", "choose Return").replace("first of each month", "second Monday")
    )
    write = publish.write_atomically
    done = []

    def die_after_one(path, text):
        if done:
            raise KeyboardInterrupt
        done.append(path)
        write(path, text)

    with monkeypatch.context() as patch:
        patch.setattr(publish, "write_atomically", die_after_one)
        result = CliRunner().invoke(cli, ["run", str(export), *map(str, options)])
    assert result.exit_code != 0
    assert len(done) == 1
    said = invoke("run", export, *options).stdout
    assert "edited by you" not in said
    undisturbed = [tmp_path / "posts2", tmp_path / "workspace2"]
    invoke("run", export, "-w", undisturbed[1], "-o", undisturbed[0])
    # Which colleague's reply a copy retells depends on the one that led before, so articles are compared.
    ended, fresh = (
        {path: text for path, text in read_folder(folder).items() if "copies" not in str(path)}
        for folder in (tmp_path / "posts", undisturbed[0])
    )
    assert fresh.items() <= ended.items()  # what led an article before counts more, so that it may stay one


def test_a_file_that_was_there_before_is_kept(tmp_path):
    export = write_export(tmp_path / "export.csv", SMALL_EXPORT)
    invoke("run", export, "-w", tmp_path / "first", "-o", tmp_path / "posts")
    own = sorted((tmp_path / "posts").glob("*.md"))[0]
    own.write_text("A post of mine.\n", encoding="utf-8")
    invoke("run", export, "-w", tmp_path / "second", "-o", tmp_path / "posts")
    assert own.read_text(encoding="utf-8") == "A post of mine.\n"


def test_a_question_keeps_its_id_and_address_when_enquiries_are_added(tmp_path):
    export = write_export(tmp_path / "export.csv", SMALL_EXPORT)
    options = ["-w", tmp_path / "workspace", "-o", tmp_path / "posts"]
    invoke("run", export, *options)
    before = {q["id"]: q["draft"] for q in load_questions(tmp_path / "workspace")}
    write_export(export, SMALL_EXPORT + "9,2026-06-01,m@shop.example,where do I send the tent back to?,\n")
    invoke("run", export, *options)
    assert {q["id"]: q["draft"] for q in load_questions(tmp_path / "workspace")} == before


def test_group_by_takes_the_questions_from_a_column(tmp_path):
    export = write_export(
        tmp_path / "export.csv",
        "id,question,topic\n1,How do I pay?,money\n2,What is IBAN?,money\n3,Is it red?,money\n4,Hello there you?,\n",
    )
    invoke("run", export, "-w", tmp_path / "workspace", "-o", tmp_path / "posts", "--group-by", "topic")
    [question] = load_questions(tmp_path / "workspace")
    assert sorted(question["enquiry_ids"]) == ["1", "2", "3"]


def test_what_one_customer_keeps_asking_is_listed_and_not_drafted(tmp_path):
    asks = ["Why does my zip jam?", "the zip jams again", "why does the zip still jam?", "My zip jams: what can I do?"]
    rows = "".join(f"z{n},2026-05-2{n},z@shop.example,{ask},Rub the teeth with wax.\n" for n, ask in enumerate(asks))
    export = write_export(tmp_path / "export.csv", SMALL_EXPORT + rows)
    places = ("-w", tmp_path / "workspace", "-o", tmp_path / "posts")
    said = invoke("run", export, *places).stdout
    assert "4 ask what fewer than 2 customers ask" in said
    assert re.search(r"(58|67)% of what is asked recurs\.", said)  # one of twelve may lie either way
    assert not any(id_.startswith("z") for q in load_questions(tmp_path / "workspace") for id_ in q["enquiry_ids"])
    assert not list((tmp_path / "posts").rglob("*zip*"))
    ledger = invoke("ledger", "-w", tmp_path / "workspace", "--format", "csv").stdout
    assert ledger.count(",alone,,,,too few customers ask this") == 4
    invoke("run", export, *places, "--min-customers", "1")
    assert any("z0" in q["enquiry_ids"] for q in load_questions(tmp_path / "workspace"))


@pytest.mark.parametrize(
    ("customers", "min_volume", "least"),
    [(["a", "b", ""], 3, 2), (["a", "b"], 1, 1), (["a", "a", ""], 3, 1), ([], 3, 1)],
)
def test_two_customers_make_a_question_where_they_are_told_apart(customers, min_volume, least):
    asking = [RedactedEnquiry(id=str(n), source="", text="?", ask="?", customer=who) for n, who in enumerate(customers)]
    assert choose_min_customers(asking, min_volume) == least


@pytest.mark.parametrize("site", ["hugo", "jekyll", "eleventy", "markdown"])
def test_each_site_gets_its_own_front_matter(tmp_path, site):
    export = write_export(tmp_path / "export.csv", SMALL_EXPORT)
    invoke("run", export, "-w", tmp_path / "workspace", "-o", tmp_path / "posts", "--for", site)
    drafts = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "posts").glob("*.md")}
    words = [read_metadata(text).words for text in drafts.values()]
    assert all(("params" in own) == (site == "hugo") for own in words)
    assert all((own.get("published") == "false") == (site == "jekyll") for own in words)
    assert all(bool(re.match(r"\d{4}-\d\d-\d\d-", name)) == (site == "jekyll") for name in drafts)
    assert all(("posts" in own["tags"]) == (site == "eleventy") for own in words)


def test_pages_for_pasting_are_whole_and_safe(tmp_path):
    hostile = (
        "How do I <script>alert(1)</script> return {{ 7*7 }} a tent? <img src=x onerror=alert(1)> [x](javascript:y)"
    )
    rows = "".join(
        f'{n},"{hostile}","To return a tent open <b>Orders</b> & press *Return* <script>evil()</script> there."\n'
        for n in range(3)
    )
    export = write_export(tmp_path / "export.csv", "id,question,answer\n" + rows)
    invoke("run", export, "-w", tmp_path / "workspace", "-o", tmp_path / "posts", "--for", "html")
    [page] = read_folder(tmp_path / "posts").values()
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: found.append((tag, dict(attributes)))
    parser.feed(page.decode())
    tags = [tag for tag, _ in found]
    assert {"h1", "p"} <= set(tags)
    assert not {"img", "b", "em", "a"} & set(tags)
    assert not {"script", "aside"} & set(tags)
    assert not any(name.startswith("on") for _, attributes in found for name in attributes)
    assert b"{{" not in page


def test_templates_of_ones_own_come_first(tmp_path):
    export = write_export(tmp_path / "export.csv", SMALL_EXPORT)
    write_export(tmp_path / "mine" / "article.md.j2", "MINE {{ question.title | words }}\n")
    options = ["-w", tmp_path / "workspace", "-o", tmp_path / "posts", "--templates", tmp_path / "mine"]
    invoke("run", export, *options)
    assert all("MINE " in path.read_text(encoding="utf-8") for path in (tmp_path / "posts").glob("*.md"))


@pytest.mark.parametrize(
    ("template", "line"), [("one\n{{ question.titel }}\n", 2), ("one\ntwo\n{% if %}\n", 3), ("{{ questoin.title }}", 1)]
)
def test_mistake_in_a_template_is_told_with_file_and_line(tmp_path, template, line):
    export = write_export(tmp_path / "export.csv", SMALL_EXPORT)
    write_export(tmp_path / "mine" / "article.md.j2", template)
    options = ["-w", tmp_path / "workspace", "-o", tmp_path / "posts", "--templates", tmp_path / "mine"]
    message = invoke("run", export, *options, exit_code=1).stderr
    assert "article.md.j2" in message
    assert f"line {line}" in message
    assert read_folder(tmp_path / "posts") == {}


def test_csv_output_guards_against_formulas(tmp_path):
    export = write_export(
        tmp_path / "export.csv",
        "id,question\n" + "".join(f'=cmd({n}),"How do I return a tent {n}?"\n' for n in range(4)),
    )
    invoke("run", export, "-w", tmp_path / "workspace", "-o", tmp_path / "posts")
    ledger = invoke("ledger", "-w", tmp_path / "workspace", "--format", "csv").stdout
    assert not re.search(r"(?m)^=", ledger)
    assert ledger.count("'=cmd(") == 4


def test_doctor_and_formats(tmp_path):
    said = invoke("doctor", "-w", tmp_path / "none").stdout
    assert "BAD" not in said
    assert "all-MiniLM-L6-v2, checked" in said
    listed = invoke("formats").stdout
    assert all(name in listed for name in ("csv", "json", "xlsx", "mbox", "hugo", "jekyll", "html"))


def test_an_export_without_dates_gives_the_same_draft_on_another_day(tmp_path, monkeypatch):
    export = write_export(tmp_path / "export.csv", "question\n" + "How do I return a tent?\n" * 3)
    options = ["-w", tmp_path / "workspace", "-o", tmp_path / "posts"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    invoke("run", export, *options)
    before = read_folder(tmp_path / "posts")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1777225600")
    invoke("run", export, *options)
    assert read_folder(tmp_path / "posts") == before
    assert b"date: 2026-01-01T00:00:00+00:00" in next(iter(before.values()))
