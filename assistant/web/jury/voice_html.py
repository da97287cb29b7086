"""The button beside an answer's field that lets it be spoken; the browser shows it where there can be a microphone."""

from assistant.web.icons import icon

LABEL = "Répondre à voix haute"


def voice_html(field: str, seconds: int, about: str = "") -> str:
    """Return the button for a field, and where its state stands; empty where recordings may last no second.

    `about` tells screen readers one button from another.
    """
    if not seconds:
        return ""
    name = f'<span class="visually-hidden"> {about}</span>' if about else ""
    return f"""
<div class="voice" data-voice="{field}" data-seconds="{seconds}">
  <p class="voice-line">
    <button type="button" class="plain" data-speak aria-describedby="{field}-voice">{icon("microphone")}<span data-speak-words>{LABEL}</span>{name}</button>
    <button type="button" class="plain" data-speak-again hidden>Transcrire de nouveau</button>
    <span class="voice-state" id="{field}-voice" data-voice-state></span>
  </p>
  <p class="problem" role="alert" data-voice-problem></p>
</div>"""
