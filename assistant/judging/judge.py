"""The judge: a draft and an exam → what each expected element and each criterion deserves, and on what evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.dossier.model import Document, Passage, PassageKind
from assistant.judging.calibration import Calibration, load_calibration
from assistant.judging.cues import CueReader, Cues
from assistant.judging.features import UnitReadings, pair_features
from assistant.judging.heads import Heads, load_heads
from assistant.judging.judgement import CriterionJudgement, DraftJudgement, ElementJudgement, ScoredPassage
from assistant.judging.linear import Matrix, softmax
from assistant.judging.scoring import (
    PRESENCES,
    QUOTES,
    VERDICTS,
    choose_evidence,
    choose_verdict,
    criterion_features,
    element_features,
    element_in_draft_features,
    merit,
)
from assistant.judging.units import Units, units_of
from assistant.progress import Progress, unseen
from assistant.referential.codes import read_codes
from assistant.referential.elements import Element, ExamElements, load_elements
from assistant.referential.loading import CorpusError, load_referential
from assistant.referential.model import Referential
from assistant.search.embedder import Embedder, same_model

_EMBED_AT_ONCE = 64
_EMBEDDING_SHARE = 0.85
"""Of the time that a review takes."""
_EVIDENCE = 3
_CODE_WEIGHT = 4.0
"""An exam whose code stands in the draft is so much likelier (log-odds) to be the one that it is written for."""


@dataclass(frozen=True)
class PreparedDraft:
    """A draft whose units were read: what every exam is judged on."""

    units: Units
    readings: UnitReadings
    words: int


@dataclass(frozen=True)
class _Scored:
    """Passages with their signs, the probability that each answers each element, and what each's presence is."""

    passages: Sequence[Passage]
    cues: Sequence[Cues]
    probable: Matrix
    presence: Matrix

    def passage(self, row: int, column: int) -> ScoredPassage:
        """Return a passage with the probability that it answers an element."""
        return ScoredPassage(self.passages[row], float(self.probable[row, column]))


class Judge:
    """Judges drafts. What it knows is data of the corpus; what it says rests on passages of the draft alone."""

    def __init__(
        self,
        referential: Referential,
        elements: dict[str, ExamElements],
        embedder: Embedder,
        heads: Heads,
        calibration: Calibration,
    ) -> None:
        """Take the parts; `make_judge` puts them together."""
        self._referential = referential
        self._elements = elements
        self._embedder = embedder
        self._heads = heads
        self.calibration = calibration
        self._cues = CueReader.of(referential)

    trained = True
    """It has learnt of the référentiel that it judges by."""

    @property
    def stands_at(self) -> float:
        """A verdict less probable than this is to be checked."""
        return self.calibration.stands_at

    @property
    def caution(self) -> float:
        """How much worse it is to call covered what is missing than the other way round."""
        return self.calibration.caution

    def prepare(self, document: Document, excluded: Iterable[int], step: Progress) -> PreparedDraft:
        """Read the units of a draft. Passages whose index is `excluded` are no evidence."""
        return prepare_draft(document, excluded, self._embedder, self._cues, step)

    def detect_exam(self, prepared: PreparedDraft, document: Document) -> str:
        """Return the exam that the draft is most probably written for: by its codes, and by what it speaks of."""
        exam_ids = list(self._heads.exams)
        scores = np.zeros(len(exam_ids), dtype=np.float32)
        if len(prepared.units):
            single = prepared.readings.vectors[: prepared.readings.passages]
            scores = np.log(softmax(self._heads.exam.scores(single)).mean(axis=0) + 1e-6)
        for exam_id in exams_in_codes(document, self._referential):
            scores[exam_ids.index(exam_id)] += _CODE_WEIGHT
        return exam_ids[int(np.argmax(scores))]

    def judge(self, prepared: PreparedDraft, exam_id: str, step: Progress) -> DraftJudgement:
        """Judge a prepared draft for an exam."""
        exam = self._elements[exam_id]
        step(_EMBEDDING_SHARE, "Jugement, critère par critère…")
        if not len(prepared.units):
            return _nothing_found(exam)
        logits = self.pair_logits(prepared, exam_id)
        features = element_features(logits, prepared.readings.passages, prepared.words)
        first = self.calibration.element.probabilities(features)
        presence = self.calibration.element_in_draft.probabilities(element_in_draft_features(features, first))
        single = logits[: prepared.readings.passages]
        scored = _Scored(prepared.units.passages, prepared.readings.cues, 1 / (1 + np.exp(-single)), presence)
        judged = [_element(element, row, scored) for row, element in enumerate(exam.all)]
        rows = {element.id: row for row, element in enumerate(exam.all)}
        draft = float(merit(first).mean())
        criteria: dict[int, CriterionJudgement | None] = {}
        for n, elements in exam.criteria.items():
            columns = [rows[element.id] for element in elements]
            values = criterion_features(presence[columns], [element.main for element in elements], draft)
            criteria[n] = self._criterion(n, values, [judged[column] for column in columns], scored, columns)
        return DraftJudgement(criteria, tuple(judged[rows[element.id]] for element in exam.modalities))

    def pair_logits(self, prepared: PreparedDraft, exam_id: str) -> Matrix:
        """Return the log-odds that each unit answers each element of the exam, shape (units, elements)."""
        elements = self._elements[exam_id].all
        values = pair_features(prepared.readings, elements, self._heads, exam_id)
        scores = self.calibration.pair.scores(values.reshape(-1, values.shape[-1]))
        return np.asarray(scores[:, 1] - scores[:, 0]).reshape(values.shape[:2])

    def _criterion(
        self, n: int, values: Matrix, elements: Sequence[ElementJudgement], scored: _Scored, columns: Sequence[int]
    ) -> CriterionJudgement:
        probabilities = self.calibration.criterion.probabilities(values[None, :])[0]
        verdict = choose_verdict(probabilities, self.calibration.caution)
        probable = scored.probable[:, columns]
        chosen = choose_evidence(probable, scored.presence[columns], self.calibration.quote_at, QUOTES)
        evidence = tuple(ScoredPassage(scored.passages[row], float(probable[row].max())) for row in chosen)
        missing, partial, covered = map(float, probabilities)
        return CriterionJudgement(
            n=n,
            verdict=VERDICTS[verdict],
            confidence=float(probabilities[verdict]),
            elements=tuple(elements),
            evidence=evidence,
            probabilities=(missing, partial, covered),
        )


