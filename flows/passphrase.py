"""A passphrase: asked for without showing it, or read from standard input where nobody types."""

import getpass
import sys

from tasks.errors import UsageError


def asked(words: str) -> str:
    """What was typed, or the first line of standard input.

    Raises: UsageError when it is empty.
    """
    given = getpass.getpass(words) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if not given:
        raise UsageError("the passphrase is empty", "", "Type one, or hand one to standard input.")
    return given
