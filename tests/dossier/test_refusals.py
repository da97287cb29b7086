"""Every bad input gets its own sentence, and the program goes on."""

import errno
import hashlib
import io
import os
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.dossier.limits import ReadingLimits
from assistant.dossier.reading import DraftError, read_draft
from assistant.dossier.refusals import quotable
from assistant.failures import reason_of
from tests.dossier import making

PDF = making.pdf(lambda canvas: canvas.drawString(72, 700, "Nous retenons l’agence Lumen pour 12 400 euros."))
DOCX = making.docx()
XML = b'<?xml version="1.0"?>'
LAUGHS = b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]>'


def _noise(seed: int) -> bytes:
    return b"".join(hashlib.sha256(bytes([seed, number])).digest() for number in range(120))


def _encrypted_pdf() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(PDF)))
    writer.encrypt("secret", algorithm="AES-256")
    return making.saved(writer.write)


def _bomb() -> bytes:
    return making.added(DOCX, word__media__image1=bytes(60 * 1024 * 1024))


def _overlapping_names() -> bytes:
    return making.archive({f"word/media/{number}": b"x" for number in range(5000)} | {"word/document.xml": XML})


def _entities(data: bytes, name: str) -> bytes:
    return making.changed(data, name, lambda xml: XML + LAUGHS + xml.split(b"?>", 1)[-1])


def _utf16_entities() -> bytes:
    def change(xml: bytes) -> bytes:
        text = '<?xml version="1.0" encoding="UTF-16"?>' + LAUGHS.decode() + xml.decode().split("?>", 1)[-1]
        return text.encode("utf-16")

    return making.changed(DOCX, "word/document.xml", change)


