"""An invented archive as large as real ones: no word of anybody's, yet repeats, names, links and odd letters as they have.

    python bench/invented_archive.py FOLDER [ROWS]

In several hundred CSV files as DMI-TCAT writes them. Of a hundred rows some 44 are retweets of a few popular tweets, 10 are
said again by bots, 3 were in an earlier file already; a fifth holds letters beyond ASCII, half a link, a third a hashtag more.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl

PROJECT = Path(__file__).resolve().parents[1]
ROWS, SEED = 1_500_000, 1
FILES = 783
# Retweets are of what was said lately.
STRETCH = 100_000
FIRST = datetime(2013, 8, 10)  # noqa: DTZ001 (the dump's own clock, whose zone is declared)
COMMON = str.split(
    "the to a and of in I is you for it on my that with this be are have at so me was we just not your do but what can if all "
    "they as about out up how get when will from mental health care help people who like no time day need know more an by or"
)
MARKS = [*["."] * 4, *["!"] * 3, "...", "?", ",", "…", " 😊", " ❤️", "’s day", " – yes", " é", " :)", "", "", "", "", "", ""]
TAGS = [f"#{tag}" for tag in str.split("care mhchat wellbeing NHS hope TimeToTalk bpd recovery stigma selfcare")]
SYLLABLES = str.split("bar cor den fel gar hol kes lum mor nev pel quin ros sal tarn vel wex yor zan brim")


class Invented:
    """Words, people and places from which tweets are made, and the chance that they are drawn by."""

    def __init__(self, rows: int) -> None:
        self.chance = np.random.default_rng(SEED)
        self.people = max(1_000, rows // 8)
        listed = _lines("common_words.txt")
        self.words = pl.Series([*COMMON, *(listed[place] for place in self.chance.permutation(len(listed)))])
        # As often as in English: the nth word one time in n.
        self.often = np.arange(3, len(self.words) + 3) ** -1.1
        self.sums = np.cumsum(self.often / self.often.sum())
        self.given, self.places = pl.Series(_lines("given_names.txt")), pl.Series(_lines("places.txt")[:2_000])

    def drawn(self, choices: pl.Series | Sequence[str], rows: int) -> pl.Series:
        """Some of what there is, any as often as another."""
        series = choices if isinstance(choices, pl.Series) else pl.Series(list(choices))
        return series[self.chance.integers(0, len(series), rows)]

    def someone(self, rows: int) -> pl.Series:
        """Numbers of people, of whom few say much."""
        return pl.Series((self.people * self.chance.random(rows) ** 2.5).astype(np.int64))

    def said(self, rows: int) -> pl.Series:
        """Original words, up to 140 letters."""
        lengths = self.chance.integers(5, 22, rows)
        places = np.searchsorted(self.sums, self.chance.random(int(lengths.sum())))
        words = pl.DataFrame({"row": np.repeat(np.arange(rows), lengths), "word": self.words[places]})
        spoken = words.group_by("row", maintain_order=True).agg(pl.col("word").str.join(" "))["word"]
        named = (self.drawn(self.given, rows).str.to_titlecase() + " " + surname(self.someone(rows))).alias("named")
        place, handle = self.drawn(self.places, rows).str.to_titlecase(), handle_of(self.someone(rows))
        parts = {
            "start": self._some(0.2, " ", "@" + handle + " "), "said": spoken, "named": self._some(0.06, "", " with " + named),
            "place": self._some(0.05, "", " in " + place), "mark": self.drawn(MARKS, rows),
            "tag": " " + self.drawn(TAGS, rows), "link": self._some(0.5, "", " http://t.co/" + self._letters(rows)),
        }  # fmt: skip
        columns = pl.DataFrame(parts).with_columns(pl.col("said").str.head(1).str.to_uppercase() + pl.col("said").str.slice(1))
        return columns.select(pl.concat_str(pl.all()).str.strip_chars().str.head(140))[:, 0]

    def _some(self, share: float, otherwise: str, words: pl.Series) -> pl.Series:
        chosen = pl.Series(self.chance.random(len(words)) < share)
        return words.zip_with(chosen, pl.Series([otherwise]).new_from_index(0, len(words)))

    def _letters(self, rows: int) -> pl.Series:
        return pl.Series(self.chance.integers(10**9, 10**10, rows)).cast(pl.String)

    def tweets(self, first: int, rows: int) -> pl.DataFrame:
        """The tweets of a stretch, numbered from `first`."""
        kind, by = self.chance.random(rows), self.someone(rows)
        texts = self.said(rows)
        # Few are repeated much: the nth about one time in n.
        of = pl.Series((rows ** (0.8 * self.chance.random(rows)) - 1).astype(np.int64))
        again = texts[of]
        retweet = ("RT @" + handle_of(by[of]) + ": " + again).str.head(139)
        spoken = pl.DataFrame({"original": texts, "again": again, "retweet": retweet, "kind": kind}).select(
            pl.when(pl.col("kind") < 0.45).then("retweet").when(pl.col("kind") < 0.55).then("again").otherwise("original")
        )[:, 0]
        seconds = pl.Series(np.arange(first, first + rows) * 3)
        at = pl.select(pl.lit(FIRST) + pl.duration(seconds=seconds)).to_series()
        return pl.DataFrame({
            "id": 366_000_000_000_000_000 + seconds * 4_194_304 + seconds * 7_919 % 4_096,
            "time": at.dt.epoch("s"), "created_at": at.dt.to_string(),
            "from_user_name": handle_of(by), "text": spoken, "lang": "en",
            "location": self.places[(by * 7 % len(self.places)).to_numpy()].str.to_titlecase(), "from_user_id": by,
            "from_user_realname": self.given[(by % len(self.given)).to_numpy()].str.to_titlecase() + " " + surname(by),
        })  # fmt: skip


def surname(people: pl.Series) -> pl.Series:
    """What each is called, from four syllables."""
    syllables = pl.Series(SYLLABLES)
    parts = [syllables[(people * 7919 // len(SYLLABLES) ** n % len(SYLLABLES)).to_numpy()] for n in range(4)]
    return (parts[0] + parts[1] + parts[2] + parts[3]).str.to_titlecase()


def handle_of(people: pl.Series) -> pl.Series:
    """The handle of each, no two alike."""
    return surname(people).str.to_lowercase().str.head(6) + "_" + people.cast(pl.String)


def files(rows: int) -> Iterator[pl.DataFrame]:
    """The archive's files, each with a little of the one before."""
    invented, size = Invented(rows), -(-rows * 97 // 100 // FILES)
    waiting, last = pl.DataFrame(), pl.DataFrame()
    for first in range(0, rows * 97 // 100, STRETCH):
        waiting = pl.concat([waiting, invented.tweets(first, min(STRETCH, rows * 97 // 100 - first))], how="diagonal")
        while waiting.height >= size:
            yield pl.concat([last.tail(size * 3 // 97), waiting.head(size)], how="diagonal")
            last, waiting = waiting.head(size), waiting.slice(size)
    yield waiting


def write(folder: Path, rows: int) -> None:
    """Writes the archive into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, tweets in enumerate(files(rows)):
        if tweets.height:
            tweets.write_csv(folder / f"archive-{number:04}.csv")


def _lines(name: str) -> list[str]:
    lines = (PROJECT / "data" / "models" / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ")]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else ROWS)
