"""The référentiel beside the conversation: to browse, to search, and where citations lead."""

import re
from collections.abc import Iterable
from html import escape

from assistant.referential.knowledge import Vocabulary
from assistant.referential.model import EntryKind, Exam, Referential

_EVIDENCE = {"oral": "à l’oral", "slides": "sur le diaporama", "written": ""}


def anchor(kind: EntryKind, entry_id: str) -> str:
    """Return the id of an entry's place on the page."""
    return f"ref-{kind.value}-{entry_id.replace('/', '_')}"


def linked(markdown: str, citations: Iterable[tuple[EntryKind, str]]) -> str:
    """Return the answer with the ids of its citations as links to their place on the page.

    An exam of one competence has its competence's id: the link goes to the entry that is cited.
    """
    places: dict[str, EntryKind] = {}
    for kind, entry_id in citations:
        places.setdefault(entry_id, kind)
        if kind is EntryKind.CRITERION:
            places.setdefault(entry_id.partition("/")[0], EntryKind.EXAM)

    def link(match: re.Match[str]) -> str:
        entry_id = match[1]
        kind = places.get(entry_id)
        return match[0] if kind is None else f"[**{entry_id}**](#{anchor(kind, entry_id)})"

    return re.sub(r"\*\*((?:A\d|C\d\.\d(?:-C\d\.\d)?(?:/\d{1,2})?))\*\*", link, markdown)


def reference_html(referential: Referential, vocabulary: Vocabulary) -> str:
    """Return the référentiel as nested, foldable sections: activity → exam → competences, modalités, criteria."""
    sections = "".join(
        _activity(activity_id, referential, vocabulary)
        for activity_id in (activity.id for activity in referential.activities)
    )
    return f"""
<section class="reference" aria-labelledby="reference-heading">
  <h2 id="reference-heading" tabindex="-1">Référentiel</h2>
  <div class="reference-search">
    <label for="reference-query" class="visually-hidden">Chercher dans le référentiel</label>
    <input id="reference-query" type="search" placeholder="Chercher dans le référentiel…" autocomplete="off">
    <p id="reference-count" role="status" aria-live="polite"></p>
  </div>
  <div class="reference-tree">{sections}</div>
  <p id="reference-empty" hidden>Aucun passage ne contient ces mots.</p>
</section>"""


def _activity(activity_id: str, referential: Referential, vocabulary: Vocabulary) -> str:
    activity = referential.activity(activity_id)
    tasks = "".join(f"<li>{escape(task)}</li>" for task in activity.tasks)
    exams = "".join(_exam(exam, referential, vocabulary) for exam in referential.exams_of_activity(activity_id))
    return f"""
<details class="activity">
  <summary><span class="code">{activity.id}</span> <span lang="fr">{escape(activity.title)}</span></summary>
  <div class="entry" id="{anchor(EntryKind.ACTIVITY, activity.id)}" tabindex="-1">
    <h3>Tâches</h3><ul lang="fr">{tasks}</ul>
  </div>
  {exams}
</details>"""


def _exam(exam: Exam, referential: Referential, vocabulary: Vocabulary) -> str:
    competences = "".join(
        f'<div class="entry" id="{anchor(EntryKind.COMPETENCE, competence_id)}" tabindex="-1">'
        f'<p lang="fr"><span class="code">{competence_id}</span> {_lines(referential.competence(competence_id).text)}</p></div>'
        for competence_id in exam.competences
    )
    criteria = "".join(
        f'<li class="entry" id="{anchor(EntryKind.CRITERION, criterion.id)}" tabindex="-1">'
        f'<span class="code">{criterion.id}</span> <span lang="fr">{escape(criterion.text)}</span>{_badge(criterion.evidence)}</li>'
        for criterion in exam.criteria
    )
    title = vocabulary.exams[exam.id].title
    return f"""
<details class="exam">
  <summary><span class="code">{exam.id}</span> <span lang="fr">{escape(title)}</span> <span class="count">{len(exam.criteria)} critères</span></summary>
  <details open><summary>Critères du jury</summary><ol class="criteria">{criteria}</ol></details>
  <details open><summary>Modalités d’évaluation</summary>
    <div class="entry" id="{anchor(EntryKind.EXAM, exam.id)}" tabindex="-1"><p lang="fr">{_lines(exam.modalities)}</p></div>
  </details>
  <details open><summary>Compétences</summary>{competences}</details>
</details>"""


def _badge(evidence: str) -> str:
    label = _EVIDENCE[evidence]
    return f' <span class="badge">{label}</span>' if label else ""


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())
