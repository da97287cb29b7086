"""Streams, structured answers, time limits, retries and the breaker, with chat models that answer by script."""

import threading
import time
from collections.abc import Callable
from typing import Any, Literal

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from langchain_core.rate_limiters import InMemoryRateLimiter
from pydantic import BaseModel

from assistant.language.faults import LanguageError
from assistant.language.model import LanguageModel, Limits
from assistant.language.prompts import Prompt, PromptError
from assistant.language.usage import Meter, Prices
from tests.language.fakes import ScriptedChat, StatusError, StructuredChat, text_of, waited

PROMPT = Prompt(
    "essai", "essayer", 1, "Répondez en français.", "Question : {{ question }}", {"question": "la question"}
)
VARIABLES = {"question": "Qu’attend le jury ?"}


class Verdict(BaseModel):
    """Ce que vaut un critère."""

    verdict: Literal["couvert", "absent"]
    raison: str
    certain: bool = True


WHOLE = '{"verdict": "couvert", "raison": "Les outils sont nommés."}'


def model_of(*scripts: list[Any], limits: Limits | None = None, **options: Any) -> tuple[LanguageModel, ScriptedChat]:
    chat = ScriptedChat(scripts=list(scripts))
    return LanguageModel(chat, limits=limits or Limits(seconds=5, first_seconds=2), **options), chat


def fault(call: Callable[[], Any]) -> LanguageError:
    with pytest.raises(LanguageError) as caught:
        call()
    return caught.value


def stream(model: LanguageModel) -> str:
    return text_of(model.stream(PROMPT, VARIABLES))


def ask(model: LanguageModel) -> Verdict:
    return model.ask(PROMPT, VARIABLES, output=Verdict)


@pytest.fixture(autouse=True)
def quick_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.language.model.FIRST_PAUSE", 0.01)


def test_text_comes_in_pieces_with_langchains_own_fake() -> None:
    model = LanguageModel(GenericFakeChatModel(messages=iter(["Le jury attend trois scénarios."])))
    assert list(model.stream(PROMPT, VARIABLES)) == ["Le", " ", "jury", " ", "attend", " ", "trois", " ", "scénarios."]


def test_pieces_are_handed_on_as_they_come() -> None:
    model, _ = model_of(["Le ", 1.0, "jury."])
    pieces = model.stream(PROMPT, VARIABLES)
    started = time.perf_counter()
    assert next(pieces) == "Le "
    assert time.perf_counter() - started < 0.5
    assert text_of(pieces) == "jury."


def test_a_model_is_sent_the_prompt_alone() -> None:
    model, chat = model_of(["oui"])
    stream(model)
    assert [str(message.text) for message in chat.calls[0]] == [
        "Répondez en français.",
        "Question : Qu’attend le jury ?",
    ]


def test_wrong_variables_are_said_before_any_call() -> None:
    model, chat = model_of(["oui"])
    with pytest.raises(PromptError):
        text_of(model.stream(PROMPT, {}))
    assert chat.calls == []


@pytest.mark.parametrize(
    "pieces", [["<think>Hm, ", "voyons.</think>", "\n\nLe jury."], ["<th", "ink>a</think>Le jury."]]
)
def test_thinking_aloud_is_left_out(pieces: list[str]) -> None:
    model, _ = model_of(pieces)
    assert stream(model) == "Le jury."


def test_what_only_looks_like_a_thought_stays() -> None:
    assert stream(model_of(["<thème> : la veille"])[0]) == "<thème> : la veille"
    assert stream(model_of(["<th"])[0]) == "<th"


def test_a_stream_that_the_consumer_leaves_is_closed() -> None:
    model, chat = model_of(["Le ", 30.0, "jury."])
    pieces = model.stream(PROMPT, VARIABLES)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert waited(lambda: chat.closed == [True])
    assert waited(lambda: model._places._value == model.limits.concurrency)


def test_a_stream_that_the_person_stops_is_closed_at_once() -> None:
    model, chat = model_of(["Le ", 30.0, "jury."])
    stopped = threading.Event()
    pieces = model.stream(PROMPT, VARIABLES, cancelled=stopped.is_set)
    next(pieces)
    threading.Timer(0.1, stopped.set).start()
    started = time.perf_counter()
    assert fault(lambda: next(pieces)).kind == "cancelled"
    assert time.perf_counter() - started < 0.5
    assert waited(lambda: chat.closed == [True])


