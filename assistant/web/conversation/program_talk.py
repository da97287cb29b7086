"""What a message wants the program to do: cards that do it, or an honest sentence and what to do first."""

from collections.abc import Callable

import gradio as gr

from assistant.coaching.asking.program_wishes import ProgramWish, Wanted, program_wish
from assistant.web.conversation.cards import shown
from assistant.web.conversation.cards_html import erase_card, export_card, help_card, way_card
from assistant.web.conversation.review_talk import nothing_to_review
from assistant.web.preparation import Preparation
from assistant.web.sessions import Session

_NOTHING_TO_EXPORT = "Il n’y a encore rien à exporter : faites d’abord relire un brouillon, joint avec le bouton « Joindre un brouillon »."
_EXPORT = "La relecture s’exporte en Word, PDF, Markdown ou JSON, ici ou sur la page « Relire mon dossier »."
_SHEET = "Vos questions du jury s’exportent sur la page « Jury blanc » ; aucune relecture n’est encore en mémoire ici."
_ERASE = "Vos données s’effacent sur la page « Vos données », qui vous demande une confirmation."
_NOTHING_TO_COMPARE = (
    "Il n’y a encore rien à comparer : joignez d’abord la nouvelle version de votre brouillon et faites-la relire."
)
_ONE_REVIEW = (
    "Je n’ai qu’une relecture de ce dossier. Joignez et faites relire l’autre version dans cette fenêtre, ou donnez la "
    "relecture (.json) de la précédente sur la page « Relire mon dossier » : je dirai ce qui a bougé."
)
ABILITIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Répondre sur le référentiel, en citant ses mots", ("Qu’attend le jury pour C3.3 ?",)),
    ("Relire votre dossier, critère par critère", ("Relis mon cahier des charges", "Quels sont mes points faibles ?")),
    ("Vous entraîner à l’oral", ("Pose-moi 3 questions sur C2.4", "Lance un oral blanc sur C3.3")),
    ("Emporter ou effacer", ("Exporte ma relecture", "Efface mes données")),
)
_HELP = "Voici ce que je sais faire :"


def about_program(preparation: Preparation, session: Session, message: str) -> gr.ChatMessage | None:
    """Return the card for what the message wants done, or None where it asks something else."""
    wanted = program_wish(message)
    if wanted is None:
        return None
    return _DOERS[wanted.wish](preparation, session, wanted, message)


def _export(preparation: Preparation, session: Session, wanted: Wanted, message: str) -> gr.ChatMessage:
    if session.review is not None:
        session.told_in_chat = True  # the card names the draft
        return shown(export_card(session.review, wanted.form), _EXPORT)
    if session.jury.questions is not None:
        return shown(way_card("Exporter les questions", _SHEET, [("?view=jury", "Ouvrir le jury blanc")]), _SHEET)
    return nothing_to_review(preparation, "Rien à exporter pour l’instant", _NOTHING_TO_EXPORT)


def _erase(preparation: Preparation, session: Session, wanted: Wanted, message: str) -> gr.ChatMessage:
    return shown(erase_card(), _ERASE)


def _reference(preparation: Preparation, session: Session, wanted: Wanted, message: str) -> gr.ChatMessage | None:
    exams = preparation.coach.exams_named(message)
    if len(exams) > 1:
        return None
    if exams:
        text = f"Le référentiel de {exams[0]}, mot pour mot : critères du jury, modalités d’évaluation, compétences."
        links = [(f"?view=reference&exam={exams[0]}", f"Ouvrir {exams[0]} dans le référentiel")]
        return shown(
            way_card(f"Référentiel : {exams[0]}", text, links), text, (f"Qu’attend le jury pour {exams[0]} ?",)
        )
    text = "Le référentiel entier, mot pour mot, à parcourir et à chercher."
    return shown(way_card("Référentiel", text, [("?view=reference", "Ouvrir le référentiel")]), text)


def _oral(preparation: Preparation, session: Session, wanted: Wanted, message: str) -> gr.ChatMessage | None:
    exams = preparation.coach.exams_named(message)
    if len(exams) > 1:
        return None
    exam = exams[0] if exams else session.review.exam if session.review is not None else ""
    name = f" sur {exam}" if exam else ""
    text = (
        f"L’oral blanc{name} se passe sur la page « Jury blanc » : des questions, un chronomètre, un retour à la fin."
    )
    links = [(f"?view=jury&exam={exam}" if exam else "?view=jury", f"Préparer l’oral blanc{name}")]
    again = (f"Pose-moi 3 questions sur {exam}",) if exam else ()
    return shown(way_card(f"Oral blanc{name}", text, links), text, again)


def _compare(preparation: Preparation, session: Session, wanted: Wanted, message: str) -> gr.ChatMessage | None:
    if session.comparison is not None:
        return None  # the review itself says what moved
    if session.review is None:
        return nothing_to_review(preparation, "Rien à comparer pour l’instant", _NOTHING_TO_COMPARE)
    links = [("?view=review", "Ouvrir « Relire mon dossier »")]
    return shown(way_card("Comparer deux versions", _ONE_REVIEW, links), _ONE_REVIEW)


def _help(preparation: Preparation, session: Session, wanted: Wanted, message: str) -> gr.ChatMessage:
    lines = [f"- {name} : {', '.join(f'« {text} »' for text in texts)}" for name, texts in ABILITIES]
    return shown(help_card(ABILITIES), "\n".join([_HELP, "", *lines]))


_DOERS: dict[ProgramWish, Callable[[Preparation, Session, Wanted, str], gr.ChatMessage | None]] = {
    ProgramWish.EXPORT: _export,
    ProgramWish.ERASE: _erase,
    ProgramWish.REFERENCE: _reference,
    ProgramWish.ORAL: _oral,
    ProgramWish.COMPARE: _compare,
    ProgramWish.HELP: _help,
}
