"""Codes for tweets by a coding frame: every heading whose phrases fire, and one primary among them by the ladder."""

import numpy as np
import polars as pl

from tasks.codebook.model import UNCODED, Codebook
from tasks.pure.coding.compiled_frame import phrases_of
from tasks.pure.coding.ladder import RUNGS, Flags, Frame, gathered, primaries, struck
from tasks.pure.coding.matcher import find_hits
from tasks.pure.coding.negation import is_negated
from tasks.pure.coding.questions import names_of
from tasks.pure.coding.subject import all_points
from tasks.schema import CODED, DEDUPLICATED, Coded, Deduplicated


def assign_themes(tweets: Deduplicated, codebook: Codebook, asked: pl.Series | None = None) -> Coded:
    """The codes of each tweet; `asked` are the names of the questions that each answers, where its own question is not there.

    Rows: one a tweet and heading that fires, is suggested or is struck, or one a tweet that has no live heading with
    heading `uncoded`; by tweet_key in the tweets' order, then in the codebook's order. Exactly one a tweet is primary.
    """
    texts = tweets.get_column("text").fill_null("")
    told = names_of(tweets.get_column("question"), codebook) if asked is None else asked
    fired = headings_of(texts, codebook, told)
    is_live = fired.get_column("status") == "live"
    first, decided = primaries(fired.filter(is_live), frame_of(codebook))
    rung = np.full(fired.height, len(RUNGS))
    rung[np.flatnonzero(is_live.to_numpy())[first]] = decided
    fired = fired.with_columns(step=pl.Series([*RUNGS, None])[rung])
    is_silent = np.ones(texts.len(), np.bool_)
    is_silent[fired.get_column("row").filter(is_live).to_numpy()] = False
    silent = _uncoded(pl.Series(np.flatnonzero(is_silent)), codebook)
    rows = pl.concat([fired, silent], how="diagonal_relaxed").sort("row", "position")
    keys = tweets.get_column("tweet_key").gather(rows.get_column("row"))
    return CODED.conform(rows.with_columns(tweet_key=keys, is_primary=pl.col("step").is_not_null()))


def coded_texts(texts: pl.Series, codebook: Codebook, asked: pl.Series | None = None) -> pl.DataFrame:
    """Texts alone, coded: primary heading, its theme, all live headings, and how many phrases fired.

    `asked` are the names of the questions that each answers, as `names_of` gives them.

    Rows: one a text, in order; primary and theme are null where nothing fires.
    """
    keys = pl.int_range(texts.len(), eager=True).cast(pl.String)
    tweets = DEDUPLICATED.empty().clear(texts.len()).with_columns(tweet_key=keys, text=texts)
    live = assign_themes(tweets, codebook, asked).filter((pl.col("status") == "live") & (pl.col("heading") != UNCODED))
    coded = live.group_by("tweet_key", maintain_order=True).agg(
        pl.col("heading").filter("is_primary").first().alias("primary"),
        pl.col("theme").filter("is_primary").first(),
        headings=pl.col("heading"),
        hits=pl.col("hits").sum(),
    )
    joined = keys.alias("tweet_key").to_frame().join(coded, on="tweet_key", how="left", maintain_order="left")
    return joined.drop("tweet_key").with_columns(pl.col("headings").fill_null([]), pl.col("hits").fill_null(0))


