"""CSV that a spreadsheet cannot mistake for formulas."""

import polars as pl

# What begins a formula, in half and full width, behind whatever a spreadsheet or a paste may take away: spaces, quotes
# and what cannot be seen. A cell that begins with a tab or a line's end is moved into the next one.
DANGEROUS = r"""^[\s\p{Cf}\p{Z}'"‘’“”«`]*[=+\-@＝＋－＠﹢﹣﹦﹫\t\r\n]"""


def harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame, in whose text cells an apostrophe stands before anything that a spreadsheet would run.

    Source: OWASP, CSV injection.
    """
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(DANGEROUS))
        .then(pl.concat_str(pl.lit("'"), name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )


def restored(text: pl.Expr) -> pl.Expr:
    """A text cell as it was before `harmless`; whatever begins with an apostrophe that `harmless` would set had it set."""
    bare = text.str.slice(1)
    return pl.when(text.str.starts_with("'") & bare.str.contains(DANGEROUS)).then(bare).otherwise(text)
