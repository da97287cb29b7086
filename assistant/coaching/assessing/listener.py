"""An answer heard by a language model too: words for what the judge found, a step more or less where it shows why."""

import re
from collections.abc import Mapping, Sequence

from assistant.coaching.assessing.answer_words import AnswerWords
from assistant.coaching.assessing.assessment import Assessment, PointFeedback
from assistant.coaching.assessing.feedback_text import advice_of, borrowed, follow_up_of, strengths_of
from assistant.coaching.assessing.fusing import STATUS_OF, Witness, fused
from assistant.coaching.nearness import FOLLOW_UP_NEAR, Nearness
from assistant.coaching.sentences import Grounds, asks, gives_away, stands, tidied
from assistant.dossier.hostile import speaks_to_reviewer
from assistant.language.faults import LanguageError
from assistant.language.fencing import fenced, make_nonce
from assistant.language.grounding import quotes
from assistant.language.masking import Mask
from assistant.language.model import LanguageModel
from assistant.language.prompts import Prompt, PromptError
from assistant.progress import Cancelled, never
from assistant.referential.question_bank import ExpectedPoint
from assistant.referential.wording import fold
from prompts.outputs import HeardAnswer, HeardPoint

PROMPT = "jury_feedback"
UNFIT = "Le retour du modèle de langage ne convenait pas."
WITHOUT_IT = "Ce retour est celui du programme seul."
_MOST_STRENGTHS = 2
_SENTENCE_WORDS = 45
_FOLLOW_UP_WORDS = 40
_ASKED = re.compile(r"\s:\s|(?<=[.!])\s")
_FORECAST = re.compile(
    r"\b(?:bonne|meilleure|excellente|votre|une) note\b|\bnote (?:maximale|finale|de)\b|\bsur (?:20|vingt)\b|\bmention bien\b"
    r"|\bvous (?:serez|etes|seriez) (?:recue?|admise?|certifiee?)\b|\b(?:reussirez|obtiendrez|validerez|aurez la certification)\b"
    r"|\b(?:parfaite?s?|parfaitement|impeccables?|irreprochables?|excellente?s?)\b"
    r"|\btout (?:est|y est|a ete) |\brien a (?:redire|ajouter|ameliorer|changer)\b"
)
"""Marks, forecasts, and praise that says nothing: feedback is formative."""


class Listener:
    """Has one language model hear answers. Without an answer of the model that holds, the program's own stands."""

    def __init__(self, model: LanguageModel, nearness: Nearness, *, masks: bool) -> None:
        """Take the model, what compares follow-ups with those of the bank, and whether personal data are masked."""
        self._model = model
        self._nearness = nearness
        self._masks = masks and model.hosted

    def hear(
        self, own: Assessment, points: Sequence[ExpectedPoint], answer: str, cancelled: Cancelled = never
    ) -> Assessment:
        """Return the program's own feedback with what the model adds to it; `notice` tells of a fault, or that nothing held."""
        words = AnswerWords(answer)
        if not words.said or not points or speaks_to_reviewer(own.question):
            return own
        try:
            prompt = self._model.prompt(PROMPT)
            mask = Mask([own.question, words.said]) if self._masks else None
            heard = self._ask(prompt, own.question, points, words.said, mask, cancelled)
        except (LanguageError, PromptError) as fault:
            return own.model_copy(update={"notice": f"{fault} {WITHOUT_IT}"})
        return _Hearing(own, points, words, heard, f"{prompt.system}\n{prompt.user}", self._nearness).assessment(answer)

    def _ask(  # noqa: PLR0913, PLR0917 - what one call is made of
        self,
        prompt: Prompt,
        question: str,
        points: Sequence[ExpectedPoint],
        said: str,
        mask: Mask | None,
        cancelled: Cancelled,
    ) -> HeardAnswer:
        nonce = make_nonce()
        variables = {
            "points": "\n".join(_listed(rank, point) for rank, point in enumerate(points, start=1)),
            "question": fenced(question if mask is None else mask.hide(question), nonce),
            "answer": fenced(said if mask is None else mask.hide(said), nonce),
        }
        heard = self._model.ask(prompt, variables, output=HeardAnswer, cancelled=cancelled)
        return heard if mask is None else _restored(heard, mask)


def _listed(rank: int, point: ExpectedPoint) -> str:
    return f"{rank}. {point.point}\n   Relance prévue : {point.follow_up or 'aucune'}"


def _restored(heard: HeardAnswer, mask: Mask) -> HeardAnswer:
    """The answer with what placeholders stand for, everywhere."""
    points = tuple(
        item.model_copy(
            update={name: mask.restore(getattr(item, name)) for name in ("citation", "raison", "conseil", "relance")}
        )
        for item in heard.points
    )
    return HeardAnswer(points=points, reussites=tuple(mask.restore(text) for text in heard.reussites))