def test_a_structured_answer_is_stopped_too() -> None:
    model, chat = model_of([30.0, WHOLE])
    started = time.perf_counter()
    assert (
        fault(lambda: model.ask(PROMPT, VARIABLES, output=Verdict, cancelled=lambda: bool(chat.calls))).kind
        == "cancelled"
    )
    assert time.perf_counter() - started < 1
    assert waited(lambda: chat.closed == [True])


def test_the_first_words_have_a_time_limit_of_their_own() -> None:
    model, chat = model_of([30.0, "Le jury."], limits=Limits(seconds=10, first_seconds=0.2))
    started = time.perf_counter()
    assert fault(lambda: stream(model)).kind == "timeout"
    assert time.perf_counter() - started < 1
    assert len(chat.calls) == 1
    assert waited(lambda: chat.closed == [True])


def test_words_that_come_late_but_steadily_are_waited_for() -> None:
    model, _ = model_of(["a", 0.3, "b", 0.3, "c"], limits=Limits(seconds=5, first_seconds=0.2))
    assert stream(model) == "abc"


def test_a_whole_stream_has_a_time_limit() -> None:
    model, _ = model_of(["a", *[0.1, "b"] * 50], limits=Limits(seconds=0.5, first_seconds=0.3))
    got: list[str] = []
    assert fault(lambda: got.extend(model.stream(PROMPT, VARIABLES))).kind == "timeout"
    assert got[0] == "a"
    assert stream(model_of(["oui"])[0]) == "oui"


@pytest.mark.parametrize("error", [StatusError(429), StatusError(500), StatusError(503), StatusError(529)])
def test_what_may_pass_is_tried_again(error: Exception) -> None:
    model, chat = model_of([error], [error], ["oui"], limits=Limits(retries=2))
    assert stream(model) == "oui"
    assert len(chat.calls) == 3
    model, chat = model_of([error], [error], [WHOLE], limits=Limits(retries=1))
    assert fault(lambda: ask(model)).kind in {"rate_limited", "server_error"}
    assert len(chat.calls) == 2


def test_a_time_out_of_the_service_is_tried_again_once() -> None:
    model, chat = model_of([StatusError(504)], [StatusError(504)], ["oui"], limits=Limits(retries=5))
    assert fault(lambda: stream(model)).kind == "timeout"
    assert len(chat.calls) == 2


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (StatusError(401), "unauthorized"),
        (StatusError(404), "unknown_model"),
        (StatusError(400), "bad_request"),
        (StatusError(402), "quota"),
        (ConnectionRefusedError("refused"), "unreachable"),
    ],
)
def test_what_will_not_pass_is_not_tried_again(error: Exception, kind: str) -> None:
    model, chat = model_of([error], ["oui"])
    started = time.perf_counter()
    assert fault(lambda: stream(model)).kind == kind
    assert time.perf_counter() - started < 0.5
    assert len(chat.calls) == 1


def test_the_service_says_how_long_to_wait() -> None:
    model, _ = model_of([StatusError(429, headers={"retry-after": "0.4"})], ["oui"])
    started = time.perf_counter()
    assert stream(model) == "oui"
    assert 0.4 <= time.perf_counter() - started < 1


def test_nobody_waits_longer_than_the_time_limit() -> None:
    model, chat = model_of([StatusError(429, headers={"retry-after": "60"})], ["oui"])
    started = time.perf_counter()
    error = fault(lambda: stream(model))
    assert (error.kind, error.retry_after) == ("rate_limited", 60)
    assert time.perf_counter() - started < 0.5
    assert len(chat.calls) == 1


def test_nothing_is_tried_again_once_words_were_given_out() -> None:
    model, chat = model_of(["Le ", StatusError(500)], ["oui"])
    got: list[str] = []
    assert fault(lambda: got.extend(model.stream(PROMPT, VARIABLES))).kind == "interrupted"
    assert got == ["Le "]
    assert len(chat.calls) == 1


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        ([], "empty"),
        (["", "  "], "empty"),
        (["<think>sans fin"], "empty"),
        (["Le jury", AIMessage("", response_metadata={"finish_reason": "length"})], "cut"),
        (["Le jury", AIMessage("", response_metadata={"finish_reason": "content_filter"})], "refused"),
        (["Le jury", AIMessage("", response_metadata={"stop_reason": "refusal"})], "refused"),
        ([AIMessage("", additional_kwargs={"refusal": "Je ne peux pas."})], "refused"),
    ],
)
def test_how_an_answer_ended(script: list[Any], kind: str) -> None:
    assert fault(lambda: stream(model_of(script)[0])).kind == kind


