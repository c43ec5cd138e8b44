"""Memory that a stage no longer needs, given back to the machine: libraries keep it for the next time that they need some."""

import ctypes
import gc
import os
import sys
from contextlib import suppress
from pathlib import Path

KEPT = 384 << 20
"""Bytes that a process may hold before it is worth a tenth of a second to look for some to give back."""

# Of the C library: https://man7.org/linux/man-pages/man3/mallopt.3.html
MMAP_THRESHOLD, ARENA_MAX = -3, -8
OF_ITS_OWN, ARENAS = 1 << 20, 2


def keep_little() -> None:
    """Has the C library keep memory in few places, and give large pieces back at once; elsewhere than in glibc it does nothing."""
    with suppress(OSError, AttributeError):
        of_c = ctypes.CDLL(None)
        of_c.mallopt(ARENA_MAX, ARENAS)
        of_c.mallopt(MMAP_THRESHOLD, OF_ITS_OWN)


def give_back(thoroughly: bool = True) -> None:
    """Gives back what nobody needs any more, where the process holds much; `thoroughly` looks for frames in circles first."""
    if _held() < KEPT:
        return
    if thoroughly:
        gc.collect()
    if arrow := sys.modules.get("pyarrow"):
        arrow.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _held() -> int:
    """Bytes of memory that this process holds; none where the machine does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
