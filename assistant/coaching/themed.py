"""Questions on a subject: its definition, every place where it stands, what an exam says of it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

from assistant.coaching.glossary import glossary_terms
from assistant.coaching.reading import FILLERS, Reader, Reading, folded_question
from assistant.coaching.scope import Scope
from assistant.coaching.themes import joined_themes, places, places_of, themes_in, without
from assistant.coaching.understanding import Ask, Understanding
from assistant.referential.knowledge import GlossaryEntry
from assistant.referential.model import EntryKey, EntryKind
from assistant.search.lexical import stems

_CLEAR_FACT = 0.6
_LIKELY_FACT = 0.3
_CLEAR_CRITERION = 0.5
_SHORT_ENOUGH = 14
"""Words up to which a question names its subject rather than tells a story."""
_KEPT_SHARE = 0.6
_MOST_OF_EXAM = 0.4

_JUDGED = re.compile(
    r"\b(?:criter\w+|critere\w*|juge\w*|evalu\w+|note[esrnz]*|regarde\w*|assess\w*|judged?|graded|parle\w*|attend\w*|expect\w*)\b"
)
_WHERE_JUDGED = frozenset({"evidence_kind", "oral", "support", "written_only", "audience"})
_ALL_ASKED = re.compile(
    r"\b(?:tous|toutes|tt|integralite|ensemble des|complete?|entiere?|all|whole|every|chaque|par ligne)\b"
)

_PLACE = r"(?:epreuves?|endroits?|parties?|competences?|activites?|blocs?|niveaux?|passages?|trucs?|moments?|points?)"
_MENTIONED = r"(?:parle|mention|figur|apparai|evoqu|trait|cit|abord|touch|concern|port|intervien|demand|evalu|juge|not|mobilis|sert|trouv|compt)\w*"
_PLACES_ASKED = re.compile(
    r"\btout(?:e|es|s)? ce qui (?:concerne|touche|parle|a trait|a rapport|est lie|releve|porte)"
    r"|\btou(?:t|s|te|tes) (?:sur|les (?:passages|endroits|mentions|points|attentes|exigences|occurrences))\b"
    rf"|\bquels? (?:\w+ )?(?:criteres?|endroits?|passages?|blocs?|items?)\b.*\b{_MENTIONED}"
    rf"|\b(?:a|dans|pour|in) quel(?:s|les?)? (?:\w+ )?{_PLACE}\b|^quelles (?:epreuves|competences|activites)\b|\bin which (?:exams?|parts?|criteria)\b"
    rf"|\ba quels? {_PLACE}\b|\bles epreuves ou\b|\boccurrences?\b"
    r"|\b(?:y a t il|il y a|existe t il|is there|are there) (?:un|des|a|any)? ?criter\w+ (?:sur|pour|lies? a|concernant|on|about)\b"
    rf"|\bqui en parle\b|\bquelque part\b|\beverywhere\b|\ball the (?:places|criteria)\b|\b{_MENTIONED} (?:ou|where)(?:$| dans| ca| deja| exactement)"
    r"|\bwhich (?:criteria|exams?|parts?|competences?|activities)\b|\bliste\w* (?:\w+ )?(?:tout|tous|les|des)\b.*\b(?:concern\w*|touch\w*|parl\w*|sur)\b"
    r"|\brecense\w*|\breleve[rz]? (?:les|tous|toutes)\b"
    rf"|(?:^|\bsavoir |\bdis moi )(?:ou|where) (?:\w+ ){{0,5}}?(?:question|{_MENTIONED}|talk\w*|appear\w*|come up|stand\w*|mentioned)\b"
    rf"|\bou (?:est ce qu|parle|figure|apparait|trouve|cite|il est|est il|est|sont|on)\b.*\b(?:question|{_MENTIONED}|dans le ref\w*)\b"
)
"""Words that ask for every place where something stands."""
_WHERE = re.compile(
    r"(?:^|[,;:.!?»] ?|\bet |\bmais |\bc'est )où\b|\boù ?(?:exactement|précisément|déjà|ça)? ?[?!.]*$", re.IGNORECASE
)
"""« où » that asks, and doesn't lead a relative clause."""

