"""`hushtag codebook import`: turns the dictionary or codebook of another tool into a coding frame."""

import argparse
from pathlib import Path

NAME = "import"
HELP = "a codebook from LIWC (.dic), quanteda (.yml), a sheet (.csv, .xlsx) or REFI-QDA (.qdc, .qde, .qdpx)"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the file and where the codebook goes."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "-o", "--out", type=Path, metavar="OUT", help="a .toml file; without it the codebook is printed"
    )


def execute(parsed: argparse.Namespace) -> None:
    """Reads it, holds it to our rules and writes it."""
    from tasks.codebook.interchange import imported
    from tasks.codebook.writing import written
    from tasks.errors import StorageError

    text = written(imported(parsed.file))
    if parsed.out is None:
        print(text, end="")
        return
    try:
        parsed.out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise StorageError(f"cannot write ({error.strerror})", parsed.out, "Choose another place.") from None
