import re
import shutil
from pathlib import Path

import pytest

from assistant.referential.checking import check_corpus, plain_source, texts
from assistant.referential.loading import CorpusError, load_referential, read_source
from assistant.referential.model import Referential

COUNTS = {
    "C1.1-C1.4": 11, "C2.1-C2.6": 19, "C3.1-C3.2": 8, "C3.3": 6, "C3.4": 7, "C4.1-C4.3": 12, "C5.1-C5.2": 10, "C5.3": 5,
}  # fmt: skip
ORAL = {
    "C1.1-C1.4/9", "C1.1-C1.4/10", "C2.1-C2.6/17", "C2.1-C2.6/18", "C2.1-C2.6/19", "C3.4/6", "C3.4/7", "C4.1-C4.3/9",
    "C5.1-C5.2/5", "C5.3/2",
}  # fmt: skip
SLIDES = {"C2.1-C2.6/14", "C2.1-C2.6/15", "C2.1-C2.6/16"}
MINUTES = {
    "C1.1-C1.4": (30, 30), "C2.1-C2.6": (20, 20), "C3.1-C3.2": (20, None), "C3.3": (None, None), "C3.4": (10, 15),
    "C4.1-C4.3": (None, None), "C5.1-C5.2": (20, None), "C5.3": (20, None),
}  # fmt: skip


def test_the_counts_hold(referential: Referential) -> None:
    assert {exam.id: len(exam.criteria) for exam in referential.exams} == COUNTS
    assert len(referential.activities) == 5
    assert len(referential.competences) == 20
    assert len(referential.criteria) == 78


def test_where_each_criterion_is_judged(referential: Referential) -> None:
    assert {criterion.id for criterion in referential.criteria if criterion.evidence == "oral"} == ORAL
    assert {criterion.id for criterion in referential.criteria if criterion.evidence == "slides"} == SLIDES


def test_durations_and_teams_are_those_of_the_source(referential: Referential) -> None:
    formats = {exam.id: exam.format for exam in referential.exams}
    assert {exam: (f.presentation_minutes, f.discussion_minutes) for exam, f in formats.items()} == MINUTES
    assert {exam for exam, f in formats.items() if f.team_size} == {"C1.1-C1.4"}
    assert formats["C1.1-C1.4"].team_size == (4, 6)
    assert {exam for exam, f in formats.items() if f.written_only} == {"C3.3"}
    assert {exam for exam, f in formats.items() if not f.oral} == {"C3.3"}


def test_every_duration_stands_in_its_quotation(referential: Referential) -> None:
    for exam in referential.exams:
        for field in ("presentation_minutes", "discussion_minutes"):
            minutes = getattr(exam.format, field)
            quotes = " ".join(exam.format.quotes.get(field, ()))
            assert (minutes is None) == (quotes == "")
            assert minutes is None or re.search(rf"\b{minutes} ?(?:mn|minutes)", quotes)


def test_every_text_stands_verbatim_in_the_source(referential: Referential, corpus: Path) -> None:
    source = plain_source(read_source(corpus))
    for place, text in texts(referential):
        plain = " ".join(text.replace("•", " ").split())
        assert plain in source, place


def test_the_corpus_is_sound(corpus: Path) -> None:
    assert check_corpus(corpus) == []


@pytest.fixture
def damaged(corpus: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    shutil.copytree(corpus, folder)
    return folder


def edit(folder: Path, before: str, after: str, name: str = "referential.yaml") -> None:
    text = (folder / name).read_text("utf-8")
    assert text.count(before) >= 1
    (folder / name).write_text(text.replace(before, after), "utf-8")


def test_a_changed_word_is_found(damaged: Path) -> None:
    edit(damaged, "Le rapport Qualité/Prix de la prestation est étudié", "Le rapport qualité/prix est étudié")
    messages = [finding.message for finding in check_corpus(damaged)]
    assert any("mot pour mot" in message for message in messages)
    assert any("transcrit nulle part" in message and "Qualité/Prix" in message for message in messages)


def test_a_task_left_out_is_found(damaged: Path) -> None:
    edit(damaged, "      - Réalisation des actions d'ajustement\n", "")
    findings = check_corpus(damaged)
    assert any(finding.place == "source" and "actions d'ajustement" in finding.message for finding in findings)


def test_a_criterion_left_out_is_found(damaged: Path) -> None:
    text = (damaged / "referential.yaml").read_text("utf-8")
    kept = [line for line in text.splitlines() if "Le choix des prestataires sélectionnables repose" not in line]
    (damaged / "referential.yaml").write_text("\n".join(kept), "utf-8")
    with pytest.raises(CorpusError, match=r"C3\.3/6"):
        check_corpus(damaged)


def test_a_copied_phrasing_is_found(damaged: Path) -> None:
    text = (damaged / "phrasings" / "C5.3.yaml").read_text("utf-8")
    first = next(line for line in text.splitlines() if line.startswith("    - "))
    (damaged / "phrasings" / "C5.3.yaml").write_text(text + first.replace('"\n', ' !"\n') + "\n", "utf-8")
    assert any("répète" in finding.message for finding in check_corpus(damaged))


def test_a_malformed_corpus_says_so_in_one_sentence(damaged: Path) -> None:
    (damaged / "referential.yaml").write_text("activities: [", "utf-8")
    with pytest.raises(CorpusError, match="mal formé"):
        load_referential(damaged)


def test_a_corpus_that_is_a_file_says_so_in_french(damaged: Path) -> None:
    with pytest.raises(CorpusError, match="est illisible : une partie du chemin est un fichier, pas un dossier"):
        load_referential(damaged / "source.txt")


def test_a_missing_corpus_says_so_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="illisible"):
        load_referential(tmp_path)
