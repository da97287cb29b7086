"""A report in Markdown, with its plots as files beside it. Whatever comes from data is escaped."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from evals.comparing import Comparison
from evals.reporting.content import COMPARING, FILTERS, anchor, pictures, summarise
from evals.reporting.svg import FILE, clean
from evals.result import RunResult

TEMPLATES = Path(__file__).parent / "templates"
_EXAMPLES = 12
"""Examples and flips shown of each suite and figure: a report is read, the rest is in the JSON."""
_GAPS = re.compile("[\t\n\v\f\r \x85\u2028\u2029]+")
"""What becomes one space; no-break spaces stay."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$&@])")
_LINKED = re.compile(r"(?<=\w)(:)(?=//)|(?<=\bwww)(\.)", re.IGNORECASE)
_BLOCK = re.compile(r"^(?:[-+](?=\s|$)|#{1,6}(?=\s|$)|[-=]+$|(?P<number>\d{1,9})(?=[.)](?:\s|$)))")
"""What would begin a list, a heading or a rule at the start of a line."""


@dataclass(frozen=True)
class MarkdownReport:
    """A report, and the plots that it shows: name → SVG."""

    text: str
    plots: Mapping[str, str]


def to_markdown(result: RunResult, comparison: Comparison | None = None, plots: str = "report") -> MarkdownReport:
    """Return the report, which looks for its plots as `<name>.svg` in the folder `plots` beside it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        # Markdown has an escaping of its own: whatever isn't markup already becomes it through `escape`.
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {**FILTERS, **COMPARING, "anchor": lambda suite: Markup(anchor(suite)), "code": code}  # noqa: S704
    pages: list[Mapping[str, Any]] = [
        {"suite": suite, "pictures": list(pictures(suite, FILE))} for suite in result.suites
    ]
    text = environment.get_template("report.md.j2").render(
        result=result,
        summary=summarise(result),
        comparison=comparison,
        pages=pages,
        plots=Markup(plots),  # noqa: S704
        examples_shown=_EXAMPLES,
        flips_shown=_EXAMPLES,
    )
    drawn = {item.name: item.svg for page in pages for item in page["pictures"]}
    return MarkdownReport(re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", drawn)


def _finalize(value: object) -> Markup:
    return value if isinstance(value, Markup) else escape(str(value))


def escape(text: str) -> Markup:
    """Return a text as one line of Markdown that shows it as it is: no markup, no link, no HTML."""
    line = _SPECIAL.sub(r"\\\1", _one_line(text))
    line = _LINKED.sub(lambda match: f"\\{match[0]}", line)
    line = _BLOCK.sub(lambda match: f"{match[0]}\\" if match["number"] else f"\\{match[0]}", line)
    return Markup(line)  # noqa: S704


def _one_line(text: str) -> str:
    return _GAPS.sub(" ", clean(text)).strip(" ")


def code(text: str) -> Markup:
    """Return what stands between two backticks; backticks and bars can't be escaped there, so they are replaced."""
    return Markup(_one_line(text).replace("`", "ˋ").replace("|", "¦") or "–")  # noqa: S704
