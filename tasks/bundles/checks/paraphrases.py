"""The gate's rules on the paraphrases of a public bundle, as far as they can be held without the tweets."""

from collections.abc import Iterator

import polars as pl

from expectations.verdict import Line, settings_of, verdict_on
from tasks.bundles.checks.bundle import Bundle
from tasks.bundles.checks.public import paraphrased
from tasks.schema import ANONYMISED, INGESTED, PARAPHRASES, REPLACEMENTS
from tasks.storage import store


def gate_again(bundle: Bundle) -> Iterator[Line]:
    """Each rule that needs nothing but the paraphrases; nothing where there are none."""
    written = paraphrased(bundle)
    if written is None or not written.height:
        return
    from expectations.paraphrases import ALONE

    held = {rule.name for rule in ALONE}
    # They were released without their keys.
    keyed = written.with_row_index("place").with_columns(tweet_key=pl.format("{}", "place").str.zfill(16))
    with store.scratch() as aside:
        tables = {
            "paraphrases": PARAPHRASES.conform(keyed.with_columns(pl.col("signed_on").str.to_date(strict=False))),
            "ingested": INGESTED.empty(),
            "anonymised": ANONYMISED.empty(),
            "replacements": REPLACEMENTS.empty(),
            "headings": bundle.headings,
            "settings": settings_of(bundle.keeps_short_texts, bundle.manifest["disclosure"]["shared_words"]),
        }
        for name, table in tables.items():
            table.write_parquet(aside / f"{name}.parquet")
        views = {name: [str(aside / f"{name}.parquet")] for name in tables}
        lines = verdict_on(f"check-{aside.name}", views, ("paraphrases",), spill=aside).lines
        yield from (line for line in lines if line.rule in held)
