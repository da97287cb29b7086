import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.coaching.asking.listed import listed_in, ordinal_in, pick
from assistant.referential.model import EntryKey, EntryKind, Referential

CRITERIA = "Pour **C3.3** (sélection), le jury juge **3 critères** :\n\n1. **C3.3/4** : « a »\n2. **C3.3/1** : « b »\n3. **C3.3/6** : « c »"
PAIR = "Elle s’évalue par : C5.1-C5.2 (coordination), C5.3 (management)."
ACTIVITIES = "**A1** — Veille\n\n- **C1.1-C1.4** — veille : 30 minutes\n\n**A2** — Conception\n\n- **C2.1-C2.6** — conception\n\n**A3** — Déploiement"


def test_what_an_answer_sets_out(referential: Referential) -> None:
    assert [key.id for key in listed_in(CRITERIA, referential)[EntryKind.CRITERION]] == ["C3.3/4", "C3.3/1", "C3.3/6"]
    assert [key.id for key in listed_in(PAIR, referential)[EntryKind.EXAM]] == ["C5.1-C5.2", "C5.3"]
    assert [key.id for key in listed_in(ACTIVITIES, referential)[EntryKind.ACTIVITY]] == ["A1", "A2", "A3"]
    assert not any(listed_in("", referential).values())


def test_codes_that_do_not_exist_are_not_listed(referential: Referential) -> None:
    assert not any(listed_in("- **C3.3/99** : « a »\n- **A9** — b\n- **C8.1 (c)**", referential).values())


@pytest.mark.parametrize(
    ("question", "asked", "answer", "expected"),
    [
        ("la 2e des deux", "", PAIR, "C5.3"),
        ("le deuxième", "", CRITERIA, "C3.3/1"),
        ("et le dernier", "", CRITERIA, "C3.3/6"),
        ("l'avant-dernier critère", "", CRITERIA, "C3.3/1"),
        ("la troisième", "c'est quoi les activités ?", ACTIVITIES, "A3"),
        ("la deuxième", "quelles épreuves ?", ACTIVITIES, "C2.1-C2.6"),
        ("the second one", "", PAIR, "C5.3"),
    ],
)
def test_an_ordinal_counts_in_the_list(
    question: str, asked: str, answer: str, expected: str, referential: Referential
) -> None:
    key = pick(question, asked, [listed_in(answer, referential)])
    assert key is not None
    assert key.id == expected


@pytest.mark.parametrize("question", ["", "détaille", "la 7e", "le 2e des deux", "en premier", "les trois premiers"])
def test_an_ordinal_that_counts_nothing(question: str, referential: Referential) -> None:
    assert pick(question, "", [listed_in(CRITERIA, referential)]) is None


def test_the_list_of_two_turns_ago(referential: Referential) -> None:
    lists = [listed_in("Avec plaisir !", referential), listed_in(PAIR, referential)]
    assert pick("la première", "", lists) == EntryKey(EntryKind.EXAM, "C5.1-C5.2")


@given(st.integers(1, 8), st.integers(2, 8))
def test_ranks_of_numbers(rank: int, size: int) -> None:
    words = f"la {rank}e" if rank > 1 else "la premiere"
    assert ordinal_in(words) == rank
    keys = tuple(EntryKey(EntryKind.EXAM, str(n)) for n in range(1, size + 1))
    picked = pick(words, "", [{EntryKind.EXAM: keys}])
    assert (picked.id if picked else None) == (str(rank) if rank <= size else None)
