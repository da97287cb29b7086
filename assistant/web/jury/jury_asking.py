"""From what a form or a program asks for to questions of a jury. What can't be done is one French sentence."""

import math
from collections.abc import Mapping

from assistant.coach import Coach
from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.coaching.questioning.questioner import QuestionRequestError
from assistant.coaching.reviewing.review import Review
from assistant.referential.loading import CorpusError
from assistant.referential.question_bank import LEVELS, Level
from assistant.web.jury.jury_form import MOST_QUESTIONS
from assistant.web.jury.jury_state import Choice, Times
from assistant.web.review.running import UNKNOWN_EXAM

_COUNT = f"Choisissez entre 1 et {MOST_QUESTIONS} questions."
_TIME = "Un temps est un nombre de minutes, de 1 à 120 ; laissez le champ vide pour ne pas le limiter."
_NO_REVIEW = "Relisez d’abord votre dossier pour cette épreuve : sans relecture, les questions ne peuvent pas le viser."
_LONGEST_MINUTES = 120


class JuryRequestError(Exception):
    """What was asked for can't be done. The message is one French sentence."""


def choice_of(given: Mapping[str, object], coach: Coach) -> Choice:
    """Return what a form asks for. Raises JuryRequestError."""
    exam = str(given.get("exam") or "")
    if exam not in {item.id for item in coach.referential.exams}:
        raise JuryRequestError(UNKNOWN_EXAM)
    return Choice(
        exam=exam,
        competence=str(given.get("competence") or "") or None,
        level=level_of(given.get("level")),
        count=count_of(given.get("count")),
        aimed=given.get("aimed") is True,
    )


def level_of(given: object) -> Level | None:
    """Return a level, or None for all of them. Raises JuryRequestError."""
    name = str(given or "").strip().lower()
    if not name:
        return None
    for level in LEVELS:
        if name == level:
            return level
    raise JuryRequestError(f"Le niveau « {name[:40]} » n’existe pas : choisissez {', '.join(LEVELS)}, ou aucun.")


def count_of(given: object) -> int:
    """Return how many questions are wanted. Raises JuryRequestError."""
    try:
        count = int(str(given))
    except ValueError as error:
        raise JuryRequestError(_COUNT) from error
    if not 1 <= count <= MOST_QUESTIONS:
        raise JuryRequestError(_COUNT)
    return count


def times_of(given: Mapping[str, object]) -> Times:
    """Return the times of an oral. Raises JuryRequestError."""
    presents = given.get("presents") is True
    return Times(
        presentation=_minutes(given.get("presentation")) if presents else None,
        discussion=_minutes(given.get("discussion")),
        presents=presents,
    )


def draw(coach: Coach, choice: Choice, review: Review | None, seed: int | None = None) -> QuestionSet:
    """Return the questions for a choice, aimed at a reviewed draft where the choice says so. Raises JuryRequestError."""
    return _draw(coach, choice, review, seed)


def draw_others(coach: Coach, choice: Choice, review: Review | None, before: QuestionSet) -> QuestionSet:
    """Return other questions than those before, as long as there are enough. Raises JuryRequestError."""
    asked_before = "\n".join(text for item in before.questions for text in (item.known_as, item.question))
    others = _draw(coach, choice, review, asked_before=asked_before)
    any_of_them = others if len(others.questions) == choice.count else draw(coach, choice, review)
    return others if len(others.questions) >= len(any_of_them.questions) else any_of_them


def _draw(
    coach: Coach, choice: Choice, review: Review | None, seed: int | None = None, asked_before: str = ""
) -> QuestionSet:
    if choice.aimed and (review is None or review.exam != choice.exam):
        raise JuryRequestError(_NO_REVIEW)
    try:
        return coach.questions(
            choice.exam,
            choice.count,
            review=review if choice.aimed else None,
            competence=choice.competence,
            level=choice.level,
            seed=seed,
            asked_before=asked_before,
        )
    except (QuestionRequestError, CorpusError) as error:
        raise JuryRequestError(str(error)) from error


def _minutes(given: object) -> float | None:
    text = str(given if given is not None else "").strip().replace(",", ".")
    if not text:
        return None
    try:
        minutes = float(text)
    except ValueError as error:
        raise JuryRequestError(_TIME) from error
    if not math.isfinite(minutes) or not 0 < minutes <= _LONGEST_MINUTES:
        raise JuryRequestError(_TIME)
    return minutes
