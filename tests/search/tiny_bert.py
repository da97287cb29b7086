"""A BERT of random weights, three layers deep, with a tokenizer of words: what trains and merges in seconds."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

WORDS = 60
HIDDEN = 16


def tiny_bert(layers: int = 3) -> Any:
    """Return a model, the same each time."""
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=WORDS,
        hidden_size=HIDDEN,
        num_hidden_layers=layers,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    with torch.random.fork_rng():
        torch.manual_seed(7)
        return BertModel(config, add_pooling_layer=False).eval()


def save_tiny_bert(folder: Path, texts: Sequence[str]) -> Path:
    """Write a model with a tokenizer that knows the words of some texts, as a folder that a training starts from."""
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    known = list(dict.fromkeys(["<unk>", *" ".join(texts).split()]))[:WORDS]
    words = {word: row for row, word in enumerate(known)}
    tokenizer = Tokenizer(WordLevel(words, unk_token="<unk>"))  # noqa: S106 - a token, no password
    tokenizer.pre_tokenizer = Whitespace()
    tiny_bert().save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder
