"""`hushtag study new`: writes a study file, by asking or from flags."""

import argparse
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tasks.errors import StudyInvalid, UsageError

if TYPE_CHECKING:
    from tasks.studies.study import Study

HELP = "write a new study file, by asking or from flags, and draw the study's key"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the new study's name and its settings."""
    new = parser.add_subparsers(metavar="ACTION", required=True).add_parser("new", help=HELP, description=HELP)
    new.add_argument("name", metavar="NAME", help="the study's id: small letters, digits, - and _")
    new.add_argument("--title", metavar="TEXT", help="what the report is headed with")
    new.add_argument("--hashtag", nargs="+", action="extend", metavar="TAG", dest="hashtags", help="keep these tweets")
    new.add_argument("--since", type=date.fromisoformat, metavar="DATE", help="first day of the window, YYYY-MM-DD")
    new.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="last day of the window, itself included")
    new.add_argument("--timezone", metavar="TZ", help="zone of those days, such as Europe/London")
    new.add_argument("--dump", nargs="+", action="extend", metavar="PATH", dest="dumps", help="files, folders or globs")
    new.add_argument("--codebook", metavar="PATH", help="a codebook's file, or the id of one in data/codebooks")
    new.add_argument("--cron", metavar="LINE", help='when it runs by itself: "30 4 * * 1", Mondays at half past four')
    new.add_argument("--sign-off", action="store_true", default=None, help="a person decides before it is published")
    new.add_argument("--studies", type=Path, metavar="DIR", help="where (default: data/studies)")


def execute(parsed: argparse.Namespace) -> None:
    """Writes the file, asking for what no flag gives when somebody is there to answer; never over another."""
    from tasks.storage import keys
    from tasks.studies import study as studies
    from tasks.studies import study_file

    parsed.studies = parsed.studies or study_file.placed()
    path = parsed.studies / f"{parsed.name}.toml"
    if path.exists():
        raise UsageError("is there already", path, "Take another name, or change that file.")
    given = _given(parsed)
    draft = studies.validated({"id": parsed.name, "dumps": [f"../dumps/{parsed.name}/*"], **given}, "command line", "")
    if not given and sys.stdin.isatty():
        draft = _asked(draft)
    words = study_file.written(draft)
    study_file.read(words, path)
    parsed.studies.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(f"# Paths are relative to this file. Run it: hushtag run {os.path.relpath(path)}\n{words}")
    print(f"Written: {path}")
    print(keys.drawn(parsed.name) or f"Its key is there already: {keys.place(parsed.name)}")
    print(f"Run it: hushtag run {os.path.relpath(path)}; put its deployment on the server: hushtag deploy")


def _given(parsed: argparse.Namespace) -> dict[str, Any]:
    home = parsed.studies.resolve()
    names = ("title", "hashtags", "since", "until", "timezone", "sign_off")
    settings = {name: getattr(parsed, name) for name in names}
    settings["dumps"] = parsed.dumps and [_beside(home, path) for path in parsed.dumps]
    settings["codebook"] = parsed.codebook and (
        _beside(home, parsed.codebook) if parsed.codebook.endswith(".toml") else parsed.codebook
    )
    settings["schedule"] = parsed.cron and {"cron": parsed.cron}
    return {name: value for name, value in settings.items() if value is not None}


def _asked(draft: "Study") -> "Study":
    for setting, question, read in QUESTIONS:
        draft = _answered(draft, setting, question, read)
    return draft


def _answered(draft: "Study", setting: str, question: str, read: Any) -> "Study":
    from tasks.studies import study as studies

    while answer := input(f"{question}: ").strip():
        try:
            return studies.changed(draft, {setting: read(answer)})
        except StudyInvalid as mistake:
            print(f"  {mistake.what}")
    return draft


def _beside(home: Path, path: str) -> str:
    return os.path.relpath(os.path.abspath(path), home)  # noqa: PTH100  resolving would follow links, and a glob is not a path


# An empty answer leaves the setting as it is.
QUESTIONS = (
    ("title", "Title", str),
    ("hashtags", "Hashtags, with spaces between (none: the whole dump)", str.split),
    ("timezone", "Time zone of its days (UTC)", str),
    ("since", "First day, YYYY-MM-DD (none: from the beginning)", str),
    ("until", "Last day, itself included (none: to the end)", str),
    ("dumps", "Dumps: files, folders or globs, relative to the study file (../dumps/NAME/*)", str.split),
    ("codebook", "Codebook: an id or a file (dearmhp)", str),
    ("schedule", "When it runs by itself, as a cron line (none: by hand)", lambda answer: {"cron": answer}),
    ("sign_off", "Does a person decide before it is published? y or n (n)", lambda answer: answer[0] in "yY"),
)