def test_a_model_that_cannot_be_reached_is_left_alone_for_a_while() -> None:
    model, chat = model_of([ConnectionRefusedError()], ["oui"], limits=Limits(rest_seconds=0.3))
    assert fault(lambda: stream(model)).kind == "unreachable"
    started = time.perf_counter()
    assert fault(lambda: stream(model)).kind == "unreachable"
    assert fault(lambda: ask(model)).kind == "unreachable"
    assert time.perf_counter() - started < 0.1
    assert len(chat.calls) == 1
    time.sleep(0.3)
    assert stream(model) == "oui"


def test_the_breaker_can_be_reset() -> None:
    model, _ = model_of([ConnectionRefusedError()], ["oui"])
    fault(lambda: stream(model))
    model.forget_fault()
    assert stream(model) == "oui"


def test_one_slow_structured_answer_does_not_stop_the_others() -> None:
    model, _ = model_of([30.0, WHOLE], [WHOLE], limits=Limits(seconds=0.2))
    assert fault(lambda: ask(model)).kind == "timeout"
    assert ask(model).verdict == "couvert"


def test_nobody_waits_for_a_third_structured_answer_after_two_that_did_not_come() -> None:
    model, chat = model_of([30.0, WHOLE], [WHOLE], [30.0, WHOLE], limits=Limits(seconds=0.3))
    assert fault(lambda: ask(model)).kind == "timeout"
    assert ask(model).verdict == "couvert"  # what comes between counts
    assert fault(lambda: ask(model)).kind == "timeout"
    assert fault(lambda: ask(model)).kind == "timeout"
    started = time.perf_counter()
    assert fault(lambda: ask(model)).kind == "timeout"
    assert time.perf_counter() - started < 0.1
    assert len(chat.calls) == 4


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        f"```json\n{WHOLE}\n```",
        f"Voici :\n{WHOLE}\nJ’espère que cela aide.",
        f"<think>peut-être {{}}</think>{WHOLE}",
        '{"verdict": "couvert", "raison": "Les outils sont nommés.", "certain": true, "note": "Il f',
        '{"verdict": "absent"} Non, plutôt : ' + WHOLE,
    ],
)
def test_json_in_text_is_read_leniently(text: str) -> None:
    model, chat = model_of([text])
    assert ask(model).verdict == "couvert"
    assert len(chat.calls) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Le critère est couvert.",
        '{"verdict": "plutôt couvert", "raison": "x"}',
        '{"verdict": "couvert", "raison": 3}',
        '{"verdict": "couvert", "raison": "Les outils so',
        '{"verdict": "couvert", "raison": "x", "certain": "oui"}',
        "[]",
    ],
)
def test_an_answer_that_does_not_fit_is_given_back_once(text: str) -> None:
    model, chat = model_of([text], [WHOLE])
    assert ask(model).raison == "Les outils sont nommés."
    assert [message.type for message in chat.calls[1]] == ["system", "human", "ai", "human"]
    model, chat = model_of([text])
    assert fault(lambda: ask(model)).kind == "malformed"
    assert len(chat.calls) == 2


def test_a_model_without_structured_output_is_shown_the_schema() -> None:
    model, chat = model_of([WHOLE])
    ask(model)
    asked = str(chat.calls[0][-1].text)
    assert not model.structured
    assert asked.startswith("Question : Qu’attend le jury ?\n\n")
    assert '"enum": ["couvert", "absent"]' in asked


def test_structured_output_is_native_where_the_model_can() -> None:
    chat = StructuredChat(scripts=[[WHOLE]])
    model = LanguageModel(chat)
    assert model.structured
    assert ask(model).verdict == "couvert"
    assert chat.asked_natively[0]["title"] == "Verdict"
    assert "enum" not in str(chat.calls[0][-1].text)


def test_a_service_that_refuses_structured_output_is_asked_in_text_from_then_on() -> None:
    chat = StructuredChat(scripts=[[WHOLE]], refusal=StatusError(400, "response_format is not supported"))
    model = LanguageModel(chat)
    ask(model)
    ask(model)
    assert len(chat.asked_natively) == 1
    assert not model.structured


def test_a_form_that_is_filled_in_by_a_tool_call_is_read() -> None:
    call = {"name": "Verdict", "args": {"verdict": "absent", "raison": "rien"}, "id": "1", "type": "tool_call"}
    model = LanguageModel(StructuredChat(scripts=[[AIMessage("", tool_calls=[call])]]))
    assert ask(model).verdict == "absent"


