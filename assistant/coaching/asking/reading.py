"""A question as the steps of understanding read it: its codes, its scope, the conversation, what the search found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.coaching.asking.answer import Turn
from assistant.coaching.asking.context import Context, read_context
from assistant.coaching.asking.described import DescribedExams
from assistant.coaching.asking.language import Language
from assistant.coaching.asking.legibility import ILLEGIBLE, Legibility
from assistant.coaching.asking.scope import NameReading, Scope, read_names, scope_of_codes, scope_of_keys
from assistant.coaching.asking.spelling import Speller
from assistant.coaching.asking.themes import themes_in
from assistant.coaching.asking.understanding import Ask, Understanding
from assistant.referential.codes import CodeReading, read_codes
from assistant.referential.knowledge import Knowledge, Target
from assistant.referential.model import EntryKey, EntryKind, Referential
from assistant.referential.wording import fold, words
from assistant.search.searcher import Found, Searcher

SHORT_FOLLOW_UP = 9
"""Words up to which a question without a scope is taken as a follow-up."""
CONTEXT_WEIGHT = 8.0
FOLLOW_UP_WEIGHT = 20.0
NAMED_WEIGHT = 4.0
"""How many times likelier entries are of the exam spoken of, of a short question, of an exam that is named: on dev."""
_LEAST_WORDS = 2
_PAIR = 2
HEADED = re.compile(
    r"\b(?:epreuves?|examens?|exams?|oral|soutenance|dossier|partie|bloc|celui|celle|cas|grille|jury)(?: (?:de|d|du|des|sur|pour|of|on|en|a))?"
    r"(?: (?:la|le|l|les|the))? cette epreuve\b|^(?:\w+ ){0,2}(?:pour|en|dans|in|for)(?: (?:la|le|l|the))? cette epreuve\b"
)
"""« l'épreuve de veille » is an exam; « la veille » may be a subject."""
_LONG_WORD = 5
_LEADS_IN = re.compile(
    r"\b(?:ou|qui|where|that) (?:\w+ ){1,4}cette epreuve\b|\b(?:ou|qui|where|that) (?:\w+ ){1,4}cette épreuve\b"
)
"""« l'épreuve où il faut faire cette épreuve »: a name inside a longer description."""
_OTHER = re.compile(
    r"\b(?:l autre|celui de l autre|celle de l autre|the other(?: one)?)\b(?! (?:jour|fois|cote|day|side))"
)
_LEAST_CLAUSE = 3
_CLAUSE_END = re.compile(r"[.:;!?…]+\s+|[.:;!?…]+$")
_COURTESY = re.compile(
    r"^\W*(?:(?:ok|okay|d['’]accord|merci(?: beaucoup| bien| infiniment)?|super|parfait|top|nickel|génial|bonjour|bonsoir|"
    r"salut|coucou|hello|hi|hey|bjr|slt|bon|bien|je vous remercie|thanks?(?: you)?(?: very much)?|au fait|by the way)\b[\s,.!;:…-]*)+",
    re.IGNORECASE,
)
_SET_ASIDE = re.compile(
    r"(?:\boublie[rsz]?|\blaisse[rsz]? tomber|\bforget(?: about)?|\bnever mind|\bnon,? pas|\bno,? not)\s+"
    r"(?:[^,.;!?]|[.,](?=\d)){2,40}(?:[,;!]|\.(?=\s))\s*(?=\w)",
    re.IGNORECASE,
)
"""« oublie C3.4, parle-moi plutôt de… »: what is set aside before the question comes."""

_GLUED = re.compile(r"\b[dlDL][aeiouyhéèêàâîôû]\w{3,}", re.IGNORECASE)
"""What may be an article and its word without an apostrophe."""

# What remains of a question that only changes the subject: « et pour C5.3 ? », « celle de C2 ».
FILLERS = frozenset(
    "et ok oui non alors donc du coup pour la le les l d de des celle celui en sur dans cette epreuve ah oups excuse excusez pensais fait ouais euh hein mdr lol seulement uniquement only just ben bah genre truc dans au aux voulait avais activite critere "
    "and for the what about one that same pareil meme question c est je parle parlais veux dire voulais bloc oral of "
    "toi ca chose aussi is autre lautre competence mais bon bien plutot stp svp pardon desole dsl exactement moi maintenant passons evidemment sure".split()
)


