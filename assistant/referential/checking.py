"""Is the corpus right? The transcription against its source, and the data that come with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from assistant.referential.knowledge import Knowledge, load_knowledge
from assistant.referential.loading import load_referential, read_source
from assistant.referential.model import Exam, Referential
from assistant.referential.wording import fold, fold_spaces

_TAG = re.compile(r"<[^>]+>")
_CODE = re.compile(r"C\d\.\d\.?(?:\s*(?:à|&|et)\s*C?\d\.\d)?|A\d\s*:?")
_HEADINGS = ("Activités", "Compétences", "Modalités d'évaluation", "Critères")
_LEAST_PHRASINGS = {"criterion": 16, "exam": 16, "competence": 8, "fact": 8, "unstated": 8}
_NEAR_DUPLICATE = 92.0


@dataclass(frozen=True)
class Finding:
    """Something wrong, and where."""

    place: str
    message: str


def check_corpus(folder: Path) -> list[Finding]:
    """Return everything that is wrong with a corpus folder. Raises CorpusError when it can't be read."""
    referential, knowledge = load_referential(folder), load_knowledge(folder)
    source = plain_source(read_source(folder))
    return [
        *_not_verbatim(referential, source),
        *_left_out(referential, source),
        *_too_few_phrasings(knowledge, referential),
        *_near_duplicates(knowledge),
        *_without_advice(knowledge, referential),
    ]


def plain_source(source: str) -> str:
    """Return the source without mark-up and bullets, white space folded."""
    return fold_spaces(_TAG.sub(" ", source).replace("•", " "))


def texts(referential: Referential) -> Iterator[tuple[str, str]]:
    """Yield (place, text) for every text of the transcription, line by line as the source's cells hold them."""
    for activity in referential.activities:
        yield activity.id, activity.title
        yield from ((activity.id, task) for task in activity.tasks)
    for competence in referential.competences:
        yield from ((competence.id, line) for line in competence.text.splitlines())
    for exam in referential.exams:
        yield from ((exam.id, line) for line in exam.lines)
        yield from _quotes(exam)
        if exam.criteria_introduction:
            yield exam.id, exam.criteria_introduction
        yield from ((criterion.id, criterion.text) for criterion in exam.criteria)


def _quotes(exam: Exam) -> Iterator[tuple[str, str]]:
    for quotes in exam.format.quotes.values():
        yield from ((exam.id, quote) for quote in quotes)
    yield from ((exam.id, element.quote) for element in exam.expected_elements)


def _plain(line: str) -> str:
    return fold_spaces(line.replace("•", " "))


def _not_verbatim(referential: Referential, source: str) -> Iterator[Finding]:
    for place, text in texts(referential):
        if _plain(text) not in source:
            yield Finding(place, f"ce texte n’est pas mot pour mot dans la source : « {text} »")


def _left_out(referential: Referential, source: str) -> Iterator[Finding]:
    rest = source
    for text in sorted({_plain(text) for _, text in texts(referential)}, key=len, reverse=True):
        rest = rest.replace(text, " ¦ ")
    for heading in _HEADINGS:
        rest = rest.replace(heading, " ")
    header, _, rest = rest.partition("¦")
    del header  # the title of the document
    for piece in _CODE.sub(" ", rest).split("¦"):
        left = piece.strip(' -–&.:;,"«»')
        if left:
            yield Finding("source", f"ce texte de la source n’est transcrit nulle part : « {left} »")


def _too_few_phrasings(knowledge: Knowledge, referential: Referential) -> Iterator[Finding]:
    counts = {f"{key.kind.value}:{key.id}": 0 for key in referential.entry_keys() if key.kind.value in _LEAST_PHRASINGS}
    for target, _ in knowledge.examples():
        counts[str(target)] = counts.get(str(target), 0) + 1
    for name, count in counts.items():
        least = _LEAST_PHRASINGS.get(name.partition(":")[0], 0)
        if count < least:
            yield Finding(name, f"{count} formulations, il en faut au moins {least}")


def _near_duplicates(knowledge: Knowledge) -> Iterator[Finding]:
    """Phrasings that say the same in the same words teach the search nothing."""
    examples = [(str(target), fold(text)) for target, text in knowledge.examples()]
    folded = [text for _, text in examples]
    for i, (target, text) in enumerate(examples):
        later = process.extract(text, folded[i + 1 :], scorer=fuzz.ratio, score_cutoff=_NEAR_DUPLICATE, limit=3)
        for other, _score, j in later:
            yield Finding(target, f"« {text} » répète « {other} » ({examples[i + 1 + j][0]})")


def _without_advice(knowledge: Knowledge, referential: Referential) -> Iterator[Finding]:
    for criterion in referential.criteria:
        if criterion.id not in knowledge.advice:
            yield Finding(criterion.id, "aucun conseil (advice.yaml)")
