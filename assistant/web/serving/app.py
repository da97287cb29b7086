"""The web application: Gradio's page mounted into an application of our own, which stands before it."""

import os
import sys
from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.web.preparation import Preparation

_UPLOAD_SLACK_MEGABYTES = 1


def make_app(settings: Settings, preparation: "Preparation") -> "FastAPI":
    """Return the application; nothing of it is loaded before somebody opens the page or `preparation` is started."""
    # Gradio reads these when it is imported: nothing is measured, nothing is fetched.
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    # Nor does it sum up, after each event, the last ten thousand for a page that isn't served: 2 to 8 ms each.
    os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", str(sys.maxsize))
    os.environ.setdefault("GRADIO_ANALYTICS_MAX_EVENTS", "100")
    import gradio as gr
    from fastapi import FastAPI

    from assistant.web.operations.operations import stand_before
    from assistant.web.page import build_page
    from assistant.web.serving.guard import Guard
    from assistant.web.theme import make_theme, page_head

    guard = Guard(settings)
    page = build_page(preparation, guard.sessions, guard.uploads)
    page.queue(default_concurrency_limit=settings.concurrency, api_open=False)
    app = FastAPI(title="jury-coach", docs_url=None, redoc_url=None, openapi_url=None)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        root_path=settings.root_path or None,
        theme=make_theme(),
        head=page_head(),
        show_error=False,
        run_history=False,
        enable_monitoring=False,
        max_file_size=f"{settings.draft_max_megabytes + _UPLOAD_SLACK_MEGABYTES:g}mb",
        footer_links=[],
        ssr_mode=False,
    )
    guard.stand_before(app, page)
    app.state.guard = guard
    app.state.stopping = stand_before(app, settings, preparation, guard.sessions)
    return app
