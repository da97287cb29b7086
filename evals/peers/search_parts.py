"""The program's own search, as it stands and without each of its parts: what does each of them add?"""

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant import Coach
from assistant.coaching.asking.language import detect_language
from assistant.coaching.asking.reading import Reader
from assistant.coaching.asking.understander import Understander
from assistant.progress import unreported
from assistant.referential.knowledge import Target
from assistant.referential.model import EntryKind
from assistant.search.classifier import TargetClassifier
from assistant.search.embedder import Embedder
from assistant.search.index import Index, IndexedText, indexed_texts, open_index
from assistant.search.lexical import LexicalIndex
from assistant.search.searcher import Found, Searcher

STANDING = "jury-coach"
WITHOUT_CLASSIFIER = "− classifier"
WITHOUT_PHRASINGS = "− phrasings"
WITHOUT_GRAMMAR = "− grammar"


def make_searchers(coach: Coach, embedder: Embedder, *, parts: bool = True) -> dict[str, Searcher]:
    """Return the search as it stands, and without each of its parts, by name; with `parts` False the first alone.

    The index without phrasings is kept beside the program's own: it is named by what it holds, and so can't be mistaken.
    """
    texts = indexed_texts(coach.referential, coach.knowledge)
    index = open_index(coach.settings.data, texts, embedder, unreported)
    indexes: dict[str, Index] = {STANDING: index}
    if parts:
        indexes |= {
            WITHOUT_CLASSIFIER: PartialIndex(index, classifier=False),
            "− BM25": PartialIndex(index, lexical=False),
            "− dense view": PartialIndex(index, dense=False),
            WITHOUT_PHRASINGS: _small_index(coach, texts, embedder),
        }
    return {name: Searcher(own, embedder, coach.referential) for name, own in indexes.items()}


def _small_index(coach: Coach, texts: Sequence[IndexedText], embedder: Embedder) -> Index:
    """Return an index of one text a target: the source's wording, or where there is none (facts) the first phrasing."""
    first: dict[Target, IndexedText] = {}
    for item in texts:
        first.setdefault(item.target, item)
    with warnings.catch_warnings():
        # Scikit-learn wonders whether as many classes as texts are meant.
        warnings.filterwarnings("ignore", message="The number of unique classes", category=UserWarning)
        return open_index(coach.settings.data, list(first.values()), embedder, unreported)


class Reading:
    """The program reads the question: codes by grammar, names of exams, then the search. Criteria alone are kept."""

    def __init__(self, coach: Coach, searcher: Searcher) -> None:
        """Take what questions are read with."""
        self._reader = Reader(coach.referential, coach.knowledge, searcher)

    def rank(self, question: str) -> list[str]:
        """Return the criteria that were found: those that `Answer.retrieved` begins with."""
        return _criteria(self._reader.read(question, detect_language(question), ()).found)


class BareSearch:
    """A search for the question as it was typed: nothing is read in it, replaced or left out."""

    def __init__(self, searcher: Searcher) -> None:
        """Take the searcher."""
        self._searcher = searcher

    def rank(self, question: str) -> list[str]:
        """Return the criteria that were found."""
        return _criteria(self._searcher.search(question))


class Citing:
    """The program answers the question: the criteria that it cites, in their order."""

    def __init__(self, coach: Coach, searcher: Searcher) -> None:
        """Take what questions are understood and answered with."""
        limit = coach.settings.question_max_characters
        self._understander = Understander(coach.referential, coach.knowledge, searcher, limit)
        self._composer = coach.composer

    def rank(self, question: str) -> list[str]:
        """Return the criteria that the answer cites, each once."""
        citations = self._composer.compose(self._understander.understand(question)).citations
        return list(dict.fromkeys(item.id for item in citations if item.kind is EntryKind.CRITERION))


def _criteria(found: Iterable[Found]) -> list[str]:
    return [item.target.id for item in found if item.target.kind == "criterion"]


class PartialIndex(Index):
    """An index of which some parts say the same of every target, and so tell nothing.

    The weights of the fusion stay as they are. Without the dense view, the classifier still reads the embedding.
    """

    def __init__(self, whole: Index, *, dense: bool = True, lexical: bool = True, classifier: bool = True) -> None:
        """Take the whole index and which of its parts still speak."""
        vars(self).update(vars(whole))
        self._speaks = dense
        if not lexical:
            self.lexical = _SilentLexical(len(whole))
        if not classifier:
            self.classifier = _silent(whole.classifier)

    def dense(
        self, vector: NDArray[np.float32], limit: int, exams: Sequence[str] = ()
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the nearest rows, or none."""
        if self._speaks:
            return super().dense(vector, limit, exams)
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)


class _SilentLexical(LexicalIndex):
    def __init__(self, rows: int) -> None:
        super().__init__(None)
        self._rows = rows

    def scores(self, question: str) -> NDArray[np.float32]:
        return np.zeros(self._rows, dtype=np.float32)


def _silent(classifier: TargetClassifier) -> TargetClassifier:
    """Return a classifier to which every target is as probable as any other."""
    return replace(classifier, dense=np.zeros_like(classifier.dense), lexical=np.zeros_like(classifier.lexical))
