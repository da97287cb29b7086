import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.referential.codes import normalise, read_codes
from assistant.referential.loading import load_referential
from assistant.referential.model import EntryKind, Referential
from assistant.settings import get_settings

REFERENTIAL = load_referential(get_settings().corpus)


def named(question: str, referential: Referential = REFERENTIAL) -> list[str]:
    return [str(key) for key in read_codes(question, referential).keys]


@pytest.mark.parametrize(
    "question",
    [
        "C3.3", "c 3.3", "C3-3", "C33", "3.3", "compétence 3.3", "C3,3", "C.3.3", "C 3 . 3", "cc 3.3",
        "Ｃ３．３", "С3.3", "épreuve 3.3", "Qu'attend le jury pour C3.3 ?", "competence n°3.3", "(C3.3)", "C3.3.",
    ],
)  # fmt: skip
def test_one_competence_in_every_spelling(question: str) -> None:
    assert named(question) == ["competence:C3.3"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("C1.1 à C1.4", ["C1.1", "C1.2", "C1.3", "C1.4"]),
        ("C1.1-1.4", ["C1.1", "C1.2", "C1.3", "C1.4"]),
        ("C5.1 & 5.2", ["C5.1", "C5.2"]),
        ("C3.1/C3.2", ["C3.1", "C3.2"]),
        ("compétences 1.1, 1.2 et 1.4", ["C1.1", "C1.2", "C1.4"]),
        ("C21 à C26", ["C2.1", "C2.2", "C2.3", "C2.4", "C2.5", "C2.6"]),
    ],
)
def test_several_competences(question: str, expected: list[str]) -> None:
    assert sorted(named(question)) == [f"competence:{code}" for code in expected]


@pytest.mark.parametrize(
    "question", ["A3", "activité 3", "bloc 3", "bloc III", "activite n°3", "block 3", "BC3", "troisième bloc"]
)
def test_an_activity(question: str) -> None:
    assert named(question) == ["activity:A3"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("le critère 2 de C3.3", ["C3.3/2"]),
        ("C3.3/2", ["C3.3/2"]),
        ("C2.1-C2.6/13", ["C2.1-C2.6/13"]),
        ("C3.1/2", ["C3.1-C3.2/2"]),
        ("critères 2 à 4 de C5.3", ["C5.3/2", "C5.3/3", "C5.3/4"]),
        ("le dernier critère de C3.4", ["C3.4/7"]),
        ("critère n°4 de la C3.4", ["C3.4/4"]),
    ],
)
def test_a_criterion(question: str, expected: list[str]) -> None:
    assert named(question) == [f"criterion:{criterion}" for criterion in expected]


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("C3.3 : du critère 1 au 4", [1, 2, 3, 4]),
        ("criteria 2 to 4 and 6 of C3.3", [2, 3, 4, 6]),
        ("C3.3, n° 2 & 5", [2, 5]),
        ("C3.3 du critère 2 jusqu'au critère 4", [2, 3, 4]),
        ("les trois premiers critères de C3.3", [1, 2, 3]),
        ("the last two criteria of C3.3", [5, 6]),
        ("critère 2 et un autre de C3.3", [2]),
        ("critère 5 et 3 prestataires en C3.3", [5]),
    ],
)
def test_several_criteria(question: str, numbers: list[int]) -> None:
    assert named(question) == [f"criterion:C3.3/{n}" for n in numbers]


