"""What a command needs of its process, no matter what started it: a shell, a service, a schedule, a machine of another language."""

import io
import locale
import os
import sys
from contextlib import suppress

from tasks.errors import StorageError

STREAMS = {0: "stdin", 1: "stdout", 2: "stderr"}
OTHERS_WRITE = 0o022
# Measured of vl-convert's engine, which has no setting for it.
ADDRESSES = 70_000_000_000


def settle() -> None:
    """Opens standard streams that were closed, lets nobody else change what is written, whatever the umask, and starts the
    command again in UTF-8 where the locale is of another encoding."""
    os.umask(os.umask(OTHERS_WRITE) | OTHERS_WRITE)
    for number, name in STREAMS.items():
        if getattr(sys, name) is None:
            _open(number, name)
    if not (sys.flags.utf8_mode or "utf8" in sys._xoptions or locale.getencoding().lower() == "utf-8"):
        # Names of files, what other programs say and what libraries read would be taken for something else.
        shown = f"{sys.stdout.encoding}:replace"
        environment = {"PYTHONIOENCODING": shown} | os.environ | {"PYTHONUTF8": "1"}
        os.execve(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]], environment)  # noqa: S606  ourselves


def hold_addresses() -> None:
    """Refuses a run that would be stopped without a word where its figures are drawn.

    Raises: StorageError where `ulimit -v` leaves fewer addresses than the renderer reserves, of which it uses few.
    """
    with suppress(ImportError):
        import resource

        limit = resource.getrlimit(resource.RLIMIT_AS)[0]
        if 0 <= limit < ADDRESSES:
            needed = f"the renderer of figures reserves {ADDRESSES / 1e9:.0f}"
            what = f"memory is limited to {limit / 1e9:.1f} GB of addresses, and {needed}"
            raise StorageError(what, "", "Lift that limit (ulimit -v unlimited), or limit the memory in use by a container.")


def _open(number: int, name: str) -> None:
    """Opens /dev/null for each closed stream, so that no other file takes its number and is overwritten."""
    nothing = os.open(os.devnull, os.O_RDWR)
    if nothing == number or _is_closed(number):
        os.dup2(nothing, number)
        os.set_inheritable(number, True)
    if nothing != number:
        os.close(nothing)
    file = io.FileIO(os.devnull, "w" if number else "r")
    bytes_of = io.BufferedWriter(file) if number else io.BufferedReader(file)
    setattr(sys, name, io.TextIOWrapper(bytes_of, encoding="utf-8"))


def _is_closed(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return True
    return False
