"""Facts of the modalités: what the référentiel states about an exam, and what it leaves open."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.coaching.asking.language import Language
from assistant.referential.knowledge import Detail
from assistant.referential.model import EntryKey, EntryKind, EvidenceKind, Exam


@dataclass(frozen=True)
class Fact:
    """The answer to one kind of fact for one exam.

    `stated` is False where the référentiel doesn't say, `usual` is True where the exam is like most others
    (no team, an oral, no choice by the jury…). `points` are listed under the sentence, `quotes` are
    the words of the modalités that it rests on, `entries` what it cites.
    """

    stated: bool
    sentence: str
    points: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    entries: tuple[EntryKey, ...] = ()
    usual: bool = False


def fact_of(kind: str, exam: Exam, language: Language) -> Fact:
    """Return a kind of fact for an exam. Raises KeyError for a kind that `facts.yaml` doesn't have."""
    return _READERS[kind](exam, language == "en")


def fact_of_detail(detail: Detail, language: Language) -> Fact:
    """Return what the modalités of one exam state."""
    entries = (EntryKey(EntryKind.EXAM, detail.exam), *(EntryKey.parse(text) for text in detail.entries))
    sentence = detail.answer_en if language == "en" else detail.answer
    return Fact(True, sentence, points=detail.points, quotes=detail.quotes, entries=entries)


def usual_sentence(kind: str, language: Language) -> str:
    """Return what is said of all the exams that are as usual, with a place for their ids."""
    french, english = _USUAL[kind]
    return english if language == "en" else french


_USUAL = {
    "written_only": (
        "Les {count} autres épreuves comportent un oral : {exams}.",
        "The {count} other exams have an oral: {exams}.",
    ),
    "team": ("Les autres épreuves sont individuelles : {exams}.", "The other exams are individual: {exams}."),
    "support": (
        "Pour les autres, le référentiel ne demande pas de diaporama : {exams}.",
        "For the others, the référentiel doesn’t ask for slides: {exams}.",
    ),
    "jury_choice": (
        "Pour les autres, le référentiel ne prévoit pas de choix du jury : {exams}.",
        "For the others, the référentiel provides for no choice by the jury: {exams}.",
    ),
}


def _modalities(exam: Exam) -> tuple[EntryKey, ...]:
    return (EntryKey(EntryKind.EXAM, exam.id),)


def _quotes(exam: Exam, *fields: str) -> tuple[str, ...]:
    quotes = (quote for name in fields for quote in exam.format.quotes.get(name, ()))
    return tuple(dict.fromkeys(quotes))


def _criteria(exam: Exam, evidence: EvidenceKind) -> tuple[EntryKey, ...]:
    return tuple(
        EntryKey(EntryKind.CRITERION, criterion.id) for criterion in exam.criteria if criterion.evidence == evidence
    )


def _no_oral(exam: Exam, english: bool) -> Fact:
    sentence = (
        "This exam is a written paper: the référentiel provides for no oral, hence for no speaking time."
        if english
        else "Cette épreuve est un écrit : le référentiel ne prévoit pas d’oral, donc aucune durée de passage."
    )
    return Fact(False, sentence, quotes=_quotes(exam, "written_only"), entries=_modalities(exam))


def _presentation_minutes(exam: Exam, english: bool) -> Fact:
    minutes = exam.format.presentation_minutes
    if not exam.format.oral:
        return _no_oral(exam, english)
    if minutes is None:
        sentence = (
            "The référentiel provides for an oral, but doesn’t say how long it lasts."
            if english
            else "Le référentiel prévoit une soutenance, mais n’en donne pas la durée."
        )
        return Fact(False, sentence, quotes=_quotes(exam, "oral"), entries=_modalities(exam))
    sentence = (
        f"The presentation lasts {minutes} minutes" if english else f"La présentation orale dure {minutes} minutes"
    )
    quotes = _quotes(exam, "presentation_minutes", "discussion_minutes")
    return Fact(True, f"{sentence}{_then_questions(exam, english)}.", quotes=quotes, entries=_modalities(exam))


def _then_questions(exam: Exam, english: bool) -> str:
    minutes = exam.format.discussion_minutes
    if minutes is not None:
        return (
            f", followed by {minutes} minutes of questions and discussion"
            if english
            else f", suivies de {minutes} minutes d’échange avec le jury"
        )
    return (
        " (the référentiel gives no length for the questions)"
        if english
        else " (le référentiel ne donne pas de durée pour les questions)"
    )


