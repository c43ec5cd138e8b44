"""How tweets lie in the texts of a program for qualitative analysis: one a tweet, or a month's, a tweet a line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import polars as pl

LAYOUTS = ("tweet", "month")
WITHOUT_MONTH = "without a month"
BREAKS = r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+"


@dataclass(frozen=True)
class Text:
    """Some tweets as one text, a line each."""

    name: str
    keys: Sequence[str]
    lines: Sequence[str]

    @property
    def words(self) -> str:
        """The text, its lines parted by one sign."""
        return "\n".join(self.lines)

    def spans(self) -> Iterator[tuple[str, str, int]]:
        """Each tweet's key, its line and the code point at which the line begins, from 0."""
        starts = accumulate((len(line) + 1 for line in self.lines), initial=0)
        return zip(self.keys, self.lines, starts, strict=False)

    def keys_within(self, start: int, end: int) -> list[str]:
        """The tweets of which some words lie from `start` to before `end`."""
        return [key for key, line, first in self.spans() if start < first + len(line) and first < end]


def one_line(text: pl.Expr) -> pl.Expr:
    """Words without line ends: programs change these, and positions with them."""
    return text.str.replace_all(BREAKS, " ")


def texts_of(tweets: pl.DataFrame, layout: str) -> list[Text]:
    """The texts of a project, by name; tweets by key, those without words left out."""
    name = pl.col("tweet_key") if layout == "tweet" else pl.col("month").replace("", None).fill_null(WITHOUT_MONTH)
    told = tweets.drop_nulls("text").select("tweet_key", line=one_line(pl.col("text")), name=name).sort("name", "tweet_key")
    grouped = told.group_by("name", maintain_order=True).agg("tweet_key", "line")
    return [Text(name, keys, lines) for name, keys, lines in grouped.iter_rows()]
