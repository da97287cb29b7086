"""The calibrated steps of the judge, as data of the corpus: `judge/calibration.json`, written by `python -m evals.train`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.judging.features import PAIR_NAMES
from assistant.judging.linear import LinearModel
from assistant.judging.scoring import CRITERION_NAMES, ELEMENT_IN_DRAFT_NAMES, ELEMENT_NAMES
from assistant.referential.loading import CorpusError

_STEPS: dict[str, Sequence[str]] = {
    "pair": PAIR_NAMES,
    "element": ELEMENT_NAMES,
    "element_in_draft": ELEMENT_IN_DRAFT_NAMES,
    "criterion": CRITERION_NAMES,
}


@dataclass(frozen=True)
class Calibration:
    """The linear models of each step, and what was chosen with them on the drafts that trained them.

    `caution` weighs the error of calling covered what is missing. A verdict less probable than `stands_at` is « à
    vérifier ». A passage less probable than `quote_at` is not shown as evidence.
    """

    pair: LinearModel
    element: LinearModel
    element_in_draft: LinearModel
    criterion: LinearModel
    caution: float
    stands_at: float
    quote_at: float

    def save(self, path: Path) -> None:
        """Write the calibration as JSON that a person can read."""
        data: dict[str, Any] = {step: getattr(self, step).to_data() for step in _STEPS}
        data |= {"caution": self.caution, "stands_at": self.stands_at, "quote_at": self.quote_at}
        path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


@lru_cache(maxsize=2)
def load_calibration(path: Path) -> Calibration:
    """Read the calibration. Raises CorpusError when the file is missing, damaged, or made for other features."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        models = {step: LinearModel.from_data(data[step], names) for step, names in _STEPS.items()}
        return Calibration(
            pair=models["pair"],
            element=models["element"],
            element_in_draft=models["element_in_draft"],
            criterion=models["criterion"],
            caution=float(data["caution"]),
            stands_at=float(data["stands_at"]),
            quote_at=float(data["quote_at"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"Le fichier « {path.name} » du corpus est illisible : refaites python -m evals.train."
        raise CorpusError(message) from error
