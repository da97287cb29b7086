"""What a mock oral leaves, on the page: what to work on, what was said on each criterion, a grid to fill, the transcript."""

from html import escape

from assistant.coaching.questioning.mock_oral import Exchange, Reply
from assistant.coaching.questioning.oral_report import CriterionOutcome, OralReport, Priority, SelfAssessment
from assistant.referential.model import Criterion
from assistant.report import jury_wording
from assistant.report.typography import clean, counted, french
from assistant.web.icons import icon
from assistant.web.jury.feedback_html import points_html
from assistant.web.jury.jury_words import FORMATIVE, SAY_IT, SELF_ASSESSMENTS, STATUS_SHAPES, begun, duration, minutes
from assistant.web.jury.question_html import downloads_html

ORAL_FORMS = (("docx", "Word"), ("pdf", "PDF"), ("md", "Markdown"))
NO_QUESTION = "Le jury n’a posé aucune question : il n’y a rien à relire. Recommencez quand vous voulez."
ALL_PASSED = (
    "Vous avez passé toutes les questions : reprenez-en une à la fois, avec « M’entraîner sur cette question »."
)
ALL_SAID = "Tout ce qui était attendu a été dit. Reprenez avec d’autres questions, d’un niveau plus exigeant."


def oral_report_html(report: OralReport, title: str) -> str:
    """Return the end of an oral."""
    parts = (
        _priorities(report),
        _outcomes(report),
        _grid(report),
        _transcript(report),
    )
    return f"""
<div class="oral-report" data-phase="finished">
<header class="oral-end">
  <p class="kicker"><span>Oral blanc</span> · <span lang="fr">{escape(f"{report.exam.id} – {title}")}</span></p>
  <h2 id="oral-title" tabindex="-1">Bilan de l’oral blanc</h2>
  <p class="facts">{" · ".join(f"<span>{fact}</span>" for fact in _facts(report))}</p>
  <p class="notice">{icon("note")}<span>{french(FORMATIVE)}</span></p>
  <div class="review-tools">
    {downloads_html("oral", "Télécharger le bilan", ORAL_FORMS)}
    <span class="tools">
      <button type="button" class="plain" data-act="again">Recommencer</button>
      <button type="button" class="plain" data-act="others">D’autres questions</button>
      <button type="button" class="plain" data-act="back">Retour aux questions</button>
    </span>
  </div>
  <p class="problem download-problem" role="alert"></p>
</header>
{"".join(parts)}
</div>"""


def _facts(report: OralReport) -> list[str]:
    answered = sum(bool(item.answered) for item in report.exchanges)
    passed = len(report.exchanges) - answered
    facts = [counted(len(report.exchanges), "question posée", "questions posées")]
    if answered:
        facts.append(f"{answered} avec une réponse")
    if passed:
        facts.append(counted(passed, "passée"))
    if report.presentation_s:
        facts.append(f"présentation : {_used(report.presentation_s, report.presentation_limit_s)}")
    facts.append(f"échange : {_used(report.discussion_s, report.discussion_limit_s)}")
    return [french(fact) for fact in facts]


def _used(seconds: float, limit: float | None) -> str:
    return duration(seconds) + (" (sans limite)" if limit is None else f" sur {minutes(limit / 60)}")


def _priorities(report: OralReport) -> str:
    note = ""
    if not report.exchanges:
        note = NO_QUESTION
    elif not any(item.answered for item in report.exchanges):
        note = ALL_PASSED
    elif not report.priorities:
        note = ALL_SAID
    said = f'<p class="note">{french(note)}</p>' if note else ""
    items = "".join(f"<li>{_priority(item)}</li>" for item in report.priorities)
    if not items:
        return said
    return f"""{said}
<section aria-labelledby="work-title"><h3 id="work-title">{jury_wording.PRIORITIES}</h3><ol class="priorities">{items}</ol></section>"""


