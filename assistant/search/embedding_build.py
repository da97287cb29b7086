"""Building the embedded model once: weights → sentence-transformers folder → ONNX in 8 bits.

The folder of sentence-transformers is what a training starts from; the ONNX file is what the program runs:
it is ready in half a second and takes a fifth of the memory. With an adapter, only the ONNX file is built.
"""

import hashlib
import json
import logging
import shutil
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from assistant.progress import Report
from assistant.search.embedding_adapter import Adapter, merge_adapter
from assistant.search.embedding_weights import (
    EmbeddingWeights,
    WeightsError,
    find_weights,
    keep_latin_script,
    read_weights,
)
from assistant.search.workshop import make_workshop

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor

_FORMAT = 4
"""Rises when the way of building changes, so that an older build is not taken for the present one."""
_MANIFEST = "manifest.json"
ONNX_FILE = "model.int8.onnx"
TOKENIZER_FILE = "tokenizer.json"
TRAINABLE_FOLDER = "sentence-transformers"
"""In the folder of the plain model: what a training starts from."""
MAX_TOKENS = 512


def embedded_model(data: Path, report: Report, adapter: Adapter | None = None) -> Path:
    """Return the folder of the embedded model, with an adapter or plain, built if it doesn't stand or is damaged.

    Safe when several processes call it at once: one builds, the others wait. Raises WeightsError where the
    weights can't be had, CorpusError where the adapter doesn't fit them, OSError where the disk refuses.
    """
    weights_file = find_weights()
    if weights_file is None:
        raise WeightsError(
            "Le modèle de recherche embarqué n’existe pas pour cette machine : indiquez un modèle "
            "sentence-transformers, par exemple ASSISTANT_EMBEDDING_MODEL=intfloat/multilingual-e5-small."
        )
    name = f"e5-small-{_fingerprint(weights_file)}"
    folder = data / "models" / (f"{name}+{adapter.digest}" if adapter else name)
    if _is_sound(folder):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if not _is_sound(folder):
            if folder.exists():
                report(f"Le modèle de {_task(adapter)} est endommagé : il est reconstruit.")
                shutil.rmtree(folder)
            report(f"Première utilisation : préparation du modèle de {_task(adapter)} (une vingtaine de secondes)…")
            _build(weights_file, folder, adapter)
    return folder


def _task(adapter: Adapter | None) -> str:
    return "relecture" if adapter else "recherche"


def _fingerprint(weights_file: Path) -> str:
    # The file belongs to an installed, pinned package: its size names it well enough to start fast.
    identity = f"{_FORMAT}:{weights_file.name}:{weights_file.stat().st_size}"
    return hashlib.sha256(identity.encode()).hexdigest()[:12]


def _is_sound(folder: Path) -> bool:
    """Compare what is run with the manifest: sizes always, so that a start costs no reading of 120 MB."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        return all((folder / name).stat().st_size == entry["bytes"] for name, entry in manifest.items())
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return False


def verify_hashes(folder: Path) -> bool:
    """Compare every built file with the hash in the manifest (half a second: for the doctor)."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        return all(_hash(folder / name) == entry["sha256"] for name, entry in manifest.items())
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return False


def recorded_hash(folder: Path, name: str) -> str:
    """Return the hash of a built file as the manifest has it."""
    return str(json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))[name]["sha256"])


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _build(weights_file: Path, folder: Path, adapter: Adapter | None) -> None:
    weights = keep_latin_script(read_weights(weights_file))
    workshop = make_workshop(folder)
    try:
        tokenizer = _tokenizer(weights)
        tokenizer.save(str(workshop / TOKENIZER_FILE))
        model = _bert(weights)
        if adapter:
            merge_adapter(adapter, model)
        else:
            _save_for_sentence_transformers(model, tokenizer, workshop / TRAINABLE_FOLDER)
        _export(model, workshop)
        built = (TOKENIZER_FILE, ONNX_FILE)
        manifest = {
            name: {"bytes": (workshop / name).stat().st_size, "sha256": _hash(workshop / name)} for name in built
        }
        (workshop / _MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        workshop.rename(folder)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _tokenizer(weights: EmbeddingWeights) -> "Tokenizer":
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    vocabulary = weights.vocabulary
    pieces = list(vocabulary.pieces)
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=vocabulary.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    bos, eos = pieces[vocabulary.bos][0], pieces[vocabulary.eos][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _bert(weights: EmbeddingWeights) -> Any:
    import torch
    from transformers import BertConfig, BertModel
    from transformers.utils import logging

    logging.disable_progress_bar()

    shape = weights.architecture
    config = BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.types,
        layer_norm_eps=shape.epsilon,
        pad_token_id=weights.vocabulary.pad,
        hidden_act="gelu",
        attn_implementation="eager",
    )
    model = BertModel(config, add_pooling_layer=False)
    state = model.state_dict()
    for name, source in _names(shape.layers).items():
        values = torch.from_numpy(weights.tensors[source])
        state[name] = values.reshape(state[name].shape)
    model.load_state_dict(state)
    return model.eval()


_LAYER_NAMES = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}