_LEANING = re.compile(
    r"\b(?:ca change|change ca|la dedans|dedans|dans ce cas|du coup|de ca|pour ca|avec ca|sur ca|cela|celui ci|celle ci|that|this)\b"
    r"|^(?:et|donc|mais|alors|and|so|but)\b"
)

_DEFINITION = (
    r"(?:c ?'?\s?(?:est)? ?(?:quoi|koi)|ca (?:veut|signifie) dire quoi|que (?:veut dire|signifie)|qu'est[- ]ce qu(?:e|'|e c'est qu')|definition (?:de|d'|du)|"
    r"definir|definis\w*|what is|what's|what are|what does|meaning of|explique\w*(?:[- ]moi)? ce qu'est)"
)
_DEFINITION_FILLER = r"(?:(?:un|une|des|le|la|les|du|de|a|an|the|exactement|au juste|moi)\W+|l'|d'|qu')*"
_DEFINED_AFTER = (
    r"(?:(?:ca |ça )?(?:veut dire|signifie)|c'?\s?(?:est )?(?:quoi|koi)|kezako|keske? ?c|stands? for|means?)"
)
_DEFINED = re.compile(rf"{_DEFINITION}|{_DEFINED_AFTER}")
_THEME_FILLERS = frozenset(
    "ca est ce que qu il y a t un une au aux dans du la dedans evalue evaluee evalues juge jugee note notee regarde demande critere criteres "
    "quel quels quelle quelles ou parle parlent en tout is are assessed criteria which where it judged qu quid propos concernant cote niveau "
    "compte comptent la".split()
)
_ASKING_STEMS = frozenset(
    stems(
        "noter noté jury juger évaluer évalué regarder attendre attendu attendus attentes détailler question questions dossier "
        "présentation candidat candidate apprenant apprenante alternant alternante apprenti exiger compter important pouvoir "
        "vouloir savoir mettre contenir liste lister porter portent touche figure figurer mention mentionner place accorde "
        "agissant rapport lequel laquelle référentiel entreprise projet stratégie marketing digital digitale oral prendre pris "
        "prise permettre adapter bien être avoir cas demain jour semaine ans mois besoin personne personnes situation vrai "
        "légende juste genre truc chose sujet assessed judged written what which how who where when does about comme grille"
    )
)
_OFTEN = 2


