"""The page's look: a theme of its own, its style sheets and its scripts."""

import json
from pathlib import Path

import gradio as gr

_FOLDER = Path(__file__).with_name("assets")
STYLES = (
    "style.css",
    "shell.css",
    "reference.css",
    "data.css",
    "consent.css",
    "opinion.css",
    "panel.css",
    "review.css",
    "review_result.css",
    "criteria.css",
    "draft.css",
    "jury.css",
    "oral.css",
    "cohort.css",
    "service.css",
    "talk.css",
    "refused.css",
)
WORDS = "words.en.json"
SCRIPTS = (
    "language.js",
    "refused.js",
    "route.js",
    "reference.js",
    "page.js",
    "data.js",
    "keeping.js",
    "account.js",
    "consent.js",
    "opinion.js",
    "files.js",
    "draft.js",
    "review.js",
    "voice.js",
    "jury.js",
    "oral.js",
    "cohort.js",
    "talk.js",
    "service.js",
)


def make_theme() -> gr.themes.Base:
    """Return the theme: paper and ink, one blue, the red of whoever marks a copy, fonts of the system so that nothing is fetched."""
    fonts = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")
    return gr.themes.Base(
        primary_hue=gr.themes.colors.indigo,
        secondary_hue=gr.themes.colors.indigo,
        neutral_hue=gr.themes.colors.slate,
        radius_size=gr.themes.sizes.radius_md,
        font=fonts,
        font_mono=("ui-monospace", "Menlo", "monospace"),
    ).set(
        body_background_fill="#f4f1e9",
        body_background_fill_dark="#13151d",
        background_fill_primary="#fffefa",
        background_fill_primary_dark="#1b1e29",
        block_background_fill="#fffefa",
        block_background_fill_dark="#1b1e29",
        block_border_width="0px",
        button_primary_background_fill="#23428f",
        button_primary_background_fill_hover="#1a3373",
        button_primary_background_fill_dark="#4a63c4",
        button_primary_text_color="#ffffff",
        link_text_color="#23428f",
        link_text_color_dark="#a9bdff",
    )


def page_head() -> str:
    """Return style sheets and scripts as elements of the page's head.

    Gradio puts a prefix before the selectors of a style sheet that it is given, which would unmake those that
    start at the body.
    """
    styles = "".join(f"<style>{_text(name)}</style>" for name in STYLES)
    scripts = "".join(f"<script>{script}</script>" for script in page_scripts())
    return styles + scripts


def page_scripts() -> list[str]:
    """Return the scripts as they stand in the page: a browser is told to run these."""
    return [f"window.juryWords = {_words()};", *(_text(name) for name in SCRIPTS)]


def style_sheets(*names: str) -> str:
    """Return style sheets as one, for a page without Gradio."""
    return "".join(_text(name) for name in names)


def first_script() -> str:
    """Return what has to run before Gradio's own scripts, which come before those of `page_head`."""
    return _text("storage.js")


def _words() -> str:
    """The catalogue of the page's words in English, as it may stand within a script."""
    words = json.loads(_text(WORDS))
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
