"""From what was judged to a review: verdicts, quotes, what is missing, the next thing to do, in plain words."""

import time
from collections.abc import Collection, Sequence
from typing import Literal

from assistant.coaching.reviewing.review import (
    THIN,
    CriterionReview,
    ElementFinding,
    ExpectedElementReview,
    FigureConflict,
    Quote,
    Review,
)
from assistant.coaching.reviewing.review_summary import summary_of
from assistant.dossier.hostile import hostile_passages, reviewer_instructions
from assistant.dossier.model import Document, DraftWarning, Passage
from assistant.dossier.quotes import is_verbatim
from assistant.judging.conflicts import find_conflicts
from assistant.judging.judge import Judge
from assistant.judging.judgement import CriterionJudgement, DraftJudgement, ElementJudgement, Presence, ScoredPassage
from assistant.judging.untrained import UntrainedJudge
from assistant.progress import Cancelled, Progress, never, unseen
from assistant.referential.elements import ExamElements
from assistant.referential.knowledge import Knowledge
from assistant.referential.model import Criterion, Exam, Referential

_QUOTES_AN_ELEMENT = 2
_ADVICE_A_CRITERION = 2


class ReviewCancelledError(Exception):
    """The person stopped the review."""


class Reviewer:
    """Reviews drafts."""

    def __init__(
        self,
        referential: Referential,
        elements: dict[str, ExamElements],
        knowledge: Knowledge,
        judge: Judge | UntrainedJudge,
        confidence_to_stand: float | None = None,
    ) -> None:
        """Take what the review stands on. Below `confidence_to_stand` (calibration's own) a verdict is to be checked."""
        self._referential = referential
        self._elements = elements
        self._knowledge = knowledge
        self._judge = judge
        self._confidence_to_stand = judge.stands_at if confidence_to_stand is None else confidence_to_stand

    def review(
        self,
        document: Document,
        exam_id: str | None,
        progress: Progress = unseen,
        cancelled: Cancelled = never,
    ) -> Review:
        """Review a draft for an exam, or for the exam that its text points to.

        Raises KeyError for an unknown exam, ReviewCancelledError when `cancelled` says so.
        """
        started = time.perf_counter()
        excluded = hostile_passages(document)

        def step(share: float, message: str) -> None:
            if cancelled():
                raise ReviewCancelledError
            progress(share, message)

        step(0.0, "Lecture des passages du brouillon…")
        prepared = self._judge.prepare(document, excluded, step)
        source: Literal["given", "detected"] = "given" if exam_id else "detected"
        exam = self._referential.exam(exam_id or self._judge.detect_exam(prepared, document))
        judgement = self._judge.judge(prepared, exam.id, step)
        review = self._compose(document, exam, source, judgement)
        conflicts = _conflicts(document, excluded)
        elapsed = (time.perf_counter() - started) * 1000
        progress(1.0, "La relecture est prête.")
        return review.model_copy(update={"elapsed_ms": round(elapsed, 1), "conflicts": conflicts})

    def _compose(
        self, document: Document, exam: Exam, source: Literal["given", "detected"], judgement: DraftJudgement
    ) -> Review:
        criteria = tuple(self._criterion(criterion, document, judgement) for criterion in exam.criteria)
        expected = tuple(
            _expected(item.label, [judgement.element(name) for name in item.elements], document)
            for item in self._elements[exam.id].checklist
        )
        return Review(
            file=document.file,
            exam=exam.id,
            exam_source=source,
            pages=document.pages if document.pages is not None else document.slides,
            words=document.words,
            passages=len(document.passages),
            criteria=criteria,
            expected_elements=expected,
            warnings=_warnings(document),
            summary=summary_of(
                exam, self._knowledge.vocabulary.exams[exam.id].title, criteria, trained=judgement.trained
            ),
        )

    def _criterion(self, criterion: Criterion, document: Document, judgement: DraftJudgement) -> CriterionReview:
        if criterion.evidence == "oral" or (criterion.evidence == "slides" and not document.is_deck):
            return self._elsewhere(criterion)
        judged = judgement.criteria.get(criterion.n)
        if judged is None:
            return _not_rated(criterion, document, judgement)
        return self._judged(criterion, judged, document)

    def _elsewhere(self, criterion: Criterion) -> CriterionReview:
        """A criterion that isn't judged on such a draft."""
        reasons = {
            "oral": "Ce critère est jugé à l’oral, pas sur un écrit.",
            "slides": "Ce critère est jugé sur le diaporama, et ce fichier n’en est pas un.",
        }
        advice = self._knowledge.advice[criterion.id].fr
        return CriterionReview(
            id=criterion.id,
            n=criterion.n,
            text=criterion.text,
            evidence_kind=criterion.evidence,
            verdict="not_assessable",
            confidence=1.0,
            advice=f"{reasons[criterion.evidence]} Pour vous y préparer : {advice[0].lower()}{advice[1:]}",
        )

    def _judged(self, criterion: Criterion, judged: CriterionJudgement, document: Document) -> CriterionReview:
        elements = tuple(_finding(item, document) for item in judged.elements)
        to_check = judged.confidence < self._confidence_to_stand
        shown = judged.evidence if judged.verdict != "missing" else ()
        return CriterionReview(
            id=criterion.id,
            n=criterion.n,
            text=criterion.text,
            evidence_kind=criterion.evidence,
            verdict=judged.verdict,
            confidence=round(judged.confidence, 3),
            to_check=to_check,
            evidence=_quotes(shown, document),
            found=_found(judged, elements),
            missing=_missing(judged, elements),
            advice=self._advice(criterion, judged),
            elements=elements,
            against=_against(judged, document),
        )

    def _advice(self, criterion: Criterion, judged: CriterionJudgement) -> str:
        if judged.verdict == "covered":
            weakest = min(judged.elements, key=lambda item: item.probability)
            if weakest.presence != "no":
                return "Gardez ce passage, et préparez-vous à le défendre devant le jury."
            return f"Pour aller plus loin : {weakest.element.advice[0].lower()}{weakest.element.advice[1:]}"
        lacking = [item for item in judged.elements if item.presence != "yes"]
        lacking.sort(key=lambda item: (not item.element.main, item.probability))
        advice = [item.element.advice for item in lacking[:_ADVICE_A_CRITERION]]
        return " ".join(advice) or self._knowledge.advice[criterion.id].fr


