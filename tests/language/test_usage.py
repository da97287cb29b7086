"""What calls took, counted and said."""

import pytest

from assistant.language.usage import Meter, Prices, Usage


def test_calls_add_up_to_tokens_and_euros() -> None:
    meter = Meter(Prices(input=0.1, output=0.3))
    meter.add(4000, 500, estimated=False, prices=Prices())
    meter.add(120, 110, estimated=False, prices=Prices())
    assert meter.usage == Usage(2, 4120, 610, pytest.approx((4120 * 0.1 + 610 * 0.3) / 1e6))  # type: ignore[arg-type]


def test_it_is_said_to_whoever_pays() -> None:
    assert Usage(2, 4120, 610, 0.0123).sentence == (
        "2 appels au modèle\u00a0: 4\u202f120 jetons envoyés et 610 reçus, 0,0123\u00a0€."
    )
    assert Usage(1, 90, 8, None, estimated=True).sentence == (
        "1 appel au modèle\u00a0: environ 90 jetons envoyés et 8 reçus."
    )
    assert Usage().sentence == ""
