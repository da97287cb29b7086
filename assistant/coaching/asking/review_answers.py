"""What a review answers when it is asked: Markdown in which the draft's own words stay text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.coaching.reviewing.review import CriterionReview, Quote, Review
from assistant.coaching.reviewing.review_summary import FORMATIVE, priorities


class ReviewAsk(StrEnum):
    """What is asked of a review."""

    MISSING = "missing"
    EVIDENCE = "evidence"
    VERDICT = "verdict"
    NEXT = "next"
    WEAK = "weak"
    STRONG = "strong"
    TO_CHECK = "to_check"
    CHECKLIST = "checklist"
    MARK = "mark"
    SUMMARY = "summary"
    CHANGES = "changes"


OF_A_CRITERION = frozenset(
    {
        ReviewAsk.MISSING,
        ReviewAsk.EVIDENCE,
        ReviewAsk.VERDICT,
        ReviewAsk.NEXT,
        ReviewAsk.WEAK,
        ReviewAsk.STRONG,
        ReviewAsk.TO_CHECK,
    }
)
"""What can be asked of one criterion; the rest is answered on the whole review."""

_VERDICTS = {
    "covered": "couvert",
    "partial": "partiel",
    "missing": "absent",
    "not_assessable": "jugé ailleurs que sur ce fichier",
    "not_rated": "non jugé",
}
_PRESENT = {"yes": "présent", "partial": "à compléter", "no": "absent"}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$!&])")
_STARTS_LIST = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s|$)")
_LONGEST_QUOTE = 420


@dataclass(frozen=True)
class ReviewAnswer:
    """The answer in Markdown, and useful next questions."""

    answer: str
    suggestions: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    """The criteria that it is on, where the question names some: their ids."""


def literal(text: str) -> str:
    """Return a text as Markdown that shows it to the letter: no mark-up, no image, no link, no formula."""
    escaped = _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
    escaped = _STARTS_LIST.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", escaped)
    # A word joiner keeps an address from being made a link.
    return re.sub(r"(?i)(https?|ftp|mailto)(:)|(www)(\.)", _unlinked, escaped)


def _unlinked(found: re.Match[str]) -> str:
    return "\u2060".join(part for part in found.groups() if part)


def answer_on_criteria(ask: ReviewAsk, criteria: Sequence[CriterionReview]) -> ReviewAnswer:
    """Answer on the criteria that the question names."""
    blocks = [_on_criterion(ask, item) for item in criteria]
    return ReviewAnswer("\n\n".join(blocks), _follow_ups(ask, criteria), tuple(item.id for item in criteria))


def _on_criterion(ask: ReviewAsk, item: CriterionReview) -> str:
    blocks = [f"**{item.id}** : {_verdict(item)}.", f"> {item.text}"]
    if item.verdict in {"not_assessable", "not_rated"}:
        nearest = [_quotes("**Les passages les plus proches :**", item.evidence)] if item.evidence else []
        return "\n\n".join([*blocks, item.advice, *nearest])
    if ask is ReviewAsk.EVIDENCE:
        return "\n\n".join([*blocks, _evidence(item)])
    if ask in {ReviewAsk.VERDICT, ReviewAsk.STRONG, ReviewAsk.TO_CHECK}:
        blocks.append(_evidence(item))
    blocks.append(_lacking(item))
    blocks.append(f"**À faire :** {item.advice}")
    return "\n\n".join(block for block in blocks if block)


def _verdict(item: CriterionReview) -> str:
    return f"{_VERDICTS[item.verdict]}{', à vérifier' if item.to_check and item.verdict != 'not_rated' else ''}"


def _lacking(item: CriterionReview) -> str:
    if not item.missing:
        return "Il ne manque rien d’essentiel." if item.verdict == "covered" else ""
    return "\n".join(["**Il manque :**", "", *(f"- {label}" for label in item.missing)])


def _evidence(item: CriterionReview) -> str:
    parts = []
    if item.evidence:
        parts.append(
            _quotes("**Vos mots :**" if not item.to_check else "**Pour ce verdict, vos mots :**", item.evidence)
        )
    else:
        parts.append("Je n’ai trouvé dans votre dossier aucun passage qui réponde à ce critère.")
    if item.against and (item.to_check or item.verdict == "missing"):
        heading = (
            "**Ce qui s’en approche le plus :**" if item.verdict == "missing" else "**Ce qui peut faire hésiter :**"
        )
        parts.append(_quotes(heading, item.against))
    return "\n\n".join(parts)


def _quotes(heading: str, quotes: Sequence[Quote]) -> str:
    return "\n\n".join([heading, *(f"> « {_shortened(quote.quote)} »{place_of(quote)}" for quote in quotes)])


def _shortened(text: str) -> str:
    folded = " ".join(text.split())
    if len(folded) <= _LONGEST_QUOTE:
        return literal(folded)
    return f"{literal(folded[:_LONGEST_QUOTE].rpartition(' ')[0] or folded[:_LONGEST_QUOTE])} […]"


def place_of(quote: Quote) -> str:
    """Return where a quote stands, in brackets, or nothing."""
    places = []
    if quote.page is not None:
        places.append(f"page {quote.page}")
    if quote.slide is not None:
        places.append(f"diapositive {quote.slide}")
    if quote.heading:
        places.append(f"« {literal(quote.heading)} »")
    return f" ({', '.join(places)})" if places else ""


def answer_on_review(ask: ReviewAsk, review: Review, changes: str = "") -> ReviewAnswer:
    """Answer on the whole review."""
    parts = {
        ReviewAsk.MARK: _on_mark,
        ReviewAsk.MISSING: _on_weak,
        ReviewAsk.WEAK: _on_weak,
        ReviewAsk.STRONG: _on_strong,
        ReviewAsk.TO_CHECK: _on_doubtful,
        ReviewAsk.CHECKLIST: _on_checklist,
        ReviewAsk.NEXT: _on_next,
        ReviewAsk.EVIDENCE: _on_evidence,
    }
    if ask is ReviewAsk.CHANGES:
        text = changes or (
            "Je n’ai qu’une relecture de ce dossier : relisez la nouvelle version, ou donnez la relecture (.json) "
            "de la précédente sur la page « Relire mon dossier », et je vous dirai ce qui a bougé."
        )
    else:
        text = parts.get(ask, _whole)(review)
    return ReviewAnswer(text, _follow_ups(ask, priorities(review.criteria)))


def _whole(review: Review) -> str:
    return review.summary


def _on_mark(review: Review) -> str:
    return f"{FORMATIVE}\n\nCe que je peux vous dire, c’est ce qui manque.\n\n{_on_next(review)}"


def _on_weak(review: Review) -> str:
    weak = [item for item in review.criteria if item.verdict in {"missing", "partial"}]
    if not weak:
        return "Aucun critère jugé sur ce fichier n’est absent ni partiel."
    weak.sort(key=lambda item: item.verdict != "missing")
    lines = [f"- **{item.id}** ({_verdict(item)}) : {_joined(item.missing) or item.advice}" for item in weak]
    return "\n".join([f"Ce qui manque à votre dossier pour {review.exam} :", "", *lines])


def _on_strong(review: Review) -> str:
    strong = [item for item in review.criteria if item.verdict == "covered"]
    if not strong:
        return "Aucun critère n’est encore couvert en entier. " + _on_next(review)
    lines = [f"- **{item.id}** ({_verdict(item)}) : {_joined(item.found) or item.text}" for item in strong]
    return "\n".join(["Ce qui est solide :", "", *lines])


def _on_doubtful(review: Review) -> str:
    doubtful = [item for item in review.criteria if item.to_check and item.verdict != "not_rated"]
    if not doubtful:
        return "Aucun verdict de cette relecture n’est signalé « à vérifier »."
    return "\n\n".join(_on_criterion(ReviewAsk.EVIDENCE, item) for item in doubtful)


def _on_checklist(review: Review) -> str:
    lines = [f"- {item.label} : **{_PRESENT[item.present]}**" for item in review.expected_elements]
    return "\n".join([f"Les éléments que les modalités de {review.exam} attendent :", "", *lines])


def _on_next(review: Review) -> str:
    first = priorities(review.criteria)
    if not first:
        return (
            "Tous les critères jugés sur ce fichier sont couverts : préparez-vous à défendre vos choix devant le jury."
        )
    lines = [f"{rank}. **{item.id}** ({_verdict(item)}) : {item.advice}" for rank, item in enumerate(first, start=1)]
    return "\n".join(["Commencez par là :", "", *lines])


def _on_evidence(review: Review) -> str:
    lines = []
    for item in review.criteria:
        if item.evidence:
            quote = item.evidence[0]
            lines.append(f"**{item.id}** ({_verdict(item)})\n\n> « {_shortened(quote.quote)} »{place_of(quote)}")
    if not lines:
        return "Je n’ai trouvé dans votre dossier aucun passage qui réponde à un critère."
    return "\n\n".join(["Le meilleur passage trouvé pour chaque critère :", *lines])


def other_exam(review: Review, exam_id: str) -> ReviewAnswer:
    """Say that the review is one for another exam."""
    text = (
        f"Votre relecture porte sur {review.exam}, pas sur {exam_id}. Pour savoir où vous en êtes sur {exam_id}, "
        f"demandez-moi « relis-le pour {exam_id} »."
    )
    return ReviewAnswer(text, (f"Relis-le pour {exam_id}", f"Qu’attend le jury pour {exam_id} ?"))


def unknown_criterion(review: Review, number: int) -> ReviewAnswer:
    """Say that the exam has no such criterion."""
    return ReviewAnswer(f"{review.exam} compte {len(review.criteria)} critères : il n’y a pas de critère {number}.")


def _joined(labels: Sequence[str]) -> str:
    return " ; ".join(labels)


def _follow_ups(ask: ReviewAsk, criteria: Sequence[CriterionReview]) -> tuple[str, ...]:
    if not criteria:
        return ()
    first = criteria[0]
    offered = {
        ReviewAsk.MISSING: f"Que manque-t-il pour le critère {first.n} ?",
        ReviewAsk.EVIDENCE: f"Montre mes preuves pour {first.id}",
        ReviewAsk.NEXT: "Par quoi commencer ?",
    }
    rest = [text for kind, text in offered.items() if kind is not ask]
    return (*rest[:2], f"Qu’attend le jury pour {first.id} ?")
