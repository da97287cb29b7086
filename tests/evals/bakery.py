"""Another trade: an invented référentiel without anything that comes with one, and sets of its own."""

from pathlib import Path

from assistant import Coach
from assistant.settings import get_settings

FOLDER = Path(__file__).parent / "data" / "bakery"
CORPUS = FOLDER / "corpus"
SETS = FOLDER / "sets"


def bakery_coach() -> Coach:
    """Return a coach of it; its small index is built once, and kept between runs as ours is."""
    return Coach(get_settings().model_copy(update={"corpus": CORPUS}))
