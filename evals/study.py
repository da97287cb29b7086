"""`python -m evals.study`: what each part of the judge of drafts adds, and what more material would.

Each author's drafts are judged by what others taught; the figures are of the authors that are known, of whom nothing was
learnt. The adapter is the corpus' own, except in the curve over passages, where each share trains one of its own.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score, f1_score

from assistant import Coach
from assistant.judging.features import PAIR_NAMES
from assistant.judging.linear import Matrix
from assistant.search.embedder import judges_settings, make_embedder
from assistant.search.embedding_adapter import Adapter, adapter_path, load_adapter
from assistant.search.embedding_build import TRAINABLE_FOLDER, embedded_model
from evals.caching import CachedEmbedder
from evals.collection import OURS, Collection
from evals.datasets.drafts import load_drafts
from evals.datasets.passages import ExamplePassage, load_passages
from evals.train import Passages, prepare
from evals.training.adapter import AdapterOptions, train_adapter
from evals.training.heads import HeadsTrainer
from evals.training.labelling import TrainingDraft
from evals.training.steps import StepsTrainer, Verdicts, folds_of, unseen_pair_features

SHARES = (0.25, 0.5)
PARTS: dict[str, tuple[str, ...]] = {
    "the classifiers of elements": ("topic", "answers"),
    "the comparison with examples": (
        "nearest",
        "nearest_three",
        "announced",
        "decoy",
        "margin",
        "above_background",
    ),
    "the comparison with announcements and near misses": ("announced", "decoy", "margin"),
    "whether it says something": ("substance",),
    "the expected signs": ("expected_signs",),
    "the heading": ("heading",),
    "the blocks": ("block",),
    "the reader of pairs": ("read_answers", "read_announces"),
}
_HEADER = f"{'':52} kappa  F1    missing→covered"


@dataclass(frozen=True)
class Study:
    """What a judge was taught with: drafts, what teaches heads, and the folds."""

    trainer: HeadsTrainer
    drafts: list[TrainingDraft]
    fold: NDArray[np.int64]

    def features(self, learnt: NDArray[np.bool_] | None = None) -> list[Matrix]:
        """Return the features of the pairs of each draft, by heads that haven't seen it."""
        return unseen_pair_features(self.drafts, self.trainer, self.fold, _silent, learnt)

    def row(self, name: str, features: Sequence[Matrix], learnt: NDArray[np.bool_] | None = None) -> str:
        """Return a line of the table."""
        calibration, verdicts = StepsTrainer(self.drafts, features, self.fold, learnt).train()
        known = np.array([draft.author is not None for draft in self.drafts])
        return _line(name, verdicts.of(known), calibration.caution)


def main() -> None:
    """Print the tables."""
    options = _options()
    coach, collection = Coach(report=_say), Collection(options.data)
    passages = {exam.id: load_passages(exam.id, collection.passages) for exam in coach.referential.exams}
    own = load_adapter(adapter_path(coach.settings.corpus))
    print(_HEADER)
    whole = study(coach, collection, passages, own)
    features = whole.features()
    print(whole.row("the judge", features), flush=True)
    for name, parts in PARTS.items():
        print(whole.row(f"− {name}", list(_without(features, parts))), flush=True)
    print(study_row("− the adapter", study(coach, collection, passages, None)), flush=True)
    for share in SHARES:
        learnt = _share_of(whole.drafts, share)
        name = f"{share:.0%} of the drafts ({learnt.sum()})"
        print(whole.row(name, whole.features(learnt), learnt), flush=True)
    for share in SHARES if options.passages else ():
        some = {exam_id: _some(items, share) for exam_id, items in passages.items()}
        name = f"{share:.0%} of the passages ({sum(map(len, some.values()))})"
        print(study_row(name, study(coach, collection, some, _adapter(coach, some))), flush=True)


def study(coach: Coach, collection: Collection, passages: Passages, adapter: Adapter | None) -> Study:
    """Return drafts and heads as an adapter reads them."""
    plain = make_embedder(judges_settings(coach.settings), _say, adapter)
    drafts = [draft for split in ("train", "dev") for draft in load_drafts(split, collection.drafts)]
    trainer, prepared = prepare(coach, CachedEmbedder(plain, coach.settings.data), passages, drafts)
    return Study(trainer, prepared, folds_of(prepared, 1))


def study_row(name: str, of: Study) -> str:
    """Return the line of a whole judge."""
    return of.row(name, of.features())


def _adapter(coach: Coach, passages: Passages) -> Adapter:
    base = embedded_model(coach.settings.data, _say) / TRAINABLE_FOLDER
    return train_adapter(passages, base, coach.settings.data / "training", AdapterOptions(), _say)


def _some(items: Sequence[ExamplePassage], share: float) -> list[ExamplePassage]:
    """The first passages of each kind of each element, in so far as they are of this share."""
    groups: dict[tuple[str, str], list[ExamplePassage]] = {}
    for item in items:
        groups.setdefault((item.element, item.kind), []).append(item)
    kept = {id(item) for group in groups.values() for item in _sample(group, share)}
    return [item for item in items if id(item) in kept]


def _sample(items: Sequence[ExamplePassage], share: float) -> list[ExamplePassage]:
    chance = Random(items[0].element + items[0].kind)  # noqa: S311 - a sample, no secret
    return chance.sample(items, max(1, round(share * len(items))))


def _share_of(drafts: Sequence[TrainingDraft], share: float) -> NDArray[np.bool_]:
    """A share of the drafts of each exam, at random."""
    chance = Random(1)  # noqa: S311 - a sample, no secret
    learnt = np.zeros(len(drafts), dtype=bool)
    for exam_id in sorted({draft.exam for draft in drafts}):
        rows = [row for row, draft in enumerate(drafts) if draft.exam == exam_id]
        learnt[chance.sample(rows, round(share * len(rows)))] = True
    return learnt


def _without(features: Sequence[Matrix], parts: Sequence[str]) -> Iterator[Matrix]:
    columns = [PAIR_NAMES.index(name) for name in parts]
    for values in features:
        changed = values.copy()
        changed[..., columns] = 0
        yield changed


def _line(name: str, verdicts: Verdicts, caution: float) -> str:
    given, expected = verdicts.given(caution), verdicts.expected
    kappa = cohen_kappa_score(expected, given, weights="quadratic")
    lost = float((given[expected == 0] == len(verdicts.probabilities[0]) - 1).mean())
    return f"{name:52} {kappa:.3f}  {f1_score(expected, given, average='macro'):.3f}  {lost:.3f}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.study", description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=OURS.folder, metavar="DIR", help="drafts/ and passages/ of your own"
    )
    parser.add_argument(
        "--passages", action="store_true", help="the curve over passages too: trains two adapters, ten minutes"
    )
    return parser.parse_args()


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _silent(_message: str) -> None:
    return None


if __name__ == "__main__":
    main()
