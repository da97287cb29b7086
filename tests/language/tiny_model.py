"""A language model of one megabyte that says what is written here: the server that runs it is real, its mind is not.

It has the form of a small llama, so that llama.cpp loads it like any other, but its layer adds nothing: what comes next
depends on the last token alone. Each sentence is a chain of tokens, and the chat template picks the chain by a word of
the question. So the same question brings the same answer at any temperature, and quality can't be judged with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WIDTH = 384
"""One dimension a token: bytes, starts of the sayings, their pieces; a multiple of 32."""
HEAD = 64
"""The size of the only head."""
LEARNED_TOKENS = 131_072
"""The longest context that the model claims, in tokens; a token of the prompt is one byte."""
END = "<|fin|>"
CERTAIN = 100.0
"""The logit of what the chain says next: sampling never leaves it."""
TIDY = {'"': 80.0, "]": 75.0, "}": 70.0, ",": 60.0, ":": 55.0, "0": 50.0, "{": 45.0, "[": 40.0, "f": 35.0}
"""The logits of bytes where a grammar forbids the chain: closing comes first, so JSON is short and ends."""


@dataclass(frozen=True)
class Saying:
    """What the model says when a word stands in the last message."""

    text: str
    word: str = ""
    """Empty for what is said without any such word."""
    endless: bool = False
    """Begins again instead of ending."""


ANSWER = Saying("Le jury attend trois objectifs mesurables, chacun avec un indicateur et une échéance.")
ENDLESS = Saying("Encore une phrase, puis une autre, et toujours la même. ", word="sans fin", endless=True)
HALF_JSON = Saying('{"verdict": "couvert", "reason": "le candidat', word="JSON coupé")
FENCED_JSON = Saying(
    'Voici :\n```json\n{"verdict": "partiel", "reason": "un chiffre manque"}\n```', word="JSON encadré"
)
SAYINGS = (ANSWER, ENDLESS, HALF_JSON, FENCED_JSON)


def build_tiny_model(path: Path, sayings: tuple[Saying, ...] = SAYINGS) -> Path:
    """Write the model as a GGUF file and return its path; ValueError when the sayings don't fit."""
    import numpy
    from gguf import GGUFWriter, TokenType

    vocabulary = [*_letters().values()]
    controls = [END, *(_start(rank) for rank in range(len(sayings)))]
    vocabulary += controls
    chains = [_add_pieces(saying.text, vocabulary) for saying in sayings]
    used = len(vocabulary)
    if used > WIDTH or len(set(vocabulary)) < used:
        raise ValueError(f"{used} tokens for {WIDTH} dimensions, {len(set(vocabulary))} of them different")
    vocabulary += [f"<|vide{rank}|>" for rank in range(WIDTH - used)]
    ids = {text: rank for rank, text in enumerate(vocabulary)}
    unused = set(vocabulary[used:])
    kinds = [
        TokenType.CONTROL if text in controls else TokenType.UNUSED if text in unused else TokenType.NORMAL
        for text in vocabulary
    ]
    writer = GGUFWriter(path, "llama")
    _write_shape(writer)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(vocabulary)
    writer.add_token_types(kinds)
    writer.add_token_merges([f"{END} {END}"])  # a list is asked for, and bytes are not to be merged
    writer.add_eos_token_id(ids[END])
    writer.add_add_bos_token(False)
    writer.add_chat_template(_template(sayings))
    following = _following(sayings, chains, ids).astype(numpy.float16)
    for name, values in _tensors(following).items():
        writer.add_tensor(name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _write_shape(writer: Any) -> None:
    writer.add_name("tiny")
    writer.add_context_length(LEARNED_TOKENS)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(32)
    writer.add_head_count(1)
    writer.add_head_count_kv(1)
    writer.add_key_length(HEAD)
    writer.add_value_length(HEAD)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(HEAD)
    writer.add_vocab_size(WIDTH)


def _tensors(following: Any) -> Mapping[str, Any]:
    """Return the weights: a token is one dimension, the layer adds zero, the last matrix holds the chains."""
    import numpy

    chance = numpy.random.default_rng(7)

    def drawn(*shape: int) -> Any:
        return chance.normal(0, 0.02, shape).astype(numpy.float16)

    return {
        "token_embd.weight": numpy.eye(WIDTH, dtype=numpy.float16),
        "blk.0.attn_norm.weight": numpy.ones(WIDTH, dtype=numpy.float32),
        "blk.0.attn_q.weight": drawn(HEAD, WIDTH),
        "blk.0.attn_k.weight": drawn(HEAD, WIDTH),
        "blk.0.attn_v.weight": drawn(HEAD, WIDTH),
        "blk.0.attn_output.weight": numpy.zeros((WIDTH, HEAD), dtype=numpy.float16),
        "blk.0.ffn_norm.weight": numpy.ones(WIDTH, dtype=numpy.float32),
        "blk.0.ffn_gate.weight": drawn(32, WIDTH),
        "blk.0.ffn_up.weight": drawn(32, WIDTH),
        "blk.0.ffn_down.weight": numpy.zeros((WIDTH, 32), dtype=numpy.float16),
        # The norm brings a lone dimension to the root of the width: this takes it back to one.
        "output_norm.weight": numpy.full(WIDTH, WIDTH**-0.5, dtype=numpy.float32),
        "output.weight": following,
    }


def _following(sayings: tuple[Saying, ...], chains: list[list[str]], ids: Mapping[str, int]) -> Any:
    """Return the logits, (next token, last token)."""
    import numpy

    logits = numpy.zeros((WIDTH, WIDTH))
    letters = _letters()
    for letter, logit in TIDY.items():
        logits[ids[letters[ord(letter)]], :] = logit
    for rank, (saying, chain) in enumerate(zip(sayings, chains, strict=True)):
        after = chain[0] if saying.endless else END
        for last, following in zip([_start(rank), *chain], [*chain, after], strict=True):
            logits[ids[following], ids[last]] = CERTAIN
    return logits


def _template(sayings: tuple[Saying, ...]) -> str:
    """Return the chat template, which ends with the start of the saying whose word stands in the last message."""
    told = "".join(
        f"{{%- if '{saying.word}' in asked %}}{{%- set start.token = '{_start(rank)}' %}}{{%- endif %}}"
        for rank, saying in enumerate(sayings)
        if saying.word
    )
    silent = next(rank for rank, saying in enumerate(sayings) if not saying.word)
    return (
        "{%- for message in messages %}{{ message.role + '\\n' + message.content + '\\n' }}{%- endfor %}"
        f"{{%- set start = namespace(token='{_start(silent)}') %}}"
        "{%- set asked = messages[-1].content %}"
        f"{told}{{{{ start.token }}}}"
    )


def _start(rank: int) -> str:
    return f"<|dire{rank}|>"


def _add_pieces(text: str, vocabulary: list[str]) -> list[str]:
    """Cut a text into words, or into more words at once where a piece is taken already, and add them."""
    letters = _letters()
    chain: list[str] = []
    piece = ""
    for word in text.replace(" ", "\0 ").split("\0"):
        piece += "".join(letters[byte] for byte in word.encode())
        if piece not in vocabulary:
            vocabulary.append(piece)
            chain.append(piece)
            piece = ""
    if piece:
        chain[-1] += piece
        vocabulary[-1] = chain[-1]
    return chain


def _letters() -> dict[int, str]:
    """Return the letter that stands for each byte in vocabularies of this kind: itself, or one from beyond 255."""
    shown = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return {byte: chr(byte) for byte in shown} | {byte: chr(256 + rank) for rank, byte in enumerate(hidden)}