def _not_rated(criterion: Criterion, document: Document, judgement: DraftJudgement) -> CriterionReview:
    """A criterion without a verdict, and the passages to read for it, where some were looked for."""
    nearest = _quotes_of(judgement.nearest.get(criterion.n, ()), document)
    advice = "Ce critère n’a pas pu être jugé cette fois : relancez la relecture."
    if not judgement.trained:
        advice = "Ce critère n’est pas jugé : le programme n’a rien appris de ce référentiel."
        advice += (
            " Voyez vous-même si les passages cités, les plus proches de ses mots, y répondent." if nearest else ""
        )
    return CriterionReview(
        id=criterion.id,
        n=criterion.n,
        text=criterion.text,
        evidence_kind=criterion.evidence,
        verdict="not_rated",
        confidence=0.0,
        to_check=True,
        evidence=nearest,
        advice=advice,
    )


def _finding(item: ElementJudgement, document: Document) -> ElementFinding:
    shown = item.evidence if item.presence != "no" else ()
    announced = _quotes([item.announced] if item.announced else (), document, 1)
    return ElementFinding(
        id=item.element.id,
        label=item.element.label,
        main=item.element.main,
        present=item.presence,
        probability=round(item.probability, 3),
        evidence=_quotes(shown, document, _QUOTES_AN_ELEMENT),
        announced=announced[0] if announced else None,
    )


def _quotes(scored: Sequence[ScoredPassage], document: Document, limit: int | None = None) -> tuple[Quote, ...]:
    return _quotes_of([item.passage for item in scored], document)[:limit]


def _quotes_of(passages: Sequence[Passage], document: Document) -> tuple[Quote, ...]:
    """Quote passages; a quote that isn't verbatim in the draft is never shown."""
    return tuple(_quote(passage) for passage in passages if is_verbatim(passage.text, document))


def _quote(passage: Passage) -> Quote:
    return Quote(
        quote=passage.text, page=passage.page, slide=passage.slide, heading=passage.heading, passage=passage.index
    )


def _found(judged: CriterionJudgement, elements: Sequence[ElementFinding]) -> tuple[str, ...]:
    """What is there; a criterion that isn't missing has something, were it the most probable element alone."""
    if judged.verdict == "missing":
        return ()
    there = [item for item in elements if item.present != "no"]
    return tuple(item.label for item in there or [max(elements, key=lambda item: item.probability)])


def _missing(judged: CriterionJudgement, elements: Sequence[ElementFinding]) -> tuple[str, ...]:
    """What is missing; the parts that are only thin say so, and a partial criterion has one of either."""
    if judged.verdict == "covered":
        return ()
    if judged.verdict == "missing":
        return tuple(item.label for item in elements)
    found = _found(judged, elements)
    lacking = [item for item in elements if item.present == "no" and item.label not in found]
    thin = [item for item in elements if item.present == "partial"]
    if not lacking and not thin:
        thin = [min(elements, key=lambda item: item.probability)]
    return (*(item.label for item in lacking), *(f"{item.label} {THIN}" for item in thin))


def _conflicts(document: Document, excluded: Collection[int]) -> tuple[FigureConflict, ...]:
    """The figures that contradict each other, where their words can be quoted."""
    return tuple(
        FigureConflict(
            kind=item.kind,
            subject=item.subject,
            stated=item.stated,
            found=item.found,
            first=_quote(item.first),
            second=_quote(item.second) if item.second else None,
        )
        for item in find_conflicts(document, excluded)
        if is_verbatim(item.first.text, document)
    )


def _against(judged: CriterionJudgement, document: Document) -> tuple[Quote, ...]:
    """What speaks for the other reading: content where it is missing, announcements where it is covered."""
    if judged.verdict == "missing":
        best = sorted(
            (item.evidence[0] for item in judged.elements if item.evidence), key=lambda item: -item.probability
        )
        return _quotes(best, document, 1)
    announced = [item.announced for item in judged.elements if item.announced]
    return _quotes(announced, document, 1)


def _expected(label: str, judged: Sequence[ElementJudgement | None], document: Document) -> ExpectedElementReview:
    known = [item for item in judged if item is not None]
    present = _together([item.presence for item in known])
    ranked = sorted((item for item in known if item.presence != "no"), key=lambda item: -item.probability)
    shown = [scored for item in ranked for scored in item.evidence[:1]]
    evidence = _quotes(shown, document, _QUOTES_AN_ELEMENT) if present != "no" else ()
    return ExpectedElementReview(label=label, present=present, evidence=evidence)


def _together(presences: Sequence[Presence]) -> Presence:
    if presences and all(item == "yes" for item in presences):
        return "yes"
    return "partial" if any(item != "no" for item in presences) else "no"


def _warnings(document: Document) -> tuple[DraftWarning, ...]:
    return (*document.warnings, *reviewer_instructions(document))
