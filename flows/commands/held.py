"""`hushtag held`: the texts of a study that are held back, for who may read the restricted folder; lets false alarms out."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from tasks.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

HELP = "show the texts that are held back, with rule and place; let a false alarm out"
OPEN, SHUT = "⟦", "⟧"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the study, and what a person who lets texts out must say."""
    parser.add_argument("study", metavar="STUDY", help="the study's id, or its file")
    parser.add_argument("--allow", nargs="+", metavar="KEY", default=[], help="let these texts out from the next run on")
    parser.add_argument("--by", metavar="NAME", default="", help="who lets them out")
    parser.add_argument("--reason", metavar="WHY", default="", help="why; both stand in the manifest")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: data)")
    parser.epilog = "It prints tweets' words. An allowance is for one text and the rules that it breaks now."


def execute(parsed: argparse.Namespace) -> None:
    """Prints each text with the places marked at which it breaks a rule, or lets the named ones out.

    Raises: UsageError when no run of the study is known, a key is not held back, or an allowance is not signed.
    """
    if parsed.data:
        os.environ["HUSHTAG_DATA"] = str(parsed.data.resolve())
    from tasks.studies import held

    study = _id(parsed.study)
    withheld, let_out = held.texts(study)
    if parsed.allow or parsed.by or parsed.reason:
        _allow(study, withheld, parsed)
        return
    for rows in (withheld, let_out):
        for text in rows.partition_by("tweet_key", maintain_order=True):
            _show(text)
    texts = withheld.get_column("tweet_key").n_unique()
    told = f"{texts:,} text{'s are' if texts != 1 else ' is'} held back"
    print(f"{told}; {let_out.get_column('tweet_key').n_unique():,} let out by a person.")
    if texts:
        print(f"A false alarm? hushtag held {study} --allow KEY --by NAME --reason WHY, and run the study again.")


def _id(study: str) -> str:
    if not study.endswith(".toml"):
        return study
    from tasks.studies import study_file

    return study_file.load(Path(study)).id


def _allow(study: str, withheld: "pl.DataFrame", parsed: argparse.Namespace) -> None:
    from tasks.studies import allowances

    by, reason = parsed.by.strip(), parsed.reason.strip()
    if not (parsed.allow and by and reason):
        raise UsageError("--allow, --by and --reason go together", study, "Say which text, who lets it out, and why.")
    keys = list(dict.fromkeys(parsed.allow))
    if unknown := set(keys) - set(withheld.get_column("tweet_key")):
        raise UsageError(f"{len(unknown)} of {len(keys)} keys are not held back", study, "Take keys from `hushtag held`.")
    allowances.add(study, allowances.for_texts(withheld, keys, by, reason))
    print(f"{len(keys):,} text{'s' if len(keys) > 1 else ''} may go out. Run the study again.")


def _show(text: "pl.DataFrame") -> None:
    """A text's key and rules, and its words on one line."""
    from tasks.bundles.released import printed

    rules = text.get_column("rule").to_list()
    out = f"  (let out by {text.item(0, 'by')}: {text.item(0, 'reason')})" if "by" in text.columns else ""
    print(f"{text.item(0, 'tweet_key')}  {', '.join(rules)}{out}")
    print(f"    {printed(marked(text.item(0, 'text'), text.select('start', 'end').rows()))}")


def marked(text: str, places: list[tuple[int, int]]) -> str:
    """The text with each place in brackets; places that overlap are one."""
    done, pieces = 0, []
    for start, end in sorted(places):
        if start >= done:
            pieces += [text[done:start], OPEN, text[start:end], SHUT]
            done = end
    return "".join([*pieces, text[done:]])
