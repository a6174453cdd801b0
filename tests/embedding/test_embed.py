"""Vectors: each text is embedded once, and by itself. test_engines.py holds them against the reference library's."""

import numpy as np
import pytest

from enquiry2article.domain.errors import ModelError
from enquiry2article.embedding import minilm as minilm_embedder
from enquiry2article.embedding.embed import embed_texts
from enquiry2article.embedding.minilm import MinilmEmbedder

TEXTS = [
    "How do I return a tent?",
    "",
    "?",
    "Wie lange dauert die Lieferung nach Österreich?",
    "My parcel " + "still has not arrived and nobody answers. " * 60,
    "I can log in.",
    "I can't log in.",
]


class Memory:
    def __init__(self):
        self.kept = {}

    def load(self, model, texts):
        return {text: self.kept[model, text] for text in texts if (model, text) in self.kept}

    def save(self, model, vectors):
        self.kept.update({(model, text): vector for text, vector in vectors.items()})


class Counting:
    name = "counting"

    def __init__(self):
        self.asked = []

    def embed(self, texts):
        self.asked += texts
        return (
            np.eye(len(texts), 4, dtype=np.float32) if len(texts) <= 4 else np.ones((len(texts), 1), dtype=np.float32)
        )


def tell(done, all_):
    pass


def test_a_vector_does_not_depend_on_the_texts_beside_it():
    embedder = MinilmEmbedder()
    together = embedder.embed(TEXTS)
    for text, row in zip(TEXTS, together, strict=True):
        assert embedder.embed([text])[0] == pytest.approx(row, abs=1e-6)


def test_each_distinct_text_is_embedded_once_and_remembered():
    embedder, memory = Counting(), Memory()
    embed_texts(["b", "a", "b"], embedder, memory, tell)
    assert embedder.asked == ["a", "b"]
    found = embed_texts(["b", "c"], embedder, memory, tell)
    assert embedder.asked == ["a", "b", "c"]
    assert set(found) == {"b", "c"}


def test_a_plug_in_that_breaks_its_promise_is_named():
    class Broken:
        name = "broken"

        def embed(self, texts):
            return np.full((len(texts), 2), 3.0, dtype=np.float32)

    with pytest.raises(ValueError, match="broken"):
        embed_texts(["a"], Broken(), Memory(), tell)


def test_a_model_file_that_was_tampered_with_is_refused(tmp_path, monkeypatch):
    bad = tmp_path / "model.safetensors"
    bad.write_bytes(b"not the model")
    with pytest.raises(ModelError, match="not the official model file"):
        minilm_embedder.check_weights(bad)
