"""From what was understood to an answer, without a language model.

An answer says the direct answer in a sentence, then the wording that it rests on, cited by id, then at most
three useful next questions. Every quotation comes from the référentiel; every citation is in the answer.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from assistant.coaching.answer import Answer, Behaviour, Citation, Retrieved
from assistant.coaching.facts import Fact, fact_of, usual_sentence
from assistant.coaching.sentences import Sentences, sentences
from assistant.coaching.themes import places
from assistant.coaching.understanding import Ask, Understanding
from assistant.referential.knowledge import Knowledge, NamedEntry
from assistant.referential.model import EntryKey, EntryKind, Exam, Referential

_RETRIEVED = 10
_SUGGESTIONS = 3
_NARROW_SIGNS = re.compile(r" (?=[;:!?»])|(?<=«) ")
_FEW_EXAMS = 3
"""A fact is answered for each of so many exams at once; of more, one is asked for."""


@dataclass
class _Draft:
    """An answer being written."""

    behaviour: Behaviour = "answer"
    blocks: list[str] = field(default_factory=list)
    cited: dict[EntryKey, None] = field(default_factory=dict)
    suggestions: list[str] = field(default_factory=list)

    def say(self, block: str) -> None:
        self.blocks.append(block)

    def cite(self, keys: Iterable[EntryKey]) -> None:
        self.cited.update(dict.fromkeys(keys))


class Composer:
    """Writes answers."""

    def __init__(self, referential: Referential, knowledge: Knowledge, question_max_characters: int) -> None:
        """Take what the answers are made of."""
        self._referential = referential
        self._knowledge = knowledge
        self._question_max_characters = question_max_characters

    def compose(self, understanding: Understanding) -> Answer:
        """Write the answer to an understood question."""
        draft = _Draft()
        say = sentences(understanding.language)
        _WRITERS[understanding.ask](self, understanding, draft, say)
        self._suggest(understanding, draft)
        text = "\n\n".join(draft.blocks)
        return Answer(
            question=understanding.question,
            behaviour=draft.behaviour,
            answer=_typeset(text) if understanding.language == "fr" else text,
            citations=tuple(
                Citation(id=key.id, kind=key.kind, text=self._referential.verbatim(key)) for key in draft.cited
            ),
            retrieved=self._retrieved(understanding),
            suggestions=tuple(draft.suggestions[:_SUGGESTIONS]),
        )

    # What is read of the référentiel

    def _retrieved(self, understanding: Understanding) -> tuple[Retrieved, ...]:
        entries = ((found.target.entry, found.probability) for found in understanding.found)
        best = [(key, score) for key, score in entries if key is not None][:_RETRIEVED]
        return tuple(Retrieved(id=key.id, kind=key.kind, score=round(score, 4)) for key, score in best)

    def _title(self, entry_id: str, understanding: Understanding) -> str:
        vocabulary = self._knowledge.vocabulary
        named: NamedEntry = (vocabulary.exams | vocabulary.activities)[entry_id]
        return named.title_en if understanding.language == "en" else _lower_first(named.title)

    def _exam_name(self, exam_id: str, understanding: Understanding) -> str:
        say = sentences(understanding.language)
        return say.exam_name.format(exam=exam_id, title=self._title(exam_id, understanding))

    def _exams(self, understanding: Understanding) -> list[Exam]:
        return [self._referential.exam(exam_id) for exam_id in understanding.scope.exams]

    def _exam_of(self, key: EntryKey) -> Exam:
        exam = self._referential.exam_of(key)
        if exam is None:
            raise KeyError(key.id)
        return exam

    # Lines

    def _quote_line(self, key: EntryKey) -> str:
        return f"- **{key.id}** : « {self._referential.verbatim(key)} »"

    def _entry_line(self, key: EntryKey, understanding: Understanding) -> str:
        """One line for an entry; of long modalités or competences only the parts that matter are shown."""
        label = f"**{key.id}**"
        if key.kind is EntryKind.EXAM:
            word = "modalités of" if understanding.language == "en" else "modalités de"
            label = f"{word} **{key.id}**"
        return f"- {label} : « {self._referential.verbatim(key)} »"

    def _criteria_lines(self, exam: Exam, say: Sentences) -> str:
        marks = {"oral": f" — *{say.at_the_oral}*", "slides": f" — *{say.on_the_slides}*", "written": ""}
        return "\n".join(
            f"{criterion.n}. **{criterion.id}** : « {criterion.text} »{marks[criterion.evidence]}"
            for criterion in exam.criteria
        )

    def _block_quote(self, text: str) -> str:
        return "\n".join(f"> {line}  " for line in text.splitlines())

    # One writer a kind of question

    def _write_criteria(self, understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        scope = understanding.scope
        exams = self._exams(understanding)
        for activity_id in scope.of_kind(EntryKind.ACTIVITY):
            of_activity = self._referential.exams_of_activity(activity_id)
            draft.say(
                say.criteria_of_activity.format(
                    activity=activity_id,
                    title=self._title(activity_id, understanding),
                    exams=len(of_activity),
                    count=sum(len(exam.criteria) for exam in of_activity),
                )
            )
        competences = scope.of_kind(EntryKind.COMPETENCE)
        for exam in exams:
            named = [competence for competence in exam.competences if competence in competences]
            alone = len(named) == 1 and len(exam.competences) > 1
            if alone:
                key = EntryKey(EntryKind.COMPETENCE, named[0])
                draft.say(say.competence.format(competence=key.id))
                draft.say(self._block_quote(self._referential.competence(key.id).text))
                draft.cite([key])
            template = say.shared_criteria if alone else say.criteria_of_exam
            draft.say(
                template.format(
                    competences=", ".join(named),
                    exam=exam.id,
                    title=self._title(exam.id, understanding),
                    count=len(exam.criteria),
                )
            )
            draft.say(self._criteria_lines(exam, say))
            draft.cite(EntryKey(EntryKind.CRITERION, criterion.id) for criterion in exam.criteria)

    def _write_modalities(self, understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        for exam in self._exams(understanding):
            name = self._exam_name(exam.id, understanding)
            timing = fact_of("duration", exam, understanding.language).sentence
            who = fact_of("team", exam, understanding.language).sentence
            draft.say(f"**{name}** — {who} {timing}")
            draft.say(say.modalities_words)
            draft.say(self._block_quote("\n".join(exam.lines)))
            draft.cite([EntryKey(EntryKind.EXAM, exam.id)])

    def _write_competence(self, understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        for key in understanding.scope.keys:
            if key.kind is not EntryKind.COMPETENCE:
                continue
            competence, exam = self._referential.competence(key.id), self._exam_of(key)
            draft.say(say.competence.format(competence=key.id))
            draft.say(self._block_quote(competence.text))
            draft.say(say.competence_place.format(activity=competence.activity, exam=exam.id, count=len(exam.criteria)))
            draft.cite([key])

    def _write_activity(self, understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        for activity_id in understanding.scope.of_kind(EntryKind.ACTIVITY):
            activity = self._referential.activity(activity_id)
            competences = [item for item in self._referential.competences if item.activity == activity_id]
            exams = self._referential.exams_of_activity(activity_id)
            draft.say(say.activity.format(activity=activity_id, title=activity.title))
            draft.say(say.activity_tasks)
            draft.say("\n".join(f"- {task}" for task in activity.tasks))
            draft.say(say.activity_competences)
            draft.say("\n".join(f"- **{item.id}** : « {item.verbatim} »" for item in competences))
            names = ", ".join(self._exam_name(exam.id, understanding) for exam in exams)
            draft.say(say.activity_exams.format(exams=names))
            draft.cite([EntryKey(EntryKind.ACTIVITY, activity_id)])
            draft.cite(EntryKey(EntryKind.COMPETENCE, item.id) for item in competences)

    def _write_criterion(self, understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        for key in understanding.scope.keys:
            if key.kind is EntryKind.CRITERION:
                exam = self._exam_of(key)
                draft.say(say.criterion.format(criterion=key.id, title=self._title(exam.id, understanding)))
                self._write_wording(key, understanding, draft, say)

    def _write_wording(self, key: EntryKey, understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        """The wording of a criterion, where it is judged, and what to do."""
        criterion = self._referential.criterion(key.id)
        draft.say(f"> « {criterion.text} »")
        place = {"oral": say.at_the_oral, "slides": say.on_the_slides}.get(criterion.evidence)
        advice = self._knowledge.advice[key.id]
        text = advice.en if understanding.language == "en" else advice.fr
        where = f" *({place})*" if place else ""
        draft.say(say.advice.format(advice=text) + where)
        draft.cite([key])

    def _write_fact(self, understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        exams = self._exams(understanding) or list(self._referential.exams)
        stated = False
        for kind in filter(None, (understanding.subject, understanding.also)):
            facts = [(exam, fact_of(kind, exam, understanding.language)) for exam in exams]
            stated = stated or any(fact.stated for _, fact in facts)
            if len(exams) <= _FEW_EXAMS:
                self._write_each_fact(facts, understanding, draft, say)
            else:
                self._write_table_of_facts(kind, facts, understanding, draft)
        if not stated:
            draft.behaviour = "not_in_referential"

    def _write_each_fact(
        self, facts: list[tuple[Exam, Fact]], understanding: Understanding, draft: _Draft, say: Sentences
    ) -> None:
        for exam, fact in facts:
            draft.say(f"{fact.sentence} — **{self._exam_name(exam.id, understanding)}**")
            if fact.points:
                draft.say("\n".join(f"- {point}" for point in fact.points))
            if fact.quotes:
                quotes = ", ".join(f"« {quote} »" for quote in fact.quotes)
                draft.say(say.rests_on.format(quotes=quotes))
            draft.cite(self._asked_for(fact.entries, understanding))

    def _asked_for(self, entries: Iterable[EntryKey], understanding: Understanding) -> list[EntryKey]:
        """Of several competences of an exam only those that the question named."""
        named = understanding.scope.of_kind(EntryKind.COMPETENCE)
        return [key for key in entries if key.kind is not EntryKind.COMPETENCE or not named or key.id in named]

    def _write_table_of_facts(
        self, kind: str, facts: list[tuple[Exam, Fact]], understanding: Understanding, draft: _Draft
    ) -> None:
        """One line an exam; the exams that are just as usual share one line."""
        usual = [exam for exam, fact in facts if fact.usual]
        lines = []
        for exam, fact in facts:
            if not fact.usual:
                points = f" {' ; '.join(fact.points)}" if fact.points else ""
                lines.append(f"- **{self._exam_name(exam.id, understanding)}** : {fact.sentence}{points}")
                draft.cite([EntryKey(EntryKind.EXAM, exam.id)])
        draft.say("\n".join(lines))
        if usual:
            names = ", ".join(exam.id for exam in usual)
            draft.say(usual_sentence(kind, understanding.language).format(exams=names))

    def _write_unstated(self, understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        draft.behaviour = "not_in_referential"
        fact = self._knowledge.facts.unstated[understanding.subject]
        english = understanding.language == "en"
        draft.say(fact.answer_en if english else fact.answer)
        scope = set(understanding.scope.exams)
        entries = [EntryKey.parse(text) for text in fact.entries]
        near = [
            key for key in entries if not scope or (exam := self._referential.exam_of(key)) is None or exam.id in scope
        ]
        nearby = fact.nearby_en if english else fact.nearby
        if nearby and near:
            draft.say(nearby)
            draft.cite(near)

    def _write_situation(self, understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        first, *others = understanding.entries
        exam = self._exam_of(first) if first.kind is not EntryKind.ACTIVITY else None
        title = self._title(exam.id, understanding) if exam else ""
        if first.kind is EntryKind.CRITERION and not others:
            draft.say(say.situation.format(criterion=first.id, title=title))
            self._write_wording(first, understanding, draft, say)
        elif all(key.kind is EntryKind.CRITERION for key in understanding.entries):
            draft.say(say.situation_several.format(count=len(understanding.entries)))
            for key in understanding.entries:
                draft.say(f"**{key.id}** — {self._title(self._exam_of(key).id, understanding)}")
                self._write_wording(key, understanding, draft, say)
        else:
            self._write_mixed(understanding, draft, say)

    def _write_mixed(self, understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        for key in understanding.entries:
            if key.kind is EntryKind.ACTIVITY:
                draft.say(self._quote_line(key))
            else:
                exam = self._exam_of(key)
                title = self._title(exam.id, understanding)
                if key.kind is EntryKind.EXAM:
                    draft.say(say.situation_exam.format(exam=exam.id, title=title))
                    draft.say(self._block_quote("\n".join(exam.lines)))
                elif key.kind is EntryKind.COMPETENCE:
                    draft.say(say.situation_competence.format(competence=key.id, exam=exam.id, title=title))
                    draft.say(self._block_quote(self._referential.competence(key.id).text))
                else:
                    draft.say(say.situation.format(criterion=key.id, title=title))
                    self._write_wording(key, understanding, draft, say)
            draft.cite([key])

    def _write_theme(self, understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        theme = self._knowledge.vocabulary.themes[understanding.subject]
        name = theme.title_en if understanding.language == "en" else theme.title
        everywhere = places(theme.terms, self._referential)
        if understanding.scope.exams:
            exams = set(understanding.scope.exams)
            here = understanding.entries or tuple(
                key for key in everywhere if (exam := self._referential.exam_of(key)) and exam.id in exams
            )
            scope = ", ".join(self._exam_name(exam, understanding) for exam in understanding.scope.exams)
            template = say.theme_in_scope if here else say.theme_absent
            draft.say(template.format(scope=scope, theme=name))
            everywhere = here or everywhere
        else:
            draft.say(say.theme.format(theme=name, count=len(everywhere)))
        draft.say("\n".join(self._place_line(key, theme.terms, understanding) for key in everywhere))
        draft.cite(everywhere)

    def _place_line(self, key: EntryKey, terms: tuple[str, ...], understanding: Understanding) -> str:
        """The wording of a criterion, or of the lines of longer texts that hold one of the terms."""
        if key.kind is EntryKind.CRITERION:
            return self._quote_line(key)
        lines = self._lines_of(key)
        holding = [line for line in lines if places_in(terms, line)] or lines[:1]
        names = {
            EntryKind.EXAM: "modalités of" if understanding.language == "en" else "modalités de",
            EntryKind.COMPETENCE: "competence" if understanding.language == "en" else "compétence",
            EntryKind.ACTIVITY: "activity" if understanding.language == "en" else "activité",
        }
        quoted = " […] ".join(holding)
        return f"- {names[key.kind]} **{key.id}** : « {quoted} »"

    def _lines_of(self, key: EntryKey) -> list[str]:
        if key.kind is EntryKind.EXAM:
            text = self._referential.exam(key.id).plain_modalities
        elif key.kind is EntryKind.COMPETENCE:
            text = self._referential.competence(key.id).text.replace("•", "")
        else:
            activity = self._referential.activity(key.id)
            text = "\n".join((activity.title, *activity.tasks))
        return [line.strip() for line in text.splitlines()]

    def _write_definition(self, understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        entry = next(item for item in self._knowledge.vocabulary.glossary if item.term == understanding.subject)
        english = understanding.language == "en"
        definition = entry.definition_en if english else entry.definition
        term = entry.term[0].upper() + entry.term[1:]
        draft.say(say.definition.format(term=term, definition=definition))
        found = understanding.entries
        if found:
            draft.say(say.definition_places)
            terms = glossary_terms(entry.term, entry.aliases)
            draft.say("\n".join(self._place_line(key, terms, understanding) for key in found))
            draft.cite(found)

    def _write_comparison(self, understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        exams = self._exams(understanding)
        names = ", ".join(self._exam_name(exam.id, understanding) for exam in exams)
        draft.say(say.comparison.format(names=names))
        if understanding.entries:
            draft.say("\n".join(self._entry_line(key, understanding) for key in understanding.entries))
            draft.cite(understanding.entries)
            return
        language = understanding.language
        for exam in exams:
            kinds = ("team", "setting", "duration", "deliverables", "criteria_count")
            facts = [fact_of(kind, exam, language) for kind in kinds]
            lines = [f"**{self._exam_name(exam.id, understanding)}**"]
            for fact in facts:
                points = f" {' ; '.join(fact.points)}." if fact.points else ""
                lines.append(f"- {fact.sentence}{points}")
            draft.say("\n".join((lines[0], "", *lines[1:])))
            draft.cite([EntryKey(EntryKind.EXAM, exam.id)])

    def _write_overview(self, understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        referential = self._referential
        draft.say(
            say.overview.format(
                title=referential.title,
                level=referential.level,
                certifier=referential.certifier,
                activities=len(referential.activities),
                competences=len(referential.competences),
                exams=len(referential.exams),
                criteria=len(referential.criteria),
            )
        )
        for activity in referential.activities:
            lines = [f"**{activity.id}** — {activity.title}", ""]
            for exam in referential.exams_of_activity(activity.id):
                summary = fact_of("duration", exam, understanding.language).sentence
                title = self._title(exam.id, understanding)
                lines.append(say.overview_line.format(exam=exam.id, title=title, summary=summary))
            draft.say("\n".join(lines))
            draft.cite([EntryKey(EntryKind.ACTIVITY, activity.id)])
            draft.cite(EntryKey(EntryKind.EXAM, exam.id) for exam in referential.exams_of_activity(activity.id))

    def _write_greeting(self, _understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        draft.say(say.greeting.format(title=self._referential.title))

    def _write_thanks(self, _understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        draft.say(say.thanks)

    def _write_capabilities(self, _understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        draft.say(say.capabilities.format(title=self._referential.title))

    def _write_clarify(self, understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        draft.behaviour = "clarify"
        exams = self._exams(understanding) or list(self._referential.exams)
        kind = understanding.subject
        if kind in self._knowledge.facts.stated:
            draft.say(say.which_exam)
            lines = []
            for exam in exams:
                fact = fact_of(kind, exam, understanding.language)
                points = "" if fact.points else f" : {fact.sentence}"
                lines.append(f"- **{self._exam_name(exam.id, understanding)}**{points}")
            draft.say("\n".join(lines))
            return
        if kind.lstrip("-").isdigit():
            draft.say(say.which_criterion.format(number=kind))
        elif kind == Ask.CRITERIA:
            draft.say(say.which_exam)
        else:
            draft.say(say.which_subject)
        draft.say("\n".join(f"- **{self._exam_name(exam.id, understanding)}**" for exam in exams))

    def _write_off_topic(self, _understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        draft.behaviour = "off_topic"
        draft.say(say.off_topic.format(title=self._referential.title))

    def _write_injection(self, _understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        draft.behaviour = "refuse_injection"
        draft.say(say.injection)

    def _write_unknown_code(self, understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        draft.behaviour = "not_in_referential"
        draft.say(say.unknown_codes.format(codes=", ".join(f"**{code}**" for code in understanding.unknown)))
        existing = nearest_existing(understanding.unknown, self._referential)
        if existing:
            draft.say(say.unknown_nearest.format(existing=", ".join(existing)))
        names = ", ".join(self._exam_name(exam.id, understanding) for exam in self._referential.exams)
        if not existing:
            draft.say(say.unknown_all.format(exams=names))

    def _write_empty(self, _understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        draft.behaviour = "clarify"
        draft.say(say.empty)

    def _write_too_long(self, _understanding: Understanding, draft: _Draft, say: Sentences) -> None:
        draft.behaviour = "clarify"
        draft.say(say.too_long.format(limit=self._question_max_characters))

    # What to ask next

    def _suggest(self, understanding: Understanding, draft: _Draft) -> None:
        english = understanding.language == "en"
        exam_ids = understanding.scope.exams
        if not exam_ids:
            cited = (self._referential.exam_of(key) for key in draft.cited)
            exam_ids = tuple(dict.fromkeys(exam.id for exam in cited if exam))
        if len(exam_ids) != 1:
            draft.suggestions += _GENERAL_SUGGESTIONS[english]
            return
        exam = self._referential.exam(exam_ids[0])
        for ask, texts in _EXAM_SUGGESTIONS.items():
            timed = ask != "duration" or exam.format.oral
            if ask not in (understanding.ask.value, understanding.subject) and timed:
                draft.suggestions.append(texts[english].format(exam=exam.id))


_GENERAL_SUGGESTIONS = (
    ("Quelles sont les épreuves du titre ?", "Qu’attend le jury pour C3.3 ?", "Où est-il question du handicap ?"),
    ("What are the exams?", "What does the jury expect for C3.3?", "Where is disability mentioned?"),
)
_EXAM_SUGGESTIONS = {
    "criteria": ("Qu’attend le jury pour {exam} ?", "What does the jury expect for {exam}?"),
    "modalities": ("Comment se passe l’épreuve {exam} ?", "How does exam {exam} take place?"),
    "deliverables": ("Que faut-il rendre pour {exam} ?", "What must I hand in for {exam}?"),
    "duration": ("Combien de temps dure l’oral de {exam} ?", "How long is the oral of {exam}?"),
}


def places_in(terms: tuple[str, ...], text: str) -> bool:
    """Tell whether a text holds one of the terms."""
    from assistant.coaching.themes import mentions

    return bool(mentions(terms, text))


def glossary_terms(term: str, aliases: tuple[str, ...]) -> tuple[str, ...]:
    """Return the folded words under which a term of the glossary is looked for."""
    from assistant.referential.wording import words

    return tuple(dict.fromkeys(" ".join(words(name)) for name in (term, *aliases)))


def nearest_existing(unknown: tuple[str, ...], referential: Referential) -> list[str]:
    """Return the ids that exist nearest to unknown codes: of the same exam or activity, else none."""
    existing: list[str] = []
    for code in unknown:
        exam_id, _, number = code.partition("/")
        if number:
            existing += [criterion.id for criterion in referential.exam(exam_id).criteria]
        elif code.startswith("A"):
            existing += [activity.id for activity in referential.activities]
        else:
            existing += [item.id for item in referential.competences if item.activity == f"A{code[1]}"]
    return list(dict.fromkeys(existing))


def _lower_first(title: str) -> str:
    return title[0].lower() + title[1:]


def _typeset(text: str) -> str:
    """Put no-break spaces where French typography wants them; the start of a line is Markdown's."""
    return _NARROW_SIGNS.sub("\u00a0", text)


_Writer = Callable[[Composer, Understanding, _Draft, Sentences], None]
_WRITERS: dict[Ask, _Writer] = {ask: getattr(Composer, f"_write_{ask.value}") for ask in Ask}
