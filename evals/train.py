"""`python -m evals.train`: train the judge on example passages and labelled drafts, and write it into the corpus.

First the adapter of the model that reads drafts, unless the corpus has one of the same passages; then heads and
calibration on what the adapted model makes of passages and drafts. A training that was stopped goes on where it was.

Choices are made on figures of cross-validation over the train and dev drafts; the test drafts are never read here.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from sklearn.metrics import cohen_kappa_score, f1_score

from assistant import Coach
from assistant.dossier.hostile import hostile_passages
from assistant.judging.calibration import Calibration
from assistant.judging.cues import CueReader
from assistant.judging.heads import Heads
from assistant.judging.judge import PreparedDraft, prepare_draft
from assistant.referential.elements import Element, load_elements
from assistant.referential.loading import CorpusError
from assistant.search.embedder import judges_settings, make_embedder
from assistant.search.embedding_adapter import Adapter, adapter_path, find_adapter, load_adapter
from assistant.search.embedding_build import TRAINABLE_FOLDER, embedded_model
from evals.caching import CachedEmbedder
from evals.collection import OURS, Collection
from evals.datasets.drafts import LabelledDraft, load_drafts
from evals.datasets.passages import ExamplePassage, load_passages
from evals.datasets.rendering import render
from evals.training.adapter import AdapterOptions, adapter_fingerprint, train_adapter
from evals.training.heads import HeadsTrainer
from evals.training.labelling import TrainingDraft, training_draft
from evals.training.pair_reader import Wordings
from evals.training.steps import StepsTrainer, Verdicts, folds_of, unseen_pair_features

_SEEDS = (1, 2, 3)

Passages = Mapping[str, Sequence[ExamplePassage]]


def main() -> None:
    """Train, print the cross-validated figures, and write the judge unless told not to."""
    options = _options()
    coach, collection = Coach(report=_say), Collection(options.data)
    passages = {exam.id: load_passages(exam.id, collection.passages) for exam in coach.referential.exams}
    if without := [exam_id for exam_id, items in passages.items() if not items]:
        sys.exit(f"python -m evals.train: {collection.passages} has no passages of {', '.join(without)}")
    adapter = None if options.without_adapter else _adapter(coach, passages, options)
    plain = make_embedder(judges_settings(coach.settings), _say, adapter)
    embedder = CachedEmbedder(plain, coach.settings.data)
    drafts = [draft for split in options.splits for draft in load_drafts(split, collection.drafts)]
    trainer, prepared = prepare(coach, embedder, passages, drafts)
    for seed in _SEEDS[: options.seeds]:
        fold = folds_of(prepared, seed)
        features = unseen_pair_features(prepared, trainer, fold, _say)
        calibration, verdicts = StepsTrainer(prepared, features, fold).train()
        _print_figures("all", verdicts, calibration)
        unseen = np.array([draft.author is not None for draft in prepared])
        if unseen.any():
            _print_figures("by authors of whom nothing was learnt", verdicts.of(unseen), calibration)
    if adapter and not options.dry_run:
        _say("training the heads on all drafts")
        _write(coach.settings.corpus, adapter, trainer.train(prepared), calibration)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals.train", description=__doc__)
    parser.add_argument("--splits", nargs="+", default=["train", "dev"], choices=("train", "dev"))
    parser.add_argument("--dry-run", action="store_true", help="print the figures and write nothing into the corpus")
    parser.add_argument("--seeds", type=int, default=1, help="how many times to cross-validate")
    parser.add_argument(
        "--threads",
        type=int,
        default=1,
        help="for the adapter; the same figures to the last digit need the same number",
    )
    parser.add_argument(
        "--data", type=Path, default=OURS.folder, metavar="DIR", help="drafts/ and passages/ of your own"
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--keep-adapter", action="store_true", help="train heads for the corpus' adapter, up to date or not"
    )
    which.add_argument(
        "--without-adapter", action="store_true", help="print the figures of the plain model, and write nothing"
    )
    return parser.parse_args()


def _adapter(coach: Coach, passages: Passages, options: argparse.Namespace) -> Adapter:
    """The corpus' adapter where it is to be kept or was trained on these passages, else a new one."""
    corpus, data = coach.settings.corpus, coach.settings.data
    training = AdapterOptions(threads=options.threads)
    if options.keep_adapter:
        return load_adapter(adapter_path(corpus))
    standing = _standing_adapter(corpus)
    if standing and standing.fingerprint == adapter_fingerprint(passages, training):
        _say("adapter: the corpus' own is up to date")
        return standing
    if find_spec("peft") is None:
        raise SystemExit('an adapter is trained with peft: pip install -e ".[train]"')
    base = embedded_model(data, _say) / TRAINABLE_FOLDER
    return train_adapter(passages, base, data / "training", training, _say)


