"""Paths that lead to no draft: each is made in an empty folder, by name."""

import os
from collections.abc import Callable
from pathlib import Path

from evals.datasets.drafts import LabelledDraft
from evals.datasets.rendering import render

Place = Callable[[Path, LabelledDraft], Path]


class CannotBeMadeError(Exception):
    """This machine or this person can't make the file: the case is left out, and said to be."""


def _folder(folder: Path, _draft: LabelledDraft) -> Path:
    (folder / "brouillons").mkdir()
    return folder / "brouillons"


def _unreadable(folder: Path, draft: LabelledDraft) -> Path:
    path = folder / "ferme.txt"
    path.write_bytes(render(draft, "txt"))
    path.chmod(0)
    if os.access(path, os.R_OK):
        raise CannotBeMadeError("permissions mean nothing to whoever runs this")
    return path


def _pipe(folder: Path, _draft: LabelledDraft) -> Path:
    if not hasattr(os, "mkfifo"):
        raise CannotBeMadeError("no named pipes here")
    os.mkfifo(folder / "tuyau.txt")
    return folder / "tuyau.txt"


def _loop(folder: Path, _draft: LabelledDraft) -> Path:
    (folder / "boucle.docx").symlink_to(folder / "boucle.docx")
    return folder / "boucle.docx"


def _inside_a_file(folder: Path, draft: LabelledDraft) -> Path:
    (folder / "cahier.txt").write_bytes(render(draft, "txt"))
    return folder / "cahier.txt" / "annexe.docx"


PLACES: dict[str, Place] = {
    "folder": _folder,
    "missing": lambda folder, _: folder / "absent.docx",
    "missing_long_name": lambda folder, _: folder / ("long" * 75 + ".docx"),
    "missing_two_lines": lambda folder, _: folder / "deux\nlignes.docx",
    "nul_in_the_name": lambda folder, _: folder / "nul\0.docx",
    "unreadable": _unreadable,
    "pipe": _pipe,
    "loop": _loop,
    "inside_a_file": _inside_a_file,
}
"""Makers of paths by name: each gets an empty folder."""
