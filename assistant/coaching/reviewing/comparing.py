"""The same draft again: a review that was kept, read back, and what moved since."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.coaching.reviewing.review import THIN, CriterionReview, ExpectedElementReview, Review, ReviewVerdict
from assistant.judging.judgement import Presence

Move = Literal["better", "worse", "same", "new", "lost", "unrated"]
"""`new`: it has a verdict now and had none; `lost`: the reverse; `unrated`: neither review gives one."""

MAX_CHARACTERS = 5_000_000
"""A review of a long draft has some hundred thousand."""

_RANKS: dict[str, int] = {"missing": 0, "partial": 1, "covered": 2}
_PRESENCES: dict[str, int] = {"no": 0, "partial": 1, "yes": 2}
_THIN = f" {THIN}"
_SHOWN = 40


class ReviewFileError(Exception):
    """The file can't be compared with. The message is one French sentence for the person who gave it."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class CriterionMove(_Frozen):
    """What became of one criterion. A verdict is None where the criterion isn't in that review.

    `uncertain` tells that one of the two verdicts is to be checked: it moved « peut-être ».
    """

    id: str
    n: int
    text: str
    before: ReviewVerdict | None
    after: ReviewVerdict | None
    move: Move
    uncertain: bool = False
    newly_found: tuple[str, ...] = ()
    developed: tuple[str, ...] = ()
    """Was there, but thin; now has content of its own."""
    weakened: tuple[str, ...] = ()
    newly_missing: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether its verdict or any of its elements moved."""
        moved = self.move not in {"same", "unrated"}
        return moved or any((self.newly_found, self.developed, self.weakened, self.newly_missing))


class ExpectedMove(_Frozen):
    """What became of one expected element of the modalités."""

    label: str
    before: Presence
    after: Presence
    move: Literal["better", "worse", "same"]


class Comparison(_Frozen):
    """Two reviews of one exam, criterion by criterion."""

    exam: str
    previous_file: str
    present_file: str
    criteria: tuple[CriterionMove, ...]
    expected: tuple[ExpectedMove, ...] = ()
    same_engine: bool = True
    """False: part of what moved may come from the reader, not from the draft."""

    @property
    def counts(self) -> dict[Move, int]:
        """How many criteria moved which way; no key for none."""
        return dict(Counter(item.move for item in self.criteria))

    @property
    def changed(self) -> tuple[CriterionMove, ...]:
        """The criteria of which something moved, in the order of the référentiel."""
        return tuple(item for item in self.criteria if item.changed)


def read_review(text: str) -> Review:
    """Read a review that was saved as JSON in the contract's form.

    What the contract doesn't carry (elements, what speaks against) is empty. Raises ReviewFileError.
    """
    if len(text) > MAX_CHARACTERS:
        raise ReviewFileError("Ce fichier est trop volumineux pour être une relecture enregistrée.")
    text = text.removeprefix("\ufeff").strip()
    if not text:
        raise ReviewFileError("Ce fichier est vide : donnez le fichier .json téléchargé après une relecture.")
    try:
        review = Review.model_validate_json(text)
    except (ValidationError, UnicodeError) as error:
        raise ReviewFileError(_why_not(text, error)) from error
    ids = [item.id for item in review.criteria]
    if not ids:
        raise ReviewFileError("Cette relecture ne contient aucun critère : il n’y a rien à comparer.")
    if len(set(ids)) < len(ids):
        raise ReviewFileError("Cette relecture contient deux fois le même critère : le fichier a été modifié.")
    return review


def _why_not(text: str, error: ValidationError | UnicodeError) -> str:
    lines = text.splitlines()
    if len(lines) > 1 and all(line.startswith("{") and line.endswith("}") for line in lines):
        return "Ce fichier contient plusieurs relectures, une par ligne : donnez-en une seule."
    if isinstance(error, UnicodeError) or error.errors()[0]["type"] == "json_invalid":
        return "Ce fichier n’est pas du JSON lisible : donnez le fichier .json téléchargé après une relecture."
    return "Ce fichier JSON n’est pas une relecture enregistrée : donnez celui téléchargé après une relecture."


def compare(previous: Review, present: Review) -> Comparison:
    """Tell what moved between two reviews of the same exam. Raises ReviewFileError when the exams differ."""
    if previous.exam != present.exam:
        raise ReviewFileError(
            f"La relecture précédente porte sur l’épreuve {_printable(previous.exam)}, celle-ci sur "
            f"{_printable(present.exam)} : seules deux relectures de la même épreuve se comparent."
        )
    before = {item.id: item for item in previous.criteria}
    moves = [_moved(before.pop(item.id, None), item) for item in present.criteria]
    gone = [_moved(item, None) for item in before.values()]
    return Comparison(
        exam=present.exam,
        previous_file=previous.file,
        present_file=present.file,
        criteria=(*moves, *gone),
        expected=_expected_moves(previous.expected_elements, present.expected_elements),
        same_engine=previous.engine == present.engine,
    )


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())[:_SHOWN]


def _moved(before: CriterionReview | None, after: CriterionReview | None) -> CriterionMove:
    either = after or before
    assert either is not None  # noqa: S101 (one of the two reviews has it)
    rated = [item for item in (before, after) if item and item.verdict in _RANKS]
    elements = _element_moves(before, after) if before and after and len(rated) == 2 else _ElementMoves()
    return CriterionMove(
        id=either.id,
        n=either.n,
        text=either.text,
        before=before.verdict if before else None,
        after=after.verdict if after else None,
        move=_move(_RANKS.get(before.verdict if before else ""), _RANKS.get(after.verdict if after else "")),
        uncertain=any(item.to_check for item in rated),
        newly_found=tuple(elements.newly_found),
        developed=tuple(elements.developed),
        weakened=tuple(elements.weakened),
        newly_missing=tuple(elements.newly_missing),
    )


def _move(before: int | None, after: int | None) -> Move:
    if before is None or after is None:
        if before == after:
            return "unrated"
        return "new" if before is None else "lost"
    return _direction(before, after)


def _direction(before: int, after: int) -> Literal["better", "worse", "same"]:
    if before == after:
        return "same"
    return "better" if after > before else "worse"


class _ElementMoves(NamedTuple):
    newly_found: Sequence[str] = ()
    developed: Sequence[str] = ()
    weakened: Sequence[str] = ()
    newly_missing: Sequence[str] = ()


def _element_moves(before: CriterionReview, after: CriterionReview) -> _ElementMoves:
    """Tell what moved among the elements, as both reviews show them: one of the two may be a file.

    A criterion that is covered names only what was found: what it doesn't name is not there. If the labels
    of the two reviews aren't the same elements, the référentiel's data changed, and nothing is said.
    """
    old, new = _presence(before), _presence(after)
    if not _same_elements((before, old), (after, new)):
        return _ElementMoves()
    moves: dict[tuple[int, int], list[str]] = {}
    for label in dict.fromkeys((*new, *old)):
        moves.setdefault((old.get(label, 0), new.get(label, 0)), []).append(label)
    return _ElementMoves(
        newly_found=[*moves.get((0, 1), ()), *moves.get((0, 2), ())],
        developed=moves.get((1, 2), ()),
        weakened=moves.get((2, 1), ()),
        newly_missing=[*moves.get((1, 0), ()), *moves.get((2, 0), ())],
    )


def _presence(item: CriterionReview) -> dict[str, int]:
    """How each element is answered, from 0 to 2, as far as `found` and `missing` tell."""
    thin = {label.removesuffix(_THIN) for label in item.missing if label.endswith(_THIN)}
    states = {label: 1 if label in thin else 2 for label in item.found}
    states |= dict.fromkeys(thin, 1)
    return states | {label: 0 for label in item.missing if not label.endswith(_THIN)}


def _same_elements(*sides: tuple[CriterionReview, dict[str, int]]) -> bool:
    """Tell whether two reviews speak of the same elements; that of a covered criterion may name only some."""
    complete = [set(states) for item, states in sides if item.verdict != "covered"]
    named = {label for _, states in sides for label in states}
    return all(named == labels for labels in complete)


def _expected_moves(
    previous: Sequence[ExpectedElementReview], present: Sequence[ExpectedElementReview]
) -> tuple[ExpectedMove, ...]:
    before = {item.label: item.present for item in previous}
    return tuple(
        ExpectedMove(
            label=item.label,
            before=before[item.label],
            after=item.present,
            move=_direction(_PRESENCES[before[item.label]], _PRESENCES[item.present]),
        )
        for item in present
        if item.label in before
    )
