"""Matching from Python keeps other customers' data in, and to the settings, as the command does."""

import pytest
from conftest import write_export

from enquiry2article import Matcher
from enquiry2article.embedding.minilm import MinilmEmbedder

NEWSLETTER = "Which day is the newsletter sent?"


@pytest.fixture
def embedded(monkeypatch):
    """The texts of which the embedder was asked."""
    texts = []
    embed = MinilmEmbedder.embed
    monkeypatch.setattr(MinilmEmbedder, "embed", lambda self, given: texts.extend(given) or embed(self, given))
    return texts


def match(folder, text, settings=""):
    file = write_export(folder / "own.toml", settings)
    with Matcher.open(folder / "workspace", [folder / "posts"], include_drafts=True, settings=file) as matcher:
        return matcher.match(text)


def test_the_evidence_passes_the_output_check(small_workspace):
    assert "newsletter" in str(match(small_workspace, NEWSLETTER).evidence)
    withheld = match(small_workspace, NEWSLETTER, '[privacy]\nredact = ["newsletter"]\n')
    assert withheld.decision != "none"
    assert "newsletter" not in str(withheld.evidence)


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ("", "Can I return the [name] tent?"),
        ('[privacy]\nkeep = ["Ann Walker"]\n', "Can I return the Ann Walker tent?"),
        ('[privacy]\nredact = ["tent"]\n', "Can I return the [name] [withheld]?"),
    ],
)
def test_a_text_is_redacted_as_the_settings_say(small_workspace, embedded, settings, text):
    match(small_workspace, "Can I return the Ann Walker tent?", settings)
    assert text in embedded


def test_the_settings_of_the_current_folder_count(small_workspace, embedded, monkeypatch, tmp_path):
    write_export(tmp_path / "enquiry2article.toml", '[privacy]\nkeep = ["Ann Walker"]\n')
    monkeypatch.chdir(tmp_path)
    with Matcher.open(small_workspace / "workspace") as matcher:
        matcher.match("Can I return the Ann Walker tent?")
    assert "Can I return the Ann Walker tent?" in embedded
