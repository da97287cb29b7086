"""From what was judged to a review: verdicts, quotes, what is missing, the next thing to do, in plain words."""

import time
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Literal

from assistant.coaching.reviewing.review import (
    THIN,
    CriterionReview,
    ElementFinding,
    ExpectedElementReview,
    FigureConflict,
    Quote,
    Review,
    SecondOpinion,
)
from assistant.coaching.reviewing.review_summary import notice_of, summary_of
from assistant.dossier.hostile import hostile_passages, reviewer_instructions
from assistant.dossier.model import Document, DraftWarning, Passage
from assistant.dossier.quotes import is_verbatim
from assistant.judging.conflicts import find_conflicts
from assistant.judging.judge import Judge
from assistant.judging.judgement import (
    CriterionJudgement,
    DraftJudgement,
    ElementJudgement,
    Presence,
    ScoredPassage,
    Verdict,
)
from assistant.judging.untrained import UntrainedJudge
from assistant.progress import Cancelled, Progress, never, unseen
from assistant.referential.elements import ExamElements
from assistant.referential.knowledge import Knowledge
from assistant.referential.model import Criterion, Exam, Referential

if TYPE_CHECKING:
    from assistant.coaching.reviewing.opinion import Opinion
    from assistant.coaching.reviewing.reading_cache import ReadingCache
    from assistant.coaching.reviewing.second_reader import SecondReader, SecondReading

_QUOTES_AN_ELEMENT = 2
_ADVICE_A_CRITERION = 2
_NEAREST_SHOWN = 3
_JUDGING_SHARE = 0.4
"""Of the time that a review takes, where a language model reads it once more."""


class ReviewCancelledError(Exception):
    """The person stopped the review."""


