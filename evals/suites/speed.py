"""The suite of times, rates and memory, against the budgets of the design. All are of the machine at hand."""

import json
import os
import platform
import tempfile
import time
from pathlib import Path
from statistics import median

from assistant import Coach
from assistant.referential.question_bank import has_question_bank
from evals.bench import Bench
from evals.measuring.findings import Findings
from evals.measuring.growth import Grown, grow
from evals.measuring.materials import Materials
from evals.measuring.processes import Ran, memory_mb, run_python, served_page
from evals.measuring.work import draft_of, embedding_rate, percentile, rate, review_seconds, times_ms
from evals.result import SplitName, SuiteResult

_COLD_RUNS = 3
_SETS = 24
_THREADS = (1, 2, 4)
_LENGTHS = (1_000, 2_000, 5_000, 10_000, 20_000)
_LONG_DRAFT = 10_000
_SIZES = (1, 2, 4)


def run(bench: Bench, split: SplitName) -> SuiteResult | None:
    """Measure everything; nothing in a quick run, or without questions and drafts."""
    if bench.quick:
        return None
    materials = Materials(bench, Coach(bench.coach.settings))
    if not materials.questions or not materials.paragraphs:
        return None
    found = Findings()
    found.time("load of the machine before", _load(), "processes")
    for step in (_cold, _page, _warm, _throughput, _lengths, _growth):
        bench.say(f"speed: {step.__name__.removeprefix('_')}")
        step(materials, found)
    return SuiteResult(
        suite="speed",
        split=split,
        about="Times, rates and memory: the program started anew, warm, with several threads, on long drafts, and with a "
        "larger index.",
        figures=tuple(found.figures),
        plots=tuple(found.plots),
        notes=_notes(),
    )


def _cold(materials: Materials, found: Findings) -> None:
    """Whole processes, from the start of Python to its end."""
    with tempfile.TemporaryDirectory() as name:
        batch, draft = Path(name) / "questions.jsonl", Path(name) / "draft.md"
        lines = (json.dumps({"question": item.question}, ensure_ascii=False) for item in materials.questions)
        batch.write_text("\n".join(lines), encoding="utf-8")
        draft.write_bytes(draft_of(materials.paragraphs, _LONG_DRAFT))
        helped = [_command(materials, "--help") for _ in range(_COLD_RUNS)]
        asked = [_command(materials, "ask", materials.question, "--json") for _ in range(_COLD_RUNS)]
        together = _command(materials, "ask", "--batch", str(batch))
        reviewed = _command(materials, "review", str(draft), "--exam", materials.widest_exam, "--json")
    shown = {
        "jury-coach --help": median(item.seconds for item in helped),
        "jury-coach ask": median(item.seconds for item in asked),
        f"jury-coach review, {_LONG_DRAFT:,} words": reviewed.seconds,
    }
    bounds = {"jury-coach ask": 3.0}
    for label, seconds in shown.items():
        found.time(f"cold: {label}", seconds, "s", bound=bounds.get(label))
    count = len(materials.questions)
    found.rate("cold: questions of a batch", count / together.seconds, "/s", count)
    found.time("cold: memory of jury-coach ask, peak", max(item.peak_mb for item in asked), "MB", _COLD_RUNS)
    found.time("cold: memory of jury-coach review, peak", reviewed.peak_mb, "MB")
    found.bars("cold starts", "seconds", shown)


def _command(materials: Materials, *arguments: str) -> Ran:
    return run_python(materials.settings, "-m", "assistant", *arguments)


def _page(materials: Materials, found: Findings) -> None:
    """The page: until it is served, until its first answer, and what its process holds."""
    from gradio_client import Client, handle_file

    with served_page(materials.settings) as page, tempfile.TemporaryDirectory() as name:
        served = time.perf_counter()
        client = Client(page.address, verbose=False)
        client.predict(materials.question, "[]", api_name="/ask")
        answered = time.perf_counter() - served
        after_start = memory_mb(page.pid, "VmRSS")
        draft = Path(name) / "draft.md"
        draft.write_bytes(draft_of(materials.paragraphs, _LONG_DRAFT))
        client.predict(handle_file(str(draft)), materials.widest_exam, api_name="/review")
        in_review = memory_mb(page.pid, "VmHWM")
    found.time("page: served after its start", page.served_s, "s", bound=5.0)
    found.time("page: first answer after that", answered, "s", bound=3.0)
    found.time("page: memory after the first answer", after_start, "MB", bound=700.0)
    found.time(f"page: memory in a review of {_LONG_DRAFT:,} words, peak", in_review, "MB", bound=900.0)
    found.bars("memory of the page", "megabytes", {"after the first answer": after_start, "in a review": in_review})


