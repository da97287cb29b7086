"""The cards of the conversation: results as HTML. What a draft or a person wrote is escaped wherever it stands.

A card's buttons do nothing by themselves: the page's script hears their `data-talk`, and what they say their `data-say`.
"""

from collections.abc import Mapping, Sequence
from html import escape

from assistant.coaching.questioning.jury_question import JuryQuestion, QuestionSet
from assistant.coaching.reviewing.review import CriterionReview, Quote, Review
from assistant.coaching.reviewing.review_summary import priorities
from assistant.report import wording
from assistant.report.content import CriterionPart, Report, Segment
from assistant.report.typography import clean, counted, french, place_of, shortened
from assistant.web.icons import icon
from assistant.web.jury.question_html import criteria_html, tags_html
from assistant.web.review.criterion_html import verdict_html
from assistant.web.review.review_html import FORMS

ON_WEAK_POINTS = "Pose-moi 3 questions sur mes points faibles"
EXPORT = "Exporte ma relecture"
_COPY = '<button type="button" class="button" data-talk="copy">Copier</button>'
_LONGEST_QUOTE = 220
_QUOTES = 2
_NO_QUOTE = "Aucun passage de votre dossier ne répond à ce critère."
_NEAREST = "Le passage qui s’en approche le plus"
_NOTHING_MISSING = "Il ne manque rien d’essentiel."
_NO_PRIORITY = "Aucun critère jugé sur ce fichier n’est absent ni partiel."
_FORMATIVE = "Relecture formative : ni note, ni pronostic sur la décision du jury."


def review_card(review: Review, report: Report) -> str:
    """Return a review: counts, the most useful next actions with the draft's words, where to go on."""
    parts = {part.id: part for part in report.criteria}
    actions = "".join(_action(item, parts[item.id]) for item in priorities(review.criteria) if item.id in parts)
    listed = f'<h4>Le plus important maintenant</h4><ol class="talk-actions">{actions}</ol>' if actions else ""
    warnings = _warnings(len(report.warnings))
    return _card(
        "review",
        f"""
<p class="kicker">{escape(wording.KICKER)}</p>
<h3><bdi>{escape(clean(review.file))}</bdi></h3>
<p class="talk-facts" lang="fr">{escape(report.title)}</p>
{_bar(report.coverage)}
{warnings}
{listed or f'<p class="talk-quiet">{french(_NO_PRIORITY)}</p>'}
<p class="talk-buttons"><a class="button primary" href="#relecture">Voir la relecture complète</a>
{_say(ON_WEAK_POINTS, "Poser des questions sur mes points faibles")}
{_say(EXPORT, "Exporter")}
{_COPY}</p>
<p class="talk-quiet">{french(_FORMATIVE)}</p>""",
        f"Relecture de {clean(review.file)}",
    )


def criterion_card(item: CriterionReview, part: CriterionPart) -> str:
    """Return one criterion of a review: verdict, the draft's words, what is missing, what to do."""
    quotes = "".join(_quote(quote) for quote in item.evidence[:_QUOTES])
    judged = item.verdict not in {"not_assessable", "not_rated"}
    if quotes:
        words = f"<h4>{wording.QUOTES}</h4>{quotes}"
    elif judged:
        near = f"<p>{french(_NEAREST)}</p>{_quote(item.against[0])}" if item.against else ""
        words = f'<h4>{wording.QUOTES}</h4><p class="talk-quiet">{french(_NO_QUOTE)}</p>{near}'
    else:
        words = ""
    advice = f"<h4>{wording.ADVICE}</h4><p lang=" rf">{escape(part.advice)}</p>" if part.advice else ""
    return _card(
        "criterion",
        f"""
<p class="talk-head"><span class="code">{escape(part.id)}</span>{verdict_html(part)}</p>
<h3>{escape(part.title)}</h3>
<p class="talk-official" lang="fr">{escape(part.official)}</p>
{words}
{_missing(part, judged=judged)}
{advice}
<p class="talk-buttons"><a class="button" href="#relecture" data-criterion="{part.n}">Voir ce critère dans la relecture</a></p>""",
        f"{part.title} de votre relecture",
    )


