"""`hushtag attack`: a motivated intruder's test of a study's last run, recorded in figures and a page."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tasks.errors import UsageError

HELP = "attack a study as a motivated intruder would, and record what came of it; a kit for people to try"
QUOTES = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the study, the kit, and the sheets that come back."""
    parser.add_argument("study", metavar="STUDY", help="the study's id, or its file")
    parser.add_argument("--kit", type=Path, metavar="OUT.xlsx", help="write a workbook for a person who tries to find authors")
    parser.add_argument("--quotes", type=int, default=QUOTES, metavar="N", help=f"texts in the kit (default: {QUOTES})")
    parser.add_argument("--tester", metavar="NAME", default="", help="who the kit is for, or a .csv is from: initials are enough")
    parser.add_argument("--read", nargs="+", type=Path, metavar="SHEET", default=[], help="read what people found (.xlsx, .csv)")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: data)")
    parser.epilog = (
        "It writes attack.json and attack.html under data/attacks/STUDY: figures, no words. The next release of the study tells"
        " them. A kit holds people's words, and is for its owner alone."
    )


def execute(parsed: argparse.Namespace) -> None:
    """Writes a kit, reads sheets back, or attacks the study.

    Raises: UsageError when no run of the study is known, or a kit has no text.
    """
    if parsed.data:
        os.environ["HUSHTAG_DATA"] = str(parsed.data.resolve())
    from tasks.attack import attacked, kit
    from tasks.studies import attacks, last_run
    from tasks.studies.profiles import public_profile

    study = _id(parsed.study)
    last = last_run.of(study)
    if parsed.kit:
        _write_kit(parsed, study, last)
        return
    attacks.add_sheets(study, [kit.decoded(path, study, last, parsed.tester) for path in parsed.read])
    figures = attacks.of(study) if parsed.read else None
    if figures is None:
        figures = attacked.attack(study, last, public_profile(), datetime.now(UTC).date())
    else:
        figures |= {"people": attacked.told(attacked.people(study, figures["profile"]), public_profile())["people"]}
    _keep(study, figures)


def _keep(study: str, figures: dict[str, Any]) -> None:
    from tasks.pure.report.attack_page import attack_page, summary
    from tasks.studies import attacks

    folder = attacks.keep(study, figures, attack_page(figures, study))
    for line in summary(figures):
        print(line)
    print(f"Page: {folder / attacks.PAGE}. The next release of {study} tells these figures.")


def _write_kit(parsed: argparse.Namespace, study: str, last: Any) -> None:
    from tasks.attack import attacked, kit
    from tasks.review.workbook import write_new

    texts = kit.drawn(last, attacked.quoted(last), parsed.quotes)
    if parsed.quotes < 1 or not texts.height:
        raise UsageError("there is nothing to put into a kit", study, "A public study needs paraphrases; else ask for 1 or more.")
    write_new(kit.encoded(texts, study, parsed.tester), parsed.kit)
    print(f"{parsed.kit}: {texts.height:,} texts, a form and {kit.MINUTES} minutes; it holds people's words.")
    print(f"Then: hushtag attack {study} --read {parsed.kit}")


def _id(study: str) -> str:
    if not study.endswith(".toml"):
        return study
    from tasks.studies import study_file

    return study_file.load(Path(study)).id
