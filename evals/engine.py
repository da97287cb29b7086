"""What answers in a run: the one place where an engine's name becomes a coach, and what its calls took."""

from collections.abc import Callable, Iterable
from statistics import median, quantiles

from pydantic import ValidationError

from assistant import Coach, Settings
from assistant.coaching.asking.answer import EXTRACTIVE, Answer
from evals.result import EngineUse

_PREFIX = "llm:"


class EngineError(ValueError):
    """There is no such engine; the message is one sentence."""


def make_coach(engine: str, report: Callable[[str], None]) -> Coach:
    """Return a coach that answers with an engine; `report` is told what takes time. Raises EngineError.

    `extractive` is the program without a language model, whatever the environment says; `llm:<provider>:<model>` has
    it word its answers, with the key, the address and the limits of the environment.
    """
    model = None if engine == EXTRACTIVE else engine.removeprefix(_PREFIX)
    if model == "" or (model is not None and not engine.startswith(_PREFIX)):
        raise EngineError(f"{engine} is no engine: {EXTRACTIVE}, or {_PREFIX}<provider>:<model>")
    try:
        return Coach(Settings(llm=model), report=report)
    except ValidationError as error:
        if any(item["loc"] == ("llm",) for item in error.errors()):
            raise EngineError(f"{engine} names no provider and model that the program knows") from None
        raise


def engine_use(coach: Coach, answers: Iterable[Answer]) -> EngineUse | None:
    """Return what a coach's language model did in a run; None without one."""
    model = coach.language_model
    if model is None:
        return None
    usage = model.usage
    own = list(answers)
    times = sorted(item.elapsed_ms for item in own if item.engine == model.engine)
    return EngineUse(
        name=model.name,
        calls=usage.calls,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        estimated=usage.estimated,
        euros=usage.euros,
        answers=len(own),
        worded=len(times),
        withdrawn=sum(item.notice is not None for item in own),
        median_ms=median(times) if times else None,
        p95_ms=quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else None,
    )
