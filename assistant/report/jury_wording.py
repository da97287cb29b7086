"""The words of what a mock jury hands over: the tutor's sheet, the outcome of an oral, the table of a year group."""

from assistant.coaching.assessing.assessment import PointStatus
from assistant.coaching.questioning.jury_question import Aim
from assistant.coaching.reviewing.review import ReviewVerdict
from assistant.referential.question_bank import QuestionKind

KINDS: dict[QuestionKind, str] = {
    "justification": "justification",
    "method": "méthode",
    "alternative": "choix contre une autre voie",
    "limits": "limites et risques",
    "figures": "chiffres",
    "what_if": "et si…",
    "transfer": "autre situation",
    "posture": "posture",
}
AIMS: dict[Aim, str] = {
    "missing": "vise un manque",
    "thin": "vise un point à développer",
    "contradiction": "vise une contradiction",
    "strong": "vise un point fort",
    "open": "",
}
LEVEL = "niveau {level}"

SHEET_KICKER = "Jury blanc, fiche du tuteur"
SHEET_FOOTER = "Fiche du tuteur, ni note ni pronostic"
SHEET_NOTICE = (
    "Cette fiche sert à s’entraîner : elle ne donne pas de note et ne dit rien de la décision du jury. "
    "Les exemples montrent une façon de répondre ; d’autres mots et d’autres faits valent autant."
)
FACTS_ALT = "L’épreuve, les durées et ce qui reste à remplir à la main."
CANDIDATE = "Candidat ou candidate"
DATE = "Date"
PRESENTATION = "Présentation"
DISCUSSION = "Discussion"
QUESTIONS = "Questions"
UNSAID_DURATION = "non précisée par le référentiel"
FEWER = "{there} sur les {wanted} demandées"

CRITERIA = "Les critères officiels"
CRITERIA_ALT = (
    "Chaque critère de l’épreuve, sa formulation officielle, trois cases à cocher et de la place pour des notes."
)
CRITERION = "Critère"
OFFICIAL = "Formulation officielle"
TICK = "À cocher"
NOTES = "Notes"
COVERED = ("Couvert", "Partiel", "Absent")
SAID = ("dit", "en partie", "non dit")
SELF = ("oui", "en partie", "non")

QUESTION = "Question {number}"
NO_QUESTION = "Cette fiche ne contient aucune question."
DRAFT_WORDS = "Le passage du dossier"
EXPECTED = "Ce qu’une bonne réponse contient"
EXPECTED_ALT = "Chaque point attendu, un exemple de réponse, la relance s’il manque, et trois cases à cocher."
EXAMPLE = "par exemple : {example}"
FOLLOW_UP_IF = "Relance si ce point manque"

ORAL_KICKER = "Oral blanc, bilan"
ORAL_FOOTER = "Oral blanc formatif, ni note ni pronostic"
ORAL_NOTICE = (
    "Cet oral blanc est formatif : il ne donne pas de note et ne dit rien de la décision du jury. "
    "Un programme a relevé ce que vous avez dit, et il peut se tromper : relisez-le avec quelqu’un."
)
ORAL_FACTS_ALT = "L’épreuve, la date et le temps passé."
ORAL_DATE = "Oral fait le"
NO_LIMIT = "{spent}, sans durée fixée"
UNTIMED = "non chronométrée"
OUT_OF = "{spent} sur {limit}"

SUMMARY = "En bref"
NONE_ASKED = "Aucune question n’a été posée pendant cet oral."
ONE_PASSED = "Le jury a posé une question, et vous l’avez passée."
ALL_PASSED = "Le jury a posé {count} questions, et vous les avez toutes passées."
ONE_ANSWERED = "Le jury a posé une question, et vous y avez répondu."
ALL_ANSWERED = "Le jury a posé {count} questions, et vous avez répondu à toutes."
SOME_ANSWERED = "Le jury a posé {count} questions ; vous en avez passé {passed} et répondu {others}."
OTHER = "à l’autre"
OTHERS = "aux {count} autres"
COUNTS = "Sur {expected} : {counts}."

PRIORITIES = "À travailler en premier"
NOTHING_ASKED = "Il n’y a rien à relever : répondez à quelques questions, puis revenez à cette page."
ALL_SAID = (
    "Tous les points attendus ont été dits. Refaites l’exercice avec d’autres questions, ou d’un niveau plus exigeant."
)
WHY = "Pourquoi"
NOT_SAID_AT = "à la question {question}, ce point n’a pas été dit."
HALF_SAID_AT = "à la question {question}, ce point n’a été dit qu’à moitié."
SAY_IT = "On peut le dire ainsi"

OUTCOMES = "Critère par critère"
OUTCOMES_ALT = "Chaque point attendu, s’il a été dit, et vos mots."
NO_OUTCOME = "Aucun critère n’a été abordé."
POINT = "Point attendu"
STATUS = "Dit ?"
YOUR_WORDS = "Vos mots"
STATUSES: dict[PointStatus, tuple[str, str, str]] = {
    "said": ("■", "dit", "dits"),
    "partly": ("◧", "à moitié", "à moitié"),
    "not_said": ("□", "non dit", "non dits"),
}
"""The sign of a status, its name for one point and for several."""

GRID = "Mon auto-évaluation"
GRID_INTRODUCTION = (
    "Ces critères se jugent à l’oral : vous êtes la première personne à pouvoir dire si vous les avez tenus."
)
GRID_ALT = "Chaque critère de l’oral, sa formulation officielle et trois cases : oui, en partie, non."
NO_GRID = "Aucun critère de cette épreuve ne se juge seulement à l’oral."

TRANSCRIPT = "Ce qui s’est dit"
FOLLOW_UP = "Relance"
PASSED = "Passée"
UNANSWERED = "Sans réponse"
SPOKEN = "réponse en {seconds}"

COHORT = "Promotion"
COHORT_NOTICE = (
    "Ce tableau est formatif : il ne donne pas de note, ne classe personne et ne dit rien de la décision du jury. "
    "Relisez vous-même chaque verdict « à vérifier »."
)
NO_DRAFT = "Aucun dossier n’a été relu."
DRAFT = "Dossier"
DRAFTS = "Dossiers"
TOTALS: dict[ReviewVerdict, str] = {
    "covered": "Couverts",
    "partial": "Partiels",
    "missing": "Absents",
    "not_rated": "Non jugés",
    "not_assessable": "Jugés ailleurs",
}
TO_CHECK_TOTAL = "À vérifier"
WEAKNESSES = "Points faibles communs"
NO_WEAKNESS = "Aucun critère ne manque à la moitié des dossiers."
WEAKNESS = {"missing": "absent dans {drafts}", "partial": "partiel dans {drafts}", "of": "{told}, sur {drafts}"}
LACKING = "Manque le plus souvent"
JUDGED = "Dossiers jugés"
NO_QUESTIONS = "Aucune question pour ce dossier."
NO_QUESTION_HERE = "Aucune question n’a été préparée."
NUMBER = "N°"
QUESTION_HEAD = "Question"
CRITERIA_HEAD = "Critères"
KIND = "Type"
LEVEL_HEAD = "Niveau"
POINTS = "Points attendus"
FOLLOW_UPS = "Relances"
PLACE = "Où"
WORDS = "Mots"
LENGTH = "Pages ou diapositives"
WARNINGS = "Avertissements"
