"""Can the sets of a folder be used, all of them, with this référentiel? Asked before anything runs on somebody's own."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant import Coach
from assistant.referential.elements import load_elements
from assistant.referential.model import Referential
from assistant.referential.wording import fold_spaces
from evals.collection import Collection
from evals.datasets.answers import load_answers
from evals.datasets.conversations import load_conversations
from evals.datasets.drafts import DraftLabels, DraftSplit, FrontMatter
from evals.datasets.lines import DatasetError, first_problem, parsed, place_of, read_lines, read_text
from evals.datasets.passages import load_passages
from evals.datasets.questions import Split, load_questions
from evals.datasets.robustness import check_cases, folder_of

_FENCE = "---\n"
_QRELS_HEADER = ["query-id", "corpus-id", "score"]
_QRELS_COLUMNS = len(_QRELS_HEADER)


def check_collection(collection: Collection, coach: Coach) -> None:
    """Read every set. Raises DatasetError for the first thing that is wrong, or where there is no set at all."""
    if not collection.folder.is_dir():
        raise DatasetError(f"{collection.folder} is no folder of evaluation sets.")
    checks: tuple[tuple[Path, Callable[[], None]], ...] = (
        (collection.questions, lambda: _check_asked(collection, coach.referential)),
        (collection.conversations, lambda: _check_asked(collection, coach.referential)),
        (collection.retrieval, lambda: _check_retrieval(collection.retrieval)),
        (collection.drafts, lambda: _check_drafts(collection.drafts, coach.referential)),
        (collection.answers, lambda: _check_answers(collection, coach.settings.corpus)),
        (collection.passages, lambda: _check_passages(collection.passages, coach.settings.corpus)),
        (folder_of(collection), lambda: check_cases(collection)),
    )
    there = [check for folder, check in checks if folder.is_dir()]
    if not there:
        names = ", ".join(folder.name for folder, _ in checks)
        raise DatasetError(f"{collection.folder} holds none of the folders {names}.")
    for check in there:
        check()


def _check_asked(collection: Collection, referential: Referential) -> None:
    for split in get_args(Split):
        load_questions(split, None, collection, referential)
        load_conversations(split, collection, referential)


def _check_answers(collection: Collection, corpus: Path) -> None:
    for path in sorted(collection.answers.glob("*.jsonl")):
        load_answers(corpus, path.stem, collection)


def _check_passages(folder: Path, corpus: Path) -> None:
    """What they are, and of what; `evals.datasets.passages` tells whether they are enough and differ."""
    known = {exam_id: {element.id for element in exam.all} for exam_id, exam in load_elements(corpus).items()}
    for path in sorted(folder.glob("*.jsonl")):
        if path.stem not in known:
            raise DatasetError(f"{place_of(path)}: the référentiel has no exam {path.stem}.")
        for number, item in enumerate(load_passages(path.stem, folder), start=1):
            if item.element not in known[path.stem]:
                raise DatasetError(f"{place_of(path)}, passage {number}: {path.stem} has no element {item.element}.")


class _Text(BaseModel):
    """A line of `corpus.jsonl` or `queries.jsonl`; others have more in it."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(alias="_id")
    text: str


def _check_retrieval(folder: Path) -> None:
    texts, queries = (
        {item.id for item in read_lines(folder / f"{name}.jsonl", _Text)} for name in ("corpus", "queries")
    )
    for path in sorted((folder / "qrels").glob("*.tsv")):
        lines = read_text(path).splitlines()
        for number, line in enumerate(lines, start=1):
            wrong = _wrong_in_qrels(line.split("\t"), number, texts, queries)
            if wrong:
                raise DatasetError(f"{place_of(path)}, line {number}: {wrong}.")


def _wrong_in_qrels(cells: list[str], number: int, texts: set[str], queries: set[str]) -> str:
    if number == 1:
        return "" if cells == _QRELS_HEADER else f"the header isn't {', '.join(_QRELS_HEADER)}, with tabs between"
    if len(cells) != _QRELS_COLUMNS or not cells[2].strip().isdigit():
        return "there must be a query, an entry and a whole number, with tabs between"
    if cells[0] not in queries:
        return f"queries.jsonl has no {cells[0]}"
    return "" if cells[1] in texts else f"corpus.jsonl has no {cells[1]}"


def _check_drafts(folder: Path, referential: Referential) -> None:
    for split in get_args(DraftSplit):
        for stem in sorted({path.with_suffix("") for path in _draft_files(folder / split)}):
            _check_draft(stem.with_suffix(".md"), stem.with_suffix(".json"), referential)


def _draft_files(folder: Path) -> Iterator[Path]:
    yield from folder.glob("*.md")
    yield from folder.glob("*.json")


def _check_draft(text: Path, labels: Path, referential: Referential) -> None:
    for path, lacks in ((text, labels), (labels, text)):
        if not path.exists():
            raise DatasetError(f"{place_of(lacks)} has no {path.name} beside it.")
    about, markdown = _parts(text)
    if about.exam not in {exam.id for exam in referential.exams}:
        raise DatasetError(f"{place_of(text)}: the référentiel has no exam {about.exam}.")
    own = _labels(labels)
    known = {criterion.n for criterion in referential.exam(about.exam).criteria}
    written = fold_spaces(markdown)
    if own.exam != about.exam:
        raise DatasetError(f"{place_of(labels)}: its exam is {own.exam}, that of {text.name} is {about.exam}.")
    for label in own.criteria:
        if label.n not in known:
            raise DatasetError(f"{place_of(labels)}: {about.exam} has no criterion {label.n}.")
        absent = [quote for quote in label.quotes if fold_spaces(quote) not in written]
        if absent:
            raise DatasetError(
                f"{place_of(labels)}: criterion {label.n} quotes « {absent[0]} », which {text.name} lacks."
            )


def _parts(path: Path) -> tuple[FrontMatter, str]:
    """The front matter of a draft, and its text."""
    parts = read_text(path).split(_FENCE, 2)
    if len(parts) != 3 or parts[0]:
        raise DatasetError(f"{place_of(path)}, line 1: there is no front matter between two lines of ---.")
    try:
        return FrontMatter.model_validate(yaml.safe_load(parts[1])), parts[2]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise DatasetError(f"{place_of(path)}, line {line}: {error.problem}.") from error
    except ValidationError as error:
        raise DatasetError(f"{place_of(path)}, front matter: {first_problem(error)}.") from error


def _labels(path: Path) -> DraftLabels:
    text = read_text(path)
    try:
        json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise DatasetError(f"{place_of(path)}, line {line}: {getattr(error, 'msg', error)}.") from error
    return parsed(text, DraftLabels, place_of(path))
