"""The terms of the trade that the référentiel uses."""

from functools import lru_cache

from assistant.referential.wording import words


@lru_cache(maxsize=256)
def glossary_terms(term: str, aliases: tuple[str, ...]) -> tuple[str, ...]:
    """Return the folded words under which a term of the glossary is looked for."""
    return tuple(dict.fromkeys(" ".join(words(name)) for name in (term, *aliases)))
