"""Memory that a stage no longer needs, given back to the machine: libraries keep it for the next time that they need some."""

import ctypes
import gc
import os
import sys
from contextlib import suppress
from pathlib import Path

KEPT, STEP = 384 << 20, 128 << 20
"""Bytes that a process may hold, and may take more since it last gave some back, before it is worth a tenth of a second to look."""
_left = 0

# Of the C library: https://man7.org/linux/man-pages/man3/mallopt.3.html
MMAP_THRESHOLD, ARENA_MAX = -3, -8
OF_ITS_OWN, ARENAS = 8 << 20, 2


def keep_little() -> None:
    """Has the C library keep memory in few places, and give large pieces back at once; elsewhere than in glibc it does nothing."""
    with suppress(OSError, AttributeError):
        of_c = ctypes.CDLL(None)
        of_c.mallopt(ARENA_MAX, ARENAS)
        of_c.mallopt(MMAP_THRESHOLD, OF_ITS_OWN)


def give_back(thoroughly: bool = True) -> None:
    """Gives back what nobody needs, where a process has come to hold much; `thoroughly` looks for frames in circles first."""
    global _left
    if _held() < max(KEPT, _left + STEP):
        return
    if thoroughly:
        gc.collect()
    if arrow := sys.modules.get("pyarrow"):
        arrow.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    _left = _held()


def _held() -> int:
    """Bytes of memory that this process holds; none where the machine does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
