"""Drafts to files: decided first, written whole or not at all, and never over a person's words."""

import os
from pathlib import Path

import pytest

from enquiry2article.articles.markdown_publisher import MarkdownPublisher
from enquiry2article.articles.publishing import (
    digest_text,
    list_digests,
    plan_publication,
    read_existing,
    write_atomically,
    write_steps,
)
from enquiry2article.domain.article import Action, Draft
from enquiry2article.domain.errors import PublishError

PUBLISHER = MarkdownPublisher()


def draft(name="a", body="Body", **words):
    return Draft(question_id=f"q-{name}", path=Path(f"{name}.md"), front_matter={"title": name, **words}, body=body)


def plan(draft_, there=None, digests=None):
    [step] = plan_publication([draft_], PUBLISHER, {} if there is None else {draft_.path: there}, digests or {})
    return step.action


def test_the_four_decisions():
    text, older = PUBLISHER.render(draft()), PUBLISHER.render(draft(body="Older"))
    path = Path("a.md")
    assert plan(draft()) is Action.CREATE
    assert plan(draft(), there=text) is Action.SAME
    assert plan(draft(), there=older, digests={path: {digest_text(older)}}) is Action.UPDATE
    assert plan(draft(), there=older + "mine", digests={path: {digest_text(older)}}) is Action.KEEP
    assert plan(draft(), there=older) is Action.KEEP


def test_line_ends_that_an_editor_changed_are_no_edit():
    older = PUBLISHER.render(draft(body="Older"))
    assert (
        plan(draft(), there=older.replace("\n", "\r\n"), digests={Path("a.md"): {digest_text(older)}}) is Action.UPDATE
    )


@pytest.mark.parametrize("path", ["../a.md", "/etc/a.md", "b/../../a.md"])
def test_a_path_that_leaves_the_folder_is_refused(path):
    bad = Draft(question_id="q-x", path=Path(path), front_matter={"title": "x"}, body="")
    with pytest.raises(PublishError, match="outside"):
        plan_publication([bad], PUBLISHER, {}, {})


def test_two_drafts_for_one_file_are_refused():
    with pytest.raises(PublishError, match=r"a\.md"):
        plan_publication([draft(), draft(body="Other")], PUBLISHER, {}, {})


def test_kept_files_are_not_written(tmp_path):
    (tmp_path / "a.md").write_text("mine", encoding="utf-8")
    steps = plan_publication([draft(), draft("b")], PUBLISHER, read_existing(tmp_path, [Path("a.md")]), {})
    write_steps(steps, PUBLISHER, tmp_path)
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "b.md").exists()
    assert set(list_digests(steps, PUBLISHER)) == {Path("b.md")}


def test_a_write_that_fails_leaves_the_old_file_and_no_rubbish(tmp_path, monkeypatch):
    path = tmp_path / "a.md"
    write_atomically(path, "old")

    def fail(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(PublishError, match="No space left"):
        write_atomically(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]
