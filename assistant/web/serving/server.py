"""Serving the page."""

import socket
from importlib.util import find_spec
from typing import TYPE_CHECKING

from assistant.report.typography import french
from assistant.settings import Settings
from assistant.web.operations.logs import orderly_output
from assistant.web.serving.app import make_app
from assistant.web.serving.arenas import keep_few_heaps

if TYPE_CHECKING:
    from assistant.web.preparation import Preparation

_NO_MCP = (
    "ASSISTANT_MCP demande le paquet « mcp », qui n’est pas installé : installez-le avec "
    "pip install 'jury-coach[mcp]', ou retirez ce réglage."
)


def serve_page(settings: Settings, preparation: "Preparation | None" = None) -> None:
    """Serve the page until the process is told to stop. Raises OSError when the port is taken."""
    if settings.mcp and find_spec("mcp") is None:
        raise SystemExit(french(_NO_MCP))
    keep_few_heaps()
    with _listening(settings) as sock, orderly_output(settings.log_format, settings.log_level) as out:
        from assistant.web.preparation import Preparation

        preparation = preparation or Preparation(settings)
        app = make_app(settings, preparation)
        import uvicorn

        from assistant.web.serving.stoppable import StoppableServer

        host, port = sock.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host

        def listening() -> None:
            print(f"jury-coach : http://{shown}:{port}/", file=out, flush=True)
            # The model is loaded once the page is served: the import of its libraries would delay the page.
            preparation.start()

        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            forwarded_allow_ips=settings.trusted_proxies,
        )
        StoppableServer(config, app.state.stopping, listening).run(sockets=[sock])


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
