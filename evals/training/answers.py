"""Training the judge of answers: a metric and a sense of substance on the bank's examples, trees on labelled answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from assistant.judging.answer_features import substance_input
from assistant.judging.answer_knowledge import PointMetric
from assistant.judging.heads import Regressions
from assistant.judging.linear import VECTOR_SCALE, Matrix
from assistant.judging.trees import BoostedTrees
from assistant.referential.question_bank import ExpectedPoint

_RANK = 64
_EPOCHS = 7
_QUESTIONS_AT_ONCE = 24
_TEMPERATURE = 0.05
_LEARNING_RATE = 1e-3
_EXAMPLES_WEIGHT = 0.5
"""Of examples that say the same point being near each other, beside their being near the point."""
_SAID_SHARE = 0.6
_SUBSTANCE_STRENGTH = 0.01


@dataclass(frozen=True)
class BankVectors:
    """The points of one question by their rows in `vectors`: (point, its examples, the half-said one last)."""

    points: tuple[tuple[int, tuple[int, ...]], ...]


def bank_texts(questions: Sequence[Sequence[ExpectedPoint]]) -> list[str]:
    """Return all texts of the points, each once."""
    texts = (text for points in questions for item in points for text in (item.point, *item.said, item.partly))
    return list(dict.fromkeys(texts))


def bank_vectors(questions: Sequence[Sequence[ExpectedPoint]], texts: Sequence[str]) -> list[BankVectors]:
    """Return the questions as rows of the texts."""
    row = {text: number for number, text in enumerate(texts)}
    return [
        BankVectors(tuple((row[item.point], (*(row[text] for text in item.said), row[item.partly])) for item in points))
        for points in questions
    ]


@dataclass(frozen=True)
class ComposedAnswer:
    """A short answer put together from ways to say some points of a question, and those of others.

    `points` are the question's without the words that are used, so that no feature sees them twice.
    """

    question: str
    points: tuple[ExpectedPoint, ...]
    answer: str
    statuses: tuple[int, ...]


def compose_answers(asked: Sequence[tuple[str, Sequence[ExpectedPoint]]], seed: int = 0) -> list[ComposedAnswer]:
    """Compose two answers a question: the labelled ones are long, and people also answer in a sentence."""
    random = Random(seed)  # noqa: S311 - reproducible, no secret
    composed = [_composed(question, points, asked, random) for question, points in asked for _ in range(2)]
    return [item for item in composed if item.answer]


def _composed(
    question: str, points: Sequence[ExpectedPoint], asked: Sequence[tuple[str, Sequence[ExpectedPoint]]], random: Random
) -> ComposedAnswer:
    pieces: list[str] = []
    left, statuses = list(points), [0] * len(points)
    for row in random.sample(range(len(points)), min(random.choice([0, 1, 1, 1, 2, 2, 3]), len(points))):
        item = points[row]
        if random.random() < _SAID_SHARE:
            used = random.randrange(len(item.said))
            pieces.append(item.said[used])
            others = tuple(text for text in item.said if text != item.said[used])
            left[row], statuses[row] = item.model_copy(update={"said": others or item.said}), 2
        else:
            pieces.append(item.partly)
            left[row], statuses[row] = item.model_copy(update={"partly": item.point}), 1
    for _ in range(random.choice([0, 0, 1]) if pieces else random.choice([1, 2, 3])):
        stranger = random.choice(random.choice(asked)[1])
        if stranger not in points:
            pieces.append(random.choice((*stranger.said, stranger.partly)))
    random.shuffle(pieces)
    return ComposedAnswer(question, tuple(left), " ".join(pieces), tuple(statuses))


def train_metric(questions: Sequence[BankVectors], vectors: Matrix, seed: int = 0) -> PointMetric:
    """Learn to bring the ways to say a point near it, and away from the other points of the questions around."""
    import torch
    from torch.nn.functional import cross_entropy, normalize

    torch.manual_seed(seed)
    known = torch.tensor(np.asarray(vectors))
    dimensions = known.shape[1]
    centre = torch.zeros(dimensions, requires_grad=True)
    down = (torch.randn(dimensions, _RANK) / dimensions**0.5).requires_grad_()
    up = torch.zeros(_RANK, dimensions, requires_grad=True)
    optimiser = torch.optim.AdamW([centre, down, up], lr=_LEARNING_RATE, weight_decay=1e-3)

    def project(rows: list[int]) -> torch.Tensor:
        centred = known[rows] - centre
        return normalize(centred + centred @ down @ up, dim=-1)

    order, random = list(questions), Random(seed)  # noqa: S311 - a reproducible order, no secret
    for _ in range(_EPOCHS):
        random.shuffle(order)
        for start in range(0, len(order), _QUESTIONS_AT_ONCE):
            points, examples, owners = _batch(order[start : start + _QUESTIONS_AT_ONCE])
            said, owner = project(examples), torch.tensor(owners)
            loss = cross_entropy(said @ project(points).T / _TEMPERATURE, owner)
            among = (said @ said.T / _TEMPERATURE).fill_diagonal_(-1e4)
            same = (owner[:, None] == owner[None, :]).fill_diagonal_(False)
            loss = loss - _EXAMPLES_WEIGHT * (torch.log_softmax(among, dim=1) * same).sum() / same.sum()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
    return PointMetric(*(part.detach().numpy().astype(np.float32) for part in (centre, down, up)))


def _batch(questions: Sequence[BankVectors]) -> tuple[list[int], list[int], list[int]]:
    points: list[int] = []
    examples: list[int] = []
    owners: list[int] = []
    for question in questions:
        for point, said in question.points:
            points.append(point)
            examples += said
            owners += [len(points) - 1] * len(said)
    return points, examples, owners


def train_substance(questions: Sequence[BankVectors], vectors: Matrix) -> Regressions:
    """Learn what tells a point that is said from one that is only claimed."""
    rows, labels = [], []
    for question in questions:
        for point, (*said, partly) in question.points:
            rows += [substance_input(vectors[[example]], vectors[point])[0] for example in (*said, partly)]
            labels += [1] * len(said) + [0]
    values = np.stack(rows)
    centre = values.mean(axis=0)
    model = LogisticRegression(C=_SUBSTANCE_STRENGTH, max_iter=500, class_weight="balanced")
    model.fit((values - centre) * VECTOR_SCALE, labels)
    weights = np.concatenate([model.coef_.T, model.intercept_[None, :]]).astype(np.float32)
    return Regressions(centre.astype(np.float32), weights)


def train_trees(values: Matrix, labels: NDArray[np.int64], weights: Matrix, seed: int = 0) -> BoostedTrees:
    """Grow the trees that weigh the features; every status weighs the same in all."""
    # On average a row weighs 1: the regularisation of the trees is meant for such rows.
    count = labels.max() + 1
    share = np.array([weights[labels == status].sum() for status in range(count)]) * count / weights.sum()
    model = HistGradientBoostingClassifier(
        max_depth=4,
        learning_rate=0.03,
        max_iter=300,
        min_samples_leaf=30,
        l2_regularization=1.0,
        random_state=seed,
    )
    return _exported(model.fit(values, labels, sample_weight=weights / share[labels]))


def _exported(model: HistGradientBoostingClassifier) -> BoostedTrees:
    """The trees as arrays, a leaf leading to itself."""
    grown = [(number, tree.nodes) for stage in model._predictors for number, tree in enumerate(stage)]
    size = max(len(nodes) for _, nodes in grown)
    arrays = {name: np.zeros((len(grown), size)) for name in ("feature", "threshold", "left", "right", "value")}
    for row, (_, nodes) in enumerate(grown):
        leaf = nodes["is_leaf"].astype(bool)
        place = np.arange(len(nodes))
        arrays["feature"][row, : len(nodes)] = np.where(leaf, 0, nodes["feature_idx"])
        arrays["threshold"][row, : len(nodes)] = np.where(leaf, 0.0, nodes["num_threshold"])
        arrays["left"][row, : len(nodes)] = np.where(leaf, place, nodes["left"])
        arrays["right"][row, : len(nodes)] = np.where(leaf, place, nodes["right"])
        arrays["value"][row, : len(nodes)] = np.where(leaf, nodes["value"], 0.0)
    wide = {name: arrays[name].astype(np.int64) for name in ("feature", "left", "right")}
    return BoostedTrees(
        threshold=arrays["threshold"].astype(np.float32),
        value=arrays["value"],
        classes=np.array([number for number, _ in grown], dtype=np.int64),
        baseline=np.asarray(model._baseline_prediction).reshape(-1),
        depth=max(int(nodes["depth"].max()) for _, nodes in grown),
        **wide,
    )
