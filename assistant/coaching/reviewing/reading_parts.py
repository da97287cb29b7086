"""What the second reader is given at once: some criteria of an exam, and the passages of a draft to read for them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, zip_longest

from assistant.dossier.hostile import speaks_to_reviewer
from assistant.dossier.model import Document, Passage, PassageKind
from assistant.judging.judgement import CriterionJudgement, DraftJudgement
from assistant.judging.units import readable
from assistant.language.fencing import fenced
from assistant.referential.elements import Element
from assistant.referential.model import Criterion, Exam

PASSAGES_A_CRITERION = 6
_PASSAGE_CHARACTERS = 900
_HEADING_CHARACTERS = 80
_HEADINGS = 40
_NOTHING = "(aucun titre)"

Words = Callable[[str], str]
"""Takes words of the draft and gives those that are sent."""


@dataclass(frozen=True)
class JudgedDraft:
    """A draft, the exam that it is for with its short title, and what was judged. `excluded` are indexes of passages."""

    document: Document
    exam: Exam
    title: str
    judgement: DraftJudgement
    excluded: Collection[int]

    @cached_property
    def forbidden(self) -> frozenset[int]:
        """The indexes of the passages that nobody may read as evidence: hidden, or speaking to a reviewer."""
        return frozenset({item.index for item in self.document.passages if item.hidden} | set(self.excluded))


@dataclass(frozen=True)
class Asked:
    """A criterion, what a jury looks for behind it, and the passages to read for it, best first."""

    criterion: Criterion
    elements: tuple[Element, ...]
    passages: tuple[Passage, ...]

    @property
    def letters(self) -> dict[str, Element]:
        """The elements by the last letter of their ids: the closed set that a reading may name."""
        return {element.id.rpartition(".")[2]: element for element in self.elements}


@dataclass(frozen=True)
class ReadingPart:
    """The criteria of one call. Passages are numbered from 1, in the order of the draft."""

    exam: str
    asked: tuple[Asked, ...]
    headings: tuple[str, ...]
    harmless: frozenset[str]
    """The headings and column heads that may be shown beside passages."""

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of all criteria, each once."""
        found = {passage.index: passage for item in self.asked for passage in item.passages}
        return tuple(found[index] for index in sorted(found))

    def text_of(self, passage: Passage) -> str:
        """Return a passage as it is shown: a table row says what its cells are; a long one is cut."""
        shown = readable(passage) if self.harmless.issuperset(passage.columns) else passage.text
        if len(shown) <= _PASSAGE_CHARACTERS:
            return shown
        return shown[:_PASSAGE_CHARACTERS].rsplit(" ", 1)[0]

    def heading_of(self, passage: Passage) -> str:
        """Return the heading that a passage stands under, empty where it has none that may be shown."""
        heading = passage.heading or ""
        return _shortened(heading) if heading in self.harmless else ""

    def variables(self, mark: str, words: Words = str) -> dict[str, str]:
        """Return what the prompt is filled with; `words` is what becomes of the draft's own."""
        return {
            "exam": self.exam,
            "criteria": "\n\n".join(self._criterion(item) for item in self.asked),
            "outline": fenced(words("\n".join(self.headings) or _NOTHING), mark),
            "passages": fenced("\n\n".join(self._numbered(words)), mark),
            "mark": mark,
        }

    def split(self) -> "tuple[ReadingPart, ReadingPart]":
        """Return two parts of half the criteria each."""
        middle = (len(self.asked) + 1) // 2
        first, second = self.asked[:middle], self.asked[middle:]
        return (
            ReadingPart(self.exam, first, self.headings, self.harmless),
            ReadingPart(self.exam, second, self.headings, self.harmless),
        )

    def _numbered(self, words: Words) -> Iterator[str]:
        for number, passage in enumerate(self.passages, start=1):
            heading = self.heading_of(passage)
            under = f" (sous « {words(heading)} »)" if heading else ""
            yield f"[{number}]{under} {words(self.text_of(passage))}"

    def _criterion(self, item: Asked) -> str:
        numbers = [str(self.passages.index(passage) + 1) for passage in item.passages]
        lines = [f"Critère {item.criterion.n} : {item.criterion.text}"]
        lines += [_element(letter, element) for letter, element in item.letters.items()]
        lines.append(f"Passages à lire d’abord : {', '.join(numbers)}.")
        return "\n".join(lines)


def parts_of(draft: JudgedDraft, at_once: int) -> list[ReadingPart]:
    """Return the parts of a draft's second reading, of so many criteria at most.

    A criterion that isn't judged on such a draft, or for which no passage was found, is in none. Passages and headings
    that are hidden or excluded are in none either.
    """
    asked = [item for item in _asked(draft) if item.passages]
    harmless = frozenset(_harmless(draft))
    headings = _outline(draft.document, harmless)
    name = f"{draft.exam.id}, {draft.title}"
    return [ReadingPart(name, tuple(group), headings, harmless) for group in _even(asked, at_once)]


def _asked(draft: JudgedDraft) -> Iterator[Asked]:
    for criterion in draft.exam.criteria:
        if criterion.evidence == "oral" or (criterion.evidence == "slides" and not draft.document.is_deck):
            continue
        judged = draft.judgement.criteria.get(criterion.n)
        elements = tuple(item.element for item in judged.elements) if judged else ()
        found = _best(judged) if judged else draft.judgement.nearest.get(criterion.n, ())
        passages = tuple(passage for passage in found if passage.index not in draft.forbidden)
        yield Asked(criterion, elements, passages[:PASSAGES_A_CRITERION])


def _best(judged: CriterionJudgement) -> tuple[Passage, ...]:
    """What the judge would quote, then the best passage of each element, then the second ones."""
    ranks = zip_longest(*(item.evidence for item in judged.elements))
    scored = (*judged.evidence, *(item for item in chain.from_iterable(ranks) if item is not None))
    return tuple({item.passage.index: item.passage for item in scored}.values())


def _harmless(draft: JudgedDraft) -> Iterator[str]:
    """Headings and column heads that are shown in the draft and speak to no reviewer."""
    hidden = {item.text for item in draft.document.passages if item.index in draft.forbidden}
    for passage in draft.document.passages:
        if passage.index not in draft.forbidden:
            for text in (passage.heading, *passage.columns):
                if text is not None and text not in hidden and not speaks_to_reviewer(text):
                    yield text


def _outline(document: Document, harmless: Collection[str]) -> tuple[str, ...]:
    headings = [item.text for item in document.passages if item.kind is PassageKind.HEADING and item.text in harmless]
    return tuple(_shortened(text) for text in dict.fromkeys(headings))[:_HEADINGS]


def _shortened(heading: str) -> str:
    return heading if len(heading) <= _HEADING_CHARACTERS else f"{heading[:_HEADING_CHARACTERS].rsplit(' ', 1)[0]}…"


def _element(letter: str, element: Element) -> str:
    weight = "indispensable" if element.main else "un plus"
    return f"- {letter} ({weight}) : {element.label}. Compte : {element.counts} Ne suffit pas : {element.announcement}"


def _even(asked: Sequence[Asked], at_once: int) -> Iterator[Sequence[Asked]]:
    """Groups of neighbours, as many as needed, as even as they can be."""
    count = -(-len(asked) // at_once)
    for group in range(count):
        yield asked[len(asked) * group // count : len(asked) * (group + 1) // count]
