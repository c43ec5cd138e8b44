"""What each rule of a coding frame does on given texts, and which rules do nothing, or too much."""

import polars as pl

from tasks.codebook.model import Codebook
from tasks.pure.coding.assign_themes import coded_texts
from tasks.pure.coding.evidence import hit_evidence, rules_of

GREEDY_SHARE = 0.05
FEWEST_LOST = 10
VERDICTS = {
    "dead": "matches nothing; of an `unless`, strikes nothing",
    "struck": "each of its hits is struck",
    "greedy": f"found in more than {GREEDY_SHARE:.0%} of all tweets, or loses most of at least {FEWEST_LOST} to other headings",
    "shadowed": "its heading would have the same tweets without it",
}


def diagnosed(texts: pl.Series, codebook: Codebook, asked: pl.Series | None = None) -> pl.DataFrame:
    """Every rule of a frame on texts; `asked` are the names of the questions that each answers.

    Rows: one a rule in the order of the frame: heading, strength, rule; texts (coverage: where it has a live hit; of an
    `unless`, where it strikes one), unique (where its heading would not be live without it), overlap (where another rule
    of its heading has a live hit too), conflict (where its heading is live and the primary code is another), struck
    (where it has a struck hit), verdict (of VERDICTS, or null) and shadow (of a shadowed rule, the first other rule of
    its heading that is found wherever it is; null when several are needed).
    """
    rules = rules_of(codebook)
    hits = hit_evidence(texts, codebook, asked)
    live = _live(hits, coded_texts(texts, codebook, asked).get_column("primary"))
    counted = (
        rules.join(pl.concat([_counted(live), _strikes(hits, rules)]), on="phrase", how="left", maintain_order="left")
        .join(_struck(hits), on="phrase", how="left", maintain_order="left")
        .with_columns(pl.col(*COUNTS).fill_null(0))
        .with_columns(verdict=_verdict(texts.len()))
    )
    told = counted.join(_shadows(live, counted), on="phrase", how="left", maintain_order="left")
    return told.select("heading", "strength", "rule", *COUNTS, "verdict", "shadow")


COUNTS = ("texts", "unique", "overlap", "conflict", "struck")


def _live(hits: pl.DataFrame, primary: pl.Series) -> pl.DataFrame:
    """Live hits, one a text and rule, with what else stands under the heading there."""
    once = hits.filter(pl.col("struck_by").is_null()).unique(["row", "phrase"]).sort("row", "phrase")
    is_strong = pl.col("strength") == "strong"
    strong, weak = (flag.sum().over("row", "heading").cast(pl.Int64) for flag in (is_strong, ~is_strong))
    named = once.with_columns(strong=strong, weak=weak, primary=primary.gather(once.get_column("row")))
    return named.with_columns(
        is_live=(pl.col("strong") > 0) | (pl.col("weak") > 1),
        is_needed=pl.when(is_strong)
        .then((pl.col("strong") == 1) & (pl.col("weak") < 2))
        .otherwise((pl.col("strong") == 0) & (pl.col("weak") == 2)),
    )


def _counted(live: pl.DataFrame) -> pl.DataFrame:
    is_lost = pl.col("is_live") & (pl.col("primary") != pl.col("heading"))
    return live.group_by("phrase").agg(
        texts=pl.len().cast(pl.Int64),
        unique=pl.col("is_needed").sum().cast(pl.Int64),
        overlap=(pl.col("strong") + pl.col("weak") > 1).sum().cast(pl.Int64),
        conflict=is_lost.sum().cast(pl.Int64),
    )


def _strikes(hits: pl.DataFrame, rules: pl.DataFrame) -> pl.DataFrame:
    unless = rules.filter(pl.col("strength") == "unless").select("heading", "phrase", struck_by="rule")
    struck = hits.select("row", "heading", "struck_by").unique().join(unless, on=["heading", "struck_by"])
    zero = pl.lit(0, pl.Int64)
    return (
        struck.group_by("phrase")
        .agg(texts=pl.len().cast(pl.Int64))
        .with_columns(unique=zero, overlap=zero, conflict=zero)
    )


def _struck(hits: pl.DataFrame) -> pl.DataFrame:
    struck = hits.filter(pl.col("struck_by").is_not_null())
    return struck.group_by("phrase").agg(struck=pl.col("row").n_unique().cast(pl.Int64))


def _verdict(all_texts: int) -> pl.Expr:
    is_cue = pl.col("strength") != "unless"
    loses = (pl.col("texts") >= FEWEST_LOST) & (2 * pl.col("conflict") > pl.col("texts"))
    return (
        pl.when((pl.col("texts") == 0) & (pl.col("struck") == 0))
        .then(pl.lit("dead"))
        .when(pl.col("texts") == 0)
        .then(pl.lit("struck"))
        .when(is_cue & ((pl.col("texts") > GREEDY_SHARE * all_texts) | loses))
        .then(pl.lit("greedy"))
        .when(is_cue & (pl.col("unique") == 0))
        .then(pl.lit("shadowed"))
    )


def _shadows(live: pl.DataFrame, counted: pl.DataFrame) -> pl.DataFrame:
    idle = counted.filter(pl.col("verdict") == "shadowed").select("phrase", "texts")
    ours = live.join(idle, on="phrase").select("row", "heading", "phrase", "texts")
    others = live.select("row", "heading", other="phrase", shadow="rule")
    pairs = ours.join(others, on=["row", "heading"]).filter(pl.col("phrase") != pl.col("other"))
    always = pairs.group_by("phrase", "other", "shadow", "texts").len().filter(pl.col("len") == pl.col("texts"))
    return always.sort("phrase", "other").group_by("phrase", maintain_order=True).agg(pl.col("shadow").first())
