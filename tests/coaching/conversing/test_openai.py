"""The agent over a server of its own that speaks as OpenAI does: what is really sent, and how tools come back."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from assistant.coaching.conversing.converser import Converser
from assistant.language.model import make_model
from assistant.settings import Settings
from tests.coaching.conversing.fakes import DURATION, Program
from tests.coaching.conversing.test_converser import GOOD, MESSAGE, QUESTIONS, REVIEW, SEARCH

pytest.importorskip("langchain_openai")


class Handler(BaseHTTPRequestHandler):
    """Calls the three tools, one a turn, then says the words; `broken_at`: the turn at which it fails."""

    requests: ClassVar[list[dict[str, Any]]] = []
    broken_at: ClassVar[int] = -1

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.requests.append(request)
        turn = sum(message["role"] == "tool" for message in request["messages"])
        if turn == self.broken_at:
            self._send(500, {"error": {"message": "broken"}})
            return
        message: dict[str, Any] = {"role": "assistant", "content": GOOD if turn == 3 else None}
        if turn < 3:
            name, arguments = (REVIEW, QUESTIONS, SEARCH)[turn]
            function = {"name": name, "arguments": json.dumps(arguments)}
            message["tool_calls"] = [{"id": f"call-{turn}", "type": "function", "function": function}]
        choice = {"index": 0, "message": message, "finish_reason": "stop" if turn == 3 else "tool_calls"}
        usage = {"prompt_tokens": 900, "completion_tokens": 40, "total_tokens": 940}
        self._send(200, {"id": "x", "object": "chat.completion", "model": "x", "choices": [choice], "usage": usage})

    def _send(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def converser() -> Iterator[Converser]:
    Handler.requests.clear()
    Handler.broken_at = -1
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    model = make_model(
        Settings(llm="openai:essai", llm_base_url=f"http://127.0.0.1:{server.server_port}/v1", llm_retries=0)
    )
    assert model is not None
    made = Converser(model, {"C3.3": "prestataires"}, masked=True)
    made._calls_tools = True
    yield made
    server.shutdown()


def test_the_tools_go_over_the_wire_and_their_results_come_back_fenced(converser: Converser) -> None:
    program = Program()
    last = list(converser.converse(MESSAGE, (), program))[-1]
    assert last.worded
    assert [done[0] for done in program.done] == ["review", "questions", "search"]
    assert (last.usage.calls, last.usage.input_tokens, last.usage.output_tokens) == (4, 3600, 160)
    offered = [tool["function"]["name"] for tool in Handler.requests[0]["tools"]]
    assert offered == ["search_referential", "review_dossier", "jury_questions", "assess_answer"]
    assert "path" not in json.dumps(Handler.requests[0]["tools"])
    told = [message["content"] for message in Handler.requests[-1]["messages"] if message["role"] == "tool"]
    assert len(told) == 3
    assert all("<<<TEXTE" in text for text in told)


def test_a_server_that_breaks_in_the_middle_leaves_what_was_done(converser: Converser) -> None:
    Handler.broken_at = 3
    last = list(converser.converse(MESSAGE, (), Program()))[-1]
    assert "en panne" in last.text
    assert DURATION in last.text
