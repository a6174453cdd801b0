"""What is there for comparison, and is heavy to import: sentence-transformers as encoder, and BERTopic as grouper."""

import numpy as np
import pytest
from conftest import SMALL_EXPORT, invoke, load_questions, write_export
from test_embed import TEXTS

from enquiry2article.domain.cluster import ALONE, Detail
from enquiry2article.domain.errors import ModelError
from enquiry2article.domain.vectors import Replied
from enquiry2article.embedding.minilm import MinilmEmbedder, find_model
from enquiry2article.embedding.sentence_transformers_embedder import SentenceTransformersEmbedder
from enquiry2article.questions.grouping.bertopic_grouper import BertopicGrouper


def test_our_network_gives_the_mean_of_what_sentence_transformers_gives_for_each_token():
    from sentence_transformers import SentenceTransformer

    ours = MinilmEmbedder().embed(TEXTS)
    model = SentenceTransformer(str(find_model()), device="cpu", local_files_only=True)
    for text, row in zip(TEXTS, ours, strict=True):
        tokens = model.encode(text or "[UNK]", output_value="token_embeddings").numpy()[1:-1]
        mean = tokens.mean(axis=0)
        assert row @ (mean / np.linalg.norm(mean)) > 0.99999, text
    assert np.linalg.norm(ours, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-4)


def test_both_encoders_tell_the_same_story():
    ours, theirs = MinilmEmbedder().embed(TEXTS), SentenceTransformersEmbedder().embed(TEXTS)
    assert theirs.shape == ours.shape == (len(TEXTS), 384)
    assert (ours * theirs).sum(axis=1)[3:].min() > 0.95


def test_an_encoder_that_is_not_on_this_machine_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(ModelError, match="could not be loaded"):
        SentenceTransformersEmbedder(str(tmp_path / "nothing")).embed(["a"])


@pytest.mark.filterwarnings("ignore")  # umap warns about what it does without
def test_the_bertopic_engine_answers_and_leaves_its_outliers_alone(monkeypatch):
    # Compiling UMAP takes ten seconds; two dozen texts are sooner done by its functions as they stand.
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    rng = np.random.default_rng(3)
    middles = np.repeat(rng.standard_normal((3, 32)), 8, axis=0)
    vectors = middles + 0.1 * rng.standard_normal(middles.shape)
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    texts = [f"text number {'abc'[row // 8]}{row}" for row in range(24)]
    wishes = {"detail": Detail.MORE, "min_volume": 3}
    labels = BertopicGrouper().group(texts, vectors, [1] * 24, replied=Replied.nothing(24), **wishes)
    assert len(set(labels[labels != ALONE])) == 3
    few = BertopicGrouper().group(texts[:9], vectors[:9], [1] * 9, replied=Replied.nothing(9), **wishes)
    assert (few == ALONE).all()


def test_saved_model_opens_in_bertopic(tmp_path):
    export = write_export(tmp_path / "export.csv", SMALL_EXPORT)
    folder = tmp_path / "model"
    invoke("run", export, "-w", tmp_path / "workspace", "-o", tmp_path / "posts", "--save-model", folder)
    from bertopic import BERTopic

    model = BERTopic.load(str(folder))
    words = {word for topic in model.get_topics().values() for word, _ in topic}
    assert "newsletter" in words
    assert len(model.get_topics()) == len(load_questions(tmp_path / "workspace"))