@pytest.mark.parametrize("question", ["c trois point quatre", "compétence trois point quatre", "C three point four"])
def test_spelled_codes(question: str) -> None:
    assert named(question) == ["competence:C3.4"]


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("C6.2", "C6.2"),
        ("C3.9 ?", "C3.9"),
        ("A7", "A7"),
        ("bloc 9", "A9"),
        ("C3.10", "C3.10"),
        ("critère 12 de C3.3", "C3.3/12"),
        ("C3.3/99", "C3.3/99"),
        ("C3.3/0", "C3.3/0"),
        ("C3.3/120", "C3.3/120"),
        ("C2.1-C2.6/20", "C2.1-C2.6/20"),
        ("C12.1", "C12.1"),
        ("C3.456", "C3.456"),
        ("C999999999999999999999.1", "C99999999999999…"),
    ],
)
def test_unknown_codes_are_known_to_be_unknown(question: str, unknown: str) -> None:
    reading = read_codes(question, REFERENTIAL)
    assert reading.unknown == (unknown,)
    assert reading.keys == ()


@pytest.mark.parametrize(
    "question",
    [
        "c 3 actions", "une page A4", "un poster A3", "on a 3.5 % de clics", "un ROAS de 3.2", "a 3 on fait",
        "une note de 3.3", "c12.5 %", "C12.5 millions", "2.5 k€ de budget", "python 3.1", "4.3 étoiles", "il y a 12 personnes",
    ],
)  # fmt: skip
def test_what_looks_like_a_code_and_is_none(question: str) -> None:
    reading = read_codes(question, REFERENTIAL)
    assert reading.keys == ()
    assert reading.unknown == ()


def test_a_number_without_an_exam_waits_for_the_conversation() -> None:
    assert read_codes("et le critère 3 ?", REFERENTIAL).numbers == (3,)


def test_codes_are_masked_for_the_search() -> None:
    assert read_codes("Qu'attend le jury pour C3.3 ?", REFERENTIAL).masked == "Qu'attend le jury pour cette épreuve ?"
    assert read_codes("la C2.4 dit quoi", REFERENTIAL).masked == "la cette compétence dit quoi"


@given(st.text(max_size=200))
def test_any_text_is_read_and_names_only_what_exists(text: str) -> None:
    reading = read_codes(text, REFERENTIAL)
    length = len(normalise(text))
    for mention in reading.mentions:
        assert mention.key in REFERENTIAL
        assert 0 <= mention.start < mention.end <= length


@given(
    st.sampled_from([competence.id for competence in REFERENTIAL.competences]),
    st.sampled_from([".", "-", ",", " . ", "_", ""]),
    st.sampled_from(["C", "c", "compétence ", "COMPETENCE "]),
    st.sampled_from(["", " ?", " svp", ", merci"]),
)
def test_every_competence_in_every_spelling(code: str, separator: str, prefix: str, suffix: str) -> None:
    first, second = code[1], code[3]
    if separator == "" and len(prefix) > 1:
        separator = "."
    assert named(f"{prefix}{first}{separator}{second}{suffix}") == [f"competence:{code}"]


@given(st.sampled_from(REFERENTIAL.criteria))
def test_every_criterion_by_its_id(criterion: object) -> None:
    assert named(f"que dit {criterion.id} ?") == [f"{EntryKind.CRITERION.value}:{criterion.id}"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("C3.3 n° 4 stp", ["criterion:C3.3/4"]),
        ("critère onze de C2.1-C2.6", ["criterion:C2.1-C2.6/11"]),
        ("criterion number 6 of C3.3", ["criterion:C3.3/6"]),
        ("critères deux et trois de C3.4", ["criterion:C3.4/2", "criterion:C3.4/3"]),
        ("C5.3 item 5", ["criterion:C5.3/5"]),
        ("mon action n°2 de C3.4", ["competence:C3.4"]),
        ("un critère un peu flou en C3.3", ["competence:C3.3"]),
    ],
)
def test_numbers_of_criteria_in_words_and_beside_codes(question: str, expected: list[str]) -> None:
    assert named(question) == expected


def test_a_letter_c_means_the_exam_and_a_letter_a_the_activity() -> None:
    assert read_codes("le dossier de C2", REFERENTIAL).masked == "le dossier de cette épreuve"
    assert read_codes("les tâches de A2", REFERENTIAL).masked == "les tâches de cette activité"