def test_what_calls_took_is_counted_and_priced() -> None:
    counted = AIMessage("", usage_metadata={"input_tokens": 1000, "output_tokens": 500, "total_tokens": 1500})
    model, _ = model_of(["oui", counted], prices=Prices(1.0, 4.0))
    meter = Meter()
    text_of(model.stream(PROMPT, VARIABLES, meter=meter))
    stream(model)
    assert (meter.usage.calls, meter.usage.input_tokens, meter.usage.output_tokens) == (1, 1000, 500)
    assert meter.usage.euros == pytest.approx(0.003)
    assert (model.usage.calls, model.usage.euros) == (2, pytest.approx(0.006))
    assert not model.usage.estimated


def test_tokens_are_estimated_where_the_service_does_not_count() -> None:
    model, _ = model_of(["oui" * 70])
    stream(model)
    assert model.usage.estimated
    assert model.usage.output_tokens == 61
    assert model.usage.euros is None


def test_a_call_that_got_no_reply_costs_nothing() -> None:
    model, _ = model_of([StatusError(401)])
    fault(lambda: stream(model))
    assert model.usage.calls == 0


def test_calls_wait_for_a_place() -> None:
    model, chat = model_of([0.1, WHOLE], limits=Limits(concurrency=2))
    threads = [threading.Thread(target=ask, args=(model,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(chat.calls) == 6
    assert max(chat.at_once) == 2
    assert model.usage.calls == 6


def test_who_waits_for_words_does_not_wait_for_a_place_for_ever() -> None:
    model, chat = model_of([2.0, WHOLE], limits=Limits(concurrency=1, first_seconds=0.2))
    thread = threading.Thread(target=ask, args=(model,))
    thread.start()
    assert waited(lambda: chat.running == 1)
    assert fault(lambda: stream(model)).kind == "busy"
    thread.join()


def test_the_rate_limiter_is_waited_for_outside_the_time_limits() -> None:
    chat = ScriptedChat(scripts=[[WHOLE]], rate_limiter=InMemoryRateLimiter(requests_per_second=2, max_bucket_size=1))
    model = LanguageModel(chat, limits=Limits(seconds=0.45))
    started = time.perf_counter()
    for _ in range(3):
        ask(model)
    assert time.perf_counter() - started > 0.8


def test_a_prompt_that_is_too_long_is_not_sent() -> None:
    model, chat = model_of(["oui"], limits=Limits(context_tokens=1000, answer_tokens=200))
    assert model.fits("x" * 2000)
    assert not model.fits("x" * 2000, "x" * 2000)
    error = fault(lambda: text_of(model.stream(PROMPT, {"question": "x" * 5000})))
    assert error.kind == "context_too_long"
    assert chat.calls == []


def test_no_fault_says_a_key_or_a_content(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    for status in (400, 401, 429, 500):
        model, _ = model_of([StatusError(status, "clé sk-secret, dossier de Jean Dupont")], limits=Limits(retries=0))
        error = fault(lambda model=model: stream(model))  # type: ignore[misc]
        assert "sk-secret" not in f"{error!r} {error}" and "Dupont" not in str(error)
        assert error.__cause__ is None and error.__suppress_context__
    assert "sk-secret" not in caplog.text and "Dupont" not in caplog.text and "jury" not in caplog.text


def test_nothing_goes_to_langsmith(monkeypatch: pytest.MonkeyPatch) -> None:
    from langsmith.run_helpers import get_tracing_context

    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    seen: list[Any] = []

    class Looking(ScriptedChat):
        def _script(self, messages: Any) -> Any:
            seen.append(get_tracing_context()["enabled"])
            return super()._script(messages)

    model = LanguageModel(Looking(scripts=[["oui"]]))
    stream(model)
    with model.untraced():
        seen.append(get_tracing_context()["enabled"])
    assert seen == [False, False]


def test_the_engine_is_named_as_in_the_contract() -> None:
    model, _ = model_of(["oui"], name="mistralai:mistral-small-latest", hosted=True)
    assert model.engine == "llm:mistralai:mistral-small-latest"
    assert model.hosted
    assert not model_of(["oui"])[0].hosted


def test_an_object_that_grew_too_long_is_not_asked_for_again() -> None:
    model, chat = model_of([WHOLE[:30], AIMessage("", response_metadata={"finish_reason": "length"})])
    assert fault(lambda: ask(model)).kind == "cut"
    assert len(chat.calls) == 1
    model, _ = model_of([WHOLE, ", et", AIMessage("", response_metadata={"finish_reason": "length"})])
    assert ask(model).verdict == "couvert"