def _element(element: Element, column: int, scored: _Scored) -> ElementJudgement:
    probable = scored.probable[:, column]
    best = np.argsort(-probable)[:_EVIDENCE]
    presence = scored.presence[column]
    announcing = [row for row in best if scored.cues[row].announces]
    return ElementJudgement(
        element=element,
        presence=PRESENCES[int(np.argmax(presence))],
        probability=float(1 - presence[0]),
        evidence=tuple(scored.passage(row, column) for row in best),
        announced=scored.passage(announcing[0], column) if announcing else None,
    )


def exams_in_codes(document: Document, referential: Referential) -> list[str]:
    """Return the exams whose codes stand in a draft, once for each entry that is named."""
    text = "\n".join(passage.text for passage in document.passages if not passage.hidden)
    exams = (referential.exam_of(key) for key in read_codes(text, referential).keys)
    return [exam.id for exam in exams if exam is not None]


def prepare_draft(
    document: Document, excluded: Iterable[int], embedder: Embedder, cues: CueReader, step: Progress = unseen
) -> PreparedDraft:
    """Read the units of a draft: their vectors, those of their headings, their signs."""
    units = units_of(document, excluded)
    own = units.texts[: len(units.passages)]
    headings = sorted({passage.heading for passage in units.passages if passage.heading})
    vectors = _embed([*own, *headings], embedder, step)
    of_headings = dict(zip(headings, vectors[len(own) :], strict=True))
    nothing = np.zeros(vectors.shape[1], dtype=np.float32)
    rows = [of_headings.get(units.passages[member[0]].heading or "", nothing) for member in units.members]
    signs = tuple(
        cues.read(text, in_table=any(units.passages[row].kind is PassageKind.TABLE_ROW for row in member))
        for text, member in zip(units.texts, units.members, strict=True)
    )
    of_units = units.vectors(vectors[: len(own)])
    readings = UnitReadings(of_units, np.array(rows, dtype=np.float32).reshape(of_units.shape), signs, len(own))
    # Words that are no evidence don't make a draft longer: an order to the reviewer moves no verdict.
    return PreparedDraft(units, readings, sum(len(text.split()) for text in own))


def _embed(texts: Sequence[str], embedder: Embedder, step: Progress) -> Matrix:
    """Embed what is read, texts of like length together; `step` hears of it and may stop it."""
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    vectors: dict[int, Matrix] = {}
    for start in range(0, len(order), _EMBED_AT_ONCE):
        step(_EMBEDDING_SHARE * start / len(order), f"Lecture : {start} passages sur {len(order)}…")
        batch = order[start : start + _EMBED_AT_ONCE]
        vectors.update(zip(batch, embedder.embed_passages([texts[row] for row in batch]), strict=True))
    return np.stack([vectors[row] for row in range(len(texts))]) if vectors else np.zeros((0, 1), dtype=np.float32)


def _nothing_found(exam: ExamElements) -> DraftJudgement:
    """A draft without a passage that could be evidence: all is missing, and that is sure."""

    def absent(element: Element) -> ElementJudgement:
        return ElementJudgement(element, "no", 0.0, ())

    criteria: dict[int, CriterionJudgement | None] = {
        n: CriterionJudgement(n, "missing", 1.0, tuple(absent(element) for element in elements))
        for n, elements in exam.criteria.items()
    }
    return DraftJudgement(criteria, tuple(absent(element) for element in exam.modalities))


def make_judge(corpus: Path, embedder: Embedder) -> Judge:
    """Return the judge of a corpus. Raises CorpusError where what it learnt is missing or is for another model."""
    folder = corpus / "judge"
    heads = load_heads(folder / "heads.npz")
    if not same_model(heads.embedder, embedder.name):
        raise CorpusError(
            "Le fichier « heads.npz » du corpus a été appris avec un autre modèle : refaites python -m evals.train."
        )
    calibration = load_calibration(folder / "calibration.json")
    return Judge(load_referential(corpus), load_elements(corpus), embedder, heads, calibration)