def questions_card(asked: QuestionSet, texts: Mapping[str, str], number: int) -> str:
    """Return the questions of a jury, one card each. `number` is that of the set in its conversation."""
    cards = "".join(_question(rank, question, texts, number) for rank, question in enumerate(asked.questions, start=1))
    count = counted(len(asked.questions), "question")
    return f'<div class="talk-cards" data-talk-cards><h3 class="talk-title">{count} du jury</h3>{cards}<p>{_COPY}</p></div>'


def export_card(review: Review, form: str) -> str:
    """Return the buttons that download the review; the format that was named comes first."""
    forms = sorted(FORMS, key=lambda item: item[0] != form)
    buttons = "".join(
        f'<button type="button" class="button{" primary" if name == form else ""}" data-talk="export" data-form="{name}">{label}</button>'
        for name, label in forms
    )
    return _card(
        "export",
        f"""
<h3>Exporter la relecture</h3>
<p class="talk-facts"><bdi>{escape(clean(review.file))}</bdi> · {escape(review.exam)}</p>
<p class="talk-buttons" role="group" aria-label="Télécharger la relecture">{buttons}</p>
<p class="talk-quiet">{french("Le fichier est fabriqué à la demande et enregistré par votre navigateur ; rien n’en reste sur le service.")}</p>
<p class="problem download-problem" role="alert"></p>""",
        "Exporter la relecture",
    )


def progress_card(share: float | None, sentence: str) -> str:
    """Return what is being done, with a bar and a way to stop it; without a share the bar only moves."""
    value = "" if share is None else f' value="{share:.3f}"'
    percent = "" if share is None else f"{share * 100:.0f}\u00a0%"
    return _card(
        "progress",
        f"""
<p class="talk-head"><span role="status">{escape(french(sentence))}</span><span class="percent">{percent}</span></p>
<progress max="1"{value} aria-label="Avancement de la relecture"></progress>
<p class="talk-buttons"><button type="button" class="button" data-talk="stop">Arrêter</button></p>""",
        "Relecture en cours",
    )


def offer_card(title: str, sentence: str, *, sample: bool) -> str:
    """Return what to do first where there is no draft yet: join one, or try the sample."""
    tried = '<button type="button" class="button" data-talk="sample">Essayer avec un exemple</button>' if sample else ""
    return _card(
        "offer",
        f"""
<h3>{escape(french(title))}</h3>
<p>{escape(french(sentence))}</p>
<p class="talk-buttons"><button type="button" class="button primary" data-talk="attach">Joindre un brouillon</button> {tried}</p>""",
        title,
    )


def erase_card() -> str:
    """Return the way to erase everything, which asks once more."""
    return _card(
        "erase",
        f"""
<h3>Effacer mes données</h3>
<p>{french("Tout ce que cette fenêtre a donné sera effacé : conversation, dossiers, relectures, questions, oral. Une confirmation vous est demandée d’abord.")}</p>
<p class="talk-buttons"><button type="button" class="button primary danger" data-talk="erase">Effacer mes données…</button>
<a class="button" href="?view=data">Voir ce qui est gardé</a></p>""",
        "Effacer mes données",
    )


def way_card(title: str, sentence: str, links: Sequence[tuple[str, str]]) -> str:
    """Return ways to other pages: addresses of the page's own, and what they are called."""
    ways = " ".join(
        f'<a class="button{"" if rank else " primary"}" href="{escape(address)}">{escape(french(name))}</a>'
        for rank, (address, name) in enumerate(links)
    )
    return _card(
        "way",
        f'<h3>{escape(french(title))}</h3><p>{escape(french(sentence))}</p><p class="talk-buttons">{ways}</p>',
        title,
    )


