from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.judging.figures import plain
from assistant.language.grounding import citations, figures, quotes, unsupported_figures, unsupported_quotes
from assistant.language.number_words import find_numbers

UNITS = ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"]  # fmt: skip
TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}


def in_words(number: int) -> str:
    """A number below a thousand million, as French schools write it."""
    for scale, name in ((10**6, "million"), (1000, "mille")):
        if number >= scale:
            head, rest = divmod(number, scale)
            many = f"{in_words(head)} {name}{'s' if head > 1 and scale > 1000 else ''}"
            many = "mille" if scale == 1000 and head == 1 else many
            return f"{many} {in_words(rest)}" if rest else many
    if number >= 100:
        head, rest = divmod(number, 100)
        hundred = "cent" if head == 1 else f"{UNITS[head]} cent{'' if rest else 's'}"
        return f"{hundred} {in_words(rest)}" if rest else hundred
    if number < 20:
        return UNITS[number]
    if number >= 80:
        return "quatre-vingts" if number == 80 else f"quatre-vingt-{UNITS[number - 80]}"
    tens, rest = (60, number - 60) if number >= 60 else (number // 10 * 10, number % 10)
    if rest == 0:
        return TENS[tens]
    return f"{TENS[tens]} et {UNITS[rest]}" if rest in {1, 11} else f"{TENS[tens]}-{UNITS[rest]}"


@given(st.integers(2, 999_999_999))
def test_numbers_in_words_are_read(number: int) -> None:
    written = plain(in_words(number))
    assert find_numbers(written) == [(0, len(written), number)]


@given(st.integers(0, 99), st.integers(0, 99), st.sampled_from([", ", " et ", " ou ", " x "]))
def test_two_numbers_are_two(first: int, second: int, between: str) -> None:
    text = plain(f"{in_words(first)}{between}{in_words(second)}")
    assert [value for _, _, value in find_numbers(text)] in ([first, second], [first + second])
    if between != " et ":
        assert [value for _, _, value in find_numbers(text)] == [first, second]


@pytest.mark.parametrize(
    "text", ["", "et", "une", "les millions", "cents", "l’huître", "septembre", "vingtaine", "et et un"]
)
def test_what_is_hardly_a_number_breaks_nothing(text: str) -> None:
    assert all(end <= len(text) for _, end, _ in find_numbers(plain(text)))


SAME = [
    ["30 min", "30 minutes", "trente minutes", "une demi-heure", "30\u00a0min.", "0,5 heure", "1800 secondes"],
    ["1 h 30", "1h30", "1\u202fh\u202f30", "une heure trente", "une heure et demie", "90 minutes", "quatre-vingt-dix minutes", "1 heure et 30 minutes"],
    ["45 000 €", "45\u202f000 €", "45 k€", "45.000 euros", "quarante-cinq mille euros", "45000 EUR", "45 mille euros"],
    ["40 %", "40%", "quarante pour cent", "40 pour cent"],
    ["1,2 million d’euros", "1 200 000 €", "1,2 M€"],
    ["12 mars 2024", "12/03/2024", "2024-03-12", "12.03.24"],
    ["1er mai 2025", "1 mai 2025", "01/05/2025"],
    ["deux semaines", "2 semaines"],
    ["C3.3", "c3.3"],
    ["vingt diapositives", "20 slides", "20 diapos"],
    ["trois quarts d’heure", "45 minutes"],
    ["1 200 mots", "1200 mots", "mille deux cents mots"],
]  # fmt: skip


@pytest.mark.parametrize("ways", SAME, ids=lambda ways: ways[0])
def test_the_same_figure_in_other_words_is_supported(ways: list[str]) -> None:
    for way in ways:
        assert len(figures(f"Soit {way} en tout.")) == 1, way
        for other in ways:
            assert unsupported_figures(f"Soit {way} en tout.", [f"Il y a {other}, dit le jury."]) == (), (way, other)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("30 minutes", "20 minutes"),
        ("trente minutes", "30 pages"),
        ("30 min", "30 jours"),
        ("1 h 30", "1 h"),
        ("40 %", "40 €"),
        ("45 000 €", "45 €"),
        ("12 mars 2024", "13 mars 2024"),
        ("12 mars 2024", "mars 2024"),
        ("en 2025", "12 mars 2024"),
        ("C3.3", "C3.4 et C3"),
        ("GA4", "GA3"),
        ("cinq outils", "quatre outils"),
        ("20 à 30 minutes", "20 minutes"),
        ("45,000", "45"),
    ],
)
def test_an_invented_figure_is_found(claim: str, evidence: str) -> None:
    assert len(unsupported_figures(f"Prévoyez {claim}.", [evidence])) == 1
    assert len(unsupported_figures(f"Prévoyez {claim}.", [])) >= 1


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("mars 2024", "12 mars 2024"),
        ("en 2024", "12/03/2024"),
        ("20 minutes", "durée (min) : 20"),
        ("20", "20 minutes"),
        ("vingt à trente minutes", "20-30 min"),
        ("entre 20 et 30 minutes", "de vingt à trente minutes"),
        ("10/20", "10 sur 20"),
        ("2 ou 3 pages", "deux pages ou trois pages"),
    ],
)
def test_what_evidence_says_more_fully_is_supported(claim: str, evidence: str) -> None:
    assert unsupported_figures(claim, [evidence]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "1. Nommez vos outils. [1]\n2. Datez-les. [2][3]\n- 3) Chiffrez. [4, 5]",
        "Une page, un outil, les deux oraux, ces trois points.",
        "En B2B, une image 3D, la 2e année, le 1er critère, h1.",
        "Au mois de mars, en mai.",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert figures(text) == ()


@given(st.text(alphabet="0123456789 ,.h€%/-minéàuxdetrois[]\n« »'"))
def test_figures_stand_where_they_say(text: str) -> None:
    found = figures(text)
    for figure in found:
        assert text[figure.start : figure.end] == figure.text
    for first, second in pairwise(found):
        assert first.end <= second.start
    assert unsupported_figures(text, [text]) == ()


@given(st.integers(2, 10_000), st.integers(2, 10_000))
def test_two_amounts_are_the_same_only_if_they_are(first: int, second: int) -> None:
    assert (unsupported_figures(f"{first} €", [f"un budget de {second} euros"]) == ()) == (first == second)


def test_a_figure_has_value_and_unit() -> None:
    (duration, amount) = figures("Comptez 1 h 15 et 12,5 k€.")
    assert (duration.value, duration.unit, duration.text) == (Decimal(4500), "s", "1 h 15")
    assert (amount.value, amount.unit) == (Decimal(12500), "€")


EVIDENCE = ["Les outils mis en place pour collecter les informations sont spécifiés et permettent l'automa-\ntisation."]


@pytest.mark.parametrize(
    "text",
    [
        "« Les outils mis en place »",
        "« les outils mis en place »",
        "“permettent l’automatisation”",
        '"sont spécifiés"',
        "« Les outils […] permettent l’automatisation. »",
        "« Les outils mis en place… »",
        "«\u00a0pour collecter\u202fles informations\u00a0»",
        "sans guillemets",
        "« l’automatisation », “spécifiés”",
    ],
)
def test_quotes_of_the_evidence(text: str) -> None:
    assert unsupported_quotes(text, EVIDENCE) == ()


@pytest.mark.parametrize(
    "text",
    [
        "« Les outils mis en œuvre »",
        "« permettent […] les outils »",
        "« outil »",
        "« place pour collecte »",
        '"budget"',
        "« Il dit “sont chers” »",
        "« … »",
    ],
)
def test_invented_quotes(text: str) -> None:
    assert unsupported_quotes(text, EVIDENCE) != ()


def test_quotes_are_found_whatever_their_marks() -> None:
    assert quotes('« un », “deux” et "trois" ; l’« avant “dedans” après »') == (
        "un",
        "deux",
        "trois",
        "avant “dedans” après",
        "dedans",
    )
    assert quotes("« pas fermé, “non plus") == ()
    assert quotes('l’écran de 15" et l\'autre de 17"') == ()


@given(
    st.text(min_size=1).filter(
        lambda text: any(letter.isalnum() for letter in text) and not set(text) & set('«»“”„"….[]()')
    )
)
def test_words_of_the_evidence_are_always_found_again(text: str) -> None:
    found = quotes(f"« {text} »")
    assert found == () or unsupported_quotes(f"« {text} »", [f"avant {text} après"]) == ()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Oui [1].", (1,)),
        ("[2][1] puis [2]", (2, 1)),
        ("[1, 3 ; 5]", (1, 3, 5)),
        ("[2-4]", (2, 3, 4)),
        ("[2–3]", (2, 3)),
        ("[lien](1) [5](http://x) [a] [PERSONNE_1] []", ()),
    ],
)
def test_citations(text: str, ids: tuple[int, ...]) -> None:
    assert citations(text) == ids
