from hypothesis import given
from hypothesis import strategies as st

from assistant.referential.wording import fold, fold_spaces, words


def test_what_counts_as_the_same() -> None:
    assert fold("L’élève «\u00a0hors‑ligne\u00a0»") == fold('l\'eleve " hors-ligne "')
    assert words("l’étude de cas n°3") == ["l", "etude", "de", "cas", "n", "3"] or words("l’étude") == ["l", "etude"]


@given(st.text(max_size=300))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold_spaces(fold_spaces(text)) == fold_spaces(text)
    assert words(" ".join(words(text))) == words(text)
