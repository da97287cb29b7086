"""The questions of a jury on the page: cards whose expected points stay folded, so that a candidate can try first."""

from collections.abc import Mapping, Sequence
from html import escape

from assistant.coaching.questioning.jury_question import JuryQuestion, QuestionSet
from assistant.referential.model import Exam
from assistant.referential.question_bank import ExpectedPoint
from assistant.report import jury_wording
from assistant.report.typography import clean, counted, french, place_of, quoted
from assistant.web.icons import icon
from assistant.web.jury.jury_state import Choice, JuryState
from assistant.web.jury.jury_words import SAY_IT, begun, minutes
from assistant.web.jury.voice_html import voice_html

SHEET_FORMS = (("docx", "Word"), ("pdf", "PDF"), ("md", "Markdown"))
NO_QUESTION = "Aucune question ne correspond à ces choix : élargissez le niveau ou la compétence."
_NOT_SAID = (
    "Le référentiel ne dit pas combien de temps dure {part} : à vous de le fixer. Vide, le temps n’est pas limité."
)
_WRITTEN = "Cette épreuve se rend à l’écrit : le référentiel ne prévoit pas d’oral. L’entraînement vaut pour défendre vos choix."


def questions_html(jury: JuryState, exam: Exam, title: str, voice: int = 0) -> str:
    """Return the questions that a session holds: head, oral to begin, cards.

    `voice` is how many seconds a spoken answer may last, 0 where answers can't be spoken.
    """
    asked, choice = jury.questions, jury.choice
    if asked is None or choice is None:
        return ""
    if not asked.questions:
        return f'<p class="note" id="jury-questions-title" tabindex="-1">{french(NO_QUESTION)}</p>'
    wording = {item.id: item.text for item in exam.criteria}
    cards = "".join(f"<li>{card_html(rank, item, wording, voice)}</li>" for rank, item in enumerate(asked.questions, 1))
    scope = _scope(choice, exam)
    return f"""
<header class="jury-head" data-set="{jury.number}">
  <h3 id="jury-questions-title" tabindex="-1">{counted(len(asked.questions), "question")} du jury</h3>
  <p class="facts">{_facts(choice, title, scope, jury.aimed_at)}</p>
  {_fewer(asked)}
  <div class="review-tools">
    {downloads_html("sheet", "Fiche du tuteur", SHEET_FORMS)}
    <span class="tools"><button type="button" class="plain" data-copy-questions>Copier</button></span>
  </div>
  <p class="problem download-problem" role="alert"></p>
  <pre hidden lang="fr" data-copied>{escape(plain_text(asked, title))}</pre>
</header>
{_oral_form(exam)}
<section class="cards-part" aria-labelledby="jury-cards-title">
  <h3 id="jury-cards-title">Les questions, une à une</h3>
  <ol class="cards">{cards}</ol>
</section>"""


def card_html(rank: int, question: JuryQuestion, wording: Mapping[str, str], voice: int = 0) -> str:
    """Return one question with what it is after, what is expected, and a place to try an answer."""
    return f"""
<article class="card" aria-labelledby="asked-{rank}">
  <div class="card-head"><span class="rank">Question {rank}</span>{tags_html(question)}</div>
  <h4 class="asked" lang="fr" id="asked-{rank}">{escape(clean(question.question))}</h4>
  {_anchor(question)}
  {criteria_html(question.targets, wording)}
  {_points(question.points)}
  {_follow_ups(question)}
  <details class="practice"><summary>M’entraîner sur cette question</summary>
    <form data-practice="{rank}" novalidate>
      <label for="practice-{rank}">Votre réponse à la question {rank}</label>
      <textarea id="practice-{rank}" rows="5" placeholder="Répondez comme vous parleriez au jury…"></textarea>
      {voice_html(f"practice-{rank}", voice, f"à la question {rank}")}
      <p class="form-actions"><button type="submit" class="primary">Avoir un retour</button></p>
      <p class="problem" role="alert" data-problem></p>
    </form>
    <div data-feedback></div>
  </details>
</article>"""


def tags_html(question: JuryQuestion) -> str:
    """Return level, kind and aim in words."""
    aim = begun(jury_wording.AIMS[question.aim])
    tags = [begun(jury_wording.LEVEL.format(level=question.level)), begun(jury_wording.KINDS[question.kind])]
    plain = "".join(f'<span class="tag">{french(tag)}</span>' for tag in tags)
    aimed = f'<span class="tag aim aim-{question.aim}">{icon("arrow")}{french(aim)}</span>' if aim else ""
    return f'<span class="tags">{plain}{aimed}</span>'


def criteria_html(targets: Sequence[str], wording: Mapping[str, str]) -> str:
    """Return the criteria that a question tests; their wording unfolds."""
    parts = "".join(
        f'<details class="criterion-tag"><summary>Critère <span class="code">{escape(name)}</span></summary>'
        f"<p lang='fr'>{escape(wording.get(name, ''))}</p></details>"
        for name in targets
    )
    return f'<div class="criterion-tags">{parts}</div>'


