"""From a figure of matplotlib to SVG: the same bytes every time, and colours that the place it is shown in decides.

Drawings use placeholder colours. They become fixed ones that hold on light and on dark paper where the SVG is a file
of its own, and variables of the style sheet where it stands inside a page.
"""

import io
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK = "#010101"
"""Placeholder of what is written."""
FAINT = "#020202"
"""Placeholder of grids and axes."""
ON_FILL = "#030303"
"""Placeholder of what is written on a filled cell."""
WRONG = "#040404"
"""Placeholder of what should not be."""
SERIES = tuple(f"#0505{number:02x}" for number in range(1, 9))
"""Placeholders of the lines of a plot."""

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Palette:
    """Colours for the placeholders, and a family of fonts."""

    colours: Mapping[str, str]
    font: str


FILE = Palette(
    {
        INK: "#737b86",
        FAINT: "#8a919c",
        ON_FILL: "#ffffff",
        WRONG: "#cf5a2e",
        **dict(
            zip(
                SERIES,
                ("#6366f1", "#cf5a2e", "#0d9488", "#a8741a", "#c0508e", "#4f8f3f", "#3b87bd", "#7b8494"),
                strict=True,
            )
        ),
    },
    "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
)
"""For a file: middle tones, which hold on white and on black."""

PAGE = Palette(
    {
        INK: "currentColor",
        FAINT: "var(--faint)",
        ON_FILL: "var(--on-fill)",
        WRONG: "var(--wrong)",
        **{colour: f"var(--series-{number})" for number, colour in enumerate(SERIES, start=1)},
    },
    "inherit",
)
"""For a page, whose style sheet knows whether it is light or dark."""


def clean(text: str) -> str:
    """Return a text without characters that XML can't hold."""
    return _UNPRINTABLE.sub("\ufffd", text)


def render(draw: "Callable[[], Figure]", title: str, salt: str, palette: Palette) -> str:
    """Draw and return SVG. `salt` makes the ids of one drawing unlike those of others on the same page."""
    import matplotlib as mpl

    # Text stays text: it can be read aloud, searched and copied. Dollar signs are no formulas.
    settings = {"svg.fonttype": "none", "svg.hashsalt": salt, "text.parse_math": False, "font.family": "DejaVu Sans"}
    written = io.StringIO()
    with warnings.catch_warnings(), mpl.rc_context():
        # Whatever a person has set for plots of their own.
        mpl.rcdefaults()
        mpl.rcParams.update(settings)  # type: ignore[arg-type]
        # Glyphs that the measuring font lacks are shown in a font of the reader's.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        draw().savefig(
            written,
            format="svg",
            transparent=True,
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )
    return _finish(written.getvalue(), clean(title), palette)


def _finish(text: str, title: str, palette: Palette) -> str:
    """Put colours and fonts in, take out what the drawing doesn't need, and name it for those who can't see it."""
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    root = ElementTree.fromstring(text)  # noqa: S314 - our own drawing
    parents = {child: parent for parent in root.iter() for child in parent}
    for style in list(root.iter(f"{{{_SVG}}}style")):
        # Inside a page it would apply to the whole page.
        parents[style].remove(style)
    for element in root.iter():
        if element.tag == f"{{{_SVG}}}g":
            element.attrib.pop("id", None)
        if "style" in element.attrib:
            element.set("style", _styled(element.get("style", ""), palette))
    _, _, width, height = root.get("viewBox", "0 0 0 0").split()
    root.attrib.update(
        {
            "width": width,
            "height": height,
            "role": "img",
            "aria-label": title,
            "style": f"font-family: {palette.font}; stroke-linejoin: round",
        }
    )
    caption = ElementTree.Element(f"{{{_SVG}}}title")
    caption.text = title
    root.insert(0, caption)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _styled(style: str, palette: Palette) -> str:
    declarations = (item.partition(":") for item in style.split(";") if item.strip())
    own = {name.strip(): value.strip() for name, _, value in declarations}
    own.pop("font-family", None)
    return "; ".join(f"{name}: {palette.colours.get(value, value)}" for name, value in own.items())
