import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.coaching.reviewing.comparing import Comparison, compare, read_review
from assistant.coaching.reviewing.review import Review
from assistant.referential.model import Referential
from assistant.report import ReportError, form_of, write_comparison, write_review
from assistant.report.typography import NO_BREAK, clean, french, quoted_beginning
from tests.report.samples import HOSTILE, NEAR, QUOTE


@pytest.mark.parametrize("name", ["a.docx", "A.PDF", "dossier.v2.md", "x/y.json"])
def test_the_extension_gives_the_form(name: str) -> None:
    assert form_of(name) == form_of(Path(name)) == name.rpartition(".")[2].lower()


@pytest.mark.parametrize("name", ["a.doc", "a.txt", "a", ".pdf", "a.", "a.docx.zip"])
def test_any_other_extension_is_refused_in_french(name: str) -> None:
    with pytest.raises(ReportError, match=r"donnez un nom de fichier en \.docx"):
        form_of(name)


def test_an_unknown_form_is_refused(review: Review, referential: Referential) -> None:
    with pytest.raises(ReportError):
        write_review(review, referential, "html")  # type: ignore[arg-type]


def test_json_is_the_contract_and_can_be_read_back(
    review: Review, referential: Referential, comparison: Comparison
) -> None:
    data = write_review(review, referential, "json", comparison).decode("utf-8")
    assert json.loads(data) == review.to_contract()
    assert compare(read_review(data), review).changed == ()
    assert QUOTE in data


@pytest.mark.parametrize("name", list(HOSTILE))
def test_json_holds_any_text_to_the_letter(name: str, review: Review, referential: Referential) -> None:
    given = review.model_copy(update={"file": HOSTILE[name]})
    assert read_review(write_review(given, referential, "json").decode("utf-8")).file == HOSTILE[name]


def test_the_report_loads_nothing_heavy() -> None:
    heavy = "gradio torch onnxruntime chromadb sklearn langchain_core docx reportlab PIL xlsxwriter".split()
    code = f"import sys, assistant.report; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_comparison_in_markdown(comparison: Comparison) -> None:
    text = write_comparison(comparison)
    assert "« v1 d'avant.docx »".replace("« ", f"«{NO_BREAK}").replace(" »", f"{NO_BREAK}»") in text
    assert "**Critère 1** – En progrès : Partiel → Couvert".replace(" :", f"{NO_BREAK}:") in text
    assert "En recul, peut-être" in text
    assert "Nouveau verdict" in text
    assert "Sans changement" in text
    assert "une pondération chiffrée" in text
    assert "l’objectif de chaque action" in text


def test_a_comparison_in_which_nothing_moved(review: Review) -> None:
    assert "Rien n’a bougé" in write_comparison(compare(review, review))


def test_our_words_get_french_spaces() -> None:
    assert french("Vraiment ? « oui » : 12 500 € ; 30 % !") == (
        f"Vraiment{NO_BREAK}? «{NO_BREAK}oui{NO_BREAK}»{NO_BREAK}: "
        f"12{NO_BREAK}500{NO_BREAK}€{NO_BREAK}; 30{NO_BREAK}%{NO_BREAK}!"
    )
    assert french("l'objectif http://a.fr 14:30") == "l’objectif http://a.fr 14:30"


def test_a_quote_keeps_its_letters() -> None:
    assert clean("d'où ? « oui » œ → \t x") == "d'où ? « oui » œ → x"
    assert clean("a\x00b\u202ec\u200bd\ud800e\ufffef") == "abcd\ufffdef"
    assert clean("e\u0301te\u0301") == "été"


def test_a_very_long_quote_says_that_it_goes_on() -> None:
    assert quoted_beginning("un deux trois quatre", 15) == f"«{NO_BREAK}un deux trois […]{NO_BREAK}»"
    assert quoted_beginning("x" * 30, 10) == f"«{NO_BREAK}{'x' * 10} […]{NO_BREAK}»"
    assert quoted_beginning(NEAR, 500) == f"«{NO_BREAK}{NEAR}{NO_BREAK}»"


@pytest.mark.parametrize("form", ["docx", "pdf", "md"])
def test_degenerate_reviews_are_written(form: str, review: Review, referential: Referential) -> None:
    empty = review.model_copy(update={"criteria": (), "expected_elements": (), "summary": "", "warnings": ()})
    unknown = review.model_copy(update={"exam": "X9", "pages": None, "words": 0})
    crowded = review.model_copy(update={"criteria": review.criteria * 15})
    for given in (empty, unknown, crowded):
        assert write_review(given, referential, form)  # type: ignore[arg-type]
