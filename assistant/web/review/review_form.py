"""The form of « Relire mon dossier »: native controls, whose values are sent when the person asks for the review."""

from html import escape

from assistant.coach import Coach
from assistant.language.notice import Notice
from assistant.report.typography import french

ACCEPTED = ".docx,.pdf,.pptx,.odt,.odp,.md,.markdown,.html,.htm,.txt"
_LEAD = (
    "Donnez votre brouillon : cahier des charges, rapport, dossier, diaporama. Vous saurez, critère par critère, "
    "ce qui est couvert, sur quels mots, ce qui manque et quoi faire ensuite."
)
_PRIVACY = (
    "Votre dossier reste dans la mémoire de cette session : il n’est ni enregistré ni transmis, et il est oublié quand "
    "vous fermez la page ou appuyez sur « Effacer »."
)
_PRIVACY_HOSTED = (
    "Votre dossier reste dans la mémoire de cette session : il n’est pas enregistré, et il est oublié quand vous fermez la "
    "page ou appuyez sur « Effacer ». Des passages n’en sont envoyés à {recipient} que si vous avez accepté le modèle de "
    "langage."
)
_NOTICE = "Relecture formative : ni note, ni pronostic sur la décision du jury."


def form_html(coach: Coach) -> str:
    """Return the heading of the page and its form."""
    limit = f"{coach.settings.draft_max_megabytes:g}".replace(".", ",")
    options = "".join(
        f'<option lang="fr" value="{escape(exam.id)}">{escape(f"{exam.id} – {coach.knowledge.vocabulary.exams[exam.id].title}")}</option>'
        for exam in coach.referential.exams
    )
    return f"""
<div class="panel-intro">
  <h2 id="review-heading" tabindex="-1">Relire mon dossier</h2>
  <p>{french(_LEAD)}</p>
</div>
<form class="panel-form review-form" aria-labelledby="review-heading" novalidate data-megabytes="{coach.settings.draft_max_megabytes:g}">
  <div class="drop">
    <input type="file" id="review-file" class="visually-hidden" accept="{ACCEPTED}" aria-describedby="review-file-hint">
    <p class="drop-line"><label for="review-file" class="button">Choisir un fichier</label> <span class="drop-or">ou déposez-le ici</span></p>
    <p class="hint" id="review-file-hint">DOCX, PDF, PPTX, ODT, ODP, Markdown, HTML ou texte, {limit}&nbsp;Mo au plus</p>
    <p class="chosen" hidden><bdi class="chosen-name"></bdi> <span class="chosen-size"></span>
      <button type="button" class="plain" data-unchoose>Retirer</button></p>
  </div>
  <details class="paste"><summary>Ou collez votre texte</summary>
    <label for="review-text" class="visually-hidden">Texte du dossier</label>
    <textarea id="review-text" rows="8" placeholder="Collez ici le texte de votre dossier…"></textarea>
  </details>
  <div class="form-line">
    <p class="exam-choice"><label for="review-exam">Épreuve</label>
      <select id="review-exam"><option value="">Détecter l’épreuve</option>{options}</select></p>
    <p class="form-actions">
      <button type="submit" class="primary" data-review>Relire</button>
      <button type="button" class="primary" data-stop hidden>Arrêter</button>
      <button type="button" class="plain" data-erase>Effacer</button>
    </p>
  </div>
  <p class="problem" role="alert" data-problem></p>
</form>"""


def promises_html(notice: Notice | None = None) -> str:
    """Return what a review is not, and where the draft goes: with a model on another machine, that too."""
    hosted = notice is not None and notice.hosted
    privacy = _PRIVACY_HOSTED.format(recipient=escape(notice.recipient)) if notice and hosted else _PRIVACY
    return f'<div class="promises"><p>{french(_NOTICE)}</p><p>{french(privacy)}</p></div>'


def comparison_form_html(problem: str = "", *, is_open: bool = False) -> str:
    """Return where a review that was downloaded is given back."""
    said = f'<p class="problem" role="alert" data-problem>{escape(french(problem)) if problem else ""}</p>'
    return f"""
<details class="compare"{" open" if is_open or problem else ""}>
  <summary>Comparer avec ma version précédente</summary>
  <p>{french("Relisez la nouvelle version de votre dossier dans cette fenêtre : la comparaison se fait seule. Ou donnez la relecture de la version précédente, telle que vous l’avez téléchargée en JSON.")}</p>
  <p><input type="file" id="compare-file" class="visually-hidden" accept=".json,application/json">
  <label for="compare-file" class="button">Choisir la relecture (.json)</label></p>
  {said}
</details>"""


def attach_html(name: str = "", problem: str = "") -> str:
    """Return what attaches a draft to a message of the conversation."""
    chosen = (
        f'<span class="chosen"><bdi>{escape(name)}</bdi> <button type="button" class="plain" data-unattach>Retirer</button></span>'
        if name
        else '<span class="hint">pour le faire relire ici</span>'
    )
    return f"""
<p class="attach"><input type="file" id="attach-file" class="visually-hidden" accept="{ACCEPTED}">
<label for="attach-file" class="button">Joindre un brouillon</label> {chosen}</p>
<p class="problem" role="alert" data-problem>{escape(problem)}</p>"""
