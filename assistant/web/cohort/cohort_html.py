"""A promotion on the page: drafts × criteria, what most of them lack, questions for each candidate."""

from collections.abc import Sequence
from html import escape

from assistant.coach import Coach
from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.coaching.reviewing.cohort import Cohort, CommonWeakness
from assistant.coaching.reviewing.review import CriterionReview
from assistant.report import wording
from assistant.report.typography import clean, counted, french, listed
from assistant.web.cohort.promotion import MOST_DRAFTS, QUESTIONS_EACH, Promotion
from assistant.web.icons import icon
from assistant.web.jury.jury_form import exam_options
from assistant.web.jury.question_html import downloads_html, tags_html
from assistant.web.review.review_form import ACCEPTED

COHORT_FORMS = (("csv", "CSV"), ("xlsx", "Excel"), ("md", "Markdown"))
_LEAD = (
    "Donnez les dossiers d’une promotion pour une même épreuve. Ils sont relus l’un après l’autre, "
    "puis mis côte à côte, avec des questions pour chaque candidat. Seules les relectures restent, dans la mémoire de "
    "cette session."
)
_NOBODY = "Aucun dossier n’a pu être relu."
_STOPPED = "La relecture de la promotion a été arrêtée : {seen} sur {total}."
_NO_WEAKNESS = "Aucun critère ne manque à la moitié des dossiers."


def cohort_form_html(coach: Coach) -> str:
    """Return the heading of the page and its form; what it finds stands below, in parts of their own."""
    return f"""
<div class="panel-intro">
  <h2 id="cohort-heading" tabindex="-1">Promotion</h2>
  <p>{french(_LEAD)}</p>
</div>
  <form class="panel-form cohort-form" aria-labelledby="cohort-heading" novalidate data-most="{MOST_DRAFTS}">
    <div class="drop">
      <input type="file" id="cohort-files" class="visually-hidden" accept="{ACCEPTED}" multiple aria-describedby="cohort-hint">
      <p class="drop-line"><label for="cohort-files" class="button">Choisir les dossiers</label> <span class="drop-or">ou déposez-les ici</span></p>
      <p class="hint" id="cohort-hint">{MOST_DRAFTS} fichiers au plus, un par candidat</p>
      <p class="chosen" hidden><strong data-cohort-count></strong> <button type="button" class="plain" data-unchoose>Retirer</button></p>
    </div>
    <div class="form-line">
      <p class="exam-choice"><label for="cohort-exam">Épreuve de tous les dossiers</label>
        <select id="cohort-exam">{exam_options(coach)}</select></p>
      <p class="form-actions">
        <button type="submit" class="primary" data-cohort-go>Relire la promotion</button>
        <button type="button" class="primary" data-cohort-stop hidden>Arrêter</button>
        <button type="button" class="plain" data-cohort-erase>Effacer</button>
      </p>
    </div>
    <p class="problem" role="alert" data-problem></p>
  </form>"""


def cohort_html(promotion: Promotion, cohort: Cohort | None, title: str) -> str:
    """Return what a promotion holds; `cohort` is None when no draft could be reviewed."""
    notes = _notes(promotion)
    if cohort is None:
        return f'<div class="cohort" data-ended><h3 id="cohort-title" tabindex="-1">Promotion</h3>{notes}<p class="note">{_NOBODY}</p>{_refused(promotion)}</div>'
    names = cohort.names
    return f"""
<div class="cohort" data-ended>
  <header class="cohort-head">
    <h3 id="cohort-title" tabindex="-1">{counted(len(names), "dossier relu", "dossiers relus")}</h3>
    <p class="facts" lang="fr">{escape(f"{cohort.exam.id} – {title}")}</p>
    {notes}
    <div class="review-tools">{downloads_html("cohort", "Télécharger", COHORT_FORMS)}</div>
    <p class="problem download-problem" role="alert"></p>
  </header>
  {_refused(promotion)}
  {_table(cohort, names)}
  {_weaknesses(cohort.common_weaknesses())}
  {_questions(names, promotion)}
</div>"""


def _notes(promotion: Promotion) -> str:
    sentences = []
    if promotion.stopped and promotion.seen < promotion.total:
        seen = counted(promotion.seen, "fichier lu", "fichiers lus")
        sentences.append(_STOPPED.format(seen=seen, total=promotion.total))
    if promotion.no_questions:
        sentences.append(promotion.no_questions)
    return "".join(f'<p class="note">{escape(french(sentence))}</p>' for sentence in sentences)


def _refused(promotion: Promotion) -> str:
    if not promotion.refused:
        return ""
    items = "".join(
        f"<li>{icon('check')}<div><p><strong><bdi>{escape(clean(name))}</bdi></strong></p><p>{escape(french(problem))}</p></div></li>"
        for name, problem in promotion.refused
    )
    count = counted(len(promotion.refused), "fichier n’a pas été relu", "fichiers n’ont pas été relus")
    return f'<section class="warnings"><h4>{count}</h4><ul>{items}</ul></section>'


