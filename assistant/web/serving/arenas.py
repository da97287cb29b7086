"""How the C library keeps freed memory.

glibc gives a thread a heap of its own, up to eight a core, and each keeps what it freed. The page's forty threads take turns
with answers and reviews, whose buffers of a few megabytes would stay in all of those heaps: with a hundred people and ten
reviews a minute the process held 700 MB after four minutes with two heaps, 860 with all of them, in the same time.
"""

import ctypes
import os
import sys

_M_ARENA_MAX = -8
"""Of glibc's `malloc.h`."""
_HEAPS = 2


def keep_few_heaps() -> None:
    """Have two heaps for all threads, unless the environment says how many; elsewhere than with glibc do nothing."""
    if sys.platform != "linux" or "MALLOC_ARENA_MAX" in os.environ:
        return
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return  # another C library
    mallopt(_M_ARENA_MAX, _HEAPS)
