"""Each fault of a language model, and what the person sees: through `Coach`, OpenAI's client in LangChain and HTTP.

`pytest tests/test_language_faults.py -s` prints the table at its end. All verdicts, statuses, questions and citations are
those of a coach without a model; what changes is one French sentence that says why.
"""

import copy
import random
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant import Answer, Coach, Settings
from assistant.coaching.asking.wording.wording import NOTICE_UNFIT, NOTICE_UNTRUE
from assistant.coaching.assessing import listener
from assistant.coaching.assessing.assessment import Assessment
from assistant.coaching.questioning import question_writer
from assistant.coaching.questioning.jury_question import QuestionSet
from assistant.coaching.reviewing import second_reader
from assistant.coaching.reviewing.review import Review
from assistant.coaching.sentences import is_foreign
from assistant.dossier.model import Document
from assistant.language.faults import SENTENCES, Kind
from assistant.language.model import FIRST_SECONDS, LOCAL_FIRST_SECONDS, make_model
from assistant.report import write_review
from assistant.web.conversation.chat import respond
from assistant.web.sessions import Session
from tests.coaching.asking.wording.answers import DURATION, GOOD, asked, cut_by_chance, words_of
from tests.coaching.asking.wording.attacks import ATTACKS
from tests.coaching.asking.wording.oracle import unverified
from tests.coaching.reviewing.test_reviewing import CONTENT
from tests.language import faulty_server as faulty
from tests.language.bad_replies import bad_replies
from tests.language.faulty_server import Reply, failing, says
from tests.language.local_server import LocalServer, missing, serving
from tests.language.tiny_model import Saying, build_tiny_model

pytestmark = pytest.mark.slow

JOBS = ("ask", "review", "questions", "assess")
QUESTION = DURATION
ANSWER = "Nous avons donné 45 points au prix, parce que l’association paie elle-même."
KEY = "sk-secret-1234"
SECONDS, FIRST = 0.8, 0.5
"""Time limits of a call, and until its first words, where nothing comes; else they are to spare."""
LONG = {"llm_seconds": 5, "llm_first_seconds": 3}
SILENT = ("time-out", "silent after some words")
SLACK = 2.0
"""Seconds for all else on a busy machine."""
_LEAKED = re.compile(
    r"sk-|secret|https?:|127\.0\.0\.1:|Error|Exception|Traceback|\bHTTP\b|\bNone\b|girafe|\b87\b|4 512|désolé|<<<|\{\"",
    re.IGNORECASE,
)
"""What nobody may ever read: keys, addresses with ports, words of programs, and what the bad replies invent."""


@dataclass(frozen=True)
class Ground:
    """What a coach without a model gives."""

    coach: Coach
    draft: Document
    answer: Answer
    review: Review
    questions: QuestionSet
    feedback: Assessment
    bad: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Seen:
    """What a person sees of one job."""

    sentence: str
    """What is said of the model."""
    texts: tuple[str, ...]
    """All that is read."""
    same: bool
    """Whether what counts is as without a model."""
    engine: str
    grown: tuple[Answer, ...] = ()
    """What was shown of an answer while it came."""


@dataclass
class Table:
    """What was seen, by fault and job."""

    rows: dict[str, dict[str, tuple[str, float]]] = field(default_factory=dict)

    def note(self, fault: str, job: str, sentence: str, seconds: float) -> None:
        self.rows.setdefault(fault, {})[job] = sentence, seconds

    def lines(self) -> Iterator[str]:
        yield "| fault | " + " | ".join(JOBS) + " |"
        yield "|---" * (len(JOBS) + 1) + "|"
        for fault, seen in self.rows.items():
            cells = (f"{seen[job][0]} ({seen[job][1]:.1f} s)" if job in seen else "" for job in JOBS)
            yield f"| {fault} | " + " | ".join(cells) + " |"


@pytest.fixture(scope="module")
def table() -> Iterator[Table]:
    seen = Table()
    yield seen
    print("\n" + "\n".join(seen.lines()))  # noqa: T201 - with -s


