"""`hushtag formats`: what it reads, and how it knows; of a file, in which format it is or what its columns may mean."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tasks.formats import Format
    from tasks.reading.batches import File

HELP = "list the dumps it reads and how it knows them, or say in which format files are"
ALWAYS = """Also as .gz, .bz2, .xz, .zst or in a .zip; tables also as XLSX, ODS, Apple Numbers or Parquet, objects as Parquet.
Any other table: map its columns in the study file under [columns]."""

COLUMNS = ("tweet_id", "posted_at", "text", "handle", "display_name", "profile_location", "is_retweet", "hashtags")


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
        return ["what stands above or before each tweet"] if format.head else ["a file that ends in .txt"]
    said = [", ".join(sorted(signature)) for signature in format.signatures]
    return [f"{'has' if number == 0 else 'or '} {columns}" for number, columns in enumerate(said)]


def _recognise(paths: list[str]) -> None:
    from tasks.errors import HushtagError
    from tasks.reading import find, packages
    from tasks.reading.batches import File
    from tasks.storage import store

    where = find.places(paths)
    for name, place in zip(find.names(where), where, strict=True):
        with store.scratch() as folder:
            try:
                path = packages.member(place.path, place.number, name, folder) if place.member else place.path
                print(_told_of(File(path, name, None, "UTC", folder)))
            except HushtagError as error:
                print(error.line())


def _told_of(file: "File") -> str:
    """In which format a file is and what its first records hold, or a guess at what its columns mean."""
    from tasks.reading import doubts, dump, guess

    if likely := dump.likely_columns(file):
        pasted = "If this guess is right, end the study file with it:"
        return f"{file.name}: no format that is known. {pasted}\n\n{guess.table(likely)}\n"
    part = next(dump.read(file))
    known = ", ".join(part.tweets["format"].unique(maintain_order=True)) or "no tweet in its first records"
    filled = [name for name in COLUMNS if part.tweets[name].drop_nulls().len()]
    empty = [name for name in COLUMNS if name not in filled]
    return "\n".join(
        [
            f"{file.name}: {known}; of its first records {part.tweets.height:,} are tweets, {part.set_aside.height:,} are not",
            *([f"  holds {', '.join(filled)}"] if filled else []),
            *([f"  without {', '.join(empty)}"] if filled and empty else []),
            *(f"  {sentence.removeprefix(f'{file.name}: ')}" for sentence in doubts.told(part.doubts)),
        ]
    )
