"""The colours of a report: ink on paper, one blue, and verdicts that are also told by a sign and a word."""

from assistant.coaching.reviewing.review import ReviewVerdict

INK = "#1e2230"
QUIET = "#5a6172"
ACCENT = "#3730a3"
LINE = "#c9cbd3"
TINT = "#f4f4f0"
PAPER = "#ffffff"

VERDICT_COLOURS: dict[ReviewVerdict, str] = {
    "covered": "#1f5d4c",
    "partial": "#8a5a00",
    "missing": "#9b2c2c",
    "not_rated": "#5a6172",
    "not_assessable": "#5a6172",
}
VERDICT_TINTS: dict[ReviewVerdict, str] = {
    "covered": "#e3f0ea",
    "partial": "#faefd8",
    "missing": "#f8e3e1",
    "not_rated": "#f4f4f0",
    "not_assessable": "#f4f4f0",
}
"""Grounds on which the verdict's colour can be read."""
