from langchain_core.retrievers import BaseRetriever

from assistant import Coach
from assistant.search.lexical import LexicalIndex, stems


def best(coach: Coach, question: str) -> str:
    return next(str(key) for found in coach.searcher.search(question) if (key := found.target.entry))


def test_a_situation_finds_its_criterion_without_its_words(coach: Coach) -> None:
    assert best(coach, "mon binôme recopie les news à la main, ça coûte des points ?") == "criterion:C1.1-C1.4/4"


def test_probabilities_sum_to_one_and_fall(coach: Coach) -> None:
    found = coach.searcher.search("faut-il un budget détaillé ?")
    probabilities = [item.probability for item in found]
    assert abs(sum(probabilities) - 1.0) < 1e-3
    assert probabilities == sorted(probabilities, reverse=True)


def test_a_search_can_keep_to_an_exam(coach: Coach) -> None:
    entries = [key for found in coach.searcher.search("le budget", ["C5.3"]) if (key := found.target.entry)]
    assert {key.id.partition("/")[0] for key in entries} == {"C5.3"}


def test_it_is_a_langchain_retriever(coach: Coach) -> None:
    assert isinstance(coach.retriever, BaseRetriever)
    documents = coach.retriever.invoke("ma grille d'offres donne le même coefficient à tous les critères")
    assert len(documents) == 10
    assert documents[0].metadata["id"] == "C3.3/3"
    assert documents[0].page_content == coach.referential.criterion("C3.3/3").text
    assert len(coach.retriever.batch(["le budget", "la veille"])) == 2


def test_stems_ignore_accents_and_endings() -> None:
    assert stems("les ÉTAPES détaillées") == stems("etape detaillee")


def test_lexical_search_survives_missing_accents_and_unknown_words() -> None:
    index = LexicalIndex.build(["Les étapes du projet", "le budget détaillé", "outils de collecte"])
    assert int(index.scores("etape zzz").argmax()) == 0
    assert index.scores("zzz").tolist() == [0.0, 0.0, 0.0]
