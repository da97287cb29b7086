"""What an adapter learns from: example passages as tokens, with what each is for which element, in batches."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from assistant.settings import E5_PROMPTS
from evals.datasets.passages import ExamplePassage, PassageJudgement

_POOL = 20
"""As many batches are drawn together and sorted by length, so that little of a batch is padding."""


@dataclass(frozen=True)
class Example:
    """A passage as tokens. `element` and `exam` are its rows among those of the set."""

    tokens: tuple[int, ...]
    element: int
    exam: int
    kind: PassageJudgement


@dataclass(frozen=True)
class ExampleSet:
    """Examples to learn from, and others, held out, to see what was learnt. `exam_of` is the exam's row of each element."""

    learnt: tuple[Example, ...]
    held_out: tuple[Example, ...]
    exam_of: tuple[int, ...]


def passages_fingerprint(passages: Mapping[str, Sequence[ExamplePassage]]) -> str:
    """Return a name of passages: any change of a text or of what it is for is another one."""
    found = hashlib.sha256()
    for exam_id in sorted(passages):
        for item in passages[exam_id]:
            found.update("\x00".join((exam_id, item.element, item.kind, item.text, "")).encode())
    return found.hexdigest()[:16]


def read_examples(
    passages: Mapping[str, Sequence[ExamplePassage]], base: Path, *, most_tokens: int, held_out: float, seed: int
) -> ExampleSet:
    """Return the passages of all exams as tokens of the model in `base`, a share of them held out."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    exams = sorted(passages)
    elements = sorted({(exams.index(exam_id), item.element) for exam_id in exams for item in passages[exam_id]})
    rows = {element: row for row, (_, element) in enumerate(elements)}
    items = [(exam, item) for exam, exam_id in enumerate(exams) for item in passages[exam_id]]
    prompt = E5_PROMPTS["embedding_passage_prompt"]
    encoded = tokenizer.encode_batch([prompt + item.text for _, item in items])
    examples = [
        Example(tuple(encoding.ids[:most_tokens]), rows[item.element], exam, item.kind)
        for (exam, item), encoding in zip(items, encoded, strict=True)
    ]
    Random(seed).shuffle(examples)  # noqa: S311 - a sample, no secret
    cut = int(len(examples) * held_out)
    return ExampleSet(tuple(examples[cut:]), tuple(examples[:cut]), tuple(exam for exam, _ in elements))


def batches(examples: Sequence[Example], size: int, chance: Random) -> list[list[int]]:
    """Return the rows of the examples in batches: at random, those of a batch of like length."""
    order = list(range(len(examples)))
    chance.shuffle(order)
    found = []
    for start in range(0, len(order), size * _POOL):
        pool = sorted(order[start : start + size * _POOL], key=lambda row: len(examples[row].tokens))
        found += [pool[first : first + size] for first in range(0, len(pool), size)]
    chance.shuffle(found)
    return found