def _locked_zip() -> bytes:
    data = bytearray(making.archive({"word/document.xml": b"x" * 30, "[Content_Types].xml": b"<Types/>"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            flags = struct.unpack_from("<H", data, at + offset)[0]
            struct.pack_into("<H", data, at + offset, flags | 1)
            at = data.find(mark, at + 4)
    return bytes(data)


def _pages(count: int) -> bytes:
    def draw(canvas: "making.Any") -> None:
        for number in range(count):
            canvas.drawString(72, 700, f"Page numéro {number}")
            canvas.showPage()

    return making.pdf(draw)


CASES = {
    "lock file of Word": ("~$ahier.docx", b"\x05Marie" + bytes(150), "fichier de verrouillage"),
    "lock file of LibreOffice": (".~lock.cahier.odt#", b",marie,poste,", "fichier de verrouillage"),
    "nothing": ("vide.docx", b"", "est vide (0 octet)"),
    "only blanks": ("blanc.txt", b"  \n\t \r\n", "aucun texte"),
    "no text in a DOCX": ("rien.docx", making.docx(lambda document: None), "aucun texte"),
    "no text in a PDF": ("rien.pdf", making.pdf(lambda canvas: canvas.rect(10, 10, 50, 50)), "aucun texte"),
    "encrypted PDF": ("secret.pdf", _encrypted_pdf(), "PDF est protégé par un mot de passe"),
    "encrypted DOCX": ("secret.docx", making.ole("EncryptedPackage"), "document est protégé par un mot de passe"),
    "locked archive": ("secret.docx", _locked_zip(), "document est protégé par un mot de passe"),
    "old Word": ("ancien.doc", making.ole("WordDocument"), "Word d’avant 2007"),
    "old Word renamed": ("ancien.docx", making.ole("WordDocument"), "Word d’avant 2007"),
    "old PowerPoint": ("ancien.ppt", making.ole("PowerPoint Document"), "PowerPoint d’avant 2007"),
    "old Excel": ("ancien.xls", making.ole("Workbook"), "Excel d’avant 2007"),
    "RTF": ("texte.rtf", b"{\\rtf1\\ansi Bonjour}", "document RTF"),
    "flat ODT": ("plat.fodt", XML + b'<office:document xmlns:office="urn:x"/>', "XML à plat"),
    "macros by name": ("macro.docm", DOCX, "contient des macros"),
    "macros inside": ("macro.docx", making.added(DOCX, **{"word__vbaProject.bin": b"x"}), "contient des macros"),
    "truncated DOCX": ("coupe.docx", DOCX[: len(DOCX) // 2], "est incomplet"),
    "truncated PDF": ("coupe.pdf", PDF[: len(PDF) // 2], "est incomplet"),
    "broken XML": ("casse.docx", making.changed(DOCX, "word/document.xml", lambda xml: xml[:-40]), "est endommagé"),
    "broken PDF": ("casse.pdf", b"%PDF-1.4\n" + b"gibberish " * 50 + b"\nstartxref\n12\n%%EOF", "est endommagé"),
    "no main part": ("casse.docx", making.archive({"[Content_Types].xml": b"<Types/>"}), "est endommagé"),
    "zip bomb": ("bombe.docx", _bomb(), "bombe"),
    "too many files inside": ("membres.docx", _overlapping_names(), "fichiers internes"),
    "entities in DOCX": ("entites.docx", _entities(DOCX, "word/document.xml"), "entités XML"),
    "entities in UTF-16": ("entites.docx", _utf16_entities(), "entités XML"),
    "picture": ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "image PNG"),
    "picture renamed": ("photo.pdf", b"\xff\xd8\xff\xe0" + bytes(50), "image JPEG"),
    "workbook": ("tableau.xlsx", making.archive({"xl/workbook.xml": XML, "[Content_Types].xml": XML}), "tableur"),
    "archive": ("dossier.zip", making.archive({"cahier.docx": DOCX}), "archive ZIP"),
    "Pages": ("cahier.pages", making.archive({"Index/Document.iwa": b"x"}), "iWork"),
    "program": ("cahier.exe", b"MZ\x90\0\x03" + bytes(100), "programme"),
    "binary named txt": ("bruit.txt", _noise(1), "données binaires"),
    "binary named docx": ("bruit.docx", _noise(2), "est endommagé"),
    "binary named pdf": ("bruit.pdf", _noise(3), "est endommagé"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "sentence"), CASES.values(), ids=list(CASES))
def test_a_clear_sentence(name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(DraftError) as caught:
        if name.startswith(("~$", ".~")) or not data:
            read_draft(data, name)
        else:
            making.read(data, name)
    message = str(caught.value)
    assert sentence in message
    assert message.endswith(".")
    assert "\n" not in message
    assert "Error" not in message


def test_entities_in_opendocument_and_decks() -> None:
    odt = making.odt(lambda body: body.append("Bonjour"))
    deck = making.pptx(lambda deck: deck.slides.add_slide(deck.slide_layouts[5]))
    for data, name, part in ((odt, "a.odt", "content.xml"), (deck, "a.pptx", "ppt/slides/slide1.xml")):
        with pytest.raises(DraftError, match="entités XML"):
            making.read(_entities(data, part), name)


def test_pages_and_slides_are_counted() -> None:
    limits = ReadingLimits(pages=3)
    with pytest.raises(DraftError, match="4 pages, plus que les 3 admises"):
        making.read(_pages(3), "long.pdf", limits)

    def build(deck: "making.Any") -> None:
        for _ in range(4):
            deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "Titre"

    with pytest.raises(DraftError, match="4 diapositives, plus que les 3 admises"):
        making.read(making.pptx(build), "long.pptx", limits)


def test_places_that_are_no_draft(tmp_path: Path) -> None:
    folder = tmp_path / "brouillons"
    folder.mkdir()
    big = tmp_path / "gros.txt"
    big.write_bytes(b"mot " * 1000)
    pipe = tmp_path / "tuyau"
    os.mkfifo(pipe)
    for path, limits, sentence in (
        (tmp_path / "absent.docx", None, "introuvable"),
        (folder, None, "est un dossier"),
        (pipe, None, "pas un fichier ordinaire"),
        (big, ReadingLimits(file_bytes=2000), "Le fichier pèse"),
        (tmp_path / ("x" * 300), None, "ne peut pas être ouvert"),
    ):
        with pytest.raises(DraftError, match=sentence):
            read_draft(path, limits=limits)


def _words(row: int) -> str:
    """A paragraph that no two are alike: what repeats itself is a decompression bomb."""
    return " ".join(f"mot{(row + 1) * (column + 7) * 7919 % 99_991}" for column in range(300))


def test_time_is_bounded() -> None:
    heavy = making.docx(lambda document: [document.add_paragraph(_words(row)) for row in range(1500)])
    with pytest.raises(DraftError, match="a dépassé 0,05 secondes"):
        read_draft(heavy, "lourd.docx", ReadingLimits(seconds=0.05))


def test_memory_is_bounded() -> None:
    many = making.docx(lambda document: [document.add_paragraph(f"Phrase {n}. " * 40) for n in range(3000)])
    with pytest.raises(DraftError, match="mémoire"):
        read_draft(many, "lourd.docx", ReadingLimits(memory_bytes=24 * 1024 * 1024))


def test_the_program_goes_on_after_a_refusal() -> None:
    with pytest.raises(DraftError):
        read_draft(DOCX[:500], "coupe.docx")
    assert read_draft(DOCX, "bon.docx").words == 8


def test_a_missing_part_is_no_obstacle() -> None:
    """Word writes relationships to « NULL » when a picture is lost: the text is there all the same."""
    relation = (
        b'<Relationship Id="rId99" Target="NULL" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>'
    )
    data = making.changed(DOCX, "word/_rels/document.xml.rels", lambda xml: xml.replace(b"</Relationships>", relation))
    assert making.read(data, "bon.docx").words == 8


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a.pdf", "a.odt", "a.pptx", "a"]))
def test_random_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        making.read(data, name)
    except DraftError as error:
        assert str(error)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, len(PDF) - 1), st.binary(min_size=1, max_size=12))
def test_a_damaged_pdf_is_read_or_refused(at: int, noise: bytes) -> None:
    try:
        making.read(PDF[:at] + noise + PDF[at + len(noise) :], "a.pdf")
    except DraftError as error:
        assert str(error)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    st.sampled_from(["word/document.xml", "word/styles.xml", "[Content_Types].xml"]),
    st.integers(0, 3000),
    st.binary(max_size=8),
)
def test_a_damaged_docx_is_read_or_refused(name: str, at: int, noise: bytes) -> None:
    data = making.changed(DOCX, name, lambda xml: xml[:at] + noise + xml[at + len(noise) :])
    try:
        making.read(data, "a.docx")
    except DraftError as error:
        assert str(error)
    except Exception as error:  # any other failure is turned into a sentence by the reading process
        assert not isinstance(error, zipfile.BadZipFile)


NAMES = (
    "deux\nlignes.docx",
    "nul\0.docx",
    "\u202excod.exe.docx",
    "\x1b[31mrouge.docx",
    "ligne\u2028.docx",
    "n" * 300 + ".docx",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stands_in_a_sentence_whatever_it_holds(name: str, tmp_path: Path) -> None:
    for source in (b"", bytes(100), tmp_path / name):
        with pytest.raises(DraftError) as caught:
            read_draft(source, name)
        message = str(caught.value)
        assert message.replace("\u00a0", " ").isprintable()
        assert len(message) < 250
        assert message.endswith(".")
    assert read_draft(DOCX, name).file.isprintable()


def test_names_that_are_long_are_kept_and_shown_in_part() -> None:
    assert read_draft(DOCX, "n" * 300 + ".docx").file == "n" * 300 + ".docx"
    shown = quotable("début " + "n" * 300 + " fin.docx")
    assert shown.startswith("début nnn")
    assert shown.endswith("n fin.docx")
    assert len(shown) <= 100
    assert quotable("cahier des charges.docx") == "cahier des charges.docx"


@pytest.mark.parametrize("code", sorted(errno.errorcode))
def test_the_system_is_never_quoted_in_its_own_words(code: int) -> None:
    reason = reason_of(OSError(code, os.strerror(code)))
    assert os.strerror(code) not in reason
    assert reason


def test_a_file_of_a_byte_too_many_is_said_to_weigh_more() -> None:
    with pytest.raises(DraftError, match="pèse 1,1 Mo, plus que les 1 Mo"):
        read_draft(b"x" * (1024 * 1024 + 1), "gros.txt", ReadingLimits(file_bytes=1024 * 1024))
