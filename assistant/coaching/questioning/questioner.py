"""The questions of a mock jury: on a draft's weak points first, then on its contradictions and its strengths, then those of the bank."""

from dataclasses import dataclass
from pathlib import Path
from random import Random

from assistant.coaching.questioning.aiming import Aimer, Target, conflict_targets, strong_targets, weak_targets
from assistant.coaching.questioning.choosing import Chosen, Wanted, fill
from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.coaching.reviewing.review import Review
from assistant.referential.model import Exam, Referential
from assistant.referential.question_bank import LEVELS, Level, QuestionBank, load_question_bank
from assistant.referential.wording import whole

_SEEDS = 1_000_000
_CONFLICT_SHARE = 4
"""One question in so many may be kept for figures that contradict each other, however weak the rest is."""


class QuestionRequestError(Exception):
    """What was asked for doesn't fit the exam. The message is one French sentence."""


@dataclass(frozen=True)
class QuestionRequest:
    """What a mock jury is asked for: an exam, one of its competences or criteria (ids), a level, a number, a seed."""

    exam: str
    competence: str | None = None
    criteria: tuple[str, ...] = ()
    level: Level | None = None
    count: int = 5
    seed: int | None = None
    asked_before: str = ""
    """What a juror said before: no question that stands in it is asked again."""


class Questioner:
    """Chooses the questions of a mock jury."""

    def __init__(self, referential: Referential, corpus: Path) -> None:
        """Take the référentiel and the folder of its bank, which is read when it is needed."""
        self._referential = referential
        self._corpus = corpus

    def bank(self, exam_id: str) -> QuestionBank:
        """Return the bank of an exam. Raises KeyError for an unknown one, CorpusError when it can't be read."""
        return load_question_bank(self._corpus, self._referential.exam(exam_id).id)

    def questions(self, request: QuestionRequest, review: Review | None = None) -> QuestionSet:
        """Return what was asked for, aimed at a draft where its review is given.

        Raises KeyError for an unknown exam, QuestionRequestError for a competence that it doesn't assess, a level that
        there isn't or the review of another exam, CorpusError when the bank can't be read.
        """
        exam = self._referential.exam(request.exam)
        if request.level is not None and request.level not in LEVELS:
            raise QuestionRequestError(
                f"Le niveau « {whole(str(request.level)[:40])} » n’existe pas : choisissez {', '.join(LEVELS)}, ou aucun."
            )
        bank = self.bank(exam.id)
        wanted = _wanted(request, exam, bank)
        seed = Random().randrange(_SEEDS) if request.seed is None else request.seed
        random = Random(seed)
        chosen = Chosen()
        if review is not None:
            if review.exam != exam.id:
                raise QuestionRequestError(f"La relecture porte sur l’épreuve {review.exam}, pas sur {exam.id}.")
            _aim(chosen, wanted, review, bank, random)
        fill(chosen, wanted, bank, random)
        return QuestionSet(exam=exam.id, questions=tuple(chosen.questions), seed=seed, asked_for=request.count)


def _wanted(request: QuestionRequest, exam: Exam, bank: QuestionBank) -> Wanted:
    criteria = request.criteria or _criteria(exam, request.competence, bank)
    return Wanted(request.count, criteria, request.level, request.asked_before)


def _aim(chosen: Chosen, wanted: Wanted, review: Review, bank: QuestionBank, random: Random) -> None:
    aimer = Aimer(bank, wanted, random)
    conflicts = conflict_targets(review, wanted.criteria)
    kept_for_conflicts = min(len(conflicts), wanted.count // _CONFLICT_SHARE)
    _ask_all(chosen, weak_targets(review, wanted.criteria, random), aimer, wanted.count - kept_for_conflicts)
    for conflict, criterion in conflicts:
        if len(chosen) < wanted.count:
            aimer.ask_conflict(conflict, criterion, chosen)
    _ask_all(chosen, strong_targets(review, wanted.criteria, random), aimer, wanted.count)


def _ask_all(chosen: Chosen, targets: list[Target], aimer: Aimer, count: int) -> None:
    for target in targets:
        if len(chosen) >= count:
            return
        aimer.ask(target, chosen)


def _criteria(exam: Exam, competence: str | None, bank: QuestionBank) -> tuple[str, ...]:
    if competence is None:
        return tuple(criterion.id for criterion in exam.criteria)
    if competence not in bank.competences:
        known = ", ".join(exam.competences)
        raise QuestionRequestError(
            f"L’épreuve {exam.id} n’évalue pas la compétence « {competence} ». Elle évalue : {known}."
        )
    return tuple(f"{exam.id}/{n}" for n in bank.competences[competence])
