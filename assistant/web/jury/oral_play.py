"""What a candidate does in a mock oral, told by the page: answer, pass, hold, end."""

import logging
from collections.abc import Callable
from traceback import format_tb

from assistant.coaching.questioning.mock_oral import Assess, MockOral
from assistant.web.jury.jury_asking import JuryRequestError
from assistant.web.jury.jury_state import JuryState
from assistant.web.operations.work import worked

LONGEST_ANSWER = 20_000
"""Characters; an answer of ten minutes has about 9000."""
_TOO_LONG = f"Votre réponse dépasse {LONGEST_ANSWER // 1000} 000 caractères, plus qu’un oral n’en laisse dire : raccourcissez-la."
_NOT_TAKEN = "Votre réponse n’a pas pu être lue par le jury. Elle est toujours dans le champ : renvoyez-la."
_EMPTY = "Écrivez d’abord votre réponse, ou passez la question."
_ELSEWHERE = "L’oral a avancé entre-temps : votre réponse n’a pas été prise en compte."

_log = logging.getLogger(__name__)

_STEPS: dict[str, Callable[[MockOral, float], MockOral]] = {
    "discuss": MockOral.discuss,
    "hold": MockOral.hold,
    "resume": MockOral.resume,
    "skip": MockOral.skip,
    "end": MockOral.end,
}


def step(jury: JuryState, action: str, turn: str, now: float) -> None:
    """Do what a button says; one that belongs to a turn that is over does nothing."""
    oral = jury.oral
    if oral is None or turn != jury.turn or action not in _STEPS:
        return
    jury.move(oral, _STEPS[action](oral, now))


@worked.watched("oral")
def answer(jury: JuryState, text: str, turn: str, clock: Callable[[], float], assess: Assess) -> str:
    """Take an answer; return why it couldn't be taken, in one sentence: then nothing has changed."""
    oral = jury.oral
    if oral is None or turn != jury.turn:
        return _ELSEWHERE if text.strip() else ""
    problem = "" if text.strip() else _EMPTY
    if len(text) > LONGEST_ANSWER:
        problem = _TOO_LONG
    if problem:
        return problem
    said_at = clock()
    try:
        after = oral.answer(text, said_at, assess)
    except JuryRequestError as error:
        return str(error)
    except Exception as error:  # whatever it is, the candidate must be told, and keep the answer
        # A message may hold words of the answer: the log gets the places alone.
        _log.error("An answer wasn't assessed: %s\n%s", type(error).__name__, "".join(format_tb(error.__traceback__)))
        return _NOT_TAKEN
    if after.phase == "discussion":
        # The jury's thinking isn't the candidate's time.
        after = after.hold(said_at).resume(clock())
    return "" if jury.move(oral, after) else _ELSEWHERE
