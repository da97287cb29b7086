"""The questions of a jury in a language model's words: chosen and aimed as without it, each checked, else the bank's own."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from assistant.coaching.nearness import Nearness
from assistant.coaching.questioning.choosing import DUPLICATE_AT, Chosen
from assistant.coaching.questioning.jury_question import JuryQuestion, QuestionSet
from assistant.coaching.questioning.questioner import Questioner, QuestionRequest
from assistant.coaching.reviewing.review import Review
from assistant.coaching.sentences import Grounds, asks, tidied, without_quotes
from assistant.dossier.hostile import speaks_to_reviewer
from assistant.language.faults import LanguageError
from assistant.language.fencing import fenced, make_nonce
from assistant.language.masking import Mask
from assistant.language.model import LanguageModel
from assistant.language.prompts import Prompt, PromptError
from assistant.progress import Cancelled, never
from assistant.referential.model import Referential
from assistant.referential.question_bank import LEVELS, QuestionBank
from assistant.referential.wording import fold
from prompts.outputs import WordedQuestions

PROMPT = "jury_questions"
UNFIT = "Les formulations du modèle de langage ne convenaient pas."
WITHOUT_IT = "Les questions gardent la formulation prévue."
AT_ONCE = 5
"""Questions that one call words, of twice as many: more don't fit the context of a small model."""
_MOST_WORDS = 60


@dataclass(frozen=True)
class _Batch:
    """What one call is about: the program's own choice, and what may stand in the place of some of it."""

    chosen: tuple[JuryQuestion, ...]
    spare: tuple[JuryQuestion, ...]

    @property
    def sent(self) -> tuple[JuryQuestion, ...]:
        """What the model reads: not what starts from words that speak to whoever judges."""
        return tuple(item for item in (*self.chosen, *self.spare) if not speaks_to_reviewer(item.question))


_Worded = dict[str, str]
"""The model's wording by the question in the program's own words."""


