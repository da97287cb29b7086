"""Bad questions, bad answers, bad wishes: what is typed, given to the coach as the page gives it."""

import re
from collections.abc import Sequence
from functools import partial

from assistant import Coach
from assistant.coaching.questioning.questioner import QuestionRequestError
from assistant.referential.model import EntryKey
from assistant.referential.wording import fold_spaces
from evals.datasets.robustness import AnswerCase, QuestionCase, RequestCase
from evals.robustness.outcome import Attempt, Outcome, Stopwatch, attempt, shown
from evals.robustness.sentences import sentence_faults


def ask_all(coach: Coach, cases: Sequence[QuestionCase]) -> list[Outcome]:
    """Ask every question."""
    return [
        attempt(
            case,
            _times(case.question, case.times),
            " or ".join(sorted(case.behaviours)),
            partial(_ask, coach, case),
        )
        for case in cases
    ]


def assess_all(coach: Coach, cases: Sequence[AnswerCase]) -> list[Outcome]:
    """Have every answer assessed."""
    return [
        attempt(
            case,
            _times(case.answer, case.times),
            f"points that are {' or '.join(sorted(case.statuses))}",
            partial(_assess, coach, case),
        )
        for case in cases
    ]


def request_all(coach: Coach, cases: Sequence[RequestCase]) -> list[Outcome]:
    """Ask for the questions of every mock jury."""
    return [
        attempt(
            case,
            shown(f"{case.count} questions, {case.exam} {case.competence or ''} {case.level or ''}"),
            "one French sentence" if case.expect == "refused" else f"{case.least} to {case.most} questions",
            partial(_request, coach, case),
        )
        for case in cases
    ]


def _times(text: str, times: int) -> str:
    return shown(text) if times == 1 else f"{shown(text)} ({times} times)"


def _ask(coach: Coach, case: QuestionCase, watch: Stopwatch) -> Attempt:
    question = case.question * case.times
    watch.start()
    answer = coach.ask(question, case.history)
    watch.stop()
    faults = []
    if answer.behaviour not in case.behaviours:
        faults.append(f"it behaves otherwise: {answer.behaviour}")
    if not answer.answer.strip():
        faults.append("nothing is said")
    if not re.search(case.says, answer.answer):
        faults.append("the answer doesn't say what it must")
    if case.never and re.search(case.never, answer.answer, re.IGNORECASE):
        faults.append("the answer says what it must not")
    cited = {f"{citation.kind}:{citation.id}" for citation in answer.citations}
    if case.cites is not None and cited != case.cites:
        faults.append(f"it cites {', '.join(sorted(cited)) or 'nothing'}")
    for citation in answer.citations:
        source = coach.referential.verbatim(EntryKey(citation.kind, citation.id))
        if fold_spaces(citation.text) not in fold_spaces(source):
            faults.append(f"{citation.id} is not cited to the letter")
    return Attempt(f"{answer.behaviour}: {shown(answer.answer)}", tuple(faults))


def _assess(coach: Coach, case: AnswerCase, watch: Stopwatch) -> Attempt:
    question = case.question or coach.questions(case.exam, 1, seed=1).questions[0].question
    answer = case.answer.replace("{question}", question) * case.times
    watch.start()
    feedback = coach.assess(case.exam, question, answer)
    watch.stop()
    faults = [f"a point is « {point.status} »" for point in feedback.points if point.status not in case.statuses]
    if not feedback.points:
        faults.append("there are no points")
    if any(point.quote not in answer for point in feedback.points):
        faults.append("a quote is not the answer's words")
    if all(point.status == "not_said" for point in feedback.points) and not feedback.advice:
        faults.append("there is no advice")
    said = ", ".join(f"{point.status}{f' « {point.quote} »' if point.quote else ''}" for point in feedback.points)
    return Attempt(shown(said), tuple(faults))


def _request(coach: Coach, case: RequestCase, watch: Stopwatch) -> Attempt:
    watch.start()
    try:
        chosen = coach.questions(case.exam, case.count, competence=case.competence, level=case.level, seed=1)  # type: ignore[arg-type]
    except QuestionRequestError as error:
        watch.stop()
        faults = sentence_faults(str(error))
        if case.expect != "refused" or not re.search(case.says, str(error)):
            faults.append("the sentence doesn't fit")
        return Attempt(shown(str(error)), tuple(faults))
    watch.stop()
    asked = [item.question for item in chosen.questions]
    faults = []
    if case.expect == "refused":
        faults.append("it is not refused")
    elif not case.least <= len(asked) <= case.most:
        faults.append("it is not as many as it should be")
    if len(set(asked)) < len(asked):
        faults.append("a question is asked twice")
    return Attempt(f"{len(asked)} questions", tuple(faults))
