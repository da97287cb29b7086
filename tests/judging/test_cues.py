"""Signs in passages: what makes content, what makes an announcement."""

import numpy as np
import pytest

from assistant.judging.cues import NAMES, CueReader, Cues
from assistant.referential.model import Referential


@pytest.fixture(scope="module")
def reader(referential: Referential) -> CueReader:
    return CueReader.of(referential)


def read(reader: CueReader, text: str) -> Cues:
    return reader.read(text, in_table=False)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Le lot vidéo est plafonné à 4 500 € HT.", "amount"),
        ("Le prix compte pour 30 % de la note.", "percentage"),
        ("Remise des offres le 12 mars 2026 à midi.", "date"),
        ("Livraison en S14, puis relecture.", "date"),
        ("Chaque film dure 90 secondes, en 3 semaines.", "duration"),
        ("Studio Lumen est moins cher que les autres.", "comparison"),
        ("Ce critère pèse lourd parce que la date ne bouge pas.", "reason"),
        ("La directrice de la boutique valide chaque texte.", "role"),
        ("Le planning sera défini avec le client.", "deferral"),
        ("Budget : à préciser", "deferral"),
        ("Les agences restent à trouver après la réunion de rentrée.", "deferral"),
        ("Agence : [nom de l’agence]", "placeholder"),
        ("Vous préciserez les critères de sélection.", "instruction"),
        ("Il est essentiel de bien choisir ses prestataires.", "importance"),
    ],
)
def test_a_sign_is_found(reader: CueReader, text: str, sign: str) -> None:
    assert read(reader, text).has(sign)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Nous avons choisi Studio Lumen pour ses films.", "deferral"),
        ("Le prix pèse 30 points sur 100.", "placeholder"),
        ("Nous visons les familles du quartier.", "amount"),
        ("La directrice a choisi.", "date"),
    ],
)
def test_a_sign_is_not_seen_where_there_is_none(reader: CueReader, text: str, sign: str) -> None:
    assert not read(reader, text).has(sign)


def test_the_words_of_the_referential_are_recognised(reader: CueReader, referential: Referential) -> None:
    own = read(
        reader, "Nous avons retenu trois studios de Nantes, rencontrés en octobre, pour tourner nos films courts."
    )
    borrowed = read(reader, referential.criteria[3].text)
    place = NAMES.index("borrowed")
    assert borrowed.values[place] == 1.0
    assert own.values[place] == 0.0


def test_a_passage_without_words_has_finite_signs(reader: CueReader) -> None:
    for text in ("", "…", "   ", "💥"):
        values = read(reader, text).values
        assert values.shape == (len(NAMES),)
        assert np.isfinite(values).all()


def test_expected_signs_are_counted(reader: CueReader) -> None:
    cues = read(reader, "Lot vidéo : 4 500 € HT")
    assert cues.share(["amount"]) == 1.0
    assert cues.share(["amount", "date"]) == 0.5
    assert cues.share([]) == 1.0
