"""What simple programs would say of the same drafts."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from assistant import Coach
from assistant.judging.judgement import Verdict
from assistant.referential.model import Criterion
from assistant.search.lexical import stems
from evals.datasets.drafts import LabelledDraft, SecondReading
from evals.metrics.judged import Judged, judged_by_rule

_LEAST_WORDS = 4
"""Of a paragraph that is worth comparing: shorter ones are headings."""

Rule = Callable[[Criterion], Verdict]


def make_peers(
    coach: Coach, drafts: Sequence[LabelledDraft], train: Sequence[LabelledDraft]
) -> dict[str, list[Judged]]:
    """Return by name what each peer says of the drafts; without training drafts there is no majority to follow."""
    peers = {
        "always partial": always_partial(coach, drafts),
        "keyword match": keyword_match(coach, drafts),
        "similarity threshold": similarity_threshold(coach, drafts),
    }
    return {**peers, "majority in train": majority(coach, drafts, train)} if train else peers


def always_partial(coach: Coach, drafts: Sequence[LabelledDraft]) -> list[Judged]:
    """Call everything partial."""
    return _by_rule(coach, drafts, lambda _draft: lambda _criterion: "partial")


def keyword_match(coach: Coach, drafts: Sequence[LabelledDraft]) -> list[Judged]:
    """Count the stems of the criterion that stand in the draft: most of them is covered, some partial."""

    def rule(draft: LabelledDraft) -> Rule:
        own = set(stems(draft.markdown))

        def verdict(criterion: Criterion) -> Verdict:
            asked = set(stems(criterion.text))
            share = len(own & asked) / max(len(asked), 1)
            return "covered" if share >= 0.6 else "partial" if share >= 0.35 else "missing"

        return verdict

    return _by_rule(coach, drafts, rule)


def similarity_threshold(coach: Coach, drafts: Sequence[LabelledDraft]) -> list[Judged]:
    """Compare the draft's best paragraph with the criterion's wording by the embedder's cosine."""

    def rule(draft: LabelledDraft) -> Rule:
        paragraphs = [block for block in draft.markdown.split("\n\n") if len(block.split()) >= _LEAST_WORDS]
        vectors = coach.embedder.embed_passages(paragraphs)

        def verdict(criterion: Criterion) -> Verdict:
            if not paragraphs:
                return "missing"
            best = float((vectors @ coach.embedder.embed_passages([criterion.text])[0]).max())
            return "covered" if best >= 0.88 else "partial" if best >= 0.85 else "missing"

        return verdict

    return _by_rule(coach, drafts, rule)


def majority(coach: Coach, drafts: Sequence[LabelledDraft], train: Sequence[LabelledDraft]) -> list[Judged]:
    """Say of each criterion what most training drafts deserved, without reading the draft."""
    seen: dict[tuple[str, int], Counter[Verdict]] = {}
    for draft in train:
        for label in draft.labels.criteria:
            seen.setdefault((draft.about.exam, label.n), Counter())[label.verdict] += 1

    def rule(draft: LabelledDraft) -> Rule:
        return lambda criterion: _most(seen.get((draft.about.exam, criterion.n), {}))

    return _by_rule(coach, drafts, rule)


def _most(counts: Mapping[Verdict, int]) -> Verdict:
    """Return the verdict that was given most often; of equals the one in the middle, which errs least, then the lower."""
    preferred: tuple[Verdict, ...] = ("partial", "missing", "covered")
    return max(preferred, key=lambda verdict: counts.get(verdict, 0))


def _by_rule(coach: Coach, drafts: Sequence[LabelledDraft], rule: Callable[[LabelledDraft], Rule]) -> list[Judged]:
    found = []
    for draft in drafts:
        criteria = {criterion.n: criterion for criterion in coach.referential.exam(draft.about.exam).criteria}
        verdict = rule(draft)
        for label in draft.labels.criteria:
            found.append(judged_by_rule(draft.name, label, criteria[label.n], verdict(criteria[label.n])))
    return found


def second_reading(labelled: Sequence[Judged], readings: Mapping[str, Mapping[int, SecondReading]]) -> list[Judged]:
    """Return what a second juror said of the same criteria, where he read them."""
    return [
        Judged(item.draft, item.label, item.criterion.model_copy(update={"verdict": reading.verdict}))
        for item in labelled
        if (reading := readings.get(item.draft, {}).get(item.label.n)) is not None
    ]
