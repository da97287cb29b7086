"""Serving the page."""

import os
from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.web.preparation import Preparation


def serve_page(settings: Settings, preparation: "Preparation | None" = None) -> None:
    """Serve the page until the process is stopped. Raises OSError when the port is taken."""
    # Gradio reads these when it is imported: nothing is measured, nothing is fetched.
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from assistant.web.page import build_page
    from assistant.web.preparation import Preparation
    from assistant.web.theme import make_theme, page_head

    preparation = preparation or Preparation(settings)
    page = build_page(preparation)
    page.queue(default_concurrency_limit=settings.concurrency, api_open=False)
    _, address, _ = page.launch(
        server_name=settings.host,
        server_port=settings.port or None,
        theme=make_theme(),
        head=page_head(),
        show_error=False,
        share=False,
        run_history=False,
        enable_monitoring=False,
        max_file_size="15mb",
        footer_links=[],
        ssr_mode=False,
        quiet=True,
        prevent_thread_lock=True,
    )
    print(f"jury-coach : {address}", flush=True)
    # The model is loaded once the page is served: the import of its libraries would delay the page.
    preparation.start()
    page.block_thread()
