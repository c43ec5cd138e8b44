"""`hushtag contrast`: looks in a bundle for tweets that speak against a heading, and logs that it looked."""

import argparse
import json
from pathlib import Path

from tasks.errors import StorageError

HELP = "list the tweets that speak against a heading, and log the search even when it finds none"
LOG = "contrasts.jsonl"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the bundle and the heading."""
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="a released bundle of profile team")
    parser.add_argument("--heading", required=True, metavar="H", help="the heading's id or name")
    parser.epilog = f"Each search is a line of {LOG} beside the bundle: when, where, and counts; no words of a tweet."


def execute(parsed: argparse.Namespace) -> None:
    """Codes the bundle's tweets again by its own codebook, since a bundle keeps no struck hits, and prints what is found."""
    import polars as pl

    from flows.told_tweets import told_tweets
    from tasks.bundles import released as bundles
    from tasks.pure.quotes.deviant_cases import REASONS, contrasts

    folder = parsed.bundle.resolve()
    codebook = bundles.codebook_of(folder)
    heading = bundles.heading_of(codebook, parsed.heading)
    tweets, codes = bundles.recoded(told_tweets(folder), codebook)
    ours = codes.filter(pl.col("heading") == heading.id)
    # Which way a heading leans is seen in its own tweets alone.
    found = contrasts(tweets, ours)
    counts = {reason: found.filter(pl.col("reason") == reason).height for reason in REASONS}
    told = ", ".join(f"{reason} {count}" for reason, count in counts.items())
    print(
        f"{heading.id}: {ours.height:,} tweets with a phrase of it looked at, {found.height:,} speak against it ({told})."
    )
    for key, reason, text in found.select("tweet_key", "reason", "text").iter_rows():
        print(f"  {key}  [{reason}]  {bundles.printed(text)}")
    _log(folder, f"{codebook.id} {codebook.version}", heading.id, ours.height, counts)


def _log(folder: Path, codebook: str, heading: str, looked_at: int, found: dict[str, int]) -> None:
    from datetime import UTC, datetime

    # A bundle is never written to: its files are those of its manifest.
    path = folder.parent / LOG
    line = {
        "searched_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "bundle": folder.name,
        "codebook": codebook,
        "heading": heading,
        "looked_at": looked_at,
        "found": found,
    }
    try:
        with path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
    except OSError as error:
        raise StorageError(f"the search cannot be logged ({error.strerror})", path, "Fix its permissions.") from None
    print(f"Logged in {path}.")
