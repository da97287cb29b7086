"""What is drawn on a page of a PDF: rules, filled areas, images, and in which order."""

import ctypes
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from assistant.dossier.colours import Colour

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MOST_OBJECTS = 20_000
_MOST_DEPTH = 5
_THIN = 2.5
_SEGMENTS_OF_RECTANGLE = 6
_OPAQUE = 127


@dataclass(frozen=True, slots=True)
class Frame:
    """How places in the file become places on the page as it is shown: where it begins, how it is turned."""

    left: float
    bottom: float
    width: float
    height: float
    turns: int = 0
    """Quarter turns, clockwise. Width and height are those before turning."""

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return the place of a point, from the bottom left of the page."""
        x, y = x - self.left, y - self.bottom
        match self.turns:
            case 1:
                return y, self.width - x
            case 2:
                return self.width - x, self.height - y
            case 3:
                return self.height - y, x
            case _:
                return x, y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Return the place of a rectangle."""
        (a, b), (c, d) = self.place(x0, y0), self.place(x1, y1)
        return min(a, c), min(b, d), max(a, c), max(b, d)


@dataclass(slots=True)
class Area:
    """A filled area, or an image or a gradient (then without colour), with its rank in the order of painting."""

    box: Box
    colour: Colour | None
    rank: int
    is_plain: bool = False
    """It is a rectangle: its box is all that it covers."""


@dataclass
class Graphics:
    """The drawing of one page."""

    frame: Frame
    horizontal: list[Box] = field(default_factory=list)
    vertical: list[Box] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    ranks: dict[int, int] = field(default_factory=dict)
    """The rank of each text object, by its address."""
    images: int = 0
    image_surface: float = 0.0
    _count: int = 0

    def read(self, page: Any) -> None:
        """Look at all the objects of a page, those inside forms as well."""
        self._objects(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, _IDENTITY, 0)

    def _objects(self, parent: Any, count: Any, get: Any, matrix: Matrix, depth: int) -> None:
        for index in range(count(parent)):
            if self._count > _MOST_OBJECTS:
                return
            self._count += 1
            item = get(parent, index)
            match pdfium.FPDFPageObj_GetType(item):
                case pdfium.FPDF_PAGEOBJ_TEXT:
                    self.ranks[address(item)] = self._count
                case pdfium.FPDF_PAGEOBJ_PATH:
                    self._path(item, matrix)
                case pdfium.FPDF_PAGEOBJ_IMAGE:
                    box = self._bounds(item, matrix)
                    self.images += 1
                    self.image_surface += (box[2] - box[0]) * (box[3] - box[1])
                    self.areas.append(Area(box, None, self._count))
                case pdfium.FPDF_PAGEOBJ_SHADING:
                    self.areas.append(Area(self._bounds(item, matrix), None, self._count))
                case pdfium.FPDF_PAGEOBJ_FORM if depth < _MOST_DEPTH:
                    inner = _times(_matrix_of(item), matrix)
                    self._objects(item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, inner, depth + 1)

    def _bounds(self, item: Any, matrix: Matrix) -> Box:
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return 0.0, 0.0, 0.0, 0.0
        corners = [_apply(matrix, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return self.frame.box(min(xs), min(ys), max(xs), max(ys))

    def _path(self, item: Any, matrix: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        count = pdfium.FPDFPath_CountSegments(item)
        if fill.value:
            self._filled(item, self._bounds(item, matrix), count)
        if stroke.value and count <= _MOST_OBJECTS:
            self._stroked(item, _times(_matrix_of(item), matrix), count)

    def _filled(self, item: Any, box: Box, count: int) -> None:
        wide, high = box[2] - box[0], box[3] - box[1]
        if high <= _THIN < wide:
            self.horizontal.append(box)
        elif wide <= _THIN < high:
            self.vertical.append(box)
        elif wide > _THIN and high > _THIN:
            colour, alpha = fill_colour(item)
            is_plain = count <= _SEGMENTS_OF_RECTANGLE
            if alpha > _OPAQUE:
                self.areas.append(Area(box, colour, self._count, is_plain))
            if is_plain and not self._is_background(wide, high):
                self._edges(box)

    def _is_background(self, wide: float, high: float) -> bool:
        return wide > 0.97 * min(self.frame.width, self.frame.height) or high > 0.5 * self.frame.height

    def _edges(self, box: Box) -> None:
        """Take the four sides of a coloured cell as rules."""
        x0, y0, x1, y1 = box
        self.horizontal += [(x0, y0, x1, y0), (x0, y1, x1, y1)]
        self.vertical += [(x0, y0, x0, y1), (x1, y0, x1, y1)]

    def _stroked(self, item: Any, matrix: Matrix, count: int) -> None:
        x, y = ctypes.c_float(), ctypes.c_float()
        start = last = (0.0, 0.0)
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = _apply(matrix, x.value, y.value)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == pdfium.FPDF_SEGMENT_LINETO:
                self._rule(last, point)
            last = point
            if pdfium.FPDFPathSegment_GetClose(segment):
                self._rule(last, start)

    def _rule(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        box = self.frame.box(*one, *other)
        wide, high = box[2] - box[0], box[3] - box[1]
        if high <= 1.0 < wide:
            self.horizontal.append(box)
        elif wide <= 1.0 < high:
            self.vertical.append(box)


def address(handle: Any) -> int:
    """Return the address of one of PDFium's objects, 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def fill_colour(item: Any) -> tuple[Colour | None, int]:
    """Return the colour that an object is filled with, and how opaque it is (0 to 255)."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return None, 255
    return (red.value, green.value, blue.value), alpha.value


def _matrix_of(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(one: Matrix, other: Matrix) -> Matrix:
    """Return the matrix that applies `one`, then `other`."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
