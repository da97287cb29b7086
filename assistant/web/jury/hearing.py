"""A spoken answer: the page's recording becomes the text that the candidate corrects and sends."""

import logging
from collections.abc import Callable, Mapping
from traceback import format_tb

from assistant.coach import Coach
from assistant.report.typography import french
from assistant.speech.recording import BYTES_A_SECOND
from assistant.speech.refusals import NOT_IN_USE, SpeechError
from assistant.web.given import given_recording
from assistant.web.jury.jury_state import JuryState

_FAILED = (
    "La transcription a échoué. Votre enregistrement est gardé : transcrivez-le de nouveau, ou écrivez votre réponse."
)

_log = logging.getLogger(__name__)


def voice_seconds(coach: Coach) -> int:
    """Return how long a spoken answer may be, 0 where answers can't be spoken."""
    return coach.settings.speech_max_seconds if coach.can_hear else 0


def hear(
    coach: Coach, given: Mapping[str, object], jury: JuryState, clock: Callable[[], float], too_many: str = ""
) -> dict[str, object]:
    """Return what the page's script awaits: `text`, or `problem` (and `again` where another try may succeed).

    `take` tells which recording it was, `elapsed` what the oral's clock shows now. With `too_many` nothing is heard.
    """
    began = clock()
    heard: dict[str, object] = {"take": given.get("take")}
    try:
        if not coach.can_hear:
            raise SpeechError(NOT_IN_USE)
        most = coach.settings.speech_max_seconds * BYTES_A_SECOND
        if too_many:
            heard.update(problem=french(too_many), again=True)
        else:
            heard["text"] = coach.transcribe(given_recording(given, most))
    except SpeechError as error:
        heard["problem"] = french(str(error))
    except Exception as error:  # whatever it is, the candidate must be told, and keep the recording
        # A message may hold words of the answer: the log gets the places alone.
        _log.error("A recording wasn't heard: %s\n%s", type(error).__name__, "".join(format_tb(error.__traceback__)))
        heard.update(problem=french(_FAILED), again=True)
    heard["elapsed"] = jury.spare(str(given.get("turn") or ""), began, clock())
    return heard
