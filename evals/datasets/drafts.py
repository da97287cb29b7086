"""Whole drafts with a juror's labels: what the review is trained, chosen and verified on.

A draft is Markdown with a front matter, rendered to the format that it names (`evals.datasets.rendering`); beside it stands
a JSON file with its labels, given by the protocol of `evals/README.md`. Drafts are split by organisation: `train`
fits the judge, `dev` chooses between judges, `test` verifies and is not looked at while tuning. `paraphrases/<split>`
holds some of them in other words, `<split>.second-reading.json` a second juror's verdicts.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.judging.judgement import Presence, Verdict
from evals.collection import OWN
from evals.datasets.lines import DatasetError

DraftSplit = Literal["train", "dev", "test"]
DraftFormat = Literal["docx", "pdf", "pptx", "odt", "md", "txt"]

DRAFTS = OWN / "drafts"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FrontMatter(_Frozen):
    """What stands above a draft. `format` is the one that it is rendered to; `author` who wrote it, where it is kept."""

    exam: str
    organisation: str
    sector: str
    voice: str
    format: DraftFormat
    title: str
    author: str | None = None


class CriterionLabel(_Frozen):
    """A juror's reading of one criterion. Quotes are exact words of the draft."""

    n: int
    verdict: Verdict
    debatable: bool = False
    evidence: tuple[str, ...] = ()
    deceiving: str | None = None
    elements: dict[str, Presence] = {}
    element_evidence: dict[str, tuple[str, ...]] = {}

    @property
    def quotes(self) -> tuple[str, ...]:
        """All quotes that count as evidence of the criterion."""
        return (*self.evidence, *(quote for quotes in self.element_evidence.values() for quote in quotes))


class DraftLabels(_Frozen):
    """The labels of one draft."""

    draft: str
    exam: str
    criteria: tuple[CriterionLabel, ...]


@dataclass(frozen=True)
class LabelledDraft:
    """A draft, its Markdown and its labels."""

    name: str
    about: FrontMatter
    markdown: str
    labels: DraftLabels


def load_drafts(split: DraftSplit, folder: Path = DRAFTS) -> list[LabelledDraft]:
    """Return the drafts of a split, in the order of their names."""
    return [_load(path.with_suffix(".md"), path) for path in sorted((folder / split).glob("*.json"))]


def load_paraphrases(split: DraftSplit, folder: Path = DRAFTS) -> list[LabelledDraft]:
    """Return the drafts that stand there in other words too: the paraphrase's text, with the draft's own labels.

    Not every draft has a paraphrase. The quotes of the labels are words of the draft, not of its paraphrase. Raises
    DatasetError for a paraphrase of no draft.
    """
    found = []
    for path in sorted((folder / "paraphrases" / split).glob("*.md")):
        labels = folder / split / f"{path.stem}.json"
        if not labels.exists():
            raise DatasetError(f"paraphrases/{split}/{path.name}: there is no draft {labels.name} in {split}")
        found.append(_load(path, labels))
    return found


def _load(text: Path, labels: Path) -> LabelledDraft:
    _, front, markdown = text.read_text(encoding="utf-8").split("---\n", 2)
    return LabelledDraft(
        name=text.stem,
        about=FrontMatter.model_validate(yaml.safe_load(front)),
        markdown=markdown,
        labels=DraftLabels.model_validate_json(labels.read_text(encoding="utf-8")),
    )


class SecondReading(_Frozen):
    """A second juror's reading of one criterion; `elements` is empty where verdicts alone were given."""

    verdict: Verdict
    elements: dict[str, Presence] = {}


def load_second_reading(split: DraftSplit = "test", folder: Path = DRAFTS) -> dict[str, dict[int, SecondReading]]:
    """Return a second juror's readings of the drafts of a split, given without sight of the first ones'.

    Draft → number of the criterion → reading. Nothing where there is no second reading of the split.
    """
    path = folder / f"{split}.second-reading.json"
    if not path.exists():
        return {}
    data = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: {int(n): SecondReading.model_validate(reading) for n, reading in criteria.items()}
        for name, criteria in data.items()
    }
