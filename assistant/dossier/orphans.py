"""A process that reads a draft ends with whoever started it, however that one ended."""

import os
import signal
import sys
import threading
import time

_LOOK_S = 0.5
_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int | None = None) -> None:
    """Have this process killed when the one that started it is gone: by Linux itself, elsewhere by looking.

    `parent` is its number, where this process was told: it may have gone already.
    """
    parent = parent or os.getppid()
    if sys.platform == "linux":
        import ctypes

        if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL) == 0:
            if os.getppid() != parent:  # it went just before
                os.kill(os.getpid(), signal.SIGKILL)
            return
    if os.name == "posix":
        threading.Thread(target=_look, args=(parent,), daemon=True).start()


def _look(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_S)
    os.kill(os.getpid(), signal.SIGKILL)
