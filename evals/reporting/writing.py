"""Reports as files: everything of one run into a folder, or the committed report into its place."""

from pathlib import Path

from evals.comparing import Comparison
from evals.reporting.html import to_html
from evals.reporting.markdown import to_markdown
from evals.result import RunResult

HOME = Path(__file__).parent.parent
"""Where the committed report is."""
PLOTS = "report"
"""Folder of the plots, beside the report."""


def write_folder(folder: Path, result: RunResult, comparison: Comparison | None = None) -> None:
    """Write `result.json`, `report.md` with its plots, and `report.html`. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    result.save(folder / "result.json")
    (folder / "report.html").write_text(to_html(result, comparison), encoding="utf-8")
    _write_markdown(folder / "report.md", folder / PLOTS, result, comparison)


def write_committed(result: RunResult, home: Path) -> None:
    """Write `REPORT.md` and the plots that it shows; those of an earlier one go. Raises OSError."""
    for old in (home / PLOTS).glob("*.svg"):
        old.unlink()
    _write_markdown(home / "REPORT.md", home / PLOTS, result, None)


def _write_markdown(path: Path, plots: Path, result: RunResult, comparison: Comparison | None) -> None:
    report = to_markdown(result, comparison, plots.name)
    plots.mkdir(parents=True, exist_ok=True)
    for name, svg in report.plots.items():
        (plots / f"{name}.svg").write_text(svg, encoding="utf-8")
    path.write_text(report.text, encoding="utf-8")
