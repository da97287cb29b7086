"""The forms in which documents are written, and the sentences for those that aren't known."""

from pathlib import PurePath
from typing import Literal, get_args

Form = Literal["docx", "pdf", "md", "json"]
CohortForm = Literal["csv", "xlsx", "md", "json"]


class ReportError(Exception):
    """The report can't be written. The message is one French sentence."""


def form_of(path: PurePath | str) -> Form:
    """Return the form that a file's name asks for. Raises ReportError for any other."""
    return _form_among(path, get_args(Form))  # type: ignore[return-value]


def cohort_form_of(path: PurePath | str) -> CohortForm:
    """Return the form of a year group's table that a file's name asks for. Raises ReportError for any other."""
    return _form_among(path, get_args(CohortForm))  # type: ignore[return-value]


def _form_among(path: PurePath | str, forms: tuple[str, ...]) -> str:
    extension = PurePath(path).suffix.lower().removeprefix(".")
    if extension in forms:
        return extension
    given = f"L’extension « .{extension} » n’est pas prise en charge" if extension else "Le nom n’a pas d’extension"
    raise ReportError(f"{given} : donnez un nom de fichier en {_choices([f'.{form}' for form in forms])}.")


def unknown_form(form: object, forms: object) -> ReportError:
    """Return the error for a form that isn't among those."""
    return ReportError(f"La forme « {form} » est inconnue : choisissez {_choices(list(get_args(forms)))}.")


def _choices(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} ou {names[-1]}"
