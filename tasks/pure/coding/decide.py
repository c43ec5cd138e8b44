"""What people decided, above what the rules said: the top step of the ladder."""

import hashlib

import polars as pl

from tasks.codebook.model import UNCODED, Codebook
from tasks.schema import CODED, DECIDED, RELEASED_DECISIONS, Coded

STEP = "decided by people"


def text_digest(text: str | None) -> str:
    """64 hexadecimal digits over a text's words; white space counts as one blank, since office programs change line ends."""
    return hashlib.sha256(" ".join((text or "").split()).encode("utf-8", "replace")).hexdigest()


def decide(codes: Coded, decisions: pl.DataFrame, codebook: Codebook) -> Coded:
    """The codes with people's decisions above them.

    Of a decided tweet the headings that people gave are live, the first of them primary; a heading that only the rules
    gave is overruled. A heading that only people gave has neither rule nor words.

    Rows: as in `codes`, and one for each heading that only people gave; tweets in the order of `codes`, then headings in
    the order of the codebook, Uncoded last. Decisions on other tweets change nothing.
    """
    order = pl.DataFrame({"tweet_key": codes.get_column("tweet_key").unique(maintain_order=True)}).with_row_index("row")
    given = (
        decisions.select("tweet_key", heading="headings").explode("heading")
        .with_columns(first=pl.int_range(pl.len()).over("tweet_key") == 0)
        .join(order.select("tweet_key"), on="tweet_key", how="semi")
    )  # fmt: skip
    both = codes.join(given, on=["tweet_key", "heading"], how="full", coalesce=True)
    is_decided = pl.col("tweet_key").is_in(given.get_column("tweet_key").implode())
    is_given = pl.col("first").is_not_null()
    is_rules_uncoded = is_decided & ~is_given & (pl.col("heading") == UNCODED)
    headings = _headings(codebook)
    decided = both.filter(~is_rules_uncoded).with_columns(
        status=pl.when(is_given).then(pl.lit("live"))
        .when(is_decided & (pl.col("status") == "live")).then(pl.lit("overruled")).otherwise("status"),
        is_primary=pl.when(is_decided).then(pl.col("first").fill_null(False)).otherwise("is_primary"),
        step=pl.when(~is_decided).then("step").when(pl.col("first")).then(pl.lit(STEP)),
        hits=pl.col("hits").fill_null(0),
    )  # fmt: skip
    placed = decided.drop("theme").join(headings, on="heading", how="left").join(order, on="tweet_key", how="left")
    return CODED.conform(placed.sort("row", "position"))


def standing(tweets: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """Which decisions are about these tweets, and whether the words are still those that people read.

    Rows: one a decision whose tweet is among them, by number; columns: those of DECIDED.
    """
    met = decisions.join(tweets.select("tweet_key", "text"), on="tweet_key", how="inner")
    digests = pl.Series([text_digest(text) for text in met.get_column("text")], dtype=pl.String)
    return DECIDED.conform(met.with_columns(is_changed=pl.col("text_sha256") != digests).sort("number"))


def counts(decisions: pl.DataFrame, met: pl.DataFrame) -> pl.DataFrame:
    """How many decisions of a study count; `met` is what `standing` found, over all tweets.

    Rows: one. Columns: applied (the tweet is in the study), changed (of these, the words are no longer those that people
    read), gone (the tweet is not in the study, or not kept).
    """
    changed = int(met.get_column("is_changed").sum())
    return pl.DataFrame({"applied": [met.height], "changed": [changed], "gone": [decisions.height - met.height]})


def released(decisions: pl.DataFrame, met: pl.DataFrame) -> pl.DataFrame:
    """The decisions that count, as a team's bundle tells them; `met` is what `standing` found, over all tweets.

    Rows: one a decision whose tweet is in the study, by tweet_key; columns: those of RELEASED_DECISIONS.
    """
    both = met.join(decisions.drop("number"), on="tweet_key", how="inner").with_columns(
        pl.col("headings").list.join("; ")
    )
    return RELEASED_DECISIONS.conform(both.sort("tweet_key"))


def by_rules(codes: pl.DataFrame) -> pl.DataFrame:
    """What the rules alone had given decided tweets, of their codes after `decide`.

    Rows: one a tweet and heading, by both; `uncoded` where no rule fired. Columns: tweet_key, heading.
    """
    has_fired = pl.col("rule").is_not_null() & pl.col("status").is_in(["live", "overruled"])
    fired = codes.filter(has_fired).select("tweet_key", "heading")
    silent = (
        codes.select("tweet_key").unique().join(fired, on="tweet_key", how="anti").with_columns(heading=pl.lit(UNCODED))
    )
    return pl.concat([fired, silent]).sort("tweet_key", "heading")


def _headings(codebook: Codebook) -> pl.DataFrame:
    rows = [(heading.id, heading.theme, place) for place, heading in enumerate(codebook.headings)]
    rows.append((UNCODED, UNCODED, len(rows)))
    return pl.DataFrame(rows, schema={"heading": pl.String, "theme": pl.String, "position": pl.Int64}, orient="row")
