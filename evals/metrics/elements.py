"""What a review says of the expected elements behind the criteria, against what the juror said of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.coaching.reviewing.review import Review
from assistant.judging.judgement import Presence
from assistant.judging.scoring import PRESENCES
from assistant.referential.elements import ExamElements
from evals.datasets.drafts import LabelledDraft
from evals.metrics.bootstrap import grouped_confusion
from evals.metrics.confusion import Counts, accuracy, counts_by_group, macro_f1, quadratic_kappa
from evals.result import Figure


@dataclass(frozen=True)
class Found:
    """An element of a draft: its presence by the juror and by the review, None where one of them says nothing."""

    draft: str
    id: str
    expected: Presence | None
    given: Presence | None


def elements_of(draft: LabelledDraft, review: Review) -> list[Found]:
    """Return the labelled elements of the criteria with what the review says of them."""
    given = {item.id: item.present for criterion in review.criteria for item in criterion.elements}
    return [Found(draft.name, name, present, given.get(name)) for name, present in _labels(draft).items()]


def checklist_of(draft: LabelledDraft, review: Review, elements: ExamElements) -> list[Found]:
    """Return the elements that the modalités list.

    The juror labelled the elements that they are made of: one is there when all of its own are, and partly when any
    is. Where the juror has no label for one of them, it isn't rated.
    """
    labels = _labels(draft)
    given = {item.label: item.present for item in review.expected_elements}
    return [
        Found(draft.name, item.label, _together(labels, item.elements), given.get(item.label))
        for item in elements.checklist
    ]


def _labels(draft: LabelledDraft) -> dict[str, Presence]:
    return {name: present for label in draft.labels.criteria for name, present in label.elements.items()}


def _together(labels: Mapping[str, Presence], names: Sequence[str]) -> Presence | None:
    if any(name not in labels for name in names):
        return None
    own = {labels[name] for name in names}
    return "yes" if own == {"yes"} else "no" if own == {"no"} else "partial"


def element_figures(found: Sequence[Found]) -> list[Figure]:
    """Return how well the presence of elements is read."""
    return [
        _figure("elements: quadratic weighted kappa", found, quadratic_kappa),
        _figure("elements: macro F1", found, macro_f1),
    ]


def checklist_figures(found: Sequence[Found]) -> list[Figure]:
    """Return how well the list of the modalités is filled in."""
    return [
        _figure("expected elements of the exam: quadratic weighted kappa", found, quadratic_kappa),
        _figure("expected elements of the exam: accuracy", found, accuracy),
    ]


def _figure(name: str, found: Sequence[Found], statistic: Callable[[Counts], Counts]) -> Figure:
    pairs = [(item.expected, item.given, item.draft) for item in found]
    rated = [(first, second, draft) for first, second, draft in pairs if first is not None and second is not None]
    counts = counts_by_group(
        [PRESENCES.index(expected) for expected, _, _ in rated],
        [PRESENCES.index(given) for _, given, _ in rated],
        [draft for _, _, draft in rated],
        len(PRESENCES),
    )
    figure = grouped_confusion(name, counts, statistic)
    return replace(figure, unrated=len(found) - len(rated))
