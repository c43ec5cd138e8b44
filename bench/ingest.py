"""Ingest beside a bare DuckDB copy of the same files, in the same run: seconds of each, the ratio, and peak memory.

Both read, write Parquet and are timed twice, the better counting; ingest also hashes, decodes, tells times, ids and
repeated tweets, orders what it keeps and accounts for what it does not.

python bench/ingest.py [FILE ...]      without files, on invented tweets in CSV and JSONL
"""

import csv
import json
import logging
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from tasks import ingest as stage

ROWS, SEED = 400_000, 1
HEADER = ("ID", "Posted at", "Screen name", "Text")
stage.get_run_logger = lambda: logging.getLogger("bench")  # type: ignore[assignment, attr-defined, misc]


def main(files: list[str]) -> None:
    """Prints a line a file."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HUSHTAG_DATA"] = folder
        for path in [Path(file) for file in files] or [_table(Path(folder)), _objects(Path(folder))]:
            copied = min(_seconds(lambda path=path: _copy(path, Path(folder))) for _ in range(2))
            taken = min(_seconds(lambda path=path: _ingest(path)) for _ in range(2))
            size = path.stat().st_size / 1e6
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            told = f"DuckDB {copied:.2f} s, ingest {taken:.2f} s, ratio {copied / taken:.0%}, peak so far {peak:.0f} MB"
            print(f"{path.name}: {size:.0f} MB, {told}")


def _ingest(path: Path) -> None:
    read = [stage.read_dump.fn(dump, None, "UTC") for dump in stage.find_dumps([path])]
    stage.ingest.fn(read, [], None, None, "UTC")


def _copy(path: Path, folder: Path) -> None:
    reader = "read_csv" if path.suffix == ".csv" else "read_json"
    duckdb.connect().execute(f"COPY (SELECT * FROM {reader}('{path}')) TO '{folder / 'bare.parquet'}' (FORMAT parquet)")


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _words() -> list[str]:
    chance = random.Random(SEED)  # noqa: S311 (invented words, no secret)
    return ["".join(chance.choices("abcdefghiklmnoprstu", k=chance.randint(2, 9))) for _ in range(8_000)]


WORDS = _words()


def _text(number: int) -> str:
    chance = random.Random(number)  # noqa: S311
    return " ".join([*chance.choices(WORDS, k=chance.randint(8, 18)), "#care"])


def _clock(number: int) -> str:
    return f"20:{number // 60 % 60:02}:{number % 60:02}"


def _table(folder: Path) -> Path:
    with (folder / "tweets.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(
            (10**17 + number * 4097, f"2014-04-03 {_clock(number)} +0000", f"sock_{number % 999}", _text(number))
            for number in range(ROWS)
        )
    return folder / "tweets.csv"


def _objects(folder: Path) -> Path:
    with (folder / "tweets.jsonl").open("w") as file:
        for number in range(ROWS // 4):
            user = {
                "screen_name": f"sock_{number % 999}",
                "name": "Odd Sock",
                "location": "Larkfield",
                "description": _text(number) * 3,
            }
            entities = {"hashtags": [{"text": "care", "indices": [1, 5]}], "user_mentions": [], "urls": []}
            when = f"Thu Apr 03 {_clock(number)} +0000 2014"
            tweet = {"id_str": str(10**17 + number * 4097), "created_at": when, "text": _text(number)}
            file.write(json.dumps(tweet | {"user": user, "entities": entities}) + "\n")
    return folder / "tweets.jsonl"


if __name__ == "__main__":
    main(sys.argv[1:])
