"""Answers on subjects: where they stand, what they mean, what tells two exams apart."""

from assistant.coaching.asking.composition import Draft, Page, block_quote
from assistant.coaching.asking.facts import fact_of
from assistant.coaching.asking.glossary import glossary_terms
from assistant.coaching.asking.themes import places_of
from assistant.referential.model import EntryKey, EntryKind


def write_theme(page: Page, draft: Draft) -> None:
    """The places of a subject, or of several joined ones."""
    asked = [page.knowledge.vocabulary.themes[name] for name in page.understanding.subject.split()]
    name = page.say.joined.join(theme.title_en if page.english else theme.title for theme in asked)
    terms = tuple(term for theme in asked for term in theme.terms)
    holding = {key for theme in asked for key in places_of(theme, page.referential)}
    everywhere = tuple(key for key in page.referential.entry_keys() if key in holding)
    if page.understanding.scope.exams:
        exams = set(page.understanding.scope.exams)
        here = page.understanding.entries or tuple(
            key for key in everywhere if (exam := page.referential.exam_of(key)) and exam.id in exams
        )
        scope = ", ".join(page.exam_name(exam) for exam in page.understanding.scope.exams)
        template = page.say.theme_in_scope if here else page.say.theme_absent
        draft.say(template.format(scope=scope, theme=name))
        everywhere = here or everywhere
        if not here:
            draft.behaviour = "not_in_referential"
    else:
        everywhere = page.understanding.entries or everywhere
        draft.say(page.say.theme.format(theme=name, count=len(everywhere)))
    draft.say("\n".join(page.place_line(key, terms) for key in everywhere))
    draft.cite(everywhere)
    if len(everywhere) == 1 and everywhere[0].kind is EntryKind.CRITERION:
        advice = page.knowledge.advice[everywhere[0].id]
        draft.say(page.say.advice.format(advice=advice.en if page.english else advice.fr))


def write_aspect(page: Page, draft: Draft) -> None:
    """What an exam says of a subject that is no theme."""
    if page.understanding.terms:
        draft.say(page.say.aspect_everywhere)
        draft.say("\n".join(page.place_line(key, page.understanding.terms) for key in page.understanding.entries))
        draft.cite(page.understanding.entries)
        return
    scope = ", ".join(page.exam_name(exam) for exam in page.understanding.scope.exams)
    draft.say(page.say.aspect_in_scope.format(scope=scope))
    for key in page.understanding.entries:
        if key.kind is EntryKind.CRITERION:
            draft.say(f"**{key.id}**")
            page.write_wording(key, draft)
        else:
            draft.say(page.say.competence.format(competence=key.id))
            draft.say(block_quote(page.referential.competence(key.id).text))
            draft.cite([key])


def write_definition(page: Page, draft: Draft) -> None:
    """The usual meaning of a term, and where it stands."""
    entry = next(item for item in page.knowledge.vocabulary.glossary if item.term == page.understanding.subject)
    english = page.english
    definition = entry.definition_en if english else entry.definition
    term = entry.term[0].upper() + entry.term[1:]
    draft.say(page.say.definition.format(term=term, definition=definition))
    found = page.understanding.entries
    if found:
        draft.say(page.say.definition_places)
        terms = glossary_terms(entry.term, entry.aliases)
        draft.say("\n".join(page.place_line(key, terms) for key in found))
        draft.cite(found)


def write_comparison(page: Page, draft: Draft) -> None:
    """What tells exams apart."""
    exams = page.exams
    names = ", ".join(page.exam_name(exam.id) for exam in exams)
    draft.say(page.say.comparison.format(names=names))
    if page.understanding.entries:
        draft.say("\n".join(page.quote_line(key) for key in page.understanding.entries))
        draft.cite(page.understanding.entries)
        return
    language = page.understanding.language
    for exam in exams:
        kinds = ("team", "setting", "duration", "deliverables", "criteria_count")
        facts = [fact_of(kind, exam, language) for kind in kinds]
        lines = [f"**{page.exam_name(exam.id)}**"]
        for fact in facts:
            points = f" {' ; '.join(fact.points)}." if fact.points else ""
            lines.append(f"- {fact.sentence}{points}")
        draft.say("\n".join((lines[0], "", *lines[1:])))
        draft.cite([EntryKey(EntryKind.EXAM, exam.id)])