def _discussion_minutes(exam: Exam, english: bool) -> Fact:
    minutes, presentation = exam.format.discussion_minutes, exam.format.presentation_minutes
    if not exam.format.oral:
        return _no_oral(exam, english)
    if minutes is not None:
        sentence = (
            f"The discussion with the jury lasts {minutes} minutes, after a presentation of {presentation} minutes."
            if english
            else f"L’échange avec le jury dure {minutes} minutes, après {presentation} minutes de présentation."
        )
        return Fact(True, sentence, quotes=_quotes(exam, "discussion_minutes"), entries=_modalities(exam))
    if english:
        sentence = "The référentiel doesn’t say how long the questions last"
        sentence += f"; it only gives the presentation: {presentation} minutes." if presentation else "."
    else:
        sentence = "Le référentiel ne dit pas combien de temps durent les questions"
        sentence += f" ; il ne donne que la présentation : {presentation} minutes." if presentation else "."
    quotes = _quotes(exam, "presentation_minutes") or _quotes(exam, "oral")
    return Fact(False, sentence, quotes=quotes, entries=_modalities(exam))


def _oral(exam: Exam, english: bool) -> Fact:
    if not exam.format.oral:
        sentence = (
            "No: the référentiel asks for a written paper only and provides for no oral."
            if english
            else "Non : le référentiel demande seulement un écrit et ne prévoit pas d’oral."
        )
        return Fact(True, sentence, quotes=_quotes(exam, "written_only"), entries=_modalities(exam))
    timing = _presentation_minutes(exam, english)
    sentence = "Yes, there is an oral. " if english else "Oui, il y a un oral. "
    entries = _modalities(exam)
    return Fact(True, sentence + timing.sentence, quotes=_quotes(exam, "oral"), entries=entries)


def _written_only(exam: Exam, english: bool) -> Fact:
    if exam.format.written_only:
        sentence = (
            "Yes: this exam is a written paper only, without an oral."
            if english
            else "Oui : cette épreuve est uniquement écrite, sans oral."
        )
        return Fact(True, sentence, quotes=_quotes(exam, "written_only"), entries=_modalities(exam))
    sentence = "No: there is an oral as well. " if english else "Non : il y a aussi un oral. "
    timing = _presentation_minutes(exam, english)
    quotes = _quotes(exam, "oral")
    return Fact(True, sentence + timing.sentence, quotes=quotes, entries=_modalities(exam), usual=True)


def _team(exam: Exam, english: bool) -> Fact:
    size = exam.format.team_size
    if size is None:
        sentence = (
            "Individually: the référentiel speaks of one candidate and mentions no team."
            if english
            else f"Individuellement : {exam.format.who}."
        )
    elif english:
        sentence = (
            f"In a team of {size[0]} to {size[1]}; each learner also runs an experiment of their own and writes "
            "their own report."
        )
    else:
        sentence = f"L’épreuve se prépare {exam.format.who}."
    quotes = _quotes(exam, "who")
    return Fact(True, sentence, quotes=quotes, entries=_modalities(exam), usual=size is None)


def _deliverables(exam: Exam, english: bool) -> Fact:
    sentence = "You have to produce:" if english else "Vous devez produire :"
    return Fact(True, sentence, points=exam.deliverables, entries=_modalities(exam))


def _expected_elements(exam: Exam, english: bool) -> Fact:
    count = len(exam.expected_elements)
    sentence = (
        f"The référentiel lists {count} expected elements:"
        if english
        else f"Le référentiel énumère {count} éléments attendus :"
    )
    labels = tuple(element.label for element in exam.expected_elements)
    return Fact(True, sentence, points=labels, entries=_modalities(exam))


def _setting(exam: Exam, english: bool) -> Fact:
    if english:
        sentence = "The référentiel sets the frame in these words (in French):"
    else:
        sentence = f"L’épreuve part de ceci : {exam.format.setting}."
    return Fact(True, sentence, quotes=_quotes(exam, "setting"), entries=_modalities(exam))


def _support(exam: Exam, english: bool) -> Fact:
    if exam.format.support is None:
        sentence = (
            "The référentiel doesn’t ask for slides in this exam; it doesn’t forbid them either."
            if english
            else "Le référentiel ne demande pas de diaporama pour cette épreuve ; il ne l’interdit pas non plus."
        )
        return Fact(False, sentence, entries=_modalities(exam), usual=True)
    sentence = "Yes, slides are expected:" if english else f"Oui : {exam.format.support}."
    slides = _criteria(exam, "slides")
    return Fact(True, sentence, quotes=_quotes(exam, "support"), entries=(*_modalities(exam), *slides))


