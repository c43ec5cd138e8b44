"""False alarms that a person let out: which text, from which rules, who says so and why; kept in the restricted folder.

An allowance is for one text and the rules that it broke then. It follows the text where its key changes, and ends where
the text or the rule does.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from tasks.errors import StorageError
from tasks.storage import store
from tasks.storage.source import Source

FOLDER = ".allowed"
COLUMNS = {"text_sha256": pl.String, "rule": pl.String, "by": pl.String, "reason": pl.String}


class Allowance(BaseModel):
    """A text that may go out although it breaks rules."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tweet_key: str
    text_sha256: str
    rules: tuple[str, ...]
    by: str
    reason: str
    on: date


_LIST = TypeAdapter(tuple[Allowance, ...])


def source(study: str) -> Source | None:
    """The study's file of allowances; none where nobody let anything out."""
    path = _place(study)
    return Source.of(path) if path.is_file() else None


def table(allowed: Source | None) -> pl.DataFrame:
    """Rows: one a text and rule, the newest allowance of each; columns: those of COLUMNS."""
    given = _read(Path(allowed.path)) if allowed else ()
    rows = [(each.text_sha256, rule, each.by, each.reason) for each in given for rule in each.rules]
    found = pl.DataFrame(rows, schema=COLUMNS, orient="row")
    return found.unique(["text_sha256", "rule"], keep="last", maintain_order=True)


def for_texts(withheld: pl.DataFrame, keys: Sequence[str], by: str, reason: str) -> list[Allowance]:
    """Allowances for texts held back, from all rules that each breaks; `withheld` has the column text besides its own."""
    today = datetime.now(UTC).date()
    rows = withheld.filter(pl.col("tweet_key").is_in(keys)).group_by("tweet_key", "text", maintain_order=True)
    return [
        Allowance(
            tweet_key=str(key),
            text_sha256=hashlib.sha256(str(text).encode()).hexdigest(),
            rules=tuple(found.get_column("rule")),
            by=by,
            reason=reason,
            on=today,
        )
        for (key, text), found in rows
    ]


def add(study: str, fresh: Sequence[Allowance]) -> None:
    """Keeps more allowances of a study.

    Raises: StorageError when they cannot be kept, or when those that are there cannot be read.
    """
    path = _place(study)
    kept = _read(path) if path.is_file() else ()
    store.write_secret(FOLDER, path.name, _LIST.dump_json((*kept, *fresh), indent=1).decode() + "\n")


def _read(path: Path) -> tuple[Allowance, ...]:
    try:
        return _LIST.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        # Pydantic's own words would quote what it read.
        raise StorageError(
            f"the allowances cannot be read ({type(error).__name__})", path, "Take the file away and allow again."
        ) from None


def _place(study: str) -> Path:
    return store.root() / store.RESTRICTED_STAGE / FOLDER / f"{study}.json"
