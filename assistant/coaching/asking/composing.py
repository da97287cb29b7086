"""From what was understood to an answer, without a language model.

An answer says the direct answer in a sentence, then the wording that it rests on, cited by id, then at most
three useful next questions. Every quotation comes from the référentiel; every citation is in the answer.
"""

from collections.abc import Callable

from assistant.coaching.asking import (
    entry_answers,
    fact_answers,
    jury_question_answers,
    situation_answers,
    subject_answers,
    talk_answers,
)
from assistant.coaching.asking.answer import Answer, Citation, Retrieved
from assistant.coaching.asking.composition import Draft, Page
from assistant.coaching.asking.suggestions import suggest
from assistant.coaching.asking.understanding import Ask, Understanding
from assistant.coaching.questioning.questioner import Questioner
from assistant.coaching.reviewing.review import Review
from assistant.referential.knowledge import Knowledge
from assistant.referential.model import Referential

_RETRIEVED = 10
_SUGGESTIONS = 3

_WRITERS: dict[Ask, Callable[[Page, Draft], None]] = {
    Ask.CRITERIA: entry_answers.write_criteria,
    Ask.MODALITIES: entry_answers.write_modalities,
    Ask.COMPETENCE: entry_answers.write_competence,
    Ask.ACTIVITY: entry_answers.write_activity,
    Ask.CRITERION: entry_answers.write_criterion,
    Ask.FACT: fact_answers.write_fact,
    Ask.UNSTATED: fact_answers.write_unstated,
    Ask.SITUATION: situation_answers.write_situation,
    Ask.THEME: subject_answers.write_theme,
    Ask.ASPECT: subject_answers.write_aspect,
    Ask.DEFINITION: subject_answers.write_definition,
    Ask.COMPARISON: subject_answers.write_comparison,
    Ask.OVERVIEW: talk_answers.write_overview,
    Ask.JURY_QUESTIONS: jury_question_answers.write_jury_questions,
    Ask.CAPABILITIES: talk_answers.write_capabilities,
    Ask.GREETING: talk_answers.write_greeting,
    Ask.THANKS: talk_answers.write_thanks,
    Ask.CLARIFY: talk_answers.write_clarify,
    Ask.OFF_TOPIC: talk_answers.write_off_topic,
    Ask.INJECTION: talk_answers.write_injection,
    Ask.UNKNOWN_CODE: talk_answers.write_unknown_code,
    Ask.EMPTY: talk_answers.write_empty,
    Ask.TOO_LONG: talk_answers.write_too_long,
}


class Composer:
    """Writes answers."""

    def __init__(
        self, referential: Referential, knowledge: Knowledge, questioner: Questioner, question_max_characters: int
    ) -> None:
        """Take what the answers are made of."""
        self._referential = referential
        self._knowledge = knowledge
        self._questioner = questioner
        self._question_max_characters = question_max_characters

    def compose(self, understanding: Understanding, review: Review | None = None) -> Answer:
        """Write the answer to an understood question; `review` is that of the person's draft, where there is one."""
        draft = Draft()
        page = Page(
            understanding, self._referential, self._knowledge, self._questioner, self._question_max_characters, review
        )
        _WRITERS[understanding.ask](page, draft)
        if understanding.unknown and understanding.ask is not Ask.UNKNOWN_CODE and draft.behaviour == "answer":
            talk_answers.say_unknown_first(page, draft)
        suggest(page, draft)
        return Answer(
            question=understanding.question,
            behaviour=draft.behaviour,
            answer=draft.text(french=not page.english),
            citations=tuple(
                Citation(id=key.id, kind=key.kind, text=self._referential.verbatim(key)) for key in draft.cited
            ),
            retrieved=_retrieved(understanding),
            suggestions=tuple(draft.suggestions[:_SUGGESTIONS]),
            questions=draft.questions,
        )


def _retrieved(understanding: Understanding) -> tuple[Retrieved, ...]:
    entries = ((found.target.entry, found.probability) for found in understanding.found)
    best = [(key, score) for key, score in entries if key is not None][:_RETRIEVED]
    return tuple(Retrieved(id=key.id, kind=key.kind, score=round(score, 4)) for key, score in best)
