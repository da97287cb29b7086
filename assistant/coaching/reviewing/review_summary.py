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
MODEL_ALONE = (
    "Le programme n’a rien appris de ce référentiel : les verdicts sont ceux du modèle de langage seul, sur les passages du "
    "brouillon les plus proches de chaque critère. Vérifiez chacun d’eux."
)
_PRIORITIES = 3
_STRENGTHS = 3


def summary_of(
    exam: Exam, title: str, criteria: Sequence[CriterionReview], *, trained: bool = True, notice: str = ""
) -> str:
    """Return the summary in Markdown: counts, strengths, the three things that matter most, what it is not.

    `trained` tells whether anything was learnt of the référentiel that could be judged with; `notice` is what the
    language model did not read.
    """
    blocks = [
        _counts(exam, title, criteria),
        *(() if trained else (_untrained(criteria),)),
        *([notice] if notice else ()),
    ]
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


def notice_of(unread: Sequence[tuple[Sequence[int], str]], *, trained: bool) -> str:
    """Return what the language model did not read, in French: numbers of criteria, and why; empty where there are none."""
    numbers = sorted(number for part, _ in unread for number in part)
    if not numbers:
        return ""
    reasons = " ".join(dict.fromkeys(why for _, why in unread))
    one = len(numbers) == 1
    which = f"le critère {numbers[0]}" if one else f"les critères {_listed([str(number) for number in numbers])}"
    if trained:
        rest = "Son verdict est celui du programme seul." if one else "Leur verdict est celui du programme seul."
    else:
        rest = "Il n’est pas jugé." if one else "Ils ne sont pas jugés."
    return f"La deuxième lecture, par le modèle de langage, manque pour {which}. {reasons} {rest}"


def _untrained(criteria: Sequence[CriterionReview]) -> str:
    return MODEL_ALONE if any(item.second_opinion for item in criteria) else UNTRAINED


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
