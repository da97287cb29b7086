"""`python -m evals.train_answers`: train the judge of answers on the bank and on labelled answers.

Figures are cross-validated over questions of the train split; the test split is never read here.
"""

import argparse
import sys
from collections.abc import Sequence

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from assistant import Coach
from assistant.judging.answer_features import POINT_NAMES, point_features
from assistant.judging.answer_judge import STATUSES, AnswerJudge, point_texts, read_answer
from assistant.judging.answer_knowledge import AnswerKnowledge, PointMetric
from assistant.judging.cues import CueReader
from assistant.judging.heads import Regressions
from assistant.judging.linear import Matrix
from assistant.referential.question_bank import ExpectedPoint, load_question_bank
from evals.answers import LabelledAnswer, load_answers
from evals.caching import CachedEmbedder
from evals.training.answers import bank_texts, bank_vectors, train_metric, train_substance, train_trees

_FOLDS = 8


def main() -> None:
    """Train, print the cross-validated figures, and write what was learnt unless told not to."""
    parser = argparse.ArgumentParser(prog="python -m evals.train_answers", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="print the figures and write nothing")
    options = parser.parse_args()
    coach = Coach(report=_say)
    embedder = CachedEmbedder(coach.embedder, coach.settings.data)
    _say("embedding the bank")
    questions = _bank(coach)
    texts = bank_texts(questions)
    vectors, rows = embedder.embed_passages(texts), bank_vectors(questions, texts)
    _say("training the metric and the sense of substance")
    metric, substance = train_metric(rows, vectors), train_substance(rows, vectors)
    answers = load_answers(coach.settings.corpus, "train")
    _say(f"reading {len(answers)} answers")
    values, labels, groups = _samples(coach, embedder, answers, metric, substance)
    _cross_validate(values, labels, groups)
    if not options.dry_run:
        knowledge = AnswerKnowledge(embedder.name, metric, substance, train_trees(values, labels), POINT_NAMES)
        knowledge.save(coach.settings.corpus / "judge" / "answers.npz")
        _say("written: judge/answers.npz")


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _bank(coach: Coach) -> list[tuple[ExpectedPoint, ...]]:
    banks = [load_question_bank(coach.settings.corpus, exam.id) for exam in coach.referential.exams]
    asked = [item.points for bank in banks for item in bank.questions]
    return asked + [item.points for bank in banks for item in bank.draft_questions.values()]


def _samples(
    coach: Coach,
    embedder: CachedEmbedder,
    answers: Sequence[LabelledAnswer],
    metric: PointMetric,
    substance: Regressions,
) -> tuple[Matrix, Matrix, Matrix]:
    """Features and status of every point, and a number for each question."""
    referential = coach.referential
    cues = CueReader([referential.verbatim(key) for key in referential.entry_keys()])
    judge = AnswerJudge(embedder, cues, None)  # type: ignore[arg-type]
    values: list[Matrix] = []
    labels, groups = [], []
    names = {item.labels.question_id: number for number, item in enumerate(answers)}
    for item in answers:
        reading = read_answer(item.labels.answer, embedder, cues)
        if reading is None:
            continue
        vectors, texts = judge.point_vectors(item.question, item.points), point_texts(item.question, item.points)
        values.append(point_features(reading, vectors, texts, metric, substance)[0])
        labels += [STATUSES.index(status) for status in item.labels.statuses]
        groups += [names[item.labels.question_id]] * len(item.points)
    return np.concatenate(values), np.array(labels), np.array(groups)


def _cross_validate(values: Matrix, labels: Matrix, groups: Matrix) -> None:
    given = np.zeros_like(labels)
    for learn, look in GroupKFold(_FOLDS).split(values, labels, groups):
        given[look] = train_trees(values[learn], labels[learn]).probabilities(values[look]).argmax(axis=1)
    by_status = ", ".join(
        f"{name} {figure:.3f}" for name, figure in zip(STATUSES, f1_score(labels, given, average=None), strict=True)
    )
    print(f"{len(labels)} points: macro F1 {f1_score(labels, given, average='macro'):.3f} ({by_status})")


if __name__ == "__main__":
    main()
