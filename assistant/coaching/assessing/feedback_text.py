"""What feedback says beside the points: what is good, what to do about the rest, what the jury insists on."""

from collections.abc import Mapping, Sequence

from assistant.coaching.assessing.assessment import PointFeedback, lacking
from assistant.judging.spans import spans_of
from assistant.referential.question_bank import ExpectedPoint
from assistant.referential.wording import fold

_NO_ANSWER = (
    "Vous n’avez pas encore répondu. Même sans certitude, dites ce que vous savez, ce que vous ne savez pas, et comment "
    "vous le vérifieriez : le silence ne laisse rien à évaluer."
)
_BORROWED = (
    "Votre réponse reprend surtout les mots de la question : ajoutez un fait, un chiffre ou un exemple de votre projet."
)
_MOSTLY_BORROWED = 0.6
_MISSING = "Il manque : {point}. Dans un autre projet, on le dirait ainsi : « {said} »"
_THIN = "À étoffer : {point}. Donnez un fait, un chiffre ou une raison, comme ici : « {said} »"
_ADVISED = "{what} : {point}. {advised} Dans un autre projet, on le dirait ainsi : « {said} »"


def strengths_of(feedback: Sequence[PointFeedback]) -> tuple[str, ...]:
    """Return what is good: the points that were said, with the words that show it."""
    return tuple(f"{_capital(item.point)} : « {item.quote} »" for item in feedback if item.status == "said")


def follow_up_of(points: Sequence[ExpectedPoint], feedback: Sequence[PointFeedback]) -> str:
    """Return what the jury insists on first, in a language model's words where there are some."""
    return next((item.follow_up or point.follow_up for point, item in lacking(points, feedback) if point.follow_up), "")


def advice_of(
    question: str,
    points: Sequence[ExpectedPoint],
    feedback: Sequence[PointFeedback],
    answer: str,
    advised: Mapping[int, str] | None = None,
) -> tuple[str, ...]:
    """Return what to do about what isn't said; `advised` holds a language model's sentence by the rank of the point."""
    if not spans_of(answer):
        return (_NO_ANSWER,)
    advice = [_BORROWED] if borrowed(question, answer) else []
    for rank, (point, item) in enumerate(zip(points, feedback, strict=True)):
        if item.status != "said":
            advice.append(_advice(point, item, (advised or {}).get(rank, "")))
    return tuple(advice)


def _advice(point: ExpectedPoint, item: PointFeedback, advised: str) -> str:
    thin = item.status == "partly"
    if advised:
        what = "À étoffer" if thin else "Il manque"
        return _ADVISED.format(what=what, point=point.point, advised=advised, said=point.said[0])
    return (_THIN if thin else _MISSING).format(point=point.point, said=point.said[0])


def borrowed(question: str, answer: str) -> bool:
    """Tell whether most of an answer's words are those of the question."""
    asked = set(fold(question).split())
    said = [word for word in fold(answer).split() if len(word) > 3]
    return bool(said) and sum(word in asked for word in said) / len(said) >= _MOSTLY_BORROWED


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
