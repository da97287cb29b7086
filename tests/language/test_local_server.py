"""What OpenAI's client in LangChain does with a true server on this machine: what the faults of a model look like."""

import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel

from tests.language.local_server import LocalServer, serving
from tests.language.tiny_model import ANSWER, ENDLESS, FENCED_JSON, HALF_JSON, Saying, build_tiny_model

REFUSED_SECONDS = 0.5
KILLED_SECONDS = 2.0
FREE_SECONDS = 2.0


class Verdict(BaseModel):
    """An output such as a review asks for."""

    verdict: Literal["couvert", "partiel", "absent"]
    reason: str
    quotes: list[str]
    score: int


def chat(server: LocalServer, **options: Any) -> Any:
    from langchain.chat_models import init_chat_model

    options = {"max_retries": 0, "timeout": 10, "temperature": 0} | options
    return init_chat_model("openai:local", base_url=server.base_url, api_key="none", **options)


def fault_of(call: Callable[[], object]) -> tuple[str, list[str], float]:
    """Return the text of what a call raises, the names of the exceptions behind it, and the seconds it took."""
    began = time.monotonic()
    with pytest.raises(Exception) as raised:
        call()
    seconds = time.monotonic() - began
    error: BaseException | None = raised.value
    names = []
    while error is not None:
        names.append(type(error).__name__)
        error = error.__cause__ or error.__context__
    return str(raised.value), names, seconds


def begin_endless(model: Any) -> Generator[Any]:
    """Return a stream of which a few pieces were read."""
    stream: Generator[Any] = model.stream("Parlez sans fin")
    read = "".join(next(stream).content for _ in range(5))
    assert ENDLESS.text.startswith(read) and read
    return stream


def test_it_answers_and_counts_tokens(llama: LocalServer) -> None:
    answer = chat(llama).invoke("Qu’attend le jury ?")
    assert answer.content == ANSWER.text
    assert answer.response_metadata["finish_reason"] == "stop"
    assert answer.usage_metadata["output_tokens"] > 5


def test_it_streams_word_by_word(llama: LocalServer) -> None:
    pieces = list(chat(llama).stream("Qu’attend le jury ?"))
    assert "".join(piece.content for piece in pieces) == ANSWER.text
    assert sum(bool(piece.content) for piece in pieces) > 5
    assert "stop" in [piece.response_metadata.get("finish_reason") for piece in pieces]


def test_tokens_of_a_stream_are_counted_only_when_asked_for(llama: LocalServer) -> None:
    assert not any(piece.usage_metadata for piece in chat(llama).stream("Bonjour"))
    counted = [piece.usage_metadata for piece in chat(llama, stream_usage=True).stream("Bonjour")]
    assert sum(usage["output_tokens"] for usage in counted if usage) > 5


def test_an_answer_may_be_longer_than_the_context(tiny_model: Path, tmp_path: Path) -> None:
    with serving(tiny_model, tmp_path, context_tokens=512) as server:
        answer = chat(server, max_tokens=1500).invoke("Parlez sans fin")
    assert answer.usage_metadata["output_tokens"] == 1500
    assert answer.response_metadata["finish_reason"] == "length"


def test_a_closed_stream_frees_the_server(llama: LocalServer) -> None:
    stream = begin_endless(chat(llama))
    assert llama.is_busy()
    stream.close()
    assert llama.is_free_within(FREE_SECONDS)
    assert chat(llama).invoke("Bonjour").content == ANSWER.text


def test_while_it_writes_for_one_another_waits(llama: LocalServer) -> None:
    stream = begin_endless(chat(llama))
    _, names, seconds = fault_of(lambda: chat(llama, timeout=0.5).invoke("Bonjour"))
    stream.close()
    assert names[0] == "OpenAITimeoutError" and seconds < 2
    assert llama.is_free_within(FREE_SECONDS)


def test_a_server_killed_in_mid_answer_is_told_at_once(llama_to_break: LocalServer) -> None:
    stream = begin_endless(chat(llama_to_break))
    llama_to_break.kill()
    _, names, seconds = fault_of(lambda: list(stream))
    assert seconds < KILLED_SECONDS
    assert names[:3] == ["OpenAIConnectionError", "APIConnectionError", "RemoteProtocolError"]


def test_a_refused_connection_fails_at_once_without_the_client_s_retries(llama_to_break: LocalServer) -> None:
    llama_to_break.kill()
    _, names, seconds = fault_of(lambda: chat(llama_to_break).invoke("Bonjour"))
    assert seconds < REFUSED_SECONDS
    assert names[:3] == ["OpenAIConnectionError", "APIConnectionError", "ConnectError"]
    assert names[-1] == "ConnectionRefusedError"


