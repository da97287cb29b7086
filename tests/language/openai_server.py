"""An OpenAI-compatible server on loopback that answers by script, in a thread of the test."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Replier = Callable[[str], str]
"""From the last message to the answer."""


@dataclass
class Served:
    """What a server was asked, and whether whoever asked went away before the end."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)


@contextmanager
def openai_server(reply: Replier, word_s: float = 0.0) -> Iterator[Served]:
    """Serve answers word by word, `word_s` seconds each, until the block ends."""
    served = Served()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(served, reply, word_s))
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def _handler(served: Served, reply: Replier, word_s: float) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served.asked.append(asked)
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            try:
                for word in reply(asked["messages"][-1]["content"]).split(" "):
                    self._send({"index": 0, "delta": {"content": word + " "}, "finish_reason": None})
                    time.sleep(word_s)
                self._send({"index": 0, "delta": {}, "finish_reason": "stop"})
                self._write(json.dumps({"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "x", "choices": [],
                    "usage": {"prompt_tokens": 900, "completion_tokens": 60, "total_tokens": 960}}))  # fmt: skip
                self._write("[DONE]")
            except OSError:
                served.left.set()

        def _send(self, choice: dict[str, Any]) -> None:
            chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "x", "choices": [choice]}
            self._write(json.dumps(chunk))

        def _write(self, data: str) -> None:
            self.wfile.write(f"data: {data}\n\n".encode())
            self.wfile.flush()

        def log_message(self, format: str, *arguments: Any) -> None:
            """Say nothing."""

    return Handler
