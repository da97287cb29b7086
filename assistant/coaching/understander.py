"""From a question and its conversation to an `Understanding`.

The steps stand in the order in which they decide. Codes are read by grammar; what is asked is read from the
nearest phrasings and the classifier; the conversation fills in what a follow-up leaves out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.coaching.answer import Turn
from assistant.coaching.composing import glossary_terms
from assistant.coaching.context import Context, neighbour, read_context
from assistant.coaching.language import Language, detect_language
from assistant.coaching.scope import Scope, read_names, scope_of_codes, scope_of_keys, scope_of_names
from assistant.coaching.themes import places, themes_in, without
from assistant.coaching.understanding import Ask, Understanding
from assistant.referential.codes import CodeReading, read_codes
from assistant.referential.knowledge import GlossaryEntry, Knowledge, Target
from assistant.referential.model import EntryKey, EntryKind, Referential
from assistant.referential.wording import fold, words
from assistant.search.searcher import Found, Searcher

# Decided on the dev questions.
_ALSO_CITED_RATIO = 0.45
"""A second entry is cited when it is at least so probable as this share of the first."""
_MOST_CITED = 2
_MOST_COMPARED = 4
_SHORT_FOLLOW_UP = 9
"""Words up to which a question without a scope is taken as a follow-up."""
_SHORT_ORDINAL = 6
_CLEAR_FACT = 0.6
_UNCERTAIN = 0.35
_FACT_WITHIN_EXAM = 0.3
_LEAST_FACT = 0.15
_SECOND_FACT = 0.08

_SOCIAL = {"greeting": Ask.GREETING, "thanks": Ask.THANKS, "capabilities": Ask.CAPABILITIES}
_WHOLE = {
    "criteria": Ask.CRITERIA,
    "modalities": Ask.MODALITIES,
    "competence_text": Ask.COMPETENCE,
    "activity_content": Ask.ACTIVITY,
    "criterion_text": Ask.CRITERION,
}
_UNSCOPED_FACTS = frozenset({"team", "written_only", "jury_choice", "evidence_kind", "support", "audience", "setting"})
"""Facts whose answer over all exams is short enough to be given when no exam is named."""

_FAMILIES = (
    frozenset({"duration", "presentation_minutes", "discussion_minutes", "oral", "written_only"}),
    frozenset({"deliverables", "expected_elements"}),
)
"""Kinds of facts whose answers say the same."""
_TWO_THINGS = re.compile(r"\b(?:et|and|puis|ainsi que|plus)\b")
_JUDGED = re.compile(
    r"\b(?:criter\w+|critere\w*|juge\w*|evalu\w+|note[esr]*|regarde\w*|assess\w*|judged?|graded|parle\w*|attend\w*|expect\w*)\b"
)
_WHERE_JUDGED = frozenset({"evidence_kind", "oral", "support", "written_only", "audience"})

_INJECTION = re.compile(
    r"\b(?:ignore[rsz]?|oublie[rsz]?|forget|disregard|override)\b.{0,40}\b(?:consignes?|instructions?|regles?|rules?|guidelines|prompt)\b"
    r"|\b(?:prompt systeme|system prompt|jailbreak|mode developpeur|developer mode|dan mode)\b"
)
_PLACES_ASKED = re.compile(
    r"\btout(?:e|es|s)? ce qui (?:concerne|touche|parle|a trait|a rapport|est lie|releve)|\btou(?:t|s|te|tes) (?:sur|les (?:passages|endroits|criteres|mentions|points))\b"
    r"|\bquels? (?:\w+ )?(?:criteres?|endroits?|passages?|blocs?)\b.*\b(?:parle\w*|touche\w*|mention\w*|evoqu\w*|concern\w*|abord\w*|traite\w*|portent|figur\w*)\b"
    r"|\b(?:ou|where) (?:est|sont|on|parle|figure|apparait|il|le|la|les|does|do|is|are|dans|trouve)\b.*\b(?:question|parle\w*|mention\w*|figur\w*|apparai\w*|evoqu\w*|trait\w*|dans le referentiel|mentioned|appear\w*|talk\w*|come up|stand)\b"
    r"|\b(?:a|dans|pour) quel(?:s|les?)? (?:epreuves?|endroits?|parties|competences?|activites?|blocs?)\b|^quelles (?:epreuves|competences|activites)\b"
    r"|\b(?:y a t il|il y a|existe t il|is there|are there) (?:un|des|a|any)? ?criter\w+ (?:sur|pour|lies? a|concernant|on|about)\b"
    r"|\bqui en parle\b|\b(?:sert|demande|figure|parle|apparait|intervient) ou\b|\bquelque part\b|\beverywhere\b|\ball the (?:places|criteria)\b"
    r"|\bwhich (?:criteria|exams?|parts?|competences?|activities)\b|\bliste\w* (?:\w+ )?(?:tout|tous|les|des)\b.*\b(?:concern\w*|touch\w*|parl\w*|sur)\b|\brecense\w*"
)
"""Words that ask for every place where something stands."""
_DEFINITION = (
    r"(?:c ?'?\s?(?:est)? ?(?:quoi|koi)|ca (?:veut|signifie) dire quoi|que (?:veut dire|signifie)|qu'est[- ]ce qu(?:e|'|e c'est qu')|definition (?:de|d'|du)|"
    r"definir|definis\w*|what is|what's|what are|what does|meaning of|explique\w*(?:[- ]moi)? ce qu'est)"
)
_DEFINITION_FILLER = r"(?:(?:un|une|des|le|la|les|du|de|a|an|the|exactement|au juste|moi)\W+|l'|d'|qu')*"
_DEFINED_AFTER = (
    r"(?:(?:ca |ça )?(?:veut dire|signifie)|c'?\s?(?:est )?(?:quoi|koi)|kezako|keske? ?c|stands? for|means?)"
)
_COMPARED = re.compile(
    r"\b(?:differen\w+|compar\w+|distingu\w+|vs|versus|meme chose|pareil\w*|points communs|plus (?:long|court)\w*|longer|shorter)\b"
)
_ORDINAL = re.compile(
    r"\b(?:le|la|the|du) (premi\w+|deuxieme|second\w*|troisieme|quatrieme|cinquieme|sixieme|dernier|first|third|fourth|fifth|last)\b"
)
_ORDINALS = {
    "premier": 1, "premiere": 1, "first": 1, "deuxieme": 2, "second": 2, "seconde": 2, "troisieme": 3, "third": 3,
    "quatrieme": 4, "fourth": 4, "cinquieme": 5, "fifth": 5, "sixieme": 6,
}  # fmt: skip
_THEME_FILLERS = frozenset(
    "ca est ce que qu il y a t un une au aux dans du la dedans evalue evaluee juge jugee note notee regarde demande critere criteres "
    "quel quels quelle quelles ou parle parlent en tout is are assessed criteria which where it judged".split()
)  # fmt: skip
_COURTESY = re.compile(
    r"^\W*(?:(?:ok|okay|d['’]accord|merci(?: beaucoup| bien| infiniment)?|super|parfait|top|nickel|génial|bonjour|bonsoir|"
    r"salut|coucou|hello|hi|hey|bjr|slt|thanks?(?: you)?(?: very much)?|au fait|by the way)\b[\s,.!;:…-]*)+",
    re.IGNORECASE,
)
_LEAST_WORDS = 2
# What remains of a question that only changes the subject: « et pour C5.3 ? », « celle de C2 ».
_FILLERS = frozenset(
    "et ok oui non alors donc du coup pour la le les l d de des celle celui en sur dans cette epreuve activite critere "
    "and for the what about one that same pareil meme question c est je parle parlais veux dire voulais bloc oral of".split()
)  # fmt: skip


@dataclass(frozen=True)
class _Reading:
    """A question as the steps read it."""

    question: str
    language: Language
    codes: CodeReading
    scope: Scope
    context: Context
    found: tuple[Found, ...]

    @property
    def folded(self) -> str:
        return " ".join(words(self.question))

    @property
    def content(self) -> list[str]:
        """The words that say more than a change of subject."""
        return [word for word in words(self.codes.masked) if word not in _FILLERS]

    def probability(self, kind: str, target_id: str) -> float:
        return sum(item.probability for item in self.found if item.target == (kind, target_id))

    @property
    def top(self) -> Found:
        return self.found[0]


class Understander:
    """Reads questions."""

    def __init__(
        self, referential: Referential, knowledge: Knowledge, searcher: Searcher, question_max_characters: int
    ) -> None:
        """Take what questions are read with."""
        self._referential = referential
        self._knowledge = knowledge
        self._searcher = searcher
        self._question_max_characters = question_max_characters

    def understand(self, question: str, history: Sequence[Turn] = ()) -> Understanding:
        """Return what a question asks, in the light of the conversation so far."""
        language = detect_language(question)
        if len(question) > self._question_max_characters:
            return Understanding(question, language, Ask.TOO_LONG)
        if not words(question):
            return Understanding(question, language, Ask.EMPTY)
        reading = self._read(question, language, history)
        for step in (
            self._guard,
            self._unknown_code,
            self._change_of_subject,
            self._numbered_criterion,
            self._bare_code,
            self._social,
            self._off_topic,
            self._definition,
            self._comparison,
            self._theme,
            self._fact,
            self._whole_entry,
            self._vague,
        ):
            understood = step(reading)
            if understood is not None:
                return understood
        return self._situation(reading)

    def _read(self, question: str, language: Language, history: Sequence[Turn]) -> _Reading:
        codes = read_codes(_without_courtesy(question), self._referential)
        scope = scope_of_codes(codes, self._referential)
        found = self._searcher.search(codes.masked, scope.exams)
        if not scope:
            names = read_names(codes.masked, self._knowledge.vocabulary, self._referential)
            scope = names.scope
            if scope:
                found = _averaged(found, self._searcher.search(names.masked))
        context = read_context(history, self._knowledge, self._referential)
        return _Reading(question, language, codes, scope, context, tuple(found))

    def _understood(self, reading: _Reading, ask: Ask, **fields: object) -> Understanding:
        base = Understanding(reading.question, reading.language, ask, reading.scope, found=reading.found)
        return replace(base, **fields)  # type: ignore[arg-type]

    # The steps

    def _guard(self, reading: _Reading) -> Understanding | None:
        if _INJECTION.search(reading.folded) or reading.top.target == ("intent", "injection"):
            return self._understood(reading, Ask.INJECTION)
        return None

    def _unknown_code(self, reading: _Reading) -> Understanding | None:
        if reading.codes.unknown and not reading.codes.mentions:
            return self._understood(reading, Ask.UNKNOWN_CODE, unknown=reading.codes.unknown)
        return None

    def _social(self, reading: _Reading) -> Understanding | None:
        kind, name = reading.top.target
        if kind == "intent" and name in _SOCIAL and not reading.codes.mentions:
            return self._understood(reading, _SOCIAL[name])
        return None

    def _off_topic(self, reading: _Reading) -> Understanding | None:
        if reading.top.target == ("intent", "off_topic") and not reading.codes.mentions:
            return self._understood(reading, Ask.OFF_TOPIC)
        return None

    def _change_of_subject(self, reading: _Reading) -> Understanding | None:
        """« et la suivante ? », « et pour C5.3 ? »: the last question, asked of something else."""
        context = reading.context
        if not context:
            return None
        following = neighbour(reading.question, context.scope, self._referential)
        if following and not reading.scope and len(words(reading.question)) <= _SHORT_FOLLOW_UP:
            scope = scope_of_keys([following], self._referential, explicit=True)
            ask = Ask.CRITERION if following.kind is EntryKind.CRITERION else None
            return self._asked_again(reading, scope) if ask is None else self._understood(reading, ask, scope=scope)
        if reading.scope and not self._own_words(reading) and context.questions:
            return self._asked_again(reading, reading.scope)
        return None

    def _own_words(self, reading: _Reading) -> list[str]:
        """The words of a question besides fillers and the names of its scope."""
        vocabulary = self._knowledge.vocabulary
        named = {
            word
            for entries in (vocabulary.exams, vocabulary.activities)
            for entry_id, entry in entries.items()
            if entry_id in {key.id for key in reading.scope.keys}
            for name in entry.names
            for word in name.split()
        }
        return [word for word in reading.content if word not in named]

    def _asked_again(self, reading: _Reading, scope: Scope) -> Understanding | None:
        for question in reversed(reading.context.questions):
            earlier = self._read(question, reading.language, ())
            if not self._own_words(earlier):
                continue
            # With an exam the question is no longer vague: what else it resembles is what it asks.
            found = tuple(item for item in earlier.found if item.target != ("intent", "vague"))
            scope = replace(scope, explicit=True)
            again = replace(earlier, question=reading.question, scope=scope, found=found)
            for step in (self._theme, self._fact, self._whole_entry):
                understood = step(again)
                if understood is not None:
                    return understood
            break
        return self._understood(reading, self._whole_of(scope), scope=scope)

    def _bare_code(self, reading: _Reading) -> Understanding | None:
        """« C3.3 ? » asks for all that is judged."""
        if not reading.codes.mentions or reading.codes.unknown or reading.content:
            return None
        return self._understood(reading, self._whole_of(reading.scope))

    def _numbered_criterion(self, reading: _Reading) -> Understanding | None:
        numbers = reading.codes.numbers
        scope = reading.scope or reading.context.scope
        if (
            not numbers
            and reading.context
            and len(words(reading.question)) <= _SHORT_FOLLOW_UP
            and not reading.codes.mentions
        ):
            ordinal = _ORDINAL.search(reading.folded)
            if ordinal and scope:
                numbers = (_ORDINALS.get(ordinal[1], -1),)
        if not numbers:
            return None
        if len(scope.exams) != 1:
            return self._understood(reading, Ask.CLARIFY, subject=str(numbers[0]))
        exam = self._referential.exam(scope.exams[0])
        wanted = [len(exam.criteria) if number == -1 else number for number in numbers]
        known = [EntryKey(EntryKind.CRITERION, f"{exam.id}/{n}") for n in wanted if 1 <= n <= len(exam.criteria)]
        if not known:
            return self._understood(reading, Ask.UNKNOWN_CODE, unknown=tuple(f"{exam.id}/{n}" for n in wanted))
        return self._understood(reading, Ask.CRITERION, scope=scope_of_keys(known, self._referential, explicit=True))

    def _definition(self, reading: _Reading) -> Understanding | None:
        if reading.codes.mentions:
            return None
        entry = self._term_asked(fold(reading.question))
        if entry is None:
            return None
        terms = glossary_terms(entry.term, entry.aliases)
        return self._understood(
            reading, Ask.DEFINITION, subject=entry.term, entries=places(terms, self._referential), scope=Scope()
        )

    def _term_asked(self, question: str) -> GlossaryEntry | None:
        """The term that stands alone after (or before) the words that ask for a definition; the longest one."""
        found = [
            (len(term), entry)
            for entry in self._knowledge.vocabulary.glossary
            for term in glossary_terms(entry.term, entry.aliases)
            if _asks_to_define(term, question)
        ]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def _comparison(self, reading: _Reading) -> Understanding | None:
        if not _COMPARED.search(reading.folded) and reading.top.target != ("intent", "comparison"):
            return None
        scope = self._compared(reading)
        if not 2 <= len(scope.exams) <= _MOST_COMPARED:
            return None
        entries: tuple[EntryKey, ...] = ()
        themes = self._own_themes(replace(reading, scope=scope))
        if themes and reading.top.target[0] != "fact":
            terms = self._knowledge.vocabulary.themes[themes[0]].terms
            entries = self._criteria_in(places(terms, self._referential), scope.exams)
        return self._understood(reading, Ask.COMPARISON, scope=scope, entries=entries)

    def _compared(self, reading: _Reading) -> Scope:
        """What is compared: all that the question names, by code or by name, or what was spoken of before."""
        named = scope_of_names(reading.codes.masked, self._knowledge.vocabulary, self._referential)
        keys = (*reading.codes.keys, *named.keys)
        scope = scope_of_keys(keys, self._referential, explicit=bool(reading.codes.keys))
        return scope if len(scope.exams) >= 2 else reading.context.scope

    def _own_themes(self, reading: _Reading) -> tuple[str, ...]:
        """The themes of a question that aren't just the names of its exams."""
        return themes_in(" ".join(self._own_words(reading)), self._knowledge.vocabulary.themes)

    def _top_fact(self, reading: _Reading) -> Target:
        """What is asked first, a kind of fact before an entry that says less.

        Kinds of facts resemble each other and share their probability, so they weigh together; a rival entry
        counts only inside what the question names.
        """
        top = reading.top
        scope = reading.scope or (reading.context.scope if _is_short(reading) else Scope())
        if not scope or top.target.kind not in {"exam", "competence", "criterion"}:
            return top.target
        facts = [item for item in reading.found if item.target.kind in {"fact", "unstated"}]
        rivals = [item for item in reading.found if (key := item.target.entry) and self._inside(key, scope)]
        rival = rivals[0].probability if rivals else 0.0
        weight = _FACT_WITHIN_EXAM if rivals and rivals[0].target.kind == "exam" else 1.0
        together = sum(item.probability for item in facts)
        clear = together > max(weight * rival, _LEAST_FACT) and facts[0].probability > _LEAST_FACT * rival
        return facts[0].target if clear else top.target

    def _inside(self, key: EntryKey, scope: Scope) -> bool:
        exam = self._referential.exam_of(key)
        return not scope or exam is None or exam.id in scope.exams

    def _criteria_in(self, keys: Sequence[EntryKey], exams: Sequence[str]) -> tuple[EntryKey, ...]:
        return tuple(key for key in keys if key.kind is EntryKind.CRITERION and key.id.rpartition("/")[0] in exams)

    def _theme(self, reading: _Reading) -> Understanding | None:
        themes = themes_in(reading.codes.masked, self._knowledge.vocabulary.themes)
        if not themes:
            return None
        if reading.codes.mentions:
            return self._theme_in_scope(reading, themes)
        if reading.top.target.kind == "fact" and reading.top.probability >= _CLEAR_FACT:
            return None
        following = reading.context.scope and not reading.scope and _is_short(reading)
        if following and self._only_theme(reading, themes[0]):
            return self._understood(reading, Ask.THEME, subject=themes[0], scope=reading.context.scope)
        asked = reading.top.target == ("intent", "theme") or _PLACES_ASKED.search(reading.folded)
        if not asked and (reading.scope or not self._only_theme(reading, themes[0])):
            return None
        return self._understood(reading, Ask.THEME, subject=themes[0], scope=Scope())

    def _only_theme(self, reading: _Reading, theme: str) -> bool:
        """« le RGPD ? », « le handicap, c'est évalué ? »: nothing but the theme."""
        terms = self._knowledge.vocabulary.themes[theme].terms
        rest = without(terms, reading.codes.masked)
        return not [word for word in rest if word not in _FILLERS and word not in _THEME_FILLERS]

    def _theme_in_scope(self, reading: _Reading, themes: Sequence[str]) -> Understanding | None:
        """« le handicap dans C5.1 & C5.2, c'est quel critère ? », « les critères du diaporama en C2 »."""
        kind, name = reading.top.target
        if (
            not _JUDGED.search(reading.folded)
            or kind == "unstated"
            or (kind == "fact" and name not in _WHERE_JUDGED and not _PLACES_ASKED.search(reading.folded))
        ):
            return None
        exams = reading.scope.exams
        for name in themes:
            if name in {"oral", "slides"}:
                evidence = "oral" if name == "oral" else "slides"
                keys = tuple(
                    EntryKey(EntryKind.CRITERION, criterion.id)
                    for exam in exams
                    for criterion in self._referential.exam(exam).criteria
                    if criterion.evidence == evidence
                )
            else:
                terms = self._knowledge.vocabulary.themes[name].terms
                keys = self._criteria_in(places(terms, self._referential), exams)
            if keys:
                return self._understood(reading, Ask.THEME, subject=name, entries=keys)
        return None

    def _fact(self, reading: _Reading) -> Understanding | None:
        kind, name = self._top_fact(reading)
        scope = reading.scope or reading.context.scope
        if kind == "unstated":
            return self._understood(reading, Ask.UNSTATED, subject=name, scope=scope)
        if kind != "fact":
            return None
        if not scope and name not in _UNSCOPED_FACTS and not self._over_all_exams(reading):
            return self._understood(reading, Ask.CLARIFY, subject=name)
        return self._understood(reading, Ask.FACT, subject=name, also=self._second_fact(reading, name), scope=scope)

    def _second_fact(self, reading: _Reading, first: str) -> str:
        """« le cas est réel, et je passe combien de temps ? » asks two things; of one family, one answer does."""
        if not _TWO_THINGS.search(reading.folded):
            return ""
        likely = [item for item in reading.found if item.target.kind == "fact" and item.target.id not in _family(first)]
        best = likely[0]
        return best.target.id if best.probability >= _SECOND_FACT else ""

    def _over_all_exams(self, reading: _Reading) -> bool:
        return bool(
            _PLACES_ASKED.search(reading.folded)
            or re.search(r"\b(?:chaque|toutes|tous|each|every|all)\b", reading.folded)
        )

    def _whole_entry(self, reading: _Reading) -> Understanding | None:
        kind, name = reading.top.target
        scope = reading.scope or reading.context.scope
        if kind == "intent" and name == "overview" and not reading.codes.mentions:
            return self._understood(reading, Ask.OVERVIEW, scope=Scope())
        if kind == "intent" and name in _WHOLE and scope:
            return self._understood(reading, self._fitting(_WHOLE[name], scope, reading.folded), scope=scope)
        if kind == "intent" and name == "criteria":
            return self._understood(reading, Ask.CLARIFY, subject=Ask.CRITERIA.value)
        if reading.codes.mentions and kind == "intent":
            return self._understood(reading, self._whole_of(scope), scope=scope)
        if kind == "exam" and scope.explicit:
            return self._understood(reading, Ask.MODALITIES, scope=scope)
        return None

    def _fitting(self, ask: Ask, scope: Scope, folded: str) -> Ask:
        """What is asked of a whole entry, in the form that the entry has."""
        no_competence = ask is Ask.COMPETENCE and not scope.of_kind(EntryKind.COMPETENCE)
        if no_competence or (ask is Ask.ACTIVITY and "modalit" in folded):
            return Ask.MODALITIES
        if ask in {Ask.COMPETENCE, Ask.ACTIVITY} and _JUDGED.search(folded):
            return Ask.CRITERIA
        if ask is Ask.ACTIVITY and not scope.of_kind(EntryKind.ACTIVITY):
            return Ask.CRITERIA
        if ask is Ask.CRITERION and not scope.of_kind(EntryKind.CRITERION):
            return Ask.CRITERIA
        if ask is Ask.CRITERIA and scope.of_kind(EntryKind.CRITERION):
            return Ask.CRITERION
        return ask

    def _whole_of(self, scope: Scope) -> Ask:
        if scope.of_kind(EntryKind.CRITERION):
            return Ask.CRITERION
        return Ask.ACTIVITY if scope.of_kind(EntryKind.ACTIVITY) else Ask.CRITERIA

    def _vague(self, reading: _Reading) -> Understanding | None:
        vague = reading.top.target == ("intent", "vague")
        if reading.scope or reading.context.scope:
            judged = vague and not reading.scope and _JUDGED.search(reading.folded)
            return self._understood(reading, Ask.CRITERIA, scope=reading.context.scope) if judged else None
        # « What about the second one? » leans on a conversation that isn't there.
        hanging = _ORDINAL.search(reading.folded) and len(words(reading.question)) <= _SHORT_ORDINAL
        if hanging or vague:
            return self._understood(reading, Ask.CLARIFY)
        return None

    def _situation(self, reading: _Reading) -> Understanding:
        found = reading.found
        context = reading.context.scope
        short = len(words(reading.question)) <= _SHORT_FOLLOW_UP
        if context.exams and not reading.scope and (short or self._best_entry(found)[1] < _UNCERTAIN):
            found = tuple(self._searcher.search(reading.codes.masked, context.exams))
        entries = self._entries(found)
        return self._understood(reading, Ask.SITUATION, entries=entries)

    def _best_entry(self, found: Sequence[Found]) -> tuple[EntryKey, float]:
        return next((key, item.probability) for item in found if (key := item.target.entry))

    def _entries(self, found: Sequence[Found]) -> tuple[EntryKey, ...]:
        """The best entry, always a criterion among them, and a second one when it is nearly as probable."""
        ranked = [(key, item.probability) for item in found if (key := item.target.entry)]
        best = ranked[0][1]
        kept = [key for key, probability in ranked[:_MOST_CITED] if probability >= _ALSO_CITED_RATIO * best]
        if not any(key.kind is EntryKind.CRITERION for key in kept):
            kept.append(next(key for key, _ in ranked if key.kind is EntryKind.CRITERION))
        return tuple(kept)


