"""What the program knows besides the référentiel's text: how people ask, what isn't stated, what is meant.

All of it is data in the corpus folder, written and reviewed by people:

- `phrasings/*.yaml`: other ways to ask about each criterion, exam and competence;
- `facts.yaml`: kinds of facts that the modalités state, kinds that they never state, and how people ask;
- `intents.yaml`: examples of questions that bear on no single entry (overview, off topic, greeting…);
- `advice.yaml`: for each criterion, the next thing to do;
- `vocabulary.yaml`: short titles and names of exams and activities, themes, a glossary.

What a folder doesn't hold has a stand-in (`defaults.py`).
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.referential.defaults import advice_of, facts_of, intents_of, phrasings_of, vocabulary_of
from assistant.referential.loading import CorpusError, load_referential
from assistant.referential.model import EntryKey, EntryKind, EvidenceKind, Referential
from assistant.referential.wording import fold_spaces

TargetKind = Literal["activity", "competence", "exam", "criterion", "fact", "unstated", "intent"]


class Target(NamedTuple):
    """What a phrasing asks about: an entry of the référentiel, a kind of fact, or an intent."""

    kind: TargetKind
    id: str

    def __str__(self) -> str:
        """Write the target as `kind:id`."""
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Target":
        """Read `kind:id`."""
        kind, _, target_id = text.partition(":")
        return cls(kind, target_id)  # type: ignore[arg-type]

    @property
    def entry(self) -> EntryKey | None:
        """The entry of the référentiel, where the target is one."""
        return EntryKey(EntryKind(self.kind), self.id) if self.kind in set(EntryKind) else None


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Phrasings(_Data):
    """The phrasings of one exam, of its competences and of its criteria."""

    exam: tuple[str, ...] = ()
    competences: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    criteria: dict[int, tuple[str, ...]] = Field(default_factory=dict)


class StatedFact(_Data):
    """A kind of fact that the modalités state for some exams. Its answers come from `ExamFormat`."""

    label: str
    phrasings: tuple[str, ...]


class UnstatedFact(_Data):
    """A kind of fact that the référentiel never states. `nearby` says what it does state, with its entries."""

    label: str
    answer: str
    answer_en: str
    nearby: str = ""
    nearby_en: str = ""
    entries: tuple[str, ...] = ()
    phrasings: tuple[str, ...]


class Detail(_Data):
    """What the modalités of one exam state, and no other's. `quotes` are their words, to the letter."""

    exam: str
    label: str
    answer: str
    answer_en: str
    points: tuple[str, ...] = ()
    quotes: tuple[str, ...]
    entries: tuple[str, ...] = ()
    phrasings: tuple[str, ...]


class Facts(_Data):
    """All kinds of facts."""

    stated: dict[str, StatedFact]
    details: dict[str, Detail] = Field(default_factory=dict)
    unstated: dict[str, UnstatedFact]


class Intent(_Data):
    """What a question that bears on no single entry is for, with examples."""

    about: str
    examples: tuple[str, ...]


class NamedEntry(_Data):
    """How people call an exam or an activity. `names` are matched as whole folded words.

    `short` are names that mean it only where an exam is sure to be named: « veille et stratégie, laquelle… ».
    """

    title: str
    title_en: str
    names: tuple[str, ...] = ()
    short: tuple[str, ...] = ()


class Theme(_Data):
    """A subject that stands in several places, found in the text by `terms`, or judged in one way (`evidence`)."""

    title: str
    title_en: str
    terms: tuple[str, ...]
    evidence: EvidenceKind | None = None


class GlossaryEntry(_Data):
    """The usual meaning of a term of the référentiel, which the référentiel itself doesn't define."""

    term: str
    aliases: tuple[str, ...] = ()
    definition: str
    definition_en: str
    places: tuple[str, ...] = ()


class Advice(_Data):
    """What a candidate can do for a criterion, in one sentence."""

    fr: str
    en: str


