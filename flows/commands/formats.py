"""`hushtag formats`: what it reads, and how it knows; of a file, in which format it is or what its columns may mean."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tasks.formats import Format

HELP = "list the dumps it reads and how it knows them, or say in which format files are"
ALWAYS = """Also as .gz, .bz2, .zst or in a .zip; tables also as XLSX, ODS, Apple Numbers or Parquet, objects as Parquet.
Any other table: map its columns in the study file under [columns]."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the files to look at."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="files, folders or globs to recognise")


def execute(parsed: argparse.Namespace) -> None:
    """Lists the formats, or recognises files."""
    if parsed.files:
        _recognise(parsed.files)
        return
    from tasks.formats import formats

    for format in formats():
        print(f"{format.id:22}{format.title}")
        print("\n".join(f"{'':22}  {line}" for line in _known_by(format)))
    print(ALWAYS)


def _known_by(format: "Format") -> list[str]:
    if not format.signatures:
        return ["a file that ends in .txt"]
    said = [", ".join(sorted(signature)) for signature in format.signatures]
    return [f"{'has' if number == 0 else 'or '} {columns}" for number, columns in enumerate(said)]


def _recognise(paths: list[str]) -> None:
    from tasks.errors import HushtagError
    from tasks.reading import dump, encodings, find, guess
    from tasks.reading.batches import File
    from tasks.storage import store

    where = find.places(paths)
    for name, place in zip(find.names(where), where, strict=True):
        with store.scratch() as folder:
            try:
                path = encodings.member(place.path, place.member, name, folder) if place.member else place.path
                file = File(path, name, None, "UTC", folder)
                if likely := dump.likely_columns(file):
                    print(f"{name}: no format that is known. If this guess is right, end the study file with it:\n")
                    print(guess.table(likely) + "\n")
                    continue
                part = next(dump.read(file))
                print(f"{name}: {', '.join(part.tweets['format'].unique()) or 'no tweet in its first records'}")
            except HushtagError as error:
                print(error.line())
