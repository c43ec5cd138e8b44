"""CSV that a spreadsheet cannot mistake for formulas."""

import polars as pl

DANGEROUS = r"^[\s]*[=+\-@\t\r]"


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
