"""Every figure of agreement in one table, named, with its n: what the terminal, JSON and CSV show."""

from collections.abc import Sequence

import polars as pl

from tasks.pure.review.agreement import by_heading, overall, pairs


def figures(codes: pl.DataFrame, people: Sequence[str], rules: str | None) -> pl.DataFrame:
    """Every figure of agreement in one long table, each named, with the number of tweets that it rests on.

    Rows: by statistic; columns: statistic, between (coders or a heading), tweets, value, low, high (95 %, null where none
    is computed by resampling).
    """
    coders = [*people, rules] if rules else list(people)
    groups = {"people": people, "people and rules": coders} if rules else {"people": people}
    rows: list[tuple[str, str, int, float | None, float | None, float | None]] = []
    for group, members in groups.items():
        if len(members) > 1:
            for name, tweets, *interval in overall(codes, members).iter_rows():
                measure = "Krippendorff's alpha" if name == "primary heading" else "Krippendorff's alpha, MASI"
                rows.append((f"{measure}, {name}", group, tweets, *interval))
    for one, other, tweets, share, *both in pairs(codes, coders).iter_rows():
        between = f"{one} and {other}"
        rows.append(("percent agreement, primary heading", between, tweets, share, None, None))
        rows.append(("Cohen's kappa, primary heading", between, tweets, *both[:3]))
        rows.append(("Gwet's AC1, primary heading", between, tweets, *both[3:]))
    for heading, tweets, share, mean_kappa, whole in by_heading(codes, coders).iter_rows():
        rows.append(("percent agreement, heading given or not", heading, tweets, share, None, None))
        rows.append(("Cohen's kappa, heading given or not", heading, tweets, mean_kappa, None, None))
        rows.append(("Krippendorff's alpha, heading given or not", heading, tweets, whole, None, None))
    names = {"statistic": pl.String, "between": pl.String, "tweets": pl.Int64}
    return pl.DataFrame(rows, schema=names | dict.fromkeys(("value", "low", "high"), pl.Float64), orient="row")
