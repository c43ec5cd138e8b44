"""Writes the pages of the reference from the code itself: `python docs/reference.py`. Nothing of it is kept."""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import get_args

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from expectations import suites  # noqa: E402
from flows import cli  # noqa: E402
from tasks.codebook import grammar  # noqa: E402
from tasks.formats import formats  # noqa: E402
from tasks.schema import TABLES  # noqa: E402
from tasks.studies import study  # noqa: E402

PAGES = PROJECT / "docs" / "pages" / "reference"
ENVIRONMENT = (
    ("HUSHTAG_DATA", "the data folder; `--data` comes before it, and without both it is `data` in a checkout or where you stand"),
    ("HUSHTAG_DATABASE", "where `hushtag ui` keeps its runs, as `--database`; safer with a password in it"),
    ("HUSHTAG_REMOTE", "where machines hand each other files: `s3://bucket/prefix`, or a folder that all of them mount"),
    ("HUSHTAG_CLUSTER", "a Dask scheduler, as `--cluster`; deployed studies use it too"),
    ("AWS_ENDPOINT_URL", "the S3 server of that bucket where it is not Amazon's; AWS_ACCESS_KEY_ID and its kin are heeded too"),
    ("PREFECT_HOME", "Prefect's own folder, `~/.prefect` without it; each checkout has a database of runs of its own there"),
    ("PREFECT_API_URL", "a Prefect server to use in place of that of `hushtag ui`, or a private one"),
    ("PREFECT_PROFILE", "which of Prefect's profiles counts"),
    ("PYTHONDONTWRITEBYTECODE", "where it is set, imports take twice as long unless they were compiled before: `make`"),
)
# What each setting of a study means; a setting that is not here stops the build.
SETTINGS = {
    "id": "names the study, its key and its bundles; the file is named for it",
    "title": "what the report is headed with",
    "hashtags": "tweets with one of these are kept; with none, the whole dump is",
    "since": "first day of the window",
    "until": "last day of the window, itself included",
    "timezone": "zone of those days, and of times without one",
    "dumps": "files, folders, globs or archives, relative to the study's file: one dump",
    "leave_out": "files among them that are not read",
    "codebook": "the id of one that ships, or a file",
    "reference": "a table of published counts (theme, heading, tweets) to compare with",
    "paraphrases": "the sheet of signed paraphrases that a public release quotes",
    "decisions": "the file in which people settled codes; it stands above the rules",
    "agreement": "what `hushtag review import` wrote; the report tells how far its coders agree",
    "profile": "whom the release is for",
    "strictness": "how readily a word is taken for a name",
    "near_duplicates": "how alike two texts are that count as one, from 0.5 to 1",
    "short_texts": "whether the same few words of two people count once or twice",
    "held_back_at_most": "share of distinct texts that may be held back before the gate closes",
    "sign_off": "a person decides before the release",
    "approvals": "how many people decide",
    "group": "the system's group that may read a team's bundle and stages",
    "cron": "when the study runs by itself",
    "least_tweets": "fewest distinct tweets",
    "uncoded_share": "largest share without a heading, from 0 to 1",
    "drift_points": "farthest that a theme may move since the last release, in percentage points",
    "creators": "who made the release, as they are to be cited",
    "licence": "SPDX's short name, such as CC-BY-4.0",
    "published": "the day of publication",
    "doi": "the release's DOI, 10.NNNN/...",
    "output": "the output that is excepted",
    "rule": "the rule that does not hold for it",
    "reason": "why",
    "by": "who answers for it",
    "name": "who may let a release out",
    "key": "the public half of their key",
}
EXIT_CODES = (
    ("0", "released, or done"), ("2", "wrong use"), ("3", "the gate is closed, or a person is asked for"),
    ("4", "a dump cannot be read"), ("5", "a codebook or study is invalid"), ("6", "storage: missing, damaged, full"),
    ("130, 143", "told to stop"),
)  # fmt: skip


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A table of Markdown."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(str(cell).replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in row)} |"
    yield ""


def commands() -> Iterator[str]:
    """Every command with its options, as `--help` tells them."""
    yield "# Commands\n"
    yield from table(("exit code", "means"), EXIT_CODES)
    yield from _commands(cli.parser(), "hushtag", 2)


