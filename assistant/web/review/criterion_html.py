"""One criterion of a review on the page: its wording, its verdict, the draft's words, what is missing, what to do."""

from collections.abc import Sequence
from html import escape

from assistant.coaching.reviewing.review import CriterionReview, Quote
from assistant.report import wording
from assistant.report.content import CriterionPart
from assistant.report.typography import clean, place_of
from assistant.web.icons import icon

SEE_IN_TEXT = "Voir dans le texte"
NO_QUOTE = '<p class="quiet">Aucun passage de votre dossier ne répond à ce critère.</p>'


def verdict_html(part: CriterionPart) -> str:
    """Return a verdict: sign, word, and « à vérifier » where it is."""
    name = wording.VERDICTS[part.verdict].name
    chip = f'<span class="verdict verdict-{part.verdict}">{icon(part.verdict)}{name}</span>'
    doubt = f'<span class="to-check">{icon("check")}{wording.TO_CHECK}</span>' if part.to_check else ""
    return f'<span class="verdicts">{chip}{doubt}</span>'


def criterion_html(part: CriterionPart, item: CriterionReview, *, is_open: bool) -> str:
    """Return a criterion that was judged, as a section that folds."""
    return f"""
<details class="criterion" id="criterion-{part.n}" data-verdict="{part.verdict}"{" open" if is_open else ""}>
  <summary>
    <span class="criterion-head"><h4>{part.title}</h4><span class="code">{escape(part.id)}</span>{verdict_html(part)}</span>
    <span class="official" lang="fr">{escape(part.official)}</span>
  </summary>
  <div class="criterion-body">
    {_doubt(part)}
    {_evidence(part, item)}
    {_against(part, item)}
    {_list("found", wording.FOUND, part.found, "covered")}
    {_list("lacking", wording.MISSING, part.missing, "missing")}
    {_opinion(part)}
    {_advice(part)}
  </div>
</details>"""


def elsewhere_html(part: CriterionPart) -> str:
    """Return a criterion that isn't judged on this file."""
    return f"""
<li class="elsewhere" id="criterion-{part.n}">
  <p class="criterion-head"><strong>{part.title}</strong><span class="code">{escape(part.id)}</span>{verdict_html(part)}</p>
  <p class="official" lang="fr">{escape(part.official)}</p>
  <p lang="fr">{escape(part.advice)}</p>
</li>"""


def quotes_html(quotes: Sequence[Quote]) -> str:
    """Return quotes as buttons that open the draft's text at their passage."""
    items = "".join(f"<li>{_quote(quote)}</li>" for quote in quotes if clean(quote.quote))
    return f'<ul class="quotes">{items}</ul>' if items else ""


def _quote(quote: Quote) -> str:
    place = place_of(quote)
    where = f'<span class="place">{escape(place)}</span>' if place else ""
    return (
        f'<button type="button" class="quote" data-passage="{quote.passage}">'
        f'<span class="visually-hidden">{SEE_IN_TEXT} : </span>'
        f"<q><bdi>{escape(clean(quote.quote))}</bdi></q>"
        f'<span class="quote-foot">{where}<span class="see" aria-hidden="true">{SEE_IN_TEXT}{icon("arrow")}</span></span>'
        "</button>"
    )


def _doubt(part: CriterionPart) -> str:
    return f'<p class="doubt">{icon("check")}<span>{wording.DOUBT}</span></p>' if part.to_check else ""


def _evidence(part: CriterionPart, item: CriterionReview) -> str:
    if part.verdict == "not_rated" and not item.evidence:
        return ""
    shown = quotes_html(item.evidence)
    return f'<div class="evidence"><h5>{wording.QUOTES}</h5>{shown or NO_QUOTE}</div>'


def _against(part: CriterionPart, item: CriterionReview) -> str:
    """What speaks for the other reading; for what is missing, the passage that might deceive."""
    if not item.against or not (part.to_check or part.verdict == "missing") or not part.against_title:
        return ""
    return f'<div class="against"><h5>{part.against_title}</h5>{quotes_html(item.against)}</div>'


def _list(name: str, title: str, labels: Sequence[str], shape: str) -> str:
    if not labels:
        return ""
    items = "".join(f"<li>{icon(shape)}<span lang='fr'>{escape(label)}</span></li>" for label in labels)
    return f'<div class="{name}"><h5>{title}</h5><ul>{items}</ul></div>'


def _opinion(part: CriterionPart) -> str:
    """What the language model says, where one read the draft."""
    if not part.opinion:
        return ""
    words = f"{part.opinion[:1].upper()}{part.opinion[1:]}"
    return f'<div class="opinion"><h5>{wording.OPINION}</h5><p lang="fr">{escape(words)}</p></div>'


def _advice(part: CriterionPart) -> str:
    if not part.advice:
        return ""
    return f'<div class="advice"><h5>{wording.ADVICE}</h5><p lang="fr">{escape(part.advice)}</p></div>'