def test_a_server_that_hangs_in_mid_answer_runs_into_the_time_limit_and_serves_again(
    llama_to_break: LocalServer,
) -> None:
    model = chat(llama_to_break, timeout=1)
    stream = begin_endless(model)
    llama_to_break.pause()
    _, names, seconds = fault_of(lambda: list(stream))
    assert names[:3] == ["OpenAITimeoutError", "APITimeoutError", "ReadTimeout"]
    assert seconds < 4
    _, names, seconds = fault_of(lambda: model.invoke("Bonjour"))
    assert names[0] == "OpenAITimeoutError" and seconds < 4
    llama_to_break.resume()
    assert llama_to_break.is_free_within(FREE_SECONDS)
    assert chat(llama_to_break).invoke("Bonjour").content == ANSWER.text


@pytest.mark.parametrize("way", ["invoke", "stream"])
def test_a_prompt_longer_than_the_context_is_told(llama: LocalServer, way: str) -> None:
    model = chat(llama)
    long = "a" * 9000
    text, names, seconds = fault_of(lambda: list(model.stream(long)) if way == "stream" else model.invoke(long))
    assert "exceeds the available context size (8192 tokens)" in text and "400" in text
    # Not LangChain's ContextOverflowError: that one it knows by OpenAI's own words.
    assert names[:2] == ["OpenAIInvalidRequestError", "BadRequestError"]
    assert seconds < 2


def test_a_name_that_it_does_not_have_is_served_all_the_same(llama: LocalServer) -> None:
    from langchain.chat_models import init_chat_model

    other = init_chat_model("openai:autre", base_url=llama.base_url, api_key="none", max_retries=0)
    assert other.invoke("Bonjour").content == ANSWER.text


def test_a_schema_of_json_is_kept_to_by_its_grammar(llama: LocalServer) -> None:
    verdict = chat(llama).with_structured_output(Verdict, method="json_schema").invoke("Jugez")
    assert isinstance(verdict, Verdict)


def test_json_cut_by_the_token_limit_is_told(llama: LocalServer) -> None:
    limited = chat(llama, max_tokens=8).with_structured_output(Verdict, method="json_schema")
    _, names, _ = fault_of(lambda: limited.invoke("Jugez"))
    assert names[0] == "LengthFinishReasonError"


def test_json_without_a_grammar_comes_as_the_model_says_it(llama: LocalServer) -> None:
    assert chat(llama).invoke("Donnez un JSON coupé").content == HALF_JSON.text
    assert chat(llama).invoke("Donnez un JSON encadré").content == FENCED_JSON.text


def test_a_template_without_tools_calls_none(llama: LocalServer) -> None:
    answer = chat(llama).bind_tools([Verdict], tool_choice="any").invoke("Jugez")
    assert answer.tool_calls == [] and answer.content == ANSWER.text


def test_other_sayings_can_be_written(tmp_path: Path, tiny_model: Path) -> None:
    sayings = (Saying("Bonjour [1]."), Saying("Le jury note sur 37 points [9].", word="barème"))
    with serving(build_tiny_model(tmp_path / "other.gguf", sayings), tmp_path) as server:
        assert chat(server).invoke("Quel barème ?").content == sayings[1].text
        assert chat(server).invoke("Quoi ?").content == sayings[0].text
    with pytest.raises(ValueError, match="tokens for"):
        build_tiny_model(tmp_path / "large.gguf", (Saying(" ".join(str(rank) for rank in range(1000, 1200))),))


def test_a_file_that_is_no_model_is_told(tmp_path: Path, tiny_model: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(tiny_model.read_bytes()[:2000])
    with pytest.raises(RuntimeError, match="isn't ready"), serving(broken, tmp_path):
        pass


def test_it_ends_with_the_tests_that_started_it(tiny_model: Path, tmp_path: Path) -> None:
    """Also where they end without a word."""
    code = (
        "import os, pathlib, sys; from tests.language.local_server import serving\n"
        "with serving(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])) as server:\n"
        "    print(server.process.pid, flush=True); os._exit(1)"
    )
    arguments = [sys.executable, "-c", code, str(tiny_model), str(tmp_path)]
    folder = Path(__file__).parents[2]
    ended = subprocess.run(arguments, capture_output=True, text=True, cwd=folder, timeout=60, check=False)
    assert ended.returncode == 1, ended.stderr
    orphan = int(ended.stdout)
    end = time.monotonic() + 5
    while _runs(Path(f"/proc/{orphan}")):
        assert time.monotonic() < end
        time.sleep(0.02)


def _runs(process: Path) -> bool:
    """Tell whether a process is there, and not only its name, unread by a parent that is gone."""
    try:
        return "\nState:\tZ" not in (process / "status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_model_that_truly_writes_writes(talking_llama: LocalServer) -> None:
    """Nothing is said of what: it is a hundred times too small."""
    pieces = [piece.content for piece in chat(talking_llama, timeout=60, max_tokens=8).stream("Bonjour !")]
    assert "".join(pieces).strip()
