"""Questions in several languages counted together, by an encoder that knows them; the article in the one of most."""

import csv
import hashlib
import json
import re

import numpy as np
import pytest
from conftest import CASES_FOLDER, invoke, load_questions, write_export

from enquiry2article.domain.cluster import Cluster
from enquiry2article.domain.enquiry import RedactedEnquiry
from enquiry2article.embedding.levelling import LevelledEmbedder, compute_mean_likeness
from enquiry2article.questions.grouping import encoders
from enquiry2article.questions.language import part_by_language
from enquiry2article.text.language import Spoken
from enquiry2article.text.word_lists import list_languages, read_texts

EXPORT = CASES_FOLDER / "languages" / "three_languages.csv"

CONCEPTS = """
pause pausieren pausiert suspendre
subscription abo kaffee-abo abonnement
coffee kaffee café
clean reinige reinigen nettoyer
grinder mühle moulin
burrs mahlwerk meules
water wasser eau
delivery lieferung livraison
days tage werktage jours
long lange délai délais
ship versenden expédions
beans bohnen grains
store lagere lagern conserver
fridge kühlschrank
account konto compte
choose wählen choisissez
press drücken appuyez
plug stecker débranchez
ring anneau
brush bürste bürsten brossez
dry trocken sec
bag tüte sachet
dark dunkeln lumière
"""
CONCEPT_OF = {word: line.split()[0] for line in CONCEPTS.strip().splitlines() for word in line.split()}
PHRASES = {
    text: f"{table} {key}"
    for language in list_languages("headings.toml")
    for table, texts in read_texts(language, "headings.toml").items()
    for key, text in texts.items()
}
"""What articles say in every language: by it the program finds out which languages an encoder knows."""


class ConceptEmbedder:
    """A stand-in for a multilingual encoder: words that mean the same are one, and others count for little."""

    name = "concepts"

    def embed(self, texts):
        rows = np.array([self._embed(text) for text in texts], dtype=np.float32).reshape(len(texts), 128)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def _embed(self, text):
        words = [PHRASES[text]] if text in PHRASES else re.findall(r"[\w-]+", text.lower()) or [text]
        known = {CONCEPT_OF[word] for word in words if word in CONCEPT_OF}
        return sum(map(self._draw, sorted(known))) + 0.2 * sum(self._draw(w) for w in words if w not in CONCEPT_OF)

    def _draw(self, word):
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
        row = np.random.default_rng(seed).normal(size=128)
        return row / np.linalg.norm(row)


@pytest.fixture
def concepts(monkeypatch):
    monkeypatch.setattr(encoders, "load_plugin", lambda kind, spec, found: ConceptEmbedder())


