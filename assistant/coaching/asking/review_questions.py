"""Questions about a review: « que manque-t-il pour le critère 3 ? », « montre mes preuves », « mes points faibles ? ».

They are told from questions about the référentiel by what they ask for, and answered from the review alone.
"""

import re
from collections.abc import Sequence

from assistant.coaching.asking.answer import Turn
from assistant.coaching.asking.question_requests import asks_for_questions
from assistant.coaching.asking.review_answers import (
    OF_A_CRITERION,
    ReviewAnswer,
    ReviewAsk,
    answer_on_criteria,
    answer_on_review,
    other_exam,
    unknown_criterion,
)
from assistant.coaching.reviewing.review import Review
from assistant.referential.codes import read_codes
from assistant.referential.model import EntryKind, Referential
from assistant.referential.wording import words

__all__ = ["ReviewAnswer", "ReviewAsk", "answer_from_review", "asks_for_review", "review_ask"]


_SHORT_FOLLOW_UP = 8
_LAST = -1

_DRAFT = r"(?:dossier|brouillon|document|draft|fichier|cahier des charges|cdc|rapport|texte|travail|memoire|deck|diaporama|presentation|slides?|livrable)"

# The first that matches decides. The texts are folded words: no accents, no signs.
_ASKS: tuple[tuple[ReviewAsk, str], ...] = (
    (
        ReviewAsk.MARK,
        r"\b(?:quelle?s? notes?|combien de points?|combien sur (?:20|vingt|100)|quel score)\b.*\b(?:j|je|aurai\w*|aura|vaut|merite\w*|mon|ma|notre|nous)\b"
        r"|\bvais je (?:reussir|valider|avoir|passer|rater|echouer)\b|\bvais (?:l )?avoir (?:mon|la|le)\b"
        r"|\b(?:mon|ma|notre|ce) (?:dossier|brouillon)\b.*\b(?:passe\w*|suffi\w*|validera|merite)\b|\bchances? de (?:reussir|valider|reussite)\b.*\b(?:mon|ma|mes|ce|j|je)\b",
    ),
    (
        ReviewAsk.CHANGES,
        r"\b(?:qu est ce qui|ce qui|que|quoi) (?:a|ont) (?:change|bouge|evolue|progresse)\b|\b(?:compar\w+|difference\w*|progres\w*|evolution\w*)\b.*\b(?:version|relecture|brouillon) (?:precedente?|d avant|anterieure?)\b"
        r"|\bai je progresse\b|\bdepuis (?:la|ma) (?:derniere|precedente) (?:version|relecture)\b",
    ),
    (
        ReviewAsk.EVIDENCE,
        r"\b(?:montre\w*|affiche\w*|donne\w*|cite\w*|voir|vois|rappelle\w*|retrouve\w*|quel(?:le)?s?|ou sont)\b.*\b(?:mes|ma|mon|nos) (?:\w+ )?(?:preuves?|passages?|citations?|extraits?|phrases?|mots)\b"
        r"|\b(?:quel(?:le)?s?) (?:preuves?|passages?|citations?|extraits?) (?:as tu|avez vous|de (?:mon|ma|notre)|ont ete|(?:as )?tu (?:as )?(?:trouve|retenu)|vous avez)\b"
        r"|\b(?:montre\w*|affiche\w*) (?:moi )?(?:les|la|des) (?:preuves?|passages?|citations?|extraits?)\b"
        r"|\bsur quoi (?:repose|reposent|se fonde|te bases|t appuies|vous (?:basez|appuyez)|est (?:fonde|base))\b|\bou (?:est ce que )?(?:j ai|ai je|je) (?:repond\w*|parle\w*|trait\w*|couv\w*|dit|ecrit)\b",
    ),
    (
        ReviewAsk.CHECKLIST,
        r"\b(?:elements?|pieces?|rubriques?) (?:attendus?|demandes?|obligatoires?)\b.*\b(?:mon|ma|mes|j ai|ai je|brouillon|relecture|presents?|absents?|manqu\w+)\b"
        r"|\b(?:mon|ma) (?:dossier|brouillon)\b.*\b(?:elements?|pieces?) (?:attendus?|demandes?)\b",
    ),
    (
        ReviewAsk.TO_CHECK,
        r"\b(?:verdicts?|criteres?|passages?|points?|quoi|que|relecture)\b.*\ba verifier\b|\bverdicts? (?:incertains?|douteux|pas surs?)\b|\bque dois je (?:verifier|relire)\b",
    ),
    (
        ReviewAsk.MISSING,
        r"\b(?:qu est ce qu il|que|quoi|qu est ce qui|ce qui|ce qu il|qu il|il) (?:me |nous |lui |te |y )?manque\w*\b|\bmanque (?:t )?il\b|\bmanque quoi\b"
        r"|\b(?:mes|nos|quelles|les) (?:lacunes|manques|trous|oublis)\b|\bqu (?:est ce que |ai )j?e? ?(?:j ai )?oublie\b|\bai je oublie\b|\bj ai oublie quoi\b",
    ),
    (
        ReviewAsk.WEAK,
        r"\b(?:mes|nos|ses|les) (?:\w+ )?(?:points? faibles?|faiblesses?|points? a (?:ameliorer|travailler))\b|\b(?:points? faibles?|faiblesses?) de (?:mon|ma|notre|ce)\b|\bce qui (?:ne va pas|cloche|peche)\b"
        r"|\bquels? criteres? (?:sont |est )?(?:absents?|partiels?|pas couverts?|non couverts?|rates?|faibles?)\b|\bcriteres? (?:que j ai |qui sont )?(?:rates?|absents?|non couverts?)\b",
    ),
    (
        ReviewAsk.STRONG,
        r"\b(?:mes|nos|ses|les) (?:\w+ )?(?:points? forts?|forces|atouts)\b|\b(?:points? forts?|forces) de (?:mon|ma|notre|ce)\b|\bce qui (?:est|va) (?:bien|solide|bon|reussi)\b|\bquels? criteres? (?:sont |est |ai je )?(?:deja )?(?:couverts?|valides?|reussis?)\b",
    ),
    (
        ReviewAsk.VERDICT,
        r"\bverdicts?\b|\bpourquoi\b.*\b(?:partiels?|partielle|absents?|absente|couverte?s?|non juge|manquante?s?|incomplete?s?)\b|\b(?:ai je|est ce que j ai|j ai|avons nous|mon dossier|mon brouillon)\b.*\b(?:couver\w*|couvre|rempli\w*|satisfai\w*|reussi)\b",
    ),
    (
        ReviewAsk.NEXT,
        r"\bpar (?:quoi|ou) (?:je )?(?:commenc\w*|dois je commencer)\b|\b(?:mes|les|quelles) (?:\w+ )?priorites?\b|\bprochaines? (?:actions?|etapes?|choses?)\b|\bque (?:dois|devrais|puis) je (?:faire|ameliorer|corriger|changer|revoir|ajouter|reprendre|travailler)\b"
        r"|\bcomment (?:ameliorer|corriger|completer|reprendre|renforcer|puis je|je peux|faire mieux)\b.*\b(?:mon|ma|mes|ce|critere|brouillon)\b|\b(?:quoi|que) (?:corriger|ameliorer|reprendre|ajouter|retravailler)\b",
    ),
    (
        ReviewAsk.SUMMARY,
        r"\b(?:resum\w*|synthes\w*|bilan|rappel\w*|redonne\w*|montre\w*|affiche\w*|conclusions?) (?:moi )?(?:de |la |ma |cette |le |du |mon )+(?:relecture|bilan)\b|\bbilan de (?:mon|ma|notre) \w+",
    ),
)  # fmt: skip
_PATTERNS = tuple((ask, re.compile(pattern)) for ask, pattern in _ASKS)
_ABOUT_REFERENTIAL = re.compile(
    r"\b(?:jury|referentiel|modalites?|attend\w* (?:le|du|par)|en general|un bon|une bonne|d un|d une)\b"
)
_BARE_CRITERION = re.compile(r"(?:(?:le|la|du|sur|the|on) )*(?:criteres?|criteri(?:on|a)) \d{1,2}")
_ENGLISH_DRAFT = r"(?:draft|dossier|file|document|report|slides?|deck|specifications?|brief|paper|work|essay)"
_REVIEW_OBJECT = re.compile(
    rf"\b(?:reli[sz]\w*|relire) (?:moi )?(?:le|la|les|ca|ce|cet|cette|mon|ma|mes|notre|s il)\b|\b(?:le|la|les) (?:relire|relis|corriger|evaluer|analyser)\b"
    rf"|\b(?:corrige\w*|evalue\w*|analyse\w*|examine\w*|review|regarde\w*|lis|lisez) (?:moi )?(?:le|la|ca|ce|cet|cette|mon|ma|mes|notre)\b(?:(?: {_DRAFT})|$| pour\b| s il\b| stp\b| svp\b| selon\b| avec\b)"
    rf"|\b(?:review|check|assess|evaluate|proofread|read) (?:(?:over|through) )?(?:my|our|the|this) {_ENGLISH_DRAFT}\b|^(?:please )?review (?:it|this|that)\b|\bhere is (?:my|our) {_ENGLISH_DRAFT}\b"
    rf"|\bfai\w* (?:moi )?(?:une |la )?relecture\b|\b(?:voici|voila|ci joint) (?:mon|ma|notre|le|un) {_DRAFT}\b"
)


