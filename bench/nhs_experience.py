"""How near the frame `nhs_experience` comes to human coders: precision and recall per label on a held-out part.

    python bench/nhs_experience.py PATH/comments_dev.csv [--part written]

Rules were written from two thirds of the comments; which third is held out is decided by the digest of a comment's id.
"""

import argparse
import hashlib
from pathlib import Path

import polars as pl

from tasks import codebook as frames
from tasks.codebook import Codebook
from tasks.pure.coding.assign_themes import coded_texts
from tasks.pure.coding.questions import names_of

ID, TEXT, QUESTION = "Comment ID", "FFT answer", "FFT question"
EMPTY = "Labelling not possible"


def is_held_out(comment_id: str) -> bool:
    """Whether a comment is of the third that no rule was written from."""
    return int(hashlib.sha256(comment_id.encode()).hexdigest(), 16) % 3 == 0


def comments(path: Path, part: str) -> pl.DataFrame:
    """The comments of a part, as read.

    Rows: one a comment, in the file's order.
    """
    held_out = pl.col(ID).map_elements(is_held_out, return_dtype=pl.Boolean)
    everything = pl.read_csv(path, infer_schema_length=None).with_columns(pl.col(TEXT).fill_null(""))
    return {"held-out": everything.filter(held_out), "written": everything.filter(~held_out), "all": everything}[part]


def coded(rows: pl.DataFrame, frame: Codebook) -> pl.Series:
    """The headings of each comment, by its words and by what was asked."""
    asked = names_of(rows.get_column(QUESTION), frame)
    return coded_texts(rows.get_column(TEXT), frame, asked).get_column("headings")


def scores(rows: pl.DataFrame, frame: Codebook) -> pl.DataFrame:
    """Hits and misses of each heading against the coders' label of its name.

    Rows: one a heading, by falling support.
    """
    found = coded(rows, frame)
    counted = [
        (each.name, *_counts(found.list.contains(each.id), rows.get_column(each.name).cast(pl.Int64).fill_null(0) == 1))
        for each in frame.headings
    ]
    table = pl.DataFrame(counted, schema=["label", "hit", "extra", "missed"], orient="row")
    return with_rates(table).sort(pl.col("hit") + pl.col("missed"), descending=True)


def agreement(rows: pl.DataFrame, frame: Codebook) -> tuple[float, float, float]:
    """How often all labels of a comment are as the coders', of the frame's and of the whole set's; macro Jaccard.

    Jaccard of a label is the share of the comments with it, by rules or coders, on which both agree; the mean is over
    the frame's labels. Comments for which the coders gave a label that the frame lacks cannot be right by the whole set.
    """
    found = coded(rows, frame)
    known = [each.name for each in frame.headings]
    labelled = rows.select(pl.col(column).cast(pl.Int64).fill_null(0) == 1 for column in labels(rows))
    by_rules = pl.DataFrame({each.name: found.list.contains(each.id) for each in frame.headings})
    same = by_rules.select(pl.col(name) == labelled.get_column(name) for name in known)
    all_same = same.select(pl.all_horizontal(known)).to_series()
    beyond = labelled.select(pl.any_horizontal(pl.all().exclude(known))).to_series()
    jaccard = [
        int((by_rules[name] & labelled[name]).sum()) / max(int((by_rules[name] | labelled[name]).sum()), 1)
        for name in known
    ]
    total = max(rows.height, 1)
    return int(all_same.sum()) / total, int((all_same & ~beyond).sum()) / total, sum(jaccard) / len(jaccard)


def labels(rows: pl.DataFrame) -> list[str]:
    """The coders' labels: every column after the sentiment of a comment."""
    return rows.columns[rows.columns.index("Comment sentiment") + 1 :]


def with_rates(table: pl.DataFrame) -> pl.DataFrame:
    """Precision, recall and F1 beside the counts; nothing found of nothing sought counts as zero."""
    hit, extra, missed = pl.col("hit"), pl.col("extra"), pl.col("missed")
    return table.with_columns(
        precision=(hit / (hit + extra)).fill_nan(0.0),
        recall=(hit / (hit + missed)).fill_nan(0.0),
        f1=(2 * hit / (2 * hit + extra + missed)).fill_nan(0.0),
    )


def _counts(found: pl.Series, labelled: pl.Series) -> tuple[int, int, int]:
    return int((found & labelled).sum()), int((found & ~labelled).sum()), int((~found & labelled).sum())


def main() -> None:
    """Prints a line a label, then micro and macro F1."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("path", type=Path)
    arguments.add_argument("--part", choices=["held-out", "written", "all"], default="held-out")
    asked = arguments.parse_args()
    table = scores(rows := comments(asked.path, asked.part), frames.load(frames.find("nhs_experience")))
    for label, hit, _, missed, precision, recall, f1 in table.iter_rows():
        print(f"{label:60} n {hit + missed:4}  precision {precision:.2f}  recall {recall:.2f}  F1 {f1:.2f}")
    micro = with_rates(table.select("hit", "extra", "missed").sum()).item(0, "f1")
    macro, commonest = (sum(each["f1"]) / each.height for each in (table, table.head(20)))
    print(f"{rows.height} comments, {table.height} labels: micro-F1 {micro:.3f}, macro-F1 {macro:.3f}")
    print(f"20 commonest labels: macro-F1 {commonest:.3f}")
    readable = rows.filter(pl.col(EMPTY).cast(pl.Int64).fill_null(0) == 0)
    for name, part in (("all comments", rows), ("comments that say something", readable)):
        of_frame, of_all, jaccard = agreement(part, frames.load(frames.find("nhs_experience")))
        print(
            f"{name}: exact match {of_frame:.3f} over the frame's labels, {of_all:.3f} over all; Jaccard {jaccard:.3f}"
        )


if __name__ == "__main__":
    main()
