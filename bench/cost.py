"""Draws cost and memory of whole runs against rows, from what bench/whole_run.py told: `python bench/cost.py`.

`cost.csv` holds a line an archive: rows, processor seconds of the floor, of a cold run and of one in which nothing has changed,
and the peak in MiB. The picture goes to .github/cost.svg and stands in the README.
"""

from pathlib import Path

import altair as alt
import polars as pl
import vl_convert

HERE = Path(__file__).parent
PICTURE = HERE.parent / ".github" / "cost.svg"
# Mebibytes that a run may take at so many rows.
BOUND = {1_500_000: 1536}
INK, LIGHT, OTHER = "#1b4965", "#7aa6c2", "#c1662f"


def main() -> None:
    """Writes the picture."""
    runs = pl.read_csv(HERE / "cost.csv")
    seconds = runs.unpivot(["cold", "again", "floor"], index="rows", variable_name="what", value_name="seconds")
    cost = (
        alt.Chart(seconds, title="Processor time, seconds", width=300, height=200)
        .mark_line(point=True)
        .encode(x=_rows(), y=alt.Y("seconds", scale=alt.Scale(type="log"), title=None),
                color=alt.Color("what", title=None, scale=alt.Scale(domain=["cold", "again", "floor"], range=[INK, LIGHT, OTHER])))
    )  # fmt: skip
    memory = (
        alt.Chart(runs, title="Peak memory of all processes, MiB", width=300, height=200)
        .mark_line(point=True, color=INK)
        .encode(x=_rows(), y=alt.Y("peak", title=None))
    )
    allowed = pl.DataFrame({"rows": [*BOUND], "peak": [*BOUND.values()]})
    bound = alt.Chart(allowed).mark_point(shape="triangle-down", color=OTHER, size=90).encode(x=_rows(), y="peak")
    both = alt.hconcat(cost, memory + bound).configure(background="white", font="sans-serif").configure_view(stroke=None)
    PICTURE.write_text(vl_convert.vegalite_to_svg(both.to_json()), encoding="utf-8")


def _rows() -> alt.X:
    return alt.X("rows", scale=alt.Scale(type="log"), title="rows of the dump", axis=alt.Axis(format="~s", tickCount=4))


if __name__ == "__main__":
    main()
