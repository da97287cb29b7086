"""To whom a window belongs: the browser or the program behind a request, told apart by what others can't guess."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr


@dataclass(frozen=True)
class Owner:
    """A browser, known by its cookie; a program without one, known by what it shows, or by its address alone."""

    id: str = ""
    """Made of the cookie, and never the cookie itself: it may be a key, it can't be used to be somebody else."""
    address: str = ""
    """Where it calls from; many people may share one."""


NOBODY = Owner()
"""Where the page is used without the server that tells owners apart, as tests do."""


def owner_of(scope: Mapping[str, Any]) -> Owner:
    """Return the owner that the server found for a request."""
    owner = scope.get("state", {}).get("owner")
    return owner if isinstance(owner, Owner) else NOBODY


def owner_of_request(request: gr.Request) -> Owner:
    """Return the owner of an event of the page."""
    inner = getattr(request, "request", None)
    return owner_of(inner.scope) if inner is not None else NOBODY