class _Remembering:
    """A judge that judges the one draft of this file once: its time is not the model's."""

    def __init__(self, judge: Any) -> None:
        self._judge = judge
        self._kept: dict[str, Any] = {}

    def prepare(self, *given: Any) -> Any:
        return self._kept.get("prepared") or self._kept.setdefault("prepared", self._judge.prepare(*given))

    def judge(self, *given: Any) -> Any:
        return self._kept.get("judged") or self._kept.setdefault("judged", self._judge.judge(*given))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._judge, name)


@pytest.fixture(scope="module")
def ground(coach: Coach) -> Ground:
    coach = copy.copy(coach)
    coach.__dict__.pop("reviewer", None)
    coach.__dict__["judge"] = _Remembering(coach.judge)
    draft = coach.read(CONTENT.encode(), "draft.md")
    review = coach.review(draft, "C3.3")
    questions = coach.questions("C3.3", 3, seed=3)
    feedback = coach.assess("C3.3", questions.questions[0], ANSWER)
    bad = bad_replies(review, questions, len(feedback.points))
    return Ground(coach, draft, coach.ask(QUESTION), review, questions, feedback, bad)


def with_model(coach: Coach, url: str, **options: Any) -> Coach:
    """The same coach with a model behind an address, asked by OpenAI's client."""
    given = {
        "llm": "openai:essai",
        "llm_base_url": url,
        "llm_api_key": KEY,
        "llm_seconds": SECONDS,
        "llm_first_seconds": FIRST,
        "llm_retries": 1,
        **options,
    }
    own = copy.copy(coach)
    own.settings = Settings(**{**coach.settings.model_dump(), **given})
    for name in ("language_model", "wording", "second_reader", "reviewer", "converser"):
        own.__dict__.pop(name, None)
    return own


def see(job: str, coach: Coach, ground: Ground) -> Seen:
    """Have a job done, and return what the person sees of it."""
    return _SEEING[job](coach, ground)


def _asked(coach: Coach, ground: Ground) -> Seen:
    *grown, last = coach.stream(QUESTION)
    unsaid = {"notice": None, "elapsed_ms": 0.0}
    same = last.model_copy(update=unsaid) == ground.answer.model_copy(update=unsaid)
    texts = (*(item.answer for item in grown), last.answer, *last.suggestions)
    return Seen(last.notice or "", texts, same, last.engine, tuple(grown))


def _reviewed(coach: Coach, ground: Ground) -> Seen:
    found = coach.review(ground.draft, "C3.3")
    same = [item.verdict for item in found.criteria] == [item.verdict for item in ground.review.criteria]
    if found.engine == "extractive":
        same = found.criteria == ground.review.criteria
    report = write_review(found, coach.referential, "md").decode()
    return Seen(found.notice, (found.summary, report), same, found.engine)


def _questioned(coach: Coach, ground: Ground) -> Seen:
    found = coach.questions("C3.3", 3, seed=3)
    same = found.to_contract() == ground.questions.to_contract()
    return Seen(found.notice, tuple(item.question for item in found.questions), same, "")


def _assessed(coach: Coach, ground: Ground) -> Seen:
    found = coach.assess("C3.3", ground.questions.questions[0], ANSWER)
    same = found.model_copy(update={"notice": ""}) == ground.feedback
    reasons = [text for item in found.points for text in (item.quote, item.reason, item.follow_up)]
    return Seen(found.notice, (*reasons, *found.strengths, *found.advice, found.follow_up), same, "")


_SEEING: Mapping[str, Callable[[Coach, Ground], Seen]] = {
    "ask": _asked,
    "review": _reviewed,
    "questions": _questioned,
    "assess": _assessed,
}


def check(seen: Seen, ground: Ground) -> None:
    """What holds of every fault and job."""
    assert seen.same
    evidence = asked(ground.coach, QUESTION).evidence
    assert not [wrong for item in seen.grown for wrong in unverified(item, evidence)]
    for text in (seen.sentence, *seen.texts):
        assert _LEAKED.search(text) is None
        assert not [line for line in re.split(r"[.!?;:]\s|\n", text) if is_foreign(line)]