def _audience(exam: Exam, english: bool) -> Fact:
    if exam.format.audience is None:
        sentence = (
            "The référentiel doesn’t say before whom in this exam."
            if english
            else "Le référentiel ne précise pas devant qui pour cette épreuve."
        )
        return Fact(False, sentence, entries=_modalities(exam))
    sentence = "The audience is named in these words (in French):" if english else f"Devant {exam.format.audience}."
    return Fact(True, sentence, quotes=_quotes(exam, "audience"), entries=_modalities(exam))


def _jury_choice(exam: Exam, english: bool) -> Fact:
    if exam.format.jury_choice is None:
        sentence = (
            "The référentiel doesn’t provide for a choice by the jury in this exam."
            if english
            else "Le référentiel ne prévoit pas de choix du jury pour cette épreuve."
        )
        return Fact(False, sentence, entries=_modalities(exam), usual=True)
    sentence = (
        "The jury chooses: it keeps one of the 3 actions that you selected, and you present that one."
        if english
        else "C’est le jury qui choisit : il retient l’une des 3 actions sélectionnées, et vous présentez celle-là."
    )
    return Fact(True, sentence, quotes=_quotes(exam, "jury_choice"), entries=_modalities(exam))


def _criteria_count(exam: Exam, english: bool) -> Fact:
    parts = []
    names = (
        {"written": "on the written work", "slides": "on the slides", "oral": "at the oral"}
        if english
        else {"written": "sur l’écrit", "slides": "sur le diaporama", "oral": "à l’oral"}
    )
    for evidence, name in names.items():
        count = sum(criterion.evidence == evidence for criterion in exam.criteria)
        if count:
            parts.append(f"{count} {name}")
    total = len(exam.criteria)
    detail = f" ({', '.join(parts)})" if len(parts) > 1 else ""
    sentence = f"{total} criteria{detail}." if english else f"{total} critères{detail}."
    return Fact(True, sentence, entries=_modalities(exam))


def _competences_of_exam(exam: Exam, english: bool) -> Fact:
    listed = ", ".join(exam.competences)
    count = len(exam.competences)
    plural = "s" if count > 1 else ""
    sentence = (
        f"This exam assesses {count} competence{plural}: {listed}; it belongs to activity {exam.activity}."
        if english
        else f"Cette épreuve évalue {count} compétence{plural} : {listed} ; elle relève de l’activité {exam.activity}."
    )
    competences = (EntryKey(EntryKind.COMPETENCE, competence) for competence in exam.competences)
    return Fact(True, sentence, entries=(*_modalities(exam), *competences))


def _evidence_kind(exam: Exam, english: bool) -> Fact:
    oral, slides = _criteria(exam, "oral"), _criteria(exam, "slides")
    if not oral and not slides:
        sentence = (
            "All criteria bear on what you hand in." if english else "Tous les critères portent sur ce que vous rendez."
        )
        return Fact(True, sentence, entries=_modalities(exam))
    parts = []
    for keys, name in (
        (oral, "at the oral" if english else "à l’oral"),
        (slides, "on the slides" if english else "sur le diaporama"),
    ):
        if keys:
            parts.append(f"{name}{':' if english else ' :'} {', '.join(key.id for key in keys)}")
    rest = "the others bear on the written work" if english else "les autres portent sur l’écrit"
    sentence = f"{'Judged' if english else 'Se jugent'} {' ; '.join(parts)} ; {rest}."
    return Fact(True, sentence, entries=(*oral, *slides))


_READERS: dict[str, Callable[[Exam, bool], Fact]] = {
    "presentation_minutes": _presentation_minutes,
    "discussion_minutes": _discussion_minutes,
    "duration": _presentation_minutes,
    "oral": _oral,
    "written_only": _written_only,
    "team": _team,
    "deliverables": _deliverables,
    "expected_elements": _expected_elements,
    "setting": _setting,
    "support": _support,
    "audience": _audience,
    "jury_choice": _jury_choice,
    "criteria_count": _criteria_count,
    "competences_of_exam": _competences_of_exam,
    "evidence_kind": _evidence_kind,
}
