"""Is the corpus right? The transcription against its source, and the data that come with it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz, process

from assistant.referential.knowledge import Knowledge, load_knowledge
from assistant.referential.loading import load_referential, read_source
from assistant.referential.model import Exam, Referential
from assistant.referential.question_bank import (
    LEVELS,
    ExpectedPoint,
    QuestionBank,
    has_question_bank,
    load_question_bank,
)
from assistant.referential.wording import fold, fold_spaces

_TAG = re.compile(r"<[^>]+>")
_CODE = re.compile(r"C\d\.\d\.?(?:\s*(?:à|&|et)\s*C?\d\.\d)?|A\d\s*:?")
_HEADINGS = ("Activités", "Compétences", "Modalités d'évaluation", "Critères")
_LEAST_PHRASINGS = {"criterion": 16, "exam": 16, "competence": 8, "fact": 8, "unstated": 8}
_NEAR_DUPLICATE = 92.0
_LEAST_QUESTIONS = 4
_ALIKE = 78.0
"""Two questions whose words, in any order, are alike to this degree (0 to 100) ask the same thing."""
_ID = re.compile(r"\bC\d\.\d", re.IGNORECASE)
_NO_BREAK = "\u00a0\u202f"
_STRAIGHT = re.compile(r"['\"]")
_LOOSE_SIGN = re.compile(rf"[^{_NO_BREAK}?!](?:[?!;:](?=[\s.,…)»]|$)|[»%€])|«[^{_NO_BREAK}]")
"""A sign that could be torn from its word at the end of a line; « 12:30 » and « ?! » are let be."""


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
        *_banks(folder, referential),
    ]


def _banks(folder: Path, referential: Referential) -> Iterator[Finding]:
    """What is wrong with the questions of every exam, where there are any."""
    for exam in referential.exams if has_question_bank(folder) else ():
        yield from check_bank(load_question_bank(folder, exam.id), exam)


def check_bank(bank: QuestionBank, exam: Exam) -> list[Finding]:
    """Return everything that is wrong with the questions of an exam."""
    asked = list(_asked(bank))
    return [
        *_too_few_questions(bank, exam),
        *_alike(asked),
        *(finding for place, text in (*asked, *_follow_ups(bank)) for finding in _ill_asked(place, text)),
        *(finding for place, text in _spoken(bank) for finding in _ill_set(place, text)),
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


def _asked(bank: QuestionBank) -> Iterator[tuple[str, str]]:
    """Yield (place, question) for every question on the criteria and on drafts."""
    yield from ((item.id, item.question) for item in bank.questions)
    for element, item in bank.draft_questions.items():
        yield from ((element, text) for text in (item.missing, item.thin, item.strong))


def _points(bank: QuestionBank) -> Iterator[tuple[str, ExpectedPoint]]:
    for question in bank.questions:
        yield from ((question.id, point) for point in question.points)
    for element, item in bank.draft_questions.items():
        yield from ((element, point) for point in item.points)


def _follow_ups(bank: QuestionBank) -> Iterator[tuple[str, str]]:
    yield from ((place, point.follow_up) for place, point in _points(bank) if point.follow_up)


def _spoken(bank: QuestionBank) -> Iterator[tuple[str, str]]:
    """Yield (place, text) for what people read of the bank besides its questions."""
    for place, point in _points(bank):
        yield from ((place, text) for text in (point.point, *point.said, point.partly))


def _too_few_questions(bank: QuestionBank, exam: Exam) -> Iterator[Finding]:
    for criterion in exam.criteria:
        levels = Counter(question.level for question in bank.on(criterion.id))
        if levels.total() < _LEAST_QUESTIONS:
            yield Finding(criterion.id, f"{levels.total()} questions, il en faut au moins {_LEAST_QUESTIONS}")
        for level in LEVELS:
            if not levels[level]:
                yield Finding(criterion.id, f"aucune question de niveau « {level} »")


def _alike(asked: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    folded = [fold(text) for _, text in asked]
    scores = process.cdist(folded, folded, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE)
    for i, j in combinations(range(len(asked)), 2):
        if scores[i, j]:
            (place, text), (other, before) = asked[j], asked[i]
            yield Finding(place, f"« {text} » répète « {before} » ({other})")


def _ill_asked(place: str, text: str) -> Iterator[Finding]:
    if text.count("?") != 1 or not text.endswith("?"):
        yield Finding(place, f"une question a un seul point d’interrogation, à la fin : « {text} »")
    if _ID.search(text):
        yield Finding(place, f"un juré ne dit pas le code d’une compétence ou d’un critère : « {text} »")
    yield from _ill_set(place, text)


def _ill_set(place: str, text: str) -> Iterator[Finding]:
    if _STRAIGHT.search(text):
        yield Finding(place, f"apostrophe ou guillemet droit (il faut ’ ou « ») : « {text} »")
    if _LOOSE_SIGN.search(text):
        yield Finding(place, f"il manque une espace insécable auprès d’un signe : « {text} »")
