"""Codes for tweets by a coding frame: every heading whose phrases fire, and one primary among them by the ladder.

The ladder, first difference decides: content over residual, strong over weak, more strong hits, longer phrase, declared
precedence, position in the text, order in the frame.
"""

import polars as pl

from tasks.codebook.model import UNCODED, Codebook
from tasks.codebook.phrases import canonical
from tasks.pure.hits import find_hits, is_negated, phrases_of
from tasks.schema import CODED, DEDUPLICATED, Coded, Deduplicated

LADDER = {
    "is_residual": "content over residual",
    "is_weak": "strong over weak",
    "few": "more strong hits",
    "short": "longer phrase",
    "precedence": "declared precedence",
    "start": "earlier in the text",
    "position": "order in the codebook",
}
ONLY = "the only one"


def assign_themes(tweets: Deduplicated, codebook: Codebook) -> Coded:
    """The codes of each tweet.

    Rows: one a tweet and heading that fires, is suggested or is struck, or one a tweet that has no live heading with
    heading `uncoded`; by tweet_key in the tweets' order, then in the codebook's order. Exactly one a tweet is primary.
    """
    keys = tweets.select(pl.col("tweet_key"), text=pl.col("text").fill_null("")).with_row_index("place")
    fired = headings_of(keys.get_column("text"), codebook)
    found = fired.filter(pl.col("status") == "live")
    primary = _primaries(found)
    silent = keys.join(found, left_on="place", right_on="row", how="anti").select(row=pl.col("place"))
    rows = pl.concat(
        [fired.join(primary, on=["row", "heading"], how="left"), _uncoded(silent, codebook)], how="diagonal_relaxed"
    )
    placed = rows.with_columns(is_primary=pl.col("step").is_not_null()).join(keys, left_on="row", right_on="place")
    return CODED.conform(placed.sort("row", "position"))


def coded_texts(texts: pl.Series, codebook: Codebook) -> pl.DataFrame:
    """Texts alone, coded: primary heading, its theme, all live headings, and how many phrases fired.

    Rows: one a text, in order; primary and theme are null where nothing fires.
    """
    keys = pl.int_range(texts.len(), eager=True).cast(pl.String)
    tweets = DEDUPLICATED.empty().clear(texts.len()).with_columns(tweet_key=keys, text=texts)
    live = assign_themes(tweets, codebook).filter((pl.col("status") == "live") & (pl.col("heading") != UNCODED))
    coded = live.group_by("tweet_key", maintain_order=True).agg(
        pl.col("heading").filter("is_primary").first().alias("primary"),
        pl.col("theme").filter("is_primary").first(),
        headings=pl.col("heading"),
        hits=pl.col("hits").sum(),
    )
    joined = keys.alias("tweet_key").to_frame().join(coded, on="tweet_key", how="left", maintain_order="left")
    return joined.drop("tweet_key").with_columns(pl.col("headings").fill_null([]), pl.col("hits").fill_null(0))


def headings_of(texts: pl.Series, codebook: Codebook) -> pl.DataFrame:
    """Hits gathered under their headings, with what the ladder compares.

    Rows: one a text and heading with a strong or weak hit.
    """
    joined = find_hits(texts, codebook).join(_known(codebook), on="phrase")
    unless = joined.filter(pl.col("strength") == "unless").select(
        "row", "heading", from_=pl.col("start"), to=pl.col("end")
    )
    cues = joined.filter(pl.col("strength") != "unless").with_row_index("hit")
    struck = (
        cues.join(unless, on=["row", "heading"])
        .filter((pl.col("from_") <= pl.col("start")) & (pl.col("to") >= pl.col("end")))
        .select("hit")
        .unique()
    )
    denied = cues.filter("negated").select("hit", "row", "start")
    is_denied = [is_negated(canonical(texts[row]), start) for _, row, start in denied.iter_rows()]
    out = pl.concat([struck.get_column("hit"), denied.get_column("hit").filter(pl.Series(is_denied, dtype=pl.Boolean))])
    headings = _gathered(cues.with_columns(is_struck=pl.col("hit").is_in(out.implode())))
    length = -pl.col("short")
    said = headings.with_columns(text=texts.gather(headings.get_column("row")))
    return said.with_columns(words=pl.col("text").str.slice(pl.col("start"), length)).drop("text")


def _gathered(cues: pl.DataFrame) -> pl.DataFrame:
    live = ~pl.col("is_struck")
    strong = live & (pl.col("strength") == "strong")
    ranked = cues.sort(
        "row",
        "heading",
        "is_struck",
        "strength",
        pl.col("end") - pl.col("start"),
        "start",
        "phrase",
        descending=[False, False, False, False, True, False, False],
    )
    grouped = ranked.group_by("row", "heading", maintain_order=True).agg(
        pl.col("theme", "position", "is_residual", "precedence", "written", "strength", "start").first(),
        short=-(pl.col("end") - pl.col("start")).first(),
        few=-pl.col("phrase").filter(strong).n_unique().cast(pl.Int64),
        hits=pl.col("phrase").filter(live).n_unique().cast(pl.Int64),
    )
    return grouped.with_columns(
        is_weak=pl.col("few") == 0,
        status=pl.when(pl.col("hits") == 0)
        .then(pl.lit("struck"))
        .when((pl.col("few") == 0) & (pl.col("hits") < 2))
        .then(pl.lit("suggested"))
        .otherwise(pl.lit("live")),
    ).rename({"written": "rule"})


def _primaries(found: pl.DataFrame) -> pl.DataFrame:
    ranked = found.sort("row", *LADDER)
    first = ranked.group_by("row", maintain_order=True).agg(
        pl.col("heading").first(),
        *(pl.col(rung).first().alias(f"{rung}_1") for rung in LADDER),
        *(pl.col(rung).get(1, null_on_oob=True).alias(f"{rung}_2") for rung in LADDER),
    )
    step = pl.lit(ONLY)
    for rung, words in reversed(LADDER.items()):
        step = pl.when(pl.col(f"{rung}_1") != pl.col(f"{rung}_2")).then(pl.lit(words)).otherwise(step)
    return first.select("row", "heading", step=step)


def _uncoded(silent: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    last = len(codebook.headings)
    return silent.select(
        "row",
        heading=pl.lit(UNCODED),
        theme=pl.lit(UNCODED),
        status=pl.lit("live"),
        hits=pl.lit(0, pl.Int64),
        position=pl.lit(last, pl.Int64),
        step=pl.lit("no heading fires"),
    )


def _known(codebook: Codebook) -> pl.DataFrame:
    places = {name: place for place, name in enumerate(codebook.precedence)}
    kinds = {theme.id: theme.kind for theme in codebook.themes}
    rows = []
    for number, rule in enumerate(phrases_of(codebook)):
        heading = codebook.headings[rule.heading]
        rows.append(
            (
                number,
                heading.id,
                heading.theme,
                rule.heading,
                kinds[heading.theme] == "residual",
                places.get(heading.id, len(places)),
                rule.phrase.written,
                rule.strength,
                heading.negated,
            )
        )
    return pl.DataFrame(rows, schema=_KNOWN, orient="row")


_KNOWN = {
    "phrase": pl.Int64,
    "heading": pl.String,
    "theme": pl.String,
    "position": pl.Int64,
    "is_residual": pl.Boolean,
    "precedence": pl.Int64,
    "written": pl.String,
    "strength": pl.String,
    "negated": pl.Boolean,
}
