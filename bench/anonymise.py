"""How fast texts are anonymised, beside what the same machine needs to read them once: `python bench/anonymise.py`.

The floor is one polars pass that masks links and handles and splits the words. Both run on one core, in time of the
processor, over invented tweets; pass a JSONL file with a `text` field to measure on real ones.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

# One thread for every library: set before they are imported.
for variable in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import polars as pl  # noqa: E402

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
TWEETS = 100_000
CHALLENGE = PROJECT / "tests" / "pure" / "anonymise" / "challenge.txt"


def main(given: Sequence[str]) -> None:
    """Prints tweets a second, cold and warm, the floor, and the peak of memory at two sizes."""
    from tasks.models import load
    from tasks.pure.anonymise.engine import anonymised

    texts = texts_of(given)
    many = (texts * (TWEETS // len(texts) + 1))[:TWEETS]
    cold = _rate(lambda: anonymised(many[:50_000], load.engine()), 50_000)
    engine = load.engine()
    warm = max(_rate(lambda: anonymised(many, engine), TWEETS) for _ in range(3))
    series = pl.Series(many)
    floor = max(_rate(lambda: _floor(series), TWEETS) for _ in range(3))
    small = _peak()
    for _ in range(3):
        anonymised(many, engine)
    print(f"cold {cold:,.0f} tweets/s/core (model read from disk, 50,000 tweets)")
    print(f"warm {warm:,.0f} tweets/s/core")
    print(f"floor {floor:,.0f} tweets/s/core; {floor / warm:.1f} times the time of the floor")
    print(f"peak memory {small:.0f} MB, after three times as many tweets {_peak():.0f} MB")


def texts_of(given: Sequence[str]) -> list[str]:
    """The texts of a JSONL file, or those of the challenge without their marks."""
    if given:
        return [json.loads(line)["text"] for line in Path(given[0]).read_text(encoding="utf-8").splitlines()]
    lines = CHALLENGE.read_text(encoding="utf-8").splitlines()
    marked = pl.Series([line for line in lines if line and not line.startswith("#")])
    return marked.str.replace_all(r"<[PLSUCHK] ([^<>]+)>", "${1}").to_list()


def _floor(series: pl.Series) -> pl.Series:
    masked = series.str.replace_all(r"https?://\S+", "[LINK]").str.replace_all(r"[@＠]\w+", "[USER]")
    return masked.str.extract_all(r"\w+")


def _rate(work: Callable[[], object], tweets: int) -> float:
    begin = time.process_time()
    work()
    return tweets / (time.process_time() - begin)


def _peak() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
