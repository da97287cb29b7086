"""Plots as SVG: well-formed, the same twice, in the colours of where they are shown, whatever they are to show."""

import re
from itertools import pairwise

import matplotlib as mpl
import pytest
from lxml import etree

from evals.reporting.canvas import number, spread, width_of
from evals.reporting.plots import draw, has_intervals
from evals.reporting.svg import FILE, PAGE, Palette
from evals.result import Bars, Confusion, Curves, Plot, Series
from tests.evals.made import BARS, CONFUSION, CURVES, HOSTILE, NAN, PLOTS

FORMS: dict[str, Plot] = {
    **{plot.kind: plot for plot in PLOTS},
    "no lines": CURVES.model_copy(update={"series": ()}),
    "nothing known": CURVES.model_copy(update={"series": (Series(name="a", x=(1, 2), y=(NAN, NAN)),)}),
    "no points": CURVES.model_copy(update={"series": (Series(name="a", x=(), y=()),)}),
    "one point": CURVES.model_copy(update={"diagonal": False, "series": (Series(name="a", x=(1,), y=(1,)),)}),
    "logarithms": Curves(
        title="t",
        x_label="x",
        y_label="y",
        log_x=True,
        log_y=True,
        series=(Series(name="a", x=(0, 1, 9), y=(1, 0, 5)),),
    ),
    "many lines": CURVES.model_copy(
        update={"series": tuple(Series(name=f"line {n}", x=(1, 2), y=(0.5, 0.5)) for n in range(12))}
    ),
    "no labels": Confusion(title="t", labels=(), counts=()),
    "no counts": Confusion(title="t", labels=("a", "b"), counts=((0, 0), (0, 0))),
    "other labels": Confusion(title="t", labels=("a",), given_labels=("a", "a very long label " * 3), counts=((3, 1),)),
    "no bars": Bars(title="t", x_label="x", names=(), values=()),
    "unknown bars": Bars(title="t", x_label="x", names=("a", "b"), values=(NAN, 0.0)),
    "hostile": Bars(title=HOSTILE, x_label=HOSTILE, names=(HOSTILE, "漢字 🎓"), values=(1, 2)),
}


def texts(svg: str) -> list[str]:
    root = etree.fromstring(svg)
    return [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("palette", [FILE, PAGE], ids=["file", "page"])
@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_drawn_the_same_twice(name: str, palette: Palette) -> None:
    svg = draw(FORMS[name], "slug", palette)
    assert svg == draw(FORMS[name], "slug", palette)
    etree.fromstring(svg)
    assert not re.search(r"#0[1-5]0[1-5][0-9a-f]{2}\b", svg), "a placeholder stayed"
    assert "nan" not in svg.lower()
    assert not re.search(r"\d{4}-\d\d-\d\d", svg), "a date"


def test_another_style_of_somebody_changes_nothing() -> None:
    plain = draw(CURVES, "slug", FILE)
    with mpl.rc_context({"lines.linewidth": 9, "axes.facecolor": "red", "font.size": 30}):
        assert draw(CURVES, "slug", FILE) == plain


def test_colours_are_fixed_in_a_file_and_the_style_sheets_on_a_page() -> None:
    assert "currentColor" not in draw(CURVES, "slug", FILE)
    page = draw(CURVES, "slug", PAGE)
    assert "currentColor" in page
    assert "var(--series-1)" in page
    assert not re.search(r": #[0-9a-f]{6}", page)


def test_ids_of_two_plots_on_a_page_differ() -> None:
    first, second = (set(re.findall(r'id="([^"]+)"', draw(CURVES, slug, PAGE))) for slug in ("one", "two"))
    assert first
    assert not first & second


def test_words_stay_words() -> None:
    assert "verdicts" in texts(draw(CURVES, "slug", FILE))
    assert [text for text in texts(draw(CONFUSION, "slug", FILE)) if text.isdigit()] == ["4", "1", "0", "3"]
    assert "−0.100" in texts(draw(BARS, "slug", FILE))


def test_a_plot_of_nothing_says_so() -> None:
    for name in ("no lines", "nothing known", "no labels", "no bars"):
        assert "nothing to show" in texts(draw(FORMS[name], "slug", FILE))
    assert "nothing to show" not in texts(draw(CURVES, "slug", FILE))


def test_hostile_words_are_words() -> None:
    svg = draw(FORMS["hostile"], "slug", PAGE)
    assert "<script" not in svg
    assert etree.fromstring(svg).get("aria-label", "").startswith("</details><script>")


def test_names_of_lines_do_not_touch() -> None:
    middles = spread([50, 50, 50, 52, 95], [16, 30, 16, 16, 16], 0, 100)
    edges = [
        (middle - height / 2, middle + height / 2) for middle, height in zip(middles, [16, 30, 16, 16, 16], strict=True)
    ]
    assert edges[-1][1] <= 100
    assert all(above[1] <= below[0] + 1e-9 for above, below in pairwise(edges))
    assert spread([20, 60], [10, 10], 0, 100) == [20, 60]
    assert spread([], [], 0, 100) == []


def test_intervals_are_told() -> None:
    assert has_intervals(CURVES)
    assert has_intervals(BARS)
    assert not has_intervals(CONFUSION)
    assert not has_intervals(FORMS["one point"])


def test_numbers_and_widths() -> None:
    assert [number(value) for value in (0.5, 12.34, 1234.5, -0.1, NAN)] == ["0.500", "12.3", "1,234", "−0.100", "–"]
    assert 0 == width_of("") < width_of("i") < width_of("mm")
