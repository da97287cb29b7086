"""`python -m evals.datasets.retrieval`: the natural questions as a retrieval collection in BEIR layout.

`corpus.jsonl` holds the criteria, `queries.jsonl` the questions of both splits, `qrels/{dev,test}.tsv` what is to be
found: grade 2 for a criterion that the answer must cite, 1 for one that it may cite.

Collections of others are read too: with other ids, without metadata, with grade 1 alone.
"""

import argparse
import csv
import io
import json
import sys
from collections.abc import Collection as Some
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.referential.loading import load_referential
from assistant.referential.model import EntryKey, EntryKind, Referential
from assistant.referential.wording import fold
from assistant.settings import get_settings
from evals.collection import OWN
from evals.datasets.lines import DatasetError
from evals.datasets.questions import Question, Split, load_questions, parts

COLLECTION = OWN / "retrieval"
SPLITS: tuple[Split, ...] = ("dev", "test")
REQUIRED = 2
ACCEPTABLE = 1
_HEADER = ("query-id", "corpus-id", "score")


class CollectionError(DatasetError):
    """A collection can't be read, or can't be made of these questions."""


@dataclass(frozen=True)
class RetrievalSet:
    """What is searched, what is asked, and what is to be found: id → text, id → text, query → criterion → grade.

    Queries are those of one split. One that the qrels don't name has nothing to be found: it is not judged.
    """

    corpus: Mapping[str, str]
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]
    foreign: tuple[str, ...] = ()
    """What the référentiel doesn't hold, and was left out: see `aligned`."""

    def only(self, queries: Some[str]) -> "RetrievalSet":
        """Return the same for some queries alone."""
        return replace(
            self,
            queries={name: text for name, text in self.queries.items() if name in queries},
            qrels={name: grades for name, grades in self.qrels.items() if name in queries},
        )


def aligned(found: RetrievalSet, referential: Referential) -> RetrievalSet:
    """Return a set with the ids of the référentiel: a criterion is known by its id, or else by its wording.

    What the référentiel doesn't hold can't be found in it: it is left out, and named.
    """
    ids = {criterion.id for criterion in referential.criteria}
    by_wording = {fold(criterion.text): criterion.id for criterion in referential.criteria}
    own = {name: name if name in ids else by_wording.get(fold(text), "") for name, text in found.corpus.items()}
    qrels: dict[str, dict[str, int]] = {}
    for query, grades in found.qrels.items():
        known = qrels.setdefault(query, {})
        for name, grade in grades.items():
            if criterion := own[name]:
                known[criterion] = max(grade, known.get(criterion, grade))
    return RetrievalSet(
        corpus={criterion: found.corpus[name] for name, criterion in own.items() if criterion},
        queries=found.queries,
        qrels=qrels,
        foreign=tuple(name for name, criterion in own.items() if not criterion),
    )


def by_code(questions: Iterable[Question], referential: Referential) -> RetrievalSet:
    """Return the questions that name a code and require criteria and nothing else, as a set over all criteria.

    Those within a conversation are left out: what only ranks has no memory of it.
    """
    chosen = [
        item
        for item in questions
        if item.kind == "code"
        and not item.history
        and item.required
        and all(key.startswith(f"{EntryKind.CRITERION.value}:") for key in item.required)
    ]
    return RetrievalSet(
        corpus={criterion.id: criterion.text for criterion in referential.criteria},
        queries={item.id: item.question for item in chosen},
        qrels={item.id: dict(graded(item, referential)) for item in chosen},
    )


def beir_files(referential: Referential) -> dict[str, str]:
    """Return the files of the collection, path → text, made of the référentiel and the natural questions."""
    corpus = [
        {"_id": criterion.id, "title": "", "text": criterion.text, "metadata": {"exam": exam.id}}
        for exam in referential.exams
        for criterion in exam.criteria
    ]
    queries: list[dict[str, object]] = []
    qrels = {}
    seen: set[str] = set()
    for split in SPLITS:
        rows = []
        for part in parts(split):
            for question in load_questions(split, part):
                if question.kind != "natural":
                    continue
                if question.id in seen:
                    raise CollectionError(f"two questions have the id {question.id}")
                seen.add(question.id)
                about = {"split": split, "part": part}
                queries.append({"_id": question.id, "text": question.question, "metadata": about})
                rows += [(question.id, criterion, str(grade)) for criterion, grade in graded(question, referential)]
        qrels[f"qrels/{split}.tsv"] = _as_tsv(rows)
    return {"corpus.jsonl": _as_lines(corpus), "queries.jsonl": _as_lines(queries), **qrels}


def graded(question: Question, referential: Referential) -> list[tuple[str, int]]:
    """Return the criteria of a question with their grades, in the order of the référentiel."""
    found = []
    for criterion in referential.criteria:
        key = str(EntryKey(EntryKind.CRITERION, criterion.id))
        if key in question.required:
            found.append((criterion.id, REQUIRED))
        elif key in question.acceptable:
            found.append((criterion.id, ACCEPTABLE))
    return found


def _as_lines(items: Sequence[Mapping[str, object]]) -> str:
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)


def _as_tsv(rows: list[tuple[str, str, str]]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows([_HEADER, *rows])
    return text.getvalue()


def load_retrieval(split: str, folder: Path = COLLECTION) -> RetrievalSet:
    """Return one split of a collection in BEIR layout. Raises CollectionError when it can't be used.

    Where the queries name no split in their metadata, as those of others don't, only the judged ones are taken. Where
    no grade is above 1, as with most collections, what has it is what is required.
    """
    try:
        corpus = {item["_id"]: item["text"] for item in _read_lines(folder / "corpus.jsonl")}
        asked = _read_lines(folder / "queries.jsonl")
        with (folder / "qrels" / f"{split}.tsv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file, delimiter="\t")
        raised = {ACCEPTABLE: REQUIRED} if all(int(grade) < REQUIRED for *_, grade in rows) else {}
        qrels: dict[str, dict[str, int]] = {}
        for query, criterion, grade in rows:
            qrels.setdefault(query, {})[criterion] = raised.get(int(grade), int(grade))
        queries = {
            item["_id"]: item["text"]
            for item in asked
            if item["_id"] in qrels or (item.get("metadata") or {}).get("split") == split
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CollectionError(f"{folder.name}, {split}: {error}") from error
    unknown = (qrels.keys() - queries.keys()) | {name for own in qrels.values() for name in own.keys() - corpus.keys()}
    if tuple(header) != _HEADER or unknown:
        raise CollectionError(f"{folder.name}, {split}: header {header}, unknown ids {sorted(unknown)[:5]}")
    return RetrievalSet(corpus, queries, qrels)


def _read_lines(path: Path) -> list[dict[str, Any]]:
    # By "\n" alone: texts of others may hold the line ends of Unicode unescaped, where `splitlines` would cut.
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def main() -> int:
    """Write the collection, or with `--check` tell whether the one that stands is up to date."""
    parser = argparse.ArgumentParser(prog="python -m evals.datasets.retrieval", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when a file is out of date")
    options = parser.parse_args()
    stale = outdated(COLLECTION)
    for name, text in stale.items():
        print(name)
        if not options.check:
            path = COLLECTION / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    return int(options.check and bool(stale))


def outdated(folder: Path) -> dict[str, str]:
    """Return the files of the collection that aren't what they should be, with the text that they should have."""
    files = beir_files(load_referential(get_settings().corpus))
    return {
        name: text
        for name, text in files.items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text
    }


if __name__ == "__main__":
    sys.exit(main())