@dataclass(frozen=True)
class Reading:
    """A question as the steps read it."""

    question: str
    language: Language
    codes: CodeReading
    scope: Scope
    context: Context
    found: tuple[Found, ...]
    told: str = ""
    """The folded question with « cette épreuve » for the exams that it names or describes; empty where it names none."""

    @cached_property
    def folded(self) -> str:
        """The folded words of the question, single spaces between them."""
        return " ".join(words(self.question))

    @cached_property
    def masked(self) -> str:
        """The same with codes replaced by what stands for them."""
        return " ".join(words(self.codes.masked))

    @cached_property
    def last_clause(self) -> str:
        """The folded words of the last clause: after a story, what is asked."""
        clauses = [" ".join(words(clause)) for clause in _CLAUSE_END.split(self.question)]
        long = [clause for clause in clauses if len(clause.split()) >= _LEAST_CLAUSE]
        return long[-1] if long else self.folded

    @property
    def said(self) -> str:
        """The folded words of the question with « cette épreuve » for codes, names and descriptions."""
        return self.told or self.masked

    @property
    def content(self) -> list[str]:
        """The words that say more than a change of subject."""
        return [word for word in words(self.codes.masked) if word not in FILLERS]

    @property
    def size(self) -> int:
        """The number of words."""
        return len(words(self.question))

    @property
    def short(self) -> bool:
        """Whether it is short enough to lean on a conversation that there is."""
        return bool(self.context) and self.size <= SHORT_FOLLOW_UP

    @property
    def top(self) -> Found:
        """The best target of the search."""
        return self.found[0]

    def probability(self, kind: str, *target_ids: str) -> float:
        """Return the probability of some targets together; of the whole kind when none is named."""
        return sum(
            item.probability
            for item in self.found
            if item.target.kind == kind and (not target_ids or item.target.id in target_ids)
        )

    def best(self, kinds: Sequence[str]) -> Found:
        """Return the best target of some kinds; one of no probability where the corpus has none of them."""
        nothing = Found(Target.parse(f"{kinds[0]}:"), 0.0)
        return next((item for item in self.found if item.target.kind in kinds), nothing)

    def understood(self, ask: Ask, **fields: object) -> Understanding:
        """Return what the question asks; fields that aren't given are those of the reading."""
        base = Understanding(self.question, self.language, ask, self.scope, found=self.found)
        return replace(base, **fields)  # type: ignore[arg-type]


