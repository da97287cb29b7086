"""A Whisper model of a few thousand random weights: it hears nothing right, but it is loaded and run like any other."""

import json
from pathlib import Path

LANGUAGES = ("en", "fr")
TIMES = 1501
"""Timestamps, from 0 to 30 s."""
MULTILINGUAL, ENGLISH = 51_865, 51_864
"""CTranslate2 tells the one from the other by these sizes, or by the empty word that the first has more."""


def build_tiny_whisper(folder: Path, multilingual: bool = True) -> Path:
    """Write such a model for CTranslate2 into a folder, and return it."""
    import torch
    from ctranslate2.converters import TransformersConverter
    from transformers import GenerationConfig, WhisperConfig, WhisperForConditionalGeneration

    source = folder / "transformers"
    source.mkdir(parents=True)
    size = MULTILINGUAL if multilingual else ENGLISH
    ids = _write_tokenizer(source, size - TIMES)
    torch.manual_seed(0)
    special = {"eos_token_id": ids["<|endoftext|>"], "pad_token_id": ids["<|endoftext|>"]}
    config = WhisperConfig(
        vocab_size=size,
        d_model=32,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        decoder_start_token_id=ids["<|startoftranscript|>"],
        bos_token_id=ids["<|endoftext|>"],
        suppress_tokens=[],
        begin_suppress_tokens=[ids["<|endoftext|>"]],
        **special,
    )
    model = WhisperForConditionalGeneration(config)
    model.generation_config = GenerationConfig(
        suppress_tokens=[], begin_suppress_tokens=[ids["<|endoftext|>"]], **special
    )
    model.generation_config.lang_to_id = {f"<|{name}|>": ids[f"<|{name}|>"] for name in LANGUAGES}
    model.save_pretrained(source)
    target = folder / "model"
    TransformersConverter(str(source), copy_files=["tokenizer.json"]).convert(str(target), quantization="int8")
    return target


def _write_tokenizer(folder: Path, size: int) -> dict[str, int]:
    """Write bytes, words of no meaning, and Whisper's own signs."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    names = ["endoftext", "startoftranscript", *LANGUAGES]
    names += ["translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"]
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = [f"Ġmot{rank}" for rank in range(size - len(letters) - len(names))]
    if size == MULTILINGUAL - TIMES:
        words[-1] = ""
    vocabulary = {text: rank for rank, text in enumerate([*letters, *words])}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(f"<|{name}|>", special=True) for name in names])
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "PreTrainedTokenizerFast"}))
    return tokenizer.get_vocab()
