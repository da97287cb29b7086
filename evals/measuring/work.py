"""Work in this process: how long one piece takes, how many are done in a second."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from typing import TypeVar

import numpy as np

from assistant import Coach
from assistant.search.embedder import Embedder

Something = TypeVar("Something")


def times_ms(act: Callable[[Something], object], items: Sequence[Something]) -> list[float]:
    """Return how many milliseconds each item takes, one after the other."""
    found = []
    for item in items:
        started = time.perf_counter()
        act(item)
        found.append((time.perf_counter() - started) * 1000)
    return found


def percentile(values: Sequence[float], rank: float) -> float:
    """Return a percentile; NaN of nothing."""
    return float(np.percentile(values, rank)) if values else float("nan")


def rate(act: Callable[[Something], object], items: Sequence[Something], threads: int = 1) -> float:
    """Return how many items are done in a second, with so many threads. NaN of nothing."""
    if not items:
        return float("nan")
    with ThreadPoolExecutor(threads) as pool:
        started = time.perf_counter()
        list(pool.map(act, items))
        return len(items) / (time.perf_counter() - started)


def embedding_rate(embedder: Embedder, passages: Sequence[str], at_once: int = 64) -> float:
    """Return how many passages are embedded in a second, in the batches of a review, texts of like length together."""
    ordered = sorted(passages, key=len)
    batches = [ordered[start : start + at_once] for start in range(0, len(ordered), at_once)]
    return rate(embedder.embed_passages, batches) * len(passages) / len(batches) if batches else float("nan")


def draft_of(paragraphs: Sequence[str], words: int) -> bytes:
    """Return a Markdown draft of about so many words: paragraphs one after the other, from the start again if need be."""
    chosen, count = [], 0
    for paragraph in islice(cycle(paragraphs), 100_000):
        if count >= words:
            break
        chosen.append(paragraph)
        count += len(paragraph.split())
    return "\n\n".join(chosen).encode()


def review_seconds(coach: Coach, draft: bytes, exam: str) -> tuple[float, int]:
    """Read and review a draft; return the seconds that it took, and its words as the program counts them."""
    started = time.perf_counter()
    review = coach.review(draft, exam=exam, name="draft.md")
    return time.perf_counter() - started, review.words