def _is_short(reading: _Reading) -> bool:
    return bool(reading.context) and len(words(reading.question)) <= _SHORT_FOLLOW_UP


def _family(kind: str) -> frozenset[str]:
    return next((family for family in _FAMILIES if kind in family), frozenset({kind}))


def _without_courtesy(question: str) -> str:
    """« ok merci, et les coefs ? » asks about the coefficients: what follows the courtesy, if anything does."""
    rest = _COURTESY.sub("", question)
    return rest if len(words(rest)) >= _LEAST_WORDS else question


def _averaged(found: Sequence[Found], masked: Sequence[Found]) -> list[Found]:
    """Two searches as one: with the exam's name, which tells the entry, and without, which tells what is asked."""
    other = {item.target: item.probability for item in masked}
    averaged = [
        item if item.target.kind == "criterion" else Found(item.target, (item.probability + other[item.target]) / 2)
        for item in found
    ]
    return sorted(averaged, key=lambda item: -item.probability)


def _asks_to_define(term: str, question: str) -> bool:
    words_of_term = r"\W+".join(re.escape(word) for word in term.split())
    after = rf"{_DEFINITION}\W+{_DEFINITION_FILLER}{words_of_term}s?\s*(?:$|[?!.,;:\"]|et\b|and\b|svp|stp|exactement|au juste|en fait|stand|mean)"
    before = rf"^\W*(?:\w+\W+){{0,3}}?{words_of_term}s?\W+{_DEFINED_AFTER}"
    return bool(re.search(rf"\b{after}", question) or re.search(before, question))
