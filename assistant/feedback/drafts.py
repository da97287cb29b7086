"""Opinions as drafts of evaluation questions: what a person completes before it measures anything."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from assistant.feedback.opinion import Opinion

QUESTIONS = "questions.jsonl"
"""In the form of the evaluation's questions: `required` is what the answer cited, where it was found good."""
OPINIONS = "opinions.jsonl"
"""What was answered and thought, by the same ids."""


def write_drafts(opinions: Iterable[tuple[str, Opinion]], folder: Path) -> int:
    """Write both files; return how many questions there are. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    named = [(f"fb-{name[:8]}", opinion) for name, opinion in opinions]
    asked = [(name, opinion) for name, opinion in named if opinion.question]
    _write(folder / QUESTIONS, [_question(name, opinion) for name, opinion in asked])
    _write(folder / OPINIONS, [{"id": name, **opinion.model_dump(mode="json")} for name, opinion in named])
    return len(asked)


def _question(name: str, opinion: Opinion) -> dict[str, Any]:
    """A thumb up says that the citations were right; after a thumb down a person has to find them."""
    return {
        "id": name,
        "kind": "natural",
        "question": opinion.question,
        "history": [],
        "behaviour": opinion.kind,
        "required": list(opinion.citations) if opinion.thumb == "up" else [],
        "acceptable": [] if opinion.thumb == "up" else list(opinion.citations),
        "facts": [],
        "forbidden": [],
    }


def _write(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
