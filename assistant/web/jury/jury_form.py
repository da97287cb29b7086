"""The form of « Jury blanc »: native controls, whose values are sent when the person asks for questions."""

import json
from html import escape

from assistant.coach import Coach
from assistant.language.notice import Notice
from assistant.referential.model import Exam
from assistant.referential.question_bank import LEVELS
from assistant.report.typography import NO_BREAK, clean, french, shortened
from assistant.web.jury.jury_words import FORMATIVE

MOST_QUESTIONS = 20
_LEAD = (
    "Préparez votre oral : des questions comme un jury les pose, un entraînement question par question, "
    "et un oral blanc minuté où le jury relance."
)
_PRIVACY = (
    "Vos réponses restent dans la mémoire de cette session : elles ne sont ni enregistrées ni transmises, et elles sont "
    "oubliées quand vous fermez la page ou appuyez sur « Effacer »."
)
_PRIVACY_HOSTED = (
    "Vos réponses restent dans la mémoire de cette session : elles ne sont pas enregistrées, et elles sont oubliées quand "
    "vous fermez la page ou appuyez sur « Effacer ». Elles ne sont envoyées à {recipient} que si vous avez accepté le "
    "modèle de langage."
)
_VOICE = (
    "Une réponse dite à voix haute est transcrite par ce programme lui-même, et l’enregistrement est aussitôt oublié."
)
_COMPETENCE_SHOWN = 90


def form_html(coach: Coach) -> str:
    """Return the heading of the page and its form."""
    exams = exam_options(coach)
    competences = {exam.id: _competences(exam, coach) for exam in coach.referential.exams if len(exam.competences) > 1}
    levels = "".join(f'<option value="{level}">{level.capitalize()}</option>' for level in LEVELS)
    return f"""
<div class="panel-intro">
  <h2 id="jury-heading" tabindex="-1">Jury blanc</h2>
  <p>{french(_LEAD)}</p>
</div>
<form class="panel-form jury-form" aria-labelledby="jury-heading" novalidate data-competences="{escape(json.dumps(competences, ensure_ascii=False))}">
  <p class="exam-choice"><label for="jury-exam">Épreuve</label><select id="jury-exam">{exams}</select></p>
  <div class="form-line">
    <p class="exam-choice" data-competence><label for="jury-competence">Compétence</label>
      <select id="jury-competence"><option value="">Toutes</option></select></p>
    <p class="exam-choice level-choice"><label for="jury-level">Niveau</label>
      <select id="jury-level"><option value="">Tous</option>{levels}</select></p>
    <p class="number-choice"><label for="jury-count">Questions</label>
      <input type="number" id="jury-count" min="1" max="{MOST_QUESTIONS}" step="1" value="5" inputmode="numeric"></p>
  </div>
  <div class="aim-choice">
    <label class="switch"><input type="checkbox" role="switch" id="jury-aim" aria-describedby="jury-aim-hint" disabled>
      <span class="switch-track" aria-hidden="true"></span><span>Viser mon dossier</span></label>
    <p class="hint" id="jury-aim-hint">Relisez d’abord votre dossier.</p>
    <button type="button" class="plain" data-panel="review" data-to-review>Relire mon dossier</button>
  </div>
  <p class="form-actions">
    <button type="submit" class="primary" data-prepare>Préparer les questions</button>
    <button type="button" class="plain" data-others hidden>D’autres questions</button>
    <button type="button" class="plain" data-erase-jury>Effacer</button>
  </p>
  <p class="problem" role="alert" data-problem></p>
</form>"""


def exam_options(coach: Coach) -> str:
    """Return the exams with their titles, as options."""
    titles = coach.knowledge.vocabulary.exams
    return "".join(
        f'<option lang="fr" value="{escape(exam.id)}">{escape(f"{exam.id} – {titles[exam.id].title}")}</option>'
        for exam in coach.referential.exams
    )


def promises_html(*, spoken: bool = False, notice: Notice | None = None) -> str:
    """Return what a mock jury is not, and where the answers go, spoken ones too, with a model on another machine too."""
    hosted = notice is not None and notice.hosted
    privacy = _PRIVACY_HOSTED.format(recipient=escape(notice.recipient)) if notice and hosted else _PRIVACY
    privacy = f"{privacy} {_VOICE}" if spoken else privacy
    return f'<div class="promises"><p>{french(FORMATIVE)}</p><p>{french(privacy)}</p></div>'


def waiting_html(sentence: str) -> str:
    """Return what is being done, where it can't be known how long it takes."""
    return (
        f'<div class="progress"><p><span>{escape(french(sentence))}</span></p>'
        '<progress max="1" aria-label="En cours"></progress></div>'
    )


def _competences(exam: Exam, coach: Coach) -> list[tuple[str, str]]:
    texts = [(name, coach.referential.competence(name).text.splitlines()[0]) for name in exam.competences]
    return [
        (name, f"{name} –{NO_BREAK}{shortened(clean(text).rstrip(' :'), _COMPETENCE_SHOWN)}") for name, text in texts
    ]
