"""`hushtag codebook`: tests a coding frame, shows it as an appendix, and says what a change would change."""

import argparse
from pathlib import Path

from tasks.errors import CodebookInvalid, DumpUnreadable

HELP = "test a codebook against its own proof, show it, or compare two"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares what can be done with a codebook."""
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    test = actions.add_parser("test", help="examples fire, near misses do not, no phrase is idle or doubled")
    test.add_argument("codebook", nargs="+", metavar="PATH", help="files, or ids of codebooks that ship")
    test.set_defaults(act=_test)
    show = actions.add_parser("show", help="the codebook as an appendix in Markdown")
    show.add_argument("codebook", metavar="PATH")
    show.set_defaults(act=_show)
    diff = actions.add_parser("diff", help="what a new version changes, and which tweets it moves")
    diff.add_argument("old", metavar="OLD")
    diff.add_argument("new", metavar="NEW")
    diff.add_argument("--on", type=Path, metavar="BUNDLE", help="a bundle whose tweets are coded by both")
    diff.set_defaults(act=_diff)


def execute(parsed: argparse.Namespace) -> None:
    """Does what was asked."""
    parsed.act(parsed)


def _test(parsed: argparse.Namespace) -> None:
    from tasks import codebook as frames
    from tasks.pure.codebook_proof import faults

    total = 0
    for name in parsed.codebook:
        codebook = frames.load(frames.find(name))
        found = faults(codebook)
        for fault in found:
            print(f"  ✗ {fault.heading}: {fault.what}")
        examples = sum(len(heading.examples) for heading in codebook.headings)
        print(
            f"{codebook.id} {codebook.version}: {len(codebook.headings)} headings, {examples} examples, {len(found)} faults"
        )
        total += len(found)
    if total:
        raise CodebookInvalid(f"{total} faults", ", ".join(parsed.codebook), "Each line above says where.")


def _show(parsed: argparse.Namespace) -> None:
    from tasks import codebook as frames
    from tasks.pure.codebook_appendix import appendix

    print(appendix(frames.load(frames.find(parsed.codebook))), end="")


def _diff(parsed: argparse.Namespace) -> None:
    from tasks import codebook as frames
    from tasks.pure.codebook_changes import changed_rules, moved_tweets

    old, new = (frames.load(frames.find(name)) for name in (parsed.old, parsed.new))
    print("\n".join(changed_rules(old, new)) or "No rule differs.")
    if parsed.on is None:
        return
    import polars as pl

    path = parsed.on / "tweets.parquet"
    if not path.is_file():
        raise DumpUnreadable("holds no tweets", parsed.on, "Name a bundle of profile team.")
    moved = moved_tweets(pl.read_parquet(path), old, new)
    print(f"\n{moved.height:,} tweets change their primary heading.")
    for key, text, before, after in moved.iter_rows():
        print(f"  {key}  {before or 'uncoded'} -> {after or 'uncoded'}  {text}")
