"""An adapter of the embedding model (LoRA): small matrices that, added to its weights, let it read as the judge learnt to.

Data of the corpus: `judge/adapter.safetensors`, trained by `python -m evals.train`. It is added to the weights once,
when the model is built, so that an adapted model takes no longer than the plain one.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.referential.loading import CorpusError

BASE = "multilingual-e5-small"
"""The model that adapters are trained for."""
_FILE = Path("judge") / "adapter.safetensors"
_METADATA = "adapter"
"""One entry in JSON: several would be written in an order of chance, and the same training give another file."""
_DOWN, _UP = ".lora_A.weight", ".lora_B.weight"


@dataclass(frozen=True)
class Adapter:
    """What is added to a model.

    For each of its modules (`encoder.layer.8.attention.self.query`), `matrices` holds `….lora_A.weight`, shape
    (rank, inputs), and `….lora_B.weight`, shape (outputs, rank), as peft names them.
    """

    rank: int
    alpha: int
    layers: tuple[int, ...]
    """The adapted layers, counted from 0."""
    base: str
    fingerprint: str
    """Of the passages and the options that it was trained with."""
    matrices: Mapping[str, NDArray[np.float16]]

    @cached_property
    def digest(self) -> str:
        """Name of what it does to a model: part of the adapted model's name."""
        found = hashlib.sha256(f"{self.base}:{self.rank}:{self.alpha}".encode())
        for name in sorted(self.matrices):
            found.update(f"{name}:{self.matrices[name].shape}".encode())
            found.update(self.matrices[name].astype("<f2").tobytes())
        return found.hexdigest()[:12]

    @property
    def modules(self) -> list[str]:
        """The modules whose weights it changes."""
        return sorted(name.removesuffix(_DOWN) for name in self.matrices if name.endswith(_DOWN))

    def change(self, module: str) -> NDArray[np.float32]:
        """Return what is added to the weights of a module, shape (outputs, inputs)."""
        down = self.matrices[module + _DOWN].astype(np.float32)
        up = self.matrices[module + _UP].astype(np.float32)
        return np.asarray(up @ down * np.float32(self.alpha / self.rank), dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write it to one file; the same adapter gives the same bytes."""
        from safetensors.numpy import save_file

        about = {name: getattr(self, name) for name in ("rank", "alpha", "layers", "base", "fingerprint")}
        save_file(dict(self.matrices), path, metadata={_METADATA: json.dumps(about)})


def adapter_path(corpus: Path) -> Path:
    """Return where a corpus has its adapter."""
    return corpus / _FILE


def find_adapter(corpus: Path) -> Adapter | None:
    """Return the adapter of a corpus, None where it has none. Raises CorpusError when it is damaged."""
    path = adapter_path(corpus)
    return load_adapter(path) if path.exists() else None


def load_adapter(path: Path) -> Adapter:
    """Read an adapter. Raises CorpusError when the file is missing or damaged, or for another model."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            about = json.loads(file.metadata()[_METADATA])
            matrices = {name: np.asarray(file.get_tensor(name)) for name in sorted(file.keys())}
        about["layers"] = tuple(about["layers"])
        adapter = Adapter(matrices=matrices, **about)
        _check(adapter)
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(
            f"Le fichier « {path.name} » du corpus est illisible : refaites python -m evals.train."
        ) from error
    if adapter.base != BASE:
        raise _foreign()
    return adapter


def _check(adapter: Adapter) -> None:
    """Raises ValueError, KeyError or TypeError where the matrices aren't what the rest says."""
    names = {module + end for module in adapter.modules for end in (_DOWN, _UP)}
    if not names or names != set(adapter.matrices):
        raise ValueError("matrices without their counterpart")
    for name, values in adapter.matrices.items():
        rank = values.shape[0 if name.endswith(_DOWN) else 1]
        if values.ndim != 2 or values.dtype != np.float16 or rank != adapter.rank or not np.isfinite(values).all():
            raise ValueError(f"not a matrix of this rank: {name}")
    if not all(isinstance(value, int) and value > 0 for value in (adapter.rank, adapter.alpha)):
        raise ValueError("no rank, or no alpha")


def merge_adapter(adapter: Adapter, model: Any) -> None:
    """Add an adapter to the weights of a transformers model. Raises CorpusError where it doesn't fit."""
    import torch

    weights = dict(model.named_parameters())
    with torch.no_grad():
        for module in adapter.modules:
            change = torch.from_numpy(adapter.change(module))
            weight = weights.get(f"{module}.weight")
            if weight is None or weight.shape != change.shape:
                raise _foreign()
            weight.add_(change)


def _foreign() -> CorpusError:
    return CorpusError(
        f"Le fichier « {_FILE.name} » du corpus est fait pour un autre modèle : refaites python -m evals.train."
    )
