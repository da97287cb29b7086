"""A browser without a screen: its cookies, its window, the events of the page; honest, or forged at will."""

import json
import secrets
import string
from collections.abc import Mapping
from typing import Any

import httpx

PATIENCE = httpx.Timeout(60)


class Visitor:
    """Somebody who opened the page at an address; with `cookies=False` a program that keeps none."""

    def __init__(self, address: str, *, cookies: bool = True) -> None:
        self.client = httpx.Client(base_url=address, timeout=PATIENCE)
        self.window = "".join(
            secrets.choice(string.ascii_lowercase + string.digits) for _ in range(11)
        )  # as the page draws it
        config = self.client.get("/config").json()
        self.events = {item["api_name"]: item["id"] for item in config["dependencies"]}
        if not cookies:
            self.client.cookies.clear()

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def body(self, event: str | int, given: Any = None, data: Any = (), **more: Any) -> dict[str, Any]:
        number = self.events[event] if isinstance(event, str) else event
        body = {"data": list(data), "event_data": given, "fn_index": number, "session_hash": self.window}
        return {**body, "trigger_id": None, **more}

    def join(self, event: str | int, given: Any = None, data: Any = (), **more: Any) -> httpx.Response:
        return self.client.post("/gradio_api/queue/join", json=self.body(event, given, data, **more))

    def predict(self, event: str | int, given: Any = None, data: Any = (), **more: Any) -> httpx.Response:
        return self.client.post("/gradio_api/run/predict", json=self.body(event, given, data, **more))

    def messages(self, window: str | None = None) -> list[dict[str, Any]]:
        """What the window is told until its events have ended."""
        heard = []
        params = {"session_hash": window or self.window}
        with self.client.stream("GET", "/gradio_api/queue/data", params=params) as stream:
            stream.raise_for_status()
            for line in stream.iter_lines():
                if line.startswith("data: "):
                    heard.append(json.loads(line.removeprefix("data: ")))
                    if heard[-1]["msg"] == "close_stream":
                        break
        return heard

    def told(self, event: str | int, given: Any = None, data: Any = (), **more: Any) -> str:
        """Everything that comes of an event, as one text."""
        self.join(event, given, data, **more).raise_for_status()
        return json.dumps(self.messages(), ensure_ascii=False)

    def call(self, name: str, *data: Any, session: str | None = None) -> httpx.Response:
        body: Mapping[str, Any] = {"data": data, **({"session_hash": session} if session else {})}
        return self.client.post(f"/gradio_api/call/{name}", json=body)

    def result(self, name: str, event: str) -> str:
        """What a call of a program came to: lines of events."""
        with self.client.stream("GET", f"/gradio_api/call/{name}/{event}") as stream:
            stream.read()
        stream.raise_for_status()
        return stream.text

    def asked(self, name: str, *data: Any) -> str:
        return self.result(name, self.call(name, *data).raise_for_status().json()["event_id"])

    def upload(self, name: str, content: bytes) -> httpx.Response:
        return self.client.post("/gradio_api/upload", files={"files": (name, content)})