class Reviewer:
    """Reviews drafts."""

    def __init__(  # noqa: PLR0913 - what a review stands on
        self,
        referential: Referential,
        elements: dict[str, ExamElements],
        knowledge: Knowledge,
        judge: Judge | UntrainedJudge,
        confidence_to_stand: float | None = None,
        *,
        second: "SecondReader | None" = None,
    ) -> None:
        """Take what the review stands on. Below `confidence_to_stand` (calibration's own) a verdict is to be checked.

        `second` is a language model that reads after the judge.
        """
        self._referential = referential
        self._elements = elements
        self._knowledge = knowledge
        self._judge = judge
        self._confidence_to_stand = judge.stands_at if confidence_to_stand is None else confidence_to_stand
        self._second = second

    def review(
        self,
        document: Document,
        exam_id: str | None,
        progress: Progress = unseen,
        cancelled: Cancelled = never,
        readings: "ReadingCache | None" = None,
    ) -> Review:
        """Review a draft for an exam, or for the exam that its text points to.

        `readings` holds what the language model said before, of whoever the draft belongs to. Raises KeyError for
        an unknown exam, ReviewCancelledError when `cancelled` says so.
        """
        started = time.perf_counter()
        excluded = hostile_passages(document)
        judging = _JUDGING_SHARE if self._second is not None else 1.0

        def told(share: float, message: str) -> None:
            if cancelled():
                raise ReviewCancelledError
            progress(share, message)

        step = _between(0.0, judging, told)
        step(0.0, "Lecture des passages du brouillon…")
        prepared = self._judge.prepare(document, excluded, step)
        source: Literal["given", "detected"] = "given" if exam_id else "detected"
        exam = self._referential.exam(exam_id or self._judge.detect_exam(prepared, document))
        judgement = self._judge.judge(prepared, exam.id, step)
        reading = None
        if self._second is not None:
            from assistant.coaching.reviewing.reading_parts import JudgedDraft

            judged = JudgedDraft(document, exam, self._title(exam), judgement, excluded)
            reading = self._second.read(judged, _between(judging, 1.0, told), cancelled, readings)
        review = self._compose(document, exam, source, judgement, reading)
        conflicts = _conflicts(document, excluded)
        elapsed = (time.perf_counter() - started) * 1000
        progress(1.0, "La relecture est prête.")
        return review.model_copy(update={"elapsed_ms": round(elapsed, 1), "conflicts": conflicts})

    def _title(self, exam: Exam) -> str:
        return self._knowledge.vocabulary.exams[exam.id].title

    def _compose(
        self,
        document: Document,
        exam: Exam,
        source: Literal["given", "detected"],
        judgement: DraftJudgement,
        reading: "SecondReading | None",
    ) -> Review:
        opinions = reading.opinions if reading is not None else {}
        criteria = tuple(
            self._criterion(criterion, document, judgement, opinions.get(criterion.n)) for criterion in exam.criteria
        )
        unread = [(item.numbers, item.why) for item in reading.unread] if reading is not None else []
        notice = notice_of(unread, trained=judgement.trained)
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
            summary=summary_of(exam, self._title(exam), criteria, trained=judgement.trained, notice=notice),
            engine=reading.engine if reading is not None and reading.opinions else "extractive",
            notice=notice,
        )

    def _criterion(
        self, criterion: Criterion, document: Document, judgement: DraftJudgement, opinion: "Opinion | None"
    ) -> CriterionReview:
        if criterion.evidence == "oral" or (criterion.evidence == "slides" and not document.is_deck):
            return self._elsewhere(criterion)
        judged = judgement.criteria.get(criterion.n)
        if judged is not None:
            return (
                self._judged(criterion, judged, document)
                if opinion is None
                else self._fused(criterion, judged, opinion, document)
            )
        if opinion is not None and not judgement.trained:
            return self._by_model_alone(criterion, opinion)
        return _not_rated(criterion, document, judgement)

    def _fused(
        self, criterion: Criterion, judged: CriterionJudgement, opinion: "Opinion", document: Document
    ) -> CriterionReview:
        """A criterion that two readers judged; where they disagree it is to be checked."""
        from assistant.coaching.reviewing.fusing import fuse

        fused = fuse(judged, opinion, self._judge.caution)
        found = self._judged(criterion, fused, document)
        second = _second_opinion(opinion, judged.verdict)
        changes: dict[str, object] = {"second_opinion": second}
        if opinion.verdict != judged.verdict:
            changes["to_check"] = True
        if fused.verdict == "missing" and opinion.quotes:
            changes["against"] = second.quotes[:1]
        if opinion.advice and opinion.verdict == fused.verdict:
            changes["advice"] = opinion.advice
        return found.model_copy(update=changes)

    def _by_model_alone(self, criterion: Criterion, opinion: "Opinion") -> CriterionReview:
        """A criterion of a référentiel of which nothing was learnt: the model's verdict, never to stand alone."""
        from assistant.coaching.reviewing.fusing import UNTRAINED_CONFIDENCE

        second = _second_opinion(opinion, None)
        return CriterionReview(
            id=criterion.id,
            n=criterion.n,
            text=criterion.text,
            evidence_kind=criterion.evidence,
            verdict=opinion.verdict,
            confidence=UNTRAINED_CONFIDENCE,
            to_check=True,
            evidence=second.quotes,
            advice=opinion.advice or self._knowledge.advice[criterion.id].fr,
            second_opinion=second,
        )

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


def _between(start: float, end: float, progress: Progress) -> Progress:
    """Return what tells the share done of a part of the work as a share of the whole."""
    return lambda share, message: progress(start + (end - start) * share, message)


def _not_rated(criterion: Criterion, document: Document, judgement: DraftJudgement) -> CriterionReview:
    """A criterion without a verdict, and the passages to read for it, where some were looked for."""
    nearest = _quotes_of(judgement.nearest.get(criterion.n, ())[:_NEAREST_SHOWN], document)
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


def _second_opinion(opinion: "Opinion", judge: Verdict | None) -> SecondOpinion:
    quotes = tuple(_quote(item.passage).model_copy(update={"quote": item.words}) for item in opinion.quotes)
    return SecondOpinion(verdict=opinion.verdict, judge=judge, reason=opinion.reason, quotes=quotes)


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
