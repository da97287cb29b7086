"""Where nothing was learnt of a référentiel: no verdict, but the passages of a draft that come nearest to each criterion."""

from collections.abc import Iterable, Sequence

import numpy as np

from assistant.dossier.model import Document, Passage
from assistant.judging.cues import CueReader
from assistant.judging.judge import PreparedDraft, exams_in_codes, prepare_draft
from assistant.judging.judgement import DraftJudgement
from assistant.judging.linear import Matrix
from assistant.progress import Progress
from assistant.referential.model import Criterion, Referential
from assistant.search.embedder import Embedder
from assistant.search.lexical import LexicalIndex

_NEAREST = 6
_LEXICAL_WEIGHT = 0.1
"""Of BM25 (0 to 1) beside the cosine. On 55 criteria of dev drafts a right passage is among three so for .45 of them; by
the cosine alone for .27."""


class UntrainedJudge:
    """Judges nothing: likeness to a criterion's wording doesn't tell an answer from an announcement."""

    trained = False
    stands_at = 1.0
    """No verdict is given, so none stands."""
    caution = 1.0

    def __init__(self, referential: Referential, embedder: Embedder) -> None:
        """Take the référentiel and the model that compares."""
        self._referential = referential
        self._embedder = embedder
        self._cues = CueReader.of(referential)

    def prepare(self, document: Document, excluded: Iterable[int], step: Progress) -> PreparedDraft:
        """Read the units of a draft. Passages whose index is `excluded` are never quoted."""
        return prepare_draft(document, excluded, self._embedder, self._cues, step)

    def detect_exam(self, prepared: PreparedDraft, document: Document) -> str:
        """Return the exam whose code stands in the draft; without one, the exam whose criteria it comes nearest to."""
        named = exams_in_codes(document, self._referential)
        if named:
            return max(named, key=named.count)
        passages = prepared.readings.vectors[: prepared.readings.passages]
        return max(self._referential.exams, key=lambda exam: self._nearness(passages, exam.criteria)).id

    def _nearness(self, passages: Matrix, criteria: Sequence[Criterion]) -> float:
        """The mean cosine of criteria with what comes nearest to each; 0 for an empty draft."""
        if not len(passages):
            return 0.0
        return float((passages @ self._vectors(criteria).T).max(axis=0).mean())

    def _vectors(self, criteria: Sequence[Criterion]) -> Matrix:
        return self._embedder.embed_questions([criterion.text for criterion in criteria])

    def judge(self, prepared: PreparedDraft, exam_id: str, _step: Progress) -> DraftJudgement:
        """Return no verdict on any criterion, and the passages that come nearest to each."""
        criteria = self._referential.exam(exam_id).criteria
        passages = prepared.units.passages
        nearest: dict[int, tuple[Passage, ...]] = {}
        if passages:
            cosines = prepared.readings.vectors[: len(passages)] @ self._vectors(criteria).T
            lexical = LexicalIndex.build(prepared.units.texts[: len(passages)])
            for criterion, dense in zip(criteria, cosines.T, strict=True):
                words = lexical.scores(criterion.text)
                scores = dense + _LEXICAL_WEIGHT * words / max(float(words.max()), 1e-6)
                nearest[criterion.n] = tuple(passages[row] for row in np.argsort(-scores, kind="stable")[:_NEAREST])
        return DraftJudgement({criterion.n: None for criterion in criteria}, trained=False, nearest=nearest)