class Vocabulary(_Data):
    """Names of exams and activities, themes, glossary."""

    exams: dict[str, NamedEntry]
    activities: dict[str, NamedEntry]
    themes: dict[str, Theme]
    glossary: tuple[GlossaryEntry, ...]
    criteria_of_competences: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    """Of an exam of several competences: the criteria that bear on each one most directly, in our reading."""


class Knowledge(_Data):
    """All of it."""

    phrasings: dict[str, Phrasings]
    facts: Facts
    intents: dict[str, Intent]
    vocabulary: Vocabulary
    advice: dict[str, Advice]

    def examples(self) -> Iterator[tuple[Target, str]]:
        """Yield every way of asking with what it asks about."""
        for exam_id, phrasings in self.phrasings.items():
            yield from ((Target("exam", exam_id), text) for text in phrasings.exam)
            for competence_id, texts in phrasings.competences.items():
                yield from ((Target("competence", competence_id), text) for text in texts)
            for n, texts in phrasings.criteria.items():
                yield from ((Target("criterion", f"{exam_id}/{n}"), text) for text in texts)
        for kind, stated in self.facts.stated.items():
            yield from ((Target("fact", kind), text) for text in stated.phrasings)
        for kind, detail in self.facts.details.items():
            yield from ((Target("fact", kind), text) for text in detail.phrasings)
        for kind, unstated in self.facts.unstated.items():
            yield from ((Target("unstated", kind), text) for text in unstated.phrasings)
        for name, intent in self.intents.items():
            yield from ((Target("intent", name), text) for text in intent.examples)


@lru_cache(maxsize=4)
def load_knowledge(folder: Path) -> Knowledge:
    """Return the knowledge of a corpus folder. Raises CorpusError when it is missing or wrong."""
    referential = load_referential(folder)
    try:
        knowledge = Knowledge(
            phrasings={exam.id: Phrasings.model_validate(phrasings_of(folder, exam)) for exam in referential.exams},
            facts=Facts.model_validate(facts_of(folder)),
            intents={name: Intent.model_validate(value) for name, value in intents_of(folder).items()},
            vocabulary=Vocabulary.model_validate(vocabulary_of(folder, referential)),
            advice={
                criterion: Advice.model_validate(value) for criterion, value in advice_of(folder, referential).items()
            },
        )
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise CorpusError(f"Les données du corpus sont mal formées à « {place} » : {first['msg']}.") from error
    _refer_to_what_exists(knowledge, referential)
    return knowledge


def _refer_to_what_exists(knowledge: Knowledge, referential: Referential) -> None:
    named = [key for fact in knowledge.facts.unstated.values() for key in fact.entries]
    named += [key for detail in knowledge.facts.details.values() for key in (f"exam:{detail.exam}", *detail.entries)]
    named += [key for entry in knowledge.vocabulary.glossary for key in entry.places]
    keys = [EntryKey.parse(text) for text in named]
    keys += [EntryKey(EntryKind.CRITERION, criterion) for criterion in knowledge.advice]
    keys += [key for target, _ in knowledge.examples() if (key := target.entry)]
    for competence, numbers in knowledge.vocabulary.criteria_of_competences.items():
        exam = referential.exam_of(EntryKey(EntryKind.COMPETENCE, competence))
        keys += [EntryKey(EntryKind.CRITERION, f"{exam.id if exam else competence}/{n}") for n in numbers]
    unknown = sorted({str(key) for key in keys if key not in referential})
    if unknown:
        raise CorpusError(f"Les données du corpus nomment des entrées inconnues : {', '.join(unknown)}.")
    for name, detail in knowledge.facts.details.items():
        modalities = fold_spaces(referential.exam(detail.exam).modalities)
        if name in knowledge.facts.stated or any(fold_spaces(quote) not in modalities for quote in detail.quotes):
            raise CorpusError(f"Le fait « {name} » ne repose pas sur les mots des modalités de {detail.exam}.")
