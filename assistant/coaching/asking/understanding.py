"""What a question asks, and about which entries."""

from dataclasses import dataclass, field
from enum import StrEnum

from assistant.coaching.asking.language import Language
from assistant.coaching.asking.scope import Scope
from assistant.coaching.questioning.questioner import QuestionRequest
from assistant.referential.model import EntryKey
from assistant.search.searcher import Found


class Ask(StrEnum):
    """The kinds of questions that are answered in different ways."""

    CRITERIA = "criteria"
    MODALITIES = "modalities"
    COMPETENCE = "competence"
    ACTIVITY = "activity"
    CRITERION = "criterion"
    FACT = "fact"
    UNSTATED = "unstated"
    SITUATION = "situation"
    THEME = "theme"
    ASPECT = "aspect"
    DEFINITION = "definition"
    COMPARISON = "comparison"
    OVERVIEW = "overview"
    CAPABILITIES = "capabilities"
    JURY_QUESTIONS = "jury_questions"
    GREETING = "greeting"
    THANKS = "thanks"
    CLARIFY = "clarify"
    OFF_TOPIC = "off_topic"
    INJECTION = "injection"
    UNKNOWN_CODE = "unknown_code"
    EMPTY = "empty"
    TOO_LONG = "too_long"


@dataclass(frozen=True)
class Understanding:
    """A question understood.

    `subject` is the kind of fact, the themes (separated by spaces), the term or what is to be clarified; `also` a
    second kind of fact. `entries` are the entries that the answer rests on where the search decided them, best
    first; `terms` the words that they hold; `unknown` the codes of the question that name nothing. `found` is the whole search; `request` the
    jury questions that are asked for.
    """

    question: str
    language: Language
    ask: Ask
    scope: Scope = field(default_factory=Scope)
    subject: str = ""
    also: str = ""
    entries: tuple[EntryKey, ...] = ()
    terms: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    found: tuple[Found, ...] = ()
    request: QuestionRequest | None = None
