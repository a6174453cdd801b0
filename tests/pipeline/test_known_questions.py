"""Questions that the house knows already: where they are read from, and that who asks one is put there first."""

import json
import random
from datetime import UTC, datetime

import numpy as np
import pytest
from conftest import SMALL_EXPORT, invoke, load_questions, write_export

from enquiry2article.domain.errors import InputError, NoSuchFile
from enquiry2article.embedding.minilm import MinilmEmbedder
from enquiry2article.embedding.similarity import Likeness, compare
from enquiry2article.pipeline.known_questions import read_known
from enquiry2article.questions.grouping.same_question import (
    move_to_neighbours,
    neighbours_for_smoothing,
    smooth_likeness,
)

NOW = datetime(2026, 12, 1, tzinfo=UTC)
RETURN, PARCEL = "How do I return something?", "Where is my parcel?"
PAGE = "<!doctype html><html><head><title>FAQ - A shop</title></head><body><h1>FAQ</h1>{}</body></html>"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.txt", f"{RETURN}\n\n- {PARCEL}\n2. {RETURN}\n"),
        ("list.md", f"# Our questions\n\n* **{RETURN}**\n* {PARCEL}\n"),
        (
            "faq.md",
            f"# FAQ\n\n## {RETURN}\n\nWithin 30 days. Was that all?\n\n## {PARCEL}\n\nSoon.\n\n## Imprint\n\nWe.\n",
        ),
        ("faq.html", PAGE.format(f"<h2>{RETURN}</h2><p>So.</p><h2>{PARCEL}</h2><p>Soon.</p>")),
        ("folded.html", PAGE.format(f"<details><summary>{RETURN}</summary>So.</details><p>{PARCEL}</p>")),
        ("table.csv", f"id,question,answer\n1,{RETURN},Within 30 days.\n2,{PARCEL},Soon.\n"),
        ("posts/return.md", f"---\ntitle: {RETURN}\n---\n\n## What you need\n\nA box.\n\n## {PARCEL}\n\nSoon.\n"),
    ],
)
def test_questions_are_read_from_lists_tables_pages_and_posts(tmp_path, name, text):
    path = write_export(tmp_path / name, text)
    known = read_known([path.parent if "/" in name else path], NOW)
    assert [question.title for question in known] == [RETURN, PARCEL]


def test_a_place_without_questions_is_told_in_one_sentence(tmp_path):
    with pytest.raises(NoSuchFile, match="Check the name"):
        read_known([tmp_path / "missing.txt"], NOW)
    for name, content in {"empty.txt": b"", "data.bin": b"\0\1\2" * 50, "blank.md": b"\n- \n"}.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match="holds no known questions") as told:
            read_known([tmp_path / name], NOW)
        assert "\n" not in str(told.value)


def find(questions, title):
    return next(question for question in questions if question["title"] == title)


def test_known_questions_come_first_are_remembered_and_can_be_forgotten(tmp_path):
    header, *rows = SMALL_EXPORT.strip().splitlines()
    export = write_export(tmp_path / "export.csv", SMALL_EXPORT)
    titles = ["How do I return a tent?", "Is Maria Gonzalez's shop open on Boxing Day?", "Do you sell kayaks?"]
    known = write_export(tmp_path / "known.txt", "\n".join(titles))
    workspace, posts = tmp_path / "workspace", tmp_path / "posts"
    invoke("run", export, "-w", workspace, "-o", posts, "--quiet")
    [before] = [question["id"] for question in load_questions(workspace) if "1" in question["enquiry_ids"]]
    told = invoke("run", export, "-w", workspace, "-o", posts, "--known", known).stdout
    assert "2 of 3 known questions are asked" in told
    assert "nobody asks 1" in told
    first = load_questions(workspace)
    assert find(first, titles[0])["id"] == before, "what was found by itself goes on"
    assert find(first, titles[1])["volume"] == 1, "however few ask it"
    assert find(first, titles[1])["group"] is None
    assert find(first, titles[2])["volume"] == 0
    assert sum(question["known"] for question in first) == 3
    assert any("newsletter" in question["title"].lower() for question in first), "the rest is mined"
    assert any("Maria" in path.read_text(encoding="utf-8") for path in posts.glob("*.md")), "it is public"

    shuffled = [header, *random.Random(1).sample(rows, len(rows))]
    write_export(export, "\n".join([*shuffled, "9,2026-05-09,i@shop.example,Do you sell kayaks?,No.\n"]))
    invoke("run", export, "-w", workspace, "-o", posts)
    second = load_questions(workspace)
    assert {q["title"]: q["id"] for q in second if q["known"]} == {q["title"]: q["id"] for q in first if q["known"]}
    assert find(second, titles[2])["volume"] == 1

    assert json.loads(invoke("run", export, "-w", workspace, "-o", posts, "--no-known", "--json").stdout)[
        "known_questions"
    ] == {"asked": 0, "not_asked": 0}
    assert not any(question["known"] for question in load_questions(workspace))


def test_known_questions_and_a_column_of_questions_do_not_go_together(tmp_path):
    export = write_export(tmp_path / "export.csv", SMALL_EXPORT)
    known = write_export(tmp_path / "known.txt", RETURN)
    told = invoke("run", export, "-w", tmp_path / "w", "--known", known, "--group-by", "question", exit_code=2)
    assert "do not go together" in told.stderr


def test_the_surroundings_of_titles_are_measured_as_those_of_enquiries():
    texts = [f"How do I {verb} my {thing}?" for verb in ("return", "wash", "mend") for thing in ("tent", "bag", "mat")]
    rows = np.array(MinilmEmbedder().embed([*texts, *(text[:-1] for text in texts)]), dtype=np.float32)
    texts = [*texts, *(text[:-1] for text in texts)]
    seen = Likeness.learn(texts, rows, [1] * len(texts)).see(texts, rows)
    moved = move_to_neighbours(seen, seen, np.arange(len(texts)))
    whole = smooth_likeness(compare(seen, seen), neighbours_for_smoothing(len(texts)))
    np.testing.assert_allclose(compare(moved, moved), whole, atol=1e-5)