class Reader:
    """Reads questions; holds what the steps look things up in."""

    def __init__(self, referential: Referential, knowledge: Knowledge, searcher: Searcher) -> None:
        """Take what questions are read with."""
        self.referential = referential
        self.knowledge = knowledge
        self.searcher = searcher
        self._speller = Speller(self.known_texts)
        self.legibility = Legibility(self._texts(beside=("off_topic", "injection")))
        self.described = DescribedExams(knowledge, referential, searcher)

    def read(self, question: str, language: Language, history: Sequence[Turn]) -> Reading:
        """Read a question in the light of the conversation so far."""
        if language == "fr" and self.legibility.share(question) > ILLEGIBLE:
            question = self._speller.respelt(question)
        codes = read_codes(self._apart(_without_courtesy(_without_set_aside(question))), self.referential)
        scope = scope_of_codes(codes, self.referential)
        context = read_context(history, self.knowledge, self.referential)
        found = self.searcher.search(codes.masked, scope.exams)
        told = ""
        if not scope:
            names = self._names(codes.masked, context)
            scope = names.scope
            if scope:
                told = " ".join(words(names.masked))
                found = _averaged(found, self.searcher.search(names.masked))
        found = self._leaning(
            found, scope if not told or HEADED.search(told) else Scope(), context, len(words(question))
        )
        follow_up = context and len(words(question)) <= SHORT_FOLLOW_UP
        within = scope or (context.scope if follow_up else scope)
        return Reading(question, language, codes, scope, context, self.of_scope(found, within), told)

    def without_aside(self, question: str) -> str:
        """« Dommage. Et… », « Je reviens au français : … »: what follows remarks on the conversation, if anything does."""
        while match := _ASIDE.match(question):
            aside, rest = words(match["aside"]), words(match["rest"])
            about = _ABOUT_TALKING.search(" ".join(aside))
            if (
                len(rest) < _LEAST_ASKED
                or not (about or len(aside) <= _MOST_ASIDE)
                or self._names_something(match["aside"])
            ):
                break
            question = match["rest"]
        return question

    def _names_something(self, text: str) -> bool:
        vocabulary = self.knowledge.vocabulary
        named = read_names(text, vocabulary, self.referential, short=True).scope or themes_in(text, vocabulary.themes)
        codes = read_codes(text, self.referential)
        return bool(named or codes.mentions or codes.unknown or codes.numbers)

    def _names(self, question: str, context: Context) -> NameReading:
        """The exams and activities that a question names or describes."""
        names = read_names(question, self.knowledge.vocabulary, self.referential)
        if names.scope and not self._spoken_of_within(names.names, context):
            described = self.described.read(question) if _LEADS_IN.search(names.masked) else None
            return replace(names, masked=described.masked) if described and described.scope == names.scope else names
        only = (self._only_named(question) or self._other_one(question, context)) if context else None
        described = None if only else self.described.read(question)
        if described and context and self._spoken_of_within(_long_words(described.names), context):
            described = None
        return only or described or replace(names, scope=Scope())

    def _other_one(self, question: str, context: Context) -> NameReading | None:
        """« et dans l'autre ? »: of two exams that were set side by side, the one that isn't spoken of."""
        text = " ".join(words(question))
        pair = next((keys for listed in context.lists if len(keys := listed[EntryKind.EXAM]) == _PAIR), ())
        others = [key for key in pair if key.id not in context.scope.exams]
        if len(others) != 1 or not _OTHER.search(text):
            return None
        return NameReading(
            scope_of_keys(others, self.referential, explicit=False), _OTHER.sub("cette épreuve", text), ()
        )

    def _leaning(self, found: Sequence[Found], scope: Scope, context: Context, size: int) -> list[Found]:
        """What the search found, entries of the exams that are spoken of being likelier than others."""
        if scope.explicit or not (scope or context.scope).exams:
            return list(found)
        weight = NAMED_WEIGHT if scope else FOLLOW_UP_WEIGHT if size <= SHORT_FOLLOW_UP else CONTEXT_WEIGHT
        return leaning(found, (scope or context.scope).exams, weight, self.referential)

    @cached_property
    def _known_words(self) -> frozenset[str]:
        """The words of the référentiel and of the ways to ask about it."""
        return frozenset(word for text in self.known_texts for word in words(text))

    @property
    def known_texts(self) -> list[str]:
        """The référentiel's texts and the ways to ask about it."""
        return self._texts()

    def _texts(self, beside: Sequence[str] = ()) -> list[str]:
        texts = [self.referential.verbatim(key) for key in self.referential.entry_keys()]
        return texts + [text for target, text in self.knowledge.examples() if target.id not in beside]

    def _apart(self, question: str) -> str:
        """« combien dactions », « lexpérimentation »: the article apart from its word, where only that is known."""

        def split(match: re.Match[str]) -> str:
            word = fold(match[0])
            glued = word not in self._known_words and word[1:] in self._known_words
            return f"{match[0][0]}'{match[0][1:]}" if glued else match[0]

        return _GLUED.sub(split, question)

    def _only_named(self, question: str) -> NameReading | None:
        """« la stratégie » in reply to « de quelle épreuve parlez-vous ? »: a short name and nothing else."""
        names = read_names(question, self.knowledge.vocabulary, self.referential, short=True)
        rest = [word for word in words(names.masked.replace("cette épreuve", " ")) if word not in FILLERS]
        return names if names.scope and not rest else None

    def _spoken_of_within(self, names: Sequence[str], context: Context) -> bool:
        """Tell whether names of another exam are a subject of the exam spoken of: « et les prestataires ? » in C5.2."""
        criteria = (criterion for exam in context.scope.exams for criterion in self.referential.exam(exam).criteria)
        text = " ".join(" ".join(words(criterion.text)) for criterion in criteria)
        return bool(names) and all(f" {name}" in text for name in names)

    def of_scope(self, found: Sequence[Found], scope: Scope) -> tuple[Found, ...]:
        """Leave out what the modalités of other exams than those named state."""
        details = self.knowledge.facts.details
        return tuple(
            item
            for item in found
            if not scope.exams
            or item.target.kind != "fact"
            or item.target.id not in details
            or details[item.target.id].exam in scope.exams
        )

    def search_inside(self, text: str, exams: Sequence[str]) -> tuple[Found, ...]:
        """Search again, among the entries of some exams."""
        return tuple(self.searcher.search(text, exams))

    def own_words(self, reading: Reading) -> list[str]:
        """The words of a question besides fillers and the names of its scope."""
        return [word for word in self.without_names(reading).split() if word not in FILLERS]

    def without_names(self, reading: Reading) -> str:
        """The folded question without the names of its scope."""
        vocabulary = self.knowledge.vocabulary
        ids = {key.id for key in reading.scope.keys} | set(reading.scope.exams)
        named = [
            name
            for entries in (vocabulary.exams, vocabulary.activities)
            for entry_id, entry in entries.items()
            if entry_id in ids
            for name in entry.names
        ]
        text = f" {reading.said} "
        for name in sorted(named, key=len, reverse=True):
            text = text.replace(f" {name} ", "  ")
        return " ".join(text.split())

    def own_themes(self, reading: Reading) -> tuple[str, ...]:
        """The themes of a question that aren't just the names of its exams."""
        return themes_in(" ".join(self.own_words(reading)), self.knowledge.vocabulary.themes)

    def inside(self, key: EntryKey, scope: Scope) -> bool:
        """Tell whether an entry belongs to a scope."""
        exam = self.referential.exam_of(key)
        return not scope or exam is None or exam.id in scope.exams

    def criteria_in(self, keys: Sequence[EntryKey], exams: Sequence[str]) -> tuple[EntryKey, ...]:
        """Of some entries the criteria of these exams."""
        return tuple(key for key in keys if key.kind is EntryKind.CRITERION and key.id.rpartition("/")[0] in exams)


