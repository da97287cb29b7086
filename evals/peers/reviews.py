"""What simple programs would say of the same drafts."""

from collections.abc import Callable, Sequence

from assistant import Coach
from assistant.coaching.reviewing.review import CriterionReview
from assistant.referential.model import Exam
from assistant.search.lexical import stems
from evals.datasets.drafts import LabelledDraft
from evals.metrics.reviews import Judged


def always_partial(coach: Coach, drafts: Sequence[LabelledDraft]) -> list[Judged]:
    """Call everything partial."""
    return _by_rule(coach, drafts, lambda _draft, _criterion: "partial")


def keyword_match(coach: Coach, drafts: Sequence[LabelledDraft]) -> list[Judged]:
    """Count the stems of the criterion that stand in the draft: most of them is covered, some partial."""

    def verdict(draft: LabelledDraft, criterion: CriterionReview) -> str:
        own, asked = set(stems(draft.markdown)), set(stems(criterion.text))
        share = len(own & asked) / max(len(asked), 1)
        return "covered" if share >= 0.6 else "partial" if share >= 0.35 else "missing"

    return _by_rule(coach, drafts, verdict)


def similarity_threshold(coach: Coach, drafts: Sequence[LabelledDraft]) -> list[Judged]:
    """Compare the draft's best paragraph with the criterion's wording by the embedder's cosine."""

    def verdict(draft: LabelledDraft, criterion: CriterionReview) -> str:
        paragraphs = [block for block in draft.markdown.split("\n\n") if len(block.split()) > 3]
        vectors = coach.embedder.embed_passages([*paragraphs, criterion.text])
        best = float((vectors[:-1] @ vectors[-1]).max())
        return "covered" if best >= 0.88 else "partial" if best >= 0.85 else "missing"

    return _by_rule(coach, drafts, verdict)


def _by_rule(
    coach: Coach, drafts: Sequence[LabelledDraft], rule: Callable[[LabelledDraft, CriterionReview], str]
) -> list[Judged]:
    found = []
    for draft in drafts:
        exam: Exam = coach.referential.exam(draft.about.exam)
        for label in draft.labels.criteria:
            criterion = exam.criteria[label.n - 1]
            blank = CriterionReview(
                id=criterion.id,
                n=criterion.n,
                text=criterion.text,
                evidence_kind=criterion.evidence,
                verdict="partial",
                confidence=1.0,
            )
            given = blank.model_copy(update={"verdict": rule(draft, blank)})
            found.append(Judged(draft.name, label, given))
    return found
