"""The check of the corpus finds what is wrong with the questions of a jury."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.coaching.questioning.choosing import DUPLICATE_AT
from assistant.referential import checking
from assistant.referential.checking import Finding, check_bank, check_corpus
from assistant.referential.loading import load_referential
from assistant.referential.question_bank import load_question_bank

NO_BREAK = "\u00a0"
Row = dict[str, Any]


@pytest.fixture(scope="module")
def copied(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy") / "corpus"
    shutil.copytree(corpus, folder, ignore=shutil.ignore_patterns("judge"))
    return folder


@pytest.fixture
def damaged(corpus: Path, copied: Path) -> Iterator[Path]:
    """A copy of the corpus whose questions a test may change; the next test has them as they were."""
    load_question_bank.cache_clear()
    yield copied
    for name in ("questions", "draft_questions"):
        shutil.copytree(corpus / name, copied / name, dirs_exist_ok=True)
    load_question_bank.cache_clear()


def rewrite(folder: Path, change: Callable[[list[Row]], list[Row] | None], name: str = "questions") -> None:
    """Change the questions on C3.3: `change` gets the rows, and may return others."""
    path = folder / name / "C3.3.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    rows = change(rows) or rows
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")


def found(folder: Path) -> list[Finding]:
    return check_bank(load_question_bank(folder, "C3.3"), load_referential(folder).exam("C3.3"))


def set_question(text: str) -> Callable[[list[Row]], None]:
    return lambda rows: rows[0].update(question=text)


def set_point(**changes: object) -> Callable[[list[Row]], None]:
    return lambda rows: rows[0]["points"][0].update(changes)


def test_the_banks_as_they_are_have_no_fault(corpus: Path) -> None:
    for exam in load_referential(corpus).exams:
        assert check_bank(load_question_bank(corpus, exam.id), exam) == []


def test_two_questions_are_alike_from_the_degree_at_which_only_one_is_asked() -> None:
    assert checking._ALIKE == DUPLICATE_AT


@pytest.mark.parametrize(
    "text",
    [
        f"Pourquoi l'avez-vous choisi, et qui l’a validé{NO_BREAK}?",
        f'Que veut dire "qualité" pour un prestataire de cette taille{NO_BREAK}?',
    ],
)
def test_straight_signs_are_found(damaged: Path, text: str) -> None:
    rewrite(damaged, set_question(text))
    (finding,) = found(damaged)
    assert finding.place == "C3.3/1-01"
    assert finding.message.startswith("apostrophe ou guillemet droit")
    assert text in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "Combien avez-vous prévu pour ces films ?",
        "Combien avez-vous prévu pour ces films?",
        f"Deux chiffres : lequel défendez-vous{NO_BREAK}?",
        f"Deux chiffres se suivent ; lequel défendez-vous{NO_BREAK}?",
        f"Vous dites « sobre{NO_BREAK}»{NO_BREAK}: qui en juge{NO_BREAK}?",
        f"Vous dites «{NO_BREAK}sobre » à la première page{NO_BREAK}: qui en juge{NO_BREAK}?",
        f"Vous dites «sobre{NO_BREAK}»{NO_BREAK}: qui en juge{NO_BREAK}?",
        f"D’où viennent les 30 % du prix{NO_BREAK}?",
        f"Que faites-vous si l’agence demande 500 € de plus{NO_BREAK}?",
    ],
)
def test_signs_that_a_line_could_tear_off_are_found(damaged: Path, text: str) -> None:
    rewrite(damaged, set_question(text))
    (finding,) = found(damaged)
    assert finding.message.startswith("il manque une espace insécable")


@pytest.mark.parametrize(
    "text",
    [
        f"Le tournage est à 12:30, sur https://example.org{NO_BREAK}: qui le sait{NO_BREAK}?",
        "Vous dites «\u202fsobre\u202f», 30\u202f%, et puis\u202f?",
        f"Vraiment{NO_BREAK}!… Et qui (ou quoi{NO_BREAK}!) vous l’a dit{NO_BREAK}?",
    ],
)
def test_good_typography_is_let_be(damaged: Path, text: str) -> None:
    rewrite(damaged, set_question(text))
    assert found(damaged) == []


@pytest.mark.parametrize(
    "change",
    [
        set_point(point="l'activité de l’entreprise"),
        set_point(said=["Le prix pèse 30 %.", "Il pèse un tiers."]),
        set_point(partly="C'est important."),
        set_point(follow_up="Et après ?"),
    ],
    ids=["point", "said", "partly", "follow_up"],
)
@pytest.mark.parametrize("name", ["questions", "draft_questions"])
def test_points_and_follow_ups_are_read_too(damaged: Path, change: Callable[[list[Row]], None], name: str) -> None:
    rewrite(damaged, change, name)
    places = [finding.place for finding in found(damaged)]
    assert places == ["C3.3/1-01" if name == "questions" else "C3.3/1.a"]


@pytest.mark.parametrize("state", ["missing", "thin", "strong"])
def test_questions_on_drafts_are_read_in_every_state(damaged: Path, state: str) -> None:
    rewrite(damaged, lambda rows: rows[0].update({state: "Et pourquoi donc ?"}), "draft_questions")
    (finding,) = found(damaged)
    assert finding == Finding("C3.3/1.a", "il manque une espace insécable auprès d’un signe : « Et pourquoi donc ? »")


@pytest.mark.parametrize(
    "text", [f"Pourquoi celui-ci{NO_BREAK}? Et sinon, lequel{NO_BREAK}?", f"Qui{NO_BREAK}??", "Parlez-m’en."]
)
def test_a_follow_up_is_one_question(damaged: Path, text: str) -> None:
    rewrite(damaged, set_point(follow_up=text))
    messages = [finding.message for finding in found(damaged)]
    assert f"une question a un seul point d’interrogation, à la fin : « {text} »" in messages


def test_a_question_is_one_question(damaged: Path) -> None:
    rewrite(damaged, set_question(f"Pourquoi celui-ci{NO_BREAK}? Et sinon, lequel{NO_BREAK}?"))
    (finding,) = found(damaged)
    assert "un seul point d’interrogation" in finding.message


@pytest.mark.parametrize("code", ["C3.3", "c3.3", "C3.3/2", "C2.1-C2.6"])
def test_the_code_of_a_competence_is_no_word_for_a_juror(damaged: Path, code: str) -> None:
    rewrite(damaged, set_question(f"Que répondez-vous au critère {code} du référentiel{NO_BREAK}?"))
    (finding,) = found(damaged)
    assert "un juré ne dit pas le code" in finding.message


def test_a_sheet_of_paper_is_no_code(damaged: Path) -> None:
    rewrite(damaged, set_question(f"Pourquoi une affiche A3 plutôt qu’une page C5 pour ce lot{NO_BREAK}?"))
    assert found(damaged) == []


def test_two_questions_that_ask_the_same_are_found(damaged: Path) -> None:
    def copy(rows: list[Row]) -> None:
        first = str(rows[0]["question"])
        rows[30]["question"] = first.replace("Un vidéaste", "Une vidéaste")

    rewrite(damaged, copy)
    (finding,) = found(damaged)
    assert finding.place == "C3.3/3-07"
    assert "répète" in finding.message
    assert finding.message.endswith("(C3.3/1-01)")


def test_the_order_of_the_words_makes_no_other_question(damaged: Path) -> None:
    def turn(rows: list[Row]) -> None:
        rows[0]["question"] = f"Quel prestataire avez-vous retenu en dernier, et pourquoi lui{NO_BREAK}?"
        rows[1]["question"] = f"Pourquoi lui, et quel prestataire avez-vous retenu en dernier{NO_BREAK}?"

    rewrite(damaged, turn)
    assert [finding.place for finding in found(damaged)] == ["C3.3/1-02"]


def test_a_question_on_a_draft_that_repeats_one_of_the_bank_is_found(damaged: Path) -> None:
    text = json.loads((damaged / "questions" / "C3.3.jsonl").read_text("utf-8").splitlines()[0])["question"]
    rewrite(damaged, lambda rows: rows[0].update(strong=text), "draft_questions")
    assert [finding.place for finding in found(damaged)] == ["C3.3/1.a"]


def test_too_few_questions_on_a_criterion_are_counted(damaged: Path) -> None:
    rewrite(damaged, lambda rows: [row for row in rows if row["criterion"] != "C3.3/2" or row["id"] < "C3.3/2-04"])
    messages = [(finding.place, finding.message) for finding in found(damaged)]
    assert ("C3.3/2", "3 questions, il en faut au moins 4") in messages
    assert {place for place, _ in messages} == {"C3.3/2"}


def test_a_level_without_a_question_is_named(damaged: Path) -> None:
    rewrite(damaged, lambda rows: [row for row in rows if (row["criterion"], row["level"]) != ("C3.3/5", "exigeant")])
    assert found(damaged) == [Finding("C3.3/5", "aucune question de niveau « exigeant »")]


def test_the_check_of_the_corpus_reads_the_bank_of_every_exam(damaged: Path) -> None:
    for name, place in (("C3.3", "C3.3/1-01"), ("C5.3", "C5.3/1-01")):
        path = damaged / "questions" / f"{name}.jsonl"
        first, *rest = path.read_text("utf-8").splitlines()
        row = json.loads(first) | {"question": "C’est pour C3.3 ?"}
        assert row["id"] == place
        path.write_text("\n".join([json.dumps(row, ensure_ascii=False), *rest]), "utf-8")
    found_in = check_corpus(damaged)
    assert {finding.place for finding in found_in} == {"C3.3/1-01", "C5.3/1-01"}
    assert len(found_in) == 4