class Themed:
    """The steps for subjects."""

    def __init__(self, reader: Reader) -> None:
        """Take what questions are read with."""
        self._reader = reader
        self._referential = reader.referential
        self._vocabulary = reader.knowledge.vocabulary
        self._details = reader.knowledge.facts.details
        self._asking_stems = _ASKING_STEMS | _frequent_stems(
            text
            for name in ("criteria", "modalities", "competence_text", "criterion_text", "activity_content", "vague")
            for text in reader.knowledge.intents[name].examples
        )

    def definition(self, reading: Reading) -> Understanding | None:
        """« c'est quoi un benchmark ? »."""
        question = folded_question(reading)
        if reading.codes.mentions or not _DEFINED.search(question):
            return None
        entry = self._term_asked(question)
        if entry is None:
            return None
        terms = glossary_terms(entry.term, entry.aliases)
        found = places(terms, self._referential)
        return reading.understood(Ask.DEFINITION, subject=entry.term, entries=found, scope=Scope())

    def _term_asked(self, question: str) -> GlossaryEntry | None:
        """The term that stands alone after (or before) the words that ask for a definition; the longest one."""
        found = [
            (len(term), entry)
            for entry in self._vocabulary.glossary
            for term in glossary_terms(entry.term, entry.aliases)
            if _asks_to_define(term, question)
        ]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    # Everywhere

    def theme(self, reading: Reading) -> Understanding | None:
        """« où est-il question du handicap ? »; after a talk on an exam, « et le handicap ? »."""
        themes = joined_themes(reading.codes.masked, self._vocabulary.themes)
        if not themes or reading.codes.mentions:
            return None
        places_asked = asks_for_places(reading)
        clear_fact = reading.top.target.kind == "fact" and reading.top.probability >= _CLEAR_FACT
        if clear_fact and not (places_asked and themes[0] not in {"oral", "team", "deliverables"}):
            return None
        following = self._within_conversation(reading, themes)
        if following is not None:
            return following
        asked = reading.top.target == ("intent", "theme") or places_asked
        if not asked and (reading.scope or not self._only_themes(reading, themes)):
            return None
        return reading.understood(Ask.THEME, subject=" ".join(themes), scope=Scope())

    def _within_conversation(self, reading: Reading, themes: Sequence[str]) -> Understanding | None:
        """« et le handicap ? » after a talk on an exam; « …ça change ça ? » where one criterion of it is on that."""
        scope = reading.context.scope
        if not scope or reading.scope:
            return None
        subject = " ".join(themes)
        if reading.short and self._only_themes(reading, themes):
            return reading.understood(Ask.THEME, subject=subject, scope=scope)
        if reading.size > _SHORT_ENOUGH or not leans(reading) or asks_for_places(reading):
            return None
        here = self._reader.criteria_in(places_of(self._vocabulary.themes[themes[0]], self._referential), scope.exams)
        kind = reading.top.target.kind
        if len(here) != 1 or kind in {"fact", "unstated", "intent"}:
            return None
        return reading.understood(Ask.THEME, subject=themes[0], scope=scope, entries=here)

    def _only_themes(self, reading: Reading, themes: Sequence[str]) -> bool:
        """« le RGPD ? », « le handicap, c'est évalué ? »: nothing but the theme."""
        terms = tuple(term for theme in themes for term in self._vocabulary.themes[theme].terms)
        rest = without(terms, reading.codes.masked)
        return not [word for word in rest if word not in FILLERS and word not in _THEME_FILLERS]

    # Within an exam

    def aspect(self, reading: Reading) -> Understanding | None:
        """« C3.2 et accessibilité ? », « les critères du diaporama en C2 », « comment on juge mon oral de veille »."""
        scope = reading.scope
        if not scope.exams or scope.of_kind(EntryKind.CRITERION):
            return None
        judged = self._by_evidence(reading)
        if judged is not None:
            return judged
        if not reading.codes.mentions or not self._may_be_aspect(reading):
            return None
        subject, keys = self._holding(reading)
        if not keys:
            return None
        ask = Ask.THEME if subject else Ask.ASPECT
        return reading.understood(ask, subject=subject, entries=keys)

    def _by_evidence(self, reading: Reading) -> Understanding | None:
        """The criteria that are judged at the oral, or on the slides."""
        themes = themes_in(" ".join(self._reader.own_words(reading)), self._vocabulary.themes)
        evidence = next((name for name in themes if name in {"oral", "slides"}), "")
        kind, name = reading.top.target
        other_fact = kind == "unstated" or (kind == "fact" and name not in _WHERE_JUDGED)
        if not evidence or not _JUDGED.search(reading.folded) or (other_fact and not asks_for_places(reading)):
            return None
        if not reading.codes.mentions and (kind == "criterion" or reading.size > _SHORT_ENOUGH):
            return None
        keys = tuple(
            EntryKey(EntryKind.CRITERION, criterion.id)
            for exam in reading.scope.exams
            for criterion in self._referential.exam(exam).criteria
            if criterion.evidence == evidence
        )
        return reading.understood(Ask.THEME, subject=evidence, entries=keys) if keys else None

    def _may_be_aspect(self, reading: Reading) -> bool:
        """Tell whether a question that names an exam may ask about one subject in it."""
        kind, name = reading.top.target
        probability = reading.top.probability
        if _ALL_ASKED.search(reading.masked) or (kind == "unstated" and probability >= _LIKELY_FACT):
            return False
        if kind == "fact" and name in self._details and probability >= _LIKELY_FACT:
            return False
        other_fact = kind == "fact" and name not in _WHERE_JUDGED and probability >= _LIKELY_FACT
        if other_fact and not asks_for_places(reading):
            return False
        if kind == "intent" and name == "modalities" and re.search(r"\b(?:modalit\w*|deroul\w*)\b", reading.folded):
            return False
        story = reading.size > _SHORT_ENOUGH
        return not (story and kind == "criterion" and probability >= _CLEAR_CRITERION)

    def _holding(self, reading: Reading) -> tuple[str, tuple[EntryKey, ...]]:
        """The theme asked about, if it is one, and the entries of the scope whose wording holds the subject."""
        scope = reading.scope
        text = " ".join(self._reader.own_words(reading))
        named = self._named_competences(scope)
        for theme in themes_in(text, self._vocabulary.themes):
            everywhere = places_of(self._vocabulary.themes[theme], self._referential)
            keys = self._reader.criteria_in(everywhere, scope.exams)
            mentioned = tuple(key for key in named if key in everywhere)
            if keys or mentioned:
                return theme, (*mentioned, *keys)
        if reading.size > _SHORT_ENOUGH and not re.search(
            r"\bcriter\w+ (?:sur|qui|de|du|des|concern\w*)\b", reading.folded
        ):
            return "", ()
        asked = {stem for stem in stems(text) if stem not in self._asking_stems}
        keys = self._best_match(asked, scope.exams)
        mentioned = tuple(key for key in named if asked & set(stems(self._referential.verbatim(key))))
        return "", (*mentioned, *keys)

    def _named_competences(self, scope: Scope) -> tuple[EntryKey, ...]:
        """The one competence that a question names of an exam of several."""
        named = [key for key in scope.keys if key.kind is EntryKind.COMPETENCE]
        exam = self._referential.exam_of(named[0]) if len(named) == 1 else None
        return tuple(named) if exam and len(exam.competences) > 1 else ()

    def _best_match(self, asked: set[str], exams: Iterable[str]) -> tuple[EntryKey, ...]:
        """The criteria that share the rarest words with the question."""
        criteria = {
            EntryKey(EntryKind.CRITERION, criterion.id): set(stems(criterion.text))
            for exam in exams
            for criterion in self._referential.exam(exam).criteria
        }
        count = len(criteria)
        frequency = {stem: sum(stem in own for own in criteria.values()) for stem in asked}
        rarity = {
            stem: log(1 + count / number)
            for stem, number in frequency.items()
            if 0 < number <= max(1, _MOST_OF_EXAM * count)
        }
        scores = {key: sum(rarity.get(stem, 0.0) for stem in own) for key, own in criteria.items()}
        best = max(scores.values(), default=0.0)
        return tuple(key for key, score in scores.items() if score > 0 and score >= _KEPT_SHARE * best)