def whole_of(scope: Scope) -> Ask:
    """Return what is asked of entries that are only named."""
    if scope.of_kind(EntryKind.CRITERION):
        return Ask.CRITERION
    return Ask.ACTIVITY if scope.of_kind(EntryKind.ACTIVITY) else Ask.CRITERIA


def folded_question(reading: Reading) -> str:
    """The question folded with its signs kept."""
    return fold(reading.question)


def _without_courtesy(question: str) -> str:
    """« ok merci, et les coefs ? » asks about the coefficients: what follows the courtesy, if anything does."""
    rest = _COURTESY.sub("", question)
    return rest if len(words(rest)) >= _LEAST_WORDS else question


_ASIDE = re.compile(r"^\s*(?P<aside>[^.!?…:;]{1,60}(?:[.!…:;]+\s+|\?\s+(?=\W*$)))(?P<rest>\S.*)$", re.DOTALL)
_MOST_ASIDE = 4
_LEAST_ASKED = 4
_ABOUT_TALKING = re.compile(
    r"\b(?:je (?:reviens|me recentre|retire|m y remets|reprends|plaisante)|passons|revenons|on reprend|back to (?:work|it|business|topic)"
    r"|(?:switch|go back|come back) to|running out of|(?:en|au) (?:anglais|francais)|in (?:english|french)|rien a voir|tu laches rien)\b"
)


def _without_set_aside(question: str) -> str:
    rest = _SET_ASIDE.sub("", question)
    return rest if len(words(rest)) >= _LEAST_WORDS else question


def leaning(found: Sequence[Found], exams: Sequence[str], weight: float, referential: Referential) -> list[Found]:
    """Return what was found, entries of some exams being that many times likelier than other entries.

    What entries weigh together beside facts and intents stays as it was: the exam says nothing on what is asked.
    """
    entries = [item.target.entry is not None for item in found]
    raised = [item.probability * (weight if _of_exams(item, exams, referential) else 1.0) for item in found]
    before = sum(item.probability for item, entry in zip(found, entries, strict=True) if entry)
    after = sum(own for own, entry in zip(raised, entries, strict=True) if entry)
    share = before / after if after else 1.0
    weighed = [
        Found(item.target, own * share) if entry else item
        for item, own, entry in zip(found, raised, entries, strict=True)
    ]
    return sorted(weighed, key=lambda item: -item.probability)


def _of_exams(item: Found, exams: Sequence[str], referential: Referential) -> bool:
    key = item.target.entry
    exam = referential.exam_of(key) if key else None
    return exam is not None and exam.id in exams


def _long_words(texts: Sequence[str]) -> list[str]:
    return [word for text in texts for word in text.split() if len(word) >= _LONG_WORD]


def _averaged(found: Sequence[Found], masked: Sequence[Found]) -> list[Found]:
    """Two searches as one: with the exam's name, which tells the entry, and without, which tells what is asked."""
    other = {item.target: item.probability for item in masked}
    averaged = [
        item if item.target.kind == "criterion" else Found(item.target, (item.probability + other[item.target]) / 2)
        for item in found
    ]
    return sorted(averaged, key=lambda item: -item.probability)
