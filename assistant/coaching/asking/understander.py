"""From a question and its conversation to an `Understanding`.

The steps stand in the order in which they decide. Codes are read by grammar; what is asked is read from the
question's own words, the nearest phrasings and the classifier; the conversation fills in what a follow-up leaves out.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from assistant.coaching.asking.answer import Turn
from assistant.coaching.asking.aspects import Aspects
from assistant.coaching.asking.comparisons import comparison
from assistant.coaching.asking.definitions import Definitions
from assistant.coaching.asking.fact_questions import FactQuestions
from assistant.coaching.asking.follow_ups import FollowUps, Step
from assistant.coaching.asking.language import detect_language
from assistant.coaching.asking.named_entries import NamedEntries
from assistant.coaching.asking.question_requests import QuestionRequests
from assistant.coaching.asking.reading import Reader, Reading
from assistant.coaching.asking.situations import Situations
from assistant.coaching.asking.small_talk import guard, illegible, off_topic, social
from assistant.coaching.asking.themed import Themed
from assistant.coaching.asking.understanding import Ask, Understanding
from assistant.coaching.asking.wanted import Wanted
from assistant.referential.knowledge import Knowledge
from assistant.referential.model import Referential
from assistant.referential.wording import words
from assistant.search.searcher import Searcher


class Understander:
    """Reads questions."""

    def __init__(
        self, referential: Referential, knowledge: Knowledge, searcher: Searcher, question_max_characters: int
    ) -> None:
        """Take what questions are read with."""
        self._question_max_characters = question_max_characters
        self._reader = Reader(referential, knowledge, searcher)
        named = NamedEntries(self._reader)
        themed = Themed(self._reader)
        aspects = Aspects(self._reader)
        definitions = Definitions(self._reader)
        facts = FactQuestions(self._reader)
        requests = QuestionRequests(self._reader)
        self._situations = Situations(self._reader)
        wanted = Wanted(self._reader)
        asks = (themed.within, wanted.asked, facts.signed, aspects.aspect, themed.theme, facts.fact, named.whole_entry)
        follow_ups = FollowUps(self._reader, asks, named.numbered_criterion)
        self._steps: tuple[Step, ...] = (
            guard,
            named.unknown_code,
            requests.asked,
            follow_ups.answered_back,
            follow_ups.picked,
            follow_ups.change_of_subject,
            follow_ups.elliptical,
            named.numbered_criterion,
            partial(comparison, self._reader),
            named.bare_code,
            partial(illegible, self._reader),
            social,
            off_topic,
            definitions.definition,
            named.everything,
            themed.within,
            follow_ups.elsewhere,
            wanted.asked,
            follow_ups.theme_fact,
            themed.judged_so,
            named.signed,
            facts.claimed,
            facts.signed,
            aspects.aspect,
            themed.theme,
            facts.fact,
            named.whole_entry,
            self._situations.vague,
        )

    def understand(self, question: str, history: Sequence[Turn] = ()) -> Understanding:
        """Return what a question asks, in the light of the conversation so far."""
        language = detect_language(question)
        if len(question) > self._question_max_characters:
            return Understanding(question, language, Ask.TOO_LONG)
        if not words(question):
            return Understanding(question, language, Ask.EMPTY)
        plain = self._reader.legibility.plain(question)
        reading = self._reader.read(plain, detect_language(plain), history)
        asked = self._reader.without_aside(plain) if history else plain
        if asked != plain and guard(reading) is None:
            reading = self._reader.read(asked, detect_language(asked), history)
        understood = self._understood(reading)
        return replace(understood, question=question, unknown=understood.unknown or reading.codes.unknown)

    def _understood(self, reading: Reading) -> Understanding:
        for step in self._steps:
            understood = step(reading)
            if understood is not None:
                return understood
        return self._situations.situation(reading)
