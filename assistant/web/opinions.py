"""The answers of a session that an opinion may be given of, and the opinions that it gave."""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version

from assistant.coaching.asking.answer import Answer
from assistant.feedback.opinion import Answered, Thumb, opinion_of
from assistant.feedback.store import OpinionStore
from assistant.settings import Settings

_MOST_ANSWERS = 200


class Opinions:
    """One session's. Answers are found again by what was shown; who has the file alone can't tell whose they are."""

    def __init__(self) -> None:
        """Begin with none."""
        self._answered: OrderedDict[str, Answered] = OrderedDict()
        self._names: dict[str, str] = {}

    def note(self, shown: str, question: str, answer: Answer) -> None:
        """Note an answer that came of the référentiel alone; any other one counts as unknown."""
        citations = tuple(f"{citation.kind}:{citation.id}" for citation in answer.citations)
        self._answered[_key(shown)] = Answered(
            question=question, answer=answer.answer, citations=citations, behaviour=answer.behaviour
        )
        if len(self._answered) > _MOST_ANSWERS:
            self._answered.popitem(last=False)

    def give(self, store: OpinionStore, shown: str, thumb: Thumb, word: str) -> None:
        """Keep an opinion of an answer, in place of the one before. Raises FeedbackError."""
        self.withdraw(store, shown)
        opinion = opinion_of(self._answered.get(_key(shown)), thumb, word, today(), program_version())
        self._names[_key(shown)] = store.keep(opinion)

    def withdraw(self, store: OpinionStore, shown: str) -> bool:
        """Delete the opinion of an answer; tell whether there was one. Raises FeedbackError."""
        found = self._names.get(_key(shown))
        store.withdraw([found] if found else [])
        self._names.pop(_key(shown), None)
        return found is not None

    def withdraw_all(self, store: OpinionStore) -> int:
        """Delete all opinions of the session; tell how many there were. Raises FeedbackError."""
        deleted = store.withdraw(list(self._names.values()))
        self._names.clear()
        return deleted

    def forget(self) -> None:
        """Forget the answers. What was given stays where it is kept, and can still be withdrawn."""
        self._answered.clear()

    def __len__(self) -> int:
        """Return how many opinions were given."""
        return len(self._names)


def store_of(settings: Settings) -> OpinionStore | None:
    """Return where opinions are kept; None where none are asked for."""
    return OpinionStore(settings.feedback_file) if settings.feedback_file is not None else None


def forget_old(store: OpinionStore, days: int) -> int:
    """Delete the opinions whose time is over. Raises FeedbackError."""
    return store.purge(today() - timedelta(days=days))


def today() -> date:
    """Return the day, the same wherever a process runs."""
    return datetime.now(UTC).date()


def program_version() -> str:
    """Return the version that answered."""
    try:
        return version("jury-coach")
    except PackageNotFoundError:
        return ""


def texts_of(contents: Iterable[object]) -> list[str]:
    """Return what a conversation shows of its answers, block by block, as the page counts them."""
    texts: list[str] = []
    for content in contents:
        blocks = content if isinstance(content, list) else [content]
        texts += [str(block.get("text", "")) if isinstance(block, dict) else str(block) for block in blocks]
    return texts


def _key(shown: str) -> str:
    return hashlib.sha256(" ".join(shown.split()).encode("utf-8", "replace")).hexdigest()
