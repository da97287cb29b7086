import time
from pathlib import Path

import pytest

from assistant.dossier.refusals import DraftError
from assistant.web import uploads as uploads_module
from assistant.web.uploads import KEPT_S, MOST, UploadError, Uploads


def test_an_upload_is_taken_once_by_its_sender() -> None:
    uploads = Uploads(1)
    reference = uploads.keep("ada", "C:\\dossiers\\Mon dossier.docx", b"abc")
    draft = uploads.take({"path": reference, "orig_name": "autre.pdf"}, "ada")
    assert (draft.name, draft.data) == ("Mon dossier.docx", b"abc")
    assert len(uploads) == 0
    with pytest.raises(DraftError, match="n’a pas été envoyé"):
        uploads.take({"path": reference}, "ada")


def test_the_same_file_of_two_senders_is_two() -> None:
    uploads = Uploads(1)
    mine, theirs = (uploads.keep(owner, "a.txt", b"abc") for owner in ("ada", "eve"))
    assert mine != theirs
    with pytest.raises(DraftError, match="n’a pas été envoyé"):
        uploads.take({"path": mine}, "eve")
    assert uploads.take({"path": mine}, "ada").data == b"abc"
    assert uploads.take({"path": theirs}, "eve").data == b"abc"


def test_no_other_file_is_read_nor_deleted(tmp_path: Path) -> None:
    uploads = Uploads(1)
    uploads.keep("ada", "a.txt", b"abc")
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    (tmp_path / "link").symlink_to(secret)
    for path in (
        str(secret),
        str(tmp_path / ".." / tmp_path.name / "secret.txt"),
        str(tmp_path / "link"),
        str(tmp_path),
        "http://mal.example/x",
        "a.txt",
        "",
        "a\0b",
        None,
        ["a.txt"],
    ):
        for owner in ("ada", ""):
            with pytest.raises(DraftError, match="n’a pas été envoyé"):
                uploads.take({"path": path}, owner)
    for file in (None, "a.txt", [], {}):
        with pytest.raises(DraftError, match="n’a pas été envoyé"):
            uploads.take(file, "ada")
    assert secret.read_text(encoding="utf-8") == "secret"
    assert len(uploads) == 1


def test_an_upload_that_nobody_uses_is_forgotten_in_minutes() -> None:
    uploads = Uploads(1)
    uploads.keep("ada", "a.txt", b"abc")
    now = time.monotonic()
    uploads.sweep(now + KEPT_S - 1)
    assert len(uploads) == 1
    uploads.sweep(now + KEPT_S + 1)
    assert len(uploads) == 0
    assert KEPT_S <= 600


@pytest.mark.parametrize("name", ["a.exe", "a", "", ".docx", "a.docx.zip", "a.docm", "a.png", "a.svg", "a.py"])
def test_only_the_formats_of_drafts_are_taken(name: str) -> None:
    with pytest.raises(UploadError, match="format") as refused:
        Uploads(1).keep("ada", name, b"abc")
    assert refused.value.status == 415


def test_size_number_and_total_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    uploads = Uploads(1)
    with pytest.raises(UploadError, match="1,0 Mo") as too_big:
        uploads.keep("ada", "a.pdf", bytes(1024 * 1024 + 1))
    assert too_big.value.status == 413
    for _ in range(MOST):
        uploads.keep("ada", "a.pdf", b"abc")
    with pytest.raises(UploadError, match="en attente") as too_many:
        uploads.keep("ada", "a.pdf", b"abc")
    assert too_many.value.status == 429
    uploads.keep("bob", "a.pdf", b"abc")
    monkeypatch.setattr(uploads_module, "MOST_MEGABYTES", 1e-6)
    with pytest.raises(UploadError, match="trop de fichiers") as full:
        uploads.keep("bob", "a.pdf", b"abc")
    assert full.value.status == 503
