"""`hushtag codebook new`: a commented coding frame to start from."""

import argparse
from pathlib import Path

from tasks.errors import StorageError

HELP = "write a commented coding frame to start from; it passes its own test"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares where it goes."""
    parser.add_argument("path", type=Path, metavar="PATH.toml")


def execute(parsed: argparse.Namespace) -> None:
    """Writes the template; a file that is there is never overwritten."""
    from tasks.codebook.loading import TEMPLATE

    try:
        with parsed.path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE.read_text(encoding="utf-8"))
    except OSError as error:
        raise StorageError(f"cannot write ({error.strerror})", parsed.path, "Choose another name.") from None
    print(f"{parsed.path}: change it to your own, then run `hushtag codebook test {parsed.path}`.")