def downloads_html(name: str, title: str, forms: Sequence[tuple[str, str]]) -> str:
    """Return buttons that download something; `name` tells the server what."""
    buttons = "".join(
        f'<button type="button" data-jury-download="{name}" data-form="{form}">{label}</button>'
        for form, label in forms
    )
    label = f'<span aria-hidden="true">{title}</span>'
    return f'<div class="downloads" role="group" aria-label="Télécharger : {title}">{label}{buttons}</div>'


def plain_text(asked: QuestionSet, title: str) -> str:
    """Return the questions as text to paste."""
    lines = [f"{title} ({asked.exam})"]
    for rank, item in enumerate(asked.questions, 1):
        lines += ["", f"{rank}. {clean(item.question)}", f"   Critères : {', '.join(item.targets)}"]
        lines += [f"   – {clean(point)}" for point in item.expected_points]
        lines += [f"   Relance : {clean(text)}" for text in item.follow_ups]
    return "\n".join(lines)


def _scope(choice: Choice, exam: Exam) -> list[str]:
    if choice.competence:
        return [f"compétence {choice.competence}"]
    return ["toutes les compétences"] if len(exam.competences) > 1 else []


def _facts(choice: Choice, title: str, scope: Sequence[str], aimed_at: str) -> str:
    facts = [
        f'<span lang="fr">{escape(f"{choice.exam} – {title}")}</span>',
        *(f"<span>{escape(fact)}</span>" for fact in scope),
    ]
    facts.append(
        f"<span>{jury_wording.LEVEL.format(level=choice.level) if choice.level else 'tous les niveaux'}</span>"
    )
    if aimed_at:
        facts.append(f"<span>visent</span> <bdi>{escape(clean(aimed_at))}</bdi>")
    return " · ".join(facts)


def _fewer(asked: QuestionSet) -> str:
    missing = asked.asked_for - len(asked.questions)
    if missing <= 0:
        return ""
    sentence = f"Vous en vouliez {asked.asked_for} : il n’y en a pas davantage de différentes pour ces choix."
    return f'<p class="note">{french(sentence)}</p>'


def _anchor(question: JuryQuestion) -> str:
    anchor = question.anchor
    if anchor is None:
        return ""
    where = place_of(anchor)
    foot = f'<figcaption class="place"><bdi>{escape(where)}</bdi></figcaption>' if where else ""
    return (
        '<figure class="anchor"><p class="quiet">Part de vos mots</p>'
        f"<blockquote><bdi>{escape(quoted(anchor.quote))}</bdi></blockquote>{foot}</figure>"
    )


def _points(points: Sequence[ExpectedPoint]) -> str:
    items = "".join(
        f'<li><p lang="fr">{escape(begun(item.point))}</p><p class="quiet">{SAY_IT} <q>{escape(clean(item.said[0]))}</q></p></li>'
        for item in points
    )
    count = counted(len(points), "point attendu", "points attendus")
    return (
        f'<details class="expected-points"><summary>Voir {_the(len(points))}{count}</summary><ul>{items}</ul></details>'
    )


def _follow_ups(question: JuryQuestion) -> str:
    if not question.follow_ups:
        return ""
    items = "".join(f"<li lang='fr'>{escape(clean(text))}</li>" for text in question.follow_ups)
    count = counted(len(question.follow_ups), "relance")
    return f'<details class="follow-ups"><summary>Voir {_the(len(question.follow_ups))}{count}</summary><ul>{items}</ul></details>'


def _the(count: int) -> str:
    return "les " if count > 1 else ""


def _oral_form(exam: Exam) -> str:
    """Where the oral begins: its times are those of the référentiel, or the tutor's."""
    form = exam.format
    parts = (
        ("presentation", "Présentation", "la présentation", form.presentation_minutes),
        ("discussion", "Questions du jury", "l’échange avec le jury", form.discussion_minutes),
    )
    fields = "".join(_field(*part) for part in parts)
    note = f'<p class="hint">{french(_WRITTEN)}</p>' if not form.oral else ""
    checked = " checked" if form.oral else ""
    return f"""
<section class="oral-start" aria-labelledby="oral-start-title">
  <h3 id="oral-start-title">Oral blanc</h3>
  <p class="quiet">Le jury pose ses questions une à une, écoute, et relance sur ce qui manque. Le bilan vient à la fin.</p>
  {note}
  <form data-oral-start novalidate>
    <p class="check"><input type="checkbox" id="oral-presents"{checked}> <label for="oral-presents">Commencer par la présentation</label></p>
    <div class="form-line">{fields}</div>
    <p class="check"><input type="checkbox" id="oral-fresh"> <label for="oral-fresh">Tirer d’autres questions, que je n’ai pas lues</label></p>
    <p class="form-actions"><button type="submit" class="primary">Commencer l’oral blanc</button></p>
    <p class="problem" role="alert" data-problem></p>
  </form>
</section>"""


def _field(name: str, label: str, part: str, given: int | None) -> str:
    hint = french(_NOT_SAID.format(part=part)) if given is None else f"{minutes(given)} d’après le référentiel."
    value = "" if given is None else str(given)
    return f"""
<div class="time-field" data-time="{name}">
  <label for="oral-{name}">{label}, en minutes</label>
  <input type="number" id="oral-{name}" min="1" max="120" step="1" value="{value}" inputmode="decimal" aria-describedby="oral-{name}-hint">
  <p class="hint" id="oral-{name}-hint">{hint}</p>
</div>"""
