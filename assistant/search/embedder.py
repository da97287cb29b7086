"""Text → unit vectors: the embedded model, or any model of sentence-transformers."""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.progress import Report
from assistant.search.embedding_adapter import BASE, Adapter, merge_adapter
from assistant.search.embedding_build import (
    MAX_TOKENS,
    ONNX_FILE,
    TOKENIZER_FILE,
    embedded_model,
    recorded_hash,
)
from assistant.settings import E5_PROMPTS, EMBEDDED_MODEL, Settings

Vectors = NDArray[np.float32]
"""Rows are texts, columns dimensions; every row has length 1, so a dot product is a cosine."""

_BATCH = 32
_MODEL_IN_NAME = re.compile(r"(?P<model>.*?)(\+(?P<adapter>[0-9a-f]{12}))?")
_BUILD = re.compile(r"e5-small-[0-9a-f]{12}")
_QUERY_TOKENS = 256
"""A question is read up to here (about 180 words): the cost of attention stays within the budget."""


class Embedder(Protocol):
    """What the search needs of an embedding model."""

    @property
    def name(self) -> str:
        """Name of the model with what changes its vectors: part of the index's fingerprint."""

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """Return one unit vector a question, shape (questions, dimensions)."""

    def embed_passages(self, passages: Sequence[str]) -> Vectors:
        """Return one unit vector an indexed text, shape (passages, dimensions)."""


def make_embedder(settings: Settings, report: Report, adapter: Adapter | None = None) -> Embedder:
    """Return the embedder that the settings name, adapted or plain; the embedded one is built at its first use.

    Raises CorpusError where the adapter doesn't fit the embedded model.
    """
    if settings.embedding_model == EMBEDDED_MODEL:
        return OnnxEmbedder(embedded_model(settings.data, report, adapter), settings)
    return SentenceTransformersEmbedder(settings, adapter)


def is_e5_small(model: str) -> bool:
    """Tell whether a setting names the model that the judge learns with, wherever it comes from."""
    return model == EMBEDDED_MODEL or model.endswith(BASE)


def judges_settings(settings: Settings) -> Settings:
    """Return the settings of the model that the judges learnt with: multilingual-e5-small, under its own prompts."""
    model = settings.embedding_model if is_e5_small(settings.embedding_model) else EMBEDDED_MODEL
    return settings.model_copy(update={"embedding_model": model, **E5_PROMPTS})


def same_model(name: str, other: str) -> bool:
    """Tell whether two names of embedders are of one model with one adapter, whoever built it and under which prompts."""
    return _identity(name) == _identity(other)


def _identity(name: str) -> tuple[str, str]:
    found = _MODEL_IN_NAME.fullmatch(name.split("|", maxsplit=1)[0])
    model, adapter = (found["model"], found["adapter"] or "") if found else (name, "")
    return (BASE if _BUILD.fullmatch(model) or model.endswith(BASE) else model, adapter)


@dataclass(frozen=True)
class _TokenizerFile:
    """A tokenizer by its content: the adapted model and the plain one have the same, which takes 100 MB."""

    sha256: str
    folder: Path = field(compare=False)


@lru_cache(maxsize=1)
def _open_tokenizer(file: _TokenizerFile) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(file.folder / TOKENIZER_FILE))
    tokenizer.no_padding()
    return tokenizer


class OnnxEmbedder:
    """The embedded model under onnxruntime: 3 to 6 ms a question on two cores."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        """Take the folder that `embedded_model` built; the session is opened at first use."""
        self._folder = folder
        self._settings = settings

    @property
    def name(self) -> str:
        """Name of the build with its prompts."""
        return _name(self._folder.name, self._settings)

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """Return one unit vector a question."""
        return self._embed([self._settings.embedding_query_prompt + text for text in questions], _QUERY_TOKENS)

    def embed_passages(self, passages: Sequence[str]) -> Vectors:
        """Return one unit vector an indexed text."""
        return self._embed([self._settings.embedding_passage_prompt + text for text in passages], MAX_TOKENS)

    @cached_property
    def _tokenizer(self) -> Any:
        return _open_tokenizer(_TokenizerFile(recorded_hash(self._folder, TOKENIZER_FILE), self._folder))

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # as many texts at once as there are threads: see `_run`
        options.log_severity_level = 3
        # The arena keeps the largest batch's memory for ever, which a page that lives for weeks can't afford.
        options.enable_cpu_mem_arena = False
        return onnxruntime.InferenceSession(str(self._folder / ONNX_FILE), options, providers=["CPUExecutionProvider"])

    def _embed(self, texts: list[str], max_tokens: int) -> Vectors:
        if not texts:
            return np.empty((0, 0), np.float32)
        encoded = [encoding.ids[:max_tokens] for encoding in self._tokenizer.encode_batch(texts)]
        if len(encoded) == 1:
            return np.stack([self._run(encoded[0])])
        with ThreadPoolExecutor(self._settings.threads, thread_name_prefix="embedding") as pool:
            return np.stack(list(pool.map(self._run, encoded)))

    def _run(self, ids: list[int]) -> Vectors:
        """Return the vector of one text, shape (dimensions,).

        Texts go one by one: the model rounds its activations by the range of the whole batch, so that in company a
        text's vector would depend on its neighbours (cosine .995 at worst). One a thread, that costs no time.
        """
        input_ids = np.array([ids], dtype=np.int64)
        (vectors,) = self._session.run(None, {"input_ids": input_ids, "attention_mask": np.ones_like(input_ids)})
        return np.asarray(vectors[0], dtype=np.float32)


class SentenceTransformersEmbedder:
    """Any model of sentence-transformers, by name or folder. Its import costs about eight seconds."""

    def __init__(self, settings: Settings, adapter: Adapter | None = None) -> None:
        """Take the settings and what is added to the model; it is loaded at first use."""
        self._settings = settings
        self._adapter = adapter

    @property
    def name(self) -> str:
        """Name of the model and of its adapter, with its prompts."""
        model = self._settings.embedding_model
        return _name(f"{model}+{self._adapter.digest}" if self._adapter else model, self._settings)

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """Return one unit vector a question."""
        return self._embed(questions, self._settings.embedding_query_prompt)

    def embed_passages(self, passages: Sequence[str]) -> Vectors:
        """Return one unit vector an indexed text."""
        return self._embed(passages, self._settings.embedding_passage_prompt)

    @cached_property
    def _model(self) -> Any:
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(self._settings.embedding_model, device="cpu")
        if self._adapter:
            merge_adapter(self._adapter, model[0].auto_model)
        return model

    def _embed(self, texts: Sequence[str], prompt: str) -> Vectors:
        vectors = self._model.encode(
            list(texts), prompt=prompt, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)


def _name(model: str, settings: Settings) -> str:
    return f"{model}|{settings.embedding_query_prompt}|{settings.embedding_passage_prompt}"
