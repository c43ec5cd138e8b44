"""Whether each file of a release may go out: pass, review (a person should look) or fail, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from posixpath import basename, splitext
from typing import Any, Literal

import polars as pl

from tasks.pure.review.signatures import unsigned

Outcome = Literal["pass", "review", "fail"]
Tables = Mapping[str, pl.DataFrame]
OF_TWEETS = frozenset({"tweets.csv", "tweets.parquet", "codes.parquet", "quotes.csv", "contrasts.csv"})
WITH_QUOTES = "report.html"
WITH_A_VOICE_EACH = "report.docx"
WITH_PARAPHRASES = frozenset({"paraphrases.csv", "report.html", "report.docx"})
PUBLIC_KINDS = frozenset({".csv", ".docx", ".html", ".json", ".png", ".sql", ".svg", ".toml"})
ORDER: Sequence[Outcome] = ("pass", "review", "fail")


@dataclass(frozen=True)
class Output:
    """A file's outcome; the reasons of the worst come first."""

    file: str
    outcome: Outcome
    reason: str


def outputs(
    files: Iterable[str],
    study: Mapping[str, Any],
    tables: Tables,
    checks: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """The outcome of each file.

    Rows: one a file, in the order given.
    """
    return [asdict(_judged(file, list(_reasons(file, study, tables, checks)))) for file in files]


def _judged(file: str, found: list[tuple[Outcome, str]]) -> Output:
    ranked = sorted(found, key=lambda each: -ORDER.index(each[0]))
    return Output(
        file, ranked[0][0] if ranked else "pass", "; ".join(reason for _, reason in ranked) or "holds no tweet's words"
    )


def _reasons(
    file: str, study: Mapping[str, Any], tables: Tables, checks: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[Outcome, str]]:
    name = splitext(basename(file))[0]
    yield from (("review", f"its check “{check['rule']}” did not pass") for check in checks if _is_of(check, name))
    yield from _of_public(file, study, tables) if study["profile"] == "public" else _of_team(file, tables)


def _of_team(file: str, tables: Tables) -> Iterator[tuple[Outcome, str]]:
    if file in OF_TWEETS:
        yield "review", "holds its authors' own phrasing: pseudonymised, not anonymous, and for the team alone"
    if file == WITH_QUOTES and (quotes := tables["quotes"].height + tables["contrasts"].height):
        yield "review", f"quotes {quotes} texts word for word: paraphrase before it leaves the team"
    if file == WITH_A_VOICE_EACH and tables["quotes"].height:
        yield "review", "quotes a text of each theme word for word: paraphrase before it leaves the team"


def _of_public(file: str, study: Mapping[str, Any], tables: Tables) -> Iterator[tuple[Outcome, str]]:
    table = tables.get(splitext(basename(file))[0])
    if file in WITH_PARAPHRASES and (said := tables.get("paraphrases")) is not None and said.height:
        alone = unsigned(said)
        yield ("fail", f"{alone} of its {said.height} paraphrases are unsigned") if alone else ("pass", _signed(said))
    if file in OF_TWEETS or splitext(file)[1] not in PUBLIC_KINDS:
        yield "fail", "is a kind of file that no public release holds"
    for given in study["exceptions"]:
        if given["output"] == splitext(basename(file))[0]:
            yield "review", f"{given['rule']} does not hold for it: {given['reason']} ({given['by']})"
    if table is None or "tweets" not in table.columns:
        return
    withheld, counts = table["tweets"].null_count(), table.height
    if counts and withheld == counts:
        outcome: Outcome = "fail" if file == "table1.csv" else "review"
        yield outcome, "no count of it can be told without giving back a small one"
    elif withheld:
        yield "pass", f"{withheld} of {counts} counts are withheld"


def _signed(paraphrases: pl.DataFrame) -> str:
    people = ", ".join(sorted(set(paraphrases["signed_by"])))
    return f"quotes {paraphrases.height} tweets in paraphrase, each signed by a person ({people})"


def _is_of(check: Mapping[str, Any], name: str) -> bool:
    return bool(check["table"] == name and check["outcome"] != "pass")
