"""What the served process and its children use while people are served: processor time and memory, by /proc."""

import asyncio
import os
import time
from dataclasses import dataclass, field
from math import isnan, nan
from pathlib import Path

import numpy as np

from evals.measuring.processes import memory_mb

_EVERY_S = 1.0
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Sample:
    """One look: seconds since the start, resident megabytes of the process and of its children, processor seconds."""

    at_s: float
    own_mb: float
    children_mb: float
    cpu_s: float


@dataclass
class Watch:
    """Looks at a process each second; without a process (a page that runs elsewhere) it sees nothing."""

    pid: int | None
    samples: list[Sample] = field(default_factory=list)

    async def run(self) -> None:
        """Look until it is cancelled, or until the process ends."""
        started = time.perf_counter()
        while self.pid is not None:
            sample = look(self.pid, time.perf_counter() - started)
            if isnan(sample.own_mb):
                return  # the process is gone: what people saw of that tells more
            self.samples.append(sample)
            await asyncio.sleep(_EVERY_S)

    def figures(self) -> dict[str, float]:
        """Return processor use in cores, and memory: at the start, in the middle, at the end, its peak and its slope.

        Memory is the process's own, averaged over a tenth of the time; the slope is of the second half, because the
        first one loads what the first review needs. The peak is with the children that read drafts.
        """
        if len(self.samples) < 2:
            return {}
        own = np.array([sample.own_mb for sample in self.samples])
        at = np.array([sample.at_s for sample in self.samples])
        tenth, half = max(1, len(own) // 10), len(own) // 2
        first, last = self.samples[0], self.samples[-1]
        return {
            "cores": (last.cpu_s - first.cpu_s) / (last.at_s - first.at_s),
            "start_mb": float(own[0]),
            "middle_mb": float(own[half : half + tenth].mean()),
            "end_mb": float(own[-tenth:].mean()),
            "peak_mb": max(sample.own_mb + sample.children_mb for sample in self.samples),
            "slope_mb_a_minute": float(np.polyfit(at[half:], own[half:], 1)[0]) * 60 if len(own) - half > 2 else 0.0,
        }


def look(pid: int, at_s: float) -> Sample:
    """Look at a process and at all that it started."""
    children = _descendants(pid)
    memories = [_own_mb(child) for child in children]
    cpu_s = sum(_cpu_s(one) for one in [pid, *children])
    return Sample(at_s, memory_mb(pid, "VmRSS"), sum(memory for memory in memories if not isnan(memory)), cpu_s)


def _own_mb(pid: int) -> float:
    """Memory that a child has for itself alone: one that was just forked shares all of its parent's."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return nan
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) * 1024 / 1e6


def _descendants(pid: int) -> list[int]:
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in path.read_text(encoding="ascii").split()]
        except OSError:
            continue  # a thread that ended meanwhile
    return found + [below for child in found for below in _descendants(child)]


def _cpu_s(pid: int) -> float:
    """Processor seconds of a process and of those of its children that ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    fields = stat.rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:15])) / _TICKS_A_SECOND
