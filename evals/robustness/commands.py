"""Bad command lines: `jury-coach` as people start it, each in a process and a folder of its own."""

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import assistant
from assistant.settings import Settings
from evals.datasets.drafts import LabelledDraft
from evals.datasets.hostile_files import MAKERS
from evals.datasets.hostile_places import CannotBeMadeError
from evals.datasets.robustness import CommandCase
from evals.robustness.outcome import Attempt, Outcome, Stopwatch, attempt, shown
from evals.robustness.sentences import sentence_faults

_AT_ONCE = 2
_KILLED_AFTER_S = 60.0
_FULL = Path("/dev/full")
_PROGRESS = re.compile(r"^\s*\d{1,3}% ")
_PROJECT = Path(assistant.__file__).parent.parent


@dataclass(frozen=True)
class Ended:
    """What a process left."""

    code: int
    stdout: str
    stderr: str


class CommandTrials:
    """Tries command lines with the settings of the coach at hand."""

    def __init__(self, settings: Settings, draft: LabelledDraft) -> None:
        """Take the settings, and the draft that files are made from."""
        self._environment = {
            **os.environ,
            "ASSISTANT_DATA": str(settings.data.resolve()),
            "ASSISTANT_CORPUS": str(settings.corpus.resolve()),
            "PYTHONPATH": str(_PROJECT),
            "PYTHONWARNINGS": "ignore",
        }
        self._draft = draft

    def run(self, cases: Sequence[CommandCase]) -> list[Outcome]:
        """Try every case, two at a time: most of their time is that of their start."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return list(pool.map(self.try_one, cases))

    def try_one(self, case: CommandCase) -> Outcome:
        """Try a case."""
        expected = f"exit code {case.exit}, {case.stdout} on stdout{f', « {case.says} »' if case.says else ''}"
        return attempt(case, shown(" ".join(case.arguments)), expected, partial(self._attempt, case))

    def _attempt(self, case: CommandCase, watch: Stopwatch) -> Attempt:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name).resolve()
            before = self._furnish(folder, case)
            watch.start()
            ended = self._together(case, folder)
            watch.stop()
            faults = [
                f"{name} is not what it was" for name, data in before.items() if (folder / name).read_bytes() != data
            ]
        faults += [fault for item in ended for fault in command_faults(item, case, _own_words(case))]
        first = ended[0]
        return Attempt(shown(f"exit code {first.code}: {first.stderr or first.stdout}"), tuple(dict.fromkeys(faults)))

    def _furnish(self, folder: Path, case: CommandCase) -> dict[str, bytes]:
        """Put the files into the folder; return them, since what goes wrong must not change them."""
        files = {name: text.encode() for name, text in case.files.items()}
        files |= {name: MAKERS[maker](self._draft) for name, maker in case.made.items()}
        for name, data in files.items():
            (folder / name).write_bytes(data)
        for name, target in case.links.items():
            if not Path(target).exists():
                raise CannotBeMadeError(f"there is no {target} here")
            (folder / name).symlink_to(target)
        return files

    def _together(self, case: CommandCase, folder: Path) -> list[Ended]:
        if case.together == 1:
            return [self._process(case, folder)]
        gate = threading.Barrier(case.together)

        def one(_number: int) -> Ended:
            gate.wait()
            return self._process(case, folder)

        with ThreadPoolExecutor(case.together) as pool:
            return list(pool.map(one, range(case.together)))

    def _process(self, case: CommandCase, folder: Path) -> Ended:
        arguments = [os.fsencode(item) if _has_bytes(item) else item for item in case.arguments]
        with _stdout_of(case) as stdout:
            process = subprocess.Popen(
                [sys.executable, "-m", "assistant", *arguments],
                cwd=folder,
                env={**self._environment, **case.environment},
                stdin=subprocess.DEVNULL if case.stdin is None else subprocess.PIPE,
                stdout=stdout,
                stderr=subprocess.PIPE,
            )
        given = None if case.stdin is None else case.stdin.encode("utf-8", "surrogateescape")
        try:
            out, err = process.communicate(given, timeout=_KILLED_AFTER_S)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
        return Ended(process.returncode, (out or b"").decode("utf-8"), err.decode("utf-8", "replace"))


@contextmanager
def _stdout_of(case: CommandCase) -> Iterator[int]:
    """What a process writes to: a pipe that is read, one whose reader is gone, or a disk that is full."""
    if case.output == "kept":
        yield subprocess.PIPE
        return
    if case.output == "full" and not _FULL.exists():
        raise CannotBeMadeError("there is no full disk here")
    if case.output == "full":
        writer = os.open(_FULL, os.O_WRONLY)
    else:
        reader, writer = os.pipe()
        os.close(reader)
    try:
        yield writer
    finally:
        os.close(writer)


def _has_bytes(argument: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in argument)


def _own_words(case: CommandCase) -> list[str]:
    return [*case.arguments, *case.environment.values(), *case.files, *case.made, *case.links]


def command_faults(ended: Ended, case: CommandCase, own_words: Sequence[str]) -> list[str]:
    """Return what is wrong with what a process left."""
    faults = []
    if ended.code != case.exit:
        faults.append(f"the exit code is {ended.code}")
    faults += _stdout_faults(ended.stdout, case.stdout)
    if "Traceback" in ended.stderr:
        faults.append("there is a traceback")
    if not re.search(case.says, ended.stderr):
        faults.append("the sentence doesn't fit")
    if case.exit == 1 and case.output != "closed":
        said = [line for line in ended.stderr.splitlines() if line.strip() and not _PROGRESS.match(line)]
        faults += sentence_faults("\n".join(said), own_words)
    return faults


def _stdout_faults(stdout: str, wanted: str) -> list[str]:
    if wanted == "nothing":
        return ["there is something on stdout"] if stdout else []
    if not stdout.strip():
        return ["there is nothing on stdout"]
    if wanted == "text":
        return []
    # A JSON string may hold what ends a line elsewhere.
    objects = [stdout] if wanted == "json" else stdout.removesuffix("\n").split("\n")
    return [] if all(map(_is_json_object, objects)) else ["stdout isn't JSON alone"]


def _is_json_object(text: str) -> bool:
    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        return isinstance(json.loads(text, parse_constant=refuse), dict)
    except ValueError:
        return False