class _Hearing:
    """One answer, what the judge found, and what the model heard: what of it holds."""

    def __init__(  # noqa: PLR0913, PLR0917 - all that a hearing knows
        self,
        own: Assessment,
        points: Sequence[ExpectedPoint],
        words: AnswerWords,
        heard: HeardAnswer,
        told: str,
        nearness: Nearness,
    ) -> None:
        self._own = own
        self._points = points
        self._words = words
        self._heard = _by_rank(heard, len(points))
        self._praise = heard.reussites
        texts = [text for item in heard.points for text in (item.citation, item.raison, item.conseil, item.relance)]
        self._says_something = any(text.strip() for text in (*texts, *heard.reussites))
        self._nearness = nearness
        known = (words.said, own.question, *(item.point for item in points))
        self._grounds = Grounds(known, told, _SENTENCE_WORDS)
        self._of_answer = Grounds((words.said,), told, _SENTENCE_WORDS)
        self._told = told

    def assessment(self, answer: str) -> Assessment:
        witnesses = [self._witness(self._heard.get(rank)) for rank in range(len(self._points))]
        together = fused(self._own.points, witnesses)
        worded = tuple(self._worded(rank, item, witnesses[rank]) for rank, item in enumerate(together))
        found = self._own.model_copy(
            update={
                "points": worded,
                "strengths": self._strengths(worded) or strengths_of(worded),
                "advice": advice_of(self._own.question, self._points, worded, answer, self._advised(worded)),
                "follow_up": follow_up_of(self._points, worded),
            }
        )
        if found == self._own and self._says_something and not any(witnesses):
            return found.model_copy(update={"notice": f"{UNFIT} {WITHOUT_IT}"})
        return found

    def _witness(self, item: HeardPoint | None) -> Witness | None:
        """What the model heard, where it shows the answer's own words; those of the question show nothing."""
        if item is None or not item.citation.strip():
            return None
        place = self._words.find(item.citation)
        if place is None or borrowed(self._own.question, place.quote):
            return None
        return Witness(STATUS_OF[item.statut], place.quote, place.start, place.end)

    def _worded(self, rank: int, point: PointFeedback, witness: Witness | None) -> PointFeedback:
        """A point with the model's reason, where it is one for this status, and its follow-up."""
        item = self._heard.get(rank)
        if item is None:
            return point
        agrees = STATUS_OF[item.statut] == point.status and (point.status == "not_said" or witness is not None)
        reason = tidied(item.raison)
        return point.model_copy(
            update={
                "reason": reason if agrees and self._may_be_told(reason) else "",
                "follow_up": self._follow_up(item, self._points[rank]) if point.status != "said" else "",
            }
        )

    def _follow_up(self, item: HeardPoint, point: ExpectedPoint) -> str:
        """The model's follow-up, where the bank has one on this point and it still asks that."""
        text, own = tidied(item.relance), point.follow_up
        if not text or not own:
            return ""
        known = (self._words.said, self._own.question, point.point, own)
        grounds = Grounds(known, self._told, _FOLLOW_UP_WORDS)
        if not asks(text, grounds, (point.point, *point.said)) or _forecasts(text):
            return ""
        # « Vous citez … : » begins with what was said; what follows is what is asked.
        parts = dict.fromkeys((text, _ASKED.split(text)[-1]))
        return text if any(self._nearness.stays(part, own, near_at=FOLLOW_UP_NEAR) for part in parts) else ""

    def _advised(self, feedback: Sequence[PointFeedback]) -> Mapping[int, str]:
        """The model's advice on what isn't said, by the rank of the point."""
        advised = {}
        for rank, item in self._heard.items():
            text = tidied(item.conseil)
            if feedback[rank].status != "said" and text.endswith((".", "!", "?", "»")) and self._may_be_told(text):
                advised[rank] = text
        return advised

    def _strengths(self, feedback: Sequence[PointFeedback]) -> tuple[str, ...]:
        """What the model finds good: only what it shows in the answer's words, and nothing where nothing was said."""
        if all(item.status == "not_said" for item in feedback):
            return ()
        found = [tidied(text) for text in self._praise]
        good = [text for text in found if self._shows_words(text) and stands(text, self._of_answer)]
        return tuple(dict.fromkeys(text for text in good if not _forecasts(text)))[:_MOST_STRENGTHS]

    def _shows_words(self, text: str) -> bool:
        shown = quotes(text)
        return bool(shown) and all(self._words.find(quote) is not None for quote in shown)

    def _may_be_told(self, text: str) -> bool:
        """Whether a sentence holds, quotes the answer alone, and neither marks nor gives an example's words for its own."""
        if not text or _forecasts(text) or not stands(text, self._grounds):
            return False
        examples = [said for point in self._points for said in (*point.said, point.partly)]
        return all(self._words.find(quote) is not None for quote in quotes(text)) and not gives_away(text, examples)


def _by_rank(heard: HeardAnswer, count: int) -> dict[int, HeardPoint]:
    """What was heard by the rank of the point, from 0; a number that there isn't, or a second time, counts for nothing."""
    found: dict[int, HeardPoint] = {}
    for item in heard.points:
        if 1 <= item.numero <= count:
            found.setdefault(item.numero - 1, item)
    return found


def _forecasts(text: str) -> bool:
    return _FORECAST.search(fold(text)) is not None