def headings_of(texts: pl.Series, codebook: Codebook, asked: pl.Series | None = None) -> pl.DataFrame:
    """The headings that fire, are suggested or are struck in texts, without the primary.

    Rows: one a text and heading with a strong or weak hit, by both; `row` counts from 0.
    """
    hits, frame = find_hits(texts, codebook, asked), frame_of(codebook)
    is_struck = struck(hits, frame) | _denied(hits, texts, codebook)
    is_cue = ~frame.is_unless[hits.get_column("phrase").to_numpy()]
    found = gathered(hits.filter(pl.Series(is_cue)), is_struck[is_cue], frame)
    text = texts.gather(found.get_column("row"))
    rules, phrase = phrases_of(codebook), found.get_column("phrase")
    headings = pl.DataFrame(
        {"heading": [each.id for each in codebook.headings], "theme": [each.theme for each in codebook.headings]}
    )[found.get_column("position")]
    phrases = pl.DataFrame(
        {"rule": [rule.phrase.written for rule in rules], "strength": [rule.strength for rule in rules]}
    )[phrase]
    few = (pl.col("strong") == 0) & (pl.col("cues") < 2)
    doubtful = few | pl.Series(_is_beside_the_subject(texts, found, codebook))
    status = pl.when(pl.col("hits") == 0).then(pl.lit("struck")).when(doubtful).then(pl.lit("suggested"))
    told = found.with_columns(
        headings.get_columns() + phrases.get_columns(),
        words=text.str.slice(found.get_column("start"), found.get_column("end") - found.get_column("start")),
        status=status.otherwise(pl.lit("live")),
    )
    return _without_fallbacks(told, codebook)


def _without_fallbacks(found: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Headings of a fallback theme are suggestions where another theme is live; of fallbacks the first in the file counts."""
    turns = {theme.id: turn for turn, theme in enumerate(codebook.themes, 1) if theme.kind == "fallback"}
    if not turns:
        return found
    turn = pl.col("theme").replace_strict(turns, default=0, return_dtype=pl.Int64)
    is_live = pl.col("status") == "live"
    is_late = is_live & (turn > turn.filter(is_live).min().over("row"))
    return found.with_columns(status=pl.when(is_late).then(pl.lit("suggested")).otherwise("status"))


def frame_of(codebook: Codebook) -> Frame:
    """What the ladder needs of a coding frame."""
    residual = {theme.id for theme in codebook.themes if theme.kind != "content"}
    places = {name: place for place, name in enumerate(codebook.precedence)}
    strengths = np.array([rule.strength for rule in phrases_of(codebook)], dtype=object)
    return Frame(
        heading=np.array([rule.heading for rule in phrases_of(codebook)], np.int64),
        is_strong=strengths == "strong",
        is_unless=strengths == "unless",
        is_residual=np.array([heading.theme in residual for heading in codebook.headings], np.bool_),
        precedence=np.array([places.get(heading.id, len(places)) for heading in codebook.headings], np.int64),
    )


def _is_beside_the_subject(texts: pl.Series, found: pl.DataFrame, codebook: Codebook) -> Flags:
    """Which headings are of a content theme in a text that is not about the frame's subject."""
    row, position = found.get_column("row").to_numpy(), found.get_column("position").to_numpy()
    is_content = ~frame_of(codebook).is_residual[position]
    if codebook.subject is None or not is_content.any():
        return np.zeros(row.size, np.bool_)
    subject, asked = codebook.subject, np.unique(row[is_content])
    points = np.zeros(texts.len(), np.int64)
    points[asked] = all_points(texts.gather(asked), subject)
    for_weak = subject.enough if subject.enough_for_weak is None else subject.enough_for_weak
    needed = np.where(found.get_column("strong").to_numpy() > 0, subject.enough, for_weak)
    beside: Flags = is_content & (points[row] < needed)
    return beside


def _denied(hits: pl.DataFrame, texts: pl.Series, codebook: Codebook) -> Flags:
    """Which hits stand close after a denial, under a heading that asks for it."""
    asks = np.array([codebook.headings[rule.heading].negated for rule in phrases_of(codebook)], np.bool_)
    denied: Flags = asks[hits.get_column("phrase").to_numpy()]
    for place in np.flatnonzero(denied).tolist():
        row, _, start, _ = hits.row(place)
        denied[place] = is_negated(texts[row], start)
    return denied


def _uncoded(silent: pl.Series, codebook: Codebook) -> pl.DataFrame:
    return pl.DataFrame({"row": silent}).with_columns(
        heading=pl.lit(UNCODED),
        theme=pl.lit(UNCODED),
        status=pl.lit("live"),
        hits=pl.lit(0, pl.Int64),
        position=pl.lit(len(codebook.headings), pl.Int64),
        step=pl.lit("no heading fires"),
    )
