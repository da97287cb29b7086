"""What every page says in the same way: what is being done, what went wrong, what went as asked."""

from html import escape

from assistant.report.typography import french


def progress_html(share: float | None, sentence: str) -> str:
    """Return what is being done, with a bar; without a share the bar only moves."""
    value = "" if share is None else f' value="{share:.3f}"'
    percent = "" if share is None else f'<span class="percent">{share * 100:.0f}&nbsp;%</span>'
    return (
        f'<div class="progress"><p><span data-say>{escape(french(sentence))}</span>{percent}</p>'
        f'<progress max="1"{value} aria-label="Avancement de la relecture"></progress></div>'
    )


def problem_html(sentence: str) -> str:
    """Return why there is no review."""
    return f'<p class="problem" role="alert" tabindex="-1">{escape(french(sentence))}</p>'


def note_html(sentence: str) -> str:
    """Return something that went as asked."""
    return f'<p class="note" tabindex="-1"><span data-say>{escape(french(sentence))}</span></p>'
