"""All texts of a collection and of its corpus as named sets: what is held apart, and what is learnt or tuned on.

Short texts are what people ask; long ones are what they write. Ids are those of the sets' own files.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant import Coach
from assistant.referential.question_bank import ExpectedPoint, has_question_bank, load_question_bank
from evals.collection import Collection
from evals.datasets.answers import load_answers
from evals.datasets.conversations import Conversation, load_conversations
from evals.datasets.drafts import load_drafts
from evals.datasets.passages import load_passages
from evals.datasets.questions import Split, load_questions

Length = Literal["short", "long"]

PHRASINGS = "phrasings"
_SPLITS: tuple[Split, ...] = ("dev", "test")
_SAY_THE_SAME = frozenset({"empty", "copied"})
"""Those who don't answer, or give the question back, use the same words: such answers tell nothing of a leak."""
_STATES = ("missing", "thin", "strong")


@dataclass(frozen=True)
class TextSet:
    """Texts by id. `split` is empty for what belongs to the corpus, and for example passages."""

    name: str
    split: Literal["train", "dev", "test", ""]
    length: Length
    texts: Mapping[str, str]


def text_sets(coach: Coach, collection: Collection) -> list[TextSet]:
    """Return every set that isn't empty. Raises DatasetError or CorpusError when one can't be read."""
    found = [
        *_asked(collection),
        *_drafts(collection),
        *_answers(coach, collection),
        *_corpus(coach),
        *_passages(coach, collection),
    ]
    return [item for item in found if item.texts]


def _asked(collection: Collection) -> Iterator[TextSet]:
    for split in _SPLITS:
        questions = {item.id: item.question for item in load_questions(split, collection=collection)}
        yield TextSet(f"questions.{split}", split, "short", questions)
        turns = {name: text for script in load_conversations(split, collection) for name, text in _turns(script)}
        yield TextSet(f"conversations.{split}", split, "short", turns)


def _turns(script: Conversation) -> Iterator[tuple[str, str]]:
    """Every turn with the one before it: « et combien de temps ? » alone says the same in every conversation."""
    before = ""
    for number, turn in enumerate(script.turns, start=1):
        yield f"{script.id}/{number}", f"{before} {turn.question}".strip()
        before = turn.question


def _drafts(collection: Collection) -> Iterator[TextSet]:
    yield TextSet("drafts.train", "train", "long", _texts("train", collection))
    for split in _SPLITS:
        yield TextSet(f"drafts.{split}", split, "long", _texts(split, collection))
        paths = sorted((collection.drafts / "paraphrases" / split).glob("*.md"))
        reworded = {path.stem: without_front_matter(path.read_text(encoding="utf-8")) for path in paths}
        yield TextSet(f"paraphrases.{split}", split, "long", reworded)


def _texts(split: Literal["train", "dev", "test"], collection: Collection) -> dict[str, str]:
    return {draft.name: draft.markdown for draft in load_drafts(split, collection.drafts)}


def without_front_matter(markdown: str) -> str:
    """Return the text below the front matter, where there is one."""
    return markdown.split("---\n", 2)[-1] if markdown.startswith("---\n") else markdown


def _answers(coach: Coach, collection: Collection) -> Iterator[TextSet]:
    splits: tuple[Literal["train", "test"], ...] = ("train", "test")
    for split in splits:
        if (collection.answers / f"{split}.jsonl").exists():
            answers = load_answers(coach.settings.corpus, split, collection)
            own = {
                f"{item.labels.question_id}/{item.labels.type}": item.labels.answer
                for item in answers
                if item.labels.type not in _SAY_THE_SAME
            }
            yield TextSet(f"answers.{split}", split, "long", own)


def _corpus(coach: Coach) -> Iterator[TextSet]:
    """What the corpus teaches: phrasings in the order of the index, questions, and example answers."""
    phrasings = {f"{target}#{row}": text for row, (target, text) in enumerate(coach.knowledge.examples())}
    yield TextSet(PHRASINGS, "", "short", phrasings)
    questions: dict[str, str] = {}
    examples: dict[str, str] = {}
    for exam in coach.referential.exams if has_question_bank(coach.settings.corpus) else ():
        bank = load_question_bank(coach.settings.corpus, exam.id)
        for item in bank.questions:
            questions[item.id] = item.question
            examples |= _examples(item.id, item.points)
        for element, asked in bank.draft_questions.items():
            questions |= {f"{element}-{state}": getattr(asked, state) for state in _STATES}
            examples |= _examples(element, asked.points)
    yield TextSet("bank questions", "", "short", questions)
    yield TextSet("bank examples", "", "long", examples)


def _passages(coach: Coach, collection: Collection) -> Iterator[TextSet]:
    """What the judge of drafts learns from, whatever the split."""
    items = (item for exam in coach.referential.exams for item in load_passages(exam.id, collection.passages))
    texts = {f"{item.element}#{row}": item.text for row, item in enumerate(items)}
    yield TextSet("passages", "", "long", texts)


def _examples(name: str, points: Sequence[ExpectedPoint]) -> Iterator[tuple[str, str]]:
    """How candidates say each point of a question, or half say it."""
    for row, point in enumerate(points):
        for number, text in enumerate((*point.said, point.partly)):
            yield f"{name}/{row}.{number}", text
