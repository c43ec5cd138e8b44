"""Ingest beside a bare DuckDB copy of the same files, in the same run: seconds of each, the ratios, and peak memory.

Both read, write Parquet and are timed three times in turn, the best counting: by the clock, on all cores that are free,
and by the processor. Ingest also hashes, decodes, tells times, ids and repeated tweets, orders what it keeps and accounts
for what it does not.

python bench/ingest.py [FILE ...]      without files, on invented tweets: CSV of 4 and of 18 columns, and JSONL
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
from tasks.reading.dump_files import are_large, find_dumps

ROWS, SEED = 400_000, 1
WIDE = (
    "id_str", "from_user", "text", "created_at", "time", "geo_coordinates", "user_lang", "in_reply_to_user_id_str",
    "in_reply_to_screen_name", "from_user_id_str", "in_reply_to_status_id_str", "user_location", "source",
    "profile_image_url", "user_followers_count", "user_friends_count", "status_url", "entities_str",
)
HEADER = ("ID", "Posted at", "Screen name", "Text")
stage.get_run_logger = lambda: logging.getLogger("bench")  # type: ignore[assignment, attr-defined, misc]


def main(files: list[str]) -> None:
    """Prints a line a file."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HUSHTAG_DATA"] = folder
        for path in [Path(file) for file in files] or [make(Path(folder)) for make in (_table, _wide, _objects)]:
            works = (lambda path=path: _copy(path, Path(folder)), lambda path=path: _ingest(path))
            timed = [[_seconds(work) for work in works] for _ in range(3)]
            told = [f"{path.name}: {path.stat().st_size / 1e6:.0f} MB"]
            for clock, place in (("wall", 0), ("processor", 1)):
                copied, taken = (min(times[turn][place] for times in timed) for turn in (0, 1))
                told.append(f"{clock}: DuckDB {copied:.2f} s, ingest {taken:.2f} s, ratio {copied / taken:.0%}")
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(*told, f"peak so far {peak:.0f} MB", sep="; ")


def _ingest(path: Path) -> None:
    dumps = find_dumps([path])
    read = [stage.read_dump.fn(dump, None, "UTC") for dump in dumps] if are_large(dumps) else dumps
    stage.ingest.fn(read, None, [], None, None, "UTC")


def _copy(path: Path, folder: Path) -> None:
    reader = "read_csv" if path.suffix == ".csv" else "read_json"
    duckdb.connect().execute(f"COPY (SELECT * FROM {reader}('{path}')) TO '{folder / 'bare.parquet'}' (FORMAT parquet)")


def _seconds(work: Callable[[], None]) -> tuple[float, float]:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


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


def _wide(folder: Path) -> Path:
    with (folder / "wide.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(WIDE)
        for number in range(ROWS // 4):
            key, said, sock = 10**17 + number * 4097, _text(number), f"sock_{number % 999}"
            entities = json.dumps({"hashtags": [{"text": "care", "indices": [1, 5]}], "user_mentions": []})
            link, when = f"https://example.org/{sock}/status/{key}", f"Thu Apr 03 {_clock(number)} +0000 2014"
            image, counts = f"https://example.org/{number % 999}.png", (number % 997, number % 89)
            clock = f"03/04/2014 {_clock(number)}"
            author = ("", "en", "", "", number % 999, "", "", "web")
            writer.writerow((key, sock, said, when, clock, *author, image, *counts, link, entities))
    return folder / "wide.csv"


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
