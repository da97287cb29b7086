"""Example passages: how candidates write each expected element, merely announce it, or come near it.

The judge's heads learn from them (`python -m evals.train`); the program never reads them. One file an exam, one object
a line, in the order of the exam's elements: `element`, `kind`, `form` and `text`. `python -m evals.datasets.passages`
counts them and says what is wrong, `--check` the latter alone.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from assistant.referential.elements import load_elements
from assistant.referential.loading import CorpusError, load_referential
from assistant.referential.wording import words
from assistant.settings import get_settings
from evals.collection import OURS, Collection
from evals.datasets.leaks import NEAR, Run, is_comparable, official_runs, runs
from evals.datasets.lines import DatasetError, read_lines, read_text

PassageJudgement = Literal["satisfies", "announces", "near_miss"]
PassageForm = Literal["prose", "table", "list", "figure", "note"]

AT_LEAST: Mapping[PassageJudgement, int] = {"satisfies": 12, "announces": 6, "near_miss": 6}
"""How many passages of each kind an element has."""
SHORTEST: Mapping[PassageJudgement, int] = {"satisfies": 8, "announces": 2, "near_miss": 2}
"""In words. What announces, or comes near, may be a heading or a cell."""
LONGEST = 150
SHARED = 8
"""So many words in a row stand in one passage only, and in no draft."""


class ExamplePassage(BaseModel):
    """A passage written as a candidate would, and what it is for its element."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    element: str
    kind: PassageJudgement
    form: PassageForm
    text: str


def load_passages(exam_id: str, folder: Path = OURS.passages) -> list[ExamplePassage]:
    """Return the example passages of an exam; none where it has no file. Raises DatasetError."""
    path = folder / f"{exam_id}.jsonl"
    return read_lines(path, ExamplePassage) if path.exists() else []


def problems(
    elements: Mapping[str, Sequence[str]], passages: Mapping[str, Sequence[ExamplePassage]], foreign: Mapping[Run, str]
) -> Iterator[str]:
    """Yield a sentence for all that is wrong with the passages of every exam, given the ids of its elements.

    `foreign` holds the runs of other texts, each with the name of its text.
    """
    texts: dict[str, str] = {}
    for exam_id, known in elements.items():
        items = passages.get(exam_id, ())
        yield from _wrong_counts(known, items)
        for number, item in enumerate(items, start=1):
            place = f"{exam_id}, passage {number}"
            texts[place] = item.text
            yield from (f"{place}: {wrong}." for wrong in _wrong_in_itself(item, known))
    yield from _shared(texts, foreign)
    yield from _alike(texts)


def _wrong_counts(known: Sequence[str], passages: Iterable[ExamplePassage]) -> Iterator[str]:
    counts = Counter((item.element, item.kind) for item in passages)
    for element in known:
        for kind, least in AT_LEAST.items():
            if counts[element, kind] < least:
                yield f"{element} has {counts[element, kind]} passages of the kind {kind}, not {least}."


def _wrong_in_itself(item: ExamplePassage, known: Sequence[str]) -> Iterator[str]:
    if item.element not in known:
        yield f"the exam has no element {item.element}"
    length = len(words(item.text))
    if not SHORTEST[item.kind] <= length <= LONGEST:
        yield f"{length} words, where {SHORTEST[item.kind]} to {LONGEST} are allowed"


def _shared(texts: Mapping[str, str], foreign: Mapping[Run, str]) -> Iterator[str]:
    owner = dict(foreign)
    for place, text in texts.items():
        own = sorted(runs(text, SHARED))
        others: dict[str, Run] = {}
        for run in own:
            if run in owner:
                others.setdefault(owner[run], run)
        yield from (f"{place}: « {' '.join(run)} » stands in {other} too." for other, run in others.items())
        owner |= {run: place for run in own if run not in owner}


def _alike(texts: Mapping[str, str]) -> Iterator[str]:
    """Passages that are nearly the same by their words, whatever the order."""
    from rapidfuzz import fuzz, process

    sorted_words = {place: " ".join(sorted(words(text))) for place, text in texts.items() if is_comparable(text)}
    places, own = list(sorted_words), list(sorted_words.values())
    ratios = process.cdist(own, own, scorer=fuzz.ratio, score_cutoff=NEAR["words"], workers=-1, dtype=np.uint8)
    for row, column in zip(*np.nonzero(np.triu(ratios, 1)), strict=True):
        yield f"{places[row]}: nearly the same as {places[column]} ({ratios[row, column]} of 100)."


def foreign_runs(corpus: Path, collection: Collection) -> dict[Run, str]:
    """Return the runs of the référentiel, of its source and of every draft, each with the name of its text."""
    source = corpus / "source.txt"
    found = dict.fromkeys(runs(read_text(source), SHARED), source.name) if source.exists() else {}
    found |= dict.fromkeys(official_runs(load_referential(corpus), SHARED), "le référentiel")
    for path in sorted(collection.drafts.rglob("*.md")):
        name = path.relative_to(collection.drafts).as_posix()
        found |= dict.fromkeys(runs(read_text(path), SHARED), name)
    return found


def main() -> int:
    """Count the passages and print what is wrong; 1 when something is."""
    parser = argparse.ArgumentParser(prog="python -m evals.datasets.passages", description=__doc__)
    parser.add_argument("--check", action="store_true", help="print what is wrong alone")
    parser.add_argument("--data", type=Path, default=OURS.folder, metavar="DIR", help="a folder of sets of your own")
    options = parser.parse_args()
    try:
        passages, wrong = _read_all(get_settings().corpus, Collection(options.data))
    except (CorpusError, DatasetError) as error:
        print(error, file=sys.stderr)
        return 2
    for line in wrong if options.check else [*_counted(passages), *wrong]:
        print(line)
    return int(bool(wrong))


def _read_all(corpus: Path, collection: Collection) -> tuple[dict[str, list[ExamplePassage]], list[str]]:
    elements = {exam_id: [element.id for element in exam.all] for exam_id, exam in load_elements(corpus).items()}
    passages = {exam_id: load_passages(exam_id, collection.passages) for exam_id in elements}
    return passages, list(problems(elements, passages, foreign_runs(corpus, collection)))


def _counted(passages: Mapping[str, Sequence[ExamplePassage]]) -> Iterator[str]:
    for exam_id, items in passages.items():
        kinds = Counter(item.kind for item in items)
        of_kinds = ", ".join(f"{kinds[kind]} {kind}" for kind in AT_LEAST)
        yield f"{exam_id}: {len({item.element for item in items})} elements, {len(items)} passages ({of_kinds})"


if __name__ == "__main__":
    sys.exit(main())