def _priority(item: Priority) -> str:
    half = ' <span class="quiet">(dit à moitié)</span>' if item.half_said else ""
    return (
        f'<p><strong lang="fr">{escape(begun(item.point))}</strong>{half}</p>'
        f'<p class="quiet"><span class="code">{escape(item.criterion)}</span> · <span lang="fr">{escape(clean(item.question))}</span></p>'
        f"<p>{SAY_IT} <q>{escape(clean(item.example))}</q></p>"
    )


def _outcomes(report: OralReport) -> str:
    if not report.outcomes:
        return ""
    items = "".join(_outcome(item, report) for item in report.outcomes)
    return f"""
<section aria-labelledby="said-title"><h3 id="said-title">Critère par critère</h3>{items}</section>"""


def _outcome(item: CriterionOutcome, report: OralReport) -> str:
    counts = "".join(
        f'<span class="verdict verdict-{shape}">{icon(shape)}{count} {jury_wording.STATUSES[status][1 if count == 1 else 2]}</span>'
        for count, (status, shape) in zip((item.said, item.partly, item.not_said), STATUS_SHAPES.items(), strict=True)
        if count
    )
    points = "".join(
        f'<p class="quiet" lang="fr">{escape(clean(exchange.question.question))}</p>{points_html(exchange.points)}'
        for exchange in report.exchanges
        if item.criterion.id in exchange.question.targets
    )
    return f"""
<details class="criterion" open>
  <summary><span class="criterion-head"><h4>Critère {item.criterion.n}</h4><span class="code">{escape(item.criterion.id)}</span>
  <span class="verdicts">{counts}</span></span><span class="official" lang="fr">{escape(item.criterion.text)}</span></summary>
  <div class="criterion-body">{points}</div>
</details>"""


def _grid(report: OralReport) -> str:
    if not report.grid:
        return ""
    items = "".join(_judged(criterion, own) for criterion, own in report.grid)
    return f"""
<section class="self-grid" aria-labelledby="grid-oral-title">
  <h3 id="grid-oral-title">{jury_wording.GRID}</h3>
  <p class="quiet"><span>{french(jury_wording.GRID_INTRODUCTION)}</span> <span>Vos choix vont dans le bilan téléchargé.</span></p>
  {items}
</section>"""


def _judged(criterion: Criterion, own: SelfAssessment) -> str:
    radios = "".join(
        f'<label><input type="radio" name="self-{criterion.n}" value="{value}" data-judged="{escape(criterion.id)}"'
        f"{' checked' if value == own else ''}> {words}</label>"
        for value, words in SELF_ASSESSMENTS.items()
    )
    return (
        f'<fieldset><legend><span class="code">{escape(criterion.id)}</span> <span lang="fr">{escape(criterion.text)}</span></legend>'
        f'<div class="radios">{radios}</div></fieldset>'
    )


def _transcript(report: OralReport) -> str:
    if not report.exchanges:
        return ""
    items = "".join(_exchange(rank, item) for rank, item in enumerate(report.exchanges, 1))
    return f"""
<section class="transcript"><details><summary><h3>{jury_wording.TRANSCRIPT}</h3></summary>{items}</details></section>"""


def _exchange(rank: int, exchange: Exchange) -> str:
    replies = "".join(_reply(number, reply) for number, reply in enumerate(exchange.replies))
    return f'<div class="exchange"><h4>Question {rank}</h4><dl>{replies}</dl></div>'


def _reply(number: int, reply: Reply) -> str:
    who = "Relance" if number else "Jury"
    if reply.answer is None:
        said = (
            '<span class="quiet">Question passée</span>' if not number else '<span class="quiet">Relance passée</span>'
        )
    else:
        said = "".join(f"<p><bdi>{escape(line)}</bdi></p>" for line in map(clean, reply.answer.splitlines()) if line)
    return (
        f"<dt>{who}</dt><dd lang='fr'>{escape(clean(reply.prompt))}</dd>"
        f'<dt>Vous <span class="quiet">{duration(reply.seconds)}</span></dt><dd>{said}</dd>'
    )
