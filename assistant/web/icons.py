"""The signs of the page: each verdict has a shape of its own, and its word stands beside it."""

from assistant.coaching.reviewing.comparing import Move
from assistant.coaching.reviewing.review import ReviewVerdict
from assistant.judging.judgement import Presence

_SHAPES: dict[str, str] = {
    "covered": '<circle cx="8" cy="8" r="7" fill="currentColor"/><path class="cut" d="m4.6 8.3 2.3 2.3 4.5-5" fill="none" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>',
    "partial": '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="currentColor"/>',
    "missing": '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="2.6 1.7"/><path d="m5.6 5.6 4.8 4.8m0-4.8-4.8 4.8" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/>',
    "not_assessable": '<path d="M2 3.2h12v7.6H7.2L4 13.6v-2.8H2z" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/>',
    "not_rated": '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.4"/><path d="M6.2 6.3c.2-2.3 3.7-2.1 3.6.1 0 1.4-1.8 1.4-1.8 2.8m0 2.1v.1" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"/>',
    "check": '<path d="M8 1.6 15 14H1z" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/><path d="M8 6v3.6m0 2.2v.1" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round"/>',
    "note": '<circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor" stroke-width="1.4"/><path d="M8 7.4v3.8m0-6.3v.1" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round"/>',
    "better": '<path d="M8 13.5v-11m-4.6 4.6L8 2.5l4.6 4.6" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>',
    "worse": '<path d="M8 2.5v11m-4.6-4.6L8 13.5l4.6-4.6" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>',
    "same": '<path d="M2.5 5.8h11m-11 4.4h11" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/>',
    "microphone": '<path d="M8 1.7a2.2 2.2 0 0 1 2.2 2.2v3.9a2.2 2.2 0 0 1-4.4 0V3.9A2.2 2.2 0 0 1 8 1.7zM3.4 7.6a4.6 4.6 0 0 0 9.2 0M8 12.2v2.3" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"/>',
    "arrow": '<path d="M2.5 8h11M9 3.5 13.5 8 9 12.5" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/>',
}

PRESENCE_SHAPES: dict[Presence, ReviewVerdict] = {"yes": "covered", "partial": "partial", "no": "missing"}
MOVE_SHAPES: dict[Move, str] = {
    "better": "better",
    "worse": "worse",
    "same": "same",
    "new": "better",
    "lost": "worse",
    "unrated": "same",
}


def icon(name: str) -> str:
    """Return a sign as SVG, hidden from screen readers: the word beside it says the same."""
    return (
        f'<svg class="icon icon-{name}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{_SHAPES[name]}</svg>'
    )
