"""A server that lets people finish when it is told to stop."""

import os
import socket
import sys
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn

from assistant.web.operations.stopping import Stopping

_CLOSING_S = 2
"""Connections get so long to close, once nothing is under way or the patience is over."""
_SLACK_S = 5.0


class StoppableServer(uvicorn.Server):
    """Uvicorn, which goes on serving while work is under way; a second signal ends it at once."""

    def __init__(self, config: uvicorn.Config, stopping: Stopping, listening: Callable[[], None]) -> None:
        """Take what decides when it stops, and what is to be done once it listens."""
        config.timeout_graceful_shutdown = _CLOSING_S
        super().__init__(config)
        self._stopping = stopping
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell so."""
        await super().startup(sockets)
        if self.started:
            self._listening()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; whoever asks twice doesn't want to wait."""
        if self._stopping.told:
            _end_now(128 + sig)
        self._stopping.begin()
        # A thread that doesn't heed its call must not keep the process from ending.
        last = threading.Timer(self._stopping.patience_s + _CLOSING_S + _SLACK_S, _end_now, (0,))
        last.daemon = True
        last.start()

    async def on_tick(self, counter: int) -> bool:
        """Look ten times a second whether it is time."""
        if self._stopping.over:
            self._stopping.closed.set()
            self.should_exit = True
        return await super().on_tick(counter)


def _end_now(code: int) -> None:
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)
