"""The bank of a jury's questions, as data: enough of them, of every kind and level, and files that can be trusted."""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.referential.elements import load_elements
from assistant.referential.loading import CorpusError, load_referential
from assistant.referential.model import Referential
from assistant.referential.question_bank import LEVELS, load_question_bank
from assistant.settings import get_settings

CORPUS = get_settings().corpus
EXAMS = [exam.id for exam in load_referential(CORPUS).exams]
TWENTY = 20


@pytest.mark.parametrize("exam_id", EXAMS)
def test_every_criterion_is_asked_about_in_many_ways(exam_id: str, referential: Referential) -> None:
    bank = load_question_bank(CORPUS, exam_id)
    for criterion in referential.exam(exam_id).criteria:
        questions = bank.on(criterion.id)
        assert len(questions) >= 4, criterion.id
        assert len({item.kind for item in questions}) >= 4, criterion.id
        assert {item.level for item in questions} == set(LEVELS), criterion.id
        for level in LEVELS:
            assert bank.on(criterion.id, level) == [item for item in questions if item.level == level]


@pytest.mark.parametrize("exam_id", EXAMS)
def test_every_level_fills_a_long_oral(exam_id: str) -> None:
    levels = Counter(item.level for item in load_question_bank(CORPUS, exam_id).questions)
    assert {level: count for level, count in levels.items() if count < TWENTY} == {}
    assert set(levels) == set(LEVELS)


@pytest.mark.parametrize("exam_id", EXAMS)
def test_every_question_has_points_two_ways_to_say_them_and_a_follow_up(exam_id: str) -> None:
    bank = load_question_bank(CORPUS, exam_id)
    for item in (*bank.questions, *bank.draft_questions.values()):
        place = getattr(item, "id", None) or item.element  # type: ignore[union-attr]
        least = 3 if item in bank.questions else 2
        assert least <= len(item.points) <= 4, place
        assert len({point.point for point in item.points}) == len(item.points), place
        assert any(point.follow_up for point in item.points), place
        for point in item.points:
            assert len(set(point.said)) == 2, place
            assert point.partly not in point.said, place
            assert not point.point.endswith((".", "?")), place


@pytest.mark.parametrize("exam_id", EXAMS)
def test_ids_name_the_criterion(exam_id: str) -> None:
    for item in load_question_bank(CORPUS, exam_id).questions:
        assert item.id.rpartition("-")[0] == item.criterion


@pytest.mark.parametrize("exam_id", EXAMS)
def test_every_element_has_a_question_for_each_state_of_a_draft(exam_id: str) -> None:
    bank = load_question_bank(CORPUS, exam_id)
    assert set(bank.draft_questions) == {element.id for element in load_elements(CORPUS)[exam_id].all}
    for item in bank.draft_questions.values():
        assert len({item.missing, item.thin, item.strong}) == 3, item.element


@pytest.mark.parametrize("exam_id", EXAMS)
def test_every_competence_has_criteria_and_every_criterion_a_competence(exam_id: str, referential: Referential) -> None:
    exam = referential.exam(exam_id)
    shares = load_question_bank(CORPUS, exam_id).competences
    assert tuple(shares) == exam.competences
    assert {n for share in shares.values() for n in share} == {criterion.n for criterion in exam.criteria}
    for competence, share in shares.items():
        assert share, competence
        assert len(set(share)) == len(share), competence


def test_the_questions_on_figures_take_the_figures() -> None:
    conflicts = load_question_bank(CORPUS, "C3.3").conflict_questions
    assert set(conflicts) == {"total", "shares", "two_values"}
    for item in conflicts.values():
        asked = item.question.format(stated="1 000 €", found="2 000 €", subject="le budget")
        assert "2 000 €" in asked
        assert "{" not in asked


def test_no_question_says_what_a_good_answer_holds() -> None:
    """Asking « combien, et pourquoi ? » is fair; saying a whole point in the question isn't."""
    for exam_id in EXAMS:
        bank = load_question_bank(CORPUS, exam_id)
        given = [
            item.id
            for item in bank.questions
            for point in item.points
            if any(text.lower() in item.question.lower() for text in (point.point, *point.said))
        ]
        assert given == []


def test_an_unknown_exam_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load_question_bank(CORPUS, "C9.9")


# Files that aren't what they should be.


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    shutil.copytree(CORPUS, folder, ignore=shutil.ignore_patterns("judge", "phrasings"))
    return folder


def first_line(path: Path) -> dict[str, object]:
    data: dict[str, object] = json.loads(path.read_text("utf-8").splitlines()[0])
    return data


def with_first(path: Path, **changes: object) -> str:
    """The file with something else in its first line."""
    _, *others = path.read_text("utf-8").splitlines()
    return "\n".join([json.dumps({**first_line(path), **changes}, ensure_ascii=False), *others])


Damage = Callable[[Path], str]
BROKEN: dict[str, Damage] = {
    "no JSON": lambda path: path.read_text("utf-8") + "{\n",
    "a list": lambda path: path.read_text("utf-8") + "[]\n",
    "null": lambda path: path.read_text("utf-8") + "null\n",
    "a number": lambda path: path.read_text("utf-8") + "3\n",
    "a key too many": lambda path: with_first(path, mark=20),
    "points that are none": lambda path: with_first(path, points=[]),
    "points as text": lambda path: with_first(path, points="tout"),
}
OF_QUESTIONS: dict[str, Damage] = {
    **BROKEN,
    "an unknown kind": lambda path: with_first(path, kind="trap"),
    "an unknown level": lambda path: with_first(path, level="impossible"),
    "no question": lambda path: with_first(path, question="Expliquez."),
    "an id of no criterion": lambda path: with_first(path, id="1"),
}
NOT_OF_THE_EXAM: dict[str, Damage] = {
    "nothing": lambda _path: "",
    "another exam's criterion": lambda path: with_first(path, criterion="C5.3/1"),
    "a criterion that does not exist": lambda path: with_first(path, criterion="C3.3/99"),
    "an id twice": lambda path: path.read_text("utf-8") + path.read_text("utf-8").splitlines()[0],
}


