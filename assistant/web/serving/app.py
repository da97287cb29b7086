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
    from starlette.routing import Route

    from assistant.web.operations.operations import stand_before
    from assistant.web.page import build_page
    from assistant.web.programs.tool_server import ADDRESS, ToolServer
    from assistant.web.serving.guard import Guard
    from assistant.web.theme import make_theme, page_head

    guard = Guard(settings)
    page = build_page(preparation, guard.sessions, guard.uploads)
    page.queue(default_concurrency_limit=settings.concurrency, api_open=False)
    tools = ToolServer(settings, preparation, guard.limits) if settings.mcp else None
    lifespan = tools.running if tools is not None else None
    app = FastAPI(title="jury-coach", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    if tools is not None:
        app.router.routes += [Route(path, tools) for path in (ADDRESS, f"{ADDRESS}/")]
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
        mcp_server=False,  # whatever its variable says: see programs/tool_server.py
    )
    guard.stand_before(app, page)
    app.state.guard = guard
    app.state.stopping = stand_before(app, settings, preparation, guard.sessions)
    return app
