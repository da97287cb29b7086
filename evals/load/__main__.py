"""`python -m evals.load`: people who use the page at the same time, as browsers do, and how long they wait.

Starts the page in a process of its own, or takes one that runs (`--url`, and `--pid` to see what it uses). Each person has
cookies, a window and an address of their own, which the page believes where the test runs on a trusted proxy's address
(`ASSISTANT_TRUSTED_PROXIES`, by default this machine): so the limits by session and by address are in force.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from assistant.settings import get_settings
from evals.datasets.drafts import load_drafts
from evals.datasets.questions import load_questions
from evals.datasets.rendering import render
from evals.load.figures import figures_of, table_of
from evals.load.people import Crowd, DraftFile, Plan
from evals.load.watching import Watch
from evals.measuring.processes import served_page

_READY_S = 300.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the test once for each pace of reviews; return 1 where anything failed."""
    options = _parser().parse_args(arguments)
    questions = [question.question for question in load_questions("dev")]
    drafts = [
        DraftFile(f"{draft.name}.{draft.about.format}", render(draft), draft.about.exam) for draft in load_drafts("dev")
    ]
    runs = []
    for pace in options.reviews_per_minute:
        plan = Plan(options.people, options.minutes * 60, options.think, pace, options.seed)
        with _page(options) as (address, pid):
            runs.append(asyncio.run(measure(plan, address, pid, questions, drafts)))
        print(table_of(runs[-1:]), flush=True)
        for problem, count in runs[-1]["problems"].items():
            print(f"  {count} × {problem}")
    if len(runs) > 1:
        print(f"\n{table_of(runs)}")
    if options.out:
        options.out.write_text(json.dumps(runs, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return int(any(run["errors"] for run in runs))


async def measure(
    plan: Plan, address: str, pid: int | None, questions: Sequence[str], drafts: Sequence[DraftFile]
) -> dict[str, Any]:
    """Wait until the page is ready, let people use it, and return the figures."""
    await _ready(address)
    crowd, watch = Crowd(plan, address, questions, drafts), Watch(pid)
    before, started, own_s = os.getloadavg()[0], time.perf_counter(), time.process_time()
    watching = asyncio.create_task(watch.run())
    try:
        await crowd.run()
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
    seconds = time.perf_counter() - started
    about = {
        "began": time.strftime("%Y-%m-%d %H:%M", time.gmtime(time.time() - seconds)),
        "processors": os.cpu_count(),
        "load_average": [round(before, 2), round(os.getloadavg()[0], 2)],
        "took_s": round(seconds, 1),
        "test_itself_cores": round((time.process_time() - own_s) / seconds, 3),
    }
    return figures_of(plan, crowd.done, watch.figures(), about)


async def _ready(address: str) -> None:
    deadline = time.monotonic() + _READY_S
    async with httpx.AsyncClient(base_url=address) as client:
        while time.monotonic() < deadline:
            with suppress(httpx.HTTPError):
                if (await client.get("/readyz")).status_code == httpx.codes.OK:
                    return
            await asyncio.sleep(0.5)
    raise TimeoutError(address)


@contextmanager
def _page(options: argparse.Namespace) -> Iterator[tuple[str, int | None]]:
    """The page that was named, else one that is started for the test."""
    if options.url:
        yield options.url, options.pid
    else:
        with served_page(get_settings()) as page:
            yield page.address, page.pid


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals.load", description=__doc__)
    parser.add_argument("--people", type=int, default=100, help="how many at once")
    parser.add_argument("--minutes", type=float, default=10, help="how long")
    parser.add_argument("--think", type=float, default=15, help="mean seconds between an answer and the next question")
    parser.add_argument(
        "--reviews-per-minute",
        type=float,
        nargs="+",
        default=[1.0],
        help="reviews begun in a minute, over all people; with several figures, a run for each, each on a fresh page",
    )
    parser.add_argument("--seed", type=int, default=0, help="of the questions, drafts and times that are drawn")
    parser.add_argument("--url", help="a page that runs already")
    parser.add_argument("--pid", type=int, help="its process, where it runs on this machine")
    parser.add_argument("--out", type=Path, help="write all figures there, as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
