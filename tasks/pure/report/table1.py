"""Table 1 as a page shows it: themes as groups with their sums, a bar a heading, reference counts where there are some."""

import polars as pl
from great_tables import GT, html, style
from great_tables.loc import row_groups

BAR = "#2a7f79"


def table1_page(counts: pl.DataFrame, reference: pl.DataFrame | None) -> str:
    """Table 1 as HTML.

    Rows: one a heading in the order given, under its theme; N in the source note.
    """
    total = counts.get_column("tweets").sum()
    top = max(counts.get_column("tweets").to_list(), default=1) or 1
    sums = dict(counts.group_by("theme").agg(pl.col("tweets").sum()).iter_rows())
    shown = _compared(counts, reference).with_columns(
        group=pl.col("theme").replace_strict({theme: f"{theme} — {tweets:,}" for theme, tweets in sums.items()}),
        share=(100 * pl.col("tweets") / max(total, 1)),
        bar=pl.col("tweets").map_elements(lambda tweets: _bar(tweets, top), return_dtype=pl.String),
    )
    columns = ["group", "heading", "tweets", "share", "bar", *(["published"] if reference is not None else [])]
    table = (
        GT(shown.select(columns), id="table1", groupname_col="group", rowname_col="heading")
        .fmt_integer("tweets")
        .fmt_markdown("bar")
        .fmt_number("share", decimals=1, pattern="{x} %")
        .cols_label(tweets="Tweets", share="Share", bar=html('<span class="visually-hidden">Bar</span>'))
        .cols_align("right", ["tweets", "share"])
        .cols_width({"heading": "36%", "tweets": "11%", "share": "12%", "bar": "26%"})
        .tab_source_note(f"N = {total:,} distinct tweets. Each is counted once, under its primary heading.")
        .tab_style(style.text(weight="bold"), row_groups())
        .tab_options(table_width="100%")
    )
    if reference is not None:
        published = reference.get_column("tweets").sum()
        table = (
            table.fmt_integer("published")
            .sub_missing("published", missing_text="–")
            .cols_label(published=html(f"Published<br>N = {published:,}"))
            .cols_align("right", "published")
        )
    return str(table.as_raw_html())


def _compared(counts: pl.DataFrame, reference: pl.DataFrame | None) -> pl.DataFrame:
    if reference is None:
        return counts
    return counts.join(
        reference.select("theme", "heading", published=pl.col("tweets")),
        on=["theme", "heading"],
        how="left",
        maintain_order="left",
    )


def _bar(tweets: int, top: int) -> str:
    width = round(100 * tweets / top, 1)
    return f'<div class="bar" style="width:{width}%" aria-hidden="true"></div>'