def _commands(parser: argparse.ArgumentParser, name: str, level: int) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, each in action.choices.items():
                yield f"{'#' * level} {name} {word}\n\n{_sentence(each.description or '')}\n"
                rows = [row for option in each._actions for row in _option(option)]
                yield from table(("argument", "meaning"), rows) if rows else ()
                yield from _commands(each, f"{name} {word}", level + 1)


def _option(action: argparse.Action) -> Iterator[tuple[str, str]]:
    if isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
        return
    names = ", ".join(action.option_strings)
    value = action.metavar or (f"{{{','.join(map(str, action.choices))}}}" if action.choices else "")
    yield f"`{f'{names} {value}'.strip() or action.dest}`", (action.help or "").replace("%%", "%")


def study_file() -> Iterator[str]:
    """Every setting of a study file, and the columns that a study may name."""
    yield "# The study file\n\nOne TOML a study. `hushtag study new NAME` writes one.\n"
    for title, model in (("[study]", study.Study), *((f"[{name}]", model) for name, model in study.TABLES_OF.items())):
        yield f"## {title}\n\n{(model.__doc__ or '').strip()}\n"
        rows = []
        for name, field in model.model_fields.items():
            if name not in study.TABLES_OF and name != "columns":
                default = "needed" if field.is_required() else f"`{field.get_default(call_default_factory=True)!r}`"
                rows.append((f"`{name}`", _meaning(title, name), _type(field.annotation), default))
        yield from table(("setting", "meaning", "type", "default"), rows)
    yield "## [columns]\n\nWhich column of a table is what, where the format is not known.\n"
    described = {column.name: column.meaning for column in TABLES["ingested"].columns}
    known = [name for name in described if name not in {"sequence", "dump", "line", "format"}]
    yield from table(("name", "meaning"), ((f"`{name}`", described[name]) for name in known))


def _meaning(title: str, name: str) -> str:
    if title == "[schedule]" and name == "timezone":
        return "zone of that line; the study's without it"
    return SETTINGS[name]


def _type(annotation: object) -> str:
    values = get_args(annotation)
    if values and all(isinstance(each, str) for each in values):
        return " or ".join(f'`"{each}"`' for each in values)
    name = str(annotation) if values else getattr(annotation, "__name__", str(annotation))
    return f"`{name.replace('datetime.', '').replace('typing.', '')}`"


def phrases() -> Iterator[str]:
    """The language of phrases."""
    yield "# The language of phrases\n\nThe set that rows name: " + str(grammar.SETS) + "\n"
    rows = ((f"`{each.phrase}`", each.meaning, each.finds, each.misses) for each in grammar.FORMS)
    yield from table(("phrase", "means", "finds", "does not find"), rows)


def known_formats() -> Iterator[str]:
    """The formats of dumps, and how each is known."""
    yield "# Formats of dumps\n"
    rows = ((f"`{each.id}`", each.title, ", ".join(sorted(next(iter(each.signatures), ())))) for each in formats())
    yield from table(("format", "written by", "known by"), rows)


def tables() -> Iterator[str]:
    """Every table with its columns."""
    yield "# Tables and columns\n"
    for each in TABLES.values():
        yield f"## {each.name}\n\nA row is {each.row}. Audience: {each.audience}.\n"
        yield from table(("column", "type", "meaning"), ((f"`{c.name}`", f"`{c.dtype}`", c.meaning) for c in each.columns))


def gate() -> Iterator[str]:
    """Every expectation, and why it is there."""
    yield "# The gate's expectations\n"
    for name, rules in suites().items():
        yield f"## {name}\n"
        yield from table(("expectation", "why", "when it is broken"), ((r.name, r.why, _consequence(r.severity)) for r in rules))


def _consequence(severity: str) -> str:
    return "the gate closes" if severity == "critical" else "it is told"


def environment() -> Iterator[str]:
    """The variables that a command heeds."""
    yield "# Environment variables\n"
    yield from table(("variable", "meaning"), ((f"`{name}`", meaning) for name, meaning in ENVIRONMENT))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


WRITTEN = {
    "commands": commands, "study-file": study_file, "phrases": phrases, "formats": known_formats, "tables": tables, "gate": gate,
    "environment": environment,
}  # fmt: skip

if __name__ == "__main__":
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, page in WRITTEN.items():
        (PAGES / f"{name}.md").write_text("\n".join(page()) + "\n", encoding="utf-8")
