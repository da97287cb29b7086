"""The review in plain words: what is strong, what matters most, and what it is not."""

from collections.abc import Sequence

from assistant.coaching.reviewing.review import CriterionReview
from assistant.referential.model import Exam

FORMATIVE = (
    "Cette relecture est formative : elle ne donne pas de note et ne dit rien de la décision du jury. "
    "Relisez vous-même chaque passage « à vérifier »."
)
UNTRAINED = (
    "Le programme n’a rien appris de ce référentiel : il ne donne aucun verdict. Pour chaque critère, il cite les passages "
    "du brouillon qui sont les plus proches de ses mots ; c’est à vous de voir s’ils y répondent."
)
_PRIORITIES = 3
_STRENGTHS = 3


def summary_of(exam: Exam, title: str, criteria: Sequence[CriterionReview], *, trained: bool = True) -> str:
    """Return the summary in Markdown: counts, strengths, the three things that matter most, what it is not.

    `trained` tells whether anything was learnt of the référentiel that could be judged with.
    """
    blocks = [_counts(exam, title, criteria), *(() if trained else (UNTRAINED,))]
    strong = sorted((item for item in criteria if item.verdict == "covered"), key=lambda item: -item.confidence)
    if strong:
        lines = [f"- **{item.id}** : {_first_words(item)}" for item in strong[:_STRENGTHS]]
        blocks.append("\n".join(["**Ce qui est solide**", "", *lines]))
    weak = priorities(criteria)
    if weak:
        lines = [f"{rank}. **{item.id}** : {item.advice}" for rank, item in enumerate(weak, start=1)]
        heading = "**Le plus important maintenant**" if len(weak) > 1 else "**À faire maintenant**"
        blocks.append("\n".join([heading, "", *lines]))
    blocks.append(FORMATIVE)
    return "\n\n".join(blocks)


def priorities(criteria: Sequence[CriterionReview]) -> list[CriterionReview]:
    """Return the criteria to work on first: what is missing before what is partial, sure verdicts before doubtful ones."""
    weak = [item for item in criteria if item.verdict in {"missing", "partial"}]
    weak.sort(key=lambda item: (item.verdict != "missing", item.to_check, -item.confidence))
    return weak[:_PRIORITIES]


def _counts(exam: Exam, title: str, criteria: Sequence[CriterionReview]) -> str:
    counts = {verdict: sum(item.verdict == verdict for item in criteria) for verdict in _NAMES}
    said = [f"{count} {_NAMES[verdict][count > 1]}" for verdict, count in counts.items() if count]
    doubtful = sum(item.to_check and item.verdict != "not_rated" for item in criteria)
    note = f" {doubtful} verdict{'s' if doubtful > 1 else ''} à vérifier." if doubtful else ""
    return f"**{exam.id}, {title[0].lower()}{title[1:]}** : sur {len(criteria)} critères, {_listed(said)}.{note}"


_NAMES = {
    "covered": ("couvert", "couverts"),
    "partial": ("partiel", "partiels"),
    "missing": ("absent", "absents"),
    "not_assessable": ("qui se juge ailleurs que sur ce fichier", "qui se jugent ailleurs que sur ce fichier"),
    "not_rated": ("non jugé", "non jugés"),
}


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} et {parts[-1]}"


def _first_words(item: CriterionReview) -> str:
    found = ", ".join(item.found[:3])
    return found or item.text
