"""The workspace: private, whole after a crash, clear about versions, and a true copy of what was put in."""

import os
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from conftest import invoke

from enquiry2article.domain.answer import Answer, Disagreement, Role, Statement
from enquiry2article.domain.enquiry import LedgerRow, RedactedEnquiry, Status
from enquiry2article.domain.errors import WorkspaceError
from enquiry2article.domain.question import Question, Variant
from enquiry2article.storage.schema import MIGRATIONS
from enquiry2article.storage.workspace import Workspace

QUESTION = Question(
    id="q-aaaaaa",
    title="How do I return a tent?",
    slug="how-do-i-return-a-tent",
    enquiry_ids=("t1", "t2"),
    volume=2,
    customers=2,
    replied=1,
    keywords=("return", "tent"),
    variants=(Variant(text="Can I return it?", count=2),),
    related=("q-bbbbbb",),
    first_seen=datetime(2026, 1, 1, tzinfo=UTC),
    last_seen=datetime(2026, 1, 2, tzinfo=UTC),
    since=datetime(2026, 2, 1, tzinfo=UTC),
    score=0.5,
    rank=1,
    reasons=("2 customers",),
    answer=Answer(
        statements=(Statement(text="Print the label.", sources=("t1",), role=Role.STEP),),
        disagreements=(Disagreement(about="days", values=(Statement(text="28 days.", sources=("t1",)),)),),
        replies=1,
        agents=1,
        confirmed=datetime(2026, 1, 2, tzinfo=UTC),
    ),
)
ROWS = [
    LedgerRow(enquiry_id="t1", source="x:2", status=Status.GROUPED, question_id="q-aaaaaa", similarity=0.9),
    LedgerRow(enquiry_id="t2", source="x:3", status=Status.DUPLICATE, reason="t1", also=("q-1", "q-2")),
]
ASKED = RedactedEnquiry(id="t1", source="x", text="how do I return it", ask="how do I return it", customer="c1")


def test_what_goes_in_comes_out(tmp_path):
    with Workspace.create(tmp_path / "w") as state:
        state.save_results([QUESTION], ROWS, [ASKED], "{}")
        state.vectors.save("m", {"text": np.array([0.6, 0.8], dtype=np.float32)})
    with Workspace.open(tmp_path / "w") as state:
        assert state.results.load_questions() == [QUESTION]
        assert state.results.load_ledger() == ROWS
        assert state.results.load_wordings() == {"q-aaaaaa": ["how do I return it"]}
        assert state.results.load_identities()["q-aaaaaa"].enquiry_ids == ("t1", "t2")
        assert state.matches.load_askers() == [("c1", "q-aaaaaa", "t1")]
        assert state.facts.load("calibration") == "{}"
        assert state.vectors.load("m", ["text", "other"])["text"].tolist() == pytest.approx([0.6, 0.8])
        assert state.vectors.load("another model", ["text"]) == {}


def test_an_identity_outlives_the_results_it_came_from(tmp_path):
    with Workspace.create(tmp_path / "w") as state:
        state.save_results([QUESTION], ROWS, [], "")
        state.save_results([replace(QUESTION, id="q-cccccc", slug="other")], [], [], "")
        assert set(state.results.load_identities()) == {"q-aaaaaa", "q-cccccc"}
        assert [question.id for question in state.results.load_questions()] == ["q-cccccc"]


def test_a_failure_in_the_middle_leaves_the_results_of_before(tmp_path):
    with Workspace.create(tmp_path / "w") as state:
        state.save_results([QUESTION], ROWS, [], "")
        with pytest.raises(WorkspaceError):
            state.save_results([QUESTION, QUESTION], [], [], "")  # one id twice: the database refuses
        assert state.results.load_ledger() == ROWS


def test_what_a_customer_was_handed_first_is_remembered(tmp_path):
    with Workspace.create(tmp_path / "w") as state:
        row = ("https://a.example/x/", "q-aaaaaa", "link", "how do I return it")
        state.matches.save([("m2", "c1", *row, "2026-03-02"), ("m1", "c1", *row, "2026-03-01")])
        state.matches.save([("m3", "c2", "", "q-aaaaaa", "none", "how", ""), ("m4", "", *row, "")])
        assert state.matches.load_handed() == {"c1": {"https://a.example/x/": "m1"}}
        assert state.matches.load_matched("m1") == ("q-aaaaaa", "https://a.example/x/")
        assert state.matches.load_matched("m9") is None
        assert state.matches.load_texts(["m1", "m9"]) == {"m1": "how do I return it"}
        assert ("c2", "q-aaaaaa", "m3") in state.matches.load_askers()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such permissions")
def test_only_the_owner_may_read(tmp_path):
    Workspace.create(tmp_path / "w").__exit__(None, None, None)
    assert (tmp_path / "w").stat().st_mode & 0o077 == 0
    assert (tmp_path / "w" / "state.db").stat().st_mode & 0o077 == 0


def test_a_newer_version_is_refused(tmp_path):
    Workspace.create(tmp_path).__exit__(None, None, None)
    connection = sqlite3.connect(tmp_path / "state.db")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    assert "newer enquiry2article" in invoke("questions", "-w", tmp_path, exit_code=1).stderr


def test_a_damaged_database_is_told_in_one_sentence(tmp_path):
    (tmp_path / "state.db").write_bytes(b"this is no database at all" * 100)
    message = invoke("ledger", "-w", tmp_path, exit_code=1).stderr
    assert "is damaged" in message
    assert f"enquiry2article repair -w {tmp_path}" in message
    assert message.count("\n") == 1


def test_the_customer_key_stays_the_same(tmp_path):
    with Workspace.create(tmp_path) as state:
        key = state.facts.load_key()
    with Workspace.create(tmp_path) as state:
        assert state.facts.load_key() == key
        assert len(key) == 32