def refusal(folder: Path) -> str:
    with pytest.raises(CorpusError) as caught:
        load_question_bank(folder, "C3.3")
    return str(caught.value)


@pytest.mark.parametrize("damage", OF_QUESTIONS.values(), ids=OF_QUESTIONS.keys())
def test_questions_that_are_none_are_refused_by_name(damaged: Path, damage: Damage) -> None:
    path = damaged / "questions" / "C3.3.jsonl"
    path.write_text(damage(path), "utf-8")
    assert refusal(damaged).startswith("Le fichier « questions/C3.3.jsonl » du corpus est illisible ou mal formé")


@pytest.mark.parametrize("damage", BROKEN.values(), ids=BROKEN.keys())
def test_draft_questions_that_are_none_are_refused_by_name(damaged: Path, damage: Damage) -> None:
    path = damaged / "draft_questions" / "C3.3.jsonl"
    path.write_text(damage(path), "utf-8")
    assert refusal(damaged).startswith("Le fichier « draft_questions/C3.3.jsonl » du corpus est illisible ou mal formé")


@pytest.mark.parametrize("damage", NOT_OF_THE_EXAM.values(), ids=NOT_OF_THE_EXAM.keys())
def test_questions_of_elsewhere_are_refused(damaged: Path, damage: Damage) -> None:
    path = damaged / "questions" / "C3.3.jsonl"
    path.write_text(damage(path), "utf-8")
    assert refusal(damaged).startswith("La banque de questions de C3.3 ne correspond pas à l’épreuve : ")


def test_an_element_without_a_question_is_named(damaged: Path) -> None:
    path = damaged / "draft_questions" / "C3.3.jsonl"
    element, rest = first_line(path)["element"], path.read_text("utf-8").splitlines()[1:]
    path.write_text("\n".join(rest), "utf-8")
    assert str(element) in refusal(damaged)


@pytest.mark.parametrize(
    "name", ["questions/C3.3.jsonl", "draft_questions/C3.3.jsonl", "conflict_questions.yaml", "elements/C3.3.yaml"]
)
@pytest.mark.parametrize("gone", ["missing", "a folder", "bytes"])
def test_a_file_that_is_missing_or_no_text_is_named(damaged: Path, name: str, gone: str) -> None:
    path = damaged / name
    path.unlink()
    if gone == "a folder":
        path.mkdir()
    elif gone == "bytes":
        path.write_bytes(b"\xff\xfe\x00\x81")
    assert path.name in refusal(damaged)


@pytest.mark.parametrize("text", ["", "[]", "total: []", "total:\n  question: Et alors.\n  points: []\n", "a: [", "3"])
def test_strange_questions_on_figures_are_refused(damaged: Path, text: str) -> None:
    (damaged / "conflict_questions.yaml").write_text(text, "utf-8")
    assert refusal(damaged).startswith("Le fichier « conflict_questions.yaml » du corpus est mal formé")


@pytest.mark.parametrize("text", ["", "[]", "C3.1: [1, 2]\n", "C3.1: [a]\nC3.2: [1]\n", "C3.1:\nC3.2: [1]\n"])
def test_competences_that_say_nothing_of_an_exam_are_refused(damaged: Path, text: str) -> None:
    (damaged / "competences.yaml").write_text(text, "utf-8")
    with pytest.raises(CorpusError, match=r"^Le fichier « competences\.yaml » du corpus ne dit rien d’utilisable"):
        load_question_bank(damaged, "C3.1-C3.2")
    assert load_question_bank(damaged, "C3.3").competences == {"C3.3": (1, 2, 3, 4, 5, 6)}


def test_a_competence_whose_criterion_does_not_exist_is_refused(damaged: Path) -> None:
    (damaged / "competences.yaml").write_text("C3.1: [1, 2, 9]\nC3.2: [3]\n", "utf-8")
    with pytest.raises(CorpusError, match=r"C3\.1-C3\.2/9"):
        load_question_bank(damaged, "C3.1-C3.2")


@pytest.mark.xfail(strict=True, reason="the message repeats pydantic's: several lines, in English")
def test_what_is_said_of_a_strange_file_is_one_french_sentence(damaged: Path) -> None:
    path = damaged / "questions" / "C3.3.jsonl"
    path.write_text(with_first(path, level="impossible"), "utf-8")
    message = refusal(damaged)
    assert "\n" not in message
    assert "Input should be" not in message


def test_a_kind_of_conflict_without_a_question_is_refused(damaged: Path) -> None:
    path = damaged / "conflict_questions.yaml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("two_values:")], "utf-8")
    assert "two_values" in refusal(damaged)


@pytest.mark.xfail(strict=True, reason="of two lines on one element the last is kept, and nothing says so")
def test_an_element_twice_is_refused(damaged: Path) -> None:
    path = damaged / "draft_questions" / "C3.3.jsonl"
    path.write_text(path.read_text("utf-8") + path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    assert "C3.3/1.a" in refusal(damaged)