class QuestionWriter:
    """Has one language model word questions. One that fails a check keeps the bank's words."""

    def __init__(
        self,
        model: LanguageModel,
        referential: Referential,
        questioner: Questioner,
        nearness: Nearness,
        *,
        masks: bool,
    ) -> None:
        """Take the model, what questions are chosen from, what compares them, and whether personal data are masked."""
        self._model = model
        self._referential = referential
        self._questioner = questioner
        self._nearness = nearness
        self._masks = masks and model.hosted

    def write(
        self, asked: QuestionSet, request: QuestionRequest, review: Review | None = None, cancelled: Cancelled = never
    ) -> QuestionSet:
        """Return the questions of a request in the model's words, some perhaps in the place of others.

        `notice` tells of a fault, or that no wording passed; what the model didn't word is as the program asks it.
        """
        if not asked.questions:
            return asked
        try:
            prompt = self._model.prompt(PROMPT)
        except PromptError as error:
            return asked.model_copy(update={"notice": f"{error} {WITHOUT_IT}"})
        batches = _batches(asked.questions, self._spare(asked, request, review))
        mask = Mask([item.question for item in asked.questions if item.anchor]) if self._masks else None
        with ThreadPoolExecutor(min(len(batches), self._model.limits.concurrency)) as threads:
            replies = list(threads.map(lambda batch: self._reply(prompt, asked.exam, batch, mask, cancelled), batches))
        faults = [reply for reply in replies if isinstance(reply, str)]
        questions: list[JuryQuestion] = []
        worded: _Worded = {}
        for batch, reply in zip(batches, replies, strict=True):
            said = {} if isinstance(reply, str) else reply
            questions += _choice(batch, said)
            worded |= said
        checked = self._checked(_in_order(questions), worded, request, f"{prompt.system}\n{prompt.user}")
        if not faults and any(batch.sent for batch in batches) and not any(item.unworded for item in checked):
            faults = [UNFIT]
        notice = f"{faults[0]} {WITHOUT_IT}" if faults else ""
        return asked.model_copy(update={"questions": checked, "notice": notice})

    def _spare(self, asked: QuestionSet, request: QuestionRequest, review: Review | None) -> tuple[JuryQuestion, ...]:
        """As many other questions for the same wish, none like those that were chosen."""
        more = self._questioner.questions(replace(request, count=2 * request.count, seed=asked.seed), review)
        different = Chosen()
        for item in asked.questions:
            different.add(item, item.asks)
        for item in more.questions:
            different.add(item, item.asks)
        return tuple(different.questions[len(asked.questions) :][: len(asked.questions)])

    def _reply(
        self, prompt: Prompt, exam: str, batch: _Batch, mask: Mask | None, cancelled: Cancelled
    ) -> _Worded | str:
        """The model's wordings of a batch, in its order; the sentence of a fault."""
        sent = batch.sent
        if not sent:
            return {}
        nonce = make_nonce()
        candidates = (self._candidate(rank, item, mask, nonce) for rank, item in enumerate(sent, start=1))
        variables: dict[str, str | int] = {
            "exam": self._exam(exam),
            "count": min(len(batch.chosen), len(sent)),
            "total": len(sent),
            "candidates": "\n\n".join(candidates),
        }
        try:
            reply = self._model.ask(prompt, variables, output=WordedQuestions, cancelled=cancelled)
        except LanguageError as fault:
            return str(fault)
        worded: _Worded = {}
        for item in reply.questions:
            if 1 <= item.numero <= len(sent):
                text = item.question if mask is None else mask.restore(item.question)
                worded.setdefault(sent[item.numero - 1].question, tidied(text))
        return worded

    def _exam(self, exam_id: str) -> str:
        competences = self._referential.exam(exam_id).competences
        return " ; ".join(self._referential.competence(name).text.splitlines()[0].rstrip(" :") for name in competences)

    def _candidate(self, rank: int, item: JuryQuestion, mask: Mask | None, nonce: str) -> str:
        criteria = " ; ".join(self._referential.criterion(name).text for name in item.targets)
        text = item.question
        if item.anchor is not None:  # it holds the draft's words
            text = "\n" + fenced(text if mask is None else mask.hide(text), nonce)
        return (
            f"[{rank}] Critère : {criteria}\n"
            f"Niveau : {item.level}\n"
            f"Question : {text}\n"
            f"Ce qu’une bonne réponse contient (à ne pas dire) : {' ; '.join(item.expected_points)}"
        )

    def _checked(
        self, questions: Sequence[JuryQuestion], worded: _Worded, request: QuestionRequest, told: str
    ) -> tuple[JuryQuestion, ...]:
        """Each question in the model's words where they pass; never two that ask the same thing, nor what was asked."""
        before = [line for line in request.asked_before.splitlines() if line.strip()]
        bank = self._questioner.bank(request.exam)
        now = [item.asks for item in questions]
        checked = []
        for rank, item in enumerate(questions):
            text = worded.get(item.question, "")
            others = [*now[:rank], *now[rank + 1 :], *(other.asks for other in questions if other is not item)]
            if text and self._passes(text, item, bank, told) and not self._repeats(text, others, before):
                now[rank] = text
                checked.append(item.model_copy(update={"question": text, "unworded": item.question}))
            else:
                checked.append(item)
        return tuple(checked)

    def _passes(self, text: str, item: JuryQuestion, bank: QuestionBank, told: str) -> bool:
        sources = (item.question, item.anchor.quote) if item.anchor else (item.question,)
        points = [said for point in item.points for said in (point.point, point.partly, *point.said)]
        elsewhere = [other.question for other in bank.questions if other.criterion not in item.targets]
        return asks(text, Grounds(sources, told, _MOST_WORDS), points) and self._nearness.stays(
            text, item.asks, elsewhere
        )

    def _repeats(self, text: str, others: Sequence[str], before: Sequence[str]) -> bool:
        core = fold(without_quotes(text))
        alike = any(
            fuzz.token_sort_ratio(core, fold(without_quotes(other))) >= DUPLICATE_AT for other in (*others, *before)
        )
        return alike or self._nearness.alike(text, list(dict.fromkeys(others)))


def _batches(chosen: Sequence[JuryQuestion], spare: Sequence[JuryQuestion]) -> list[_Batch]:
    """Questions in portions of a call, each with its share of the spare ones."""
    starts = range(0, len(chosen), AT_ONCE)
    return [_Batch(tuple(chosen[at : at + AT_ONCE]), tuple(spare[at : at + AT_ONCE])) for at in starts]


def _choice(batch: _Batch, worded: _Worded) -> list[JuryQuestion]:
    """The model's choice, filled up with the program's; the program's alone where the model's covers or aims at less."""
    preferred = [item for item in batch.sent if item.question in worded][: len(batch.chosen)]
    rest = [item for item in batch.chosen if item not in preferred]
    choice = [*preferred, *rest][: len(batch.chosen)]
    return (
        choice
        if _reach(choice) >= _reach(batch.chosen) and _aimed(choice) >= _aimed(batch.chosen)
        else list(batch.chosen)
    )


def _reach(questions: Sequence[JuryQuestion]) -> int:
    return len({target for item in questions for target in item.targets})


def _aimed(questions: Sequence[JuryQuestion]) -> int:
    return sum(item.aim not in ("open", "strong") for item in questions)


def _in_order(questions: Sequence[JuryQuestion]) -> list[JuryQuestion]:
    """Those aimed at a draft as they come, then the others from easy to demanding: a jury warms up."""
    aimed = [item for item in questions if item.aim != "open"]
    opened = [item for item in questions if item.aim == "open"]
    return [*aimed, *sorted(opened, key=lambda item: LEVELS.index(item.level))]
