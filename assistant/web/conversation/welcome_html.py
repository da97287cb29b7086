"""The empty conversation: what a person can do here, in ten seconds."""

from html import escape

from assistant.coach import Coach
from assistant.report.typography import french
from assistant.web.conversation.sample import sample_of
from assistant.web.icons import icon

_TITLE = "Que voulez-vous faire ?"
_LEAD = (
    "Je connais les {exams} épreuves et les {criteria} critères du référentiel, et je cite ses mots. "
    "Quand il ne dit rien, je vous le dis."
)
_CHOICES: tuple[tuple[str, str, str, tuple[str, str]], ...] = (
    (
        "speech",
        "Poser une question",
        "Une épreuve, un critère, une situation de votre projet.",
        ("Qu’attend le jury pour C3.3 ?", "Mon binôme recopie les news à la main, ça coûte des points ?"),
    ),
    (
        "draft",
        "Relire mon dossier",
        "Critère par critère : ce qui est couvert, ce qui manque, quoi faire.",
        ("Relis mon cahier des charges", "Quels sont mes points faibles ?"),
    ),
    (
        "jury",
        "M’entraîner à l’oral",
        "Les questions d’un jury, ce qu’il attend, un oral chronométré.",
        ("Pose-moi 3 questions sur C2.4", "Lance un oral blanc sur C3.3"),
    ),
)


def welcome_html(coach: Coach) -> str:
    """Return three choices with words to say, and the sample draft where there is one."""
    lead = _LEAD.format(exams=len(coach.referential.exams), criteria=len(coach.referential.criteria))
    choices = "".join(_choice(*choice) for choice in _CHOICES)
    return f"""
<h2 class="visually-hidden" id="chat-heading" tabindex="-1">Conversation avec le coach</h2>
<div class="welcome">
  <h3 class="welcome-title">{french(_TITLE)}</h3>
  <p class="welcome-lead">{french(lead)}</p>
  <ul class="welcome-choices">{choices}</ul>
  {_sample(coach)}
</div>"""


def _choice(sign: str, name: str, sentence: str, examples: tuple[str, ...]) -> str:
    says = "".join(
        f'<li><button type="button" data-say="{escape(example)}">{escape(french(example))}</button></li>'
        for example in examples
    )
    return f"<li><h4>{icon(sign)}{escape(name)}</h4><p>{escape(french(sentence))}</p><ul>{says}</ul></li>"


def _sample(coach: Coach) -> str:
    if sample_of(coach) is None:
        return ""
    words = french(
        "Pas de brouillon sous la main ? Un exemple inventé, inégal à dessein, montre ce que donne une relecture."
    )
    return (
        f'<div class="welcome-sample"><p>{words}</p>'
        '<button type="button" class="button primary" data-talk="sample">Essayer avec un exemple de dossier</button></div>'
    )