def asks_for_places(reading: Reading) -> bool:
    """Tell whether a question asks where something stands."""
    if _PLACES_ASKED.search(reading.folded):
        return True
    return reading.size <= _SHORT_ENOUGH and bool(_WHERE.search(reading.question.strip()))


def leans(reading: Reading) -> bool:
    """Tell whether a question leans on what was said just before."""
    return bool(_LEANING.search(reading.folded))


def is_judged(reading: Reading) -> bool:
    """Tell whether a question asks what is judged."""
    return bool(_JUDGED.search(reading.folded))


def _frequent_stems(texts: Iterable[str]) -> frozenset[str]:
    """The stems that people use to ask, whatever they ask about."""
    counts = Counter(stem for text in texts for stem in set(stems(text)))
    return frozenset(stem for stem, count in counts.items() if count >= _OFTEN)


def _asks_to_define(term: str, question: str) -> bool:
    words_of_term = r"\W+".join(re.escape(word) for word in term.split())
    after = rf"{_DEFINITION}\W+{_DEFINITION_FILLER}{words_of_term}s?\s*(?:$|[?!.,;:\"]|et\b|and\b|svp|stp|exactement|au juste|en fait|stand|mean)"
    before = rf"^\W*(?:\w+\W+){{0,3}}?{words_of_term}s?\W+{_DEFINED_AFTER}"
    return bool(re.search(rf"\b{after}", question) or re.search(before, question))