def own_sentence(job: str, sentence: str) -> str:
    """What is said of the model itself, without what the job says of going on without it."""
    endings = (" Voici la réponse sans lui.", f" {question_writer.WITHOUT_IT}", f" {listener.WITHOUT_IT}")
    if job == "review":
        found = re.fullmatch(r"La deuxième lecture, .*? manque pour .*?\. (.*) Leur verdict est .*", sentence)
        assert found is not None, sentence
        return found[1]
    ending = next((ending for ending in endings if sentence.endswith(ending)), "")
    return sentence.removesuffix(ending)


# Faults of the service


FAULTS: dict[str, tuple[Reply, tuple[Kind, ...]]] = {
    "time-out": (faulty.NEVER, ("timeout",)),
    "silent after some words": (faulty.STALLED, ("timeout",)),
    "429": (faulty.RATE_LIMITED, ("rate_limited",)),
    "500": (faulty.SERVER_ERROR, ("server_error",)),
    "401": (faulty.UNAUTHORIZED, ("unauthorized",)),
    "404": (faulty.UNKNOWN_MODEL, ("unknown_model",)),
    "context too long": (faulty.TOO_LONG, ("context_too_long",)),
    "empty": (faulty.EMPTY_TEXT, ("empty",)),
    "half a body": (faulty.HALF_BODY, ("malformed", "empty")),
    "another network's page": (faulty.WEB_PAGE, ("malformed", "empty")),
    "connection cut": (faulty.CUT, ("interrupted",)),
    "refused by its filter": (faulty.FILTERED, ("refused",)),
    "cut by its length": (faulty.CUT_BY_LENGTH, ("cut",)),
}
"""The reply, and the kinds of fault that it may be called: a stream doesn't show all that a whole body shows."""