def test_a_question_in_three_languages_is_one_article_in_that_of_most(concepts, tmp_path):
    with EXPORT.open(encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    spoken = Spoken.learn([row["question"] for row in rows.values()])
    workspace, posts = tmp_path / "w", tmp_path / "posts"

    def run(*options):
        told = invoke("run", EXPORT, "-w", workspace, "-o", posts, *options).stdout
        return told, load_questions(workspace)

    told, questions = run("--across-languages")
    assert "Mind:" not in told
    asked = {rows[q["enquiry_ids"][0]]["asks"]: q for q in questions}
    assert len(asked) == len(questions) == 4
    for key, question in asked.items():
        assert {rows[id_]["asks"] for id_ in question["enquiry_ids"]} == {key}
        assert question["volume"] == sum(row["asks"] == key for row in rows.values())
    for key, language in {"pause": "en", "clean": "de", "delivery": "fr"}.items():
        question = asked[key]
        shown = [
            question["title"],
            *(variant["text"] for variant in question["variants"]),
            *(rows[id_]["question"] for statement in question["answer"] for id_ in statement["sources"]),
        ]
        assert question["answer"]
        assert {spoken.identify(text) for text in shown} == {language}

    again, same = run()  # it is remembered
    assert "Nothing has changed" in again
    assert same == questions
    _, more = run("--no-across-languages")
    assert len(more) > len(questions)
    assert all(len({spoken.identify(rows[id_]["question"]) for id_ in q["enquiry_ids"]}) == 1 for q in more)
    settings = write_export(tmp_path / "house.toml", "[questions]\nacross_languages = true\n")
    _, together = run("--settings", settings)
    assert sorted(q["volume"] for q in together) == sorted(q["volume"] for q in questions)


def test_a_post_is_found_for_a_question_in_another_language(concepts, tmp_path):
    later = write_export(tmp_path / "later.csv", "id,question\n1,Comment nettoyer les meules de mon moulin ?\n")
    found = {}
    for name in ("--across-languages", "--no-across-languages"):
        workspace, posts = tmp_path / name, tmp_path / f"posts{name}"
        invoke("run", EXPORT, "-w", workspace, "-o", posts, name)
        [post] = posts.glob("*m*hle*.md")
        told = invoke(
            "match", later, "-w", workspace, "--posts", post, "--include-drafts", "--format", "jsonl",
            "--url-template", "https://shop.example/{slug}/", "--precision", "0.5",
        )  # fmt: skip
        found[name] = json.loads(told.stdout)["decision"]
    assert found == {"--across-languages": "link", "--no-across-languages": "unsure"}


def test_an_encoder_that_knows_one_language_is_named(tmp_path):
    told = invoke("run", EXPORT, "-w", tmp_path / "w", "-o", tmp_path / "p", "--across-languages").stdout
    [line] = [line for line in told.splitlines() if line.startswith("Mind: --across-languages")]
    assert "knows English best" in line
    assert "German, French" in line
    assert "--embedder" in line


def make_cluster(*texts):
    members = [RedactedEnquiry(id=str(at), source="x", text=text, ask=text) for at, text in enumerate(texts)]
    return Cluster.gather(members, {text: np.array([1.0, 0.0], dtype=np.float32) for text in texts})


def test_the_language_of_a_question_stays_unless_clearly_more_ask_in_another():
    english = [f"How do I clean the grinder {word}?" for word in ("well", "at home", "quickly", "again", "today")]
    german = [f"Wie kann ich die Mühle {word} reinigen?" for word in ("gut", "zu Hause", "schnell", "wieder")]
    spoken = Spoken.learn([*english, *german])

    def tell(*texts, earlier=""):
        own, others = part_by_language(make_cluster(*texts), spoken, earlier)
        assert len(own.members) + len(others) == len(texts)
        return {spoken.identify(member.text) for member in own.members}

    assert tell(*english, *german) == {"en"}
    assert tell(*english[:4], *german, earlier="de") == {"de"}
    assert tell(*english, *german, earlier="de") == {"en"}
    assert tell(*english[:3], *german[:3]) == {"en"}  # the usual one of the export
    assert tell(*german, earlier="en") == {"de"}


class CloseEmbedder(ConceptEmbedder):
    """An encoder to which any two texts are much alike."""

    name = "close"

    def embed(self, texts):
        rows = super().embed(texts) + 3 * np.eye(1, 128, dtype=np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_an_encoder_to_which_all_texts_are_alike_is_levelled():
    strangers = [f"{word} {word}ing" for word in CONCEPT_OF]
    asked = ["clean the grinder", "die Mühle reinigen", "long delivery", "lagern Bohnen"]
    near = CloseEmbedder().embed(asked)
    assert compute_mean_likeness(near) > 0.8
    levelled = LevelledEmbedder(CloseEmbedder(), strangers)
    rows = levelled.embed(asked)
    assert rows[0] @ rows[1] > 0.5 > 0.3 > rows[0] @ rows[2]
    assert np.array_equal(levelled.embed(asked[:1]), rows[:1])
    usual = LevelledEmbedder(ConceptEmbedder(), strangers)
    assert usual.embed(asked) == pytest.approx(ConceptEmbedder().embed(asked), abs=0.05)
