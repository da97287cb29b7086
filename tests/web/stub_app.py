"""The page with a judge that only looks for words: fast, and the same each time. `python -m tests.web.stub_app`.

A draft whose name holds « lent » takes its time, one that holds « panne » breaks the judge; so does an answer.
With any ASSISTANT_SPEECH_MODEL it hears the same words in every recording; « panne » breaks it, « rien » is silence.
"""

import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from assistant.coach import Coach
from assistant.coaching.assessing.assessment import Assessment, PointFeedback
from assistant.coaching.questioning.jury_question import JuryQuestion
from assistant.coaching.reviewing.review import CriterionReview, ElementFinding, ExpectedElementReview, Quote, Review
from assistant.coaching.reviewing.review_summary import summary_of
from assistant.coaching.reviewing.reviewer import ReviewCancelledError
from assistant.dossier.hostile import reviewer_instructions
from assistant.dossier.model import Document, Passage, PassageKind
from assistant.referential.model import Criterion
from assistant.referential.wording import fold
from assistant.settings import get_settings
from assistant.speech.recording import samples_of
from assistant.speech.refusals import NOTHING_HEARD, SpeechError
from assistant.web.preparation import Preparation
from assistant.web.serving.server import serve_page

WORDS = {1: "contexte", 2: "critere", 3: "pondere", 4: "prix", 5: "agence", 6: "handicap"}
STEPS = 12
HEARD = "Le prix compte pour 30 points sur 100."


class StubCoach(Coach):
    """A coach whose judge looks for one word a criterion: with a figure beside it, it is covered."""

    def review(  # type: ignore[override]
        self,
        draft: "str | Path | bytes | Document",
        exam: str | None = None,
        *,
        name: str | None = None,
        progress: Callable[[float, str], None] = lambda share, message: None,
        cancelled: Callable[[], bool] = lambda: False,
        readings: object = None,
    ) -> Review:
        document = draft if isinstance(draft, Document) else self.read(draft, name, cancelled)
        if "panne" in document.file:
            raise ValueError("the judge broke")
        for step in range(STEPS):
            if cancelled():
                raise ReviewCancelledError
            progress(step / STEPS, f"Lecture des passages ({step + 1} sur {STEPS})…")
            time.sleep(1.0 if "lent" in document.file else 0.03)
        chosen = self.referential.exam(exam or "C3.3")
        criteria = tuple(_criterion(item, document) for item in chosen.criteria)
        return Review(
            file=document.file,
            exam=chosen.id,
            exam_source="given" if exam else "detected",
            pages=document.pages,
            words=document.words,
            passages=len(document.passages),
            criteria=criteria,
            expected_elements=tuple(_expected(item.label, document) for item in chosen.expected_elements),
            warnings=(*document.warnings, *reviewer_instructions(document)),
            summary=summary_of(chosen, self.knowledge.vocabulary.exams[chosen.id].title, criteria),
        )

    def assess(self, exam: str, question: str | JuryQuestion, answer: str) -> Assessment:
        if "panne" in answer:
            raise ValueError("the judge broke")
        time.sleep(1.5 if "lent" in answer else 0.1)
        points = question.points if isinstance(question, JuryQuestion) else ()
        feedback = tuple(_feedback(item.point, answer) for item in points)
        return Assessment(
            points=feedback,
            strengths=("Vous donnez un chiffre.",) if any(letter.isdigit() for letter in answer) else (),
            advice=("Donnez un fait que le jury puisse vérifier.",),
            follow_up=next((item.follow_up for item in points if item.follow_up), ""),
        )

    @property
    def can_hear(self) -> bool:
        return self.settings.speech_model is not None

    def transcribe(self, audio: bytes) -> str:
        time.sleep(0.7)
        if audio == b"panne":
            raise ValueError("the model broke")
        if audio == b"rien":
            raise SpeechError(NOTHING_HEARD)
        if find_spec("av"):
            assert samples_of(audio, self.settings.speech_max_seconds).any()
        return HEARD


def _feedback(point: str, answer: str) -> PointFeedback:
    """« tout » says every point, « moitié » half of each, anything else nothing."""
    status = "said" if "tout" in answer else "partly" if "moitié" in answer else "not_said"
    return PointFeedback(point=point, status=status, quote="" if status == "not_said" else answer)  # type: ignore[arg-type]


def _criterion(item: Criterion, document: Document) -> CriterionReview:
    if item.evidence != "written":
        return CriterionReview(
            id=item.id, n=item.n, text=item.text, evidence_kind=item.evidence, verdict="not_assessable",
            confidence=1.0, advice="Ce critère est jugé à l’oral, pas sur un écrit. Préparez-le à voix haute.",
        )  # fmt: skip
    word = WORDS.get(item.n) or max(fold(item.text).split(), key=len)
    found = [passage for passage in document.passages if word in fold(passage.text) and _counts(passage)]
    full = any(character.isdigit() for passage in found for character in passage.text)
    verdict = "covered" if full else "partial" if found else "missing"
    labels = ("ce que le candidat a choisi", "les raisons de ce choix")
    return CriterionReview(
        id=item.id,
        n=item.n,
        text=item.text,
        evidence_kind=item.evidence,
        verdict=verdict,
        confidence=0.5 if verdict == "partial" else 0.9,
        to_check=verdict == "partial",
        evidence=tuple(_quote(passage) for passage in found[:3]),
        found=labels if full else labels[:1] if found else (),
        missing=() if full else labels[1:] if found else labels,
        advice="Dites pourquoi vous avez fait ce choix, avec un fait ou un chiffre que le jury puisse vérifier.",
        elements=(_element(item, labels[0], found, full),),
        against=tuple(_quote(passage) for passage in document.passages[-1:]) if verdict != "covered" else (),
    )


def _element(item: Criterion, label: str, found: list[Passage], full: bool) -> ElementFinding:
    return ElementFinding(
        id=f"{item.id}.a",
        label=label,
        main=True,
        present="yes" if full else "partial" if found else "no",
        probability=0.9 if full else 0.4 if found else 0.1,
        evidence=tuple(_quote(passage) for passage in found[:1]),
    )


def _counts(passage: Passage) -> bool:
    return not passage.hidden and passage.kind not in {PassageKind.COMMENT, PassageKind.FURNITURE, PassageKind.HEADING}


def _expected(label: str, document: Document) -> ExpectedElementReview:
    word = max(fold(label).split(), key=len)
    found = [passage for passage in document.passages if word in fold(passage.text) and _counts(passage)]
    return ExpectedElementReview(
        label=label, present="yes" if found else "no", evidence=tuple(_quote(passage) for passage in found[:1])
    )


def _quote(passage: Passage) -> Quote:
    return Quote(
        quote=passage.text, page=passage.page, slide=passage.slide, heading=passage.heading, passage=passage.index
    )


class StubPreparation(Preparation):
    def __init__(self) -> None:
        super().__init__(get_settings())
        self.coach = StubCoach(get_settings(), report=self._hear)


if __name__ == "__main__":
    serve_page(get_settings(), StubPreparation())
