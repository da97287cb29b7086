"""Serving the page."""

import socket
from typing import TYPE_CHECKING

from assistant.settings import Settings
from assistant.web.serving.app import make_app

if TYPE_CHECKING:
    from assistant.web.preparation import Preparation


def serve_page(settings: Settings, preparation: "Preparation | None" = None) -> None:
    """Serve the page until the process is told to stop. Raises OSError when the port is taken."""
    with _listening(settings) as sock:
        from assistant.web.preparation import Preparation

        preparation = preparation or Preparation(settings)
        app = make_app(settings, preparation)
        import uvicorn

        server = uvicorn.Server(
            uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=5)
        )
        host, port = sock.getsockname()[:2]
        print(f"jury-coach : http://{host}:{port}/", flush=True)
        # The model is loaded once the page is served: the import of its libraries would delay the page.
        preparation.start()
        server.run(sockets=[sock])


def _listening(settings: Settings) -> socket.socket:
    """Take the port before anything heavy is imported: who gave a wrong one hears of it at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    sock = socket.socket(family)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((settings.host, settings.port))
    except OSError:
        sock.close()
        raise
    return sock