def _names(layers: int) -> dict[str, str]:
    """Names of the transformers model's parameters → names in the weights file."""
    names = {
        "embeddings.word_embeddings.weight": "emb.word",
        "embeddings.position_embeddings.weight": "emb.pos",
        "embeddings.token_type_embeddings.weight": "emb.type",
        "embeddings.LayerNorm.weight": "emb.ln.w",
        "embeddings.LayerNorm.bias": "emb.ln.b",
    }
    for layer in range(layers):
        for ours, theirs in _LAYER_NAMES.items():
            names[f"encoder.layer.{layer}.{ours}.weight"] = f"l{layer}.{theirs}.w"
            names[f"encoder.layer.{layer}.{ours}.bias"] = f"l{layer}.{theirs}.b"
    return names


def _save_for_sentence_transformers(model: Any, tokenizer: "Tokenizer", folder: Path) -> None:
    """Write the folder that `SentenceTransformer(folder)` reads, without its import of eight seconds."""
    from transformers import PreTrainedTokenizerFast

    model.save_pretrained(folder)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        mask_token="<mask>",
        model_max_length=MAX_TOKENS,
    ).save_pretrained(folder)
    hidden = model.config.hidden_size
    modules = ("Transformer", "Pooling", "Normalize")
    paths = ("", "1_Pooling", "2_Normalize")
    (folder / "modules.json").write_text(
        json.dumps([
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{module}"}
            for i, (module, path) in enumerate(zip(modules, paths, strict=True))
        ])
    )  # fmt: skip
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": MAX_TOKENS}))
    (folder / "config_sentence_transformers.json").write_text(
        json.dumps({"prompts": {"query": "query: ", "passage": "passage: "}, "similarity_fn_name": "cosine"})
    )
    for path in paths[1:]:
        (folder / path).mkdir()
    (folder / "1_Pooling" / "config.json").write_text(
        json.dumps({"word_embedding_dimension": hidden, "pooling_mode_mean_tokens": True})
    )


def _export(model: Any, folder: Path) -> None:
    """Export the encoder with its mean pooling and its normalisation, quantised to 8 bits per channel."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    class Pooled(torch.nn.Module):
        """Ids and mask of shape (batch, tokens) → unit vectors of shape (batch, hidden)."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = model

        def forward(self, input_ids: "Tensor", attention_mask: "Tensor") -> "Tensor":
            states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(states.dtype)
            mean = (states * mask).sum(1) / mask.sum(1).clamp(min=1.0)
            return torch.nn.functional.normalize(mean, dim=1)

    full = folder / "model.onnx"
    example = torch.ones((2, 8), dtype=torch.int64)
    with torch.no_grad(), warnings.catch_warnings():
        # The tracer warns of branches on shapes; the vectors are compared with the model's in the tests.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Pooled(),
            (example, example),
            str(full),
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={
                "input_ids": {0: "batch", 1: "tokens"},
                "attention_mask": {0: "batch", 1: "tokens"},
                "embedding": {0: "batch"},
            },
            opset_version=17,
            dynamo=False,
        )
    logging.getLogger().addFilter(_without_advice)
    # Weights of 7 bits: products of 8 overflow their 16-bit sums on processors without VNNI, and vectors would differ
    # from machine to machine (cosine .994 at worst; .999 so).
    quantize_dynamic(
        str(full), str(folder / ONNX_FILE), per_channel=True, reduce_range=True, weight_type=QuantType.QInt8
    )
    logging.getLogger().removeFilter(_without_advice)
    full.unlink()


def _without_advice(record: logging.LogRecord) -> bool:
    """Drop the quantiser's advice on a step that a model of this size doesn't need."""
    return "pre-processing before quantization" not in record.getMessage()
