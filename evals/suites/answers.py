"""The suite of answers: are they complete, cite what they rely on and nothing else, and say what is true?"""

from evals.bench import Bench
from evals.metrics.questions import Outcome, Scores, example
from evals.result import SplitName, SuiteResult

_KINDS = ("code", "natural", "fact", "theme", "comparison", "overview")


def run(bench: Bench, split: SplitName) -> SuiteResult | None:
    """Ask every single question that has an answer."""
    outcomes = [item for item in bench.outcomes(split) if is_answerable(item)]
    if not outcomes:
        return None
    wrong = [item for item in outcomes if not item.fine or item.found_first == 0]
    scores = score(outcomes)
    return SuiteResult(
        suite="answers",
        split=split,
        about=f"{len(outcomes)} single questions that have an answer: what it cites, says, and must not say.",
        in_sample=split == "dev",
        figures=tuple(scores.figures),
        items=tuple(scores.items),
        examples=tuple(map(example, wrong)) if bench.shows_examples(split) else (),
    )


def is_answerable(outcome: Outcome) -> bool:
    """Tell whether a question stands alone and has an answer."""
    return outcome.question.behaviour == "answer" and outcome.question.kind in _KINDS


def score(outcomes: list[Outcome]) -> Scores:
    """Return all figures; those of a kind that isn't there are left out."""
    scores = Scores(outcomes)
    scores.add("completeness: required entries cited", lambda o: o.recall)
    scores.add("citation precision", lambda o: o.precision)
    scores.add("citations verbatim", lambda o: o.verbatim, bound=1.0)
    scores.add("facts said", lambda o: o.facts)
    scores.add("forbidden claims", lambda o: o.claims_forbidden, at_most=True)
    scores.add("code: complete and exact", lambda o: o.exact, ["code"], 1.0)
    scores.add("natural: hit@1", lambda o: o.found_first, ["natural"], 0.80)
    scores.add("natural: recall@5", lambda o: o.found_soon, ["natural"], 0.95)
    scores.add("natural: all required cited", lambda o: o.all_required_cited, ["natural"], 0.90)
    scores.add("natural: citation precision", lambda o: o.precision, ["natural"], 0.70)
    scores.add("fact: right", lambda o: o.right, ["fact"], 0.98)
    scores.add("theme: right", lambda o: o.right, ["theme"])
    scores.add("comparison: right", lambda o: o.right, ["comparison"])
    scores.add("overview: right", lambda o: o.right, ["overview"])
    return scores
