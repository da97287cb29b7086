"""An answer being written, and what its writers read of the référentiel."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.coaching.asking.answer import Behaviour
from assistant.coaching.asking.sentences import Sentences, sentences
from assistant.coaching.asking.themes import mentions
from assistant.coaching.asking.understanding import Understanding
from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.coaching.questioning.questioner import Questioner
from assistant.coaching.reviewing.review import Review
from assistant.referential.knowledge import Knowledge, NamedEntry
from assistant.referential.model import EntryKey, EntryKind, Exam, Referential

_NARROW_SIGNS = re.compile(r" (?=[;:!?»])|(?<=«) ")


@dataclass
class Draft:
    """An answer being written."""

    behaviour: Behaviour = "answer"
    blocks: list[str] = field(default_factory=list)
    cited: dict[EntryKey, None] = field(default_factory=dict)
    suggestions: list[str] = field(default_factory=list)
    questions: QuestionSet | None = None

    def say(self, block: str) -> None:
        """Add a paragraph."""
        self.blocks.append(block)

    def cite(self, keys: Iterable[EntryKey]) -> None:
        """Say what the answer relies on."""
        self.cited.update(dict.fromkeys(keys))

    def text(self, *, french: bool) -> str:
        """The whole answer, as French or English typography wants it."""
        whole = "\n\n".join(self.blocks)
        return typeset(whole) if french else whole


def typeset(text: str) -> str:
    """Return a French text with no-break spaces where a line must not break."""
    return _NARROW_SIGNS.sub("\u00a0", text)


@dataclass(frozen=True)
class Page:
    """What a writer has before it: the question understood, the référentiel, what comes with it."""

    understanding: Understanding
    referential: Referential
    knowledge: Knowledge
    questioner: Questioner
    question_max_characters: int
    review: Review | None = None

    @property
    def english(self) -> bool:
        """Whether the answer is in English."""
        return self.understanding.language == "en"

    @property
    def say(self) -> Sentences:
        """The sentences of the answer's language."""
        return sentences(self.understanding.language)

    @property
    def exams(self) -> list[Exam]:
        """The exams in scope."""
        return [self.referential.exam(exam_id) for exam_id in self.understanding.scope.exams]

    def exam_of(self, key: EntryKey) -> Exam:
        """The exam of an entry. Raises KeyError for an activity."""
        exam = self.referential.exam_of(key)
        if exam is None:
            raise KeyError(key.id)
        return exam

    def title(self, entry_id: str) -> str:
        """The short title of an exam or activity, as it stands within a sentence."""
        vocabulary = self.knowledge.vocabulary
        named: NamedEntry = (vocabulary.exams | vocabulary.activities)[entry_id]
        return named.title_en if self.english else named.title[0].lower() + named.title[1:]

    def exam_name(self, exam_id: str) -> str:
        """Id and title of an exam."""
        return self.say.exam_name.format(exam=exam_id, title=self.title(exam_id))

    def quote_line(self, key: EntryKey) -> str:
        """One line with an entry's wording."""
        return f"- **{key.id}** : « {self.referential.verbatim(key)} »"

    def place_line(self, key: EntryKey, terms: tuple[str, ...]) -> str:
        """The wording of a criterion, or of the lines of longer texts that hold one of the terms."""
        if key.kind is EntryKind.CRITERION:
            return self.quote_line(key)
        lines = self._lines_of(key)
        holding = [line for line in lines if mentions(terms, line)] or lines[:1]
        names = {
            EntryKind.EXAM: "modalités of" if self.english else "modalités de",
            EntryKind.COMPETENCE: "competence" if self.english else "compétence",
            EntryKind.ACTIVITY: "activity" if self.english else "activité",
        }
        quoted = " […] ".join(holding)
        return f"- {names[key.kind]} **{key.id}** : « {quoted} »"

    def _lines_of(self, key: EntryKey) -> list[str]:
        if key.kind is EntryKind.EXAM:
            text = self.referential.exam(key.id).plain_modalities
        elif key.kind is EntryKind.COMPETENCE:
            text = self.referential.competence(key.id).text.replace("•", "")
        else:
            activity = self.referential.activity(key.id)
            text = "\n".join((activity.title, *activity.tasks))
        return [line.strip() for line in text.splitlines()]

    def write_wording(self, key: EntryKey, draft: Draft) -> None:
        """The wording of a criterion, where it is judged, and what to do."""
        criterion = self.referential.criterion(key.id)
        draft.say(f"> « {criterion.text} »")
        place = {"oral": self.say.at_the_oral, "slides": self.say.on_the_slides}.get(criterion.evidence)
        advice = self.knowledge.advice[key.id]
        text = advice.en if self.english else advice.fr
        where = f" *({place})*" if place else ""
        draft.say(self.say.advice.format(advice=text) + where)
        draft.cite([key])


def block_quote(text: str) -> str:
    """A text as a quotation, line by line."""
    return "\n".join(f"> {line}  " for line in text.splitlines())
