"""Files that candidates could hand in, made on the spot: no binary lies in the repository."""

import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from assistant.dossier.limits import ReadingLimits
from assistant.dossier.model import Document, Passage, PassageKind
from assistant.dossier.worker import read_in_process


def read(data: bytes, name: str, limits: ReadingLimits | None = None, ocr: bool = False) -> Document:
    """Read a draft without a process of its own: the parsing is what the test looks at."""
    found = read_in_process(data, name, limits or ReadingLimits(), ocr=ocr)
    return Document.model_validate(found)


def texts(document: Document, kind: str | None = None, hidden: bool | None = False) -> list[str]:
    """The texts of the passages of a kind, hidden ones apart."""
    wanted = (item for item in document.passages if kind is None or item.kind == PassageKind(kind))
    return [item.text for item in wanted if hidden is None or item.hidden == hidden]


def passage(document: Document, start: str) -> Passage:
    """The passage whose text begins like this."""
    return next(item for item in document.passages if item.text.startswith(start))


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    buffer = io.BytesIO()
    save(buffer)
    return buffer.getvalue()


def docx(build: Callable[[Any], object] | None = None) -> bytes:
    """A Word document: `build` fills it."""
    from docx import Document as Word

    document = Word()
    if build:
        build(document)
    else:
        document.add_paragraph("Nous retenons l’agence Lumen pour 12 400 euros.")
    return saved(document.save)


def pptx(build: Callable[[Any], object]) -> bytes:
    from pptx import Presentation

    deck = Presentation()
    build(deck)
    return saved(deck.save)


def odt(build: Callable[[Any], object]) -> bytes:
    from odfdo import Document as OpenDocument

    document = OpenDocument("text")
    document.body.clear()
    build(document.body)
    return saved(document.save)


def pdf(draw: Callable[[Any], object], size: tuple[float, float] = (595.0, 842.0)) -> bytes:
    """A PDF drawn with ReportLab's canvas."""
    from reportlab.pdfgen.canvas import Canvas

    def save(buffer: io.BytesIO) -> None:
        canvas = Canvas(buffer, pagesize=size)
        draw(canvas)
        canvas.showPage()
        canvas.save()

    return saved(save)


def pdf_story(story: Sequence[Any], **options: Any) -> bytes:
    """A PDF laid out by ReportLab from paragraphs and tables."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    on_page = options.pop("on_page", lambda canvas, document: None)

    def save(buffer: io.BytesIO) -> None:
        template = SimpleDocTemplate(buffer, pagesize=A4, **options)
        template.build(list(story), onFirstPage=on_page, onLaterPages=on_page)

    return saved(save)


def archive(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    def save(buffer: io.BytesIO) -> None:
        with zipfile.ZipFile(buffer, "w", compression) as file:
            for name, data in members.items():
                file.writestr(name, data)

    return saved(save)


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """An archive with one of its files changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        members = {item: file.read(item) for item in file.namelist()}
    members[name] = change(members[name])
    return archive(members)


def added(data: bytes, **members: bytes) -> bytes:
    """An archive with more files; `__` stands for a slash."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        kept = {item: file.read(item) for item in file.namelist()}
    return archive(kept | {name.replace("__", "/"): content for name, content in members.items()})


def ole(stream: str) -> bytes:
    """A container of the old Office formats with one stream, as its directory names it."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    entry = stream.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(stream) + 2) + bytes(62)
    return header + entry + bytes(2048)


def picture(text: str = "Scan", size: tuple[int, int] = (1240, 1754)) -> Any:
    """A page as a scanner sees it."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("L", size, 255)
    ImageDraw.Draw(image).multiline_text((120, 160), text, fill=0, font=ImageFont.load_default(34), spacing=16)
    return image


def scan(*pages: str) -> bytes:
    """A PDF of pictures, without any text."""

    def draw(canvas: Any) -> None:
        from reportlab.lib.utils import ImageReader

        for number, text in enumerate(pages):
            if number:
                canvas.showPage()
            canvas.drawImage(ImageReader(picture(text)), 0, 0, 595, 842)

    return pdf(draw)
