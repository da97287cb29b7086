import numpy as np
import pytest

from assistant import Coach
from assistant.search.embedder import Embedder


@pytest.fixture(scope="module")
def embedder(coach: Coach) -> Embedder:
    return coach.embedder


def test_vectors_have_length_one(embedder: Embedder) -> None:
    vectors = embedder.embed_questions(["la veille", "un très long texte " * 200, "?"])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)


def test_a_text_has_the_same_vector_alone_and_among_others(embedder: Embedder) -> None:
    texts = ["le budget", "mon binôme recopie les news à la main, ça coûte des points ?", "C3.3"]
    together = embedder.embed_questions(texts)
    for text, vector in zip(texts, together, strict=True):
        # 8-bit activations are scaled over the batch, so batches differ in the third decimal.
        assert float(embedder.embed_questions([text])[0] @ vector) > 0.99


def test_meaning_is_nearer_than_words(embedder: Embedder) -> None:
    question, near, far = embedder.embed_questions(
        ["combien coûte la campagne", "le prix de l'opération publicitaire", "les réunions de l'équipe"]
    )
    assert question @ near > question @ far


def test_no_text_gives_no_vector(embedder: Embedder) -> None:
    assert len(embedder.embed_questions([])) == 0


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00", "a\x00b", "ﷺ" * 50, "👩‍👩‍👧‍👦🇫🇷", "中文 العربية", "mot " * 30_000, "\u202e", "<s></s><pad>"],
)
def test_strange_texts_are_embedded(text: str, embedder: Embedder) -> None:
    vector = embedder.embed_questions([text])[0]
    assert np.isfinite(vector).all()
    assert abs(float(np.linalg.norm(vector)) - 1.0) < 1e-3