def _standing_adapter(corpus: Path) -> Adapter | None:
    try:
        return find_adapter(corpus)
    except CorpusError as error:
        _say(f"adapter: the corpus' own can't be used ({error})")
        return None


def _write(corpus: Path, adapter: Adapter, heads: Heads, calibration: Calibration) -> None:
    folder = corpus / "judge"
    folder.mkdir(exist_ok=True)
    adapter.save(adapter_path(corpus))
    heads.save(folder / "heads.npz")
    calibration.save(folder / "calibration.json")
    _say(f"written into {folder.name}/: {adapter_path(corpus).name}, heads.npz, calibration.json")


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def prepare(
    coach: Coach, embedder: CachedEmbedder, passages: Passages, drafts: Sequence[LabelledDraft]
) -> tuple[HeadsTrainer, list[TrainingDraft]]:
    """Return what trains heads on the passages, and the drafts as the embedder reads them."""
    elements = {exam_id: exam.all for exam_id, exam in load_elements(coach.settings.corpus).items()}
    cues = CueReader.of(coach.referential)
    _say("embedding the example passages")
    vectors = {exam_id: embedder.embed_passages([item.text for item in items]) for exam_id, items in passages.items()}
    trainer = HeadsTrainer(_wordings(elements, embedder), passages, vectors, cues, embedder.name)
    prepared = []
    for number, draft in enumerate(drafts, start=1):
        _say(f"reading draft {number} of {len(drafts)}: {draft.name}")
        prepared.append(training_draft(draft, _read(coach, draft, embedder, cues), elements[draft.about.exam]))
    return trainer, prepared


def _wordings(elements: Mapping[str, Sequence[Element]], embedder: CachedEmbedder) -> Wordings:
    """What the référentiel's elements say of themselves: what they are called, and what counts."""
    orders = {exam_id: tuple(element.id for element in items) for exam_id, items in elements.items()}
    texts = [f"{element.label}. {element.counts}" for items in elements.values() for element in items]
    return Wordings(orders, embedder.embed_passages(texts))


def _read(coach: Coach, draft: LabelledDraft, embedder: CachedEmbedder, cues: CueReader) -> PreparedDraft:
    document = coach.read(render(draft), f"{draft.name}.{draft.about.format}")
    return prepare_draft(document, hostile_passages(document), embedder, cues)


def _print_figures(whose: str, verdicts: Verdicts, calibration: Calibration) -> None:
    given = verdicts.given(calibration.caution)
    expected = verdicts.expected
    confidence = verdicts.probabilities[np.arange(len(given)), given]
    stands = confidence >= calibration.stands_at
    figures = {
        "kappa": cohen_kappa_score(expected, given, weights="quadratic"),
        "macro F1": f1_score(expected, given, average="macro"),
        "accuracy": float((expected == given).mean()),
        "missing called covered": float((given[expected == 0] == 2).mean()),
        "standing": float(stands.mean()),
        "standing kappa": cohen_kappa_score(expected[stands], given[stands], weights="quadratic"),
        "stands at": calibration.stands_at,
        "quote at": calibration.quote_at,
    }
    listed = ", ".join(f"{name} {value:.3f}" for name, value in figures.items())
    print(f"{whose}, {len(expected)} criteria: {listed}", flush=True)


if __name__ == "__main__":
    main()
