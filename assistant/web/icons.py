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
    "speech": '<path d="M2 2.8h12v8H8.2L5 13.6v-2.8H2z" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/><path d="M5 5.8h6M5 8h4" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/>',
    "draft": '<path d="M3.2 1.7h6.3l3.3 3.3v9.3H3.2z" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/><path d="M9.3 1.9v3.3h3.3M5.4 8h5.2M5.4 10.6h3.4" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/>',
    "jury": '<circle cx="8" cy="4" r="2.2" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/><circle cx="3" cy="6.2" r="1.5" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/><circle cx="13" cy="6.2" r="1.5" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/><path d="M1 11h14M2.4 11v3m11.2-3v3M5.4 10.8c0-1.7 1.1-2.8 2.6-2.8s2.6 1.1 2.6 2.8" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/>',
    "book": '<path d="M8 3.6C6.4 2.4 4.2 2.1 1.8 2.3v10.4c2.4-.2 4.6.1 6.2 1.3 1.6-1.2 3.8-1.5 6.2-1.3V2.3C11.8 2.1 9.6 2.4 8 3.6zM8 3.6V14" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/>',
    "people": '<circle cx="5.6" cy="5" r="2.4" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/><path d="M1.4 13.6c0-2.6 1.8-4.4 4.2-4.4s4.2 1.8 4.2 4.4M10.6 2.8a2.3 2.3 0 0 1 0 4.5M11.6 9.5c1.8.4 3 2 3 4.1" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/>',
    "lock": '<rect x="3" y="7" width="10" height="7.2" rx="1.4" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/><path d="M5.2 7V4.8a2.8 2.8 0 0 1 5.6 0V7M8 9.8v1.6" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/>',
    "contrast": '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"/><path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z" fill="currentColor"/>',
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
