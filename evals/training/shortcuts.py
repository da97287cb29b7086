"""`python -m evals.training.shortcuts`: how far length, form and digits alone tell what an example passage is.

A judge that learns from passages may learn that long ones satisfy. Whatever is above chance here is open to it.
"""

from collections.abc import Sequence
from typing import get_args

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.judging.linear import Matrix
from assistant.referential.wording import words
from evals.collection import OURS
from evals.datasets.passages import ExamplePassage, PassageForm, PassageJudgement, load_passages

_FOLDS = 5


def main() -> None:
    """Print the table of all passages of the project."""
    passages = [item for path in sorted(OURS.passages.glob("*.jsonl")) for item in load_passages(path.stem)]
    print(f"{len(passages)} passages; area under the curve, each kind against the two others")
    for name, areas in shortcuts(passages).items():
        print(f"{name:16}", ", ".join(f"{kind} {area:.2f}" for kind, area in areas.items()))


def shortcuts(passages: Sequence[ExamplePassage]) -> dict[str, dict[PassageJudgement, float]]:
    """Return what is looked at → kind → area under the curve, cross-validated with each element on one side."""
    elements = [item.element for item in passages]
    return {
        name: {
            kind: _area(values, [item.kind == kind for item in passages], elements)
            for kind in get_args(PassageJudgement)
        }
        for name, values in _views(passages).items()
    }


def _area(values: Matrix, labels: Sequence[bool], elements: Sequence[str]) -> float:
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    folds = GroupKFold(_FOLDS)
    given = cross_val_predict(model, values, labels, groups=elements, cv=folds, method="predict_proba")
    return float(roc_auc_score(labels, given[:, 1]))


def _views(passages: Sequence[ExamplePassage]) -> dict[str, Matrix]:
    texts = [item.text for item in passages]
    log_lengths = np.log([len(words(text)) for text in texts])
    digits = np.array([sum(sign.isdigit() for sign in text) for text in texts])
    length = np.stack([log_lengths, log_lengths**2, log_lengths**3], axis=1).astype(np.float32)
    form = np.array([[item.form == form for form in get_args(PassageForm)] for item in passages], dtype=np.float32)
    figures = np.stack([digits > 0, np.log1p(digits)], axis=1).astype(np.float32)
    both = np.hstack([length, form])
    return {
        "length": length,
        "form": form,
        "length and form": both,
        "digits": figures,
        "all": np.hstack([both, figures]),
    }


if __name__ == "__main__":
    main()
