"""What to ask next."""

from assistant.coaching.asking.composition import Draft, Page

_GENERAL_SUGGESTIONS = (
    ("Quelles sont les épreuves du titre ?", "Qu’attend le jury pour C3.3 ?", "Où est-il question du handicap ?"),
    ("What are the exams?", "What does the jury expect for C3.3?", "Where is disability mentioned?"),
)
_EXAM_SUGGESTIONS = {
    "criteria": ("Qu’attend le jury pour {exam} ?", "What does the jury expect for {exam}?"),
    "modalities": ("Comment se passe l’épreuve {exam} ?", "How does exam {exam} take place?"),
    "deliverables": ("Que faut-il rendre pour {exam} ?", "What must I hand in for {exam}?"),
    "duration": ("Combien de temps dure l’oral de {exam} ?", "How long is the oral of {exam}?"),
}


def suggest(page: Page, draft: Draft) -> None:
    """Add what to ask next."""
    english = page.english
    exam_ids = page.understanding.scope.exams
    if not exam_ids:
        cited = (page.referential.exam_of(key) for key in draft.cited)
        exam_ids = tuple(dict.fromkeys(exam.id for exam in cited if exam))
    if len(exam_ids) != 1:
        draft.suggestions += _GENERAL_SUGGESTIONS[english]
        return
    exam = page.referential.exam(exam_ids[0])
    for ask, texts in _EXAM_SUGGESTIONS.items():
        timed = ask != "duration" or exam.format.oral
        if ask not in (page.understanding.ask.value, page.understanding.subject) and timed:
            draft.suggestions.append(texts[english].format(exam=exam.id))
