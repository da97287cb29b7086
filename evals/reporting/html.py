"""A report as one HTML file that needs nothing else: style and plots inside, no script, no network."""

from pathlib import Path

from markupsafe import Markup

from evals.comparing import Comparison
from evals.reporting.content import COMPARING, FILTERS, anchor, pictures, strip, summarise
from evals.reporting.svg import PAGE
from evals.result import RunResult

TEMPLATES = Path(__file__).parent / "templates"
_EXAMPLES = 100
"""Examples and flips shown of each suite and figure: more would be no reading."""


def to_html(result: RunResult, comparison: Comparison | None = None) -> str:
    """Return the report. Whatever comes from data is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {**FILTERS, **COMPARING, "anchor": anchor, "strip": strip}
    return environment.get_template("report.html.j2").render(
        result=result,
        summary=summarise(result),
        comparison=comparison,
        pages=[{"suite": suite, "pictures": list(pictures(suite, PAGE))} for suite in result.suites],
        style=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8").strip()),  # noqa: S704
        examples_shown=_EXAMPLES,
        flips_shown=_EXAMPLES,
    )
