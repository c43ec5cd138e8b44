"""How many anonymised texts still lead to their source: `python bench/attack.py [TWEETS.jsonl]`.

A motivated intruder holds all originals and searches them in two ways: for every word that is left, in any order, and
for the runs of words between placeholders, as phrases. A text is singled out where its own original alone comes back.
Equal originals count once, so that copies give no cover. Without a file, on the invented tweets of the tests.
"""

import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import polars as pl

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT), str(PROJECT / "bench")]
PLACEHOLDER = re.compile(r"\[(?:USER|PERSON|PLACE|SERVICE|CONTACT|LINK|DATE|ID)\]")
LONG = 8


def main(given: Sequence[str]) -> None:
    """Prints, for each strictness, the shares of texts that are singled out."""
    from anonymise import texts_of

    from tasks.models import load
    from tasks.pure.anonymise.engine import anonymised

    originals = sorted(set(texts_of(given)))
    print(f"{len(originals):,} distinct originals; of the texts left of them, singled out")
    for strictness in ("light", "standard", "strict"):
        left = anonymised(originals, load.engine(), strictness).texts
        found = by_runs(originals, left).with_columns(whole=pl.Series(by_words(originals, left)))
        long = found.filter(pl.Series([len(words(text)) >= LONG for text in originals]))
        print(
            f"  {strictness:8s} by all words {share(found['whole'])}, by a run of words {share(found['is_singled_out'])}; "
            f"of those of {LONG} words or more {share(long['whole'])} and {share(long['is_singled_out'])}; "
            f"longest run {found['longest_run'].mean():.1f} words"
        )


def by_runs(originals: Sequence[str], left: Sequence[str | None]) -> pl.DataFrame:
    """The longest run of each text that its own original alone holds, in the order of the texts."""
    from tasks.attack.search import by_runs as searched_by_runs
    from tasks.schema import ANONYMISED

    rows = pl.int_range(len(originals), eager=True)
    known = {"sequence": rows, "tweet_key": rows.cast(pl.String).str.zfill(12)}
    tables = {
        "ingested": pl.DataFrame({"sequence": rows, "text": originals}),
        "anonymised": ANONYMISED.empty().clear(len(originals)).with_columns(**known),
        "deduplicated": pl.DataFrame({"tweet_key": known["tweet_key"], "text": left}),
        "sought": pl.DataFrame({"tweet_key": known["tweet_key"], "text": left}),
    }
    with tempfile.TemporaryDirectory() as folder:
        places = {name: Path(folder) / f"{name}.parquet" for name in tables}
        for name, frame in tables.items():
            frame.write_parquet(places[name])
        return searched_by_runs({name: [str(places[name])] for name in tables})


def by_words(originals: Sequence[str], left: Sequence[str | None]) -> list[bool]:
    """Whether each text's own original alone holds every word that is left of it."""
    held = [frozenset(words(text)) for text in originals]
    holders: dict[str, list[int]] = defaultdict(list)
    for row, own in enumerate(held):
        for word in own:
            holders[word].append(row)
    return [_alone(row, set(words(PLACEHOLDER.sub(" ", text or ""))), held, holders) for row, text in enumerate(left)]


def _alone(row: int, asked: set[str], held: Sequence[frozenset[str]], holders: dict[str, list[int]]) -> bool:
    rarest = min((holders[word] for word in asked), key=len, default=[])
    return [other for other in rarest if asked <= held[other]] == [row]


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return re.findall(r"\w+", text.lower())


def share(flags: pl.Series) -> str:
    """The share of what is true, in per cent."""
    return f"{100 * (flags.mean() or 0):.1f} %"  # type: ignore[operator]


if __name__ == "__main__":
    main(sys.argv[1:])
