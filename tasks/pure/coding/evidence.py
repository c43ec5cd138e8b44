"""Every hit of every phrase, as evidence: whose it is, on which words, and what struck it where something did."""

import polars as pl

from tasks.codebook.model import Codebook
from tasks.pure.coding.compiled_frame import phrases_of
from tasks.pure.coding.matcher import find_hits
from tasks.pure.coding.negation import is_negated

DENIAL = "a word of denial"


def hit_evidence(texts: pl.Series, codebook: Codebook, asked: pl.Series | None = None) -> pl.DataFrame:
    """The strong and weak hits of texts; `asked` are the names of the questions that each answers.

    Rows: one a hit, by row, position (of the heading), start, end and phrase (its place in `rules_of`): these, theme,
    heading, rule, strength, words, and struck_by: the `unless` as written, or DENIAL; null of a live hit.
    """
    hits = find_hits(texts, codebook, asked).join(rules_of(codebook), on="phrase")
    unless = hits.filter(pl.col("strength") == "unless")
    cues = _denied(hits.filter(pl.col("strength") != "unless"), texts)
    found = _within(cues, unless).with_columns(text=texts.gather(cues.get_column("row")))
    words = pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
    told = found.select(*_COLUMNS, words=words, struck_by=pl.coalesce("unless", "denial"))
    return told.sort("row", "position", "start", "end", "phrase")


def rules_of(codebook: Codebook) -> pl.DataFrame:
    """The phrases of a frame.

    Rows: one a phrase in the order of the frame: phrase, position, theme, heading, strength, rule (as written), negated.
    """
    rows = [
        (number, rule.heading, heading.theme, heading.id, rule.strength, rule.phrase.written, heading.negated)
        for number, rule in enumerate(phrases_of(codebook))
        for heading in [codebook.headings[rule.heading]]
    ]
    return pl.DataFrame(rows, schema=_RULES, orient="row")


def _denied(cues: pl.DataFrame, texts: pl.Series) -> pl.DataFrame:
    places = zip(cues.get_column("row"), cues.get_column("start"), cues.get_column("negated"), strict=True)
    denial = [DENIAL if negated and is_negated(texts[row], start) else None for row, start, negated in places]
    return cues.with_columns(denial=pl.Series(denial, dtype=pl.String))


def _within(cues: pl.DataFrame, unless: pl.DataFrame) -> pl.DataFrame:
    """With the first, by its words, of the `unless` around each cue.

    Of one `unless` no match lies within another, so that only the last to open before a cue can be around it.
    """
    around = unless.select("row", "position", "start", other="phrase", closes="end", unless="rule").sort("start")
    pairs = cues.join(around.select("row", "position", "other").unique(), on=["row", "position"]).sort("start")
    struck = (
        pairs.join_asof(around, on="start", by=["row", "position", "other"], check_sortedness=False)
        .filter(pl.col("closes") >= pl.col("end"))
        .group_by(key := ["row", "phrase", "start", "end"])
        .agg(pl.col("unless").min())
    )
    return cues.join(struck, on=key, how="left", maintain_order="left")


_RULES = {
    "phrase": pl.Int64,
    "position": pl.Int64,
    "theme": pl.String,
    "heading": pl.String,
    "strength": pl.String,
    "rule": pl.String,
    "negated": pl.Boolean,
}
_COLUMNS = ("row", "position", "start", "end", "phrase", "theme", "heading", "rule", "strength")
