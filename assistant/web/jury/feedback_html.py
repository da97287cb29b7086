"""Feedback on an answer, on the page: what was said of what was expected, with the candidate's own words."""

from collections.abc import Sequence
from html import escape

from assistant.coaching.assessing.assessment import Assessment, PointFeedback
from assistant.coaching.assessing.feedback_text import strengths_of
from assistant.report import jury_wording
from assistant.report.typography import clean, french
from assistant.web.icons import icon
from assistant.web.jury.jury_words import STATUS_SHAPES, begun

NOTHING_EXPECTED = "Je ne connais pas de point attendu pour cette question."


def feedback_html(assessment: Assessment, rank: int) -> str:
    """Return the feedback on one answer to the question of that rank."""
    points = points_html(assessment.points) or f'<p class="quiet">{NOTHING_EXPECTED}</p>'
    return f"""
<section class="feedback" aria-labelledby="feedback-{rank}">
  <h5 id="feedback-{rank}" class="feedback-title" tabindex="-1">Retour sur votre réponse</h5>
  {_notice(assessment.notice)}
  {points}
  {_list("Ce qui est réussi", _strengths(assessment))}
  {_list("Pour aller plus loin", assessment.advice)}
  {_follow_up(assessment.follow_up)}
</section>"""


def points_html(points: Sequence[PointFeedback]) -> str:
    """Return points with their status in words and sign, and the words that show it."""
    items = "".join(
        f"<li>{status_html(item)}<div><p lang='fr'>{escape(begun(item.point))}</p>{_quote(item)}{_reason(item)}</div></li>"
        for item in points
    )
    return f'<ul class="said-points">{items}</ul>' if items else ""


def status_html(item: PointFeedback) -> str:
    """Return whether a point was said."""
    shape = STATUS_SHAPES[item.status]
    words = begun(jury_wording.STATUSES[item.status][1])
    return f'<span class="verdict verdict-{shape}">{icon(shape)}{words}</span>'


def _strengths(assessment: Assessment) -> list[str]:
    """What is good, but for what only says again that a point was said, with the same words."""
    shown = strengths_of(assessment.points)
    return [sentence for sentence in assessment.strengths if sentence not in shown]


def _quote(item: PointFeedback) -> str:
    words = clean(item.quote)
    return f'<p class="own-words"><q><bdi>{escape(words)}</bdi></q></p>' if words else ""


def _reason(item: PointFeedback) -> str:
    return f'<p class="quiet"><bdi>{escape(clean(item.reason))}</bdi></p>' if item.reason else ""


def _notice(text: str) -> str:
    return f'<p class="note">{escape(french(text))}</p>' if text else ""


def _list(title: str, sentences: Sequence[str]) -> str:
    if not sentences:
        return ""
    items = "".join(f"<li lang='fr'>{escape(clean(sentence))}</li>" for sentence in sentences)
    return f'<div class="feedback-part"><h5>{title}</h5><ul>{items}</ul></div>'


def _follow_up(text: str) -> str:
    if not text:
        return ""
    return f'<div class="feedback-part"><h5>Le jury relancerait ainsi</h5><p lang="fr">{escape(clean(text))}</p></div>'
