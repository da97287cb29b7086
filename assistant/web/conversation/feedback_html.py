"""What is said before an opinion is kept, and what came of it."""

from html import escape

from assistant.feedback.opinion import LONGEST_QUESTION, LONGEST_WORD
from assistant.report.typography import french

KEPT = "Votre avis est gardé. Merci."
WITHDRAWN = "Votre avis est retiré."
NOT_WITHDRAWN = "Votre avis n’a pas pu être retiré : réessayez, ou dites-le à qui fait tourner ce service."
NOTHING_GIVEN = "Il n’y avait pas d’avis à retirer."


def feedback_html(days: int) -> str:
    """Return the question that comes before anything is kept."""
    what = (
        "Votre question, la réponse, ses citations, votre pouce, votre mot, la date et la version du programme ; "
        "rien qui dise qui vous êtes. Les noms, les numéros de téléphone et les adresses qui se reconnaissent sont masqués."
    )
    never = (
        "Jamais un brouillon : dès qu’un dossier est joint ou relu dans cette fenêtre, et pour une question de plus de "
        f"{LONGEST_QUESTION} caractères, seuls le pouce et le genre de réponse sont gardés."
    )
    where = (
        f"Dans un fichier de l’école ou de la personne qui fait tourner ce service, {days} jours au plus, pour améliorer "
        "les réponses. Vous pouvez retirer votre avis tant que cette fenêtre est ouverte."
    )
    return f"""
<dialog class="opinion-dialog" aria-labelledby="opinion-title"><form method="dialog">
  <h2 id="opinion-title">Votre avis sur cette réponse : <span data-thumb-name></span></h2>
  <label for="opinion-word">{french(f"Un mot, si vous voulez ({LONGEST_WORD} caractères au plus)")}</label>
  <textarea id="opinion-word" rows="3" maxlength="{LONGEST_WORD}"></textarea>
  <details open><summary>Ce qui est gardé</summary>
    <p>{escape(french(what))}</p><p>{escape(french(never))}</p><p>{escape(french(where))}</p></details>
  <p class="form-actions"><button value="keep" class="primary">Garder mon avis</button>
    <button value="none" class="plain">Ne rien garder</button>
    <button value="withdraw" class="plain danger" hidden>Retirer mon avis</button></p>
</form></dialog>"""


def outcome_html(index: int, state: str, sentence: str) -> str:
    """Return what came of an event, for the page's script to show beside the answer and to announce."""
    return f'<p hidden data-index="{index}" data-state="{state}">{escape(french(sentence))}</p>'
