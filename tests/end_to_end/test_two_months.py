"""Two exports of the shop in one workspace: a question keeps its subject, its file, and what a person decided of it."""

import csv
import tomllib

import pytest
from conftest import EXPORTS, ROOT, embed_each_text_once, invoke, load_questions

POST = "https://blog.example/washing-down/"
TRUTH = tomllib.loads((ROOT / "tests" / "cases" / "examples" / "shop.toml").read_text(encoding="utf-8"))
WASHING = next({str(id_) for id_ in known["ids"]} for known in TRUTH["question"] if known["key"] == "clean-down")


def find_washing(questions):
    """Give the id of the question most of whose enquiries ask how to wash down."""
    [found] = [id_ for id_, asked in questions.items() if 2 * len(WASHING & {*asked["enquiry_ids"]}) > asked["volume"]]
    return found


@pytest.fixture(scope="module")
def months(tmp_path_factory, run_example):
    """The questions after the first half and after all, by their ids, and the folder; one is answered in between."""
    folder = tmp_path_factory.mktemp("two-months")
    with EXPORTS["shop"].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = []
    for part in (rows[: len(rows) // 2], rows[len(rows) // 2 :]):
        export = folder / f"{len(found)}.csv"
        with export.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(part)
        with embed_each_text_once(run_example("shop")[0] / "workspace"):
            invoke("run", export, "-w", folder / "w", "-o", folder / "p")
        found.append({question["id"]: question for question in load_questions(folder / "w")})
        if len(found) == 1:
            invoke("answered-by", find_washing(found[0]), POST, "-w", folder / "w")
    return *found, folder


def test_what_was_answered_stays_what_was_answered(months):
    before, after, _ = months
    washing = find_washing(before)
    assert find_washing(after) == washing
    assert after[washing]["title"] == before[washing]["title"]
    assert [id_ for id_, question in after.items() if question["post_url"] == POST] == [washing]
    proofing = {id_ for id_, question in after.items() if "proof" in question["title"]}
    assert all("proof" in before[id_]["title"] for id_ in proofing & before.keys())


def test_no_id_is_called_after_another_subject(months):
    before, after, _ = months
    changed = {id_ for id_ in before.keys() & after.keys() if before[id_]["title"] != after[id_]["title"]}
    assert len(before.keys() & after.keys()) >= len(before) / 2
    assert len(changed) <= len(before) / 5
