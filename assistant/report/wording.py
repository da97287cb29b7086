"""The words of a report, in one place: what is said is the same on paper, on screen and in Markdown."""

from typing import NamedTuple

from assistant.coaching.reviewing.comparing import Move
from assistant.coaching.reviewing.review import ReviewVerdict
from assistant.dossier.model import WarningKind
from assistant.judging.judgement import Presence


class VerdictWords(NamedTuple):
    """A verdict: its sign (told apart without colour), its name, its plural and what it means."""

    sign: str
    name: str
    plural: str
    meaning: str


VERDICTS: dict[ReviewVerdict, VerdictWords] = {
    "covered": VerdictWords("■", "Couvert", "couverts", "chaque partie du critère reçoit une réponse concrète."),
    "partial": VerdictWords("◧", "Partiel", "partiels", "une partie reste sans réponse, ou la réponse est trop mince."),
    "missing": VerdictWords("□", "Absent", "absents", "rien de substantiel n’a été trouvé."),
    "not_rated": VerdictWords("?", "Non jugé", "non jugés", "la relecture n’a pas pu se prononcer."),
    "not_assessable": VerdictWords(
        "–", "Jugé ailleurs", "jugés ailleurs", "à l’oral ou sur le diaporama, pas dans ce fichier."
    ),
}
"""In the order in which they are shown."""

PRESENCES: dict[Presence, tuple[str, str]] = {
    "yes": ("■", "présent"),
    "partial": ("◧", "en partie"),
    "no": ("□", "non trouvé"),
}

MOVES: dict[Move, tuple[str, str, str]] = {
    "better": ("progresse", "progressent", "En progrès"),
    "worse": ("recule", "reculent", "En recul"),
    "same": ("garde son verdict", "gardent leur verdict", "Même verdict"),
    "new": ("est jugé pour la première fois", "sont jugés pour la première fois", "Nouveau verdict"),
    "lost": ("n’est plus jugé", "ne sont plus jugés", "Sans verdict désormais"),
    "unrated": ("reste sans verdict", "restent sans verdict", "Sans verdict"),
}
"""One criterion, several criteria, and the title of what moved."""

WARNINGS: dict[WarningKind, str] = {
    "hidden_text": "Texte caché",
    "reviewer_instructions": "Consigne adressée au relecteur",
    "comments": "Commentaires",
    "tracked_changes": "Modifications suivies",
    "truncated": "Lecture incomplète",
    "unread_part": "Partie non lue",
    "ocr": "Texte reconnu sur une image",
    "mislabelled": "Extension trompeuse",
}

KICKER = "Relecture d’un brouillon"
TO_CHECK = "à vérifier"
MAYBE = "peut-être"

FILE = "Fichier"
EXAM = "Épreuve"
EXAM_SOURCES = {"given": "indiquée au départ", "detected": "proposée d’après le texte, à confirmer"}
LENGTH = "Étendue"
DATE = "Document établi le"
READER = "Lecture"
EXTRACTIVE = "par un programme, sans modèle de langue"
WITH_MODEL = "par un programme, avec le modèle {name}"
ALERTS = "Avertissements"
ALERTS_BELOW = "{count}, en fin de document"

SUMMARY = "En bref"
COMPARISON = "Depuis la version précédente"
OVERVIEW = "Vue d’ensemble"
EXPECTED = "Éléments attendus par les modalités"
GRID = "Critère par critère"
ELSEWHERE = "Ce qui se juge ailleurs que dans ce fichier"
WARNINGS_TITLE = "À savoir sur ce fichier"

CRITERION = "Critère"
OFFICIAL = "Formulation officielle"
VERDICT = "Verdict"
ELEMENT = "Élément"
PRESENCE = "Présence"
WHERE = "Où"
COVERAGE_ALT = "Barre de couverture, une case par critère : {counts}."
OVERVIEW_ALT = "Chaque critère de l’épreuve, sa formulation officielle et le verdict."
EXPECTED_ALT = "Chaque élément attendu par les modalités, s’il est présent, et où."
FACTS_ALT = "Le fichier relu et les conditions de la relecture."

QUOTES = "Vos mots"
FOUND = "Ce qui est là"
MISSING = "Ce qui manque"
ADVICE = "Prochaine action"
OPINION = "Deuxième lecture"
OPINION_SAME = "le modèle de langage est du même avis"
OPINION_OTHER = "le modèle de langage penche pour « {said} »"
OPINION_BOTH = "le modèle de langage penche pour « {said} », le programme seul pour « {judge} »"
OPINION_ALONE = "ce verdict est celui du modèle de langage seul"
AGAINST = {
    "covered": "Ce qui pourrait faire douter",
    "partial": "Ce qui pourrait faire douter",
    "missing": "Le passage qui s’en approche le plus",
}
DOUBT = "Verdict à vérifier : relisez ce critère vous-même, ou avec quelqu’un, avant de vous y fier."
NO_GRID = "Aucun critère de cette épreuve ne se juge sur ce fichier."

COMPARED = "Comparée à la relecture de {file} : {counts}."
OTHER_READER = "Les deux relectures n’ont pas été faites par le même moteur : une partie des écarts peut en venir."
NOTHING_MOVED = "Rien n’a bougé : mêmes verdicts, mêmes éléments trouvés."
UNCHANGED = "Sans changement : critères {numbers}."
UNCHANGED_ONE = "Sans changement : critère {numbers}."
UNCERTAIN = "l’un des deux verdicts est à vérifier"
NO_VERDICT = "Pas dans la grille"
NEWLY_FOUND = "Trouvé désormais"
DEVELOPED = "Mieux développé"
WEAKENED = "Moins développé"
NEWLY_MISSING = "Plus trouvé"
EXPECTED_MOVES = "Éléments attendus par les modalités"

BLANKS = (
    "Le signe {blank} remplace les émojis et les écritures que la police de ce PDF ne connaît pas ; "
    "les autres formats les gardent."
)
FOOTER = "Relecture formative, ni note ni pronostic"
PAGE = "page {number} sur {total}"


def verdict_words(verdict: ReviewVerdict, *, to_check: bool) -> str:
    """Return a verdict in words, with « à vérifier » where it is."""
    name = VERDICTS[verdict].name
    return f"{name}, {TO_CHECK}" if to_check else name