def _warm(materials: Materials, found: Findings) -> None:
    """Work in this process, one piece after the other."""
    coach = materials.coach
    coach.prepare()
    asked = times_ms(lambda item: coach.ask(item.question, item.history), materials.questions)
    found.time("warm: ask, p50", percentile(asked, 50), "ms", len(asked), 25.0)
    found.time("warm: ask, p95", percentile(asked, 95), "ms", len(asked), 60.0)
    shown = {"ask, p50": percentile(asked, 50), "ask, p95": percentile(asked, 95)}
    if has_question_bank(materials.settings.corpus):
        exams = [exam.id for exam in coach.referential.exams]
        seeds = [(exams[number % len(exams)], number) for number in range(_SETS)]
        drawn = times_ms(lambda pair: coach.questions(pair[0], 10, seed=pair[1]), seeds)
        shown["ten questions, p50"] = percentile(drawn, 50)
        found.time("warm: ten questions of an exam, p50", percentile(drawn, 50), "ms", len(drawn))
    if materials.answers:
        first = materials.answers[0]
        coach.assess(first.exam, first.question, first.labels.answer)
        assessed = times_ms(lambda item: coach.assess(item.exam, item.question, item.labels.answer), materials.answers)
        shown["assess, p50"] = percentile(assessed, 50)
        found.time("warm: assess, p50", percentile(assessed, 50), "ms", len(assessed))
    found.bars("warm answers", "milliseconds", shown)


def _throughput(materials: Materials, found: Findings) -> None:
    """What is done in a second."""
    coach = materials.coach
    shown = {}
    for threads in _THREADS:
        done = rate(lambda item: coach.ask(item.question, item.history), materials.questions, threads)
        label = f"{threads} thread{'s' if threads > 1 else ''}"
        shown[label] = done
        found.rate(f"throughput: answers, {label}", done, "/s", len(materials.questions))
    found.bars("answers in a second", "answers", shown)
    passages = materials.passages
    coach.embedder.embed_passages(passages[:2])
    found.rate("throughput: passages embedded", embedding_rate(coach.embedder, passages), "/s", len(passages))


def _lengths(materials: Materials, found: Findings) -> None:
    """Reading and reviewing drafts of the dev set, put one after the other, for the exam with the most criteria."""
    exam = materials.widest_exam
    review_seconds(materials.coach, draft_of(materials.paragraphs, 200), exam)  # what it needs is loaded now
    seconds, words = [], []
    for length in _LENGTHS:
        taken, count = review_seconds(materials.coach, draft_of(materials.paragraphs, length), exam)
        seconds.append(taken)
        words.append(float(count))
    criteria = len(materials.coach.referential.exam(exam).criteria)
    for length, taken in zip(_LENGTHS, seconds, strict=True):
        bound = 8.0 if length == _LONG_DRAFT else None
        found.time(f"read and review: {length:,} words, {criteria} criteria", taken, "s", bound=bound)
    found.curve("a review against the length of the draft", "words", "seconds", {"read and review": (words, seconds)})


def _growth(materials: Materials, found: Findings) -> None:
    """The search with an index several times as large: its time, and the memory of a process that only searches."""
    sizes = [_grown(materials, times) for times in _SIZES]
    texts = [float(item.texts) for item in sizes]
    for item in sizes:
        found.time(f"growth: search in {item.texts:,} texts, p50", item.search_ms, "ms", len(materials.questions))
        found.time(f"growth: memory with {item.texts:,} texts", item.memory_mb, "MB")
    views = {
        "search": (texts, [item.search_ms for item in sizes]),
        "nearest vectors": (texts, [item.dense_ms for item in sizes]),
        "BM25": (texts, [item.lexical_ms for item in sizes]),
    }
    found.curve("a search against the size of the index", "texts", "milliseconds", views)
    found.curve(
        "memory against the size of the index",
        "texts",
        "megabytes",
        {"process": (texts, [item.memory_mb for item in sizes])},
    )


def _grown(materials: Materials, times: int) -> Grown:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        questions = folder / "questions.json"
        questions.write_text(json.dumps([item.question for item in materials.questions]), encoding="utf-8")
        arguments = [str(questions)]
        if times > 1:
            grow(materials.coach, times, folder)
            arguments.append(str(folder))
        return Grown(**json.loads(run_python(materials.settings, "-m", "evals.measuring.growth", *arguments).stdout))


def _load() -> float:
    """How many processes wanted to run in the last minute, where the system tells it."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")


def _notes() -> tuple[str, ...]:
    return (
        f"Measured with {os.cpu_count()} processors ({platform.machine()}); no figure here counts for the gate.",
        "Bounds are the budgets of the design. Other work on the machine, which its load tells, makes every figure worse.",
        "Memory is resident memory of the process itself; drafts are read in another one, which ends before they are judged.",
        "Most of a search is the embedding of the question, which doesn't grow with the index.",
        "Sixteen times the index takes minutes to build and is left out: the added vectors lie beside the real ones, as "
        "more phrasings would.",
    )