@pytest.mark.parametrize("job", JOBS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_service_costs_the_models_words_alone(
    fault: str, job: str, ground: Ground, table: Table, caplog: pytest.LogCaptureFixture
) -> None:
    reply, kinds = FAULTS[fault]
    with failing(reply) as server:
        own = with_model(ground.coach, server.base_url, **({} if fault in SILENT else LONG))
        assert own.language_model is not None
        _ = own.language_model.chat  # importing the provider takes its own time
        started = time.perf_counter()
        seen = see(job, own, ground)
        seconds = time.perf_counter() - started
    check(seen, ground)
    said = own_sentence(job, seen.sentence)
    assert said in {SENTENCES[kind] for kind in kinds}
    assert seen.engine in {"", "extractive"}
    most = LONG["llm_seconds"] if fault not in SILENT else FIRST if job == "ask" else SECONDS
    assert seconds < most + SLACK
    assert KEY not in caplog.text
    table.note(fault, job, said, seconds)


# A model that answers, and badly


SAID: dict[str, set[str]] = {
    "ask": {NOTICE_UNTRUE, NOTICE_UNFIT},
    "review": {second_reader.UNVERIFIED, SENTENCES["malformed"]},
    "questions": {question_writer.UNFIT, SENTENCES["malformed"]},
    "assess": {listener.UNFIT, SENTENCES["malformed"]},
}
UNTRUE = ("wrong ids", "invented quotes", "invented figures")
BAD = ("half JSON", *UNTRUE, "refusal", "refusal in the form", "English answer", "prompt leak")


@pytest.mark.parametrize("job", JOBS)
@pytest.mark.parametrize("fault", BAD)
def test_what_a_model_makes_up_is_never_shown(fault: str, job: str, ground: Ground, table: Table) -> None:
    reply = ground.bad[fault][job]
    with failing(says(*re.findall(r"\s*\S+", reply))) as server:
        started = time.perf_counter()
        seen = see(job, with_model(ground.coach, server.base_url, **LONG), ground)
        seconds = time.perf_counter() - started
    check(seen, ground)
    if seen.engine.startswith("llm:"):
        # The model's verdicts « absent » are the judge's too: they stand, its texts don't.
        assert (job, seen.sentence) == ("review", "")
        said = "*verdicts that agree, without its words*"
    else:
        said = own_sentence(job, seen.sentence)
        assert said in SAID[job]
    if job == "ask":
        assert said == (NOTICE_UNTRUE if fault in UNTRUE else NOTICE_UNFIT)
        assert len(server.requests) == 2, "it is asked to mend its answer once"
    table.note(fault, job, said, seconds)


@pytest.mark.parametrize("seed", range(2 * len(ATTACKS)))
def test_adversarial_answers_over_http(seed: int, ground: Ground) -> None:
    """A sample: the 340 of tests/coaching/asking/wording/test_adversarial.py come without HTTP."""
    chance = random.Random(seed)  # noqa: S311 - chance, not secrets
    evidence = asked(ground.coach, QUESTION).evidence
    bad = ATTACKS[seed % len(ATTACKS)](GOOD[QUESTION], evidence, chance)
    with failing(says(*map(str, cut_by_chance(bad, chance)))) as server:
        seen = _asked(with_model(ground.coach, server.base_url, **LONG), ground)
    assert seen.same
    assert seen.sentence
    assert not [wrong for item in seen.grown for wrong in unverified(item, evidence)]


# A true server that is killed, or too small


@pytest.fixture(scope="module")
def endless_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that says one sentence again and again, whatever it is asked."""
    if reason := missing():
        pytest.skip(reason)
    saying = Saying("Votre présentation orale se prépare avec soin, et puis encore. ", endless=True)
    return build_tiny_model(tmp_path_factory.mktemp("endless") / "endless.gguf", (saying,))


def test_a_server_that_is_killed_while_it_streams(
    endless_model: Path, tmp_path: Path, ground: Ground, table: Table
) -> None:
    with serving(endless_model, tmp_path) as server:
        own = with_model(ground.coach, server.base_url, llm_seconds=20, llm_first_seconds=10)
        stream = own.stream(QUESTION)
        first = next(stream)
        server.kill()
        killed = time.perf_counter()
        *grown, last = stream
        seconds = time.perf_counter() - killed
    assert first.engine == "llm:openai:essai"
    assert first.answer.startswith("Votre")
    seen = Seen(last.notice or "", (last.answer,), last.answer == ground.answer.answer, last.engine, (first, *grown))
    check(seen, ground)
    said = own_sentence("ask", seen.sentence)
    # What had come before may already have been too long, and the model asked again: then nobody was there.
    assert said in {SENTENCES["interrupted"], SENTENCES["unreachable"]}
    assert seconds < 5
    table.note("killed while it answers", "ask", said, seconds)


@pytest.mark.parametrize("job", JOBS[1:])
def test_a_server_that_is_killed_while_it_is_asked(
    job: str, endless_model: Path, tmp_path: Path, ground: Ground, table: Table
) -> None:
    with serving(endless_model, tmp_path) as server:
        own = with_model(ground.coach, server.base_url, llm_seconds=20)
        threading.Thread(target=_kill_when_busy, args=(server,), daemon=True).start()
        started = time.perf_counter()
        seen = see(job, own, ground)
        seconds = time.perf_counter() - started
    check(seen, ground)
    said = own_sentence(job, seen.sentence)
    assert said in {SENTENCES["interrupted"], SENTENCES["unreachable"]}
    assert seconds < 15
    table.note("killed while it answers", job, said, seconds)


def _kill_when_busy(server: LocalServer) -> None:
    end = time.monotonic() + 15
    while not server.is_busy() and time.monotonic() < end:
        time.sleep(0.005)
    server.kill()


@pytest.mark.parametrize("job", JOBS)
def test_a_true_server_with_too_small_a_context(
    job: str, endless_model: Path, tmp_path: Path, ground: Ground, table: Table
) -> None:
    with serving(endless_model, tmp_path, context_tokens=512, endless=False) as server:
        started = time.perf_counter()
        seen = see(job, with_model(ground.coach, server.base_url, llm_seconds=10, llm_first_seconds=10), ground)
        seconds = time.perf_counter() - started
    check(seen, ground)
    assert own_sentence(job, seen.sentence) == SENTENCES["context_too_long"]
    table.note("context too long (llama.cpp)", job, own_sentence(job, seen.sentence), seconds)


# Nobody there


@pytest.fixture
def refusing() -> Iterator[str]:
    """An address where connections are refused."""
    with socket.socket() as held:  # bound and not listening
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}/v1"


@pytest.fixture
def swallowing() -> Iterator[str]:
    """An address where connections are neither taken nor refused, as behind a firewall."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(server.getsockname())
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1"
        for one in waiting:
            one.close()


def _seconds_of(work: Callable[[], Seen]) -> tuple[Seen, float]:
    started = time.perf_counter()
    seen = work()
    return seen, time.perf_counter() - started


@pytest.mark.parametrize("where", ["refusing", "swallowing"])
def test_with_nobody_there_the_answer_comes_within_two_seconds_and_the_next_at_once(
    where: str, ground: Ground, table: Table, request: pytest.FixtureRequest
) -> None:
    own = with_model(
        ground.coach, request.getfixturevalue(where), llm_seconds=60, llm_first_seconds=None, llm_retries=2
    )
    for most in (2.0, 0.5, 0.5):
        started = time.perf_counter()
        seen = _asked(own, ground)
        seconds = time.perf_counter() - started
        assert seconds < most
        check(seen, ground)
        assert own_sentence("ask", seen.sentence).startswith("Le modèle de langage est injoignable")
        if most == 2.0:
            table.note(f"nobody there ({where})", "ask", own_sentence("ask", seen.sentence), seconds)
    for job in JOBS[1:]:  # with what was found for the answer
        alone = _seconds_of(lambda job=job: see(job, ground.coach, ground))[1]  # type: ignore[misc]
        seen, seconds = _seconds_of(lambda job=job: see(job, own, ground))  # type: ignore[misc]
        table.note(f"nobody there ({where})", job, own_sentence(job, seen.sentence), seconds)
        check(seen, ground)
        assert seconds < 2 * alone + SLACK


def test_who_is_silent_is_waited_for_by_default_as_long_as_it_may_take(settings: Settings) -> None:
    """Ten seconds for a service; thirty for a model on this machine, which may have to be loaded."""
    limits = []
    for url in ("https://api.exemple.org/v1", "http://127.0.0.1:9/v1"):
        model = make_model(settings.model_copy(update={"llm": "openai:essai", "llm_base_url": url}))
        assert model is not None
        limits.append(model.limits.first_seconds)
    assert limits == [FIRST_SECONDS, LOCAL_FIRST_SECONDS] == [10, 30]


# First words


FIRST_AFTER = 0.4


@pytest.mark.parametrize("way", ["coach", "page"])
def test_the_first_words_are_shown_within_a_third_of_a_second_of_the_first_token(way: str, ground: Ground) -> None:
    words = map(str, words_of(GOOD[QUESTION]))
    with failing(says(*words, first_after=FIRST_AFTER, between=0.05)) as server:
        own = with_model(ground.coach, server.base_url, llm_seconds=10, llm_first_seconds=5)
        shown = time.monotonic()
        for text in _texts(way, own):
            if text.startswith("Votre"):
                shown = time.monotonic()
                break
    delay = shown - (server.requests[0].at + FIRST_AFTER)
    print(f"\nfirst words, {way}: {delay * 1000:.0f} ms after the first token")  # noqa: T201 - with -s
    assert 0 < delay < 0.3


def _texts(way: str, coach: Coach) -> Iterator[str]:
    if way == "coach":
        yield from (item.answer for item in coach.stream(QUESTION))
    else:
        yield from (str(item.content) for item in respond(_page(coach), Session(), QUESTION, []))


def test_the_page_says_why_the_answer_is_without_the_model(ground: Ground) -> None:
    with failing(faulty.CUT) as server:
        *_, last = _texts("page", with_model(ground.coach, server.base_url))
    assert last.startswith(f"*{SENTENCES['interrupted']} Voici la réponse sans lui.*\n\n")


def _page(coach: Coach) -> Any:
    return SimpleNamespace(
        coach=coach, coach_if=lambda accepted: coach, start=lambda: None, wait=lambda: True, problem="", message=""
    )
