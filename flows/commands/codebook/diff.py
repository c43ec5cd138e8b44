"""`hushtag codebook diff`: what a new version changes, before it is accepted."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tasks.codebook import Codebook

HELP = "what a new version changes, and which tweets it moves"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the two versions and the bundle."""
    parser.add_argument("old", metavar="OLD")
    parser.add_argument("new", metavar="NEW")
    parser.add_argument("--on", type=Path, metavar="BUNDLE", help="a bundle whose tweets are coded by both")
    parser.add_argument("--decisions", type=Path, metavar="FILE", help="with --on: which decisions the new rules meet or break")


def execute(parsed: argparse.Namespace) -> None:
    """Prints the rules that differ, the headings that gain or lose tweets, and every tweet whose primary heading differs."""
    from flows.told_tweets import told_tweets
    from tasks import codebook as frames
    from tasks.bundles import released as bundles
    from tasks.pure.codebook.changes import changed_rules, coded_by_both, moved_tweets, shifted_headings

    old, new = (frames.load(frames.find(name)) for name in (parsed.old, parsed.new))
    print("\n".join(changed_rules(old, new)) or "No rule differs.")
    if parsed.on is None:
        return
    both = coded_by_both(told_tweets(parsed.on), old, new)
    moved = moved_tweets(both)
    for heading, gained, lost in shifted_headings(both).iter_rows():
        print(f"{f'+{gained:,}':>7} {f'-{lost:,}':>7}  {heading}")
    print(f"\n{moved.height:,} tweets change their primary heading.")
    for before, after, tweets in moved.group_by("before", "after", maintain_order=True).len().iter_rows():
        print(f"{tweets:7,}  {before or 'uncoded'} -> {after or 'uncoded'}")
    for key, text, before, after in moved.iter_rows():
        print(f"  {key}  {before or 'uncoded'} -> {after or 'uncoded'}  {bundles.printed(text)}")
    if parsed.decisions:
        _print_decisions(parsed.on, parsed.decisions, old, new)


def _print_decisions(bundle: Path, path: Path, old: "Codebook", new: "Codebook") -> None:
    """How many decisions each frame's rules meet, and the keys of those that the new one meets or breaks."""
    from tasks.pure.review.rules_measured import reproduced
    from tasks.review.decisions import with_rules_codes

    before, after = (set(reproduced(*with_rules_codes(bundle, path, frame))) for frame in (old, new))
    print(f"\nDecisions of people that the rules meet: {len(before):,} before, {len(after):,} now.")
    for name, keys in (("met now", after - before), ("broken now", before - after)):
        print(f"{len(keys):7,}  {name}{': ' + ', '.join(sorted(keys)) if keys else ''}")