def _table(cohort: Cohort, names: Sequence[str]) -> str:
    criteria = cohort.exam.criteria
    heads = "".join(
        f'<th scope="col"><span class="visually-hidden">{wording.CRITERION} </span>{item.n}</th>' for item in criteria
    )
    rows = "".join(
        f'<tr><th scope="row"><bdi>{escape(clean(name))}</bdi></th>'
        f'{"".join(_cell(item) for item in review.criteria)}<td class="total">{_covered(review.criteria)}</td></tr>'
        for name, review in zip(names, cohort.reviews, strict=True)
    )
    totals = "".join(f'<td class="total">{_covered(cohort.row(item.id))}</td>' for item in criteria)
    official = "".join(
        f'<li><span class="code">{escape(item.id)}</span> <span lang="fr">{escape(item.text)}</span></li>'
        for item in criteria
    )
    return f"""
<section aria-labelledby="cohort-table-title">
  <h4 id="cohort-table-title">Les dossiers, critère par critère</h4>
  {_legend(cohort)}
  <div class="table-box" role="region" tabindex="0" aria-label="Tableau des dossiers">
  <table class="cohort-table"><thead><tr><th scope="col">Dossier</th>{heads}<th scope="col">Couverts</th></tr></thead>
  <tbody>{rows}</tbody>
  <tfoot><tr><th scope="row">Dossiers qui couvrent</th>{totals}<td></td></tr></tfoot></table></div>
  <details class="official-criteria"><summary>Lire les critères</summary><ul>{official}</ul></details>
</section>"""


def _cell(item: CriterionReview) -> str:
    name = wording.VERDICTS[item.verdict].name
    doubt = f'<span class="doubtful">{icon("check")}</span>' if item.to_check else ""
    words = f"{name}, {wording.TO_CHECK}" if item.to_check else name
    return (
        f'<td title="{words}"><span class="sign verdict-{item.verdict}">{icon(item.verdict)}{doubt}'
        f'<span class="visually-hidden">{words}</span></span></td>'
    )


def _covered(items: Sequence[CriterionReview]) -> str:
    judged = [item for item in items if item.verdict in ("covered", "partial", "missing")]
    if not judged:
        return "–"
    covered = sum(item.verdict == "covered" for item in judged)
    return f'{covered}<span aria-hidden="true">/</span><span class="visually-hidden"> sur </span>{len(judged)}'


def _legend(cohort: Cohort) -> str:
    used = {item.verdict for review in cohort.reviews for item in review.criteria}
    chips = "".join(
        f'<li><span class="verdict verdict-{verdict}">{icon(verdict)}{words.name}</span></li>'
        for verdict, words in wording.VERDICTS.items()
        if verdict in used
    )
    if any(item.to_check for review in cohort.reviews for item in review.criteria):
        chips += f'<li><span class="to-check">{icon("check")}{wording.TO_CHECK}</span></li>'
    return f'<ul class="table-legend" aria-label="Signes">{chips}</ul>'


def _weaknesses(weaknesses: Sequence[CommonWeakness]) -> str:
    items = "".join(_weakness(item) for item in weaknesses)
    body = f'<ol class="priorities">{items}</ol>' if items else f'<p class="quiet">{_NO_WEAKNESS}</p>'
    return f'<section aria-labelledby="common-title"><h4 id="common-title">Points faibles communs</h4>{body}</section>'


def _weakness(item: CommonWeakness) -> str:
    counts = [counted(item.missing, "absent")] if item.missing else []
    counts += [counted(item.partial, "partiel")] if item.partial else []
    lacking = "".join(
        f'<li><span lang="fr">{escape(clean(label))}</span> <span class="quiet">({counted(drafts, "dossier")})</span></li>'
        for label, drafts in item.lacking
    )
    missing = (
        f'<p class="quiet">Ce qui manque le plus&nbsp;:</p><ul class="plain-list">{lacking}</ul>' if lacking else ""
    )
    return (
        f'<li><p><span class="code">{escape(item.criterion)}</span> <span lang="fr">{escape(item.text)}</span></p>'
        f'<p class="quiet">{listed(counts)} sur {counted(item.drafts, "dossier")}</p>{missing}</li>'
    )


def _questions(names: Sequence[str], promotion: Promotion) -> str:
    pairs = list(zip(names, promotion.questions, strict=True))
    if not any(asked.questions for _, asked in pairs):
        return ""
    items = "".join(_candidate(name, asked) for name, asked in pairs)
    return f"""
<section aria-labelledby="each-title"><h4 id="each-title">{QUESTIONS_EACH} questions pour chaque candidat</h4>{items}</section>"""


def _candidate(name: str, asked: QuestionSet) -> str:
    items = "".join(
        f'<li><p class="asked" lang="fr">{escape(clean(item.question))}</p><p>{tags_html(item)}'
        f' <span class="code">{escape(", ".join(item.targets))}</span></p></li>'
        for item in asked.questions
    )
    return f'<details class="candidate"><summary><bdi>{escape(clean(name))}</bdi></summary><ol>{items}</ol></details>'
