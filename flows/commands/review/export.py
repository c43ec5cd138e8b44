"""`hushtag review export`: a sample as one workbook or project a coder, without what the rules said."""

import argparse
from pathlib import Path

HELP = "a blind sample of a bundle's tweets, a workbook or a REFI-QDA project for each coder"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the bundle, the coders and the sample."""
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="a released bundle of profile team")
    parser.add_argument("--coder", action="append", required=True, metavar="NAME", help="initials; once for each")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--tweets", type=int, default=200, metavar="N", help="size of the sample (default: 200)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another seed, another sample (default: 1)")

    parser.add_argument(
        "--form", choices=("workbook", "project"), default="workbook", help="project: REFI-QDA, for NVivo, ATLAS.ti, QualCoder"
    )


def execute(parsed: argparse.Namespace) -> None:
    """Draws the sample and writes a workbook or project a coder."""
    from flows.told_tweets import told_tweets
    from tasks.bundles import released as bundles
    from tasks.pure.review.sample import review_sample
    from tasks.review import qda_project, workbook

    codebook = bundles.codebook_of(parsed.bundle)
    sample = review_sample(told_tweets(parsed.bundle), parsed.tweets, parsed.seed)
    for coder in dict.fromkeys(parsed.coder):
        if parsed.form == "project":
            path = workbook.written(qda_project.blind(sample, coder, codebook), parsed.output, coder, ".qdpx")
        else:
            path = workbook.written(workbook.encoded(sample, codebook, coder), parsed.output, coder)
        print(f"{path}: {sample.height:,} tweets to code")
    print("They hold tweets' words: keep them where the team's other files are.")