def asks_for_review(question: str) -> bool:
    """Tell whether a draft is to be reviewed: « relis-le pour C3.3 », « voici mon dossier »."""
    folded = " ".join(words(question))
    asked_of_others = re.search(r"\b(?:jury|qui|who|how|does|will|should|can i|may i)\b", folded)
    return bool(_REVIEW_OBJECT.search(folded)) and not asked_of_others


def review_ask(question: str) -> ReviewAsk | None:
    """Return what a question asks of a review, or None when it asks something else."""
    folded = " ".join(words(question))
    ask = next((ask for ask, pattern in _PATTERNS if pattern.search(folded)), None)
    if ask is None or not _ABOUT_REFERENTIAL.search(folded):
        return ask
    # « Quels sont les points forts d’un bon dossier ? » asks the référentiel; « mes points forts face au jury », the review.
    return ask if re.search(r"\b(?:mon|ma|mes|notre|nos|ai je|j ai)\b", folded) else None


def answer_from_review(
    question: str,
    review: Review,
    referential: Referential,
    history: Sequence[Turn] = (),
    changes: str = "",
) -> ReviewAnswer | None:
    """Answer a question about a review, or return None when the question is about something else.

    `changes` says in Markdown what moved since the previous draft, where there is one.
    """
    if asks_for_questions(" ".join(words(question))):
        return None  # « trois questions sur mes points faibles »: the jury is to be played
    codes = read_codes(question, referential)
    named = [key for key in codes.keys if key.kind is not EntryKind.ACTIVITY]
    criteria = [key.id for key in named if key.kind is EntryKind.CRITERION and key.id.startswith(f"{review.exam}/")]
    numbers = [review.criteria[-1].n if number == _LAST else number for number in codes.numbers]
    ask = review_ask(question) or _continued(question, history, bool(named or numbers))
    if ask is None:
        return None
    foreign = [exam.id for key in named if (exam := referential.exam_of(key)) is not None and exam.id != review.exam]
    if foreign:
        return other_exam(review, foreign[0])
    by_number = {item.n: item for item in review.criteria}
    unknown = [number for number in numbers if number not in by_number]
    if unknown:
        return unknown_criterion(review, unknown[0])
    chosen = [item for item in review.criteria if item.id in criteria or item.n in numbers]
    return (
        answer_on_criteria(ask, chosen) if chosen and ask in OF_A_CRITERION else answer_on_review(ask, review, changes)
    )


def _continued(question: str, history: Sequence[Turn], names_entry: bool) -> ReviewAsk | None:
    """« Et pour le critère 4 ? » asks what the question before asked; right after a review, where the draft stands."""
    if not names_entry or not _continues(question):
        return None
    for turn in reversed(history):
        if turn.role != "user":
            continue
        if asks_for_review(turn.content):
            return ReviewAsk.VERDICT
        ask = review_ask(turn.content)
        if ask is not None or not _continues(turn.content):
            return ask
    return None


def _continues(question: str) -> bool:
    """Tell whether a question only names what it is about: « et pour C2.4 ? », « critère 3 ? »."""
    folded = words(question)
    if not folded or len(folded) > _SHORT_FOLLOW_UP:
        return False
    return folded[0] in {"et", "pour", "idem", "and", "for"} or bool(_BARE_CRITERION.fullmatch(" ".join(folded)))
