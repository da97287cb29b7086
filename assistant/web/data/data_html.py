"""What the program keeps of a person, where and how long; and what was erased."""

from html import escape

from assistant.language.notice import Notice
from assistant.report.typography import french, listed
from assistant.web.icons import icon
from assistant.web.sessions import GRACE_S, IDLE_S, Session

_TITLE = "Vos données"
_LEAD = "Ce que ce service garde de vous, où, combien de temps, et qui le voit."
_OPINIONS = (
    "Ceux que vous acceptez de garder : un fichier de qui fait tourner ce service, sans rien qui dise qui vous êtes"
)
_OPINIONS_UNTIL = "{days} jours, ou quand vous effacez ou retirez votre avis dans cette fenêtre"
OPINIONS_LEFT = (
    "Vos avis n’ont pas pu être effacés de leur fichier : réessayez, ou dites-le à qui fait tourner ce service."
)
_NOTHING = "Il n’y avait rien à effacer : ni conversation, ni dossier, ni question, ni oral."


def data_html(notice: Notice | None, opinion_days: int | None = None) -> str:
    """Return the page. `notice` is what people are told of the language model; None where there is none.

    `opinion_days` is how long opinions are kept; None where none are asked for.
    """
    lines = _kept(IDLE_S / 3600, GRACE_S / 60)
    if opinion_days is not None:
        lines.append(("Vos avis sur les réponses", _OPINIONS, _OPINIONS_UNTIL.format(days=opinion_days)))
    kept = "".join(
        f"<tr><th scope='row'>{what}</th><td>{french(where)}</td><td>{french(until)}</td></tr>"
        for what, where, until in lines
    )
    return f"""
<div class="panel-intro">
  <h2 id="data-heading" tabindex="-1">{_TITLE}</h2>
  <p>{french(_LEAD)}</p>
</div>
<div class="table-box"><table class="data-table">
  <thead><tr><th scope="col">Quoi</th><th scope="col">Où</th><th scope="col">Jusqu’à quand</th></tr></thead>
  <tbody>{kept}</tbody>
</table></div>
<section aria-labelledby="data-seen"><h3 id="data-seen">Qui le voit</h3>
  <ul class="data-list">{_seen(notice)}</ul></section>
<section aria-labelledby="data-erase" class="data-erase"><h3 id="data-erase">Effacer</h3>
  <p>{french("Tout ce que cette fenêtre a donné est effacé aussitôt, ici et dans votre navigateur : conversation, dossiers, relectures, questions, oral, promotion. C’est définitif.")}</p>
  <p class="form-actions"><button type="button" class="primary danger" data-erase-all>{icon("missing")} Effacer mes données</button></p>
  <dialog class="confirm" aria-labelledby="erase-question"><form method="dialog">
    <p id="erase-question">{french("Effacer maintenant tout ce que cette fenêtre contient ?")}</p>
    <p class="form-actions"><button value="yes" class="primary danger">Effacer</button> <button value="no" class="plain">Garder</button></p>
  </form></dialog></section>"""


def erased_html(erased: list[str], problem: str = "") -> str:
    """Return what was erased, in one sentence, and what couldn't be."""
    sentence = f"C’est effacé : {listed(erased)}." if erased else "" if problem else _NOTHING
    sentence = " ".join(part for part in (sentence, problem) if part)
    return f'<p class="note" role="status" tabindex="-1" data-erased>{escape(french(sentence))}</p>'


def holdings(session: Session, messages: int) -> list[str]:
    """Return what a session holds, in words: to be said when it is erased."""
    jury = session.jury
    found = [
        (messages, "la conversation"),
        (session.attached, "le brouillon joint"),
        (session.document, "le texte de votre dossier"),
        (session.review, "sa relecture"),
        (session.previous, "la relecture précédente"),
        (jury.questions, "les questions du jury"),
        (jury.oral, "l’oral blanc et vos réponses"),
        (session.promotion.seen, "la promotion"),
    ]
    return [words for held, words in found if held]


def _kept(hours: float, minutes: float) -> list[tuple[str, str, str]]:
    memory = "Dans la mémoire de ce service, jamais sur un disque"
    end = f"{minutes:.0f} minutes après la fermeture de la fenêtre, {hours:.0f} heures sans activité, ou quand vous effacez"
    browser = "Dans cet onglet de votre navigateur"
    return [
        ("Vos dossiers et leurs relectures", memory, end),
        ("Vos réponses au jury, les questions, l’oral", memory, end),
        (
            "La conversation",
            f"{memory} ; {browser.lower()} aussi, pour survivre à un rechargement",
            "La fermeture de l’onglet, ou quand vous effacez",
        ),
        ("La couleur et la langue choisies", "Dans votre navigateur", "Quand vous videz ses données"),
    ]


def _seen(notice: Notice | None) -> str:
    lines = [
        "Personne d’autre : une autre fenêtre, un autre navigateur n’y ont pas accès, aucune adresse ne sert un fichier donné."
    ]
    if notice is None:
        lines.append("Aucun modèle de langage n’est branché : rien ne quitte ce service.")
    else:
        lines.append(notice.explained())
        if notice.hosted:
            lines.append(
                "Votre accord est demandé d’abord ; sans lui, rien n’est envoyé. Vous pouvez le retirer à tout moment."
            )
    lines.append("Les journaux du service ne contiennent ni vos mots, ni les noms de vos fichiers.")
    return "".join(f"<li>{escape(french(line))}</li>" for line in lines)
