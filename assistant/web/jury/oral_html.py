"""A mock oral under way on the page: the clock's state, what the jury has just said, and what can be done."""

from html import escape

from assistant.coaching.questioning.mock_oral import MockOral
from assistant.coaching.questioning.stopwatch import Stopwatch
from assistant.report.typography import clean, french
from assistant.web.jury.jury_words import minutes
from assistant.web.jury.voice_html import voice_html

_PRESENT = "Présentez votre travail à voix haute, comme devant le jury. Il vous écoute sans vous interrompre."
_END = {
    "presentation": "Le jury n’aura posé aucune question, et le bilan sera vide.",
    "discussion": "Une réponse commencée et pas encore envoyée ne comptera pas.",
}
_ANSWERING = """<button type="submit" class="primary" data-send>Répondre</button>
      <button type="button" class="plain" data-act="skip">Passer</button>"""


def oral_html(oral: MockOral, turn: str, now: float, title: str, voice: int = 0) -> str:
    """Return the part of an oral that runs; the report of one that is over stands in `oral_report_html`.

    `voice` is how many seconds a spoken answer may last, 0 where answers can't be spoken.
    """
    body = _presentation(oral) if oral.phase == "presentation" else _discussion(oral, voice)
    name = "Présentation" if oral.phase == "presentation" else "Questions du jury"
    return f"""
<section class="oral" data-phase="{oral.phase}" data-turn="{turn}" data-held="{_yes(oral.held)}" aria-labelledby="oral-title">
  <div class="oral-head">
    <div><p class="kicker"><span>Oral blanc</span> · <span lang="fr">{escape(f"{oral.exam} – {title}")}</span></p>
    <h2 id="oral-title" tabindex="-1">{name}</h2></div>
    {_clock(oral.clock, now)}
  </div>
  {body}
  {_confirmation(oral)}
</section>"""


def _clock(clock: Stopwatch, now: float) -> str:
    """The clock as the server knows it; the browser lets it run."""
    limit = "" if clock.limit_s is None else f"{clock.limit_s:.3f}"
    note = "sans limite de temps" if clock.limit_s is None else f"sur {minutes(clock.limit_s / 60)}"
    return f"""
<div class="clock" data-elapsed="{clock.elapsed(now):.3f}" data-limit="{limit}" data-running="{_yes(clock.running)}" data-note="{note}">
  <p class="clock-time" role="timer" aria-label="Temps"><span data-time-shown></span></p>
  <p class="clock-note" data-clock-note>{note}</p>
</div>"""


def _presentation(oral: MockOral) -> str:
    return f"""
  <p class="prompt-help">{french(_PRESENT)}</p>
  <p class="form-actions">{_buttons(oral, '<button type="button" class="primary" data-act="discuss">J’ai fini ma présentation</button>')}</p>"""


def _discussion(oral: MockOral, voice: int) -> str:
    again = '<span class="tag">Relance</span>' if oral.on_follow_up else ""
    first = ""
    if oral.on_follow_up:
        question = clean(oral.exchanges[-1].question.question)
        first = f'<p class="first-question"><span class="quiet">La question était&nbsp;:</span> <span lang="fr">{escape(question)}</span></p>'
    # Who holds the clock doesn't write on; what is written stays.
    held = " readonly" if oral.held else ""
    return f"""
  <p class="rank"><span>Question {oral.number} sur {len(oral.questions)}</span>{again}</p>
  <h3 class="prompt" id="oral-prompt" tabindex="-1">{_spoken(oral)}<span lang="fr">{escape(clean(oral.prompt))}</span></h3>
  {first}
  <p class="note time-over" hidden data-time-over>Le temps est écoulé. Finissez votre réponse et envoyez-la : l’oral s’arrêtera ensuite.</p>
  <form data-answer novalidate>
    <label for="oral-answer">Votre réponse</label>
    <textarea id="oral-answer" rows="7"{held} aria-describedby="oral-answer-hint" placeholder="Répondez comme vous parleriez au jury…"></textarea>
    <p class="hint" id="oral-answer-hint">Ctrl + Entrée envoie la réponse.</p>
    {"" if oral.held else voice_html("oral-answer", voice)}
    <p class="problem" role="alert" data-problem></p>
    <p class="form-actions">{_buttons(oral, _ANSWERING)}</p>
    <p class="jury-notes" data-notes hidden>Le jury prend note…</p>
  </form>"""


def _spoken(oral: MockOral) -> str:
    """What a screen reader hears first, since the focus goes to the question itself."""
    start = "Relance" if oral.on_follow_up else f"Question {oral.number} sur {len(oral.questions)}"
    return f'<span class="visually-hidden">{start}&nbsp;: </span>'


def _buttons(oral: MockOral, first: str) -> str:
    """What can be done: while the clock is held, to let it go or to end."""
    end = '<button type="button" class="plain" data-ask-end>Terminer</button>'
    if oral.held:
        return f'<button type="button" class="primary" data-act="resume">Reprendre</button> {end}'
    return f'{first} <button type="button" class="plain" data-act="hold">Pause</button> {end}'


def _confirmation(oral: MockOral) -> str:
    return f"""
  <dialog class="confirm" aria-labelledby="end-title" data-end>
    <h3 id="end-title">Terminer l’oral blanc ?</h3>
    <p>{_END.get(oral.phase, "")}</p>
    <p class="form-actions">
      <button type="button" class="plain" data-keep-on>Continuer l’oral</button>
      <button type="button" class="primary" data-act="end">Terminer</button>
    </p>
  </dialog>"""


def _yes(is_so: bool) -> str:
    return "true" if is_so else "false"
