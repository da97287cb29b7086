"""The guards before the page, in the order in which a request meets them."""

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.settings import Settings
from assistant.web.access.accounts import Accounts
from assistant.web.access.gate import Gate, Gates
from assistant.web.access.logins import Logins
from assistant.web.limits import Kind, Limits, too_many
from assistant.web.owners import owner_of
from assistant.web.serving.asgi import FILES, path_of, refuse
from assistant.web.serving.door import Door, Kept
from assistant.web.serving.gradio_memory import GradioMemory
from assistant.web.serving.headers import SafeHeaders
from assistant.web.serving.identity import Identity
from assistant.web.serving.names import Names
from assistant.web.serving.nonces import Nonces
from assistant.web.serving.sites import Sites
from assistant.web.sessions import Sessions
from assistant.web.sweeping import sweep_for_ever
from assistant.web.theme import first_script, page_scripts
from assistant.web.uploads import Uploads

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

MOST_STATES = 2000
"""Windows that Gradio keeps the state of (0.1 MB each); those of sessions that ended are dropped before."""


class Guard:
    """What the guards look after together: sessions, names, uploads, limits."""

    def __init__(self, settings: Settings) -> None:
        """Take the settings; nothing stands before anything yet."""
        self._settings = settings
        self.limits = Limits(settings)
        self.sessions = Sessions(self.limits)
        self.uploads = Uploads(settings.draft_max_megabytes)
        self.names = Names()
        self.accounts = Accounts(settings.auth_file) if settings.auth_file is not None else None
        self.logins = Logins(self.accounts, settings.login_hours) if self.accounts is not None else None

    def stand_before(self, app: "FastAPI", page: "gr.Blocks") -> None:
        """Put the guards before an application, and before Gradio's page that is mounted in it."""
        events = {number: str(fn.api_name) if fn.api_visibility == "public" else "" for number, fn in page.fns.items()}
        gradio = next(route.app for route in app.routes if isinstance(route, Mount))
        assert isinstance(gradio, Starlette)  # noqa: S101 - what `mount_gradio_app` mounts
        kept = Kept(self.names, self.uploads, self.limits)
        gradio.user_middleware.insert(0, Middleware(Door, self._settings, kept, events))
        gradio.user_middleware.append(Middleware(Nonces, first=first_script()))
        gates = Gates(self.limits, self.sessions, framed=bool(self._settings.frame_ancestors))
        # The last one that is added is the first one that a request meets.
        app.add_middleware(Gate, gates=gates, accounts=self.accounts, logins=self.logins)
        app.add_middleware(Counting, limits=self.limits)
        app.add_middleware(Identity, settings=self._settings)
        app.add_middleware(Sites, settings=self._settings)
        app.add_middleware(SafeHeaders, settings=self._settings, scripts=page_scripts())
        # Gradio looks at this before it lets an event name a file of the machine, and sets it where it serves itself.
        page.has_launched = True
        page.state_holder.capacity = MOST_STATES
        self._gradio = GradioMemory(page, self.names)
        self.names.forget = self._gradio.forget
        sweep_for_ever((self.sweep,))

    def sweep(self, now: float) -> None:
        """Forget all whose time is over."""
        for kept in (self.sessions, self.names, self.uploads, self._gradio):
            kept.sweep(now)
        if self.logins is not None:
            self.logins.sweep(now)


class Counting:
    """Counts every request but those for the page's own files."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        """Stand before an application."""
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, unless there were too many."""
        seconds = 0
        if scope["type"] == "http" and not path_of(scope).startswith(FILES):
            seconds = self._limits.wait(Kind.REQUESTS, owner_of(scope))
        if seconds:
            await refuse(send, 429, too_many(seconds), {"retry-after": str(seconds)})
        else:
            await self._app(scope, receive, send)
