"""The decisions file of a study: for each tweet that people settled, its headings, who decided, when and why."""

import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tasks.bundles import released as bundles
from tasks.codebook.model import UNCODED, Codebook
from tasks.errors import ReviewInvalid, StorageError, UsageError
from tasks.schema import DECISIONS
from tasks.studies.toml_lines import lines_of, toml_value

ADVICE = "Write it as `hushtag review settle` does."
HEAD = """\
# What people decided, one entry a tweet: it stands above the rules in every run of the study. It holds no tweet's words;
# `text_sha256` says whether the words are still those that people read. A later entry for a tweet replaces an earlier one.
"""


class Decision(BaseModel):
    """One tweet's headings as people settled them, the primary one first."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    number: int = Field(ge=1)
    tweet_key: str = Field(pattern="^[0-9a-f]{16}$")
    text_sha256: str = Field(pattern="^[0-9a-f]{64}$")
    headings: tuple[str, ...] = Field(min_length=1)
    decided_by: str = Field(min_length=1)
    decided_on: date
    reason: str = Field(min_length=1)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    decisions: tuple[Decision, ...] = ()


def load(path: Path, codebook: Codebook) -> pl.DataFrame:
    """The decisions of a file, checked against the codebook.

    Rows: one a tweet, by number; of several on one tweet the one with the highest number. Columns: those of DECISIONS.
    Raises: ReviewInvalid naming the line of what is wrong; StorageError when the file cannot be read.
    """
    text = _text(path)
    try:
        decisions = _File.model_validate(tomllib.loads(text)).decisions
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise ReviewInvalid(_first_mistake(error), path, ADVICE) from None
    _check(decisions, codebook, path, lines_of("decisions", text))
    latest = {each.tweet_key: each for each in sorted(decisions, key=lambda each: each.number)}
    rows = sorted((each.model_dump() for each in latest.values()), key=lambda row: int(row["number"]))
    return DECISIONS.conform(pl.DataFrame(rows, schema=DECISIONS.dtypes))


def with_rules_codes(bundle: Path, path: Path, codebook: Codebook) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The decisions on tweets whose words a bundle holds, and the live codes that the rules alone give those tweets.

    Rows: decisions as `load` has them; codes one a tweet and heading, `uncoded` where no rule fires.
    Raises: as `load`, and UsageError when no decision is on a tweet of the bundle.
    """
    tweets = bundles.tweets_of(bundle).drop_nulls("text")
    decisions = load(path, codebook).join(tweets.select("tweet_key"), on="tweet_key", how="semi")
    if decisions.is_empty():
        raise UsageError("no decision is on a tweet of this bundle", path, "Name the bundle whose sample was coded.")
    known = tweets.join(decisions.select("tweet_key"), on="tweet_key", how="semi")
    _, codes = bundles.recoded(known, codebook)
    return decisions, codes.filter((pl.col("status") == "live") | (pl.col("heading") == UNCODED))


def append(path: Path, decisions: Iterable[Decision]) -> int:
    """Adds decisions to a file, which is made for its owner alone where there is none; the number added.

    Raises: StorageError when it cannot be written.
    """
    entries = [_entry(each) for each in decisions]
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.exists() else HEAD
        path.touch(mode=0o600)
        path.write_text(before + "".join(entries), encoding="utf-8")
    except OSError as error:
        raise StorageError(f"cannot write ({error.strerror})", path, "Name another file.") from None
    return len(entries)


def beyond(path: Path, codebook: Codebook, decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that a file does not hold yet, numbered after its own; the same headings on the same words are held.

    Raises: ReviewInvalid and StorageError as `load` does.
    """
    held = load(path, codebook).select("tweet_key", "text_sha256", "headings").rows() if path.exists() else []
    known = {(key, digest, tuple(headings)) for key, digest, headings in held}
    new = [each for each in decisions if (each.tweet_key, each.text_sha256, each.headings) not in known]
    return [each.model_copy(update={"number": number}) for number, each in enumerate(new, next_number(path))]


def next_number(path: Path) -> int:
    """The number after the highest in a file; 1 where there is none."""
    if not path.exists():
        return 1
    return max((int(each.get("number", 0)) for each in tomllib.loads(_text(path)).get("decisions", [])), default=0) + 1


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(f"cannot be read ({type(error).__name__})", path, "Check the path and its permissions.") from None


def _first_mistake(error: tomllib.TOMLDecodeError | ValidationError) -> str:
    if isinstance(error, tomllib.TOMLDecodeError):
        return f"is not TOML: {error}"
    first = error.errors()[0]
    place = [part + 1 if isinstance(part, int) else part for part in first["loc"]]
    return f"{' '.join(map(str, place))}: {first['msg']}"


def _check(decisions: Iterable[Decision], codebook: Codebook, path: Path, lines: Iterable[int]) -> None:
    known = {heading.id for heading in codebook.headings} | {UNCODED}
    numbers: set[int] = set()
    for decision, line in zip(decisions, lines, strict=False):
        where = f"{path}, line {line}"
        if unknown := [heading for heading in decision.headings if heading not in known]:
            raise ReviewInvalid(f"has a heading that the codebook does not know: {unknown[0]}", where, "Settle it again.")
        if UNCODED in decision.headings and len(decision.headings) > 1:
            raise ReviewInvalid("is Uncoded and has a heading too", where, "Keep one of them.")
        if decision.number in numbers:
            raise ReviewInvalid(f"uses the number {decision.number} a second time", where, "Give each its own number.")
        numbers.add(decision.number)


def _entry(decision: Decision) -> str:
    settings = decision.model_dump() | {"headings": list(decision.headings)}
    return "\n[[decisions]]\n" + "".join(f"{name} = {toml_value(value)}\n" for name, value in settings.items())