def help_card(abilities: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return what the program does, each with words to say for it."""
    parts = "".join(
        f"<h4>{escape(french(name))}</h4><p class='talk-buttons'>{''.join(_say(text, text) for text in texts)}</p>"
        for name, texts in abilities
    )
    return _card("help", f"<h3>{french('Ce que je sais faire')}</h3>{parts}", "Ce que je sais faire")


def _card(kind: str, content: str, name: str) -> str:
    return f'<article class="talk-card talk-{kind}" aria-label="{escape(french(name))}">{content}</article>'


def _say(text: str, label: str) -> str:
    return f'<button type="button" class="button" data-say="{escape(text)}">{escape(french(label))}</button>'


def _bar(coverage: Sequence[Segment]) -> str:
    segments = "".join(
        f'<span class="segment segment-{part.verdict}" style="flex-grow:{len(part.numbers)}">{icon(part.verdict)}{len(part.numbers)}</span>'
        for part in coverage
    )
    counts = "".join(
        f'<li><span class="verdict verdict-{part.verdict}">{icon(part.verdict)}{escape(part.words)}</span></li>'
        for part in coverage
    )
    return f'<div class="bar" aria-hidden="true">{segments}</div><ul class="talk-counts">{counts}</ul>'


def _warnings(count: int) -> str:
    if not count:
        return ""
    words = counted(count, "avertissement")
    return f'<p class="talk-warning">{icon("check")}<span>{french(f"{words} sur ce fichier : voir la relecture complète.")}</span></p>'


def _action(item: CriterionReview, part: CriterionPart) -> str:
    """One next action, on the draft's own words where there are some."""
    if item.evidence:
        quote = f'<p class="talk-label">{wording.QUOTES}</p>{_quote(item.evidence[0])}'
    elif item.against:
        quote = f'<p class="talk-label">{escape(french(part.against_title or _NEAREST))}</p>{_quote(item.against[0])}'
    else:
        quote = ""
    return (
        f'<li><p class="talk-head"><a href="#relecture" data-criterion="{part.n}">{escape(part.title)}</a>{verdict_html(part)}</p>'
        f'<p lang="fr">{escape(part.advice)}</p>{quote}</li>'
    )


def _quote(quote: Quote) -> str:
    words = shortened(clean(quote.quote), _LONGEST_QUOTE)
    place = place_of(quote)
    where = f"<footer><bdi>{escape(place)}</bdi></footer>" if place else ""
    return f"<blockquote><q><bdi>{escape(words)}</bdi></q>{where}</blockquote>" if words else ""


def _missing(part: CriterionPart, *, judged: bool) -> str:
    if part.missing:
        items = "".join(f"<li>{icon('missing')}<span lang='fr'>{escape(label)}</span></li>" for label in part.missing)
        return f'<h4>{wording.MISSING}</h4><ul class="talk-missing">{items}</ul>'
    return f"<p>{french(_NOTHING_MISSING)}</p>" if judged and part.verdict == "covered" else ""


def _question(rank: int, question: JuryQuestion, texts: Mapping[str, str], number: int) -> str:
    points = "".join(f"<li>{escape(clean(point))}</li>" for point in question.expected_points)
    expected = (
        f'<details class="talk-points"><summary>Voir ce que le jury attend</summary><ul lang="fr">{points}</ul></details>'
        if points
        else ""
    )
    return f"""
<article class="talk-card talk-question" aria-label="Question {rank}">
<p class="talk-head"><span class="rank">Question {rank}</span>{tags_html(question)}</p>
<h4 lang="fr">{escape(clean(question.question))}</h4>
{criteria_html(question.targets, texts)}
{expected}
<p class="talk-buttons"><button type="button" class="button" data-talk="practise" data-set="{number}" data-rank="{rank}"><span>M’entraîner</span><span class="visually-hidden">sur la question {rank}</span></button></p>
</article>"""
